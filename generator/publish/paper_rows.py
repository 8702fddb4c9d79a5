"""Papers as rows of a list, in Markdown: title, authors, a line of badges, and what the paper contributes."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator import tex
from generator.model.curation_values import Status, Venue
from generator.model.dates import format_date
from generator.model.escaping import escape_markdown
from generator.model.papers import Paper, PaperAuthor
from generator.publish import paths
from generator.publish.formatting import (
    SEPARATOR,
    choose_sentence,
    format_venue,
    isolate_direction,
    shorten_authors,
)
from generator.publish.page_links import UNTRUSTED, PageLinks, build_link, escape_url
from generator.translation.messages import _

_LINE_BREAK = "  \n    "
_NEW_LINE = "\n    "
# HTML, because emphasis in Markdown cannot contain the emphasis of badges.
_FACTS = Markup('<span class="row-facts">{}</span>')


@dataclass(frozen=True, slots=True)
class PaperRows:
    """Renders the rows of one page.

    Attributes:
        links: The links of the page.
        venues: Venues by id.
        venue_pages: Ids of the venues that have a page.
        cache: Rows of other pages; pages in the same folder share theirs.
    """

    links: PageLinks
    venues: Mapping[str, Venue]
    venue_pages: Container[str]
    cache: dict[tuple[str, str, str], Markup]

    def render(self, paper: Paper, note: str | None = None) -> Markup:
        """Render a paper as the text of a list item.

        Args:
            paper: The paper.
            note: Text with TeX in place of what the paper contributes.
        """
        if note is not None:
            return self._join_lines(paper, emphasise(tex.to_markdown(note), ".row-summary"))
        key = ("row", paths.get_folder(self.links.origin), paper.id)
        row = self.cache.get(key)
        if row is None:
            row = self.cache[key] = self._join_lines(paper, self._render_sentence(paper))
        return row

    def _join_lines(self, paper: Paper, text: Markup) -> Markup:
        byline, badges = render_byline(paper.authors), self.render_badges(paper)
        lines = [byline and emphasise(byline, ".row-authors"), badges and _FACTS.format(badges)]
        details = concat(filter(None, lines), _LINE_BREAK)
        return concat(filter(None, [self.render_title(paper), details, text]), _NEW_LINE)

    def _render_sentence(self, paper: Paper) -> Markup:
        """Render what a paper contributes, which is the same in all folders; nothing if it is unknown."""
        key = ("sentence", "", paper.id)
        sentence = self.cache.get(key)
        if sentence is None:
            text = choose_sentence(paper)
            sentence = emphasise(tex.to_markdown(text), ".row-summary") if text else Markup("")
            self.cache[key] = sentence
        return sentence

    def render_related(self, paper: Paper, reason: str) -> Markup:
        """Render a paper that is related to another, with the reason."""
        return concat([self.render(paper), emphasise(escape_markdown(reason), ".source")], _NEW_LINE)

    def render_title(self, paper: Paper) -> Markup:
        """Render the title of a paper, which links to its page."""
        link = build_link(
            isolate_direction(paper.title), self.links.build_target_below(paths.PAPERS, paper.slug)
        )
        return Markup(f"**{link}**{{ .row-title }}")  # noqa: S704 - made of markup

    def render_badges(self, paper: Paper, *, full: bool = False) -> Markup:
        """Render on one line where and when a paper appeared, and what is special about it.

        Args:
            paper: The paper.
            full: Include pages and version, and leave out the code, as on the paper's own page.
        """
        badges = []
        if paper.status is Status.WITHDRAWN:
            badges.append(emphasise(escape_markdown(_("withdrawn")), ".badge .withdrawn"))
        if paper.is_retracted:
            badges.append(emphasise(escape_markdown(_("retracted")), ".badge .withdrawn"))
        if paper.appearance:
            label = format_venue(paper.appearance, self.venues[paper.appearance.venue], full=full)
            badges.append(self._render_venue(paper.appearance.venue, label))
        badges.append(escape_markdown(_format_date_and_version(paper, full=full)))
        badges += [emphasise(escape_markdown(award), ".badge .award") for award in paper.awards]
        if paper.code_url and not full:
            badges.append(
                build_link(escape_markdown(_("code")), escape_url(paper.code_url), f".badge {UNTRUSTED}")
            )
        return concat(filter(None, badges), " ")

    def _render_venue(self, venue_id: str, label: str) -> Markup:
        """Render a venue as a badge, which links to the page of the venue if there is one."""
        text = escape_markdown(label)
        if venue_id not in self.venue_pages:
            return emphasise(text, ".badge")
        return build_link(text, self.links.build_target_below(paths.VENUES, venue_id), ".badge")


def _format_date_and_version(paper: Paper, *, full: bool) -> str:
    parts = [format_date(paper.published, paper.published_precision)] if paper.published else []
    if full and paper.version:
        parts.append(f"v{paper.version}")
    return SEPARATOR.join(parts)


def render_byline(authors: Sequence[PaperAuthor]) -> Markup:
    """Render the authors of a row: all of a few, the first of many."""
    shown, hidden_count = shorten_authors(authors)
    names = concat((isolate_direction(author.name) for author in shown), ", ")
    if not hidden_count:
        return names
    return Markup(_("%(authors)s and %(count)s more", authors=names, count=hidden_count))  # noqa: S704 - see `_`


def emphasise(text: Markup, attributes: str) -> Markup:
    """Mark a text in Markdown, with attributes of its HTML element: ``*text*{ .source }``."""
    return Markup(f"*{text}*{{ {attributes} }}")  # noqa: S704 - made of markup


def concat(parts: Iterable[Markup], separator: str) -> Markup:
    """Join pieces of markup; many times faster than `Markup.join`, which escapes what is markup already."""
    return Markup(separator.join(parts))  # noqa: S704 - made of markup
