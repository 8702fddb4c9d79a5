/* The search box in the header: a combobox whose list are the results.

   The focus stays in the box. Arrows choose, Enter opens, Escape closes; the best result is chosen until
   another one is. */

import { ask, asTyped, open as prepare } from "./client.js";
import { dress, element, FAILED, nothing, paper, place, SITE, summary, thousands } from "./results.js";

const FIRST = 5; // results while one types
const ALL = 10; // ... when one stops to read
const HINT = "Title, author, words of the abstract, arXiv id or DOI";

let started = false;

/** Brings the box to life; the one of the page that was loaded stays, whatever pages follow. */
export function start(box) {
  if (started) return;
  started = true;
  const input = box.querySelector(".md-search__input");
  const status = element("div", { className: "md-search-result__meta", role: "status" }, HINT);
  const list = element("ol", {
    className: "md-search-result__list", id: "__search-results", role: "listbox", hidden: true,
    "aria-label": box.getAttribute("aria-label"),
  });
  const scroll = element(
    "div", { className: "md-search__scrollwrap", tabIndex: 0 },
    element("div", { className: "md-search-result" }, status, list),
  );
  const toggle = document.getElementById("__search");
  let shown = null; // the query whose results are listed
  let chosen = -1;
  box.querySelector(".md-search__inner").append(element("div", { className: "md-search__output" }, scroll));
  input.setAttribute("aria-controls", list.id);
  dress();

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(place) {
    const all = options();
    chosen = all.length ? (place + all.length) % all.length : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function tellState() {
    input.setAttribute("aria-expanded", String(toggle.checked && !list.hidden));
  }

  function fill(rows, keep) {
    list.replaceChildren(...rows.map(([path, parts, name], at) => element(
      "li", { className: "md-search-result__item", role: "presentation" }, element(
        "a", { className: `md-search-result__link ${name}`, id: `__search-result-${at}`, role: "option",
               tabIndex: -1, href: new URL(path, SITE).href },
        element("span", { className: "md-search-result__article md-typeset" }, ...parts),
      ),
    )));
    list.hidden = !rows.length;
    tellState();
    choose(rows.length ? keep : -1);
  }

  function show(query, answer) {
    const isMore = shown === query; // the same results, only more of them
    const rows = [
      ...answer.places.map((found) => [found.path, place(found), "result-place"]),
      ...answer.results.map((found) => [found.path, paper(found), "result-paper"]),
    ];
    if (answer.total > answer.results.length) {
      const rest = element("span", { className: "result-title" }, `All ${thousands(answer.total)} results`);
      rows.push([`search/?${new URLSearchParams({ q: query })}`, [rest], "result-all"]);
    }
    fill(rows, isMore ? Math.max(0, chosen) : 0);
    if (!isMore) scroll.scrollTop = 0;
    shown = query;
    const said = answer.total || answer.places.length ? [summary(answer) || "No paper"] : nothing();
    if (!isMore) status.replaceChildren(...said);
  }

  const look = asTyped(async (isTyped) => {
    const query = input.value;
    try {
      const answer = await ask(query, { most: isTyped ? FIRST : ALL, isTyped });
      if (query === input.value) show(query, answer);
    } catch {
      status.textContent = FAILED;
    }
  });

  function typed() {
    if (!input.value.trim()) {
      shown = null;
      status.textContent = HINT;
      fill([], -1);
    }
    look(input.value);
  }

  function set(isOpen) {
    if (toggle.checked !== isOpen) toggle.click();
  }

  function opened() {
    set(true);
    prepare().catch(() => (status.textContent = FAILED));
  }

  toggle.addEventListener("change", () => {
    if (toggle.checked) input.focus();
    else input.blur();
    tellState();
    if (!toggle.checked) forgetQuery();
  });
  input.addEventListener("focus", opened);
  input.addEventListener("input", typed);
  input.form.addEventListener("reset", () => setTimeout(() => { typed(); input.focus(); }));
  input.form.addEventListener("submit", (event) => {
    const option = options()[chosen];
    if (!option || shown !== input.value) return; // on to the page
    event.preventDefault();
    option.click();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a") && !event.metaKey && !event.ctrlKey) set(false);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape" || event.key === "Tab") {
      set(false);
    } else if (event.key.length === 1) {
      input.focus();
    }
  });

  if (document.activeElement === input) opened();
  if (input.value) typed();
}

/** Takes a deep link's query out of the address when its results are closed. */
function forgetQuery() {
  const here = new URL(location.href);
  if (!here.searchParams.has("q") || here.pathname === new URL("search/", SITE).pathname) return;
  here.searchParams.delete("q");
  history.replaceState(history.state, "", here);
}
