"""Write curation files that do not exist yet; nothing is overwritten."""

from collections.abc import Mapping
from pathlib import Path

from generator.model.errors import StoreError, UsageError


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
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise StoreError(f"cannot write {path}: {error.strerror}") from error
