"""Read, write and replace files and folders so that a crash leaves the old state or the new one."""

import ctypes
import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from generator.model.errors import StoreError, UsageError

_AT_FDCWD = -100  # of renameat2: paths are relative to the working directory
_RENAME_EXCHANGE = 2  # of renameat2
_MAX_PID_LENGTH = 20  # bytes of a lock file that are read


@contextmanager
def convert_errors(action: str, path: Path | None = None) -> Iterator[None]:
    """Raise StoreError instead of an OSError in this context.

    Args:
        action: What cannot be done: ``read`` or ``write``.
        path: The file or folder for the message; None for the one of the error.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot {action} {path or error.filename}: {error.strerror}") from error


def read_file(path: Path, limit: int = -1) -> bytes:
    """Read a file.

    Args:
        path: The file.
        limit: The largest number of bytes to read; -1 reads all.

    Raises:
        StoreError: The file cannot be read.
    """
    with convert_errors("read", path), path.open("rb") as file:
        return file.read(limit)


def read_file_within(path: Path, folder: Path, limit: int) -> bytes:
    """Read a plain file below a folder, at most `limit` bytes of it; links must not lead out of the folder.

    Raises:
        StoreError: It is no such file, or cannot be read.
    """
    with convert_errors("read", path):
        path.stat()  # a loop of links raises here; `resolve` would raise RuntimeError
        target = path.resolve(strict=True)
        if not target.is_relative_to(folder.resolve()):
            raise StoreError(f"cannot read {path}: it leads out of {folder}")
        # It may be a pipe, or become one in the meantime; opening it must not wait.
        descriptor = os.open(target, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StoreError(f"cannot read {path}: it is not a plain file")
            return file.read(limit)


def write_atomically(
    path: Path, data: bytes | bytearray, *, create_folders: bool = False, waits_for_disk: bool = True
) -> None:
    """Write a file, which at any moment has its old content or the new.

    Args:
        path: The file.
        data: Its content.
        create_folders: Whether to create the folders above it that are missing.
        waits_for_disk: Whether to return only when the content is on the disk. Otherwise a power failure can
            damage the file.

    Raises:
        StoreError: The file cannot be written; it has its old content.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        if create_folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        if waits_for_disk:
            write_and_sync(temporary, data)
        else:
            temporary.write_bytes(data)
        temporary.replace(path)
        if waits_for_disk:
            _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StoreError(f"cannot write {path}: {error.strerror}") from error


def append_text(path: Path, text: str) -> None:
    """Append to a file, which is created if it is missing.

    Raises:
        StoreError: The file cannot be written.
    """
    with convert_errors("write", path), path.open("a", encoding="utf-8") as file:
        file.write(text)


def create_files(root: Path, files: Mapping[str, str]) -> None:
    """Write files: all of them, or none if one exists.

    Args:
        root: The catalogue's folder.
        files: Text by path below the root.

    Raises:
        UsageError: A file exists.
        StoreError: A file cannot be written.
    """
    for name in files:
        if (root / name).exists():
            raise UsageError(f"{name} already exists, and nothing was written; edit that file")
    for name, text in files.items():
        path = root / name
        with convert_errors("write", path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Write files, each of which is created or replaced as a whole.

    Args:
        root: The catalogue's folder.
        files: Text by path below the root.

    Raises:
        StoreError: A file cannot be written.
    """
    for name, text in files.items():
        write_atomically(root / name, text.encode(), create_folders=True)


def write_and_sync(path: Path, data: bytes | bytearray) -> None:
    """Write a file, and return once it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Return once the names of the files in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def iter_files(folder: Path) -> Iterator[Path]:
    """Iterate over all files below a folder, unordered. Symlinks are files; they are not followed."""
    return (Path(entry.path) for entry in scan_files(folder))


def scan_files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Iterate over the same files as `iter_files`, without making a `Path` for each."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from scan_files(entry.path)
            else:
                yield entry


def replace_folder(new: Path, target: Path, *, keeps_old: bool = False) -> None:
    """Replace a folder by another one in the same parent folder.

    On Linux the two are exchanged in one step. Elsewhere the old one is renamed first; if the program is
    killed before the new one is in its place, `recover_folder` restores it.

    Args:
        new: The folder that takes the place of the other.
        target: The folder that is replaced.
        keeps_old: Whether the old folder gets the name of the new one. Otherwise it is removed.
    """
    recover_folder(target)
    _sync_folder(new)
    old = _build_backup_path(target)
    if not target.exists():
        new.rename(target)
    elif _exchange(new, target):
        new.rename(old)
    else:
        target.rename(old)
        new.rename(target)
    _sync_folder(target.parent)
    if keeps_old and old.exists():
        old.rename(new)
    remove_folder(old)


def recover_folder(target: Path) -> None:
    """Restore the folder that `replace_folder` had renamed when it was interrupted."""
    old = _build_backup_path(target)
    if old.is_dir() and not old.is_symlink() and not target.exists():
        old.rename(target)
    remove_folder(old)


def remove_folder(folder: Path) -> None:
    """Remove a folder with its content, or the file or link that has its name, if there is one."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _build_backup_path(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two paths in one step; return False if the system cannot (renameat2, Linux 3.15)."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(first), os.fsencode(second)
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)


@contextmanager
def hold_lock(path: Path, report_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock of a file in this context. The system releases it if the process dies.

    Args:
        path: The file, which is created if it is missing.
        report_wait: If another run holds the lock, wait for it, and call this with a sentence. Without it,
            that is an error.

    Raises:
        StoreError: Another run holds the lock, or the folder cannot be written.
    """
    if path.is_symlink():  # writing to it would destroy the file that it leads to
        raise StoreError(f"cannot lock {path}: it is a symlink; remove it")
    try:
        file = path.open("a+b", buffering=0)
    except OSError as error:
        raise StoreError(f"cannot write to {path.parent}: {error.strerror}") from error
    with file:
        try:
            _lock(file, path, report_wait)
        except OSError as error:
            raise StoreError(f"cannot lock {path}: {error.strerror}") from error
        with suppress(OSError):  # on a full disk the lock is held without the process id
            file.truncate(0)
            file.write(b"%d\n" % os.getpid())
        yield


def _lock(file: FileIO, path: Path, report_wait: Callable[[str], None] | None) -> None:
    """Lock an open file, or raise StoreError if another run has locked it and nobody waits."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid = file.read(_MAX_PID_LENGTH).decode("ascii", "replace").strip() or "unknown"
        if report_wait is None:
            message = f"another run is writing to {path.parent} (process {pid}); wait until it has finished"
            raise StoreError(message) from None
        report_wait(f"waiting until another run has finished (process {pid})")
        fcntl.flock(file, fcntl.LOCK_EX)
