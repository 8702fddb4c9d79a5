/* The page's side of the search: one worker, started once, and the answers to the newest question only. */

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const waiting = new Map();
let last = 0;

worker.addEventListener("message", ({ data }) => {
  const { resolve, reject } = waiting.get(data.id);
  waiting.delete(data.id);
  if ("error" in data) reject(Object.assign(new Error(data.error), { stale: data.stale }));
  else resolve(data.answer);
});

function send(message) {
  last += 1;
  worker.postMessage({ id: last, ...message });
  return new Promise((resolve, reject) => waiting.set(last, { resolve, reject }));
}

/** Gets ready for a question, and notices whether the site has changed since the last one. */
export function open() {
  return send({ open: true });
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
