"""Decide what to ask the registries of DOIs, and keep their answers.

New DOIs and papers are asked about at once, known records twice a year, and what no registry had after a
growing time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from generator.model import ids
from generator.model.doi_records import DoiRecord, Lookup, Lookups
from generator.model.entries import Entry

_RECORD_INTERVAL = timedelta(days=182)
_FIRST_MISS_INTERVAL = timedelta(days=7)  # doubled by each further miss, up to `_RECORD_INTERVAL`
_MAX_DOUBLINGS = 5
_MAX_DOIS = 40  # of one request
_MAX_BATCH = 1_500  # characters of its DOIs, which keeps the address shorter than 4 kB
# Facts that a registry does not take back: an answer without them keeps the earlier ones.
_KEPT_FIELDS = (
    *("type", "title", "authors", "containers", "event", "event_year", "volume", "issue", "pages"),
    *("published", "publisher", "licence"),
)


@dataclass(frozen=True, slots=True)
class DueLookups:
    """What to ask the registries, the most urgent first.

    Attributes:
        dois: DOIs in lower case.
        papers: Papers without a DOI, to be searched by title.
    """

    dois: tuple[str, ...] = ()
    papers: tuple[Entry, ...] = ()


def find_due_day(lookup: Lookup) -> date:
    """Return the day on which to ask again."""
    if not lookup.misses:
        return lookup.asked + _RECORD_INTERVAL
    weeks = 1 << min(lookup.misses - 1, _MAX_DOUBLINGS)
    return lookup.asked + min(_FIRST_MISS_INTERVAL * weeks, _RECORD_INTERVAL)


def find_due_lookups(
    dois: Iterable[str], entries: Iterable[Entry], lookups: Lookups, today: date
) -> DueLookups:
    """Find what to ask today.

    Args:
        dois: The DOIs of the catalogue.
        entries: The papers to search by title; those with a DOI are not searched.
        lookups: The answers so far.
        today: The current day.
    """
    papers = {entry.id: entry for entry in entries if not entry.dois and entry.authors and entry.published}
    return DueLookups(
        tuple(_sort_due({doi.lower(): None for doi in dois}, lookups, today, ids.build_doi_id)),
        tuple(papers[paper_id] for paper_id in _sort_due(papers, lookups, today, str)),
    )


def _sort_due(
    names: Iterable[str], lookups: Lookups, today: date, build_key: Callable[[str], str]
) -> list[str]:
    """Return the names to ask about today: the new ones, and then the others by the day they are due."""
    due_days = {}
    for name in names:
        lookup = lookups.get(build_key(name))
        due_days[name] = find_due_day(lookup) if lookup else date.min
    return sorted(
        (name for name, day in due_days.items() if day <= today), key=lambda name: (due_days[name], name)
    )


def split_batches(dois: Iterable[str], is_listable: Callable[[str], bool]) -> Iterator[Sequence[str]]:
    """Split DOIs into batches for one request each; one that cannot be in a list is alone.

    >>> list(split_batches(["10.1145/1", "10.1145/2,3", "10.1145/4"], lambda doi: "," not in doi))
    [['10.1145/2,3'], ['10.1145/1', '10.1145/4']]
    """
    batch: list[str] = []
    for doi in dois:
        if not is_listable(doi):
            yield [doi]
            continue
        if len(batch) == _MAX_DOIS or len("".join((*batch, doi))) > _MAX_BATCH:
            yield batch
            batch = []
        batch.append(doi)
    if batch:
        yield batch


def update_lookup(lookup: Lookup | None, key: str, record: DoiRecord | None, today: date) -> Lookup:
    """Return what is kept after an answer. A record that a registry does not have any more is kept.

    Args:
        lookup: What was kept before, or None.
        key: What was asked for.
        record: The record in the answer, or None.
        today: The day of the answer.
    """
    earlier = lookup.record if lookup else None
    if record is None:
        misses = lookup.misses + 1 if lookup else 1
        return Lookup(key, today, lookup.changed if lookup else None, misses, earlier)
    if earlier and earlier.doi == record.doi:
        kept = {name: getattr(earlier, name) for name in _KEPT_FIELDS if not getattr(record, name)}
        record = msgspec.structs.replace(record, **kept)
    is_same = lookup is not None and earlier == record
    return Lookup(key, today, lookup.changed if lookup and is_same else today, record=record)


def limit_lookup_days(lookups: Lookups, today: date) -> dict[str, Lookup]:
    """Return the answers without days after today, which an earlier run stored by a wrong clock."""
    return {
        key: msgspec.structs.replace(
            lookup,
            asked=min(lookup.asked, today),
            changed=min(lookup.changed, today) if lookup.changed else None,
        )
        for key, lookup in lookups.items()
    }
