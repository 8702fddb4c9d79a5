"""The built site, looked at before anyone sees it: every link leads somewhere, every paper is there.

MkDocs checks links in Markdown; this checks what came out, links in HTML and in templates included.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import html

from generator.errors import Problem

_LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src"}
_LOADING_RELATIONS = set(
    "stylesheet icon preload prefetch modulepreload preconnect dns-prefetch manifest".split()
)


def check(site: Path, slugs: Sequence[str]) -> tuple[Problem, ...]:
    """What is wrong with the site.

    Args:
        site: Its folder.
        slugs: The papers whose pages must be there.
    """
    problems = [
        Problem(f"papers/{slug}/index.html", 0, 0, "this paper has no page", "is its Markdown under docs/?")
        for slug in slugs
        if not (site / "papers" / slug / "index.html").is_file()
    ]
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    anchors: dict[str, set[str]] = {}
    links: list[tuple[str, int, str]] = []
    root = "/"
    for name in sorted(file for file in files if file.endswith(".html")):
        tree = html.parse(str(site / name)).getroot()
        anchors[name] = set(tree.xpath("//@id | //a/@name"))
        root = _root(tree) if name == "index.html" else root
        links += [(name, line, target) for line, target in _links(tree)]
        problems += [
            Problem(name, line, 0, f"a page loads nothing from elsewhere, got {target}")
            for line, target in _loaded_from_elsewhere(tree)
        ]
    problems += _broken(links, files, anchors, root)
    return tuple(sorted(problems))


def _root(home: html.HtmlElement) -> str:
    """The path that the site is served under, such as ``/papers/``; its home page states its address."""
    stated = home.xpath("//link[@rel='canonical']/@href")
    return (urlsplit(stated[0]).path if stated else "") or "/"


def _links(tree: html.HtmlElement) -> Iterator[tuple[int, str]]:
    """Lines and targets of the links that stay on the site."""
    for element in tree.iter("a", "link", "script", "img"):
        target = element.get("href") or element.get("src")
        if target is None:
            continue
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc:
            yield element.sourceline or 0, target


def _loaded_from_elsewhere(tree: html.HtmlElement) -> Iterator[tuple[int, str]]:
    for element in tree.iter(*_LOADING, "link"):
        relations = set((element.get("rel") or "").split())
        attribute = _LOADING.get(str(element.tag), "href" if relations & _LOADING_RELATIONS else "")
        target = element.get(attribute) if attribute else None
        if target and urlsplit(target).netloc:
            yield element.sourceline or 0, target


def _broken(
    links: Iterable[tuple[str, int, str]], files: set[str], anchors: dict[str, set[str]], root: str
) -> Iterator[Problem]:
    for name, line, target in links:
        parts = urlsplit(target)
        found = _resolve(name, unquote(parts.path), files, root)
        if found is None:
            yield Problem(name, line, 0, f"this link leads nowhere: {target}")
        elif parts.fragment and found in anchors and unquote(parts.fragment) not in anchors[found]:
            yield Problem(name, line, 0, f"this link's place is not on its page: {target}")


def _resolve(name: str, path: str, files: set[str], root: str) -> str | None:
    """The file that a path leads to, as a web server would find it; None for none."""
    if not path:
        return name
    # The page for addresses that do not exist is served anywhere, and so its links begin at the root.
    if path.startswith("/") and not path.startswith(root):
        return None
    base = PurePosixPath("/") if path.startswith("/") else PurePosixPath("/") / PurePosixPath(name).parent
    path = path.removeprefix(root)
    parts: list[str] = []
    for part in (base / path.lstrip("/")).parts[1:]:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    joined = "/".join(parts)
    candidates = (joined, f"{joined}/index.html".lstrip("/"))
    return next((candidate for candidate in candidates if candidate in files), None)
