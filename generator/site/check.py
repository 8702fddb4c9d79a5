"""The built site, looked at before anyone sees it: every link leads somewhere, every paper is there.

MkDocs checks links in Markdown; this checks what came out, links in HTML and in templates included.
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
from generator.system.files import iter_files
from generator.system.tasks import TaskRunner, run_serially

_LINKING: Final = ("a", "link", "script", "img")
_LOADING: Final = frozenset({"script", "img", "iframe", "source"})
_TAGS: Final = (*_LINKING, "iframe", "source")
_LOADING_RELATIONS: Final = frozenset(
    "stylesheet icon preload prefetch modulepreload preconnect dns-prefetch manifest".split()
)
_PARSER: Final = etree.HTMLParser(encoding="utf-8")
_IDS: Final = etree.XPath("//@id", smart_strings=False)
_NAMES: Final = etree.XPath("//a/@name", smart_strings=False)
_ADDRESSES: Final = ("https://", "http://")
_ELSEWHERE: Final = "//"  # where links lead that leave the site
_AT_A_TIME: Final = 100  # pages, after which a process asks for more


@dataclass(frozen=True, slots=True)
class _Place:
    """A link to a place on another page."""

    page: str
    line: int
    link: str
    goal: str
    name: str


@dataclass(slots=True)
class _Findings:
    """What was found on some of the pages."""

    problems: list[Problem] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)


def check_site(site: Path, slugs: Sequence[str], run: TaskRunner = run_serially) -> tuple[Problem, ...]:
    """What is wrong with the site.

    Args:
        site: Its folder.
        slugs: The papers whose pages must be there.
        run: What runs the tasks that the work is divided into.
    """
    problems = [
        Problem(f"papers/{slug}/index.html", 0, 0, "this paper has no page", "is its Markdown under docs/?")
        for slug in slugs
        if not (site / "papers" / slug / "index.html").is_file()
    ]
    prefix = len(str(site)) + 1
    files = frozenset(str(path)[prefix:].replace(os.sep, "/") for path in iter_files(site))
    pages = sorted(name for name in files if name.endswith(".html"))
    looker = _Looker(site, files, _root(_tree(site, "index.html")) if "index.html" in files else "/")
    shares = [pages[first : first + _AT_A_TIME] for first in range(0, len(pages), _AT_A_TIME)]
    anchors = cache(lambda page: _anchors(_tree(site, page)))
    for found in run([partial(looker.look, share) for share in shares]):
        lost = (place for place in found.places if place.name not in anchors(place.goal))
        problems += found.problems
        problems += (_lost(place.page, place.line, place.link) for place in lost)
    return tuple(sorted(problems))


def _tree(site: Path, page: str) -> etree._Element:
    return etree.parse(str(site / page), _PARSER).getroot()


def _root(home: etree._Element) -> str:
    """The path that the site is served under, such as ``/papers/``; its home page states its address."""
    stated = home.xpath("//link[@rel='canonical']/@href")
    return (urlsplit(stated[0]).path if stated else "") or "/"


def _anchors(tree: etree._Element) -> set[str]:
    return {*_IDS(tree), *_NAMES(tree)}


def _lost(page: str, line: int, link: str) -> Problem:
    return Problem(page, line, 0, f"this link's place is not on its page: {link}")


class _Looker:
    """Looks at pages, and remembers where links lead, for most of them come again."""

    def __init__(self, site: Path, files: frozenset[str], root: str) -> None:
        self._site = site
        self._files = files
        self._root = root
        self._goals: dict[tuple[str, str], str | None] = {}  # by a folder and a path from there
        self._right: set[tuple[str, str]] = set()  # links to whole files, by what they are relative to

    def look(self, pages: Sequence[str]) -> _Findings:
        """What is wrong on some pages, and what only others can tell."""
        found = _Findings()
        for page in pages:
            tree = _tree(self._site, page)
            folder = page.rpartition("/")[0]
            above = folder.rpartition("/")[0]
            anchors: set[str] = set()
            for element in tree.iter(*_TAGS):
                link = element.get("href") or element.get("src")
                if not link or (element.tag == "a" and link.startswith(_ADDRESSES)):
                    continue
                if link[0] == "#":
                    anchors = anchors or _anchors(tree)
                    if link != "#" and unquote(link[1:]) not in anchors:
                        found.problems.append(_lost(page, element.sourceline or 0, link))
                    continue
                known = (above if link[:3] == "../" else folder, link)
                if known not in self._right and self._is_right(page, element, link, found):
                    self._right.add(known)
        return found

    def _is_right(self, page: str, element: etree._Element, link: str, found: _Findings) -> bool:
        """Whether a link leads to a file of the site, on any page; what else there is to say is noted."""
        address, _, place = link.partition("#")
        path = address.partition("?")[0]
        goal = self._goal(page, path) if path else page
        if goal is None or goal is _ELSEWHERE:
            found.problems += _problem(page, element, link, is_lost=goal is None)
            return False
        if place and goal.endswith(".html"):
            found.places.append(_Place(page, element.sourceline or 0, link, goal, unquote(place)))
        return bool(path) and not place

    def _goal(self, page: str, path: str) -> str | None:
        """The file that a link leads to; None for none."""
        folder = page.rpartition("/")[0]
        if folder and path.startswith("../"):  # from there, the pages beside this one have asked already
            folder, path = folder.rpartition("/")[0], path[3:]
        key = (folder, path)
        if key not in self._goals:
            parts = urlsplit(path)
            leaves = parts.scheme or parts.netloc
            self._goals[key] = _ELSEWHERE if leaves else self._resolve(folder, unquote(parts.path))
        return self._goals[key]

    def _resolve(self, folder: str, path: str) -> str | None:
        """The file that a path leads to, as a web server would find it; None for none."""
        way = folder.split("/") if folder else []
        # The page for addresses that do not exist is served anywhere, and so its links begin at the root.
        if path.startswith("/"):
            if not path.startswith(self._root):
                return None
            way, path = [], path.removeprefix(self._root)
        for part in path.split("/"):
            if part == "..":
                if not way:
                    return None
                way.pop()
            elif part not in {"", "."}:
                way.append(part)
        candidates = ("/".join(way), "/".join([*way, "index.html"]))
        return next((candidate for candidate in candidates if candidate in self._files), None)


def _problem(page: str, element: etree._Element, link: str, *, is_lost: bool) -> list[Problem]:
    """What is wrong with an element whose link leads nowhere, or away from the site."""
    tag, line = str(element.tag), element.sourceline or 0
    if is_lost:
        return [Problem(page, line, 0, f"this link leads nowhere: {link}")] if tag in _LINKING else []
    relations = set((element.get("rel") or "").split())
    loads = tag in _LOADING or (tag == "link" and relations & _LOADING_RELATIONS)
    if loads and urlsplit(link).netloc:
        return [Problem(page, line, 0, f"a page loads nothing from elsewhere, got {link}")]
    return []
