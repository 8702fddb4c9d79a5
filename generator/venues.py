"""Where papers appeared, read from journal references and comments.

Venues and two texts go in, a `Placement` or None comes out; nothing is looked up anywhere. A wrong venue
is worse than none: a name counts only where it stands whole, is no part of a longer name, and where the words
around it do not speak of a submission, of a workshop beside the conference, or of another paper.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from generator.model import Placement, Venue, VenueKind
from generator.text import fold

_MAX_TEXT = 4_000
_MAX_EVIDENCE = 240
_MAX_MENTIONS = 20


def _any_of(*patterns: str) -> re.Pattern[str]:
    """A pattern for any of these as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


# --- spellings -------------------------------------------------------------------------------------


class _Sort(Enum):
    """How much a spelling proves by itself."""

    SHORT = auto()  # few capitals, or an English word: needs a year or a word of publishing beside it
    ACRONYM = auto()  # many capitals
    COINED = auto()  # one word with a capital inside, such as MLSys: in any case
    TITLE = auto()  # says itself that it is a conference or a journal
    FRAGMENT = auto()  # a conference's subject, without the word "conference"
    PLAIN = auto()  # a journal's title made of everyday words


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, ``&`` or number of a text: folded, as printed, and where."""

    key: str
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """One spelling of a venue.

    Attributes:
        venue: Whose name it is.
        sort: How much it proves.
        words: Folded; without the little words where it is `loose`.
        exact: What must be printed in this way, or None where letters' case does not count.
        loose: Whether little words may come between the words.
    """

    venue: Venue
    sort: _Sort
    words: tuple[str, ...]
    exact: tuple[str | None, ...]
    loose: bool


_ALL_CASES = frozenset({_Sort.COINED, _Sort.TITLE})
_ONE_WORD = frozenset({_Sort.SHORT, _Sort.ACRONYM, _Sort.COINED})
_AMBIGUOUS_LENGTH = 4
# Acronyms longer than that which are English words.
_ENGLISH = frozenset(
    ["MICRO", "CLUSTER", "CLOUD", "PERFORMANCE", "MIDDLEWARE", "SUPERCOMPUTING", "QUEUE", "GRID"]
)
# From this length on nobody writes it by accident, whatever the case ("Infocom 2018").
_DISTINCT_LENGTH = 6
_COINED_LENGTH = 4
_LOOSE_LENGTH = 3

_TOKEN = re.compile(r"[^\W\d_]+|\d+|&")
_LITTLE = frozenset(["on", "of", "the", "for", "and", "in"])
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
_EVENT_WORDS = frozenset(
    ["conference", "symposium", "workshop", "workshops", "congress", "meeting", "summit"]
)
_TYPE_WORDS = _EVENT_WORDS.union(
    ["transactions", "journal", "letters", "magazine", "proceedings", "review", "surveys", "jornadas"],
    ["ieee", "acm", "usenix", "ifip", "siam", "aaai", "sigmetrics", "elsevier", "nae"],
)
_SPONSOR = r"(?:IEEE|ACM|USENIX|Usenix|IFIP|SIAM|CVF|SPEC|EAI|SIG[A-Z]+|TC\d*|WG|CS|Euromicro|EUROMICRO)"
_SUBTITLE = re.compile(r"\s*[:(]")
_LEADING_SPONSORS = re.compile(rf"^(?:{_SPONSOR}\b|\b(?:The|Annual)\b|[\s/&-]|\band\b)+")


def _tokens(text: str) -> list[_Word]:
    return [_Word(_key(match[0]), match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _key(token: str) -> str:
    folded = token.lower() if token.isascii() else fold(token)
    return _SAME.get(folded, folded)


def _names(venue: Venue) -> Iterator[_Name]:
    """Every spelling of a venue: as given, and the title without its sponsors or its subtitle."""
    spellings = [venue.short, venue.title, *venue.spellings]
    if venue.kind in {VenueKind.CONFERENCE, VenueKind.WORKSHOP}:
        bare = _LEADING_SPONSORS.sub("", venue.title, count=1)
        spellings.extend([bare] if len(bare.split()) >= _LOOSE_LENGTH else [])
    else:
        spellings.append(_SUBTITLE.split(venue.title)[0])
    for spelling in dict.fromkeys(spellings):
        words = _tokens(spelling)
        if words:
            yield _name(venue, spelling.strip(), words)


def _name(venue: Venue, spelling: str, tokens: Sequence[_Word]) -> _Name:
    sort = _sort(venue, spelling, tokens)
    full = [word for word in tokens if word.key not in _LITTLE]
    loose = sort is _Sort.TITLE and len(full) >= _LOOSE_LENGTH
    words = full if loose else tokens
    exact = tuple(None if sort in _ALL_CASES else word.printed for word in words)
    return _Name(venue, sort, tuple(word.key for word in words), exact, loose)


def _sort(venue: Venue, spelling: str, tokens: Sequence[_Word]) -> _Sort:
    if " " in spelling:
        if any(word.key in _TYPE_WORDS or _is_acronym(word.printed) for word in tokens):
            return _Sort.TITLE
        is_event = venue.kind in {VenueKind.CONFERENCE, VenueKind.WORKSHOP}
        return _Sort.FRAGMENT if is_event else _Sort.PLAIN
    letters = "".join(word.printed for word in tokens)
    if spelling.isupper() and spelling.isalnum():
        is_short = len(letters) <= _AMBIGUOUS_LENGTH or letters in _ENGLISH
        return _Sort.SHORT if is_short else _Sort.ACRONYM
    is_coined = len(letters) >= _COINED_LENGTH and any(letter.isupper() for letter in letters[1:])
    return _Sort.COINED if is_coined else _Sort.SHORT


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _index(venues: Iterable[Venue]) -> dict[str, tuple[_Name, ...]]:
    """First word to the names that begin with it."""
    names = [name for venue in venues for name in _names(venue)]
    capitals = {name.words[0]: name for name in names if name.sort in {_Sort.SHORT, _Sort.ACRONYM}}
    index: dict[str, list[_Name]] = {}
    for name in names:
        index.setdefault(name.words[0], []).append(_told_apart(name, capitals))
    return {word: tuple(found) for word, found in index.items()}


def _told_apart(name: _Name, capitals: dict[str, _Name]) -> _Name:
    """A two-word name keeps the case of a word that another venue writes in capitals: IEEE Micro, MICRO."""
    last = capitals.get(name.words[-1])
    if len(name.words) != 2 or last is None or last.venue.id == name.venue.id:  # noqa: PLR2004 - two words
        return name
    printed = name.words[-1].capitalize()
    return _Name(name.venue, name.sort, name.words, (name.exact[0], printed), loose=False)


# --- mentions --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mention:
    """A venue's name in a text.

    Attributes:
        name: The spelling.
        start: Where it begins.
        end: Where it ends.
        year: The one that stands directly beside it.
        counts: False where it is a part of a longer name, or of another event's.
    """

    name: _Name
    start: int
    end: int
    year: int | None
    counts: bool = True

    @property
    def venue(self) -> Venue:
        return self.name.venue

    @property
    def is_event(self) -> bool:
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
_YEAR = r"(?:19[5-9]\d|20\d\d|2100)"
_QUOTE = r"['’‘`´]"
_BESIDE = re.compile(
    rf"[\s\-–]{{0,2}}{_QUOTE}?\s?({_YEAR})(?!\d|[-–/]\d)|\s{{0,2}}[-–]?\s?{_QUOTE}\s?(\d\d)(?!\w|[-–/]\d)"
)
_GLUED = re.compile(r"(\d\d)(?!\w|\.\d)")
_BRACKETED_YEAR = re.compile(rf"\s*\([A-Za-z /-]+(?:\s?{_QUOTE}\s?)?(?<!-)(\d\d)\)")
_YEAR_BEFORE = re.compile(rf"\b({_YEAR})\s+(?>{_SPONSOR}\b[\s/-]+)*+$")
_TENS = r"twenty|thirty|forty|fifty|sixty"
_ORDINAL = rf"(?:\d+\s?(?:st|nd|rd|th)|(?:{_TENS})|[A-Za-z]{{0,20}}(?:first|second|third|[rfvxn]th|eth|ghth))"
# Sponsors, counts and years before a name; atomic, because words of hostile text may be several of these.
_BEFORE_NAME = rf"(?>(?:{_SPONSOR}|{_ORDINAL}|{_YEAR})\b[\s/-]+)*+$"
_CUE = re.compile(rf"(?:\b(?:in|at|by|to|of|the)|\bproc(?:eedings|s)?\b\.?)\s+{_BEFORE_NAME}", re.IGNORECASE)
_CUED_END = re.compile(r"\s*(?:$|[,.;:)]|\(|conference\b|symposium\b|proceedings\b)", re.IGNORECASE)
# A glued number beyond these is the event's own count (MICRO52), not a year.
_GLUED_YEARS = frozenset(range(40)) | frozenset(range(85, 100))
_CENTURY = 50
_TOUCHED_BEFORE = re.compile(rf"[\d_]$|(?<!\w)(?!{_SPONSOR}[-/]$)[\w)]+[-/]$")
_TOUCHED_AFTER = re.compile(r"_|-[^\W\d_]|/(?!(?:IFIP\s+)?Performance\b)")
_NEAR = 120
_OPENED = re.compile(rf"\s*[(\[]\s*(?>{_SPONSOR}\b[\s/-]*)*+")


def _masked(text: str) -> str:
    """The text with addresses and identifiers blanked out; every position stays."""
    return _MASKED.sub(lambda match: " " * len(match[0]), text)


def _mentions(text: str, index: dict[str, tuple[_Name, ...]]) -> tuple[_Mention, ...]:
    """The names in a masked text in order, the longest where several begin at one word."""
    words = _tokens(text)
    found: list[_Mention] = []
    place = 0
    while place < len(words) and len(found) < _MAX_MENTIONS:
        after, name = _longest(index.get(words[place].key, ()), words, place, text)
        mention = _mention(text, name, words[place].start, words[after - 1].end) if name else None
        if mention:
            _refuse_title_of(mention, found, text)
            found.append(mention)
        place = after if mention else place + 1
    return tuple(found)


def _longest(
    names: Sequence[_Name], words: Sequence[_Word], place: int, text: str
) -> tuple[int, _Name | None]:
    """The longest of the names that begins here, and the place after it."""
    longest: tuple[int, _Name | None] = (0, None)
    for name in names:
        after = _match(name, words, place, text)
        if after > longest[0]:
            longest = (after, name)
    return longest


def _refuse_title_of(mention: _Mention, found: list[_Mention], text: str) -> None:
    """A title is not meant where another venue's acronym follows in brackets: Parallel Computing (ParCo)."""
    if not found or found[-1].venue.id == mention.venue.id or mention.name.sort not in _ONE_WORD:
        return
    if _OPENED.fullmatch(text, found[-1].end, mention.start):
        found[-1] = replace(found[-1], counts=False)


