/* Saved papers as text that a reader exports and imports. No page, no network. */

import { isDay, isSlug, paperAddress } from "./addresses.js";
import { findReferences } from "./references.js";

export const FRAGMENT = "#papers=";
const SHARED_PAPERS = new RegExp(String.raw`${FRAGMENT}[^\s"'<>)\]]*`, "g");
export const MAX_NOTE_LENGTH = 10_000; // characters

/** Keep the valid ones of values from outside, each slug once: slug and, where they are known, note and added. */
export function checkEntries(values) {
  const valid = values.filter((value) => isSlug(value?.slug)).map(({ slug, note, added }) => ({
    slug,
    ...(typeof note === "string" && { note: note.slice(0, MAX_NOTE_LENGTH) }),
    ...(isDay(added) && { added }),
  }));
  return [...new Map(valid.map((paper) => [paper.slug, paper])).values()];
}

/** Everything about saved papers, to be imported again elsewhere. */
export const toBackup = (saved) => `${JSON.stringify({ papers: saved }, null, 2)}\n`;

/** A Markdown list; each paper has slug, title, authors and note as plain text. */
export function toMarkdown(papers) {
  const items = papers.map(({ slug, title, authors, note }) => {
    const comment = note.trim() && `\n  ${escapeMarkdown(note.trim()).replace(/\s*\n\s*/g, "\n  ")}`;
    return `- [${escapeMarkdown(title)}](${paperAddress(slug)})${authors && `, ${escapeMarkdown(authors)}`}${comment}\n`;
  });
  return items.join("");
}

const escapeMarkdown = (text) => text.replace(/[\\`*_{}[\]<>#|$~&]/g, "\\$&");

/** The fragment of an address that names papers; it is never sent to a server. */
export const toFragment = (slugs) => FRAGMENT + slugs.map(encodeURIComponent).join(",");

/** The slugs that the fragment of an address names, or none. */
export function parseFragment(fragment) {
  if (!fragment.startsWith(FRAGMENT)) return [];
  let text;
  try {
    text = decodeURIComponent(fragment.slice(FRAGMENT.length));
  } catch {
    return [];
  }
  return [...new Set(text.split(",").filter(isSlug))];
}

/**
 * Find papers in what a reader pasted or chose: a backup, a link to share, BibTeX, RIS, or identifiers and addresses.
 *
 * @returns {{name: string, keys: string[], note: string?, added: string?}[]} references as `findReferences` returns
 *   them; only the index knows whether there are such papers
 */
export function parsePapers(text) {
  const data = parseJson(text);
  if (Array.isArray(data?.papers))
    return checkEntries(data.papers).map(({ slug, ...rest }) => ({ name: slug, keys: [slug], ...rest }));
  const shared = [...text.matchAll(SHARED_PAPERS)].flatMap(([link]) => parseFragment(link));
  const references = findReferences(text.replace(SHARED_PAPERS, " "));
  return [...shared.map((slug) => ({ name: slug, keys: [slug] })), ...references];
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
