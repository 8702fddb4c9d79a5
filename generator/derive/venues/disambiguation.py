"""Mentions that are part of a longer name, or of another event of the same acronym."""

import re
from collections.abc import Sequence

from generator.derive.venues.mentions import NEAR, QUOTE, Mention
from generator.derive.venues.spellings import (
    EVENT_WORDS,
    ONE_WORD,
    SPONSOR,
    TYPE_WORDS,
    Sort,
    folded_word,
)
from generator.model.text import fold

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
    rf"(?!{SPONSOR}\b|(?:The|Was|Is|Will|To|Has)\b)[A-Z]"
)
# Something of its own within the event: ``NeurIPS 2025 MLSB``, ``SIGCOMM WOSN``.
_SECOND_ACRONYM = re.compile(
    rf"(?:[\s\-–]{{0,2}}{QUOTE}?\s?\d{{2,4}})?\s+"
    rf"(?!{SPONSOR}\b|USA\b|UK\b|OpenReview|GitHub|LaTeX|PDF|DOI|URL|CAMERA|[IVX]+\b)"
    r"[A-Z][A-Za-z-]{0,30}[A-Z][A-Za-z-]{0,30}\b(?!\s+(?:[Tt]rack|TRACK))"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’&-]*)[\s]+$")
# What may precede a name without being a part of it.
_MAY_PRECEDE = re.compile(
    rf"{SPONSOR}|.*(?:st|nd|rd|th)|The|Annual|In|At|To|By|Of|On|And|For|Dans|Proceedings|Procs?\.?|Conf\.?"
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
    rf"{SPONSOR}|USA|UK|UAE|CCF|CORE|ISSN|ISBN|[IVX]+|SJR|LNCS|LNAI|JCR|OA|AR|ERA|IF|NY|CA|HK|EU"
)
_NAME_WORD = re.compile(r"[A-Za-z]+")
_STATEMENT_END = re.compile(r"[;.]\s|\)")
_NAME_AFTER = re.compile(r"[\s'’\d]*[:(,–—-]\s*(.{0,120})")
_NAME_LENGTH = 12
_FIRST_WORDS = 3


def is_elsewhere(text: str, mention: Mention) -> bool:
    """Whether the words belong to a longer name or to another event of the same acronym."""
    acronym = _bracketed(text, mention)
    if acronym and not _is_own(acronym, text, mention):
        return True
    if mention.name.sort in ONE_WORD:
        if _is_namesake(text, mention):
            return True
    elif acronym and mention.name.sort is not Sort.PLAIN:
        return False
    return _has_longer_end(text, mention) or _has_longer_start(text, mention)


def _bracketed(text: str, mention: Mention) -> str | None:
    """The acronym in the brackets after a name, without its year."""
    match = _BRACKET.match(text, mention.end)
    words = [word.rstrip("-0123456789") for word in _BRACKET_WORD.findall(match[1])] if match else []
    acronyms = (word for word in words if sum(map(str.isupper, word)) > 1 and not _NO_ACRONYM.fullmatch(word))
    return next(acronyms, None)


def _is_own(acronym: str, text: str, mention: Mention) -> bool:
    """Whether an acronym is one of the venue's spellings, or that of a journal made of its name."""
    spellings = (mention.venue.acronym, *mention.venue.spellings)
    if any(acronym.casefold() in spelling.casefold().split() for spelling in spellings):
        return True
    if mention.is_event:
        return False
    letters = acronym.replace("-", "").lower()
    names = (text[mention.start : mention.end], mention.venue.name)
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


def _has_longer_end(text: str, mention: Mention) -> bool:
    goes_on = _GOES_ON.match(text, mention.end)
    if goes_on and not _MAY_FOLLOW.match(goes_on[1]):
        return True
    if mention.name.sort in ONE_WORD:
        return bool(_SECOND_ACRONYM.match(text, mention.end))
    if mention.name.sort is Sort.PLAIN and not _PLAIN_END.match(text, mention.end):
        return True
    return bool(_GOES_ON_BY_LIST.match(text, mention.end))


def _has_longer_start(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - NEAR) : mention.start]
    if mention.name.sort is Sort.PLAIN:
        return not (_LEAD.search(before) or _PLAIN_LEAD.search(before))
    if mention.name.sort is Sort.FRAGMENT and (subject := _SUBJECT_OF.search(before)):
        return subject[1].lower() not in _SUBJECT_OF_EVENT
    word = _WORD_BEFORE.search(before)
    if word is None or not word[1][0].isupper() or word[1].isupper():
        return False
    if word[1] == "International":
        return mention.name.words[0] in _STARTS_AS_EVENT
    return not _MAY_PRECEDE.fullmatch(word[1])


def _is_namesake(text: str, mention: Mention) -> bool:
    """Whether the name written out beside an acronym is that of another event."""
    acronym = text[mention.start : mention.end].lower()
    own = {word for name in (mention.venue.name, *mention.venue.spellings) for word in fold(name).split()}
    before = text[max(0, mention.start - 2 * NEAR) : mention.start].rstrip()
    if before.endswith(("(", ",", ":", "-", "–", "—", "[")):
        words = _NAME_WORD.findall(_STATEMENT_END.split(before)[-1])[-_NAME_LENGTH:]
        if any(_is_other(acronym, words[first:], own) for first in range(len(words))):
            return True
    after = _NAME_AFTER.match(text, mention.end)
    words = _NAME_WORD.findall(_STATEMENT_END.split(after[1])[0])[:_NAME_LENGTH] if after else []
    return any(_is_other(acronym, words[first:], own) for first in range(_FIRST_WORDS))


def _is_other(acronym: str, words: Sequence[str], own: set[str]) -> bool:
    """Whether these words are an event's name, shorten to the acronym, and are mostly not the venue's."""
    if not any(folded_word(word) in EVENT_WORDS for word in words):
        return False
    capitalised = [word.lower() for word in words if word[0].isupper()]
    telling = set(capitalised) - TYPE_WORDS - {"international", "annual"}
    return _abbreviates(acronym, capitalised) and 2 * len(telling & own) < len(telling)
