"""The store: what feeds said of each paper, kept for good under ``data/feeds/<feed>/<YYMM>.jsonl``.

One paper a line, sorted by id. The store only grows: the newest version of a paper wins whatever the
order in which answers arrive, the numbers and dates of older versions are kept, and what is known of a
version is never wiped by an answer that lacks it. `combine` holds these rules; the rest is files.
"""

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from generator import ids
from generator.errors import DataError, Problem, StoreError
from generator.files import recover_folder, remove_folder, replace_folder, write_synced
from generator.model import Author, Entry, StoredPaper, Version

UNDATED = "undated"

_FIELDS = tuple(field.name for field in fields(Entry) if field.name not in {"id", "version"})
_FEED_NAME = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_NEVER = datetime.min.replace(tzinfo=UTC)
_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(StoredPaper)

# --- what sightings of a paper say together --------------------------------------------------------------


def first_sight(entry: Entry, seen: datetime) -> StoredPaper:
    """What the store keeps if this entry is all that was ever said of its paper."""
    versions = (Version(entry.version, entry.updated),) if entry.version is not None else ()
    return StoredPaper(entry, versions, first_seen=seen, as_of=seen)


def combine(one: StoredPaper, other: StoredPaper) -> StoredPaper:
    """What two sightings of the same paper say together, in whatever order they came.

    The newest version's facts stand. Of one version, a value beats none, and of two values the one that
    was seen later stands; a value that is seen again keeps the time when it was first seen, so that
    nothing moves when nothing is new.
    """
    older, newer = sorted((one, other), key=_seniority)
    if _number(older) == _number(newer):
        newer = _combine_version(older, newer)
    elif newer.entry.published is None:
        # The date of version 1 is a fact of the paper, whichever version told it.
        newer = replace(newer, entry=replace(newer.entry, published=older.entry.published))
    dates: dict[int, set[datetime | None]] = defaultdict(set)
    for version in one.versions + other.versions:
        dates[version.number].add(version.updated)
    versions = (Version(number, min(filter(None, dates[number]), default=None)) for number in sorted(dates))
    first_seen = min(one.first_seen, other.first_seen)
    return replace(newer, versions=tuple(versions), first_seen=first_seen)


def _number(paper: StoredPaper) -> int:
    return paper.entry.version or 0


def _seniority(paper: StoredPaper) -> tuple[int, datetime, bytes]:
    return _number(paper), paper.as_of, _encoder.encode(paper.entry)


def _combine_version(older: StoredPaper, newer: StoredPaper) -> StoredPaper:
    as_of = min(older.as_of, newer.as_of)
    values: dict[str, Any] = {}
    changed: dict[str, datetime] = {}
    for name in _FIELDS:
        values[name], time = _combine_field(name, older, newer)
        if time > as_of:
            changed[name] = time
    return replace(newer, entry=replace(newer.entry, **values), as_of=as_of, changed=changed)


def _combine_field(name: str, one: StoredPaper, other: StoredPaper) -> tuple[Any, datetime]:
    """The field's value, and when that value was first seen (`_NEVER` for none)."""
    sightings = sorted((_sighting(name, paper) for paper in (one, other)), key=lambda s: (s[1], repr(s[0])))
    (early, early_time), (late, late_time) = sightings
    if name == "authors" and early_time > _NEVER:
        late = _with_affiliations(late, early)
    return (late, early_time) if late == early and early_time > _NEVER else (late, late_time)


def _sighting(name: str, paper: StoredPaper) -> tuple[Any, datetime]:
    value = getattr(paper.entry, name)
    return (value, _NEVER) if value in (None, ()) else (value, paper.changed.get(name, paper.as_of))


def _with_affiliations(authors: tuple[Author, ...], known: tuple[Author, ...]) -> tuple[Author, ...]:
    """The same authors, with known affiliations where these have none."""
    if [author.name for author in authors] != [author.name for author in known]:
        return authors
    return tuple(late if late.affiliations else early for late, early in zip(authors, known, strict=True))


# --- files -----------------------------------------------------------------------------------------------


