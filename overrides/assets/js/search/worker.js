/* The engine, beside the page. In: {id, open} or {id, query, options}; out: {id, answer} or {id, error}. */

const BASE = new URL("../../../search/", import.meta.url);

// All files are asked for at once, the index's head with them; imports alone would bring them level by level.
const begun = { head: get(new URL("index.json", BASE), true) };
begun.head.catch(() => {});
const loading = Promise.all(["engine", "filters", "fold", "passages", "tables", "typos"].map(
  (name) => import(`./${name}.js`),
)).then(([{ Engine }]) => new Engine(BASE, load));

async function get(url, fresh) {
  const answer = await fetch(url, { cache: fresh ? "no-cache" : "default" });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

function load(url, fresh) {
  if (!fresh || !begun.head) return get(url, fresh);
  const { head } = begun;
  begun.head = null;
  return head;
}

async function answer(open, query, options) {
  const engine = await loading;
  if (open) return engine.open();
  try {
    return await engine.search(query, options);
  } catch (error) {
    if (error.name === "Stale") throw error;
    await engine.open(); // a file is missing where the site was published anew in between
    return engine.search(query, options);
  }
}

self.addEventListener("message", async ({ data: { id, open, query, options } }) => {
  try {
    self.postMessage({ id, answer: await answer(open, query, options) });
  } catch (error) {
    self.postMessage({ id, stale: error.name === "Stale", error: String(error) });
  }
});
