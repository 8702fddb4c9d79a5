/* The catalogue's papers for lists, fetched once and only when somebody needs them. */

import { address } from "./addresses.js";
import { fold } from "./filter.js";

const DAY = 24 * 60 * 60 * 1000;
const MARKS = ["code", "curated", "withdrawn"]; // bits, the lowest first

let listing;
const parts = new Map(); // number of a part to the promise of it

/** All papers with what is known but their titles and names, and the tables of choices. */
export function load() {
  listing ??= fetchJson("papers/papers.json").then(decode);
  listing.catch(() => (listing = undefined)); // the next one asks again
  return listing;
}

/** Fetch the titles and names of these papers. */
export async function loadWords(papers) {
  const wanted = new Set(papers.filter((paper) => paper.title === undefined).map((paper) => paper.part));
  for (const part of wanted) {
    if (!parts.has(part)) parts.set(part, fetchJson(`papers/papers-${part}.json`));
    parts.get(part).catch(() => parts.delete(part));
  }
  await Promise.all([...wanted].map((part) => parts.get(part)));
  for (const paper of papers) {
    if (paper.title !== undefined) continue;
    // A part can be newer than the listing for a moment, when the site changes while it is read.
    [paper.title, paper.names] = (await parts.get(paper.part))[paper.slug] ?? [paper.slug, ""];
    paper.words = fold(`${paper.title} ${paper.names}`);
  }
}

async function fetchJson(path) {
  const answer = await fetch(address(path));
  if (!answer.ok) throw new Error(`${path}: the answer was ${answer.status}`);
  return answer.json();
}

/** The file's columns as one object a paper; generator/publish/list_index.py describes them. */
export function decode(columns) {
  const [topics, venues, categories] = [columns.topics, columns.venues, columns.categories].map((table) =>
    table.map(([id, name, parent]) => ({ id, name, parent })),
  );
  const papers = columns.slug.map((slug, position) => {
    const published = columns.published[position];
    const venue = venues[columns.venue[position]];
    return {
      slug,
      position,
      published,
      place: columns.place[position],
      part: Math.floor((columns.slug.length - 1 - position) / columns.part),
      seen: columns.seen[position],
      placed: columns.placed[position],
      code: columns.code[position],
      venueOrder: venue ? columns.venue[position] : venues.length,
      topic: columns.topic[position].map((number) => topics[number].id),
      category: columns.category[position].map((number) => categories[number].id),
      venue: venue ? [venue.id] : [],
      year: published === null ? [] : [String(new Date(published * DAY).getUTCFullYear())],
      only: MARKS.filter((_, bit) => columns.marks[position] & (1 << bit)),
    };
  });
  const years = [...new Set(papers.flatMap((paper) => paper.year))].sort((one, other) => other - one);
  return {
    papers,
    bySlug: new Map(papers.map((paper) => [paper.slug, paper])),
    venueNames: new Map(venues.map(({ id, name }) => [id, name])),
    choices: {
      topic: topics,
      year: years.map((id) => ({ id, name: id })),
      venue: venues,
      category: categories.map(({ id, name }) => ({ id, name: name ? `${name} (${id})` : id })),
      only: [
        { id: "code", name: "Has code" },
        { id: "curated", name: "Curated" },
        { id: "withdrawn", name: "Withdrawn" },
      ],
    },
  };
}

/** A day since 1970 as it is shown: 3 January 2026. */
export function shownDay(day) {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(day * DAY).toLocaleDateString("en-GB", options);
}
