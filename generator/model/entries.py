"""What feeds state about papers: a feed's document and its entries, and what the store keeps of them.

``None`` means unknown. Times are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from generator.model.errors import Problem


@dataclass(frozen=True, slots=True)
class Author:
    """A name as the authors wrote it, with that author's affiliations."""

    name: str
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one feed said about one version of one paper.

    Attributes:
        id: Identity without version, in the form of `generator.model.ids`.
        version: 1, 2, ... or None where the feed does not tell.
        title: One line of text; TeX is kept.
        abstract: Paragraphs separated by a newline; TeX is kept.
        authors: In order.
        categories: As the feed names them, the primary one first where it is known.
        primary_category: None where the feed does not tell.
        published: When version 1 was submitted, or the publisher's date.
        updated: When this version was submitted.
        comment: The authors' own remark.
        journal_ref: Where the authors say it appeared.
        dois: Every DOI given, without resolver.
        links: Other addresses that the feed gives for the paper, https only.
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


@dataclass(frozen=True, slots=True)
class Document:
    """One feed document, read.

    Attributes:
        title: The feed's own title.
        generated_at: When the feed was generated, by its own clock; None if it states none, or a future time.
        entries: The good entries, in the document's order.
        problems: What could not be read, each with its line and reason.
        total: Number of papers that match the query, if stated (``totalResults``).
        offset: Number of matches before this page, if stated (``startIndex``).
        page_size: Number of entries requested, if stated (``itemsPerPage``).
        skipped: Number of entries that could not be read.
    """

    title: str
    generated_at: datetime | None
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    total: int | None = None
    offset: int | None = None
    page_size: int | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was seen, with the date on which it was submitted."""

    number: int
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """What the store keeps of one paper in one feed: its newest version, and the traces of older ones.

    Attributes:
        entry: The newest version's facts.
        versions: Every version that was seen, oldest first.
        first_seen: The day on which any version was first seen.
        as_of: The day on which this version was first seen.
        changed: Fields that took their value later than ``as_of``, and the day.
        former_ids: Ids that the paper had before the rule for ids of addresses changed, sorted.
    """

    entry: Entry
    versions: tuple[Version, ...]
    first_seen: date
    as_of: date
    changed: Mapping[str, date] = field(default_factory=dict)
    former_ids: tuple[str, ...] = ()


Stored: TypeAlias = Mapping[str, Mapping[str, StoredPaper]]  # name of a feed, id of a paper, paper
