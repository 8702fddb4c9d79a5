"""Assign topics to papers, each with its reason.

A curator's topics replace those of the rules. For all other papers the rules of ``topics.yml`` are scored.
A phrase counts by where the paper has it: twice its weight in the title; in the abstract its weight for the
first sentence, and half of it for each other one. A category adds its weight, and an exclusion subtracts its
weight. A topic needs `MIN_SCORE`, and more if another topic of the paper has many points, because a weak
topic next to a strong one is usually only mentioned. If no topic has enough, the strongest one is assigned
if it is close.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TypeAlias

from generator.derive.phrase_search import PhraseIndex
from generator.derive.sentences import split_into_sentences
from generator.derive.word_roots import split_into_roots
from generator.model.curation_values import Phrase, Topic
from generator.model.papers import Assignment, Paper
from generator.system.memo import Memo
from generator.system.tasks import TaskRunner, run_serially
from generator.translation.messages import _

MIN_SCORE = 2.0
_MIN_CLOSEST_SCORE = 1.75  # of a topic that is assigned because no topic has the score above
_MIN_SHARE = 0.4  # of the score of the paper's strongest topic
_SURE_SCORE = 4.0  # is enough, however strong the strongest topic is
_TITLE_FACTOR = 2.0
_FIRST_SENTENCE_FACTOR = 1.0
_SENTENCE_FACTOR = 0.5  # for each other sentence
_MAX_ABSTRACT_FACTOR = 1.5

_MAX_REASONS = 4
_ROUNDING_ERROR = 0.01
_TITLE, _FIRST_SENTENCE, _OTHER_SENTENCES = 0, 1, 2  # parts of a paper's text
_FACTORS = (_TITLE_FACTOR, _FIRST_SENTENCE_FACTOR, _SENTENCE_FACTOR)

_Evidence = tuple[str, float]  # words for people, and how much they count


def classify(
    papers: Sequence[Paper],
    topics: Sequence[Topic],
    min_score: float = MIN_SCORE,
    memo: Memo[tuple[Assignment, ...]] | None = None,
    run: TaskRunner = run_serially,
) -> dict[str, tuple[Assignment, ...]]:
    """Map each paper id to its topics, the strongest first.

    Args:
        papers: The papers.
        topics: All topics.
        min_score: The score from which the rules assign a topic.
        memo: Results for the same topics and the same language.
        run: Runs the tasks. Each task is for a block of papers.
    """
    rules = _index_rules(topics)
    memo = memo or Memo()
    calls = (
        (
            (paper.title, paper.abstract, paper.categories, paper.curated_topics, min_score),
            partial(_assign, paper, topics, rules, min_score),
        )
        for paper in papers
    )
    return dict(zip((paper.id for paper in papers), memo.recall_all(calls, run), strict=True))


def find_evidence(paper: Paper, topic: Topic) -> tuple[_Evidence, ...]:
    """Return what counts for and against a topic of a paper, the strongest first."""
    evidence = _collect_evidence(paper, [topic], _index_rules([topic]))[topic.id]
    return tuple(sorted(evidence, key=_build_sort_key))


def sum_evidence(evidence: Iterable[_Evidence]) -> float:
    """Return the score of a topic."""
    return round(math.fsum(weight for _words, weight in evidence), 2)


class _Effect(Enum):
    """What the phrase of a rule does where it is found."""

    SUPPORT = 1
    EXCLUDE = 2
    IGNORE = 3  # it hides the phrases within it, which have another sense there


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """A phrase of a topic, its weight and its effect."""

    topic: str
    phrase: str
    weight: float
    effect: _Effect


# A rule whose phrase was found, in which part of the paper's text, and from which word to which.
_Mention: TypeAlias = tuple[_Rule, int, int, int]


def _index_rules(topics: Sequence[Topic]) -> PhraseIndex[_Rule]:
    rules = [
        _Rule(topic.id, phrase.words, phrase.weight, effect)
        for topic in topics
        for phrases, effect in (
            (topic.phrases, _Effect.SUPPORT),
            (topic.exclude, _Effect.EXCLUDE),
            (tuple(Phrase(words, 0.0) for words in topic.ignore), _Effect.IGNORE),
        )
        for phrase in phrases
    ]
    return PhraseIndex((rule.phrase, rule) for rule in rules)


def _collect_evidence(
    paper: Paper, topics: Sequence[Topic], rules: PhraseIndex[_Rule], min_score: float = 0.0
) -> dict[str, list[_Evidence]]:
    """Map each topic id to what counts for it and against it.

    Args:
        paper: The paper.
        topics: All topics.
        rules: Their rules.
        min_score: Topics that cannot have this score may be left out.
    """
    mentions: dict[str, list[_Mention]] = defaultdict(list)
    bounds: dict[str, float] = defaultdict(float)  # scores that the topics cannot exceed
    for part, text in enumerate((paper.title, *split_into_sentences(paper.abstract or ""))):
        factor = _FACTORS[min(part, _OTHER_SENTENCES)]
        for rule, start, end in rules.find(split_into_roots(text)):
            mentions[rule.topic].append((rule, part, start, end))
            bounds[rule.topic] += factor * rule.weight
    evidence: dict[str, list[_Evidence]] = defaultdict(list)
    for topic in topics:
        for category in topic.categories.keys() & paper.categories:
            weight = topic.categories[category]
            bounds[topic.id] += weight
            evidence[topic.id].append((_("category %(category)s", category=category), weight))
    for topic_id, topic_mentions in mentions.items():
        if bounds[topic_id] >= min_score - _ROUNDING_ERROR:
            evidence[topic_id] += _weigh_mentions(topic_mentions)
    return evidence


def _weigh_mentions(mentions: Sequence[_Mention]) -> Iterator[_Evidence]:
    """Yield what the phrases of one topic count for it and against it."""
    parts: dict[_Rule, set[int]] = defaultdict(set)
    for rule, part, *_position in _drop_hidden_mentions(mentions):
        parts[rule].add(part)
    for rule, places in parts.items():
        if rule.effect is _Effect.EXCLUDE:
            yield _("against it: “%(phrase)s”", phrase=rule.phrase), -rule.weight
        elif rule.effect is _Effect.SUPPORT:
            if _TITLE in places:
                yield _("“%(phrase)s” in the title", phrase=rule.phrase), _TITLE_FACTOR * rule.weight
            if factor := _weigh_sentences(places - {_TITLE}):
                yield _("“%(phrase)s” in the abstract", phrase=rule.phrase), factor * rule.weight


def _drop_hidden_mentions(mentions: Sequence[_Mention]) -> Iterator[_Mention]:
    """Yield mentions, but none within longer ones: “memory” does not count in “memory bandwidth”."""
    covered: set[tuple[int, int]] = set()
    for mention in sorted(mentions, key=_build_mention_sort_key):
        rule, part, start, end = mention
        positions = {(part, position) for position in range(start, end)}
        if rule.effect is _Effect.EXCLUDE:
            yield mention
        elif not positions <= covered:
            covered |= positions
            yield mention


def _build_mention_sort_key(mention: _Mention) -> tuple[int, float]:
    """Sort the longest mention first, and of equal ones the one that counts most."""
    rule, _part, start, end = mention
    return start - end, -rule.weight


def _weigh_sentences(sentences: set[int]) -> float:
    """Return the factor for a phrase that these sentences of the abstract contain."""
    others = len(sentences - {_FIRST_SENTENCE})
    first = _FIRST_SENTENCE_FACTOR if _FIRST_SENTENCE in sentences else 0.0
    return min(_MAX_ABSTRACT_FACTOR, first + _SENTENCE_FACTOR * others)


def _assign(
    paper: Paper, topics: Sequence[Topic], rules: PhraseIndex[_Rule], min_score: float
) -> tuple[Assignment, ...]:
    if paper.curated_topics is not None:
        return tuple(Assignment(topic, _("assigned by a curator")) for topic in paper.curated_topics)
    evidence = _collect_evidence(paper, topics, rules, min(min_score, _MIN_CLOSEST_SCORE))
    scores = {topic: sum_evidence(topic_evidence) for topic, topic_evidence in evidence.items()}
    threshold = _find_threshold(max(scores.values(), default=0.0), min_score)
    return tuple(
        Assignment(topic, _describe(evidence[topic]), scores[topic])
        for topic in sorted(scores, key=lambda topic: (-scores[topic], topic))
        if scores[topic] >= threshold
    )


def _find_threshold(highest: float, min_score: float) -> float:
    """Return the score that a topic of a paper needs, by the highest score of its topics."""
    if highest < min_score:
        return max(highest, min(_MIN_CLOSEST_SCORE, min_score))
    return max(min_score, min(_MIN_SHARE * highest, _SURE_SCORE))


def _describe(evidence: Sequence[_Evidence]) -> str:
    strongest = sorted(evidence, key=_build_sort_key)[:_MAX_REASONS]
    return ", ".join(words for words, weight in strongest if weight > 0)


def _build_sort_key(evidence: _Evidence) -> tuple[float, str]:
    return -evidence[1], evidence[0]
