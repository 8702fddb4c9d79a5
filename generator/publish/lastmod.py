"""When content changed, by what the feeds say: the same for the same data, whoever builds and whenever."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from generator.model.papers import Paper


def find_last_change(paper: Paper) -> datetime | None:
    """When the newest version of a paper came out, or else when the catalogue first saw it."""
    known = [when for when in (paper.published, paper.updated) if when]
    return max(known) if known else _seen(paper)


def find_last_update(papers: Iterable[Paper]) -> datetime | None:
    """When a list of these papers last changed: one came out, got a version, or was found."""
    known = [when for paper in papers for when in (find_last_change(paper), _seen(paper)) if when]
    return max(known, default=None)


def _seen(paper: Paper) -> datetime | None:
    return datetime.combine(paper.first_seen, time(), UTC) if paper.first_seen else None
