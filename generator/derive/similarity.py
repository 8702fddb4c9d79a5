"""Measure how alike papers are by the words of their titles and abstracts.

A paper is a vector of its words, weighted by TF-IDF and of length 1; the likeness of two papers is the cosine
of their vectors, from 0 to 1. Weights are coarse on purpose: document frequencies are rounded to half powers
of two, so that one new paper changes the weights of few words.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from generator.model.papers import Paper
from generator.model.text import fold, stem, strip_urls

Vector: TypeAlias = Mapping[str, float]

_TITLE_FACTOR = 3  # a word in the title counts so many times
_MIN_FREQUENCY = 2  # papers; words of one paper alone make no papers alike
_MAX_SHARE = 0.2  # words in a larger share of the papers do not distinguish papers
_WORD = re.compile(r"\b[a-z][a-z0-9]{2,}\b")


def count_words(paper: Paper) -> Counter[str]:
    """Count the words in title and abstract, folded but with plural endings."""
    return Counter(_TITLE_FACTOR * _find_words(paper.title) + _find_words(paper.abstract or ""))


def count_stems(words: Counter[str]) -> Counter[str]:
    """Count words by their stems.

    >>> count_stems(Counter({"caches": 2, "cache": 1}))
    Counter({'cache': 3})
    """
    stems: Counter[str] = Counter()
    for word, count in words.items():
        stems[stem(word)] += count
    return stems


def find_spellings(words: Iterable[str]) -> dict[str, str]:
    """Map each stem to the shortest of the words that have it, to show to people.

    >>> find_spellings(["caches", "cache", "gpus"])
    {'gpu': 'gpus', 'cache': 'cache'}
    """
    spellings: dict[str, str] = {}
    for word in sorted(set(words), key=lambda word: (len(word), word)):
        spellings.setdefault(stem(word), word)
    return spellings


def weigh_words(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """Weigh each word by its rarity among papers (IDF); words of one paper and of many papers are left out.

    Args:
        counts: The stems of all papers, each from `count_stems`.
    """
    frequencies = Counter(word for count in counts for word in count)
    total = 2.0 ** math.ceil(math.log2(len(counts) + 1))
    most = max(_MIN_FREQUENCY, _MAX_SHARE * total)
    return {
        word: math.log2(total) - round(2 * math.log2(frequency)) / 2
        for word, frequency in sorted(frequencies.items())
        if _MIN_FREQUENCY <= frequency <= most
    }


def build_vector(count: Counter[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Build the vector of a paper, of length 1, or empty if no word has a weight."""
    vector = {word: (1 + math.log(count[word])) * weights[word] for word in sorted(weights.keys() & count)}
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()} if length else {}


def measure_likeness(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors, rounded so that papers with equal words are equally alike."""
    return round(math.fsum(one[word] * other[word] for word in one.keys() & other.keys()), 4)


def _find_words(text: str) -> list[str]:
    return _WORD.findall(fold(strip_urls(text)))
