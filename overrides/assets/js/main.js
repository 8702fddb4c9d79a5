/* What pages can do beyond being read. A part is loaded when a page holds an element that needs it; reading and
   browsing need none. */

import { SITE } from "./addresses.js";
import { element } from "./elements.js";

const PREFETCH_PAUSE = 60; // milliseconds on a link; a pointer that only passes over links loads none of them
const FINDERS = "[data-listing], [data-search]"; // places of a form that reads the query in the page's address
const hasFinder = document.querySelector(FINDERS) !== null;

const parts = [
  // [selector of the elements that the part starts on, how to load it]
  [FINDERS, loadFinder],
  ["[data-map]", () => import("./map.js")],
  ["[data-saved]", () => import("./saved-page.js")],
  ["[data-follow]", () => import("./follow-page.js")],
  ["[data-visits]", () => import("./visits.js")],
  [".row-title, .paper", () => import("./save-button.js")],
  [".header-saved", () => import("./saved-count.js")],
  ["#summaries", () => import("./summaries.js")],
  [".actions", () => import("./cite.js")],
];

function loadFinder() {
  if (location.search) import("./search/client.js"); // starts the worker while the rest is loaded
  return import("./paper-finder.js");
}

for (const [selector, load] of parts) {
  const elements = document.querySelectorAll(selector);
  if (elements.length) load().then((part) => elements.forEach((element) => part.start(element)));
}

// The drawer belongs to screens that are too small for the tabs.
const smallScreen = window.matchMedia("(width < 76.25em)");
const loadDrawer = async () => (await import("./drawer.js")).start(document.querySelector(".md-sidebar--primary"));
if (smallScreen.matches) loadDrawer();
else smallScreen.addEventListener("change", loadDrawer, { once: true });

/** Whether a key that is pressed here is text for a field, or chooses in a list. */
const isTyping = ({ target }) =>
  target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

// "?" lists the keyboard shortcuts.
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyping(event)) import("./shortcuts.js").then((part) => part.show());
});

// A page that a reader is about to open is fetched in advance, unless the reader wants to save data.
if (!navigator.connection?.saveData) {
  let timer = 0;
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, ({ target }) => {
      clearTimeout(timer);
      timer = setTimeout(prefetch, PREFETCH_PAUSE, target);
    });
  }
}

const prefetched = new Set([location.pathname]);

function prefetch(target) {
  const link = target.closest?.("a[href]");
  if (!link) return;
  const { href, pathname } = link instanceof SVGElement ? new URL(link.href.baseVal, location) : link;
  if (!href.startsWith(SITE) || !pathname.endsWith("/") || prefetched.has(pathname)) return;
  prefetched.add(pathname);
  document.head.append(element("link", { rel: "prefetch", href: pathname }));
}

/* The search is loaded when the reader needs it: by its box, one of its keys, or an address with a query. */
const box = document.querySelector(".md-search");
if (box) {
  const input = box.querySelector("input");
  const toggle = document.getElementById("__search");
  const load = () => {
    import("./search/client.js"); // starts the worker while the rest is loaded
    import("./search/box.js").then((part) => part.start(box, hasFinder));
  };
  input.addEventListener("focus", load, { once: true });
  toggle.addEventListener("change", () => input.focus(), { once: true });
  window.addEventListener("keydown", (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || !["/", "f", "s"].includes(event.key)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  const homeForm = document.getElementById("home-search");
  const loadHome = () => import("./search/box.js").then((part) => part.startHome(homeForm));
  homeForm?.addEventListener("focusin", loadHome, { once: true });
  const query = new URLSearchParams(location.search).get("q");
  if (query && !hasFinder) {
    input.value = query;
    input.focus();
  }
}
