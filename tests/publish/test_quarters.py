"""Papers by quarter of the calendar, and the table that leads to them."""

from datetime import UTC, date, datetime

import pytest
from lxml import html

from generator.model.curation_values import Topic
from generator.model.dates import Precision
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.quarters import (
    HeatMapRow,
    count_by_calendar_quarter,
    find_quarter,
    format_quarter,
    list_quarters,
    render_heat_map,
)
from tests.builders import make_catalogue, make_paper


def make(day, **fields):
    return make_paper(published=day and datetime.fromisoformat(day).replace(tzinfo=UTC), **fields)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2025-12-31", "2025-Q4"),
        ("2026-01-01", "2026-Q1"),
        ("2026-03-31", "2026-Q1"),
        ("2026-04-01", "2026-Q2"),
        (None, None),
    ],
)
def test_a_paper_is_in_the_quarter_of_its_first_version(day, quarter):
    assert find_quarter(make(day)) == quarter


def test_a_paper_of_which_only_the_year_is_known_is_in_no_quarter():
    assert find_quarter(make("2026-01-01", published_precision=Precision.YEAR)) is None
    assert find_quarter(make("2026-01-01", published_precision=Precision.MONTH)) == "2026-Q1"


def test_quarters_end_with_that_of_the_data_and_papers_outside_do_not_count():
    quarters = list_quarters(date(2026, 2, 5), 4)

    assert quarters == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]
    assert [format_quarter(quarter) for quarter in quarters[-2:]] == ["Q4 2025", "Q1 2026"]
    assert count_by_calendar_quarter(map(make, ["2025-03-31", "2025-04-01", "2026-02-01"]), quarters) == [
        1,
        0,
        0,
        1,
    ]


def test_a_cell_leads_to_its_papers_and_is_coloured_on_the_scale_of_all_tables():
    rows = [
        HeatMapRow("A & b", "a/", "../papers/?topic=a", [0, 1]),
        HeatMapRow("C", "c/", "../papers/?topic=c", [25, 100]),
    ]
    text = render_heat_map("Papers", "Topic", rows, ["2025-Q4", "2026-Q1"], 100)
    tree = html.fromstring(text)

    assert tree.xpath("//th[@scope='col']/text()") == ["Topic", "Q4 2025", "Q1 2026"]
    assert tree.xpath("//th[@scope='row']/a/text()") == ["A & b", "C"]
    assert tree.xpath("//td/@class") == ["heat-1", "heat-3", "heat-6"]
    assert tree.xpath("//td/a/@href") == [
        "../papers/?topic=a&quarter=2026-Q1",
        "../papers/?topic=c&quarter=2025-Q4",
        "../papers/?topic=c&quarter=2026-Q1",
    ]
    assert "\n" not in text


def test_the_page_of_topics_has_the_table_if_a_paper_is_recent():
    topics = (Topic("machines", "Machines", ""), Topic("caches", "Caches", "", parent="machines"))

    def render(day):
        catalogue = make_catalogue(make(day), topics=topics, assignments={"2602.00001": ["caches"]})
        return next(page.text for page in make_all_pages(catalogue) if page.path == "topics/index.md")

    assert '<a href="../papers/?topic=caches&amp;quarter=2026-Q1">1</a>' in render("2026-02-01")
    assert "quarter=" not in render("2020-02-01")
