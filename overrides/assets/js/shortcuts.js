/* The keyboard shortcuts, in a dialog. Those of search and paging are Material's. */

import { element } from "./elements.js";
import { _ } from "./messages.js";

const KEYS = [
  [["/", "s", "f"], _("Search")],
  [["n", "."], _("Open the next older paper of the topic")],
  [["p", ","], _("Open the next newer paper of the topic")],
  [["Tab", "Enter"], _("Move between links and buttons, and activate one")],
  [["Esc"], _("Close a dialog or the search")],
  [["?"], _("Show this list")],
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
    element("h2", { id: "shortcuts-title" }, _("Keyboard shortcuts")),
    element("dl", {}, ...keys),
    element("button", { class: "md-button", click: () => dialog.close() }, _("Close")),
  );
  document.body.append(dialog);
  dialog.showModal(); // keeps the focus inside, and gives it back when it is closed
}
