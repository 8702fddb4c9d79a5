"""Find related papers: alike in their words, and closer if they share authors or topics.

The likeness of all papers is the product of two sparse matrices, computed for a block of papers at a time.
Scores are rounded before they are compared, so that the result does not depend on the order of papers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from generator.derive import similarity
from generator.derive.groups import find_author_key, index_people_by_name
from generator.model.curation_values import Person
from generator.model.grouping import group_pairs
from generator.model.papers import Assignment, Paper, Relation
from generator.system.tasks import TaskRunner, run_serially
from generator.translation.messages import _

MAX_RELATED = 6

_BLOCK = 512  # papers at a time; 20,000 papers then need about 80 MB
_MAX_CANDIDATES = 24  # most similar papers that are scored
_MIN_SCORE = 0.1
_TOPIC_SCORE = 0.03  # for each shared topic
_AUTHOR_SCORE = 0.12  # for each shared author
_MAX_SHARED = 2  # authors, or topics, that count
_MAX_WORDS = 3  # in a reason

_Matrix: TypeAlias = "csr_array[np.float64, tuple[int, int]]"


@dataclass(frozen=True, slots=True)
class _Corpus:
    """All papers, and what they are compared by. Papers are referred to by their index in the order of ids.

    Attributes:
        papers: In the order of ids.
        spellings: Stem to the word that is shown for it.
        vectors: The papers' vectors.
        matrix: The vectors as rows.
        transposed: The vectors as columns.
        curated: Paper id to the ids of the papers that curators relate it to.
        authors: For each paper, author key to name.
        papers_by_author: Author key to papers.
        topics: For each paper, the ids of its topics.
    """

    papers: Sequence[Paper]
    spellings: Mapping[str, str]
    vectors: Sequence[similarity.Vector]
    matrix: _Matrix
    transposed: _Matrix
    curated: Mapping[str, Sequence[str]]
    authors: Sequence[Mapping[str, str]]
    papers_by_author: Mapping[str, Sequence[int]]
    topics: Sequence[Set[str]]


def relate_papers(
    papers: Sequence[Paper],
    assignments: Mapping[str, tuple[Assignment, ...]],
    people: Sequence[Person] = (),
    run: TaskRunner = run_serially,
) -> dict[str, tuple[Relation, ...]]:
    """Map each paper id to its related papers, the closest first, after those that curators chose.

    The result does not depend on the order of the papers.

    Args:
        papers: All papers.
        assignments: Paper id to its topics.
        people: The authors whom curators described.
        run: Runs the tasks. Each task compares a block of papers with all others.
    """
    corpus = _build_corpus(sorted(papers, key=lambda paper: paper.id), assignments, people)
    starts = range(0, len(papers), _BLOCK)
    blocks = run([partial(_relate_block, corpus, start) for start in starts])
    relations = chain.from_iterable(blocks)
    return {paper.id: related for paper, related in zip(corpus.papers, relations, strict=True)}


def relate_paper(
    paper_id: str,
    papers: Sequence[Paper],
    assignments: Mapping[str, tuple[Assignment, ...]],
    people: Sequence[Person] = (),
) -> tuple[Relation, ...]:
    """Return the related papers of one paper, as `relate_papers` does for all."""
    corpus = _build_corpus(sorted(papers, key=lambda paper: paper.id), assignments, people)
    index = [paper.id for paper in corpus.papers].index(paper_id)
    return _relate(corpus, index, next(_find_neighbours(corpus, index, rows=1)))


def _build_corpus(
    papers: Sequence[Paper], assignments: Mapping[str, tuple[Assignment, ...]], people: Sequence[Person]
) -> _Corpus:
    words = [similarity.count_words(paper) for paper in papers]
    counts = [similarity.count_stems(count) for count in words]
    weights = similarity.weigh_words(counts)
    vectors = [similarity.build_vector(count, weights) for count in counts]
    matrix = _build_matrix(vectors)
    authors = _list_authors(papers, index_people_by_name(people))
    return _Corpus(
        papers=papers,
        spellings=similarity.find_spellings(chain.from_iterable(words)),
        vectors=vectors,
        matrix=matrix,
        transposed=matrix.T.tocsr(),
        curated=_collect_curated(papers),
        authors=authors,
        papers_by_author=group_pairs((key, index) for index, keys in enumerate(authors) for key in keys),
        topics=[{assignment.topic for assignment in assignments.get(paper.id, ())} for paper in papers],
    )


def _relate_block(corpus: _Corpus, start: int) -> list[tuple[Relation, ...]]:
    """Return the related papers of each paper of the block that begins at an index."""
    neighbours = enumerate(_find_neighbours(corpus, start), start)
    return [_relate(corpus, index, likeness) for index, likeness in neighbours]


def _relate(corpus: _Corpus, index: int, likeness: Mapping[int, float]) -> tuple[Relation, ...]:
    """Return the papers that curators relate to a paper, then the best of its neighbours and of its authors.

    Args:
        corpus: All papers.
        index: The paper.
        likeness: Its neighbours, with their likeness to it.
    """
    curated = corpus.curated[corpus.papers[index].id]
    shared_authors = Counter(
        other for author in corpus.authors[index] for other in corpus.papers_by_author[author]
    )
    candidates = {*likeness, *shared_authors} - {index}
    scores = {
        other: _score(corpus, index, other, likeness.get(other), authors=shared_authors[other])
        for other in candidates
    }
    relations = [Relation(other, _("suggested by a curator"), 1.0) for other in curated]
    for other in sorted(candidates, key=lambda other: (-scores[other], other)):
        if len(relations) >= MAX_RELATED or scores[other] < _MIN_SCORE:
            break
        paper_id = corpus.papers[other].id
        if paper_id not in curated:
            relations.append(Relation(paper_id, _describe(corpus, index, other), scores[other]))
    return tuple(relations)


def _score(corpus: _Corpus, index: int, other: int, likeness: float | None, *, authors: int) -> float:
    if likeness is None:  # it is not a neighbour, but shares an author
        likeness = similarity.measure_likeness(corpus.vectors[index], corpus.vectors[other])
    shared_topics = len(corpus.topics[index] & corpus.topics[other])
    by_authors = _AUTHOR_SCORE * min(authors, _MAX_SHARED)
    by_topics = _TOPIC_SCORE * min(shared_topics, _MAX_SHARED)
    return round(likeness + (by_authors + by_topics), 3)


def _describe(corpus: _Corpus, index: int, other: int) -> str:
    """Describe what two papers share, for people."""
    names = [name for author, name in corpus.authors[index].items() if author in corpus.authors[other]]
    words = [corpus.spellings[stem] for stem in _find_shared(corpus.vectors[index], corpus.vectors[other])]
    parts = [
        _describe_authors(names[:_MAX_SHARED]) if names else "",
        _("shared terms: %(terms)s", terms=", ".join(words)) if words else "",
    ]
    return "; ".join(part for part in parts if part)


def _describe_authors(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _("shared author: %(author)s", author=names[0])
    return _("shared authors: %(authors)s", authors=", ".join(names))


def _find_shared(one: similarity.Vector, other: similarity.Vector) -> list[str]:
    """Return the stems that contribute most to the likeness of two papers."""
    products = sorted((-one[stem] * other[stem], stem) for stem in one.keys() & other.keys())
    return [stem for _, stem in products[:_MAX_WORDS]]


def _find_neighbours(corpus: _Corpus, start: int, rows: int = _BLOCK) -> Iterator[dict[int, float]]:
    """Yield, for each paper of a block, the most similar papers with their likeness, itself included."""
    product = corpus.matrix[start : start + rows] @ corpus.transposed
    for row in range(product.shape[0]):
        begin, end = product.indptr[row], product.indptr[row + 1]
        columns = product.indices[begin:end]
        scores = np.round(product.data[begin:end], 4)
        if len(scores) > _MAX_CANDIDATES + 1:
            least = np.partition(scores, -_MAX_CANDIDATES - 1)[-_MAX_CANDIDATES - 1]
            columns, scores = columns[scores >= least], scores[scores >= least]
        order = np.lexsort((columns, -scores))[: _MAX_CANDIDATES + 1]
        yield {int(columns[place]): float(scores[place]) for place in order}


def _build_matrix(vectors: Sequence[similarity.Vector]) -> _Matrix:
    """Build a sparse matrix with a row for each vector and a column for each stem."""
    stems = sorted({stem for vector in vectors for stem in vector})
    columns_by_stem = {stem: column for column, stem in enumerate(stems)}
    data = np.array([weight for vector in vectors for weight in vector.values()], dtype=np.float64)
    columns = np.array([columns_by_stem[stem] for vector in vectors for stem in vector], dtype=np.int32)
    ends = np.cumsum([0, *(len(vector) for vector in vectors)], dtype=np.int32)
    return csr_array((data, columns, ends), shape=(len(vectors), max(1, len(stems))))


def _list_authors(
    papers: Sequence[Paper], people_by_name: Mapping[str, tuple[Person, ...]]
) -> list[dict[str, str]]:
    """Return, for each paper, the keys of its authors with their names."""
    return [
        {
            key: author.name
            for author in paper.authors
            if (key := find_author_key(people_by_name, author.name, paper.id))
        }
        for paper in papers
    ]


def _collect_curated(papers: Sequence[Paper]) -> dict[str, list[str]]:
    """Map each paper id to the papers that its curators chose, then to those whose curators chose it."""
    curated: dict[str, list[str]] = {paper.id: [] for paper in papers}
    pairs = [
        (paper.id, related) for paper in papers for related in paper.curated_related if related in curated
    ]
    for paper_id, related in (*pairs, *((related, paper_id) for paper_id, related in pairs)):
        if related not in (paper_id, *curated[paper_id]):
            curated[paper_id].append(related)
    return curated
