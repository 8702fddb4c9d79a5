"""Text as BibTeX and TeX need it: nothing in it acts, formulas stay, and capitals survive."""

import re
from itertools import accumulate

from generator import tex
from generator.model.text import clean_line

_ESCAPES = str.maketrans(
    {
        "{": "",
        "}": "",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "%&#$_"},
    }
)
_BRACES = re.compile(r"[{}]")
_UNESCAPED_BRACES = re.compile(r"(?<!\\)[{}]")
_UNKNOWN_TEX = '<code class="tex">'  # in this element `tex.to_html` shows a formula that it cannot convert
_WORD = re.compile(r"(\w+)")


def escape_bibtex(text: str) -> str:
    r"""Escape text: ``"A & B"`` becomes ``"A \& B"``. Braces are dropped."""
    return text.translate(_ESCAPES)


def format_title(title: str) -> str:
    """Format a title: ``"A Cache of GPUs in $O(n)$"`` becomes ``"A Cache of {GPUs} in $O(n)$"``.

    Formulas stay TeX. Braces protect words with capitals inside, which BibTeX would put in lower case.
    """
    parts = []
    for segment in tex.split_formulas(clean_line(title)):
        if segment.kind is not tex.Kind.TEXT and _is_safe_formula(segment.source):
            parts.append(segment.source)
        else:
            parts += [_protect_capitals(part) for part in _WORD.split(tex.to_text(segment.source))]
    return squeeze_spaces("".join(parts))


def squeeze_spaces(value: str) -> str:
    """Remove the spaces that dropped braces left: ``" a  b"`` becomes ``"a b"``."""
    return " ".join(filter(None, value.split(" ")))


def _protect_capitals(word: str) -> str:
    escaped = escape_bibtex(word)
    return f"{{{escaped}}}" if any(letter.isupper() for letter in word[1:]) else escaped


def _is_safe_formula(source: str) -> bool:
    """Whether a formula holds only commands that we know, and does not break the entry.

    BibTeX counts all braces; other programs count those without a backslash.
    """
    is_balanced = _is_balanced(_BRACES.findall(source)) and _is_balanced(_UNESCAPED_BRACES.findall(source))
    return is_balanced and "%" not in source and _UNKNOWN_TEX not in tex.to_html(source)


def _is_balanced(braces: list[str]) -> bool:
    depths = list(accumulate(1 if brace == "{" else -1 for brace in braces))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)
