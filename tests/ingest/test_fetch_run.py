"""Fetching, from a scripted arXiv into a store: nothing is lost, nothing is asked for once too often.

Client and server share a fake clock. After every test the store holds what it held at any time before, and
no two requests were less than three seconds apart.
"""

import errno
import functools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from generator.cli import main
from generator.ingest import arxiv_api as api
from generator.ingest import arxiv_history as past
from generator.ingest import fetch_request, store
from generator.ingest import fetch_run as fetching
from generator.model.curation_values import Feed, FeedKind
from generator.model.errors import UsageError
from generator.system.files import hold_lock
from generator.system.http import ARXIV_PAUSE, MOST_TRIES, Client
from tests import scripted_arxiv as play
from tests.faults import Disk, failing
from tests.paths import FEEDS, REPOSITORY
from tests.scripted_arxiv import FakeClock, ScriptedArxiv, corpus, made

pytestmark = pytest.mark.slow

PF = Feed("cs-pf", FeedKind.ARXIV, categories=("cs.PF",))
TODAY = date(2026, 3, 25)
SINCE, UNTIL = datetime(1990, 1, 1, tzinfo=UTC), datetime(2026, 3, 25, 23, 59, tzinfo=UTC)
READINGS = 3  # of an answer that is not to be believed
INVALID = "arXiv answered with an error: Invalid query string: 'all:TREM2 AND (all:microglia'"
ERROR_FEED = (FEEDS / "arxiv/api-ERROR-400-query.xml").read_bytes()

# An answer to the first of two pages of 20 (35 papers match), what is said when all answers are of that
# sort, and after how many requests.
FAULTS = {
    "429": (play.status(429), "the server answers 429, 4 times", MOST_TRIES),
    "503": (play.status(503), "the server answers 503, 4 times", MOST_TRIES),
    "503 with Retry-After": (
        play.status(503, retry_after="9"),
        "the server answers 503, 4 times",
        MOST_TRIES,
    ),
    "a reset": (play.reset, "the connection failed", MOST_TRIES),
    "a cut-off body": (play.cut_off, "the connection failed", MOST_TRIES),
    "a cut-off gzip": (play.cut_off_gzip, "the answer is cut off, 4 times", MOST_TRIES),
    "an empty body": (play.instead(b""), "the document is empty, 3 times", READINGS),
    "a word": (play.instead(b"Rate exceeded."), "the document is no XML", READINGS),
    "a web page": (play.instead(b"<html><p>Sorry</p></html>"), "this is no answer of arXiv's API", READINGS),
    "an old web page": (
        play.instead(b"<!DOCTYPE html><html/>"),
        "a feed must not declare a DOCTYPE",
        READINGS,
    ),
    "a cut-off document": (play.changed("</feed>", ""), "the document is no XML", READINGS),
    "an RSS": (play.instead(b"<rss><channel/></rss>"), "this is no answer of arXiv's API", READINGS),
    "no entries": (play.without(0), "the answer has 0 of 20 entries", READINGS),
    "an entry too few": (play.without(-1), "the answer has 19 of 20 entries", READINGS),
    "too small a total": (play.changed(">35<", ">4<"), "the answer has 20 of 4 entries", READINGS),
    "no total": (play.changed("totalResults", "all"), "the answer lacks one of totalResults", READINGS),
    "another page": (
        play.changed("Index>0<", "Index>10<"),
        "the answer is another page: 20 from 10",
        READINGS,
    ),
    "a longer page": (play.changed("Page>20<", "Page>25<"), "the answer has 20 of 25 entries", READINGS),
    "no ids": (play.changed("/abs/", "/absurd/"), "none of 20 entries can be read", READINGS),
}
# The same, of what is not asked for again.
REFUSALS = {
    "406": (play.status(406), "the server answers 406", 1),
    "403": (play.status(403), "the server answers 403", 1),
    "404": (play.status(404), "the server answers 404", 1),
    "400 with words": (play.status(400, ERROR_FEED), INVALID, 1),
    "200 with an error's words": (play.instead(ERROR_FEED), INVALID, 1),
    "an endless body": (play.endless, "the answer is larger than 20,000,000 bytes", 1),
    "a bomb": (play.bomb, "the answer is larger than 20,000,000 bytes", 1),
    "a redirect elsewhere": (play.redirect("https://example.org/"), "only 127.0.0.1, arxiv.org, export", 1),
    "a redirect to http": (play.redirect("http://export.arxiv.org/api/query"), "only https is asked", 1),
    "a redirect in a loop": (play.redirect(""), "it redirects more than 4 times", 5),
}


class World:
    """A catalogue's folder, a server, and the clock of both."""

    def __init__(self, root, server, clock):
        self.root, self.server, self.clock = root, server, clock
        self.client = Client("papers", clock)
        self.said = []
        self._held = {}
        self._last_time = -ARXIV_PAUSE

    def run(self, function, *feeds, today=TODAY, **options):
        """What came of one feed, or of several; requests are counted anew."""
        self.server.requests.clear()
        service = api.Service(self.client, self.server.endpoint)
        outcomes = function(self.root, feeds or [PF], service, today, self.said.append, **options)
        self.check()
        return outcomes if len(feeds) > 1 else outcomes[0]

    def daily(self, *feeds, **options):
        return self.run(fetching.daily, *feeds, **options)

    def history(self, *feeds, since=SINCE, until=UNTIL, **options):
        return self.run(fetching.history, *feeds, span=fetching.Span(since, until), **options)

    def refresh(self, *feeds):
        return self.run(fetching.refresh, *feeds)

    def papers(self, feed="cs-pf"):
        return store.read_feed(self.root / "data/feeds", feed)

    def versions(self, feed="cs-pf"):
        return {paper_id: paper.entry.version for paper_id, paper in self.papers(feed).items()}

    def state(self, feed="cs-pf"):
        return json.loads((self.root / "data/feeds" / feed / "feed.json").read_bytes())

    def files(self):
        """What is stored, byte for byte; a disk that fails may keep remains of what was to take its place."""
        return stored_files(self.root / "data/feeds")

    def check(self):
        """Whether every paper is still there in its version, and requests were apart."""
        for feed in store.feed_names(self.root / "data/feeds"):
            now = self.versions(feed)
            before = self._held.get(feed, {})
            assert {
                paper_id for paper_id in before if (now.get(paper_id) or 0) < (before[paper_id] or 0)
            } == set()
            self._held[feed] = now
        times = [self._last_time, *(request["time"] for request in self.server.requests)]
        assert [after - before for before, after in pairwise(times) if after - before < ARXIV_PAUSE] == []
        self._last_time = times[-1]


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch):
    """Spare the wait for the disk: what a power cut leaves behind is tested with the store."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


def stored_files(folder):
    found = (path for path in folder.glob("*/*") if not path.parent.name.startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture(name="world")
def world_with_small_pages(tmp_path, monkeypatch):
    for name, value in {"DAILY_PAGE": 20, "LONGER_PAGE": 30, "_COMMON": 3}.items():
        monkeypatch.setattr(api, name, value)
    monkeypatch.setattr(past, "LARGEST_PAGE", 20)
    for module in (api, past):
        monkeypatch.setattr(module, "DEEPEST_PAGE", 60)
    clock = FakeClock()
    (tmp_path / "data").mkdir()
    with ScriptedArxiv(now=clock.monotonic) as server:
        yield World(tmp_path, server, clock)


def papers(count, first=1, begin="2026-02-18T00:30:07", hours=24):
    """Records at regular times; the last of 35 is from the day by the server's clock."""
    start = datetime.fromisoformat(begin)
    times = [start + timedelta(hours=hours) * index for index in range(count)]
    return [made(number, f"{time.isoformat()}Z") for number, time in enumerate(times, first)]


