"""Sorted tables, cut into files of about equal size, and found again by the keys that files begin with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FILE_SIZE = 24_000  # characters; about 8 kB as it is sent, and few enough files at 20,000 papers


@dataclass(frozen=True, slots=True)
class Table:
    """A table's files.

    Attributes:
        starts: For each file, the shortest text that is greater than all keys before it and not greater
            than its own.
        files: Their JSON.
    """

    starts: tuple[str, ...]
    files: tuple[str, ...]


def order(key: str) -> bytes:
    """Sorts keys as JavaScript compares them: by UTF-16 units."""
    return key.encode("utf-16-be", "surrogatepass")


def table(rows: Iterable[tuple[str, str]]) -> Table:
    """A table of rows in the order of their keys.

    Args:
        rows: Key and JSON of each row, sorted by `order`.
    """
    starts, files = [], []
    for before, first, cut in _cuts(rows):
        starts.append(_separator(before, first))
        files.append("[" + ",\n".join(cut) + "]\n")
    return Table(tuple(starts), tuple(files))


def _cuts(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, list[str]]]:
    """The last key before, the first key, and the rows of each file."""
    before, first, last = "", "", ""
    cut: list[str] = []
    size = 0
    for key, row in rows:
        if cut and key != last and size + len(row) > _FILE_SIZE:
            yield before, first, cut
            before, cut, size = last, [], 0
        if not cut:
            first = key
        cut.append(row)
        size += len(row)
        last = key
    if cut:
        yield before, first, cut


def _separator(before: str, first: str) -> str:
    return next(
        (first[:end] for end in range(1, len(first)) if order(first[:end]) > order(before)),
        first,
    )
