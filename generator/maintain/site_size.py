"""Whether GitHub Pages takes the built site: asked before it is uploaded.

The limits: https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.model.errors import DataError, Problem, UsageError

LARGEST = 1_000_000_000  # bytes of a site
LARGE = 700_000_000  # bytes from which somebody should think about it

_HINT = "fewer feeds or a narrower query in data/catalogue.yml make it smaller; so does another host"


@dataclass(frozen=True, slots=True)
class Size:
    """A site's files and bytes, and what is to be said of them, or an empty string."""

    files: int
    size: int
    warning: str


def measure(site: Path, largest: int = LARGEST, large: int = LARGE) -> Size:
    """How large a site is.

    Args:
        site: Its folder.
        largest: More bytes are not taken.
        large: More bytes are worth a warning.

    Raises:
        DataError: It is larger than Pages takes, or holds links, which its archive must not.
        UsageError: There is no site.
    """
    if not site.is_dir():
        raise UsageError(f"there is no {site}; build it with catalogue site")
    files, links, size = 0, [], 0
    for entry in _below(site):
        if entry.is_symlink():
            links.append(Path(entry.path))
        files += 1
        size += entry.stat(follow_symlinks=False).st_size
    problems = [Problem(str(link), 0, 0, "Pages takes no links, and this is one") for link in links]
    if size > largest:
        message = f"Pages takes up to {_megabytes(largest)} MB, and this has {_megabytes(size)} MB"
        problems.append(Problem(str(site), 0, 0, message, _HINT))
    if problems:
        raise DataError(problems)
    warning = f"{_megabytes(size)} MB of the {_megabytes(largest)} MB that Pages takes are used; {_HINT}"
    return Size(files, size, warning if size > large else "")


def _below(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(Path(entry.path))
            else:
                yield entry


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}"
