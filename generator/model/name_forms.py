"""Whether two names can be forms of one person's name, such as ``Ann B. Example`` and ``A. Example``."""

from collections.abc import Sequence
from typing import TypeAlias

from generator.model.person_names import is_suffix
from generator.model.text import fold_name

_Word: TypeAlias = tuple[str, ...]  # folded; ``Jean-Pierre`` has two parts


def are_compatible_names(one: str, other: str) -> bool:
    """Whether two names can be forms of one name: the same family name, and given names that do not differ.

    A given name may be an initial, and middle names may be missing. Parts with a hyphen are one given name,
    because ``Ming Yang`` and ``Ming-Hsuan Yang`` are two people, and the first given name is not left out.
    ``Charles Chen`` and ``C. L. Philip Chen`` are two people, too: each has a whole given name that the other
    one lacks.

    >>> are_compatible_names("Tahsin M. Kurc", "T. Kurç"), are_compatible_names("Ann Example", "Amy Example")
    (True, False)

    Args:
        one: A name, given name first.
        other: Another one.
    """
    given, family = _split(one)
    other_given, other_family = _split(other)
    if family != other_family or len(family) < 2 or not given or not other_given:  # noqa: PLR2004 - an initial
        return False
    if _join(given) == _join(other_given):
        return True
    shorter, longer = sorted((given, other_given), key=len)
    return _is_shorter_form(shorter, longer)


def fold_family(name: str) -> str:
    """Fold a name, and return the last word of its family name.

    >>> fold_family("Bo van der Süß")
    'suss'
    """
    return fold_name(name).rpartition(" ")[2]


def _split(name: str) -> tuple[list[_Word], str]:
    """Split a name into its given names and the last part of its family name."""
    words = [tuple(fold_name(word).split()) for word in name.split() if not is_suffix(word)]
    words = [word for word in words if word]
    if not words:
        return [], ""
    *given, family = words
    return [*given, *((part,) for part in family[:-1])], family[-1]


def _join(words: Sequence[_Word]) -> str:
    return "".join("".join(word) for word in words)


def _is_shorter_form(shorter: Sequence[_Word], longer: Sequence[_Word]) -> bool:
    """Whether the words of a name are those of a longer one, some of them as initials, in the same order."""
    remaining = iter(longer)
    is_abbreviated = lacks_whole_name = False
    for index, word in enumerate(shorter):
        for counterpart in remaining:
            if _are_compatible(word, counterpart):
                is_abbreviated |= _is_initial(counterpart) and not _is_initial(word)
                break
            if not _is_initial(counterpart):
                if index == 0:
                    return False
                lacks_whole_name = True
        else:
            return False
    lacks_whole_name |= not all(map(_is_initial, remaining))
    return not (is_abbreviated and lacks_whole_name)


def _are_compatible(one: _Word, other: _Word) -> bool:
    """Whether two given names are equal, or one is the initials of the other."""
    if "".join(one) == "".join(other):
        return True
    if not (_is_initial(one) or _is_initial(other)) or one[0][0] != other[0][0]:
        return False
    initials = one if _is_initial(one) else other
    return len(initials) == 1 or [part[0] for part in one] == [part[0] for part in other]


def _is_initial(word: _Word) -> bool:
    return all(len(part) == 1 for part in word)
