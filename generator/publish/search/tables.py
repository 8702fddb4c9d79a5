"""Sorted tables, cut into files of about equal size that are found by the keys that they begin with."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

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
    rows = list(rows)
    begins = [0, *accumulate(len(line) for _, line in rows)]
    starts, files, first = [], [], 0
    while first < len(rows):
        end = max(first + 1, bisect_right(begins, begins[first] + _FILE_SIZE) - 1)
        while end < len(rows) and rows[end][0] == rows[end - 1][0]:
            end += 1
        starts.append(_find_separator(rows[first - 1][0] if first else "", rows[first][0]))
        files.append("[" + ",\n".join(line for _, line in rows[first:end]) + "]\n")
        first = end
    return SortedTable(tuple(starts), tuple(files))


def _find_separator(previous_key: str, first_key: str) -> str:
    beginnings = (first_key[:end] for end in range(1, len(first_key)))
    return next(
        (text for text in beginnings if build_utf16_key(text) > build_utf16_key(previous_key)), first_key
    )
