/* The button that saves a paper, on its own page and in every row that links to it. */

import { readSlug } from "./addresses.js";
import { announce } from "./announce.js";
import { element, hiddenText } from "./elements.js";
import { areStored, findSaved, onChange, remove, save } from "./saved.js";

const WORDS = {
  save: "Save",
  saved: "Saved in this browser",
  lost: "Saved until you leave: your browser keeps nothing for this site",
  removed: "Removed from your saved papers",
};

/** Create the button of a row or of a paper's page. Its name names the paper; whether it is pressed is the state. */
export function createSaveButton(slug, title) {
  const button = element(
    "button",
    { type: "button", class: "save", "data-slug": slug, click: toggle },
    WORDS.save,
    hiddenText(` ${title}`),
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
  const slug = link && readSlug(link.href);
  if (slug && !title.nextElementSibling?.matches("button")) title.after(createSaveButton(slug, link.textContent));
}

function startPaper(page) {
  const slug = readSlug(location.href);
  const badges = page.querySelector(".paper-badges"); // a line that is there already, so that nothing moves
  if (!slug || !badges || badges.querySelector("button")) return;
  const title = [...page.querySelector("h1").childNodes].filter((part) => !part.matches?.(".headerlink"));
  badges.append(createSaveButton(slug, title.map((part) => part.textContent).join("")));
}

/** Make all buttons of the page show whether their paper is saved. */
export function refresh() {
  document.querySelectorAll("button.save").forEach(show);
}

function show(button) {
  button.setAttribute("aria-pressed", findSaved(button.dataset.slug) !== undefined);
}

function toggle({ currentTarget }) {
  const { slug } = currentTarget.dataset;
  if (findSaved(slug)) {
    remove(slug);
    announce(WORDS.removed);
  } else {
    save({ slug });
    announce(areStored() ? WORDS.saved : WORDS.lost);
  }
}

onChange(refresh);
