"""Names as BibTeX needs them: it splits each name again, by rules of its own.

The rules are those of BibTeX itself (Oren Patashnik, "BibTeXing", section 4, and the program's source): words
end at white space, ``~`` and hyphens, and a word belongs to the "von" part if its first letter is in lower
case. Old versions know only the letters of ASCII, so that they see a small "t" first in "Étienne".
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.model.person_names import PARTICLES, NameParts

_WORD = re.compile(r"(?:\{[^{}]*\}|[^\s~{}-])+")
_GROUP = re.compile(r"\{[^{}]*\}")
# Words that begin with a capital letter of ASCII: the last one is the family name, for every BibTeX.
_SIMPLE_NAME = re.compile(r"[A-Z][^\s~{},-]*(?: [A-Z][^\s~{},-]*)*")
_AND = re.compile(r"\sand\s", re.IGNORECASE)


class _Split(NamedTuple):
    """The parts of a name as BibTeX finds them."""

    first: str
    von: str
    last: str
    suffix: str


@lru_cache(maxsize=1 << 16)
def format_bibtex_name(parts: NameParts) -> str:
    """Write a name, so that every BibTeX splits it into these parts.

    >>> format_bibtex_name(NameParts("van der Sample", "Bo"))
    'Bo van der Sample'
    >>> format_bibtex_name(NameParts("Lee", "Hung-yi"))
    'Lee, Hung-yi'
    >>> format_bibtex_name(NameParts("Abd-el-Example", "Sara"))
    '{Abd-el-Example}, Sara'

    Args:
        parts: The parts as TeX, without braces.
    """
    plain = " ".join(filter(None, (parts.given, parts.family, parts.suffix)))
    suffix = f", {parts.suffix}" if parts.suffix else ""
    given = f", {parts.given}" if parts.given else ""
    for name in (plain, f"{parts.family}{suffix}{given}", f"{{{parts.family}}}{suffix}{given}"):
        if _is_split_right(name, parts):
            return name
    return f"{{{plain}}}"


def _is_split_right(name: str, parts: NameParts) -> bool:
    if _AND.search(name):
        return False
    if _SIMPLE_NAME.fullmatch(name):
        given, _, family = name.rpartition(" ")
        return parts == NameParts(family, given)
    for is_small in (_is_small, _is_small_in_ascii):
        split = _split(name, is_small)
        family = " ".join(filter(None, (split.von, split.last)))
        parts_in_bibtex = NameParts(
            _GROUP.sub(lambda group: group[0][1:-1], family), split.first, split.suffix
        )
        if parts_in_bibtex != parts or not all(map(_may_be_von, split.von.split())):
            return False
    return True


def _may_be_von(word: str) -> bool:
    return word[0].islower() or word.casefold() in PARTICLES


def _split(name: str, is_small: Callable[[str], bool]) -> _Split:
    # Commas in braces do not count.
    protected = _GROUP.sub(lambda group: group[0].replace(",", "\0"), name)
    pieces = [piece.replace("\0", ",").strip() for piece in protected.split(",")]
    family = pieces[0]
    words = list(_WORD.finditer(family))
    if not words:
        return _Split("", "", family, "")
    small = [position for position, word in enumerate(words[:-1]) if is_small(word[0])]
    if len(pieces) > 1:
        end = small[-1] + 1 if small else 0
        suffix = pieces[1] if len(pieces) > 2 else ""  # noqa: PLR2004 - Last, Suffix, First
        return _Split(pieces[-1], *_cut(family, words, (0, end))[1:], suffix)
    if small:
        return _Split(*_cut(family, words, (small[0], small[-1] + 1)), "")
    last = len(words) - 1
    while last > 0 and family[words[last].start() - 1] == "-":  # hyphens join the words of a family name
        last -= 1
    return _Split(*_cut(family, words, (last, last)), "")


def _cut(text: str, words: Sequence[re.Match[str]], positions: tuple[int, int]) -> tuple[str, str, str]:
    """Cut a text before the two words at these positions."""
    start, end = (words[position].start() for position in positions)
    return text[:start].rstrip(" ~"), text[start:end].rstrip(" ~"), text[end:]


def _is_small(word: str) -> bool:
    letters = (letter for letter in _GROUP.sub("", word) if letter.isupper() or letter.islower())
    return next(letters, "A").islower()


def _is_small_in_ascii(word: str) -> bool:
    letters = (letter for letter in _GROUP.sub("", word) if letter.isascii() and letter.isalpha())
    return next(letters, "A").islower()
