"""Suggest topics for papers, from the topics of the most similar papers whose topics curators chose."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.model.curation_values import Topic
from generator.model.grouping import group_pairs
from generator.model.papers import Catalogue, Paper

MAX_SIMILAR = 6  # papers whose topics count

_MIN_SIMILAR = 3  # papers; fewer are no evidence
_MIN_VOTES = 2  # papers with the topic
_MIN_SHARE = 0.5  # of the similarity of all similar papers
_MIN_SIMILARITY = 0.05

_Similar = tuple[float, Paper]  # similarity, and the paper


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that is suggested for a paper.

    Attributes:
        paper: The paper.
        topic: Id of the topic.
        evidence: For people: how many similar papers have the topic, and which.
    """

    paper: Paper
    topic: str
    evidence: str


def suggest_topics(catalogue: Catalogue, papers: Sequence[Paper] | None = None) -> tuple[Suggestion, ...]:
    """Suggest topics, for each paper the best first.

    Args:
        catalogue: All papers.
        papers: The papers to suggest topics for, including topics that they have already. If None, all papers
            whose topics no curator chose, and only topics that they do not have.
    """
    curated = sorted(
        (paper for paper in catalogue.papers if paper.curated_topics), key=lambda paper: paper.id
    )
    assignments = catalogue.assignments if papers is None else {}
    if papers is None:
        papers = [paper for paper in catalogue.papers if paper.curated_topics is None]
    if not (papers and curated):
        return ()
    from generator.derive.similarity import (  # noqa: PLC0415 - it loads SciPy, which takes long
        build_vector_index,
        build_vectors,
        find_similar,
    )

    by_id = {paper.id: paper for paper in (*catalogue.papers, *papers)}
    rows = {paper_id: row for row, paper_id in enumerate(by_id)}
    vectors = build_vectors(tuple(by_id.values()))
    index = build_vector_index(vectors, [rows[paper.id] for paper in curated])
    rows_of_papers = [rows[paper.id] for paper in papers]
    neighbours = find_similar(vectors, rows_of_papers, index, MAX_SIMILAR + 1, _MIN_SIMILARITY)
    suggestions: list[Suggestion] = []
    for paper, others in zip(papers, neighbours, strict=True):
        similar = [(value, curated[number]) for value, number in others if curated[number].id != paper.id]
        similar = similar[:MAX_SIMILAR]
        assigned_topics = {assignment.topic for assignment in assignments.get(paper.id, ())}
        suggestions += (
            suggestion
            for suggestion in _suggest(paper, similar, catalogue.topics)
            if suggestion.topic not in assigned_topics
        )
    return tuple(suggestions)


def list_suggestion_facts(catalogue: Catalogue, papers: Iterable[Paper]) -> object:
    """List all that `suggest_topics` depends on, for papers of the catalogue, apart from its rules."""
    facts = [
        (paper.id, paper.title, paper.abstract, paper.categories, paper.curated_topics)
        for paper in catalogue.papers
    ]
    titles = [(topic.id, topic.title) for topic in catalogue.topics]
    return facts, titles, [paper.id for paper in papers]


def _suggest(paper: Paper, similar: Sequence[_Similar], topics: Sequence[Topic]) -> Iterator[Suggestion]:
    """Yield the topics of enough of the similar papers."""
    if len(similar) < _MIN_SIMILAR:
        return
    titles = {topic.id: topic.title for topic in topics}
    votes = group_pairs(
        (topic, (similarity, other)) for similarity, other in similar for topic in other.curated_topics or ()
    )
    total = math.fsum(similarity for similarity, _ in similar)
    shares = {topic: math.fsum(similarity for similarity, _ in votes[topic]) / total for topic in votes}
    for topic in sorted(votes, key=lambda topic: (-round(shares[topic], 3), topic)):
        count = len(votes[topic])
        if count >= _MIN_VOTES and shares[topic] >= _MIN_SHARE and topic in titles:
            slugs = ", ".join(other.slug for _, other in votes[topic])
            evidence = f"{count} of its {len(similar)} nearest curated papers are in {titles[topic]}: {slugs}"
            yield Suggestion(paper, topic, evidence)
