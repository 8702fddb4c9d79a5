/* The page of saved papers: the list with notes, export and import. */

import { address } from "./addresses.js";
import { announce } from "./announce.js";
import { download } from "./download.js";
import { element, hiddenText, plainText } from "./elements.js";
import { formatAuthors } from "./format.js";
import { _, formatNumber, ngettext, splitMessage } from "./messages.js";
import { fetchCitations, joinCitations } from "./paper-citations.js";
import { createRow } from "./rows.js";
import { areStored, findSaved, listSaved, onChange, remove, rename, restore, save } from "./saved.js";
import { FRAGMENT, MAX_NOTE_LENGTH, parseFragment, parsePapers, toBackup, toFragment, toMarkdown } from "./saved-text.js";
import { findPapers } from "./search/client.js";

const FAILED = _("The list of papers could not be loaded. Try again later.");

export async function start(host) {
  host.append(element("p", { role: "status" }, _("Loading your papers …")));
  try {
    const page = new SavedPage();
    await page.show();
    host.replaceChildren(...page.parts);
    onChange(() => page.show());
    window.addEventListener("hashchange", () => page.offer(location.hash));
    await page.offer(location.hash);
  } catch {
    host.replaceChildren(element("p", { role: "alert" }, FAILED));
  }
}

class SavedPage {
  #papersByKey = new Map(); // what the index knows; null for what is not in the catalogue
  #lastShow = 0;

