/* What a reader filters and sorts by, and how an address states it. Values in, values out: no page, no network.

   Lists of papers and the search have the same parameters in their addresses:

     q                                   words, an identifier or a name to search for
     topic, year, venue, category, has   a choice of a facet; with "-" before the name, a choice to exclude
     topics                              "all" or "any": which of several chosen topics a paper must have
     quarter                             published in this quarter of a year (2026-Q1)
     since                               first listed by a feed after this day (2026-11-21)
     sort                                best, new, old, title, venue
     from                                how many papers come before the first row */

import { isDay } from "./addresses.js";

export const FACETS = ["topic", "year", "venue", "category", "has"];
export const SORTS = ["best", "new", "old", "title", "venue"];

const PARAMETERS = ["q", ...FACETS, ...FACETS.map((facet) => `-${facet}`), "topics", "quarter", "since", "sort", "from"];
const QUARTER = /^\d{4}-Q[1-4]$/;
// Parameters of lists in addresses that were written before 2026-12.
const FORMER = { words: "q", only: "has", "-only": "-has" };

/**
 * Read filters from the query of an address, and ignore what is not valid in it.
 *
 * @param {string | URLSearchParams} query
 * @param {string} topics - "all" or "any", where the address does not state it
 */
export function parseFilters(query, topics = "all") {
  const parameters = renameFormer(new URLSearchParams(query));
  const listChosen = (prefix) =>
    Object.fromEntries(FACETS.map((facet) => [facet, [...new Set(parameters.getAll(prefix + facet))]]));
  const pick = (name, values, otherwise) => {
    const value = parameters.get(name);
    return values.includes(value) ? value : otherwise;
  };
  const since = parameters.get("since") ?? "";
  const quarter = parameters.get("quarter") ?? "";
  const from = Number(parameters.get("from"));
  const filters = {
    query: parameters.get("q") ?? "",
    wanted: listChosen(""),
    unwanted: listChosen("-"),
    topics: pick("topics", ["all", "any"], topics),
    quarter: QUARTER.test(quarter) ? quarter : "",
    since: isDay(since) ? since : "",
    from: Number.isSafeInteger(from) && from > 0 ? from : 0,
  };
  return { ...filters, sort: pick("sort", listSorts(filters), "") };
}

function renameFormer(parameters) {
  const renamed = new URLSearchParams();
  for (const [name, value] of parameters) {
    renamed.append(FORMER[name] ?? name, name === "sort" && value === "date" ? "new" : value);
  }
  // Lists used to sort by date whatever the words.
  if (parameters.has("words") && !parameters.has("sort")) renamed.append("sort", "new");
  return renamed;
}

/**
 * Write filters into the query of an address; parameters of others stay.
 *
 * @param {object} filters
 * @param {string} query - the query so far
 * @param {string} topics - as for `parseFilters`
 */
export function formatFilters(filters, query = "", topics = "all") {
  const parameters = new URLSearchParams(query);
  for (const name of [...PARAMETERS, ...Object.keys(FORMER)]) parameters.delete(name);
  if (filters.query.trim()) parameters.set("q", filters.query);
  for (const facet of FACETS) {
    for (const value of filters.wanted[facet]) parameters.append(facet, value);
    for (const value of filters.unwanted[facet]) parameters.append(`-${facet}`, value);
  }
  if (filters.topics !== topics && filters.wanted.topic.length) parameters.set("topics", filters.topics);
  if (filters.quarter) parameters.set("quarter", filters.quarter);
  if (filters.since) parameters.set("since", filters.since);
  if (getSort(filters) !== getDefaultSort(filters)) parameters.set("sort", filters.sort);
  if (filters.from) parameters.set("from", filters.from);
  return String(parameters);
}

/** Whether all papers pass these filters, in the default order and from the first. */
export const isEmpty = (filters) => formatFilters(filters) === "";

/** How many choices of facets are made, exclusions included. */
export const countChosen = ({ wanted, unwanted }) =>
  [wanted, unwanted].flatMap((choices) => Object.values(choices).flat()).length;

/** The possible orders: without a query no paper is a better match than another. */
export const listSorts = ({ query }) => (query.trim() ? SORTS : SORTS.filter((sort) => sort !== "best"));

const getDefaultSort = (filters) => listSorts(filters)[0];

/** The chosen order, or else the default one. */
export const getSort = (filters) => (listSorts(filters).includes(filters.sort) ? filters.sort : getDefaultSort(filters));

/** Add or remove a choice; a choice and its exclusion remove each other. The name is a parameter: "-topic". */
export function toggleChoice(filters, name, value, isChosen) {
  const facet = name.replace(/^-/, "");
  const toggle = (choices, isOn) => {
    const otherValues = choices[facet].filter((choice) => choice !== value);
    return { ...choices, [facet]: isOn ? [...otherValues, value] : otherValues };
  };
  return {
    ...filters,
    wanted: toggle(filters.wanted, isChosen && name === facet),
    unwanted: toggle(filters.unwanted, isChosen && name !== facet),
  };
}

/** Whether a paper passes with any of the chosen values of a facet; of other facets it needs all of them. */
export const isAnyEnough = (facet, { topics }) =>
  facet === "year" || facet === "venue" || (facet === "topic" && topics === "any");
