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
  if (place.matches(".row-title")) startRow(place);
  else startPaper(place);
}

function startRow(title) {
  const link = title.querySelector("a[href]");
  const slug = link && slugOf(link.href);
  if (slug && !title.nextElementSibling?.matches("button")) title.after(saveButton(slug, link.textContent));
}

function startPaper(page) {
  const slug = slugOf(location.href);
  const badges = page.querySelector(".paper-badges"); // a line that is there already, so that nothing moves
  if (!slug || !badges || badges.querySelector("button")) return;
  const title = [...page.querySelector("h1").childNodes].filter((part) => !part.matches?.(".headerlink"));
  badges.append(saveButton(slug, title.map((part) => part.textContent).join("")));
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
    const lost = "Saved until you leave: your browser keeps nothing for this site";
    announce(areKept() ? "Saved in this browser" : lost);
  }
}

onChange(refresh);
