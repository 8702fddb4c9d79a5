"""What the registries of DOIs, Crossref and DataCite, state about a DOI.

Texts are plain and on one line. A partial date is ``2026``, ``2026-02`` or ``2026-02-03``. The names of types
and relations are Crossref's; those of DataCite are translated.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import msgspec

REGISTRY_NAMES = {"crossref": "Crossref", "datacite": "DataCite"}

# Types of records that are a paper in a container, such as a journal or proceedings.
JOURNAL_ARTICLE = "journal-article"
PROCEEDINGS_ARTICLE = "proceedings-article"
BOOK_CHAPTER = "book-chapter"
POSTED_CONTENT = "posted-content"  # a preprint on its server
_PUBLICATION_TYPES = {JOURNAL_ARTICLE, PROCEEDINGS_ARTICLE, BOOK_CHAPTER}

# Kinds of notices that say that a paper should not be relied on.
_RETRACTIONS = {"retraction", "withdrawal", "removal"}


class Contributor(msgspec.Struct, frozen=True, omit_defaults=True):
    """An author in a record.

    Attributes:
        name: The whole name, or the name of a group.
        family: The family name; empty for a group.
        orcid: Such as ``0000-0002-1825-0097``.
    """

    name: str
    family: str = ""
    orcid: str | None = None


class RecordRelation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A relation to another work.

    Attributes:
        kind: Such as ``has-preprint`` or ``is-version-of``.
        target: The id of the other work, in the form of `generator.model.ids`.
    """

    kind: str
    target: str


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A retraction, a correction or another notice about a paper.

    Attributes:
        kind: Such as ``retraction`` or ``expression-of-concern``.
        doi: The DOI of the notice, if it has one.
        day: Its date, as a partial date.
    """

    kind: str
    doi: str | None = None
    day: str | None = None

    @property
    def is_retraction(self) -> bool:
        """Whether the notice retracts the paper."""
        return self.kind in _RETRACTIONS


class DoiRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a registry states about a DOI.

    Attributes:
        doi: The DOI, in lower case.
        registry: A key of `REGISTRY_NAMES`.
        type: Such as ``journal-article``; empty if it is unknown.
        title: Of the work.
        authors: The first authors, and all with an ORCID.
        containers: Names of the journal or proceedings; the most exact one last.
        event: Names of the conference: the full name, the acronym.
        event_year: The year of the conference.
        volume: Of the container.
        issue: Of the container.
        pages: The first and the last page with a hyphen, or the number of the article.
        published: The date of the issue, or else the date online, as a partial date.
        publisher: The name of the publisher.
        licence: The address of the licence of the published version.
        relations: Relations to other versions.
        notices: Retractions and corrections.
        notice_of: DOIs of the papers that this work is a notice about.
    """

    doi: str
    registry: str
    type: str = ""
    title: str = ""
    authors: tuple[Contributor, ...] = ()
    containers: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    event_year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    published: str | None = None
    publisher: str | None = None
    licence: str | None = None
    relations: tuple[RecordRelation, ...] = ()
    notices: tuple[Notice, ...] = ()
    notice_of: tuple[str, ...] = ()

    @property
    def is_publication(self) -> bool:
        """Whether the work is a paper in a journal, proceedings or a book."""
        return self.type in _PUBLICATION_TYPES and bool(self.containers) and not self.notice_of

    @property
    def container(self) -> str:
        """The name of the journal, or the most exact one of the proceedings, or an empty string."""
        if not self.containers:
            return ""
        return self.containers[0 if self.type == JOURNAL_ARTICLE else -1]

    @property
    def series(self) -> str:
        """The series in which the proceedings are a volume, or an empty string."""
        return self.containers[0] if self.containers[1:] and self.type != JOURNAL_ARTICLE else ""

    @property
    def year(self) -> int | None:
        """The year of the conference, or else of publication."""
        return self.event_year or (int(self.published[:4]) if self.published else None)

    @property
    def source(self) -> str:
        """The registry, as a source of facts."""
        return self.registry

    @property
    def issns(self) -> tuple[str, ...]:
        """None: ISSNs of registries are not stored."""
        return ()

    @property
    def registry_name(self) -> str:
        """The name of the registry for readers."""
        return REGISTRY_NAMES.get(self.registry, self.registry)


class Lookup(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last answer of the registries about one DOI or one paper.

    Attributes:
        key: What was asked for: the id that a DOI gives (``doi:10.1145/3779212``), or the id of a paper
            without a DOI, which was searched by its title.
        asked: The day of the last answer.
        changed: The day on which the record got its present value; None without a record.
        misses: How often in a row no registry had a record.
        record: The last record; it is kept if a registry does not have it any more.
    """

    key: str
    asked: date
    changed: date | None = None
    misses: int = 0
    record: DoiRecord | None = None


Lookups: TypeAlias = Mapping[str, Lookup]  # by key
