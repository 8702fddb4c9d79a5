"""Split the author fields of publishers into names.

Publishers write one author in each element, or all of them in one, in half a dozen ways: ``Smith, J.`` is one
author, ``Chen C, Zhou Y`` are two. A text that is ambiguous is not split.
"""

import re
from collections.abc import Sequence

from generator.ingest import publisher_markup
from generator.ingest.entry_rules import require_author_count, require_length
from generator.model.entries import Author
from generator.model.name_cleaning import IDEOGRAPHS, clean_name, is_degree, remove_addresses
from generator.model.organisation_names import has_organisation_word
from generator.model.person_names import PARTICLES, is_suffix

_EMPTY_BRACKETS = re.compile(r"<[\s,;]*>|\([\s,;]*\)|\[[\s,;]*\]")
_SEMICOLON = re.compile(r"\s*[;；]\s*")
_OTHER_SEPARATOR = re.compile(r"\s+[|·•/]\s+")
_LINE_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_FULL_NAMES = re.compile(r"[^\W\d_]\S* [^\n,]+(?:\n[^\W\d_]\S* [^\n,]+)+")  # one in each line
_COMMA_AT_LINE_END = re.compile(r",\n")
_COMMA = re.compile(r"\s*[,，、]\s*")
_AND = re.compile(r"\s+(?:and|&)\s+")
_COMMA_OR_AND = re.compile(r"\s*[,，、]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_WHITE_SPACE = re.compile(r"\s+")
_SEPARATORS = " \t\n,;:，；、"

_ET_AL = re.compile(r"(?:^|\s+)et\.? ?al\.?$|^and others$", re.IGNORECASE)
_LEGAL_FORM = re.compile(r"(?:Inc|Ltd|LLC|LLP|GmbH|Corp|Co|PLC|S\.A|AG|SAS|BV)\.?")  # Example, Inc.
_NAME_WITH_PARTICLES = re.compile(
    rf"(?:(?:{'|'.join(map(re.escape, sorted(PARTICLES)))})\s)+\S+", re.IGNORECASE
)
# Chen C, Martínez Arbizu P, Example A. B.
_INITIALS_LAST = re.compile(
    r"(?=\S*\w{2})\S+(?:\s\S+)*?\s(?:[^\W\d_]{1,3}|[^\W\d_]\.(?:[\s-]?[^\W\d_]\.){0,3})"
)
_GIVEN_NAME = re.compile(r"\S+|.*\b[^\W\d_]\.")  # Toshio; J.; Victor R.
_FOOTNOTE_MARKS = re.compile(r"(?:\d|[\s,;*†‡§¶∗]|and)*")
_PERIOD_OR_COMMA = re.compile(r"[.,]")
_PAIR = 2
_MAX_NAME_LENGTH = 300  # characters
_MAX_AFFILIATION_LENGTH = 1_000
_MAX_LIST = 1_000_000  # characters, all names and affiliations of a paper together
_MAX_WITH_AFFILIATIONS = 20_000  # characters; a longer text has no affiliations


def parse_authors(fields: Sequence[str], *, has_comma_list: bool = False) -> tuple[Author, ...]:
    """Return the authors in order, without e-mail addresses; text in brackets after a name is an affiliation.

    Args:
        fields: The texts of the author elements.
        has_comma_list: Whether commas are known to separate authors, and are never part of a name.

    Raises:
        ValueError: There are too many authors, or a text is too long.
    """
    require_length("list of authors", "".join(fields), _MAX_LIST)
    texts = [_prepare(publisher_markup.decode_entities(field)) for field in fields]
    names = [text for text in texts if text.strip(_SEPARATORS)]
    if len(names) == 1:
        names = _split_names(names[0], has_comma_list=has_comma_list)
    else:
        is_straight = any("," not in name for name in names)
        names = [part for name in names for part in _split_element(name, is_straight=is_straight)]
    parsed = [_parse_author(_ET_AL.sub("", name.strip(_SEPARATORS))) for name in names]
    authors = tuple(author for author in parsed if clean_name(author.name))
    require_author_count(len(authors))
    for author in authors:
        require_length("author's name", author.name, _MAX_NAME_LENGTH)
        for affiliation in author.affiliations:
            require_length("author's affiliation", affiliation, _MAX_AFFILIATION_LENGTH)
    return authors


def _prepare(text: str) -> str:
    text = _LINE_BREAK.sub("\n", _EMPTY_BRACKETS.sub("", remove_addresses(text)))
    return _WHITE_SPACE.sub(lambda space: "\n" if "\n" in space[0] else " ", text)


def _split_names(text: str, *, has_comma_list: bool) -> list[str]:
    if has_comma_list:
        return _split(text, _COMMA)
    if _FULL_NAMES.fullmatch(text):
        return text.split("\n")
    for separator in (_SEMICOLON, _COMMA_AT_LINE_END, _OTHER_SEPARATOR):
        if len(names := _split(text, separator)) > 1:
            return names
    names = _split(text, _AND)
    if len(names) > 1 and all(_is_inverted(*_split(name, _COMMA)) for name in names):
        return names
    pieces = [piece for piece in _split(text, _COMMA_OR_AND) if not _ET_AL.fullmatch(piece)]
    has_and = bool(_AND.search(_mask_brackets(text)))
    names = _join_pieces(pieces, is_pair=has_and and len(pieces) == _PAIR)
    has_organisation = has_organisation_word(_mask_brackets(text))
    has_comma = len(_split(text, _COMMA)) > 1
    is_whole = (has_organisation or not has_comma) and not all(map(_WHITE_SPACE.search, names))
    if is_whole or (has_organisation and not has_comma) or any(map(_LEGAL_FORM.fullmatch, pieces[1:])):
        return [text]
    return _remove_last_period(names)


def _split_element(text: str, *, is_straight: bool) -> list[str]:
    """Split one of several author elements if it has several names.

    Args:
        text: The text of the element.
        is_straight: Whether another element has no comma. If all have one, it is ``Family, Given``.
    """
    commas = [piece for piece in _split(text, _COMMA)[1:] if not _belongs_to_name(piece, text)]
    has_other_separator = _SEMICOLON.search(text) or _AND.search(text)
    if not has_other_separator and (not commas or (len(commas) == 1 and not is_straight)):
        return [text]
    return _split_names(text, has_comma_list=False)


def _join_pieces(pieces: Sequence[str], *, is_pair: bool) -> list[str]:
    """Join pieces where a comma is part of a name: ``Family, Given`` and ``Name, Jr.``.

    Args:
        pieces: What is between commas and “and”.
        is_pair: Whether the pieces are two names.
    """
    groups: list[list[str]] = []
    for piece in pieces:
        if groups and _belongs_to_name(piece, groups[-1][0]):
            groups[-1].append(piece)
        elif clean_name(piece):
            groups.append([piece])
    names = [", ".join(group) for group in groups]
    people = [name for name in names if not has_organisation_word(name)]
    pairs = list(zip(people[::2], people[1::2], strict=False))
    if is_pair or not pairs or len(people) % _PAIR or not all(_is_inverted(*pair) for pair in pairs):
        return names
    organisations = [name for name in names if has_organisation_word(name)]
    return [*(f"{family}, {given}" for family, given in pairs), *organisations]


def _belongs_to_name(piece: str, name: str) -> bool:
    """Whether a piece after a comma is a suffix or a degree: ``Jr.``, ``PhD``."""
    return is_suffix(piece) or is_degree(piece, name)


def _is_inverted(family: str, given: str = "", *more: str) -> bool:
    """Whether two pieces are ``Family, Given`` rather than two names."""
    if more or not given or IDEOGRAPHS.search(family) or _has_initials_last(family):
        return False
    is_family_name = " " not in family or _NAME_WITH_PARTICLES.fullmatch(family)
    return bool(is_family_name or _GIVEN_NAME.fullmatch(given.partition(",")[0]))


def _has_initials_last(name: str) -> bool:
    return bool(_INITIALS_LAST.fullmatch(name)) and name.rsplit(maxsplit=1)[-1].isupper()


def _remove_last_period(names: list[str]) -> list[str]:
    """Remove the period that ends a list such as ``Chen C, Zhou Y.``, and that is not part of a name."""
    bare_names = [name.removesuffix(".") for name in names]
    is_list = all(_has_initials_last(name) and not _PERIOD_OR_COMMA.search(name) for name in bare_names)
    return bare_names if is_list else names


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text at separators outside brackets."""
    pieces, start = [], 0
    for match in separator.finditer(_mask_brackets(text)):
        pieces.append(text[start : match.start()])
        start = match.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip(_SEPARATORS)]


def _mask_brackets(text: str) -> str:
    """Replace the content of brackets by ``x``; a text with unpaired brackets stays as it is."""
    masked, depth = [], 0
    for character in text:
        depth += character in "(["
        masked.append("x" if depth else character)
        depth -= character in ")]"
        if depth < 0:
            return text
    return text if depth else "".join(masked)


def _parse_author(text: str) -> Author:
    """Return a name, with the brackets after it as affiliations; brackets around all of it are removed."""
    name, affiliations = text, []
    while name.endswith((")", "]")) and len(name) <= _MAX_WITH_AFFILIATIONS:
        before, inside = _split_last_bracket(name)
        if before is None:
            break
        if not before:
            name = inside.strip(_SEPARATORS)
            continue
        name = before
        if not _FOOTNOTE_MARKS.fullmatch(inside):
            affiliations.append(publisher_markup.join_paragraphs(inside))
    name = publisher_markup.join_paragraphs(name)
    return Author(name, tuple(dict.fromkeys(reversed(affiliations))))


def _split_last_bracket(text: str) -> tuple[str | None, str]:
    """Return the text before the bracket at the end, and the text in it; None if the bracket never opens."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] in ")]") - (text[position] in "([")
        if depth == 0:
            return text[:position].strip(_SEPARATORS), text[position + 1 : -1].strip()
    return None, ""
