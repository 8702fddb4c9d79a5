"""What a feed remembers between runs."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.ingest.feed_state import State, encode_state, parse_state, record_problems, record_success
from generator.ingest.time_span import Progress
from generator.model.errors import DataError
from tests.tables import for_each_row

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)
PROGRESS = Progress(
    "cat:cs.PF",
    NOON - timedelta(days=99),
    NOON,
    NOON - timedelta(days=9),
    2000,
    2253,
    NOON,
    ("2603.1",),
    9999,
)
FULL = State(
    date(2026, 3, 24),
    date(2026, 3, 1),
    {"If-None-Match": '"ü"'},
    "https://x",
    {"2603.1": NOON.date()},
    PROGRESS,
)


@pytest.mark.parametrize("state", [State(), State(succeeded=date(2026, 3, 24)), FULL])
def test_a_state_is_parsed_as_it_was_encoded(state):
    assert parse_state(encode_state(state), "feed.json") == state


def test_unknown_values_are_not_written():
    assert encode_state(State(succeeded=date(2026, 3, 24))) == b'{\n "succeeded": "2026-03-24"\n}\n'
    assert encode_state(State()) == b"{}\n"


def test_the_keys_of_the_file_are_stable():
    """Stored states of earlier versions must stay valid."""
    assert json.loads(encode_state(FULL)) == {
        "succeeded": "2026-03-24",
        "heard": "2026-03-01",
        "conditions": {"If-None-Match": '"ü"'},
        "source": "https://x",
        "awaited": {"2603.1": "2026-03-24"},
        "history": {
            "search": "cat:cs.PF",
            "since": "2025-12-15T12:00:00Z",
            "until": "2026-03-24T12:00:00Z",
            "window": "2026-03-15T12:00:00Z",
            "start": 2000,
            "total": 2253,
            "last": "2026-03-24T12:00:00Z",
            "border": ["2603.1"],
            "whole": 9999,
        },
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"succeeded": "yesterday"}',
        b'{"history": {"search": 1}}',
        b'{"succeeded": "\xff"}',
    ],
)
def test_a_file_that_is_not_a_state_is_a_problem(data):
    with pytest.raises(DataError) as caught:
        parse_state(data, "data/feeds/cs-pf/feed.json")

    problem = caught.value.problems[0]
    assert (problem.path, problem.hint) == (
        "data/feeds/cs-pf/feed.json",
        "the program writes this file; restore it with git, or remove it",
    )


# The last success, up to which day everything has been fetched, the day, whether a paper changed; the success
# that is recorded. Days of March 2026.
SUCCESSES = [
    (None, 24, 24, False, 24),
    (24, 24, 24, False, 24),
    (24, 24, 24, True, 24),
    (22, 24, 24, False, 22),  # not written every day
    (21, 24, 24, False, 24),
    (22, 24, 24, True, 24),
    (24, 10, 24, False, 24),  # after fetching an early time span
    (24, 10, 24, True, 24),
    (31, 24, 24, False, 24),  # a day in the future
    (31, 10, 24, True, 10),
]


@for_each_row(("before", "until", "today", "has_changes", "after"), SUCCESSES)
def test_a_success_is_recorded(before, until, today, has_changes, after):
    succeeded = before and date(2026, 3, before)
    state = State(succeeded=succeeded, complete_until=date(2026, 3, 1), conditions_for="https://x")

    recorded = record_success(state, date(2026, 3, until), date(2026, 3, today), has_changes=has_changes)

    assert recorded == State(succeeded=date(2026, 3, after), conditions_for="https://x")


def test_reported_problems_are_remembered_up_to_a_limit():
    state = record_problems(State(reported=("b",)), {"a"})

    assert state.reported == ("a", "b")
    assert record_problems(state, {"c", *map(str, range(999))}).reported[-1] == "c"
    assert len(record_problems(state, {*map(str, range(2_000))}).reported) == 1_000
