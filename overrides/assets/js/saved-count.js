/* The number of saved papers, next to the links to them. */

import { address } from "./addresses.js";
import { element } from "./elements.js";
import { listSaved, onChange } from "./saved.js";

export function start(link) {
  if (link.pathname === address("saved/").pathname) show(link);
}

function show(link) {
  link.querySelector(".saved-count")?.remove();
  const count = listSaved().length;
  if (count) link.append(element("span", { class: "saved-count" }, ` ${count}`));
}

onChange(() => document.querySelectorAll(".header-saved, .md-nav__link[href]").forEach(start));
