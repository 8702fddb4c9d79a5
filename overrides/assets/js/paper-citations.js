/* The citations of papers. The program writes them (generator/publish/citations); nothing here knows a format.

   A paper's page carries a list of citations in the element `#citations`, or the path of a file with the list.
   Each has `label`, `extension` and `type` of its format, and `text`, a whole file. The format that the page
   shows without scripts has no `text` there: it is in the page's code block. */

import { address, paperAddress } from "./addresses.js";

const MAX_REQUESTS = 6; // at once

/** The citations of a paper, from the document of its page. */
export async function readCitations(page) {
  const data = JSON.parse(page.getElementById("citations").textContent);
  const citations = typeof data === "string" ? await (await fetchFile(address(data))).json() : data;
  const text = `${page.querySelector("#cite code").textContent.trimEnd()}\n`;
  return citations.map((citation) => ({ text, ...citation }));
}

/** The citations of each of the papers with these slugs, in their order. */
export async function fetchCitations(slugs) {
  const citations = new Array(slugs.length);
  const queue = slugs.entries();
  const work = async () => {
    for (const [position, slug] of queue) citations[position] = await fetchPaper(slug);
  };
  await Promise.all(Array.from({ length: MAX_REQUESTS }, work));
  return citations;
}

async function fetchPaper(slug) {
  const answer = await fetchFile(paperAddress(slug));
  return readCitations(new DOMParser().parseFromString(await answer.text(), "text/html")); // runs no script
}

async function fetchFile(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: HTTP status ${answer.status}`);
  return answer;
}

/**
 * One file with several papers in a format.
 *
 * @param papers The citations of each paper.
 * @param format Its `extension`, and what surrounds the entries of a file: `before`, `between` and `after`.
 */
export function joinCitations(papers, { extension, before, between, after }) {
  const entries = papers.map((citations) => {
    const { text } = citations.find((citation) => citation.extension === extension);
    return text.slice(before.length, text.length - after.length);
  });
  return before + entries.join(between) + after;
}
