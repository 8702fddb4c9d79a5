"""What people write in ``data/curation`` and ``data/catalogue.yml``, as values.

``None`` means unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.model.entries import Entry


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
        former_ids: Earlier ids; their addresses redirect here.
    """

    id: str
    title: str
    description: str
    parent: str | None = None
    phrases: tuple[Phrase, ...] = ()
    categories: Mapping[str, float] = field(default_factory=dict)
    exclude: tuple[Phrase, ...] = ()
    former_ids: tuple[str, ...] = ()


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
class PaperCuration:
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
        former_ids: Earlier ids; their addresses redirect here.
    """

    id: str
    name: str
    spellings: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    orcid: str | None = None
    homepage: str | None = None
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the catalogue follows.

    Attributes:
        id: Its folder in the store.
        kind: How it is fetched and read: a name in `generator.ingest.sources.registry`.
        options: What the settings state for a feed of this kind, by key; the schema lists the keys.
    """

    id: str
    kind: str
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes this catalogue this one: ``data/catalogue.yml``."""

    title: str
    description: str
    contact: str | None = None
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything that people wrote, read and checked."""

    settings: Settings
    topics: tuple[Topic, ...]
    venues: tuple[Venue, ...]
    lists: tuple[ReadingList, ...]
    papers: Mapping[str, PaperCuration]
    people: tuple[Person, ...] = ()
