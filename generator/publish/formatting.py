"""Short texts that pages and files share: venues, authors, what a paper contributes, beginnings of texts.

All functions but `isolate_direction` return plain text; what a paper contributes has TeX.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from generator import tex
from generator.derive.sentences import split_into_sentences
from generator.model.curation_values import Appearance, Venue
from generator.model.papers import Paper, PaperAuthor
from generator.translation.messages import _

SEPARATOR = "\u00a0· "  # between the parts of a line; when it wraps, no line begins with the dot

_MAX_ROW_AUTHORS = 4  # in a row of a list
_MAX_PAGE_AUTHORS = 20  # on a paper's page
_FIRST_PAGE_AUTHORS = 12  # of a paper that has more
_MAX_LEAD = 160  # characters of a text under a title, of which nothing is folded
# Letters of scripts that are written from right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def format_venue(appearance: Appearance, venue: Venue, *, full: bool = False) -> str:
    """Format where and when a paper appeared.

    ``ASPLOS 2026``; in full ``IPDPS 2025, pp. 775-788`` or ``The Bridge 55, 4, 29-36 (2026)``.
    """
    year = str(appearance.year) if appearance.year else ""
    if full and not venue.is_event and appearance.volume:
        numbers = [part for part in (appearance.volume, appearance.number, appearance.pages) if part]
        return f"{venue.acronym} {', '.join(numbers)}" + (f" ({year})" if year else "")
    label = f"{venue.acronym} {year}".strip()
    return (
        _("%(venue)s, pp. %(pages)s", venue=label, pages=appearance.pages)
        if full and appearance.pages
        else label
    )


def shorten_authors(authors: Sequence[PaperAuthor]) -> tuple[Sequence[PaperAuthor], int]:
    """Return the authors that a row of a list names, and the number of the others."""
    if len(authors) <= _MAX_ROW_AUTHORS + 1:
        return authors, 0
    return authors[:_MAX_ROW_AUTHORS], len(authors) - _MAX_ROW_AUTHORS


def select_first_authors(authors: Sequence[PaperAuthor]) -> Sequence[PaperAuthor]:
    """Return the authors that a paper's page shows at once: all, or the first of many."""
    return authors if len(authors) <= _MAX_PAGE_AUTHORS else authors[:_FIRST_PAGE_AUTHORS]


def choose_statement(paper: Paper) -> tuple[str, str] | None:
    """Return what a paper contributes, in a sentence or two with TeX, and a label that states the source."""
    if paper.summary:
        return paper.summary, _("From the curators")
    return (paper.contribution, _("From the abstract")) if paper.contribution else None


def choose_sentence(paper: Paper) -> str | None:
    """Return what a paper contributes, in one sentence with TeX: the curators' first, or the abstract's."""
    return split_into_sentences(paper.summary)[0] if paper.summary else paper.contribution


def split_lead(text: str) -> tuple[str, str]:
    """Split the text under the title of a list into its beginning, and the rest, which is folded.

    The beginning is all of a short text, and else the first sentence.
    """
    if len(text) <= _MAX_LEAD:
        return text, ""
    first, *others = split_into_sentences(text)
    return first, " ".join(others)


def is_right_to_left(text: str) -> bool:
    """Whether a text has letters that are written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def begin_paragraph(markdown: Markup) -> Markup:
    """Return Markdown that stays a paragraph where it begins with a formula, which could pass for HTML.

    >>> print(begin_paragraph(Markup("<math><mi>x</mi></math> grows")))
    <span></span><math><mi>x</mi></math> grows
    """
    return Markup("<span></span>{}").format(markdown) if markdown.startswith("<math") else markdown


@lru_cache(maxsize=1 << 16)  # titles and names occur on many pages
def isolate_direction(text: str) -> Markup:
    """Convert a title or name to Markdown, so that right-to-left text does not reorder its line."""
    markdown = tex.to_markdown(text, inline=True)
    return Markup("<bdi>{}</bdi>").format(markdown) if is_right_to_left(text) else markdown
