"""Fill pages with converted Markdown: our own with `fast_markdown`, all others with MkDocs."""

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

_EXTENSIONS: Final = {"attr_list", "def_list", "fenced_code", "tables", "toc"}  # that `convert` agrees with
_WEB_URL: Final = re.compile(r"https?://")
_PATH: Final = re.compile(r"(?!/)[\w./-]+")
_LEVELS: Final = re.compile(r"([1-6])-([1-6])")


class Filler:
    """Fills the pages of a site."""

    def __init__(self, config: MkDocsConfig, files: Files, our_pages: Collection[str]) -> None:
        """Prepare for a site.

        Args:
            config: Its configuration.
            files: All its files.
            our_pages: The pages that this program wrote, as paths below the folder of pages.
        """
        self._config = config
        self._files = files
        self._toc_depth = _read_toc_depth(config)
        self._our_pages = our_pages
        self._urls: dict[tuple[str, str], str] = {}  # by the folder of a page and the target of its link

    def fill(self, page: Page) -> bool:
        """Read a page and convert its Markdown. Problems are logged by MkDocs.

        Returns:
            Whether `fast_markdown` converted it.
        """
        if page.file.src_uri in self._our_pages and self._fill_fast(page):
            return True
        mkdocs_reference.populate(page, self._config, self._files)
        return False

    def _fill_fast(self, page: Page) -> bool:
        """Fill a page without MkDocs; if that is not possible, change nothing and return False."""
        parts = read_front_matter(page.file.content_string)
        if parts is None or "title" not in parts[1] or self._toc_depth is None:
            return False
        links: dict[File, dict[str, str]] = {}
        try:
            converted = convert(
                parts[0], lambda target: self._resolve(target, page.file, links), self._toc_depth
            )
        except UnsupportedMarkdownError:
            return False
        page.markdown, page.meta = parts
        page.content = converted.content
        page.toc = get_toc(converted.tokens)
        page.present_anchor_ids = set(converted.anchors)
        page.links_to_anchors = links
        return True

    def _resolve(self, target: str, file: File, links: dict[File, dict[str, str]]) -> str:
        """Return the address for the target of a link, as MkDocs does.

        Args:
            target: The target in the Markdown.
            file: The file with the link.
            links: Receives a link to an anchor, by the file that should have it and by the anchor.

        Raises:
            UnsupportedMarkdownError: MkDocs has to look at the link, for example to report it.
        """
        # The pages of a folder share the address of a target, except its index and the target itself.
        is_shared = file.name != "index" and file.name not in target
        key = (posixpath.dirname(file.src_uri), target)
        if is_shared and key in self._urls:
            return self._urls[key]
        if _WEB_URL.match(target):
            return target
        path, _, anchor = target.partition("#")
        target_file = self._find_file(path, file)
        if anchor:
            links.setdefault(target_file, {}).setdefault(anchor, target)
            return f"{get_relative_url(target_file.url, file.url)}#{anchor}" if path else target
        url = get_relative_url(target_file.url, file.url)
        if is_shared:
            self._urls[key] = url
        return url

    def _find_file(self, path: str, file: File) -> File:
        if not path:
            return file
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(file.src_uri), path))
        target = self._files.src_uris.get(uri)
        is_published = target is not None and target.inclusion.value > InclusionLevel.DRAFT.value
        if target is None or not is_published or not _PATH.fullmatch(path):
            raise UnsupportedMarkdownError
        return target


def _read_toc_depth(config: MkDocsConfig) -> tuple[int, int] | None:
    """Return the levels of headings in tables of contents; None if ``mkdocs.yml`` has unknown options."""
    options = {name: values for name, values in config.mdx_configs.items() if values}
    toc = options.pop("toc", {})
    levels = _LEVELS.fullmatch(str(toc.get("toc_depth", "1-6")))
    others = {name: value for name, value in toc.items() if name != "toc_depth"}
    is_known = (
        others == {"permalink": True} and not options and set(config.markdown_extensions) == _EXTENSIONS
    )
    return (int(levels[1]), int(levels[2])) if is_known and levels else None
