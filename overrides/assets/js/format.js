/* Numbers, days and authors as readers see them. */

const AND = "and";
const MORE = "more";
const DAY = 24 * 60 * 60 * 1000;

/** A whole number with commas: 2,253. `toLocaleString` takes a slow machine 100 ms the first time. */
export const formatNumber = (number) => String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** A number of papers: "1 paper", "2,253 papers". */
export const formatPapers = (count) => (count === 1 ? "1 paper" : `${formatNumber(count)} papers`);

/** A day since 1970: 3 January 2026. */
export const formatDay = (day) =>
  new Date(day * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** The year of a day since 1970. */
export const getYear = (day) => new Date(day * DAY).getUTCFullYear();

/** The authors of a paper as a marked text: the first of many, and how many more there are. */
export const formatAuthors = ({ authors, hiddenAuthors }) =>
  hiddenAuthors ? [...authors, [` ${AND} ${hiddenAuthors} ${MORE}`, false]] : authors;
