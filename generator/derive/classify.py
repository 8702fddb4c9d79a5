"""Assign topics to papers, each with its reason.

A curator's topics replace those of the rules. For all other papers the rules of ``topics.yml`` are scored: a
phrase adds twice its weight if it is in the title and once if it is in the abstract, a category adds its
weight, and an exclusion subtracts its weight. A topic is assigned if its score is at least `MIN_SCORE`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.curation_values import Phrase, Topic
from generator.model.grouping import group_pairs
from generator.model.papers import Assignment, Paper
from generator.model.text import strip_urls, tokenize
from generator.translation.messages import _

MIN_SCORE = 2.0
TITLE_FACTOR = 2.0

_MAX_REASONS = 4

_Evidence = tuple[str, float]  # words for people, and how much they count


def classify(
    papers: Iterable[Paper], topics: Sequence[Topic], min_score: float = MIN_SCORE
) -> dict[str, tuple[Assignment, ...]]:
    """Map each paper id to its topics, the strongest first.

    Args:
        papers: The papers.
        topics: All topics.
        min_score: The score from which the rules assign a topic.
    """
    rules = _index_rules(topics)
    return {paper.id: _assign(paper, topics, rules, min_score) for paper in papers}


def find_evidence(paper: Paper, topic: Topic) -> tuple[_Evidence, ...]:
    """Return what counts for and against a topic of a paper, the strongest first."""
    evidence = _collect_evidence(paper, [topic], _index_rules([topic]))[topic.id]
    return tuple(sorted(evidence, key=_sort_key))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A phrase that counts for a topic, or against it."""

    topic: str
    phrase: Phrase
    words: tuple[str, ...]
    is_exclusion: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, to search for phrases."""

    text: str
    words: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> "_Words":
        words = tokenize(strip_urls(text))
        return cls(f" {' '.join(words)} ", frozenset(words))

    def contains(self, phrase: tuple[str, ...]) -> bool:
        """Whether the text contains these words in sequence."""
        if not self.words.issuperset(phrase):
            return False
        return len(phrase) == 1 or f" {' '.join(phrase)} " in self.text


def _index_rules(topics: Sequence[Topic]) -> Mapping[str, Sequence[_Rule]]:
    """Index all phrases by their first word, so that few have to be searched for in a paper."""
    rules = (
        _Rule(topic.id, phrase, tokenize(phrase.words), is_exclusion)
        for topic in topics
        for phrases, is_exclusion in ((topic.phrases, False), (topic.exclude, True))
        for phrase in phrases
    )
    return group_pairs((rule.words[0], rule) for rule in rules if rule.words)


def _collect_evidence(
    paper: Paper, topics: Sequence[Topic], rules: Mapping[str, Sequence[_Rule]]
) -> dict[str, list[_Evidence]]:
    """Map each topic id to what counts for it and against it."""
    evidence: dict[str, list[_Evidence]] = defaultdict(list)
    title, abstract = _Words.parse(paper.title), _Words.parse(paper.abstract or "")
    for word in sorted(rules.keys() & (title.words | abstract.words)):
        for rule in rules[word]:
            in_title, in_abstract = title.contains(rule.words), abstract.contains(rule.words)
            if in_title or in_abstract:
                evidence[rule.topic] += _apply(rule, in_title=in_title, in_abstract=in_abstract)
    for topic in topics:
        for category in paper.categories:
            if category in topic.categories:
                evidence[topic.id].append(
                    (_("category %(category)s", category=category), topic.categories[category])
                )
    return evidence


def _apply(rule: _Rule, *, in_title: bool, in_abstract: bool) -> Iterator[_Evidence]:
    words, weight = rule.phrase.words, rule.phrase.weight
    if rule.is_exclusion:
        yield _("against it: “%(phrase)s”", phrase=words), -weight
        return
    if in_title:
        yield _("“%(phrase)s” in the title", phrase=words), TITLE_FACTOR * weight
    if in_abstract:
        yield _("“%(phrase)s” in the abstract", phrase=words), weight


def _assign(
    paper: Paper, topics: Sequence[Topic], rules: Mapping[str, Sequence[_Rule]], min_score: float
) -> tuple[Assignment, ...]:
    if paper.curated_topics is not None:
        return tuple(Assignment(topic, _("assigned by a curator")) for topic in paper.curated_topics)
    assignments = []
    for topic, evidence in _collect_evidence(paper, topics, rules).items():
        score = round(math.fsum(weight for _, weight in evidence), 2)
        if score >= min_score:
            assignments.append(Assignment(topic, _describe(evidence), score))
    return tuple(sorted(assignments, key=lambda assignment: (-(assignment.score or 0), assignment.topic)))


def _describe(evidence: Sequence[_Evidence]) -> str:
    strongest = sorted(evidence, key=_sort_key)[:_MAX_REASONS]
    return ", ".join(words for words, weight in strongest if weight > 0)


def _sort_key(evidence: _Evidence) -> float:
    return -evidence[1]
