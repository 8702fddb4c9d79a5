"""Where a text mentions a venue, with the year beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.venues.spellings import (
    DISTINCT_LENGTH,
    LITTLE,
    ONE_WORD,
    SPONSOR,
    Name,
    Sort,
    Word,
)
from generator.model.curation_values import Venue, VenueKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A venue's name in a text.

    Attributes:
        name: The spelling.
        start: Where it begins.
        end: Where it ends.
        year: The one that stands directly beside it.
        counts: False where it is a part of a longer name, or of another event's.
    """

    name: Name
    start: int
    end: int
    year: int | None
    counts: bool = True

    @property
    def venue(self) -> Venue:
        """The venue that is mentioned."""
        return self.name.venue

    @property
    def is_event(self) -> bool:
        """Whether it is a conference or workshop."""
        return self.venue.kind in {VenueKind.CONFERENCE, VenueKind.WORKSHOP}


# Numbers and names in these are never a year or a venue.
_MASKED = re.compile(
    r"https?://\S*[\w/]|\bwww\.\S*[\w/]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
    r"|\b(?:doi:\s*)?10\.\d{4,9}/\S*\w|\barxiv:\s*\S*\w|\bIS[BS]N\b[\dX:#\s-]*",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s,.&'’:()/\\\-–—]{0,4}")
_TIGHT_GAP = re.compile(r"[\s\-–]?")
_MAX_LITTLE = 2
YEAR = r"(?:19[5-9]\d|20\d\d|2100)"
ANY_YEAR = re.compile(rf"(?<![\w.:#-]){YEAR}(?![\w:]|\.\d)")
QUOTE = r"['’‘`´]"
_BESIDE = re.compile(
    rf"[\s\-–]{{0,2}}{QUOTE}?\s?({YEAR})(?!\d|[-–/]\d)|\s{{0,2}}[-–]?\s?{QUOTE}\s?(\d\d)(?!\w|[-–/]\d)"
)
_GLUED = re.compile(r"(\d\d)(?!\w|\.\d)")
_BRACKETED_YEAR = re.compile(rf"\s*\([A-Za-z /-]+(?:\s?{QUOTE}\s?)?(?<!-)(\d\d)\)")
YEAR_BEFORE = re.compile(rf"\b({YEAR})\s+(?>{SPONSOR}\b[\s/-]+)*+$")
_TENS = r"twenty|thirty|forty|fifty|sixty"
ORDINAL = rf"(?:\d+\s?(?:st|nd|rd|th)|(?:{_TENS})|[A-Za-z]{{0,20}}(?:first|second|third|[rfvxn]th|eth|ghth))"
# Sponsors, counts and years before a name; atomic, because words of hostile text may be several of these.
BEFORE_NAME = rf"(?>(?:{SPONSOR}|{ORDINAL}|{YEAR})\b[\s/-]+)*+$"
CUE = re.compile(rf"(?:\b(?:in|at|by|to|of|the)|\bproc(?:eedings|s)?\b\.?)\s+{BEFORE_NAME}", re.IGNORECASE)
CUED_END = re.compile(r"\s*(?:$|[,.;:)]|\(|conference\b|symposium\b|proceedings\b)", re.IGNORECASE)
# A glued number beyond these is the event's own count (MICRO52), not a year.
_GLUED_YEARS = frozenset(range(40)) | frozenset(range(85, 100))
_CENTURY = 50
_TOUCHED_BEFORE = re.compile(rf"[\d_]$|(?<!\w)(?!{SPONSOR}[-/]$)[\w)]+[-/]$")
_TOUCHED_AFTER = re.compile(r"_|-[^\W\d_]|/(?!(?:IFIP\s+)?Performance\b)")
NEAR = 120
OPENED = re.compile(rf"\s*[(\[]\s*(?>{SPONSOR}\b[\s/-]*)*+")


def masked(text: str) -> str:
    """The text with addresses and identifiers blanked out; every position stays."""
    return _MASKED.sub(lambda match: " " * len(match[0]), text)


def end_of_match(name: Name, words: Sequence[Word], place: int, text: str) -> int:
    """The place after the name that begins here, or 0 where it does not."""
    if not _is_printed(name, 0, words[place]):
        return 0
    gap = _TIGHT_GAP if name.sort in ONE_WORD else _GAP
    for number in range(1, len(name.words)):
        place = _next(name, number, words, place)
        if not place or not gap.fullmatch(text, words[place - 1].end, words[place].start):
            return 0
    return place + 1


def _next(name: Name, number: int, words: Sequence[Word], place: int) -> int:
    """Where the next word of a name is, or 0; a loose name steps over little words."""
    for step in range(1, 2 + (_MAX_LITTLE if name.loose else 0)):
        if place + step >= len(words):
            return 0
        word = words[place + step]
        if word.key == name.words[number]:
            return place + step if _is_printed(name, number, word) else 0
        if word.key not in LITTLE:
            return 0
    return 0


def _is_printed(name: Name, number: int, word: Word) -> bool:
    """Whether a word's capitals are those that this sort of name must have."""
    exact = name.exact[number]
    if exact is None or exact == word.printed:
        return True
    if name.sort is Sort.ACRONYM:
        return len(exact) >= DISTINCT_LENGTH
    if name.sort in {Sort.TITLE, Sort.SHORT}:
        return False
    return word.printed[0].isupper() or not exact[0].isupper()


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no digit and no joined word touches the name: neither ``ASP-DAC`` nor ``IPDPS/APDCM``."""
    if _TOUCHED_BEFORE.search(text[max(0, start - NEAR) : start]):
        return False
    return not _TOUCHED_AFTER.match(text, end)


def year_beside(text: str, name: Name, end: int) -> int | None:
    """The year that stands right after a name."""
    if match := _BESIDE.match(text, end):
        return int(match[1]) if match[1] else _full_year(int(match[2]))
    match = _GLUED.match(text, end) if name.sort in ONE_WORD else _BRACKETED_YEAR.match(text, end)
    return _full_year(int(match[1])) if match and int(match[1]) in _GLUED_YEARS else None


def _full_year(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < _CENTURY else 1900)
