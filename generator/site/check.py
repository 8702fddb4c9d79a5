"""Check a built site before it is published: every link leads to a page or file, and every paper has a page.

MkDocs checks links in Markdown. This checks the HTML, with the links of templates.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from generator.model.errors import Problem
from generator.publish import paths
from generator.system.files import iter_files
from generator.system.tasks import TaskRunner, run_serially

_LINKING_TAGS: Final = ("a", "link", "script", "img")
_LOADING_TAGS: Final = frozenset({"script", "img", "iframe", "source"})
_CHECKED_TAGS: Final = (*_LINKING_TAGS, "iframe", "source")
_LOADING_RELATIONS: Final = frozenset(
    "stylesheet icon preload prefetch modulepreload preconnect dns-prefetch manifest".split()
)
_PARSER: Final = etree.HTMLParser(encoding="utf-8")
_IDS: Final = etree.XPath("//@id", smart_strings=False)
_NAMES: Final = etree.XPath("//a/@name", smart_strings=False)
_WEB_SCHEMES: Final = ("https://", "http://")
_EXTERNAL: Final = "//"  # the target of links that leave the site
_BATCH: Final = 100  # pages of a task


@dataclass(slots=True)
class _BatchResult:
    """What was found on some pages.

    Attributes:
        anchor_links: Links to anchors of other pages: the other page, the anchor, and the problem if that
            page does not have it.
    """

    problems: list[Problem] = field(default_factory=list)
    anchor_links: list[tuple[str, str, Problem]] = field(default_factory=list)


def check_site(site: Path, slugs: Sequence[str], run: TaskRunner = run_serially) -> tuple[Problem, ...]:
    """Find the problems of a site.

    Args:
        site: Its folder.
        slugs: The papers that must have a page.
        run: Runs the tasks that share the pages.
    """
    hint = "check that its Markdown is under docs/"
    problems = [
        Problem(page, 0, 0, "this paper has no page", hint)
        for page in (f"{paths.build_url(paths.locate_paper(slug))}index.html" for slug in slugs)
        if not (site / page).is_file()
    ]
    prefix = len(str(site)) + 1
    files = frozenset(str(path)[prefix:].replace(os.sep, "/") for path in iter_files(site))
    pages = sorted(name for name in files if name.endswith(".html"))
    base_path = _read_base_path(_parse_page(site, "index.html")) if "index.html" in files else "/"
    checker = _PageChecker(site, files, base_path)
    batches = [pages[start : start + _BATCH] for start in range(0, len(pages), _BATCH)]
    read_anchors = cache(lambda page: _find_anchors(_parse_page(site, page)))
    for result in run([partial(checker.check_pages, batch) for batch in batches]):
        problems += result.problems
        problems += (
            problem for target, anchor, problem in result.anchor_links if anchor not in read_anchors(target)
        )
    return tuple(sorted(problems))


def _parse_page(site: Path, page: str) -> etree._Element:
    return etree.parse(str(site / page), _PARSER).getroot()


def _read_base_path(home_page: etree._Element) -> str:
    """Return the path of the address in the home page, under which the site is served: ``/papers/``."""
    url = home_page.xpath("//link[@rel='canonical']/@href")
    return (urlsplit(url[0]).path if url else "") or "/"


def _find_anchors(tree: etree._Element) -> set[str]:
    return {*_IDS(tree), *_NAMES(tree)}


def _build_missing_anchor_problem(page: str, line: int, link: str) -> Problem:
    return Problem(page, line, 0, f"this link leads to an anchor that its page does not have: {link}")


class _PageChecker:
    """Checks pages, and remembers the targets of links, since most links occur on many pages."""

    def __init__(self, site: Path, files: frozenset[str], base_path: str) -> None:
        self._site = site
        self._files = files
        self._base_path = base_path
        self._targets: dict[tuple[str, str], str | None] = {}  # by a folder and a path relative to it
        self._valid_links: set[tuple[str, str]] = set()  # links without anchor, by the folder they start from

    def check_pages(self, pages: Sequence[str]) -> _BatchResult:
        """Check the links of some pages."""
        result = _BatchResult()
        for page in pages:
            tree = _parse_page(self._site, page)
            folder = page.rpartition("/")[0]
            parent = folder.rpartition("/")[0]
            anchors: set[str] = set()
            for element in tree.iter(*_CHECKED_TAGS):
                link = element.get("href") or element.get("src")
                if not link or (element.tag == "a" and link.startswith(_WEB_SCHEMES)):
                    continue
                if link[0] == "#":
                    anchors = anchors or _find_anchors(tree)
                    if link != "#" and unquote(link[1:]) not in anchors:
                        result.problems.append(
                            _build_missing_anchor_problem(page, element.sourceline or 0, link)
                        )
                    continue
                key = (parent if link[:3] == "../" else folder, link)
                if key not in self._valid_links and self._check_link(page, element, link, result):
                    self._valid_links.add(key)
        return result

    def _check_link(self, page: str, element: etree._Element, link: str, result: _BatchResult) -> bool:
        """Check a link, and return whether it is valid on every page of the folder."""
        address, _, anchor = link.partition("#")
        path = address.partition("?")[0]
        target = self._find_target(page, path) if path else page
        if target is None or target is _EXTERNAL:
            result.problems += _check_broken_or_external(page, element, link, is_broken=target is None)
            return False
        if anchor and target.endswith(".html"):
            problem = _build_missing_anchor_problem(page, element.sourceline or 0, link)
            result.anchor_links.append((target, unquote(anchor), problem))
        return bool(path) and not anchor

    def _find_target(self, page: str, path: str) -> str | None:
        """Return the file that a path leads to; None if there is none."""
        folder = page.rpartition("/")[0]
        if folder and path.startswith("../"):  # then pages in the same folder share the cached target
            folder, path = folder.rpartition("/")[0], path[3:]
        key = (folder, path)
        if key not in self._targets:
            parts = urlsplit(path)
            is_external = parts.scheme or parts.netloc
            self._targets[key] = _EXTERNAL if is_external else self._resolve(folder, unquote(parts.path))
        return self._targets[key]

    def _resolve(self, folder: str, path: str) -> str | None:
        """Return the file that a web server finds for a path; None if there is none."""
        segments = folder.split("/") if folder else []
        # The page for missing addresses is served at any path, and so its links start at the root.
        if path.startswith("/"):
            if not path.startswith(self._base_path):
                return None
            segments, path = [], path.removeprefix(self._base_path)
        for part in path.split("/"):
            if part == "..":
                if not segments:
                    return None
                segments.pop()
            elif part not in {"", "."}:
                segments.append(part)
        candidates = ("/".join(segments), "/".join([*segments, "index.html"]))
        return next((candidate for candidate in candidates if candidate in self._files), None)


def _check_broken_or_external(
    page: str, element: etree._Element, link: str, *, is_broken: bool
) -> list[Problem]:
    """Report a broken link of a tag that must lead somewhere, and an external file that a page loads."""
    tag, line = str(element.tag), element.sourceline or 0
    if is_broken:
        if tag not in _LINKING_TAGS:
            return []
        return [Problem(page, line, 0, f"this link leads to a page or file that does not exist: {link}")]
    relations = set((element.get("rel") or "").split())
    is_loaded = tag in _LOADING_TAGS or (tag == "link" and relations & _LOADING_RELATIONS)
    if is_loaded and urlsplit(link).netloc:
        return [Problem(page, line, 0, f"a page must not load files from other sites, got {link}")]
    return []
