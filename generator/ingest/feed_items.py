"""RSS and Atom documents taken apart: the feed's own fields, and each entry's.

feedparser tells what an entry is: its identity, its links resolved against their base, its terms, in every
dialect there is. Text is read from the XML, because feedparser cuts it at inequalities, mends what looks
like a wrong encoding, and keeps the last of several fields; it never gets to see the text.
"""

import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

import feedparser
from lxml import etree

from generator.ingest import safe_xml
from generator.ingest.publisher_markup import Form, one_line
from generator.model.errors import FeedError

MOST_ENTRIES = 10_000  # five times what rss.arxiv.org gives at most
MOST_ELEMENTS = 500_000  # a full feed of rss.arxiv.org has about 50,000

_VOCABULARIES = {
    None: "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://arxiv.org/schemas/atom": "arxiv:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
# What feedparser is shown of an entry, by local name.
_IDENTITY = frozenset(["category", "guid", "id", "link", "subject"])
_MOST_SHOWN = 200  # links, terms and identities an entry
_ITEMS = frozenset(["item", "atom:entry"])
_LITERAL_TYPES = frozenset(["text", "text/plain"])
# What feedparser 6 lets out of `parse` where a feed is made to break it.
_FEEDPARSER_FAILS = (LookupError, ValueError)


@dataclass(frozen=True, slots=True)
class Fields:
    """The child elements of an entry or of the feed, by name: ``title``, ``dc:creator``, ``prism:doi``."""

    elements: Mapping[str, tuple[etree._Element, ...]]

    def texts(self, name: str) -> tuple[str, ...]:
        """All texts of that name, none of them empty, without the markup of child elements."""
        found = ("".join(element.itertext()) for element in self.elements.get(name, ()))
        return tuple(text for text in found if text.strip())

    def line(self, *names: str) -> str:
        """The first text of the first of these names, on one line, or an empty string."""
        for name in names:
            for text in self.texts(name):
                return one_line(text)
        return ""

    def markup(self, name: str) -> Iterator[tuple[str, Form]]:
        """Each text of that name with its markup, and what the feed says of its form."""
        for element in self.elements.get(name, ()):
            yield _markup(element)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed.

    Attributes:
        line: Where it begins.
        fields: What it says.
        guid: What the feed calls it, or an empty string.
        links: Where it leads, resolved.
        terms: What the feed files it under.
    """

    line: int
    fields: Fields
    guid: str
    links: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A document taken apart: the feed's own fields, and its entries in order."""

    fields: Fields
    items: tuple[Item, ...]


def take_apart(data: bytes, path: str) -> Feed:
    """The feed's fields and entries.

    Args:
        data: The document's bytes.
        path: Its name, for messages.

    Raises:
        FeedError: It is no XML that we take, no feed, an error report of rss.arxiv.org, or too long.
    """
    root = safe_xml.parse(data, path)
    _refuse_crowds("elements", int(root.xpath("count(//*)")), MOST_ELEMENTS, path)
    feed = _feed(root, path)
    title = feed.line("title", "atom:title")
    if title.startswith("Feed error for query"):
        reason = feed.line("description", "atom:subtitle") or title
        raise FeedError(
            path, f"the feed's server answered with an error: {reason}", "mend the feed's address"
        )
    elements = _entries(root)
    _refuse_crowds("entries", len(elements), MOST_ENTRIES, path)
    parsed = _parsed(root, path)
    if len(parsed) != len(elements):
        reason = f"it can be read as {len(elements)} entries and as {len(parsed)}"
        raise FeedError(path, reason, "entries must stand in the feed itself")
    return Feed(feed, tuple(map(_item, elements, parsed)))


def _refuse_crowds(what: str, found: int, most: int, path: str) -> None:
    if found > most:
        raise FeedError(path, f"a feed may have {most:,} {what}, this one has {found:,}")


def _feed(root: etree._Element, path: str) -> Fields:
    """The feed's own fields, after making sure that it is a feed."""
    name = _name(root)
    if name == "atom:feed":
        return _fields(root)
    channels = _channels(root)
    if name in {"rss", "rdf:rdf"} and channels:
        return _fields(channels[0])
    what = "a web page" if name.endswith("html") else f"a <{etree.QName(root).localname[:40]}> document"
    raise FeedError(path, f"the document is {what}, not a feed", "give the address of an RSS or Atom feed")


def _entries(root: etree._Element) -> list[etree._Element]:
    """Entries stand in the root, and in RSS 2.0 in its channel."""
    holders = {root, *_channels(root)}
    return [child for child in root.iter() if _name(child) in _ITEMS and child.getparent() in holders]


def _channels(root: etree._Element) -> list[etree._Element]:
    return [child for child in root if _name(child) == "channel"]


def _name(element: etree._Element) -> str:
    """The element's name with our word for its vocabulary, in lower case; comments have none."""
    return _word(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1024)
def _word(tag: str) -> str:
    name = etree.QName(tag)
    space = name.namespace
    vocabulary = _VOCABULARIES.get(space, "prism:" if "prism" in (space or "").lower() else "other:")
    return vocabulary + name.localname.lower()


def _fields(element: etree._Element) -> Fields:
    elements: dict[str, list[etree._Element]] = {}
    for child in element:
        elements.setdefault(_name(child), []).append(child)
    return Fields({name: tuple(children) for name, children in elements.items()})


def _markup(element: etree._Element) -> tuple[str, Form]:
    children = [child for child in element if isinstance(child.tag, str)]
    if children:  # XHTML, or tags that somebody forgot to escape
        inner = (etree.tostring(child, encoding="unicode") for child in children)
        return escape(element.text or "", quote=False) + "".join(inner), Form.HTML
    stated = (element.get("type") or "").lower() if _name(element).startswith("atom:") else ""
    form = Form.UNTOLD if not stated else Form.TEXT if stated in _LITERAL_TYPES else Form.HTML
    return "".join(element.itertext()), form


def _parsed(root: etree._Element, path: str) -> list[Any]:
    """The entries as feedparser sees them."""
    slim = deepcopy(root)
    for entry in _entries(slim):
        _strip(entry, frozenset())
    for holder in [slim, *_channels(slim)]:
        _strip(holder, _ITEMS | {"channel"})
    data = etree.tostring(slim, encoding="UTF-8", xml_declaration=True)
    try:
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except _FEEDPARSER_FAILS as error:
        raise FeedError(path, f"feedparser cannot read it: {error}") from error
    if found.bozo:
        raise FeedError(path, f"feedparser cannot read it: {found.bozo_exception}")
    if not found.get("version"):
        raise FeedError(path, "the document is not a feed", "give the address of an RSS or Atom feed")
    return list(found.entries)


def _strip(holder: etree._Element, kept: frozenset[str]) -> None:
    """Take out of an entry or feed all but what identifies it, and the kept children."""
    shown = 0
    for child in list(holder):
        identifies = _name(child).rpartition(":")[2] in _IDENTITY
        shown += identifies
        if identifies and shown <= _MOST_SHOWN:
            del child[:]  # an image in a link makes feedparser raise KeyError
        elif _name(child) not in kept:
            holder.remove(child)


def _item(element: etree._Element, parsed: Any) -> Item:  # noqa: ANN401 - feedparser ships no types
    links = [link.get("href") for link in parsed.get("links", ()) if link.get("rel") == "alternate"]
    links.append(parsed.get("link"))
    terms = (one_line(tag.get("term") or "") for tag in parsed.get("tags", ()))
    return Item(
        element.sourceline or 0,
        _fields(element),
        (parsed.get("id") or "").strip(),
        tuple(dict.fromkeys(link for link in links if link)),
        tuple(dict.fromkeys(term for term in terms if term)),
    )
