/* The words and numbers of the scripts in the language of the page.

   English words are written where they are used. A page in another language loads the translations of the scripts,
   which the program has written (generator/translation). */

import { address } from "./addresses.js";

const PLACEHOLDER = /%\((\w+)\)s/g;

const { messages, plurals } = await loadMessages(document.documentElement.lang);

async function loadMessages(language) {
  const english = { messages: {}, plurals: "" };
  if (!language || language === "en") return english;
  try {
    return await (await fetch(address("messages.json"))).json();
  } catch {
    return english;
  }
}

/** Translate a message and fill in values: _("Note on %(title)s", { title }). */
export const _ = (message, values) => fill(messages[message] ?? message, values);

/** Translate a message about a number of things: ngettext("%(count)s paper", "%(count)s papers", count). */
export function ngettext(singular, plural, count, values) {
  const form = plurals[count < 200 ? count : 100 + (count % 100)];
  const text = messages[singular]?.[form] ?? (count === 1 ? singular : plural);
  return fill(text, { ...values, count: formatNumber(count) });
}

/** Fill in values; placeholders without a value stay. */
const fill = (text, values = {}) =>
  text.replace(PLACEHOLDER, (placeholder, name) => (name in values ? values[name] : placeholder));

/**
 * Split a translated message at its placeholders, and put elements, texts or lists of these in their places.
 *
 * splitMessage(_("Save %(title)s"), { title: element }) gives ["Save ", element].
 */
export const splitMessage = (text, values) =>
  text
    .split(PLACEHOLDER)
    .flatMap((part, place) => (place % 2 ? values[part] : part))
    .filter((part) => part !== "");

/** A whole number with commas: 2,253. `toLocaleString` takes a slow machine 100 ms the first time. */
export const formatNumber = (number) => String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
