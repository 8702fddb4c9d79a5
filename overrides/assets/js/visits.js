/* "New since your last visit", from the days on which papers were first seen. Quiet where nothing is. */

import { address, storageKey } from "./addresses.js";
import { element } from "./elements.js";

const KEY = storageKey("visit.v1");
const PAUSE = 6 * 60 * 60 * 1000; // who comes back after six hours is on another visit

/**
 * What to remember of this visit.
 *
 * `asOf` is the day of the catalogue's data that was shown, `before` the one at the end of the visit before
 * this one, or "" on the first visit; `at` is when the last page was opened, in milliseconds.
 */
export function visit(known, asOf, now) {
  if (!known) return { before: "", asOf, at: now };
  const isNew = now - known.at > PAUSE || now < known.at;
  return { before: isNew ? known.asOf : known.before, asOf: asOf > known.asOf ? asOf : known.asOf, at: now };
}

/** How many papers came after a day, from "day:count" for each day, the newest first. */
export function countAfter(days, day) {
  return days
    .map((entry) => entry.split(":"))
    .filter(([seen]) => seen > day)
    .reduce((sum, [, count]) => sum + Number(count), 0);
}

export function start(place) {
  const [asOf, ...days] = place.dataset.visits.split(" ");
  const { before } = remembered(asOf);
  const count = before && countAfter(days, before);
  if (!count || place.firstChild) return;
  const list = address("papers/");
  list.search = new URLSearchParams({ ...(place.dataset.topic && { topic: place.dataset.topic }), since: before });
  const link = element("a", { href: list }, count === 1 ? "1 new paper" : `${count} new papers`);
  place.append(link, " since your last visit");
}

function remembered(asOf) {
  try {
    const known = visit(read(), asOf, Date.now());
    localStorage.setItem(KEY, JSON.stringify(known));
    return known;
  } catch {
    return { before: "" }; // a browser that keeps nothing knows of no visit
  }
}

function read() {
  try {
    const { before, asOf, at } = JSON.parse(localStorage.getItem(KEY));
    const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text);
    return isDay(asOf) && (before === "" || isDay(before)) && Number.isFinite(at) ? { before, asOf, at } : null;
  } catch {
    return null;
  }
}
