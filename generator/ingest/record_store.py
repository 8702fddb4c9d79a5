"""The answers of registries on disk: ``data/feeds/<feed>/<part>.records.jsonl``, one lookup a line.

A part has the DOIs of one registrant, or the papers of one month that were searched by title. Lines are
sorted, so that two branches that add different records can be merged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
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
from generator.ingest.record_rules import clean_lookup, find_broken_record_rules, find_record_part
from generator.ingest.stored_rules import find_column, find_error_column
from generator.model import ids
from generator.model.doi_records import REGISTRY_NAMES, Lookup, Lookups
from generator.model.errors import DataError, Problem
from generator.model.grouping import group_pairs

_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_PARSE_ERRORS = (msgspec.DecodeError, RecursionError, ValueError)
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


def check_record_lines(folder: Path, today: date | None = None) -> tuple[Problem, ...]:
    """Return a problem for each broken rule of each answer that can be parsed.

    Args:
        folder: The folder ``data/feeds``.
        today: If it is given, a day in the future is a problem.

    Raises:
        StoreError: A file cannot be read.
    """
    problems: list[Problem] = []
    for feed in () if find_symlinks(folder) else find_feeds(folder):
        for path, number, line in _iter_lines(folder / feed):
            with suppress(*_PARSE_ERRORS):  # `read_valid_records` reports lines that cannot be parsed
                part = path.name.removesuffix(RECORDS_END)
                for key, value, rule in find_broken_record_rules(_parse_line(line), part, today):
                    column = find_column(line, key, value)
                    problems.append(Problem(str(path), number, column, f"{key}: {rule}", RESTORE_HINT))
    return tuple(problems)


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
    for path, number, line in _iter_lines(folder):
        try:
            lookups.append(clean_lookup(_parse_line(line)))
        except _PARSE_ERRORS as error:
            message = f"this line is not an answer of a registry: {error}"
            column = find_error_column(line, error)
            problems.append(Problem(str(path), number, column, message, RESTORE_HINT))
    return lookups


def _iter_lines(folder: Path) -> Iterator[tuple[Path, int, bytes]]:
    """Iterate over the answers of a feed, each with its file and number."""
    for path, data in read_feed_files(folder, lambda name: name.endswith(RECORDS_END)):
        for number, line in enumerate(data.splitlines(), start=1):
            yield path, number, line


def _parse_line(line: bytes) -> Lookup:
    """Parse an answer. Its identifiers must be safe in addresses and in names of files.

    Raises:
        ValueError: An identifier does not have the form of `generator.model.ids`.
        msgspec.DecodeError: The line cannot be parsed.
    """
    lookup = _decoder.decode(line)
    ids.check_stored_id(lookup.key)
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
        (f"{find_record_part(key)}{RECORDS_END}", _encoder.encode(lookup) + b"\n")
        for key, lookup in sorted(lookups.items())
    )
    files: Mapping[str, bytes] = {name: b"".join(lines[name]) for name in sorted(lines)}
    return replace_feed_files(folder, feed, files, lambda name: name.endswith(RECORDS_END))
