"""Build a site from ``mkdocs.yml``: the same site as that of `mkdocs build`, but faster.

Configuration, files, navigation, theme and the order of steps are those of MkDocs. There are three
differences. `fast_markdown` converts the pages that this program wrote. `page_shell` renders what surrounds
their content once for similar pages. Several processes share the pages. A site that has plugins, hooks or
templates of its own is built by MkDocs alone.
"""

import logging
import os
import re
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler, clean_directory, write_file

from generator.publish.write_pages import find_generated_files
from generator.site.mkdocs_messages import (
    MKDOCS_LOG,
    Message,
    collect_messages,
    log_messages,
    name_template_errors,
)
from generator.site.mkdocs_reference import MkDocsSite, make_file
from generator.site.navigation_reads import NavigationReads, digest_navigation
from generator.site.page_content import Filler, is_published
from generator.site.page_shell import ShapeMismatchError, ShellRenderer, make_wrapper_finder
from generator.site.previous_site import (
    SITEMAP,
    THEME_FILES,
    PreviousSite,
    affects_other_pages,
    are_generated,
    can_be_added,
    compute_fingerprint,
    digest_page,
    find_unchanged_files,
    is_sitemap_of_records,
    list_published_files,
    list_sitemap_facts,
    list_sources,
    make_meta_filter,
    select_reusable_pages,
)
from generator.site.site_copy import list_inodes, remove_from_site, remove_shared
from generator.site.site_record import PageRecord, SiteRecord, SourceState
from generator.site.sitemap import MAX_URLS
from generator.system.files import scan_files
from generator.system.tasks import TaskRunner, run_serially

log = logging.getLogger(__name__)

# In a template of a page, this can show other pages. One process does not have the content of all of them.
_OTHER_PAGES: Final = re.compile(r"(?<![\w.])pages\b|\bcontent_(?:bytes|string)\b")
_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_BATCH: Final = 32  # pages of a task

_T = TypeVar("_T")


def build(
    config_file: Path,
    target: Path,
    our_pages: Collection[str],
    run: TaskRunner = run_serially,
    previous: tuple[Path, SiteRecord] | None = None,
) -> SiteRecord | None:
    """Build a site.

    Args:
        config_file: Its ``mkdocs.yml``.
        target: The folder of the site, which is emptied first.
        our_pages: The pages that this program wrote, as paths below the folder of pages.
        run: Runs the tasks that share the pages.
        previous: The folder and the record of a site whose files are reused where they would be the same.

    Returns:
        The record of the new site; None if no file of it may be reused.

    Raises:
        Abort: MkDocs reported warnings or errors.
        ConfigurationError: ``mkdocs.yml`` is not valid.
    """
    config = load_config(str(config_file), site_dir=str(target), strict=True)
    templates = read_templates(config)
    if needs_mkdocs(config, templates):
        with name_template_errors("the site"):
            build_with_mkdocs(config)
        return None
    fingerprint = compute_fingerprint(config, templates)
    counter = CountHandler(level=logging.WARNING)
    MKDOCS_LOG.addHandler(counter)
    try:
        sources = list_sources(config.docs_dir)
        record = None
        if previous and fingerprint and _has_copy(config, fingerprint, previous[1]):
            record = _build_changes(config, our_pages, run, previous, sources)
        if record is None:
            record = _build(config, our_pages, run, fingerprint, previous, sources)
    finally:
        MKDOCS_LOG.removeHandler(counter)
    if counts := counter.get_counts():
        text = ", ".join(f"{count} {level.lower()}s" for level, count in counts)
        raise Abort(f"Aborted with {text} in strict mode!")
    is_unchanged = fingerprint == compute_fingerprint(config, read_templates(config))
    return record if is_unchanged else None


def find_our_files(docs: Path) -> set[str]:
    """Return the paths below ``docs/`` of the files that this program wrote, as MkDocs names them."""
    prefix = len(str(docs)) + 1
    return {path[prefix:].replace(os.sep, "/") for path in find_generated_files(docs)}


def read_templates(config: MkDocsConfig) -> list[str]:
    """Read all templates of pages, and remove their comments."""
    return [
        _COMMENT.sub("", Path(entry).read_text(encoding="utf-8"))
        for folder in config.theme.dirs
        for entry in scan_files(folder)
        if entry.name.endswith(".html")
    ]


def needs_mkdocs(config: MkDocsConfig, templates: Iterable[str]) -> bool:
    """Whether the site has features that only MkDocs builds."""
    has_code = config.plugins or config.hooks or config.extra_templates
    has_other_files = set(config.theme.static_templates) - THEME_FILES
    return bool(has_code or has_other_files) or any(map(_OTHER_PAGES.search, templates))


