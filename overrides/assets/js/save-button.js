/* The button that saves a paper, on its own page and in every row that links to it. */

import { readSlug } from "./addresses.js";
import { announce } from "./announce.js";
import { element, hiddenText } from "./elements.js";
import { _, splitMessage } from "./messages.js";
import { areStored, findSaved, onChange, remove, save } from "./saved.js";

/** Create the button of a row or of a paper's page. Its name names the paper; whether it is pressed is the state. */
export function createSaveButton(slug, title) {
  const button = element(
    "button",
    { type: "button", class: "save", "data-slug": slug, click: toggle },
    ...splitMessage(_("Save %(title)s"), { title: hiddenText(title) }),
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

/* The page has a disabled button, so that nothing moves when this one takes its place. */
function startPaper(page) {
  const slug = readSlug(location.href);
  const place = page.querySelector("button.save:not([data-slug])");
  if (slug) place?.replaceWith(createSaveButton(slug, page.querySelector("h1").textContent));
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
    announce(_("Removed from your saved papers"));
  } else {
    save({ slug });
    if (areStored()) announce(_("Saved in this browser"));
    else announce(_("Saved until you leave this page: your browser stores nothing for this site"));
  }
}

onChange(refresh);
