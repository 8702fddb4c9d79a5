"""When content last changed. Times come from feeds, so that the same data give the same pages on any day."""

from collections.abc import Iterable
from datetime import UTC, datetime

from generator.model.papers import Paper


def find_last_change(paper: Paper) -> datetime | None:
    """Find when the newest version of a paper came out; if that is unknown, when it was first seen."""
    times = [time for time in (paper.published, paper.updated) if time]
    return max(times) if times else _find_first_seen(paper)


def find_last_update(papers: Iterable[Paper]) -> datetime | None:
    """Find when a list of papers last changed: a paper came out, got a new version, or was first seen."""
    times = [time for paper in papers for time in (find_last_change(paper), _find_first_seen(paper)) if time]
    return max(times, default=None)


def _find_first_seen(paper: Paper) -> datetime | None:
    return datetime.combine(paper.first_seen, datetime.min.time(), UTC) if paper.first_seen else None
