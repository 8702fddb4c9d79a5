"""Dates as feeds write them, into UTC: nothing is guessed, and nothing impossible is taken.

Atom has RFC 3339 dates, RSS has RFC 822, Dublin Core has ISO 8601 down to the bare year
(https://www.w3.org/TR/NOTE-datetime).
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_EARLIEST_YEAR = 1600  # the first journals are of 1665
_LONGEST = 60  # characters
_FURTHEST_ZONE = timedelta(hours=14)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The zones of RFC 822; other names mean different hours to different people.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0} | {
    f"{place}{kind}t": hours + (kind == "d")
    for place, hours in (("e", -5), ("c", -6), ("m", -7), ("p", -8))
    for kind in ("s", "d")
}
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<zone>[+-]\d{2}:?\d{2}|[a-z]{1,5})?"
)
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"(?P<year>\d{{4}})(?P<dash>[-/])(?P<month>\d{{1,2}})(?P=dash)(?P<day>\d{{1,2}})(?:[T ]\s*{_TIME})?",
        rf"(?:[a-z]{{3,9}},?\s+)?(?P<day>\d{{1,2}})\s+(?P<month>[a-z]{{3,9}})\.?,?\s+(?P<year>\d{{4}})(?:\s+{_TIME})?",
    )
)
# A year, a quarter, a month or a season: true, but no day.
_COARSE = re.compile(r"(?:(?:[a-z]{3,9}|\d[a-z]{2})[-–/ ]\s*){0,2}\d{4}(?:-\d{2})?", re.IGNORECASE)


def parse_instant(text: str) -> datetime | None:
    """The instant, or None where the text does not tell its zone, or no more than a day.

    Raises:
        ValueError: The text is no date.
    """
    day, offset = _read(text)
    return None if day is None or offset is None else _in_utc(day, offset)


def parse_date(text: str) -> datetime | None:
    """The instant; where the zone is not told, the day alone; None for a bare month or year.

    Raises:
        ValueError: The text is no date.
    """
    day, offset = _read(text)
    if day is None:
        return None
    if offset is None:
        return day.replace(hour=0, minute=0, second=0, tzinfo=UTC)
    return _in_utc(day, offset)


def format_instant(instant: datetime) -> str:
    """Format an instant in UTC as RFC 3339 does: ``2026-02-03T00:00:00Z``."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _read(text: str) -> tuple[datetime | None, timedelta | None]:
    """The date as it stands, and its zone."""
    text = text.strip()[: _LONGEST + 1]
    for form in _DATES:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
            year, month, day_of_month = int(parts["year"]), _month(parts["month"]), int(parts["day"])
            if year < _EARLIEST_YEAR:
                message = f"no feed told of papers in the year {year}"
                raise ValueError(message)
            date = datetime(year, month, day_of_month, hour, minute, second)  # noqa: DTZ001 - zone follows
            return date, _zone(parts["zone"])
    if _COARSE.fullmatch(text):
        return None, None
    message = f"{text!r} is no date"
    raise ValueError(message)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text[:3].lower() not in _MONTHS:
        message = f"{text!r} is no month"
        raise ValueError(message)
    return _MONTHS.index(text[:3].lower()) + 1


def _zone(text: str | None) -> timedelta | None:
    if text is None or text[0] not in "+-":
        hours = _ZONES.get((text or "").lower())
        return None if hours is None else timedelta(hours=hours)
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if offset > _FURTHEST_ZONE:
        message = f"no place on earth has the zone {text!r}"
        raise ValueError(message)
    return -offset if text[0] == "-" else offset


def _in_utc(day: datetime, offset: timedelta) -> datetime:
    try:
        return day.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError as error:
        message = "the date is after the last one there is"
        raise ValueError(message) from error
