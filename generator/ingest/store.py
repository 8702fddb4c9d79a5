"""The store: the papers of every feed, kept in ``data/feeds/<feed>/<YYMM>.jsonl``.

A line is one paper, and lines are sorted by id. `generator.ingest.observations` decides what a paper's record
contains; this module reads and writes the files.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from generator.ingest import feed_state
from generator.ingest.feed_folder import (
    RECORDS_END,
    RESTORE_HINT,
    find_feeds,
    find_symlinks,
    read_feed_files,
    replace_feed_files,
)
from generator.ingest.feed_state import State, parse_state
from generator.ingest.observations import combine, update_id
from generator.ingest.seen_day import is_from_future, limit_days
from generator.ingest.stored_rules import (
    clean_paper,
    find_broken_rules,
    find_column,
    find_error_column,
    find_partition,
)
from generator.model import ids
from generator.model.entries import StoredPaper
from generator.model.errors import DataError, Problem
from generator.model.grouping import group_pairs
from generator.system.memo import Memo

_NO_FORMER_IDS = b',"former_ids":[]}'
# Fields of an entry that are left out of a line if they have these values.
_USUAL_VALUES = (
    b',"published_precision":"day"',
    *(b',"%s":null' % name for name in (b"container", b"volume", b"issue", b"pages", b"publisher")),
    b',"issns":[]',
)
_PARSE_ERRORS = (msgspec.DecodeError, RecursionError, ValueError)
_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(StoredPaper)


# --- reading ---------------------------------------------------------------------------------------------


def read(folder: Path, memo: Memo[list[int]] | None = None) -> dict[str, dict[str, StoredPaper]]:
    """Read all papers: name of the feed, id of the paper, paper.

    Args:
        folder: The folder ``data/feeds``.
        memo: For each file, the lines that a previous run found dubious. The others need no checks, which
            take most of the time.

    Raises:
        DataError: Lines that cannot be parsed, each with its place.
        StoreError: A file cannot be read.
    """
    papers, problems = read_valid_papers(folder, memo=memo)
    if problems:
        raise DataError(problems)
    return papers


def read_valid_papers(
    folder: Path, today: date | None = None, memo: Memo[list[int]] | None = None
) -> tuple[dict[str, dict[str, StoredPaper]], tuple[Problem, ...]]:
    """Read all papers that can be parsed, and the problems of the others.

    Args:
        folder: The folder ``data/feeds``.
        today: If it is given, a paper with a day in the future is a problem, too.
        memo: As for `read`.

    Raises:
        StoreError: A file cannot be read.
    """
    problems = find_symlinks(folder)
    if problems:
        return {}, tuple(problems)
    papers = {name: _read_feed(folder / name, problems, today, memo) for name in find_feeds(folder)}
    return papers, tuple(problems)


def read_feed(folder: Path, feed: str) -> dict[str, StoredPaper]:
    """Read the papers of one feed by id; none if the feed was never stored. Errors are those of `read`."""
    problems = find_symlinks(folder)
    papers = _read_feed(folder / feed, problems) if not problems and feed in find_feeds(folder) else {}
    if problems:
        raise DataError(problems)
    return papers


def read_state(folder: Path, feed: str) -> State:
    """Read what a feed remembers; an empty state if it has never been fetched.

    Args:
        folder: The folder ``data/feeds``.
        feed: The name of the feed.

    Raises:
        DataError: The file cannot be parsed.
        StoreError: The file cannot be read.
    """
    files = read_feed_files(folder / feed, lambda name: name == feed_state.FILE)
    return parse_state(files[0][1], str(files[0][0])) if files else State()


def check_lines(folder: Path) -> tuple[Problem, ...]:
    """Return a problem for each broken rule of each line that can be parsed, and for each broken state.

    Args:
        folder: The folder ``data/feeds``.

    Raises:
        StoreError: A file cannot be read.
    """
    problems: list[Problem] = []
    for name in () if find_symlinks(folder) else find_feeds(folder):
        try:
            read_state(folder, name)
        except DataError as error:
            problems += error.problems
        for path, data in read_feed_files(folder / name, _is_partition):
            for number, line in _number_lines(data):
                with suppress(*_PARSE_ERRORS):  # `read_valid_papers` reports lines that cannot be parsed
                    for key, value, rule in find_broken_rules(_parse_line(line), path.stem):
                        column = find_column(line, key, value)
                        problems.append(Problem(str(path), number, column, f"{key}: {rule}", RESTORE_HINT))
    return tuple(problems)


def _read_feed(
    folder: Path,
    problems: list[Problem],
    today: date | None = None,
    memo: Memo[list[int]] | None = None,
) -> dict[str, StoredPaper]:
    papers: dict[str, StoredPaper] = {}
    for path, number, paper in _read_lines(folder, problems, memo or Memo()):
        if today and is_from_future(paper, today):
            message = f"{paper.entry.id} has a day in the future"
            hint = "`catalogue fetch` removes such days; or restore the file with git"
            problems.append(Problem(str(path), number, 0, message, hint))
        duplicate = papers.get(paper.entry.id)
        papers[paper.entry.id] = combine(duplicate, paper) if duplicate else paper
    return papers


def _read_lines(
    folder: Path, problems: list[Problem], memo: Memo[list[int]]
) -> Iterator[tuple[Path, int, StoredPaper]]:
    """Yield the papers of a feed, each with its file and the number of its line; add the problems."""
    for path, data in read_feed_files(folder, _is_partition):
        dubious = frozenset(memo.recall(data, partial(_find_dubious_lines, data)))
        for number, line in _number_lines(data):
            try:
                paper = clean_paper(_parse_line(line)) if number in dubious else _decode_line(line)
            except _PARSE_ERRORS as error:
                column = find_error_column(line, error)
                message = f"this line is not a stored paper: {error}"
                problems.append(Problem(str(path), number, column, message, RESTORE_HINT))
            else:
                yield path, number, paper


def _find_dubious_lines(data: bytes) -> list[int]:
    """Find the lines of a file that cannot be parsed, or have what an entry of a feed could not contain."""
    return [number for number, line in _number_lines(data) if not _is_clean(line)]


def _is_clean(line: bytes) -> bool:
    try:
        paper = _parse_line(line)
    except _PARSE_ERRORS:
        return False
    return clean_paper(paper) is paper


def _number_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    return enumerate(data.splitlines(), start=1)


def _is_partition(name: str) -> bool:
    """Whether a file has papers, and not records of DOIs."""
    return name.endswith(".jsonl") and not name.endswith(RECORDS_END)


def _parse_line(line: bytes) -> StoredPaper:
    """Parse a stored paper. Its id must be able to name files and links, and its times must be comparable.

    Raises:
        ValueError: Its id does not have the form of `generator.model.ids`, or a time has no zone.
        msgspec.DecodeError: The line cannot be parsed.
    """
    paper = _decode_line(line)
    entry = paper.entry
    if not all(map(ids.get_url, paper.former_ids)):
        message = "a former id is not the id of an address"
        raise ValueError(message)
    ids.check_stored_id(entry.id)
    times = (entry.published, entry.updated, *(version.updated for version in paper.versions))
    if any(time.tzinfo is None for time in filter(None, times)):
        message = "a time has no zone"
        raise ValueError(message)
    return paper


def _decode_line(line: bytes) -> StoredPaper:
    return update_id(_decoder.decode(line))


# --- writing ---------------------------------------------------------------------------------------------


def write_feed(
    folder: Path, feed: str, papers: Mapping[str, StoredPaper], files: Mapping[str, bytes] | None = None
) -> bool:
    """Replace the stored papers of a feed; return whether a byte has changed.

    Args:
        folder: The folder ``data/feeds``.
        feed: The name of the feed, which becomes a folder.
        papers: All papers of the feed by id.
        files: Further files to write next to the papers, by name. Other files that exist are kept.

    Raises:
        StoreError: The folder cannot be written; the old one is in place.
        UsageError: The name cannot be that of a folder.
    """
    return replace_feed_files(folder, feed, {**_encode_partitions(papers), **(files or {})}, _is_partition)


def limit_stored_days(
    folder: Path, feed: str, papers: dict[str, StoredPaper], today: date
) -> dict[str, StoredPaper]:
    """Return the papers of a feed without days after today, and store them if there were such days."""
    limited_papers = limit_days(papers, today)
    if limited_papers is not papers:
        write_feed(folder, feed, limited_papers)
    return limited_papers


def _encode_partitions(papers: Mapping[str, StoredPaper]) -> dict[str, bytes]:
    """Return the bytes of each file of papers by its name."""
    lines = group_pairs(
        (f"{find_partition(paper.entry)}.jsonl", encode_paper(paper) + b"\n")
        for _, paper in sorted(papers.items())
    )
    return {name: b"".join(lines[name]) for name in sorted(lines)}


def encode_paper(paper: StoredPaper) -> bytes:
    """Return the line of a paper in the store, without its end.

    It has former ids only if there are any, the precision of a date only if that is partial, and only those
    facts about a publication that are known. The bytes that are left out are in no text, because a quotation
    mark in a text has a backslash before it.
    """
    line = _encoder.encode(paper)
    for usual_value in _USUAL_VALUES:
        line = line.replace(usual_value, b"", 1)
    return line.removesuffix(_NO_FORMER_IDS) + b"}" if line.endswith(_NO_FORMER_IDS) else line