@pytest.fixture(name="kept")
def world_with_thirty_papers_and_five_to_come(world):
    world.server.records = papers(30)
    assert world.daily().failure == ""
    world.server.records = papers(35)
    return world


# --- whatever goes wrong, nothing is lost ----------------------------------------------------------------


@pytest.mark.parametrize("case", FAULTS | REFUSALS)
def test_a_fault_that_stays_is_said_and_costs_nothing(case, kept):
    fault, reason, requests = (FAULTS | REFUSALS)[case]
    before = kept.files()
    kept.server.always = fault

    outcome = kept.daily()

    assert outcome.failure.startswith(reason)
    assert (outcome.requests, outcome.exit_code, outcome.held) == (requests, 3, 30)
    assert kept.files() == before

    kept.server.always = None
    assert (kept.daily().requests, len(kept.papers())) == (1, 35)


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_that_passes_costs_one_request(case, kept):
    kept.server.faults = {1: FAULTS[case][0]}

    outcome = kept.daily()

    assert (outcome.failure, outcome.requests, len(outcome.new)) == ("", 2, 5)


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_in_mid_history_leaves_what_came_before_and_the_next_run_goes_on(case, world):
    world.server.records = papers(55, hours=12)
    expected = [record.id for record in world.server.records]
    fault, _, requests = FAULTS[case]
    world.server.before = lambda server, number: setattr(server, "always", fault if number > 1 else None)

    outcome = world.history()
    if case in {"too small a total", "another page"}:  # these faults are of the first page only
        assert outcome.failure == ""
        return
    assert outcome.failure
    assert (outcome.requests, outcome.held) == (1 + requests, 20)

    world.server.before = world.server.always = None
    assert (world.history().requests, sorted(world.papers())) == (2, expected)


def test_an_answer_that_drips_is_given_up_at_its_deadline(kept):
    before = kept.files()
    kept.server.always = play.drip(kept.clock, 30)

    outcome = kept.daily()

    assert outcome.failure.startswith("the connection failed (the answer took longer than 180 s), 4 times")
    assert kept.files() == before


def test_a_packed_answer_is_read(kept):
    kept.server.always = play.packed

    assert (kept.daily().failure, len(kept.papers())) == ("", 35)


# --- every day -------------------------------------------------------------------------------------------


def test_a_day_without_news_takes_a_request_and_changes_no_byte(kept):
    kept.daily()
    before = kept.files()

    outcome = kept.daily()

    assert (outcome.requests, outcome.unchanged, outcome.has_news, outcome.exit_code) == (1, 20, False, 0)
    assert kept.files() == before


def test_a_day_with_news_tells_what_is_new_revised_and_withdrawn(kept):
    first, second, *others = kept.server.records
    comment = "<arxiv:comment>This paper has been withdrawn by the authors</arxiv:comment>"
    revised = first.revised("2026-03-23T10:00:00Z")
    withdrawn = second.revised("2026-03-23T11:00:00Z", comment)
    kept.server.records = [*others, revised, withdrawn]

    outcome = kept.daily()

    assert sorted(outcome.new) == [record.id for record in others[-5:]]
    assert sorted(outcome.revised) == [first.id, second.id]
    assert (outcome.withdrawn, outcome.held, outcome.counted) == ((second.id,), 35, 35)
    assert (kept.versions()[first.id], kept.versions()[second.id]) == (2, 2)


def test_the_first_run_of_a_feed_reads_all_that_there_is(world):
    world.server.records = papers(60, hours=1)

    outcome = world.daily()

    assert (outcome.failure, outcome.held) == ("", 60)
    assert world.server.pages_asked == [(0, 20), (17, 30), (44, 16)]


def test_a_paper_that_surfaces_late_is_found_by_the_window(world):
    world.server.records = papers(50, begin="2026-03-12T00:30:00", hours=6)
    world.daily()
    late = made(99, "2026-03-16T00:00:00Z")  # eight days before the last success, beyond the first page
    world.server.records.append(late)

    outcome = world.daily()

    assert (outcome.new, outcome.failure) == ((late.id,), "")
    assert world.server.pages_asked == [(0, 20), (17, 30), (44, 16)]  # and ten days before that one


def test_a_paper_that_surfaces_late_moves_the_window_further_back(kept):
    kept.daily()
    late = [
        made(99, "2026-03-15T00:00:00Z"),
        made(98, "2026-03-06T00:00:00Z"),
        made(97, "2026-02-26T00:00:00Z"),
    ]
    kept.server.records += late

    outcome = kept.daily()

    assert set(outcome.new) == {record.id for record in late}
    assert kept.server.pages_asked == [(0, 20), (17, 30)]


def test_an_older_version_that_comes_later_changes_nothing(kept):
    paper = kept.server.records[29]
    others = [record for record in kept.server.records if record is not paper]
    kept.server.records = [*others, paper.revised("2026-03-23T10:00:00Z")]
    kept.daily()
    before = kept.files()
    kept.server.records, kept.server.answered = [*others, paper], "2026-03-25T12:00:00Z"

    assert kept.daily().has_news is False
    assert kept.files() == before
    assert kept.versions()[paper.id] == 2


def change_at(number, change):
    """What a server does to itself before it answers a request."""
    return lambda server, asked: change(server) if asked == number else None


@pytest.fixture(name="new")
def world_with_fifty_papers_to_come(world):
    """Takes three pages to read, each of which begins three entries before the end of the one before."""
    world.server.records = papers(50, hours=6)
    return world


def test_papers_that_arrive_between_pages_push_none_away(new):
    arriving = papers(5, first=51, begin="2026-03-20T00:00:00")
    new.server.before = change_at(2, lambda server: server.records.extend(arriving))

    outcome = new.daily()

    assert (outcome.failure, len(new.papers()), outcome.unchanged) == ("", 50, 0)
    new.server.before = None
    assert set(new.daily().new) == {record.id for record in arriving}


@pytest.mark.parametrize("vanishing", [1, 2])
def test_a_paper_that_vanishes_between_pages_takes_none_with_it(vanishing, new):
    gone = new.server.records[-vanishing:]
    expected = {record.id for record in new.server.records}
    new.server.before = change_at(2, lambda server: server.records.__delitem__(slice(-vanishing, None)))

    outcome = new.daily()

    assert outcome.failure == ""
    assert set(new.papers()) == expected >= {record.id for record in gone}


def test_pages_that_moved_too_far_are_a_failure_and_the_next_run_finds_all(new):
    expected = {record.id for record in new.server.records}
    new.server.before = change_at(2, lambda server: server.records.__delitem__(slice(-20, None)))

    outcome = new.daily()

    assert outcome.failure.startswith("the pages moved while they were read")
    new.server.before = None
    assert new.daily().failure == ""
    assert set(new.papers()) == expected