def _match(name: _Name, words: Sequence[_Word], place: int, text: str) -> int:
    """The place after the name that begins here, or 0 where it does not."""
    if not _is_printed(name, 0, words[place]):
        return 0
    gap = _TIGHT_GAP if name.sort in _ONE_WORD else _GAP
    for number in range(1, len(name.words)):
        place = _next(name, number, words, place)
        if not place or not gap.fullmatch(text, words[place - 1].end, words[place].start):
            return 0
    return place + 1


def _next(name: _Name, number: int, words: Sequence[_Word], place: int) -> int:
    """Where the next word of a name is, or 0; a loose name steps over little words."""
    for step in range(1, 2 + (_MAX_LITTLE if name.loose else 0)):
        if place + step >= len(words):
            return 0
        word = words[place + step]
        if word.key == name.words[number]:
            return place + step if _is_printed(name, number, word) else 0
        if word.key not in _LITTLE:
            return 0
    return 0


def _is_printed(name: _Name, number: int, word: _Word) -> bool:
    """Whether a word's capitals are those that this sort of name must have."""
    exact = name.exact[number]
    if exact is None or exact == word.printed:
        return True
    if name.sort is _Sort.ACRONYM:
        return len(exact) >= _DISTINCT_LENGTH
    if name.sort in {_Sort.TITLE, _Sort.SHORT}:
        return False
    return word.printed[0].isupper() or not exact[0].isupper()


