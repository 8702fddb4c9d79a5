/* Saved papers as text that a reader exports and imports. No page, no network. */

import { isDay, isSlug, paperAddress } from "./addresses.js";
import { findIdentifiers, parseIdentifier } from "./identifiers.js";

export const FRAGMENT = "#papers=";
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
 * Find papers in what a reader pasted or chose: a backup, a link to share, or identifiers and addresses of papers.
 *
 * @returns {{key: string, note: string?, added: string?}[]} slugs or identifiers; only the index knows whether there
 *   are such papers
 */
export function parsePapers(text) {
  const data = parseJson(text);
  if (Array.isArray(data?.papers)) return checkEntries(data.papers).map(({ slug, ...rest }) => ({ key: slug, ...rest }));
  const words = text.split(/[\s,;<>(){}[\]"']+/).filter((word) => /\d/.test(word));
  return [...new Set([...words.flatMap(listKeys), ...findIdentifiers(text)])].map((key) => ({ key }));
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a word may name: the papers of a link to share, a paper of this or another catalogue, or an identifier. */
function listKeys(word) {
  const start = word.indexOf(FRAGMENT);
  if (start >= 0) return parseFragment(word.slice(start));
  const slug = word.match(/\/papers\/([^/?#]+)/)?.[1] ?? word;
  const identifier = parseIdentifier(slug);
  const isDoi = identifier?.startsWith("10."); // parts of it may be in other words
  return [!isDoi && identifier, isSlug(slug) && slug].filter(Boolean);
}
