"""Feeds of several hosts are fetched side by side: pauses are kept, and results are those of any order."""

import socket
import threading
from itertools import pairwise

import pytest

from generator.ingest import fetch_request
from generator.ingest.feed_client import MIN_PAUSE, FeedClient, TimeLimit
from generator.ingest.feed_run import FetchContext
from generator.ingest.fetch_report import format_table
from generator.model.curation_values import Feed
from generator.system.tasks import run_in_threads, run_serially
from tests import server_faults as faults
from tests.ingest.fetch_world import TODAY, read_publisher, stored_files
from tests.ingest.publisher_feeds import build_item, build_rss
from tests.scripted_arxiv import FakeClock, LoopbackAdapter, ScriptedArxiv

HOSTS = [f"host{number}.example.org" for number in range(8)]
START = 1_000.0
NO_LIMIT = TimeLimit()
ONE_ITEM = build_rss(build_item())
OFFLINE = {
    "no resolver": socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
    "no such name": socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
}


class ThreadClock(FakeClock):
    """A fake clock whose time advances in each thread by itself, as if threads slept at the same time.

    That is exact, because feeds in different threads never wait for each other.
    """

    def __init__(self):
        self._local = threading.local()
        self.naps = []
        self.latest = START

    @property
    def time(self):
        return getattr(self._local, "time", START)

    @time.setter
    def time(self, value):
        self._local.time = value
        self.latest = max(self.latest, value)


class RecordingAdapter(LoopbackAdapter):
    """Sends requests to the scripted server, and records their host and time."""

    def __init__(self, server, host, world):
        super().__init__(server.address)
        self._host, self._world = host, world

    def send(self, request, *arguments, **options):
        self._world.times.setdefault(self._host, []).append(self._world.clock.time)
        return super().send(request, *arguments, **options)


class Hosts:
    """A folder, a server with many names, and a client whose threads have a time of their own."""

    def __init__(self, root, server):
        self.root, self.server, self.clock = root, server, ThreadClock()
        self.times, self.lines = {}, []
        (root / "data").mkdir(parents=True)

    def fetch(self, feeds, run_tasks=run_in_threads, limit=NO_LIMIT, names=HOSTS):
        client = FeedClient("papers", self.clock)
        for host in names:
            client.http.session.mount(f"https://{host}", RecordingAdapter(self.server, host, self))
        context = FetchContext(self.root, client, TODAY, self.lines.append, limit=limit, run_tasks=run_tasks)
        return fetch_request.fetch_feeds(context, feeds)

    @property
    def seconds(self):
        """The time of the thread that took the longest."""
        return self.clock.latest - START


@pytest.fixture(name="hosts")
def server_with_many_names(tmp_path):
    with ScriptedArxiv(pages={"/journal": ({}, ONE_ITEM)}) as server:
        yield Hosts(tmp_path, server)


def make_feeds(hosts, path="/journal"):
    return [
        Feed(f"feed{number}", "rss", {"url": f"https://{host}{path}"}) for number, host in enumerate(hosts)
    ]


def list_failures(outcomes):
    return [outcome.failure for outcome in outcomes]


# --- order and results -----------------------------------------------------------------------------------


def test_feeds_of_different_hosts_are_requested_at_the_same_time(hosts):
    barrier = threading.Barrier(len(HOSTS))

    def answer(handler, _path, _parameters):
        barrier.wait(timeout=20)
        handler.send(200, ONE_ITEM)

    hosts.server.services = {"/journal": answer}

    assert list_failures(hosts.fetch(make_feeds(HOSTS))) == [""] * len(HOSTS)


def test_feeds_that_share_a_host_take_turns_with_the_pause(hosts):
    """The last feed may redirect from the first host to the second; so the feeds of both take turns."""
    bridge = Feed("bridge", "rss", {"url": f"https://{HOSTS[0]}/journal", "hosts": [HOSTS[1]]})
    feeds = [*make_feeds([HOSTS[0], HOSTS[1], HOSTS[2], HOSTS[0], HOSTS[1]]), bridge]

    assert list_failures(hosts.fetch(feeds)) == [""] * len(feeds)
    assert hosts.times == {
        HOSTS[0]: [START, START + MIN_PAUSE, START + 2 * MIN_PAUSE],
        HOSTS[1]: [START, START + MIN_PAUSE],
        HOSTS[2]: [START],
    }


def test_pauses_of_each_host_are_kept_by_many_feeds(hosts):
    feeds = make_feeds(HOSTS * 3)

    hosts.fetch(feeds)

    gaps = {after - before for times in hosts.times.values() for before, after in pairwise(times)}
    assert gaps == {MIN_PAUSE}
    assert hosts.seconds == 2 * MIN_PAUSE


@pytest.mark.slow
def test_the_store_is_the_same_as_if_feeds_were_fetched_one_by_one(tmp_path):
    names = ["pub-oup.xml", "pub-wiley-taxon-2021-12-21.xml", "pub-cnjournals.xml", "pub-ingenta-ijsem.xml"]
    pages = {f"/{name}": ({}, read_publisher(name)) for name in names}
    feeds = [
        Feed(f"feed{number}-{host[:5]}", "rss", {"url": f"https://{host}/{name}"})
        for host in HOSTS[:3]
        for number, name in enumerate(names)
    ]
    with ScriptedArxiv(pages=pages) as server:
        serial, parallel = Hosts(tmp_path / "serial", server), Hosts(tmp_path / "parallel", server)
        expected = serial.fetch(feeds, run_serially)

        assert parallel.fetch(feeds) == expected
    assert list_failures(expected) == [""] * len(feeds)
    folders = [tmp_path / name / "data/feeds" for name in ("serial", "parallel")]
    assert stored_files(folders[0]) == stored_files(folders[1]) != {}
    assert {path.name for path in folders[1].iterdir()} == {feed.id for feed in feeds}


