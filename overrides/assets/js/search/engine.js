/* Answers queries from the index. Runs in a worker (worker.js), and anywhere else that can fetch. */

import { asked, identity } from "./fold.js";
import { Filters } from "./filters.js";
import { presented } from "./passages.js";
import { Tables } from "./tables.js";
import { meant } from "./typos.js";

// Codes of postings, as in generator/publish/search/postings.py.
const TITLE = 1;
const WEIGHTS = Array.from({ length: 32 }, (_, code) => {
  const [title, author, subject, abstract] = [code & 1, (code >> 1) & 1, (code >> 2) & 1, code >> 3];
  return 5 * title + 5 * author + 3 * subject + [0, 1, 1.4, 1.7][abstract];
});
const COMPLETED = 0.75; // of a word's weight, when it only begins like what was typed
const MENDED = 0.7; // ... when it is what was probably meant
const SHORTEST_BEGINNING = 3; // letters, for words that begin so
const SHORTEST_FORESEEN = 2; // ... for what the next letter may need to be loaded
const MOST_COMPLETIONS = 8;
const MOST_FILES = 2; // for completions
const MOST_FILES_FORESEEN = 3; // ... of which nobody knows yet which ones the next letter needs
const RARE = 3; // papers; a word that so few hold may be mistyped, in the paper or in the query
const MOST_WORDS = 32;
const ENOUGH = 3; // telling words, for those that tell little to be left aside
const EXACT = 1000; // what a title that was typed whole is above all others
const MOST_PLACES = 3;

/** Another query came in between. */
class Stale extends Error {
  name = "Stale";
}

export class Engine {
  #tables;
  #filters = null;
  #last = 0;
  #opening = null;

  constructor(base, load) {
    this.#tables = new Tables(base, load);
  }

