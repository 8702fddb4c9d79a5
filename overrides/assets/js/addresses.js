/* Addresses of the site's pages, wherever the site is published. */

/** The site's own address. */
export const SITE = new URL("../../", import.meta.url); // this file is assets/js/addresses.js

/** The address of a page or a file, from its path on the site. */
export const address = (path) => new URL(path, SITE);

/** The address of a paper's page. */
export const paperAddress = (slug) => address(`papers/${encodeURIComponent(slug)}/`);

/** The key under which the browser stores something of this site; other sites of the same host have other keys. */
export const storageKey = (name) => `${SITE.pathname}${name}`;

/** Whether a text could be a paper's slug; only the index knows whether there is such a paper. */
export const isSlug = (text) => typeof text === "string" && /^[a-z0-9][a-z0-9.-]{0,199}$/i.test(text);

/** Whether a text is a day of the calendar, as the address of a list states it: 2026-11-21. */
export const isDay = (text) =>
  typeof text === "string" &&
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  JSON.stringify(new Date(text)).startsWith(`"${text}`);

/** The slug of the paper whose page has this address, or null. */
export function readSlug(url) {
  const papers = address("papers/");
  const { origin, pathname } = new URL(url, SITE);
  if (origin !== papers.origin || !pathname.startsWith(papers.pathname)) return null;
  const slug = pathname.slice(papers.pathname.length).replace(/\/(index\.html)?$/, "");
  return isSlug(slug) ? slug : null;
}
