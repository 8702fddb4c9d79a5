"""Combine what feeds stated about a paper on different days: no fact is lost.

An observation is one entry of a document, with the day of the document. The result does not depend on the
order in which observations arrive: the newest version wins, the numbers and dates of older versions are kept,
and a value is never replaced by none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

import msgspec

from generator.model import ids
from generator.model.dates import Precision, format_partial_date
from generator.model.entries import Author, Entry, StoredPaper, Version
from generator.model.grouping import group_pairs
from generator.model.text import fold

_VERSION_FIELDS = tuple(
    field.name
    for field in fields(Entry)
    if field.name not in {"id", "version", "published", "published_precision"}
)

_NEVER = date.min
_PRECISIONS = tuple(Precision)  # the best one first
_encoder = msgspec.json.Encoder(order="deterministic")


def from_entry(entry: Entry, seen: date) -> StoredPaper:
    """Return a record with a single observation."""
    versions = (Version(entry.version, entry.updated),) if entry.version is not None else ()
    return StoredPaper(entry, versions, first_seen=seen, as_of=seen)


def add_entries(
    papers: Mapping[str, StoredPaper], entries: Iterable[Entry], seen: date
) -> dict[str, StoredPaper]:
    """Return the papers of a feed with what a document adds.

    Args:
        papers: The stored papers of the feed by id.
        entries: The entries of the document.
        seen: The day of the document.
    """
    combined = dict(papers)
    part_ids = group_pairs(
        (ids.remove_fragment(paper_id), paper_id) for paper_id in papers if "#" in paper_id
    )
    for entry in (_find_part(entry, part_ids.get(entry.id, ()), papers) for entry in entries):
        observation = from_entry(entry, seen)
        stored = combined.get(entry.id) or _pop_former(combined, entry)
        combined[entry.id] = combine(stored, observation) if stored else observation
    return combined


def _find_part(entry: Entry, part_ids: Iterable[str], papers: Mapping[str, StoredPaper]) -> Entry:
    """Return the entry with the id of the paper with its title, if several are stored of its address."""
    title = fold(entry.title)
    part_id = next((part_id for part_id in part_ids if fold(papers[part_id].entry.title) == title), entry.id)
    return replace(entry, id=part_id)


def _pop_former(papers: dict[str, StoredPaper], entry: Entry) -> StoredPaper | None:
    """Remove and return the paper that is stored under a former id of an entry.

    A paper that is known by its address gets another id when its feed states a DOI. Until November 2026, ids
    left out the fragment of an address, so that all papers on one page had the same id. The stored one is the
    paper with that title.
    """
    by_url = [] if ids.get_url(entry.id) else map(ids.build_url_id, entry.links)
    for former_id in (ids.remove_fragment(entry.id), *by_url):
        stored = papers.get(former_id)
        if stored is not None and fold(stored.entry.title) == fold(entry.title):
            return rename(papers.pop(former_id), entry.id)
    return None


def update_id(paper: StoredPaper) -> StoredPaper:
    """Return a stored paper with the id that today's rules make from its address; the old id is kept."""
    url = ids.get_url(paper.entry.id)
    if url is None:
        return paper
    try:
        paper_id = ids.find_paper_id(url) or ids.build_url_id(url)
    except ValueError:
        paper_id = ids.build_url_id(url)
    doi = None if ids.is_arxiv_id(paper_id) else ids.find_doi(url)
    if doi and not paper.entry.dois:
        paper = replace(paper, entry=replace(paper.entry, dois=(doi,)))
    return rename(paper, paper_id)


def rename(paper: StoredPaper, paper_id: str) -> StoredPaper:
    """Return the paper with another id; the old one becomes a former id."""
    if paper.entry.id == paper_id:
        return paper
    former_ids = tuple(sorted({*paper.former_ids, paper.entry.id} - {paper_id}))
    return replace(paper, entry=replace(paper.entry, id=paper_id), former_ids=former_ids)