def _mention(text: str, name: _Name, start: int, end: int) -> _Mention | None:
    """The mention, or None where an ambiguous word is probably none."""
    if not _is_whole(text, start, end):
        return None
    year = _year_beside(text, name, end)
    if name.sort is _Sort.SHORT or (name.sort is _Sort.ACRONYM and not text[start:end].isupper()):
        before = text[max(0, start - _NEAR) : start]
        year_before = _YEAR_BEFORE.search(before)
        year = year or (int(year_before[1]) if year_before else None)
        is_cued = text[start:end].isupper() and _CUE.search(before) and _CUED_END.match(text, end)
        if year is None and not is_cued:
            return None
    mention = _Mention(name, start, end, year)
    return replace(mention, counts=not _is_elsewhere(text, mention))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no digit and no joined word touches the name: neither ``ASP-DAC`` nor ``IPDPS/APDCM``."""
    if _TOUCHED_BEFORE.search(text[max(0, start - _NEAR) : start]):
        return False
    return not _TOUCHED_AFTER.match(text, end)


def _year_beside(text: str, name: _Name, end: int) -> int | None:
    if match := _BESIDE.match(text, end):
        return int(match[1]) if match[1] else _full_year(int(match[2]))
    match = _GLUED.match(text, end) if name.sort in _ONE_WORD else _BRACKETED_YEAR.match(text, end)
    return _full_year(int(match[1])) if match and int(match[1]) in _GLUED_YEARS else None


def _full_year(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < _CENTURY else 1900)


# --- longer names and other events -----------------------------------------------------------------

_CAPITALISED = r"[A-Z][^\W\d_]{0,30}[a-z][^\W\d_]{0,30}"
_GOES_ON = re.compile(rf"(?:\s+|-)({_CAPITALISED})")
# What may follow a name without being a part of it, by its first letters.
_MAY_FOLLOW = re.compile(
    r"Conf|Symp|Journal|Magazine|Proc|Vol|Issue|Page|Pp|Art|Paper|Best|Accept|Publish|Present|Special|Research"
    r"|Technical|Full|Regular|Main|Track|Camera|Short|Long|Industr|Invited|Preprint|Extended|Supplement|Letter"
    r"|Workshop|Poster|Demo|Student|Code|Version|Copyright|Submi|Elsevier|Springer|Wiley|Usenix"
    r"|Jan|Feb|Mar|Apr|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|(?:No|In|At|To|On|This|The|We|Our|And|First|Both)\b"
)
# "International Symposium on Computer Architecture and High Performance Computing" is not ISCA.
_GOES_ON_BY_LIST = re.compile(
    rf"(?:(?:,\s+{_CAPITALISED}(?:\s{_CAPITALISED})?)*,?\s+(?:and|&)\s+(?:its\s+|their\s+)?"
    r"|\s+(?:of|for|on)\s+(?:the\s+)?)"
    rf"(?!{_SPONSOR}\b|(?:The|Was|Is|Will|To|Has)\b)[A-Z]"
)
# Something of its own within the event: ``NeurIPS 2025 MLSB``, ``SIGCOMM WOSN``.
_SECOND_ACRONYM = re.compile(
    rf"(?:[\s\-–]{{0,2}}{_QUOTE}?\s?\d{{2,4}})?\s+"
    rf"(?!{_SPONSOR}\b|USA\b|UK\b|OpenReview|GitHub|LaTeX|PDF|DOI|URL|CAMERA|[IVX]+\b)"
    r"[A-Z][A-Za-z-]{0,30}[A-Z][A-Za-z-]{0,30}\b(?!\s+(?:[Tt]rack|TRACK))"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’&-]*)[\s]+$")
# What may precede a name without being a part of it.
_MAY_PRECEDE = re.compile(
    rf"{_SPONSOR}|.*(?:st|nd|rd|th)|The|Annual|In|At|To|By|Of|On|And|For|Dans|Proceedings|Procs?\.?|Conf\.?"
    r"|Conference|Symposium|Journal|Accepted|Published|Presented|Appear(?:ed|s|ing)?"
    r"|(?:Elsevier|Springer)(?:['’]s)?|Wiley"
    r"|Jan.*|Feb.*|March|April|May|June|July|Aug.*|Sept?.*|Oct.*|Nov.*|Dec.*"
)
_STARTS_AS_EVENT = frozenset(["conference", "symposium", "workshop"])
# "Transactions on <subject>" is a journal whatever conference shares its subject.
_SUBJECT_OF = re.compile(r"(\w+)\.?\s+(?:on|of|for|in)\s+(?:the\s+)?$", re.IGNORECASE)
_SUBJECT_OF_EVENT = frozenset(
    ["conference", "conf", "symposium", "symp", "congress", "conferences", "proceedings", "proc"]
)
_LEAD = re.compile(r"(?:^|[,;:.(\"“‘'\[]|–|—|-)\s*(?:(?:Dans|In|the|The)\s+)?$")
_PLAIN_LEAD = re.compile(
    r"\b(?:(?<!advances )(?<!topics )(?<!research )(?<!issues )(?<!techniques )(?<!studies )in"
    r"|to|by|at|journal(?: of| on)?|elsevier(?:['’]s)?|springer|wiley"
    r"|(?:published|accepted|appear|publication) (?:for|on))\s+(?:the\s+|elsevier\s+)?$",
    re.IGNORECASE,
)
_PLAIN_END = re.compile(
    r"\s*(?:$|[,.;:()\[\]\d\"”’]|(?:journal|magazine|vol|volume|elsevier|special|letters)\b|on\s+\d)",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    r"\s*(?:in\s+[A-Z]\w+\s*)?(?:conference|symposium|journal|magazine)?[\s,]*[(\[]([^()\[\]]{2,50})[)\]]"
)
_BRACKET_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+-]*")
_NO_ACRONYM = re.compile(
    rf"{_SPONSOR}|USA|UK|UAE|CCF|CORE|ISSN|ISBN|[IVX]+|SJR|LNCS|LNAI|JCR|OA|AR|ERA|IF|NY|CA|HK|EU"
)
_NAME_WORD = re.compile(r"[A-Za-z]+")
_STATEMENT_END = re.compile(r"[;.]\s|\)")
_NAME_AFTER = re.compile(r"[\s'’\d]*[:(,–—-]\s*(.{0,120})")
_NAME_LENGTH = 12
_FIRST_WORDS = 3


def _is_elsewhere(text: str, mention: _Mention) -> bool:
    """Whether the words belong to a longer name or to another event of the same acronym."""
    acronym = _bracketed(text, mention)
    if acronym and not _is_own(acronym, text, mention):
        return True
    if mention.name.sort in _ONE_WORD:
        if _is_namesake(text, mention):
            return True
    elif acronym and mention.name.sort is not _Sort.PLAIN:
        return False
    return _has_longer_end(text, mention) or _has_longer_start(text, mention)


def _bracketed(text: str, mention: _Mention) -> str | None:
    """The acronym in the brackets after a name, without its year."""
    match = _BRACKET.match(text, mention.end)
    words = [word.rstrip("-0123456789") for word in _BRACKET_WORD.findall(match[1])] if match else []
    acronyms = (word for word in words if sum(map(str.isupper, word)) > 1 and not _NO_ACRONYM.fullmatch(word))
    return next(acronyms, None)


def _is_own(acronym: str, text: str, mention: _Mention) -> bool:
    """Whether an acronym is one of the venue's spellings, or that of a journal made of its name."""
    spellings = (mention.venue.short, *mention.venue.spellings)
    if any(acronym.casefold() in spelling.casefold().split() for spelling in spellings):
        return True
    if mention.is_event:
        return False
    letters = acronym.replace("-", "").lower()
    names = (text[mention.start : mention.end], mention.venue.title)
    return any(_abbreviates(letters, _NAME_WORD.findall(name.lower())) for name in names)


