"""Dates: read what feeds write, into UTC, and format days for people.

Atom has dates of RFC 3339, RSS of RFC 822, Dublin Core of ISO 8601 down to the year alone
(https://www.w3.org/TR/NOTE-datetime). Nothing is guessed, and impossible dates are refused.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
MONTH_ABBREVIATIONS = tuple(name[:3] for name in MONTHS)

_EARLIEST_YEAR = 1600  # the first journals are of 1665
_MAX_LENGTH = 60  # characters
_MAX_OFFSET = timedelta(hours=14)
# The time zones of RFC 822, in hours. Other names mean different zones to different people.
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
# A year, a quarter, a month or a season is right, but names no day.
_WITHOUT_DAY = re.compile(r"(?:(?:[a-z]{3,9}|\d[a-z]{2})[-–/ ]\s*){0,2}\d{4}(?:-\d{2})?", re.IGNORECASE)


def parse_instant(text: str) -> datetime | None:
    """Parse a date with time and zone, or return None if zone or day are missing.

    >>> parse_instant("Tue, 03 Feb 2026 10:00:00 +0200")
    datetime.datetime(2026, 2, 3, 8, 0, tzinfo=datetime.timezone.utc)
    >>> parse_instant("2026-02-03") is None
    True

    Raises:
        ValueError: The text is no possible date.
    """
    time, offset = _parse(text)
    return None if time is None or offset is None else _convert_to_utc(time, offset)


def parse_date(text: str) -> datetime | None:
    """Parse a date; without a zone its day at midnight UTC, and None for a month or a year alone.

    >>> parse_date("2026-02-03T10:00")
    datetime.datetime(2026, 2, 3, 0, 0, tzinfo=datetime.timezone.utc)
    >>> parse_date("Spring 2026") is None
    True

    Raises:
        ValueError: The text is no possible date.
    """
    time, offset = _parse(text)
    if time is None:
        return None
    if offset is None:
        return time.replace(hour=0, minute=0, second=0, tzinfo=UTC)
    return _convert_to_utc(time, offset)


def format_instant(instant: datetime) -> str:
    """Format an instant in UTC as RFC 3339 does.

    >>> format_instant(datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC))
    '2026-02-03T04:05:06Z'
    """
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def format_day(day: date) -> str:
    """Format a day for people.

    >>> format_day(date(2026, 2, 3))
    '3 February 2026'
    """
    return f"{day.day} {format_month(day)}"


def format_month(day: date) -> str:
    """Format the month of a day for people.

    >>> format_month(date(2026, 2, 3))
    'February 2026'
    """
    return f"{MONTHS[day.month - 1]} {day.year:04}"


def _parse(text: str) -> tuple[datetime | None, timedelta | None]:
    """Return the time as written, and the offset of its zone."""
    text = text.strip()[: _MAX_LENGTH + 1]
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
            year, month, day = int(parts["year"]), _parse_month(parts["month"]), int(parts["day"])
            if year < _EARLIEST_YEAR:
                message = f"the year {year} is before the first journals"
                raise ValueError(message)
            time = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone follows
            return time, _parse_zone(parts["zone"])
    if _WITHOUT_DAY.fullmatch(text):
        return None, None
    message = f"{text!r} is not a date"
    raise ValueError(message)


def _parse_month(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text[:3].title() not in MONTH_ABBREVIATIONS:
        message = f"{text!r} is not a month"
        raise ValueError(message)
    return MONTH_ABBREVIATIONS.index(text[:3].title()) + 1


def _parse_zone(text: str | None) -> timedelta | None:
    if text is None or text[0] not in "+-":
        hours = _ZONES.get((text or "").lower())
        return None if hours is None else timedelta(hours=hours)
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if offset > _MAX_OFFSET:
        message = f"a time zone must not be {text!r} from UTC"
        raise ValueError(message)
    return -offset if text[0] == "-" else offset


def _convert_to_utc(time: datetime, offset: timedelta) -> datetime:
    try:
        return time.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError as error:
        message = "the date is too late to be represented"
        raise ValueError(message) from error
