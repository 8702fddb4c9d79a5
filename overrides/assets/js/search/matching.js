/* Which papers match a query, and how well. */

import { parseIdentifier } from "../identifiers.js";
import { parseQuery } from "./query.js";
import { listCorrections, sortByFrequency } from "./spelling.js";

// Codes of postings, as in generator/publish/search/postings.py.
const TITLE = 1;
const WEIGHTS = Array.from({ length: 32 }, (_, code) => {
  const [title, author, subject, abstract] = [code & 1, (code >> 1) & 1, (code >> 2) & 1, code >> 3];
  return 5 * title + 5 * author + 3 * subject + [0, 1, 1.4, 1.7][abstract];
});
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const COMPLETION_WORTH = 0.75; // of a term's weight, when it only begins with what was typed
const CORRECTION_WORTH = 0.7; // ... when it corrects what was typed
const MIN_BEGINNING = 3; // letters of a word, for terms that begin with it
const MIN_PREFETCHED = 2; // ... for loading ahead what the next letter may need
const MAX_COMPLETIONS = 8;
const MAX_FILES = 2; // for completions
const MAX_PREFETCHED_FILES = 3; // ... before it is known which ones the next letter needs
const RARE = 3; // papers; a term in so few may be misspelt, in the paper or in the query
const ENOUGH = 3; // distinctive words, for common words to be ignored
const EXACT_TITLE = 1000; // added to the score of a title that was typed as a whole
const MAX_PAGES = 3;
const MAX_NAME_WORDS = 3; // of a query that may be an author's name without some of its parts

export class Matcher {
  #tables;

  /** @param {import("./tables.js").Tables} tables */
  constructor(tables) {
    this.#tables = tables;
  }

  /**
   * Find the papers that match a query: the paper that it identifies, or those with the most of its words.
   *
   * @param {string} query - not empty
   * @param {object} options - `isTyping`: whether more letters are to be expected, so that one or two letters are
   *   not yet a word; `isInScope`: whether the paper with a number may match; `check`: throws when the answer
   *   is no longer needed
   * @returns {Promise<object>} `numbers` of papers; `scores` by number; `isComplete`: whether
   *   each paper has all words; `corrections`: [typed, corrected]; `marks`: what to mark in texts
   */
  async match(query, options) {
    const numbers = (await this.#findIdentified(query)).filter(options.isInScope);
    if (!numbers.length) return this.#matchWords(query, options);
    const scores = Object.fromEntries(numbers.map((number, place) => [number, -place]));
    return { numbers, scores, isComplete: true, corrections: [], marks: { terms: new Set(), beginnings: [] } };
  }

  /**
   * Find the pages of topics, venues and authors whose names begin with a query, or else those of authors whose names
   * have its words in their order, such as "Amy Lee" in "Amy B. Lee".
   *
   * @param {string} query
   * @param {[string, string][]} corrections - words of the query, and what they are replaced by
   */
  async findPages(query, corrections = []) {
    const corrected = new Map(corrections);
    const words = parseQuery(`${query} `).map(({ typed }) => corrected.get(typed) ?? typed);
    const name = words.join(" ");
    if (name.length < MIN_BEGINNING) return [];
    const named = await this.#tables.findRows("names", name, 1);
    const rows = named.length ? named : await this.#findAuthors(words);
    rows.sort((one, other) => (other[0] === name) - (one[0] === name) || other[4] - one[4]);
    const pages = new Map(
      rows.map(([, folder, slug, label, count]) => [`${folder}/${slug}/`, { folder, label, count }]),
    );
    return [...pages].slice(0, MAX_PAGES).map(([path, page]) => ({ path, ...page }));
  }

  /** The rows of authors whose names, begun with the last word, have all words in their order. */
  async #findAuthors(words) {
    const inverted = [...words.slice(-1), ...words.slice(0, -1)];
    const [family] = inverted;
    if (words.length < 2 || words.length > MAX_NAME_WORDS || family.length < MIN_BEGINNING) return [];
    const rows = await this.#tables.findRows("names", family, 1);
    return rows.filter(([name, folder]) => folder === "authors" && hasInOrder(name.split(" "), inverted));
  }

