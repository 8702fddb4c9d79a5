"""Find related papers: papers that are similar, or nearly so and by the same authors.

The similarity of all papers is the product of two sparse matrices, computed for a block of papers at a time.
Similarities are rounded before they are compared, so that the result does not depend on the order of papers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from generator.derive.authors import PeopleByName, find_author_key, index_people_by_name
from generator.derive.similarity import Matrix, Vectors, build_vectors, find_shared_terms, find_similar
from generator.model.curation_values import Person
from generator.model.papers import Assignment, Paper, Relation
from generator.system.tasks import TaskRunner, run_serially
from generator.translation.messages import _

MAX_RELATED = 6

_BLOCK = 512  # papers at a time; 20,000 papers then need about 80 MB
_FIRST = 3
_MIN_SIMILARITY = 0.2  # of the first papers
_MIN_FURTHER_SIMILARITY = 0.26  # of those after them
# Papers by the same author need so much less, because nearly all of them are related. The order is that of
# the similarity alone, so that they never take the place of a more similar paper.
_AUTHOR_BONUS = 0.1
_MAX_AUTHORS = 2  # in a reason


@dataclass(frozen=True, slots=True)
class _Corpus:
    """All papers, and what they are compared by. Papers are referred to by their index in the order of ids.

    Attributes:
        papers: In the order of ids.
        vectors: The papers' vectors.
        columns: The vectors as columns.
        curated: Paper id to the ids of the papers that curators relate it to.
        authors: For each paper, author key to name.
    """

    papers: Sequence[Paper]
    vectors: Vectors
    columns: Matrix
    curated: Mapping[str, Sequence[str]]
    authors: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A paper that is similar enough to be shown, with the names of the shared authors."""

    index: int
    similarity: float
    authors: Sequence[str]


def relate_papers(
    papers: Sequence[Paper],
    assignments: Mapping[str, tuple[Assignment, ...]],
    people: Sequence[Person] = (),
    run: TaskRunner = run_serially,
) -> dict[str, tuple[Relation, ...]]:
    """Map each paper id to its related papers, the most similar first, after those that curators chose.

    The result does not depend on the order of the papers.

    Args:
        papers: All papers.
        assignments: Paper id to its topics.
        people: The authors whom curators described.
        run: Runs the tasks. Each task compares a block of papers with all others.
    """
    corpus = _build_corpus(sorted(papers, key=lambda paper: paper.id), assignments, people)
    starts = range(0, len(papers), _BLOCK)
    blocks = run([partial(_relate_block, corpus, slice(start, start + _BLOCK)) for start in starts])
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
    return _relate_block(corpus, slice(index, index + 1))[0]


def _build_corpus(
    papers: Sequence[Paper], assignments: Mapping[str, tuple[Assignment, ...]], people: Sequence[Person]
) -> _Corpus:
    vectors = build_vectors(papers, assignments)
    return _Corpus(
        papers=papers,
        vectors=vectors,
        columns=vectors.matrix.T.tocsr(),
        curated=_collect_curated(papers),
        authors=_list_authors(papers, index_people_by_name(people)),
    )


def _relate_block(corpus: _Corpus, block: slice) -> list[tuple[Relation, ...]]:
    """Return the related papers of each paper of a block."""
    similar = find_similar(corpus.vectors, block, corpus.columns, _MIN_SIMILARITY - _AUTHOR_BONUS)
    return [_relate(corpus, index, others) for index, others in enumerate(similar, block.start)]


def _relate(corpus: _Corpus, index: int, similar: Sequence[tuple[float, int]]) -> tuple[Relation, ...]:
    """Return the papers that curators relate to a paper, then the most similar ones.

    Args:
        corpus: All papers.
        index: The paper.
        similar: The papers that may be similar enough, with their similarity, itself included.
    """
    curated = corpus.curated[corpus.papers[index].id]
    relations = [Relation(other, _("suggested by a curator"), 1.0) for other in curated]
    candidates = [
        (similarity, other)
        for similarity, other in similar
        if other != index and corpus.papers[other].id not in curated
    ]
    neighbours = _choose_neighbours(corpus, index, candidates, len(relations))
    terms = find_shared_terms(corpus.vectors, index, [neighbour.index for neighbour in neighbours])
    for neighbour, shared_terms in zip(neighbours, terms, strict=True):
        if reason := _describe(neighbour.authors[:_MAX_AUTHORS], shared_terms):
            relations.append(Relation(corpus.papers[neighbour.index].id, reason, neighbour.similarity))
    return tuple(relations)


def _choose_neighbours(
    corpus: _Corpus, index: int, candidates: Sequence[tuple[float, int]], count: int
) -> list[_Neighbour]:
    """Choose the papers to show, the most similar first.

    Args:
        corpus: All papers.
        index: The paper to which they are similar.
        candidates: Similarity, and the paper.
        count: How many papers are shown before them.
    """
    neighbours: list[_Neighbour] = []
    for similarity, other in sorted(candidates, key=lambda candidate: (-candidate[0], candidate[1])):
        shown = count + len(neighbours)
        if shown >= MAX_RELATED:
            break
        names = [name for author, name in corpus.authors[index].items() if author in corpus.authors[other]]
        min_similarity = _MIN_SIMILARITY if shown < _FIRST else _MIN_FURTHER_SIMILARITY
        if similarity >= min_similarity - (_AUTHOR_BONUS if names else 0):
            neighbours.append(_Neighbour(other, similarity, names))
    return neighbours


def _describe(authors: Sequence[str], terms: Sequence[str]) -> str:
    """Describe what two papers share, for people; nothing if that is only topics and categories."""
    parts = [
        _describe_authors(authors) if authors else "",
        _("shared terms: %(terms)s", terms=", ".join(terms)) if terms else "",
    ]
    return "; ".join(part for part in parts if part)


def _describe_authors(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _("shared author: %(author)s", author=names[0])
    return _("shared authors: %(authors)s", authors=", ".join(names))


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
