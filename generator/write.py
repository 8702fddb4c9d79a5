"""Pages onto the disk: only what changed is touched, and what is gone is removed.

The folders in `OWNED` and the files in `OWNED_FILES` belong to the program whole; a stray one is removed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import StoreError
from generator.files import below
from generator.model import Page

OWNED = ("papers", "topics", "authors", "venues", "years", "lists", "stats", "search")
# Files beside them, by pattern.
OWNED_FILES = (
    "*.md", "catalogue.*", "feed.json", "feed.xml", "llms.txt", "opensearch.xml", "robots.txt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did, as paths below ``docs/``."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

    def __str__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"
        return f"{counts}, {self.unchanged} unchanged"


def write(docs: Path, pages: Iterable[Page], *, dry_run: bool = False) -> Written:
    """Make the pages under ``docs/`` these and no others.

    Args:
        docs: The folder.
        pages: All pages.
        dry_run: Say what would be done, and do nothing.

    Raises:
        StoreError: The disk is full or does not let us write. Pages follow from data: the next run mends.
    """
    old = set(owned_files(docs))
    added: list[str] = []
    changed: list[str] = []
    kept = 0
    try:
        for page in pages:
            path = docs / page.path
            data = page.text.encode()
            known = path.read_bytes() if path.is_file() else None
            old.discard(path)
            if known == data:
                kept += 1
                continue
            (added if known is None else changed).append(page.path)
            if not dry_run:
                _replace(path, data)
        removed = sorted(path.relative_to(docs).as_posix() for path in old)
        for path in () if dry_run else old:
            path.unlink()
    except OSError as error:
        raise StoreError(
            f"cannot write pages under {docs}: {error.strerror}; make room and run again"
        ) from error
    return Written(tuple(added), tuple(changed), tuple(removed), kept)


def owned_files(docs: Path) -> Iterable[Path]:
    """What an earlier run left: everything in our folders, and our files beside them."""
    for pattern in OWNED_FILES:
        yield from docs.glob(pattern)
    for folder in OWNED:
        yield from below(docs / folder)


def _replace(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one; no fsync, for pages can be made again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(data)
    temporary.replace(path)
