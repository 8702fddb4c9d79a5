"""Pages of arXiv that change while they are read: every lasting paper is fetched, or the fetch fails."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.ingest import arxiv_api, arxiv_history
from generator.ingest.arxiv_api import ArxivApi
from generator.ingest.feed_state import State, encode_state, parse_state
from generator.ingest.time_span import Progress
from generator.model.errors import FetchError
from generator.system.http import Answer
from tests.ingest.fetch_world import shuffle_ties
from tests.scripted_arxiv import FakeClock, ScriptedArxiv, make_record

PAGE, REACH, OVERLAP = 4, 12, 2
START = datetime(2026, 3, 1, tzinfo=UTC)
FIRST_ARRIVING = 100  # number of the first record that arrives later
# Minute and second at which papers were submitted. Changes come before a request, by its number: papers
# vanish or arrive.
TIMES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), max_size=40)
VANISHING = st.sets(st.integers(0, 39), max_size=2)
ARRIVING = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), max_size=3)
CHANGES = st.dictionaries(
    st.integers(2, 8), st.tuples(st.sampled_from(["vanish", "arrive"]), VANISHING, ARRIVING), max_size=3
)


class FakeClient:
    """Answers from records without a network, and lets the records change before some requests."""

    def __init__(self, times, changes):
        self.clock = FakeClock()
        self.sent = 0
        records = [make_record_at(number, time) for number, time in enumerate(times)]
        self.server = ScriptedArxiv(records, order_ties=shuffle_ties)
        self._changes = changes

    def get(self, url, **_options):
        self.sent += 1
        assert self.sent < 500, "the requests do not end"
        kind, vanishing, arriving = self._changes.get(self.sent, ("", (), ()))
        records = self.server.records
        if kind == "vanish":
            self.server.records = [record for index, record in enumerate(records) if index not in vanishing]
        elif kind == "arrive":
            first = len(records) + FIRST_ARRIVING * self.sent
            self.server.records += [
                make_record_at(first + index, time) for index, time in enumerate(arriving)
            ]
        self.server.requests.append({})
        return Answer(200, {}, self.server.answer_url(url))

    def wait(self, seconds, *_reason):
        self.clock.sleep(seconds)

    def find_missed(self, fetched_ids):
        """Return the ids of records that were there from beginning to end, and were not fetched."""
        lasting = (record.id for record in self.server.records if int(record.id[-5:]) < FIRST_ARRIVING)
        return set(lasting) - set(fetched_ids)


def make_record_at(number, time):
    minute, second = time
    submitted = START + timedelta(minutes=minute, seconds=second)
    return make_record(number, f"{submitted.isoformat()[:-6]}Z")


def build_api(client):
    return ArxivApi(client, START.date() + timedelta(days=9), "http://127.0.0.1/")


def begin_history():
    return Progress("cat:cs.PF", START, START + timedelta(days=1), START)


@pytest.fixture(autouse=True, scope="module")
def _small_pages():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arxiv_history, "HISTORY_PAGE_SIZE", PAGE)
        patch.setattr(arxiv_history, "MAX_OFFSET", REACH)
        patch.setattr(arxiv_api, "DAILY_PAGE_SIZE", PAGE)
        patch.setattr(arxiv_api, "MAX_PAGE_SIZE", PAGE)
        patch.setattr(arxiv_api, "PAGE_OVERLAP", OVERLAP)
        yield


@given(TIMES, CHANGES)
def test_a_history_fetches_every_lasting_paper_or_fails(times, changes):
    client = FakeClient(times, changes)
    fetched_ids = set()
    try:
        for document, _ in arxiv_history.iter_history(build_api(client), begin_history()):
            fetched_ids |= {entry.id for entry in document.entries}
    except FetchError:
        return
    assert client.find_missed(fetched_ids) == set()


@given(TIMES, CHANGES, st.lists(st.integers(1, 3), max_size=4))
def test_a_continued_history_fetches_every_lasting_paper_or_fails(times, changes, stops):
    client = FakeClient(times, changes)
    api = build_api(client)
    fetched_ids = set()
    progress = begin_history()
    try:
        for stop in (*stops, None):
            for document, following in islice(arxiv_history.iter_history(api, progress), stop):
                fetched_ids |= {entry.id for entry in document.entries}
                progress = following and reload(following)
            if progress is None:
                break
    except FetchError:
        return
    assert client.find_missed(fetched_ids) == set()


def reload(progress):
    """Store the progress of a stopped run, and read it again."""
    return parse_state(encode_state(State(history=progress)), "feed.json").history


@given(TIMES, CHANGES)
@example([(0, 0)] * 5, {})  # more papers of one second than pages have in common
@example([(0, 0)] * 5, {2: ("vanish", {0}, [])})  # and one of them vanishes
@example(  # others arrive before
    [(0, 1), (0, 0), *[(0, 1)] * 3, *[(1, 0)] * 3],
    {2: ("arrive", set(), [(0, 0)]), 3: ("arrive", set(), [(0, 0), (0, 1)]), 5: ("vanish", {0}, [])},
)
@example([(0, 1), *[(0, 0)] * 9], {5: ("vanish", {0, 1}, [])})
def test_every_lasting_new_paper_is_fetched_or_it_fails(times, changes):
    client = FakeClient(times, changes)
    versions = {}
    try:
        for document in arxiv_api.iter_newest(
            build_api(client), "cat:cs.PF", versions, START, timedelta(days=1)
        ):
            versions |= {entry.id: entry.version for entry in document.entries}
    except FetchError:
        return
    assert client.find_missed(versions) == set()


@given(st.integers(1, 200))
def test_the_forecast_is_the_smallest_number_of_requests(count):
    parts, left = 0, count
    while left > REACH:
        parts, left = parts + 1, left - REACH + 1  # each part begins with the last paper of the one before

    assert arxiv_history.count_requests(count) == parts * (REACH // PAGE) + -(-left // PAGE)