def test_ties_on_the_border_of_pages_are_all_found(world):
    same = [made(number, "2026-03-01T12:00:00Z") for number in range(50, 54)]
    later, earlier = papers(18, begin="2026-03-02T00:00:00", hours=6), papers(10, first=30)
    world.server.records = [*later, *same, *earlier]
    world.server.ties = shuffled

    assert world.daily().failure == ""
    assert set(world.papers()) == {record.id for record in world.server.records}


def shuffled(number):
    """Another order of equals for every request: forwards, and backwards."""
    sign = 1 if number % 2 else -1
    return lambda record: sign * int(record.id[-5:])


def test_more_news_than_paging_reaches_is_a_failure_and_not_a_success(kept):
    succeeded = kept.state()["succeeded"]
    kept.server.records = papers(30) + papers(70, first=31, begin="2026-03-20T00:00:00", hours=12)
    kept.server.answered = "2026-04-24T12:00:00Z"

    outcome = kept.daily()

    assert outcome.failure.startswith("more than 60 papers changed since 2026-03-24")
    assert outcome.hint == "catalogue fetch --since 2026-03, then again"
    assert (outcome.exit_code, kept.state()["succeeded"]) == (3, succeeded)
    assert kept.daily().exit_code == 3

    assert (
        kept.history(since=datetime(2026, 3, 1, tzinfo=UTC), until=UNTIL + timedelta(days=30)).failure == ""
    )
    assert (kept.daily().failure, len(kept.papers())) == ("", 100)


def test_a_first_run_that_stops_between_pages_leaves_no_gap(kept):
    (kept.root / "data/feeds/cs-pf/feed.json").unlink()  # as after an import, which knows of no success
    kept.server.records = papers(30) + papers(30, first=31, begin="2026-05-01T00:00:00")
    kept.server.answered = "2026-07-02T12:00:00Z"
    kept.server.faults = {2: play.status(403)}
    assert (kept.daily().failure != "", kept.state()) == (True, {"heard": "2026-03-19"})

    kept.server.faults = {}
    assert kept.daily().failure == ""
    assert (len(kept.papers()), kept.state()) == (60, {"succeeded": "2026-07-02"})


def test_an_answer_that_is_not_sorted_is_not_believed(kept):
    kept.server.sorts = False
    kept.server.records = [*kept.server.records[1::2], *kept.server.records[::2]]
    before = kept.files()

    outcome = kept.daily()

    assert outcome.failure.startswith("the answer is not sorted as it was asked for, 3 times")
    assert (outcome.requests, kept.files()) == (READINGS, before)


def test_a_few_entries_out_of_order_are_no_reason_to_doubt(kept):
    odd = kept.server.records[33]
    kept.server.records[33] = odd.revised("2026-03-23T10:00:00Z")
    kept.server.always = play.changed("2026-03-23T10:00:00Z", "2026-03-01T10:00:00Z")

    assert kept.daily().failure == ""


def test_an_empty_answer_is_not_believed_where_papers_are_known(kept):
    before = kept.files()
    kept.server.records = []

    outcome = kept.daily()

    assert outcome.failure.startswith("the answer counts 0 papers where at least 1 were known, 3 times")
    assert (outcome.requests, kept.files()) == (READINGS, before)


def test_a_search_without_matches_is_no_failure_where_nothing_is_known(world):
    outcome = world.daily()

    assert (outcome.failure, outcome.held, outcome.counted, outcome.requests) == ("", 0, 0, 1)


def test_a_broken_entry_costs_itself_and_is_told(kept):
    kept.server.always = play.changed("Paper 33<", "<")

    outcome = kept.daily()

    assert (len(outcome.new), outcome.lost, outcome.failure, outcome.exit_code) == (4, 1, "", 1)
    assert [problem.message for problem in outcome.skipped] == ["entry skipped: 2603.00033 has no title"]


@pytest.mark.parametrize("today", [date(1980, 1, 1), date(2026, 3, 24), date(2050, 6, 1)])
def test_the_clock_of_the_machine_does_not_matter(today, new):
    new.daily(today=today)
    new.server.records = [*new.server.records, *papers(3, first=80, begin="2026-03-20T00:00:00")]
    new.daily(today=date(2026, 3, 25))
    new.daily(today=today)
    assert new.state() == {"succeeded": "2026-03-24"}
    assert {paper.first_seen for paper in new.papers().values()} == {date(2026, 3, 24)}


def test_a_success_that_a_wrong_clock_wrote_is_mended(kept):
    path = kept.root / "data/feeds/cs-pf/feed.json"
    path.write_text('{"succeeded": "2050-01-01"}')

    assert kept.daily().failure == ""
    assert kept.state() == {"succeeded": "2026-03-24"}


def test_one_feed_that_fails_costs_no_other(kept):
    other, third = replace(PF, id="other"), replace(PF, id="third")
    kept.server.faults = {2: play.status(403)}

    first, failed, last = kept.daily(PF, other, third)

    assert [(outcome.exit_code, outcome.held) for outcome in (first, failed, last)] == [
        (0, 35),
        (3, 0),
        (0, 35),
    ]
    assert store.feed_names(kept.root / "data/feeds") == ("cs-pf", "third")
    assert kept.server.gaps() == [3, 3, 3]


def test_papers_named_by_their_ids_are_asked_for_by_id(kept):
    wanted = replace(PF, id="wanted", categories=(), ids=("2603.00020", "2603.00021", "2603.99999"))

    outcome = kept.daily(wanted)

    assert sorted(kept.papers("wanted")) == ["2603.00020", "2603.00021"]
    assert (outcome.missing, outcome.requests, outcome.failure) == (("2603.99999",), 1, "")
    assert kept.server.requests[-1]["parameters"]["id_list"] == "2603.00020,2603.00021,2603.99999"


# --- history ---------------------------------------------------------------------------------------------

# How many papers there are, and the pages (part, start) that reading them takes with pages of 20 and 60
# entries in reach.
SIZES = {0: 1, 1: 1, 20: 1, 21: 2, 60: 3, 61: 4, 79: 4, 80: 5, 119: 6, 120: 7}


@pytest.mark.parametrize("count", SIZES)
def test_history_takes_the_fewest_requests_and_says_so_before(count, world):
    world.server.records = papers(count, hours=1)
    service = api.Service(world.client, world.server.endpoint)

    forecast = fetching.forecast(PF, service, fetching.Span(SINCE, UNTIL))
    outcome = world.history()

    assert forecast == (count, SIZES[count])
    assert (outcome.requests, outcome.held, outcome.counted, outcome.failure) == (
        SIZES[count],
        count,
        count,
        "",
    )
    assert world.daily().has_news is False


def test_history_is_asked_for_by_submission_oldest_first(world):
    world.server.records = papers(21)
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


def test_a_paper_of_the_last_minute_belongs_to_history(world):
    world.server.records = [made(1, "2026-03-01T00:00:00Z"), made(2, "2026-03-24T23:59:59Z")]

    world.history(since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 3, 24, 23, 59, tzinfo=UTC))

    assert sorted(world.papers()) == ["2603.00001", "2603.00002"]


