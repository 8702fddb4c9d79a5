"""Measure how similar papers are, by their terms, topics and categories.

A paper is a vector of length 1 with a weight for each of its terms, topics and categories (TF-IDF); the
similarity of two papers is the cosine of their vectors, from 0 to 1. It follows from the papers alone.
Document frequencies are rounded to powers of two, and can be counted in some of the papers, so that a new
paper seldom changes a weight.

Only papers that their rare features alone make similar are compared in full. So a paper costs the same in a
large catalogue as in a small one, where nearly all features are rare (docs/project/benchmarks.md).
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from generator.derive.related_papers import Words
from generator.derive.terms import Counts, count_terms, read_words
from generator.derive.tokens import Numbers
from generator.model.papers import Assignment, Paper

Matrix: TypeAlias = "csr_array[np.float64, tuple[int, int]]"
_Floats: TypeAlias = NDArray[np.float64]

_TOPIC_COUNT = 4  # a topic counts like a term that the paper has so many times
_CATEGORY_COUNT = 2
_MIN_RARITY = 2  # terms of more than about a quarter of the papers do not distinguish papers
# A phrase weighs what it says beyond its words: “graphics processing” says hardly more than “graphics”. It
# always has some weight, so that people read “ad hoc”, not “hoc”.
_PHRASE_FACTOR = 1.5  # times how much rarer it is than its rarer word
_MIN_PHRASE_WEIGHT = 1
_DECIMALS = 4  # of similarities; papers with equal terms are then equally similar
_MAX_NAMED = 3  # shared terms
_MIN_PART = 0.2  # of what the strongest shared term contributes; weaker terms are not named
_MAX_RARE = 10  # a feature of at most 2 ** 10 papers, rounded as document frequencies are, is rare


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of papers.

    Attributes:
        matrix: The vectors as rows, in the order of the papers. The columns of terms come first.
        is_rare: For each column, whether few papers have it.
        roots: For each term, the root of the word or of both words.
        spellings: For each term, how people write it.
        groups: For each other column, its kind and the id of the topic or category.
    """

    matrix: Matrix
    is_rare: NDArray[np.bool_]
    roots: Sequence[tuple[str, ...]]
    spellings: Sequence[str]
    groups: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """The vectors of papers that others are compared with, in two parts.

    Attributes:
        rare: What few papers have, as columns (an inverted index).
        frequent: The rest, as rows.
    """

    rare: Matrix
    frequent: Matrix


def build_vectors(
    papers: Sequence[Paper],
    assignments: Mapping[str, Sequence[Assignment]] | None = None,
    is_counted: Sequence[bool] | None = None,
    words: Words | None = None,
) -> Vectors:
    """Build the vectors of papers. A paper that shares no term with a counted one has the vector zero.

    Args:
        papers: All papers.
        assignments: Paper id to its topics. If None, only terms are compared.
        is_counted: Whether each paper counts for document frequencies. If None, all papers do. What only
            other papers have weighs nothing, so that these change no vector of a counted paper.
        words: The words of the papers, with the terms of those that are counted. If None, they are read.
    """
    words = words or read_words(papers, is_counted)
    terms = words.terms
    names, counts_of_groups = _count_groups(papers, assignments)
    counts = hstack([count_terms(words, is_counted), counts_of_groups], format="csr")
    counted = counts if is_counted is None else counts[np.flatnonzero(is_counted)]
    frequencies = np.bincount(counted.indices, minlength=counts.shape[1])
    weights = find_rarity(frequencies, len(papers)) * (frequencies > 0)
    weights[: len(terms.roots)] = _weigh_terms(weights[: len(terms.roots)], terms.roots, len(papers))
    data = (1 + np.log(counts.data)) * weights[counts.indices]
    matrix = csr_array((data, counts.indices, counts.indptr), counts.shape)
    is_rare = _round_frequencies(frequencies) <= _MAX_RARE
    return Vectors(_normalize(_select(matrix, data > 0)), is_rare, terms.roots, terms.spellings, names)


