"""Decide whether a name is part of a longer name, or means another event with the same acronym."""

import re
from collections.abc import Sequence

from generator.derive.venues.mentions import (
    CONTEXT_LENGTH,
    MONTH_ABBREVIATION,
    ORDINAL,
    QUOTE,
    YEAR,
    VenueMention,
)
from generator.derive.venues.misspellings import add_misspellings
from generator.derive.venues.spellings import (
    EVENT_WORDS,
    ONE_WORD_KINDS,
    SMALL_WORDS,
    SPONSOR,
    TITLE_WORDS,
    Spelling,
    SpellingKind,
    fold_word,
)
from generator.model.curation_values import Venue
from generator.model.dates import MONTHS
from generator.model.text import fold

_CAPITALISED_WORD = r"[A-Z][^\W\d_]{0,30}[a-z][^\W\d_]{0,30}"
_NEXT_WORD = re.compile(rf"(?:\s+|-)({_CAPITALISED_WORD})")
# First letters of words that may follow a name without being part of it.
_UNRELATED_NEXT_WORD = re.compile(
    r"Conf|Symp|Journal|Magazine|Proc|Vol|Issue|Page|Pp|Art|Paper|Best|Accept|Publish|Present|Special"
    r"|Research(?!\s+(?:&|and\b)|,\s+[A-Z])|Datasets|Benchmarks|Spotlight|Oral|Highlight"
    r"|Technical|Full|Regular|Main|Track|Camera|Short|Long|Industr|Invited|Preprint|Extended|Supplement|Letter"
    r"|Workshop|Poster|Demo|Student|Code|Version|Copyright|Elsevier|Springer|Wiley|Usenix"
    rf"|(?!May\B){MONTH_ABBREVIATION}"
    r"|(?:Spring|Fall|No|In|At|To|On|This|The|We|Our|And|First|Both)\b"
)
# "International Symposium on Computer Architecture and High Performance Computing" is not ISCA.
_LIST_AFTER = re.compile(
    rf"(?:(?:,\s+{_CAPITALISED_WORD}(?:\s{_CAPITALISED_WORD})?)*,?\s+(?:and|&)\s+(?:its\s+|their\s+)?"
    r"|\s+(?:of|for|on)\s+(?:the\s+)?)"
    rf"(?!{SPONSOR}\b|(?:The|Was|Is|Will|To|Has)\b)[A-Z]"
)
# A side event: "NeurIPS 2025 MLSB", "SIGCOMM WOSN".
_SECOND_ACRONYM = re.compile(
    rf"(?:[\s\-–]{{0,2}}{QUOTE}?\s?\d{{2,4}})?(?:\s?[-–]\s|\s+)"
    rf"(?!{SPONSOR}\b|USA\b|UK\b|OpenReview|GitHub|LaTeX|PDF|DOI|URL|CAMERA|SI\b|[IVX]+\b)"
    r"(?P<acronym>[A-Z][A-Za-z-]{0,30}[A-Z][A-Za-z-]{0,30}|[A-Z][A-Za-z]{1,12}\d[A-Z][A-Za-z]{1,12})\b"
    r"(?!(?:\s[\w&-]{1,20}){0,4}\s+(?:[Tt]rack|TRACK))"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’&-]*)[\s]+$")
