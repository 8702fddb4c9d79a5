/* The papers that a reader saved, stored in this browser alone.

   One key of `localStorage` holds {"papers": [{"slug", "note", "added"}]}, the paper saved last first. Anything else
   that is found there is moved to a key of its own. Where the browser stores nothing, papers stay until the reader
   leaves the page. */

import { storageKey } from "./addresses.js";
import { announce } from "./announce.js";
import { _ } from "./messages.js";
import { checkEntries } from "./saved-text.js";

const KEY = storageKey("saved.v1");
const UNREADABLE_KEY = storageKey("saved.unreadable");

let isStored = true;
let papers = read() ?? []; // what this tab knows; another tab may have changed what is stored
const listeners = [];

/** All saved papers, the one saved last first. */
export const listSaved = () => papers;

/** Whether the browser stores them. */
export const areStored = () => isStored;

/** The saved paper with this slug, or undefined. */
export const findSaved = (slug) => papers.find((paper) => paper.slug === slug);

/** Call a function whenever saved papers change, in this tab or another. */
export const onChange = (listener) => listeners.push(listener);

/** Save papers, the first one on top, or change their note or day: slug, and perhaps note and added. */
export function save(...entries) {
  change((before) => {
    const oldBySlug = new Map(before.map((paper) => [paper.slug, paper]));
    const changed = entries.map((entry) => ({ note: "", added: getToday(), ...oldBySlug.get(entry.slug), ...entry }));
    const newBySlug = new Map(changed.map((paper) => [paper.slug, paper]));
    const added = [...newBySlug.values()].filter((paper) => !oldBySlug.has(paper.slug));
    return [...added, ...before.map((paper) => newBySlug.get(paper.slug) ?? paper)];
  });
}

export function remove(slug) {
  change((before) => before.filter((paper) => paper.slug !== slug));
}

/** Put a removed paper back where it was. */
export function restore(paper, position) {
  change((before) => before.filter(({ slug }) => slug !== paper.slug).toSpliced(position, 0, paper));
}

/** Change the slug of a saved paper; if the new one is saved already, there is one paper with that note. */
export function rename(slug, newSlug) {
  change((before) => checkEntries(before.map((paper) => (paper.slug === slug ? { ...paper, slug: newSlug } : paper))));
}

function change(step) {
  papers = step(read() ?? papers);
  try {
    localStorage.setItem(KEY, JSON.stringify({ papers }));
    isStored = true;
  } catch {
    isStored = false;
  }
  notify();
}

const notify = () => listeners.forEach((listener) => listener());

/** Read what the browser stores; null if that is nothing, or if reading is not allowed. */
function read() {
  if (!isStored) return null;
  let text = null;
  try {
    text = localStorage.getItem(KEY);
    return text && checkEntries(JSON.parse(text).papers).map((paper) => ({ note: "", added: getToday(), ...paper }));
  } catch {
    if (text !== null) backUpUnreadableText(text);
    return null;
  }
}

function backUpUnreadableText(text) {
  try {
    localStorage.removeItem(KEY);
    localStorage.setItem(UNREADABLE_KEY, text);
  } catch {
    // There is no room even for that, and the text cannot be read.
  }
  announce(_("Your saved papers cannot be read. They were set aside, and the list starts empty."));
}

function getToday() {
  return new Date().toISOString().slice(0, 10);
}

function readAgain() {
  papers = read() ?? [];
  notify();
}

window.addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) readAgain(); // null: everything was deleted
});

// A page in the back/forward cache gets no event when another page stores something.
window.addEventListener("pageshow", (event) => event.persisted && isStored && readAgain());
