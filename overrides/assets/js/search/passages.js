/* What a result shows of a paper: title and authors, and the passage with the words of the query, marked. */

import { fold, stem } from "../words.js";

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const PASSAGE_LENGTH = 32; // words
const WORDS_BEFORE = 6; // ... of them before the first marked one
const MAX_MARKED_NAMES = 3; // of authors who are not among the first

/**
 * Prepare a paper for showing.
 *
 * @param {Array} row - `Record.row` in generator/publish/search/search_records.py
 * @param {Array?} texts - `Record.texts`; null where no passage with words of the query is shown
 * @param {{terms: Set<string>, beginnings: string[]}} marks
 * @returns {object} marked texts are lists of [text, whether it is marked]
 */
export function presentPaper(row, texts, marks) {
  const [slug, title, names, authorCount, published, venue, venueLabel, codeUrl, state, sentence] = row;
  const [summary, abstract, otherNames, topic] = texts ?? [null, null, [], ""];
  return {
    ...{ slug, published, venue, venueLabel, topic, codeUrl },
    isWithdrawn: (state & 1) > 0,
    isRetracted: (state & 2) > 0,
    hasAward: (state & 4) > 0,
    title: markWords(title, marks),
    ...markNames(names, otherNames, authorCount, marks),
    passage: pickPassage(summary ?? "", abstract ?? "", sentence, marks),
  };
}

/** Pick a passage with words of the query; without one, the sentence that states what the paper contributes. */
function pickPassage(summary, abstract, sentence, marks) {
  const fromSummary = cutPassage(summary, marks);
  const fromAbstract = cutPassage(abstract, marks);
  if (sentence && !fromSummary.count && !fromAbstract.count) return [[sentence, false]];
  const isSummaryGood = summary && fromSummary.count >= Math.min(1, fromAbstract.count);
  return (isSummaryGood ? fromSummary : fromAbstract).parts;
}

/** The first authors, and the marked ones among the others, separated by commas; and how many are left out. */
function markNames(firstNames, otherNames, count, marks) {
  const mark = (name) => markWords(name, marks);
  const marked = otherNames.map(mark).filter((parts) => parts.some(([, isMarked]) => isMarked));
  const names = [...firstNames.map(mark), ...marked.slice(0, MAX_MARKED_NAMES)];
  const authors = names.flatMap((name, place) => (place ? [[", ", false], ...name] : name));
  return { authors, hiddenAuthors: count - names.length };
}

function isMarkedWord(word, { terms, beginnings }) {
  const folded = fold(word);
  if (!folded) return false;
  return terms.has(stem(folded)) || beginnings.some((beginning) => folded.startsWith(beginning));
}

function markWords(text, marks) {
  const parts = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!isMarkedWord(word, marks)) continue;
    if (index > end) parts.push([text.slice(end, index), false]);
    parts.push([word, true]);
    end = index + word.length;
  }
  if (end < text.length) parts.push([text.slice(end), false]);
  return parts;
}

/** Cut out the stretch of a text with the most different marked words, and count these. */
function cutPassage(text, marks) {
  const words = [...text.matchAll(WORD)];
  const hits = words.map(({ 0: word }) => (isMarkedWord(word, marks) ? stem(fold(word)) : ""));
  let start = 0;
  let count = 0;
  hits.forEach((hit, place) => {
    if (!hit) return;
    const different = new Set(hits.slice(place, place + PASSAGE_LENGTH - WORDS_BEFORE).filter(Boolean)).size;
    if (different > count) [start, count] = [Math.max(0, place - WORDS_BEFORE), different];
  });
  if (words.length - start < PASSAGE_LENGTH) start = Math.max(0, words.length - PASSAGE_LENGTH);
  const from = start ? words[start].index : 0;
  const next = words[start + PASSAGE_LENGTH];
  const parts = markWords(text.slice(from, next ? next.index : text.length).trimEnd(), marks);
  if (start) parts.unshift(["… ", false]);
  if (next) parts.push([" …", false]);
  return { parts, count };
}
