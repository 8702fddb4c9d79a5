/* The page of saved papers: the list with notes, export and import. */

import { address } from "./addresses.js";
import { announce } from "./announce.js";
import { download } from "./download.js";
import { element, hiddenText, plainText } from "./elements.js";
import { formatAuthors, formatPapers } from "./format.js";
import { fetchCitations, joinCitations } from "./paper-citations.js";
import { createRow } from "./rows.js";
import { areStored, findSaved, listSaved, onChange, remove, rename, restore, save } from "./saved.js";
import { FRAGMENT, MAX_NOTE_LENGTH, parseFragment, parsePapers, toBackup, toFragment, toMarkdown } from "./saved-text.js";
import { findPapers } from "./search/client.js";

const WORDS = {
  loading: "Loading your papers …",
  failed: "The list of papers could not be loaded. Try again later.",
  list: "Saved papers",
  exports: "Take them with you",
  imports: "Bring papers here",
  note: "Note",
  noteOn: "Note on",
  remove: "Remove",
  removed: "Removed",
  undo: "Undo",
  restored: "It is back",
  unknown: "Not in this catalogue:",
  forget: "Forget them",
  markdown: "Markdown",
  backup: "Backup with notes",
  share: "Copy a link to share",
  collecting: "Collecting the citations …",
  notCollected: "The citations could not be loaded. Check your connection and try again.",
  copied: "Link copied. It names the papers, not your notes.",
  link: "Link to share",
  file: "A backup",
  text: "Or paste a backup, a link to share, or ids and addresses of papers",
  add: "Add",
  nothingFound: "No paper of this catalogue was found in it",
  offer: "Somebody shared papers with you",
  offersNothing: "The link names no paper of this catalogue.",
  close: "Close",
  empty: "Nothing is saved yet. Press Save beside a paper, and it is listed here.",
};

let current = null; // the page that is open

export async function start(host) {
  if (host.firstChild) return;
  host.append(element("p", { role: "status" }, WORDS.loading));
  try {
    const page = new SavedPage();
    await page.show();
    host.replaceChildren(...page.parts);
    current = page;
    await page.offer(location.hash);
  } catch {
    host.replaceChildren(element("p", { role: "alert" }, WORDS.failed));
  }
}

onChange(() => current?.list.isConnected && current.show());
window.addEventListener("hashchange", () => current?.list.isConnected && current.offer(location.hash));

class SavedPage {
  #papersByKey = new Map(); // what the index knows; null for what is not in the catalogue
  #lastShow = 0;

