/* The form that filters and sorts a page's papers, and the rows that answer it. */

import { element } from "./elements.js";
import { FACETS, format, isIdle, parse, ROWS, select, within } from "./filter.js";
import { load, loadWords } from "./listing.js";
import { row } from "./rows.js";
import { staticRows } from "./static-rows.js";

const ORDERS = { new: "Newest first", old: "Oldest first", title: "Title", venue: "Venue" };
const HEADINGS = {
  topic: ["Topics", "all of these"],
  year: ["Years", "any of these"],
  venue: ["Venues", "any of these"],
  category: ["Categories", "all of these"],
  only: ["Only", "all of these"],
};
const EXCLUDABLE = new Set(["topic", "category", "only"]);
const number = (value) => value.toLocaleString("en");

export function start(host) {
  if (!host.firstChild) new WorkingList(host).begin();
}

class WorkingList {
  #wishes = parse(location.search);
  #listing = null; // the catalogue's
  #papers = []; // the page's
  #counts = []; // [facet, value, the element that shows how many there are]
  #turn = 0; // of the last list asked for: an answer that comes late is not shown
  #isTyping = false;

  constructor(host) {
    this.host = host;
    this.fixed = Object.fromEntries(new URLSearchParams(host.dataset.listing));
    this.facets = element("div", { class: "facets" });
    this.summary = element("summary", {}, "Filters");
    this.panel = element("details", { class: "filters" }, this.summary, this.facets);
    this.status = element("p", { class: "found", role: "status" });
    this.clearing = element("button", { type: "reset", class: "md-button", hidden: true }, "Clear");
    this.form = this.#makeForm();
    this.list = element("ul", { class: "found-rows", tabindex: "-1", "aria-label": "Papers found" });
    this.pager = element("nav", { class: "pager", "aria-label": "Pages of the list" });
    this.results = element("div", { hidden: true }, this.list, this.pager);
    this.static = staticRows(host);
  }

