/* The button that saves a paper, on its own page and in every row that leads to it. */

import { slugOf } from "./addresses.js";
import { announce } from "./announce.js";
import { element } from "./elements.js";
import { areKept, find, onChange, remove, save } from "./saved.js";

/** A button of a row, or of a paper's page. Its name says which paper; whether it is pressed, the state. */
export function saveButton(slug, title) {
  const button = element(
    "button",
    { type: "button", class: "save", "data-slug": slug, click: toggle },
    "Save",
    element("span", { class: "for-screen-readers" }, ` ${title}`),
  );
  show(button);
  return button;
}

export function start(place) {
  const link = place.querySelector("a[href]");
  const isRow = place.matches(".row-title");
  const slug = slugOf(isRow ? (link?.href ?? "") : location.href);
  const heading = isRow ? place : place.querySelector("h1");
  if (!slug || !heading || heading.nextElementSibling?.matches("button.save")) return;
  heading.after(saveButton(slug, isRow ? link.textContent : titleOf(heading)));
}

/** A heading's text without the theme's link to it. */
function titleOf(heading) {
  const parts = [...heading.childNodes].filter((part) => !part.classList?.contains("headerlink"));
  return parts.map((part) => part.textContent).join("");
}

/** Make all buttons of the page tell the truth. */
export function refresh() {
  document.querySelectorAll("button.save").forEach(show);
}

function show(button) {
  button.setAttribute("aria-pressed", find(button.dataset.slug) !== undefined);
}

function toggle({ currentTarget }) {
  const { slug } = currentTarget.dataset;
  if (find(slug)) {
    remove(slug);
    announce("Removed from your saved papers");
  } else {
    save({ slug });
    announce(areKept() ? "Saved in this browser" : "Saved until you leave: your browser keeps nothing for this site");
  }
}

onChange(refresh);