@dataclass(frozen=True, slots=True)
class _Site:
    """A site that is built.

    Attributes:
        published: The numbers of its published files, as in `SiteRecord.files`.
        select_meta: Returns the front matter that files of the theme show of a page.
        previous: What can be reused of the previous site.
    """

    mkdocs: MkDocsSite
    filler: Filler
    reads: NavigationReads
    published: Mapping[str, int]
    select_meta: Callable[[dict[str, Any]], dict[str, Any]]
    previous: PreviousSite | None

    def render_by_theme(self, page: Page) -> str:
        with self.reads.track():
            return self.mkdocs.render(page)

    def write_template(self, name: str) -> None:
        # The sitemap is written whenever a page changes what it shows of it.
        with name_template_errors(name), nullcontext() if name == SITEMAP else self.reads.track():
            self.mkdocs.write_template(name)


@dataclass(slots=True)
class _BatchResult:
    """The result of building a batch of pages.

    Attributes:
        records: Records of pages, by their indices among all pages.
        failure: Why MkDocs failed, or an empty string.
        mismatch: The page that differs from the others of its shape, or an empty string.
        reads: What templates read of the navigation until now.
    """

    records: dict[int, PageRecord] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    failure: str = ""
    mismatch: str = ""
    reads: set[str] = field(default_factory=set)


def _build(
    config: MkDocsConfig,
    our_pages: Collection[str],
    run: TaskRunner,
    fingerprint: str,
    previous: tuple[Path, SiteRecord] | None,
    sources: Mapping[str, SourceState],
) -> SiteRecord | None:
    mkdocs = MkDocsSite(config)
    files, pages, nav = mkdocs.files, mkdocs.pages, mkdocs.nav
    names = [file.dest_uri for file in files if is_published(file)]
    if len(set(names)) < len(names):
        run = run_serially  # a page replaces a file, which must be copied before
        fingerprint = ""  # writing to a hard link would change the file of the previous site, too
    filler = Filler(mkdocs, our_pages)
    if our_pages and not filler.is_fast:
        log.warning(
            "markdown_extensions in mkdocs.yml are not those of a new catalogue; Python-Markdown converts all"
            " pages, which takes longer"
        )
    messages = _fill_navigation(mkdocs, filler)
    published = list_published_files(files)
    site = _Site(
        mkdocs,
        filler,
        NavigationReads(nav),
        {name: number for number, (name, _) in enumerate(published)},
        make_meta_filter(mkdocs.env),
        _select_reusable(previous, fingerprint, nav, published, sources, config.site_dir),
    )
    _prepare_folder(site)
    results, can_reuse = _write_pages(site, run, messages)
    records = [(pages[index], record) for result in results for index, record in result.records.items()]
    _fill_from_records(records, files)
    for name in config.theme.static_templates:
        site.write_template(name)
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    if not (fingerprint and can_reuse):
        return None
    old_reads = site.previous.record.reads if site.previous else []
    reads = _join_reads(old_reads, site, results)
    new_records = {page.file.src_uri: record for page, record in records}
    return SiteRecord(
        fingerprint, digest_navigation(nav, reads), reads, published, dict(sources), new_records
    )


def _fill_navigation(mkdocs: MkDocsSite, filler: Filler) -> list[Message]:
    """Fill the pages in the navigation, whose titles all other pages show; return what MkDocs logs."""
    messages: list[Message] = []
    pages_in_nav = set(map(id, mkdocs.nav.pages))
    for index, page in enumerate(mkdocs.pages):
        if id(page) in pages_in_nav:
            with collect_messages(index, messages):
                filler.fill(page, filler.read_source(page))
    return messages


def _join_reads(old_reads: Iterable[str], site: _Site, results: Iterable[_BatchResult]) -> list[str]:
    """List what templates have read of the navigation, now and before."""
    return sorted({*old_reads, *site.reads.names, *(name for result in results for name in result.reads)})


def _has_copy(config: MkDocsConfig, fingerprint: str, record: SiteRecord) -> bool:
    """Whether a site is built in a copy of the previous one, and only its pages and files may differ."""
    # Without a list in mkdocs.yml, all pages are in the navigation.
    return fingerprint == record.fingerprint and config.nav is not None and Path(config.site_dir).is_dir()


