"""Find the terms of papers: the words, and the phrases of two words, that tell what a paper is about.

All forms of a word are one term. For people, a term is written as most papers write it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from generator.derive.fillers import WEAK_ROOTS
from generator.derive.related_papers import Tokens
from generator.derive.tokens import SENTENCE_END, SmallNumbers

Numbers = NDArray[np.int64]

_TITLE_FACTOR = 3  # a term in the title counts so many times
# How many papers must have a word, or a phrase of two words. A word of one paper alone makes no papers
# similar; phrases of two papers are mostly chance, and there are many.
MIN_PAPERS = {1: 2, 2: 3}
_COMPANION_SHARE = 0.7  # of the papers that have a phrase; then people read “graph neural networks”
_MAX_PLACES = 1 << 20  # about as many are sorted at a time, which needs 60 MB


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of papers. Papers and terms are referred to by their index.

    Attributes:
        roots: For each term, the root of the word or of both words; sorted.
        spellings: For each term, how people write it, with the word that nearly always stands beside it.
        papers: For each term of each paper, the paper; ascending.
        terms: The term; ascending for each paper.
        counts: How often the paper has the term.
    """

    roots: Sequence[tuple[str, ...]]
    spellings: Sequence[str]
    papers: Numbers
    terms: Numbers
    counts: Numbers


def find_terms(all_tokens: Tokens) -> Terms:
    """Find the terms that several papers have, from the tokens of all papers, in whose order they come.

    Apart from that, they do not depend on the order of papers.
    """
    tokens = _place_tokens(all_tokens)
    is_word = tokens.roots >= 0
    words = np.flatnonzero(is_word & ~tokens.is_weak)
    phrases = np.flatnonzero(is_word[:-1] & is_word[1:])
    parts = [
        _find_terms(tokens, places, length)
        for length, all_places in ((1, words), (2, phrases))
        for places in _split_places(tokens, all_places)
    ]
    roots = [root for part in parts for root in part.roots]
    spellings = [spelling for part in parts for spelling in part.spellings]
    order = sorted(range(len(roots)), key=roots.__getitem__)
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    papers_of_terms = np.concatenate([part.papers for part in parts])
    begins = accumulate((len(part.roots) for part in parts), initial=0)
    terms = ranks[np.concatenate([part.terms + begin for part, begin in zip(parts, begins, strict=False)])]
    by_paper = np.lexsort((terms, papers_of_terms))
    return Terms(
        roots=[roots[index] for index in order],
        spellings=[spellings[index] for index in order],
        papers=papers_of_terms[by_paper],
        terms=terms[by_paper],
        counts=np.concatenate([part.counts for part in parts])[by_paper],
    )


@dataclass(frozen=True, slots=True)
class _PlacedTokens:
    """All tokens, one after the other, and where they are.

    Attributes:
        spellings: The words of the vocabulary as they are written.
        names: The different roots.
        numbers: The number of each token in the vocabulary.
        papers: The index of its paper.
        is_title: Whether it is in the title.
        roots: The number of its root; -1 if it is no term.
        is_weak: Whether it is a term only together with another word.
    """

    spellings: Sequence[str]
    names: Sequence[str]
    numbers: SmallNumbers
    papers: SmallNumbers
    is_title: NDArray[np.bool_]
    roots: SmallNumbers
    is_weak: NDArray[np.bool_]

    def get_papers(self, places: Numbers) -> Numbers:
        """Return the indexes of the papers at some places."""
        return self.papers[places].astype(np.int64)

    def is_usual(self) -> NDArray[np.bool_]:
        """Whether a token is written as usual, neither in a title nor at the beginning of a sentence."""
        is_unusual: NDArray[np.bool_] = self.is_title | np.roll(self.numbers == SENTENCE_END, 1)
        return ~is_unusual


def _place_tokens(tokens: Tokens) -> _PlacedTokens:
    lengths = np.array(tokens.lengths, dtype=np.int32)
    texts = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    numbers = np.frombuffer(tokens.numbers, dtype=np.int32)
    names = [*dict.fromkeys(filter(None, tokens.roots))]
    numbers_by_root = {root: number for number, root in enumerate(names)}
    roots = np.array([numbers_by_root.get(root, -1) for root in tokens.roots], dtype=np.int32)[numbers]
    is_weak = np.isin(roots, [numbers_by_root[root] for root in WEAK_ROOTS & numbers_by_root.keys()])
    return _PlacedTokens(tokens.spellings, names, numbers, texts // 2, texts % 2 == 0, roots, is_weak)


def _split_places(tokens: _PlacedTokens, places: Numbers) -> Iterator[Numbers]:
    """Split places into parts, each with all places of its words.

    Sorting all places of a large catalogue at once needs much memory.
    """
    parts = tokens.roots[places] % (1 + len(places) // _MAX_PLACES)
    return (places[parts == part] for part in range(1 + len(places) // _MAX_PLACES))


def _find_terms(tokens: _PlacedTokens, places: Numbers, length: int) -> Terms:
    """Find the terms of one word, or of two, that begin at these places.

    Args:
        tokens: The tokens of all papers.
        places: Where these terms begin: all places of each of them.
        length: The number of its words.
    """
    names = tokens.names
    keys, terms = np.unique(_join_numbers(tokens.roots, places, length, len(names)), return_inverse=True)
    pairs, occurrences = np.unique(tokens.get_papers(places) * len(keys) + terms, return_inverse=True)
    counts = np.bincount(occurrences, weights=np.where(tokens.is_title[places], _TITLE_FACTOR, 1))
    papers, terms_of_papers = np.divmod(pairs, max(1, len(keys)))
    is_frequent = np.bincount(terms_of_papers, minlength=len(keys)) >= MIN_PAPERS[length]
    ranks = np.cumsum(is_frequent) - 1  # the terms that are kept, numbered again
    is_kept, is_kept_place = is_frequent[terms_of_papers], is_frequent[terms]
    return Terms(
        roots=[
            (names[key],) if length == 1 else (names[key // len(names)], names[key % len(names)])
            for key in keys[is_frequent].tolist()
        ],
        spellings=_choose_spellings(tokens, places[is_kept_place], ranks[terms[is_kept_place]], length),
        papers=papers[is_kept],
        terms=ranks[terms_of_papers[is_kept]],
        counts=counts[is_kept].astype(np.int64),
    )


def _join_numbers(numbers: SmallNumbers, places: Numbers, length: int, size: int) -> Numbers:
    """Return one number for the token at each place, or for it and the next one."""
    first = numbers[places].astype(np.int64)
    return first if length == 1 else first * size + numbers[places + 1]


def _choose_spellings(tokens: _PlacedTokens, places: Numbers, terms: Numbers, length: int) -> list[str]:
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
    tokens: _PlacedTokens, places: Numbers, terms: Numbers, length: int
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
