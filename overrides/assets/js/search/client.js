/* The page's side of the engine: one worker, and promises of its answers. */

const PAUSE = 350; // milliseconds after a key; then the reader has stopped typing
const TOO_SHORT = /^.{1,2}$/u; // a query too short to search for while it is typed

const pending = new Map(); // id of a request to its promise's functions
let lastId = 0;
let worker = null; // null where it could not start; the next request tries again

function startWorker() {
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    const { resolve, reject } = pending.get(data.id);
    pending.delete(data.id);
    if ("answer" in data) resolve(data.answer);
    else if (!data.isStale) reject(new Error(data.error));
  });
  worker.addEventListener("error", () => {
    worker.terminate();
    worker = null;
    for (const { reject } of pending.values()) reject(new Error("the worker of the search failed"));
    pending.clear();
  }, { once: true });
}

async function send(method, argument) {
  if (!worker) startWorker();
  lastId += 1;
  worker.postMessage({ id: lastId, method, argument });
  return new Promise((resolve, reject) => pending.set(lastId, { resolve, reject }));
}

try {
  startWorker(); // while the rest of the page's scripts is loaded
} catch {
  // The next request reports it.
}

/** Prepare for requests, with a query or without, and notice whether the site has changed since the last one. */
export const open = (isForQuery) => send("open", { isForQuery });

/** See `Engine.search`. The promise never settles if the same caller asks again before the answer. */
export const search = (request) => send("search", request);

/** See `Engine.findPapers`. */
export const findPapers = (keys) => send("findPapers", keys);

/** See `Engine.getPapers`. */
export const getPapers = (numbers) => send("getPapers", numbers);

/**
 * Decide when to search while a reader types: at once for the first results, and again after the last letter.
 *
 * @param {(isTyping: boolean) => void} run - searches; `isTyping` states whether more letters are to be expected
 * @returns {(query: string) => void} a function to be called after each letter; it ignores an empty query
 */
export function searchWhileTyping(run) {
  let timer = 0;
  return (query) => {
    clearTimeout(timer);
    if (!query.trim()) return;
    timer = setTimeout(run, PAUSE, false);
    if (!TOO_SHORT.test(query)) run(true);
  };
}
