/* The page of the search: the query, filters and order live in its address. */

import { ask, asTyped, open as prepare } from "./client.js";
import { element, FAILED, nothing, paper, papers, place, SITE, summary } from "./results.js";

const FIRST = 8; // results while one types
const MOST = 20; // ... when one stops to read, and as many more when asked for
const FEW = 8; // choices of a filter before the others are folded away
const FILTERS = { topic: "Topic", year: "Year", venue: "Venue", has: "Only with" };
const HAS = { code: "code", curated: "a curator's words" };
const ORDERS = { relevance: "Best match", date: "Newest first" };

/** Builds the page inside of an element that is empty and hidden without scripts. */
export function start(root) {
  if (root.childElementCount) return;
  const state = read();
  let most = MOST;

  const input = element("input", {
    type: "search", className: "search-query", value: state.query, autocomplete: "off", spellcheck: false,
    "aria-label": "Search papers", placeholder: "Title, author, words, arXiv id or DOI",
  });
  const order = element("select", { "aria-label": "Order" }, ...Object.entries(ORDERS).map(([value, name]) =>
    element("option", { value, selected: value === state.order }, name)));
  const status = element("p", { className: "search-status", role: "status" });
  const filters = element("div", { className: "search-filters" });
  const filtersShown = element("details", { open: matchMedia("(min-width: 60em)").matches, hidden: true },
    element("summary", {}, "Filters"), filters);
  const list = element("ol", { className: "search-results" });
  const more = element("button", { type: "button", className: "md-button", hidden: true }, "More results");
  const form = element("form", { className: "search-form", role: "search" }, input, order);
  root.append(form, status, element("div", { className: "search-columns" },
    element("div", {}, list, more), filtersShown));
  root.hidden = false;

  function listed(path, parts) {
    const [title, ...rest] = parts;
    const heading = element("h2", {}, element("a", { href: new URL(path, SITE).href }, ...title.childNodes));
    return element("li", {}, heading, ...rest);
  }

  function choice(filter, [key, name, count]) {
    const box = element("input", {
      type: "checkbox", name: filter, value: key, checked: state.chosen[filter].includes(key),
    });
    const label = filter === "has" ? HAS[key] : name;
    return element("label", {}, box, ` ${label} `, element("span", { className: "count" }, String(count)));
  }

  function showFilters(counts) {
    const focused = document.activeElement?.closest?.(".search-filters input");
    const unfolded = new Set([...filters.querySelectorAll("details[open]")].map((part) => part.dataset.filter));
    filters.replaceChildren(...Object.entries(FILTERS).flatMap(([filter, title]) => {
      const found = counts[filter];
      if (!found.length) return [];
      const isYear = filter === "year";
      found.sort((one, other) => (isYear ? other[0] - one[0] : other[2] - one[2] || one[1].localeCompare(other[1])));
      const isFirst = ([key], at) => at < FEW || state.chosen[filter].includes(key);
      const rest = found.filter((one, at) => !isFirst(one, at));
      const all = found.filter(isFirst).map((one) => choice(filter, one));
      if (rest.length) {
        const folded = element("details", { open: unfolded.has(filter) },
          element("summary", {}, `${rest.length} more`), ...rest.map((one) => choice(filter, one)));
        folded.dataset.filter = filter;
        all.push(folded);
      }
      return [element("fieldset", {}, element("legend", {}, title), ...all)];
    }));
    filtersShown.hidden = false;
    if (focused) {
      [...filters.querySelectorAll("input")]
        .find((box) => box.name === focused.name && box.value === focused.value)?.focus();
    }
  }

  async function look(isTyped) {
    root.parentElement.classList.toggle("search-asked", isAsked(state));
    const asked = JSON.stringify(state);
    try {
      const { query, chosen } = state;
      const extent = isTyped ? { most: FIRST, isTyped } : { most, counts: true };
      const answer = await ask(query, { chosen, order: state.order, ...extent });
      if (asked !== JSON.stringify(state)) return;
      list.replaceChildren(
        ...(isFiltered(state) ? [] : answer.places.map((found) => listed(found.path, place(found)))),
        ...answer.results.map((found) => listed(found.path, paper(found))));
      list.hidden = !isAsked(state);
      more.hidden = isTyped || !isAsked(state) || answer.total <= answer.results.length;
      if (answer.counts) showFilters(answer.counts);
      if (!isAsked(state)) status.textContent = `${papers(answer.total)} to search.`;
      else status.replaceChildren(...(answer.total ? [summary(answer)] : nothing()));
    } catch {
      status.textContent = FAILED;
    }
  }

  const typed = asTyped(look);

  function changed() {
    most = MOST;
    write(state);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    state.query = input.value;
    changed();
    typed(state.query);
    if (!state.query.trim()) look(false);
  });
  order.addEventListener("change", () => {
    state.order = order.value;
    changed();
    look(false);
  });
  filters.addEventListener("change", ({ target }) => {
    const others = state.chosen[target.name].filter((key) => key !== target.value);
    state.chosen[target.name] = target.checked ? [...others, target.value] : others;
    changed();
    look(false);
  });
  more.addEventListener("click", async () => {
    const next = list.childElementCount;
    most += MOST;
    await look(false);
    list.children[next]?.querySelector("a").focus();
  });

  if (isAsked(state)) look(false);
  else {
    list.hidden = true;
    input.addEventListener("focus", () => prepare().then(() => look(false), () => (status.textContent = FAILED)), { once: true });
  }
}

function isFiltered({ chosen }) {
  return Object.values(chosen).some((keys) => keys.length);
}

function isAsked(state) {
  return Boolean(state.query.trim()) || isFiltered(state);
}

function read() {
  const asked = new URL(location.href).searchParams;
  return {
    query: asked.get("q") ?? "",
    chosen: Object.fromEntries(Object.keys(FILTERS).map((filter) => [filter, asked.getAll(filter)])),
    order: asked.get("sort") === "date" ? "date" : "relevance",
  };
}

function write({ query, chosen, order }) {
  const here = new URL(location.href);
  here.search = "";
  if (query) here.searchParams.set("q", query);
  for (const [filter, keys] of Object.entries(chosen)) for (const key of keys) here.searchParams.append(filter, key);
  if (order !== "relevance") here.searchParams.set("sort", order);
  history.replaceState(history.state, "", here);
}
