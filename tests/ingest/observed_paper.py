"""A paper as a feed states it on numbered days, for tests of what the store keeps of it."""

from datetime import UTC, date, datetime, time, timedelta

from generator.model.entries import Author, Entry

START = date(2026, 3, 1)


def day(number):
    return START + timedelta(days=number)


def noon(number):
    return datetime.combine(day(number), time(12), UTC)


BASE = Entry(
    id="2602.00001",
    version=1,
    title="A title",
    abstract="An abstract.",
    authors=(Author("A. Author", ("Yale",)), Author("B. Author")),
    categories=("cs.PF",),
    primary_category="cs.PF",
    published=noon(-5),
    updated=noon(-5),
    comment="8 pages",
    journal_ref="J. Perf. 1",
    dois=("10.1145/1",),
)