def test_a_second_history_changes_no_byte(world):
    world.server.records = papers(50, hours=12)
    world.history()
    before = world.files()

    outcome = world.history()

    assert (outcome.unchanged, outcome.has_news, outcome.requests) == (50, False, 3)
    assert world.files() == before


def test_history_says_how_far_it_is(world):
    world.server.records = papers(70, hours=12)
    world.history()

    assert world.said == [
        "cs-pf: to 2026-02-27, 20 of 70 papers, 3 requests and about 9 s left",
        "cs-pf: to 2026-03-09, 40 of 70 papers, 2 requests and about 6 s left",
        "cs-pf: to 2026-03-19, 60 of 70 papers, 1 request and about 3 s left",
        "cs-pf: to the end, 70 of 70 papers, 0 requests and about 0 s left",
    ]


def test_ties_on_the_borders_of_history_are_all_found(world):
    same = [made(number, "2026-03-01T12:00:00Z") for number in range(50, 54)]
    earlier, later = (
        papers(18, begin="2026-02-02T00:00:00"),
        papers(10, first=70, begin="2026-03-02T00:00:00"),
    )
    world.server.records = [*earlier, *same, *later]
    world.server.ties = shuffled

    outcome = world.history()

    assert set(world.papers()) == {record.id for record in world.server.records}
    assert (outcome.failure, outcome.requests) == ("", 3)


@pytest.mark.parametrize("place", [0, 10, 30, 55])
def test_a_paper_that_arrives_while_history_is_read_pushes_none_away(place, world):
    world.server.records = papers(56, hours=12)
    expected = {record.id for record in world.server.records}
    arriving = made(99, world.server.records[place].published.replace(":07", ":08"))
    world.server.before = change_at(2, lambda server: server.records.append(arriving))

    outcome = world.history()

    assert set(world.papers()) >= expected
    assert (outcome.failure, outcome.requests) == ("", 4)
    world.server.before = None
    assert set(world.history().new) | expected | {arriving.id} == set(world.papers())


@pytest.mark.parametrize("place", [0, 10, 19, 20, 30, 55])
def test_a_paper_that_vanishes_while_history_is_read_takes_none_with_it(place, world):
    world.server.records = papers(56, hours=12)
    expected = {record.id for record in world.server.records} - {world.server.records[place].id}
    world.server.before = change_at(2, lambda server: server.records.__delitem__(place))

    outcome = world.history()

    assert set(world.papers()) >= expected
    assert (outcome.failure, outcome.requests) == ("", 4)


def test_a_service_that_forgets_a_part_is_not_believed(world):
    world.server.records = papers(56, hours=12)
    whole = list(world.server.records)
    world.server.before = change_at(2, lambda server: server.records.__delitem__(slice(25, None)))

    outcome = world.history()

    assert outcome.failure.startswith("the answer counts 6 papers where at least 36 were known, 3 times")
    world.server.before, world.server.records = None, whole
    assert world.history().failure == ""
    assert set(world.papers()) == {record.id for record in whole}


def test_a_page_of_one_minute_that_moves_is_a_failure_and_not_a_loop(world):
    world.server.records = [made(number, "2026-03-01T12:00:00Z") for number in range(1, 40)]
    world.server.ties = shuffled

    outcome = world.history()

    assert outcome.failure.startswith("more papers than a page holds were submitted in one minute")
    assert outcome.requests == 4


def test_history_that_was_stopped_goes_on_where_it_was(world):
    world.server.records = papers(56, hours=12)
    world.server.faults = {3: play.status(404)}
    assert world.history().held == 40

    world.server.faults = {}
    outcome = world.history()

    assert (world.server.pages_asked, outcome.held, outcome.counted) == ([(40, 20)], 56, 56)
    assert "history" not in world.state()
    assert world.said[-2:] == [
        "cs-pf: going on where an earlier run stopped, at 1990-01-01",
        "cs-pf: to the end, 56 of 56 papers, 0 requests and about 0 s left",
    ]


def test_history_that_was_stopped_goes_on_with_a_broken_entry_before_and_new_papers_behind(world):
    world.server.records = papers(56, hours=12)
    world.server.always = play.changed("Paper 7<", "<")
    world.server.faults = {3: play.status(404)}
    world.history()
    world.server.records += papers(4, first=57, begin="2026-03-26T00:00:00")
    world.server.faults, world.server.answered = {}, "2026-04-02T12:00:00Z"

    outcome = world.history(until=UNTIL + timedelta(days=8))

    assert (outcome.failure, outcome.held) == ("", 59)


def test_history_of_another_time_does_not_go_on_from_elsewhere(world):
    world.server.records = papers(56, hours=12)
    world.server.faults = {2: play.status(404)}
    world.history()
    world.server.faults = {}

    assert world.history(since=datetime(2026, 3, 1, tzinfo=UTC)).failure == ""
    assert world.server.pages_asked[0] == (0, 20)
    assert len(world.papers()) == 56 - 2


def test_history_that_ends_before_it_begins_is_a_wrong_call(world):
    with pytest.raises(UsageError, match="2026-03-25 is after the end of the time to fetch, 1980-01-01"):
        world.history(since=UNTIL, until=datetime(1980, 1, 1, tzinfo=UTC))


def test_history_without_an_answer_is_not_believed_where_papers_are_known(kept):
    kept.server.records = []

    outcome = kept.history()

    assert outcome.failure.startswith("the answer counts 0 papers where at least 1 were known, 3 times")


@pytest.mark.parametrize(
    ("since", "until", "succeeded"),
    [
        ("2026-01-01", "2026-03-31", "2026-03-24"),  # up to the day by the server's clock
        ("2026-03-10", "2026-03-20", "2026-03-20"),
        ("2026-03-11", "2026-03-31", "2026-03-10"),  # leaves a day out
        ("2026-01-01", "2026-02-01", "2026-03-10"),
    ],
)
def test_history_counts_as_success_as_far_as_it_leaves_no_gap(since, until, succeeded, kept):
    (kept.root / "data/feeds/cs-pf/feed.json").write_text('{"succeeded": "2026-03-10"}')

    kept.history(
        since=datetime.fromisoformat(f"{since}T00:00:00Z"), until=datetime.fromisoformat(f"{until}T23:59:00Z")
    )

    assert kept.state() == {"succeeded": succeeded}


def test_a_daily_run_reads_all_while_the_first_history_is_under_way(world):
    early, between = (
        papers(20, begin="2024-01-01T00:00:00"),
        papers(10, first=30, begin="2024-12-01T00:00:00"),
    )
    revised = [paper.revised(f"2025-06-{day:02d}T00:00:00Z") for day, paper in enumerate(early, 1)]
    world.server.records = [*revised, *between, *papers(5, first=50, begin="2026-03-01T00:00:00")]
    world.server.faults = {2: play.status(404)}
    assert world.history().held == 20
    world.server.faults = {}

    assert (world.daily().failure, len(world.papers())) == ("", 35)
    assert (world.history().failure, world.server.pages_asked) == ("", [(20, 20)])


# --- papers that are known -------------------------------------------------------------------------------


