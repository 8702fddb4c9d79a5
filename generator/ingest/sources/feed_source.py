"""What a kind of feed consists of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import msgspec

from generator.ingest.feed_run import FeedRun, FetchContext
from generator.ingest.time_span import Span
from generator.model.curation_values import Feed
from generator.model.entries import FeedDocument

Options = TypeVar("Options")


@dataclass(frozen=True, slots=True)
class History(Generic[Options]):
    """How to fetch everything of a time span, for a kind of feed whose service can search by date.

    Attributes:
        first_day: The day of the service's first paper.
        is_available: Whether a feed with these options can be searched.
        fetch: Fetch the papers that were first submitted in a time span.
        forecast: Count the papers and the requests that this takes; sends one request.
    """

    first_day: date
    is_available: Callable[[Options], bool]
    fetch: Callable[[FeedRun, Options, Span], None]
    forecast: Callable[[FetchContext, Options, Span], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Refresh:
    """How to fetch every stored paper again, for a kind of feed whose papers can be requested by id.

    Attributes:
        fetch: Fetch the stored papers of a feed.
        find_hosts: Find all hosts that these requests may have.
    """

    fetch: Callable[[FeedRun], None]
    find_hosts: Callable[[FetchContext], frozenset[str]]


@dataclass(frozen=True, slots=True)
class FeedSource(Generic[Options]):
    """A kind of feed. ``schemas/catalogue.schema.json`` states which keys its feeds have in the settings.

    Attributes:
        kind: Its name in the settings.
        options: A dataclass with a field for each of these keys, apart from ``id`` and ``kind``.
        fetch: Fetch what is new.
        find_hosts: Find all hosts that requests for a feed with these options may have, redirects included.
            Feeds whose hosts differ are fetched side by side.
        refresh: How to fetch stored papers again; None if the kind has none that can be requested by id.
        history: How to fetch a time span; None if the kind cannot.
        parse_document: Parse a document of this kind; return None for a document of another kind. Takes the
            document's bytes, its name for messages, and the day by this machine's clock. None if the kind has
            no documents of its own.
        is_named_by_title: Whether the title of a document names its feed when it is imported by hand.
        is_local: Whether its documents are part of the catalogue, so that its maintainer can correct them.
        is_registry: Whether it asks for facts of papers that other feeds have stored. It is fetched last.
    """

    kind: str
    options: type[Options]
    fetch: Callable[[FeedRun, Options], None]
    find_hosts: Callable[[FetchContext, Options], frozenset[str]]
    refresh: Refresh | None = None
    history: History[Options] | None = None
    parse_document: Callable[[bytes, str, date], FeedDocument | None] | None = None
    is_named_by_title: bool = True
    is_local: bool = False
    is_registry: bool = False

    def read_options(self, feed: Feed) -> Options:
        """Return the options of a feed of this kind as a value of their dataclass."""
        return msgspec.convert(feed.options, self.options)