def _abbreviates(acronym: str, words: Sequence[str]) -> bool:
    """Whether the acronym is made of the beginnings of some of the words, in their order."""
    reached = {0}
    for word in words:
        for done in tuple(reached):
            reached.update(range(done, done + _common(acronym[done:], word) + 1))
    return len(acronym) in reached


def _common(first: str, second: str) -> int:
    """How many letters two words begin with in common."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(first), len(second)))


def _has_longer_end(text: str, mention: _Mention) -> bool:
    goes_on = _GOES_ON.match(text, mention.end)
    if goes_on and not _MAY_FOLLOW.match(goes_on[1]):
        return True
    if mention.name.sort in _ONE_WORD:
        return bool(_SECOND_ACRONYM.match(text, mention.end))
    if mention.name.sort is _Sort.PLAIN and not _PLAIN_END.match(text, mention.end):
        return True
    return bool(_GOES_ON_BY_LIST.match(text, mention.end))


def _has_longer_start(text: str, mention: _Mention) -> bool:
    before = text[max(0, mention.start - _NEAR) : mention.start]
    if mention.name.sort is _Sort.PLAIN:
        return not (_LEAD.search(before) or _PLAIN_LEAD.search(before))
    if mention.name.sort is _Sort.FRAGMENT and (subject := _SUBJECT_OF.search(before)):
        return subject[1].lower() not in _SUBJECT_OF_EVENT
    word = _WORD_BEFORE.search(before)
    if word is None or not word[1][0].isupper() or word[1].isupper():
        return False
    if word[1] == "International":
        return mention.name.words[0] in _STARTS_AS_EVENT
    return not _MAY_PRECEDE.fullmatch(word[1])


def _is_namesake(text: str, mention: _Mention) -> bool:
    """Whether the name written out beside an acronym is that of another event."""
    acronym = text[mention.start : mention.end].lower()
    own = {word for name in (mention.venue.title, *mention.venue.spellings) for word in fold(name).split()}
    before = text[max(0, mention.start - 2 * _NEAR) : mention.start].rstrip()
    if before.endswith(("(", ",", ":", "-", "–", "—", "[")):
        words = _NAME_WORD.findall(_STATEMENT_END.split(before)[-1])[-_NAME_LENGTH:]
        if any(_is_other(acronym, words[first:], own) for first in range(len(words))):
            return True
    after = _NAME_AFTER.match(text, mention.end)
    words = _NAME_WORD.findall(_STATEMENT_END.split(after[1])[0])[:_NAME_LENGTH] if after else []
    return any(_is_other(acronym, words[first:], own) for first in range(_FIRST_WORDS))


def _is_other(acronym: str, words: Sequence[str], own: set[str]) -> bool:
    """Whether these words are an event's name, shorten to the acronym, and are mostly not the venue's."""
    if not any(_key(word) in _EVENT_WORDS for word in words):
        return False
    capitalised = [word.lower() for word in words if word[0].isupper()]
    telling = set(capitalised) - _TYPE_WORDS - {"international", "annual"}
    return _abbreviates(acronym, capitalised) and 2 * len(telling & own) < len(telling)


# --- claims ----------------------------------------------------------------------------------------

_CLAUSE_END = re.compile(
    r"[.!?][\"”)\]]*\s+(?=[\"“(\[]?[A-Z0-9])|;\s*|\n|\s\|\s|\s[-–—]+\s+(?=(?:A|An|The|This)\s)|\.\s+(?=arXiv)"
)
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|proc|int|intl|conf|symp|trans|vol|no|pp|al|eds?|dr|prof|st|comm?|comput|syst|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$",
    re.IGNORECASE,
)
_ABBREVIATION_LENGTH = 12
_UNDER = r"under\s+(?:[\w-]+\s+){0,2}(?:review|revision|submission|consideration)"
_PENDING = _any_of(r"submi(?:t|ss)\w*", _UNDER, r"in\s+review")
# Words with which a clause does not claim that this very paper is at the venue.
_NO_CLAIM = _any_of(
    # It is not there yet, or never will be.
    r"(?:re-?)?submi(?:t|ss)\w*",
    _UNDER,
    r"(?:in\s+(?:peer\s+)?|for\s+)review",
    r"in\s+preparation|prepared\s+for|planned|intended|likely|possibl[ey]|to\s+be\s+sent|sent\s+to",
    r"not\s+(?:yet\s+|been\s+|be\s+){0,2}(?:accepted|included|part|published|presented)|if\s+accepted",
    r"reject\w*|unpublished|withdrawn?",
    # Another paper is there.
    r"preliminary|earlier|previous|(?:early|initial|journal)\s+version",
    r"(?:first|originally|initially)\s+(?:presented|published)",
    r"in\s+part|partial\w*|(?:part|parts|portions?)\s+of|extension\s+(?:of|to)|extends|follow-?up|overlap\w*",
    r"(?:based|builds?)\s+(?:up)?on|related\s+to|similar|generali[sz]\w+|improves|supersed\w+|response\s+to",
    r"companion|accompan\w+|supplement\w*\s+(?:materials?\s+)?(?:to|of|for)|addendum|errat\w+|corrigend\w+",
    r"comments?\s+on|winners?\s+of|challenge|contest|competition",
    # It is no paper, or the words are about something else.
    r"thes[ie]s|dissertation|talk|seminar|lectures?(?!\s+notes)|funded|supported|grants?|keywords?",
    r"template|formatt\w+|format(?!\s*,)|style|class|\w+\.(?:cls|sty)",
)
# What is held beside a conference's own papers.
_BESIDE_THE_EVENT = _any_of(
    r"workshops?|wkshps?|tutorials?|panel|bof|hackathon|keynote|plenary|mini-?symposi\w+|symposium\s+series",
    r"(?:spring|summer|fall|winter)\s+symposi\w+|posters?|demos?|demonstrations?|showcase|student|doctoral|phd",
    r"forum|work[\s-]in[\s-]progress|wip|late[\s-]breaking|abstracts?|companion|findings|adjunct",
    r"special\s+issue",
)
_HOSTED = _any_of(
    r"in\s+conj\w+|co-?\s?locat\w*|coll?ocat\w*|affiliated|associated|association|alongside|satellite|hosted",
    r"side\s+event|(?:together|connection)\s+with|held\s+(?:at|with|in|during)",
)
# "HLPGPU at HiPEAC", "AI4MATH@ICML"
_HOSTED_NEXT = re.compile(
    rf"(?<!accepted )(?<!presented )@\s*$"
    rf"|\b[A-Z][\w-]{{0,30}}[A-Z][\w-]{{0,30}}(?:\s?{_QUOTE}?\d{{2,4}})?\)?,?\s+"
    rf"(?:[Aa]t|with|of|during)\s+(?:the\s+)?{_BEFORE_NAME}"
)
_STRONG = _any_of(
    r"accept\w*|appear\w*|publish\w*|publication|present\w*|proc(?:eeding\w*)?|camera[\s-]ready|in\s+press",
    "forthcoming",
)
_DERIVED = _any_of(
    r"version\s+of|(?:full|extended|longe?r?|shorte?r?|complete)[\s-]+version(?!\s+for)|technical\s+report"
)
_PART_END = re.compile(r"[,;:.|–—]\s|[()\[\]\"“]|\s-\s")
_PART_WORD = re.compile(r"[^\W_]+")
_FILLER = re.compile(
    rf"{_SPONSOR}|{_ORDINAL}|\d+|the|in|at|for|of|to|and|an?|as|our|papers?|article|conference|international|annual"
    r"|pages?|figures?|tables?|journal|magazine|full|main|track|research|final|dans|preprint|proceedings|version"
    r"|edition|invited|regular|best|award",
    re.IGNORECASE,
)
_VOLUME_NEXT = re.compile(rf"[\s,]*(?:elsevier|wiley|springer)?[\s,]*(?:\(?{_YEAR}|vol)", re.IGNORECASE)
_BARE_LENGTH = 2
_GRADE_STRONG, _GRADE_OTHER = 2, 1


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of a text that makes one statement, with the venues it names."""

    text: str
    start: int
    mentions: tuple[_Mention, ...]

    def before(self, mention: _Mention) -> str:
        return self.text[: mention.start - self.start]

    def of(self, venue: Venue) -> tuple[_Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.venue.id == venue.id)

    def without(self, venue: Venue) -> str:
        """The text with the venue's names blanked out."""
        text = self.text
        for mention in self.of(venue):
            start, end = mention.start - self.start, mention.end - self.start
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text

    @property
    def venues(self) -> set[str]:
        return {mention.venue.id for mention in self.mentions}


