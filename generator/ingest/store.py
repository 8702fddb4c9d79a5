"""The store: what feeds said of each paper, kept for good under ``data/feeds/<feed>/<YYMM>.jsonl``.

One paper a line, sorted by id. The store only grows: the newest version of a paper wins whatever the
order in which answers arrive, the numbers and dates of older versions are kept, and what is known of a
version is never wiped by an answer that lacks it. `combine` holds these rules; the rest is files.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from generator.model import ids
from generator.model.entries import Author, Entry, StoredPaper, Version
from generator.model.errors import DataError, Problem, StoreError, UsageError
from generator.model.text import fold
from generator.system.files import (
    recover_folder,
    remove_folder,
    replace_folder,
    write_and_sync,
)

FEEDS = "data/feeds"  # below the catalogue's folder
LOCK = "data/.lock"  # held by every run that writes below data/
UNDATED = "undated"

_FIELDS = tuple(field.name for field in fields(Entry) if field.name not in {"id", "version", "published"})
_FEED_NAME = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_NEVER = date.min
_URL_ID = "url:"
_NO_FORMER_IDS = b',"former_ids":[]}'
_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(StoredPaper)

# --- what sightings of a paper say together --------------------------------------------------------------


def first_sight(entry: Entry, seen: date) -> StoredPaper:
    """What the store keeps if this entry is all that was ever said of its paper."""
    versions = (Version(entry.version, entry.updated),) if entry.version is not None else ()
    return StoredPaper(entry, versions, first_seen=seen, as_of=seen)


def combine(one: StoredPaper, other: StoredPaper) -> StoredPaper:
    """What two sightings of the same paper say together, in whatever order they came.

    The newest version's facts stand. Of one version, a value beats none, and of two values the one that
    was seen later stands; a value that is seen again keeps the time when it was first seen, so that
    nothing moves when nothing is new. The date of publication is a fact of the paper, whichever version
    told it: the earliest stands.
    """
    older, newer = sorted((one, other), key=_seniority)
    if _number(older) == _number(newer):
        newer = _combine_version(older, newer)
    published = min(filter(None, (one.entry.published, other.entry.published)), default=None)
    dates: dict[int, set[datetime | None]] = defaultdict(set)
    for version in one.versions + other.versions:
        dates[version.number].add(version.updated)
    versions = (Version(number, min(filter(None, dates[number]), default=None)) for number in sorted(dates))
    return replace(
        newer,
        entry=replace(newer.entry, published=published),
        versions=tuple(versions),
        first_seen=min(one.first_seen, other.first_seen),
        former_ids=tuple(sorted({*one.former_ids, *other.former_ids})),
    )


def _number(paper: StoredPaper) -> int:
    return paper.entry.version or 0


def _seniority(paper: StoredPaper) -> tuple[int, date, bytes]:
    return _number(paper), paper.as_of, _encoder.encode(paper.entry)


def _combine_version(older: StoredPaper, newer: StoredPaper) -> StoredPaper:
    as_of = min(older.as_of, newer.as_of)
    values: dict[str, Any] = {}
    changed: dict[str, date] = {}
    for name in _FIELDS:
        values[name], time = _combine_field(name, older, newer)
        if time > as_of:
            changed[name] = time
    return replace(newer, entry=replace(newer.entry, **values), as_of=as_of, changed=changed)


def _combine_field(name: str, one: StoredPaper, other: StoredPaper) -> tuple[Any, date]:
    """The field's value, and when that value was first seen (`_NEVER` for none)."""
    sightings = sorted((_sighting(name, paper) for paper in (one, other)), key=lambda s: (s[1], repr(s[0])))
    (early, early_time), (late, late_time) = sightings
    if name == "authors" and early_time > _NEVER:
        late = _with_affiliations(late, early)
    return (late, early_time) if late == early and early_time > _NEVER else (late, late_time)


