"""The merged view: papers with all that is known of them, and the catalogue with how they relate.

``None`` means unknown. Times are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from generator.model.curation_values import (
    Appearance,
    Link,
    Person,
    ReadingList,
    Settings,
    Status,
    Topic,
    Venue,
)
from generator.model.entries import Author, Version


@dataclass(frozen=True, slots=True)
class Paper:
    """A work with all that is known of it: feeds, people and what follows from both.

    Attributes:
        id: Identity without version.
        slug: Its part of addresses and file names.
        feeds: The feeds that list it, in order of name.
        version_seen: The day on which a feed first listed its newest version.
        comment_seen: The day on which its comment took the words that it has, where that was later.
        correction_reasons: Corrected field to the curator's reason.
        curation_path: The file that people wrote, or None.
        former_ids: Earlier ids; their addresses redirect here.
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
    comment_seen: date | None = None
    former_ids: tuple[str, ...] = ()


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