def _clauses(text: str, mentions: Sequence[_Mention]) -> Iterator[_Clause]:
    """The clauses that name a venue; no boundary cuts a name or follows an abbreviation."""
    start = 0
    for end, following in (*_ends(text, mentions), (len(text), len(text))):
        named = tuple(mention for mention in mentions if start <= mention.start < end)
        if named:
            yield _Clause(text[start:end], start, named)
        start = following


def _ends(text: str, mentions: Sequence[_Mention]) -> Iterator[tuple[int, int]]:
    """Where clauses end, and where the next ones begin."""
    for match in _CLAUSE_END.finditer(text):
        end = match.start()
        is_inside = any(mention.start < end < mention.end for mention in mentions)
        if not is_inside and not _ABBREVIATION.search(text[max(0, end - _ABBREVIATION_LENGTH) : end]):
            yield end, match.end()


def _is_at(mention: _Mention, clause: _Clause) -> bool:
    """Whether the paper itself is at the venue, and not at something that is held beside it."""
    before = clause.before(mention)
    if not mention.counts or _HOSTED.search(before) or _HOSTED_NEXT.search(before):
        return False
    if not mention.is_event or mention.venue.kind is VenueKind.WORKSHOP:
        return True
    return "workshops" in mention.name.words or not _BESIDE_THE_EVENT.search(clause.text)


