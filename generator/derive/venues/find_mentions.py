"""Find all mentions of venues in a text: each once, and as long as possible."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.derive.venues.disambiguation import is_other_name, is_part_of_event
from generator.derive.venues.mentions import (
    CONTEXT_LENGTH,
    MONTH_ABBREVIATION,
    NUMBER_AFTER,
    ORDINAL,
    PREFIX,
    QUOTE,
    YEAR,
    VenueMention,
)
from generator.derive.venues.spellings import (
    MIN_LETTERS_IN_ANY_CASE,
    ONE_WORD_KINDS,
    SMALL_WORDS,
    SPONSOR,
    TITLE_WORDS,
    Spelling,
    SpellingKind,
    Word,
    is_same_word,
    split_words,
)
from generator.model.curation_values import Venue, VenueKind
from generator.model.dates import complete_year

_MAX_MENTIONS = 20
_MAX_JOINED_NAMES = 8
_SPONSOR_AND_VENUE = ("aaai",)  # "AAAI/ACM AIES" is AIES
_GAP = re.compile(r"[\s,.&'’:()/\\+\-–—]{0,4}")  # between the words of a title
_ACRONYM_GAP = re.compile(r"[\s\-–/+]?")
_MAX_SMALL_WORDS = 2  # in a row, in a gap
_YEAR_AFTER = re.compile(
    rf"[\s\-–]{{0,2}}{QUOTE}?\s?({YEAR})(?!\d|[-–/]\d)|\s{{0,2}}[-–]?\s?{QUOTE}\s?(\d\d)(?!\w|[-–/]\d)"
)
_TWO_DIGITS_AFTER = re.compile(r"[-–]?(\d\d)(?!\w|[.:-]\d)")
# A year after a comma, bracket, month or the event's number: "ISCA, 2026", "(RTSS) 2018", "ITC 24 (2012)".
_YEAR_AFTER_MARK = re.compile(
    rf"(?:\)?(?:\s(?i:conference|conf\.|symposium|workshop))?,?\s?(?:{MONTH_ABBREVIATION}[a-z]*\.?\s)?|[\s-]\d{{1,3}},?\s?)\(?({YEAR})(?!\d|[-–/]\d)"
)
_TWO_DIGITS_ALONE = re.compile(
    r"\s(\d\d)(?!\.\d)(?=\s*(?:$|[.,;)\]]|(?:spotlight|oral|posters?|main|papers?|highlight|accepted)\b))",
    re.IGNORECASE,
)
_TWO_DIGITS_IN_BRACKETS = re.compile(rf"\s*\([A-Za-z /-]+(?:\s?{QUOTE}\s?)?(?<!-)(\d\d)\)")
_YEAR_BEFORE = re.compile(rf"\b({YEAR})\s+(?:{SPONSOR}\b[\s/-]+)*$")
# Two letters before a comma and a year are often a state: "Charleston, SC, 2018".
_MIN_LETTERS_BEFORE_MARK = 3
# Words before and after an ambiguous acronym that show that it is a venue.
_CUE_BEFORE = re.compile(
    rf"(?:\b(?:in|at|by|to|of|the|our|an?|accepted|elsevier|springer|wiley|journal)|\bproc(?:eedings|s)?\b\.?|\b{ORDINAL})\s+{PREFIX}",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"(?:[-–]\d{1,2}(?![\w-]))?\s*(?:$|[,.;:)]|\(|(?:conference|symposium|workshop|proceedings|papers?|article|journal|special|vol|main)\b)",
    re.IGNORECASE,
)
_VOLUME_AFTER = re.compile(
    r",?\s+(?:vol(?:ume)?\b|v\.|\d{1,3}\s?[(:,]|special\s+issue\b|journal\b)", re.IGNORECASE
)
_PRESENTATION_AFTER = re.compile(r"\s+(?:oral|spotlight|posters?|accepted|camera)\b", re.IGNORECASE)
# "ISCA, Buenos Aires, 2024", at the start of a statement; "Charleston, SC, USA, 2018" is a place.
_START_BEFORE = re.compile(rf"(?:^|[.;(]\s?|\d\s(?:pages|pp\.?|figures|tables),\s){PREFIX}", re.IGNORECASE)
_PLACE_AND_YEAR_AFTER = re.compile(rf"(?:,\s[A-Z][A-Za-z]*(?:\s[A-Z][A-Za-z]+){{0,2}}){{1,3}},\s{YEAR}(?!\d)")
_BRACKET_BEFORE = re.compile(rf"[(\[]\s?{PREFIX}")
_MAX_NAME_WORDS = 8
_MIN_COMMON_WORDS = 2
_NAME_BEFORE_BRACKET = re.compile(
    rf"\b(?:conference|conf|symposium|symp|workshop|congress|transactions|trans|journal)\b[^()\[\]]{{0,80}}[(\[]\s?{PREFIX}",
    re.IGNORECASE,
)
# Two digits right after an acronym that may be a year; others count the event (MICRO52).
_SHORT_YEARS = frozenset(range(40)) | frozenset(range(85, 100))
# The partner of a joint conference, which the venues need not have: SIGMETRICS/Performance.
_PARTNER = r"(?:Performance|PERFORMANCE)\b"
_JOINED_BEFORE = re.compile(rf"[\d_]$|(?<!\w)(?!(?:{SPONSOR}|{_PARTNER})[-/]$)[\w)]+[-/]$")
# "IAAI-26 / AAAI-26"
_EVENT_AND_SLASH = re.compile(rf"(?<!\w)[A-Z]{{2,10}}[\s-]?{QUOTE}?\d{{2,4}}\s?/\s?$")
_JOINED_AFTER = re.compile(r"_|-(?!Spring\b|Fall\b)[^\W\d_]|/")
_SLASH = re.compile(r"\s?/\s?(?:(?:IEEE|ACM|USENIX|IFIP|SIAM)\b[\s/-]+)*")
_PARTNER_BEFORE = re.compile(rf"(?<!\w){_PARTNER}\s?/\s?$")
_SLASH_AND_PARTNER = re.compile(rf"{_SLASH.pattern}{_PARTNER}")
_OPENING_BRACKET = re.compile(rf"\s*[(\[]\s*(?:{SPONSOR}\b[\s/-]*)*")


def find_mentions(text: str, spellings: Mapping[str, Sequence[Spelling]]) -> tuple[VenueMention, ...]:
    """Find the mentions in a text without identifiers, in order; the longest of those that start at one word.

    Args:
        text: The text, after `mentions.mask_identifiers`.
        spellings: The result of `spellings.index_spellings`.
    """
    words = split_words(text)
    mentions: list[VenueMention] = []
    position = 0
    while position < len(words) and len(mentions) < _MAX_MENTIONS:
        after, spelling = _find_longest(spellings.get(words[position].key, ()), words, position, text)
        mention = None
        if spelling and not is_part_of_event(text, spelling, words[after - 1].end):
            name = text[words[position].start : words[after - 1].end]
            after, spelling = _add_joined_names(spellings, words, after, spelling, text)
            last = words[after - 1]
            end = last.end + 1 if _has_full_stop(spelling, last) else last.end
            mention = _build_mention(text, name, spelling, words[position].start, end)
        if mention:
            _invalidate_title_of_acronym(mention, mentions, text)
            mentions.append(mention)
        position = after if mention else position + 1
    return tuple(mentions)


def _has_full_stop(spelling: Spelling, last: Word) -> bool:
    """Whether a name ends with the full stop of an abbreviation."""
    is_short = spelling.can_be_abbreviated and len(last.key) + 1 < len(spelling.words[-1])
    return last.is_abbreviated and (spelling.is_abbreviated or is_short)


def _find_longest(
    spellings: Sequence[Spelling], words: Sequence[Word], position: int, text: str
) -> tuple[int, Spelling | None]:
    """Find the longest spelling that starts here, and the position after it."""
    longest: tuple[int, Spelling | None] = (0, None)
    for spelling in spellings:
        after = _match_spelling(spelling, words, position, text)
        if after > longest[0]:
            longest = (after, spelling)
    return longest


def _add_joined_names(
    spellings: Mapping[str, Sequence[Spelling]],
    words: Sequence[Word],
    after: int,
    spelling: Spelling,
    text: str,
) -> tuple[int, Spelling]:
    """Add the names that slashes join to a name, as in ``SIGMETRICS/Performance``: they are one event.

    Its venue is a workshop among them, or else the first. An unknown name can be that of a workshop, and is
    not added.
    """
    for _ in range(_MAX_JOINED_NAMES):
        slash = _SLASH.match(text, words[after - 1].end)
        if slash is None:
            break
        position = _find_word_at(words, after, slash.end())
        if partner := _SLASH_AND_PARTNER.match(text, slash.start()):
            after = _find_word_at(words, after, partner.end())
            continue
        candidates = spellings.get(words[position].key, ()) if position < len(words) else ()
        next_after, other = _find_longest(candidates, words, position, text)
        if other is None or words[position].start != slash.end():
            break
        after = next_after
        is_workshop = other.venue.kind is VenueKind.WORKSHOP and spelling.venue.kind is not VenueKind.WORKSHOP
        if is_workshop or spelling.words == _SPONSOR_AND_VENUE:
            spelling = other
    return after, spelling


def _find_word_at(words: Sequence[Word], position: int, place: int) -> int:
    """Find the first word, from a position on, that starts at a place of the text or after it."""
    return next(
        (number for number in range(position, len(words)) if words[number].start >= place), len(words)
    )


def _build_mention(text: str, name: str, spelling: Spelling, start: int, end: int) -> VenueMention | None:
    """Build a mention; None if an ambiguous word is probably not a venue.

    Args:
        text: The whole text.
        name: The name of the venue, without names that are joined to it.
        spelling: The spelling of the venue.
        start: Where the mention starts.
        end: Where it ends.
    """
    if not _is_separate(text, start, end):
        return None
    year, has_short_year = _find_year_after(text, spelling, end)
    is_upper = name.isupper() or name == spelling.printed_words[0]
    if spelling.kind is SpellingKind.AMBIGUOUS or (spelling.kind is SpellingKind.ACRONYM and not is_upper):
        before = text[max(0, start - CONTEXT_LENGTH) : start]
        year_before = _YEAR_BEFORE.search(before)
        year = year or (int(year_before[1]) if year_before else None)
        is_abbreviation = text.startswith(")", end) and _BRACKET_BEFORE.search(before)
        if (year is None or is_abbreviation) and not (
            is_upper and _has_cue(text, before, end, spelling.venue)
        ):
            return None
    if partner := _PARTNER_BEFORE.search(text, max(0, start - CONTEXT_LENGTH), start):
        start = partner.start()
    mention = VenueMention(spelling, start, end, year, has_short_year=has_short_year)
    return replace(mention, is_valid=not is_other_name(text, mention))


def _has_cue(text: str, before: str, end: int, venue: Venue) -> bool:
    """Whether the words around an ambiguous acronym show that it is a venue."""
    if _PRESENTATION_AFTER.match(text, end) or _NAME_BEFORE_BRACKET.search(before):
        return True
    if not venue.is_event and _VOLUME_AFTER.match(text, end):
        return True
    if venue.is_event and NUMBER_AFTER.match(text, end):
        return True
    if _PLACE_AND_YEAR_AFTER.match(text, end) and _START_BEFORE.search(before):
        return True
    if match := _BRACKET_BEFORE.search(before):
        words = {word.key for word in split_words(before[: match.start()])[-_MAX_NAME_WORDS:]} - SMALL_WORDS
        own_words = {word.key for word in split_words(venue.name)} - TITLE_WORDS
        return len(words & own_words) >= _MIN_COMMON_WORDS
    return bool(_CUE_BEFORE.search(before) and _CUE_AFTER.match(text, end))


def _invalidate_title_of_acronym(mention: VenueMention, mentions: list[VenueMention], text: str) -> None:
    """Invalidate the last mention if another acronym follows in brackets: Parallel Computing (ParCo)."""
    if not mentions or mention.spelling.kind not in ONE_WORD_KINDS:
        return
    last = mentions[-1]
    if last.venue.id != mention.venue.id and _OPENING_BRACKET.fullmatch(text, last.end, mention.start):
        mentions[-1] = replace(last, is_valid=False)


def _match_spelling(spelling: Spelling, words: Sequence[Word], position: int, text: str) -> int:
    """Match a spelling at the word with this position: the position after it, or 0 if it does not match."""
    if not (is_same_word(spelling, 0, words[position]) and _is_printed_right(spelling, 0, words[position])):
        return 0
    gap = _ACRONYM_GAP if spelling.kind in ONE_WORD_KINDS else _GAP
    for number in range(1, len(spelling.words)):
        position = _find_next_word(spelling, number, words, position)
        if not position or not gap.fullmatch(text, words[position - 1].end, words[position].start):
            return 0
    return position + 1


def _find_next_word(spelling: Spelling, number: int, words: Sequence[Word], position: int) -> int:
    """Find the position of the next word of a spelling, or 0; a loose spelling skips small words."""
    for step in range(1, 2 + (_MAX_SMALL_WORDS if spelling.loose else 0)):
        if position + step >= len(words):
            return 0
        word = words[position + step]
        if is_same_word(spelling, number, word):
            return position + step if _is_printed_right(spelling, number, word) else 0
        if word.key not in SMALL_WORDS:
            return 0
    return 0


def _is_printed_right(spelling: Spelling, number: int, word: Word) -> bool:
    """Whether a word of the text has the capitals that the spelling requires."""
    required = spelling.printed_words[number]
    if (
        required is None
        or required == word.printed
        or (word.is_abbreviated and required.startswith(word.printed))
    ):
        return True
    if spelling.kind is SpellingKind.ACRONYM:
        return len(required) >= MIN_LETTERS_IN_ANY_CASE
    if spelling.kind in {SpellingKind.TITLE, SpellingKind.AMBIGUOUS}:
        return False
    return word.printed[0].isupper() or not required[0].isupper()


def _is_separate(text: str, start: int, end: int) -> bool:
    """Whether no digit or joined word touches the name, as in ``ASP-DAC`` and ``IPDPS/APDCM``."""
    before = text[max(0, start - CONTEXT_LENGTH) : start]
    if _JOINED_BEFORE.search(before) or _EVENT_AND_SLASH.search(before):
        return False
    return not _JOINED_AFTER.match(text, end)


def _find_year_after(text: str, spelling: Spelling, end: int) -> tuple[int | None, bool]:
    """Find the year right after a name, ``ISCA 2018``, ``ISCA '18``, ``ISCA18``, and whether it is short."""
    if match := _YEAR_AFTER.match(text, end):
        return (int(match[1]), False) if match[1] else (complete_year(int(match[2])), True)
    is_one_word = spelling.kind in ONE_WORD_KINDS
    is_event = spelling.venue.is_event
    letters = sum(map(len, spelling.words))
    if is_one_word and letters >= _MIN_LETTERS_BEFORE_MARK and (match := _YEAR_AFTER_MARK.match(text, end)):
        return int(match[1]), False
    match = (_TWO_DIGITS_AFTER if is_one_word else _TWO_DIGITS_IN_BRACKETS).match(text, end)
    if not match and is_one_word and is_event:
        match = _TWO_DIGITS_ALONE.match(text, end)
    return (complete_year(int(match[1])), True) if match and int(match[1]) in _SHORT_YEARS else (None, False)
