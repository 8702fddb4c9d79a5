"""Read a site and render its pages as MkDocs does: the reference for our pages, and the converter of others.

`mkdocs.commands.build.build` is one function from a configuration to a site. Its steps for a page and for a
file of the theme have no public names. Only this module uses them, so that such pages are exactly those of
MkDocs, and so are its warnings.
"""

from collections.abc import Container, Iterable
from typing import Any

from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date


class MkDocsSite:
    """A site without plugins.

    Attributes:
        config: Its configuration.
        env: Finds the templates of its theme.
        files: All files, with those of the theme.
        documents: The files of its pages.
        pages: Its pages.
        nav: Its navigation.
    """

    def __init__(
        self, config: MkDocsConfig, names: Container[str] | None = None, selected: Iterable[str] = ()
    ) -> None:
        """List the files, and read no page yet.

        Args:
            config: The configuration.
            names: The paths of all files, if those are known. Then only the pages in the navigation, which
                ``mkdocs.yml`` must list, and those that are selected are listed; `find_file` finds all.
            selected: The paths of these pages and files.
        """
        self.config = config
        self.env = config.theme.get_env()
        if names is None:
            self.files = get_files(config)
            self.files.add_files_from_theme(self.env, config)
            set_exclusions(self.files, config)
        else:
            self.files = _KnownFiles(config, names)
        self.nav = get_navigation(self.files, config)
        for name in selected:
            self.find_file(name)
        self.documents = self.files.documentation_pages()
        self.pages = [file.page for file in self.documents if file.page]

    def find_file(self, path: str) -> File | None:
        """Return the file of a path below the folder of pages; None if there is none."""
        if not isinstance(self.files, _KnownFiles):
            return self.files.src_uris.get(path)
        file = self.files.get_file_from_path(path)
        if file and file.page is None and file.is_documentation_page():
            Page(None, file, self.config)  # it becomes the page of the file
        return file

    def populate(self, page: Page) -> None:
        """Read a page and convert its Markdown."""
        build._populate_page(page, self.config, self.files)  # noqa: SLF001 - see above

    def write_page(self, page: Page) -> None:
        """Render a page that was read, and write it."""
        build._build_page(page, self.config, self.documents, self.nav, self.env)  # noqa: SLF001 - see above

    def render(self, page: Page) -> str:
        """Return what `write_page` writes."""
        page.active = True
        try:
            context = build.get_context(self.nav, self.documents, self.config, page)
            return self.env.get_template(page.meta.get("template", "main.html")).render(context)
        finally:
            page.active = False

    def write_template(self, name: str) -> None:
        """Render a file of the theme that is not a page, and write it."""
        build._build_theme_template(name, self.env, self.files, self.config, self.nav)  # noqa: SLF001 - see above

    def write_sitemap(self, name: str, facts: Iterable[tuple[str, str | None, dict[str, Any]]]) -> None:
        """Write a sitemap that shows no more of pages than their addresses and these facts.

        Making whole pages takes five times as long.

        Args:
            name: The name of its template.
            facts: Path, title and front matter of all pages.
        """
        files, day = [], get_build_date()
        for path, title, meta in facts:
            file = make_file(self.config, path)
            file.inclusion = InclusionLevel.INCLUDED
            page = file.page = Page.__new__(Page)
            page.file, page.title, page.meta, page.update_date = file, title, meta, day
            page._set_canonical_url(self.config.site_url)  # noqa: SLF001 - see above
            files.append(file)
        listed = Files(sorted(files, key=file_sort_key))
        build._build_theme_template(name, self.env, listed, self.config, self.nav)  # noqa: SLF001 - see above


def make_file(config: MkDocsConfig, path: str) -> File:
    """Make the file of a path below the folder of pages."""
    return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)


class _KnownFiles(Files):
    """Files whose names are known. Each is made when it is asked for, because there are thousands."""

    def __init__(self, config: MkDocsConfig, names: Container[str]) -> None:
        super().__init__([])
        self._config = config
        self._names = names

    def get_file_from_path(self, path: str) -> File | None:
        if path in self._names and path not in self.src_uris:
            file = make_file(self._config, path)
            set_exclusions([file], self._config)
            self.append(file)
        return self.src_uris.get(path)
