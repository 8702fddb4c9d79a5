"""Files and folders that are the old ones or the new ones, whenever the power fails."""

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.model.errors import StoreError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LONGEST_HOLDER = 20  # bytes


def read_file(path: Path, limit: int = -1) -> bytes:
    """Read a file.

    Args:
        path: The file.
        limit: The largest number of bytes to read; -1 reads all.

    Raises:
        StoreError: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error


def write_atomically(path: Path, data: bytes, *, create_folders: bool = False) -> None:
    """Write a file, which at any moment has its old content or the new. On return the content is on the disk.

    Args:
        path: The file.
        data: Its content.
        create_folders: Whether to create the folders above it that are missing.

    Raises:
        StoreError: The file cannot be written; it has its old content.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        if create_folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        write_and_sync(temporary, data)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StoreError(f"cannot write {path}: {error.strerror}") from error


def append_text(path: Path, text: str) -> None:
    """Append to a file, which is created if it is missing.

    Raises:
        StoreError: The file cannot be written.
    """
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error


def write_and_sync(path: Path, data: bytes) -> None:
    """Write a file and have the disk keep it before we return."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def iter_files(folder: Path) -> Iterator[Path]:
    """All that is no folder below a folder, in no order; a link is what it is, wherever it leads."""
    for parent, folders, names in os.walk(folder):
        links = (name for name in folders if os.path.islink(os.path.join(parent, name)))  # noqa: PTH118, PTH114 - 20,000 files
        yield from (Path(parent, name) for name in (*names, *links))


def replace_folder(new: Path, target: Path) -> None:
    """Put a folder in the place of another, which is removed; both lie in the same parent.

    On Linux the two change places in one step. Elsewhere the old one is moved aside first, and
    `recover_folder` brings it back if we die in between.
    """
    recover_folder(target)
    sync_folder(new)
    old = _aside(target)
    if not target.exists():
        new.rename(target)
    elif _exchange(new, target):
        new.rename(old)
    else:
        target.rename(old)
        new.rename(target)
    sync_folder(target.parent)
    remove_folder(old)


def recover_folder(target: Path) -> None:
    """Bring back what `replace_folder` had moved aside when it was interrupted."""
    old = _aside(target)
    if old.exists() and not target.exists():
        old.rename(target)
    remove_folder(old)


def remove_folder(folder: Path) -> None:
    """Remove a folder with all it holds; one that is not there is fine."""
    if folder.exists():
        shutil.rmtree(folder)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; False where the system cannot (renameat2, Linux 3.15)."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold a lock file while inside; the system lets go of it when its holder dies.

    Raises:
        StoreError: Another run holds it, or the folder cannot be written.
    """
    if path.is_symlink():  # we would empty a file that is none of ours
        raise StoreError(f"cannot lock {path}: it is a link; remove it")
    try:
        file = path.open("a+b", buffering=0)
    except OSError as error:
        raise StoreError(f"cannot write to {path.parent}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(_LONGEST_HOLDER).decode("ascii", "replace").strip() or "unknown"
            raise StoreError(
                f"another run is writing to {path.parent} (process {holder}); wait for it to end"
            ) from None
        except OSError as error:
            raise StoreError(f"cannot lock {path}: {error.strerror}") from error
        with suppress(OSError):  # a full disk keeps us from saying who we are, not from holding the lock
            file.truncate(0)
            file.write(b"%d\n" % os.getpid())
        yield
