"""Split RSS and Atom documents into the fields of the feed and of each entry.

feedparser knows every dialect, so it finds the id, the links and the terms of an entry. Texts are read from
the XML instead: feedparser cuts them at inequality signs, changes what looks like a wrong encoding, and keeps
only the last of several fields.
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
from generator.ingest.publisher_markup import TextFormat, join_paragraphs
from generator.model.errors import FeedError
from generator.model.grouping import group_pairs

MAX_ENTRIES = 10_000  # five times the limit of rss.arxiv.org
MAX_ELEMENTS = 500_000  # a full feed of rss.arxiv.org has about 50,000

_PREFIXES_BY_NAMESPACE = {
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
# The local names of the elements of an entry that feedparser gets.
_IDENTIFYING = frozenset(["category", "guid", "id", "link", "subject"])
_MAX_IDENTIFYING = 200  # such elements in an entry
_ITEMS = frozenset(["item", "atom:entry"])
_PLAIN_TYPES = frozenset(["text", "text/plain"])
# The errors that feedparser 6 raises for documents that are made to break it.
_FEEDPARSER_ERRORS = (LookupError, ValueError)


@dataclass(frozen=True, slots=True)
class Fields:
    """The child elements of an entry or of the feed, by name: ``title``, ``dc:creator``, ``prism:doi``."""

    elements: Mapping[str, tuple[etree._Element, ...]]

    def find_texts(self, name: str) -> tuple[str, ...]:
        """Return every non-empty text of a name, without the markup of child elements."""
        texts = ("".join(element.itertext()) for element in self.elements.get(name, ()))
        return tuple(text for text in texts if text.strip())

    def find_line(self, *names: str) -> str:
        """Return the first text of the first name that has one, on one line, or an empty string."""
        for name in names:
            for text in self.find_texts(name):
                return join_paragraphs(text)
        return ""

    def iter_markup(self, name: str) -> Iterator[tuple[str, TextFormat]]:
        """Yield each text of a name with its markup and its format."""
        for element in self.elements.get(name, ()):
            yield _read_markup(element)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed.

    Attributes:
        line: The line in which it begins.
        fields: Its fields.
        guid: Its id in the feed, or an empty string.
        links: Its links as absolute addresses.
        terms: Its categories.
    """

    line: int
    fields: Fields
    guid: str
    links: tuple[str, ...]
    terms: tuple[str, ...]


def split_feed(data: bytes, path: str) -> tuple[Fields, tuple[Item, ...]]:
    """Split a document into the fields of the feed, and its entries in order.

    Args:
        data: The document's bytes.
        path: Its name, for messages.

    Raises:
        FeedError: It is not XML, not a feed, too long, or an error of rss.arxiv.org.
    """
    root = safe_xml.parse_xml(data, path)
    _require_count("elements", int(root.xpath("count(//*)")), MAX_ELEMENTS, path)
    fields = _find_feed_fields(root, path)
    title = fields.find_line("title", "atom:title")
    if title.startswith("Feed error for query"):
        reason = fields.find_line("description", "atom:subtitle") or title
        hint = "correct the feed's address"
        raise FeedError(path, f"the feed's server answered with an error: {reason}", hint)
    elements = _find_entries(root)
    _require_count("entries", len(elements), MAX_ENTRIES, path)
    parsed_entries = _run_feedparser(root, path)
    if len(parsed_entries) != len(elements):
        reason = f"two parsers find {len(elements)} and {len(parsed_entries)} entries"
        raise FeedError(path, reason, "entries must be children of the feed element")
    return fields, tuple(map(_build_item, elements, parsed_entries))


def _require_count(name: str, count: int, max_count: int, path: str) -> None:
    if count > max_count:
        raise FeedError(path, f"a feed must have at most {max_count:,} {name}, got {count:,}")


