"""Choose how people read a term: as most papers write it."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from generator.derive.tokens import SENTENCE_END, Numbers, PlacedTokens, SmallNumbers

_COMPANION_SHARE = 0.7  # of the papers that have a phrase; then people read “graph neural networks”


def choose_spellings(tokens: PlacedTokens, places: Numbers, terms: Numbers, length: int) -> list[str]:
    """Return the spelling that most papers use for each term, in the order of terms.

    Titles and beginnings of sentences count only if a term is nowhere else; then its capitals mean nothing.
    """
    written = tokens.spellings
    begins, forms = _read_forms(tokens, places, terms, length)
    numbers = forms[:, 0]
    for column in forms.T[1:]:
        numbers = np.unique(numbers * len(written) + column, return_inverse=True)[1]
    keys, first_places, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    papers, is_usual = tokens.get_papers(places), tokens.is_usual()[begins]
    totals = _count_papers(papers, inverse, len(keys))
    usual = _count_papers(papers[is_usual], inverse[is_usual], len(keys))
    counts: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    spelling_counts = zip(
        forms[first_places].tolist(),
        terms[first_places].tolist(),
        usual.tolist(),
        totals.tolist(),
        strict=True,
    )
    for form, term, count, total in spelling_counts:
        words = [written[number] for number in form if number > SENTENCE_END]
        spelling = _join_words(words if count else map(_remove_capital, words))
        other_count, other_total = counts[term].get(spelling, (0, 0))
        counts[term][spelling] = (count + other_count, total + other_total)
    return [
        min(options, key=lambda spelling: _rank_spelling(spelling, options[spelling]))
        for _, options in sorted(counts.items())
    ]


def _read_forms(
    tokens: PlacedTokens, places: Numbers, terms: Numbers, length: int
) -> tuple[Numbers, Numbers]:
    """Return, for each place of a term, where its spelling begins, and the numbers of its tokens.

    A phrase is spelled with the word after it that nearly all papers write, as “graph neural networks”, or
    else with the weak word before it, as “high performance computing”; and always with the part of a word
    before it, as “real-time systems”.
    """
    if length == 1 or not len(places):
        return places, tokens.numbers[places].astype(np.int64).reshape(-1, 1)
    is_part = np.array([spelling.endswith("-") for spelling in tokens.spellings])
    before, after, papers = places - 1, places + 2, tokens.get_papers(places)
    is_after = _has_companion(papers, terms, tokens.roots[after])
    is_before = ~is_after & _has_companion(
        papers, terms, np.where(tokens.is_weak[before], tokens.roots[before], -1)
    )
    is_first_part = is_part[tokens.numbers[before]] & ~is_part[tokens.numbers[before - 1]]
    parts = np.where(is_first_part, tokens.numbers[before], -1)
    is_before |= _has_companion(papers, terms, parts)
    forms = tokens.numbers[np.column_stack((before, places, places + 1, after))].astype(np.int64)
    forms[:, 0] *= is_before
    forms[:, 3] *= is_after
    return places - is_before, forms


def _has_companion(papers: Numbers, terms: Numbers, words: Numbers | SmallNumbers) -> NDArray[np.bool_]:
    """Whether nearly all papers that have a term have the same word beside it.

    Args:
        papers: The paper of each place.
        terms: The term at each place.
        words: The number of the word beside it; -1 if there is none.
    """
    is_word, size = words >= 0, int(words.max()) + 1
    keys, inverse = np.unique(terms[is_word] * size + words[is_word], return_inverse=True)
    most = np.zeros(int(terms.max()) + 1, dtype=np.int64)
    np.maximum.at(most, keys // max(1, size), _count_papers(papers[is_word], inverse, len(keys)))
    is_sure = most >= _COMPANION_SHARE * _count_papers(papers, terms, len(most))
    return is_sure[terms]


def _rank_spelling(spelling: str, counts: tuple[int, int]) -> tuple[int, int, int, str]:
    """Return the sort key: frequent spellings first, then short ones, then those in small letters."""
    usual, total = counts
    return (-usual, -total, len(spelling), spelling.swapcase())


def _count_papers(papers: Numbers, numbers: Numbers, size: int) -> Numbers:
    """Return in how many papers each number occurs."""
    pairs = np.sort(papers * size + numbers)  # np.unique has a hash table, which is slower
    is_first = np.diff(pairs, prepend=-1) > 0
    return np.bincount(pairs[is_first] % max(1, size), minlength=size)


def _join_words(words: Iterable[str]) -> str:
    """Join words by a space, or by the hyphen with which the first one ends.

    >>> _join_words(["low-", "rank"]), _join_words(["low", "rank"]), _join_words(["low-"])
    ('low-rank', 'low rank', 'low')
    """
    return " ".join(words).replace("- ", "-").removesuffix("-")


def _remove_capital(word: str) -> str:
    """Write a word in small letters, unless a letter after the first one is a capital.

    >>> _remove_capital("Prefetching"), _remove_capital("GNN")
    ('prefetching', 'GNN')
    """
    return word if word[1:] != word[1:].lower() else word.lower()
