/* Answers the requests of lists and search from the index. Runs in a worker (worker.js), and wherever else there is
   `fetch`. */

import { FACETS, getSort, parseFilters } from "../filters.js";
import { Facets, OUT_OF_SCOPE, rejectUnmatched } from "./facets.js";
import { presentPaper } from "./passages.js";
import { Tables } from "./tables.js";

const NO_MARKS = { terms: new Set(), beginnings: [] };
const NO_QUERY = { numbers: null, scores: null, isComplete: true, corrections: [], marks: NO_MARKS };
const EVERYTHING = parseFilters("");

/** Thrown when the caller has sent another request since. */
class Stale extends Error {
  name = "Stale";
}

export class Engine {
  #tables;
  #matcher = null; // loaded for the first query
  #facets = null; // loaded when they are needed
  #opening = null;
  #lastRequests = new Map(); // caller to the number of its last request

  /**
   * @param {URL} base - the folder of the index
   * @param {(url: URL, isFresh: boolean) => Promise<any>} load - fetches JSON
   */
  constructor(base, load) {
    this.#tables = new Tables(base, load);
  }

  /** Load what every request needs, and notice whether the site has changed since. */
  open() {
    this.#opening = this.#tables.open().then(
      (isAnother) => {
        if (isAnother) this.#facets = null;
      },
      (error) => {
        this.#opening = null;
        throw error;
      },
    );
    return this.#opening;
  }

  /**
   * Search and filter the papers.
   *
   * @param {object} request
   * @param {object} request.filters - from `parseFilters`
   * @param {object} request.scope - filters of the page, whose papers alone are searched
   * @param {number} request.size - how many papers to return, from `filters.from` on
   * @param {boolean} request.withPages - whether pages are returned whose names the query begins, corrected if needed
   * @param {boolean} request.withTexts - whether papers come with a passage, and with all that the query matches
   * @param {boolean} request.withChoices - whether the choices of facets are counted
   * @param {boolean} request.withNumbers - whether the numbers of all papers that pass are returned, too
   * @param {boolean} request.isTyping - whether more letters are to be expected
   * @param {string} request.caller - a new request of the same caller ends this one
   * @returns {Promise<object>} `total` papers pass the filters `of` those in scope, `papers` are some of them and the
   *   first is number `from`; `pages`; `choices` from `Facets.countChoices`, or null; `chosen` from
   *   `Facets.listChosen`; `isComplete` and `corrections` from `Matcher.match`; `numbers`, or
   *   null
   * @throws {Stale}
   */
  async search({ filters, scope = EVERYTHING, size = 10, isTyping = false, caller, ...options }) {
    const check = this.#makeCheck(caller);
    await this.#ensureOpen();
    const matcher = filters.query.trim() ? await this.#loadMatcher() : null;
    const findPages = (corrections) =>
      options.withPages && matcher ? matcher.findPages(filters.query, corrections) : [];
    const pages = findPages([]); // together with the papers
    const needsFacets = options.withChoices || hasFilters(filters) || hasFilters(scope);
    const facets = needsFacets ? await this.#loadFacets() : null;
    check();
    const rejected = facets ? facets.reject(filters, scope) : new Uint8Array(this.#tables.head.papers);
    const isInScope = (number) => !(rejected[number] & OUT_OF_SCOPE);
    const match = matcher ? await matcher.match(filters.query, { isTyping, isInScope, check }) : NO_QUERY;
    check();
    const all = [...rejected.keys()];
    if (match.numbers) rejectUnmatched(rejected, match.numbers);
    const numbers = (match.numbers ?? all).filter((number) => rejected[number] === 0);
    numbers.sort(await this.#makeOrder(getSort(filters), match.scores));
    const from = filters.from < numbers.length ? filters.from : 0;
    const pageOfNumbers = numbers.slice(from, from + size);
    const load = (number) => this.#loadPaper(number, match.marks, options.withTexts);
    const answer = {
      total: numbers.length,
      numbers: options.withNumbers ? numbers : null,
      of: all.filter(isInScope).length,
      from,
      papers: await Promise.all(pageOfNumbers.map(load)),
      pages: (await pages).length || !match.corrections.length ? await pages : await findPages(match.corrections),
      choices: options.withChoices ? facets.countChoices(rejected, filters) : null,
      chosen: facets ? facets.listChosen(filters) : [],
      isComplete: match.isComplete,
      corrections: match.corrections,
    };
    check();
    if (isTyping) matcher?.prefetch(filters.query).catch(() => {}); // a file that fails here is loaded again
    return answer;
  }

  /** Find papers by slug, or by id or DOI in any form; null for what is not in the catalogue. */
  async findPapers(keys) {
    await this.#ensureOpen();
    const { parseIdentifier } = await import("../identifiers.js");
    return Promise.all(
      keys.map(async (key) => {
        const identifier = parseIdentifier(key) ?? key.toLowerCase();
        const row = await this.#tables.findRow("identifiers", identifier);
        return row ? this.#loadPaper(row[1], NO_MARKS, false) : null;
      }),
    );
  }

  /** The papers with these numbers. */
  async getPapers(numbers) {
    await this.#ensureOpen();
    return Promise.all(numbers.map((number) => this.#loadPaper(number, NO_MARKS, false)));
  }

  #makeCheck(caller) {
    const number = (this.#lastRequests.get(caller) ?? 0) + 1;
    this.#lastRequests.set(caller, number);
    return () => {
      if (this.#lastRequests.get(caller) !== number) throw new Stale();
    };
  }

  async #ensureOpen() {
    if (!this.#tables.head) await (this.#opening ?? this.open());
  }

  async #loadMatcher() {
    const { Matcher } = await import("./matching.js");
    this.#matcher ??= new Matcher(this.#tables);
    return this.#matcher;
  }

  async #loadFacets() {
    const { head } = this.#tables;
    const file = await this.#tables.loadFile("facets");
    this.#facets ??= new Facets(file, head.papers);
    return this.#facets;
  }

  /** A function that compares the numbers of papers; a greater number is a newer paper. */
  async #makeOrder(sort, scores) {
    const { papers, undated } = this.#tables.head;
    const rank = (compare) => (one, other) => compare(one, other) || other - one;
    if (sort === "best") return rank((one, other) => scores[other] - scores[one]);
    if (sort === "title") {
      const places = new Uint32Array(papers);
      (await this.#tables.loadFile("titles")).forEach((number, place) => (places[number] = place));
      return rank((one, other) => places[one] - places[other]);
    }
    if (sort === "venue") {
      const ranks = (await this.#loadFacets()).rankVenues();
      return rank((one, other) => ranks[one] - ranks[other]);
    }
    if (sort === "old") return (one, other) => (one < undated) - (other < undated) || one - other;
    return (one, other) => other - one;
  }

  async #loadPaper(number, marks, withTexts) {
    const [row, texts] = await Promise.all([
      this.#tables.loadValue("rows", number),
      withTexts ? this.#tables.loadValue("texts", number) : null,
    ]);
    return presentPaper(row, texts, marks);
  }
}

/** Whether filters need facets: a choice of one, a quarter, or the day on which papers were first listed. */
function hasFilters({ wanted, unwanted, quarter, since }) {
  return quarter !== "" || since !== "" || FACETS.some((facet) => wanted[facet].length || unwanted[facet].length);
}
