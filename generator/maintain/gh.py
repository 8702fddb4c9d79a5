"""Run ``gh``, the command of GitHub.

The manual: https://cli.github.com/manual/
Arguments are passed as a list, never through a shell, and longer texts in files.
"""

import subprocess
from pathlib import Path

from generator.model.errors import StoreError, UsageError


def run_gh(root: Path, *arguments: str) -> str:
    """Return the output of a ``gh`` command without the last newline.

    Args:
        root: A folder of the repository.
        arguments: The arguments after ``gh``.

    Raises:
        StoreError: ``gh`` is missing, or the command fails.
    """
    try:
        result = subprocess.run(  # noqa: S603 - our own arguments
            ["gh", *arguments],  # noqa: S607 - by its name, as the user's
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise StoreError(
            f"cannot run gh: {error.strerror}; install it from https://cli.github.com/"
        ) from error
    if result.returncode:
        raise StoreError(f"gh {' '.join(arguments[:2])} failed: {result.stderr.strip()}")
    return result.stdout.strip()


def check_body_file(path: Path) -> None:
    """Check that the text of an issue or a pull request exists.

    Raises:
        UsageError: It does not.
    """
    if not path.is_file():
        raise UsageError(f"{path} does not exist; an earlier command should have written it with --report")