def test_a_refresh_sees_new_facts_versions_and_withdrawals(kept):
    doi, version, withdrawn, *others = kept.server.records
    comment = "<arxiv:comment>This paper has been withdrawn by its authors.</arxiv:comment>"
    kept.server.records = [
        doi.with_more("<arxiv:doi>10.1145/3779212.3790145</arxiv:doi>"),
        version.revised("2026-03-23T10:00:00Z"),
        withdrawn.revised("2026-03-23T11:00:00Z", comment),
        *others,
    ]

    outcome = kept.refresh()

    assert (outcome.changed, outcome.revised) == ((doi.id,), (version.id, withdrawn.id))
    assert (outcome.withdrawn, outcome.unchanged, outcome.new) == ((withdrawn.id,), 27, ())
    assert kept.papers()[doi.id].entry.dois == ("10.1145/3779212.3790145",)


def test_a_refresh_keeps_and_reports_what_the_service_no_longer_answers(kept):
    before = kept.files()
    gone = kept.server.records.pop(3)

    outcome = kept.refresh()

    assert (outcome.missing, outcome.failure, outcome.exit_code) == ((gone.id,), "", 0)
    assert kept.files() == before


def test_a_refresh_asks_in_batches(kept, monkeypatch):
    monkeypatch.setattr(api, "IDS_PER_REQUEST", 7)

    outcome = kept.refresh()

    assert (outcome.requests, outcome.unchanged) == (5, 30)
    sizes = [len(request["parameters"]["id_list"].split(",")) for request in kept.server.requests]
    assert sizes == [7, 7, 7, 7, 2]


def test_a_refresh_does_not_believe_that_all_papers_of_a_batch_are_gone(kept):
    before = kept.files()
    kept.server.records = []

    outcome = kept.refresh()

    assert outcome.failure.startswith("the answer counts 0 papers where at least 1 were known, 3 times")
    assert (outcome.missing, kept.files()) == ((), before)


# --- RSS, Atom and files ---------------------------------------------------------------------------------

JOURNAL = Feed("journal", FeedKind.RSS, url="https://feeds.example.org/journal")
DAILY = Feed("daily", FeedKind.RSS, url="https://rss.arxiv.org/rss/cs.PF")
HEADERS = {"ETag": '"one"', "Last-Modified": "Tue, 24 Mar 2026 04:00:00 GMT"}


def rss(name):
    return (FEEDS / "publishers" / name).read_bytes()


@pytest.fixture(name="hosted")
def world_in_which_hosts_are_played(world):
    play.play_hosts(world.client, world.server, "feeds.example.org", "www.example.com", "rss.arxiv.org")
    world.server.pages["/journal"] = (HEADERS, rss("pub-oup.xml"))
    return world


@pytest.fixture(name="announcing")
def world_that_announces_papers(hosted):
    hosted.server.records = corpus()
    hosted.server.pages["/rss/cs.PF"] = (HEADERS, rss("rss-cs.PF.xml"))
    return hosted


def test_a_publishers_feed_is_read(hosted):
    outcome = hosted.daily(JOURNAL)

    assert (len(outcome.new), outcome.requests, outcome.failure) == (14, 1, "")
    assert "doi:10.1093/zoolinnean/zlab078" in hosted.papers("journal")
    assert {paper.first_seen for paper in hosted.papers("journal").values()} == {date(2026, 3, 24)}


PUBLISHERS = sorted(path.name for path in (FEEDS / "publishers").glob("pub-*.xml"))
NO_ITEMS = ["pub-jstage-empty.atom.xml", "pub-pubmed-efetch.xml"]  # the second is no feed


@pytest.mark.parametrize("headers", [{}, HEADERS], ids=["sent whole", "unchanged"])
def test_feeds_of_many_publishers_are_read_and_reading_them_again_changes_no_byte(headers, hosted):
    hosted.server.pages = {f"/{name}": (headers, rss(name)) for name in PUBLISHERS}
    feeds = [
        Feed(name.replace(".", "-"), FeedKind.RSS, url=f"https://feeds.example.org/{name}")
        for name in PUBLISHERS
    ]
    first = dict(zip(PUBLISHERS, hosted.daily(*feeds), strict=True))
    before = hosted.files()
    hosted.server.answered = "2026-03-25T12:00:00Z"
    again = hosted.daily(*feeds)

    items = {name: len(re.findall(rb"<(?:item|entry)[ >]", rss(name))) for name in PUBLISHERS}
    assert [name for name in PUBLISHERS if not items[name]] == NO_ITEMS
    assert {name: outcome.held for name, outcome in first.items()} == items
    assert {name: outcome.lost for name, outcome in first.items() if outcome.lost} == {}
    assert [name for name, outcome in first.items() if outcome.failure] == NO_ITEMS[1:]
    assert "a feed must not declare a DOCTYPE" in first["pub-pubmed-efetch.xml"].failure
    assert [outcome.has_news for outcome in again] == [False] * len(PUBLISHERS)
    assert hosted.files() == before


def test_a_feed_that_did_not_change_is_not_sent_again(hosted):
    hosted.daily(JOURNAL)
    before = hosted.files()

    outcome = hosted.daily(JOURNAL)

    sent = hosted.server.requests[0]["headers"]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == tuple(HEADERS.values())
    assert (outcome.failure, outcome.unchanged, outcome.has_news) == ("", 0, False)
    assert hosted.files() == before


def test_conditions_are_kept_only_with_news(hosted):
    hosted.daily(JOURNAL)
    before = hosted.files()
    body = rss("pub-oup.xml")
    hosted.server.pages["/journal"] = (
        {"ETag": '"two"'},
        body.replace(b"20 Dec 2021 22:48", b"20 Dec 2021 23:48"),
    )
    hosted.daily(JOURNAL)
    assert hosted.files() == before

    hosted.server.answered = "2026-03-25T12:00:00Z"
    hosted.server.pages["/journal"] = ({"ETag": '"three"'}, body.replace(b"Macroecology", b"Ecology"))
    assert len(hosted.daily(JOURNAL).changed) == 1
    assert hosted.state("journal")["conditions"] == {"If-None-Match": '"three"'}


@pytest.mark.parametrize("change", [{"url": "https://feeds.example.org/other"}, {"phrases": ("zebrafish",)}])
def test_conditions_are_sent_only_for_what_they_are_true_of(change, hosted):
    hosted.daily(JOURNAL)
    hosted.server.pages["/other"] = hosted.server.pages["/journal"]
    hosted.daily(replace(JOURNAL, **change))

    assert "If-None-Match" not in hosted.server.requests[0]["headers"]


def test_an_empty_answer_is_not_taken_for_an_unchanged_one(hosted):
    hosted.daily(JOURNAL)
    before = hosted.files()
    hosted.server.always = play.instead(b"")

    outcome = hosted.daily(JOURNAL)

    assert outcome.failure == "https://feeds.example.org/journal: the document is empty"
    assert (outcome.exit_code, hosted.files()) == (3, before)


def test_only_entries_with_a_phrase_are_taken(hosted):
    feed = replace(JOURNAL, phrases=("southern oceans", "new specie"))

    hosted.daily(feed)

    titles = [paper.entry.title for paper in hosted.papers("journal").values()]
    texts = [
        f"{paper.entry.title} {paper.entry.abstract}".lower() for paper in hosted.papers("journal").values()
    ]
    assert 0 < len(titles) < 14
    assert all("southern ocean" in text or "new species" in text for text in texts)


