"""Search texts for many phrases at once, by the roots of their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from generator.derive.word_roots import find_root, split_into_roots
from generator.model.text import fold

T = TypeVar("T")


@dataclass(slots=True)
class _Branch(Generic[T]):
    """What was registered for the phrases that begin with the same word."""

    single: list[T] = field(default_factory=list)
    longer: dict[str, list[tuple[tuple[str, ...], T]]] = field(default_factory=dict)  # by second word


class PhraseIndex(Generic[T]):
    """Phrases, indexed by their first two words, so that a text is read once."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        """Index phrases, each with a value to return where it is found."""
        self._branches: dict[str, _Branch[T]] = {}
        for phrase, value in phrases:
            for roots in _list_spellings(phrase):
                branch = self._branches.setdefault(roots[0], _Branch())
                if len(roots) == 1:
                    branch.single.append(value)
                else:
                    branch.longer.setdefault(roots[1], []).append((roots, value))

    def find(self, words: Sequence[str]) -> Iterator[tuple[T, int, int]]:
        """Find all phrases in words, also those within a longer phrase.

        Yields:
            What was registered for a phrase, the position of its first word, and the one after its last word.
        """
        branches, count = self._branches, len(words)
        if branches.keys().isdisjoint(words):
            return
        for start, word in enumerate(words):
            if word not in branches:
                continue
            branch = branches[word]
            for value in branch.single:
                yield value, start, start + 1
            if branch.longer and start + 1 < count:
                for roots, value in branch.longer.get(words[start + 1], ()):
                    end = start + len(roots)
                    if words[start:end] == roots:
                        yield value, start, end


def _list_spellings(phrase: str) -> list[tuple[str, ...]]:
    """Return the roots of a phrase; “data center” is also found if it is written as one word."""
    roots = split_into_roots(phrase)
    if len(roots) <= 1:
        return [roots] if roots else []
    return [roots, (find_root("".join(fold(phrase).split())),)]
