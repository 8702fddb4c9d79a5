/* Days, authors and numbers of papers as readers see them. */

import { _, formatNumber, ngettext, splitMessage } from "./messages.js";

const DAY = 24 * 60 * 60 * 1000;

/** A number of papers: "1 paper", "2,253 papers". */
export const formatPapers = (count) => ngettext("%(count)s paper", "%(count)s papers", count);

/* The parts of a date that are known, by what is added to its day. */
const KNOWN_PARTS = {
  0: { day: "numeric", month: "long", year: "numeric" },
  0.5: { month: "long", year: "numeric" },
  0.25: { year: "numeric" },
};

/** A day since 1970, with a half if only its month is known, and a quarter if only its year: 3 January 2026. */
export const formatDay = (day) =>
  new Date(day * DAY).toLocaleDateString("en-GB", { ...KNOWN_PARTS[day - Math.floor(day)], timeZone: "UTC" });

/** A quarter of a year, such as 2026-Q1: Q1 2026. */
export function formatQuarter(quarter) {
  const [year, number] = quarter.split("-Q");
  return _("Q%(number)s %(year)s", { number, year });
}

/** The year of a day since 1970. */
export const getYear = (day) => new Date(day * DAY).getUTCFullYear();

/** The authors of a paper as a marked text: the first of many, and how many more there are. */
export function formatAuthors({ authors, hiddenAuthors }) {
  if (!hiddenAuthors) return authors;
  const count = formatNumber(hiddenAuthors);
  const parts = splitMessage(_("%(authors)s and %(count)s more"), { authors, count });
  return parts.map((part) => (typeof part === "string" ? [part, false] : part));
}
