"""Find related papers: those that curators chose, and those that are probably related.

A paper with few related papers also gets similar papers on the same topic, which pages list separately.

Probabilities are rounded before they are compared, so that the result does not depend on the order of papers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator.derive.known_neighbours import find_all_neighbours
from generator.derive.related_papers import KnownNeighbours, RelatedPapers
from generator.derive.relatedness import (
    Corpus,
    Neighbours,
    build_corpus,
    estimate_probability,
    find_features,
    find_neighbours,
    find_shared_authors,
)
from generator.derive.similarity import find_shared_terms
from generator.model.curation_values import Person
from generator.model.papers import Assignment, Paper, Relation
from generator.system.tasks import TaskRunner, run_in_blocks
from generator.translation.messages import _

MAX_RELATED = 6

_MIN_PROBABILITY = 0.76  # so that 87 % of the papers shown are related (docs/project/truth.md)
_MIN_SIMILAR = 0.2  # the same, of papers that are shown only as similar papers on the same topic
_ENOUGH = 3  # papers; similar ones are added up to this number
_MAX_AUTHORS = 2  # in a reason


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A neighbour that may be related.

    Attributes:
        index: The paper.
        score: The probability that it is related, if shared authors did not count.
        probability: The probability that it is related.
        shares_topic: Whether both papers have a topic in common.
    """

    index: int
    score: float
    probability: float
    shares_topic: bool


def relate_all(
    papers: Sequence[Paper],
    assignments: Mapping[str, tuple[Assignment, ...]],
    people: Sequence[Person],
    run: TaskRunner,
    known: RelatedPapers,
) -> RelatedPapers:
    """Relate all papers.

    Args:
        papers: All papers.
        assignments: Paper id to its topics.
        people: The authors whom curators described.
        run: Runs the tasks. Each task is for a block of papers.
        known: The result of a previous run.
    """
    corpus = build_corpus(papers, assignments, people, known.words)
    curated = _collect_curated(corpus.papers)
    all_neighbours = find_all_neighbours(corpus, known.neighbours, run, curated)
    numbers = {paper.id: number for number, paper in enumerate(corpus.papers)}
    neighbours = {
        numbers[paper_id]: {numbers[other]: similarity for other, similarity in row.neighbours.items()}
        for paper_id, row in all_neighbours.items()
    }
    unchanged = _find_unchanged(all_neighbours, known.neighbours)
    outdated = [number for paper_id, number in numbers.items() if paper_id not in unchanged]
    new_rows = run_in_blocks(partial(_relate, corpus, neighbours, curated), outdated, run)
    rows = dict(zip(outdated, new_rows, strict=True))
    relations = {
        paper_id: rows[number] if number in rows else known.relations[paper_id]
        for paper_id, number in numbers.items()
    }
    return RelatedPapers(relations, all_neighbours, corpus.words)


def _find_unchanged(
    neighbours: Mapping[str, KnownNeighbours], known: Mapping[str, KnownNeighbours]
) -> set[str]:
    """Return the papers whose related papers are those of a previous run: nothing has changed around them."""
    same = {paper_id for paper_id in neighbours if neighbours[paper_id] == known.get(paper_id)}
    return {paper_id for paper_id in same if same.issuperset(neighbours[paper_id].neighbours)}


def relate_paper(
    paper_id: str,
    papers: Sequence[Paper],
    assignments: Mapping[str, tuple[Assignment, ...]],
    people: Sequence[Person] = (),
) -> tuple[Relation, ...]:
    """Return the related papers of one paper, as `relate_all` does for all."""
    corpus = build_corpus(papers, assignments, people)
    curated = _collect_curated(corpus.papers)
    index = [paper.id for paper in corpus.papers].index(paper_id)
    compared = [index, *find_neighbours(corpus, [index])[0]]
    neighbours = dict(zip(compared, find_neighbours(corpus, compared), strict=True))
    return _relate(corpus, neighbours, curated, [index])[0]


def _relate(
    corpus: Corpus,
    neighbours: Mapping[int, Neighbours],
    curated: Mapping[str, Sequence[str]],
    papers: Sequence[int],
) -> list[tuple[Relation, ...]]:
    """Return the related papers of each of some papers.

    Args:
        corpus: All papers.
        neighbours: The neighbours of these papers, and of their neighbours.
        curated: Paper id to the ids of the papers that curators relate it to.
        papers: The papers.
    """
    relations = []
    for paper in papers:
        chosen = curated[corpus.papers[paper].id]
        candidates = [
            _judge(corpus, neighbours, paper, other)
            for other in neighbours[paper]
            if corpus.papers[other].id not in chosen
        ]
        by_curators = (Relation(other, _("suggested by a curator"), 1.0) for other in chosen)
        relations.append((*by_curators, *_explain(corpus, paper, _choose(candidates, len(chosen)))))
    return relations


def _judge(corpus: Corpus, neighbours: Mapping[int, Neighbours], paper: int, other: int) -> _Candidate:
    features = find_features(corpus, neighbours, paper, other)
    probability = estimate_probability(features)
    score = estimate_probability(replace(features, authors=0.0)) if features.authors else probability
    shares_topic = not corpus.topics[paper].keys().isdisjoint(corpus.topics[other])
    return _Candidate(other, score, probability, shares_topic)


def _choose(candidates: Sequence[_Candidate], count: int) -> list[_Candidate]:
    """Choose the papers to show, the nearest first: the related ones, then similar ones on the same topic.

    Shared authors admit papers, but do not move them: they never take the place of a nearer paper.

    Args:
        candidates: All candidates.
        count: How many papers are shown before them.
    """
    nearest = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.index))
    related = [candidate for candidate in nearest if candidate.probability >= _MIN_PROBABILITY]
    similar = [
        candidate
        for candidate in nearest
        if _MIN_SIMILAR <= candidate.probability < _MIN_PROBABILITY and candidate.shares_topic
    ]
    return related[: max(0, MAX_RELATED - count)] + similar[: max(0, _ENOUGH - count - len(related))]


def _explain(corpus: Corpus, paper: int, candidates: Sequence[_Candidate]) -> Iterator[Relation]:
    """Yield candidates with a reason; those that share only topics and categories are left out."""
    terms = find_shared_terms(corpus.vectors, paper, [candidate.index for candidate in candidates])
    for candidate, shared_terms in zip(candidates, terms, strict=True):
        authors = find_shared_authors(corpus, paper, candidate.index)
        if reason := _describe(authors[:_MAX_AUTHORS], shared_terms):
            is_related = candidate.probability >= _MIN_PROBABILITY
            yield Relation(corpus.papers[candidate.index].id, reason, candidate.score, is_related)


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


def _collect_curated(papers: Sequence[Paper]) -> dict[str, list[str]]:
    """Map each paper id to the papers that its curators chose, then to those whose curators chose it.

    Args:
        papers: All papers, in whose order those come whose curators chose the same paper.
    """
    curated: dict[str, list[str]] = {paper.id: [] for paper in papers}
    pairs = [
        (paper.id, related) for paper in papers for related in paper.curated_related if related in curated
    ]
    for paper_id, related in (*pairs, *((related, paper_id) for paper_id, related in pairs)):
        if related not in (paper_id, *curated[paper_id]):
            curated[paper_id].append(related)
    return curated
