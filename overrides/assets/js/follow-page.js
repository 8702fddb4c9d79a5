/* The page of feeds: a reader chooses some, and downloads them as OPML for a feed reader.

   One key of `localStorage` holds [{"name", "page", "feed"}]: the chosen feeds, as paths on the site. An address with
   `?page=authors/amy-example/` adds the feed of that page; it may name several pages. */

import { SITE, address, storageKey } from "./addresses.js";
import { announce } from "./announce.js";
import { download } from "./download.js";
import { element } from "./elements.js";
import { _, ngettext } from "./messages.js";

const KEY = storageKey("follow.v1");
const PATH = /^(?:[a-z0-9][a-z0-9._-]*\/)*(?:feed\.xml)?$/i;
const FEED = 'link[rel="alternate"][type="application/atom+xml"]';

export async function start(host) {
  const page = new FollowPage(host);
  const added = new URLSearchParams(location.search).getAll("page").filter((path) => path && PATH.test(path));
  await Promise.all(added.map((path) => page.add(path)));
  page.show();
}

class FollowPage {
  #chosen = new Map(read().map((feed) => [feed.page, feed]));
  #boxes = new Map();

  constructor(host) {
    this.others = element("ul", { class: "feeds" }); // chosen feeds that the page does not list
    this.status = element("span", { role: "status" });
    this.button = element("button", { type: "button", class: "md-button", click: () => this.#download() }, _("Download chosen feeds (OPML)"));
    host.append(this.others, element("p", { class: "buttons" }, this.button, this.status));
    for (const link of document.querySelectorAll("a.feed")) {
      const page = link.previousElementSibling;
      const feed = { name: page.textContent, page: toPath(page.href), feed: toPath(link.href) };
      link.parentElement.prepend(this.#createBox(feed), " ");
    }
  }

  /** Choose the feed of a page of the site, which states its feed and its name. */
  async add(path) {
    try {
      const answer = await fetch(address(path));
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html"); // runs no script
      const feed = page.querySelector(FEED).getAttribute("href");
      const name = page.querySelector("h1").firstChild.textContent.trim();
      this.#choose({ name, page: path, feed: toPath(new URL(feed, address(path))) }, true);
    } catch {
      announce(_("The feed could not be loaded. Check your connection and try again."));
    }
  }

  show() {
    for (const feed of this.#chosen.values())
      if (!this.#boxes.has(feed.page)) this.others.append(element("li", {}, this.#createBox(feed), " ", feed.name));
    for (const [page, box] of this.#boxes) box.checked = this.#chosen.has(page);
    this.button.disabled = !this.#chosen.size;
    this.status.textContent = ngettext("%(count)s feed chosen", "%(count)s feeds chosen", this.#chosen.size);
  }

  #createBox(feed) {
    const change = ({ target }) => this.#choose(feed, target.checked);
    const box = element("input", { type: "checkbox", "aria-label": _("Follow %(name)s", { name: feed.name }), change });
    this.#boxes.set(feed.page, box);
    return box;
  }

  #choose(feed, isChosen) {
    if (isChosen) this.#chosen.set(feed.page, feed);
    else this.#chosen.delete(feed.page);
    try {
      localStorage.setItem(KEY, JSON.stringify([...this.#chosen.values()]));
    } catch {
      // The browser stores nothing: the choice lasts until the reader leaves the page.
    }
    this.show();
  }

  #download() {
    const name = document.querySelector('meta[property="og:site_name"]').content;
    download("feeds.opml", "text/x-opml", toOpml([...this.#chosen.values()], name));
    announce(_("%(file)s is ready", { file: "feeds.opml" }));
  }
}

/** A file in OPML 2.0 with these feeds. */
function toOpml(feeds, site) {
  const file = document.implementation.createDocument(null, "opml");
  const append = (parent, name, attributes, text = "") => {
    const child = file.createElement(name);
    for (const [key, value] of Object.entries(attributes)) child.setAttribute(key, value);
    child.textContent = text;
    return parent.appendChild(child);
  };
  file.documentElement.setAttribute("version", "2.0");
  append(append(file.documentElement, "head", {}), "title", {}, site);
  const body = append(file.documentElement, "body", {});
  for (const { name, page, feed } of feeds)
    append(body, "outline", { type: "rss", text: `${name} – ${site}`, xmlUrl: address(feed), htmlUrl: address(page) });
  return `<?xml version="1.0" encoding="utf-8"?>\n${new XMLSerializer().serializeToString(file)}\n`;
}

const toPath = (url) => String(url).slice(String(SITE).length);

function read() {
  try {
    const isValid = ({ name, page, feed }) => typeof name === "string" && [page, feed].every((path) => PATH.test(path));
    return JSON.parse(localStorage.getItem(KEY)).filter(isValid);
  } catch {
    return [];
  }
}
