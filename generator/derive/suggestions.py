"""What a curator could do next: papers that wait for one, and topics that curated papers speak for.

The catalogue comes in; candidates and suggestions go out, each with its reasons in words. Papers are near to
each other by the cosine of their words' TF-IDF, counted over the whole catalogue.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.derive.classify import MIN_SCORE, classify
from generator.derive.similarity import Vector, build_vector, count_stems, count_words, weigh_words
from generator.model.curation_values import Phrase, Status, Topic
from generator.model.papers import Catalogue, Paper

NEAREST = 6  # curated papers that are asked for their topics

_LEAST_NEAR = 3  # of fewer nobody can say what is common
_LEAST_VOICES = 2
_LEAST_SHARE = 0.5  # of the likeness of the nearest, for a topic to be suggested
_LEAST_LIKENESS = 0.05
_WEAK = 1.25 * MIN_SCORE  # a score up to here could as well be chance
_LOUDER = 2  # rules that are given this weight show what was missed by less than half
_RECENT_DAYS = 90
# What waits longest for a curator's eye: points for each reason.
_NO_TOPIC = 3.0
_IN_A_LIST = 2.0
_WEAK_MATCH = 1.5
_NEW = 1.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that needs a curator, with the reasons as words and how much they weigh."""

    paper: Paper
    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that a paper's nearest curated papers have, with the evidence as words.

    Attributes:
        share: The part of these papers' likeness that speaks for it, up to 1.
    """

    paper: Paper
    topic: str
    evidence: str
    share: float


def build_work_queue(catalogue: Catalogue) -> tuple[Candidate, ...]:
    """The papers without topic or summary, best first: a curator's time is worth most there."""
    lists: dict[str, list[str]] = defaultdict(list)
    for reading_list in catalogue.lists:
        for entry in reading_list.entries:
            lists[entry.paper].append(reading_list.title)
    papers = [paper for paper in catalogue.papers if _needs_curator(paper, catalogue)]
    missed = _near_misses(
        [paper for paper in papers if not catalogue.assignments.get(paper.id)], catalogue.topics
    )
    candidates = []
    for paper in papers:
        reasons = [
            *_topic_reasons(paper, catalogue, missed.get(paper.id)),
            *_other_reasons(paper, catalogue.as_of, lists.get(paper.id, ())),
        ]
        words = tuple(words for words, _ in reasons) or ("it has no summary yet",)
        candidates.append(Candidate(paper, words, round(math.fsum(points for _, points in reasons), 2)))
    return tuple(sorted(candidates, key=_best_first))


def _needs_curator(paper: Paper, catalogue: Catalogue) -> bool:
    is_done = paper.summary is not None and catalogue.assignments.get(paper.id)
    return not is_done and paper.status is not Status.WITHDRAWN


def _best_first(candidate: Candidate) -> tuple[float, float, str]:
    published = candidate.paper.published
    return -candidate.score, -published.timestamp() if published else 0.0, candidate.paper.id


def _topic_reasons(paper: Paper, catalogue: Catalogue, missed: str | None) -> Iterator[tuple[str, float]]:
    """Why a paper's topics need a curator, and how much that weighs."""
    given = catalogue.assignments.get(paper.id, ())
    scores = [(assignment.score, assignment.topic) for assignment in given if assignment.score is not None]
    if not given:
        yield f"it has no topic{f' ({missed})' if missed else ''}", _NO_TOPIC
    elif scores and max(scores)[0] <= _WEAK:
        score, topic_id = max(scores)
        title = next((topic.title for topic in catalogue.topics if topic.id == topic_id), topic_id)
        yield f"its best topic, {title}, is a weak match ({score:g}; {MIN_SCORE:g} is enough)", _WEAK_MATCH


