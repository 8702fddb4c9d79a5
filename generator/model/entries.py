"""Values that feeds state about papers, and what the store keeps of them.

``None`` means unknown. Times are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from generator.model.dates import Precision
from generator.model.errors import Problem


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a paper, with the name as the paper spells it."""

    name: str
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one feed states about one version of one paper.

    Attributes:
        id: The paper's id without version, in the form of `generator.model.ids`.
        version: From 1.
        title: One line of text; it may contain TeX.
        abstract: Paragraphs separated by a newline; it may contain TeX.
        authors: In the order of the paper.
        categories: As the feed names them, the primary one first if it is known.
        primary_category: Its main category.
        published: When version 1 was submitted, or the publisher's date.
        updated: When this version was submitted.
        comment: The authors' comment.
        journal_ref: Where the authors state that it appeared.
        dois: DOIs without the resolver's address.
        links: Further https addresses of the paper.
        published_precision: How much of ``published`` is known; the rest is that of its first moment.
        container: The name of the journal or the proceedings that the paper is in.
        volume: Of the container.
        issue: Of the container.
        pages: The first and the last page with a hyphen, or the number of the article.
        issns: Of the container.
        publisher: Of the container.
    """

    id: str
    version: int | None
    title: str
    abstract: str | None = None
    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    primary_category: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    comment: str | None = None
    journal_ref: str | None = None
    dois: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    published_precision: Precision = Precision.DAY
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    issns: tuple[str, ...] = ()
    publisher: str | None = None


# The fields that state where a paper appeared.
PUBLICATION_FIELDS = ("container", "volume", "issue", "pages", "issns", "publisher")


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """One document of a feed, parsed.

    Attributes:
        title: The feed's title.
        generated_at: When the feed was generated, by its own clock; None if it states none, or a future time.
        entries: The entries that could be read, in the document's order.
        problems: What could not be read, and which entries are left out.
        total: Number of papers that match the query, if stated (``totalResults``).
        offset: Number of matches before this page, if stated (``startIndex``).
        page_size: Number of entries requested, if stated (``itemsPerPage``).
        skipped: The problems for which an entry is left out.
    """

    title: str
    generated_at: datetime | None
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    total: int | None = None
    offset: int | None = None
    page_size: int | None = None
    skipped: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A version that a feed listed, and when it was submitted."""

    number: int
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """What the store keeps of one paper of one feed: its newest version, and the numbers of older ones.

    Attributes:
        entry: The facts of the newest version.
        versions: All versions that the feed listed, oldest first.
        first_seen: The day on which the feed first listed the paper.
        as_of: The day on which the feed first listed the newest version.
        changed: Field to the day on which it got its value, if that was after ``as_of``.
        former_ids: Earlier ids, sorted. Ids change only if the rule for ids of addresses changes.
    """

    entry: Entry
    versions: tuple[Version, ...]
    first_seen: date
    as_of: date
    changed: Mapping[str, date] = field(default_factory=dict)
    former_ids: tuple[str, ...] = ()


Stored: TypeAlias = Mapping[str, Mapping[str, StoredPaper]]  # name of a feed, id of a paper, paper
