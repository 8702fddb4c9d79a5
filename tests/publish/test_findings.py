"""Sentences about statistics: true, and only where something stands out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model.dates import Precision
from generator.publish.figures import DataTable
from generator.publish.findings import (
    state_fastest_topic,
    state_growth,
    state_highest,
    state_largest_area,
    state_main_category,
    state_main_venue,
    state_share_with_code,
)
from tests.builders import make_paper

TODAY = date(2026, 2, 5)


def make(after, before=0):
    """Make papers of the last twelve months, and of the twelve before."""
    days = [TODAY - timedelta(days=100)] * after + [TODAY - timedelta(days=400)] * before
    return [make_paper(published=datetime(day.year, day.month, day.day, tzinfo=UTC)) for day in days]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (((2024, 3), (2025, 9), (2026, 2)), "2025 has the most papers: 9"),
        ((("ICPE", 3), ("SIGMETRICS", 9)), "SIGMETRICS has the most papers: 9"),
        (((2024, 9), (2025, 9)), None),
        (((2025, 9),), None),
        ((), None),
    ],
)
def test_the_row_with_the_most_papers_is_stated_unless_several_have_as_many(rows, expected):
    assert state_highest(rows) == expected


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ([("Networks", 3), ("Queues", 9)], "The largest area is Queues, with 9 papers"),
        ([("Networks", 1), ("Queues", 0)], "The largest area is Networks, with one paper"),
        ([("Networks", 9), ("Queues", 9)], None),
        ([("Networks", 9)], None),
        ([], None),
    ],
)
def test_the_largest_area_is_stated_unless_several_are_as_large(areas, expected):
    assert state_largest_area(areas) == expected


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (150, 100, "50% more papers in the past 12 months than in the 12 before"),
        (50, 100, "50% fewer papers in the past 12 months than in the 12 before"),
        (105, 100, None),  # could be chance
        (150, 19, None),  # the catalogue is young
        (250, 100, None),  # it was not complete a year ago
        (0, 0, None),
    ],
)
def test_growth_is_stated_if_it_is_neither_chance_nor_the_start_of_the_catalogue(after, before, expected):
    assert state_growth(make(after, before), TODAY) == expected


def test_papers_without_a_month_do_not_count_as_papers_of_january():
    january = datetime(TODAY.year, 1, 1, tzinfo=UTC)
    others = [make_paper(published=january, published_precision=Precision.YEAR)] * 100

    assert state_growth(make(100, 100) + others, TODAY) is None


@pytest.mark.parametrize(
    ("topics", "others", "expected"),
    [
        (
            {"Caches": (60, 20), "Queues": (30, 25)},
            (10, 60),
            "Caches has grown most: 60 papers in the past 12 months, 20 in the 12 before",
        ),
        ({"Caches": (60, 20), "Queues": (60, 20)}, (10, 60), None),  # two at once
        ({"Caches": (19, 0)}, (10, 60), None),  # few papers
        ({"Caches": (60, 50)}, (10, 60), None),  # hardly more
        ({"Caches": (60, 20)}, (60, 10), None),  # all papers are new: the catalogue is
        ({"Caches": (20, 60)}, (60, 60), None),
        ({}, (0, 0), None),
    ],
)
def test_the_topic_that_gained_the_most_papers_is_stated(topics, others, expected):
    papers = {title: make(*counts) for title, counts in topics.items()}
    everything = [*make(*others), *(paper for own in papers.values() for paper in own)]

    assert state_fastest_topic(everything, papers, TODAY) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("A", 30), ("B", 10)), "A is the most frequent category: 75% of papers"),
        ((("A", 30), ("B", 30)), None),
        ((("A", 3),), None),
        ((), None),
    ],
)
def test_the_most_frequent_category_is_stated_with_its_share(rows, expected):
    assert state_main_category(DataTable(("Category", "Papers"), rows)) == expected


def test_the_share_of_a_venue_is_that_of_the_papers_with_one():
    venues = DataTable(("Venue", "Papers"), (("ICPE", 30), ("SC", 20)))

    assert state_main_venue(venues) == "ICPE is the most frequent venue: 60% of published papers"


def test_the_share_with_code_is_that_of_the_latest_year_with_enough_papers():
    columns = ("Year", "Papers", "With code", "Percent")

    assert state_share_with_code(DataTable(columns, ((2025, 50, 10, 20), (2026, 5, 5, 100)))) == (
        "20% of papers from 2025 have a link to code"
    )
    assert state_share_with_code(DataTable(columns, ((2026, 5, 5, 100),))) is None
