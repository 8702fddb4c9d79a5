/* Results of the search as elements. All text comes from the index and is set as text. */

import { SITE } from "../addresses.js";
import { element, markedText } from "../elements.js";
import { formatAuthors, formatPapers, getYear } from "../format.js";
import { _, formatNumber, ngettext, splitMessage } from "../messages.js";

const KINDS = {
  topics: (papers) => _("Topic · %(papers)s", { papers }),
  venues: (papers) => _("Venue · %(papers)s", { papers }),
  authors: (papers) => _("Author · %(papers)s", { papers }),
};

/** The message when the index could not be loaded. */
export const FAILED = _("The search could not be loaded. Check your connection and try again.");

/** The parts of a paper's result in the box of the header: title, authors, facts, passage. */
export function createPaperParts(paper) {
  const { title, venueLabel, published, topic, passage } = paper;
  const year = published === null ? "" : String(getYear(published));
  const facts = [venueLabel, venueLabel.endsWith(year) ? "" : year, topic].filter(Boolean);
  return [
    element("span", { class: "result-title" }, ...markedText(title)),
    element("span", { class: "result-authors" }, ...markedText(formatAuthors(paper))),
    element("span", { class: "result-facts" }, facts.join(" · ")),
    element("span", { class: "result-passage" }, ...markedText(passage)),
  ];
}

/** The parts of a page's result: its name, and what it is. */
export function createPageParts(page) {
  return [
    element("span", { class: "result-title" }, page.label),
    element("span", { class: "result-facts" }, describePage(page)),
  ];
}

/** What a page is and how many papers it lists: "Topic · 12 papers". */
export const describePage = ({ folder, count }) => KINDS[folder](formatPapers(count));

/** Describe in a sentence how many papers match, and which words were corrected. */
export function describeTotal({ total, of, isComplete, corrections }) {
  const found = formatNumber(total);
  const counted = ngettext("%(found)s of %(count)s paper", "%(found)s of %(count)s papers", of, { found });
  const words = corrections.map(([, term]) => `“${term}”`).join(", ");
  const corrected = words && _("Also searched for %(words)s.", { words });
  const isPartial = total && !isComplete;
  if (!isPartial) return corrected ? `${counted}. ${corrected}` : counted;
  const sentence = _("No paper has all of these words; %(papers)s have most of them.", { papers: counted });
  return corrected ? `${sentence} ${corrected}` : sentence;
}

/** Suggest what to try when nothing matches. */
export function createSuggestions() {
  const link = (folder, text) => element("a", { href: new URL(`${folder}/`, SITE) }, text);
  const links = {
    topics: link("topics", _("topics")),
    authors: link("authors", _("authors")),
    venues: link("venues", _("venues")),
    years: link("years", _("years")),
  };
  const advice = _("Nothing found. Try fewer or other words, or an author's surname with a word of the title.");
  const browse = _("You can also browse %(topics)s, %(authors)s, %(venues)s and %(years)s.");
  return [advice, " ", ...splitMessage(browse, links)];
}

/** Load the styles of results, once. */
export function loadStyles() {
  const { href } = new URL("../../search.css", import.meta.url);
  if (![...document.styleSheets].some((sheet) => sheet.href === href)) {
    document.head.append(element("link", { rel: "stylesheet", href }));
  }
}
