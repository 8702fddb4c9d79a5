"""Separate papers that were imported with a feed's history from papers that were new when they were seen."""

from collections.abc import Iterable, Sequence

from generator.model.grouping import group_pairs
from generator.model.papers import Paper

_MAX_AGE = 90  # days between publication and the day on which a feed first listed the paper
_MIN_IMPORT = 20  # older papers on one day; fewer are late additions, which readers may have missed


def find_imported_papers(papers: Iterable[Paper]) -> frozenset[str]:
    """Return the ids of papers that were not new when the catalogue first saw them.

    These are all papers of the catalogue's first day, and the older papers of a day on which many of them
    came at once: the history of a new feed.
    """
    papers_by_day = group_pairs((paper.first_seen, paper) for paper in papers if paper.first_seen)
    first_day = min(papers_by_day, default=None)
    imported: set[str] = set()
    for day, papers_of_day in papers_by_day.items():
        older = papers_of_day if day == first_day else _select_older(papers_of_day)
        if day == first_day or len(older) >= _MIN_IMPORT:
            imported.update(paper.id for paper in older)
    return frozenset(imported)


def _select_older(papers: Sequence[Paper]) -> list[Paper]:
    return [
        paper
        for paper in papers
        if paper.first_seen
        and paper.published
        and (paper.first_seen - paper.published.date()).days > _MAX_AGE
    ]
