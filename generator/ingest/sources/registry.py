"""Every kind of feed by its name in the settings, and the one place where documents are recognised."""

from datetime import date
from typing import Any

from generator.ingest.sources.arxiv import ARXIV
from generator.ingest.sources.crossref import CROSSREF
from generator.ingest.sources.feed_source import FeedSource
from generator.ingest.sources.json_feed import JSON_FEED
from generator.ingest.sources.local_file import build_source
from generator.ingest.sources.rss import RSS
from generator.model.entries import FeedDocument


def get_source(kind: str) -> FeedSource[Any]:
    """Return the kind of feed of this name, which the schema of the settings allows."""
    return next(source for source in SOURCES if source.kind == kind)


def find_source(data: bytes, path: str, today: date) -> tuple[FeedSource[Any], FeedDocument]:
    """Find the kind of a document, and parse it.

    Args:
        data: The document's bytes.
        path: Its name, for messages.
        today: The day by this machine's clock.

    Raises:
        FeedError: The document is not valid.
    """
    for source in SOURCES:
        document = source.parse_document(data, path, today) if source.parse_document else None
        if document is not None:
            return source, document
    raise AssertionError("the last kind reads every document or raises FeedError")


def parse_document(data: bytes, path: str, today: date) -> FeedDocument:
    """Parse a document of any kind. Arguments and errors are those of `find_source`."""
    return find_source(data, path, today)[1]


# In the order in which they try to read a document. The last one reports what is wrong with an unknown one.
SOURCES: tuple[FeedSource[Any], ...] = (
    JSON_FEED,
    ARXIV,
    CROSSREF,
    build_source(parse_document),
    RSS,
)
