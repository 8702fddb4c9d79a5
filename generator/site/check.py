"""Check a built site before it is published: every link leads to a page or file, and every paper has a page.

MkDocs checks links in Markdown. This checks the HTML, with the links of templates.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec
from lxml import etree

from generator.model.errors import Problem
from generator.model.grouping import group_pairs
from generator.publish import paths
from generator.site.site_copy import list_inodes
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
_MISSING: Final = -1
_MANY_PAGES: Final = 10  # with the same problem


@dataclass(slots=True)
class _BatchResult:
    """What was found on some pages.

    Attributes:
        anchor_links: Links to anchors of other pages: the other page, the anchor, and the problem if that
            page does not have it.
        targets: The numbers of the files that each page links to.
    """

    problems: list[Problem] = field(default_factory=list)
    anchor_links: list[tuple[str, str, Problem]] = field(default_factory=list)
    targets: dict[str, list[int]] = field(default_factory=dict)


class CheckRecord(msgspec.Struct, frozen=True):
    """The links of a site without problems.

    Attributes:
        base_path: The path of the address under which the site is served.
        files: The paths of all files.
        targets: The files that each page links to, by indices of `files`.
        anchors: The links of each page to anchors of others: the other page, and the anchor.
    """

    base_path: str
    files: list[str]
    targets: dict[str, list[int]]
    anchors: dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of checking a site.

    Attributes:
        record: Its links; complete only if there are no problems.
        files: Its files with their inodes.
        changed: How many pages differ from those of the previous site.
    """

    problems: tuple[Problem, ...]
    record: CheckRecord
    files: Mapping[str, int]
    changed: int


def check_site(
    site: Path,
    slugs: Sequence[str],
    run: TaskRunner = run_serially,
    previous: tuple[Mapping[str, int], CheckRecord] | None = None,
) -> CheckResult:
    """Find the problems of a site. Pages of the previous site are checked again only if a target changed.

    Args:
        site: Its folder.
        slugs: The papers that must have a page.
        run: Runs the tasks that share the pages.
        previous: The files of the previous site with their inodes, and its record. A file with the same inode
            is unchanged.
    """
    files = list_inodes(site)
    hint = "check that its Markdown is under docs/"
    problems = [
        Problem(page, 0, 0, "this paper has no page", hint)
        for page in (f"{paths.build_url(paths.locate_paper(slug))}index.html" for slug in slugs)
        if page not in files
    ]
    numbers = {name: number for number, name in enumerate(sorted(files))}
    pages = [name for name in numbers if name.endswith(".html")]
    base_path = _read_base_path(_parse_page(site, "index.html")) if "index.html" in files else "/"
    read_anchors = cache(lambda page: _find_anchors(_parse_page(site, page)))
    record = CheckRecord(base_path, list(numbers), {}, {})
    changed = pages
    if previous and previous[1].base_path == base_path:
        changed = [page for page in pages if files[page] != previous[0].get(page)]
        _keep_valid_pages(record, previous[1], numbers, frozenset(changed), read_anchors)
    checker = _PageChecker(site, numbers, base_path)
    unchecked = [page for page in pages if page not in record.targets]
    batches = [unchecked[start : start + _BATCH] for start in range(0, len(unchecked), _BATCH)]
    for result in run([partial(checker.check_pages, batch) for batch in batches]):
        problems += result.problems
        record.targets.update(result.targets)
        for target, anchor, problem in result.anchor_links:
            record.anchors.setdefault(problem.path, []).append((target, anchor))
            if anchor not in read_anchors(target):
                problems.append(problem)
    return CheckResult(_join_repeated(problems), record, files, len(changed))


def _join_repeated(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Join the problems that many pages have, usually because of a template, into one of the first page."""
    groups = group_pairs((problem.message.replace("../", ""), problem) for problem in sorted(problems))
    joined = []
    for first, *others in groups.values():
        pages = {problem.path for problem in others} - {first.path}
        if len(pages) < _MANY_PAGES:
            joined += [first, *others]
        else:
            hints = [first.hint, f"also on {len(pages)} other pages"]
            joined.append(replace(first, hint="; ".join(filter(None, hints))))
    return tuple(sorted(joined))


def _keep_valid_pages(
    record: CheckRecord,
    previous: CheckRecord,
    numbers: Mapping[str, int],
    changed: Collection[str],
    read_anchors: Callable[[str], set[str]],
) -> None:
    """Copy the links of unchanged pages to a record, if they lead to the same files and anchors as before."""
    new_numbers = [numbers.get(name, _MISSING) for name in previous.files]
    for page, old_targets in previous.targets.items():
        targets = [new_numbers[number] for number in old_targets]
        anchors = previous.anchors.get(page, [])
        has_anchors = all(anchor in read_anchors(target) for target, anchor in anchors if target in changed)
        if page in numbers and page not in changed and _MISSING not in targets and has_anchors:
            record.targets[page] = targets
            if anchors:
                record.anchors[page] = anchors


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

    def __init__(self, site: Path, numbers: Mapping[str, int], base_path: str) -> None:
        self._site = site
        self._numbers = numbers  # of the files
        self._base_path = base_path
        self._targets: dict[tuple[str, str], str | None] = {}  # by a folder and a path relative to it
        # The targets of valid links without anchor, by the folder they start from.
        self._valid_links: dict[tuple[str, str], int] = {}

    def check_pages(self, pages: Sequence[str]) -> _BatchResult:
        """Check the links of some pages."""
        result = _BatchResult()
        for page in pages:
            self._check_page(page, result)
        return result

    def _check_page(self, page: str, result: _BatchResult) -> None:
        tree = _parse_page(self._site, page)
        folder = page.rpartition("/")[0]
        parent = folder.rpartition("/")[0]
        anchors: set[str] = set()
        targets: set[int] = set()
        for element in tree.iter(*_CHECKED_TAGS):
            link = element.get("href") or element.get("src")
            if not link or (element.tag == "a" and link.startswith(_WEB_SCHEMES)):
                continue
            if link[0] == "#":
                anchors = anchors or _find_anchors(tree)
                if link != "#" and unquote(link[1:]) not in anchors:
                    result.problems.append(_build_missing_anchor_problem(page, element.sourceline or 0, link))
                continue
            key = (parent if link[:3] == "../" else folder, link)
            number = self._valid_links.get(key)
            if number is None:
                number = self._check_link(page, element, link, result)
                if (
                    number != _MISSING and "#" not in link and link[0] != "?"
                ):  # valid on other pages of the folder, too
                    self._valid_links[key] = number
            targets.add(number)
        result.targets[page] = sorted(targets - {_MISSING})

    def _check_link(self, page: str, element: etree._Element, link: str, result: _BatchResult) -> int:
        """Check a link, and return the number of the file that it leads to, or `_MISSING`."""
        address, _, anchor = link.partition("#")
        path = address.partition("?")[0]
        target = self._find_target(page, path) if path else page
        if target is None or target is _EXTERNAL:
            result.problems += _check_broken_or_external(page, element, link, is_broken=target is None)
            return _MISSING
        if anchor and target.endswith(".html"):
            problem = _build_missing_anchor_problem(page, element.sourceline or 0, link)
            result.anchor_links.append((target, unquote(anchor), problem))
        return self._numbers[target]

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
        return next((candidate for candidate in candidates if candidate in self._numbers), None)


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