  begin() {
    this.host.append(this.form, this.results);
    keepQuery();
    const leaving = new AbortController();
    const back = () => (this.host.isConnected ? this.#follow() : leaving.abort());
    window.addEventListener("popstate", back, { signal: leaving.signal });
    this.form.addEventListener("focusin", () => this.#prepare(), { once: true });
    this.panel.addEventListener("toggle", () => this.#prepare(), { once: true });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.#change(event.target));
    this.form.addEventListener("change", () => (this.#isTyping = false));
    this.form.addEventListener("reset", (event) => this.#clear(event));
    if (!isIdle(this.#wishes)) this.#follow();
  }

  #makeForm() {
    const options = Object.entries(ORDERS).map(([value, name]) => element("option", { value }, name));
    const words = element("input", { type: "search", name: "words", autocomplete: "off", maxlength: 200 });
    return element(
      "form",
      { class: "working", "aria-label": "Filter and sort the papers" },
      element("label", { class: "words" }, element("span", {}, "Words in title or authors"), words),
      element("label", {}, element("span", {}, "Sort by"), element("select", { name: "sort" }, ...options)),
      this.panel,
      element("div", { class: "outcome" }, this.status, this.clearing),
    );
  }

  /** Fetch the listing and offer its choices, once. Says whether it is there. */
  async #prepare() {
    if (this.#listing) return true;
    try {
      const listing = await load();
      if (this.#listing) return true;
      this.#listing = listing;
    } catch {
      this.status.textContent = "The list of papers could not be loaded. Check your connection and try again.";
      return false;
    }
    this.#papers = within(this.#listing.papers, this.fixed);
    const { counts } = select(this.#papers, parse(""));
    this.facets.append(...FACETS.map((facet) => this.#makeFacet(facet, counts[facet])).filter(Boolean));
    this.#showWishes();
    await this.#show();
    return true;
  }

  /** A facet's choices: those that would change something, or that the address names. */
  #makeFacet(facet, counts) {
    const named = new Set([...this.#wishes.wanted[facet], ...this.#wishes.unwanted[facet]]);
    const isOffered = ({ id }) => named.has(id) || (counts.get(id) > 0 && counts.get(id) < this.#papers.length);
    const choices = this.#listing.choices[facet].filter(isOffered);
    if (!choices.length) return null;
    const [heading, rule] = HEADINGS[facet];
    const legend = element("legend", { class: "for-screen-readers" }, `${heading}: ${rule}`);
    const isWide = window.matchMedia("(min-width: 45em)").matches;
    return element(
      "details",
      { class: `facet facet-${facet}`, open: isWide || named.size > 0 },
      element("summary", {}, heading, " ", element("span", { class: "rule" }, rule)),
      element("fieldset", {}, legend, ...choices.map((choice) => this.#makeChoice(facet, choice))),
    );
  }

  #makeChoice(facet, { id, name, parent }) {
    const count = element("span", { class: "count" });
    this.#counts.push([facet, id, count]);
    const box = (prefix) => element("input", { type: "checkbox", name: prefix + facet, value: id });
    const not = element("span", {}, "not", hidden(` ${name}`));
    return element(
      "div",
      { class: parent >= 0 ? "choice below" : "choice" },
      element("label", {}, box(""), element("span", {}, name, count)),
      ...(EXCLUDABLE.has(facet) ? [element("label", { class: "without" }, box("-"), not)] : []),
    );
  }

  #change(control) {
    if (control.type === "checkbox" && control.checked) this.#uncheckOpposite(control);
    const { wanted, unwanted, since } = this.#wishes;
    this.#wishes = parse(new URLSearchParams(new FormData(this.form)));
    if (!this.#listing) Object.assign(this.#wishes, { wanted, unwanted, since }); // no boxes yet that say so
    this.#remember(this.#isTyping);
    this.#isTyping = control.name === "words";
    this.#countChosen();
    this.#answer();
  }

  #uncheckOpposite({ name, value }) {
    const opposite = name.startsWith("-") ? name.slice(1) : `-${name}`;
    for (const other of this.form.elements) {
      if (other.name === opposite && other.value === value) other.checked = false;
    }
  }

  #clear(event) {
    event.preventDefault(); // a form resets to what it was made with, which is not nothing
    this.#wishes = parse("");
    this.#remember(false);
    this.#showWishes();
    this.#answer();
    this.form.elements.words.focus();
  }

  #turnTo(from) {
    this.#wishes = { ...this.#wishes, from };
    this.#remember(false);
    this.#answer().then(() => {
      this.form.scrollIntoView();
      this.list.focus({ preventScroll: true });
    });
  }

  /** Put the wishes into the address: a new one, or in place of this one. */
  #remember(inPlace) {
    const url = new URL(location.href);
    url.search = format(this.#wishes, url.search);
    url.hash = "";
    if (inPlace) history.replaceState(history.state, "", url);
    else history.pushState(null, "", url);
  }

  /** Do what the address says. */
  async #follow() {
    this.#wishes = parse(location.search);
    if (isIdle(this.#wishes) && !this.#listing) return;
    const isFirst = !this.#listing;
    if (await this.#prepare()) {
      this.#showWishes();
      if (!isFirst) await this.#answer();
    }
  }

  async #answer() {
    if (await this.#prepare()) await this.#show();
  }

  /** Make the controls say what is wished. */
  #showWishes() {
    const { wanted, unwanted, words, sort, since } = this.#wishes;
    for (const control of this.form.querySelectorAll("input[type=checkbox]")) {
      const { name, value } = control;
      const chosen = name.startsWith("-") ? unwanted[name.slice(1)] : wanted[name];
      control.checked = chosen?.includes(value);
    }
    if (this.form.elements.words.value.trim() !== words) this.form.elements.words.value = words;
    this.form.elements.sort.value = sort;
    this.#countChosen();
    this.form.elements.since?.closest("label").remove();
    if (since) this.panel.before(sinceControl(since));
  }

  /** Say how many boxes are checked, which a closed panel hides. */
  #countChosen() {
    const { wanted, unwanted } = this.#wishes;
    const chosen = [wanted, unwanted].flatMap((facets) => Object.values(facets).flat()).length;
    this.summary.textContent = chosen ? `Filters (${number(chosen)})` : "Filters";
  }

  async #show() {
    const turn = ++this.#turn;
    const wishes = this.#wishes;
    try {
      if (wishes.words) await loadWords(this.#papers);
      const { found, counts } = select(this.#papers, wishes);
      const from = wishes.from < found.length ? wishes.from : 0;
      const shown = found.slice(from, from + ROWS);
      if (!isIdle(wishes)) await loadWords(shown);
      if (turn === this.#turn) this.#put(found.length, shown, from, counts);
    } catch {
      this.status.textContent = "The titles could not be loaded. Check your connection and try again.";
    }
  }

  #put(total, shown, from, counts) {
    const idle = isIdle(this.#wishes);
    for (const [facet, value, place] of this.#counts) {
      const count = counts[facet].get(value) ?? 0;
      place.textContent = number(count);
      place.closest(".choice").classList.toggle("empty", count === 0);
    }
    this.static.toggle(idle);
    this.results.hidden = idle;
    this.clearing.hidden = idle;
    this.list.replaceChildren(...(idle ? [] : shown.map((paper) => row(paper, this.#listing.venueNames))));
    this.pager.replaceChildren(...(total > ROWS && !idle ? this.#pages(total, from) : []));
    this.status.textContent = `${number(total)} of ${number(this.#papers.length)} papers`;
  }

  #pages(total, from) {
    const button = (text, target) =>
      element("button", { type: "button", class: "md-button", click: () => this.#turnTo(target) }, text);
    const last = Math.min(from + ROWS, total);
    return [
      ...(from > 0 ? [button(`Previous ${ROWS}`, from - ROWS)] : []),
      element("span", {}, `${number(from + 1)}–${number(last)} of ${number(total)}`),
      ...(last < total ? [button(`Next ${Math.min(ROWS, total - last)}`, last)] : []),
    ];
  }
}

/** Links to places of this page keep what the address asks for; the theme has made them whole addresses. */
function keepQuery() {
  const here = location.origin + location.pathname;
  for (const link of document.querySelectorAll("a[href*='#']")) {
    if (link.origin + link.pathname === here) link.setAttribute("href", link.hash);
  }
}

function sinceControl(day) {
  const box = element("input", { type: "checkbox", name: "since", value: day });
  box.checked = true;
  return element("label", { class: "since" }, box, element("span", {}, `New since ${day}`));
}

const hidden = (text) => element("span", { class: "for-screen-readers" }, text);
