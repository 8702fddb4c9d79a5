/* A paper as a row of a list, as generator/publish/paper_rows.py writes it. */

import { address, paperAddress } from "./addresses.js";
import { element, markedText, plainText } from "./elements.js";
import { formatAuthors, formatDay } from "./format.js";
import { _ } from "./messages.js";
import { createSaveButton } from "./save-button.js";

/**
 * Create the row of a paper.
 *
 * @param {object} paper - from `presentPaper`
 * @param {...Node} more - what follows the paper's facts
 */
export function createRow(paper, ...more) {
  const link = element("a", { href: paperAddress(paper.slug) }, ...markedText(paper.title));
  return element(
    "li",
    {},
    element("strong", { class: "row-title" }, link),
    createSaveButton(paper.slug, plainText(paper.title)),
    element("em", { class: "row-authors" }, ...markedText(formatAuthors(paper))),
    element("span", { class: "row-facts" }, ...createBadges(paper)),
    ...(paper.passage?.length ? [element("em", { class: "row-summary" }, ...markedText(paper.passage))] : []),
    ...more,
  );
}

function createBadges({ isWithdrawn, isRetracted, hasAward, venue, venueLabel, published, codeUrl, topic }) {
  const badges = [];
  if (isWithdrawn) badges.push(element("em", { class: "badge withdrawn" }, _("withdrawn")));
  if (isRetracted) badges.push(element("em", { class: "badge withdrawn" }, _("retracted")));
  if (venue) badges.push(element("a", { class: "badge", href: address(`venues/${venue}/`) }, venueLabel));
  else if (venueLabel) badges.push(element("em", { class: "badge" }, venueLabel));
  if (published !== null) badges.push(formatDay(published));
  if (hasAward) badges.push(element("em", { class: "badge award" }, _("award")));
  if (codeUrl.startsWith("https://")) {
    badges.push(element("a", { class: "badge", href: codeUrl, rel: "noopener ugc" }, _("code")));
  }
  if (topic) badges.push(element("em", { class: "badge" }, topic));
  return badges.flatMap((badge) => [badge, " "]);
}
