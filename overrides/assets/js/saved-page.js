/* The page of saved papers: the list with notes, and the ways in and out. */

import { address } from "./addresses.js";
import { announce } from "./announce.js";
import { download } from "./download.js";
import { element } from "./elements.js";
import { load, loadWords } from "./listing.js";
import { fetchCitations, joinCitations } from "./paper-citations.js";
import { row } from "./rows.js";
import { all, areKept, find, onChange, remove, restore, save } from "./saved.js";
import { FRAGMENT, fromFragment, fromText, toBackup, toFragment, toMarkdown } from "./saved-text.js";

const counted = (count) => (count === 1 ? "1 paper" : `${count} papers`);

let shown = null; // the page that is open

export async function start(host) {
  if (host.firstChild) return;
  host.append(element("p", { role: "status" }, "Loading your papers …"));
  try {
    const page = new SavedPage(await load());
    host.replaceChildren(...page.parts);
    shown = page;
    await page.show();
    await page.offer(location.hash);
  } catch {
    const words = "The list of papers could not be loaded. Try again later.";
    host.replaceChildren(element("p", { role: "alert" }, words));
  }
}

onChange(() => shown?.list.isConnected && shown.show());
window.addEventListener("hashchange", () => shown?.list.isConnected && shown.offer(location.hash));

class SavedPage {
  constructor(listing) {
    this.listing = listing;
    this.turn = 0;
    this.status = element("p", { role: "status" });
    this.offered = element("div", {});
    this.undo = element("div", { class: "undo" });
    this.list = element("ul", { class: "saved-rows", tabindex: "-1", "aria-label": "Saved papers" });
    this.unknown = element("div", {});
    this.shared = element("div", { class: "shared" });
    this.ways = element("div", {}, element("h2", {}, "Take them with you"), this.#makeExports(), this.shared);
    const bring = [element("h2", {}, "Bring papers here"), this.#makeImport()];
    this.parts = [this.offered, this.status, this.undo, this.list, this.unknown, this.ways, ...bring];
  }

  /** What is saved and known here, each with its note. */
  #papers() {
    const { bySlug } = this.listing;
    const known = all().filter(({ slug }) => bySlug.has(slug));
    return known.map((saved) => ({ ...bySlug.get(saved.slug), ...saved }));
  }

  /** Make the page show what is saved. Rows that stay are kept, so that nobody is disturbed while writing. */
  async show() {
    const { bySlug, venueNames } = this.listing;
    const known = all().filter(({ slug }) => bySlug.has(slug));
    const turn = ++this.turn;
    await loadWords(known.map(({ slug }) => bySlug.get(slug)));
    if (turn !== this.turn) return; // there is newer news
    const old = new Map([...this.list.children].map((item) => [item.dataset.slug, item]));
    const items = known.map(({ slug }) => old.get(slug) ?? this.#makeItem(bySlug.get(slug), venueNames));
    for (const [slug, item] of old) if (!known.some((paper) => paper.slug === slug)) item.remove();
    items.forEach((item, position) => {
      const note = item.querySelector("textarea");
      if (note !== document.activeElement) note.value = find(item.dataset.slug)?.note ?? "";
      const there = this.list.children[position];
      if (there !== item) this.list.insertBefore(item, there ?? null);
    });
    this.ways.hidden = !known.length;
    this.status.textContent = statusOf(known.length);
    this.#showUnknown(all().filter(({ slug }) => !bySlug.has(slug)));
  }

  #makeItem(paper, venueNames) {
    const note = element("textarea", {
      rows: 2,
      maxlength: 10_000,
      "aria-label": `Note on ${paper.title}`,
      placeholder: "Note",
      input: () => save({ slug: paper.slug, note: note.value }),
    });
    const item = row(paper, venueNames, note);
    item.dataset.slug = paper.slug;
    const attributes = { type: "button", class: "remove", click: () => this.#remove(paper) };
    const button = element("button", attributes, "Remove", hidden(paper.title));
    item.querySelector("button.save").replaceWith(button);
    return item;
  }

  #remove({ slug, title }) {
    const position = all().findIndex((paper) => paper.slug === slug);
    const before = all()[position];
    remove(slug);
    const undo = () => {
      restore(before, position);
      this.undo.replaceChildren();
      this.list.focus();
      announce("It is back");
    };
    const button = element("button", { type: "button", class: "md-button", click: undo }, "Undo");
    this.undo.replaceChildren(element("span", {}, `Removed “${title}”.`), " ", button);
    button.focus();
    announce(`Removed ${title}`);
  }

  #showUnknown(papers) {
    if (!papers.length) return this.unknown.replaceChildren();
    const forget = () => papers.forEach(({ slug }) => remove(slug));
    const names = papers.map(({ slug }) => slug).join(", ");
    this.unknown.replaceChildren(
      element("p", {}, `Not in this catalogue: ${names}. `),
      element("button", { type: "button", class: "md-button", click: forget }, "Forget them"),
    );
  }

