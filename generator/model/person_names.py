"""Names of authors in one form, and which part of a name is the family name.

Feeds write ``Ann B. Example``, ``Example, Ann B.`` or ``Example AB``. `read_names` turns the names of one
paper into one form, given name first. `split_name` splits a name in that form; the family name is a guess
unless a feed or a curator states it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count

from generator.model.name_cleaning import COMMA, IDEOGRAPHS, clean_name
from generator.model.organisation_names import is_organisation

_SUFFIX = re.compile(r"(?:[Jj]n?r|JR|[Ss]n?r|SR)\.?|II|III|IV|2nd|3rd|4th")
_GROUP_OF_PEOPLE = re.compile(
    r"(?:(?:scientific|science|research|working|study)\s+)?(?:collaboration|consortium|group|team|project)",
    re.IGNORECASE,
)
_WITH_INITIALS_LAST = re.compile(
    r"([^\W\d_]['’.]?[^\W\d_]\S*(?: [^\W\d_]['’.]?[^\W\d_]\S*)*)"
    r" ([^\W\d_]{1,3}|(?:[^\W\d_]\.-?)+(?: (?:[^\W\d_]\.-?)+)*)"
)
_INITIAL = re.compile(r"[^\W\d_]\.?")
_SYLLABLE = re.compile(r"(?:[bcdfghjklmnpqrstwxyz]|[zcs]h)?[aeiou]{1,3}(?:n|ng|r)?", re.IGNORECASE)
_ONSET, _RHYME = "(?:[bcdfghjklmnpqrstwxyz]|[zcs]h)", "[aeiou]+(?:ng|n|r)?"
_SYLLABLES = re.compile(rf"{_ONSET}?{_RHYME}(?:['’-]?{_ONSET}{_RHYME})*", re.IGNORECASE)
_FAMILY_NAME_FIRST = re.compile("([\u3400-\u9fff\uac00-\ud7af]+) [\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_JOINING = frozenset("yei")  # Ramón y Cajal
# Words that begin a family name also with a capital letter, unless they are the first word.
PARTICLES = frozenset(
    "af al au av bar ben bin da dal dalla dalle dall' das de degli dei del della delle den der des di do dos "
    "du el ibn la las le les lo los mac mc ní ó saint san santa st st. ste ten ter van vanden vander von "
    "zu zum zur ’t 't".split()
)
_LAST_PARTICLES = frozenset("abd abou abu ait bou".split())  # only before one word: Anas Abou Taleb
_SYLLABIC = frozenset("ben da den der di do du san".split())  # also Chinese and Korean names
# Vietnamese names contain Van and Le, which are no particles there.
_VIETNAMESE = frozenset(
    "anh binh bui cuong dang dinh duc duong hoang hung huynh khac linh minh ngo nguyen pham phan quoc son "
    "than thanh thi thieu tran trinh truong tuan vo vu".split()
)
_MAX_WORDS_AFTER_PARTICLE = 2
_PAIR, _MIN_WITH_SUFFIX = 2, 3


@dataclass(frozen=True, slots=True)
class FullName:
    """A name, given name first.

    Attributes:
        text: Such as ``Ann B. Example`` or ``Guy L. Steele Jr.``.
        family: The family name if it is stated, such as ``Example``; None if `split_name` has to guess.
    """

    text: str
    family: str | None = None


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a person's name: ``Steele``, ``Guy L.``, ``Jr.``."""

    family: str
    given: str = ""
    suffix: str = ""


def read_names(names: Sequence[str], *, has_initials_last: bool = True) -> list[FullName | None]:
    """Read the names of one paper; None for each text that is no name.

    >>> [name.text for name in read_names(["Example, Ann B.", "and Bo Sample1,2"])]
    ['Ann B. Example', 'Bo Sample']
    >>> [name.text for name in read_names(["Example A", "Sample BC"])]
    ['A Example', 'BC Sample']

    Args:
        names: The names as a feed or a curator wrote them.
        has_initials_last: Whether all names may be written as ``Example AB``. A single ``Ramesh S`` says
            nothing, therefore all names of the paper must have this form.
    """
    read = [read_name(name) for name in names]
    people = [name for name in read if name and not is_organisation(name.text)]
    if not has_initials_last or not people or not all(_has_initials_last(name) for name in people):
        return read
    if all(map(_may_have_family_last, people)):
        return read
    return [_turn_initials(name) if name and _has_initials_last(name) else name for name in read]


