"""Spellings of venues, and how much each proves by itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from generator.model.curation_values import Venue, VenueKind
from generator.model.text import fold


class Sort(Enum):
    """How much a spelling proves by itself."""

    SHORT = auto()  # few capitals, or an English word: needs a year or a word of publishing beside it
    ACRONYM = auto()  # many capitals
    COINED = auto()  # one word with a capital inside, such as MLSys: in any case
    TITLE = auto()  # says itself that it is a conference or a journal
    FRAGMENT = auto()  # a conference's subject, without the word "conference"
    PLAIN = auto()  # a journal's title made of everyday words


@dataclass(frozen=True, slots=True)
class Word:
    """A word, ``&`` or number of a text: folded, as printed, and where."""

    key: str
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a venue.

    Attributes:
        venue: Whose name it is.
        sort: How much it proves.
        words: Folded; without the little words where it is `loose`.
        exact: What must be printed in this way, or None where letters' case does not count.
        loose: Whether little words may come between the words.
    """

    venue: Venue
    sort: Sort
    words: tuple[str, ...]
    exact: tuple[str | None, ...]
    loose: bool


_ALL_CASES = frozenset({Sort.COINED, Sort.TITLE})
ONE_WORD = frozenset({Sort.SHORT, Sort.ACRONYM, Sort.COINED})
_AMBIGUOUS_LENGTH = 4
# Acronyms longer than that which are English words.
_ENGLISH = frozenset(
    ["MICRO", "CLUSTER", "CLOUD", "PERFORMANCE", "MIDDLEWARE", "SUPERCOMPUTING", "QUEUE", "GRID"]
)
# From this length on nobody writes it by accident, whatever the case ("Infocom 2018").
DISTINCT_LENGTH = 6
_COINED_LENGTH = 4
LOOSE_LENGTH = 3

_TOKEN = re.compile(r"[^\W\d_]+|\d+|&")
LITTLE = frozenset(["on", "of", "the", "for", "and", "in"])
_SAME = {
    "&": "and",
    "trans": "transactions",
    "transaction": "transactions",
    "proc": "proceedings",
    "conf": "conference",
    "int": "international",
    "intl": "international",
    "symp": "symposium",
    "modelling": "modeling",
}
EVENT_WORDS = frozenset(["conference", "symposium", "workshop", "workshops", "congress", "meeting", "summit"])
TYPE_WORDS = EVENT_WORDS.union(
    ["transactions", "journal", "letters", "magazine", "proceedings", "review", "surveys", "jornadas"],
    ["ieee", "acm", "usenix", "ifip", "siam", "aaai", "sigmetrics", "elsevier", "nae"],
)
SPONSOR = r"(?:IEEE|ACM|USENIX|Usenix|IFIP|SIAM|CVF|SPEC|EAI|SIG[A-Z]+|TC\d*|WG|CS|Euromicro|EUROMICRO)"
_SUBTITLE = re.compile(r"\s*[:(]")
_LEADING_SPONSORS = re.compile(rf"^(?:{SPONSOR}\b|\b(?:The|Annual)\b|[\s/&-]|\band\b)+")


def words_of(text: str) -> list[Word]:
    """The text's words, folded, with their places."""
    return [
        Word(folded_word(match[0]), match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)
    ]


def folded_word(token: str) -> str:
    """A word as it is compared."""
    folded = token.lower() if token.isascii() else fold(token)
    return _SAME.get(folded, folded)


def _names(venue: Venue) -> Iterator[Name]:
    """Every spelling of a venue: as given, and the title without its sponsors or its subtitle."""
    spellings = [venue.acronym, venue.name, *venue.spellings]
    if venue.kind in {VenueKind.CONFERENCE, VenueKind.WORKSHOP}:
        bare = _LEADING_SPONSORS.sub("", venue.name, count=1)
        spellings.extend([bare] if len(bare.split()) >= LOOSE_LENGTH else [])
    else:
        spellings.append(_SUBTITLE.split(venue.name)[0])
    for spelling in dict.fromkeys(spellings):
        words = words_of(spelling)
        if words:
            yield _name(venue, spelling.strip(), words)


def _name(venue: Venue, spelling: str, tokens: Sequence[Word]) -> Name:
    sort = _sort(venue, spelling, tokens)
    full = [word for word in tokens if word.key not in LITTLE]
    loose = sort is Sort.TITLE and len(full) >= LOOSE_LENGTH
    words = full if loose else tokens
    exact = tuple(None if sort in _ALL_CASES else word.printed for word in words)
    return Name(venue, sort, tuple(word.key for word in words), exact, loose)


def _sort(venue: Venue, spelling: str, tokens: Sequence[Word]) -> Sort:
    if " " in spelling:
        if any(word.key in TYPE_WORDS or _is_acronym(word.printed) for word in tokens):
            return Sort.TITLE
        is_event = venue.kind in {VenueKind.CONFERENCE, VenueKind.WORKSHOP}
        return Sort.FRAGMENT if is_event else Sort.PLAIN
    letters = "".join(word.printed for word in tokens)
    if spelling.isupper() and spelling.isalnum():
        is_short = len(letters) <= _AMBIGUOUS_LENGTH or letters in _ENGLISH
        return Sort.SHORT if is_short else Sort.ACRONYM
    is_coined = len(letters) >= _COINED_LENGTH and any(letter.isupper() for letter in letters[1:])
    return Sort.COINED if is_coined else Sort.SHORT


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def by_first_word(venues: Iterable[Venue]) -> dict[str, tuple[Name, ...]]:
    """First word to the names that begin with it."""
    names = [name for venue in venues for name in _names(venue)]
    capitals = {name.words[0]: name for name in names if name.sort in {Sort.SHORT, Sort.ACRONYM}}
    index: dict[str, list[Name]] = {}
    for name in names:
        index.setdefault(name.words[0], []).append(_told_apart(name, capitals))
    return {word: tuple(found) for word, found in index.items()}


def _told_apart(name: Name, capitals: dict[str, Name]) -> Name:
    """A two-word name keeps the case of a word that another venue writes in capitals: IEEE Micro, MICRO."""
    last = capitals.get(name.words[-1])
    if len(name.words) != 2 or last is None or last.venue.id == name.venue.id:  # noqa: PLR2004 - two words
        return name
    printed = name.words[-1].capitalize()
    return Name(name.venue, name.sort, name.words, (name.exact[0], printed), loose=False)
