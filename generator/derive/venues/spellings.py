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
        is_abbreviated: Whether a full stop follows.
    """

    key: str
    printed: str
    start: int
    end: int
    is_abbreviated: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a venue.

    Attributes:
        venue: The venue.
        kind: How much the spelling proves.
        words: Its folded words; without small words if it is `loose`.
        printed_words: How each word must be printed, or None if its case does not matter.
        loose: Whether small words may be between the words.
        is_abbreviated: Whether it ends with a full stop.
    """

    venue: Venue
    kind: SpellingKind
    words: tuple[str, ...]
    printed_words: tuple[str | None, ...]
    loose: bool
    is_abbreviated: bool = False

    @property
    def can_be_abbreviated(self) -> bool:
        """Whether its words can be abbreviated, or be in the singular instead of the plural."""
        return self.kind not in ONE_WORD_KINDS and len(self.words) > 1


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
    "j": "journal",
}
EVENT_WORDS = frozenset(["conference", "symposium", "workshop", "workshops", "congress", "meeting", "summit"])
# Words that show that a title is a title, and do not distinguish one venue from another.
TITLE_WORDS = EVENT_WORDS.union(
    ["transactions", "journal", "letters", "magazine", "proceedings", "review", "surveys", "jornadas"],
    ["ieee", "acm", "usenix", "ifip", "siam", "aaai", "sigmetrics", "elsevier", "nae"],
)
SPONSOR = r"(?:IEEE|ACM|USENIX|Usenix|IFIP|SIAM|CVF|SPEC|EAI|SIG[A-Z]+|TC\d*|WG|CS|Euromicro|EUROMICRO)"
_SUBTITLE = re.compile(r"\s*[:(]")
_MIN_WORDS_WITHOUT_SUBTITLE = 2  # "Software: Practice and Experience" is not called "Software"
_MIN_LETTERS_OF_ABBREVIATION = 2
_SERIAL_AT_START = re.compile(r"(?:Transactions|Journal|Proceedings)\b")
_SERIAL_AND_SUBJECT = re.compile(
    r"(?P<serial>(?:IEEE|ACM|IEEE/ACM)(?: Transactions on| Journal on)?) (?P<subject>\w+ \w.*)"
)
_EVENT_AND_SUBJECT = re.compile(
    r"(?:International )?(?P<event>Conference|Symposium) (?:on|of|in) (?P<subject>[\w -]+)"
)
_SPONSORS_AT_START = re.compile(rf"^(?:{SPONSOR}\b|\b(?:The|Annual)\b|[\s/&-]|\band\b)+")


def split_words(text: str) -> list[Word]:
    """Split text into words, with their positions."""
    return [
        Word(fold_word(match[0]), match[0], match.start(), match.end(), text.startswith(".", match.end()))
        for match in _TOKEN.finditer(text)
    ]


def fold_word(token: str) -> str:
    """Fold a word for comparison: ``"Trans"`` becomes ``"transactions"``."""
    folded = token.lower() if token.isascii() else fold(token)
    return _SYNONYMS.get(folded, folded)


def index_spellings(venues: Iterable[Venue]) -> dict[str, tuple[Spelling, ...]]:
    """Index all spellings of venues by their first word, and by abbreviations of it."""
    spellings = [spelling for venue in venues for spelling in _list_spellings(venue)]
    acronyms = {
        spelling.words[0]: spelling
        for spelling in spellings
        if spelling.kind in {SpellingKind.AMBIGUOUS, SpellingKind.ACRONYM}
    }
    return group_pairs(
        (key, _fix_case(spelling, acronyms)) for spelling in spellings for key in _list_first_keys(spelling)
    )


def _list_first_keys(spelling: Spelling) -> Iterator[str]:
    """List the keys of words with which a text can begin this spelling."""
    first = spelling.words[0]
    yield first
    if spelling.can_be_abbreviated:
        yield from (first[:length] for length in range(_MIN_LETTERS_OF_ABBREVIATION, len(first)))


def is_same_word(spelling: Spelling, number: int, word: Word) -> bool:
    """Whether a word of a text is the word of a spelling with this number.

    In a title, an abbreviation that ends with a full stop stands for the word that it begins
    (https://www.issn.org/services/online-services/access-to-the-ltwa/), and the plural may be missing or
    be added.
    """
    required = spelling.words[number]
    if required == word.key:
        return True
    if not spelling.can_be_abbreviated:
        return False
    if word.is_abbreviated and len(word.key) >= _MIN_LETTERS_OF_ABBREVIATION:
        return required.startswith(word.key)
    return spelling.kind is not SpellingKind.EVERYDAY and (
        word.key == f"{required}s" or required == f"{word.key}s"
    )


def _list_spellings(venue: Venue) -> Iterator[Spelling]:
    """List the spellings of a venue: those of the data, and variants of the names."""
    texts = [venue.acronym, venue.name, *venue.spellings]
    acronym = _SPONSORS_AT_START.sub("", venue.acronym, count=1)
    has_capitals = sum(map(str.isupper, acronym)) > 1
    texts.extend([acronym] if has_capitals and " " not in acronym else [])
    texts.append(venue.name.removeprefix("The "))
    without_sponsors = _SPONSORS_AT_START.sub("", venue.name, count=1)
    if venue.is_event or _SERIAL_AT_START.match(without_sponsors):
        texts.extend([without_sponsors] if len(without_sponsors.split()) >= MIN_WORDS_OF_LOOSE else [])
    if not venue.is_event:
        without_subtitle = _SUBTITLE.split(venue.name)[0]
        texts.extend(_invert(venue.name))
        is_long = len(without_subtitle.split()) >= _MIN_WORDS_WITHOUT_SUBTITLE
        texts.extend([without_subtitle] if is_long else [])
    else:
        texts.extend(_move_event_word(without_sponsors))
    for text in dict.fromkeys(texts):
        words = split_words(text)
        if words:
            yield _build_spelling(venue, text.strip(), words)


def _invert(name: str) -> Iterator[str]:
    """Yield the name as indexes print it: ``Computers, IEEE Transactions on``."""
    if match := _SERIAL_AND_SUBJECT.fullmatch(name):
        yield f"{match['subject']}, {match['serial']}"


def _move_event_word(name: str) -> Iterator[str]:
    """Yield "Performance Engineering Conference" of "International Conference on Performance Engineering"."""
    match = _EVENT_AND_SUBJECT.fullmatch(name)
    if match and len(match["subject"].split()) >= MIN_WORDS_OF_LOOSE:
        yield f"{match['subject']} {match['event']}"


def _build_spelling(venue: Venue, text: str, words: Sequence[Word]) -> Spelling:
    kind = _classify_spelling(venue, text, words)
    main_words = [word for word in words if word.key not in SMALL_WORDS]
    loose = kind is SpellingKind.TITLE and len(main_words) >= MIN_WORDS_OF_LOOSE
    required = main_words if loose else words
    printed_words = tuple(None if kind in _KINDS_IN_ANY_CASE else word.printed for word in required)
    keys = tuple(word.key for word in required)
    return Spelling(venue, kind, keys, printed_words, loose, is_abbreviated=text.endswith("."))


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
