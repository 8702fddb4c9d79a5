"""What templates see: an environment in which text is inert unless it says otherwise, and links.

A template cannot forget to escape: every value that is not `Markup` is escaped by `escape_markdown` on its
way out. `tex` is the filter for text of papers, which may hold formulas.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator import tex
from generator.model import ids
from generator.model.curation_values import Appearance, Link, LinkKind, Status, Venue, VenueKind
from generator.model.dates import format_day
from generator.model.entries import Author
from generator.model.json_text import encode_spaced
from generator.model.papers import Page, Paper
from generator.model.text import escape_markdown
from generator.publish import paths
from generator.publish.edit_links import EditLink

_MOST_NAMES = 4
_MOST_AUTHORS = 20  # that a paper's page shows all at once
_FIRST_AUTHORS = 12  # of more, these
# Letters of scripts that are written from right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# The pieces that rows and badges are joined from.
_TITLE = Markup('<span class="row-title">')
_AUTHORS = Markup('</span>\n    <span class="row-authors">')
_FACTS = Markup('</span>\n    <span class="row-facts">')
_REASON = Markup('</span>\n    <span class="source">')
_BADGE = Markup('<span class="badge badge-')
_SPAN_END = Markup("</span>")
_ANCHOR = Markup('<a href="')
_RELATION = Markup('" rel="')
_TAG_END = Markup('">')
_ANCHOR_END = Markup("</a>")
_LINK = (Markup("["), Markup("]("), Markup(")"))
_BDI = (Markup("<bdi>"), Markup("</bdi>"))
UGC = Markup("noopener ugc")  # an address that a contributor or a feed gave
_EMPTY_LINES = re.compile("\n{3,}")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The catalogue as seen from one page: links are relative to it.

    Attributes:
        origin: The page's file under ``docs/``.
        venues: Venue id to venue.
        rows: What `row` made already for other pages; those of one folder share theirs.
    """

    origin: str
    venues: Mapping[str, Venue]
    rows: dict[tuple[str, str], Markup] = field(default_factory=dict)

    def row(self, paper: Paper) -> Markup:
        """A paper in a list: title, authors, where and when; three lines of Markdown inside of an item."""
        key = (paths.get_folder(self.origin), paper.id)
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = joined(self._headline(paper), _FACTS, self.badges(paper), _SPAN_END)
        return row

    def related(self, paper: Paper, reason: str) -> Markup:
        """A paper in a list of related ones: title, authors, and why; three lines of Markdown."""
        key = ("related", paper.id)  # it stands on pages of papers only
        line = self.rows.get(key)
        if line is None:
            line = self.rows[key] = self._headline(paper)
        return joined(line, _REASON, escape_markdown(reason), _SPAN_END)

    def _headline(self, paper: Paper) -> Markup:
        title = link_to(isolated(paper.title), self.to("papers", paper.slug))
        return joined(_TITLE, title, _AUTHORS, byline(paper.authors))

    def to(self, folder: str, key: str | int) -> Markup:
        """Return the relative path of a page in a folder, for a Markdown link."""
        return self.to_file(paths.locate(folder, key))

    def to_file(self, page: str) -> Markup:
        """Return the relative path of a file under ``docs/``, for a Markdown link."""
        return inert_path(paths.build_relative_path(page, self.origin))

    def url_of(self, folder: str, key: str | int) -> Markup:
        """Return the relative address of a page in a folder, for a link in HTML."""
        return self.url_of_file(paths.locate(folder, key))

    def url_of_file(self, page: str) -> Markup:
        """Return the relative address of a page, for a link in HTML."""
        return inert_path(paths.build_relative_url(page, self.origin))

    def badges(self, paper: Paper, *, full: bool = False) -> Markup:
        """Where and when a paper appeared, and what is special about it, on one line of Markdown.

        Args:
            paper: The paper.
            full: Whether pages, version, awards and the way to the PDF are told too, as on the paper's own
                page.
        """
        badges = []
        if paper.status is Status.WITHDRAWN:
            badges.append(_badge("withdrawn", Markup("withdrawn")))
        if paper.appearance:
            label = escape_markdown(placed(paper.appearance, self.venues[paper.appearance.venue], full=full))
            badges.append(_badge("venue", link_to(label, self.to("venues", paper.appearance.venue))))
        if paper.published:
            badges.append(_badge("date", escape_markdown(format_day(paper.published))))
        if full and paper.version:
            badges.append(_badge("version", escape_markdown(f"v{paper.version}")))
        if full:
            badges += [_badge("award", escape_markdown(award)) for award in paper.awards]
        if code := next((link for link in paper.links if link.kind is LinkKind.CODE), None):
            badges.append(_badge("code", outside("code", code)))
        if full and ids.is_arxiv_id(paper.id) and paper.status is Status.LISTED:
            badges.append(_badge("pdf", anchor(escape_markdown(ids.build_pdf_url(paper.id)), Markup("PDF"))))
        return listed(badges, " ")


