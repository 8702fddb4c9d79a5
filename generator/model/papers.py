"""Values that the pages are made of: papers merged from feeds and curation, and the whole catalogue.

``None`` means unknown. Times are aware and in UTC.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from generator.model import ids
from generator.model.curation_values import (
    Appearance,
    Link,
    LinkKind,
    Person,
    ReadingList,
    Settings,
    Status,
    Topic,
    Venue,
)
from generator.model.dates import Precision, format_partial_date
from generator.model.doi_records import DoiRecord, Notice
from generator.model.entries import Version
from generator.model.layout import build_paper_path
from generator.model.publications import Publication
from generator.model.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class PaperAuthor:
    """An author of a paper.

    Attributes:
        name: The given name first; of a person whom curators described, the name that they state.
        affiliations: As the feed states them.
        family: The family name if a feed or a curator states it; otherwise it follows from the name.
        stated_name: The name as the feed or the record spells it.
        orcid: The ORCID iD that registries or curators state.
    """

    name: str
    affiliations: tuple[str, ...] = ()
    family: str | None = None
    stated_name: str = ""
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with everything that is known of it. `Entry` and `PaperCuration` describe the other fields.

    Attributes:
        id: Without version.
        slug: Its part of addresses and names of files.
        url: Its page at arXiv or at the publisher, or else the resolver's address.
        feeds: Names of the feeds that list it, sorted.
        first_seen: The day on which a feed first listed it.
        version_seen: The day on which a feed first listed its newest version.
        withdrawal: Who withdrew it, and what states that; None unless it is withdrawn.
        withdrawal_seen: The day on which the text that states it got its value, if that was later.
        correction_reasons: Corrected field to the curator's reason.
        curation_path: The file that people wrote, or None.
        former_ids: Earlier ids; their addresses redirect here.
        records: What registries state about its DOIs, publications first.
        publication: The published version that it is cited by; None if a curator states another venue.
        records_seen: The day on which the newest fact of these records was first seen.
        rejected_records: What registries state about those of its DOIs that are of other work.
        link_records: What registries state about data and code, by the address of the link to them.
        same_as: Its ids at other sources; their addresses redirect here.
        contribution: The sentence of the abstract that states what the paper contributes.
    """

    id: str
    slug: str
    version: int | None
    title: str
    abstract: str | None
    authors: tuple[PaperAuthor, ...]
    categories: tuple[str, ...]
    primary_category: str | None
    published: datetime | None
    updated: datetime | None
    comment: str | None
    journal_ref: str | None
    dois: tuple[str, ...]
    url: str | None
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
    correction_reasons: Mapping[str, str]
    curation_path: str | None
    version_seen: date | None = None
    published_precision: Precision = Precision.DAY
    withdrawal: Withdrawal | None = None
    withdrawal_seen: date | None = None
    former_ids: tuple[str, ...] = ()
    records: tuple[DoiRecord, ...] = ()
    publication: Publication | None = None
    records_seen: date | None = None
    rejected_records: tuple[DoiRecord, ...] = ()
    link_records: Mapping[str, DoiRecord] = field(default_factory=dict)
    same_as: tuple[str, ...] = ()
    contribution: str | None = None

    @property
    def other_ids(self) -> tuple[str, ...]:
        """Its ids that are not the address of its page: earlier ones, and those at other sources."""
        return (*self.former_ids, *self.same_as)

    @property
    def curation_file(self) -> str:
        """The file in which people write about it, whether it exists or not."""
        return self.curation_path or build_paper_path(self.id)

    @property
    def notices(self) -> tuple[tuple[DoiRecord, Notice], ...]:
        """The retractions, corrections and other notices, each with the record that states it."""
        return tuple((record, notice) for record in self.records for notice in record.notices)

    @property
    def is_retracted(self) -> bool:
        """Whether a registry states that the paper is retracted."""
        return any(notice.is_retraction for _, notice in self.notices)

    @property
    def code_url(self) -> str | None:
        """The first link to code."""
        return next((link.url for link in self.links if link.kind is LinkKind.CODE), None)

    @property
    def published_iso(self) -> str:
        """The date of publication in ISO 8601: ``2026-02-03``, ``2026-02`` or ``2026``; empty if unknown."""
        return format_partial_date(self.published, self.published_precision) if self.published else ""

    @property
    def published_month(self) -> str:
        """The month of publication, such as ``2026-02``; empty if it is unknown."""
        if self.published is None or self.published_precision is Precision.YEAR:
            return ""
        return format_partial_date(self.published, Precision.MONTH)

    @property
    def pdf_url(self) -> str | None:
        """The PDF at arXiv, which has none of a withdrawn paper."""
        has_pdf = ids.is_arxiv_id(self.id) and self.status is Status.LISTED
        return ids.build_pdf_url(self.id) if has_pdf else None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A topic of a paper.

    Attributes:
        topic: Id of the topic.
        reason: For readers, such as ``“GPU” in the title``.
        score: The score of the rules; None if a curator decided.
    """

    topic: str
    reason: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A related paper, or one that is only similar.

    Attributes:
        paper: Id of the other paper.
        reason: For readers, such as ``shared terms: cache, energy``.
        score: How close it is; 1 if a curator chose it.
        is_related: Whether it is probably related. If not, it is only similar, and shares a topic.
    """

    paper: str
    reason: str
    score: float
    is_related: bool = True


