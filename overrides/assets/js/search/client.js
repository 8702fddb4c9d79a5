/* The page's side of the search: one worker, and the answers to the newest question only. */

const REST = 350; // milliseconds after a key that tell that a reader has stopped
const BEGUN = /^.{1,2}$/u; // too little to look for

const waiting = new Map();
let last = 0;

let worker = null; // none where it could not start; then the next question tries again

function start() {
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) reject(Object.assign(new Error(data.error), { stale: data.stale }));
    else resolve(data.answer);
  });
  worker.addEventListener("error", () => {
    worker.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error("the search's worker failed"));
    waiting.clear();
  }, { once: true });
}

async function send(message) {
  if (!worker) start();
  last += 1;
  worker.postMessage({ id: last, ...message });
  return new Promise((resolve, reject) => waiting.set(last, { resolve, reject }));
}

try {
  start(); // while the rest is on its way
} catch {
  // Whoever asks is told.
}

/** Gets ready for a question, and notices whether the site has changed since the last one. */
export function open() {
  return send({ open: true });
}

/**
 * When to ask while a reader types: at once for the first results, and for all of them after the last letter.
 * @param {(isTyped: boolean) => void} look - asks; it is told whether more letters are to be expected
 * @returns {(query: string) => void} what to call with the text after each letter; nothing is asked for none
 */
export function asTyped(look) {
  let timer = 0;
  return (query) => {
    clearTimeout(timer);
    if (!query.trim()) return;
    timer = setTimeout(look, REST, false);
    if (!BEGUN.test(query)) look(true);
  };
}

/** Asks; see `search` in engine.js. The promise never ends for a question that another one overtook. */
export async function ask(query, options) {
  try {
    return await send({ query, options });
  } catch (error) {
    if (error.stale) return new Promise(() => {});
    throw error;
  }
}