def _build_changes(
    config: MkDocsConfig,
    our_pages: Collection[str],
    run: TaskRunner,
    previous: tuple[Path, SiteRecord],
    sources: Mapping[str, SourceState],
) -> SiteRecord | None:
    """Make only what has changed, in a copy of the previous site; unchanged files are not listed.

    Returns:
        The record of the new site; None if `_build` must look at all pages, which also reports what is wrong.
    """
    folder, old = previous
    added, removed = sources.keys() - old.sources.keys(), old.sources.keys() - sources.keys()
    kept = [file for file in old.files if file[0] not in removed]
    names = {name for name, _ in kept} | added
    changed = {name for name in names if sources.get(name) != old.sources.get(name)}
    messages: list[Message] = []
    with collect_messages(0, messages):
        mkdocs = MkDocsSite(config, names, sorted(changed))
    filler = Filler(mkdocs, our_pages)
    messages += _fill_navigation(mkdocs, filler)
    new_files = [mkdocs.files.src_uris[name] for name in sorted(added)]
    published = kept + [(file.src_uri, file.url) for file in new_files if is_published(file)]
    has_same_navigation = digest_navigation(mkdocs.nav, old.reads) == old.navigation
    if (
        messages
        or not (are_generated(added | removed, our_pages) and can_be_added(new_files, old))
        or not has_same_navigation
        or names & THEME_FILES
        or not is_sitemap_of_records(mkdocs.env)
    ):
        return None
    reusable = select_reusable_pages(old, published)
    site = _Site(
        mkdocs,
        filler,
        NavigationReads(mkdocs.nav),
        {name: number for number, (name, _) in enumerate(published)},
        make_meta_filter(mkdocs.env),
        PreviousSite(folder, reusable, old, names - changed, is_copied=True),
    )
    results = _write_batches(
        site, ShellRenderer(site.render_by_theme, make_wrapper_finder(mkdocs.env)).render, run
    )
    if any(result.messages or result.failure or result.mismatch for result in results):
        return None
    made = {
        mkdocs.pages[index].file.src_uri: record
        for result in results
        for index, record in result.records.items()
    }
    pages = {name: page for name, page in reusable.items() if name not in removed} | made
    is_complete = old.pages.keys() - removed <= pages.keys()
    if not is_complete or affects_other_pages(pages, made) or not _update_copy(site, old, removed, pages):
        return None
    reads = _join_reads(old.reads, site, results)
    return SiteRecord(
        old.fingerprint, digest_navigation(mkdocs.nav, reads), reads, published, dict(sources), pages
    )


def _update_copy(site: _Site, old: SiteRecord, removed: Set[str], pages: Mapping[str, PageRecord]) -> bool:
    """Remove files from the copy of the previous site, and write the sitemap if it shows something else.

    Returns:
        Whether that was possible: if a sitemap is divided, the copy also has its parts.
    """
    config, facts = site.mkdocs.config, list_sitemap_facts(pages)
    if facts != list_sitemap_facts(old.pages):
        if max(len(pages), len(old.pages)) > MAX_URLS:
            return False
        for name in (SITEMAP, f"{SITEMAP}.gz"):
            remove_shared(f"{config.site_dir}/{name}")
        with name_template_errors(SITEMAP):
            site.mkdocs.write_sitemap(SITEMAP, facts)
    for name, _ in old.files:
        if name in removed:
            remove_from_site(Path(config.site_dir), make_file(config, name).dest_uri)
    return True


def _prepare_folder(site: _Site) -> None:
    """Empty the folder of the new site; from a copy of the previous one, remove what only that had."""
    folder = site.mkdocs.config.site_dir
    if not site.previous:
        clean_directory(folder)
    elif site.previous.is_copied:
        names = {file.dest_uri for file in site.mkdocs.files if is_published(file)}
        for name in list_inodes(Path(folder)).keys() - names:
            remove_from_site(Path(folder), name)


def _fill_from_records(records: Iterable[tuple[Page, PageRecord]], files: Files) -> None:
    """Fill the pages with what files of the theme and the checks of links need of them."""
    for page, record in records:
        if page.content is None:  # otherwise it is in the navigation, and complete
            page.title, page.meta, page.present_anchor_ids = record.title, record.meta, set(record.anchors)
            page.links_to_anchors = {files.src_uris[name]: links for name, links in record.links.items()}