  /** The papers whose identifier begins with the query, an exact one first. */
  async #findIdentified(query) {
    const identifier = parseIdentifier(query);
    const rows = identifier ? await this.#tables.findRows("identifiers", identifier, 1) : [];
    rows.sort((one, other) => (other[0] === identifier) - (one[0] === identifier));
    return [...new Set(rows.map(([, number]) => number))];
  }

  async #matchWords(query, { isTyping, isInScope, check }) {
    const words = parseQuery(query).filter((word) => !(isTyping && isTooShort(word)));
    const distinctive = words.filter((word) => !this.#isCommon(word));
    const required = distinctive.length ? distinctive : words;
    const hasFew = distinctive.length > 0 && distinctive.length < ENOUGH;
    const optional = hasFew ? words.filter((word) => this.#isCommon(word)) : [];
    const [alternatives, optionalAlternatives] = await Promise.all([
      Promise.all(required.map((word) => this.#listAlternatives(word))),
      Promise.all(optional.map((word) => this.#listAlternatives({ ...word, isOpen: false }))),
    ]);
    check();
    const corrections = [];
    await this.#addCorrections(required, alternatives, (rows) => !rows.length, corrections);
    check();
    let ranking = this.#rank(alternatives, optionalAlternatives, isInScope);
    if (!ranking.isComplete) {
      await this.#addCorrections(required, alternatives, isRare, corrections);
      check();
      ranking = this.#rank(alternatives, optionalAlternatives, isInScope);
    }
    const terms = new Set(required.map(({ term }) => term));
    for (const { row } of alternatives.flat()) terms.add(row[0]);
    const open = required.filter(({ isOpen, typed }) => isOpen && typed.length >= MIN_BEGINNING);
    return { ...ranking, corrections, marks: { terms, beginnings: open.map(({ typed }) => typed) } };
  }

  #isCommon({ term }) {
    return this.#tables.common.has(term);
  }

  /** The rows of the alternatives of a word: terms with their postings, the best first, each with its worth. */
  async #listAlternatives(word) {
    const [exact, compound, completions] = await Promise.all([
      this.#tables.findRow("terms", word.term),
      word.compound ? this.#tables.findRow("terms", word.compound) : undefined,
      word.isOpen && word.typed.length >= MIN_BEGINNING ? this.#listCompletions(word) : [],
    ]);
    const rows = [exact, compound].filter(Boolean);
    const otherCompletions = completions.filter((row) => !rows.includes(row));
    return [
      ...rows.map((row) => ({ row, worth: 1 })),
      ...otherCompletions.map((row) => ({ row, worth: COMPLETION_WORTH })),
    ];
  }

  /** The rows of the most frequent terms that begin with a word, from few files. */
  async #listCompletions({ typed }, maxFiles = MAX_FILES) {
    const pickFrequent = (rows) => sortByFrequency(rows).slice(0, MAX_COMPLETIONS);
    if (this.#tables.listFiles("terms", typed).length <= maxFiles) {
      return pickFrequent(await this.#tables.findRows("terms", typed, maxFiles));
    }
    const termsByFile = new Map();
    for (const [term] of pickFrequent(await this.#tables.findRows("words", typed, maxFiles))) {
      const file = this.#tables.locate("terms", term);
      if (termsByFile.has(file)) termsByFile.get(file).push(term);
      else if (termsByFile.size < maxFiles) termsByFile.set(file, [term]);
    }
    return Promise.all([...termsByFile.values()].flat().map((term) => this.#tables.findRow("terms", term)));
  }

  /** Add corrections to the alternatives of words that need them. */
  async #addCorrections(words, alternatives, isNeeded, corrections) {
    await Promise.all(
      words.map(async (word, place) => {
        const isCorrected = corrections.some(([typed]) => typed === word.typed);
        if (!isNeeded(alternatives[place]) || isCorrected) return;
        const terms = await listCorrections(this.#tables, word);
        const rows = await Promise.all(terms.map((term) => this.#tables.findRow("terms", term)));
        alternatives[place].push(...rows.filter(Boolean).map((row) => ({ row, worth: CORRECTION_WORTH })));
        if (terms.length) corrections.push([word.typed, terms[0]]);
      }),
    );
  }

  /**
   * Load ahead what the next letters of an unfinished word will probably need: the most frequent terms that begin
   * with it, and corrections of rare words before it, which are needed if no paper has all words.
   */
  async prefetch(query) {
    const words = parseQuery(query);
    const unfinished = words.pop();
    if (!unfinished || !isTooShort(unfinished)) return;
    const loads = words.filter((word) => !this.#isCommon(word)).map(async (word) => {
      if (isRare(await this.#listAlternatives(word))) await listCorrections(this.#tables, word);
    });
    if (unfinished.typed.length >= MIN_PREFETCHED) {
      loads.push(this.#listCompletions(unfinished, MAX_PREFETCHED_FILES));
    }
    await Promise.all(loads);
  }

  /**
   * Find the papers with the most of the required words, and score them.
   *
   * @param alternatives - the alternatives of each required word
   * @param optionalAlternatives - the same for words that a paper need not have
   */
  #rank(alternatives, optionalAlternatives, isInScope) {
    const { papers, lengths } = this.#tables.head;
    const scores = new Float32Array(papers);
    const hits = new Uint8Array(papers);
    const titleHits = new Uint8Array(papers);
    const lastWord = new Uint8Array(papers); // the word that was counted last, from 1
    [...alternatives, ...optionalAlternatives].forEach((options, place) => {
      const isRequired = place < alternatives.length;
      for (const { row, worth } of options) {
        const value = worth * computeRarity(options[0].row[1], papers);
        for (let part = 2; part < row.length; part += 2) {
          const weight = value * WEIGHTS[row[part]];
          const inTitle = row[part] & TITLE;
          let number = 0;
          for (const gap of row[part + 1]) {
            number += gap;
            if (lastWord[number] === place + 1) continue; // the paper has a better alternative, too
            lastWord[number] = place + 1;
            scores[number] += weight;
            if (!isRequired) continue;
            hits[number] += 1;
            titleHits[number] += inTitle;
          }
        }
      }
    });
    const required = alternatives.length;
    let most = 0;
    let numbers = [];
    for (let number = 0; number < papers; number += 1) {
      if (!hits[number] || hits[number] < most || !isInScope(number)) continue;
      if (hits[number] > most) [most, numbers] = [hits[number], []];
      numbers.push(number);
      const length = DIGITS.indexOf(lengths[number]);
      if (length) scores[number] *= 1 + titleHits[number] ** 2 / (required * length);
      if (titleHits[number] === required && length === required) scores[number] += EXACT_TITLE;
    }
    return { numbers, scores, isComplete: most === required };
  }
}

/** Whether words begin words of a name, in the order of the name. */
function hasInOrder(nameWords, words) {
  let place = 0;
  for (const nameWord of nameWords) if (place < words.length && nameWord.startsWith(words[place])) place += 1;
  return place === words.length;
}

/** Whether a word has too few letters to be searched for while it is typed. */
const isTooShort = ({ isOpen, typed }) => isOpen && typed.length < MIN_BEGINNING;

/** Whether so few papers have the alternatives of a word that it may be misspelt. */
const isRare = (alternatives) => alternatives.every(({ row }) => row[1] <= RARE);

/** The inverse document frequency of a term that so many papers have. */
const computeRarity = (count, papers) => Math.log(1 + (papers - count + 0.5) / (count + 0.5));
