"""The answers of registries on disk: ``data/feeds/<feed>/<part>.records.jsonl``, one lookup a line.

A part has the DOIs of one registrant, or the papers of one month that were searched by title. Lines are
sorted, so that two branches that add different records can be merged.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from generator.ingest.feed_folder import (
    RECORDS_END,
    RESTORE_HINT,
    find_feeds,
    find_symlinks,
    read_feed_files,
    replace_feed_files,
)
from generator.model import ids
from generator.model.doi_records import REGISTRY_NAMES, Lookup, Lookups
from generator.model.errors import DataError, Problem
from generator.model.grouping import group_pairs

_UNDATED = "undated"
_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Lookup)


def read_records(folder: Path) -> dict[str, Lookup]:
    """Read the answers of all feeds, by key; of two for one key, the later one.

    Args:
        folder: The folder ``data/feeds``.

    Raises:
        DataError: Lines that cannot be parsed, each with its place.
        StoreError: A file cannot be read.
    """
    lookups, problems = read_valid_records(folder)
    if problems:
        raise DataError(problems)
    return lookups


def read_valid_records(folder: Path) -> tuple[dict[str, Lookup], tuple[Problem, ...]]:
    """Read all answers that can be parsed, and the problems of the others.

    Raises:
        StoreError: A file cannot be read.
    """
    problems = find_symlinks(folder)
    lookups: dict[str, Lookup] = {}
    for feed in () if problems else find_feeds(folder):
        lookups = _merge(lookups, _read_lines(folder / feed, problems))
    return lookups, tuple(problems)


def read_lookups(folder: Path, feed: str) -> dict[str, Lookup]:
    """Read the answers of one feed by key; none if it was never fetched.

    Raises:
        DataError: Lines that cannot be parsed, each with its place.
        StoreError: A file cannot be read.
    """
    problems = find_symlinks(folder)
    lookups = _merge({}, _read_lines(folder / feed, problems)) if not problems else {}
    if problems:
        raise DataError(problems)
    return lookups


def _merge(lookups: Lookups, others: Iterable[Lookup]) -> dict[str, Lookup]:
    """Add answers; of two for one key, the later one counts, and of two of one day the one with a record."""
    merged = dict(lookups)
    for lookup in others:
        known = merged.get(lookup.key)
        merged[lookup.key] = max(known, lookup, key=_build_sort_key) if known else lookup
    return merged


def _build_sort_key(lookup: Lookup) -> tuple[date, bool, bytes]:
    return lookup.asked, lookup.record is not None, _encoder.encode(lookup)


def _read_lines(folder: Path, problems: list[Problem]) -> list[Lookup]:
    lookups = []
    for path, data in read_feed_files(folder, lambda name: name.endswith(RECORDS_END)):
        for number, line in enumerate(data.splitlines(), start=1):
            try:
                lookups.append(_parse_line(line))
            except (msgspec.DecodeError, RecursionError, ValueError) as error:
                message = f"this line is not an answer of a registry: {error}"
                problems.append(Problem(str(path), number, 0, message, RESTORE_HINT))
    return lookups


def _parse_line(line: bytes) -> Lookup:
    """Parse an answer. Its identifiers must be safe in addresses.

    Raises:
        ValueError: An identifier does not have the form of `generator.model.ids`.
        msgspec.DecodeError: The line cannot be parsed.
    """
    lookup = _decoder.decode(line)
    record = lookup.record
    if record is None:
        return lookup
    dois = [record.doi, *record.notice_of, *(notice.doi for notice in record.notices if notice.doi)]
    if not all(map(ids.is_doi, dois)) or record.registry not in REGISTRY_NAMES:
        message = "a record must have a DOI and a known registry"
        raise ValueError(message)
    dates = [record.published, *(notice.day for notice in record.notices)]
    if any(date is not None and not _PARTIAL_DATE.fullmatch(date) for date in dates):
        message = "a date must be a year, a month or a day"
        raise ValueError(message)
    return lookup


def write_lookups(folder: Path, feed: str, lookups: Lookups) -> bool:
    """Replace the answers of a feed; return whether a byte has changed.

    Args:
        folder: The folder ``data/feeds``.
        feed: The name of the feed.
        lookups: All answers of the feed.

    Raises:
        StoreError: The folder cannot be written; the old one is in place.
    """
    lines = group_pairs(
        (f"{_find_part(key)}{RECORDS_END}", _encoder.encode(lookup) + b"\n")
        for key, lookup in sorted(lookups.items())
    )
    files: Mapping[str, bytes] = {name: b"".join(lines[name]) for name in sorted(lines)}
    return replace_feed_files(folder, feed, files, lambda name: name.endswith(RECORDS_END))


def _find_part(key: str) -> str:
    """Return the registrant's number of a DOI, or the month in an arXiv id."""
    doi = ids.get_doi(key)
    return doi.partition("/")[0] if doi else ids.find_month(key) or _UNDATED