def _other_reasons(paper: Paper, today: date, lists: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Why people will look at a paper, and how much that weighs."""
    if lists:
        yield f"it is in {_named('reading list', lists)}", _IN_A_LIST * len(lists)
    if paper.published is not None:
        age = (today - paper.published.date()).days
        if age <= _RECENT_DAYS:
            freshness = 1 - max(age, 0) / _RECENT_DAYS
            yield f"it is new ({paper.published.date()})", round(_NEW * freshness, 2)


def _near_misses(papers: Sequence[Paper], topics: Sequence[Topic]) -> dict[str, str]:
    """Paper id to the topic that it would nearly have been given, as words."""
    titles = {topic.id: topic.title for topic in topics}
    found = classify(papers, [_louder(topic) for topic in topics])
    return {
        paper_id: f"nearest is {titles[given[0].topic]} with {given[0].score / _LOUDER:g} of {MIN_SCORE:g}"
        for paper_id, given in found.items()
        if given and given[0].score is not None
    }


def _louder(topic: Topic) -> Topic:
    return replace(
        topic,
        phrases=tuple(Phrase(phrase.words, _LOUDER * phrase.weight) for phrase in topic.phrases),
        categories={category: _LOUDER * weight for category, weight in topic.categories.items()},
        exclude=tuple(Phrase(phrase.words, _LOUDER * phrase.weight) for phrase in topic.exclude),
    )


def _named(kind: str, titles: Sequence[str]) -> str:
    """``the reading list “A”`` or ``the reading lists “A” and “B”``."""
    quoted = [f"“{title}”" for title in titles]
    return f"the {kind}{'s' if len(quoted) > 1 else ''} {' and '.join(quoted)}"


def suggest_topics(catalogue: Catalogue, papers: Sequence[Paper] | None = None) -> tuple[Suggestion, ...]:
    """Topics for papers whose topics no curator chose, as their nearest curated papers have them.

    Args:
        catalogue: Who is compared.
        papers: Only for these; topics that they have already are suggested too. All if it is None.

    Returns:
        By paper in the order of the catalogue or as given, the strongest first.
    """
    curated = [paper for paper in catalogue.papers if paper.curated_topics]
    asked = (
        [paper for paper in catalogue.papers if paper.curated_topics is None] if papers is None else papers
    )
    known = catalogue.assignments if papers is None else {}
    counts = {paper.id: count_stems(count_words(paper)) for paper in (*catalogue.papers, *asked)}
    weights = weigh_words([counts[paper.id] for paper in catalogue.papers])
    postings = _postings([build_vector(counts[paper.id], weights) for paper in curated])
    found: list[Suggestion] = []
    for paper in asked:
        likeness = _likeness(build_vector(counts[paper.id], weights), postings)
        near = _nearest(paper.id, curated, likeness)
        topics = {given.topic for given in known.get(paper.id, ())}
        found += (one for one in _voted(paper, near, catalogue.topics) if one.topic not in topics)
    return tuple(found)


def _voted(
    paper: Paper, near: Sequence[tuple[float, Paper]], topics: Sequence[Topic]
) -> Iterator[Suggestion]:
    """The topics that enough of the nearest papers have."""
    if len(near) < _LEAST_NEAR:
        return
    titles = {topic.id: topic.title for topic in topics}
    total = math.fsum(likeness for likeness, _ in near)
    voices: dict[str, list[tuple[float, Paper]]] = defaultdict(list)
    for likeness, other in near:
        for topic in other.curated_topics or ():
            voices[topic].append((likeness, other))
    shares = {topic: math.fsum(likeness for likeness, _ in found) / total for topic, found in voices.items()}
    for topic in sorted(voices, key=lambda topic: (-round(shares[topic], 3), topic)):
        found = voices[topic]
        if len(found) >= _LEAST_VOICES and shares[topic] >= _LEAST_SHARE and topic in titles:
            names = ", ".join(other.slug for _, other in found)
            words = f"{len(found)} of its {len(near)} nearest curated papers are in {titles[topic]}: {names}"
            yield Suggestion(paper, topic, words, round(shares[topic], 3))


def _postings(vectors: Iterable[Vector]) -> Mapping[str, Sequence[tuple[int, float]]]:
    """By word the numbers of the vectors that hold it, with its weight there."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for word, weight in vector.items():
            postings[word].append((number, weight))
    return postings


def _likeness(vector: Vector, postings: Mapping[str, Sequence[tuple[int, float]]]) -> Mapping[int, float]:
    """By number the likeness of other vectors to this one, from 0 to 1."""
    likeness: dict[int, float] = defaultdict(float)
    for word, weight in vector.items():
        for number, other in postings.get(word, ()):
            likeness[number] += weight * other
    return likeness


def _nearest(
    paper_id: str, curated: Sequence[Paper], likeness: Mapping[int, float]
) -> list[tuple[float, Paper]]:
    """The curated papers that are nearest to another one, each with its likeness."""
    near = [
        (round(value, 4), curated[number])
        for number, value in likeness.items()
        if value >= _LEAST_LIKENESS and curated[number].id != paper_id
    ]
    return sorted(near, key=lambda item: (-item[0], item[1].id))[:NEAREST]
