"""Build a site from ``mkdocs.yml``: the same site as that of `mkdocs build`, but faster.

Configuration, files, navigation, theme and the order of steps are those of MkDocs. There are three
differences. `fast_markdown` converts the pages that this program wrote. `page_shell` renders what surrounds
their content once for similar pages. Several processes share the pages. A site that has plugins, hooks or
templates of its own is built by MkDocs alone.
"""

import logging
import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import jinja2
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, clean_directory, write_file

from generator.site import mkdocs_reference
from generator.site.page_content import Filler
from generator.site.page_shell import ShapeMismatchError, ShellRenderer, make_wrapper_finder
from generator.system.tasks import TaskRunner, run_serially

log = logging.getLogger(__name__)

_MKDOCS_LOG: Final = logging.getLogger("mkdocs")
_THEME_FILES: Final = {"404.html", "sitemap.xml"}  # these need no more of a page than `_BuiltPage` has
# In a template of a page, this shows other pages. One process does not have the content of all of them.
_ALL_PAGES: Final = re.compile(r"(?<![\w.])pages\b")
_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_BATCH: Final = 32  # pages of a task

_Message = tuple[int, str, int, str]  # the index of the page, the name of the logger, the level, the text


def build(
    config_file: Path, target: Path, our_pages: Collection[str], run: TaskRunner = run_serially
) -> None:
    """Build a site.

    Args:
        config_file: Its ``mkdocs.yml``.
        target: The folder of the site, which is emptied first.
        our_pages: The pages that this program wrote, as paths below the folder of pages.
        run: Runs the tasks that share the pages.

    Raises:
        Abort: MkDocs reported warnings or errors.
        ConfigurationError: ``mkdocs.yml`` is not valid.
    """
    config = load_config(str(config_file), site_dir=str(target), strict=True)
    if _needs_mkdocs(config):
        build_with_mkdocs(config)
        return
    counter = CountHandler(level=logging.WARNING)
    _MKDOCS_LOG.addHandler(counter)
    try:
        _build(config, our_pages, run)
    finally:
        _MKDOCS_LOG.removeHandler(counter)
    if counts := counter.get_counts():
        text = ", ".join(f"{count} {level.lower()}s" for level, count in counts)
        raise Abort(f"Aborted with {text} in strict mode!")


def _needs_mkdocs(config: MkDocsConfig) -> bool:
    """Whether the site has features that only MkDocs builds."""
    has_code = config.plugins or config.hooks or config.extra_templates
    return bool(has_code or set(config.theme.static_templates) - _THEME_FILES) or any(
        _ALL_PAGES.search(_COMMENT.sub("", template.read_text(encoding="utf-8")))
        for folder in config.theme.dirs
        for template in Path(folder).rglob("*.html")
    )


@dataclass(frozen=True, slots=True)
class _Site:
    config: MkDocsConfig
    files: Files
    documents: Sequence[File]
    nav: Navigation
    env: jinja2.Environment
    filler: Filler
    pages: list[Page]

    def render_by_theme(self, page: Page) -> str:
        return mkdocs_reference.render_with_mkdocs(page, self.config, self.documents, self.nav, self.env)


@dataclass(frozen=True, slots=True)
class _BuiltPage:
    """What other pages and files of the theme need of a page.

    Attributes:
        index: Its index among all pages.
        links: The anchors that it links to, with the links, by the path of the page that has them.
    """

    index: int
    title: str | None
    meta: MutableMapping[str, Any]
    anchors: set[str]
    links: dict[str, dict[str, str]]


@dataclass(slots=True)
class _BatchResult:
    """The result of building a batch of pages.

    Attributes:
        failure: Why MkDocs failed, or an empty string.
        mismatch: The page that differs from the others of its shape, or an empty string.
    """

    pages: list[_BuiltPage] = field(default_factory=list)
    messages: list[_Message] = field(default_factory=list)
    failure: str = ""
    mismatch: str = ""


