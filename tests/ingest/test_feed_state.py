"""What a feed remembers, and how far it must look back; pages that change while they are read."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.ingest import arxiv_api, arxiv_history
from generator.ingest.arxiv_api import ArxivApi
from generator.ingest.arxiv_history import Progress
from generator.ingest.feed_state import State, encode_state, parse_state, record_success
from generator.model.errors import DataError, FetchError
from generator.system.http import Answer
from tests.scripted_arxiv import FakeClock, ScriptedArxiv, make_record

pytestmark = pytest.mark.slow

# --- the file --------------------------------------------------------------------------------------------

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)
PROGRESS = Progress(
    "cat:cs.PF", NOON - timedelta(days=99), NOON, NOON - timedelta(days=9), 2000, 2253, NOON, ("2603.1",)
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
def test_a_state_is_read_as_it_was_written(state):
    assert parse_state(encode_state(state), "feed.json") == state


def test_what_is_not_known_is_not_written():
    assert encode_state(State(succeeded=date(2026, 3, 24))) == b'{\n "succeeded": "2026-03-24"\n}\n'
    assert encode_state(State()) == b"{}\n"


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
def test_a_file_that_is_something_else_is_a_problem_that_names_it(data):
    with pytest.raises(DataError) as caught:
        parse_state(data, "data/feeds/cs-pf/feed.json")

    problem = caught.value.problems[0]
    assert (problem.path, problem.hint) == (
        "data/feeds/cs-pf/feed.json",
        "the program writes this file; restore it with git, or remove it",
    )


# --- the last success ------------------------------------------------------------------------------------

# The last success that is known, up to when all was heard now, the day, whether there is news; what is
# known then. Days of March 2026.
SUCCESSES = [
    (None, 24, 24, False, 24),
    (24, 24, 24, False, 24),
    (24, 24, 24, True, 24),
    (22, 24, 24, False, 22),  # not written anew every day
    (21, 24, 24, False, 24),
    (22, 24, 24, True, 24),
    (24, 10, 24, False, 24),  # a look at what was long ago
    (24, 10, 24, True, 24),
    (31, 24, 24, False, 24),  # a day that is still to come
    (31, 10, 24, True, 10),
]


@pytest.mark.parametrize(("known", "until", "today", "has_news", "expected"), SUCCESSES)
def test_a_success_is_remembered(known, until, today, has_news, expected):
    state = State(
        succeeded=known and date(2026, 3, known), complete_until=date(2026, 3, 1), conditions_for="https://x"
    )

    after = record_success(state, date(2026, 3, until), date(2026, 3, today), has_news=has_news)

    assert after == State(succeeded=date(2026, 3, expected), conditions_for="https://x")


# --- pages that change while they are read ---------------------------------------------------------------

PAGE, REACH, COMMON = 4, 12, 2
START = datetime(2026, 3, 1, tzinfo=UTC)
# Papers by the minute and second of their submission; changes by the request before which they come: papers
# that go, or papers that arrive.
TIMES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), max_size=40)
GOING = st.sets(st.integers(0, 39), max_size=2)
ARRIVING = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), max_size=3)
CHANGES = st.dictionaries(
    st.integers(2, 8), st.tuples(st.sampled_from(["go", "come"]), GOING, ARRIVING), max_size=3
)


class Stub:
    """Stands for a client: asks the server's records without a network, and lets them change in between."""

    def __init__(self, times, changes):
        self.clock = FakeClock()
        self.sent = 0
        self.server = ScriptedArxiv(
            [_paper(number, time) for number, time in enumerate(times)], order_ties=_shuffled
        )
        self._changes = changes

    def get(self, url, **_options):
        self.sent += 1
        assert self.sent < 500, "this goes on and on"
        kind, going, arriving = self._changes.get(self.sent, ("", (), ()))
        if kind == "go":
            self.server.records = [
                paper for index, paper in enumerate(self.server.records) if index not in going
            ]
        elif kind == "come":
            known = len(self.server.records) + 100 * self.sent
            self.server.records += [_paper(known + index, time) for index, time in enumerate(arriving)]
        self.server.requests.append({})
        return Answer(200, {}, self.server.answer_url(url))


def _paper(number, time):
    minute, second = time
    return make_record(number, f"{(START + timedelta(minutes=minute, seconds=second)).isoformat()[:-6]}Z")


def _shuffled(number):
    sign = 1 if number % 2 else -1
    return lambda record: sign * int(record.id[-5:])


def _staying(stub, heard):
    """Ids that were there from beginning to end, and were not heard."""
    return {record.id for record in stub.server.records if int(record.id[-5:]) < 100} - heard


@pytest.fixture(name="_small", scope="module", autouse=True)
def small_pages():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arxiv_history, "LARGEST_PAGE", PAGE)
        patch.setattr(arxiv_history, "DEEPEST_PAGE", REACH)
        patch.setattr(arxiv_api, "DAILY_PAGE", PAGE)
        patch.setattr(arxiv_api, "LONGER_PAGE", PAGE)
        patch.setattr(arxiv_api, "PAGE_OVERLAP", COMMON)
        yield


@given(TIMES, CHANGES)
def test_history_hears_every_paper_that_stays_or_fails(times, changes):
    stub = Stub(times, changes)
    heard = set()
    begin = Progress("cat:cs.PF", START, START + timedelta(days=1), START)
    try:
        for document, _ in arxiv_history.iter_history(
            ArxivApi(stub, NOON.date(), "http://127.0.0.1/"), begin
        ):
            heard |= {entry.id for entry in document.entries}
    except FetchError:
        return
    assert _staying(stub, heard) == set()


@given(TIMES, CHANGES, st.lists(st.integers(1, 3), max_size=4))
def test_history_that_is_stopped_and_goes_on_hears_every_paper_that_stays_or_fails(times, changes, stops):
    stub = Stub(times, changes)
    service = ArxivApi(stub, NOON.date(), "http://127.0.0.1/")
    heard = set()
    progress = Progress("cat:cs.PF", START, START + timedelta(days=1), START)
    try:
        for stop in (*stops, None):
            for document, following in islice(arxiv_history.iter_history(service, progress), stop):
                heard |= {entry.id for entry in document.entries}
                progress = (
                    following and parse_state(encode_state(State(history=following)), "feed.json").history
                )
            if progress is None:
                break
    except FetchError:
        return
    assert _staying(stub, heard) == set()


@given(TIMES, CHANGES)
@example([(0, 0)] * 5, {})  # more of one second than pages have in common
def test_the_newest_papers_are_all_heard_or_it_fails(times, changes):
    stub = Stub(times, changes)
    known = {}
    try:
        for document in arxiv_api.iter_newest(
            ArxivApi(stub, NOON.date(), "http://127.0.0.1/"), "cat:cs.PF", known, START, timedelta(days=1)
        ):
            known |= {entry.id: entry.version for entry in document.entries}
    except FetchError:
        return
    assert _staying(stub, set(known)) == set()


@given(st.integers(1, 200))
def test_the_number_of_requests_that_is_forecast_is_the_least(count):
    parts, left = 0, count
    while left > REACH:
        parts, left = parts + 1, left - REACH + 1  # each part begins with the last paper of the one before

    assert arxiv_history.count_requests(count) == parts * (REACH // PAGE) + -(-left // PAGE)
