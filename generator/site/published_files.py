"""Check that everything below ``docs/`` and ``overrides/`` is a file of the repository.

MkDocs follows symbolic links and publishes what they lead to. A pull request can contain a link to any file
of the machine that builds the site.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from generator.model.errors import Problem
from generator.model.layout import DOCS, MKDOCS_CONFIG, OVERRIDES
from generator.system.files import convert_errors

_HINT = "replace it by a plain file of the repository"


def find_forbidden_files(root: Path) -> tuple[Problem, ...]:
    """Find links that leave the repository, and all that is neither a file nor a folder.

    Links to plain files of the repository are allowed, apart from hidden ones, such as ``.git/config``. Links
    to folders are refused, because MkDocs would follow the links in them.

    Args:
        root: The catalogue's folder.

    Raises:
        StoreError: A folder cannot be read.
    """
    real_root = root.resolve()
    with convert_errors("read"):
        rules = {path: _find_broken_rule(path, real_root) for path in _iter_irregular(root)}
    return tuple(Problem(str(path), 0, 0, rule, _HINT) for path, rule in sorted(rules.items()) if rule)


def _iter_irregular(root: Path) -> Iterator[Path]:
    """Iterate over all that is neither a plain file nor a folder; links are not followed."""
    for name in (MKDOCS_CONFIG, DOCS, OVERRIDES):
        path = root / name
        if path.is_symlink() or (path.exists() and not path.is_file() and not path.is_dir()):
            yield path
        elif path.is_dir():
            yield from _iter_irregular_below(str(path))


def _iter_irregular_below(folder: str) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _iter_irregular_below(entry.path)
            elif not entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


def _find_broken_rule(path: Path, real_root: Path) -> str:
    """Return the rule that a link or a special file breaks, or an empty string."""
    if not path.is_symlink():
        return "a published file must be a plain file, and this is a device, a pipe or a socket"
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop, in Python 3.11
        return "a link must lead to a file, and this one leads nowhere"
    rules = {
        "a link must not leave the repository": target.is_relative_to(real_root),
        "a link must not lead to a hidden file": not any(
            part.startswith(".") for part in target.parts[len(real_root.parts) :]
        ),
        "a link must lead to a plain file": target.is_file(),
    }
    return next((rule for rule, is_kept in rules.items() if not is_kept), "")
