/* Which papers pass filters, and how many each choice of a facet would leave. No page, no network. */

import { FACETS, isAnyEnough } from "../filters.js";
import { decodeLetter } from "../letters.js";

// Why a paper is not shown: a bit for each facet of which it lacks what is wanted, and for all else.
const BITS = { topic: 1, year: 2, venue: 4, category: 8, has: 16 };
const OTHER = 32;
export const OUT_OF_SCOPE = 64;

export class Facets {
  #choices; // facet to [{ id, name, level, numbers }]
  #paperCount;

  /**
   * @param {object} file - facets.json; generator/publish/search/facets.py describes it
   * @param {number} paperCount
   */
  constructor(file, paperCount) {
    this.#choices = mapValues(file, decodeChoices);
    this.#paperCount = paperCount;
  }

  /**
   * Find out for each paper why it is not shown.
   *
   * @param {object} filters - from `parseFilters`
   * @param {object} scope - filters of the page: the papers that it lists
   * @returns {Uint8Array} by number of the paper; 0 for papers that pass
   */
  reject(filters, scope) {
    const rejected = new Uint8Array(this.#paperCount);
    for (const facet of FACETS) {
      this.#rejectByFacet(rejected, facet, filters, BITS[facet], OTHER);
      this.#rejectByFacet(rejected, facet, scope, OUT_OF_SCOPE, OUT_OF_SCOPE);
    }
    if (filters.quarter) rejectOthers(rejected, OTHER, this.#find("quarter", (id) => id === filters.quarter));
    if (filters.since) rejectOthers(rejected, OTHER, this.#find("seen", (day) => day > filters.since));
    return rejected;
  }

  #rejectByFacet(rejected, facet, filters, wantedBit, unwantedBit) {
    const wanted = filters.wanted[facet];
    const groups = isAnyEnough(facet, filters) && wanted.length ? [wanted] : wanted.map((value) => [value]);
    for (const values of groups) rejectOthers(rejected, wantedBit, this.#find(facet, (id) => values.includes(id)));
    const excluded = this.#find(facet, (id) => filters.unwanted[facet].includes(id));
    for (const number of excluded) rejected[number] |= unwantedBit;
  }

  /** The numbers of papers that have some of a facet's choices. */
  #find(facet, isMeant) {
    return this.#choices[facet].filter(({ id }) => isMeant(id)).flatMap(({ numbers }) => numbers);
  }

  /**
   * List the choices of each facet in the order in which they are shown, with two numbers of papers: `count`, how many
   * would be left if the choice was made too, or alone in a facet of which any choice is enough; and `countInScope`,
   * how many of the page have it.
   */
  countChoices(rejected, filters) {
    return Object.fromEntries(
      FACETS.map((facet) => {
        const counted = ~(isAnyEnough(facet, filters) ? BITS[facet] : 0);
        const choices = this.#choices[facet].map(({ id, name, level, numbers }) => ({
          ...{ id, name, level },
          count: countPapers(numbers, rejected, counted),
          countInScope: countPapers(numbers, rejected, OUT_OF_SCOPE),
        }));
        return [facet, choices];
      }),
    );
  }

  /** List what the filters choose and exclude, with names. */
  listChosen({ wanted, unwanted }) {
    const list = (facet, values, isExcluded) =>
      values.map((id) => ({ facet, id, isExcluded, name: this.#choices[facet].find((choice) => choice.id === id)?.name ?? id }));
    return FACETS.flatMap((facet) => [...list(facet, wanted[facet], false), ...list(facet, unwanted[facet], true)]);
  }

  /** The place of each paper's venue in the order of venues; papers without one come last. */
  rankVenues() {
    const ranks = new Uint32Array(this.#paperCount).fill(this.#choices.venue.length);
    this.#choices.venue.forEach(({ numbers }, rank) => {
      for (const number of numbers) ranks[number] = rank;
    });
    return ranks;
  }
}

/** Reject the papers that a query does not match. */
export const rejectUnmatched = (rejected, numbers) => rejectOthers(rejected, OTHER, numbers);

function rejectOthers(rejected, bit, numbers) {
  const isAmong = new Uint8Array(rejected.length);
  for (const number of numbers) isAmong[number] = 1;
  for (let number = 0; number < rejected.length; number += 1) if (!isAmong[number]) rejected[number] |= bit;
}

/** Count the papers that are not rejected for some reasons. */
function countPapers(numbers, rejected, bits) {
  let count = 0;
  for (const number of numbers) if ((rejected[number] & bits) === 0) count += 1;
  return count;
}

/** Read the letters of all choices of each paper; a space separates papers. */
function decodeChoices({ choices, papers }) {
  const decoded = choices.map(([id, name, level]) => ({ id, name, level, numbers: [] }));
  let number = 0;
  for (let at = 0; at < papers.length; at += 1) {
    const choice = decodeLetter(papers, at);
    if (choice < 0) number += 1;
    else decoded[choice].numbers.push(number);
  }
  return decoded;
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
