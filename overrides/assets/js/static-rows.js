/* The rows that a page was made with, which make room for those that a filter found. */

import { refresh } from "./save-button.js";

/**
 * The lists of papers after an element, on its level, each with its heading.
 *
 * They are taken out of the document, not hidden, so that it never holds two lists; their links in the
 * table of contents are hidden meanwhile.
 */
export function staticRows(host) {
  const found = [];
  for (let place = host.nextElementSibling; place; place = place.nextElementSibling) {
    const isList = (element) => element?.matches("ul") && element.querySelector(":scope > li .row-title");
    if (isList(place) || (place.matches("h2, h3") && isList(place.nextElementSibling))) {
      found.push({ element: place, mark: document.createComment("rows") });
    }
  }
  host.id = "find";
  return {
    /** Put the rows there or away. */
    toggle(isThere) {
      for (const { element, mark } of found) {
        if (isThere) mark.replaceWith(element);
        else element.replaceWith(mark);
        for (const link of linksTo(element)) {
          // The link that skips the header leads to the first heading, which may be gone now.
          if (link.matches(".md-skip")) link.setAttribute("href", `#${host.id}`);
          else link.closest("li").hidden = !isThere;
        }
      }
      if (isThere) refresh();
    },
  };
}

function linksTo({ id }) {
  const links = id ? [...document.querySelectorAll(".md-skip, .md-nav--secondary a[href]")] : [];
  return links.filter((link) => link.hash === `#${id}`);
}
