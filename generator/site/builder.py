"""A site from ``mkdocs.yml``, as `mkdocs build` makes it, in less time.

Configuration, files, navigation, theme and the order of steps are MkDocs'. What differs: pages that this
program wrote are converted by `generator.site.markdown`, and processes share the pages. A site with plugins,
hooks or templates of its own is built by MkDocs alone.
"""

import logging
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Final

import jinja2
from mkdocs.commands.build import build as build_plainly
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, clean_directory, write_file

from generator.site import mkdocs
from generator.site.chrome import Chrome
from generator.site.content import Filler
from generator.site.workers import available, share

_Line = tuple[int, str, int, str]  # said about a page, told by its place among all: logger, level, message
_MKDOCS: Final = logging.getLogger("mkdocs")
_THEME_FILES: Final = {"404.html", "sitemap.xml"}  # they show of pages what is known before these are filled
_WORTH_SHARING: Final = 200  # pages


def build(config_file: Path, target: Path, ours: Collection[str]) -> None:
    """Build a site in a folder.

    Args:
        config_file: Its ``mkdocs.yml``.
        target: The folder, which is emptied first.
        ours: The pages that this program wrote, as paths below the folder of pages.

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
        _build(config, ours)
    finally:
        _MKDOCS.removeHandler(counter)
    counts = counter.get_counts()
    if counts:
        found = ", ".join(f"{count} {level.lower()}s" for level, count in counts)
        raise Abort(f"Aborted with {found} in strict mode!")


def _is_for_mkdocs_alone(config: MkDocsConfig) -> bool:
    """Whether more acts on pages than what we know of."""
    asks_more = config.plugins or config.hooks or config.extra_templates
    return bool(asks_more or set(config.theme.static_templates) - _THEME_FILES)


def _build(config: MkDocsConfig, ours: Collection[str]) -> None:
    clean_directory(config.site_dir)
    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    pages = [file.page for file in files.documentation_pages() if file.page]
    filler = Filler(config, files, ours)
    for page in pages:
        filler.read(page)
    said: list[_Line] = []
    in_nav = set(map(id, nav.pages))
    for number, page in enumerate(pages):
        if id(page) in in_nav:  # any page may show its title
            with _heard(number, said):
                filler.fill(page)
    files.copy_static_files()
    for name in config.theme.static_templates:
        mkdocs.write_template(name, env, files, config, nav)
    _write_pages(_Site(config, files, nav, env, filler, pages), said)
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)


@dataclass(frozen=True, slots=True)
class _Site:
    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment
    filler: Filler
    pages: list[Page]


@dataclass(slots=True)
class _Share:
    """What came of some of the pages; they are told by their place in the order of pages."""

    links: list[tuple[int, set[str], dict[str, dict[str, str]]]] = field(default_factory=list)
    said: list[_Line] = field(default_factory=list)
    failure: str = ""


def _write_pages(site: _Site, said: list[_Line]) -> None:
    count = available() if len(site.pages) >= _WORTH_SHARING else 1
    done = share(lambda number: _write_share(site, range(number, len(site.pages), count)), count)
    said += (line for part in done for line in part.said)
    for _, name, level, message in sorted(said, key=itemgetter(0)):
        logging.getLogger(name).log(level, "%s", message)
    for failure in filter(None, (part.failure for part in done)):
        raise Abort(failure)
    for number, anchors, links in (found for part in done for found in part.links):
        page = site.pages[number]
        page.present_anchor_ids = anchors
        page.links_to_anchors = {site.files.src_uris[uri]: named for uri, named in links.items()}


def _write_share(site: _Site, numbers: range) -> _Share:
    done = _Share()
    files = site.files.documentation_pages()
    chrome = Chrome(lambda page: mkdocs.render_page(page, site.config, files, site.nav, site.env))
    for number in numbers:
        page = site.pages[number]
        with _heard(number, done.said):
            try:
                if page.content is None and site.filler.fill(page):
                    _write(page, chrome.render(page))
                else:
                    mkdocs.write_page(page, site.config, files, site.nav, site.env)
            except Exception:  # noqa: BLE001 - told by the process that waits for this one
                done.failure = traceback.format_exc()
                return done
        links = {goal.src_uri: named for goal, named in (page.links_to_anchors or {}).items()}
        done.links.append((number, page.present_anchor_ids or set(), links))
        page.markdown = page.content = None
    return done


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
