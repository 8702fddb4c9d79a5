"""What is new: papers by the day on which they were first seen; revisions and withdrawals apart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.model.curation_values import Status
from generator.model.dates import format_day
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData

_MOST_NEW = 100  # papers on the page
_MOST_OF_A_DAY = 40
_MOST_REVISED = 50
_MOST_WITHDRAWN = 25
_MAX_DAYS = 60  # the latest days that `count_by_first_day` counts


@dataclass(frozen=True, slots=True)
class Day:
    """What was first seen on a day: as many papers as are shown, and how many more there are."""

    name: str
    papers: tuple[Paper, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Change:
    """A paper that changed after it was first seen, and when."""

    paper: Paper
    when: date


def make_new_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    catalogue = site.catalogue
    yield site.render_page(
        "new",
        paths.NEW,
        "New",
        f"What is new in {catalogue.settings.title}: papers, revisions, withdrawals.",
        as_of=format_day(catalogue.as_of),
        days=group_by_first_day(catalogue.papers),
        revised=[_told(change) for change in find_revisions(catalogue)[:_MOST_REVISED]],
        withdrawn=[_told(change) for change in find_withdrawals(catalogue)[:_MOST_WITHDRAWN]],
    )


def _told(change: Change) -> dict[str, object]:
    return {"paper": change.paper, "when": format_day(change.when)}


def group_by_first_day(papers: Iterable[Paper]) -> list[Day]:
    """Papers by the day on which a feed first listed them, the latest first, until the page is full."""
    seen = [(paper.first_seen, paper) for paper in papers if paper.first_seen]
    seen.sort(key=lambda item: item[0], reverse=True)  # stable: of one day, the newest paper stays first
    found: list[Day] = []
    left = _MOST_NEW
    for when, group in groupby(seen, key=lambda item: item[0]):
        of_day = tuple(paper for _, paper in group)
        shown = of_day[: min(_MOST_OF_A_DAY, left)]
        found.append(Day(format_day(when), shown, len(of_day) - len(shown)))
        left -= len(shown)
        if left <= 0:
            break
    return found


def find_revisions(catalogue: Catalogue) -> list[Change]:
    """Papers of which a later version was seen after the first, the latest first."""
    return _latest_first(
        Change(paper, paper.version_seen)
        for paper in catalogue.papers
        if paper.status is not Status.WITHDRAWN
        and paper.first_seen
        and paper.version_seen
        and paper.version_seen > paper.first_seen
    )


def find_withdrawals(catalogue: Catalogue) -> list[Change]:
    """Papers that were withdrawn after they were first seen, the latest first."""
    return _latest_first(
        Change(paper, when)
        for paper in catalogue.papers
        if paper.status is Status.WITHDRAWN
        and paper.first_seen
        and (when := _withdrawn_on(paper)) is not None
        and when > paper.first_seen
    )


def _withdrawn_on(paper: Paper) -> date | None:
    """The day of the version or, where it came later, of the comment that says so."""
    return max(filter(None, (paper.version_seen, paper.comment_seen)), default=None)


def _latest_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (-change.when.toordinal(), change.paper.id))


def count_by_first_day(papers: Iterable[Paper], as_of: date) -> str:
    """Count papers by the day on which a feed first listed them: ``2026-11-21 2026-11-20:3 2026-11-18:12``.

    The site's scripts tell returning readers from this how many papers are new.

    Args:
        papers: The papers of a page.
        as_of: The day of the catalogue, which comes first.
    """
    counts = Counter(paper.first_seen for paper in papers if paper.first_seen)
    latest = sorted(counts, reverse=True)[:_MAX_DAYS]
    return " ".join(
        [as_of.isoformat(), *(f"{first_day.isoformat()}:{counts[first_day]}" for first_day in latest)]
    )


KIND = PageKind(paths.NEW, make_new_page)
