"""Related papers: near in words, and nearer for shared authors and topics.

A paper is a vector of its words by TF-IDF; the product of all vectors is one sparse matrix, taken in
blocks of rows. Weights are coarse on purpose: document frequencies are rounded to half powers of two, so
that one new paper moves the weight of few words, and scores are rounded before they are compared.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from generator.derive.groups import find_author_key, index_people_by_name
from generator.model.curation_values import Person
from generator.model.papers import Assignment, Paper, Relation
from generator.model.text import fold, stem, strip_urls
from generator.system.tasks import TaskRunner, run_serially

MAX_RELATED = 6

_BLOCK = 512  # rows of the product at a time: 20,000 papers need some 80 MB
_CANDIDATES = 24
_TITLE_FACTOR = 3
_LEAST_SCORE = 0.1
_SHARED_TOPIC = 0.03
_SHARED_AUTHOR = 0.12
_MOST_SHARED = 2  # further shared authors or topics say nothing new
_TOO_COMMON = 0.2  # words in more than this part of the papers tell nothing
_WORD = re.compile(r"\b[a-z][a-z0-9]{2,}\b")
_WORDS_IN_REASON = 3

_Vector = dict[str, float]
_Matrix: TypeAlias = "csr_array[np.float64, tuple[int, int]]"


@dataclass(frozen=True, slots=True)
class _Words:
    """What papers speak of: stems with the times that each occurs, and a stem's shortest spelling."""

    counts: Sequence[Counter[str]]
    spellings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """All that papers are compared by; where no other key is named, by their place in the order of ids.

    Attributes:
        papers: In the order of their ids.
        spellings: A stem's shortest spelling.
        vectors: Their words by weight.
        matrix: The same, a row for each paper.
        transposed: The same, a column for each paper.
        named: Paper id to the ids that curators relate it to.
        owners: Who their authors are, with the names that the papers give them.
        by_author: Who an author is to papers.
        topics: The ids of their topics.
    """

    papers: Sequence[Paper]
    spellings: Mapping[str, str]
    vectors: Sequence[_Vector]
    matrix: _Matrix
    transposed: _Matrix
    named: Mapping[str, Sequence[str]]
    owners: Sequence[Mapping[str, str]]
    by_author: Mapping[str, Sequence[int]]
    topics: Sequence[Set[str]]


def relate_papers(
    papers: Sequence[Paper],
    assignments: Mapping[str, tuple[Assignment, ...]],
    people: Sequence[Person] = (),
    run: TaskRunner = run_serially,
) -> dict[str, tuple[Relation, ...]]:
    """Paper id to its nearest papers, the nearest first; a curator's choices stand before all.

    The result does not depend on the order of the papers.

    Args:
        papers: All of them.
        assignments: Paper id to its topics.
        people: Who of the authors is one person in several spellings, or several of one name.
        run: What compares the papers, some at a time.
    """
    known = _known(sorted(papers, key=lambda paper: paper.id), assignments, people)
    starts = range(0, len(papers), _BLOCK)
    blocks = run([partial(_relate_block, known, start) for start in starts])
    return {paper.id: chosen for paper, chosen in zip(known.papers, chain.from_iterable(blocks), strict=True)}


def _known(
    papers: Sequence[Paper], assignments: Mapping[str, tuple[Assignment, ...]], people: Sequence[Person]
) -> _Known:
    words = _words(papers)
    vectors = _vectors(words.counts)
    matrix = _matrix(vectors)
    claims = index_people_by_name(people)
    owners = [
        {
            key: author.name
            for author in paper.authors
            if (key := find_author_key(claims, author.name, paper.id))
        }
        for paper in papers
    ]
    return _Known(
        papers=papers,
        spellings=words.spellings,
        vectors=vectors,
        matrix=matrix,
        transposed=matrix.T.tocsr(),
        named=_named_by_curators(papers),
        owners=owners,
        by_author=_papers_by_author(owners),
        topics=[{given.topic for given in assignments.get(paper.id, ())} for paper in papers],
    )


def _relate_block(known: _Known, start: int) -> list[tuple[Relation, ...]]:
    """What is nearest to each paper of a block that starts with this one."""
    return [
        _nearest(known, index, closeness)
        for index, closeness in enumerate(_neighbours(known, start), start=start)
    ]


def _nearest(known: _Known, index: int, closeness: Mapping[int, float]) -> tuple[Relation, ...]:
    """What curators relate to a paper, and the best of its neighbours and of its authors' other papers."""
    vector, owners, topics = known.vectors[index], known.owners[index], known.topics[index]
    named = known.named[known.papers[index].id]
    authors = Counter(other for author in owners for other in known.by_author[author])
    scored = sorted(
        (
            -_score(
                closeness[other] if other in closeness else _dot(vector, known.vectors[other]),
                authors[other],
                len(topics & known.topics[other]),
            ),
            other,
        )
        for other in {*closeness, *authors} - {index}
    )
    chosen = [Relation(other, "named by a curator", 1.0) for other in named]
    for negative, other in scored:
        if len(chosen) >= MAX_RELATED or -negative < _LEAST_SCORE:
            break
        if known.papers[other].id not in named:
            shared = [known.spellings[word] for word in _shared_words(vector, known.vectors[other])]
            names = [name for author, name in owners.items() if author in known.owners[other]]
            chosen.append(Relation(known.papers[other].id, _reason(names, shared), -negative))
    return tuple(chosen)


