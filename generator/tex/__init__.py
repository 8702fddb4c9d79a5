r"""TeX in titles, names, abstracts and comments: convert it to plain text, Markdown and HTML.

Feeds keep text in ASCII or Unicode with TeX in it (https://info.arxiv.org/help/prep.html), written for people
as much as for TeX: ``~35%`` means "about", ``%`` never begins a comment, ``$5`` is money. `split_formulas`
finds the formulas, `to_text` gives Unicode for citations, search and feeds, `to_markdown` gives Markdown for
pages, and `to_html` gives HTML.

Text is read token by token (``words``, ``macros``). A formula is reduced to known commands (``source``),
parsed by latex2mathml, and rebuilt from a list of allowed elements (``mathml``), so that no markup of a feed
reaches a page. What cannot be converted is shown as its source. Nothing here raises.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from generator.model.escaping import escape_markdown, escape_parts
from generator.model.text import clean_line
from generator.tex.characters import format_on_one_line, simplify_characters
from generator.tex.formulas import Kind, Segment, get_content, split_formulas
from generator.tex.mathml import build_mathml, build_script_html, build_tree, get_simple_text
from generator.tex.source import RefusedError, rewrite_source
from generator.tex.words import Piece, Tag, read_pieces

__all__ = ["Kind", "Segment", "split_formulas", "to_html", "to_line", "to_markdown", "to_text"]


@lru_cache(maxsize=4096)  # citations, tags and lists convert the same names and titles one after the other
def to_text(text: str) -> str:
    r"""Convert text to Unicode: ``r"G\"odel's $O(n^2)$"`` becomes ``"Gödel's O(n²)"``.

    In text without backslash and dollar, only these change: paired TeX quotes, ``--`` and ``---``, ``~``
    between words, and braces around one letter outside ASCII. A formula that cannot be converted becomes its
    source without delimiters.
    """
    return "".join(_convert_to_text(piece) for piece in read_pieces(text))


def to_line(text: str) -> str:
    """Convert text as `to_text` does, and put it on one line."""
    return clean_line(to_text(text))


def to_markdown(
    text: str, *, inline: bool = False, split_words: Callable[[str], Iterable[str]] | None = None
) -> Markup:
    r"""Convert text to Markdown on one line: ``r"\emph{a} $x<n$"`` becomes ``<em>a</em> <math>…</math>``.

    The result is right wherever a template puts it, as with `escape_markdown`. ``\emph`` and the like become
    ``em``, ``code``, ``sup`` and ``sub``. Formulas become MathML, or plain characters if they have no
    structure. What cannot be converted becomes ``<code class="tex">`` with its source.

    Args:
        text: Text of a feed.
        inline: Show display formulas inline, as in a title, which may be a link.
        split_words: Splits the words between elements and formulas into text, which is still to be escaped,
            and `Markup`.
    """
    return _convert(text, inline=inline, escape=escape_markdown, split_words=split_words)


def to_html(text: str, *, inline: bool = False) -> Markup:
    """Convert text as `to_markdown` does, but for HTML in which Markdown is not converted."""
    return _convert(text, inline=inline, escape=escape)


def _convert(
    text: str,
    *,
    inline: bool,
    escape: Callable[[str], Markup],
    split_words: Callable[[str], Iterable[str]] | None = None,
) -> Markup:
    parts: list[str] = []
    for piece in read_pieces(text):
        if split_words and isinstance(piece, str):
            parts += split_words(piece)
        else:
            parts += _convert_piece(piece, inline=inline)
    return escape_parts(parts, escape)


def _convert_to_text(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Tag):
        return ""
    formula = _convert_formula(get_content(piece), display=False)
    return get_content(piece) if formula is None else formula.text


def _convert_piece(piece: Piece, *, inline: bool) -> tuple[str, ...]:
    """Return texts, which are still to be escaped, and elements, which are markup."""
    if isinstance(piece, str):
        return (piece,)
    if isinstance(piece, Tag):
        return (Markup(f"<{'/' if piece.is_closing else ''}{piece.name}>"),)  # noqa: S704 - one of our elements
    formula = _convert_formula(get_content(piece), display=piece.kind is Kind.DISPLAY and not inline)
    if formula is None:
        return (_SOURCE_START, get_content(piece), _SOURCE_END)
    return (formula.simple_text if formula.html is None else formula.html,)


_SOURCE_START, _SOURCE_END = Markup('<code class="tex">'), Markup("</code>")


class _Formula(NamedTuple):
    """A converted formula; it has HTML if it has a structure."""

    text: str
    simple_text: str = ""
    html: Markup | None = None


# A catalogue has few different formulas (n, k, O(n)), and each is converted for text and for HTML.
@lru_cache(maxsize=16384)
def _convert_formula(tex: str, *, display: bool) -> _Formula | None:
    """Convert a formula without delimiters; None if it cannot be converted."""
    try:
        row = build_tree(rewrite_source(tex, to_text), display=display)
    except RefusedError:
        return None
    simple_text = get_simple_text(row)
    if simple_text is not None:
        return _Formula(simplify_characters(simple_text), simple_text)
    html = build_script_html(row) or build_mathml(row, display=display)
    return _Formula(format_on_one_line(row), html=Markup(html))  # noqa: S704 - built from parsed nodes
