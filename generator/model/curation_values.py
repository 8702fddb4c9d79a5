"""Values that people write in ``data/curation`` and ``data/catalogue.yml``.

``None`` means unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator.model import ids
from generator.model.entries import Entry


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that count for a topic, or against it, and by how much."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the catalogue, with the rules that assign papers to it.

    Attributes:
        id: The last part of its address.
        title: As readers see it.
        description: A paragraph for readers.
        parent: Id of the topic that it belongs to, or None for a topic of the first level.
        phrases: Words in title or abstract that count for it.
        categories: Category of a paper to how much it counts for the topic.
        exclude: Words in title or abstract that count against it.
        ignore: Words in which phrases of the topic have another sense, so that they do not count there.
        former_ids: Earlier ids; their addresses redirect here.
    """

    id: str
    title: str
    description: str
    parent: str | None = None
    phrases: tuple[Phrase, ...] = ()
    categories: Mapping[str, float] = field(default_factory=dict)
    exclude: tuple[Phrase, ...] = ()
    ignore: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()


class VenueKind(StrEnum):
    """The kinds of venues."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    MAGAZINE = "magazine"
    WORKSHOP = "workshop"

    @property
    def is_event(self) -> bool:
        """Whether papers are presented there."""
        return self in {VenueKind.CONFERENCE, VenueKind.WORKSHOP}


@dataclass(frozen=True, slots=True)
class Venue:
    """A conference, journal, magazine or workshop: one of ``venues.yml``, or one that a text names.

    Attributes:
        id: The last part of its address.
        acronym: Such as ``ASPLOS``, or a short name.
        name: The full name.
        kind: What it is.
        url: Its home page.
        spellings: Further names that authors use for it.
        has_poster_papers: Whether its own papers are presented as posters, so that a poster is no side event.
        former_ids: Earlier ids; their addresses redirect here.
        is_listed: Whether it is in ``venues.yml``; the others have the names that authors or registries use.
    """

    id: str
    acronym: str
    name: str
    kind: VenueKind
    url: str | None = None
    spellings: tuple[str, ...] = ()
    has_poster_papers: bool = False
    former_ids: tuple[str, ...] = ()
    is_listed: bool = True

    @property
    def is_event(self) -> bool:
        """Whether it is a conference or workshop."""
        return self.kind.is_event


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where a paper appeared, or will appear.

    Attributes:
        venue: Id of the venue; empty until `unlisted` has an id.
        year: Of the event or the issue.
        pages: Such as ``775-788``.
        volume: Of a journal.
        number: Of a journal.
        source: Who states it: ``curation``, ``crossref``, ``datacite``, ``journal reference`` or ``comment``.
        evidence: The words that state it.
        unlisted: The venue in these words, if it is not listed, until the catalogue gives it an id.
    """

    venue: str
    year: int | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    source: str = "curation"
    evidence: str = ""
    unlisted: Venue | None = None

    def has_venue_of(self, other: "Appearance") -> bool:
        """Whether both name the same venue."""
        return (self.venue, self.unlisted) == (other.venue, other.unlisted)


class LinkKind(StrEnum):
    """What a link leads to."""

    CODE = "code"
    DATA = "data"
    SLIDES = "slides"
    VIDEO = "video"
    ARTIFACT = "artifact"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a paper.

    Attributes:
        kind: What it leads to.
        url: The address.
        source: Who gave it: ``curation``, ``abstract`` or ``comment``.
    """

    kind: LinkKind
    url: str
    source: str = "curation"


class Status(StrEnum):
    """Whether a paper is withdrawn, by its authors or by the administrators of arXiv."""

    LISTED = "listed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Correction:
    """A curator's value for a fact of the feed, and the reason."""

    value: object
    reason: str


@dataclass(frozen=True, slots=True)
class PaperCuration:
    """What people wrote about one paper; all fields but the path are optional.

    Attributes:
        path: The file, for messages and edit links.
        topics: Ids of topics, which replace those of the rules; None if the rules decide.
        summary: One or two sentences in the curator's words.
        note: Markdown.
        venue: Where it appeared.
        links: Code, data, slides and so on.
        awards: Names of awards.
        highlight: Whether it is one of the curators' picks.
        related: Ids of papers.
        status: Whether it is withdrawn.
        publications: DOIs of published versions.
        corrections: Field of `Entry` to its correction.
        record: The whole paper, if no feed has it.
        former_ids: Ids that the record gave its paper by earlier rules.
        same_as: Ids that other sources give to the same paper.
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
    former_ids: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A paper in a reading list.

    Attributes:
        paper: Id of the paper.
        note: Why one should read it.
    """

    paper: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Papers in the order in which a curator recommends to read them."""

    id: str
    title: str
    description: str
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """An author whose names are merged, or distinguished from others with the same name.

    Attributes:
        id: The last part of the address of the author's page.
        name: As the page shows it.
        spellings: Further names of this person.
        papers: Ids of the papers on which these names are this person; all papers if empty.
        orcid: Such as ``0000-0002-1825-0097``.
        homepage: The person's own page.
        former_ids: Earlier ids; their addresses redirect here.
        family: The family name, spelt as in the name; None if it follows from the name.
        is_registered: Whether registries identify the person, by the ORCID iD, and no curator.
    """

    id: str
    name: str
    spellings: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    orcid: str | None = None
    homepage: str | None = None
    former_ids: tuple[str, ...] = ()
    family: str | None = None
    is_registered: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the catalogue follows.

    Attributes:
        id: The name of its folder in the store.
        kind: How it is fetched and read: a name in `generator.ingest.sources.registry`.
        options: What the settings state for a feed of this kind, by key; the schema lists the keys.
    """

    id: str
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the catalogue: ``data/catalogue.yml``.

    Attributes:
        title: The name of the catalogue.
        description: What it is about.
        contact: How servers can reach the maintainer, who is named with each request.
        feeds: In the order of the file.
        language: Of the site's words, such as ``de``.
    """

    title: str
    description: str
    contact: str | None = None
    feeds: tuple[Feed, ...] = ()
    language: str = "en"

    @property
    def requested_ids(self) -> tuple[str, ...]:
        """The arXiv ids that feeds request one by one; some of them may not be fetched yet."""
        requested = [text for feed in self.feeds for text in feed.options.get("ids", ())]
        return tuple(dict.fromkeys(ids.parse_arxiv_id(text)[0] for text in requested))


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything that people wrote. Papers are by id; the rest is in the order of the files."""

    settings: Settings
    topics: tuple[Topic, ...]
    venues: tuple[Venue, ...]
    lists: tuple[ReadingList, ...]
    papers: Mapping[str, PaperCuration]
    people: tuple[Person, ...] = ()
