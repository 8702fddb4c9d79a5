"""Fill pages with converted Markdown: our own with `fast_markdown`, all others with MkDocs."""

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from generator.publish.front_matter import read_front_matter
from generator.site.fast_markdown import UnsupportedMarkdownError, convert
from generator.site.mkdocs_reference import MkDocsSite

_EXTENSIONS: Final = {"attr_list", "def_list", "fenced_code", "tables", "toc"}  # that `convert` agrees with
_WEB_URL: Final = re.compile(r"https?://")
_PATH: Final = re.compile(r"(?!/)[\w./-]+")
_LEVELS: Final = re.compile(r"([1-6])-([1-6])")


@dataclass(slots=True)
class _Links:
    """The links of a page to other files of the site.

    Attributes:
        targets: The paths of these files.
        anchors: Links to anchors, by the file that should have them and by the anchor.
    """

    targets: set[str] = field(default_factory=set)
    anchors: dict[File, dict[str, str]] = field(default_factory=dict)


class Filler:
    """Fills the pages of a site."""

    def __init__(self, site: MkDocsSite, our_pages: Collection[str]) -> None:
        """Prepare for a site.

        Args:
            site: The site.
            our_pages: The pages that this program wrote, as paths below the folder of pages.
        """
        self._site = site
        self._toc_depth = _read_toc_depth(site.config)
        self._our_pages = our_pages
        # The address and the path of a file, by the folder of a page and the target of its link.
        self._urls: dict[tuple[str, str], tuple[str, str]] = {}

    @property
    def is_fast(self) -> bool:
        """Whether ``mkdocs.yml`` has only options with which `fast_markdown` agrees."""
        return self._toc_depth is not None

    def read_source(self, page: Page) -> str | None:
        """Return the text of a page that this program wrote; None for any other, which MkDocs reads."""
        return page.file.content_string if page.file.src_uri in self._our_pages else None

    def fill(self, page: Page, source: str | None) -> set[str] | None:
        """Convert the Markdown of a page. Problems are logged by MkDocs.

        Args:
            page: The page.
            source: Its text, from `read_source`.

        Returns:
            The paths of the files that it links to; None if not `fast_markdown` but MkDocs converted it.
        """
        targets = None if source is None else self._fill_fast(page, source)
        if targets is None:
            self._site.populate(page)
        return targets

    def _fill_fast(self, page: Page, source: str) -> set[str] | None:
        """Fill a page without MkDocs; if that is not possible, change nothing and return None."""
        parts = read_front_matter(source)
        if parts is None or "title" not in parts[1] or self._toc_depth is None:
            return None
        links = _Links()
        try:
            converted = convert(
                parts[0], lambda target: self._resolve(target, page.file, links), self._toc_depth
            )
        except UnsupportedMarkdownError:
            return None
        page.markdown, page.meta = parts
        page.content = converted.content
        page.toc = get_toc(converted.tokens)
        page.present_anchor_ids = set(converted.anchors)
        page.links_to_anchors = links.anchors
        return links.targets

    def _resolve(self, target: str, file: File, links: "_Links") -> str:
        """Return the address for the target of a link, as MkDocs does.

        Args:
            target: The target in the Markdown.
            file: The file with the link.
            links: Receives the link.

        Raises:
            UnsupportedMarkdownError: MkDocs has to look at the link, for example to report it.
        """
        # The pages of a folder share the address of a target, except its index and the target itself.
        is_shared = file.name != "index" and file.name not in target
        key = (posixpath.dirname(file.src_uri), target)
        if is_shared and key in self._urls:
            url, uri = self._urls[key]
            links.targets.add(uri)
            return url
        if _WEB_URL.match(target):
            return target
        path, _, anchor = target.partition("#")
        target_file = self._find_file(path, file)
        links.targets.add(target_file.src_uri)
        if anchor:
            links.anchors.setdefault(target_file, {}).setdefault(anchor, target)
            return f"{get_relative_url(target_file.url, file.url)}#{anchor}" if path else target
        url = get_relative_url(target_file.url, file.url)
        if is_shared:
            self._urls[key] = url, target_file.src_uri
        return url

    def _find_file(self, path: str, file: File) -> File:
        if not path:
            return file
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), path))
        target = self._site.find_file(uri)
        if target is None or not is_published(target) or not _PATH.fullmatch(path):
            raise UnsupportedMarkdownError
        return target


def is_published(file: File) -> bool:
    """Whether a file is part of the site."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def _read_toc_depth(config: MkDocsConfig) -> tuple[int, int] | None:
    """Return the levels of headings in tables of contents; None if ``mkdocs.yml`` has unknown options."""
    options = {name: dict(values) for name, values in config.mdx_configs.items() if values}
    levels = _LEVELS.fullmatch(str(options.get("toc", {}).pop("toc_depth", "1-6")))
    is_known = not any(options.values()) and set(config.markdown_extensions) == _EXTENSIONS
    return (int(levels[1]), int(levels[2])) if is_known and levels else None
