"""How common names are among the authors of a catalogue, and so how many people may share one."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.papers import Paper
from generator.model.text import fold_name

# With so many expected namesakes, papers without common co-authors are as likely by two people as by one.
# Measured with the labels of `tests/truth/people.py`.
_MIN_NAMESAKES = 0.03


@dataclass(frozen=True, slots=True)
class NameFrequencies:
    """How often the parts of names occur among the names of all authors.

    Attributes:
        total: The number of different names.
        families: Family name to the number of names.
        given: Given name, or initial with a full stop, to the number of names with it.
    """

    total: int
    families: Mapping[str, int]
    given: Mapping[str, int]

    def estimate_namesakes(self, name: str, forms: int = 1) -> float:
        """Estimate how many other authors have a name, as if its parts were independent of each other.

        An initial stands for all given names that begin with it.

        Args:
            name: A folded name.
            forms: How many of the counted names are forms of this one; they are no namesakes.
        """
        given, family = _split(name)
        counts = sorted(self.given.get(word if len(word) > 1 else f"{word}.", 0) for word in given)
        if not counts:
            return 0.0
        rarest, *others = counts
        families = self.families.get(family, 0)
        shares = math.prod(count / self.total for count in others)
        return max(0, rarest - forms) * max(0, families - forms) / max(1, self.total) * shares

    def is_shared(self, name: str, forms: int = 1) -> bool:
        """Whether a folded name is so common that several people may have it; see `estimate_namesakes`."""
        return self.estimate_namesakes(name, forms) >= _MIN_NAMESAKES


def count_names(names: Iterable[str]) -> NameFrequencies:
    """Count the parts of folded names, each name once."""
    families: Counter[str] = Counter()
    given_names: Counter[str] = Counter()
    total = 0
    for name in set(names):
        given, family = _split(name)
        total += 1
        families[family] += 1
        given_names.update({*given, *(f"{word[0]}." for word in given)})
    return NameFrequencies(total, families, given_names)


def count_author_names(papers: Iterable[Paper]) -> NameFrequencies:
    """Count the parts of the names of all authors of papers."""
    return count_names(fold_name(author.name) for paper in papers for author in paper.authors)


def _split(name: str) -> tuple[list[str], str]:
    *given, family = name.split() or [""]
    return given, family
