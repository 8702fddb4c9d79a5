/* Where the site's pages are, wherever the site is. */

const root = new URL("../../", import.meta.url); // this file is assets/js/addresses.js

/** The address of a page or a file of the site, from its path below the site's own address. */
export const address = (path) => new URL(path, root);

export const paperAddress = (slug) => address(`papers/${encodeURIComponent(slug)}/`);

/** What the browser keeps is the site's own: other sites of the same host have other keys. */
export const storageKey = (name) => `${root.pathname}${name}`;

/** Whether a text could be a paper's slug; only the listing knows whether there is such a paper. */
export const isSlug = (text) => typeof text === "string" && /^[a-z0-9][a-z0-9.-]{0,199}$/i.test(text);

/** The slug of the paper whose page has this address, or null. */
export function slugOf(url) {
  const papers = address("papers/");
  const { origin, pathname } = new URL(url, root);
  if (origin !== papers.origin || !pathname.startsWith(papers.pathname)) return null;
  const slug = pathname.slice(papers.pathname.length).replace(/\/(index\.html)?$/, "");
  return isSlug(slug) ? slug : null;
}
