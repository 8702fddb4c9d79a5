/* Which papers a reader asks for: papers and wishes in, papers in order and counts out. No page, no network.

   Wishes are what stands behind the question mark of an address:

     topic, year, venue, category, only   a choice; one with "-" before the name is what must not be
     words                                all of them in the title or the names shown, case and accents aside
     since                                first seen after this day (2026-11-21)
     sort                                 new (left out), old, title, venue
     from                                 how many papers come before the first row, in steps of ROWS */

export const ROWS = 200;
export const FACETS = ["topic", "year", "venue", "category", "only"];
export const SORTS = ["new", "old", "title", "venue"];

// A paper has several of these, and must have all that are chosen. It has one year and one venue, and must
// have one of those that are chosen.
const SEVERAL = new Set(["topic", "category", "only"]);
const PARAMETERS = [...FACETS, ...FACETS.map((facet) => `-${facet}`), "words", "since", "sort", "from"];
const DAY = 24 * 60 * 60 * 1000;

/** Wishes from a query; what makes no sense in it is left out. */
export function parse(query) {
  const parameters = new URLSearchParams(query);
  const chosen = (prefix) =>
    Object.fromEntries(FACETS.map((facet) => [facet, [...new Set(parameters.getAll(prefix + facet))]]));
  const from = Number(parameters.get("from"));
  const since = parameters.get("since") ?? "";
  const sort = parameters.get("sort");
  return {
    wanted: chosen(""),
    unwanted: chosen("-"),
    words: (parameters.get("words") ?? "").trim(),
    since: isDay(since) ? since : "",
    sort: SORTS.includes(sort) ? sort : "new",
    from: Number.isSafeInteger(from) && from > 0 ? from - (from % ROWS) : 0,
  };
}

/** Whether a text is a day of the calendar, such as 2026-11-21. */
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && JSON.stringify(new Date(text)).startsWith(`"${text}`);

/** The query of these wishes, "" for none. Parameters that are not ours are kept. */
export function format(wishes, query = "") {
  const parameters = new URLSearchParams(query);
  for (const name of PARAMETERS) parameters.delete(name);
  for (const facet of FACETS) {
    for (const value of wishes.wanted[facet]) parameters.append(facet, value);
    for (const value of wishes.unwanted[facet]) parameters.append(`-${facet}`, value);
  }
  if (wishes.words) parameters.set("words", wishes.words);
  if (wishes.since) parameters.set("since", wishes.since);
  if (wishes.sort !== "new") parameters.set("sort", wishes.sort);
  if (wishes.from) parameters.set("from", wishes.from);
  return String(parameters);
}

/** Whether nothing is asked for, so that the page's own list is the answer. */
export const isIdle = (wishes) => format(wishes) === "";

/** Text for comparing: no case, no accents. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The papers of one page: those that have all the values which the page is about. */
export function within(papers, values) {
  const fixed = Object.entries(values);
  return papers.filter((paper) => fixed.every(([facet, value]) => paper[facet].includes(value)));
}

/**
 * The papers that fulfil all wishes, in order, and how many there are of each choice.
 *
 * A paper has its `position` in the catalogue and its `place` among titles, `published` and `seen` as days
 * since 1970 or null, `venueOrder`, a list of values for each facet and, if words are asked for, `words`:
 * the folded text to find them in. The count of a topic, a category or a mark is how many papers would stay
 * if it was chosen too; that of a year or a venue, how many have it and fulfil all other wishes.
 */
export function select(papers, wishes) {
  const terms = fold(wishes.words).split(" ").filter(Boolean);
  const since = wishes.since && Date.parse(wishes.since) / DAY;
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const found = [];
  for (const paper of papers) {
    if (since !== "" && !(paper.seen !== null && paper.seen > since)) continue;
    if (!terms.every((term) => paper.words.includes(term))) continue;
    const failed = FACETS.filter((facet) => !fits(paper[facet], wishes, facet));
    if (!failed.length) found.push(paper);
    for (const facet of FACETS) {
      if (!failed.length || (!SEVERAL.has(facet) && failed.every((other) => other === facet))) {
        for (const value of paper[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      }
    }
  }
  return { found: found.sort(ORDERS[wishes.sort]), counts };
}

function fits(values, { wanted, unwanted }, facet) {
  if (unwanted[facet].some((value) => values.includes(value))) return false;
  if (SEVERAL.has(facet)) return wanted[facet].every((value) => values.includes(value));
  return !wanted[facet].length || wanted[facet].some((value) => values.includes(value));
}

const isUndated = (paper) => Number(paper.published === null);

const ORDERS = {
  new: (one, other) => one.position - other.position,
  old: (one, other) => isUndated(one) - isUndated(other) || other.position - one.position,
  title: (one, other) => one.place - other.place,
  venue: (one, other) => one.venueOrder - other.venueOrder || one.position - other.position,
};
