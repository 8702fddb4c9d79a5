"""Keep a copy of the site between builds, by hard links, in which the next build makes its changes.

So a build does not make and remove thousands of links and folders. A file in the copy must be removed before
it is written, because it is the same file as that of the site.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.system.files import remove_folder, scan_files


def list_inodes(site: Path) -> dict[str, int]:
    """Map the path of each file of a site to its inode: hard links to one file have the same."""
    start = len(str(site)) + 1
    return {entry.path[start:].replace(os.sep, "/"): entry.inode() for entry in scan_files(str(site))}


def update_copy(copy: Path, old_files: Mapping[str, int], site: Path, files: Mapping[str, int]) -> None:
    """Make a copy equal to a site. If files cannot be linked, remove the copy.

    Args:
        copy: A copy of the previous site.
        old_files: Its files, as `list_inodes` lists them.
        site: The site.
        files: The files of the site.
    """
    try:
        for name in old_files.keys() - files.keys():
            remove_from_site(copy, name)
        for name, inode in files.items():
            if old_files.get(name) != inode:
                path = copy / name
                path.unlink(missing_ok=True)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.hardlink_to(site / name)
    except OSError:  # such as a file system without hard links
        remove_folder(copy)


def remove_from_site(site: Path, name: str) -> None:
    """Remove a file of a site, and the folders that are empty then."""
    path = site / name
    path.unlink()
    with suppress(OSError):  # a folder that is not empty
        for folder in path.parents:
            folder.rmdir()


def remove_shared(path: str) -> None:
    """Remove a file before it is written: it may be a hard link to the file of the previous site."""
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - 10,000 files
