"""The page of new papers, by the day on which a feed first listed them, and of revisions and withdrawals."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from generator.model.curation_values import Status
from generator.model.dates import format_day
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.week_pages import WEEKLY_DIGEST, list_latest_weeks
from generator.publish.site_data import SiteData, count_by_first_day
from generator.translation.messages import _

_MAX_NEW = 100  # papers on the page
_MAX_OF_DAY = 40
_MAX_LATEST = 20  # shown by date of publication, while none is new
_MAX_REVISED = 50
_MAX_WITHDRAWN = 25
_PERIODS = (7, 30)  # days
_MAX_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which papers were first seen.

    Attributes:
        name: The day.
        papers: The new papers to show.
        more: The number of other new papers.
        imported: The number of papers that were imported.
    """

    name: str
    papers: tuple[Paper, ...]
    more: int
    imported: int


@dataclass(frozen=True, slots=True)
class Change:
    """A paper that changed after it was first seen, and the day."""

    paper: Paper
    day: date


def make_new_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    catalogue = site.catalogue
    days = group_by_first_day(catalogue.papers, site.imported)
    yield site.render_page(
        "new",
        paths.NEW,
        _("New"),
        _("New papers, revisions and withdrawals in %(catalogue)s.", catalogue=catalogue.settings.title),
        wide=True,
        front={"feed": WEEKLY_DIGEST},
        weekly_digest=WEEKLY_DIGEST,
        as_of=site.day,
        periods=[_describe_period(days_of_period, site) for days_of_period in _PERIODS],
        visits=count_by_first_day(catalogue.papers, site.imported, catalogue.as_of),
        weeks=list_latest_weeks(catalogue.papers, _MAX_WEEKS),
        days=days,
        latest=() if any(day.papers for day in days) else catalogue.papers[:_MAX_LATEST],
        revised=[_format_change(change) for change in find_revisions(catalogue)[:_MAX_REVISED]],
        withdrawn=[_format_change(change) for change in find_withdrawals(catalogue)[:_MAX_WITHDRAWN]],
    )


def _describe_period(days: int, site: SiteData) -> dict[str, object]:
    """Describe the latest days: the number of their new papers, and the address of the list of these."""
    since = site.catalogue.as_of - timedelta(days=days)
    count = sum(
        paper.first_seen is not None and paper.first_seen > since and paper.id not in site.imported
        for paper in site.catalogue.papers
    )
    url = f"{paths.build_relative_url(paths.PAPERS, paths.NEW)}?since={since}"
    return {"days": days, "url": url, "count": count}


def _format_change(change: Change) -> dict[str, object]:
    return {"paper": change.paper, "day": format_day(change.day)}


def group_by_first_day(papers: Iterable[Paper], imported: Set[str]) -> list[Day]:
    """Group papers by the day on which a feed first listed them, the latest first, until the page is full.

    Args:
        papers: The papers.
        imported: Ids of papers that are only counted.
    """
    days_and_papers = [(paper.first_seen, paper) for paper in papers if paper.first_seen]
    days_and_papers.sort(key=lambda pair: pair[0], reverse=True)  # papers of a day stay in their order
    days: list[Day] = []
    space = _MAX_NEW
    for day, pairs in groupby(days_and_papers, key=lambda pair: pair[0]):
        papers_of_day = [paper for _, paper in pairs]
        new = tuple(paper for paper in papers_of_day if paper.id not in imported)
        visible = new[: min(_MAX_OF_DAY, space)]
        days.append(Day(format_day(day), visible, len(new) - len(visible), len(papers_of_day) - len(new)))
        space -= len(visible)
        if space <= 0:
            break
    return days


def find_revisions(catalogue: Catalogue) -> list[Change]:
    """Find the papers with a version that was seen after the paper itself, the latest first."""
    return _sort_latest_first(
        Change(paper, paper.version_seen)
        for paper in catalogue.papers
        if paper.status is not Status.WITHDRAWN
        and paper.first_seen
        and paper.version_seen
        and paper.version_seen > paper.first_seen
    )


def find_withdrawals(catalogue: Catalogue) -> list[Change]:
    """Find the papers that were withdrawn after they were first seen, the latest first."""
    return _sort_latest_first(
        Change(paper, day)
        for paper in catalogue.papers
        if paper.status is Status.WITHDRAWN
        and paper.first_seen
        and (day := _find_withdrawal_day(paper)) is not None
        and day > paper.first_seen
    )


def _find_withdrawal_day(paper: Paper) -> date | None:
    """Find the day of the version or of the text that states the withdrawal, whichever is later."""
    return max(filter(None, (paper.version_seen, paper.withdrawal_seen)), default=None)


def _sort_latest_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (-change.day.toordinal(), change.paper.id))


KIND = PageKind(paths.NEW, make_new_page)
