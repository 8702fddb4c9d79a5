"""Reuse pages and files of the previous site.

A page depends on its Markdown, on the addresses of the files that it links to, on what it shows of the
navigation, and on what all pages depend on: ``mkdocs.yml``, the theme, the versions of all programs. The
record of a site has these, or digests of them. Only pages that this program wrote and that are not in the
navigation are reused; all others are always rendered.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jinja2
import msgspec
from jinja2 import meta, nodes
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load

from generator.site.page_content import is_published
from generator.site.site_record import PageRecord, SiteRecord, SourceState, make_recordable
from generator.system import digests
from generator.system.files import scan_files

SITEMAP: Final = "sitemap.xml"
# Files of the theme that are written although they are not pages.
THEME_FILES: Final = frozenset({"404.html", SITEMAP, f"{SITEMAP}.gz"})
# Templates that show the day of the build.
_BUILD_DATE: Final = re.compile(r"\b(?:build_date_utc|update_date)\b")
_MISSING: Final = -1
_META_KEY: Final = re.compile(r"\bmeta\b(?:\.(\w+))?")
_WHOLE_META: Final = frozenset({"", *dir(dict)})  # what follows ``meta`` if it is not the name of a key
_KNOWN_ATTRIBUTES: Final = frozenset("page title meta canonical_url url abs_url is_link".split())
_KNOWN_FILTERS: Final = frozenset({"e", "escape", "trim"})
_UNKNOWN_NODES: Final = (nodes.Getitem, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_USES_TEMPLATE: Final = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b")
# Packages with themes: the digest has their versions instead of their files.
_INSTALLED: Final = tuple(Path(str(resources.files(package))) for package in ("mkdocs", "material"))


@dataclass(frozen=True, slots=True)
class PreviousSite:
    """The pages and files of the previous site that can be reused.

    Attributes:
        folder: The folder of the site.
        pages: Records of the pages whose links lead to the same addresses, by path below ``docs/``.
        record: The whole record.
        unchanged: The paths below ``docs/`` of published files whose sources have not changed.
        is_copied: Whether the new folder is a copy of that of the site, by hard links.
    """

    folder: Path
    pages: Mapping[str, PageRecord]
    record: SiteRecord
    unchanged: Set[str]
    is_copied: bool

    def link_unchanged_page(self, file: File) -> PageRecord | None:
        """Hard-link a page into the new site, and return its record; None if its source has changed."""
        record = self.pages.get(file.src_uri) if file.src_uri in self.unchanged else None
        return record if record and record.digest and self._link(file) else None

    def link_page(self, page: Page, source: str) -> PageRecord | None:
        """Hard-link a page into the new site, and return its record; None if it must be made again."""
        record = self.pages.get(page.file.src_uri)
        is_same = record is not None and record.digest == digest_page(page.url, source)
        return record if is_same and self._link(page.file) else None

    def link_equal_file(self, file: File) -> bool:
        """Hard-link a file of the previous site into the new one, if it has the bytes of the source."""
        previous, source = f"{self.folder}/{file.dest_uri}", file.abs_src_path
        # The theme overwrites these, if ``docs/`` has them.
        if source is None or file.dest_uri in THEME_FILES:
            return False
        if file.src_uri in self.unchanged:
            return self._link(file)
        try:
            with open(previous, "rb") as old, open(source, "rb") as new:  # noqa: PTH123 - 10,000 files
                if os.fstat(old.fileno()).st_size != os.fstat(new.fileno()).st_size:
                    return False
                is_equal = old.read() == new.read()
        except OSError:
            return False
        return is_equal and self._link(file)

    def _link(self, file: File) -> bool:
        if self.is_copied:
            return True
        previous, target = f"{self.folder}/{file.dest_uri}", file.abs_dest_path
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - 10,000 files
        try:
            os.link(previous, target)
        except FileNotFoundError:
            return False
        except OSError:  # a file system without hard links
            shutil.copyfile(previous, target)
        return True


def list_sources(docs: str) -> dict[str, SourceState]:
    """Map the paths of all files below ``docs/`` to their states."""
    start = len(docs) + 1
    return {
        entry.path[start:].replace(os.sep, "/"): (
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_ino,
        )
        for entry in scan_files(docs)
        for status in (entry.stat(),)
    }


def find_unchanged_files(
    record: SiteRecord, published: Iterable[tuple[str, str]], sources: Mapping[str, SourceState]
) -> set[str]:
    """Find the published files that have the same source as in the previous site.

    Files of the theme have none below ``docs/``; what they are made from is part of the fingerprint.

    Args:
        record: The record of the previous site.
        published: The files of the new one, from `list_published_files`.
        sources: From `list_sources`.
    """
    old = set(record.files)
    return {
        name
        for name, url in published
        if (name, url) in old and sources.get(name) == record.sources.get(name)
    }


def are_generated(names: Iterable[str], our_pages: Collection[str]) -> bool:
    """Whether files, of which some do not exist any more, are or were written by this program.

    Args:
        names: Their paths below ``docs/``.
        our_pages: Those of all files that the program wrote.
    """
    folders = {name.partition("/")[0] for name in our_pages if "/" in name}
    return all(name in our_pages or name.partition("/")[0] in folders for name in names)


def can_be_added(files: Sequence[File], record: SiteRecord) -> bool:
    """Whether new files have new addresses, and MkDocs does not expect any of them in the navigation.

    Args:
        files: The files.
        record: The record of the previous site.
    """
    urls = {file.url for file in files}
    has_new_urls = len(urls) == len(files) and urls.isdisjoint(url for _, url in record.files)
    return has_new_urls and not any(file.page and file.inclusion is InclusionLevel.INCLUDED for file in files)


def select_reusable_pages(
    record: SiteRecord, published: Sequence[tuple[str, str]]
) -> Mapping[str, PageRecord]:
    """Select the pages whose links lead to the same addresses as before.

    Args:
        record: The record of the previous site.
        published: The files of the new one, from `list_published_files`.
    """
    if published[: len(record.files)] == record.files:
        return record.pages
    numbers = {file: number for number, file in enumerate(published)}
    new_numbers = [numbers.get(file, _MISSING) for file in record.files]
    pages = {}
    for name, page in record.pages.items():
        targets = [new_numbers[number] for number in page.targets]
        if _MISSING not in targets:
            pages[name] = msgspec.structs.replace(page, targets=targets)
    return pages


def affects_other_pages(pages: Mapping[str, PageRecord], made: Collection[str]) -> bool:
    """Whether pages that are made again may affect others that are not.

    That is so if a link between pages leads to an anchor that is not there, or if there are pages that are
    always made again.

    Args:
        pages: The records of all pages of the new site.
        made: Those that were made again.
    """
    has_anchors = all(
        target in pages and anchors.keys() <= set(pages[target].anchors)
        for page in pages.values()
        for target, anchors in page.links.items()
    )
    return not (has_anchors and all(page.digest or name in made for name, page in pages.items()))


def list_sitemap_facts(pages: Mapping[str, PageRecord]) -> list[tuple[str, str | None, dict[str, Any]]]:
    """List what the sitemap shows of pages, apart from their addresses: path, title and front matter."""
    return sorted((name, page.title, page.meta) for name, page in pages.items())


def list_published_files(files: Files) -> list[tuple[str, str]]:
    """List the paths below ``docs/`` of all published files, with their addresses."""
    return [(file.src_uri, file.url) for file in files if is_published(file)]


def digest_page(url: str, source: str) -> str:
    """Return a digest of what only this page depends on: its address and its Markdown."""
    return digests.digest(f"{url}\n{source}")


def compute_fingerprint(config: MkDocsConfig, templates: Iterable[str]) -> str:
    """Return a digest of what all pages depend on, apart from the navigation; empty if it is unknown.

    Args:
        config: The configuration, with the theme.
        templates: The text of all templates of pages.
    """
    try:
        with Path(config.config_file_path).open("rb") as file:
            settings = json.dumps(yaml_load(file), default=_describe_value)
    except (OSError, TypeError, ValueError):
        return ""
    folders = map(Path, config.theme.dirs)
    own_folders = [folder for folder in folders if not any(map(folder.is_relative_to, _INSTALLED))]
    day = os.environ.get("SOURCE_DATE_EPOCH", "") if any(map(_BUILD_DATE.search, templates)) else "not shown"
    return digests.digest(digests.digest_program(), settings, digests.digest_contents(own_folders), day)


def _describe_value(value: object) -> str:
    """Return the day or the name of the function that ``mkdocs.yml`` has as a value.

    Raises:
        TypeError: It is something else.
    """
    if isinstance(value, date):
        return repr(value)
    names = [getattr(value, attribute, None) for attribute in ("__module__", "__qualname__")]
    if not all(names):
        raise TypeError
    return ":".join(map(str, names))


def make_meta_filter(env: jinja2.Environment) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Make a function that keeps the front matter of a page that the sitemap shows.

    Args:
        env: Finds the template of the sitemap.
    """
    source = _read_sitemap(env)
    keys = set(_META_KEY.findall(source))
    if keys & _WHOLE_META or _USES_TEMPLATE.search(source):
        return make_recordable
    return lambda meta: make_recordable({key: value for key, value in meta.items() if key in keys})


def is_sitemap_of_records(env: jinja2.Environment) -> bool:
    """Whether the sitemap shows only what is part of `PageRecord` and what a page's path decides.

    Args:
        env: Finds the template of the sitemap.
    """
    tree = env.parse(_read_sitemap(env))
    attributes = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if not (isinstance(node.node, nodes.Getattr) and node.node.attr == "meta")
    }
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    is_known = attributes <= _KNOWN_ATTRIBUTES and filters <= _KNOWN_FILTERS
    has_unknown_nodes = any(tree.find_all(_UNKNOWN_NODES))
    return is_known and not has_unknown_nodes and meta.find_undeclared_variables(tree) <= {"pages"}


def _read_sitemap(env: jinja2.Environment) -> str:
    try:
        return env.loader.get_source(env, SITEMAP)[0] if env.loader else ""
    except jinja2.TemplateNotFound:
        return ""
