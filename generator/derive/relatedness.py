"""Estimate how probably two papers are related, from what they have in common.

Each paper has neighbours, the papers that are most similar to it. The more similar two papers are, and the
more neighbours (https://doi.org/10.1109/T-C.1973.223640), topics and authors they share, the more probably
they are related. How much each of these counts was learned from labels that people gave.

Terms, topics and categories are counted in the papers that were seen first, whose number grows in steps of
1/16 or less. So most new papers change no weight, and the related papers of few others.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, compress

import numpy as np

from generator.derive.authors import PeopleByName, find_author_key, index_people_by_name
from generator.derive.related_papers import Words
from generator.derive.similarity import (
    VectorIndex,
    Vectors,
    build_vector_index,
    build_vectors,
    find_rarity,
    find_similar,
)
from generator.derive.terms import read_words
from generator.model.curation_values import Person
from generator.model.papers import Assignment, Paper

MAX_NEIGHBOURS = 10

_MIN_SIMILARITY = 0.05  # of neighbours, by rare features alone
_DECIMALS = 4  # of cosines and probabilities
_STEP_DIGITS = 5  # binary digits of the number of papers that are counted; those after them are zero

Neighbours = Mapping[int, float]  # the index of a paper to its similarity, the most similar first


@dataclass(frozen=True, slots=True)
class Corpus:
    """All papers, and what they are compared by. Papers are referred to by their index in the order of ids.

    Attributes:
        papers: In the order of ids.
        words: Of these papers.
        vectors: The papers' vectors.
        index: The vectors, to find similar ones.
        authors: For each paper, author key to name.
        topics: For each paper, topic to its rarity.
    """

    papers: Sequence[Paper]
    words: Words
    vectors: Vectors
    index: VectorIndex
    authors: Sequence[Mapping[str, str]]
    topics: Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Features:
    """What two papers have in common.

    Attributes:
        similarity: The square root of their similarity.
        neighbours: The cosine of their neighbours' similarities.
        topics: The logarithm of 1 and the rarity of all topics that both have.
        authors: The logarithm of 1 and how many authors both have.
    """

    similarity: float
    neighbours: float
    topics: float
    authors: float


# A logistic regression, which `python -m tests.truth.learn` repeats.
WEIGHTS = Features(similarity=14.1, neighbours=3.08, topics=0.23, authors=1.85)
BIAS = -8.06


def build_corpus(
    papers: Sequence[Paper],
    assignments: Mapping[str, Sequence[Assignment]],
    people: Sequence[Person],
    previous: Words | None = None,
) -> Corpus:
    """Prepare the comparison of papers.

    Args:
        papers: All papers, in any order.
        assignments: Paper id to its topics.
        people: The authors whom curators described.
        previous: The words of papers in a previous run.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    is_counted = select_counted(papers)
    words = read_words(papers, is_counted, previous)
    vectors = build_vectors(papers, assignments, is_counted, words)
    return Corpus(
        papers=papers,
        words=words,
        vectors=vectors,
        index=build_vector_index(vectors),
        authors=_list_authors(papers, index_people_by_name(people)),
        topics=_list_topics(papers, assignments, is_counted),
    )


def select_counted(papers: Sequence[Paper]) -> list[bool]:
    """Return, for each paper, whether its terms are counted: those seen first are, up to a full step."""
    step = 1 << max(0, len(papers).bit_length() - _STEP_DIGITS)
    by_age = sorted(papers, key=lambda paper: (paper.first_seen or date.min, paper.published_iso, paper.id))
    counted = {paper.id for paper in by_age[: len(papers) // step * step]}
    return [paper.id in counted for paper in papers]


def find_neighbours(corpus: Corpus, papers: Sequence[int]) -> list[Neighbours]:
    """Return the neighbours of each of some papers."""
    rows = find_similar(corpus.vectors, papers, corpus.index, MAX_NEIGHBOURS + 1, _MIN_SIMILARITY)
    return [
        dict([(other, similarity) for similarity, other in row if other != paper][:MAX_NEIGHBOURS])
        for paper, row in zip(papers, rows, strict=True)
    ]


def find_all_similar(corpus: Corpus, papers: Sequence[int]) -> list[list[tuple[float, int]]]:
    """Return the similarity and the number of all papers that each of some papers could be a neighbour of."""
    return [*find_similar(corpus.vectors, papers, corpus.index, len(corpus.papers), _MIN_SIMILARITY)]


def find_features(
    corpus: Corpus, neighbours: Mapping[int, Neighbours], paper: int, neighbour: int
) -> Features:
    """Return what a paper has in common with one of its neighbours.

    Args:
        corpus: All papers.
        neighbours: The neighbours of both papers.
        paper: The paper.
        neighbour: The other paper.
    """
    topics = corpus.topics[paper]
    rarity = math.fsum(topics[topic] for topic in topics if topic in corpus.topics[neighbour])
    return Features(
        similarity=math.sqrt(neighbours[paper][neighbour]),
        neighbours=_find_cosine(neighbours[paper], neighbours[neighbour]),
        topics=math.log1p(rarity),
        authors=math.log1p(len(find_shared_authors(corpus, paper, neighbour))),
    )


def find_shared_authors(corpus: Corpus, paper: int, other: int) -> list[str]:
    """Return the names of the authors that two papers share, in the order of the first paper."""
    return [name for key, name in corpus.authors[paper].items() if key in corpus.authors[other]]


def estimate_probability(features: Features) -> float:
    """Estimate the probability that two papers with these features are related.

    >>> estimate_probability(Features(similarity=0.5, neighbours=0.4, topics=1.6, authors=0.0))
    0.6434
    """
    evidence = math.fsum(
        (
            WEIGHTS.similarity * features.similarity,
            WEIGHTS.neighbours * features.neighbours,
            WEIGHTS.topics * features.topics,
            WEIGHTS.authors * features.authors,
        )
    )
    return round(1 / (1 + math.exp(-BIAS - evidence)), _DECIMALS)


def _find_cosine(one: Neighbours, other: Neighbours) -> float:
    """Return the cosine of the similarities of neighbours: 1 if they are the same, 0 if none is shared."""
    product = math.fsum(one[paper] * other[paper] for paper in one if paper in other)
    if not product:
        return 0.0
    return round(product / (math.hypot(*one.values()) * math.hypot(*other.values())), _DECIMALS)


def _list_authors(papers: Sequence[Paper], people_by_name: PeopleByName) -> list[dict[str, str]]:
    """Return, for each paper, the keys of its authors with their names."""
    return [
        {
            key: author.name
            for author in paper.authors
            if (key := find_author_key(people_by_name, author.name, paper.id))
        }
        for paper in papers
    ]


def _list_topics(
    papers: Sequence[Paper], assignments: Mapping[str, Sequence[Assignment]], is_counted: Sequence[bool]
) -> list[dict[str, float]]:
    """Return, for each paper, its topics with their rarity."""
    topics = [sorted({assignment.topic for assignment in assignments.get(paper.id, ())}) for paper in papers]
    frequencies = Counter(dict.fromkeys(chain.from_iterable(topics), 0))
    frequencies.update(chain.from_iterable(compress(topics, is_counted)))
    rarity = find_rarity(np.array([*frequencies.values()], dtype=np.int64), len(papers))
    rarity_by_topic = dict(zip(frequencies, rarity.tolist(), strict=True))
    return [{topic: rarity_by_topic[topic] for topic in topics_of_paper} for topics_of_paper in topics]
