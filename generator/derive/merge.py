"""Merge what feeds and curators state about a paper into one `Paper`.

`PRECEDENCE` and `MERGED_FIELDS` decide whose value counts for each field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from generator.derive.authors import build_authors, fold_spelling
from generator.derive.registered_facts import RegisteredFacts
from generator.model import ids, urls
from generator.model.curation_values import Appearance, Link, PaperCuration, Status
from generator.model.entries import PUBLICATION_FIELDS, Author, Entry, StoredPaper, Version
from generator.model.grouping import keep_first
from generator.model.papers import Paper, PaperAuthor
from generator.model.publications import Publication
from generator.model.text import fold
from generator.model.withdrawal import Withdrawal, Withdrawer

_T = TypeVar("_T")


class FieldSource(StrEnum):
    """Where a value comes from."""

    CORRECTION = "a curator's correction"
    CURATION = "a curator"
    REGISTRY = "a registry of DOIs, or else the publisher's feed"
    FEED = "the feed"
    RECORD = "a curator's record"
    DERIVED = "derived from the feed's text"


# Field to its sources; the first one that has a value counts.
PRECEDENCE: Mapping[str, tuple[FieldSource, ...]] = {
    "title": (FieldSource.CORRECTION, FieldSource.FEED, FieldSource.RECORD),
    "abstract": (FieldSource.CORRECTION, FieldSource.FEED, FieldSource.RECORD),
    "authors": (FieldSource.CORRECTION, FieldSource.FEED, FieldSource.RECORD),
    "comment": (FieldSource.CORRECTION, FieldSource.FEED),
    "journal_ref": (FieldSource.CORRECTION, FieldSource.FEED),
    "primary_category": (FieldSource.CORRECTION, FieldSource.FEED, FieldSource.RECORD),
    "categories": (FieldSource.FEED, FieldSource.RECORD),
    "published": (FieldSource.FEED, FieldSource.RECORD),
    "appearance": (FieldSource.CURATION, FieldSource.REGISTRY, FieldSource.DERIVED),
    "status": (FieldSource.CURATION, FieldSource.DERIVED),
}
# Field to its sources; the values of all of them are shown, in this order.
MERGED_FIELDS: Mapping[str, tuple[FieldSource, ...]] = {
    "links": (FieldSource.CURATION, FieldSource.DERIVED),
    "dois": (FieldSource.FEED, FieldSource.CURATION, FieldSource.REGISTRY),
}

_RECORD_FIELDS = tuple(name for name, sources in PRECEDENCE.items() if FieldSource.RECORD in sources)


@dataclass(frozen=True, slots=True)
class DerivedFacts:
    """What is found out about a paper.

    Attributes:
        appearance: Where the authors state that it appeared.
        links: The links in their texts.
        withdrawal: Who has withdrawn it, by these texts; None if it is not withdrawn.
        registered: What registries of DOIs state.
        authors: The authors, if `build_authors` has read their names already.
        contribution: The sentence of the abstract that states what the paper contributes.
    """

    appearance: Appearance | None
    links: tuple[Link, ...]
    withdrawal: Withdrawal | None
    registered: RegisteredFacts = field(default_factory=RegisteredFacts)
    authors: tuple[PaperAuthor, ...] | None = None
    contribution: str | None = None


def build_entries(
    stored: Mapping[str, StoredPaper], curations: Mapping[str, PaperCuration]
) -> dict[str, Entry]:
    """Map each paper id to the entry of the feeds, completed by a curator's record, and corrected.

    Args:
        stored: Paper id to what the store keeps of it.
        curations: Paper id to what people wrote; with a record if the paper is not stored.
    """
    entries = {
        paper_id: _complete(paper.entry, curations.get(paper_id)) for paper_id, paper in stored.items()
    }
    for paper_id, curation in curations.items():
        if curation.record is not None:
            entries.setdefault(paper_id, curation.record)
    return {
        paper_id: apply_corrections(entry, curations.get(paper_id)) for paper_id, entry in entries.items()
    }


def _complete(entry: Entry, curation: PaperCuration | None) -> Entry:
    """Add what a curator's record has, where the feed has no value, and the record's DOI and address."""
    if curation is None or curation.record is None:
        return entry
    values: dict[str, Any] = {
        "dois": (*entry.dois, *curation.record.dois),
        "links": (*entry.links, *curation.record.links),
    }
    for name in _RECORD_FIELDS:
        own = getattr(entry, name)
        values_by_source = {FieldSource.FEED: own or None, FieldSource.RECORD: getattr(curation.record, name)}
        values[name] = _choose_by_precedence(name, values_by_source) or own
    if entry.published is None:
        values["published_precision"] = curation.record.published_precision
    if entry.container is None:
        values |= {name: getattr(curation.record, name) for name in PUBLICATION_FIELDS}
    return replace(entry, **values)


def apply_corrections(entry: Entry, curation: PaperCuration | None) -> Entry:
    """Return the entry with a curator's corrections; authors keep the affiliations that the feed states."""
    if curation is None or not curation.corrections:
        return entry
    values: dict[str, Any] = {
        name: _choose_by_precedence(
            name, {FieldSource.CORRECTION: correction.value, FieldSource.FEED: getattr(entry, name)}
        )
        for name, correction in curation.corrections.items()
    }
    if "authors" in values:
        affiliations = {
            form: author.affiliations for author in entry.authors for form in fold_spelling(author.name)
        }
        values["authors"] = tuple(
            Author(
                name, next((affiliations[form] for form in fold_spelling(name) if form in affiliations), ())
            )
            for name in values["authors"]
        )
    return replace(entry, **values)


