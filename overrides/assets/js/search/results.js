/* Results as elements. All text comes from the index and is set as text. */

/** The folder in which the site lies. */
export const SITE = new URL("../../../", import.meta.url);

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property in made) made[property] = value;
    else made.setAttribute(property, value);
  }
  made.append(...children);
  return made;
}

function marked(parts) {
  return parts.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));
}

/** The parts of a paper's result: title, authors, facts, passage. */
export function paper({ title, authors, facts, passage }) {
  return [
    element("span", { className: "result-title" }, ...marked(title)),
    element("span", { className: "result-authors" }, ...marked(authors)),
    element("span", { className: "result-facts" }, facts.join(" · ")),
    element("span", { className: "result-passage" }, ...marked(passage)),
  ];
}

const KINDS = { topics: "Topic", venues: "Venue", authors: "Author" };

/** The parts of a page's result: its name, what it is, how many papers it lists. */
export function place({ folder, label, count }) {
  return [
    element("span", { className: "result-title" }, label),
    element("span", { className: "result-facts" }, `${KINDS[folder]} · ${papers(count)}`),
  ];
}

export function papers(count) {
  return count === 1 ? "1 paper" : `${thousands(count)} papers`;
}

/** A whole number with commas. `toLocaleString` takes a slow machine 100 ms the first time. */
export function thousands(count) {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** What was found, in a sentence. */
export function summary({ total, whole, mended }) {
  const meant = mended.length ? ` Also searched for ${mended.map(([, term]) => `“${term}”`).join(", ")}.` : "";
  if (!total) return "";
  if (!whole) return `No paper has all of these words; ${papers(total)} with most of them.${meant}`;
  return `${papers(total)}${meant ? `.${meant}` : ""}`;
}

/** What to try when nothing was found. */
export function nothing() {
  const link = (path, name) => element("a", { href: new URL(path, SITE).href }, name);
  return [
    "Nothing found. Try fewer or other words, a surname with a word of the title, or look through ",
    link("topics/", "topics"), ", ", link("authors/", "authors"), ", ", link("venues/", "venues"), " and ",
    link("years/", "years"), ".",
  ];
}

/** Shows the reader that the index could not be loaded. */
export const FAILED = "The search could not be loaded. Check the connection and type again.";

/** Loads the styles of results, once. */
export function dress() {
  const { href } = new URL("../../search.css", import.meta.url);
  if (![...document.styleSheets].some((sheet) => sheet.href === href)) {
    document.head.append(element("link", { rel: "stylesheet", href }));
  }
}
