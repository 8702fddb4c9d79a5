/* The choices of facets with their counts, as a panel that opens and closes. */

import { element, hiddenText } from "./elements.js";
import { countChosen, FACETS } from "./filters.js";
import { formatNumber } from "./format.js";

const WORDS = {
  filters: "Filters",
  not: "not",
  facets: { topic: "Topics", year: "Years", venue: "Venues", category: "Categories", has: "Only" },
  marks: { code: "Has code", curated: "Curated", withdrawn: "Withdrawn" },
  all: "all of these",
  any: "any of these",
};
const RULES = { topic: "all", year: "any", venue: "any", category: "all", has: "all" };
const EXCLUDABLE = new Set(["topic", "category", "has"]);

export class FilterPanel {
  #summary = element("summary", {}, WORDS.filters);
  #facets = element("div", { class: "facets" });
  #choices = []; // [facet, its number in the facet, its element, the element of its count]
  root = element("details", { class: "filters" }, this.#summary, this.#facets);

  get isOpen() {
    return this.root.open;
  }

  /**
   * Show the filters and their choices.
   *
   * @param {object} filters - from `parseFilters`
   * @param {object} answer - of `Engine.search`, with choices; those are created that would change something
   */
  showAnswer(filters, { choices, of }) {
    if (!this.#choices.length) {
      const facets = FACETS.map((facet) => this.#createFacet(facet, choices[facet], filters, of));
      this.#facets.append(...facets.filter(Boolean));
      this.show(filters);
    }
    for (const [facet, place, choice, shownCount] of this.#choices) {
      const { count } = choices[facet][place];
      shownCount.textContent = formatNumber(count);
      choice.classList.toggle("empty", count === 0);
    }
  }

  #createFacet(facet, choices, { wanted, unwanted }, total) {
    const chosen = new Set([...wanted[facet], ...unwanted[facet]]);
    const offered = [...choices.entries()].filter(
      ([, { id, countInScope: count }]) => chosen.has(id) || (count > 0 && count < total),
    );
    if (!offered.length) return null;
    const heading = WORDS.facets[facet];
    const rule = WORDS[RULES[facet]];
    const isWide = window.matchMedia("(min-width: 45em)").matches;
    return element(
      "details",
      { class: `facet facet-${facet}`, open: isWide || chosen.size > 0 },
      element("summary", {}, heading, " ", facet === "topic" ? "" : element("span", { class: "rule" }, rule)),
      element(
        "fieldset",
        {},
        element("legend", { class: "for-screen-readers" }, facet === "topic" ? heading : `${heading}: ${rule}`),
        ...(facet === "topic" ? [this.#createRuleControl(heading)] : []),
        ...offered.map(([place, choice]) => this.#createChoice(facet, place, choice)),
      ),
    );
  }

  /** The control that states whether a paper needs all chosen topics. */
  #createRuleControl(heading) {
    const options = ["all", "any"].map((value) => element("option", { value }, WORDS[value]));
    return element("select", { name: "topics", class: "rule", "aria-label": heading }, ...options);
  }

  #createChoice(facet, place, { id, name, isSubtopic }) {
    const label = facet === "has" ? WORDS.marks[id] : name;
    const count = element("span", { class: "count" });
    const box = (prefix) => element("input", { type: "checkbox", name: prefix + facet, value: id });
    const not = element("span", {}, WORDS.not, hiddenText(` ${label}`));
    const choice = element(
      "div",
      { class: isSubtopic ? "choice below" : "choice" },
      element("label", {}, box(""), element("span", {}, label, count)),
      ...(EXCLUDABLE.has(facet) ? [element("label", { class: "without" }, box("-"), not)] : []),
    );
    this.#choices.push([facet, place, choice, count]);
    return choice;
  }

  /** Make the controls state the filters. The number of choices is shown, because a closed panel hides them. */
  show(filters) {
    const chosen = countChosen(filters);
    this.#summary.textContent = chosen ? `${WORDS.filters} (${formatNumber(chosen)})` : WORDS.filters;
    for (const control of this.#facets.querySelectorAll("input")) {
      const { name, value } = control;
      const values = name.startsWith("-") ? filters.unwanted[name.slice(1)] : filters.wanted[name];
      control.checked = values.includes(value);
    }
    const rule = this.#facets.querySelector("select");
    if (rule) rule.value = filters.topics;
  }
}
