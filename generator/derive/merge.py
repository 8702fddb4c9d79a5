"""What feeds say and what people say of a paper, merged into one `Paper`.

Who is believed for what stands in `PRECEDENCE` and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from generator.model import ids, urls
from generator.model.curation_values import Appearance, Link, PaperCuration, Status
from generator.model.entries import Author, Entry, StoredPaper, Version
from generator.model.papers import Paper

_T = TypeVar("_T")


class Source(StrEnum):
    """Who says something of a paper."""

    CORRECTION = "a curator's correction"
    CURATION = "a curator"
    FEED = "the feed"
    RECORD = "a curator's record"
    DERIVED = "the feed's words, as we read them"


# Who is asked, first to last; the first who has something to say is believed.
PRECEDENCE: Mapping[str, tuple[Source, ...]] = {
    "title": (Source.CORRECTION, Source.FEED, Source.RECORD),
    "abstract": (Source.CORRECTION, Source.FEED, Source.RECORD),
    "authors": (Source.CORRECTION, Source.FEED, Source.RECORD),
    "comment": (Source.CORRECTION, Source.FEED),
    "journal_ref": (Source.CORRECTION, Source.FEED),
    "primary_category": (Source.CORRECTION, Source.FEED, Source.RECORD),
    "categories": (Source.FEED, Source.RECORD),
    "published": (Source.FEED, Source.RECORD),
    "appearance": (Source.CURATION, Source.DERIVED),
    "status": (Source.CURATION, Source.DERIVED),
}
# Everybody's are shown, in this order.
MERGED_FIELDS: Mapping[str, tuple[Source, ...]] = {
    "links": (Source.CURATION, Source.DERIVED),
    "dois": (Source.FEED, Source.CURATION),
}


@dataclass(frozen=True, slots=True)
class DerivedFacts:
    """What follows from a feed's words."""

    appearance: Appearance | None
    links: tuple[Link, ...]
    status: Status


_RECORDED = ("title", "abstract", "authors", "categories", "primary_category", "published")


def build_entries(
    stored: Mapping[str, StoredPaper], curations: Mapping[str, PaperCuration]
) -> dict[str, Entry]:
    """Paper id to what is said of it: by the feeds, completed by a curator's record, and corrected.

    Args:
        stored: Paper id to what the store keeps of it.
        curations: Paper id to what people wrote; one that is not in the store has a record.
    """
    known = {paper_id: _recorded(paper.entry, curations.get(paper_id)) for paper_id, paper in stored.items()}
    for paper_id, curation in curations.items():
        if curation.record is not None:
            known.setdefault(paper_id, curation.record)
    return {paper_id: apply_corrections(entry, curations.get(paper_id)) for paper_id, entry in known.items()}


def _recorded(entry: Entry, curation: PaperCuration | None) -> Entry:
    """The feed's entry, with a record's word where the feed says nothing, and its addresses after those."""
    if curation is None or curation.record is None:
        return entry
    values: dict[str, Any] = {
        "dois": (*entry.dois, *curation.record.dois),
        "links": (*entry.links, *curation.record.links),
    }
    for name in _RECORDED:
        offers = {Source.FEED: getattr(entry, name) or None, Source.RECORD: getattr(curation.record, name)}
        values[name] = _pick(name, offers) or getattr(entry, name)
    return replace(entry, **values)


def apply_corrections(entry: Entry, curation: PaperCuration | None) -> Entry:
    """The entry with a curator's corrections."""
    if curation is None or not curation.corrections:
        return entry
    values: dict[str, Any] = {
        name: _pick(name, {Source.CORRECTION: correction.value, Source.FEED: getattr(entry, name)})
        for name, correction in curation.corrections.items()
    }
    if "authors" in values:
        known = {author.name: author for author in entry.authors}
        values["authors"] = tuple(known.get(name, Author(name)) for name in values["authors"])
    return replace(entry, **values)


def merge_paper(
    stored: StoredPaper | None,
    entry: Entry,
    derived: DerivedFacts,
    curation: PaperCuration | None,
    feeds: tuple[str, ...],
) -> Paper:
    """One paper with all that is known of it.

    Args:
        stored: What the store keeps, or None for a paper on no feed.
        entry: What is said of it, from `build_entries`.
        derived: What follows from the entry's words.
        curation: What people wrote, or None.
        feeds: Names of the feeds that list the paper.
    """
    curated = curation or PaperCuration(path="")
    appearance = _pick("appearance", {Source.CURATION: curated.venue, Source.DERIVED: derived.appearance})
    status = _pick("status", {Source.CURATION: curated.status, Source.DERIVED: derived.status})
    offered_links = {Source.CURATION: curated.links, Source.DERIVED: derived.links}
    offered_dois = {Source.FEED: entry.dois, Source.CURATION: curated.publications}
    return Paper(
        id=entry.id,
        slug=ids.build_slug(entry.id),
        version=entry.version,
        title=entry.title,
        abstract=entry.abstract,
        authors=entry.authors,
        categories=entry.categories,
        primary_category=entry.primary_category,
        published=entry.published,
        updated=entry.updated,
        comment=entry.comment,
        journal_ref=entry.journal_ref,
        dois=_unite("dois", offered_dois, key=str.lower),
        url=_web(entry),
        versions=_versions(stored, entry) if stored else (),
        first_seen=stored.first_seen if stored else None,
        feeds=feeds,
        summary=curated.summary,
        note=curated.note,
        appearance=_completed(appearance, derived.appearance),
        links=_unite("links", offered_links, key=lambda link: urls.build_link_key(link.url)),
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
        comment_seen=stored.changed.get("comment") if stored else None,
        former_ids=_find_former_ids(entry.id, stored, curated.record),
    )


def _find_former_ids(paper_id: str, stored: StoredPaper | None, record: Entry | None) -> tuple[str, ...]:
    former_ids = set(stored.former_ids if stored else ())
    if record is not None and paper_id.startswith("url:"):
        former_ids |= set(map(ids.build_former_url_id, record.links))
    return tuple(sorted(former_ids - {paper_id}))


def _pick(name: str, offers: Mapping[Source, _T | None]) -> _T | None:
    return next((offers[source] for source in PRECEDENCE[name] if offers.get(source) is not None), None)


def _unite(name: str, offers: Mapping[Source, tuple[_T, ...]], key: Callable[[_T], str]) -> tuple[_T, ...]:
    united: dict[str, _T] = {}
    for source in MERGED_FIELDS[name]:
        for value in offers[source]:
            united.setdefault(key(value), value)
    return tuple(united.values())


def _completed(appearance: Appearance | None, derived: Appearance | None) -> Appearance | None:
    """A curator's appearance with year and pages from the feed's words, if these name the same venue."""
    if appearance is None or derived is None or appearance.venue != derived.venue:
        return appearance
    if appearance is derived or appearance.year not in (None, derived.year):
        return appearance
    return replace(derived, pages=appearance.pages or derived.pages, source=appearance.source)


def _web(entry: Entry) -> str | None:
    """The paper's own address: arXiv's, the publisher's, or the resolver's."""
    if ids.is_arxiv_id(entry.id):
        return ids.build_abstract_url(entry.id)
    if entry.links:
        return entry.links[0]
    return ids.build_doi_url(entry.dois[0]) if entry.dois else None


def _versions(stored: StoredPaper, entry: Entry) -> tuple[Version, ...]:
    """Every known version; ``published`` is the date of version 1, seen or not."""
    dates = {version.number: version.updated for version in stored.versions}
    if dates and entry.published is not None:
        dates[1] = dates.get(1) or entry.published
    return tuple(Version(number, dates[number]) for number in sorted(dates))