def _find_feed_fields(root: etree._Element, path: str) -> Fields:
    """Return the fields of the feed itself.

    Raises:
        FeedError: The document is not a feed.
    """
    name = _find_name(root)
    if name == "atom:feed":
        return _read_fields(root)
    channels = _find_channels(root)
    if name in {"rss", "rdf:rdf"} and channels:
        return _read_fields(channels[0])
    reason = f"the document is a <{etree.QName(root).localname[:40]}> document, not a feed"
    raise FeedError(path, reason, "use the address of an RSS or Atom feed")


def _find_entries(root: etree._Element) -> list[etree._Element]:
    """Return the entries, which are children of the root, or of the channel in RSS 2.0."""
    parents = {root, *_find_channels(root)}
    return [child for child in root.iter() if _find_name(child) in _ITEMS and child.getparent() in parents]


def _find_channels(root: etree._Element) -> list[etree._Element]:
    return [child for child in root if _find_name(child) == "channel"]


def _find_name(element: etree._Element) -> str:
    """Return the name of an element with our prefix, in lower case; empty for a comment."""
    return _build_name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1024)
def _build_name(tag: str) -> str:
    name = etree.QName(tag)
    namespace = name.namespace
    other = "prism:" if "prism" in (namespace or "").lower() else "other:"
    return _PREFIXES_BY_NAMESPACE.get(namespace, other) + name.localname.lower()


def _read_fields(element: etree._Element) -> Fields:
    return Fields(group_pairs((_find_name(child), child) for child in element))


def _read_markup(element: etree._Element) -> tuple[str, TextFormat]:
    children = [child for child in element if isinstance(child.tag, str)]
    if children:  # XHTML, or tags that the publisher did not escape
        inner = (etree.tostring(child, encoding="unicode") for child in children)
        return escape(element.text or "", quote=False) + "".join(inner), TextFormat.HTML
    stated_type = (element.get("type") or "").lower() if _find_name(element).startswith("atom:") else ""
    text_format = TextFormat.TEXT if stated_type in _PLAIN_TYPES else TextFormat.HTML
    return "".join(element.itertext()), text_format if stated_type else TextFormat.UNSTATED


def _run_feedparser(root: etree._Element, path: str) -> list[Any]:
    """Return the entries as feedparser parses them, from a copy that has nothing but their identity."""
    copy = deepcopy(root)
    for entry in _find_entries(copy):
        _remove_other_children(entry, frozenset())
    for parent in [copy, *_find_channels(copy)]:
        _remove_other_children(parent, _ITEMS | {"channel"})
    data = etree.tostring(copy, encoding="UTF-8", xml_declaration=True)
    try:
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except _FEEDPARSER_ERRORS as error:
        raise FeedError(path, f"feedparser cannot parse it: {error}") from error
    if parsed.bozo:
        raise FeedError(path, f"feedparser cannot parse it: {parsed.bozo_exception}")
    if not parsed.get("version"):
        raise FeedError(path, "the document is not a feed", "use the address of an RSS or Atom feed")
    return list(parsed.entries)


def _remove_other_children(parent: etree._Element, names: frozenset[str]) -> None:
    """Remove all children of an entry or feed but those that identify it, and those with one of the names."""
    count = 0
    for child in list(parent):
        is_identifying = _find_name(child).rpartition(":")[2] in _IDENTIFYING
        count += is_identifying
        if is_identifying and count <= _MAX_IDENTIFYING:
            del child[:]  # an image in a link makes feedparser raise KeyError
        elif _find_name(child) not in names:
            parent.remove(child)


def _build_item(element: etree._Element, parsed: Any) -> Item:  # noqa: ANN401 - feedparser has no types
    links = [link.get("href") for link in parsed.get("links", ()) if link.get("rel") == "alternate"]
    links.append(parsed.get("link"))
    terms = (join_paragraphs(tag.get("term") or "") for tag in parsed.get("tags", ()))
    return Item(
        element.sourceline or 0,
        _read_fields(element),
        (parsed.get("id") or "").strip(),
        tuple(dict.fromkeys(link for link in links if link)),
        tuple(dict.fromkeys(term for term in terms if term)),
    )
