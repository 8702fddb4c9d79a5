/* The search boxes of the header and of the home page: comboboxes whose list holds the results.

   The focus stays in the box. Arrow keys choose a result, Enter opens it, Escape closes the list; the best result is
   chosen until the reader chooses another one. */

import { SITE } from "../addresses.js";
import { element } from "../elements.js";
import { parseFilters } from "../filters.js";
import { _, ngettext } from "../messages.js";
import { open, search, searchWhileTyping } from "./client.js";
import { createPageParts, createPaperParts, createSuggestions, describeTotal, FAILED, loadStyles } from "./results.js";

const HINT = _("Title, author, words of the abstract, DOI or other id");
const ROWS_WHILE_TYPING = 5;
const ROWS = 10;
const NO_FILTERS = parseFilters("");

/**
 * Start the box in the header.
 *
 * @param {Element} box
 * @param {boolean} hasFinder - whether the page has a form of its own for the query in its address
 */
export function start(box, hasFinder) {
  const toggle = document.getElementById("__search");
  const place = { isOpen: () => toggle.checked, setOpen: (isOpen) => toggle.checked !== isOpen && toggle.click() };
  const combobox = new Combobox(box.querySelector("input"), box.querySelector(".md-search__inner"), place);
  const { input } = combobox;
  toggle.addEventListener("change", () => {
    if (toggle.checked) input.focus();
    else input.blur();
    combobox.updateExpanded();
    if (!toggle.checked && !hasFinder) removeQueryFromAddress();
  });
  if (document.activeElement === input) combobox.open();
  if (input.value) combobox.followInput();
}

/** Start the box on the home page, whose list is below it while there is a query. */
export function startHome(form) {
  const input = form.querySelector("input");
  const place = { isOpen: () => form.matches(".open"), setOpen: (isOpen) => form.classList.toggle("open", isOpen) };
  const combobox = new Combobox(input, form, place);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }
  combobox.updateExpanded();
  form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || combobox.setOpen(false));
  if (document.activeElement === input) combobox.open();
  if (input.value) combobox.followInput();
}

class Combobox {
  #shownQuery = null; // the query whose results are listed
  #chosen = -1;

  /**
   * @param {Element} input
   * @param {Element} place - the element at whose end the results are
   * @param {{isOpen: () => boolean, setOpen: (isOpen: boolean) => void}} state - whether the results are visible
   */
  constructor(input, place, state) {
    this.input = input;
    this.state = state;
    this.status = element("div", { class: "md-search-result__meta", role: "status" }, HINT);
    this.list = element("ol", {
      ...{ class: "md-search-result__list", id: `${input.id || "__search"}-results`, role: "listbox", hidden: true },
      "aria-label": input.getAttribute("aria-label") ?? input.labels[0].textContent,
    });
    const results = element("div", { class: "md-search-result" }, this.status, this.list);
    this.scroll = element("div", { class: "md-search__scrollwrap", tabindex: 0 }, results);
    place.append(element("div", { class: "md-search__output" }, this.scroll));
    input.setAttribute("aria-controls", this.list.id);
    loadStyles();
    this.searchSoon = searchWhileTyping((isTyping) => this.#search(isTyping));
    input.addEventListener("focus", () => this.open());
    input.addEventListener("input", () => {
      this.setOpen(true);
      this.followInput();
    });
    input.form.addEventListener("reset", () => setTimeout(() => { this.followInput(); input.focus(); }));
    this.list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && !event.metaKey && !event.ctrlKey) this.setOpen(false);
    });
    place.addEventListener("keydown", (event) => this.#press(event));
  }

  setOpen(isOpen) {
    this.state.setOpen(isOpen);
    this.updateExpanded();
  }

  open() {
    this.setOpen(true);
    open(true).catch(() => (this.status.textContent = FAILED));
  }

  updateExpanded() {
    this.input.setAttribute("aria-expanded", String(this.state.isOpen() && !this.list.hidden));
  }

  followInput() {
    if (!this.input.value.trim()) {
      this.#shownQuery = null;
      this.status.textContent = HINT;
      this.#fill([], -1);
    }
    this.searchSoon(this.input.value);
  }

  async #search(isTyping) {
    const query = this.input.value;
    const filters = { ...NO_FILTERS, query };
    const size = isTyping ? ROWS_WHILE_TYPING : ROWS;
    try {
      const answer = await search({ filters, size, withPages: true, withTexts: true, isTyping, caller: "box" });
      if (query === this.input.value) this.#show(query, answer);
    } catch {
      this.status.textContent = FAILED;
    }
  }

  #show(query, answer) {
    const isMore = this.#shownQuery === query; // the same results, only more of them
    const rows = [
      ...answer.pages.map((page) => [page.path, createPageParts(page), "result-place"]),
      ...answer.papers.map((paper) => [`papers/${paper.slug}/`, createPaperParts(paper), "result-paper"]),
    ];
    if (answer.total > answer.papers.length) {
      const text = ngettext("Show %(count)s result", "Show all %(count)s results", answer.total);
      const all = element("span", { class: "result-title" }, text);
      rows.push([`search/?${new URLSearchParams({ q: query })}`, [all], "result-all"]);
    }
    this.#fill(rows, isMore ? Math.max(0, this.#chosen) : 0);
    this.#shownQuery = query;
    if (isMore) return;
    this.scroll.scrollTop = 0;
    if (answer.total) this.status.textContent = describeTotal(answer);
    else this.status.replaceChildren(...(answer.pages.length ? [_("No papers")] : createSuggestions()));
  }

  #fill(rows, place) {
    const options = rows.map(([path, parts, kind], at) => createOption(path, parts, kind, `${this.list.id}-${at}`));
    this.list.replaceChildren(...options);
    this.list.hidden = !rows.length;
    this.updateExpanded();
    this.#choose(rows.length ? place : -1);
  }

  #getOptions() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #choose(place) {
    const options = this.#getOptions();
    this.#chosen = options.length ? (place + options.length) % options.length : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#chosen)));
    if (this.#chosen < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[this.#chosen].id);
    options[this.#chosen].scrollIntoView({ block: "nearest" });
  }

  #press(event) {
    if (event.isComposing || event.target.matches("button")) return;
    const option = this.#getOptions()[this.#chosen];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#choose(this.#chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && option && this.#shownQuery === this.input.value) {
      event.preventDefault(); // the form leads to the page of the search
      option.click();
    } else if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape" && this.state.isOpen()) event.preventDefault(); // it would clear the box
      this.setOpen(false);
    } else if (event.key.length === 1) {
      this.input.focus();
    }
  }
}

function createOption(path, parts, kind, id) {
  const attributes = { class: `md-search-result__link ${kind}`, id, role: "option", tabindex: -1 };
  const article = element("span", { class: "md-search-result__article md-typeset" }, ...parts);
  const link = element("a", { ...attributes, href: new URL(path, SITE) }, article);
  return element("li", { class: "md-search-result__item", role: "presentation" }, link);
}

/** Remove the query of a deep link from the address. */
function removeQueryFromAddress() {
  const url = new URL(location.href);
  if (!url.searchParams.has("q")) return;
  url.searchParams.delete("q");
  history.replaceState(history.state, "", url);
}
