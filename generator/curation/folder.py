"""What people write: plain files in, bytes by name out. Nothing outside of ``data/`` is looked at."""

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from generator.curation.syntax import LARGEST_FILE
from generator.model.errors import StoreError

SETTINGS = "catalogue.yml"


class Oddity(StrEnum):
    """What lies where a plain file should, and is not read."""

    LINK = "a link"
    SPECIAL = "a pipe, a socket or a device"


Contents = Mapping[str, bytes | Oddity]


def files(data: Path) -> dict[str, bytes | Oddity]:
    """What people wrote: bytes by path inside ``data/``. Nothing outside is looked at, no link is followed.

    YAML that lies elsewhere in ``data/`` is found too: someone took the wrong folder.

    Raises:
        StoreError: The disk does not let us read.
    """
    try:
        folders = data.iterdir() if data.is_dir() else ()
        paths = (path for folder in folders for path in _below(folder))
        found = {name: path for path in paths if _is_peoples(name := path.relative_to(data).as_posix())}
        return {name: _content(path) for name, path in sorted(found.items()) if path.name != ".gitkeep"}
    except OSError as error:
        raise StoreError(f"cannot read {error.filename}: {error.strerror}") from error


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


def _is_peoples(name: str) -> bool:
    return name.startswith("curation/") or name == "curation" or name.lower().endswith((".yml", ".yaml"))


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