def feed_names(folder: Path) -> tuple[str, ...]:
    """The feeds that the store holds, sorted.

    Args:
        folder: ``data/feeds``.
    """
    if not folder.exists():
        return ()
    for leftover in folder.glob(".*.old"):
        recover_folder(folder / leftover.name.removeprefix(".").removesuffix(".old"))
    return tuple(sorted(path.name for path in folder.iterdir() if _FEED_NAME.fullmatch(path.name)))


def read(folder: Path) -> dict[str, dict[str, StoredPaper]]:
    """All papers of all feeds: feed name to id to paper.

    Raises:
        DataError: Lines that are not what `write` wrote, each with its place.
        StoreError: The disk does not let us read.
    """
    problems: list[Problem] = []
    papers = {name: _read_feed(folder / name, problems) for name in feed_names(folder)}
    if problems:
        raise DataError(problems)
    return papers


def _read_feed(folder: Path, problems: list[Problem]) -> dict[str, StoredPaper]:
    papers: dict[str, StoredPaper] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(_read_bytes(path).splitlines(), start=1):
            try:
                paper = _decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                hint = "the program writes these files; restore it with git"
                problems.append(Problem(str(path), number, 0, f"this is no stored paper: {error}", hint))
                continue
            known = papers.get(paper.entry.id)
            papers[paper.entry.id] = combine(known, paper) if known else paper
    return papers


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error


def add(
    papers: Mapping[str, StoredPaper], entries: Iterable[Entry], seen: datetime
) -> dict[str, StoredPaper]:
    """The papers with what these entries add.

    Args:
        papers: What is stored of a feed, by id.
        entries: What a document of that feed says.
        seen: When it says so.
    """
    result = dict(papers)
    for entry in entries:
        sight = first_sight(entry, seen)
        known = result.get(entry.id)
        result[entry.id] = combine(known, sight) if known else sight
    return result


def write(folder: Path, feed: str, papers: Mapping[str, StoredPaper]) -> bool:
    """Make these the stored papers of a feed; True if that changed a byte.

    The feed's folder is written anew beside the old one and takes its place in one step, so that at any
    moment it is the one or the other.

    Args:
        folder: ``data/feeds``.
        feed: The feed's name; it becomes a folder.
        papers: All papers of the feed, by id.

    Raises:
        StoreError: The disk is full or does not let us write; what was stored still is.
        ValueError: The name cannot be a folder's.
    """
    if not _FEED_NAME.fullmatch(feed):
        message = f"a feed's name has lower-case letters, digits and hyphens, got {feed!r}"
        raise ValueError(message)
    target = folder / feed
    files = _partitions(papers)
    if {path.name: _read_bytes(path) for path in target.glob("*.jsonl")} == files:
        return False
    new = folder / f".{feed}.new"
    try:
        remove_folder(new)
        new.mkdir(parents=True)
        for path in target.glob("*"):
            if path.name not in files and path.suffix != ".jsonl":
                shutil.copy2(path, new)
        for name, data in files.items():
            _write_partition(new / name, data, target / name)
        replace_folder(new, target)
    except OSError as error:
        remove_folder(new)
        reason = error.strerror or str(error)
        raise StoreError(f"cannot write {target}: {reason}; what was stored is unchanged") from error
    return True


def _partitions(papers: Mapping[str, StoredPaper]) -> dict[str, bytes]:
    """File names, and the bytes that belong into them."""
    lines: dict[str, list[bytes]] = defaultdict(list)
    for paper_id in sorted(papers):
        paper = papers[paper_id]
        lines[f"{_month(paper.entry)}.jsonl"].append(_encoder.encode(paper) + b"\n")
    return {name: b"".join(lines[name]) for name in sorted(lines)}


def _month(entry: Entry) -> str:
    """``2602``: the month in an arXiv id, or else of publication."""
    month = ids.month(entry.id)
    if month is None and entry.published is not None:
        month = f"{entry.published:%y%m}"
    return month or UNDATED


def _write_partition(path: Path, data: bytes, old: Path) -> None:
    """Write a file, or take over the old one where its bytes are the same."""
    if old.exists() and old.read_bytes() == data:
        os.link(old, path)
    else:
        write_synced(path, data)