def test_a_feed_may_lead_to_a_host_that_is_named(hosted):
    hosted.server.pages["/moved"] = hosted.server.pages["/journal"]
    hosted.server.faults = {1: play.redirect("https://www.example.com/moved")}
    assert hosted.daily(JOURNAL).failure.startswith("only feeds.example.org may be asked for this feed")

    hosted.server.faults = {1: play.redirect("https://www.example.com/moved")}
    assert len(hosted.daily(replace(JOURNAL, hosts=("www.example.com",))).new) == 14


def test_of_arxivs_daily_rss_only_the_ids_are_used(announcing):
    outcome = announcing.daily(DAILY)

    assert (len(outcome.new), outcome.requests, outcome.missing, outcome.failure) == (16, 2, (), "")
    paper = announcing.papers("daily")["2602.23556"]
    assert paper.entry.published == datetime(2026, 2, 26, 23, 39, 42, tzinfo=UTC)
    assert paper.entry.comment.endswith("(ICS 2026)")


def test_arxivs_rss_may_lead_to_another_host_of_arxivs(announcing):
    play.play_hosts(announcing.client, announcing.server, "export.arxiv.org")
    announcing.server.faults = {1: play.redirect("https://export.arxiv.org/rss/cs.PF")}

    assert len(announcing.daily(DAILY).new) == 16


def test_arxivs_feeds_share_the_pause_whatever_their_kind(announcing):
    announcing.daily(DAILY, replace(PF, ids=("2602.23556",), categories=()))

    assert announcing.server.gaps() == [3, 3]


def test_arxivs_daily_rss_is_empty_on_weekends(announcing):
    announcing.daily(DAILY)
    announcing.server.pages["/rss/cs.PF"] = ({}, rss("rss-cs.PF-weekend-empty.xml"))

    outcome = announcing.daily(DAILY)

    assert (outcome.failure, outcome.requests, len(announcing.papers("daily"))) == ("", 1, 16)


def test_an_unchanged_daily_rss_takes_one_request(announcing):
    announcing.daily(DAILY)
    before = announcing.files()

    assert announcing.daily(DAILY).requests == 1
    assert announcing.files() == before


def test_announced_papers_that_the_api_does_not_know_yet_are_asked_for_again(announcing):
    late = next(record for record in announcing.server.records if record.id == "2602.23556")
    announcing.server.records.remove(late)
    first = announcing.daily(DAILY)
    assert (first.missing, announcing.state("daily")["awaited"]) == ((late.id,), {late.id: "2026-03-24"})

    announcing.server.pages["/rss/cs.PF"] = ({}, rss("rss-cs.PF-weekend-empty.xml"))
    announcing.server.answered = "2026-03-28T12:00:00Z"
    assert announcing.daily(DAILY).missing == (late.id,)

    announcing.server.records.append(late)
    assert announcing.daily(DAILY).new == (late.id,)
    assert "awaited" not in announcing.state("daily")


def test_announced_papers_that_never_come_are_given_up(announcing):
    announcing.server.records = [record for record in announcing.server.records if record.id != "2602.23556"]
    announcing.daily(DAILY)
    announcing.server.pages["/rss/cs.PF"] = ({}, rss("rss-cs.PF-weekend-empty.xml"))
    announcing.server.answered = "2026-04-03T12:00:00Z"

    assert announcing.daily(DAILY).missing == ("2602.23556",)
    assert "awaited" not in announcing.state("daily")


def test_a_daily_rss_that_announces_in_a_new_way_is_a_failure(announcing):
    body = rss("rss-cs.PF.xml").replace(b"announce_type", b"kind").replace(b"Announce Type", b"Kind")
    announcing.server.pages["/rss/cs.PF"] = ({}, body)

    assert "the feed lists papers without saying why" in announcing.daily(DAILY).failure


def test_an_error_of_arxivs_rss_is_a_failure(announcing):
    announcing.server.always = play.status(400, rss("rss-ERROR-400.xml"))

    assert announcing.daily(DAILY).failure.startswith("the server answers 400")


def test_a_file_is_a_feed(world):
    (world.root / "feed.xml").write_bytes(rss("pub-oup.xml"))
    feed = Feed("mine", FeedKind.FILE, path="feed.xml")

    assert (len(world.daily(feed).new), world.daily(feed).requests) == (14, 0)
    few = world.daily(replace(feed, id="few", phrases=("southern ocean",)))
    assert 0 < len(few.new) < 14


def test_a_file_that_is_no_feed_is_a_problem_of_ours(world):
    feed = Feed("mine", FeedKind.FILE, path="feed.xml")
    missing = world.daily(feed)
    (world.root / "feed.xml").write_text("Rate exceeded.")
    broken = world.daily(feed)

    assert missing.failure == f"{world.root / 'feed.xml'}: cannot be read: No such file or directory"
    assert broken.failure.startswith(f"{world.root / 'feed.xml'}: the document is no XML")
    assert (missing.exit_code, broken.exit_code) == (1, 1)


def test_a_stored_file_that_is_broken_is_a_problem_of_ours_and_stays(kept):
    for name, message in {
        "2603.jsonl": "this is no stored paper",
        "feed.json": "this is no state of a feed",
    }.items():
        path = kept.root / "data/feeds/cs-pf" / name
        good = path.read_bytes()
        path.write_bytes(good[:-9])
        before = kept.files()

        outcome = kept.run(fetching.daily) if name == "feed.json" else broken_daily(kept)

        assert f"{path}" in outcome.failure
        assert message in outcome.failure
        assert (outcome.exit_code, outcome.requests, kept.files()) == (1, 0, before)
        path.write_bytes(good)


def broken_daily(world):
    """A run over a store that cannot be read to check it."""
    service = api.Service(world.client, world.server.endpoint)
    return fetching.daily(world.root, [PF], service, TODAY, world.said.append)[0]


# --- disks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fails_at_any_moment_loses_nothing(code, kept):
    before = kept.files()
    for at in range(1, 100):
        with failing(Disk(at, OSError(code, os.strerror(code)), for_good=True)) as disk:
            outcome = kept.daily()
        if not outcome.failure:
            break
        assert os.strerror(code) in outcome.failure
        assert outcome.exit_code == 3
        assert kept.files() == before or len(kept.papers()) == 35
    assert len(disk.operations) < at
    assert len(kept.papers()) == 35


def test_history_on_a_disk_that_fails_again_and_again_ends_with_all_papers(world):
    world.server.records = papers(35)
    for at in range(1, 100):
        with failing(Disk(at, OSError(errno.ENOSPC, "No space left on device"), for_good=True)):
            outcome = world.history()
        if not outcome.failure:
            break
    assert at > 10
    assert len(world.papers()) == 35


# --- the command -----------------------------------------------------------------------------------------

SETTINGS = """\
title: A small catalogue
description: Just enough of a catalogue to fetch into.
contact: "mailto:papers@example.org"
feeds:
  - {id: cs-pf, kind: arxiv, categories: [cs.PF]}
"""
SECOND_FEED = "  - {id: cs-os, kind: arxiv, categories: [cs.OS]}\n"


