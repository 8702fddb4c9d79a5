/* The form that searches, filters and sorts papers, and the rows that answer it: on the page of the search, and on
   pages that list papers, for the papers of the page. */

import { address, paperAddress, SITE } from "./addresses.js";
import { element } from "./elements.js";
import { FilterPanel, formatChoice } from "./filter-panel.js";
import { formatFilters, getSort, isEmpty, listSorts, parseFilters, toggleChoice } from "./filters.js";
import { formatPapers, formatQuarter } from "./format.js";
import { _, formatNumber } from "./messages.js";
import { collectOwnContent } from "./own-content.js";
import { createRow } from "./rows.js";
import { createSuggestions, describePage, describeTotal, FAILED } from "./search/results.js";

const SORTS = {
  best: _("Best match"),
  new: _("Newest first"),
  old: _("Oldest first"),
  title: _("Title"),
  venue: _("Venue"),
};
const FOLDERS = { topic: "topics", venue: "venues" }; // of the pages with a feed, by facet
const HAS_DIGIT = /\d/; // every id of a paper has one
const ROWS = 50;
const ROWS_WITH_TEXTS = 20;
const ROWS_WHILE_TYPING = 8;
const SCROLL_PAUSE = 100; // milliseconds without scrolling, after which the scroll position is saved
const OPEN_PANEL_UP_TO = 10_000; // papers; of more, the counts alone weigh more than a query may

// The engine is loaded when a reader needs it.
const loadClient = () => import("./search/client.js");

export function start(host) {
  new PaperFinder(host).start();
}

class PaperFinder {
  #filters;
  #isTyping = false; // whether the last change was a letter
  #mayOpenPanel;
  #scrollY; // that of an earlier visit of this step in the history, until it is restored