# Words that may precede a name without being part of it.
_UNRELATED_WORD_BEFORE = re.compile(
    r"Usenix|Euromicro|.*(?:st|nd|rd|th)|The|Annual|In|At|To|By|Of|On|For|From|Via|With|And|Dans"
    r"|Proceedings?|Proceeds|Procs?\.?|Conf\.?|Conference|Symposium|Journal|Talk|Poster|Paper|Spotlight|Oral"
    rf"|Accept|{add_misspellings('Accepted')}|Published|Presented|Appear(?:ed|s|ing)?"
    r"|(?:Elsevier|Springer)(?:['’]s)?|Wiley"
    rf"|{'|'.join(MONTHS)}|(?:{MONTH_ABBREVIATION}|Sept)\.?"
)
_WORDS_AFTER_INTERNATIONAL = frozenset(["conference", "symposium", "workshop"])
_WORDS_OF_SERIALS = frozenset(["transactions", "journal", "letters", "proceedings", "magazine"])
# "Transactions on X" is a journal, even if X is also the subject of a conference.
_WORD_BEFORE_SUBJECT = re.compile(r"(\w+)\.?\s+(on|of|for|in)\s+(?:the\s+)?$", re.IGNORECASE)
_PUBLICATION_BEFORE_SUBJECT = re.compile(r"(?:appear|publi|present|accept)\w*|press", re.IGNORECASE)
_EVENT_WORDS_BEFORE_SUBJECT = frozenset(
    ["conference", "conf", "symposium", "symp", "congress", "conferences", "proceedings", "proc"]
)
_START_OF_STATEMENT = re.compile(r"(?:^|[,;:.(\"“‘'\[]|–|—|-)\s*(?:(?:Dans|In|the|The)\s+)?$")
_CUE_BEFORE_EVERYDAY = re.compile(
    r"\b(?:(?<!advances )(?<!topics )(?<!research )(?<!issues )(?<!techniques )(?<!studies )"
    r"(?<!notes )(?<!proceedings )(?<!letters )(?<!frontiers )(?<!trends )(?<!perspectives )in"
    r"|to|by|at|journal(?: of| on)?|elsevier(?:['’]s)?|springer|wiley"
    r"|(?:published|accepted|appear|publication) (?:for|on))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_END_AFTER_EVERYDAY = re.compile(
    r"\s*(?:$|[,.;:/()\[\]\d\"”’]|(?:journal|magazine|vol|volume|elsevier|special|letters)\b|on\s+\d)",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    r"(?:[\s'’-]{0,2}(?:\d{4}|\d\d))?(?:,\s[A-Z]\w{1,20})?\s*(?:in\s+[A-Z]\w+\s*)?(?:conference|symposium|journal|magazine)?[\s,]*[(\[](?=[A-Z\d])([^()\[\]]{2,50})[)\]]"
)
_TRACK_OR_ISSUE = re.compile(r"\b(?:track|issue|section)\b", re.IGNORECASE)
_BRACKET_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+-]*")
_NOT_A_VENUE = re.compile(
    rf"{SPONSOR}|Main\w*|USA|UK|UAE|CCF|CORE|[IVX]+|SJR|LNCS|LNAI|JCR|OA|AR|ERA|IF|NY|CA|HK|EU"
)
_NAME_WORD = re.compile(r"[A-Za-z]+")
_SPONSORS_BEFORE = re.compile(rf"(?<!\w)(?:{SPONSOR}\b[\s/&-]+(?:(?!{SPONSOR}\b){ORDINAL}\s+|{YEAR}\s+)*)+$")
_STATEMENT_END = re.compile(r"[;.]\s|\)")
_WORDS_AFTER = re.compile(r"[\s'’\d]*[:(,–—-]\s*(.{0,120})")
_MAIN_SPONSOR = re.compile(r"\b(?:IEEE|ACM|USENIX|IFIP|SIAM|AAAI)\b")
_RARE_SPONSORS = frozenset(["IFIP", "SIAM"])  # these seldom take part in the conferences of others
_SPONSOR_WORDS = frozenset(["ieee", "acm"])
_MAX_SHORT = 3
_MAX_ABBREVIATION = 7  # characters with the full stop: "Europ. Conference" is one name
_MAX_WORDS_OF_ACRONYM = 2  # "IEEE BigData"
# "Proceedings of the IEEE Symposium on Toys" is no paper in the Proceedings of the IEEE.
_END_OF_SERIAL = re.compile(
    rf"\s*(?:$|[,.;:()\[\]\"”’]|(?:vol|volume|no|special|on|in)\b|\d{{1,3}}(?!\w)|{YEAR}\s*(?:$|[,.;)]))",
    re.IGNORECASE,
)
_MAX_NAME_WORDS = 12
_MAX_SKIPPED_WORDS = 3


def is_part_of_event(text: str, spelling: Spelling, end: int) -> bool:
    """Whether "Proceedings of the IEEE" is the start of the name of a conference."""
    ends_with_sponsor = spelling.can_be_abbreviated and spelling.words[-1] in _SPONSOR_WORDS
    return ends_with_sponsor and not spelling.venue.is_event and not _END_OF_SERIAL.match(text, end)


def is_other_name(text: str, mention: VenueMention) -> bool:
    """Whether a name is part of a longer name, or means another event with the same acronym."""
    acronym = _find_acronym_in_brackets(text, mention)
    if acronym and not _is_acronym_of(acronym, text, mention):
        return True
    if _has_other_sponsor(text, mention):
        return True
    if mention.spelling.kind in ONE_WORD_KINDS:
        if _is_other_event(text, mention):
            return True
    elif acronym and mention.spelling.kind is not SpellingKind.EVERYDAY:
        return False
    return _continues_after(text, mention) or _begins_before(text, mention)


