/* The choices of facets: a few as chips, and all of them with their counts in a panel that opens and closes. */

import { element, hiddenText } from "./elements.js";
import { countChosen, FACETS, isAnyEnough } from "./filters.js";
import { _, formatNumber, splitMessage } from "./messages.js";

const HEADINGS = {
  topic: _("Topics"),
  year: _("Years"),
  venue: _("Venues"),
  category: _("Categories"),
  has: _("Must have"),
};
const MARKS = {
  code: _("Has code"),
  curated: _("Curated"),
  withdrawn: _("Withdrawn"),
  retracted: _("Retracted"),
};
// How many of several choices a paper must have.
const RULES = { all: _("all of these"), any: _("any of these") };
const FACETS_WITHOUT_RULE = new Set(["topic", "has"]); // readers choose it for topics; the heading of "has" states it
const MAX_VENUES = 80; // with more, only those that have a page are offered
const EXCLUDABLE = new Set(["topic", "category", "has"]);

/** The label of a choice, which may be excluded. */
export function formatChoice({ facet, id, name, isExcluded }) {
  const choice = facet === "has" ? (MARKS[id] ?? name) : name;
  return isExcluded ? _("not %(choice)s", { choice }) : choice;
}

export class FilterPanel {
  #choices = []; // [facet, its number in the facet, its element, the element of its count]
  panel = element("div", { class: "facets", id: "facets", hidden: true });
  button = element("button", {
    ...{ type: "button", class: "chip filters", "aria-expanded": "false", "aria-controls": this.panel.id },
    click: () => this.open(!this.isOpen),
  });

  /**
   * @param {string} year - a year to offer as a chip, or ""
   * @param {() => void} onOpen - called when the panel opens
   */
  constructor(year, onOpen) {
    this.onOpen = onOpen;
    this.chips = [
      ...(year ? [createChip("year", year, year)] : []),
      createChip("has", "code", MARKS.code),
    ];
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open(isOpen) {
    this.panel.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.onOpen();
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
      this.panel.append(...facets.filter(Boolean));
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
    const useful = [...choices.entries()].filter(
      ([, { id, countInScope: count }]) => chosen.has(id) || (count > 0 && count < total),
    );
    const offered =
      facet === "venue" && useful.length > MAX_VENUES
        ? useful.filter(([, { id, level }]) => chosen.has(id) || level === 0)
        : useful;
    if (!offered.length) return null;
    const heading = HEADINGS[facet];
    const rule = FACETS_WITHOUT_RULE.has(facet) ? "" : RULES[isAnyEnough(facet, {}) ? "any" : "all"];
    const isWide = window.matchMedia("(min-width: 45em)").matches;
    return element(
      "details",
      { class: `facet facet-${facet}`, open: isWide || chosen.size > 0 },
      element("summary", {}, heading, ...(rule ? [" ", element("span", { class: "rule" }, rule)] : [])),
      element(
        "fieldset",
        {},
        element("legend", { class: "for-screen-readers" }, rule ? _("%(facet)s: %(rule)s", { facet: heading, rule }) : heading),
        ...(facet === "topic" ? [this.#createRuleControl(heading)] : []),
        ...offered.map(([place, choice]) => this.#createChoice(facet, place, choice)),
      ),
    );
  }

  /** The control that states whether a paper needs all chosen topics. */
  #createRuleControl(heading) {
    const options = Object.entries(RULES).map(([value, rule]) => element("option", { value }, rule));
    return element("select", { name: "topics", class: "rule", "aria-label": heading }, ...options);
  }

  #createChoice(facet, place, { id, name, level }) {
    const label = formatChoice({ facet, id, name });
    const count = element("span", { class: "count" });
    const box = (prefix) => element("input", { type: "checkbox", name: prefix + facet, value: id });
    const not = element("span", {}, ...splitMessage(_("not %(choice)s"), { choice: hiddenText(label) }));
    const choice = element(
      "div",
      { class: facet === "topic" && level ? "choice below" : "choice" },
      element("label", {}, box(""), element("span", {}, label, count)),
      ...(EXCLUDABLE.has(facet) ? [element("label", { class: "without" }, box("-"), not)] : []),
    );
    this.#choices.push([facet, place, choice, count]);
    return choice;
  }

  /** Make the controls state the filters. The number of choices is shown, because a closed panel hides them. */
  show(filters) {
    const chosen = countChosen(filters);
    const count = formatNumber(chosen);
    this.button.textContent = chosen ? _("Filters (%(count)s)", { count }) : _("Filters");
    const inChips = this.chips.map((chip) => chip.querySelector("input"));
    for (const control of [...inChips, ...this.panel.querySelectorAll("input")]) {
      const { name, value } = control;
      const values = name.startsWith("-") ? filters.unwanted[name.slice(1)] : filters.wanted[name];
      control.checked = values.includes(value);
    }
    const rule = this.panel.querySelector("select");
    if (rule) rule.value = filters.topics;
  }
}

const createChip = (name, value, label) =>
  element("label", { class: "chip" }, element("input", { type: "checkbox", name, value }), element("span", {}, label));
