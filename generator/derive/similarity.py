"""Measure how similar papers are, by their terms, topics and categories.

A paper is a vector of length 1 with a weight for each of its terms, topics and categories (TF-IDF); the
similarity of two papers is the cosine of their vectors, from 0 to 1. It follows from the papers alone.
Document frequencies are rounded to powers of two, so that a new paper seldom changes a weight.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from generator.derive.terms import Numbers, find_terms
from generator.model.papers import Assignment, Paper

Matrix: TypeAlias = "csr_array[np.float64, tuple[int, int]]"
_Floats: TypeAlias = NDArray[np.float64]

_GROUP_COUNT = 4  # a topic or a category counts like a term that the paper has so many times
_MIN_WEIGHT = 3  # terms of more than about an eighth of the papers do not distinguish papers
_DECIMALS = 4  # of similarities; papers with equal terms are then equally similar
_MAX_NAMED = 3  # shared terms
_MIN_PART = 0.2  # of what the strongest shared term contributes; weaker terms are not named


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of papers.

    Attributes:
        matrix: The vectors as rows, in the order of the papers. The columns of terms come first.
        roots: For each term, the root of the word or of both words.
        spellings: For each term, how people write it.
    """

    matrix: Matrix
    roots: Sequence[tuple[str, ...]]
    spellings: Sequence[str]


def build_vectors(
    papers: Sequence[Paper], assignments: Mapping[str, Sequence[Assignment]] | None = None
) -> Vectors:
    """Build the vectors of papers. A paper that shares no term with another one has the vector zero.

    Args:
        papers: All papers.
        assignments: Paper id to its topics. If None, only terms are compared.
    """
    terms = find_terms(papers)
    groups, papers_of_groups = _find_groups(papers, assignments)
    rows = np.concatenate((terms.papers, papers_of_groups))
    columns = np.concatenate((terms.terms, groups + len(terms.roots)))
    counts = np.concatenate((terms.counts, np.full(len(groups), _GROUP_COUNT)))
    weights = _weigh_columns(columns, len(papers))
    weights[: len(terms.roots)] *= _is_distinctive(weights[: len(terms.roots)], len(papers))
    data = (1 + np.log(counts)) * weights[columns]
    kept = data > 0
    rows, columns, data = rows[kept], columns[kept], data[kept]
    lengths = np.sqrt(np.bincount(rows, weights=data * data, minlength=len(papers)))
    shape = (len(papers), max(1, len(weights)))
    matrix = csr_array((data / lengths[rows], (rows, columns)), shape=shape)
    return Vectors(matrix, terms.roots, terms.spellings)


def find_similar(
    vectors: Vectors, papers: slice | Sequence[int], others: Matrix, min_similarity: float
) -> Iterator[list[tuple[float, int]]]:
    """Yield, for each of some papers, the similarity and the index of the papers that are similar to it.

    Args:
        vectors: The vectors of all papers.
        papers: The papers.
        others: The vectors of the papers that they are compared with, as columns.
        min_similarity: The similarity that a paper must have.
    """
    product = vectors.matrix[papers] @ others
    for begin, end in pairwise(product.indptr):
        similarities = np.round(product.data[begin:end], _DECIMALS)
        is_similar = similarities >= min_similarity
        indices = product.indices[begin:end][is_similar]
        yield list(zip(similarities[is_similar].tolist(), indices.tolist(), strict=True))


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
        yield [vectors.spellings[column] for column in _choose_terms(vectors.roots, contributions)]


def _read_terms(vectors: Vectors, paper: int) -> tuple[list[int], list[float]]:
    """Return the terms of a paper, and their weights."""
    begin, end = vectors.matrix.indptr[paper : paper + 2]
    columns, weights = vectors.matrix.indices[begin:end], vectors.matrix.data[begin:end]
    is_term = columns < len(vectors.roots)
    return columns[is_term].tolist(), weights[is_term].tolist()


def _choose_terms(roots: Sequence[tuple[str, ...]], contributions: Mapping[int, float]) -> list[int]:
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
        if named.isdisjoint(roots[column]):
            chosen.append(column)
            named.update(roots[column])
    return chosen


def _find_groups(
    papers: Sequence[Paper], assignments: Mapping[str, Sequence[Assignment]] | None
) -> tuple[Numbers, Numbers]:
    """Number topics and categories. Return those of all papers, and for each the index of the paper."""
    if assignments is None:
        papers = ()
    names = [
        sorted(
            {("topic", assignment.topic) for assignment in (assignments or {}).get(paper.id, ())}
            | {("category", category) for category in paper.categories}
        )
        for paper in papers
    ]
    numbers = {name: number for number, name in enumerate(sorted(set(chain.from_iterable(names))))}
    groups = np.array([numbers[name] for group in names for name in group], dtype=np.int64)
    return groups, np.repeat(np.arange(len(names)), [len(group) for group in names])


def _weigh_columns(columns: Numbers, papers: int) -> _Floats:
    """Weigh terms and groups by their rarity among papers (IDF)."""
    frequencies = np.bincount(columns)
    return math.ceil(math.log2(papers + 1)) - np.rint(np.log2(frequencies))


def _is_distinctive(weights: _Floats, papers: int) -> NDArray[np.bool_]:
    """Whether few enough papers have each term; two papers always are."""
    return weights >= min(_MIN_WEIGHT, math.ceil(math.log2(papers + 1)) - 1)
