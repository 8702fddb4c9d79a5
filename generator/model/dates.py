"""Dates: read what feeds write, into UTC, and format days for people.

Atom has dates of RFC 3339, RSS of RFC 822 with two or four digits of a year, PRISM of xs:date with a zone,
and Dublin Core of ISO 8601 down to the year alone (https://www.w3.org/TR/NOTE-datetime). Nothing is guessed,
and impossible dates are refused. 1 January 1970 is what programs write for no date, and means an unknown one.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
MONTH_ABBREVIATIONS = tuple(name[:3] for name in MONTHS)

EARLIEST_YEAR = 1600  # the first journals are of 1665
_EPOCH = date(1970, 1, 1)
_FIRST_SHORT_YEAR_OF_1900S = 50  # https://www.rfc-editor.org/rfc/rfc5322#section-4.3
_LAST_SECOND = 59
_MIDNIGHT_AT_END = (24, 0, 0)  # https://en.wikipedia.org/wiki/ISO_8601#Times
_MAX_LENGTH, _MAX_READ_LENGTH = 60, 150  # characters, without and with a comment
_MAX_OFFSET = timedelta(hours=14)
# The time zones of RFC 822, in hours. Other names mean different zones to different people.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0} | {
    f"{place}{kind}t": hours + (kind == "d")
    for place, hours in (("e", -5), ("c", -6), ("m", -7), ("p", -8))
    for kind in ("s", "d")
}
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<zone>(?:gmt|utc)?[+-]\d{2}:?\d{2}|[a-z]{1,5})?"
)
_WEEKDAY = r"(?:[a-z]{3,9},?\s+)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"(?P<year>\d{{4}})(?P<dash>[-/])(?P<month>\d{{1,2}})(?P=dash)(?P<day>\d{{1,2}})(?:[T ]\s*{_TIME})?",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:T{_TIME})?",
        (
            r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
            r"(?P<zone>[+-]\d{2}:?\d{2}|z)?"
        ),
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}})(?:,?\s+{_TIME})?",
        r"(?P<year>\d{4})年\s?(?P<month>\d{1,2})月\s?(?P<day>\d{1,2})日",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[+-]\d{2}:\d{2}|z)",  # a day in a zone
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?P<dash>[ -])\s*{_MONTH},?(?P=dash)\s*{_YEAR}(?:\s+{_TIME})?",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:\s+{_TIME})?",
        rf"{_WEEKDAY}(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_TIME}\s*(?P<year>\d{{4}})",
        rf"{_WEEKDAY}(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+(?P<year>\d{{4}})\s+{_TIME}",
    )
)
# RFC 822 allows the name of the zone as a comment, and JavaScript adds it: "+0200 (CEST)".
_COMMENT = re.compile(r"\s*\([^()]{0,60}\)$")
# Databases write 00 for an unknown month or day: "2026-02-00".
_ZEROS = re.compile(r"(\d{4}(?:-(?!00)\d\d)?)(?:-00){1,2}(?:[T ][\d:]{1,8}z?)?", re.IGNORECASE | re.ASCII)
# A year, a quarter, a month or a season is right, but names no day.
_WITHOUT_DAY = re.compile(
    r"(?P<words>(?:(?:[a-z]{3,9}\.?|\d[a-z]{2})[-–/ ,]\s*){0,2})(?P<year>\d{4})(?:[-/](?P<month>\d{2}))?",
    re.IGNORECASE | re.ASCII,
)


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_LENGTHS = {Precision.DAY: len("2026-02-03"), Precision.MONTH: len("2026-02"), Precision.YEAR: len("2026")}


def parse_instant(text: str) -> datetime | None:
    """Parse a date with time and zone, or return None if zone or day are missing.

    >>> parse_instant("Tue, 03 Feb 2026 10:00:00 +0200")
    datetime.datetime(2026, 2, 3, 8, 0, tzinfo=datetime.timezone.utc)
    >>> parse_instant("2026-02-03") is None
    True

    Raises:
        ValueError: The text is no possible date.
    """
    local, offset = _parse(text)
    return None if local is None or offset is None else _convert_to_utc(local, offset)


def parse_date(text: str) -> datetime | None:
    """Parse a date; without a zone its day at midnight UTC, and None for a month or a year alone.

    The day is that of the feed's own zone: a time whose day in UTC is another one is moved into it.

    >>> parse_date("2026-02-03T10:00")
    datetime.datetime(2026, 2, 3, 0, 0, tzinfo=datetime.timezone.utc)
    >>> parse_date("Tue, 03 Feb 26 23:00:00 -0500")
    datetime.datetime(2026, 2, 3, 23, 59, 59, tzinfo=datetime.timezone.utc)
    >>> parse_date("Spring 2026") is None
    True

    Raises:
        ValueError: The text is no possible date.
    """
    local, offset = _parse(text)
    if local is None:
        return None
    start = datetime.combine(local, time(), UTC)
    if offset is None:
        return start
    return max(start, min(_convert_to_utc(local, offset), start + timedelta(days=1, seconds=-1)))


def parse_partial_date(text: str) -> tuple[datetime, Precision] | None:
    """Parse a month or a year into its first moment in UTC; None if the text is none of them.

    >>> parse_partial_date("2026-02")
    (datetime.datetime(2026, 2, 1, 0, 0, tzinfo=datetime.timezone.utc), <Precision.MONTH: 'month'>)
    >>> parse_partial_date("Spring 2026")[1]
    <Precision.YEAR: 'year'>

    Raises:
        ValueError: The month is impossible.
    """
    match = _WITHOUT_DAY.fullmatch(_prepare(text))
    if match is None or int(match["year"]) < EARLIEST_YEAR:
        return None
    words = re.findall(r"[a-z]+", match["words"].lower())
    is_month = len(words) == 1 and words[0][:3].title() in MONTH_ABBREVIATIONS
    month = match["month"] or (words[0] if is_month else None)
    start = datetime(int(match["year"]), _parse_month(month) if month else 1, 1, tzinfo=UTC)
    return start, Precision.MONTH if month else Precision.YEAR


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


def format_date(day: date, precision: Precision) -> str:
    """Format as much of a date as is known, for people.

    >>> format_date(date(2026, 2, 1), Precision.MONTH)
    'February 2026'
    """
    match precision:
        case Precision.DAY:
            return format_day(day)
        case Precision.MONTH:
            return format_month(day)
        case Precision.YEAR:
            return f"{day.year:04}"


def format_partial_date(day: date, precision: Precision) -> str:
    """Format as much of a date as is known, as ISO 8601 does.

    >>> format_partial_date(date(2026, 2, 1), Precision.MONTH)
    '2026-02'
    """
    return day.isoformat()[: _LENGTHS[precision]]


def format_month(day: date) -> str:
    """Format the month of a day for people.

    >>> format_month(date(2026, 2, 3))
    'February 2026'
    """
    return f"{MONTHS[day.month - 1]} {day.year:04}"


def _parse(text: str) -> tuple[datetime | None, timedelta | None]:
    """Return the time as written, and the offset of its zone; none if the day is unknown."""
    text = _prepare(text)
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            local, offset = _build_time(parts), _parse_zone(parts.get("zone"))
            is_unknown = _EPOCH in {local.date(), _convert_to_utc(local, offset or timedelta()).date()}
            return (None, None) if is_unknown else (local, offset)
    if _WITHOUT_DAY.fullmatch(text):
        return None, None
    message = f"{text!r} is not a date"
    raise ValueError(message)


def _prepare(text: str) -> str:
    """Return the text of a date without a comment, and without a month and a day that are unknown."""
    text = _COMMENT.sub("", text.strip()[:_MAX_READ_LENGTH])[: _MAX_LENGTH + 1]
    match = _ZEROS.fullmatch(text)
    return match[1] if match else text


def _build_time(parts: dict[str, str | None]) -> datetime:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    year, month, day = (
        _read_year(parts["year"] or ""),
        _parse_month(parts["month"] or ""),
        int(parts["day"] or 0),
    )
    if year < EARLIEST_YEAR:
        message = f"the year {year} is before the first journals"
        raise ValueError(message)
    if (hour, minute, second) == _MIDNIGHT_AT_END:
        hour, minute, second = 23, 59, 59
    # A leap second is second 60.
    return datetime(year, month, day, hour, minute, min(second, _LAST_SECOND))  # noqa: DTZ001 - the zone follows


def _read_year(text: str) -> int:
    return int(text) if len(text) > len("24") else complete_year(int(text))


def complete_year(two_digits: int) -> int:
    """Complete a year of two digits, as RFC 5322 does.

    >>> complete_year(24), complete_year(98)
    (2024, 1998)
    """
    return two_digits + (1900 if two_digits >= _FIRST_SHORT_YEAR_OF_1900S else 2000)


def _parse_month(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text[:3].title() not in MONTH_ABBREVIATIONS:
        message = f"{text!r} is not a month"
        raise ValueError(message)
    return MONTH_ABBREVIATIONS.index(text[:3].title()) + 1


def _parse_zone(text: str | None) -> timedelta | None:
    text = re.sub(r"^[a-z]+(?=[+-])", "", text, flags=re.IGNORECASE) if text else None
    if text is None or text[0] not in "+-":
        hours = _ZONES.get((text or "").lower())
        return None if hours is None else timedelta(hours=hours)
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if offset > _MAX_OFFSET:
        message = f"a time zone must not be {text!r} from UTC"
        raise ValueError(message)
    return -offset if text[0] == "-" else offset


def _convert_to_utc(local: datetime, offset: timedelta) -> datetime:
    try:
        return local.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except OverflowError as error:
        message = "the date is too late to be represented"
        raise ValueError(message) from error
