"""Read what people write from the disk: a ``data`` folder in, bytes by path out."""

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from generator.curation.layout import CURATION, DATA, SETTINGS
from generator.curation.syntax import LARGEST_FILE
from generator.model.errors import StoreError


class Oddity(StrEnum):
    """What lies where a plain file should, and is not read."""

    LINK = "a link"
    SPECIAL = "a pipe, a socket or a device"


Contents = Mapping[str, bytes | Oddity]


def read_files(data: Path) -> dict[str, bytes | Oddity]:
    """Read what people wrote, by path below the catalogue's folder; symlinks are not followed.

    YAML elsewhere in the folder is included, so that a file in the wrong place is reported.

    Args:
        data: A folder with the content of ``data/``, whatever its own name is.

    Raises:
        StoreError: The disk does not let us read.
    """
    try:
        folders = data.iterdir() if data.is_dir() else ()
        paths = (path for folder in folders for path in _below(folder))
        by_name = {f"{DATA}/{path.relative_to(data).as_posix()}": path for path in paths}
        return {
            name: _content(path)
            for name, path in sorted(by_name.items())
            if _is_written_by_people(name) and path.name != ".gitkeep"
        }
    except OSError as error:
        raise StoreError(f"cannot read {error.filename}: {error.strerror}") from error


def read_settings_file(root: Path) -> dict[str, bytes | Oddity]:
    """Read ``data/catalogue.yml`` alone, by path below the catalogue's folder; nothing if it is missing.

    Args:
        root: The catalogue's folder.

    Raises:
        StoreError: The file cannot be read.
    """
    path = root / SETTINGS
    try:
        return {SETTINGS: _content(path)} if os.path.lexists(path) else {}
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error


def _below(folder: Path) -> Iterator[Path]:
    """All but folders below a folder; a link to a folder is what it is, a link."""
    if folder.is_symlink() or not folder.is_dir():
        yield from [folder] if os.path.lexists(folder) else []
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(folder / entry.name)
            else:
                yield folder / entry.name


def _is_written_by_people(name: str) -> bool:
    return name == CURATION or name.startswith(f"{CURATION}/") or name.lower().endswith((".yml", ".yaml"))


def _content(path: Path) -> bytes | Oddity:
    """As much of a file as tells whether it is too large."""
    if path.is_symlink():
        return Oddity.LINK
    if not path.is_file():
        return Oddity.SPECIAL
    # The file may have become a link or a pipe since.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(LARGEST_FILE + 1)