  // --- out ---

  #makeExports() {
    const button = (text, click) => element("button", { type: "button", class: "md-button", click }, text);
    const formats = JSON.parse(document.getElementById("citations").textContent);
    return element(
      "p",
      { class: "buttons" },
      ...formats.map((format) => button(format.label, () => this.#exportCitations(format))),
      button("Markdown", () => exportText("md", "text/markdown", toMarkdown(this.#papers()))),
      button("Backup with notes", () => exportText("json", "application/json", toBackup(all()))),
      button("Copy a link to share", () => this.#share()),
    );
  }

  async #exportCitations(format) {
    announce("Collecting the citations …");
    try {
      const papers = await fetchCitations(this.#papers().map(({ slug }) => slug));
      exportText(format.extension, format.type, joinCitations(papers, format));
    } catch {
      announce("The citations could not be loaded. Check your connection and try again.");
    }
  }

  async #share() {
    const link = String(new URL(toFragment(this.#papers().map(({ slug }) => slug)), address("saved/")));
    try {
      await navigator.clipboard.writeText(link);
      announce("Link copied. It names the papers, not your notes.");
    } catch {
      const attributes = { type: "text", readonly: true, value: link, "aria-label": "Link to share" };
      const field = element("input", attributes);
      this.shared.replaceChildren(field);
      field.select();
    }
  }

  // --- in ---

  #makeImport() {
    const text = element("textarea", { rows: 4, id: "import-text", spellcheck: "false" });
    const file = element("input", { type: "file", id: "import-file", accept: ".json,.txt,application/json" });
    file.addEventListener("change", async () => {
      if (file.files.length) this.#import(await file.files[0].text());
      file.value = "";
    });
    const take = () => this.#import(text.value);
    return element(
      "div",
      { class: "import" },
      element("label", { for: file.id }, "A backup"),
      file,
      element("label", { for: text.id }, "Or paste a backup, a link to share, or ids and addresses of papers"),
      text,
      element("button", { type: "button", class: "md-button", click: take }, "Add"),
    );
  }

  #import(text) {
    const given = fromText(text);
    const known = given.filter(({ slug }) => this.listing.bySlug.has(slug));
    const added = known.filter(({ slug }) => !find(slug));
    // A note that is here already was written here, and stays.
    save(...known.map((paper) => (find(paper.slug)?.note ? { slug: paper.slug } : paper)));
    if (!known.length) announce("No paper of this catalogue was found in it");
    else announce(`${counted(added.length)} added, ${known.length - added.length} saved before`);
  }

  /** Ask before the papers of a link are added. */
  async offer(fragment) {
    this.offered.replaceChildren();
    if (!fragment.startsWith(FRAGMENT)) return;
    const { bySlug } = this.listing;
    const papers = fromFragment(fragment).filter((slug) => bySlug.has(slug)).map((slug) => bySlug.get(slug));
    const fresh = papers.filter(({ slug }) => !find(slug));
    await loadWords(papers);
    const close = () => {
      history.replaceState(history.state, "", location.pathname + location.search);
      this.offered.replaceChildren();
      this.list.focus();
    };
    const add = () => {
      save(...fresh.map(({ slug }) => ({ slug })));
      close();
      announce(`${counted(fresh.length)} added`);
    };
    const button = (name, click) => element("button", { type: "button", class: "md-button", click }, name);
    const known = `The link names ${counted(papers.length)}, of which you saved ${papers.length - fresh.length}.`;
    const heading = element("h2", { tabindex: "-1" }, "Somebody shared papers with you");
    this.offered.replaceChildren(
      heading,
      element("p", {}, papers.length ? known : "The link names no paper of this catalogue."),
      element("ul", {}, ...papers.map(({ title }) => element("li", {}, title))),
      element(
        "p",
        { class: "buttons" },
        ...(fresh.length ? [button(`Add ${counted(fresh.length)}`, add)] : []),
        button("Close", close),
      ),
    );
    heading.focus();
  }
}

function statusOf(count) {
  if (!count) return "Nothing is saved yet. Press Save beside a paper, and it is listed here.";
  if (areKept()) return `${counted(count)}, kept in this browser.`;
  return `${counted(count)}, until you leave: your browser keeps nothing for this site. Take them with you below.`;
}

function exportText(extension, mediaType, text) {
  const name = `saved-papers.${extension}`;
  download(name, mediaType, text);
  announce(`${name} is ready`);
}

const hidden = (text) => element("span", { class: "for-screen-readers" }, ` ${text}`);