def test_a_line_is_shown_for_each_feed_and_for_each_wait(hosts):
    hosts.server.faults = {1: faults.status(503)}
    hosts.fetch(make_feeds(HOSTS[:1]))

    assert hosts.lines == [
        "feed0: fetching",
        f"feed0: waiting 60 s for {HOSTS[0]}: the server answers 503",
        "feed0: 1 new, 0 revised, 0 changed (2 requests, 60 s)",
    ]


# --- time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [HOSTS, HOSTS[:1] * 8], ids=["eight hosts", "one host"])
def test_eight_dead_feeds_take_no_longer_than_one(names, hosts):
    hosts.server.every_fault = faults.status(503)
    feeds = make_feeds(names)

    assert all(failure.startswith("the server answers 503") for failure in list_failures(hosts.fetch(feeds)))
    assert 420 <= hosts.seconds < 450


def test_what_came_before_the_time_limit_is_stored_and_the_rest_is_reported(hosts):
    hosts.server.pages["/dead"] = ({}, b"")
    hosts.server.services = {"/dead": lambda handler, *_: handler.send(503, b"")}
    feeds = [
        *make_feeds(HOSTS[:2]),
        Feed("dead", "rss", {"url": f"https://{HOSTS[0]}/dead"}),
        Feed("late", "rss", {"url": f"https://{HOSTS[0]}/journal"}),
    ]
    limit = TimeLimit(START + 63, "the time limit of 1 min for all feeds")

    outcomes = hosts.fetch(feeds, limit=limit)

    assert [len(outcome.new) for outcome in outcomes] == [1, 1, 0, 1]
    assert outcomes[2].failure == (
        f"the server answers 503, and the time limit of 1 min for all feeds is over (https://{HOSTS[0]}/dead)"
    )
    assert (outcomes[2].exit_code, outcomes[2].hint) == (3, "run again later")


def test_after_the_time_limit_no_feed_is_requested(hosts):
    outcomes = hosts.fetch(make_feeds(HOSTS), limit=TimeLimit(START, "the time limit"))

    assert hosts.server.requests == []
    assert all(failure.startswith("the time limit is over (") for failure in list_failures(outcomes))


def test_a_slow_feed_ends_at_its_own_time_limit(hosts, monkeypatch):
    monkeypatch.setattr(fetch_request, "FEED_MINUTES", 2)
    hosts.server.every_fault = faults.status(503)

    (outcome,) = hosts.fetch(make_feeds(HOSTS[:1]))

    assert "the time limit of 2 min for a feed is over" in outcome.failure
    assert hosts.seconds == 60


@pytest.mark.parametrize("case", OFFLINE)
@pytest.mark.parametrize("run_tasks", [run_serially, run_in_threads])
def test_being_offline_is_reported_within_seconds(case, run_tasks, hosts, monkeypatch):
    def look_up(*_arguments, **_options):
        raise OFFLINE[case]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    feeds = [*make_feeds(HOSTS), Feed("arxiv", "arxiv", {"categories": ["cs.PF"]})]

    outcomes = hosts.fetch(feeds, run_tasks, names=())

    assert all(outcome.is_unreached for outcome in outcomes)
    assert hosts.seconds == (8 if run_tasks is run_in_threads else 8 * len(feeds))
    lines = format_table(outcomes).splitlines()
    assert OFFLINE[case].strerror in lines[10]
    assert lines[-1] == "no server was reached; check the network of this machine"


def test_a_host_that_is_gone_does_not_count_as_being_offline(hosts, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _fail_for_other_hosts(socket.getaddrinfo))

    outcomes = hosts.fetch(make_feeds(HOSTS[:2]), names=HOSTS[:1])

    assert [outcome.is_unreached for outcome in outcomes] == [False, True]
    assert "no server was reached" not in format_table(outcomes)


def _fail_for_other_hosts(look_up):
    def guarded(host, *arguments, **options):
        if host in HOSTS:
            raise OFFLINE["no such name"]
        return look_up(host, *arguments, **options)

    return guarded


# --- interrupts ------------------------------------------------------------------------------------------


def test_after_an_interrupt_nothing_is_written(hosts):
    """The feeds that still wait for an answer get it after the fetch has ended."""
    arrived, released = threading.Barrier(4), threading.Event()
    ended = []

    def answer(handler, _path, _parameters):
        arrived.wait(timeout=20)
        released.wait(timeout=20)
        handler.send(200, ONE_ITEM)

    def interrupt(tasks):
        threads = [threading.Thread(target=lambda task=task: ended.append(task())) for task in tasks]
        for thread in threads:
            thread.start()
        hosts.threads = threads
        arrived.wait(timeout=20)
        raise KeyboardInterrupt

    hosts.server.services = {"/journal": answer}
    with pytest.raises(KeyboardInterrupt):
        hosts.fetch(make_feeds(HOSTS[:3]), run_tasks=interrupt)
    released.set()
    for thread in hosts.threads:
        thread.join(timeout=20)

    assert len(ended) == 3
    assert all("the fetch was interrupted" in outcome.failure for (outcome,) in ended)
    assert stored_files(hosts.root / "data/feeds") == {}
