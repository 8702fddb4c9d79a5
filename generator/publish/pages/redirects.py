"""Pages at former addresses, which lead to the present ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.papers import Page
from generator.publish import paths
from generator.publish.page_templates import escape_html
from generator.publish.site_data import SiteData
from generator.translation.messages import _


@dataclass(frozen=True, slots=True)
class RedirectTarget:
    """A page that a former address leads to: its name and its file under ``docs/``."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former page.

    Attributes:
        page: Its file under ``docs/``.
        targets: The page that replaces it; or several, from which the reader chooses.
    """

    page: str
    targets: Sequence[RedirectTarget]


def render_redirect(redirect: Redirect, site: SiteData) -> Page:
    """Render a page that sends readers to its only target, or lets them choose from several."""
    targets = redirect.targets
    is_unique = len(targets) == 1
    title = _("This page has moved") if is_unique else _("Several people have this name")
    meta = {
        "template": "redirect.html",
        "title": escape_html(title),
        "robots": "noindex",
        **({"redirect_to": paths.build_url(targets[0].page)} if is_unique else {}),
    }
    return site.render("redirect", redirect.page, meta, title=title, targets=targets)