  constructor() {
    this.status = element("p", { role: "status" });
    this.offered = element("div", {});
    this.undo = element("div", { class: "undo" });
    this.list = element("ul", { class: "saved-rows", tabindex: "-1", "aria-label": WORDS.list });
    this.unknown = element("div", {});
    this.shared = element("div", { class: "shared" });
    this.exports = element("div", {}, element("h2", {}, WORDS.exports), this.#createExports(), this.shared);
    const imports = [element("h2", {}, WORDS.imports), this.#createImport()];
    this.parts = [this.offered, this.status, this.undo, this.list, this.unknown, this.exports, ...imports];
  }

  /** Look up papers by slug or identifier: those of the catalogue, each once. */
  async #lookUp(keys) {
    const missing = [...new Set(keys)].filter((key) => !this.#papersByKey.has(key));
    const papers = missing.length ? await findPapers(missing) : [];
    missing.forEach((key, at) => this.#papersByKey.set(key, papers[at]));
    const known = keys.map((key) => this.#papersByKey.get(key)).filter(Boolean);
    return [...new Map(known.map((paper) => [paper.slug, paper])).values()];
  }

  /** Saved papers of the catalogue as plain text, each with its note. */
  #listTexts() {
    const known = listSaved().filter(({ slug }) => this.#papersByKey.get(slug));
    return known.map(({ slug, note }) => {
      const paper = this.#papersByKey.get(slug);
      return { slug, note, title: plainText(paper.title), authors: plainText(formatAuthors(paper)) };
    });
  }

  /** Show what is saved. Rows that stay are kept, so that a note can be written in the meantime. */
  async show() {
    this.#lastShow += 1;
    const show = this.#lastShow;
    const papers = await this.#lookUp(listSaved().map(({ slug }) => slug));
    if (show !== this.#lastShow) return; // saved papers have changed since
    this.#renameSaved();
    const oldRows = new Map([...this.list.children].map((row) => [row.dataset.slug, row]));
    const rows = papers.map((paper) => oldRows.get(paper.slug) ?? this.#createSavedRow(paper));
    for (const row of oldRows.values()) if (!rows.includes(row)) row.remove();
    rows.forEach((row, position) => {
      const note = row.querySelector("textarea");
      if (note !== document.activeElement) note.value = findSaved(row.dataset.slug)?.note ?? "";
      const present = this.list.children[position];
      if (present !== row) this.list.insertBefore(row, present ?? null);
    });
    this.exports.hidden = !papers.length;
    this.status.textContent = describeSaved(papers.length);
    this.#showUnknown(listSaved().filter(({ slug }) => !this.#papersByKey.get(slug)));
  }

  /** Save papers under their present slugs, where their ids have changed since. */
  #renameSaved() {
    for (const { slug } of listSaved()) {
      const present = this.#papersByKey.get(slug)?.slug ?? slug;
      if (present !== slug) rename(slug, present);
      this.#papersByKey.set(present, this.#papersByKey.get(slug));
    }
  }

  #createSavedRow(paper) {
    const { slug } = paper;
    const title = plainText(paper.title);
    const note = element("textarea", {
      rows: 2,
      maxlength: MAX_NOTE_LENGTH,
      "aria-label": `${WORDS.noteOn} ${title}`,
      placeholder: WORDS.note,
      input: () => save({ slug, note: note.value }),
    });
    const row = createRow(paper, note);
    row.dataset.slug = slug;
    const click = () => this.#remove(slug, title);
    const button = element("button", { type: "button", class: "remove", click }, WORDS.remove, hiddenText(` ${title}`));
    row.querySelector("button.save").replaceWith(button);
    return row;
  }

  #remove(slug, title) {
    const position = listSaved().findIndex((paper) => paper.slug === slug);
    const removed = listSaved()[position];
    remove(slug);
    const undo = () => {
      restore(removed, position);
      this.undo.replaceChildren();
      this.list.focus();
      announce(WORDS.restored);
    };
    const button = createButton(WORDS.undo, undo);
    this.undo.replaceChildren(element("span", {}, `${WORDS.removed} “${title}”.`), " ", button);
    button.focus();
    announce(`${WORDS.removed} ${title}`);
  }

  #showUnknown(papers) {
    if (!papers.length) return this.unknown.replaceChildren();
    const slugs = papers.map(({ slug }) => slug);
    this.unknown.replaceChildren(
      element("p", {}, `${WORDS.unknown} ${slugs.join(", ")}. `),
      createButton(WORDS.forget, () => slugs.forEach(remove)),
    );
  }

  // --- export ---

  #createExports() {
    const formats = JSON.parse(document.getElementById("citations").textContent);
    return element(
      "p",
      { class: "buttons" },
      ...formats.map((format) => createButton(format.label, () => this.#exportCitations(format))),
      createButton(WORDS.markdown, () => exportText("md", "text/markdown", toMarkdown(this.#listTexts()))),
      createButton(WORDS.backup, () => exportText("json", "application/json", toBackup(listSaved()))),
      createButton(WORDS.share, () => this.#share()),
    );
  }

  async #exportCitations(format) {
    announce(WORDS.collecting);
    try {
      const papers = await fetchCitations(this.#listTexts().map(({ slug }) => slug));
      exportText(format.extension, format.type, joinCitations(papers, format));
    } catch {
      announce(WORDS.notCollected);
    }
  }

  async #share() {
    const link = String(new URL(toFragment(this.#listTexts().map(({ slug }) => slug)), address("saved/")));
    try {
      await navigator.clipboard.writeText(link);
      announce(WORDS.copied);
    } catch {
      const field = element("input", { type: "text", readonly: true, value: link, "aria-label": WORDS.link });
      this.shared.replaceChildren(field);
      field.select();
    }
  }

  // --- import ---

  #createImport() {
    const text = element("textarea", { rows: 4, id: "import-text", spellcheck: "false" });
    const file = element("input", { type: "file", id: "import-file", accept: ".json,.txt,application/json" });
    file.addEventListener("change", async () => {
      if (file.files.length) await this.#import(await file.files[0].text());
      file.value = "";
    });
    return element(
      "div",
      { class: "import" },
      element("label", { for: file.id }, WORDS.file),
      file,
      element("label", { for: text.id }, WORDS.text),
      text,
      createButton(WORDS.add, () => this.#import(text.value)),
    );
  }

  async #import(text) {
    const entries = parsePapers(text);
    let papers;
    try {
      papers = await this.#lookUp(entries.map(({ key }) => key));
    } catch {
      announce(WORDS.failed);
      return;
    }
    const entriesBySlug = new Map(entries.map(({ key, ...entry }) => [this.#papersByKey.get(key)?.slug, entry]));
    const added = papers.filter(({ slug }) => !findSaved(slug));
    // A note that was written here stays.
    save(...papers.map(({ slug }) => (findSaved(slug)?.note ? { slug } : { slug, ...entriesBySlug.get(slug) })));
    if (!papers.length) announce(WORDS.nothingFound);
    else announce(`${formatPapers(added.length)} added, ${papers.length - added.length} saved before`);
  }

  /** Ask before the papers of a shared link are added. */
  async offer(fragment) {
    this.offered.replaceChildren();
    if (!fragment.startsWith(FRAGMENT)) return;
    const papers = await this.#lookUp(parseFragment(fragment));
    const added = papers.filter(({ slug }) => !findSaved(slug));
    const close = () => {
      history.replaceState(history.state, "", location.pathname + location.search);
      this.offered.replaceChildren();
      this.list.focus();
    };
    const add = () => {
      save(...added.map(({ slug }) => ({ slug })));
      close();
      announce(`${formatPapers(added.length)} added`);
    };
    const counts = `The link names ${formatPapers(papers.length)}, of which you saved ${papers.length - added.length}.`;
    const heading = element("h2", { tabindex: "-1" }, WORDS.offer);
    this.offered.replaceChildren(
      heading,
      element("p", {}, papers.length ? counts : WORDS.offersNothing),
      element("ul", {}, ...papers.map(({ title }) => element("li", {}, plainText(title)))),
      element(
        "p",
        { class: "buttons" },
        ...(added.length ? [createButton(`${WORDS.add} ${formatPapers(added.length)}`, add)] : []),
        createButton(WORDS.close, close),
      ),
    );
    heading.focus();
  }
}

function describeSaved(count) {
  if (!count) return WORDS.empty;
  if (areStored()) return `${formatPapers(count)}, kept in this browser.`;
  return `${formatPapers(count)}, until you leave: your browser keeps nothing for this site. Take them with you below.`;
}

const createButton = (label, click) => element("button", { type: "button", class: "md-button", click }, label);

function exportText(extension, mediaType, text) {
  const name = `saved-papers.${extension}`;
  download(name, mediaType, text);
  announce(`${name} is ready`);
}