@pytest.fixture(name="catalogue")
def catalogue_with_a_server(tmp_path, monkeypatch):
    """A world whose server the command talks to, on the fake clock."""
    clock = FakeClock()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/catalogue.yml").write_text(SETTINGS)
    monkeypatch.setattr(fetch_request, "Client", functools.partial(Client, clock=clock))
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    with ScriptedArxiv(papers(35), now=clock.monotonic) as server:
        monkeypatch.setenv("CATALOGUE_ARXIV_ENDPOINT", server.endpoint)
        world = World(tmp_path, server, clock)
        yield world
        world.check()


def fetch(world, *arguments):
    """The exit code of a run."""
    return main(["fetch", "--root", str(world.root), *arguments])


def test_the_command_fetches_and_says_what_it_did(catalogue, capsys):
    assert fetch(catalogue) == 0
    assert capsys.readouterr().out.splitlines() == [
        "feed   requests  new  revised  changed  withdrawn  unchanged  skipped  held  at service",
        "cs-pf         1   35        0        0          0          0        0    35          35",
    ]


def test_the_command_says_who_it_is(catalogue, monkeypatch):
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "example/papers")
    fetch(catalogue)

    assert catalogue.server.requests[0]["headers"]["User-Agent"] == (
        "paper-catalogue (+https://github.com/example/papers mailto:papers@example.org)"
    )


def test_a_feed_that_fails_ends_with_three_and_says_what_to_do(catalogue, capsys):
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + SECOND_FEED)
    catalogue.server.faults = {2: play.status(400, ERROR_FEED)}

    assert fetch(catalogue) == 3
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[1:3]] == [["cs-pf", "1", "35"], ["cs-os", "1", "0"]]
    assert lines[3].startswith(f"cs-os failed: {INVALID} (http://127.0.0.1:")
    assert lines[4] == "what to do: mend the feed's query in data/catalogue.yml; what came before is stored"


def test_an_entry_that_is_skipped_ends_with_one(catalogue, capsys):
    catalogue.server.always = play.changed("Paper 33<", "<")

    assert fetch(catalogue) == 1
    assert "cs-pf: entry skipped: 2603.00033 has no title" in capsys.readouterr().out.splitlines()


def test_only_the_feeds_that_are_named_are_fetched(catalogue, capsys):
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + SECOND_FEED)

    assert fetch(catalogue, "cs-pf") == 0
    assert "cs-os" not in capsys.readouterr().out
    assert fetch(catalogue, "cs-xx") == 2
    assert "there is no feed 'cs-xx'; data/catalogue.yml has cs-pf, cs-os" in capsys.readouterr().err


def test_the_report_is_written_for_people_and_programs(catalogue):
    assert fetch(catalogue, "--report", str(catalogue.root / "report.md")) == 0
    assert fetch(catalogue, "--report", str(catalogue.root / "report.json")) == 0

    assert "| cs-pf | 1 | 35 |" in (catalogue.root / "report.md").read_text()
    feed = json.loads((catalogue.root / "report.json").read_text())["feeds"][0]
    assert (feed["feed"], feed["requests"], feed["new"], feed["held"]) == ("cs-pf", 1, [], 35)


def test_a_report_that_cannot_be_written_ends_with_three_and_what_came_is_stored(catalogue, capsys):
    report = catalogue.root / "none/report.md"

    assert fetch(catalogue, "--report", str(report)) == 3
    said = f"cannot write {report}: No such file or directory; the fetched papers are stored"
    assert said in capsys.readouterr().err
    assert len(catalogue.papers()) == 35


@pytest.mark.parametrize("options", [(), ("--since", "2026-02", "--dry-run")], ids=["fetch", "dry run"])
def test_a_second_run_at_once_says_so_and_leaves(options, catalogue, capsys):
    with hold_lock(catalogue.root / "data/.lock"):
        assert fetch(catalogue, *options) == 3

    assert "another run is writing to" in capsys.readouterr().err
    assert catalogue.server.requests == []


def test_a_run_keeps_the_pause_after_the_one_before(catalogue):
    for options in [(), (), ("--since", "2026-02", "--dry-run"), ("--since", "2026-02")]:
        fetch(catalogue, *options)

    assert catalogue.server.gaps() == [3, 3, 3]


def test_a_feed_without_history_is_not_read_from_a_day_on_and_says_so(catalogue, capsys):
    journal = "  - {id: journal, kind: rss, url: 'https://feeds.example.org/journal'}\n"
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + journal)

    for options in [("journal",), ("cs-pf", "journal"), ("journal", "--dry-run")]:
        assert fetch(catalogue, "--since", "2026-02", *options) == 2
        assert "--since is for searches of arXiv, and journal has none" in capsys.readouterr().err
    assert fetch(catalogue, "--since", "2026-02") == 0
    assert "journal" not in capsys.readouterr().out


def test_there_is_no_asking_again_for_a_file(catalogue, capsys):
    mine = "  - {id: mine, kind: file, path: mine.xml}\n"
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + mine)

    assert fetch(catalogue, "--refresh", "mine") == 2
    assert "--refresh asks for papers by their arXiv ids, and mine has none" in capsys.readouterr().err
    assert fetch(catalogue, "--refresh", "--since", "2026-02") == 2


def test_a_broken_document_in_our_own_folder_ends_with_one(catalogue, capsys):
    mine = "  - {id: mine, kind: file, path: mine.xml}\n"
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + mine)
    (catalogue.root / "mine.xml").write_text("Rate exceeded.")

    assert fetch(catalogue) == 1
    assert "mine.xml: the document is no XML" in capsys.readouterr().out
    assert len(catalogue.papers()) == 35


def test_a_full_disk_ends_with_three(catalogue, capsys):
    with failing(Disk(3, OSError(errno.ENOSPC, "No space left on device"), for_good=True)):
        assert fetch(catalogue) == 3

    assert "No space left on device" in "".join(capsys.readouterr())
    assert catalogue.files() == {}


def test_a_folder_that_cannot_be_written_ends_with_three(catalogue, capsys):
    with failing(Disk(1, OSError(errno.EROFS, "Read-only file system"), for_good=True)):
        assert fetch(catalogue) == 3

    assert "Read-only file system" in capsys.readouterr().err
    assert catalogue.server.requests == []


