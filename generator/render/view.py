"""What templates see: an environment in which text is inert unless it says otherwise, and links.

A template cannot forget to escape: every value that is not `Markup` goes through `text.inert` on its way
out. `tex` is the filter for text of papers, which may hold formulas.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator import tex
from generator.model import Author, Link, LinkKind, Page, Paper, Placement, Status, Venue, VenueKind
from generator.render import addresses
from generator.render.editing import Edit
from generator.text import inert

_MOST_NAMES = 4
_PAGES = {
    "home": addresses.HOME,
    "about": addresses.ABOUT,
    "contribute": addresses.CONTRIBUTE,
    "papers": addresses.PAPERS,
    "topics": addresses.TOPICS,
    "names": addresses.NAMES,
    "venues": addresses.VENUES,
    "years": addresses.YEARS,
}
_ADDRESSES = {
    "paper": addresses.paper,
    "topic": addresses.topic,
    "name": addresses.name,
    "venue": addresses.venue,
    "year": addresses.year,
    "reading_list": addresses.reading_list,
}


@dataclass(frozen=True, slots=True)
class View:
    """The catalogue as seen from one page: links are relative to it.

    Attributes:
        origin: The page's file under ``docs/``.
        venues: Venue id to venue.
    """

    origin: str
    venues: Mapping[str, Venue]

    def link(self, kind: str, key: str | int) -> Markup:
        """The way to a paper, topic, name, venue, year or reading list."""
        address: str = _ADDRESSES[kind](key)  # type: ignore[operator]  # each takes its own kind of key
        return inert_path(addresses.relative(address, self.origin))

    def to(self, page: str) -> Markup:
        """The way to a page that is named by its file."""
        return inert_path(addresses.relative(page, self.origin))

    def page(self, name: str) -> Markup:
        """The way to a page that is there once."""
        return inert_path(addresses.relative(_PAGES[name], self.origin))

    def badges(self, paper: Paper, *, full: bool = False) -> Markup:
        """Where and when a paper appeared, and what is special about it, on one line of Markdown.

        Args:
            paper: The paper.
            full: Whether pages, version and awards are told too, as on the paper's own page.
        """
        badges = []
        if paper.status is Status.WITHDRAWN:
            badges.append(_badge("withdrawn", Markup("withdrawn")))
        if paper.placement:
            label = inert(placed(paper.placement, self.venues[paper.placement.venue], full=full))
            badges.append(_badge("venue", _link(label, self.link("venue", paper.placement.venue))))
        if paper.published:
            badges.append(_badge("date", inert(day(paper.published))))
        if full and paper.version:
            badges.append(_badge("version", inert(f"v{paper.version}")))
        if full:
            badges += [_badge("award", inert(award)) for award in paper.awards]
        if code := next((link for link in paper.links if link.kind is LinkKind.CODE), None):
            badges.append(_badge("code", outside("code", code)))
        return Markup(" ").join(badges)


def render(template: str, path: str, meta: Mapping[str, Any], **values: object) -> Page:
    """A page from a template.

    Args:
        template: The template's name without ``.md.j2``.
        path: The page's file under ``docs/``.
        meta: Front matter; text in it must already be HTML, for MkDocs shows it as it is.
        values: What the template wants to know.
    """
    text = _environment().get_template(f"{template}.md.j2").render(values)
    shown = {"hide": ["navigation"], **meta}  # tabs lead everywhere; the sidebar would only repeat them
    lines = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in shown.items())
    return Page(path, f"---\n{lines}\n---\n\n{_tidy(text)}")


def _tidy(text: str) -> str:
    """The text with at most one empty line in a row, ending in one newline."""
    lines: list[str] = []
    for line in text.splitlines():
        stripped = line.rstrip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines).rstrip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.render"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tex"] = tex.markup
    environment.filters["byline"] = byline
    environment.filters["edit_link"] = _edit_link
    return environment


def _finalize(value: object) -> Markup:
    return value if isinstance(value, Markup) else inert(str(value))


def attribute(text: str) -> str:
    """Text as it may stand in front matter, which MkDocs puts into HTML unescaped."""
    return str(escape(text))


def edit_meta(edit: Edit | None) -> dict[str, object]:
    """Front matter for the link to the editor, which the theme puts at the page's end."""
    return {"edit": {"label": attribute(edit.label), "url": attribute(edit.url)}} if edit else {}


def byline(authors: Sequence[Author]) -> Markup:
    """Authors for a row of a list: all of a few, the first of many."""
    shown = authors if len(authors) <= _MOST_NAMES + 1 else authors[:_MOST_NAMES]
    names = Markup(", ").join(tex.markup(author.name) for author in shown)
    rest = len(authors) - len(shown)
    return names + f" and {rest} more" if rest else names


def outside(label: str, link: Link | Edit) -> Markup:
    """A link that leaves the site; one to the editor is ours, and no contributor's."""
    relation = "noopener ugc" if isinstance(link, Link) else "noopener"
    return Markup('<a href="{}" rel="{}">{}</a>').format(inert(link.url), relation, inert(label))


def _edit_link(edit: Edit) -> Markup:
    return outside(edit.label, edit)


def inert_path(path: str) -> Markup:
    """A path inside of the site as a Markdown link's target."""
    return inert(path)


def placed(placement: Placement, venue: Venue, *, full: bool) -> str:
    """``ASPLOS 2026``; in full ``IPDPS 2025, pp. 775-788`` or ``The Bridge 55, 4, 29-36 (2026)``."""
    year = str(placement.year) if placement.year else ""
    if full and venue.kind in (VenueKind.JOURNAL, VenueKind.MAGAZINE) and placement.volume:
        numbers = [part for part in (placement.volume, placement.number, placement.pages) if part]
        return f"{venue.short} {', '.join(numbers)}" + (f" ({year})" if year else "")
    label = f"{venue.short} {year}".strip()
    return f"{label}, pp. {placement.pages}" if full and placement.pages else label


def day(when: date) -> str:
    """``3 January 2026``."""
    return f"{when.day} {when:%B %Y}"


def _badge(kind: str, content: Markup) -> Markup:
    return Markup('<span class="badge badge-{}">{}</span>').format(kind, content)


def _link(label: Markup, target: Markup) -> Markup:
    return Markup("[{}]({})").format(label, target)
