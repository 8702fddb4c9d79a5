"""All mentions of venues in a text, each once and as long as it is."""

from collections.abc import Sequence
from dataclasses import replace

from generator.derive.venues.disambiguation import is_elsewhere
from generator.derive.venues.mentions import (
    CUE,
    CUED_END,
    NEAR,
    OPENED,
    YEAR_BEFORE,
    Mention,
    end_of_match,
    is_whole,
    year_beside,
)
from generator.derive.venues.spellings import ONE_WORD, Name, Sort, Word, words_of

_MAX_MENTIONS = 20


def _mention(text: str, name: Name, start: int, end: int) -> Mention | None:
    """The mention, or None where an ambiguous word is probably none."""
    if not is_whole(text, start, end):
        return None
    year = year_beside(text, name, end)
    if name.sort is Sort.SHORT or (name.sort is Sort.ACRONYM and not text[start:end].isupper()):
        before = text[max(0, start - NEAR) : start]
        year_before = YEAR_BEFORE.search(before)
        year = year or (int(year_before[1]) if year_before else None)
        is_cued = text[start:end].isupper() and CUE.search(before) and CUED_END.match(text, end)
        if year is None and not is_cued:
            return None
    mention = Mention(name, start, end, year)
    return replace(mention, counts=not is_elsewhere(text, mention))


def _longest(names: Sequence[Name], words: Sequence[Word], place: int, text: str) -> tuple[int, Name | None]:
    """The longest of the names that begins here, and the place after it."""
    longest: tuple[int, Name | None] = (0, None)
    for name in names:
        after = end_of_match(name, words, place, text)
        if after > longest[0]:
            longest = (after, name)
    return longest


def _refuse_title_of(mention: Mention, found: list[Mention], text: str) -> None:
    """A title is not meant where another venue's acronym follows in brackets: Parallel Computing (ParCo)."""
    if not found or found[-1].venue.id == mention.venue.id or mention.name.sort not in ONE_WORD:
        return
    if OPENED.fullmatch(text, found[-1].end, mention.start):
        found[-1] = replace(found[-1], counts=False)


def find_mentions(text: str, index: dict[str, tuple[Name, ...]]) -> tuple[Mention, ...]:
    """The names in a masked text in order, the longest where several begin at one word."""
    words = words_of(text)
    found: list[Mention] = []
    place = 0
    while place < len(words) and len(found) < _MAX_MENTIONS:
        after, name = _longest(index.get(words[place].key, ()), words, place, text)
        mention = _mention(text, name, words[place].start, words[after - 1].end) if name else None
        if mention:
            _refuse_title_of(mention, found, text)
            found.append(mention)
        place = after if mention else place + 1
    return tuple(found)