def _sighting(name: str, paper: StoredPaper) -> tuple[Any, date]:
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

    A feed that was moved aside by a write that died is brought back. Otherwise nothing is touched here, for
    another run may be writing.

    Args:
        folder: ``data/feeds``.

    Raises:
        StoreError: The disk does not let us read.
    """
    try:
        for name in _names(folder):
            target = folder / name.removeprefix(".").removesuffix(".old")
            if name.startswith(".") and name.endswith(".old") and not target.exists():
                recover_folder(target)
        return tuple(
            name for name in _names(folder) if _FEED_NAME.fullmatch(name) and (folder / name).is_dir()
        )
    except OSError as error:
        raise StoreError(f"cannot read {folder}: {error.strerror}") from error


def _names(folder: Path) -> list[str]:
    """What is in a folder, sorted; nothing if it is not there.

    `Path.glob` would take a folder that cannot be read for an empty one, and all it holds for gone.

    Raises:
        OSError: The disk does not let us read.
    """
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []


def _partition_names(folder: Path) -> list[str]:
    return [name for name in _names(folder) if name.endswith(".jsonl")]


def read(folder: Path) -> dict[str, dict[str, StoredPaper]]:
    """All papers of all feeds: feed name to id to paper.

    Raises:
        DataError: Lines that are not what `write` wrote, each with its place.
        StoreError: The disk does not let us read.
    """
    papers, problems = read_all(folder)
    if problems:
        raise DataError(problems)
    return papers


def read_all(folder: Path) -> tuple[dict[str, dict[str, StoredPaper]], tuple[Problem, ...]]:
    """The papers of all feeds as far as they can be read, and what is wrong with the others.

    Raises:
        StoreError: The disk does not let us read.
    """
    problems = _links(folder)
    if problems:
        return {}, tuple(problems)
    papers = {name: _read_feed(folder / name, problems) for name in feed_names(folder)}
    return papers, tuple(problems)


def read_feed(folder: Path, feed: str) -> dict[str, StoredPaper]:
    """All papers of one feed, by id; none for a feed that was never written. Raises as `read` does."""
    problems = _links(folder)
    papers = _read_feed(folder / feed, problems) if not problems and feed in feed_names(folder) else {}
    if problems:
        raise DataError(problems)
    return papers


def _links(folder: Path) -> list[Problem]:
    """The links in the store, told as problems: they could lead anywhere, so none is followed."""
    paths = [folder]
    try:
        if not folder.is_symlink():
            paths += (folder / name for name in _names(folder))
        for feed in [path for path in paths[1:] if path.is_dir() and not path.is_symlink()]:
            paths += (feed / name for name in _names(feed))
    except OSError as error:
        raise StoreError(f"cannot read {error.filename}: {error.strerror}") from error
    message, hint = "the store holds plain files, and this is a link", "restore it with git"
    return [Problem(str(path), 0, 0, message, hint) for path in paths if path.is_symlink()]


def _read_feed(folder: Path, problems: list[Problem]) -> dict[str, StoredPaper]:
    papers: dict[str, StoredPaper] = {}
    for path, data in _read_partitions(folder):
        for number, line in enumerate(data.splitlines(), start=1):
            try:
                paper = _decoded(line)
            except (msgspec.DecodeError, RecursionError, ValueError) as error:
                hint = "the program writes these files; restore it with git"
                problems.append(Problem(str(path), number, 0, f"this is no stored paper: {error}", hint))
                continue
            known = papers.get(paper.entry.id)
            papers[paper.entry.id] = combine(known, paper) if known else paper
    return papers


def _read_partitions(folder: Path) -> list[tuple[Path, bytes]]:
    try:
        return [(folder / name, (folder / name).read_bytes()) for name in _partition_names(folder)]
    except OSError as error:
        raise StoreError(f"cannot read {error.filename}: {error.strerror}") from error


def _decoded(line: bytes) -> StoredPaper:
    """A stored paper, after making sure that its id can name files and its times can be compared.

    Raises:
        ValueError: Its id is not in the form of `generator.model.ids`, or a time has no zone.
        msgspec.DecodeError: The line is something else.
    """
    paper = _decoder.decode(line)
    if paper.entry.id.startswith(_URL_ID):
        paper = _rename(paper, ids.build_url_id(paper.entry.id.removeprefix(_URL_ID)))
    entry = paper.entry
    if not all(former_id.startswith(_URL_ID) for former_id in paper.former_ids):
        message = "a former id is not the id of an address"
        raise ValueError(message)
    if ids.is_arxiv_id(entry.id) and ids.parse_arxiv_id(entry.id) != (entry.id, None):
        message = f"{entry.id!r} is not how ids are written"
        raise ValueError(message)
    told = (entry.published, entry.updated, *(version.updated for version in paper.versions))
    if any(time.tzinfo is None for time in filter(None, told)):
        message = "a time has no zone"
        raise ValueError(message)
    return paper


def _rename(paper: StoredPaper, paper_id: str) -> StoredPaper:
    """Give a paper the id that its address has by today's rule; its old one stays as a former id."""
    if paper.entry.id == paper_id:
        return paper
    former_ids = tuple(sorted({*paper.former_ids, paper.entry.id} - {paper_id}))
    return replace(paper, entry=replace(paper.entry, id=paper_id), former_ids=former_ids)


