"""When content last changed. Times come from feeds, so that the same data give the same pages on any day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from generator.model.papers import Paper


def find_last_change(paper: Paper) -> datetime | None:
    """Find when the newest version of a paper came out, or when later facts of its publication were seen.

    If all of that is unknown, it is when the paper was first seen.
    """
    records_seen = _begin_day(paper.records_seen)
    times = [time for time in (paper.published, paper.updated, records_seen) if time]
    return max(times) if times else _begin_day(paper.first_seen)


def find_last_update(papers: Iterable[Paper]) -> datetime | None:
    """Find when a list of papers last changed: a paper came out, got a new version, or was first seen."""
    times = [
        time for paper in papers for time in (find_last_change(paper), _begin_day(paper.first_seen)) if time
    ]
    return max(times, default=None)


def _begin_day(day: date | None) -> datetime | None:
    return datetime.combine(day, datetime.min.time(), UTC) if day else None