  /** Loads what every query needs, anew if the site has changed. */
  open() {
    this.#opening = this.#tables.open().then(
      (isAnother) => {
        if (isAnother) this.#filters = null;
      },
      (error) => {
        this.#opening = null;
        throw error;
      },
    );
    return this.#opening;
  }

  /**
   * @param {string} query
   * @param {object} options - `chosen`: filter to keys; `order`: "relevance" or "date"; `most`: how many
   *   results; `counts`: whether to count what each filter would leave; `isTyped`: whether more letters are
   *   to be expected, so that one or two letters are no word yet
   * @returns {Promise<object>} `total`, `whole` (whether all words were found), `mended` (typed to meant),
   *   `places` (pages by name), `results`, `counts`
   * @throws {Stale} when another query came in between
   */
  async search(query, { chosen = {}, order = "relevance", most = 10, counts = false, isTyped = false } = {}) {
    const ticket = ++this.#last;
    const fresh = () => {
      if (ticket !== this.#last) throw new Stale();
    };
    if (!this.#tables.head) await (this.#opening ?? this.open());
    const isFiltered = Object.values(chosen).some((keys) => keys.length);
    if (counts || isFiltered) this.#filters ??= new Filters(await this.#tables.file("filters"), this.#tables.head);
    fresh();
    const places = this.#places(query);
    const match = await this.#match(query, isTyped, fresh);
    fresh();
    let { found } = match;
    const tally = counts ? this.#filters.counts(found, chosen) : null;
    if (isFiltered) found = this.#filters.kept(found, chosen);
    const { scores } = match;
    found.sort(order === "date" || !scores ? (a, b) => b - a : (a, b) => scores[b] - scores[a] || b - a);
    const records = await Promise.all(found.slice(0, most).map((number) => this.#tables.record(number)));
    const named = await places;
    fresh();
    if (isTyped) this.#foresee(query).catch(() => {}); // whoever needs the file asks for it again, and is told
    return {
      total: found.length,
      whole: match.whole,
      mended: match.mended,
      places: named,
      results: records.map((record) => presented(record, match.marks)),
      counts: tally,
    };
  }

  /** Pages whose names begin like the query. */
  async #places(query) {
    const name = asked(query).length ? asked(query + " ").map(({ typed }) => typed).join(" ") : "";
    if (name.length < SHORTEST_BEGINNING) return [];
    const rows = (await this.#tables.rows("keys", name, 1)).filter((row) => row.length > 2);
    rows.sort((one, other) => (other[0] === name) - (one[0] === name) || other[4] - one[4]);
    const places = new Map(rows.map(([, folder, slug, label, count]) => [`${folder}/${slug}/`, { folder, label, count }]));
    return [...places].slice(0, MOST_PLACES).map(([path, place]) => ({ path, ...place }));
  }

  async #match(query, isTyped, fresh) {
    const all = { whole: true, mended: [], marks: { terms: new Set(), beginnings: [] } };
    if (!query.trim()) return { ...all, found: Array.from({ length: this.#tables.head.papers }, (_, n) => n) };
    const key = identity(query);
    if (key) {
      const rows = (await this.#tables.rows("keys", key, 1)).filter((row) => row.length === 2);
      rows.sort((one, other) => (other[0] === key) - (one[0] === key));
      const found = [...new Set(rows.map((row) => row[1]))];
      if (found.length) {
        const scores = new Map(found.map((number, place) => [number, -place]));
        return { ...all, found, scores: Object.fromEntries(scores) };
      }
    }
    return this.#matchWords(query, isTyped, fresh);
  }

  async #matchWords(query, isTyped, fresh) {
    const words = asked(query).slice(0, MOST_WORDS).filter((word) => !(isTyped && isBegun(word)));
    const telling = words.filter(({ term }) => !this.#tables.common.has(term));
    const wanted = telling.length ? telling : words;
    const others = wanted === telling && telling.length < ENOUGH ? words.filter((word) => !telling.includes(word)) : [];
    const [choices, extras] = await Promise.all([
      Promise.all(wanted.map((word) => this.#choices(word))),
      Promise.all(others.map((word) => this.#choices({ ...word, open: false }))),
    ]);
    fresh();
    const mended = [];
    await this.#mend(wanted, choices, (options) => !options.length, mended);
    fresh();
    let ranked = this.#ranked(choices, extras);
    if (!ranked.whole) {
      await this.#mend(wanted, choices, isRare, mended);
      fresh();
      ranked = this.#ranked(choices, extras);
    }
    const marks = { terms: new Set(wanted.map(({ term }) => term)), beginnings: [] };
    for (const options of choices) for (const { row } of options) marks.terms.add(row[0]);
    for (const { open, typed } of wanted) if (open && typed.length >= SHORTEST_BEGINNING) marks.beginnings.push(typed);
    return { ...ranked, mended, marks };
  }

  /** Rows of terms that stand for a word, the best first, each with what it is worth. */
  async #choices(word) {
    const [exact, whole, completions] = await Promise.all([
      this.#tables.row("terms", word.term),
      word.also ? this.#tables.row("terms", word.also) : undefined,
      word.open && word.typed.length >= SHORTEST_BEGINNING ? this.#completions(word) : [],
    ]);
    const rows = [exact, whole].filter(Boolean).map((row) => ({ row, worth: 1 }));
    const others = completions.filter((row) => row !== exact && row !== whole);
    return [...rows, ...others.map((row) => ({ row, worth: COMPLETED }))];
  }

  /** The most frequent terms that begin so, out of few files. */
  async #completions({ typed }, most = MOST_FILES) {
    if (this.#tables.span("terms", typed).length <= most) return best(await this.#tables.rows("terms", typed, most));
    const names = best(await this.#tables.rows("words", typed, most)).map(([term]) => term);
    const files = new Map();
    for (const name of names) {
      const number = this.#tables.at("terms", name);
      if (files.has(number) || files.size < most) files.set(number, [...(files.get(number) ?? []), name]);
    }
    return Promise.all([...files.values()].flat().map((name) => this.#tables.row("terms", name)));
  }

  /** Adds to the choices of words that want it what was probably meant. */
  async #mend(words, choices, isWanted, mended) {
    await Promise.all(
      words.map(async (word, place) => {
        if (!isWanted(choices[place]) || mended.some(([typed]) => typed === word.typed)) return;
        const terms = await meant(this.#tables, word);
        const rows = await Promise.all(terms.map((term) => this.#tables.row("terms", term)));
        choices[place].push(...rows.filter(Boolean).map((row) => ({ row, worth: MENDED })));
        if (terms.length) mended.push([word.typed, terms[0]]);
      }),
    );
  }

  /**
   * Loads what the next letters of a word that was only begun will probably need: the most frequent words
   * that begin so; and for rare words before it what may have been meant, if no paper has all of them.
   */
  async #foresee(query) {
    const words = asked(query).slice(0, MOST_WORDS);
    const begun = words.pop();
    if (!begun || !isBegun(begun)) return;
    const loads = words.filter(({ term }) => !this.#tables.common.has(term)).map(async (word) => {
      if (isRare(await this.#choices(word))) await meant(this.#tables, word);
    });
    if (begun.typed.length >= SHORTEST_FORESEEN) loads.push(this.#completions(begun, MOST_FILES_FORESEEN));
    await Promise.all(loads);
  }

  /**
   * The papers with the most of the wanted words, and what each is worth.
   * @param choices - for each wanted word, the terms that stand for it
   * @param extras - the same for words that a paper need not have
   */
  #ranked(choices, extras) {
    const { papers, lengths } = this.#tables.head;
    const scores = new Float32Array(papers);
    const hits = new Uint8Array(papers);
    const titles = new Uint8Array(papers);
    const last = new Uint8Array(papers);
    [...choices, ...extras].forEach((options, place) => {
      const isWanted = place < choices.length;
      for (const { row, worth } of options) {
        const value = worth * telling(options[0].row[1], papers);
        for (let part = 2; part < row.length; part += 2) {
          const weight = value * WEIGHTS[row[part]];
          const inTitle = row[part] & TITLE;
          let number = 0;
          for (const gap of row[part + 1]) {
            number += gap;
            if (last[number] === place + 1) continue; // a better choice stands there too
            last[number] = place + 1;
            scores[number] += weight;
            if (!isWanted) continue;
            hits[number] += 1;
            titles[number] += inTitle;
          }
        }
      }
    });
    const wanted = choices.length;
    const most = hits.reduce((best, count) => Math.max(best, count), 0);
    const found = [];
    for (let number = 0; number < papers && most; number += 1) {
      if (hits[number] < most) continue;
      found.push(number);
      const length = DIGITS.indexOf(lengths[number]);
      if (length) scores[number] *= 1 + (titles[number] * titles[number]) / (wanted * length);
      if (titles[number] === wanted && length === wanted) scores[number] += EXACT;
    }
    return { found, scores, whole: most === wanted };
  }
}

/** Whether a word has too few letters to be looked for while it is typed. */
function isBegun({ open, typed }) {
  return open && typed.length < SHORTEST_BEGINNING;
}

/** Whether so few papers hold what stands for a word that it may be mistyped. */
function isRare(options) {
  return options.every(({ row }) => row[1] <= RARE);
}

/** How much a term tells that this many papers hold: the usual inverse document frequency. */
function telling(count, papers) {
  return Math.log(1 + (papers - count + 0.5) / (count + 0.5));
}

function best(rows) {
  return [...rows].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).slice(0, MOST_COMPLETIONS);
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
