/* Results of the search as elements. All text comes from the index and is set as text. */

import { SITE } from "../addresses.js";
import { element, markedText } from "../elements.js";
import { formatAuthors, formatNumber, formatPapers, getYear } from "../format.js";

const KINDS = { topics: "Topic", venues: "Venue", authors: "Author" };
const SUGGESTION = "Nothing found. Try fewer or other words, a surname with a word of the title, or look through ";
const AND = " and ";

/** The message when the index could not be loaded. */
export const FAILED = "The search could not be loaded. Check your connection and try again.";

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
export const describePage = ({ folder, count }) => `${KINDS[folder]} · ${formatPapers(count)}`;

/** Describe in a sentence how many papers match, and which words were corrected. */
export function describeTotal({ total, of, isComplete, corrections }) {
  const counted = `${formatNumber(total)} of ${formatPapers(of)}`;
  const words = corrections.map(([, term]) => `“${term}”`).join(", ");
  const corrected = words && ` Also searched for ${words}.`;
  if (total && !isComplete) return `No paper has all of these words; ${counted} with most of them.${corrected}`;
  return corrected ? `${counted}.${corrected}` : counted;
}

/** Suggest what to try when nothing matches. */
export function createSuggestions() {
  const link = (name) => element("a", { href: new URL(`${name}/`, SITE) }, name);
  return [SUGGESTION, link("topics"), ", ", link("authors"), ", ", link("venues"), AND, link("years"), "."];
}

/** Load the styles of results, once. */
export function loadStyles() {
  const { href } = new URL("../../search.css", import.meta.url);
  if (![...document.styleSheets].some((sheet) => sheet.href === href)) {
    document.head.append(element("link", { rel: "stylesheet", href }));
  }
}
