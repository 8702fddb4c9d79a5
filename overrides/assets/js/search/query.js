/* The words of a query. No page, no network. */

import { fold, stem } from "../words.js";

const COMPOUND = /(?<![\p{L}\p{N}_-])([\p{L}\p{N}_]+)[-\u2010\u2011'’]([\p{L}\p{N}_]+)(?![\p{L}\p{N}_-])/gu;
const TEX_COMMAND = /\\(?:math|text|operator|left|right|big)[a-z]*/gi;
const MAX_WORDS = 32;

/**
 * Split a query into words, each once.
 *
 * @returns {{term: string, typed: string, compound: string?, isOpen: boolean}[]} the stem; the folded word; the
 *   term of the compound that the word is a part of ("pre-fetching": "prefetching"); whether the reader may still
 *   be typing the word
 */
export function parseQuery(query) {
  const text = query.replace(TEX_COMMAND, " ");
  const compounds = new Map();
  for (const [, one, other] of text.matchAll(COMPOUND)) {
    const compound = stem(fold(one + other).replaceAll(" ", ""));
    for (const part of [one, other]) compounds.set(stem(fold(part)), compound);
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
