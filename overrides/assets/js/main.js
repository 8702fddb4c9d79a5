/* What pages can do beyond being read. A part is loaded when a page holds an element that asks for it;
   reading and browsing never need one. */

const parts = [
  // [selector of the elements that the part brings to life, how to load it]
  ["[data-listing]", () => import("./filters.js")],
  ["[data-saved]", () => import("./saved-page.js")],
  ["[data-visits]", () => import("./visits.js")],
  [".row-title, .paper", () => import("./save-button.js")],
  [".md-tabs__link, .md-nav__link[href]", () => import("./saved-count.js")],
  ["#cite + pre", () => import("./cite.js")],
  [".search", () => import("./search/page.js")],
];

function start() {
  for (const [selector, load] of parts) {
    const elements = document.querySelectorAll(selector);
    if (elements.length) load().then((part) => stillShown(elements).forEach(part.start));
  }
}

/* A reader may have left the page before its part arrived. */
function stillShown(elements) {
  return [...elements].filter((element) => element.isConnected);
}

// The keys that pages know are listed under "?", for whoever asks.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "?" && !isTyping) import("./shortcuts.js").then((part) => part.show());
});

// Material's instant navigation swaps pages without loading them anew, and tells so here.
if (window.document$) window.document$.subscribe(start);
else start();

/* Nothing of the search is loaded before the reader reaches for it: by its box, one of its keys, or an
   address with a query. */
const box = document.querySelector(".md-search");
if (box) {
  const input = box.querySelector("input");
  const toggle = document.getElementById("__search");
  const reach = () => {
    import("./search/client.js"); // starts the worker while the rest is on its way
    import("./search/box.js").then((part) => part.start(box));
  };
  input.addEventListener("focus", reach, { once: true });
  toggle.addEventListener("change", () => input.focus(), { once: true });
  window.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !["/", "f", "s"].includes(event.key)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query && !document.querySelector(".search")) {
    input.value = query;
    input.focus();
  }
}
