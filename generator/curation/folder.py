"""Read what people write from the disk: all files as bytes by path, or the settings as a value."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from generator.curation.file_set import IrregularFile
from generator.curation.read import parse_settings
from generator.curation.syntax import find_size_limit
from generator.model.curation_values import Settings
from generator.model.errors import StoreError
from generator.model.layout import CURATION, DATA, SETTINGS


def read_files(data: Path) -> dict[str, bytes | IrregularFile]:
    """Read what people wrote, by path below the catalogue's folder; symlinks are not followed.

    YAML elsewhere in the folder is included, so that a file in the wrong place is reported.

    Args:
        data: A folder with the content of ``data/``, whatever its own name is.

    Raises:
        StoreError: A file cannot be read.
    """
    try:
        folders = data.iterdir() if data.is_dir() else ()
        paths = (path for folder in folders for path in _iter_paths(folder))
        by_name = {f"{DATA}/{path.relative_to(data).as_posix()}": path for path in paths}
        return {
            name: _read_content(path)
            for name, path in sorted(by_name.items())
            if _is_written_by_people(name) and path.name != ".gitkeep"
        }
    except OSError as error:
        raise StoreError(f"cannot read {error.filename}: {error.strerror}") from error


def read_settings(root: Path) -> Settings:
    """Read and check ``data/catalogue.yml``, and no other file.

    Args:
        root: The catalogue's folder.

    Raises:
        DataError: The settings have problems.
        StoreError: The file cannot be read.
    """
    path = root / SETTINGS
    try:
        contents = {SETTINGS: _read_content(path)} if os.path.lexists(path) else {}
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    return parse_settings(contents, root)


def _iter_paths(folder: Path) -> Iterator[Path]:
    """Yield all files in a folder and its subfolders; a symlink to a folder counts as a file."""
    if folder.is_symlink() or not folder.is_dir():
        yield from [folder] if os.path.lexists(folder) else []
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _iter_paths(folder / entry.name)
            else:
                yield folder / entry.name


def _is_written_by_people(name: str) -> bool:
    return name == CURATION or name.startswith(f"{CURATION}/") or name.lower().endswith((".yml", ".yaml"))


def _read_content(path: Path) -> bytes | IrregularFile:
    """Read a file's bytes, as far as needed to see that it is too large."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return IrregularFile.LINK
    if not stat.S_ISREG(mode):
        return IrregularFile.SPECIAL
    # It may have become a symlink or a pipe in the meantime.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(find_size_limit(path.name) + 1)