def _words(papers: Sequence[Paper]) -> _Words:
    counts = []
    vocabulary: set[str] = set()
    for paper in papers:
        title = _WORD.findall(fold(strip_urls(paper.title)))
        abstract = _WORD.findall(fold(strip_urls(paper.abstract or "")))
        vocabulary.update(title, abstract)
        counts.append(Counter(map(stem, title * _TITLE_FACTOR + abstract)))
    spellings = {
        stem(word): word for word in sorted(vocabulary, key=lambda word: (len(word), word), reverse=True)
    }
    return _Words(counts, spellings)


def _vectors(counts: Sequence[Counter[str]]) -> list[_Vector]:
    """A vector of length 1 for each paper, its words in their order."""
    frequencies = Counter(word for count in counts for word in count)
    total = 2.0 ** math.ceil(math.log2(len(counts) + 1))
    most = max(2, _TOO_COMMON * total)
    weights = {
        word: math.log2(total) - round(2 * math.log2(frequency)) / 2
        for word, frequency in sorted(frequencies.items())
        if 1 < frequency <= most
    }
    return [
        _normed(
            {word: (1 + math.log(count[word])) * weights[word] for word in sorted(weights.keys() & count)}
        )
        for count in counts
    ]


def _normed(vector: _Vector) -> _Vector:
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()} if length else {}


def _neighbours(known: _Known, start: int) -> Iterator[dict[int, float]]:
    """For each vector of a block the indexes of its nearest, with the cosine."""
    product = known.matrix[start : start + _BLOCK] @ known.transposed
    for row in range(product.shape[0]):
        begin, end = product.indptr[row], product.indptr[row + 1]
        columns = product.indices[begin:end]
        scores = np.round(product.data[begin:end], 4)
        if len(scores) > _CANDIDATES + 1:
            least = np.partition(scores, -_CANDIDATES - 1)[-_CANDIDATES - 1]
            columns, scores = columns[scores >= least], scores[scores >= least]
        order = np.lexsort((columns, -scores))[: _CANDIDATES + 1]
        yield {int(columns[at]): float(scores[at]) for at in order}


def _matrix(vectors: Sequence[_Vector]) -> _Matrix:
    numbers = {word: at for at, word in enumerate(sorted({word for vector in vectors for word in vector}))}
    data = np.array([weight for vector in vectors for weight in vector.values()], dtype=np.float64)
    columns = np.array([numbers[word] for vector in vectors for word in vector], dtype=np.int32)
    ends = np.cumsum([0, *(len(vector) for vector in vectors)], dtype=np.int32)
    return csr_array((data, columns, ends), shape=(len(vectors), max(1, len(numbers))))


def _papers_by_author(owners: Iterable[Iterable[str]]) -> Mapping[str, list[int]]:
    by_author: dict[str, list[int]] = defaultdict(list)
    for index, authors in enumerate(owners):
        for author in authors:
            by_author[author].append(index)
    return by_author


def _named_by_curators(papers: Sequence[Paper]) -> dict[str, list[str]]:
    """Who is related by a curator's word; naming goes both ways, one's own names first."""
    named: dict[str, list[str]] = {paper.id: [] for paper in papers}
    chosen = [(paper.id, other) for paper in papers for other in paper.curated_related if other in named]
    for one, other in (*chosen, *((other, one) for one, other in chosen)):
        if other not in (one, *named[one]):
            named[one].append(other)
    return named


def _dot(one: _Vector, other: _Vector) -> float:
    return round(math.fsum([one[word] * other[word] for word in one.keys() & other.keys()]), 4)


def _score(closeness: float, authors: int, topics: int) -> float:
    shared = _SHARED_AUTHOR * min(authors, _MOST_SHARED) + _SHARED_TOPIC * min(topics, _MOST_SHARED)
    return round(closeness + shared, 3)


def _shared_words(one: _Vector, other: _Vector) -> list[str]:
    """The words that bring two papers together most."""
    products = sorted((-one[word] * other[word], word) for word in one.keys() & other.keys())
    return [word for _, word in products[:_WORDS_IN_REASON]]


def _reason(shared: Sequence[str], words: Sequence[str]) -> str:
    parts = [
        f"also by {' and '.join(shared[:_MOST_SHARED])}" if shared else "",
        f"both on {', '.join(words)}" if words else "",
    ]
    return "; ".join(part for part in parts if part)
