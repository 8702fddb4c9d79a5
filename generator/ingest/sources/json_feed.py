"""The kind ``json-feed``: a JSON Feed by its address. The format: https://www.jsonfeed.org/version/1.1/."""

from datetime import date, datetime
from typing import Any

import msgspec

from generator.ingest import entry_rules
from generator.ingest.author_names import parse_authors
from generator.ingest.described_facts import combine_facts, read_facts
from generator.ingest.entry_rules import collect_entries, identify_entry
from generator.ingest.feed_items import MAX_ENTRIES
from generator.ingest.feed_run import FeedRun
from generator.ingest.publication_fields import find_publication_fields
from generator.ingest.publisher_abstracts import find_abstract
from generator.ingest.publisher_markup import TextFormat, join_paragraphs, split_paragraphs
from generator.ingest.safe_xml import require_size
from generator.ingest.seen_day import find_latest_time
from generator.ingest.sources import arxiv
from generator.ingest.sources.feed_source import FeedSource
from generator.ingest.sources.web_document import WebOptions, fetch_document, find_document_hosts
from generator.model.entries import Entry, FeedDocument
from generator.model.errors import FeedError
from generator.model.text import quote_text

_ACCEPT = "application/feed+json, application/json;q=0.9, */*;q=0.1"
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"  # a byte order mark and white space
_VERSION = "https://jsonfeed.org/version/1"


class _Author(msgspec.Struct):
    name: str | None = None


class _Item(msgspec.Struct):
    """The keys of an entry that are used. ``author`` is from version 1.0 of the format."""

    id: str | float = ""
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    summary: str | None = None
    content_text: str | None = None
    content_html: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: _Author | None = None
    authors: list[_Author] | None = None
    tags: list[str] | None = None


class _Feed(msgspec.Struct):
    version: str
    items: list[Any]
    title: str = ""


def parse_json_feed(data: bytes, path: str, today: date) -> FeedDocument | None:
    """Parse a JSON Feed; return None for a document of another kind.

    An entry that has no title or identity, or exceeds a limit, becomes a problem, and the others are kept.

    Args:
        data: The document's bytes.
        path: Its name, for messages.
        today: The day by this machine's clock; a time after it is ignored.

    Raises:
        FeedError: The document is JSON, and not a valid feed.
    """
    text = data.lstrip(_BEFORE_JSON)
    if not text.startswith(b"{"):
        return None
    require_size(data, path)
    try:
        feed = msgspec.json.decode(text, type=_Feed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedError(path, f"the document is not a JSON Feed: {error}") from error
    if not feed.version.startswith(_VERSION):
        raise FeedError(path, f"its version must begin with {_VERSION}, got {quote_text(feed.version)}")
    if len(feed.items) > MAX_ENTRIES:
        raise FeedError(path, f"a feed must have at most {MAX_ENTRIES:,} entries, got {len(feed.items):,}")
    latest = find_latest_time(None, today)
    return collect_entries(
        ((0, item) for item in feed.items),
        lambda item: _parse_item(msgspec.convert(item, _Item), latest),
        title=join_paragraphs(feed.title, TextFormat.TEXT)[: entry_rules.MAX_TITLE_LENGTH],
        path=path,
        generated_at=None,
        find_guid=lambda item: str(msgspec.convert(item, _Item).id),
    )


def _parse_item(item: _Item, latest: datetime) -> tuple[Entry, list[str]]:
    """Parse an entry, and return it with remarks on what was left out of it.

    Raises:
        ValueError: The entry cannot be used; the message states why.
    """
    descriptions = [
        read_facts(split_paragraphs(text or "", text_format))
        for text, text_format in (
            (item.summary, TextFormat.TEXT),
            (item.content_text, TextFormat.TEXT),
            (item.content_html, TextFormat.HTML),
        )
    ]
    facts = combine_facts(descriptions)
    links = [url for url in (item.url, item.external_url) if url]
    identity = identify_entry(str(item.id), links, [facts.doi])
    tags = dict.fromkeys(join_paragraphs(tag, TextFormat.TEXT) for tag in item.tags or ())
    names = [author.name for author in item.authors or [item.author or _Author()]]
    title = entry_rules.require_title(join_paragraphs(item.title or ""))
    first_paragraphs = [text for description in descriptions for text in description.paragraphs[:2]]
    remarks: list[str] = []
    published, precision = entry_rules.find_publication(
        "date_published", (item.date_published or "", facts.published), latest, remarks
    )
    entry = Entry(
        id=identity.id,
        version=identity.version,
        title=title,
        abstract=entry_rules.require_abstract(find_abstract([facts.paragraphs for facts in descriptions])),
        authors=parse_authors([name for name in names if name]) or parse_authors([facts.authors]),
        categories=entry_rules.select_terms([tag for tag in tags if tag], remarks),
        published=published,
        published_precision=precision,
        updated=entry_rules.find_date("date_modified", (item.date_modified or "",), latest, remarks),
        dois=identity.dois,
        links=identity.links,
        **find_publication_fields(title, facts.journal, remarks, first_paragraphs),
    )
    return entry, remarks


def _fetch(run: FeedRun, options: WebOptions) -> None:
    fetch_document(run, options, _ACCEPT, parse_json_feed)


JSON_FEED = FeedSource(
    kind="json-feed",
    options=WebOptions,
    fetch=_fetch,
    find_hosts=find_document_hosts,
    refresh=arxiv.REFRESH,
    parse_document=parse_json_feed,
)
