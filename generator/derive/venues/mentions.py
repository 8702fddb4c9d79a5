"""A venue in a text, and the patterns that several modules need to read the words around it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.derive.venues.spellings import SPONSOR, Spelling
from generator.model.curation_values import Venue
from generator.model.dates import MONTH_ABBREVIATIONS


@dataclass(frozen=True, slots=True)
class VenueMention:
    """A spelling of a venue in a text.

    Attributes:
        spelling: The spelling.
        start: Where it starts.
        end: Where it ends.
        year: The year right next to it.
        has_short_year: Whether that year has two digits, which can also count the event: ``MICRO '57``.
        is_valid: False if it is part of a longer name or means another event.
    """

    spelling: Spelling
    start: int
    end: int
    year: int | None
    has_short_year: bool = False
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
YEAR = r"(?:19[5-9]\d|20\d\d|2100)"
ANY_YEAR = re.compile(rf"(?<![\w.:#-]){YEAR}(?![\w:]|\.\d)")
QUOTE = r"['’‘`´]"
MONTH_ABBREVIATION = f"(?:{'|'.join(MONTH_ABBREVIATIONS)})"
_TENS = r"twenty|thirty|forty|fifty|sixty"
ORDINAL = rf"(?:\d+\s?(?:st|nd|rd|th)|(?:{_TENS})|[A-Za-z]{{0,20}}(?:first|second|third|[rfvxn]th|eth|ghth))"
# Sponsors, ordinals and years before a name. A word matches one of them only, so that the time is linear.
PREFIX = rf"(?:(?:{SPONSOR}|(?!{SPONSOR}\b){ORDINAL}|{YEAR})\b[\s/-]+)*$"
# "MICRO-57" is the 57th MICRO.
NUMBER_AFTER = re.compile(r"[-–]\d{1,2}(?![\w.-])")
CONTEXT_LENGTH = 120  # characters before a name that are read


@lru_cache(maxsize=16)  # the texts of a paper are read several times
def mask_identifiers(text: str) -> str:
    """Replace addresses and identifiers by spaces; all positions stay the same."""
    return _IDENTIFIER.sub(lambda match: " " * len(match[0]), text)