def combine(one: StoredPaper, other: StoredPaper) -> StoredPaper:
    """Combine two records of the same paper, in either order.

    The facts are those of the newest version. Of two values for the same version, the one that was seen later
    wins, and any value wins over none. A value that is seen again keeps the day on which it was first seen,
    so that nothing changes when nothing is new. The date of publication belongs to the paper, not to a
    version, and the earliest one wins; a day wins over its own month or year.
    """
    older, newer = sorted((one, other), key=_build_sort_key)
    if _find_version(older) == _find_version(newer):
        newer = _combine_version(older, newer)
    published, precision = combine_published(one.entry, other.entry)
    return replace(
        newer,
        entry=replace(newer.entry, published=published, published_precision=precision),
        versions=_combine_version_dates(one.versions + other.versions),
        first_seen=min(one.first_seen, other.first_seen),
        former_ids=tuple(sorted({*one.former_ids, *other.former_ids})),
    )


def combine_published(one: Entry, other: Entry) -> tuple[datetime | None, Precision]:
    """Return the earliest date of publication; of a date and its own month or year, the date."""
    dates = [
        (entry.published, entry.published_precision) for entry in (one, other) if entry.published is not None
    ]
    if not dates:
        return None, Precision.DAY
    by_precision = sorted(dates, key=lambda pair: (_PRECISIONS.index(pair[1]), pair[0]))
    (precise, _), (vague, precision) = by_precision[0], by_precision[-1]
    is_same = format_partial_date(precise, precision) == format_partial_date(vague, precision)
    return by_precision[0] if is_same else min(dates)


def _find_version(paper: StoredPaper) -> int:
    return paper.entry.version or 0


def _build_sort_key(paper: StoredPaper) -> tuple[int, date, bytes]:
    return _find_version(paper), paper.as_of, _encoder.encode(paper.entry)


def _combine_version_dates(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Return every version once, with the earliest of its dates."""
    dates: dict[int, set[datetime | None]] = defaultdict(set)
    for version in versions:
        dates[version.number].add(version.updated)
    return tuple(Version(number, min(filter(None, dates[number]), default=None)) for number in sorted(dates))


def _combine_version(older: StoredPaper, newer: StoredPaper) -> StoredPaper:
    """Combine two records whose facts are those of the same version."""
    as_of = min(older.as_of, newer.as_of)
    values: dict[str, Any] = {}
    changed: dict[str, date] = {}
    for name in _VERSION_FIELDS:
        values[name], first_seen = _combine_field(name, older, newer)
        if first_seen > as_of:
            changed[name] = first_seen
    return replace(newer, entry=replace(newer.entry, **values), as_of=as_of, changed=changed)


def _combine_field(name: str, one: StoredPaper, other: StoredPaper) -> tuple[Any, date]:
    """Return the value of a field and the day on which it was first seen (`_NEVER` for no value)."""
    observed = [_find_value(name, paper) for paper in (one, other)]
    (early, early_day), (late, late_day) = sorted(observed, key=lambda pair: (pair[1], repr(pair[0])))
    if name == "authors" and early_day > _NEVER:
        late = _keep_affiliations(late, early)
    return (late, early_day) if late == early and early_day > _NEVER else (late, late_day)


def _find_value(name: str, paper: StoredPaper) -> tuple[Any, date]:
    value = getattr(paper.entry, name)
    return (value, _NEVER) if value in (None, ()) else (value, paper.changed.get(name, paper.as_of))


def _keep_affiliations(authors: tuple[Author, ...], earlier: tuple[Author, ...]) -> tuple[Author, ...]:
    """Return the authors; those without affiliations keep the earlier ones, if all names are the same."""
    if [author.name for author in authors] != [author.name for author in earlier]:
        return authors
    return tuple(late if late.affiliations else early for late, early in zip(authors, earlier, strict=True))