def merge_paper(
    stored: StoredPaper | None,
    entry: Entry,
    derived: DerivedFacts,
    curation: PaperCuration | None,
    feeds: tuple[str, ...],
) -> Paper:
    """Merge everything that is known of one paper.

    Args:
        stored: What the store keeps, or None for a paper on no feed.
        entry: From `build_entries`.
        derived: What the entry's text and registries state.
        curation: What people wrote, or None.
        feeds: Names of the feeds that list the paper.
    """
    curated = curation or PaperCuration(path="")
    derived_status = Status.WITHDRAWN if derived.withdrawal else Status.LISTED
    registered = derived.registered
    appearances = {
        FieldSource.CURATION: curated.venue,
        FieldSource.REGISTRY: registered.appearance,
        FieldSource.DERIVED: derived.appearance,
    }
    status = _choose_by_precedence(
        "status", {FieldSource.CURATION: curated.status, FieldSource.DERIVED: derived_status}
    )
    withdrawal = derived.withdrawal or Withdrawal(Withdrawer.UNKNOWN, "curation")
    links = {FieldSource.CURATION: curated.links, FieldSource.DERIVED: derived.links}
    dois = {
        FieldSource.FEED: entry.dois,
        FieldSource.CURATION: curated.publications,
        FieldSource.REGISTRY: registered.dois,
    }
    return Paper(
        id=entry.id,
        slug=ids.build_slug(entry.id),
        version=entry.version,
        title=entry.title,
        abstract=entry.abstract,
        authors=build_authors(entry.authors, entry.id) if derived.authors is None else derived.authors,
        categories=entry.categories,
        primary_category=entry.primary_category,
        published=entry.published,
        published_precision=entry.published_precision,
        updated=entry.updated,
        comment=entry.comment,
        journal_ref=None if _is_built_reference(entry) else entry.journal_ref,
        dois=_merge_values("dois", dois, key=ids.build_doi_id),
        url=_choose_url(entry),
        versions=_list_versions(stored, entry) if stored else (),
        first_seen=stored.first_seen if stored else None,
        feeds=feeds,
        summary=curated.summary,
        note=curated.note,
        appearance=_merge_appearance(appearances),
        links=_merge_values("links", links, key=lambda link: urls.build_link_key(link.url)),
        awards=curated.awards,
        highlight=curated.highlight,
        status=status or Status.LISTED,
        curated_topics=curated.topics,
        curated_related=curated.related,
        publications=curated.publications,
        correction_reasons={
            name: correction.reason for name, correction in sorted(curated.corrections.items())
        },
        curation_path=curated.path or None,
        version_seen=stored.as_of if stored else None,
        withdrawal=withdrawal if status is Status.WITHDRAWN else None,
        withdrawal_seen=stored.changed.get(withdrawal.source) if stored else None,
        former_ids=_list_former_ids(entry.id, stored, curated),
        records=registered.records,
        publication=_choose_publication(curated.venue, registered),
        records_seen=registered.seen,
        rejected_records=registered.rejected,
        contribution=derived.contribution,
    )


