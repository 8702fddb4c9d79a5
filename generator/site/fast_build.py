"""A site from ``mkdocs.yml``, as `mkdocs build` makes it, in less time.

Configuration, files, navigation, theme and the order of steps are MkDocs'. What differs: pages that this
program wrote are converted by `fast_markdown`, and processes share the pages. A site with plugins, hooks
or templates of its own is built by MkDocs alone.
"""

import logging
import re
import traceback
from collections.abc import Collection, Iterable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import jinja2
from mkdocs.commands.build import build as build_plainly
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, clean_directory, write_file

from generator.site import mkdocs_reference
from generator.site.page_content import Filler
from generator.site.page_shell import Chrome
from generator.site.template_wrappers import wrappings
from generator.system.tasks import TaskRunner, run_serially

_Line = tuple[int, str, int, str]  # said about a page, told by its place among all: logger, level, message
_MKDOCS: Final = logging.getLogger("mkdocs")
_THEME_FILES: Final = {"404.html", "sitemap.xml"}  # they show of pages only what processes hand back
# In the template of a page: it shows other pages, which one process does not know all of.
_OTHER_PAGES: Final = re.compile(r"(?<![\w.])pages\b")
_AT_A_TIME: Final = 32  # pages, after which a process asks for more


def build(config_file: Path, target: Path, ours: Collection[str], run: TaskRunner = run_serially) -> None:
    """Build a site in a folder.

    Args:
        config_file: Its ``mkdocs.yml``.
        target: The folder, which is emptied first.
        ours: The pages that this program wrote, as paths below the folder of pages.
        run: What runs the tasks that the work is divided into.

    Raises:
        Abort: Something is wrong; MkDocs' logger was told what.
        ConfigurationError: So is the configuration.
    """
    config = load_config(str(config_file), site_dir=str(target), strict=True)
    if _is_for_mkdocs_alone(config):
        build_plainly(config)
        return
    counter = CountHandler(level=logging.WARNING)
    _MKDOCS.addHandler(counter)
    try:
        _build(config, ours, run)
    finally:
        _MKDOCS.removeHandler(counter)
    counts = counter.get_counts()
    if counts:
        found = ", ".join(f"{count} {level.lower()}s" for level, count in counts)
        raise Abort(f"Aborted with {found} in strict mode!")


def _is_for_mkdocs_alone(config: MkDocsConfig) -> bool:
    """Whether more acts on pages than what we know of."""
    asks_more = config.plugins or config.hooks or config.extra_templates
    return bool(asks_more or set(config.theme.static_templates) - _THEME_FILES) or any(
        _OTHER_PAGES.search(template.read_text(encoding="utf-8"))
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
    chrome: Chrome
    pages: list[Page]


@dataclass(frozen=True, slots=True)
class _Built:
    """What others want to know of a page, which is told by its place among all."""

    number: int
    title: str | None
    meta: MutableMapping[str, Any]
    anchors: set[str]
    links: dict[str, dict[str, str]]  # by the path of the page that they lead to


@dataclass(slots=True)
class _Share:
    """What came of some of the pages."""

    built: list[_Built] = field(default_factory=list)
    said: list[_Line] = field(default_factory=list)
    failure: str = ""


def _build(config: MkDocsConfig, ours: Collection[str], run: TaskRunner) -> None:
    clean_directory(config.site_dir)
    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    documents = files.documentation_pages()
    pages = [file.page for file in documents if file.page]
    if {page.file.dest_uri for page in pages} & {file.dest_uri for file in files.media_files()}:
        run = run_serially  # a page takes the place of a file, which must have been copied before
    chrome = Chrome(
        lambda page: mkdocs_reference.render_page(page, config, documents, nav, env), wrappings(env)
    )
    _write_pages(_Site(config, files, documents, nav, env, Filler(config, files, ours), chrome, pages), run)
    for name in config.theme.static_templates:
        mkdocs_reference.write_template(name, env, files, config, nav)
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)


def _write_pages(site: _Site, run: TaskRunner) -> None:
    """Write all pages, and all other files."""
    said: list[_Line] = []
    in_nav = set(map(id, site.nav.pages))
    for number, page in enumerate(site.pages):
        if id(page) in in_nav:  # all others show its title
            with _heard(number, said):
                site.filler.fill(page)
    every = range(len(site.pages))
    shares = [every[first : first + _AT_A_TIME] for first in every[::_AT_A_TIME]]
    done = run([partial(_copy_files, site), *(partial(_write_share, site, share) for share in shares)])
    said += (line for part in done for line in part.said)
    for _, name, level, message in sorted(said, key=itemgetter(0)):
        logging.getLogger(name).log(level, "%s", message)
    for failure in filter(None, (part.failure for part in done)):
        raise Abort(failure)
    for built in (built for part in done for built in part.built):
        page = site.pages[built.number]
        page.title, page.meta, page.present_anchor_ids = built.title, built.meta, built.anchors
        page.links_to_anchors = {site.files.src_uris[uri]: named for uri, named in built.links.items()}


def _copy_files(site: _Site) -> _Share:
    site.files.copy_static_files()
    return _Share()


def _write_share(site: _Site, numbers: Iterable[int]) -> _Share:
    """Write some of the pages."""
    part = _Share()
    for number in numbers:
        page = site.pages[number]
        with _heard(number, part.said):
            try:
                if page.content is None and site.filler.fill(page):
                    _write(page, site.chrome.render(page))
                else:
                    mkdocs_reference.write_page(page, site.config, site.documents, site.nav, site.env)
            except MkDocsException as error:
                part.failure = error.format_message()
            except Exception:  # noqa: BLE001 - told by the process that waits for this one
                part.failure = traceback.format_exc()
        if part.failure:
            return part
        links = {goal.src_uri: named for goal, named in (page.links_to_anchors or {}).items()}
        part.built.append(_Built(number, page.title, page.meta, page.present_anchor_ids or set(), links))
        page.markdown = page.content = None  # no longer needed, and there are many
    return part


def _write(page: Page, output: str) -> None:
    write_file(output.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)


@contextmanager
def _heard(number: int, said: list[_Line]) -> Iterator[None]:
    """Note what MkDocs says inside, instead of saying it."""
    handlers, _MKDOCS.handlers = _MKDOCS.handlers, [_Notes(number, said)]
    try:
        yield
    finally:
        _MKDOCS.handlers = handlers


class _Notes(logging.Handler):
    def __init__(self, number: int, said: list[_Line]) -> None:
        super().__init__()
        self._number = number
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append((self._number, record.name, record.levelno, record.getMessage()))
