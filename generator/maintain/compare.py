"""The pages of the data that a commit holds, against those of the data as it is now."""

from pathlib import Path

from generator import pipeline
from generator.maintain.commits import data_at
from generator.maintain.page_changes import Change, compare
from generator.model.errors import DataError
from generator.publish.pages.all_pages import make_all_pages


def changes(root: Path, base: str) -> tuple[Change, ...] | None:
    """What became of pages since a commit, or None where the data in that commit has problems.

    Both are rendered by the program as it is now, so that only data counts.

    Raises:
        DataError: The data as it is now has problems.
        StoreError: git knows no such commit.
    """
    after = _pages(root)
    with data_at(root, base) as folder:
        try:
            before = _pages(folder)
        except DataError:
            return None
    return compare(before, after)


def _pages(root: Path) -> dict[str, str]:
    """Path to text of each page, without links to an editor: these hold drafts from other papers' data."""
    found = make_all_pages(pipeline.read_catalogue(root))
    return {page.path: page.text for page in found if page.path.endswith(".md")}
