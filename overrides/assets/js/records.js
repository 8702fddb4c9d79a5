/* The records that citations are made from: each paper's page holds its own. */

import { paperAddress } from "./addresses.js";
import { recordOf } from "./cite.js";

const AT_ONCE = 6; // requests

/** The records of papers, in their order. */
export async function fetchRecords(slugs) {
  const records = new Array(slugs.length);
  const waiting = slugs.entries();
  const worker = async () => {
    for (const [position, slug] of waiting) records[position] = await fetchRecord(slug);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return records;
}

async function fetchRecord(slug) {
  const answer = await fetch(paperAddress(slug));
  if (!answer.ok) throw new Error(`${slug}: the answer was ${answer.status}`);
  return recordOf(new DOMParser().parseFromString(await answer.text(), "text/html")); // runs no script
}
