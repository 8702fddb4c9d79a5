"""Find all mentions of venues in a text: each once, and as long as possible."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.derive.venues.disambiguation import is_other_name
from generator.derive.venues.mentions import (
    CONTEXT_LENGTH,
    CUE_AFTER,
    CUE_BEFORE,
    OPENING_BRACKET,
    YEAR_BEFORE,
    Mention,
    find_year_after,
    is_separate,
    match_spelling,
)
from generator.derive.venues.spellings import ONE_WORD_KINDS, Spelling, SpellingKind, Word, split_words

_MOST_MENTIONS = 20


def find_mentions(text: str, spellings: Mapping[str, Sequence[Spelling]]) -> tuple[Mention, ...]:
    """Find the mentions in a text without identifiers, in order; the longest of those that start at one word.

    Args:
        text: The text, after `mentions.mask_identifiers`.
        spellings: The result of `spellings.index_spellings`.
    """
    words = split_words(text)
    mentions: list[Mention] = []
    position = 0
    while position < len(words) and len(mentions) < _MOST_MENTIONS:
        candidates = spellings.get(words[position].key, ())
        after, spelling = _find_longest(candidates, words, position, text)
        mention = (
            _build_mention(text, spelling, words[position].start, words[after - 1].end) if spelling else None
        )
        if mention:
            _invalidate_title_of_acronym(mention, mentions, text)
            mentions.append(mention)
        position = after if mention else position + 1
    return tuple(mentions)


def _find_longest(
    spellings: Sequence[Spelling], words: Sequence[Word], position: int, text: str
) -> tuple[int, Spelling | None]:
    """Find the longest spelling that starts here, and the position after it."""
    longest: tuple[int, Spelling | None] = (0, None)
    for spelling in spellings:
        after = match_spelling(spelling, words, position, text)
        if after > longest[0]:
            longest = (after, spelling)
    return longest


def _build_mention(text: str, spelling: Spelling, start: int, end: int) -> Mention | None:
    """Build a mention; None if an ambiguous word is probably not a venue."""
    if not is_separate(text, start, end):
        return None
    year = find_year_after(text, spelling, end)
    is_upper = text[start:end].isupper()
    if spelling.kind is SpellingKind.AMBIGUOUS or (spelling.kind is SpellingKind.ACRONYM and not is_upper):
        before = text[max(0, start - CONTEXT_LENGTH) : start]
        year_before = YEAR_BEFORE.search(before)
        year = year or (int(year_before[1]) if year_before else None)
        has_cue = is_upper and CUE_BEFORE.search(before) and CUE_AFTER.match(text, end)
        if year is None and not has_cue:
            return None
    mention = Mention(spelling, start, end, year)
    return replace(mention, is_valid=not is_other_name(text, mention))


def _invalidate_title_of_acronym(mention: Mention, mentions: list[Mention], text: str) -> None:
    """Invalidate the last mention if another acronym follows in brackets: Parallel Computing (ParCo)."""
    if not mentions or mention.spelling.kind not in ONE_WORD_KINDS:
        return
    last = mentions[-1]
    if last.venue.id != mention.venue.id and OPENING_BRACKET.fullmatch(text, last.end, mention.start):
        mentions[-1] = replace(last, is_valid=False)