def _select_reusable(
    previous: tuple[Path, SiteRecord] | None,
    fingerprint: str,
    nav: Navigation,
    published: Sequence[tuple[str, str]],
    sources: Mapping[str, SourceState],
    target: str,
) -> PreviousSite | None:
    """Return what can be reused of the previous site, if only pages and files changed since."""
    if previous is None:
        return None
    folder, record = previous
    is_same = fingerprint == record.fingerprint and record.navigation == digest_navigation(nav, record.reads)
    if not (fingerprint and is_same):
        return None
    return PreviousSite(
        folder,
        select_reusable_pages(record, published),
        record,
        find_unchanged_files(record, published, sources),
        is_copied=Path(target).is_dir(),
    )


def _write_pages(site: _Site, run: TaskRunner, messages: list[Message]) -> tuple[list[_BatchResult], bool]:
    """Write all pages, and copy all other files.

    Args:
        site: The site.
        run: Runs the tasks that share the pages.
        messages: What MkDocs logged before.

    Returns:
        The results, and whether similar pages differ only in their texts, so that they can be reused.
    """
    renderer = ShellRenderer(site.render_by_theme, make_wrapper_finder(site.mkdocs.env))
    results = _write_batches(site, renderer.render, run)
    mismatch = next((result.mismatch for result in results if result.mismatch), "")
    if mismatch:
        log.warning("%s is not like similar pages in this theme; each page is rendered by itself", mismatch)
        # Writing to its hard links would change the previous site.
        clean_directory(site.mkdocs.config.site_dir)
        site = replace(site, previous=None)
        results = _write_batches(site, site.render_by_theme, run)
    messages += (message for result in results for message in result.messages)
    log_messages(messages)
    for failure in filter(None, (result.failure for result in results)):
        raise Abort(failure)
    return results, not mismatch


def _write_batches(site: _Site, render: Callable[[Page], str], run: TaskRunner) -> list[_BatchResult]:
    """Write all pages; those that are not in the navigation are rendered by a function."""
    media = [file for file in site.mkdocs.files if not file.is_documentation_page() and is_published(file)]
    tasks = [partial(_copy_files, site, batch) for batch in _split(media)]
    tasks += [partial(_write_batch, site, render, batch) for batch in _split(range(len(site.mkdocs.pages)))]
    return run(tasks)


def _split(items: Sequence[_T]) -> list[Sequence[_T]]:
    return [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]


def _copy_files(site: _Site, files: Sequence[File]) -> _BatchResult:
    for file in files:
        if not (site.previous and site.previous.link_equal_file(file)):
            remove_shared(file.abs_dest_path)
            file.copy_file()
    return _BatchResult()


def _write_batch(site: _Site, render: Callable[[Page], str], indices: Sequence[int]) -> _BatchResult:
    result = _BatchResult(reads=site.reads.names)
    for index in indices:
        page = site.mkdocs.pages[index]
        is_filled = page.content is not None
        with collect_messages(index, result.messages):
            try:
                with name_template_errors(page.file.src_uri):
                    result.records[index] = _write_page(site, render, page)
            except ShapeMismatchError as error:
                result.mismatch = str(error)
            except MkDocsException as error:
                result.failure = error.format_message()
            except OSError:  # such as a full disk
                raise
            except Exception:  # noqa: BLE001 - the process that waits for this one reports it
                result.failure = traceback.format_exc()
        if not is_filled:
            _empty(page)
        if result.failure or result.mismatch:
            break
    return result


def _empty(page: Page) -> None:
    """Remove what a page was written from; the record has what is needed later. There are many pages."""
    page.markdown = page.content = None
    page.meta, page.toc = {}, TableOfContents([])
    page.present_anchor_ids = page.links_to_anchors = None


def _write_page(site: _Site, render: Callable[[Page], str], page: Page) -> PageRecord:
    """Write a page, or reuse that of the previous site."""
    source, targets = None, None
    if page.content is None:
        record = site.previous.link_unchanged_page(page.file) if site.previous else None
        if record:
            return record
        source = site.filler.read_source(page)
        record = site.previous.link_page(page, source) if site.previous and source is not None else None
        if record:
            return record
        targets = site.filler.fill(page, source)
    remove_shared(page.file.abs_dest_path)
    if targets is None:
        site.mkdocs.write_page(page)
    else:
        _write(page, render(page))
    return PageRecord(
        "" if source is None or targets is None else digest_page(page.url, source),
        None if page.title is None else str(page.title),  # YAML also has titles that are numbers and dates
        site.select_meta(dict(page.meta)),
        sorted(page.present_anchor_ids or ()),
        {target.src_uri: anchors for target, anchors in (page.links_to_anchors or {}).items()},
        sorted(site.published[name] for name in targets or ()),
    )


def _write(page: Page, html: str) -> None:
    write_file(html.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)
