/* References in what a reader pastes or chooses: entries of BibTeX or RIS, or identifiers and addresses in text.
   No page, no network.

   A reference has `keys`, which may find its paper in the index, the most exact first, and a `name` to show if none
   does; the name is "" for words that may be no reference at all. */

import { isSlug } from "./addresses.js";
import { findIdentifiers, parseIdentifier } from "./identifiers.js";

const BIBTEX_ENTRY = /^[^\S\n]*@([a-z]+)\s*[{(]\s*([^\s,{}()]*)\s*,/gim;
const NOT_ENTRIES = new Set(["comment", "preamble", "string"]);
// A value in braces, in which two more levels of braces may be, in quotes, or without either.
const BIBTEX_FIELD = /(?<![\w-])([a-z][\w-]*)\s*=\s*(?:\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|"([^"]*)"|([^\s,{}"]+))/gi;
const BIBTEX_IDENTIFIERS = ["doi", "eprint", "arxivid", "url", "journal", "howpublished", "number", "volume", "note"];
const RIS_LINE = /^[^\S\n]*([A-Z][A-Z0-9])[^\S\n]{1,3}-[^\S\n]?(.*)$/gm;
const RIS_IDENTIFIERS = ["DO", "UR", "M3", "SN", "AN", "L1", "L2", "ID", "N1"];
const WHOLE_ID = /^(?:\d{4}\.\d{4,5}|[a-z-]+\/\d{7}|10\.\d{4,9}\/.+)$/;

/** Find the references in a text: the entries of BibTeX or RIS, and whatever may name a paper elsewhere. */
export function findReferences(text) {
  const bibtex = readBibtex(text);
  if (bibtex.length) return [...readWords(text.slice(0, text.search(BIBTEX_ENTRY))), ...bibtex];
  const ris = readRis(text);
  return ris.length ? ris : readWords(text);
}

function readBibtex(text) {
  const starts = [...text.matchAll(BIBTEX_ENTRY)];
  const references = starts.map((start, position) => {
    const end = starts[position + 1]?.index ?? text.length;
    const fields = new Map();
    for (const [, name, braced, quoted, bare] of text.slice(start.index + start[0].length, end).matchAll(BIBTEX_FIELD))
      fields.set(name.toLowerCase(), (braced ?? quoted ?? bare).replace(/\s+/g, " "));
    const title = (fields.get("title") ?? "").replace(/[{}\\]/g, "").trim();
    return { type: start[1], name: title || start[2], keys: listKeys(BIBTEX_IDENTIFIERS.map((name) => fields.get(name))) };
  });
  return references.filter(({ type }) => !NOT_ENTRIES.has(type.toLowerCase()));
}

function readRis(text) {
  const entries = [];
  for (const [, tag, value] of text.replaceAll("\r", "").matchAll(RIS_LINE)) {
    if (tag === "TY") entries.push({ title: "", values: [] });
    else if (entries.length && ["TI", "T1"].includes(tag)) entries.at(-1).title ||= value.trim();
    else if (entries.length && RIS_IDENTIFIERS.includes(tag)) entries.at(-1).values.push(value);
  }
  return entries.map(({ title, values }) => ({ name: title || values[0] || "TY", keys: listKeys(values) }));
}

/** The identifiers in the fields of an entry, those that are a whole field first. */
function listKeys(values) {
  const known = values.filter(Boolean);
  return [...new Set([...known.map(parseIdentifier).filter(isWhole), ...known.flatMap(findIdentifiers)])];
}

function readWords(text) {
  const words = text.split(/[\s,;<>(){}[\]"']+/).filter((word) => /\d/.test(word));
  const keys = new Set([...words.flatMap(listKeysOfWord), ...findIdentifiers(text)]);
  return [...keys].map((key) => ({ name: isWhole(parseIdentifier(key)) ? key : "", keys: [key] }));
}

/** What a word may name: a paper of this or another catalogue by its address, or an identifier. */
function listKeysOfWord(word) {
  const slug = word.match(/\/papers\/([^/?#]+)/)?.[1] ?? word;
  const identifier = parseIdentifier(slug);
  const isDoi = identifier?.startsWith("10."); // parts of it may be in other words
  return [...new Set([!isDoi && identifier, isSlug(slug) && !isWhole(identifier) && slug].filter(Boolean))];
}

const isWhole = (identifier) => WHOLE_ID.test(identifier ?? "");
