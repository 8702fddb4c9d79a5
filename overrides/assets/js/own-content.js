/* The content that a page was built with, which makes room for what a reader searches or filters. */

import { refresh } from "./save-button.js";

/**
 * Collect the own content of a page: the lists of papers after an element, on its level, each with its heading; on
 * the page of the search everything after the element.
 *
 * It is taken out of the document, not hidden, so that the document never contains two lists. The links to it are hidden
 * in the meantime.
 */
export function collectOwnContent(host, isEverything) {
  const isList = (element) => element?.matches("ul") && element.querySelector(":scope > li .row-title");
  const isHeading = (element) => element.matches("h2, h3") && isList(element.nextElementSibling);
  const parts = [];
  for (let element = host.nextElementSibling; element; element = element.nextElementSibling) {
    if (isEverything || isList(element) || isHeading(element)) {
      parts.push({ element, placeholder: document.createComment("own content") });
    }
  }
  host.id = "find";
  return {
    /** Put the content into the document, or take it out. */
    toggle(isShown) {
      for (const { element, placeholder } of parts) {
        if (isShown) placeholder.replaceWith(element);
        else element.replaceWith(placeholder);
        for (const link of findLinks(element)) {
          // The link that skips the header leads to the first heading, which may be gone now.
          if (link.matches(".md-skip")) link.setAttribute("href", `#${host.id}`);
          else link.closest("li, span").hidden = !isShown;
        }
      }
      if (isShown) refresh();
    },
  };
}

function findLinks({ id }) {
  const links = id ? [...document.querySelectorAll(".md-skip, .md-nav--secondary a[href], .facts span > a")] : [];
  return links.filter((link) => link.hash === `#${id}`);
}
