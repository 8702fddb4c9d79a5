/* Saved papers as text that leaves the browser by the reader's hand, and back. No page, no network. */

import { isSlug, paperAddress } from "./addresses.js";

export const FRAGMENT = "#papers=";
const LONGEST_NOTE = 10_000; // characters
const ARXIV_VERSION = /v[1-9]\d*$/;

/** The good ones of values that came from outside, each once: slug and, where they are known, note and added. */
export function entries(values) {
  const good = values.filter((value) => isSlug(value?.slug)).map(({ slug, note, added }) => ({
    slug,
    ...(typeof note === "string" && { note: note.slice(0, LONGEST_NOTE) }),
    ...(/^\d{4}-\d\d-\d\d$/.test(added) && { added }),
  }));
  return [...new Map(good.map((paper) => [paper.slug, paper])).values()];
}

/** Everything about saved papers, to be imported again elsewhere. */
export const toBackup = (saved) => `${JSON.stringify({ papers: saved }, null, 2)}\n`;

/** A Markdown list; each paper has slug, title, names and note. */
export function toMarkdown(papers) {
  const items = papers.map(({ slug, title, names, note }) => {
    const said = note.trim() && `\n  ${escape(note.trim()).replace(/\s*\n\s*/g, "\n  ")}`;
    return `- [${escape(title)}](${paperAddress(slug)})${names && `, ${escape(names)}`}${said}\n`;
  });
  return items.join("");
}

const escape = (text) => text.replace(/[\\`*_{}[\]<>#|$~&]/g, "\\$&");

/** The part of an address that names papers; it is never sent to a server. */
export const toFragment = (slugs) => FRAGMENT + slugs.map(encodeURIComponent).join(",");

/** The slugs that an address's fragment names, or none. */
export function fromFragment(fragment) {
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
 * Papers out of what a reader pasted or chose: a backup, a link to share, or ids and addresses of papers.
 *
 * Gives an entry for each; only the listing knows whether there is such a paper.
 */
export function fromText(text) {
  const data = json(text);
  if (Array.isArray(data?.papers)) return entries(data.papers);
  const words = text.split(/[\s,;<>()[\]"']+/);
  return entries(words.flatMap(slugs).map((slug) => ({ slug })));
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a word may stand for: a link to share, a paper's address here or at arXiv, a slug, an arXiv id. */
function slugs(word) {
  const shared = word.indexOf(FRAGMENT);
  if (shared >= 0) return fromFragment(word.slice(shared));
  const path = word.match(/\/(?:papers|abs|pdf|html)\/([^?#]+)/)?.[1] ?? word.replace(/^arxiv:/i, "");
  const slug = path.replace(/\/$|\.pdf$/, "").replaceAll("/", "-");
  return [slug, slug.replace(ARXIV_VERSION, "")].filter(isSlug);
}
