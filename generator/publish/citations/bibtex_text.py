"""Text as BibTeX and TeX need it: nothing in it is a command, formulas stay, and capitals survive."""

import re
from itertools import accumulate, chain, zip_longest

from generator import tex
from generator.model.text import clean_line

_ESCAPES = str.maketrans(
    {
        "{": r"\{",
        "}": r"\}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "%&#$_"},
    }
)
_FORMULA = "\ufdd0"  # in the place of a formula; clean text never contains it
_BRACES = re.compile(r"[{}]")
_UNESCAPED_BRACES = re.compile(r"(?<!\\)[{}]")
_UNKNOWN_TEX = '<code class="tex">'  # in this element `tex.to_html` shows a formula that it cannot convert
_WORD = re.compile(r"(\w+)")


def escape_bibtex(text: str) -> str:
    r"""Escape text: ``"A & {B}"`` becomes ``"A \& \{B\}"``. Braces without a partner are dropped.

    BibTeX counts braces, escaped ones too.
    """
    return _drop_unmatched_braces(text).translate(_ESCAPES)


def _drop_unmatched_braces(text: str) -> str:
    if "{" not in text and "}" not in text:
        return text
    unmatched = set()
    open_places: list[int] = []
    for brace in _BRACES.finditer(text):
        if brace[0] == "{":
            open_places.append(brace.start())
        elif open_places:
            open_places.pop()
        else:
            unmatched.add(brace.start())
    unmatched.update(open_places)
    return "".join(letter for place, letter in enumerate(text) if place not in unmatched)


def format_title(title: str) -> str:
    """Format a title: ``"A Cache of GPUs in $O(n)$"`` becomes ``"A Cache of {GPUs} in $O(n)$"``.

    Formulas stay TeX. Braces protect words with capitals inside, which BibTeX would put in lower case.
    """
    formulas, texts = [], [""]
    for segment in tex.split_formulas(clean_line(title)):
        if segment.kind is not tex.Kind.TEXT and _is_safe_formula(segment.source):
            formulas.append(segment.source)
            texts.append("")
        else:
            texts[-1] += tex.to_text(segment.source)
    words = _drop_unmatched_braces(_FORMULA.join(texts)).split(_FORMULA)  # a pair can have formulas within
    escaped = ("".join(map(_protect_capitals, _WORD.split(part))) for part in words)
    joined = "".join(chain.from_iterable(zip_longest(escaped, formulas, fillvalue="")))
    return squeeze_spaces(joined)


def squeeze_spaces(value: str) -> str:
    """Remove the spaces that dropped braces left: ``" a  b"`` becomes ``"a b"``."""
    return " ".join(filter(None, value.split(" ")))


def _protect_capitals(word: str) -> str:
    escaped = word.translate(_ESCAPES)
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
