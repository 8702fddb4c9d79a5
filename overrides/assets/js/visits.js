/* The number of papers that are new since the last visit, from the days on which feeds first listed papers. */

import { address, isDay, storageKey } from "./addresses.js";
import { element } from "./elements.js";
import { _, ngettext, splitMessage } from "./messages.js";

const KEY = storageKey("visit.v1");
const PAUSE = 6 * 60 * 60 * 1000; // milliseconds without a page, after which another visit begins

/**
 * Compute what to remember of this visit.
 *
 * `asOf` is the day of the catalogue that was shown, `before` the one at the end of the previous visit, or "" on the
 * first visit; `at` is when the last page was opened, in milliseconds.
 */
export function updateVisit(previous, asOf, now) {
  if (!previous) return { before: "", asOf, at: now };
  const isNew = now - previous.at > PAUSE || now < previous.at;
  return {
    before: isNew ? previous.asOf : previous.before,
    asOf: asOf > previous.asOf ? asOf : previous.asOf,
    at: now,
  };
}

/** Count the papers after a day, from "day:count" of each day. */
function countAfter(days, day) {
  return days
    .map((entry) => entry.split(":"))
    .filter(([seen]) => seen > day)
    .reduce((sum, [, count]) => sum + Number(count), 0);
}

export function start(place) {
  const [asOf, ...days] = place.dataset.visits.split(" ");
  const { before } = rememberVisit(asOf);
  const count = before && countAfter(days, before);
  if (!count) return;
  const list = address("papers/");
  list.search = new URLSearchParams({ ...(place.dataset.topic && { topic: place.dataset.topic }), since: before });
  const link = element("a", { href: list }, ngettext("%(count)s new paper", "%(count)s new papers", count));
  place.append(...splitMessage(_("%(papers)s since your last visit"), { papers: link }));
}

function rememberVisit(asOf) {
  try {
    const visit = updateVisit(readVisit(), asOf, Date.now());
    localStorage.setItem(KEY, JSON.stringify(visit));
    return visit;
  } catch {
    return { before: "" }; // the browser stores nothing, so that no visit is known
  }
}

function readVisit() {
  try {
    const { before, asOf, at } = JSON.parse(localStorage.getItem(KEY));
    return isDay(asOf) && (before === "" || isDay(before)) && Number.isFinite(at) ? { before, asOf, at } : null;
  } catch {
    return null;
  }
}
