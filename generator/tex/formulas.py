"""Where the formulas are in a text, and which dollars are money.

Comes in: any text. Goes out: `Segment`s, which together are the text again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of text is: words, a formula in the line, or a formula on a line of its own."""

    TEXT = "text"
    MATH = "math"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text of one kind; the source includes a formula's delimiters."""

    kind: Kind
    source: str


_ENVIRONMENT = r"(?:equation|align|gather|multline|eqnarray|displaymath|math)\*?"
_OPENER = re.compile(rf"\\[\\$]|\$\$?|\\[(\[]|\\begin\{{(?P<name>{_ENVIRONMENT})\}}")
_CLOSERS = {"$$": "$$", r"\(": r"\)", r"\[": r"\]"}
# Always ends at the next dollar, so that many dollars cost linear time; in a \text there may be others.
_IN_LINE = re.compile(
    r"\$(?P<tex>(?:[^\\$\n]|\\(?:text[a-z]{0,9}|[hm]box)\{(?:[^{}\n]|\{[^{}\n]*\})*\}|\\[^\n])++)\$"
)
_COMMAND_OR_OPERATOR = re.compile(r".*\\.*|[\W_]+")
_AMOUNT_OR_PROSE = re.compile(r"\s*\d[^\\_^]*$|(?:.*\s)?[a-zA-Z]{2,}(?:[\s,.;]|$)")
_ONE_FORMULA = re.compile(r"(?:equation|displaymath|math)\*?")


def split_formulas(text: str) -> tuple[Segment, ...]:
    r"""The text cut into words and formulas; their sources together are the text again.

    Formulas are ``$...$``, ``$$...$$``, ``\(...\)``, ``\[...\]`` and environments of AMS math. Which ``$``
    are money is decided by pandoc's rule (https://pandoc.org/MANUAL.html#extension-tex_math_dollars): an
    opening one has a non-blank on its right, a closing one has a non-blank on its left and no digit on its
    right. As arXiv's authors write for TeX, that rule is eased in both parts: a digit may follow where the
    formula has a command or is an operator alone (``3$\times$3``), and blanks may stand inside where there
    are no bare words and no amount (``$ n $``).
    """
    found = []
    done = 0
    for start, end, kind in _formulas(text):
        if done < start:
            found.append(Segment(Kind.TEXT, text[done:start]))
        found.append(Segment(kind, text[start:end]))
        done = end
    if done < len(text):
        found.append(Segment(Kind.TEXT, text[done:]))
    return tuple(found)


def inside(segment: Segment) -> str:
    """The TeX between a formula's delimiters."""
    source = segment.source
    if opener := re.match(rf"\\begin\{{({_ENVIRONMENT})\}}", source):
        body = source[opener.end() : -len(rf"\end{{{opener[1]}}}")]
        return body.strip() if _ONE_FORMULA.fullmatch(opener[1]) else rf"\begin{{align*}}{body}\end{{align*}}"
    width = 1 if segment.kind is Kind.MATH and source[0] == "$" else 2
    return source[width:-width].strip()


def _formulas(text: str) -> Iterator[tuple[int, int, Kind]]:
    absent: set[str] = set()
    done = 0
    while opener := _OPENER.search(text, done):
        done = opener.end()
        mark = opener[0]
        if mark in (r"\\", r"\$"):
            continue
        end = _dollar_end(text, opener.start()) if mark == "$" else _closer_end(text, opener, absent)
        if end is not None:
            yield opener.start(), end, Kind.MATH if mark in ("$", r"\(", r"\begin{math}") else Kind.DISPLAY
            done = end


def _dollar_end(text: str, start: int) -> int | None:
    match = _IN_LINE.match(text, start)
    if match is None:
        return None
    tex = match["tex"]
    if tex[0].isspace() or tex[-1].isspace():
        is_formula = bool(tex.strip()) and not _AMOUNT_OR_PROSE.match(tex)
    else:
        is_followed = text[match.end() : match.end() + 1].isdigit()
        is_formula = not is_followed or bool(_COMMAND_OR_OPERATOR.fullmatch(tex))
    return match.end() if is_formula else None


def _closer_end(text: str, opener: re.Match[str], absent: set[str]) -> int | None:
    closer = rf"\end{{{opener['name']}}}" if opener["name"] else _CLOSERS[opener[0]]
    end = -1 if closer in absent else text.find(closer, opener.end())
    if end < 0:
        absent.add(closer)
        return None
    return end + len(closer) if text[opener.end() : end].strip() else None
