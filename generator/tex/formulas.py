"""Find the formulas in text, and distinguish them from amounts of money.

Input: any text. Output: segments, which joined are the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kind of a segment: text, a formula in the line, or a display formula."""

    TEXT = "text"
    MATH = "math"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text; the source of a formula includes its delimiters."""

    kind: Kind
    source: str


_ENVIRONMENT = r"(?:equation|align|gather|multline|eqnarray|displaymath|math)\*?"
_OPENER = re.compile(rf"\\[\\$]|\$\$?|\\[(\[]|\\begin\{{(?P<name>{_ENVIRONMENT})\}}")
_CLOSERS = {"$$": "$$", r"\(": r"\)", r"\[": r"\]"}
# Ends at the next dollar, so that text with many dollars takes linear time; \text may contain dollars.
_TEXT_IN_FORMULA = r"\\(?:text[a-z]{0,9}|[hm]box)\{(?:[^{}\n]|\{[^{}\n]*\})*\}"
_DOLLAR_FORMULA = re.compile(rf"\$(?P<tex>(?:[^\\$\n]|{_TEXT_IN_FORMULA}|(?!{_TEXT_IN_FORMULA})\\[^\n])+)\$")
_COMMAND_OR_OPERATOR = re.compile(r".*\\.*|[\W_]+")
_AMOUNT_OR_PROSE = re.compile(r"\s*\d[^\\_^]*$|(?:.*\s)?[a-zA-Z]{2,}(?:[\s,.;]|$)")
_ONE_LINE_ENVIRONMENT = re.compile(r"(?:equation|displaymath|math)\*?")


def split_formulas(text: str) -> tuple[Segment, ...]:
    r"""Split text into text and formulas: ``"in $O(n)$ time"`` gives ``"in "``, ``"$O(n)$"``, ``" time"``.

    Formulas are ``$...$``, ``$$...$$``, ``\(...\)``, ``\[...\]`` and environments of AMS math. Pandoc's rule
    (https://pandoc.org/MANUAL.html#extension-tex_math_dollars) distinguishes them from money: an opening
    ``$`` has a non-space on its right, a closing ``$`` has a non-space on its left and no digit on its right.
    Because authors write for TeX, both parts have an exception: a digit may follow if the formula contains
    a command or is only an operator (``3$\times$3``), and there may be spaces inside if the formula contains
    neither bare words nor an amount (``$ n $``).
    """
    segments = []
    end_of_previous = 0
    for start, end, kind in _find_formulas(text):
        if end_of_previous < start:
            segments.append(Segment(Kind.TEXT, text[end_of_previous:start]))
        segments.append(Segment(kind, text[start:end]))
        end_of_previous = end
    if end_of_previous < len(text):
        segments.append(Segment(Kind.TEXT, text[end_of_previous:]))
    return tuple(segments)


def get_content(segment: Segment) -> str:
    r"""Return the TeX between the delimiters of a formula: ``$x$`` and ``\(x\)`` give ``x``."""
    source = segment.source
    if opener := re.match(rf"\\begin\{{({_ENVIRONMENT})\}}", source):
        body = source[opener.end() : -len(rf"\end{{{opener[1]}}}")]
        if _ONE_LINE_ENVIRONMENT.fullmatch(opener[1]):
            return body.strip()
        return rf"\begin{{align*}}{body}\end{{align*}}"
    width = 1 if segment.kind is Kind.MATH and source[0] == "$" else 2
    return source[width:-width].strip()


def _find_formulas(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Find where formulas start and end."""
    missing_closers: set[str] = set()
    position = 0
    while opener := _OPENER.search(text, position):
        position = opener.end()
        mark = opener[0]
        if mark in (r"\\", r"\$"):
            continue
        if mark == "$":
            end = _find_dollar_end(text, opener.start())
        else:
            end = _find_closer_end(text, opener, missing_closers)
        if end is not None:
            yield opener.start(), end, Kind.MATH if mark in ("$", r"\(", r"\begin{math}") else Kind.DISPLAY
            position = end


def _find_dollar_end(text: str, start: int) -> int | None:
    """Find the end of the formula that begins with a dollar; None if the dollar is money."""
    match = _DOLLAR_FORMULA.match(text, start)
    if match is None:
        return None
    tex = match["tex"]
    if tex[0].isspace() or tex[-1].isspace():
        is_formula = bool(tex.strip()) and not _AMOUNT_OR_PROSE.match(tex)
    else:
        is_before_digit = text[match.end() : match.end() + 1].isdigit()
        is_formula = not is_before_digit or bool(_COMMAND_OR_OPERATOR.fullmatch(tex))
    return match.end() if is_formula else None


def _find_closer_end(text: str, opener: re.Match[str], missing_closers: set[str]) -> int | None:
    """Find the end of the formula with this opener; None if it is not closed, or empty.

    A closer that is missing once is missing for all later openers: searching again would take quadratic time.
    """
    closer = rf"\end{{{opener['name']}}}" if opener["name"] else _CLOSERS[opener[0]]
    end = -1 if closer in missing_closers else text.find(closer, opener.end())
    if end < 0:
        missing_closers.add(closer)
        return None
    return end + len(closer) if text[opener.end() : end].strip() else None
