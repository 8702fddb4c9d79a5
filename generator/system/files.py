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


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is at no moment missing or half there, and on the disk when we return.

    Raises:
        OSError: The disk is full or does not let us; the file is as it was.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        write_and_sync(temporary, data)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


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
