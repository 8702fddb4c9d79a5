"""The folders of the store: one for each feed, replaced as a whole and in one step."""

import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.model.errors import Problem, StoreError, UsageError
from generator.system.files import (
    convert_errors,
    recover_folder,
    remove_folder,
    replace_folder,
    write_and_sync,
)

RESTORE_HINT = "the program writes these files; restore it with git"
RECORDS_END = ".records.jsonl"  # of the names of files with records of DOIs
MAX_FEED_NAME = 60  # characters, as in the schema
_FEED_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class StoreAccess:
    """Lets one thread at a time write to the store, and none after the fetch was interrupted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_closed = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Write to the store in this context.

        Raises:
            StoreError: The fetch was interrupted.
        """
        with self._lock:
            if self._is_closed:
                raise StoreError("the fetch was interrupted; what came before is stored")
            yield

    def close(self) -> None:
        """Wait until nobody writes, and let nobody write any more."""
        with self._lock:
            self._is_closed = True


def find_feeds(folder: Path) -> tuple[str, ...]:
    """Return the names of the stored feeds, sorted.

    A feed that an interrupted run moved aside is brought back. Nothing else is changed, because another run
    may be writing.

    Args:
        folder: The folder ``data/feeds``.

    Raises:
        StoreError: The folder cannot be read.
    """
    with convert_errors("read", folder):
        for name in list_names(folder):
            target = folder / name.removeprefix(".").removesuffix(".old")
            if name.startswith(".") and name.endswith(".old") and not target.exists():
                recover_folder(target)
        return tuple(
            name for name in list_names(folder) if _FEED_NAME.fullmatch(name) and (folder / name).is_dir()
        )


def list_names(folder: Path) -> list[str]:
    """Return the names in a folder, sorted; none if the folder does not exist.

    `Path.glob` would return no names for a folder that cannot be read, as if all papers were gone.

    Raises:
        OSError: The folder cannot be read.
    """
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []


def find_symlinks(folder: Path) -> list[Problem]:
    """Return a problem for each symbolic link in the store. Links could lead anywhere; none is followed."""
    paths = [folder]
    with convert_errors("read"):
        if not folder.is_symlink():
            paths += (folder / name for name in list_names(folder))
        for feed in [path for path in paths[1:] if path.is_dir() and not path.is_symlink()]:
            paths += (feed / name for name in list_names(feed))
    message, hint = "the store must contain plain files, and this is a link", "restore it with git"
    return [Problem(str(path), 0, 0, message, hint) for path in paths if path.is_symlink()]


def read_feed_files(folder: Path, is_wanted: Callable[[str], bool]) -> list[tuple[Path, bytes]]:
    """Read the files of a feed's folder whose names are wanted, sorted by name.

    Raises:
        StoreError: A file cannot be read.
    """
    with convert_errors("read"):
        names = [name for name in list_names(folder) if is_wanted(name)]
        return [(folder / name, (folder / name).read_bytes()) for name in names]


def replace_feed_files(
    folder: Path, feed: str, files: Mapping[str, bytes], is_replaced: Callable[[str], bool]
) -> bool:
    """Replace files of a feed; return whether a byte has changed.

    The folder of the feed is written next to the old one and replaces it in one step, so that at any moment
    one of the two is there, and complete. Threads must not call this at the same time; see `StoreAccess`.

    Args:
        folder: The folder ``data/feeds``.
        feed: The name of the feed, which becomes a folder.
        files: The files to write, by name.
        is_replaced: Whether an old file is removed if it is not written again. Others are kept.

    Raises:
        StoreError: The folder cannot be written; the old one is in place.
        UsageError: The name cannot be that of a folder.
    """
    if not _FEED_NAME.fullmatch(feed):
        raise UsageError(f"a feed's name has lower-case letters, digits and hyphens, got {feed!r}")
    target, new = folder / feed, folder / f".{feed}.new"
    try:
        for name in list_names(folder):
            if name.startswith(".") and name.endswith(".new"):  # from a run that was killed
                remove_folder(folder / name)
        recover_folder(target)
        old_files = {name: (target / name).read_bytes() for name in list_names(target)}
        kept_names = [name for name in old_files if not is_replaced(name) and name not in files]
        new_files = {**files, **{name: old_files[name] for name in kept_names}}
        if new_files == old_files:
            return False
        new.mkdir(parents=True)
        for name, data in new_files.items():
            _write_file(new / name, data, target / name)
        replace_folder(new, target)
    except OSError as error:
        with suppress(OSError):
            recover_folder(target)
            remove_folder(new)
        reason = error.strerror or str(error)
        raise StoreError(f"cannot write {target}: {reason}; nothing that was stored is lost") from error
    return True


def _write_file(path: Path, data: bytes, old_path: Path) -> None:
    """Write a file, or link the old one if it has the same bytes and the file system supports links."""
    if old_path.exists() and old_path.read_bytes() == data:
        with suppress(OSError):
            os.link(old_path, path)
            return
    write_and_sync(path, data)
