"""The values that flow through the pipeline, one type a stage.

``Document`` and ``Entry`` are what one feed document said; ``StoredPaper`` is what the store keeps of a
paper; ``Curation`` and its neighbours are what people wrote; ``Paper`` is the merged view; ``Catalogue``
is all of it with how it relates. Values have no verbs that touch the world, and ``None`` means unknown.
Times are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from generator.model.errors import Problem

# --- feeds -----------------------------------------------------------------------------------------


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
        answered: When the feed was made, by its own clock; None where it does not tell.
        entries: The good entries, in the document's order.
        problems: What could not be read, each with its line and reason.
        lost: How many entries could not be read at all, and were skipped.
        total: How many papers match at the service, where it tells (``totalResults``).
        start: How many matches stand before this page, where it tells (``startIndex``).
        asked: How many entries were asked for, where it tells (``itemsPerPage``).
    """

    title: str
    answered: datetime | None
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    total: int | None = None
    start: int | None = None
    asked: int | None = None
    lost: int = 0


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
    """

    entry: Entry
    versions: tuple[Version, ...]
    first_seen: date
    as_of: date
    changed: Mapping[str, date] = field(default_factory=dict)


Stored: TypeAlias = Mapping[str, Mapping[str, StoredPaper]]  # name of a feed, id of a paper, paper


# --- curation --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that speak for (or against) a topic, with their weight."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """One of our own groupings.

    Attributes:
        id: Its address.
        title: Its name.
        description: A paragraph for readers.
        parent: The topic it belongs to, or None for one of the first level.
        phrases: What speaks for it in title or abstract.
        categories: arXiv categories that speak for it, by weight.
        exclude: What speaks against it.
        formerly: Ids it had before, whose addresses lead here.
    """

    id: str
    title: str
    description: str
    parent: str | None = None
    phrases: tuple[Phrase, ...] = ()
    categories: Mapping[str, float] = field(default_factory=dict)
    exclude: tuple[Phrase, ...] = ()
    formerly: tuple[str, ...] = ()


class VenueKind(StrEnum):
    """What sort of place a venue is."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    MAGAZINE = "magazine"
    WORKSHOP = "workshop"


@dataclass(frozen=True, slots=True)
class Venue:
    """A conference, journal, magazine or workshop, with the spellings that authors use for it."""

    id: str
    acronym: str
    name: str
    kind: VenueKind
    url: str | None = None
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where a paper appeared, or will.

    Attributes:
        venue: Id of the venue.
        year: None where nobody tells.
        pages: Such as ``775-788``.
        volume: Of a journal.
        number: Of a journal.
        source: Who says so: ``curation``, ``journal reference`` or ``comment``.
        evidence: The words that say so.
    """

    venue: str
    year: int | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    source: str = "curation"
    evidence: str = ""


class LinkKind(StrEnum):
    """What stands behind a link."""

    CODE = "code"
    DATA = "data"
    SLIDES = "slides"
    VIDEO = "video"
    ARTIFACT = "artifact"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that belongs to a paper, and who named it (``curation``, ``abstract``, ``comment``)."""

    kind: LinkKind
    url: str
    source: str = "curation"


class Status(StrEnum):
    """Whether a paper still stands."""

    LISTED = "listed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Correction:
    """A feed's fact that a curator put right, and why."""

    value: object
    reason: str


