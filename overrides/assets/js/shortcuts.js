/* The keyboard shortcuts, in a dialog. Those of search and paging are Material's. */

import { element } from "./elements.js";

const WORDS = { title: "Keyboard shortcuts", close: "Close" };
const KEYS = [
  [["/", "s", "f"], "Search"],
  [["n", "."], "From a paper to the next older one in its topic"],
  [["p", ","], "From a paper to the next newer one in its topic"],
  [["Tab", "Enter"], "Go through links and buttons, and follow one"],
  [["Esc"], "Close what is open"],
  [["?"], "This list"],
];

/** Show the shortcuts, unless they are shown already. */
export function show() {
  if (document.querySelector("dialog.shortcuts")) return;
  const keys = KEYS.flatMap(([names, meaning]) => [
    element("dt", {}, ...names.flatMap((name) => [element("kbd", {}, name), " "])),
    element("dd", {}, meaning),
  ]);
  const dialog = element(
    "dialog",
    { class: "shortcuts md-typeset", "aria-labelledby": "shortcuts-title", close: () => dialog.remove() },
    element("h2", { id: "shortcuts-title" }, WORDS.title),
    element("dl", {}, ...keys),
    element("button", { class: "md-button", click: () => dialog.close() }, WORDS.close),
  );
  document.body.append(dialog);
  dialog.showModal(); // keeps the focus inside, and gives it back when it is closed
}
