/* Corrections of a misspelt word: terms with one letter more, less or different, or with two letters swapped.

   Whatever the error, the first half of the word or the second is right. So the terms that begin with the first
   half are compared, and those that end with the second. */

const MIN_LENGTH = 5; // letters; shorter words have too many neighbours
const MAX_FILES = 3;
const MAX_CORRECTIONS = 4;

/**
 * List the terms that are probable corrections of a word, the most frequent first.
 *
 * @param {import("./tables.js").Tables} tables
 * @param {{term: string, typed: string, isOpen: boolean}} word
 * @returns {Promise<string[]>}
 */
export async function listCorrections(tables, word) {
  const { term } = word;
  if (term.length < MIN_LENGTH || /^\d+$/.test(term)) return [];
  const half = (term.length - 1) >> 1;
  const ending = reverse(term).slice(0, term.length - 1 - half);
  const [sameBeginning, sameEnding] = await Promise.all([
    tables.findRows("words", term.slice(0, half), MAX_FILES),
    tables.findRows("endings", ending, MAX_FILES),
  ]);
  const levels = new Map(); // term to its frequency as a power of two
  for (const [other, level] of sameBeginning) {
    if (isNear(term, other) || (word.isOpen && isNearBeginning(word.typed, other))) levels.set(other, level);
  }
  for (const [reversed, level] of sameEnding) {
    const other = reverse(reversed);
    if (isNear(term, other)) levels.set(other, level);
  }
  levels.delete(term);
  return sortByFrequency([...levels]).slice(0, MAX_CORRECTIONS).map(([other]) => other);
}

const reverse = (text) => [...text].reverse().join("");

/** Sort rows of term and frequency, the most frequent first, then by term. */
export const sortByFrequency = (rows) =>
  [...rows].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));

/** Whether one error turns one word into the other. */
export function isNear(one, other) {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const isSwap = short[at] === long[at + 1] && short[at + 1] === long[at];
  return short.slice(at + 1) === long.slice(at + 1) || (isSwap && short.slice(at + 2) === long.slice(at + 2));
}

function isNearBeginning(typed, other) {
  const { length } = typed;
  return other.length > length && [length - 1, length, length + 1].some((end) => isNear(typed, other.slice(0, end)));
}
