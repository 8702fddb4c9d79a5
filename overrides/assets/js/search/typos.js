/* Words that a mistyped one may have been meant as: one letter more, less or other, or two letters swapped.

   Whatever the error, either the first half of the word or the second is right. So the terms that begin
   like the first half are looked through, and those that end like the second. */

const SHORTEST = 5; // letters; shorter words have too many neighbours
const MOST_FILES = 3;
const MOST = 4;

/**
 * @param {import("./tables.js").Tables} tables
 * @param {{term: string, typed: string, open: boolean}} word
 * @returns {Promise<string[]>} terms, the most frequent first
 */
export async function meant(tables, word) {
  const { term } = word;
  if (term.length < SHORTEST || /^\d+$/.test(term)) return [];
  const half = (term.length - 1) >> 1;
  const ending = [...term].reverse().join("").slice(0, term.length - 1 - half);
  const [begun, ended] = await Promise.all([
    tables.rows("words", term.slice(0, half), MOST_FILES),
    tables.rows("endings", ending, MOST_FILES),
  ]);
  const found = new Map();
  for (const [other, level] of begun) {
    if (other !== term && (isNear(term, other) || (word.open && isNearBeginning(word.typed, other)))) {
      found.set(other, level);
    }
  }
  for (const [reversed, level] of ended) {
    const other = [...reversed].reverse().join("");
    if (other !== term && isNear(term, other)) found.set(other, level);
  }
  return [...found].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
    .slice(0, MOST)
    .map(([other]) => other);
}

/** Whether one error makes one word the other. */
export function isNear(one, other) {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2));
}

function isNearBeginning(typed, other) {
  const { length } = typed;
  return (
    other.length > length &&
    [length - 1, length, length + 1].some((end) => isNear(typed, other.slice(0, end)))
  );
}
