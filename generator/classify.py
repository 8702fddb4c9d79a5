"""Topics for papers, each with the reason.

A curator's topics stand. For all other papers the rules of ``topics.yml`` are scored: a phrase counts
its weight twice in the title and once in the abstract, a category adds its weight, an exclusion takes
its weight away, and a topic whose score reaches `ENOUGH` is given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model import Assignment, Paper, Phrase, Topic
from generator.text import terms

ENOUGH = 2.0
TITLE_FACTOR = 2.0

_MOST_REASONS = 4


def classify(papers: Iterable[Paper], topics: Sequence[Topic]) -> dict[str, tuple[Assignment, ...]]:
    """Paper id to its topics, the strongest first."""
    rules = [_Rules.of(topic) for topic in topics]
    return {paper.id: _assign(paper, rules) for paper in papers}


def evidence(paper: Paper, topic: Topic) -> tuple[tuple[str, float], ...]:
    """What speaks for and against a topic for a paper: words for people, and weight."""
    return tuple(_Rules.of(topic).evidence(paper, _Words.of(paper.title), _Words.of(paper.abstract or "")))


@dataclass(frozen=True, slots=True)
class _Words:
    """A text's words, folded and without plural endings, to be searched for phrases."""

    text: str
    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Words":
        words = terms(text)
        return cls(f" {' '.join(words)} ", frozenset(words))

    def hold(self, phrase: tuple[str, ...]) -> bool:
        """Whether the phrase stands in the text as whole words; the set rules most of them out fast."""
        return phrase[0] in self.words and f" {' '.join(phrase)} " in self.text


@dataclass(frozen=True, slots=True)
class _Rules:
    """A topic's rules, ready to be applied to many papers."""

    topic: Topic
    phrases: tuple[tuple[Phrase, tuple[str, ...]], ...]
    exclude: tuple[tuple[Phrase, tuple[str, ...]], ...]

    @classmethod
    def of(cls, topic: Topic) -> "_Rules":
        phrases = ((phrase, terms(phrase.words)) for phrase in topic.phrases)
        exclude = ((phrase, terms(phrase.words)) for phrase in topic.exclude)
        return cls(
            topic, tuple(pair for pair in phrases if pair[1]), tuple(pair for pair in exclude if pair[1])
        )

    def evidence(self, paper: Paper, title: _Words, abstract: _Words) -> list[tuple[str, float]]:
        found: list[tuple[str, float]] = []
        for phrase, stems in self.phrases:
            if title.hold(stems):
                found.append((f"“{phrase.words}” in the title", TITLE_FACTOR * phrase.weight))
            if abstract.hold(stems):
                found.append((f"“{phrase.words}” in the abstract", phrase.weight))
        found += [
            (f"category {category}", self.topic.categories[category])
            for category in paper.categories
            if category in self.topic.categories
        ]
        for phrase, stems in self.exclude:
            if title.hold(stems) or abstract.hold(stems):
                found.append((f"against it: “{phrase.words}”", -phrase.weight))
        return found


def _assign(paper: Paper, rules: Iterable[_Rules]) -> tuple[Assignment, ...]:
    if paper.curated_topics is not None:
        return tuple(Assignment(topic, "chosen by a curator") for topic in paper.curated_topics)
    title, abstract = _Words.of(paper.title), _Words.of(paper.abstract or "")
    assignments = []
    for rule in rules:
        found = rule.evidence(paper, title, abstract)
        score = sum(weight for _, weight in found)
        if score >= ENOUGH:
            assignments.append(Assignment(rule.topic.id, _reason(found), round(score, 2)))
    return tuple(sorted(assignments, key=lambda given: (-(given.score or 0), given.topic)))


def _reason(found: Sequence[tuple[str, float]]) -> str:
    strongest = sorted(found, key=lambda item: -item[1])[:_MOST_REASONS]
    return ", ".join(words for words, weight in strongest if weight > 0)