@lru_cache(maxsize=1 << 17)
def read_name(text: str) -> FullName | None:
    """Read one name; None if the text is no name.

    >>> read_name("Steele, Guy L., Jr.")
    FullName(text='Guy L. Steele Jr.', family='Steele')
    >>> read_name("View Profile")
    """
    name = clean_name(text)
    if not name:
        return None
    pieces = [piece for piece in COMMA.split(name) if piece]
    suffixes = [piece for piece in pieces[1:] if is_suffix(piece)]
    pieces = pieces[:1] + [piece for piece in pieces[1:] if not is_suffix(piece)]
    if match := _FAMILY_NAME_FIRST.fullmatch(name):
        return FullName(name, match[1])
    if len(pieces) == 1:
        return FullName(" ".join([*pieces, *suffixes]))
    family, given = pieces[0], pieces[-1]
    is_group = _GROUP_OF_PEOPLE.fullmatch(family) or given.lower() == "the"
    if len(pieces) == _PAIR and is_group and not _INITIAL.fullmatch(given):
        return FullName(f"{given} {family}")  # Collaboration, LIGO
    if len(pieces) > _PAIR or is_organisation(name, has_comma=True):
        return FullName(name)
    return _turn_name(family, given, suffixes)


def is_suffix(word: str) -> bool:
    """Whether a word is ``Jr.``, ``III`` or the like.

    >>> is_suffix("Jr."), is_suffix("Junior")
    (True, False)
    """
    return _SUFFIX.fullmatch(word) is not None


def split_name(name: str, family: str | None = None) -> NameParts | None:
    """Split a name, given name first; None for an organisation, a single word, or a family name of others.

    Without a stated family name, it begins with the first word in lower case or the first particle after the
    first word (``van der Sample``, ``De Luca``), or else it is the last word.

    >>> split_name("Bo van der Sample"), split_name("Example Lab")
    (NameParts(family='van der Sample', given='Bo', suffix=''), None)

    Args:
        name: The name as plain text.
        family: The family name if it is stated.
    """
    words = name.split()
    if family:
        suffix = words.pop() if len(words) > 1 and is_suffix(words[-1]) else ""
        return _split_at_family(" ".join(words), " ".join(family.split()), suffix)
    if len(words) < _PAIR or is_organisation(name):
        return None
    has_suffix = len(words) >= _MIN_WITH_SUFFIX and is_suffix(words[-1])
    suffix = words.pop() if has_suffix else ""
    start = _find_family(words)
    return NameParts(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _turn_name(family: str, given: str, suffixes: Sequence[str]) -> FullName:
    """Put the given name first, and particles and a suffix where they belong."""
    family_words, given_words, suffix = family.split(), given.split(), list(suffixes)
    for words in (family_words, given_words):
        if not suffix and len(words) > 1 and is_suffix(words[-1]):
            suffix = [words.pop()]
    while len(given_words) > 1 and given_words[-1].islower() and given_words[-1] in PARTICLES:
        family_words.insert(0, given_words.pop())  # Sample, Bo van der
    family = " ".join(family_words)
    if IDEOGRAPHS.search(family):
        return FullName(" ".join([family, *given_words]), family)
    return FullName(" ".join([*given_words, family, *suffix]), family)


def _has_initials_last(name: FullName) -> bool:
    """Whether a name is like ``Example AB`` or ``Example A. B.``, with a family name of longer words."""
    match = None if name.family else _WITH_INITIALS_LAST.fullmatch(name.text)
    return match is not None and match[2].isupper() and not match[1].isupper()


def _may_have_family_last(name: FullName) -> bool:
    """Whether a name in the form of ``Example AB`` may be like ``Qi WU``, of syllables throughout."""
    *given, family = name.text.split()
    return (
        len(family) > 1 and _SYLLABLE.fullmatch(family) is not None and all(map(_SYLLABLES.fullmatch, given))
    )


def _turn_initials(name: FullName) -> FullName:
    match = _WITH_INITIALS_LAST.fullmatch(name.text)
    return FullName(f"{match[2]} {match[1]}", match[1]) if match else name


def _split_at_family(name: str, family: str, suffix: str) -> NameParts | None:
    """Split a name at its stated family name, which is at its end, or at its beginning in some languages."""
    if name.endswith(f" {family}"):
        return NameParts(family, name[: -len(family) - 1], suffix)
    if name.startswith(f"{family} "):
        return NameParts(family, name[len(family) + 1 :], suffix)
    return NameParts(family, "", suffix) if name == family else None


def _find_family(words: Sequence[str]) -> int:
    """Return the position of the first word of the family name."""
    folded = [word.casefold() for word in words]
    last, last_initial = len(words) - 1, max(compress(count(), map(_INITIAL.fullmatch, words)), default=0)
    is_vietnamese = not _VIETNAMESE.isdisjoint(folded)
    following = sum(word not in PARTICLES for word in folded[1:])  # the words after it that are no particles
    for position in range(1, last):
        word = folded[position]
        following -= word not in PARTICLES
        if words[position] in _JOINING and position > 1:
            return position - 1
        if words[position][0].islower():
            return position
        if word in _LAST_PARTICLES:  # Anas Abou El Kalam
            is_first = following == 1
        elif word in _SYLLABIC and _SYLLABLE.fullmatch(words[last]):
            is_first = False
        else:
            is_first = word in PARTICLES and following <= _MAX_WORDS_AFTER_PARTICLE
            is_first &= position >= last_initial and folded[position - 1] != "abd" and not is_vietnamese
        if is_first:
            return position
    return last
