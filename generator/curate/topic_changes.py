"""Compare the topics that papers get from two versions of the rules, and count them.

Values come in, and text for a terminal goes out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.classify import classify, find_evidence, sum_evidence
from generator.model.curation_values import Topic
from generator.model.papers import Assignment, Catalogue, Paper
from generator.model.text import format_count, truncate

_MAX_TITLE = 80  # characters


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A paper that gets or loses a topic, with the reason."""

    topic: str
    paper: Paper
    is_gain: bool
    reason: str


def count_topics(catalogue: Catalogue) -> str:
    """Count the papers of each topic, and those without a topic, as lines of text."""
    counts = Counter(
        assignment.topic for assignments in catalogue.assignments.values() for assignment in assignments
    )
    without = sum(not catalogue.assignments.get(paper.id) for paper in catalogue.papers)
    topics = [topic for topic in catalogue.topics if topic.phrases or counts[topic.id]]
    lines = [f"{counts[topic.id]:>7,}  {topic.id}" for topic in topics]
    return "\n".join([*lines, f"{without:>7,}  without a topic"])


def compare_topics(
    papers: Sequence[Paper], before: Sequence[Topic], after: Sequence[Topic]
) -> tuple[TopicChange, ...]:
    """Return what changes for papers without topics by a curator, in the order of topics and papers.

    A topic that has a new id is the same topic if it lists the old one under ``formerly``.
    """
    papers = [paper for paper in papers if paper.curated_topics is None]
    new_ids = {former: topic.id for topic in after for former in topic.former_ids}
    old, new = classify(papers, before), classify(papers, after)
    order = {
        topic: place for place, topic in enumerate(dict.fromkeys(topic.id for topic in (*after, *before)))
    }
    changes = [
        change
        for paper in papers
        for change in _compare_paper(
            paper,
            {new_ids.get(assignment.topic, assignment.topic): assignment for assignment in old[paper.id]},
            {assignment.topic: assignment for assignment in new[paper.id]},
            {topic.id: topic for topic in after},
        )
    ]
    return tuple(sorted(changes, key=lambda change: (order[change.topic], not change.is_gain)))


def _compare_paper(
    paper: Paper,
    old: Mapping[str, Assignment],
    new: Mapping[str, Assignment],
    topics: Mapping[str, Topic],
) -> Iterator[TopicChange]:
    for topic, assignment in new.items():
        if topic not in old:
            yield TopicChange(
                topic, paper, is_gain=True, reason=f"{assignment.score:g} points: {assignment.reason}"
            )
    for topic, assignment in old.items():
        if topic not in new:
            reason = f"{assignment.score:g} points before: {assignment.reason}"
            if topic in topics:
                score = sum_evidence(find_evidence(paper, topics[topic]))
                reason = f"{score:g} points now, {reason}"
            yield TopicChange(topic, paper, is_gain=False, reason=reason)


def format_topic_changes(changes: Sequence[TopicChange], base: str, max_papers: int) -> str:
    """Format changes as lines of text.

    Args:
        changes: The changes, sorted by topic.
        base: The commit with which the rules were compared.
        max_papers: List at most so many papers that get a topic, and as many that lose it.
    """
    if not changes:
        return f"no paper gets or loses a topic; the rules were compared with those of {base}"
    gains = sum(change.is_gain for change in changes)
    lines = [f"compared with the rules of {base}: {_format_numbers(gains, len(changes) - gains)}"]
    for topic in dict.fromkeys(change.topic for change in changes):
        topic_changes = [change for change in changes if change.topic == topic]
        gained = [change for change in topic_changes if change.is_gain]
        removed = [change for change in topic_changes if not change.is_gain]
        lines += ["", f"{topic}: {_format_numbers(len(gained), len(removed))}"]
        lines += [*_format_papers("+", gained, max_papers), *_format_papers("-", removed, max_papers)]
    return "\n".join(lines)


def _format_numbers(gains: int, losses: int) -> str:
    return f"{gains:,} more, {losses:,} fewer"


def _format_papers(sign: str, changes: Sequence[TopicChange], max_papers: int) -> Iterator[str]:
    for change in changes[:max_papers]:
        yield f"  {sign} {change.paper.id}  {truncate(change.paper.title, _MAX_TITLE)}"
        yield f"      {change.reason}"
    if len(changes) > max_papers:
        yield f"  {sign} {format_count(len(changes) - max_papers, 'other paper')}"