def _find_acronym_in_brackets(text: str, mention: VenueMention) -> str | None:
    """Find the acronym in the brackets after a name, without its year."""
    match = _BRACKET.match(text, mention.end)
    if match is None or _TRACK_OR_ISSUE.search(match[1]):
        return None
    words = [word.rstrip("-0123456789") for word in _BRACKET_WORD.findall(match[1])]
    acronyms = (
        word
        for word in words
        if sum(map(str.isupper, word)) > 1
        and not _NOT_A_VENUE.fullmatch(word)
        and not _is_own_track(word, mention.venue)
    )
    return next(acronyms, None)


def _is_acronym_of(acronym: str, text: str, mention: VenueMention) -> bool:
    """Whether an acronym is a spelling of the venue, or abbreviates the name of a journal."""
    spellings = (mention.venue.acronym, *mention.venue.spellings)
    if any(acronym.casefold() in spelling.casefold().split() for spelling in spellings):
        return True
    if mention.venue.is_event:
        return False
    letters = acronym.replace("-", "").lower()
    names = (text[mention.start : mention.end], mention.venue.name)
    return any(is_abbreviation(letters, _NAME_WORD.findall(name.lower())) for name in names)


def is_abbreviation(acronym: str, words: Sequence[str]) -> bool:
    """Whether an acronym consists of the first letters of some of the words, in their order."""
    lengths = {0}  # numbers of letters of the acronym that the words so far can form
    for word in words:
        for length in tuple(lengths):
            lengths.update(range(length, length + _count_common_letters(acronym[length:], word) + 1))
    return len(acronym) in lengths


