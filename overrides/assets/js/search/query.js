/* The words of a query. No page, no network. */

import { fold, stem } from "../words.js";

const COMPOUND = /(?<![\p{L}\p{N}_-])([\p{L}\p{N}_]+)[-\u2010\u2011'’]([\p{L}\p{N}_]+)(?![\p{L}\p{N}_-])/gu;
const SLASHED = /(?<![\p{L}\p{N}_/])[\p{L}\p{N}_]+(?:\/[\p{L}\p{N}_]+){1,4}/gu;
const NUMBERED = /(?<![\p{L}\p{N}_])((?:(?!\p{Nd})[\p{L}\p{N}])+) +(\p{Nd}[\p{L}\p{N}_]*)/gu;
const UNIT = /(?<![\p{L}\p{N}_])(\p{Nd}+) +((?:(?!\p{Nd})[\p{L}\p{N}]){1,4})(?![\p{L}\p{N}_])/gu;
const TEX_COMMAND = /\\(?:math|text|operator|left|right|big)[a-z]*/gi;
const MAX_WORDS = 32;

/**
 * Split a query into words, each once.
 *
 * @returns {{term: string, typed: string, compound: string?, isOpen: boolean}[]} the stem; the folded word; the
 *   term of the words that belong together, of which this is one ("pre-fetching": "prefetching", "M/G/1": "mg1",
 *   "RTX 4090": "rtx4090"); whether the reader may still be typing the word
 */
export function parseQuery(query) {
  const text = query.replace(TEX_COMMAND, " ");
  const compounds = new Map();
  for (const parts of listJoinedWords(text)) {
    const compound = stem(fold(parts.join("")).replaceAll(" ", ""));
    for (const part of parts) compounds.set(stem(fold(part)), compound);
  }
  const typedWords = fold(text).split(" ").filter(Boolean);
  const isUnfinished = /[\p{L}\p{N}]$/u.test(query);
  const words = new Map();
  typedWords.forEach((typed, place) => {
    const term = stem(typed);
    const isOpen = isUnfinished && place === typedWords.length - 1;
    words.set(term, { term, typed, compound: compounds.get(term) ?? null, isOpen });
  });
  return [...words.values()].slice(0, MAX_WORDS);
}

/** The parts of words that belong together, as in generator/publish/search/search_records.py. */
function listJoinedWords(text) {
  const pairs = [UNIT, NUMBERED, COMPOUND].flatMap((pattern) => [...text.matchAll(pattern)]);
  const chains = [...text.matchAll(SLASHED)].map(([chain]) => chain.split("/"));
  return [...pairs.map(([, one, other]) => [one, other]), ...chains];
}
