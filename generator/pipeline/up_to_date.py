"""Whether pages and site are up to date: their inputs and their files are those of the last run.

The inputs are compared by content, and the files by name, size and time.
"""

import os
import re
from functools import partial
from pathlib import Path

from generator.model.layout import CURATION, DATA, DOCS, FEEDS, MKDOCS_CONFIG, SETTINGS, SITE
from generator.publish.write_pages import find_generated_files
from generator.site.site_url import read_site_url
from generator.system import repository, stamp
from generator.system.files import iter_files

_PAGES, _SITE = "pages", "site"  # names of stamps
_NOT_READ_BY_MKDOCS = {DATA, SITE, "node_modules"}  # folders next to mkdocs.yml


def digest_page_inputs(root: Path) -> str:
    """Return a digest of everything that pages depend on: data, program, repository and address."""
    data = stamp.digest_contents(root / name for name in (SETTINGS, CURATION, FEEDS))
    surroundings = repr((repository.find(root, os.environ), read_site_url(root)))
    return stamp.digest(stamp.digest_program(), data, surroundings)


def digest_site_inputs(root: Path, page_inputs: str) -> str:
    """Return a digest of everything that the site depends on, given that of the pages.

    That is every file next to ``mkdocs.yml``, and every environment variable that it may mention.
    """
    config = root / MKDOCS_CONFIG
    if not config.is_file():
        return ""
    paths = sorted(
        path for path in root.iterdir() if path.name not in _NOT_READ_BY_MKDOCS and path.name[0] != "."
    )
    files = stamp.digest_contents(paths, without=set(find_generated_files(root / DOCS)))
    words = set(re.findall(r"\w+", config.read_text(encoding="utf-8", errors="replace")))
    variables = [f"{name}={os.environ[name]}" for name in sorted(words & os.environ.keys())]
    return stamp.digest(page_inputs, files, *variables)


def are_pages_current(root: Path, page_inputs: str) -> bool:
    """Whether the pages on the disk were written from these inputs and are unchanged since."""
    return stamp.is_current(root, _PAGES, page_inputs, partial(_digest_pages, root))


def is_site_current(root: Path, page_inputs: str) -> bool:
    """Whether pages and site on the disk were made from these inputs and are unchanged since."""
    return stamp.is_current(root, _SITE, digest_site_inputs(root, page_inputs), partial(_digest_site, root))


def save_pages(root: Path, page_inputs: str) -> None:
    """Remember that the pages on the disk were written from these inputs, unless they changed meanwhile."""
    if page_inputs == digest_page_inputs(root):
        stamp.save(root, _PAGES, page_inputs, _digest_pages(root))


def save_site(root: Path, site_inputs: str) -> None:
    """Remember that pages and site on the disk were made from these inputs, unless they changed meanwhile."""
    if site_inputs == digest_site_inputs(root, digest_page_inputs(root)):
        stamp.save(root, _SITE, site_inputs, _digest_site(root))


def _digest_pages(root: Path) -> str:
    return stamp.digest_listing(find_generated_files(root / DOCS))


def _digest_site(root: Path) -> str:
    return stamp.digest_listing([*find_generated_files(root / DOCS), *map(str, iter_files(root / SITE))])
