"""git, by its command: one question or one act at a time, with argument lists and no shell."""

import subprocess
from pathlib import Path

from generator.model.errors import StoreError


def query(root: Path, *arguments: str) -> str:
    """What git says, without the last newline; an empty string where there is no git or no answer."""
    try:
        return run(root, *arguments).strip()
    except StoreError:
        return ""


def run(root: Path, *arguments: str) -> str:
    """What git says.

    Args:
        root: Where to run it.
        arguments: After ``git -C root``.

    Raises:
        StoreError: There is no git, or it refuses; the message holds its last line.
    """
    return run_bytes(root, *arguments).decode("utf-8", "replace")


def run_bytes(root: Path, *arguments: str) -> bytes:
    """What git says, as it says it. Raises as `run` does."""
    try:
        result = subprocess.run(  # noqa: S603 - our own arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git by its name, as the user's
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise StoreError(f"git cannot be run: {error.strerror}") from error
    if result.returncode:
        said = result.stderr.decode("utf-8", "replace").strip().splitlines()
        raise StoreError(f"git {arguments[0]} failed: {said[-1] if said else result.returncode}")
    return result.stdout
