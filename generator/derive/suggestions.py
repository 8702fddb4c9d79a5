"""Suggest topics for papers, from the topics of the most similar papers whose topics curators chose."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.similarity import Vector, build_vector, count_stems, count_words, weigh_words
from generator.model.curation_values import Topic
from generator.model.grouping import group_pairs
from generator.model.papers import Catalogue, Paper

MAX_SIMILAR = 6  # papers whose topics count

_MIN_SIMILAR = 3  # papers; fewer are no evidence
_MIN_VOTES = 2  # papers with the topic
_MIN_SHARE = 0.5  # of the likeness of all similar papers
_MIN_LIKENESS = 0.05

_Similar = tuple[float, Paper]  # likeness, and the paper
_Postings = Mapping[str, Sequence[tuple[int, float]]]  # stem to the vectors that contain it, with its weight


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
    curated = [paper for paper in catalogue.papers if paper.curated_topics]
    assignments = catalogue.assignments if papers is None else {}
    if papers is None:
        papers = [paper for paper in catalogue.papers if paper.curated_topics is None]
    counts = {paper.id: count_stems(count_words(paper)) for paper in (*catalogue.papers, *papers)}
    weights = weigh_words([counts[paper.id] for paper in catalogue.papers])
    postings = _build_postings([build_vector(counts[paper.id], weights) for paper in curated])
    suggestions: list[Suggestion] = []
    for paper in papers:
        likeness = _measure_likeness(build_vector(counts[paper.id], weights), postings)
        similar = _find_similar(paper.id, curated, likeness)
        assigned_topics = {assignment.topic for assignment in assignments.get(paper.id, ())}
        suggestions += (
            suggestion
            for suggestion in _suggest(paper, similar, catalogue.topics)
            if suggestion.topic not in assigned_topics
        )
    return tuple(suggestions)


def _suggest(paper: Paper, similar: Sequence[_Similar], topics: Sequence[Topic]) -> Iterator[Suggestion]:
    """Yield the topics of enough of the similar papers."""
    if len(similar) < _MIN_SIMILAR:
        return
    titles = {topic.id: topic.title for topic in topics}
    votes = group_pairs(
        (topic, (likeness, other)) for likeness, other in similar for topic in other.curated_topics or ()
    )
    total = math.fsum(likeness for likeness, _ in similar)
    shares = {topic: math.fsum(likeness for likeness, _ in votes[topic]) / total for topic in votes}
    for topic in sorted(votes, key=lambda topic: (-round(shares[topic], 3), topic)):
        count = len(votes[topic])
        if count >= _MIN_VOTES and shares[topic] >= _MIN_SHARE and topic in titles:
            slugs = ", ".join(other.slug for _, other in votes[topic])
            evidence = f"{count} of its {len(similar)} nearest curated papers are in {titles[topic]}: {slugs}"
            yield Suggestion(paper, topic, evidence)


def _build_postings(vectors: Iterable[Vector]) -> _Postings:
    """Index vectors by stem, so that a vector is compared only with those that share a stem."""
    return group_pairs(
        (stem, (number, weight)) for number, vector in enumerate(vectors) for stem, weight in vector.items()
    )


def _measure_likeness(vector: Vector, postings: _Postings) -> Mapping[int, float]:
    """Map the numbers of indexed vectors to their likeness to this one, from 0 to 1."""
    likeness: dict[int, float] = defaultdict(float)
    for stem, weight in vector.items():
        for number, other in postings.get(stem, ()):
            likeness[number] += weight * other
    return likeness


def _find_similar(paper_id: str, curated: Sequence[Paper], likeness: Mapping[int, float]) -> list[_Similar]:
    """Return the curated papers that are most similar to a paper, itself left out."""
    similar = [
        (round(value, 4), curated[number])
        for number, value in likeness.items()
        if value >= _MIN_LIKENESS and curated[number].id != paper_id
    ]
    return sorted(similar, key=lambda item: (-item[0], item[1].id))[:MAX_SIMILAR]
