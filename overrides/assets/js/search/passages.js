/* What a result shows: its title, and the passage in which the query's words stand, marked. */

import { fold, stem } from "./fold.js";

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const PASSAGE = 32; // words
const BEFORE = 6; // words before the first marked one

/**
 * @param {Array} record - `shown` in generator/publish/search/search_records.py
 * @param {{terms: Set<string>, beginnings: string[]}} marks
 * @returns {object} texts are lists of [text, whether it is marked]
 */
export function presented(record, marks) {
  const [slug, title, authors, more, year, venue, topic, summary, abstract] = record;
  const inSummary = passage(summary, marks);
  const inAbstract = passage(abstract, marks);
  const isBetter = summary && inSummary.count >= Math.min(1, inAbstract.count);
  return {
    path: `papers/${slug}/`,
    title: parts(title, marks),
    authors: named(authors, more, marks),
    facts: [venue, venue.endsWith(String(year)) || !year ? "" : String(year), topic].filter(Boolean),
    passage: (isBetter ? inSummary : inAbstract).parts,
  };
}

/** The first authors, and the marked ones among the others. */
function named(authors, more, marks) {
  const all = authors.map((name) => parts(name, marks));
  const isMarked = (name) => name.some(([, marked]) => marked);
  const shown = all.length <= 5 ? all : [...all.slice(0, 4), ...all.slice(4).filter(isMarked).slice(0, 3)];
  const rest = all.length + more - shown.length;
  const joined = shown.flatMap((name, place) => (place ? [[", ", false], ...name] : name));
  return rest ? [...joined, [` and ${rest} more`, false]] : joined;
}

function isMarked(word, { terms, beginnings }) {
  const folded = fold(word);
  if (!folded) return false;
  return terms.has(stem(folded)) || beginnings.some((beginning) => folded.startsWith(beginning));
}

function parts(text, marks) {
  const found = [];
  let done = 0;
  for (const match of text.matchAll(WORD)) {
    if (!isMarked(match[0], marks)) continue;
    if (match.index > done) found.push([text.slice(done, match.index), false]);
    found.push([match[0], true]);
    done = match.index + match[0].length;
  }
  if (done < text.length) found.push([text.slice(done), false]);
  return found;
}

/** The stretch of the text with the most different marked words. */
function passage(text, marks) {
  const words = [...text.matchAll(WORD)];
  const hits = words.map((match) => (isMarked(match[0], marks) ? stem(fold(match[0])) : ""));
  let start = 0;
  let count = 0;
  hits.forEach((hit, place) => {
    if (!hit) return;
    const different = new Set(hits.slice(place, place + PASSAGE - BEFORE).filter(Boolean)).size;
    if (different > count) [start, count] = [Math.max(0, place - BEFORE), different];
  });
  if (words.length - start < PASSAGE) start = Math.max(0, words.length - PASSAGE);
  const from = start ? words[start].index : 0;
  const end = words[start + PASSAGE];
  const to = end ? end.index : text.length;
  const found = parts(text.slice(from, to).trimEnd(), marks);
  if (start) found.unshift(["… ", false]);
  if (end) found.push([" …", false]);
  return { parts: found, count };
}
