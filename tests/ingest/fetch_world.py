"""A catalogue's folder, a scripted server and a fake clock: what tests of fetching work in."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from generator.ingest import fetch_request, store
from generator.ingest.feed_client import BACK_OFFS, MIN_PAUSE, FeedClient
from generator.ingest.feed_folder import find_feeds
from generator.ingest.feed_run import FetchContext
from generator.ingest.time_span import Span
from generator.model.curation_values import Feed
from tests.paths import FEEDS
from tests.scripted_arxiv import make_record

PF = Feed("cs-pf", "arxiv", {"categories": ["cs.PF"]})
TODAY = date(2026, 3, 25)
SINCE, UNTIL = datetime(1990, 1, 1, tzinfo=UTC), datetime(2026, 3, 25, 23, 59, tzinfo=UTC)
MAX_ATTEMPTS = len(BACK_OFFS) + 1
READINGS = 3  # of an answer that is not to be believed
INVALID = "arXiv answered with an error: Invalid query string: 'all:TREM2 AND (all:microglia'"
ERROR_FEED = (FEEDS / "arxiv/api-ERROR-400-query.xml").read_bytes()
HEADERS = {"ETag": '"one"', "Last-Modified": "Tue, 24 Mar 2026 04:00:00 GMT"}
SETTINGS = """\
title: A small catalogue
description: Just enough of a catalogue to fetch into.
contact: "mailto:papers@example.org"
feeds:
  - {id: cs-pf, kind: arxiv, categories: [cs.PF]}
"""
SECOND_FEED = "  - {id: cs-os, kind: arxiv, categories: [cs.OS]}\n"


class World:
    """The catalogue's folder, the server, and the clock of both.

    Every run checks that no stored paper is gone or has an older version, and that requests keep the pause.
    """

    def __init__(self, root, server, clock):
        self.root, self.server, self.clock = root, server, clock
        self.client = FeedClient("papers", clock)
        self.progress = []
        self._versions = {}
        self._last_time = -MIN_PAUSE

    def run(self, function, *feeds, today=None, **options):
        """Return the outcome of one feed, or of several. Requests are counted from zero."""
        self.server.requests.clear()
        today = today or max(TODAY, datetime.fromisoformat(self.server.server_time).date())
        outcomes = function(self.build_context(today), feeds or [PF], **options)
        self.check()
        return outcomes if len(feeds) > 1 else outcomes[0]

    def build_context(self, today=TODAY):
        endpoints = {"arxiv": self.server.endpoint}
        return FetchContext(self.root, self.client, today, self.progress.append, endpoints)

    def daily(self, *feeds, **options):
        return self.run(fetch_request.fetch_feeds, *feeds, **options)

    def history(self, *feeds, since=SINCE, until=UNTIL, **options):
        return self.run(fetch_request.fetch_feeds, *feeds, span=Span(since, until), **options)

    def refresh(self, *feeds, **options):
        return self.run(fetch_request.fetch_feeds, *feeds, refresh=True, **options)

    def papers(self, feed="cs-pf"):
        return store.read_feed(self.root / "data/feeds", feed)

    def versions(self, feed="cs-pf"):
        return {paper_id: paper.entry.version for paper_id, paper in self.papers(feed).items()}

    def state(self, feed="cs-pf"):
        return json.loads((self.root / "data/feeds" / feed / "feed.json").read_bytes())

    def files(self):
        """Return the stored bytes by path, without hidden folders that a failing disk leaves behind."""
        return stored_files(self.root / "data/feeds")

    def check(self):
        for feed in find_feeds(self.root / "data/feeds"):
            versions = self.versions(feed)
            before = self._versions.get(feed, {})
            lost = {
                paper_id for paper_id in before if (versions.get(paper_id) or 0) < (before[paper_id] or 0)
            }
            assert lost == set()
            self._versions[feed] = versions
        times = [self._last_time, *(request["time"] for request in self.server.requests)]
        assert [after - before for before, after in pairwise(times) if after - before < MIN_PAUSE] == []
        self._last_time = times[-1]


def with_options(feed, **options):
    """Return the feed with other options."""
    return replace(feed, options={**feed.options, **options})


def stored_files(folder):
    paths = (path for path in folder.glob("*/*") if not path.parent.name.startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def make_records(count, first=1, begin="2026-02-18T00:30:07", hours=24):
    """Return records at regular times; the last of 35 has the server's day."""
    start = datetime.fromisoformat(begin)
    times = [start + timedelta(hours=hours) * index for index in range(count)]
    return [make_record(number, f"{time.isoformat()}Z") for number, time in enumerate(times, first)]


def shuffle_ties(number):
    """Order records of the same time forwards and backwards, by turns."""
    sign = 1 if number % 2 else -1
    return lambda record: sign * int(record.id[-5:])


def change_at(number, change):
    """Let the server change before it answers a request."""
    return lambda server, request: change(server) if request == number else None


def read_publisher(name):
    return (FEEDS / "publishers" / name).read_bytes()
