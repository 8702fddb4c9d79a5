"""Ignore times in the future that documents and servers state, and correct those that are stored.

A document or a server may state its own time. It is used unless it is after today. A day in the future
would be permanent, because the store only replaces a day by an earlier one. Today is the day by this
machine's clock, in UTC: where that is far off, no https connection succeeds. The times of a paper itself,
which are in the zones of their feeds, may be those of tomorrow.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from generator.model.dates import Precision
from generator.model.entries import Entry, StoredPaper, Version
from generator.model.errors import StoreError

_PROGRAM_EXISTS = date(2024, 1, 1)
_ISSUES_AHEAD = timedelta(days=2 * 366)  # issues are dated ahead, by less than this
_TOLERANCE = timedelta(days=2)  # clocks differ, and old answers of arXiv state the last midnight


def refuse_early_clock(today: date) -> None:
    """Raise StoreError if this machine's clock shows a day before this program existed.

    Days from such a clock would be permanent, and would replace the right ones.
    """
    if today < _PROGRAM_EXISTS:
        raise StoreError(f"the clock of this machine shows {today}; set it, and run the command again")


def check_time(stated: datetime | None, today: date) -> datetime | None:
    """Return a time that a document or server states, or None if it is after today."""
    return stated if stated and stated.date() <= today else None


def find_latest_time(stated: datetime | None, today: date) -> datetime:
    """Return the latest time that an entry may have, given the time that its document states."""
    end_of_tomorrow = datetime.combine(today + timedelta(days=1), time.max, UTC)
    return min(stated + _TOLERANCE, end_of_tomorrow) if stated and stated.date() <= today else end_of_tomorrow


def find_latest_issue(latest: datetime) -> datetime:
    """Return the latest date that an issue may have of which only the month or the year is known.

    Args:
        latest: The latest time that an entry may have.
    """
    return latest + _ISSUES_AHEAD


def choose_day(stated: datetime | None, today: date) -> date:
    """Return the day of a stated time, or today if no time is stated or it is after today."""
    time = check_time(stated, today)
    return time.date() if time else today


def limit_days(papers: dict[str, StoredPaper], today: date) -> dict[str, StoredPaper]:
    """Replace days after today by today, and forget times after tomorrow; they come from wrong clocks.

    A feed that states the right time later corrects the paper, because no later time is stored.

    Returns:
        The same object if there are none.
    """
    if not any(is_from_future(paper, today) for paper in papers.values()):
        return papers
    return {paper_id: _limit_paper(paper, today) for paper_id, paper in papers.items()}


def is_from_future(paper: StoredPaper, today: date) -> bool:
    """Whether a stored paper has a day after today, or a time after tomorrow."""
    latest = find_latest_time(None, today)
    times = (paper.entry.updated, *(version.updated for version in paper.versions))
    return (
        max(paper.first_seen, paper.as_of, *paper.changed.values()) > today
        or _limit_publication(paper.entry, latest) != paper.entry.published
        or any(moment is not None and moment > latest for moment in times)
    )


def _limit_publication(entry: Entry, latest: datetime) -> datetime | None:
    """Return the date of publication, or None if it is too late."""
    latest = latest if entry.published_precision is Precision.DAY else find_latest_issue(latest)
    return entry.published if entry.published and entry.published <= latest else None


def _limit_paper(paper: StoredPaper, today: date) -> StoredPaper:
    latest = find_latest_time(None, today)

    def limit(moment: datetime | None) -> datetime | None:
        return None if moment is None or moment > latest else moment

    as_of = min(paper.as_of, today)
    return replace(
        paper,
        entry=replace(
            paper.entry,
            published=_limit_publication(paper.entry, latest),
            updated=limit(paper.entry.updated),
        ),
        versions=tuple(Version(version.number, limit(version.updated)) for version in paper.versions),
        first_seen=min(paper.first_seen, today),
        as_of=as_of,
        changed={name: min(day, today) for name, day in paper.changed.items() if as_of < min(day, today)},
    )
