"""Render a page as MkDocs does: the reference for our own pages, and the converter of all others.

`mkdocs.commands.build.build` is one function from a configuration to a site. Its steps for a page and for a
file of the theme have no public names. Only this module uses them, so that such pages are exactly those of
MkDocs, and so are its warnings.
"""

from collections.abc import Sequence

import jinja2
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def populate(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Read a page and convert its Markdown."""
    build._populate_page(page, config, files)  # noqa: SLF001 - see above


def write_page(
    page: Page, config: MkDocsConfig, files: Sequence[File], nav: Navigation, env: jinja2.Environment
) -> None:
    """Render a page that was read, and write it."""
    build._build_page(page, config, files, nav, env)  # noqa: SLF001 - see above


def render_with_mkdocs(
    page: Page, config: MkDocsConfig, files: Sequence[File], nav: Navigation, env: jinja2.Environment
) -> str:
    """Return what `write_page` writes in a site without plugins."""
    page.active = True
    try:
        context = build.get_context(nav, files, config, page)
        return env.get_template(page.meta.get("template", "main.html")).render(context)
    finally:
        page.active = False


def write_template(
    name: str, env: jinja2.Environment, files: Files, config: MkDocsConfig, nav: Navigation
) -> None:
    """Render a file of the theme that is not a page, and write it."""
    build._build_theme_template(name, env, files, config, nav)  # noqa: SLF001 - see above
