"""Recognise a spelling of a venue in a text, and the year next to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.venues.spellings import (
    LEAST_LETTERS_IN_ANY_CASE,
    ONE_WORD_KINDS,
    SMALL_WORDS,
    SPONSOR,
    Spelling,
    SpellingKind,
    Word,
)
from generator.model.curation_values import Venue
from generator.model.dates import MONTH_ABBREVIATIONS


@dataclass(frozen=True, slots=True)
class Mention:
    """A spelling of a venue in a text.

    Attributes:
        spelling: The spelling.
        start: Where it starts.
        end: Where it ends.
        year: The year right next to it.
        is_valid: False if it is part of a longer name or means another event.
    """

    spelling: Spelling
    start: int
    end: int
    year: int | None
    is_valid: bool = True

    @property
    def venue(self) -> Venue:
        """The venue."""
        return self.spelling.venue


# Addresses and identifiers: numbers and names in them are not years and venues.
_IDENTIFIER = re.compile(
    r"https?://\S*[\w/]|\bwww\.\S*[\w/]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
    r"|\b(?:doi:\s*)?10\.\d{4,9}/\S*\w|\barxiv:\s*\S*\w|\bIS[BS]N\b[\dX:#\s-]*",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s,.&'’:()/\\\-–—]{0,4}")  # between the words of a title
_ACRONYM_GAP = re.compile(r"[\s\-–]?")
_MOST_SMALL_WORDS = 2  # in a row, in a gap
YEAR = r"(?:19[5-9]\d|20\d\d|2100)"
ANY_YEAR = re.compile(rf"(?<![\w.:#-]){YEAR}(?![\w:]|\.\d)")
QUOTE = r"['’‘`´]"
MONTH_ABBREVIATION = f"(?:{'|'.join(MONTH_ABBREVIATIONS)})"
_YEAR_AFTER = re.compile(
    rf"[\s\-–]{{0,2}}{QUOTE}?\s?({YEAR})(?!\d|[-–/]\d)|\s{{0,2}}[-–]?\s?{QUOTE}\s?(\d\d)(?!\w|[-–/]\d)"
)
_TWO_DIGITS_AFTER = re.compile(r"(\d\d)(?!\w|\.\d)")
_TWO_DIGITS_IN_BRACKETS = re.compile(rf"\s*\([A-Za-z /-]+(?:\s?{QUOTE}\s?)?(?<!-)(\d\d)\)")
YEAR_BEFORE = re.compile(rf"\b({YEAR})\s+(?>{SPONSOR}\b[\s/-]+)*+$")
_TENS = r"twenty|thirty|forty|fifty|sixty"
ORDINAL = rf"(?:\d+\s?(?:st|nd|rd|th)|(?:{_TENS})|[A-Za-z]{{0,20}}(?:first|second|third|[rfvxn]th|eth|ghth))"
# Sponsors, ordinals and years before a name. Atomic, because a word of hostile text may match several.
PREFIX = rf"(?>(?:{SPONSOR}|{ORDINAL}|{YEAR})\b[\s/-]+)*+$"
# Words before and after an ambiguous acronym that show that it is a venue.
CUE_BEFORE = re.compile(rf"(?:\b(?:in|at|by|to|of|the)|\bproc(?:eedings|s)?\b\.?)\s+{PREFIX}", re.IGNORECASE)
CUE_AFTER = re.compile(r"\s*(?:$|[,.;:)]|\(|conference\b|symposium\b|proceedings\b)", re.IGNORECASE)
# Two digits right after an acronym that may be a year; others count the event (MICRO52).
_SHORT_YEARS = frozenset(range(40)) | frozenset(range(85, 100))
_FIRST_YEAR_OF_1900S = 50
_JOINED_BEFORE = re.compile(rf"[\d_]$|(?<!\w)(?!{SPONSOR}[-/]$)[\w)]+[-/]$")
_JOINED_AFTER = re.compile(r"_|-[^\W\d_]|/(?!(?:IFIP\s+)?Performance\b)")
CONTEXT_LENGTH = 120  # characters before a name that are read
OPENING_BRACKET = re.compile(rf"\s*[(\[]\s*(?>{SPONSOR}\b[\s/-]*)*+")


def mask_identifiers(text: str) -> str:
    """Replace addresses and identifiers by spaces; all positions stay the same."""
    return _IDENTIFIER.sub(lambda match: " " * len(match[0]), text)


def match_spelling(spelling: Spelling, words: Sequence[Word], position: int, text: str) -> int:
    """Match a spelling at the word with this position: the position after it, or 0 if it does not match."""
    if not _is_printed_right(spelling, 0, words[position]):
        return 0
    gap = _ACRONYM_GAP if spelling.kind in ONE_WORD_KINDS else _GAP
    for number in range(1, len(spelling.words)):
        position = _find_next_word(spelling, number, words, position)
        if not position or not gap.fullmatch(text, words[position - 1].end, words[position].start):
            return 0
    return position + 1


def _find_next_word(spelling: Spelling, number: int, words: Sequence[Word], position: int) -> int:
    """Find the position of the next word of a spelling, or 0; a loose spelling skips small words."""
    for step in range(1, 2 + (_MOST_SMALL_WORDS if spelling.loose else 0)):
        if position + step >= len(words):
            return 0
        word = words[position + step]
        if word.key == spelling.words[number]:
            return position + step if _is_printed_right(spelling, number, word) else 0
        if word.key not in SMALL_WORDS:
            return 0
    return 0


def _is_printed_right(spelling: Spelling, number: int, word: Word) -> bool:
    """Whether a word of the text has the capitals that the spelling requires."""
    required = spelling.printed_words[number]
    if required is None or required == word.printed:
        return True
    if spelling.kind is SpellingKind.ACRONYM:
        return len(required) >= LEAST_LETTERS_IN_ANY_CASE
    if spelling.kind in {SpellingKind.TITLE, SpellingKind.AMBIGUOUS}:
        return False
    return word.printed[0].isupper() or not required[0].isupper()


def is_separate(text: str, start: int, end: int) -> bool:
    """Whether no digit or joined word touches the name, as in ``ASP-DAC`` and ``IPDPS/APDCM``."""
    if _JOINED_BEFORE.search(text[max(0, start - CONTEXT_LENGTH) : start]):
        return False
    return not _JOINED_AFTER.match(text, end)


def find_year_after(text: str, spelling: Spelling, end: int) -> int | None:
    """Find the year right after a name: ``ISCA 2018``, ``ISCA '18``, ``ISCA18``."""
    if match := _YEAR_AFTER.match(text, end):
        return int(match[1]) if match[1] else _complete_year(int(match[2]))
    pattern = _TWO_DIGITS_AFTER if spelling.kind in ONE_WORD_KINDS else _TWO_DIGITS_IN_BRACKETS
    match = pattern.match(text, end)
    return _complete_year(int(match[1])) if match and int(match[1]) in _SHORT_YEARS else None


def _complete_year(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < _FIRST_YEAR_OF_1900S else 1900)
