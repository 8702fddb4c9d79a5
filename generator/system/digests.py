"""Digests of files, by which a run recognises what has changed since the last one.

An empty digest means that something is unknown: it equals no other.
"""

import os
import stat
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.metadata import distributions
from pathlib import Path

from generator.system.files import iter_files, scan_files

_PROGRAM = Path(__file__).parent.parent
_COMPILED = "/__pycache__/"


@cache
def digest_program() -> str:
    """Return a digest of this program, of Python and of all packages, as they were at the first call.

    A process runs what it has loaded, also if the files change later.
    """
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    # Links are resolved: files of a new catalogue are links to those of this repository.
    files = sorted(path.resolve() for path in iter_files(_PROGRAM))
    return digest(sys.version, *packages, digest_contents(files))


def digest_contents(paths: Iterable[Path]) -> str:
    """Return a digest of the names and contents of files, and of all files in folders.

    It is empty, and so never current, if there is anything but plain files and folders.
    """
    parts: list[str | bytes] = []
    try:
        for path in paths:
            is_folder = path.is_dir() and not path.is_symlink()
            for name in sorted(map(str, iter_files(path))) if is_folder else [str(path)]:
                if _COMPILED not in name:
                    parts += [name, _read_plain_file(name)]
    except OSError:
        return ""
    return digest(*parts)


def _read_plain_file(path: str) -> bytes:
    """Read a file; raise an OSError if it is a link or not a plain file. Opening a pipe does not wait."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is not a plain file")
        return file.read()


def digest_listing(paths: Iterable[str]) -> str:
    """Return a digest of names, sizes and times of files, which every write changes; empty with a symlink."""
    return _digest_statuses((path, os.lstat(path)) for path in paths)


def digest_folder_listing(folder: Path) -> str:
    """Return the digest of `digest_listing` for all files in a folder, by their paths in it.

    It is empty if there are none, and if the folder is a symlink.
    """
    if folder.is_symlink():
        return ""
    start = len(str(folder)) + 1
    try:
        return _digest_statuses(
            (entry.path[start:], entry.stat(follow_symlinks=False)) for entry in scan_files(folder)
        )
    except OSError:  # a file was removed in the meantime
        return ""


def _digest_statuses(statuses: Iterable[tuple[str, os.stat_result]]) -> str:
    parts = []
    for path, status in statuses:
        if not stat.S_ISREG(status.st_mode):
            return ""
        parts.append(f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
    return digest(*sorted(parts)) if parts else ""


def digest(*parts: str | bytes) -> str:
    """Return a digest of parts in their order; empty if a part is empty, since then something is unknown."""
    if "" in parts:
        return ""
    whole = blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()