def _choose_by_precedence(name: str, values_by_source: Mapping[FieldSource, _T | None]) -> _T | None:
    return next(
        (values_by_source[source] for source in PRECEDENCE[name] if values_by_source.get(source) is not None),
        None,
    )


def _merge_values(
    name: str, values_by_source: Mapping[FieldSource, tuple[_T, ...]], key: Callable[[_T], str]
) -> tuple[_T, ...]:
    """Return the values of all sources in order; of values with equal keys, the first one."""
    return keep_first((value for source in MERGED_FIELDS[name] for value in values_by_source[source]), key)


def _merge_appearance(values_by_source: Mapping[FieldSource, Appearance | None]) -> Appearance | None:
    """Return the first appearance, with the details of later ones at the same venue."""
    appearance = _choose_by_precedence("appearance", values_by_source)
    for source in PRECEDENCE["appearance"]:
        appearance = _add_details(appearance, values_by_source[source])
    return appearance


def _choose_publication(venue: Appearance | None, registered: RegisteredFacts) -> Publication | None:
    """Return the publication to cite the paper by, unless a curator states that it appeared elsewhere."""
    is_same = venue is None or (registered.appearance and registered.appearance.has_venue_of(venue))
    return registered.publication if is_same else None


def _add_details(appearance: Appearance | None, derived: Appearance | None) -> Appearance | None:
    """Add the year, volume and pages of a later source, if it names the same venue and year."""
    if appearance is None or derived is None or not appearance.has_venue_of(derived):
        return appearance
    if appearance is derived or appearance.year not in (None, derived.year):
        return appearance
    return replace(
        derived,
        pages=appearance.pages or derived.pages,
        volume=appearance.volume or derived.volume,
        number=appearance.number or derived.number,
        source=appearance.source,
        evidence=appearance.evidence or derived.evidence,
    )


def _choose_url(entry: Entry) -> str | None:
    """Return the paper's own address: at arXiv, the publisher's, or the resolver's."""
    if ids.is_arxiv_id(entry.id):
        return ids.build_abstract_url(entry.id)
    if entry.links:
        return entry.links[0]
    return ids.build_doi_url(entry.dois[0]) if entry.dois else None


def _is_built_reference(entry: Entry) -> bool:
    """Whether the journal reference repeats the fields: until November 2026, it was built from them."""
    return bool(
        entry.container
        and entry.journal_ref
        and not ids.is_arxiv_id(entry.id)
        and fold(entry.journal_ref).startswith(fold(entry.container))
    )


def _list_versions(stored: StoredPaper, entry: Entry) -> tuple[Version, ...]:
    """Return the stored versions and version 1, whose date is the date of publication."""
    dates = {version.number: version.updated for version in stored.versions}
    if dates and entry.published is not None:
        dates[1] = dates.get(1) or entry.published
    return tuple(Version(number, dates[number]) for number in sorted(dates))


def _list_former_ids(paper_id: str, stored: StoredPaper | None, curation: PaperCuration) -> tuple[str, ...]:
    former_ids = {*(stored.former_ids if stored else ()), *curation.former_ids}
    return tuple(sorted(former_ids - {paper_id}))
