r"""TeX in titles, abstracts and comments: found, made readable, made into inert HTML.

arXiv keeps text in ASCII or Unicode with TeX in it (https://info.arxiv.org/help/prep.html), written for
people as much as for TeX: ``~35%`` is "about", ``%`` never begins a comment, ``$5`` is money.
`split_formulas` finds the formulas, `to_text` gives Unicode for citations, search and feeds, `to_html` HTML
for pages.

Text is read token by token (``words``, ``macros``). Formulas go through ``source``, which lets known commands
pass and no others, to latex2mathml, and its tree is built anew from a whitelist (``mathml``): no markup that
comes from a feed reaches a page. What cannot be converted stays as its source, and nothing here raises.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from generator.model.text import clean_line, escape_markdown
from generator.tex.characters import linear, searchable
from generator.tex.formulas import Kind, Segment, inside, split_formulas
from generator.tex.mathml import math, script, simple, tree
from generator.tex.source import RefusedError, allowed
from generator.tex.words import Piece, Tag, pieces

__all__ = ["Kind", "Segment", "split_formulas", "to_html", "to_line", "to_text"]

_BLANKS = re.compile(" {2,}")


@lru_cache(maxsize=4096)  # citations, tags and lists ask for the same names and titles, one after the other
def to_text(text: str) -> str:
    r"""Readable Unicode: accents, quotes, dashes and macros resolved, formulas in a line of characters.

    A text without backslash and dollar changes only in paired TeX quotes, ``--`` and ``---``, ``~`` between
    words, and braces around one letter outside ASCII. A formula that cannot be converted is its source
    without delimiters.
    """
    return "".join(_plain(piece) for piece in pieces(text))


def to_line(text: str) -> str:
    """Convert text as `to_text` does, and put it on one line."""
    return clean_line(to_text(text))


def to_html(text: str, *, inline: bool = False) -> Markup:
    r"""Inert HTML in one line, safe in raw HTML and, off the beginning of a line, in Markdown.

    Text is escaped; ``\emph`` and the like become ``em``, ``code``, ``sup`` and ``sub``; formulas become
    MathML, or plain characters where they have no structure; what cannot be converted becomes
    ``<code class="tex">`` with its source.

    Args:
        text: What the paper says.
        inline: Whether no formula is displayed, as in a title, which may be a link.
    """
    html = "".join(_markup(piece, inline=inline) for piece in pieces(text))
    folded = _BLANKS.sub(" ", html) if "  " in html else html
    return Markup(folded)  # noqa: S704 - made of inert text and our own elements


def _plain(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Tag):
        return ""
    formula = _formula(inside(piece), display=False)
    return inside(piece) if formula is None else formula.plain


def _markup(piece: Piece, *, inline: bool) -> str:
    if isinstance(piece, str):
        return escape_markdown(piece)
    if isinstance(piece, Tag):
        return f"</{piece.name}>" if piece.closes else f"<{piece.name}>"
    formula = _formula(inside(piece), display=piece.kind is Kind.DISPLAY and not inline)
    return f'<code class="tex">{escape_markdown(inside(piece))}</code>' if formula is None else formula.html


class _Formula(NamedTuple):
    """A formula, converted."""

    plain: str
    html: str


# Most formulas of a catalogue are few: n, k, O(n). What is kept makes a second reading cost nothing.
@lru_cache(maxsize=16384)
def _formula(tex: str, *, display: bool) -> _Formula | None:
    """The formula in characters and in HTML, or None where it cannot be converted."""
    try:
        row = tree(allowed(tex, to_text), display=display)
    except RefusedError:
        return None
    text = simple(row)
    if text is not None:
        return _Formula(searchable(text), escape_markdown(text))
    return _Formula(linear(row), script(row) or math(row, display=display))
