"""Write pages to disk: change only files whose content changed, and remove files that are no longer made.

The program owns the folders in `GENERATED_DIRS` and the files in `GENERATED_FILES`: any other file there is
removed.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.model.errors import StoreError
from generator.model.papers import Page
from generator.system.files import iter_files
from generator.system.tasks import TaskRunner, run_serially

GENERATED_DIRS = ("papers", "topics", "authors", "venues", "years", "lists", "stats", "search")
# Files beside them, by pattern.
GENERATED_FILES = (
    "*.md", "catalogue.*", "feed.json", "feed.xml", "llms.txt", "opensearch.xml", "robots.txt",
)  # fmt: skip

PageBatch = Callable[[], Iterable[Page]]  # makes some of the pages when it is called


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a run did, as paths below ``docs/``."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

    def __str__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"
        return f"{counts}, {self.unchanged} unchanged"


def write_pages(
    docs: Path, batches: Sequence[PageBatch], *, run: TaskRunner = run_serially, dry_run: bool = False
) -> WriteResult:
    """Make the pages under ``docs/`` these and no others.

    Args:
        docs: The folder.
        batches: All pages, each in one batch.
        run: What makes and writes the batches.
        dry_run: Say what would be done, and do nothing.

    Raises:
        StoreError: The disk is full or does not let us write. Pages follow from data: the next run mends.
    """
    with _explained(docs):
        old = set(map(str, generated_files(docs)))
        parts = run([partial(_write, docs, batch, dry_run) for batch in batches])
        added, changed, kept = (tuple(page for part in parts for page in part[at]) for at in range(3))
        gone = old.difference(f"{docs}/{page}" for page in (*added, *changed, *kept))
        for path in () if dry_run else gone:
            Path(path).unlink(missing_ok=True)  # what an earlier run left half-written may be in use by now
    removed = tuple(sorted(path.removeprefix(f"{docs}/") for path in gone))
    return WriteResult(added, changed, removed, len(kept))


def _write(docs: Path, batch: PageBatch, dry_run: bool) -> tuple[list[str], list[str], list[str]]:
    """Write the pages of a batch that are not there already: those added, those changed, and the others."""
    added: list[str] = []
    changed: list[str] = []
    kept: list[str] = []
    with _explained(docs):
        for page in batch():
            path = f"{docs}/{page.path}"
            data = page.text.encode()
            known = _content(path)
            (kept if known == data else added if known is None else changed).append(page.path)
            if known != data and not dry_run:
                _replace(path, data)
    return added, changed, kept


@contextmanager
def _explained(docs: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"cannot write pages under {docs}: {error.strerror}; make room and run again"
        ) from error


def generated_files(docs: Path) -> Iterable[Path]:
    """What an earlier run left: everything in our folders, and our files beside them."""
    for pattern in GENERATED_FILES:
        yield from docs.glob(pattern)
    for folder in GENERATED_DIRS:
        yield from iter_files(docs / folder)


# Paths are plain text below: with 20,000 files, `Path` would take as long as the disk.


def _content(path: str) -> bytes | None:
    if not os.path.isfile(path):  # noqa: PTH113
        return None
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def _replace(path: str, data: bytes) -> None:
    """Write a file by way of a temporary one; no fsync, for pages can be made again."""
    folder, name = os.path.split(path)
    temporary = f"{folder}/.{name}.new"
    try:
        file = open(temporary, "wb")  # noqa: PTH123, SIM115
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        file = open(temporary, "wb")  # noqa: PTH123, SIM115
    with file:
        file.write(data)
    os.replace(temporary, path)  # noqa: PTH105