def _build(config: MkDocsConfig, our_pages: Collection[str], run: TaskRunner) -> None:
    clean_directory(config.site_dir)
    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    documents = files.documentation_pages()
    pages = [file.page for file in documents if file.page]
    if {page.file.dest_uri for page in pages} & {file.dest_uri for file in files.media_files()}:
        run = run_serially  # a page replaces a file, which must be copied before
    site = _Site(config, files, documents, nav, env, Filler(config, files, our_pages), pages)
    _write_pages(site, run)
    for name in config.theme.static_templates:
        mkdocs_reference.write_template(name, env, files, config, nav)
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)


def _write_pages(site: _Site, run: TaskRunner) -> None:
    """Write all pages, and copy all other files."""
    messages: list[_Message] = []
    pages_in_nav = set(map(id, site.nav.pages))
    for index, page in enumerate(site.pages):
        if id(page) in pages_in_nav:  # all other pages show its title
            with _collect_messages(index, messages):
                site.filler.fill(page)
    renderer = ShellRenderer(site.render_by_theme, make_wrapper_finder(site.env))
    results = _write_batches(site, renderer.render, run)
    if mismatch := next((result.mismatch for result in results if result.mismatch), ""):
        log.warning("%s is not like similar pages in this theme; each page is rendered by itself", mismatch)
        results = _write_batches(site, site.render_by_theme, run)
    messages += (message for result in results for message in result.messages)
    for _, name, level, text in sorted(messages, key=itemgetter(0)):
        logging.getLogger(name).log(level, "%s", text)
    for failure in filter(None, (result.failure for result in results)):
        raise Abort(failure)
    for built in (built for result in results for built in result.pages):
        page = site.pages[built.index]
        page.title, page.meta, page.present_anchor_ids = built.title, built.meta, built.anchors
        page.links_to_anchors = {site.files.src_uris[uri]: anchors for uri, anchors in built.links.items()}


def _write_batches(site: _Site, render: Callable[[Page], str], run: TaskRunner) -> list[_BatchResult]:
    """Write all pages; those that are not in the navigation are rendered by a function."""
    indices = range(len(site.pages))
    batches = [indices[start : start + _BATCH] for start in indices[::_BATCH]]
    tasks = [partial(_write_batch, site, render, batch) for batch in batches]
    return run([partial(_copy_files, site), *tasks])


def _copy_files(site: _Site) -> _BatchResult:
    site.files.copy_static_files()
    return _BatchResult()


def _write_batch(site: _Site, render: Callable[[Page], str], indices: Iterable[int]) -> _BatchResult:
    result = _BatchResult()
    for index in indices:
        page = site.pages[index]
        is_filled = page.content is not None
        with _collect_messages(index, result.messages):
            try:
                _write_page(site, render, page)
            except ShapeMismatchError as error:
                result.mismatch = str(error)
            except MkDocsException as error:
                result.failure = error.format_message()
            except OSError:  # such as a full disk
                raise
            except Exception:  # noqa: BLE001 - the process that waits for this one reports it
                result.failure = traceback.format_exc()
        if not is_filled:
            page.markdown = page.content = None  # not needed any more, and there are many
        if result.failure or result.mismatch:
            return result
        links = {target.src_uri: anchors for target, anchors in (page.links_to_anchors or {}).items()}
        anchors = page.present_anchor_ids or set()
        result.pages.append(_BuiltPage(index, page.title, page.meta, anchors, links))
    return result


def _write_page(site: _Site, render: Callable[[Page], str], page: Page) -> None:
    if page.content is None and site.filler.fill(page):
        _write(page, render(page))
    else:
        mkdocs_reference.write_page(page, site.config, site.documents, site.nav, site.env)


def _write(page: Page, html: str) -> None:
    write_file(html.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)


@contextmanager
def _collect_messages(index: int, messages: list[_Message]) -> Iterator[None]:
    """Collect what MkDocs logs about a page, instead of printing it."""
    handlers, _MKDOCS_LOG.handlers = _MKDOCS_LOG.handlers, [_MessageCollector(index, messages)]
    try:
        yield
    finally:
        _MKDOCS_LOG.handlers = handlers


class _MessageCollector(logging.Handler):
    def __init__(self, index: int, messages: list[_Message]) -> None:
        super().__init__()
        self._index = index
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append((self._index, record.name, record.levelno, record.getMessage()))
