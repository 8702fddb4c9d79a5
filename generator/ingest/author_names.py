"""Author strings into names: publishers write them one an element, or all in one, in half a dozen ways.

``Smith, J.`` is one author, ``Chen C, Zhou Y`` are two; what cannot be told apart stays whole.
"""

import re
from collections.abc import Sequence

from generator.ingest import publisher_markup
from generator.model.entries import Author

# Words between blanks, brackets and separators; one that holds an @ is an address and is left out.
_WORD = re.compile(r"[^\s<>()\[\],;，；、\"]+")
_EMPTY_BRACKETS = re.compile(r"<[\s,;]*>|\([\s,;]*\)|\[[\s,;]*\]")
_SEMICOLON = re.compile(r"\s*[;；]\s*")
_COMMA_AT_LINE_END = re.compile(r",\n")
_COMMA = re.compile(r"\s*[,，、]\s*")
_AND = re.compile(r"\s+(?:and|&)\s+")
_COMMA_OR_AND = re.compile(r"\s*[,，、]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_BLANKS = re.compile(r"\s+")
_EDGES = " \t\n,;:，；、"

_ET_AL = re.compile(r"(?:^|\s+)et\.? ?al\.?$|^and others$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:of|for|the|group|team|collaborations?|consortium|society|university|institute|department|centre|center)\b",
    re.IGNORECASE,
)
_PARTICLES = re.compile(
    r"(?:(?:af|al|av|bin|da|das|de|del|della|den|der|di|do|dos|du|el|ibn|la|las|le|los|ten|ter|van|von|zu)\s)+\S+",
    re.IGNORECASE,
)
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_INITIALS_LAST = re.compile(r"\S.*\s[^\W\d_]{1,3}")  # Chen C, Martínez Arbizu P
_GIVEN = re.compile(r"\S+|.*\b[^\W\d_]\.")  # Toshio; J.; Victor R.
_FOOTNOTE = re.compile(r"(?:\d|[\s,;*†‡§¶∗]|and)*")
_MARKS = re.compile(r"[.,]")
_PAIR = 2
_LONGEST_WITH_PLACES = 20_000  # characters; beyond, nobody's affiliations


def authors(creators: Sequence[str], *, listed: bool = False) -> tuple[Author, ...]:
    """The authors in order, without e-mail addresses, each with what the feed has in brackets behind it.

    Args:
        creators: The texts of the feed's author elements. Only one that stands alone is taken apart.
        listed: Whether commas are known to separate authors, never parts of a name.
    """
    texts = [_without_addresses(publisher_markup.decode(creator)) for creator in creators]
    texts = [text for text in texts if text.strip(_EDGES)]
    names = texts if len(texts) > 1 else [name for text in texts for name in _names(text, listed=listed)]
    found = (_author(_ET_AL.sub("", name.strip(_EDGES))) for name in names)
    return tuple(author for author in found if any(map(str.isalpha, author.name)))


def _without_addresses(text: str) -> str:
    text = _WORD.sub(lambda word: "" if "@" in word[0] or "＠" in word[0] else word[0], text)
    text = _EMPTY_BRACKETS.sub("", text)
    return _BLANKS.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", text)


def _names(text: str, *, listed: bool) -> list[str]:
    """The names in one text."""
    if listed:
        return _cut(text, _COMMA)
    for separator in (_SEMICOLON, _COMMA_AT_LINE_END):
        if len(names := _cut(text, separator)) > 1:
            return names
    inverted = _cut(text, _AND)
    if len(inverted) > 1 and all(_is_inverted(*_cut(name, _COMMA)) for name in inverted):
        return inverted
    pieces = _cut(text, _COMMA_OR_AND)
    if len(_cut(text, _COMMA)) == 1 and (_ORGANISATION.search(text) or not all(map(_BLANKS.search, pieces))):
        return [text]
    return _without_periods(_joined(pieces, text))


def _joined(pieces: list[str], text: str) -> list[str]:
    """The pieces of a text, put together again where a comma stands inside a name."""
    names: list[str] = []
    for piece in pieces:
        if names and _SUFFIX.fullmatch(piece):
            names[-1] += f", {piece}"
        elif not _ET_AL.fullmatch(piece):
            names.append(piece)
    if len(names) == _PAIR and len(pieces) == _PAIR and _AND.search(_masked(text)):
        return names
    pairs = list(zip(names[::2], names[1::2], strict=False))
    if len(names) % _PAIR == 0 and all(_is_inverted(*pair) for pair in pairs):
        return [f"{family}, {given}" for family, given in pairs]
    return names


def _is_inverted(family: str, given: str = "", *more: str) -> bool:
    """Whether two pieces read as ``Family, Given`` rather than as two names."""
    if more or not given or _IDEOGRAPHS.search(family) or _is_initials_last(family):
        return False
    return bool(_GIVEN.fullmatch(given.partition(",")[0]) or _PARTICLES.fullmatch(family))


def _is_initials_last(name: str) -> bool:
    return bool(_INITIALS_LAST.fullmatch(name)) and name.rsplit(maxsplit=1)[-1].isupper()


def _without_periods(names: list[str]) -> list[str]:
    """``Chen C, Zhou Y.``: the period ends the list and is no part of the last name."""
    bare = [name.removesuffix(".") for name in names]
    return bare if all(_is_initials_last(name) and not _MARKS.search(name) for name in bare) else names


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    """The text in pieces, cut at separators outside brackets."""
    pieces, start = [], 0
    for match in separator.finditer(_masked(text)):
        pieces.append(text[start : match.start()])
        start = match.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip(_EDGES)]


def _masked(text: str) -> str:
    """The text with bracketed parts made unrecognisable; brackets without partner count for nothing."""
    masked, depth = [], 0
    for character in text:
        depth += character in "(["
        masked.append("x" if depth else character)
        depth -= character in ")]"
        if depth < 0:
            return text
    return text if depth else "".join(masked)


def _author(text: str) -> Author:
    """A name, with the brackets behind it as affiliations; brackets around all of it are dropped."""
    name, places = text, []
    while name.endswith((")", "]")) and len(name) <= _LONGEST_WITH_PLACES:
        before, inside = _last_bracket(name)
        if before is None:
            break
        if not before:
            name = inside.strip(_EDGES)
            continue
        name = before
        if not _FOOTNOTE.fullmatch(inside):
            places.append(publisher_markup.one_line(inside))
    return Author(publisher_markup.one_line(name), tuple(dict.fromkeys(reversed(places))))


def _last_bracket(text: str) -> tuple[str | None, str]:
    """What stands before the bracket at the end, and what in it; None where it has no beginning."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] in ")]") - (text[position] in "([")
        if depth == 0:
            return text[:position].strip(_EDGES), text[position + 1 : -1].strip()
    return None, ""