def render(template: str, path: str, meta: Mapping[str, Any], **values: object) -> Page:
    """A page from a template.

    Args:
        template: The template's name without ``.md.j2``.
        path: The page's file under ``docs/``.
        meta: Front matter; text in it must already be HTML, for MkDocs shows it as it is.
        values: What the template wants to know.
    """
    text = _environment().get_template(f"{template}.md.j2").render(values)
    # Tabs lead everywhere; the sidebar would only repeat them.
    shown = {**meta, "hide": meta.get("hide", ["navigation"])}
    lines = "\n".join(f"{name}: {encode_spaced(value)}" for name, value in shown.items())
    return Page(path, f"---\n{lines}\n---\n\n{_tidy(text)}")


def _tidy(text: str) -> str:
    """The text with at most one empty line in a row, ending in one newline."""
    lines = "\n".join([line.rstrip() for line in text.splitlines()])
    return _EMPTY_LINES.sub("\n\n", lines).strip("\n") + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.publish"),
        autoescape=True,
        auto_reload=False,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tex"] = tex.to_html
    environment.filters["isolated"] = isolated
    environment.filters["byline"] = byline
    environment.filters["number"] = "{:,}".format
    environment.filters["edit_link"] = _edit_link
    return environment


def _finalize(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape_markdown(str(value))


def attribute(text: str) -> str:
    """Text as it may stand in front matter, which MkDocs puts into HTML unescaped."""
    return str(escape(text))


def edit_meta(edit: EditLink | None) -> dict[str, object]:
    """Front matter for the link to the editor, which the theme puts at the page's end."""
    return {"edit": {"label": attribute(edit.label), "url": attribute(edit.url)}} if edit else {}


@lru_cache(maxsize=1 << 16)  # titles and names come again on many pages
def isolated(text: str) -> Markup:
    """A title or name, kept to itself where it runs from right to left and would turn its neighbours."""
    shown = tex.to_html(text, inline=True)
    is_turned = not text.isascii() and _RIGHT_TO_LEFT.search(text)
    return joined(_BDI[0], shown, _BDI[1]) if is_turned else shown


def byline(authors: Sequence[Author]) -> Markup:
    """Authors for a row of a list: all of a few, the first of many."""
    shown, rest = shorten_authors(authors)
    return joined(listed(isolated(author.name) for author in shown), escape_markdown(rest))


def shorten_authors(authors: Sequence[Author]) -> tuple[Sequence[Author], str]:
    """The authors whom a row names, and the words for the others."""
    if len(authors) <= _MOST_NAMES + 1:
        return authors, ""
    return authors[:_MOST_NAMES], f" and {len(authors) - _MOST_NAMES} more"


def first_authors(authors: Sequence[Author]) -> Sequence[Author]:
    """The authors whom a paper's page shows at once: all, or of many the first; the others are folded."""
    return authors if len(authors) <= _MOST_AUTHORS else authors[:_FIRST_AUTHORS]


def outside(label: str, link: Link | EditLink) -> Markup:
    """A link that leaves the site; one to the editor is ours, and no contributor's."""
    return anchor(escape_markdown(link.url), escape_markdown(label), UGC if isinstance(link, Link) else None)


def anchor(url: Markup, label: Markup, relation: Markup | None = None) -> Markup:
    """A link in HTML."""
    if relation is None:
        return joined(_ANCHOR, url, _TAG_END, label, _ANCHOR_END)
    return joined(_ANCHOR, url, _RELATION, relation, _TAG_END, label, _ANCHOR_END)


def joined(*parts: Markup) -> Markup:
    """Pieces of markup, one after the other; many times faster than a format."""
    return Markup("".join(parts))  # noqa: S704 - made of markup


def listed(parts: Iterable[Markup], between: str = ", ") -> Markup:
    """Pieces of markup with a word of ours between them."""
    return Markup(between.join(parts))  # noqa: S704 - made of markup


def _edit_link(edit: EditLink) -> Markup:
    return outside(edit.label, edit)


def inert_path(path: str) -> Markup:
    """A path inside of the site as a Markdown link's target."""
    return escape_markdown(path)


def placed(appearance: Appearance, venue: Venue, *, full: bool) -> str:
    """``ASPLOS 2026``; in full ``IPDPS 2025, pp. 775-788`` or ``The Bridge 55, 4, 29-36 (2026)``."""
    year = str(appearance.year) if appearance.year else ""
    if full and venue.kind in (VenueKind.JOURNAL, VenueKind.MAGAZINE) and appearance.volume:
        numbers = [part for part in (appearance.volume, appearance.number, appearance.pages) if part]
        return f"{venue.acronym} {', '.join(numbers)}" + (f" ({year})" if year else "")
    label = f"{venue.acronym} {year}".strip()
    return f"{label}, pp. {appearance.pages}" if full and appearance.pages else label


def _badge(kind: str, content: Markup) -> Markup:
    return joined(_BADGE, escape_markdown(kind), _TAG_END, content, _SPAN_END)


def link_to(label: Markup, target: Markup) -> Markup:
    """A link in Markdown."""
    return joined(_LINK[0], label, _LINK[1], target, _LINK[2])
