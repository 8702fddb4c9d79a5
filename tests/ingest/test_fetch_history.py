"""Fetching everything of a time span from arXiv."""

from datetime import UTC, datetime, timedelta

import pytest

from generator.ingest import fetch_request
from generator.ingest.time_span import Span
from tests import server_faults as faults
from tests.ingest.fetch_world import PF, SINCE, UNTIL, change_at, make_records, shuffle_ties
from tests.scripted_arxiv import make_record

# How many papers there are, and the pages (part, start) that reading them takes with pages of 20 and 60
# entries in reach.
SIZES = {0: 1, 1: 1, 20: 1, 21: 2, 60: 3, 61: 4, 79: 4, 80: 5, 119: 6, 120: 7}


@pytest.mark.parametrize("count", SIZES)
def test_a_history_takes_the_fewest_requests_as_forecast(count, world):
    world.server.records = make_records(count, hours=1)
    forecast = fetch_request.forecast_feed(world.build_context(), PF, Span(SINCE, UNTIL))
    outcome = world.history()

    assert forecast == (count, SIZES[count])
    assert (outcome.requests, outcome.paper_count, outcome.service_total, outcome.failure) == (
        SIZES[count],
        count,
        count,
        "",
    )
    assert world.daily().has_changes is False


def test_a_history_is_sorted_by_submission_oldest_first(world):
    world.server.records = make_records(21)
    world.history(since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2026, 3, 24, 23, 59, tzinfo=UTC))

    first, second = (request["parameters"] for request in world.server.requests)
    assert first == {
        "search_query": "(cat:cs.PF) AND submittedDate:[202601010000 TO 202603250000]",
        "start": "0",
        "max_results": "20",
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
    }
    assert second == first | {"start": "20"}


def test_a_paper_of_the_last_minute_is_part_of_a_history(world):
    world.server.records = [make_record(1, "2026-03-01T00:00:00Z"), make_record(2, "2026-03-24T23:59:59Z")]

    world.history(since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 3, 24, 23, 59, tzinfo=UTC))

    assert sorted(world.papers()) == ["2603.00001", "2603.00002"]


def test_fetching_a_history_again_changes_no_byte(world):
    world.server.records = make_records(50, hours=12)
    world.history()
    before = world.files()

    outcome = world.history()

    assert (outcome.unchanged, outcome.has_changes, outcome.requests) == (50, False, 3)
    assert world.files() == before


def test_a_history_reports_its_progress(world):
    world.server.records = make_records(70, hours=12)
    world.history()

    assert world.progress == [
        "cs-pf: fetching",
        "cs-pf: to 2026-02-27, 20 of 70 papers, 3 requests and about 9 s left",
        "cs-pf: to 2026-03-09, 40 of 70 papers, 2 requests and about 6 s left",
        "cs-pf: to 2026-03-19, 60 of 70 papers, 1 request and about 3 s left",
        "cs-pf: to the end, 70 of 70 papers, 0 requests and about 0 s left",
        "cs-pf: 70 new, 0 revised, 0 changed (4 requests, 9 s)",
    ]


def test_papers_with_equal_times_at_the_border_of_pages_of_a_history_are_fetched(world):
    same = [make_record(number, "2026-03-01T12:00:00Z") for number in range(50, 54)]
    earlier, later = (
        make_records(18, begin="2026-02-02T00:00:00"),
        make_records(10, first=70, begin="2026-03-02T00:00:00"),
    )
    world.server.records = [*earlier, *same, *later]
    world.server.order_ties = shuffle_ties

    outcome = world.history()

    assert set(world.papers()) == {record.id for record in world.server.records}
    assert (outcome.failure, outcome.requests) == ("", 3)


@pytest.mark.parametrize("place", [0, 10, 30, 55])
def test_no_paper_is_missed_when_another_arrives_during_a_history(place, world):
    world.server.records = make_records(56, hours=12)
    expected = {record.id for record in world.server.records}
    arriving = make_record(99, world.server.records[place].published.replace(":07", ":08"))
    world.server.before = change_at(2, lambda server: server.records.append(arriving))

    outcome = world.history()

    assert set(world.papers()) >= expected
    assert (outcome.failure, outcome.requests) == ("", 4)
    world.server.before = None
    assert set(world.history().new) | expected | {arriving.id} == set(world.papers())


@pytest.mark.parametrize("place", [0, 10, 19, 20, 30, 55])
def test_no_paper_is_missed_when_another_vanishes_during_a_history(place, world):
    world.server.records = make_records(56, hours=12)
    expected = {record.id for record in world.server.records} - {world.server.records[place].id}
    world.server.before = change_at(2, lambda server: server.records.__delitem__(place))

    outcome = world.history()

    assert set(world.papers()) >= expected
    assert (outcome.failure, outcome.requests) == ("", 4)


