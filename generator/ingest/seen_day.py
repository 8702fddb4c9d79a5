"""Whose clock is believed: the one rule on the days that the store keeps.

A document or a server may state its own time, which counts unless it is after today. A day in the future
would be permanent, because the store only replaces a day by an earlier one. Today is the day by this
machine's clock, in UTC: where that is far off, no https connection succeeds.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from generator.model.entries import StoredPaper
from generator.model.errors import StoreError

_PROGRAM_EXISTS = date(2024, 1, 1)
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
    end_of_today = datetime.combine(today, time.max, UTC)
    return min(stated or end_of_today, end_of_today) + _TOLERANCE


def choose_day(stated: datetime | None, today: date) -> date:
    """Return the day of a stated time, or today if no time is stated or it is after today."""
    time = check_time(stated, today)
    return time.date() if time else today


def limit_days(papers: dict[str, StoredPaper], today: date) -> dict[str, StoredPaper]:
    """Replace days after today by today; an earlier run stored them by a wrong clock.

    Returns:
        The same object if no day is after today.
    """
    if all(_find_latest_day(paper) <= today for paper in papers.values()):
        return papers
    return {paper_id: _limit_paper(paper, today) for paper_id, paper in papers.items()}


def _find_latest_day(paper: StoredPaper) -> date:
    return max(paper.first_seen, paper.as_of, *paper.changed.values())


def _limit_paper(paper: StoredPaper, today: date) -> StoredPaper:
    as_of = min(paper.as_of, today)
    changed = {name: min(day, today) for name, day in paper.changed.items() if as_of < min(day, today)}
    return replace(paper, first_seen=min(paper.first_seen, today), as_of=as_of, changed=changed)
