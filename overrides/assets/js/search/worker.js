/* The engine, next to the page. In: { id, method, argument }; out: { id, answer } or { id, error, isStale }. */

const BASE = new URL("../../../search/", import.meta.url);
const MODULES = ["engine", "facets", "passages", "tables", "../filters", "../words"];
const MODULES_FOR_QUERIES = ["matching", "query", "spelling", "../identifiers"];

// All files are requested at once, with the head of the index; imports alone would bring them level by level.
const early = { head: fetchJson(new URL("index.json", BASE), true) };
early.head.catch(() => {});
const loading = importAll(MODULES).then(([{ Engine }]) => new Engine(BASE, load));

function importAll(names) {
  return Promise.all(names.map((name) => import(`./${name}.js`)));
}

async function fetchJson(url, isFresh) {
  const response = await fetch(url, { cache: isFresh ? "no-cache" : "default" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

function load(url, isFresh) {
  if (!isFresh || !early.head) return fetchJson(url, isFresh);
  const { head } = early;
  early.head = null;
  return head;
}

async function answer(method, argument) {
  if (argument?.isForQuery || argument?.filters?.query) importAll(MODULES_FOR_QUERIES);
  const engine = await loading;
  try {
    return await engine[method](argument);
  } catch (error) {
    if (error.name === "Stale" || method === "open") throw error;
    await engine.open(); // a file is missing where the site was published again in between
    return engine[method](argument);
  }
}

self.addEventListener("message", async ({ data: { id, method, argument } }) => {
  try {
    self.postMessage({ id, answer: await answer(method, argument) });
  } catch (error) {
    self.postMessage({ id, isStale: error.name === "Stale", error: String(error) });
  }
});