def _count_common_letters(first: str, second: str) -> int:
    """Count the letters with which both words begin."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((count for count, (one, other) in pairs if one != other), min(len(first), len(second)))


def _continues_after(text: str, mention: VenueMention) -> bool:
    """Whether the name continues after the mention."""
    next_word = _NEXT_WORD.match(text, mention.end)
    if next_word and not _UNRELATED_NEXT_WORD.match(text, next_word.start(1)):
        return True
    if mention.spelling.kind in ONE_WORD_KINDS:
        return _is_followed_by_acronym(text, mention)
    if mention.spelling.kind is SpellingKind.EVERYDAY and not _END_AFTER_EVERYDAY.match(text, mention.end):
        return True
    if len(mention.spelling.words) <= _MAX_WORDS_OF_ACRONYM and _is_followed_by_acronym(text, mention):
        return True
    ends_with_event = mention.spelling.words[-1] in EVENT_WORDS
    return not ends_with_event and bool(_LIST_AFTER.match(text, mention.end))


def _is_followed_by_acronym(text: str, mention: VenueMention) -> bool:
    """Whether the acronym of a side event follows a name."""
    match = _SECOND_ACRONYM.match(text, mention.end)
    return match is not None and not _is_own_track(match["acronym"], mention.venue)


def _is_own_track(acronym: str, venue: Venue) -> bool:
    """Whether the venue has a spelling of its acronym and this one, as in ``ICSE-SEIP``."""
    tracks = {f"{venue.acronym}-{acronym}".casefold(), f"{venue.acronym} {acronym}".casefold()}
    return any(spelling.casefold() in tracks for spelling in venue.spellings)


def _begins_before(text: str, mention: VenueMention) -> bool:
    """Whether the name begins before the mention."""
    before = text[max(0, mention.start - CONTEXT_LENGTH) : mention.start]
    if mention.spelling.kind is SpellingKind.EVERYDAY:
        return not (_START_OF_STATEMENT.search(before) or _CUE_BEFORE_EVERYDAY.search(before))
    if mention.spelling.kind is SpellingKind.SUBJECT and (match := _WORD_BEFORE_SUBJECT.search(before)):
        is_published = match[2].lower() == "in" and _PUBLICATION_BEFORE_SUBJECT.fullmatch(match[1])
        return not is_published and match[1].lower() not in _EVENT_WORDS_BEFORE_SUBJECT
    word = _WORD_BEFORE.search(before)
    return word is not None and word[1][0].isupper() and _is_part_of_name(word[1], mention)


def _is_part_of_name(word: str, mention: VenueMention) -> bool:
    """Whether a word with a capital right before a mention is part of the name."""
    first_word = mention.spelling.words[0]
    if word.isupper():
        return first_word in _WORDS_OF_SERIALS and _is_other_publisher(word, mention.venue)
    if word == "International":
        return first_word in _WORDS_AFTER_INTERNATIONAL | _WORDS_OF_SERIALS
    is_end_of_sentence = word.endswith(".") and len(word) > _MAX_ABBREVIATION
    return not is_end_of_sentence and not _UNRELATED_WORD_BEFORE.fullmatch(word)


def _is_other_publisher(word: str, venue: Venue) -> bool:
    """Whether a word in capitals before "Transactions" or "Journal" is part of another name."""
    names = " ".join((venue.acronym, venue.name, *venue.spellings)).upper()
    return word not in {"IN", "THE", "OF", "TO"} and word not in re.split(r"\W+", names)


def _has_other_sponsor(text: str, mention: VenueMention) -> bool:
    """Whether the sponsors before a short acronym or a subject are not those of the venue: "IFIP SEC"."""
    before = text[max(0, mention.start - CONTEXT_LENGTH) : mention.start]
    match = _SPONSORS_BEFORE.search(before)
    sponsors = _MAIN_SPONSOR.findall(match[0].upper()) if match else []
    own = _MAIN_SPONSOR.findall(
        " ".join((mention.venue.acronym, mention.venue.name, *mention.venue.spellings)).upper()
    )
    if not sponsors or set(sponsors) & set(own):
        return False
    is_short = (
        mention.spelling.kind is SpellingKind.AMBIGUOUS and len(mention.spelling.words[0]) <= _MAX_SHORT
    )
    is_in_other_case = text[mention.start : mention.end] not in {
        mention.venue.acronym,
        *mention.venue.spellings,
    }
    if set(sponsors) <= _RARE_SPONSORS:
        return is_short or mention.spelling.kind not in ONE_WORD_KINDS
    return bool(own) and (is_short or (mention.spelling.kind is SpellingKind.COINED and is_in_other_case))


def _is_other_event(text: str, mention: VenueMention) -> bool:
    """Whether the full name next to an acronym is that of another event."""
    acronym = text[mention.start : mention.end].lower()
    venue_words = {
        word for name in (mention.venue.name, *mention.venue.spellings) for word in fold(name).split()
    }
    before = text[max(0, mention.start - 2 * CONTEXT_LENGTH) : mention.start]
    before = _SPONSORS_BEFORE.sub("", before).rstrip()
    if before.endswith(("(", ",", ":", "-", "–", "—", "[")):
        words = _NAME_WORD.findall(_STATEMENT_END.split(before)[-1])[-_MAX_NAME_WORDS:]
        if any(_is_name_of_other(acronym, words[first:], venue_words) for first in range(len(words))):
            return True
        if before.endswith(("(", "[")) and _has_initials_of_other(acronym, words, venue_words):
            return True
    after = _WORDS_AFTER.match(text, mention.end)
    words = _NAME_WORD.findall(_STATEMENT_END.split(after[1])[0])[:_MAX_NAME_WORDS] if after else []
    return any(_is_name_of_other(acronym, words[first:], venue_words) for first in range(_MAX_SKIPPED_WORDS))


def _has_initials_of_other(acronym: str, words: Sequence[str], venue_words: set[str]) -> bool:
    """Whether an acronym consists of the initials of the words before it, and these are not the venue's."""
    main_words = [word for word in words if word.lower() not in SMALL_WORDS][-len(acronym) :]
    if "".join(word[0] for word in main_words) != acronym.upper():
        return False
    subject_words = {word.lower() for word in main_words} - TITLE_WORDS
    return 2 * len(subject_words & venue_words) < len(subject_words)


def _is_name_of_other(acronym: str, words: Sequence[str], venue_words: set[str]) -> bool:
    """Whether words are the name of an event with this acronym, and most of them are not the venue's."""
    if not any(fold_word(word) in EVENT_WORDS for word in words):
        return False
    capitalised = [word.lower() for word in words if word[0].isupper()]
    subject_words = set(capitalised) - TITLE_WORDS - {"international", "annual"}
    has_initials = is_abbreviation(acronym, capitalised) or is_abbreviation(
        acronym, [word.lower() for word in words]
    )
    return has_initials and 2 * len(subject_words & venue_words) < len(subject_words)
