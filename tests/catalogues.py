"""Copies of catalogues in folders of tests and benchmarks.

A new catalogue has no feeds, no curated papers and no reading lists, and git keeps no empty folders. So the
functions here require none of these folders.
"""

import shutil

from tests.paths import REPOSITORY


def copy_data(root, data=REPOSITORY / "data", without=()):
    """Copy a catalogue's data.

    Args:
        root: The folder of the new catalogue.
        data: The folder to copy.
        without: Names of folders and files to leave out.
    """
    shutil.copytree(data, root / "data", ignore=shutil.ignore_patterns(".lock", ".last-request", *without))


def copy_data_without_papers(root):
    """Copy settings, topics, venues and people of this repository."""
    copy_data(root, without=("feeds", "papers", "lists"))


def read_tree(folder, pattern="*"):
    """Return the content of each file in a folder, by its path there."""
    files = (path for path in folder.rglob(pattern) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def damage_file(path, random):
    """Remove a file, its end, or change a byte of it. It may be empty: it may have been damaged before."""
    data = bytearray(path.read_bytes())
    place = random.randrange(len(data) + 1)
    match random.randrange(3):
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(data[:place])
        case 2:
            data[place : place + 1] = bytes([random.randrange(256)])
            path.write_bytes(data)


def add_theme(root):
    """Add what building a site needs apart from data: the theme and the settings of MkDocs."""
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    (root / "docs").mkdir()
