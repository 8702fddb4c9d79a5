"""List the papers that need a curator, the most important first, each with reasons for people."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.derive.classify import MIN_SCORE, classify
from generator.model.curation_values import Status, Topic
from generator.model.grouping import group_pairs
from generator.model.papers import Catalogue, Paper
from generator.translation.messages import _, ngettext

_WEAK_SCORE = 1.25 * MIN_SCORE  # a topic with this score or less may be wrong
_NEAR_SCORE = 0.5 * MIN_SCORE  # a topic with this score or more was nearly assigned
_RECENT_DAYS = 90
# Points for each reason.
_WITHOUT_TOPIC = 3.0
_IN_A_LIST = 2.0
_WEAK_MATCH = 1.5
_NEW = 1.5

_Reason = tuple[str, float]  # words for people, and points


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that needs a curator, with the reasons and the sum of their points."""

    paper: Paper
    reasons: tuple[str, ...]
    score: float


def build_work_queue(catalogue: Catalogue, max_closest: int) -> tuple[Candidate, ...]:
    """Return the papers without topic or summary, those with most points first.

    Args:
        catalogue: All papers.
        max_closest: For how many of the first ones the reason also names the topic that is closest, if they
            have none. Finding it takes longer than all the rest.
    """
    lists = group_pairs(
        (entry.paper, reading_list.title)
        for reading_list in catalogue.lists
        for entry in reading_list.entries
    )
    candidates = []
    for paper in catalogue.papers:
        if _needs_curator(paper, catalogue):
            reasons = [
                *_list_topic_reasons(paper, catalogue),
                *_list_other_reasons(paper, catalogue.as_of, lists.get(paper.id, ())),
            ]
            words = tuple(words for words, _ in reasons) or (_("no summary yet"),)
            candidates.append(Candidate(paper, words, round(math.fsum(points for _, points in reasons), 2)))
    queue = sorted(candidates, key=_build_sort_key)
    papers = [candidate.paper for candidate in queue[:max_closest]]
    without_topic = [paper for paper in papers if not catalogue.assignments.get(paper.id)]
    near_misses = _describe_near_misses(without_topic, catalogue.topics)
    return tuple(
        replace(candidate, reasons=(near_misses[candidate.paper.id], *candidate.reasons[1:]))
        if candidate.paper.id in near_misses
        else candidate
        for candidate in queue
    )


def _needs_curator(paper: Paper, catalogue: Catalogue) -> bool:
    is_done = paper.summary is not None and catalogue.assignments.get(paper.id)
    return not is_done and paper.status is not Status.WITHDRAWN


def _build_sort_key(candidate: Candidate) -> tuple[float, float, str]:
    published = candidate.paper.published
    return -candidate.score, -published.timestamp() if published else 0.0, candidate.paper.id


def _list_topic_reasons(paper: Paper, catalogue: Catalogue) -> Iterator[_Reason]:
    """Yield why the topics of a paper need a curator."""
    assignments = catalogue.assignments.get(paper.id, ())
    scores = [
        (assignment.score, assignment.topic) for assignment in assignments if assignment.score is not None
    ]
    if not assignments:
        yield _("no topic"), _WITHOUT_TOPIC
    elif scores and max(scores)[0] <= _WEAK_SCORE:
        topic_id = max(scores)[1]
        title = next((topic.title for topic in catalogue.topics if topic.id == topic_id), topic_id)
        yield _("only a weak topic match: %(topic)s", topic=title), _WEAK_MATCH


def _list_other_reasons(paper: Paper, today: date, lists: Sequence[str]) -> Iterator[_Reason]:
    """Yield why many people will look at a paper.

    Args:
        paper: The paper.
        today: The day of the catalogue.
        lists: Titles of the reading lists that contain it.
    """
    if lists:
        titles = ", ".join(f"“{title}”" for title in lists)
        reason = ngettext(
            "in the reading list %(titles)s", "in the reading lists %(titles)s", len(lists), titles=titles
        )
        yield reason, _IN_A_LIST * len(lists)
    if paper.published is not None:
        age = (today - paper.published.date()).days
        if age <= _RECENT_DAYS:
            freshness = 1 - max(age, 0) / _RECENT_DAYS
            yield _("new (%(day)s)", day=paper.published.date()), round(_NEW * freshness, 2)


def _describe_near_misses(papers: Sequence[Paper], topics: Sequence[Topic]) -> dict[str, str]:
    """Map the ids of papers without topic to that reason, with the topic that was nearly assigned."""
    titles = {topic.id: topic.title for topic in topics}
    assignments = classify(papers, topics, _NEAR_SCORE)
    return {
        paper_id: _(
            "no topic (%(reason)s)",
            reason=_(
                "closest: %(topic)s, %(score)s of %(needed)s points",
                topic=titles[best.topic],
                score=f"{best.score:g}",
                needed=f"{MIN_SCORE:g}",
            ),
        )
        for paper_id, (best, *_others) in ((key, value) for key, value in assignments.items() if value)
        if best.score is not None
    }
