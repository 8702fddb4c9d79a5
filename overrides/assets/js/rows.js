/* A paper as a row of a list, as generator/publish/paper_rows.py writes it. */

import { address, paperAddress } from "./addresses.js";
import { element } from "./elements.js";
import { shownDay } from "./listing.js";
import { saveButton } from "./save-button.js";

export function row(paper, venueNames, ...more) {
  const link = element("a", { href: paperAddress(paper.slug) }, paper.title);
  return element(
    "li",
    {},
    element("strong", { class: "row-title" }, link),
    saveButton(paper.slug, paper.title),
    paper.names,
    element("br"),
    ...badges(paper, venueNames),
    ...more,
  );
}

function badges(paper, venueNames) {
  const shown = [];
  if (paper.only.includes("withdrawn")) shown.push(element("em", { class: "badge withdrawn" }, "withdrawn"));
  for (const venue of paper.venue) {
    const label = [venueNames.get(venue), paper.placed || ""].join(" ").trim();
    shown.push(element("a", { class: "badge", href: address(`venues/${venue}/`) }, label));
  }
  if (paper.published !== null) shown.push(shownDay(paper.published));
  if (paper.code?.startsWith("https://")) {
    shown.push(element("a", { class: "badge", href: paper.code, rel: "noopener ugc" }, "code"));
  }
  return shown.flatMap((made) => [made, " "]);
}
