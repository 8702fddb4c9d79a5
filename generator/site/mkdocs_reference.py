"""Read a site and render its pages as MkDocs does: the reference for our pages, and the converter of others.

`mkdocs.commands.build.build` is one function from a configuration to a site. Its steps for a page and for a
file of the theme have no public names. Only this module uses them, so that such pages are exactly those of
MkDocs, and so are its warnings.
"""

from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page


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

    def __init__(self, config: MkDocsConfig) -> None:
        """List the files, and read no page yet.

        Args:
            config: The configuration.
        """
        self.config = config
        self.env = config.theme.get_env()
        self.files = get_files(config)
        self.files.add_files_from_theme(self.env, config)
        set_exclusions(self.files, config)
        self.nav = get_navigation(self.files, config)
        self.documents = self.files.documentation_pages()
        self.pages = [file.page for file in self.documents if file.page]

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


def populate(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Read a page and convert its Markdown."""
    build._populate_page(page, config, files)  # noqa: SLF001 - see above
