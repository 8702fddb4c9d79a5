/* What pages can do beyond being read. A part is loaded when a page holds an element that needs it; reading and
   browsing need none. */

const FINDERS = "[data-listing], [data-search]"; // places of a form that reads the query in the page's address
const hasFinder = () => document.querySelector(FINDERS) !== null;

const parts = [
  // [selector of the elements that the part starts on, how to load it]
  [FINDERS, loadFinder],
  ["[data-saved]", () => import("./saved-page.js")],
  ["[data-visits]", () => import("./visits.js")],
  [".row-title, .paper", () => import("./save-button.js")],
  [".md-tabs__link, .md-nav__link[href]", () => import("./saved-count.js")],
  ["#cite + pre", () => import("./cite.js")],
];

function loadFinder() {
  if (location.search) import("./search/client.js"); // starts the worker while the rest is loaded
  return import("./paper-finder.js");
}

function start() {
  for (const [selector, load] of parts) {
    const elements = document.querySelectorAll(selector);
    if (elements.length) load().then((part) => filterConnected(elements).forEach(part.start));
  }
}

/** The elements that are still shown: a reader may have left the page before its part was loaded. */
function filterConnected(elements) {
  return [...elements].filter((element) => element.isConnected);
}

/** Whether a key that is pressed here is text for a field, or chooses in a list. */
const isTyping = ({ target }) =>
  target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

// "?" lists the keyboard shortcuts.
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyping(event)) import("./shortcuts.js").then((part) => part.show());
});

// Material's instant navigation replaces the content without loading a page, and emits an event here.
if (window.document$) window.document$.subscribe(start);
else start();

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
  const query = new URLSearchParams(location.search).get("q");
  if (query && !hasFinder()) {
    input.value = query;
    input.focus();
  }
}
