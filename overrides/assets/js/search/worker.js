/* The engine, beside the page. In: {id, open} or {id, query, options}; out: {id, answer} or {id, error}. */

import { Engine, Stale } from "./engine.js";

const engine = new Engine(new URL("../../../search/", import.meta.url), async (url, fresh) => {
  const answer = await fetch(url, { cache: fresh ? "no-cache" : "default" });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
});

self.addEventListener("message", async ({ data: { id, open, query, options } }) => {
  try {
    self.postMessage({ id, answer: open ? await engine.open() : await engine.search(query, options) });
  } catch (error) {
    self.postMessage({ id, stale: error instanceof Stale, error: String(error) });
  }
});