def test_an_answer_that_loses_papers_is_rejected(world):
    world.server.records = make_records(56, hours=12)
    whole = list(world.server.records)
    world.server.before = change_at(2, lambda server: server.records.__delitem__(slice(25, None)))

    outcome = world.history()

    assert outcome.failure.startswith("arXiv states a total of 6 papers, but at least 36 are known, 3 times")
    world.server.before, world.server.records = None, whole
    assert world.history().failure == ""
    assert set(world.papers()) == {record.id for record in whole}


def test_a_moving_page_of_one_minute_is_a_failure(world):
    world.server.records = [make_record(number, "2026-03-01T12:00:00Z") for number in range(1, 40)]
    world.server.order_ties = shuffle_ties

    outcome = world.history()

    assert outcome.failure.startswith("more papers than a page holds were submitted in one minute")
    assert outcome.requests == 4


def test_a_stopped_history_continues(world):
    world.server.records = make_records(56, hours=12)
    world.server.faults = {3: faults.status(404)}
    assert world.history().paper_count == 40

    world.server.faults = {}
    outcome = world.history()

    assert (world.server.requested_pages, outcome.paper_count, outcome.service_total) == ([(40, 20)], 56, 56)
    assert "history" not in world.state()
    assert world.progress[-3:] == [
        "cs-pf: continuing an earlier run that was stopped at 1990-01-01",
        "cs-pf: to the end, 56 of 56 papers, 0 requests and about 0 s left",
        "cs-pf: 16 new, 0 revised, 0 changed (1 request, 3 s)",
    ]


def test_a_stopped_history_continues_despite_a_broken_entry_and_new_papers(world):
    world.server.records = make_records(56, hours=12)
    world.server.every_fault = faults.replaced("Paper 7<", "<")
    world.server.faults = {3: faults.status(404)}
    world.history()
    world.server.records += make_records(4, first=57, begin="2026-03-26T00:00:00")
    world.server.faults, world.server.server_time = {}, "2026-04-02T12:00:00Z"

    outcome = world.history(until=UNTIL + timedelta(days=8))

    assert (outcome.failure, outcome.paper_count) == ("", 59)


def test_a_history_of_another_time_span_starts_from_the_beginning(world):
    world.server.records = make_records(56, hours=12)
    world.server.faults = {2: faults.status(404)}
    world.history()
    world.server.faults = {}

    assert world.history(since=datetime(2026, 3, 1, tzinfo=UTC)).failure == ""
    assert world.server.requested_pages[0] == (0, 20)
    assert len(world.papers()) == 56 - 2


def test_an_empty_history_is_rejected_if_papers_are_stored(fetched):
    fetched.server.records = []

    outcome = fetched.history()

    assert outcome.failure.startswith("arXiv states a total of 0 papers, but at least 1 are known, 3 times")


@pytest.mark.parametrize(
    ("since", "until", "succeeded"),
    [
        ("2026-01-01", "2026-03-31", "2026-03-24"),  # up to the day by the server's clock
        ("2026-03-10", "2026-03-20", "2026-03-20"),
        ("2026-03-11", "2026-03-31", "2026-03-10"),  # leaves a day out
        ("2026-01-01", "2026-02-01", "2026-03-10"),
    ],
)
def test_a_history_is_a_success_if_it_leaves_no_gap(since, until, succeeded, fetched):
    (fetched.root / "data/feeds/cs-pf/feed.json").write_text('{"succeeded": "2026-03-10"}')

    fetched.history(
        since=datetime.fromisoformat(f"{since}T00:00:00Z"), until=datetime.fromisoformat(f"{until}T23:59:00Z")
    )

    assert fetched.state() == {"succeeded": succeeded}


def test_a_daily_run_reads_everything_during_the_first_history(world):
    early, between = (
        make_records(20, begin="2024-01-01T00:00:00"),
        make_records(10, first=30, begin="2024-12-01T00:00:00"),
    )
    revised = [paper.revise(f"2025-06-{day:02d}T00:00:00Z") for day, paper in enumerate(early, 1)]
    world.server.records = [*revised, *between, *make_records(5, first=50, begin="2026-03-01T00:00:00")]
    world.server.faults = {2: faults.status(404)}
    assert world.history().paper_count == 20
    world.server.faults = {}

    assert (world.daily().failure, len(world.papers())) == ("", 35)
    assert (world.history().failure, world.server.requested_pages) == ("", [(20, 20)])
