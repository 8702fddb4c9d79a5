"""Pages filled with what their Markdown says: our own the short way, others and odd ones MkDocs' way."""

import posixpath
import re
from collections.abc import Collection
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from generator.publish.front_matter import read_front_matter
from generator.site import mkdocs_reference
from generator.site.fast_markdown import UnsupportedMarkdownError, convert

_EXTENSIONS: Final = {
    "attr_list",
    "def_list",
    "fenced_code",
    "tables",
    "toc",
}  # what `convert` makes the same of
_ELSEWHERE: Final = re.compile(r"https?://")
_PLAIN_PATH: Final = re.compile(r"[\w./-]+")
_INDEX: Final = "index"


class Filler:
    """Fills the pages of a site."""

    def __init__(self, config: MkDocsConfig, files: Files, ours: Collection[str]) -> None:
        """Get ready.

        Args:
            config: Of the site.
            files: All its files.
            ours: The pages that this program wrote, as paths below the folder of pages.
        """
        self._config = config
        self._files = files
        self._depth = _depth(config)
        self._ours = ours
        self._addresses: dict[tuple[str, str], str] = {}  # of links, by a page's folder and the link

    def fill(self, page: Page) -> bool:
        """Read a page and convert its Markdown. What is wrong is said to MkDocs' logger.

        Returns:
            Whether it is one of ours, with nothing odd in it.
        """
        if page.file.src_uri in self._ours and self._fill_ours(page):
            return True
        mkdocs_reference.populate(page, self._config, self._files)
        return False

    def _fill_ours(self, page: Page) -> bool:
        """Whether the page could be filled without MkDocs; if not, nothing has happened."""
        parts = read_front_matter(page.file.content_string)
        if parts is None or "title" not in parts[1] or self._depth is None:
            return False
        links: dict[File, dict[str, str]] = {}
        try:
            converted = convert(parts[0], lambda link: self._address(link, page.file, links), self._depth)
        except UnsupportedMarkdownError:
            return False
        page.markdown, page.meta = parts
        page.content = converted.content
        page.toc = get_toc(converted.tokens)
        page.present_anchor_ids = set(converted.anchors)
        page.links_to_anchors = links
        return True

    def _address(self, link: str, file: File, links: dict[File, dict[str, str]]) -> str:
        """What MkDocs makes of a link that leads somewhere; it is to look at any other itself."""
        # All pages of a folder reach another by the same address, but for themselves and the folder's index.
        is_alone = file.name == _INDEX or file.name in link
        key = ("" if is_alone else posixpath.dirname(file.src_uri), link)
        known = None if is_alone else self._addresses.get(key)
        if known is not None:
            return known
        if _ELSEWHERE.match(link):
            return link
        path, _, anchor = link.partition("#")
        goal = self._goal(path, file)
        if anchor:
            links.setdefault(goal, {}).setdefault(anchor, link)
            return f"{get_relative_url(goal.url, file.url)}#{anchor}" if path else link
        address = get_relative_url(goal.url, file.url)
        if not is_alone:
            self._addresses[key] = address
        return address

    def _goal(self, path: str, file: File) -> File:
        if not path:
            return file
        goal = self._files.src_uris.get(
            posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), path))
        )
        if (
            goal is None
            or goal.inclusion.value <= InclusionLevel.DRAFT.value
            or path.startswith("/")
            or not _PLAIN_PATH.fullmatch(path)
        ):
            raise UnsupportedMarkdownError
        return goal


def _depth(config: MkDocsConfig) -> tuple[int, int] | None:
    """The levels of headings in tables of contents; None where ``mkdocs.yml`` asks for more than we know."""
    asked = dict(config.mdx_configs.get("toc") or {})
    depth = re.fullmatch(r"([1-6])-([1-6])", str(asked.pop("toc_depth", "1-6")))
    others = {name: options for name, options in config.mdx_configs.items() if name != "toc" and options}
    if asked != {"permalink": True} or others or set(config.markdown_extensions) != _EXTENSIONS or not depth:
        return None
    return int(depth[1]), int(depth[2])