MAP_SIZE = 1 << 12  # along each side
Position = tuple[int, int]  # on the map of papers: to the right and downwards, from 0 to MAP_SIZE - 1


DAY_WITHOUT_DATA = date(1970, 1, 1)  # pages do not show it


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that the pages show.

    Attributes:
        settings: Of the catalogue.
        papers: Newest first.
        topics: In the curators' order.
        venues: Those of ``venues.yml`` in the curators' order, then the unlisted ones of the papers, by id.
        lists: By id.
        assignments: Paper id to its topics, the strongest first.
        relations: Paper id to its related papers, the closest first.
        as_of: The day of the newest change in any feed; `DAY_WITHOUT_DATA` if no feed has papers.
        people: In the curators' order.
        registered_people: People whom the ORCID iDs of registries identify, sorted by id.
        pending: Ids of papers that a feed requests and that are not fetched yet, to their curation files or
            None.
        positions: Paper id to its position on the map.
    """

    settings: Settings
    papers: tuple[Paper, ...]
    topics: tuple[Topic, ...]
    venues: tuple[Venue, ...]
    lists: tuple[ReadingList, ...]
    assignments: Mapping[str, tuple[Assignment, ...]]
    relations: Mapping[str, tuple[Relation, ...]]
    as_of: date
    people: tuple[Person, ...] = ()
    registered_people: tuple[Person, ...] = ()
    pending: Mapping[str, str | None] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)

    @property
    def all_people(self) -> tuple[Person, ...]:
        """The people whom curators or registries identify; curators' come first."""
        return self.people + self.registered_people


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository with the catalogue's files.

    Attributes:
        url: Such as ``https://github.com/owner/name``.
        branch: The branch that pull requests go to.
    """

    url: str
    branch: str


@dataclass(frozen=True, slots=True)
class Page:
    """A file to write: its path below ``docs/``, and its text."""

    path: str
    text: str

    @property
    def data(self) -> bytes:
        """The content of the file."""
        return self.text.encode()


class DeferredPage(Page):
    """A page whose text is made when it is read.

    Attributes:
        digest: Of everything that the text is made from, apart from the program and its language.
    """

    __slots__ = ("_make_text", "digest")

    digest: bytes
    _make_text: Callable[[], str]

    def __init__(self, path: str, digest: bytes, make_text: Callable[[], str]) -> None:
        """Keep the function that makes the text."""
        for name, value in (("path", path), ("digest", digest), ("_make_text", make_text)):
            object.__setattr__(self, name, value)  # as the constructor of a frozen dataclass does

    @property
    def text(self) -> str:
        """The text, made anew."""
        return self._make_text()


class DeferredImage(DeferredPage):
    """A file with an image, which is drawn when its content is read. It has no text."""

    __slots__ = ("_draw",)

    _draw: Callable[[], bytes]

    def __init__(self, path: str, digest: bytes, draw: Callable[[], bytes]) -> None:
        """Keep the function that draws the image."""
        super().__init__(path, digest, str)
        object.__setattr__(self, "_draw", draw)

    @property
    def data(self) -> bytes:
        """The image, drawn anew."""
        return self._draw()
