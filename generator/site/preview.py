"""Make single files of the site on demand, as a build makes them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from generator.model.layout import DOCS, MKDOCS_CONFIG
from generator.site.fast_build import find_our_files, needs_mkdocs, read_templates
from generator.site.mkdocs_reference import MkDocsSite
from generator.site.page_content import Filler, is_published
from generator.system.files import scan_files

_SITEMAP: Final = "sitemap.xml"


class Preview:
    """A site whose files are made on demand.

    A page is read and converted again at each request. What all pages share is kept until `update`: the
    configuration, the theme, the names of all files, and the pages in the navigation. A site that only MkDocs
    can build, for example because of plugins, is built as a whole by every update.

    Attributes:
        mount_path: The path of the address of the site, such as ``/`` or ``/papers/``.
        our_files: The files below ``docs/`` that this program wrote.
    """

    def __init__(self, root: Path, host_url: str, folder: Path) -> None:
        """Read the site.

        Args:
            root: The catalogue's folder.
            host_url: The address of the server.
            folder: An empty folder for files that cannot be made in memory.

        Raises:
            MkDocsException: ``mkdocs.yml`` is not valid.
            OSError: A file cannot be read.
        """
        self._root = root
        self._host_url = host_url
        self._folder = folder
        self._read()

    def _read(self) -> None:
        self._is_current = False
        config = load_config(str(self._root / MKDOCS_CONFIG), site_dir=str(self._folder), strict=False)
        mount_path = urlsplit(config.site_url or "/").path.rstrip("/") + "/"
        config.site_url = urljoin(self._host_url, mount_path)
        our_files = find_our_files(self._root / DOCS)
        if needs_mkdocs(config, read_templates(config)):
            build_with_mkdocs(config)
            prefix = len(str(self._folder)) + 1
            self._site, self._built = None, {entry.path[prefix:] for entry in scan_files(str(self._folder))}
        else:
            site = MkDocsSite(config)
            self._filler = Filler(site, our_files)
            for page in site.nav.pages:
                self._filler.fill(page, self._filler.read_source(page))
            # A page takes the place of another file with its name.
            files = sorted(filter(is_published, site.files), key=File.is_documentation_page)
            self._site, self._files = site, {file.dest_uri: file for file in files}
        self.mount_path, self.our_files = mount_path, our_files
        self._is_current = True

    def update(self, paths: Collection[str]) -> None:
        """Read what has changed.

        Args:
            paths: The changed files and folders, below the catalogue's folder.

        Raises:
            MkDocsException: ``mkdocs.yml`` is not valid; until it is, files are made as before.
            OSError: A file cannot be read.
        """
        names = {path.removeprefix(f"{DOCS}/") for path in paths if path.startswith(f"{DOCS}/")}
        known = self._site.files.src_uris if self._site else {}
        is_listed = all((name in known) == (self._root / DOCS / name).exists() for name in names)
        if self._site is None or len(names) < len(paths) or not (is_listed and self._is_current):
            self._read()
            return
        for page in self._site.nav.pages:
            if page.file.src_uri in names:
                self._filler.fill(page, self._filler.read_source(page))

    def make(self, name: str) -> bytes | None:
        """Return the content of a file of the site; None if there is none of this name.

        Raises:
            MkDocsException: A page cannot be made.
            OSError: A file cannot be read.
        """
        if self._site is None:
            return (self._folder / name).read_bytes() if name in self._built else None
        if name in self._site.config.theme.static_templates:
            return self._make_theme_file(self._site, name)
        file = self._files.get(name)
        if file is None:
            return None
        return self._make_page(self._site, file.page) if file.page else file.content_bytes

    def has(self, name: str) -> bool:
        """Whether the site has a file of this name."""
        return name in (self._built if self._site is None else self._files)

    def _make_page(self, site: MkDocsSite, page: Page) -> bytes:
        with self._fill(page):
            return site.render(page).encode("utf-8", errors="xmlcharrefreplace")

    @contextmanager
    def _fill(self, page: Page) -> Iterator[None]:
        """Fill a page in this context; pages in the navigation stay filled."""
        is_in_navigation = page.content is not None
        if not is_in_navigation:
            self._filler.fill(page, self._filler.read_source(page))
        try:
            yield
        finally:
            if not is_in_navigation:
                page.content = None

    def _make_theme_file(self, site: MkDocsSite, name: str) -> bytes:
        if name == _SITEMAP:
            for page in site.pages:  # the sitemap shows front matter of all pages
                with self._fill(page):
                    pass
        site.write_template(name)
        return (self._folder / name).read_bytes()
