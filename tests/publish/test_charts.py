"""Charts and tables: they show their numbers, are on one line, and are accessible to screen readers."""

import csv
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.dates import Precision
from generator.publish.charts import draw_bars, draw_sparkline, draw_table_bar
from generator.publish.figures import (
    DataTable,
    count_per_year,
    render_figure,
    render_papers_per_year,
    render_table,
    write_csv,
)
from generator.publish.trends import Window, choose_window, count_by_quarter, draw_trends
from tests.builders import make_paper

TODAY = date(2026, 2, 5)
DAYS = st.integers(0, 2_000)


class _Reader(HTMLParser):
    """Reads HTML: elements with their attributes, and the text in each."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.texts = {}
        self._open = [""]
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, _):
        self._open.pop()

    def handle_data(self, data):
        self.texts.setdefault(self._open[-1], []).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def make_papers(*days_ago):
    return [
        make_paper(f"2602.{number:05}", published=datetime(2026, 2, 5, 12, tzinfo=UTC) - timedelta(days=ago))
        for number, ago in enumerate(days_ago, start=1)
    ]


def make_papers_of_years(*years):
    return [
        make_paper(f"2602.{number:05}", published=datetime(year, 7, 1, tzinfo=UTC))
        for number, year in enumerate(years, start=1)
    ]


# --- bars ------------------------------------------------------------------------------------------------


def test_a_chart_has_a_bar_a_number_and_a_label_for_each_value():
    html = _Reader(draw_bars("Papers <b>", [("2024", 1), ("<i>", 4), ("2026", 0)]))

    assert html.all("svg")[0]["aria-label"] == "Papers <b>"
    assert html.all("svg")[0]["role"] == "img"
    heights = [float(rect["height"]) for rect in html.all("rect")]
    assert heights[1] == pytest.approx(4 * heights[0], abs=0.2)
    assert heights[2] == 0
    assert html.texts["text"] == ["1", "2024", "4", "<i>", "2026"]  # nothing needs no number


@pytest.mark.parametrize(
    ("values", "count"), [([], 0), ([("2026", 0)], 1), ([(str(year), year) for year in range(99)], 99)]
)
def test_a_chart_of_any_size_is_one_line(values, count):
    chart = draw_bars("Papers", values)

    assert chart.count("<rect") == count
    assert "\n" not in chart


def test_bars_of_charts_that_share_a_scale_are_as_high_as_their_numbers():
    [low], [high] = (
        _Reader(draw_bars("Papers", [("2026", count)], max_count=8)).all("rect") for count in (2, 8)
    )

    assert float(high["height"]) == pytest.approx(4 * float(low["height"]), abs=0.2)


@given(st.lists(st.tuples(st.sampled_from(["2024", "2025", ""]), st.integers(0, 10_000)), max_size=60))
def test_no_bar_is_outside_its_chart(values):
    for rect in _Reader(draw_bars("Papers", values)).all("rect"):
        left, top, width, height = (float(rect[name]) for name in ("x", "y", "width", "height"))
        assert 0 <= left <= left + width <= 640
        assert 0 < top <= top + height <= 180


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=80))
def test_labels_do_not_overlap_on_a_desktop_or_a_phone(counts):
    html = _Reader(draw_bars("Papers", [(str(1980 + index), count) for index, count in enumerate(counts)]))
    below = [text for text in html.all("text") if text["y"] == "175"]
    for labels, width in ((below, 4 * 7), ([text for text in below if "class" not in text], 4 * 13)):
        middles = [float(text["x"]) for text in labels]
        assert middles
        assert all(right - left >= width for left, right in pairwise(middles))


def test_only_the_highest_bar_has_a_number_if_all_do_not_fit():
    html = _Reader(draw_bars("Papers", [(str(year), 1_000 + year % 7) for year in range(1986, 2026)]))

    assert [text for text in html.texts["text"] if text.startswith("10")] == ["1006"]


def test_empty_labels_are_left_out():
    html = _Reader(draw_bars("Papers", [("", 1)] * 11 + [("2026", 1)]))

    assert [text for text in html.texts["text"] if len(text) == 4] == ["2026"]


# --- lines -----------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20), st.integers(0, 10_000))
def test_a_trend_line_is_hidden_from_screen_readers_and_stays_in_its_box(values, more):
    html = _Reader(draw_sparkline(values, max(values) + more))
    [path] = html.all("path")
    before, *line = path["d"].removeprefix("M").partition("h9V48H-9z")[0].split("L")

    assert html.all("svg")[0]["aria-hidden"] == "true"
    assert before.startswith("-9 ")
    points = [tuple(map(float, point.split())) for point in line]
    assert len(points) == len(values)
    assert all(0 <= x <= 100 and 2 <= y <= 22 for x, y in points)


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ([], [0, 0, 0, 0]),
        ([0], [0, 0, 0, 1]),
        ([90, 91, 363, 364], [1, 0, 1, 1]),
        ([-3], [0, 0, 0, 1]),  # a publisher's date that is still to come
    ],
)
def test_quarters_are_counted_back_from_the_day_of_the_data(days_ago, expected):
    assert count_by_quarter(make_papers(*days_ago), Window(TODAY, 4)) == expected


def test_papers_without_a_date_are_in_no_quarter():
    assert count_by_quarter([make_paper(published=None)], Window(TODAY, 4)) == [0, 0, 0, 0]


def test_a_paper_of_which_only_the_year_is_known_is_in_no_quarter():
    this_year = make_paper(
        published=datetime(TODAY.year, 1, 1, tzinfo=UTC), published_precision=Precision.YEAR
    )

    assert count_by_quarter([this_year], Window(TODAY, 4)) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [([], 4), ([1] * 99, 4), ([1] * 99 + [1_000], 4), ([1, 500], 6), ([1, 1_090], 12), ([1, 5_000], 4)],
)
def test_the_period_begins_with_the_catalogue_but_for_a_few_older_papers(days_ago, expected):
    assert choose_window(make_papers(*days_ago), TODAY).quarters == expected


@given(st.lists(DAYS, max_size=30))
def test_every_paper_of_the_period_is_in_one_quarter(days_ago):
    papers = make_papers(*days_ago)
    window = choose_window(papers, TODAY)
    first_day = TODAY - timedelta(days=91 * window.quarters - 1)
    inside = [paper for paper in papers if paper.published.date() >= first_day]

    assert sum(count_by_quarter(papers, window)) == len(inside)
    assert 4 <= window.quarters <= 12


def test_there_is_no_trend_line_without_papers():
    trends = draw_trends({"none": [], "some": make_papers(1)}, Window(TODAY, 4))

    assert trends["none"] == ""
    assert trends["some"].startswith("<svg")


def test_trend_lines_next_to_each_other_have_one_scale():
    trends = draw_trends({"one": make_papers(1), "two": make_papers(1, 1)}, Window(TODAY, 4))

    assert "L100 12.0" in trends["one"]
    assert "L100 2.0" in trends["two"]


# --- tables ----------------------------------------------------------------------------------------------

TABLE = DataTable(("Venue", "Papers"), (("<b>", 4), ("=1+1", 1)))


def test_a_table_names_its_columns_and_rows():
    html = _Reader(render_table(TABLE))

    assert [cell["scope"] for cell in html.all("th")] == ["col", "col", "row", "row"]
    assert html.texts["th"] == ["Venue", "Papers", "<b>", "=1+1"]
    assert html.texts["td"] == ["4", "1"]


def test_bars_in_a_table_are_relative_to_the_longest():
    html = _Reader(render_table(TABLE, bars_of=1))

    assert [rect["width"] for rect in html.all("rect")] == ["100.0", "25.0"]
    assert draw_table_bar(0.5) in render_table(DataTable(("a", "b"), (("c", 2), ("d", 1))), bars_of=1)


def test_a_figure_has_its_numbers_in_a_table():
    html = _Reader(render_figure("Papers per year", DataTable(("Year", "Papers"), ((2025, 1), (2026, 3)))))

    assert html.all("svg")[0]["aria-label"] == (
        "Papers per year, 2025 to 2026; highest in 2026: 3. The table has all numbers."
    )
    assert html.texts["summary"] == ["Papers per year (table)"]
    assert html.texts["td"] == ["1", "3"]
    assert html.texts["figcaption"] == ["Papers per year"]


def test_years_without_papers_are_counted_too():
    assert count_per_year(make_papers_of_years(2023, 2026, 2026)).rows == (
        (2023, 1),
        (2024, 0),
        (2025, 0),
        (2026, 2),
    )
    assert count_per_year([make_paper(published=None)]).rows == ()


def test_two_years_give_no_chart():
    assert render_papers_per_year(make_papers_of_years(2025, 2026)) == ""
    assert render_papers_per_year(make_papers_of_years(2024, 2026)) != ""


# --- files -----------------------------------------------------------------------------------------------


def test_no_cell_of_csv_is_a_formula():
    assert write_csv(TABLE) == "Venue,Papers\n<b>,4\n'=1+1,1\n"


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers())))
def test_csv_is_read_back_unchanged(rows):
    written = write_csv(DataTable(("a", "b"), tuple(rows)))
    read = list(csv.reader(written.splitlines(keepends=True)))[1:]

    assert [[cell.removeprefix("'"), number] for cell, number in read] == [
        [name.removeprefix("'"), str(number)] for name, number in rows
    ]


def test_bars_with_papers_lead_to_lists_and_have_names():
    table = DataTable(("Year", "Papers"), ((2024, 3), (2025, 0), (2026, 5)))
    reader = _Reader(render_figure("Papers", table, urls=["a/", None, "c/?x=1&y=2"]))
    links = [attributes for name, attributes in reader.elements if name == "a"]

    assert [link["href"] for link in links] == ["a/", "c/?x=1&y=2", "a/", "c/?x=1&y=2"]
    assert [link.get("aria-label") for link in links] == ["2024: 3", "2026: 5", None, None]
    assert next(attributes for name, attributes in reader.elements if name == "svg")["role"] == "group"
