/* The papers a reader saved, kept in this browser and nowhere else.

   Under one key stands {"papers": [{"slug", "note", "added"}]}, the last one saved first. Whatever else is
   found there is put aside under a key of its own. Where the browser keeps nothing, papers stay until the
   site is left, and whoever shows them says so. */

import { storageKey } from "./addresses.js";
import { announce } from "./announce.js";
import { entries } from "./saved-text.js";

const KEY = storageKey("saved.v1");
const ASIDE = storageKey("saved.unreadable");

let isKept = true;
let papers = read() ?? []; // what this tab knows; another one may have changed what is kept
const listeners = [];

export const all = () => papers;
/** Whether the browser keeps them. */
export const areKept = () => isKept;
export const find = (slug) => papers.find((paper) => paper.slug === slug);

/** Call a function whenever what is saved changes, in this tab or another. */
export const onChange = (listener) => listeners.push(listener);

/** Save papers, the first one on top, or change what is known of them: slug, and perhaps note and added. */
export function save(...wanted) {
  change((known) => {
    const old = new Map(known.map((paper) => [paper.slug, paper]));
    const made = wanted.map((paper) => ({ note: "", added: today(), ...old.get(paper.slug), ...paper }));
    const given = new Map(made.map((paper) => [paper.slug, paper]));
    const fresh = [...given.values()].filter((paper) => !old.has(paper.slug));
    return [...fresh, ...known.map((paper) => given.get(paper.slug) ?? paper)];
  });
}

export function remove(slug) {
  change((known) => known.filter((paper) => paper.slug !== slug));
}

/** Put a removed paper back where it was. */
export function restore(paper, position) {
  change((known) => known.filter(({ slug }) => slug !== paper.slug).toSpliced(position, 0, paper));
}

function change(step) {
  papers = step(read() ?? papers);
  try {
    localStorage.setItem(KEY, JSON.stringify({ papers }));
    isKept = true;
  } catch {
    isKept = false;
  }
  tell();
}

const tell = () => listeners.forEach((listener) => listener());

/** What the browser keeps; null if that is nothing, or cannot be asked for. */
function read() {
  if (!isKept) return null;
  let text = null;
  try {
    text = localStorage.getItem(KEY);
    return text && entries(JSON.parse(text).papers).map((paper) => ({ note: "", added: today(), ...paper }));
  } catch {
    if (text !== null) putAside(text);
    return null;
  }
}

function putAside(text) {
  try {
    localStorage.removeItem(KEY);
    localStorage.setItem(ASIDE, text);
  } catch {
    // There is no room even for that, and nobody can read it.
  }
  announce("What this browser kept of your saved papers cannot be read. It was put aside.");
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

window.addEventListener("storage", (event) => {
  if (event.key !== KEY && event.key !== null) return; // null: all was wiped
  papers = read() ?? [];
  tell();
});
