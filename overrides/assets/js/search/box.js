/* The search box in the header: a combobox whose list holds the results.

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
 * Start the box.
 *
 * @param {Element} box
 * @param {boolean} hasFinder - whether the page has a form of its own for the query in its address
 */
export function start(box, hasFinder) {
  const input = box.querySelector(".md-search__input");
  const status = element("div", { class: "md-search-result__meta", role: "status" }, HINT);
  const list = element("ol", {
    class: "md-search-result__list", id: "__search-results", role: "listbox", hidden: true,
    "aria-label": box.getAttribute("aria-label"),
  });
  const results = element("div", { class: "md-search-result" }, status, list);
  const scroll = element("div", { class: "md-search__scrollwrap", tabindex: 0 }, results);
  const toggle = document.getElementById("__search");
  let shownQuery = null; // the query whose results are listed
  let chosen = -1;
  box.querySelector(".md-search__inner").append(element("div", { class: "md-search__output" }, scroll));
  input.setAttribute("aria-controls", list.id);
  loadStyles();

  const getOptions = () => [...list.querySelectorAll("[role=option]")];

  function choose(place) {
    const options = getOptions();
    chosen = options.length ? (place + options.length) % options.length : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  const updateExpanded = () => input.setAttribute("aria-expanded", String(toggle.checked && !list.hidden));

  function fill(rows, place) {
    list.replaceChildren(...rows.map(([path, parts, kind], at) => createOption(path, parts, kind, at)));
    list.hidden = !rows.length;
    updateExpanded();
    choose(rows.length ? place : -1);
  }

  function show(query, answer) {
    const isMore = shownQuery === query; // the same results, only more of them
    const rows = [
      ...answer.pages.map((page) => [page.path, createPageParts(page), "result-place"]),
      ...answer.papers.map((paper) => [`papers/${paper.slug}/`, createPaperParts(paper), "result-paper"]),
    ];
    if (answer.total > answer.papers.length) {
      const text = ngettext("Show %(count)s result", "Show all %(count)s results", answer.total);
      const all = element("span", { class: "result-title" }, text);
      rows.push([`search/?${new URLSearchParams({ q: query })}`, [all], "result-all"]);
    }
    fill(rows, isMore ? Math.max(0, chosen) : 0);
    shownQuery = query;
    if (isMore) return;
    scroll.scrollTop = 0;
    if (answer.total) status.textContent = describeTotal(answer);
    else status.replaceChildren(...(answer.pages.length ? [_("No papers")] : createSuggestions()));
  }

  const searchSoon = searchWhileTyping(async (isTyping) => {
    const query = input.value;
    const filters = { ...NO_FILTERS, query };
    const size = isTyping ? ROWS_WHILE_TYPING : ROWS;
    try {
      const answer = await search({ filters, size, withPages: true, withTexts: true, isTyping, caller: "box" });
      if (query === input.value) show(query, answer);
    } catch {
      status.textContent = FAILED;
    }
  });

  function followInput() {
    if (!input.value.trim()) {
      shownQuery = null;
      status.textContent = HINT;
      fill([], -1);
    }
    searchSoon(input.value);
  }

  function toggleBox(isOpen) {
    if (toggle.checked !== isOpen) toggle.click();
  }

  function openBox() {
    toggleBox(true);
    open(true).catch(() => (status.textContent = FAILED));
  }

  toggle.addEventListener("change", () => {
    if (toggle.checked) input.focus();
    else input.blur();
    updateExpanded();
    if (!toggle.checked && !hasFinder) removeQueryFromAddress();
  });
  input.addEventListener("focus", openBox);
  input.addEventListener("input", followInput);
  input.form.addEventListener("reset", () => setTimeout(() => { followInput(); input.focus(); }));
  input.form.addEventListener("submit", (event) => {
    const option = getOptions()[chosen];
    if (!option || shownQuery !== input.value) return; // the form leads to the page of the search
    event.preventDefault();
    option.click();
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && !event.metaKey && !event.ctrlKey) toggleBox(false);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape" || event.key === "Tab") {
      toggleBox(false);
    } else if (event.key.length === 1) {
      input.focus();
    }
  });

  if (document.activeElement === input) openBox();
  if (input.value) followInput();
}

function createOption(path, parts, kind, at) {
  const id = `__search-result-${at}`;
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
