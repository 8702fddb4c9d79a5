/* A paper as a row of a list, as templates/macros.md.j2 writes it. */

import { address, paperAddress } from "./addresses.js";
import { element } from "./elements.js";
import { shownDay } from "./listing.js";
import { saveButton } from "./save-button.js";

export function row(paper, venueNames, ...more) {
  const link = element("a", { href: paperAddress(paper.slug) }, paper.title);
  return element(
    "li",
    {},
    element("span", { class: "row-title" }, link),
    saveButton(paper.slug, paper.title),
    element("span", { class: "row-authors" }, paper.names),
    element("span", { class: "row-facts" }, ...badges(paper, venueNames)),
    ...more,
  );
}

function badges(paper, venueNames) {
  const badge = (kind, ...content) => element("span", { class: `badge badge-${kind}` }, ...content);
  const shown = [];
  if (paper.only.includes("withdrawn")) shown.push(badge("withdrawn", "withdrawn"));
  for (const venue of paper.venue) {
    const label = [venueNames.get(venue), paper.placed || ""].join(" ").trim();
    shown.push(badge("venue", element("a", { href: address(`venues/${venue}/`) }, label)));
  }
  if (paper.published !== null) shown.push(badge("date", shownDay(paper.published)));
  if (paper.code?.startsWith("https://")) {
    shown.push(badge("code", element("a", { href: paper.code, rel: "noopener ugc" }, "code")));
  }
  return shown.flatMap((made) => [made, " "]);
}