@dataclass(frozen=True, slots=True)
class Curation:
    """What people wrote about one paper; every field may be left out.

    Attributes:
        path: The file, for messages and edit links.
        topics: None where the rules shall decide.
        record: The whole paper, for one that is on no feed.
    """

    path: str
    topics: tuple[str, ...] | None = None
    summary: str | None = None
    note: str | None = None
    venue: Appearance | None = None
    links: tuple[Link, ...] = ()
    awards: tuple[str, ...] = ()
    highlight: bool = False
    related: tuple[str, ...] = ()
    status: Status | None = None
    publications: tuple[str, ...] = ()
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    record: Entry | None = None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A paper's place in a reading list, and why it is there."""

    paper: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Papers that a curator put in an order, with a reason each."""

    id: str
    title: str
    description: str
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """An author whom a curator tells from others, or joins from several spellings.

    Attributes:
        id: The address of the author's page.
        name: As the page shows it.
        spellings: Other forms of the name that are this person's.
        papers: Ids of the papers on which these names are this person's; none stands for all papers.
        orcid: Such as ``0000-0002-1825-0097``.
        homepage: An address.
        formerly: Addresses that the page had before; they lead here.
    """

    id: str
    name: str
    spellings: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    orcid: str | None = None
    homepage: str | None = None
    formerly: tuple[str, ...] = ()


class FeedKind(StrEnum):
    """How a feed is asked and read."""

    ARXIV = "arxiv"
    RSS = "rss"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the catalogue follows.

    Attributes:
        id: Its folder in the store.
        kind: How it is asked and read.
        query: arXiv: a search in its own syntax.
        categories: arXiv: papers of any of these.
        ids: arXiv: these papers.
        url: RSS: the address.
        hosts: RSS: other hosts that the address may redirect to.
        phrases: RSS: only entries that hold one of these; all if there are none.
        path: File: where it lies below the catalogue's folder.
    """

    id: str
    kind: FeedKind
    query: str = ""
    categories: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    url: str = ""
    hosts: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes this catalogue this one: ``data/catalogue.yml``."""

    title: str
    description: str
    contact: str | None = None
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True)
class Curated:
    """Everything that people wrote, read and checked."""

    settings: Settings
    topics: tuple[Topic, ...]
    venues: tuple[Venue, ...]
    lists: tuple[ReadingList, ...]
    papers: Mapping[str, Curation]
    people: tuple[Person, ...] = ()


# --- the catalogue ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """A work with all that is known of it: feeds, people and what follows from both.

    Attributes:
        id: Identity without version.
        slug: Its part of addresses and file names.
        feeds: The feeds that list it, in order of name.
        version_seen: The day on which a feed first listed its newest version.
        comment_seen: The day on which its comment took the words that it has, where that was later.
        corrected: Fields that a curator put right, with the reason.
        curation_path: The file that people wrote, or None.
    """

    id: str
    slug: str
    version: int | None
    title: str
    abstract: str | None
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    primary_category: str | None
    published: datetime | None
    updated: datetime | None
    comment: str | None
    journal_ref: str | None
    dois: tuple[str, ...]
    web: str | None
    versions: tuple[Version, ...]
    first_seen: date | None
    feeds: tuple[str, ...]
    summary: str | None
    note: str | None
    appearance: Appearance | None
    links: tuple[Link, ...]
    awards: tuple[str, ...]
    highlight: bool
    status: Status
    curated_topics: tuple[str, ...] | None
    curated_related: tuple[str, ...]
    publications: tuple[str, ...]
    corrected: Mapping[str, str]
    curation_path: str | None
    version_seen: date | None = None
    comment_seen: date | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A topic given to a paper, with the reason.

    Attributes:
        topic: Id of the topic.
        reason: For people, such as ``“GPU” in the title``.
        score: The rules' weight; None where a curator decided.
    """

    topic: str
    reason: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A paper that is close to another, with why."""

    paper: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All papers, newest first, with topics, venues, lists, and how they relate."""

    settings: Settings
    papers: tuple[Paper, ...]
    topics: tuple[Topic, ...]
    venues: tuple[Venue, ...]
    lists: tuple[ReadingList, ...]
    assignments: Mapping[str, tuple[Assignment, ...]]
    relations: Mapping[str, tuple[Relation, ...]]
    as_of: date
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the catalogue's own files can be edited on the web.

    Attributes:
        url: Such as ``https://github.com/owner/name``.
        branch: The one that pull requests go to.
    """

    url: str
    branch: str


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be written under ``docs/``: its path there, and its text."""

    path: str
    text: str