  constructor(host) {
    this.host = host;
    this.isSearch = host.matches("[data-search]");
    this.#mayOpenPanel = this.isSearch;
    this.topics = this.isSearch ? "any" : "all";
    this.scope = parseFilters(host.dataset.listing ?? "");
    this.panel = new FilterPanel(host.dataset.year ?? "", () => this.#updateCounts());
    this.status = element("p", { class: "finder-status", role: "status" });
    this.active = element("ul", { class: "active", "aria-label": _("Active filters") });
    this.searchAll = element("a", { hidden: true }, _("Search all papers"));
    this.clear = element("button", { type: "reset", class: "chip", hidden: true }, _("Clear"));
    this.follow = element("a", { class: "follow", hidden: true }, _("Follow"));
    const hint = _("Title, author, words, DOI or other id");
    this.query = element("input", {
      ...{ type: "search", name: "q", autocomplete: "off", maxlength: 200, placeholder: hint, "aria-label": hint },
    });
    this.sort = element("select", { class: "chip", name: "sort", "aria-label": _("Sort by") });
    this.form = element(
      "form",
      { class: "finder", role: "search", "aria-label": _("Search, filter and sort papers") },
      element("div", { class: "bar" }, this.query, this.sort, ...this.panel.chips, this.panel.button),
      this.panel.panel,
      element("div", { class: "outcome" }, this.status, this.active, this.clear, this.searchAll, this.follow),
    );
    this.list = element("ul", { class: "result-rows", tabindex: "-1", "aria-label": _("Results") });
    this.pager = element("nav", { class: "pager", "aria-label": _("Pages of results") });
    this.results = element("div", { class: "results", hidden: true }, this.list, this.pager);
    this.ownContent = collectOwnContent(host, this.isSearch);
  }

  start() {
    this.host.append(this.form, this.results);
    this.form.addEventListener("focusin", () => this.#prepare(), { once: true });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", (event) => this.#reset(event));
    this.form.addEventListener("change", () => (this.#isTyping = false));
    this.form.addEventListener("input", ({ target }) => this.#change(target));
    this.#set(parseFilters(location.search, this.topics));
    if (!isEmpty(this.#filters)) this.#restore();
    else showOwnContent();
    if (this.isSearch && this.#isQueryAlone() && HAS_DIGIT.test(this.#filters.query)) this.#openExactPaper();
    window.addEventListener("popstate", () => this.#followAddress());
    window.addEventListener("scroll", () => this.#saveScrollSoon());
  }

  async #prepare() {
    try {
      await (await loadClient()).open(this.isSearch);
    } catch {
      this.status.textContent = FAILED;
    }
  }

  #isQueryAlone() {
    return isEmpty({ ...this.#filters, query: "" });
  }

  /** Open the page of the paper if the query is its id or DOI. */
  async #openExactPaper() {
    try {
      const { findPapers } = await loadClient();
      const { query } = this.#filters;
      const [paper] = await findPapers([query.trim()]);
      if (paper && query === this.#filters.query) location.replace(paperAddress(paper.slug));
    } catch {
      // The search itself reports what failed.
    }
  }

  /** Follow a step in the browser's history, if it changes the filters. */
  #followAddress() {
    const filters = parseFilters(location.search, this.topics);
    if (JSON.stringify(filters) === JSON.stringify(this.#filters)) return;
    this.#set(filters);
    this.#restore();
  }

  #restore() {
    clearTimeout(this.timer);
    this.#scrollY = history.state?.scrollY;
    this.#update();
  }

  /* The browser restores a scroll position before the results are there. */
  #saveScrollSoon() {
    clearTimeout(this.timer);
    if (this.#scrollY === undefined) this.timer = setTimeout(() => this.#saveScroll(), SCROLL_PAUSE);
  }

  #saveScroll() {
    history.replaceState({ ...history.state, scrollY }, "");
  }

  #change({ name, value, checked }) {
    const filters = { ...this.#filters, from: 0 };
    if (name === "q") this.#set({ ...filters, query: value });
    else if (name === "sort") this.#set({ ...filters, sort: value });
    else if (name === "topics") this.#set({ ...filters, topics: value });
    else this.#set(toggleChoice(filters, name, value, checked));
    // Letters in a row are one step of the browser's history.
    this.#remember(name === "q" && this.#isTyping);
    this.#isTyping = name === "q";
    if (name === "q" && value.trim()) this.#searchWhileTyping(value);
    else this.#update();
  }

  #reset(event) {
    event.preventDefault(); // the browser would reset controls to what they were created with
    this.#set(parseFilters("", this.topics));
    this.#remember(false);
    this.#update();
    this.query.focus();
  }

  #removeFilter(filters) {
    this.#set({ ...filters, from: 0 });
    this.#remember(false);
    this.#update();
    this.panel.button.focus(); // the chip that had the focus is gone
  }

  #turnPage(from) {
    this.#filters = { ...this.#filters, from };
    this.#remember(false);
    this.#update().then(() => {
      this.form.scrollIntoView();
      this.list.focus({ preventScroll: true });
    });
  }

  #set(filters) {
    this.#filters = filters;
    this.#showFilters();
  }

  /** Write the filters into the address: as a new entry of the browser's history, or in place of this one. */
  #remember(inPlace) {
    const url = new URL(location.href);
    url.search = formatFilters(this.#filters, url.search, this.topics);
    url.hash = "";
    if (inPlace) history.replaceState(history.state, "", url);
    else history.pushState(null, "", url);
  }

  /** Make the controls state the filters. */
  #showFilters() {
    const { query } = this.#filters;
    if (this.query.value !== query) this.query.value = query;
    const options = listSorts(this.#filters).map((value) => element("option", { value }, SORTS[value]));
    this.sort.replaceChildren(...options);
    this.sort.value = getSort(this.#filters);
    this.panel.show(this.#filters);
  }

  /** Show each chosen filter as a chip that removes it. */
  #showActive(chosen) {
    const filters = this.#filters;
    const { quarter, since } = filters;
    const chips = chosen.map((choice) => {
      const name = choice.isExcluded ? `-${choice.facet}` : choice.facet;
      return this.#createActive(formatChoice(choice), toggleChoice(filters, name, choice.id, false));
    });
    if (quarter) chips.push(this.#createActive(formatQuarter(quarter), { ...filters, quarter: "" }));
    if (since) chips.push(this.#createActive(_("New since %(day)s", { day: since }), { ...filters, since: "" }));
    this.active.replaceChildren(...chips);
    this.#showFollow(chosen.filter(({ facet, isExcluded }) => facet in FOLDERS && !isExcluded));
  }

  /** Offer the feeds of the chosen topics and venues: a search itself has none. */
  #showFollow(chosen) {
    const link = address("follow/");
    link.search = new URLSearchParams(chosen.map(({ facet, id }) => ["page", `${FOLDERS[facet]}/${id}/`]));
    this.follow.href = link;
    this.follow.hidden = !chosen.length;
  }

  /** Offer the search of all papers for a query, where only those of the page are searched. */
  #offerSearch() {
    const { query } = this.#filters;
    this.searchAll.hidden = !query.trim() || isEmpty(this.scope);
    this.searchAll.href = `${address("search/")}?${new URLSearchParams({ q: query })}`;
  }

  #createActive(label, filtersWithout) {
    const click = () => this.#removeFilter(filtersWithout);
    const name = _("Remove %(title)s", { title: label });
    return element("li", {}, element("button", { type: "button", class: "chip", "aria-label": name, click }, label));
  }

  async #searchWhileTyping(query) {
    const { searchWhileTyping } = await loadClient();
    this.searchSoon ??= searchWhileTyping((isTyping) => this.#update(isTyping));
    this.searchSoon(query);
  }

  /** Search, and show the answer unless the filters have changed since. */
  async #update(isTyping = false) {
    const filters = this.#filters;
    const isIdle = isEmpty(filters);
    const withTexts = this.isSearch || filters.query.trim() !== "";
    const size = isTyping ? ROWS_WHILE_TYPING : withTexts ? ROWS_WITH_TEXTS : ROWS;
    const answer = await this.#ask({
      size: isIdle ? 0 : size,
      withPages: this.isSearch && this.#isQueryAlone(),
      withTexts,
      withChoices: this.panel.isOpen && !isTyping,
      isTyping,
    });
    if (!answer) return;
    this.#show(answer, isIdle, size);
    this.#scrollBack();
    if (!this.#openPanelOnce(answer)) this.#scrollY = undefined;
  }

  async #updateCounts() {
    const answer = await this.#ask({ size: 0, withChoices: true, caller: "panel" });
    if (answer && isEmpty(this.#filters)) this.status.textContent = formatPapers(answer.of);
    this.#scrollBack();
    this.#scrollY = undefined;
  }

  #scrollBack() {
    if (this.#scrollY !== undefined) window.scrollTo(0, this.#scrollY);
  }

  /** Ask the engine; undefined if it failed, or if the filters have changed since. */
  async #ask(request) {
    const filters = this.#filters;
    try {
      const { search } = await loadClient();
      const answer = await search({ filters, scope: this.scope, caller: "finder", ...request });
      if (filters !== this.#filters) return undefined;
      if (answer.choices) this.panel.showAnswer(filters, answer);
      return answer;
    } catch {
      this.status.textContent = FAILED;
      showOwnContent();
      return undefined;
    }
  }

  /** Open the panel next to the first results of the search, where there is room. Returns whether it opens. */
  #openPanelOnce({ of }) {
    if (!this.#mayOpenPanel) return false;
    this.#mayOpenPanel = false;
    this.panel.open(window.matchMedia("(min-width: 60em)").matches && of <= OPEN_PANEL_UP_TO);
    return this.panel.isOpen;
  }

  #show(answer, isIdle, size) {
    const { total, of, from, papers, pages, chosen } = answer;
    this.ownContent.toggle(isIdle);
    showOwnContent();
    this.results.hidden = isIdle;
    this.clear.hidden = isIdle;
    this.#showActive(chosen);
    this.#offerSearch();
    this.list.replaceChildren(...pages.map(createPageRow), ...papers.map((paper) => createRow(paper)));
    this.pager.replaceChildren(...(total > size && !isIdle ? this.#createPager(total, from, size) : []));
    if (isIdle) this.status.textContent = formatPapers(of);
    else if (total || pages.length || !this.#filters.query.trim()) this.status.textContent = describeTotal(answer);
    else this.status.replaceChildren(...createSuggestions());
  }

  #createPager(total, from, size) {
    const button = (text, target) =>
      element("button", { type: "button", class: "md-button", click: () => this.#turnPage(target) }, text);
    const end = Math.min(from + size, total);
    const previous = Math.min(size, from);
    const next = Math.min(size, total - end);
    const range = { first: formatNumber(from + 1), last: formatNumber(end), total: formatNumber(total) };
    return [
      ...(from > 0 ? [button(_("Previous %(count)s", { count: previous }), from - previous)] : []),
      element("span", {}, _("%(first)s–%(last)s of %(total)s", range)),
      ...(end < total ? [button(_("Next %(count)s", { count: next }), end)] : []),
    ];
  }
}

/** Show again what early.js hid until the results are there. */
function showOwnContent() {
  document.documentElement.classList.remove("has-query");
}

/** The row of a page whose name begins with the query. */
function createPageRow(page) {
  const link = element("a", { href: new URL(page.path, SITE) }, page.label);
  return element("li", {}, element("strong", { class: "row-title" }, link), describePage(page));
}

