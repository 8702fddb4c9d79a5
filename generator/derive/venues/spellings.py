"""The spellings of venues, and how much each proves by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from generator.model.curation_values import Venue
from generator.model.grouping import group_pairs
from generator.model.text import fold


class SpellingKind(Enum):
    """How much a spelling proves by itself."""

    AMBIGUOUS = auto()  # few capitals, or an English word: needs a year or a word of publishing next to it
    ACRONYM = auto()  # many capitals
    COINED = auto()  # one word with a capital inside, such as MLSys; its case does not matter
    TITLE = auto()  # contains a word such as "conference" or "journal"
    SUBJECT = auto()  # the subject of a conference, without the word "conference"
    EVERYDAY = auto()  # the title of a journal that consists of everyday words


@dataclass(frozen=True, slots=True)
class Word:
    """A word, ``&`` or number of a text.

    Attributes:
        key: The folded word.
        printed: The word as it is in the text.
        start: Where it starts.
        end: Where it ends.
    """

    key: str
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a venue.

    Attributes:
        venue: The venue.
        kind: How much the spelling proves.
        words: Its folded words; without small words if it is `loose`.
        printed_words: How each word must be printed, or None if its case does not matter.
        loose: Whether small words may be between the words.
    """

    venue: Venue
    kind: SpellingKind
    words: tuple[str, ...]
    printed_words: tuple[str | None, ...]
    loose: bool


ONE_WORD_KINDS = frozenset({SpellingKind.AMBIGUOUS, SpellingKind.ACRONYM, SpellingKind.COINED})
_KINDS_IN_ANY_CASE = frozenset({SpellingKind.COINED, SpellingKind.TITLE})
# English words among the acronyms that are longer than this.
_ENGLISH_WORDS = frozenset(
    ["MICRO", "CLUSTER", "CLOUD", "PERFORMANCE", "MIDDLEWARE", "SUPERCOMPUTING", "QUEUE"]
)
_MAX_AMBIGUOUS = 4
MIN_LETTERS_IN_ANY_CASE = (
    6  # an acronym of so many letters is not an ordinary word in any case ("Infocom 2018")
)
_MIN_LETTERS_OF_COINED = 4
MIN_WORDS_OF_LOOSE = 3

_TOKEN = re.compile(r"[^\W\d_]+|\d+|&")
SMALL_WORDS = frozenset(["on", "of", "the", "for", "and", "in"])
_SYNONYMS = {
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
# Words that show that a title is a title, and do not distinguish one venue from another.
TITLE_WORDS = EVENT_WORDS.union(
    ["transactions", "journal", "letters", "magazine", "proceedings", "review", "surveys", "jornadas"],
    ["ieee", "acm", "usenix", "ifip", "siam", "aaai", "sigmetrics", "elsevier", "nae"],
)
SPONSOR = r"(?:IEEE|ACM|USENIX|Usenix|IFIP|SIAM|CVF|SPEC|EAI|SIG[A-Z]+|TC\d*|WG|CS|Euromicro|EUROMICRO)"
_SUBTITLE = re.compile(r"\s*[:(]")
_SPONSORS_AT_START = re.compile(rf"^(?:{SPONSOR}\b|\b(?:The|Annual)\b|[\s/&-]|\band\b)+")


def split_words(text: str) -> list[Word]:
    """Split text into words, with their positions."""
    return [
        Word(fold_word(match[0]), match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)
    ]


def fold_word(token: str) -> str:
    """Fold a word for comparison: ``"Trans"`` becomes ``"transactions"``."""
    folded = token.lower() if token.isascii() else fold(token)
    return _SYNONYMS.get(folded, folded)


def index_spellings(venues: Iterable[Venue]) -> dict[str, tuple[Spelling, ...]]:
    """Index all spellings of venues by their first word."""
    spellings = [spelling for venue in venues for spelling in _list_spellings(venue)]
    acronyms = {
        spelling.words[0]: spelling
        for spelling in spellings
        if spelling.kind in {SpellingKind.AMBIGUOUS, SpellingKind.ACRONYM}
    }
    return group_pairs((spelling.words[0], _fix_case(spelling, acronyms)) for spelling in spellings)


def _list_spellings(venue: Venue) -> Iterator[Spelling]:
    """List the spellings of a venue: those of the data, and the name without sponsors or without subtitle."""
    texts = [venue.acronym, venue.name, *venue.spellings]
    if venue.is_event:
        without_sponsors = _SPONSORS_AT_START.sub("", venue.name, count=1)
        texts.extend([without_sponsors] if len(without_sponsors.split()) >= MIN_WORDS_OF_LOOSE else [])
    else:
        texts.append(_SUBTITLE.split(venue.name)[0])
    for text in dict.fromkeys(texts):
        words = split_words(text)
        if words:
            yield _build_spelling(venue, text.strip(), words)


def _build_spelling(venue: Venue, text: str, words: Sequence[Word]) -> Spelling:
    kind = _classify_spelling(venue, text, words)
    main_words = [word for word in words if word.key not in SMALL_WORDS]
    loose = kind is SpellingKind.TITLE and len(main_words) >= MIN_WORDS_OF_LOOSE
    required = main_words if loose else words
    printed_words = tuple(None if kind in _KINDS_IN_ANY_CASE else word.printed for word in required)
    return Spelling(venue, kind, tuple(word.key for word in required), printed_words, loose)


def _classify_spelling(venue: Venue, text: str, words: Sequence[Word]) -> SpellingKind:
    if " " in text:
        acronyms = (word.printed for word in words if len(word.printed) > 1 and word.printed.isupper())
        if any(acronyms) or any(word.key in TITLE_WORDS for word in words):
            return SpellingKind.TITLE
        return SpellingKind.SUBJECT if venue.is_event else SpellingKind.EVERYDAY
    letters = "".join(word.printed for word in words)
    if text.isupper() and text.isalnum():
        is_ambiguous = len(letters) <= _MAX_AMBIGUOUS or letters in _ENGLISH_WORDS
        return SpellingKind.AMBIGUOUS if is_ambiguous else SpellingKind.ACRONYM
    is_coined = len(letters) >= _MIN_LETTERS_OF_COINED and any(letter.isupper() for letter in letters[1:])
    return SpellingKind.COINED if is_coined else SpellingKind.AMBIGUOUS


def _fix_case(spelling: Spelling, acronyms: Mapping[str, Spelling]) -> Spelling:
    """Require the case of the second word if it is another venue's acronym: IEEE Micro is not MICRO."""
    other = acronyms.get(spelling.words[-1])
    if len(spelling.words) != 2 or other is None or other.venue.id == spelling.venue.id:  # noqa: PLR2004 - two words
        return spelling
    printed_words = (spelling.printed_words[0], spelling.words[-1].capitalize())
    return Spelling(spelling.venue, spelling.kind, spelling.words, printed_words, loose=False)
