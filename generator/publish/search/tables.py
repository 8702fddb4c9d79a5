"""Sorted tables, cut into files of about equal size that are found by the keys that they begin with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FILE_SIZE = 24_000  # characters; about 8 kB compressed, and few enough files at 20,000 papers


@dataclass(frozen=True, slots=True)
class SortedTable:
    """The files of a table.

    Attributes:
        starts: For each file, the shortest text that is greater than all keys before the file and not greater
            than the file's own keys.
        files: Their JSON: a list of rows.
    """

    starts: tuple[str, ...]
    files: tuple[str, ...]


def build_utf16_key(key: str) -> bytes:
    """Return a sort key that orders texts as JavaScript compares them: by UTF-16 code units."""
    return key.encode("utf-16-be", "surrogatepass")


def build_table(rows: Iterable[tuple[str, str]]) -> SortedTable:
    """Cut rows into files; rows with the same key stay in one file.

    Args:
        rows: Key and JSON of each row, sorted by `build_utf16_key` of the key.
    """
    starts, files = [], []
    for previous_key, first_key, lines in _split(rows):
        starts.append(_find_separator(previous_key, first_key))
        files.append("[" + ",\n".join(lines) + "]\n")
    return SortedTable(tuple(starts), tuple(files))


def _split(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the last key before each file, its first key, and its rows."""
    previous_key, first_key, last_key = "", "", ""
    lines: list[str] = []
    size = 0
    for key, line in rows:
        if lines and key != last_key and size + len(line) > _FILE_SIZE:
            yield previous_key, first_key, lines
            previous_key, lines, size = last_key, [], 0
        if not lines:
            first_key = key
        lines.append(line)
        size += len(line)
        last_key = key
    if lines:
        yield previous_key, first_key, lines


def _find_separator(previous_key: str, first_key: str) -> str:
    beginnings = (first_key[:end] for end in range(1, len(first_key)))
    return next(
        (text for text in beginnings if build_utf16_key(text) > build_utf16_key(previous_key)), first_key
    )
