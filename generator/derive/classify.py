"""Topics for papers, each with the reason.

A curator's topics stand. For all other papers the rules of ``topics.yml`` are scored: a phrase counts
its weight twice in the title and once in the abstract, a category adds its weight, an exclusion takes
its weight away, and a topic whose score reaches `MIN_SCORE` is given.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.curation_values import Phrase, Topic
from generator.model.papers import Assignment, Paper
from generator.model.text import strip_urls, tokenize

MIN_SCORE = 2.0
TITLE_FACTOR = 2.0

_MOST_REASONS = 4


def classify(papers: Iterable[Paper], topics: Sequence[Topic]) -> dict[str, tuple[Assignment, ...]]:
    """Paper id to its topics, the strongest first."""
    rules = _rules(topics)
    return {paper.id: _assign(paper, topics, rules) for paper in papers}


def find_evidence(paper: Paper, topic: Topic) -> tuple[tuple[str, float], ...]:
    """What speaks for and against a topic for a paper, the strongest first: words for people, and weight."""
    found = _evidence(paper, [topic], _rules([topic]))[topic.id]
    return tuple(sorted(found, key=lambda item: -item[1]))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A phrase that speaks for a topic, or against it."""

    topic: str
    phrase: Phrase
    words: tuple[str, ...]
    is_exclusion: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """A text's words, folded and without plural endings, to be searched for phrases."""

    text: str
    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Words":
        words = tokenize(strip_urls(text))
        return cls(f" {' '.join(words)} ", frozenset(words))

    def hold(self, phrase: tuple[str, ...]) -> bool:
        """Whether these words stand in the text one after the other."""
        if not self.words.issuperset(phrase):
            return False
        return len(phrase) == 1 or f" {' '.join(phrase)} " in self.text


def _rules(topics: Sequence[Topic]) -> Mapping[str, Sequence[_Rule]]:
    """All phrases by their first word, so that a paper meets only those that it can hold."""
    rules: dict[str, list[_Rule]] = defaultdict(list)
    for topic in topics:
        for phrases, is_exclusion in ((topic.phrases, False), (topic.exclude, True)):
            for phrase in phrases:
                words = tokenize(phrase.words)
                if words:
                    rules[words[0]].append(_Rule(topic.id, phrase, words, is_exclusion))
    return rules


def _evidence(
    paper: Paper, topics: Sequence[Topic], rules: Mapping[str, Sequence[_Rule]]
) -> dict[str, list[tuple[str, float]]]:
    """Topic id to what speaks for it and against it."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    title, abstract = _Words.of(paper.title), _Words.of(paper.abstract or "")
    for word in sorted(rules.keys() & (title.words | abstract.words)):
        for rule in rules[word]:
            in_title, elsewhere = title.hold(rule.words), abstract.hold(rule.words)
            if in_title or elsewhere:
                found[rule.topic] += _weigh(rule, in_title=in_title, elsewhere=elsewhere)
    for topic in topics:
        for category in paper.categories:
            if category in topic.categories:
                found[topic.id].append((f"category {category}", topic.categories[category]))
    return found


def _weigh(rule: _Rule, *, in_title: bool, elsewhere: bool) -> Iterator[tuple[str, float]]:
    words, weight = rule.phrase.words, rule.phrase.weight
    if rule.is_exclusion:
        yield f"against it: “{words}”", -weight
        return
    if in_title:
        yield f"“{words}” in the title", TITLE_FACTOR * weight
    if elsewhere:
        yield f"“{words}” in the abstract", weight


def _assign(
    paper: Paper, topics: Sequence[Topic], rules: Mapping[str, Sequence[_Rule]]
) -> tuple[Assignment, ...]:
    if paper.curated_topics is not None:
        return tuple(Assignment(topic, "chosen by a curator") for topic in paper.curated_topics)
    assignments = []
    for topic, found in _evidence(paper, topics, rules).items():
        score = round(math.fsum(weight for _, weight in found), 2)
        if score >= MIN_SCORE:
            assignments.append(Assignment(topic, _reason(found), score))
    return tuple(sorted(assignments, key=lambda given: (-(given.score or 0), given.topic)))


def _reason(found: Sequence[tuple[str, float]]) -> str:
    strongest = sorted(found, key=lambda item: -item[1])[:_MOST_REASONS]
    return ", ".join(words for words, weight in strongest if weight > 0)