def add(papers: Mapping[str, StoredPaper], entries: Iterable[Entry], seen: date) -> dict[str, StoredPaper]:
    """The papers with what these entries add.

    Args:
        papers: What is stored of a feed, by id.
        entries: What a document of that feed says.
        seen: The day on which it says so.
    """
    result = dict(papers)
    for entry in entries:
        sight = first_sight(entry, seen)
        known = result.get(entry.id) or _pop_former(result, entry)
        result[entry.id] = combine(known, sight) if known else sight
    return result


def _pop_former(papers: dict[str, StoredPaper], entry: Entry) -> StoredPaper | None:
    """Remove and return the paper that is stored under the id which this entry had before.

    Until November 2026, ids left out the fragment of an address, so that all papers on one page had the same
    id. The stored one is the paper of that title.
    """
    former_id = entry.id.partition("#")[0] if entry.id.startswith(_URL_ID) else entry.id
    stored = papers.get(former_id)
    if stored is None or fold(stored.entry.title) != fold(entry.title):
        return None
    return _rename(papers.pop(former_id), entry.id)


def write(
    folder: Path, feed: str, papers: Mapping[str, StoredPaper], others: Mapping[str, bytes] | None = None
) -> bool:
    """Make these the stored papers of a feed; True if that changed a byte.

    The feed's folder is written anew beside the old one and takes its place in one step, so that at any
    moment it is the one or the other.

    Args:
        folder: ``data/feeds``.
        feed: The feed's name; it becomes a folder.
        papers: All papers of the feed, by id.
        others: Bytes of files to keep beside the papers, by name; files that are there and not named stay.

    Raises:
        StoreError: The disk is full or does not let us write; what was stored still is.
        UsageError: The name cannot be a folder's.
    """
    if not _FEED_NAME.fullmatch(feed):
        raise UsageError(f"a feed's name has lower-case letters, digits and hyphens, got {feed!r}")
    target, new = folder / feed, folder / f".{feed}.new"
    try:
        for name in _names(folder):
            if name.startswith(".") and name.endswith(".new"):  # of a run that was killed
                remove_folder(folder / name)
        recover_folder(target)
        kept = {name: (target / name).read_bytes() for name in _names(target)}
        beside = {name: data for name, data in kept.items() if not name.endswith(".jsonl")}
        files = {**_partitions(papers), **beside, **(others or {})}
        if files == kept:
            return False
        _write_new(new, files, target)
        replace_folder(new, target)
    except OSError as error:
        with suppress(OSError):
            recover_folder(target)
            remove_folder(new)
        reason = error.strerror or str(error)
        raise StoreError(f"cannot write {target}: {reason}; nothing that was stored is lost") from error
    return True


def _write_new(new: Path, files: Mapping[str, bytes], target: Path) -> None:
    """Write a feed's folder; a file whose bytes are those of the old one is taken over."""
    new.mkdir(parents=True)
    for name, data in files.items():
        _write_file(new / name, data, target / name)


def _partitions(papers: Mapping[str, StoredPaper]) -> dict[str, bytes]:
    """File names, and the bytes that belong into them."""
    lines: dict[str, list[bytes]] = defaultdict(list)
    for paper_id in sorted(papers):
        paper = papers[paper_id]
        lines[f"{_month(paper.entry)}.jsonl"].append(encode(paper) + b"\n")
    return {name: b"".join(lines[name]) for name in sorted(lines)}


def encode(paper: StoredPaper) -> bytes:
    """Return a paper's line in the store; former ids are only written if there are any."""
    line = _encoder.encode(paper)
    return line.removesuffix(_NO_FORMER_IDS) + b"}" if line.endswith(_NO_FORMER_IDS) else line


def _month(entry: Entry) -> str:
    """``2602``: the month in an arXiv id, or else of publication."""
    month = ids.find_month(entry.id)
    if month is None and entry.published is not None:
        month = f"{entry.published:%y%m}"
    return month or UNDATED


def _write_file(path: Path, data: bytes, old: Path) -> None:
    """Write a file, or take over the old one where its bytes are the same and the file system has links."""
    if old.exists() and old.read_bytes() == data:
        with suppress(OSError):
            os.link(old, path)
            return
    write_and_sync(path, data)