def test_who_stops_a_run_loses_nothing(catalogue, capsys, monkeypatch):
    fetch(catalogue)
    before = catalogue.files()
    catalogue.server.records = papers(50, hours=12)
    catalogue.server.always = play.status(429)

    def interrupt(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(catalogue.clock, "sleep", interrupt)

    assert fetch(catalogue) == 3
    assert capsys.readouterr().err.splitlines()[-1] == "catalogue fetch: stopped; nothing is half-written"
    assert catalogue.files() == before


@pytest.mark.parametrize(
    ("environment", "code", "said"),
    [
        ({"CATALOGUE_ARXIV_ENDPOINT": "http://export.arxiv.org/api/query"}, 3, "only https is asked"),
        (
            {"CATALOGUE_ARXIV_ENDPOINT": "https://export.arxiv.org/api/query", "CATALOGUE_ARXIV_PAUSE": "0"},
            2,
            "arXiv asks for 3 s between requests; less is for loopback only",
        ),
        (
            {"CATALOGUE_ARXIV_ENDPOINT": "http://["},
            2,
            "CATALOGUE_ARXIV_ENDPOINT is an address, got 'http://['",
        ),
        *(
            ({"CATALOGUE_ARXIV_PAUSE": stated}, 2, f"a number of seconds below 1000, got '{stated}'")
            for stated in ("soon", "nan", "inf", "-1", "1e9")
        ),
    ],
)
def test_other_hosts_are_asked_by_https_and_with_pauses(
    environment, code, said, catalogue, monkeypatch, capsys
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert fetch(catalogue) == code
    assert said in "".join(capsys.readouterr())


def test_loopback_may_be_asked_without_pause(catalogue, monkeypatch):
    monkeypatch.setenv("CATALOGUE_ARXIV_PAUSE", "0")
    catalogue.server.faults = {1: play.redirect("/api/query?start=0&max_results=100")}
    fetch(catalogue)

    assert catalogue.server.gaps() == [0]
    catalogue.server.requests.clear()


@pytest.mark.parametrize(
    ("since", "until", "asked"),
    [
        ("0001-01", "2026-03", "[199108140000 TO 202604010000]"),
        ("2026-02", "9999-12", f"[202602010000 TO {datetime.now(UTC) + timedelta(days=1):%Y%m%d}0000]"),
    ],
)
def test_months_beyond_arxivs_time_are_no_trouble(since, until, asked, catalogue):
    assert fetch(catalogue, "--since", since, "--until", until) == 0
    assert asked in catalogue.server.requests[0]["parameters"]["search_query"]


def test_a_feed_that_is_named_twice_is_asked_once(catalogue):
    assert fetch(catalogue, "cs-pf", "cs-pf") == 0
    assert len(catalogue.server.requests) == 1


def test_status_tells_of_each_feed_and_of_late_ones(catalogue, capsys):
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + SECOND_FEED)
    today = datetime.now(UTC).date()
    fetch(catalogue, "cs-pf")
    (catalogue.root / "data/feeds/cs-pf/feed.json").write_text(
        f'{{"succeeded": "{today - timedelta(days=5)}"}}'
    )
    capsys.readouterr()

    assert main(["status", "--root", str(catalogue.root)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"cs-pf: 35 papers, last success {today - timedelta(days=5)} (5 days ago)",
        "cs-os: 0 papers, never fetched; late",
    ]
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS)
    assert main(["status", "--root", str(catalogue.root), "--days", "5"]) == 0
    assert main(["status", "--root", str(catalogue.root), "--days", "4"]) == 1


@pytest.mark.parametrize(
    ("age", "said", "code"),
    [
        (-400, "a day to come: this clock or that of the last run is wrong); late", 1),
        (-1, "today)", 0),
        (0, "today)", 0),
        (1, "1 day ago)", 0),
    ],
)
def test_status_says_how_long_ago_in_words(age, said, code, catalogue, capsys):
    fetch(catalogue)
    day = datetime.now(UTC).date() - timedelta(days=age)
    (catalogue.root / "data/feeds/cs-pf/feed.json").write_text(f'{{"succeeded": "{day}"}}')
    capsys.readouterr()

    assert main(["status", "--root", str(catalogue.root)]) == code
    assert capsys.readouterr().out == f"cs-pf: 35 papers, last success {day} ({said}\n"


# --- the whole corpus ------------------------------------------------------------------------------------

BACKFILL = ("--since", "1998-08", "--until", "2026-03")


def test_a_backfill_of_the_corpus_brings_all_papers_in_two_requests(catalogue, capsys):
    catalogue.server.records = corpus()
    expected = {record.id: record.version for record in catalogue.server.records}

    assert fetch(catalogue, "--since", "2026-03", "--until", "2026-03", "--dry-run") == 0
    assert capsys.readouterr().out.endswith(" in 1 request\n")
    catalogue.server.requests.clear()
    assert fetch(catalogue, *BACKFILL, "--dry-run") == 0
    assert capsys.readouterr().out == "cs-pf: 2,253 papers in 2 requests\n"
    assert (catalogue.server.pages_asked, catalogue.files()) == ([(0, 1)], {})

    assert fetch(catalogue, *BACKFILL) == 0
    assert catalogue.server.pages_asked[1:] == [(0, 2000), (2000, 2000)]
    assert catalogue.versions() == expected
    before = catalogue.files()

    assert fetch(catalogue, *BACKFILL) == 0
    assert fetch(catalogue) == 0
    assert catalogue.files() == before
    assert capsys.readouterr().out.splitlines()[1].split() == [
        "cs-pf",
        "2",
        "2,253",
        *"0000",
        "0",
        "2,253",
        "2,253",
    ]


@pytest.mark.slow
def test_more_papers_than_paging_reaches_are_all_fetched(catalogue):
    catalogue.server.records = papers(10_500, begin="2015-01-01T00:00:00", hours=9)

    assert fetch(catalogue, "--since", "2015-01", "--until", "2026-03") == 0
    assert [start for start, _ in catalogue.server.pages_asked] == [0, 2000, 4000, 6000, 8000, 0]
    assert len(catalogue.papers()) == 10_500


class Killable:
    """A catalogue that a process of its own fetches into, until it is killed."""

    def __init__(self, root, server):
        self._root, self._server = root, server
        self.kills = 0
        self.start_anew()

    def start_anew(self):
        shutil.rmtree(self._root, ignore_errors=True)
        (self._root / "data").mkdir(parents=True)
        (self._root / "data/catalogue.yml").write_text(SETTINGS)

    def files(self):
        return stored_files(self._root / "data/feeds")

    def run(self, kill_after=None):
        """Its exit code; it is killed so many seconds after its first request."""
        command = [sys.executable, "-m", "generator", "fetch", "--root", str(self._root), *BACKFILL]
        environment = {"PYTHONPATH": str(REPOSITORY), "CATALOGUE_ARXIV_PAUSE": "0"}
        environment["CATALOGUE_ARXIV_ENDPOINT"] = self._server.endpoint
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        timer = threading.Timer(kill_after or 0, process.kill)
        first = len(self._server.requests) + 1
        if kill_after is not None:
            self._server.before = lambda _server, number: timer.start() if number == first else None
        process.communicate(timeout=120)
        timer.cancel()
        self._server.before = None
        self.kills += process.returncode == -signal.SIGKILL
        return process.returncode


@pytest.mark.slow
def test_a_run_that_is_killed_twenty_times_ends_with_the_same_bytes(tmp_path):
    moments = random.Random(2253)  # noqa: S311 - so that it is the same every time
    with ScriptedArxiv(corpus()) as server:
        whole, broken = (Killable(tmp_path / name, server) for name in ("whole", "broken"))
        assert whole.run() == 0
        expected = whole.files()
        assert len(expected) > 200
        for _ in range(20):
            if broken.run(kill_after=moments.uniform(0, 1)) == 0:
                assert broken.files() == expected
                broken.start_anew()
        assert broken.run() == 0
        assert broken.files() == expected
        assert broken.kills >= 10