def _claim(clause: _Clause, *, pending: bool) -> tuple[int, _Mention] | None:
    """How surely a comment's clause says that the paper is at a venue, and at which."""
    if _NO_CLAIM.search(clause.text):
        return None
    derived = _DERIVED.search(clause.text)
    if derived and len(clause.venues) > 1:
        return None
    good = [mention for mention in clause.mentions if _is_at(mention, clause)]
    if strong := _STRONG.search(clause.text):
        later = [mention for mention in good if mention.start - clause.start > strong.start()]
        chosen = next(iter(later or good), None)
    else:
        bare = (mention for mention in good if derived or (not pending and _is_alone(mention, clause)))
        chosen = next(bare, None)
    grade = _GRADE_STRONG if strong and not derived else _GRADE_OTHER
    return (grade, chosen) if chosen else None


def _is_alone(mention: _Mention, clause: _Clause) -> bool:
    """Whether the name stands as a remark of its own: ``22 pages, ASPLOS '26``."""
    text = clause.without(mention.venue)
    before, after = text[: mention.start - clause.start], text[mention.end - clause.start :]
    if not _is_filler(_PART_END.split(before)[-1]):
        return False
    if mention.year is not None:
        return True
    words = len(mention.name.words)
    if mention.name.sort is _Sort.PLAIN and words <= _LOOSE_LENGTH:
        return bool(_VOLUME_NEXT.match(after))
    if mention.is_event and words <= _BARE_LENGTH and not _ANY_YEAR.search(text):
        return False
    return _is_filler(_PART_END.split(f"{after} ", maxsplit=1)[0])


