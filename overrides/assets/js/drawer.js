/* The drawer of small screens: the pages of the tabs and of the footer in one list, with the contents of the current one.
   Without scripts, small screens show the tabs. */

import { element } from "./elements.js";
import { start as showSavedCount } from "./saved-count.js";

export function start(sidebar) {
  const logo = document.querySelector(".md-header .md-logo");
  const image = logo.querySelector("img");
  const small = element("span", { class: "md-nav__button md-logo" }, element("img", { src: image.src, alt: "" }));
  const title = element("label", { class: "md-nav__title", for: "__drawer" }, small, image.alt);
  const pages = document.querySelectorAll(".md-tabs a, .footer-links a");
  const list = element("ul", { class: "md-nav__list" }, createItem(logo, logo.title), ...[...pages].map(createPageItem));
  sidebar.querySelector("nav").append(title, list);
  list.querySelectorAll("a").forEach(showSavedCount);
}

function createPageItem(page) {
  const item = createItem(page, page.textContent);
  if (page.ariaCurrent === "page") {
    const contents = document.querySelectorAll(".md-nav--secondary > ul > li > a");
    item.append(element("ul", { class: "md-nav__list" }, ...[...contents].map((link) => createItem(link, link.textContent))));
  }
  return item;
}

function createItem({ href, ariaCurrent }, name) {
  const current = ariaCurrent ? { "aria-current": ariaCurrent } : {};
  const link = element("a", { class: "md-nav__link", href, ...current }, name);
  if (ariaCurrent) link.classList.add("md-nav__link--active");
  return element("li", { class: "md-nav__item" }, link);
}
