"""Whether pages and site are up to date: their inputs and their files are those of the last run.

The inputs are compared by content, and the files by name, size and time. Their digests are kept under
``.cache/``, as other results are. If a digest differs or is unknown, the files are made again.
"""

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from generator.model.layout import CACHE, CURATION, DATA, DOCS, FEEDS, MKDOCS_CONFIG, SETTINGS, SITE
from generator.publish.write_pages import find_generated_files, find_other_files
from generator.site.site_url import read_site_url
from generator.system import cache, digests, repository

_PAGES, _SITE = f"{CACHE}/current-pages.results", f"{CACHE}/current-site.results"
_NOT_READ_BY_MKDOCS = {DATA, SITE, "node_modules"}  # folders next to mkdocs.yml


def digest_page_inputs(root: Path) -> str:
    """Return a digest of what pages depend on besides the program: data, repository and address."""
    data = digests.digest_contents(root / name for name in (SETTINGS, CURATION, FEEDS))
    surroundings = repr((repository.find(root, os.environ), read_site_url(root)))
    return digests.digest(data, surroundings)


def digest_site_inputs(root: Path) -> str:
    """Return a digest of what the site depends on besides pages that this program wrote.

    That is every other file next to ``mkdocs.yml``, and every environment variable that it may mention.
    """
    config = root / MKDOCS_CONFIG
    if not config.is_file():
        return ""
    others = {*_NOT_READ_BY_MKDOCS, DOCS}
    paths = [path for path in root.iterdir() if path.name not in others and path.name[0] != "."]
    files = digests.digest_contents(sorted([*paths, *find_other_files(root / DOCS)]))
    words = set(re.findall(r"\w+", config.read_text(encoding="utf-8", errors="replace")))
    variables = [f"{name}={os.environ[name]}" for name in sorted(words & os.environ.keys())]
    return digests.digest(files, *variables)


def digest_pages(root: Path) -> str:
    """Return a digest of the names, sizes and times of the files that this program wrote."""
    return digests.digest_listing(find_generated_files(root / DOCS))


def are_pages_current(root: Path, page_inputs: str) -> bool:
    """Whether the pages on the disk were written from these inputs and are unchanged since."""
    return _is_current(root / _PAGES, lambda: page_inputs, partial(digest_pages, root))


def is_site_current(root: Path, page_inputs: str) -> bool:
    """Whether pages and site on the disk were made from these inputs and are unchanged since."""
    return _is_current(
        root / _SITE,
        lambda: page_inputs,
        partial(digest_site_inputs, root),
        partial(digest_pages, root),
        partial(digests.digest_folder_listing, root / SITE),
    )


def save_pages(root: Path, page_inputs: str, pages: str) -> None:
    """Remember that pages were written from these inputs, unless the inputs have changed meanwhile.

    Args:
        root: The catalogue's folder.
        page_inputs: From `digest_page_inputs`.
        pages: From `digest_pages`.
    """
    if page_inputs == digest_page_inputs(root):
        _save(root / _PAGES, page_inputs, pages)


def save_site(root: Path, page_inputs: str, site_inputs: str, pages: str, site: str) -> None:
    """Remember what a site was made from, unless that has changed meanwhile.

    Args:
        root: The catalogue's folder.
        page_inputs: From `digest_page_inputs`.
        site_inputs: From `digest_site_inputs`.
        pages: From `digest_pages`, before the site was built.
        site: The digest of the site's files.
    """
    if (page_inputs, site_inputs) == (digest_page_inputs(root), digest_site_inputs(root)):
        _save(root / _SITE, page_inputs, site_inputs, pages, site)


def _is_current(path: Path, *compute: Callable[[], str]) -> bool:
    """Whether digests are those that were saved in a file. They are computed until one differs."""
    saved = cache.load_result(path, digests.digest_program(), tuple[str, ...]) or ()
    if len(saved) != len(compute):
        return False
    return all(value and value == compute_one() for value, compute_one in zip(saved, compute, strict=True))


def _save(path: Path, *values: str) -> None:
    cache.save_result(path, digests.digest_program(), values)