def _is_filler(text: str) -> bool:
    return all(_FILLER.fullmatch(word) for word in _PART_WORD.findall(text))


# --- year, pages, volume, number -------------------------------------------------------------------

# Numbers that count something, ranges, and days on which a journal accepted are no years of the venue.
_COUNTED = re.compile(
    r"\b(?:pp?|pages?|vol(?:ume)?|v|nos?|n|issue|number|art(?:icle)?|paper|id|section)\b[\s.:#]*\d+"
    r"(?:\s*[-–—]+\s*\d+)?"
    r"|\d+\s*[-–—]+\s*\d+|\d+(?=\s+(?:pages?|figures?|tables?|papers?))",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(rf"(?<![\w.:#-]){_YEAR}(?![\w:]|\.\d)")
_BRACKETED_DATE = re.compile(rf"\([^()]{{0,40}}?\b({_YEAR})\)")
_DAY = re.compile(r"\bon\s+[\w\s.,]{1,16}$")
_OTHERS_YEAR = re.compile(
    rf"(?!(?:{_SPONSOR}|USA|UK|UAE)\b)\b[A-Z][\w-]{{0,30}}[A-Z][\w-]{{0,30}}[\s'’-]{{0,2}}$"
)
_BESIDE_LENGTH = 3
_DASH = re.compile(r"\s*[-–—]+\s*")
_PAGE_WORD = r"\b(?<!\d )(?:pp?|pages?|pg)"
_PAGES = re.compile(
    rf"{_PAGE_WORD}[.:\s]*([A-Z]?\d+(?::\d+)?\s*[-–—]+\s*[A-Z]?\d+(?::\d+)?)(?!\w)", re.IGNORECASE
)
_PAGE = re.compile(rf"{_PAGE_WORD}\b[.:\s]*(\d+)(?![\w-]|\s*[-–—])", re.IGNORECASE)
_RANGE = r"(\d+)\s*[-–—]+\s*(\d+)"
_VOLUME_FIRST = rf"[\s,](?P<volume>(?!{_YEAR}\b)\d+)\s*"
_NO = r"[Nn]os?\.?\s*"
_COUNT = rf"(?P<number>(?!{_YEAR}\b)\d+(?:[-–/]\d+)?)"
_DATED = rf"\([^()]*{_YEAR}\)[\s,:]*"
_COMPACT = (
    re.compile(rf"{_VOLUME_FIRST},\s*{_COUNT},\s*{_RANGE}"),  # 55, 4, 29-36
    re.compile(rf"{_VOLUME_FIRST}\({_COUNT}\)\s*[:,]\s*{_RANGE}"),  # 12(3):45-67
    re.compile(
        rf"{_VOLUME_FIRST}(?:,\s*(?:{_NO})?|{_NO}){_COUNT}\s*{_DATED}{_RANGE}"
    ),  # 66, 3 (2003) 515-548
    re.compile(rf"{_VOLUME_FIRST}{_DATED}{_NO}{_COUNT},\s*{_RANGE}"),  # 4 (2009), no. 15, 717-725
    re.compile(rf"{_VOLUME_FIRST}{_DATED}{_RANGE}"),  # 145 (2008) 549-577
    re.compile(rf"{_VOLUME_FIRST}:\s*{_RANGE}"),  # 212: 88-95
    re.compile(rf"{_DATED}{_RANGE}"),  # (25/06/2006) 119-124
)
_VOLUME = re.compile(r"\bv(?:ol(?:ume)?)?\b[.:\s]*(\d+)", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:nos?|n|number|issue|iss)\b[.:\s]*(\d+(?:[-–/]\d+)?)(?!\d)", re.IGNORECASE)
_PLAIN_VOLUME = re.compile(r",?\s+(\d{1,3})(?:\s*\((\d{1,3})\))?(?=\s*[,(]|\s*$)")


@dataclass(frozen=True, slots=True)
class _Details:
    """What a journal reference says beside the venue."""

    pages: str | None = None
    volume: str | None = None
    number: str | None = None


def _year(clause: _Clause, chosen: _Mention) -> int | None:
    """The year beside the venue's name, or else the nearest of the clause that is not another's."""
    same = clause.of(chosen.venue)
    beside = [mention.year for mention in same if mention.year is not None]
    if beside:
        return beside[0]
    text = _COUNTED.sub(lambda match: " " * len(match[0]), clause.text)
    if not chosen.is_event and (dates := _BRACKETED_DATE.findall(text)):
        return int(dates[-1])
    years = [match for match in _ANY_YEAR.finditer(text) if not _is_others(match, text, clause, chosen)]
    distances = [_distance(match.start() + clause.start, match.end() + clause.start, same) for match in years]
    return int(years[distances.index(min(distances))][0]) if years else None


def _is_others(year: re.Match[str], text: str, clause: _Clause, chosen: _Mention) -> bool:
    """Whether a year stands beside another name in capitals, or is that of a journal's day of acceptance."""
    place = year.start() + clause.start
    for mention in clause.mentions:
        if mention.end <= place <= mention.end + _BESIDE_LENGTH:
            return mention.venue.id != chosen.venue.id
    before = text[max(0, year.start() - _NEAR) : year.start()]
    return bool(_OTHERS_YEAR.search(before)) or (not chosen.is_event and bool(_DAY.search(before)))


def _distance(start: int, end: int, mentions: Iterable[_Mention]) -> int:
    return min(max(mention.start - end, start - mention.end, 0) for mention in mentions)


def _details(text: str, mention: _Mention) -> _Details:
    """Pages, volume and number of a journal reference; a conference's volume is its series' and left out."""
    compact = next((match for form in _COMPACT if (match := form.search(text, mention.end))), None)
    pages = _pages(text, compact)
    if mention.is_event:
        return _Details(pages)
    plain = _PLAIN_VOLUME.match(text, mention.end)
    volume = _VOLUME.search(text) or plain
    number = _NUMBER.search(text)
    parts = compact.groupdict() if compact else {}
    return _Details(
        pages,
        volume=parts.get("volume") or (volume[1] if volume else None),
        number=parts.get("number") or (number[1] if number else plain[2] if plain else None),
    )


def _pages(text: str, compact: re.Match[str] | None) -> str | None:
    if match := _PAGES.search(text):
        first, last = _DASH.split(match[1])
    elif compact:
        first, last = compact.groups()[-2:]
    else:
        match = _PAGE.search(text)
        return match[1] if match else None
    if first.isdigit() and last.isdigit() and int(last) < int(first):
        return None
    return f"{first}-{last}"


# --- the step --------------------------------------------------------------------------------------


class VenueIndex:
    """The venues' spellings, ready to be found in the texts of many papers."""

    __slots__ = ("_names",)

    def __init__(self, venues: Sequence[Venue]) -> None:
        self._names = _index(venues)

    def place(self, journal_ref: str | None, comment: str | None) -> Placement | None:
        """Where the paper appeared or will: by its journal reference, or else by its comment.

        A journal reference that names a known venue is the last word, even where it names it for a workshop
        beside it.
        """
        text, mentions = self._read(journal_ref)
        if mentions:
            return _by_reference(text, mentions)
        text, mentions = self._read(comment)
        return _by_comment(text, mentions) if mentions else None

    def _read(self, text: str | None) -> tuple[str, tuple[_Mention, ...]]:
        text = (text or "")[:_MAX_TEXT]
        return text, _mentions(_masked(text), self._names)


def _by_reference(text: str, mentions: tuple[_Mention, ...]) -> Placement | None:
    clause = _Clause(_masked(text), 0, mentions)
    chosen = next((mention for mention in mentions if _is_at(mention, clause)), None)
    if chosen is None or _NO_CLAIM.search(clause.text):
        return None
    details = _details(clause.text, chosen)
    return Placement(
        venue=chosen.venue.id,
        year=_year(clause, chosen),
        pages=details.pages,
        volume=details.volume,
        number=details.number,
        source="journal reference",
        evidence=_evidence(text, chosen, 0, len(text)),
    )


def _by_comment(text: str, mentions: tuple[_Mention, ...]) -> Placement | None:
    best: tuple[int, _Mention, _Clause] | None = None
    pending = bool(_PENDING.search(text))
    for clause in _clauses(_masked(text), mentions):
        claim = _claim(clause, pending=pending)
        if claim and (best is None or claim[0] > best[0]):
            best = (*claim, clause)
    if best is None:
        return None
    _, chosen, clause = best
    evidence = _evidence(text, chosen, clause.start, clause.start + len(clause.text))
    return Placement(chosen.venue.id, _year(clause, chosen), source="comment", evidence=evidence)


def _evidence(text: str, mention: _Mention, start: int, end: int) -> str:
    """The clause, or what is near the name in a long one."""
    if end - start > _MAX_EVIDENCE:
        start = max(start, min(mention.start - _MAX_EVIDENCE // 2, end - _MAX_EVIDENCE))
        end = min(end, max(start + _MAX_EVIDENCE, mention.end))
    return " ".join(text[start:end].split())