  constructor() {
    this.status = element("p", { role: "status" });
    this.offered = element("div", {});
    this.undo = element("div", { class: "undo" });
    this.list = element("ul", { class: "saved-rows", tabindex: "-1", "aria-label": _("Saved papers") });
    this.unknown = element("div", {});
    this.shared = element("div", { class: "shared" });
    this.exports = element("div", {}, element("h2", {}, _("Export")), this.#createExports(), this.shared);
    this.missing = element("div", { class: "missing" });
    const imports = [element("h2", {}, _("Import")), this.#createImport(), this.missing];
    this.parts = [this.offered, this.status, this.undo, this.list, this.unknown, this.exports, ...imports];
  }

  /** Look up papers by slug or identifier: those of the catalogue, each once. */
  async #lookUp(keys) {
    const missing = [...new Set(keys)].filter((key) => !this.#papersByKey.has(key));
    const papers = missing.length ? await findPapers(missing) : [];
    missing.forEach((key, at) => this.#papersByKey.set(key, papers[at]));
    const papersOfKeys = keys.map((key) => this.#papersByKey.get(key)).filter(Boolean);
    return [...new Map(papersOfKeys.map((paper) => [paper.slug, paper])).values()];
  }

  /** Saved papers of the catalogue as plain text, each with its note. */
  #listTexts() {
    const entries = listSaved().filter(({ slug }) => this.#papersByKey.get(slug));
    return entries.map(({ slug, note }) => {
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
      "aria-label": _("Note on %(title)s", { title }),
      placeholder: _("Note"),
      input: () => save({ slug, note: note.value }),
    });
    const row = createRow(paper, note);
    row.dataset.slug = slug;
    const click = () => this.#remove(slug, title);
    const label = splitMessage(_("Remove %(title)s"), { title: hiddenText(title) });
    const button = element("button", { type: "button", class: "remove", click }, ...label);
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
      announce(_("Restored"));
    };
    const button = createButton(_("Undo"), undo);
    const message = _("Removed “%(title)s”.", { title });
    this.undo.replaceChildren(element("span", {}, message), " ", button);
    button.focus();
    announce(message);
  }

  #showUnknown(papers) {
    if (!papers.length) return this.unknown.replaceChildren();
    const slugs = papers.map(({ slug }) => slug);
    this.unknown.replaceChildren(
      element("p", {}, _("Not in this catalogue: %(papers)s.", { papers: slugs.join(", ") })),
      createButton(_("Remove them"), () => slugs.forEach(remove)),
    );
  }

  // --- export ---

  #createExports() {
    const formats = JSON.parse(document.getElementById("citations").textContent);
    const rows = [
      [
        ...formats.map((format) => createButton(format.label, () => this.#exportCitations(format))),
        createButton(_("Markdown"), () => exportText("md", "text/markdown", toMarkdown(this.#listTexts()))),
        createButton(_("Backup with notes"), () => exportText("json", "application/json", toBackup(listSaved()))),
      ],
      [
        ...formats.map((format) =>
          createButton(_("Copy %(format)s", { format: format.label }), () => this.#copyCitations(format)),
        ),
        createButton(_("Copy a link to share"), () => this.#share()),
      ],
    ];
    return element("div", {}, ...rows.map((row) => element("p", { class: "buttons" }, ...row)));
  }

  async #exportCitations(format) {
    const text = await this.#collectCitations(format);
    if (text) exportText(format.extension, format.type, text);
  }

  async #copyCitations(format) {
    const text = await this.#collectCitations(format);
    if (text) await this.#copy(text, _("%(format)s copied", { format: format.label }), format.label);
  }

  /** The citations of all saved papers as a file; "" if they could not be loaded. */
  async #collectCitations(format) {
    announce(_("Collecting the citations …"));
    try {
      const papers = await fetchCitations(this.#listTexts().map(({ slug }) => slug));
      return joinCitations(papers, format);
    } catch {
      announce(_("The citations could not be loaded. Check your connection and try again."));
      return "";
    }
  }

  async #share() {
    const link = String(new URL(toFragment(this.#listTexts().map(({ slug }) => slug)), address("saved/")));
    await this.#copy(link, _("Link copied. It contains the papers, not your notes."), _("Link to share"));
  }

  /** Copy a text; where the browser does not allow it, show the text in a field and select it. */
  async #copy(text, message, label) {
    try {
      await navigator.clipboard.writeText(text);
      announce(message);
    } catch {
      const field = element("textarea", { rows: 4, readonly: true, "aria-label": label });
      field.value = text;
      this.shared.replaceChildren(field);
      field.select();
    }
  }

  // --- import ---

  #createImport() {
    const text = element("textarea", { rows: 4, id: "import-text", spellcheck: "false" });
    const file = element("input", { type: "file", id: "import-file", accept: ".bib,.ris,.json,.txt" });
    file.addEventListener("change", async () => {
      if (file.files.length) await this.#import(await file.files[0].text());
      file.value = "";
    });
    return element(
      "div",
      { class: "import" },
      element("label", { for: file.id }, _("File with BibTeX, RIS, identifiers or a backup")),
      file,
      element("label", { for: text.id }, _("Or paste BibTeX, RIS, DOIs or other ids, addresses of papers, or a shared link")),
      text,
      createButton(_("Add"), () => this.#import(text.value)),
    );
  }

  async #import(text) {
    const references = parsePapers(text);
    try {
      await this.#lookUp(references.flatMap(({ keys }) => keys));
    } catch {
      announce(FAILED);
      return;
    }
    const found = new Map(); // papers by slug
    const entriesBySlug = new Map();
    const missing = [];
    for (const { name, keys, ...entry } of references) {
      const paper = keys.map((key) => this.#papersByKey.get(key)).find(Boolean);
      if (!paper) missing.push(name);
      else if (!found.has(paper.slug)) {
        found.set(paper.slug, paper);
        entriesBySlug.set(paper.slug, entry);
      }
    }
    const missingCount = this.#showMissing(missing.filter(Boolean));
    const papers = [...found.values()];
    const added = papers.filter(({ slug }) => !findSaved(slug));
    // A note that was written here stays.
    save(...papers.map(({ slug }) => (findSaved(slug)?.note ? { slug } : { slug, ...entriesBySlug.get(slug) })));
    const result = papers.length
      ? describeAdded(added.length, papers.length - added.length)
      : _("No paper of this catalogue was found in the text");
    announce([result, missingCount].filter(Boolean).join(". "));
  }

  /** List the references that were not found, and return a sentence with their number; "" if there are none. */
  #showMissing(names) {
    this.missing.replaceChildren();
    if (!names.length) return "";
    const count = ngettext(
      "%(count)s reference is not in this catalogue",
      "%(count)s references are not in this catalogue",
      names.length,
    );
    const items = names.map((name) => element("li", {}, name));
    this.missing.append(element("p", {}, `${count}:`), element("ul", {}, ...items));
    return count;
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
      announce(describeAdded(added.length, 0));
    };
    const counts = ngettext(
      "The link contains %(count)s paper, of which you have saved %(saved)s.",
      "The link contains %(count)s papers, of which you have saved %(saved)s.",
      papers.length,
      { saved: formatNumber(papers.length - added.length) },
    );
    const heading = element("h2", { tabindex: "-1" }, _("Somebody shared papers with you"));
    this.offered.replaceChildren(
      heading,
      element("p", {}, papers.length ? counts : _("The link contains no paper of this catalogue.")),
      element("ul", {}, ...papers.map(({ title }) => element("li", {}, plainText(title)))),
      element(
        "p",
        { class: "buttons" },
        ...(added.length ? [createButton(ngettext("Add %(count)s paper", "Add %(count)s papers", added.length), add)] : []),
        createButton(_("Close"), close),
      ),
    );
    heading.focus();
  }
}

function describeSaved(count) {
  if (!count) return _("You have not saved any papers yet. Press Save next to a paper to add it to this list.");
  if (areStored()) return ngettext("%(count)s paper in this browser.", "%(count)s papers in this browser.", count);
  return ngettext(
    "%(count)s paper until you leave this page: your browser stores nothing for this site. Export it below.",
    "%(count)s papers until you leave this page: your browser stores nothing for this site. Export them below.",
    count,
  );
}

function describeAdded(count, savedBefore) {
  const added = ngettext("%(count)s paper added", "%(count)s papers added", count);
  if (!savedBefore) return added;
  return _("%(added)s, %(count)s already saved", { added, count: formatNumber(savedBefore) });
}

const createButton = (label, click) => element("button", { type: "button", class: "md-button", click }, label);

function exportText(extension, mediaType, text) {
  const name = `saved-papers.${extension}`;
  download(name, mediaType, text);
  announce(_("%(file)s is ready", { file: name }));
}
