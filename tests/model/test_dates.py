"""Dates of feeds are parsed in UTC, and impossible ones are rejected."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import dates
from tests.tables import for_each_row


def parse_utc(text):
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


# text, moment, day
DATES = [
    ("Mon, 20 Dec 2021 00:09:28 -0800", "2021-12-20T08:09:28", "2021-12-20T08:09:28"),
    ("20 Dec 2021 00:00 GMT", "2021-12-20T00:00:00", "2021-12-20T00:00:00"),
    ("Thu, 02 Dec 2021 05:21:07 EST", "2021-12-02T10:21:07", "2021-12-02T10:21:07"),
    ("Thu, 2 Dec 2021 05:21:07 HST", None, "2021-12-02T00:00:00"),
    ("2021-12-21T02:37:53+0900", "2021-12-20T17:37:53", "2021-12-21T00:00:00"),
    ("Mon, 20 Dec 2021 23:00:00 -0500", "2021-12-21T04:00:00", "2021-12-20T23:59:59"),
    ("Mon, 20 Dec 21 00:09:28 -0800", "2021-12-20T08:09:28", "2021-12-20T08:09:28"),
    ("06 May 24 07:46 UTC", "2024-05-06T07:46:00", "2024-05-06T07:46:00"),
    ("6 May 49", None, "2049-05-06T00:00:00"),
    ("6 May 50", None, "1950-05-06T00:00:00"),
    ("Monday, 06-May-24 07:46:24 GMT", "2024-05-06T07:46:24", "2024-05-06T07:46:24"),
    ("Mon May  6 07:46:24 UTC 2024", "2024-05-06T07:46:24", "2024-05-06T07:46:24"),
    ("May 6, 2024", None, "2024-05-06T00:00:00"),
    ("20240506", None, "2024-05-06T00:00:00"),
    ("2024-05-06-08:00", None, "2024-05-06T00:00:00"),
    ("2024-05-06+14:00", None, "2024-05-06T00:00:00"),
    ("2024-05-06Z", None, "2024-05-06T00:00:00"),
    ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59", "2016-12-31T23:59:59"),
    ("Thu, 01 Jan 1970 00:00:00 GMT", None, None),
    ("Wed, 31 Dec 1969 19:00:00 -0500", None, None),
    ("1970-01-01T09:00:00+09:00", None, None),
    ("1970-01-01", None, None),
    ("2021-12-21T02:37:53.123Z", "2021-12-21T02:37:53", "2021-12-21T02:37:53"),
    ("2021-12-02T15:13:49", None, "2021-12-02T00:00:00"),
    ("2021/10/16 9:23:28", None, "2021-10-16T00:00:00"),
    ("2021-08-11", None, "2021-08-11T00:00:00"),
    ("21 December 2021", None, "2021-12-21T00:00:00"),
    ("2021", None, None),
    ("2021-12", None, None),
    ("February 2022", None, None),
    ("March–April 2022", None, None),
    ("1st Quarter 2022", None, None),
    ("Wed, 02 Oct 2002 13:00:00 +0000 (UTC)", "2002-10-02T13:00:00", "2002-10-02T13:00:00"),
    (
        "Wed Oct 02 2002 13:00:00 GMT+0200 (Central European Summer Time)",
        "2002-10-02T11:00:00",
        "2002-10-02T11:00:00",
    ),
    ("20021002T130000Z", "2002-10-02T13:00:00", "2002-10-02T13:00:00"),
    ("20021002T1300+0200", "2002-10-02T11:00:00", "2002-10-02T11:00:00"),
    ("2002-10-02T24:00:00Z", "2002-10-02T23:59:59", "2002-10-02T23:59:59"),
    ("02.10.2002", None, "2002-10-02T00:00:00"),
    ("2. 10. 2002 13:00", None, "2002-10-02T00:00:00"),
    ("2002年10月2日", None, "2002-10-02T00:00:00"),
    ("2002-10-00", None, None),
    ("2002-00-00T00:00:00Z", None, None),
    ("0000-00-00 00:00:00", None, None),
]
NO_DATES = [
    "",
    "never",
    "2021-02-30",
    "2021-13-01",
    "30 Foo 2021",
    "Mon, 31 Feb 2021 00:00:00 GMT",
    "2021-12-21T25:00:00Z",
    "2021-12-21T24:00:01Z",
    "31.02.2021",
    "12/11/2021",
    "2021-00-05",
    "2021-12-21T00:00:00+15:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    "02/03/2021",
    "2021-12-21" * 1_000,
]


@for_each_row(("text", "moment", "day"), DATES)
def test_dates_are_parsed_in_utc(text, moment, day):
    assert (dates.parse_instant(text), dates.parse_date(text)) == (parse_utc(moment), parse_utc(day))


ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "+0230": 2.5, "-14:00": -14,
}  # fmt: skip


@for_each_row(("zone", "hours"), ZONES.items())
def test_a_time_zone_of_rfc_822_is_known(zone, hours):
    instant = datetime(2026, 2, 3, 12, tzinfo=timezone(timedelta(hours=hours)))

    assert dates.parse_instant(f"3 Feb 2026 12:00 {zone}") == instant


@for_each_row("text", NO_DATES)
def test_impossible_dates_are_rejected(text):
    with pytest.raises(ValueError, match=r"date|month|day|hour|zone|year"):
        dates.parse_date(text)


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - the zone is the next argument
    st.integers(-14 * 60, 14 * 60),
)
def test_an_instant_is_the_same_in_every_format(local, minutes):
    instant = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))

    assert dates.parse_instant(instant.isoformat()) == instant
    assert dates.parse_instant(f"{instant:%d %b %Y %H:%M:%S %z}") == instant


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - the zone is the next argument
    st.integers(-14 * 60, 14 * 60),
)
def test_the_day_is_that_of_the_feeds_own_zone(local, minutes):
    instant = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    parsed = dates.parse_date(instant.isoformat())

    assert parsed.date() == local.date()
    assert abs(parsed - instant) <= timedelta(hours=14)


PARTIAL_DATES = [
    ("2023", "2023-01-01", "year"),
    ("2024-05", "2024-05-01", "month"),
    ("2024/05", "2024-05-01", "month"),
    ("May 2024", "2024-05-01", "month"),
    ("Sept. 2024", "2024-09-01", "month"),
    ("Spring 2024", "2024-01-01", "year"),
    ("March–April 2022", "2022-01-01", "year"),
    ("1st Quarter 2022", "2022-01-01", "year"),
    ("2024-05-00", "2024-05-01", "month"),
    ("2024-00-00", "2024-01-01", "year"),
    ("2024-00-00T00:00:00Z", "2024-01-01", "year"),
]


@for_each_row(("text", "start", "precision"), PARTIAL_DATES)
def test_a_month_or_a_year_alone_is_partial(text, start, precision):
    assert dates.parse_partial_date(text) == (parse_utc(start), dates.Precision(precision))


@for_each_row("text", ["", "2024-05-06", "never", "0024", "5 May 2024", "1970-01-01"])
def test_other_dates_are_not_partial(text):
    assert dates.parse_partial_date(text) is None


def test_an_impossible_month_is_rejected():
    with pytest.raises(ValueError, match="month"):
        dates.parse_partial_date("2024-13")


@given(st.dates(date(1700, 1, 1)).filter(lambda day: day != date(1970, 1, 1)))
def test_a_formatted_day_names_its_month_and_is_parsed_again(day):
    assert dates.format_day(day) == f"{day.day} {day:%B} {day.year}"
    assert dates.format_day(day).endswith(dates.format_month(day))
    assert dates.parse_date(dates.format_day(day)).date() == day