def _normalize(matrix: Matrix) -> Matrix:
    """Return the rows with the length 1."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=matrix.data**2, minlength=matrix.shape[0]))
    return csr_array((matrix.data / lengths[rows], matrix.indices, matrix.indptr), matrix.shape)


def build_vector_index(vectors: Vectors, papers: slice | Sequence[int] = slice(None)) -> VectorIndex:
    """Prepare the comparison with some of the papers, or with all of them."""
    matrix = vectors.matrix[papers]
    is_kept = vectors.is_rare[matrix.indices]
    return VectorIndex(_select(matrix, is_kept).T.tocsr(), _select(matrix, ~is_kept))


def find_similar(
    vectors: Vectors, papers: slice | Sequence[int], index: VectorIndex, max_count: int, min_similarity: float
) -> Iterator[list[tuple[float, int]]]:
    """Yield, for each of some papers, the most similar papers: similarity and number, the most similar first.

    Args:
        vectors: The vectors of all papers.
        papers: The papers.
        index: The papers that they are compared with, numbered in its order.
        max_count: How many similar papers to find.
        min_similarity: The similarity that a paper must have by rare features alone.
    """
    rows = vectors.matrix[papers]
    product = rows @ index.rare
    candidates = _select(product, np.round(product.data, _DECIMALS) >= min_similarity)
    frequent = index.frequent[candidates.indices]  # one row for each candidate of each paper
    weights = np.zeros(rows.shape[1])
    for (begin, end), (first, last) in zip(
        pairwise(rows.indptr), pairwise(frequent.indptr[candidates.indptr]), strict=True
    ):
        columns = rows.indices[begin:end]
        weights[columns] = rows.data[begin:end]
        frequent.data[first:last] *= weights[frequent.indices[first:last]]
        weights[columns] = 0
    numbers = np.repeat(np.arange(frequent.shape[0]), np.diff(frequent.indptr))
    by_frequent = np.bincount(numbers, weights=frequent.data, minlength=frequent.shape[0])
    similarities = np.minimum(1, np.round(candidates.data + by_frequent, _DECIMALS))
    for first, last in pairwise(candidates.indptr):
        others = candidates.indices[first:last]
        order = np.lexsort((others, -similarities[first:last]))[:max_count]
        yield list(zip(similarities[first:last][order].tolist(), others[order].tolist(), strict=True))


def find_shared_terms(vectors: Vectors, paper: int, others: Sequence[int]) -> Iterator[list[str]]:
    """Yield, for each of other papers, the terms that contribute most to its similarity to a paper.

    A phrase replaces its words: they are not named again, and what they contribute is added to it.
    """
    weights = dict(zip(*_read_terms(vectors, paper), strict=True))
    for other in others:
        contributions = {
            column: weights[column] * weight
            for column, weight in zip(*_read_terms(vectors, other), strict=True)
            if column in weights
        }
        yield _choose_terms(vectors, contributions)


def _read_terms(vectors: Vectors, paper: int) -> tuple[list[int], list[float]]:
    """Return the terms of a paper, and their weights."""
    begin, end = vectors.matrix.indptr[paper : paper + 2]
    columns, weights = vectors.matrix.indices[begin:end], vectors.matrix.data[begin:end]
    is_term = columns < len(vectors.roots)
    return columns[is_term].tolist(), weights[is_term].tolist()


def _choose_terms(vectors: Vectors, contributions: Mapping[int, float]) -> list[str]:
    """Return the spellings of the terms that contribute most, without words that are named already."""
    roots = vectors.roots
    by_roots = {roots[column]: contribution for column, contribution in contributions.items()}
    totals = {}
    for column, contribution in contributions.items():
        words = roots[column] if len(roots[column]) > 1 else ()
        totals[column] = contribution + math.fsum(by_roots.get((word,), 0) for word in words)
    chosen: list[int] = []
    named: set[str] = set()
    for column in sorted(totals, key=lambda column: (-round(totals[column], _DECIMALS), column)):
        is_weak = chosen and totals[column] < _MIN_PART * totals[chosen[0]]
        if len(chosen) == _MAX_NAMED or is_weak:
            break
        names = {*roots[column], *re.split("[ -]", vectors.spellings[column].casefold())}
        if named.isdisjoint(names):
            chosen.append(column)
            named |= names
    return [vectors.spellings[column] for column in chosen]


def _count_groups(
    papers: Sequence[Paper], assignments: Mapping[str, Sequence[Assignment]] | None
) -> tuple[list[tuple[str, str]], Counts]:
    """Return topics and categories, and the count of each that a paper has, as of a term."""
    groups_of_papers = [
        sorted(
            {("topic", assignment.topic) for assignment in assignments.get(paper.id, ())}
            | {("category", category) for category in paper.categories}
        )
        if assignments is not None
        else []
        for paper in papers
    ]
    groups = [*chain.from_iterable(groups_of_papers)]
    names = sorted(set(groups))
    numbers = {name: number for number, name in enumerate(names)}
    kinds = {"topic": _TOPIC_COUNT, "category": _CATEGORY_COUNT}
    ends = np.cumsum([0, *map(len, groups_of_papers)])
    counts = np.array([kinds[kind] for kind, _ in groups], dtype=np.int32)
    columns = np.array([numbers[name] for name in groups], dtype=np.int32)
    return names, csr_array((counts, columns, ends), shape=(len(papers), len(names)))


def find_rarity(frequencies: Numbers, papers: int) -> _Floats:
    """Return how rare terms are (IDF), from in how many papers each of them is: powers of two, rounded.

    >>> find_rarity(np.array([0, 1, 2, 3, 100]), 1000).tolist()
    [10.0, 10.0, 9.0, 8.0, 3.0]
    """
    return math.ceil(math.log2(papers + 1)) - _round_frequencies(frequencies)


def _round_frequencies(frequencies: Numbers) -> _Floats:
    """Return the exponents of the nearest powers of two, which are at least 1."""
    exponents: _Floats = np.rint(np.log2(np.maximum(frequencies, 1)))
    return exponents


def _select(matrix: Matrix, is_kept: NDArray[np.bool_]) -> Matrix:
    """Return a matrix without some of its entries."""
    ends = np.concatenate(([0], np.cumsum(is_kept)))[matrix.indptr]
    return csr_array((matrix.data[is_kept], matrix.indices[is_kept], ends), shape=matrix.shape)


def _weigh_terms(rarity: _Floats, roots: Sequence[tuple[str, ...]], papers: int) -> _Floats:
    """Weigh words by their rarity, and phrases by how much rarer they are than their words.

    Two papers are always few enough to be distinguished by a term.
    """
    rarity_by_roots = dict(zip(roots, rarity.tolist(), strict=True))
    weights = rarity.copy()
    for number, words in enumerate(roots):
        if len(words) > 1:
            further = rarity[number] - max(rarity_by_roots.get((word,), 0) for word in words)
            weights[number] = min(rarity[number], max(_MIN_PHRASE_WEIGHT, _PHRASE_FACTOR * further))
    weights[rarity < min(_MIN_RARITY, math.ceil(math.log2(papers + 1)) - 1)] = 0
    return weights
