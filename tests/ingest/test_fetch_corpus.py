"""Fetching thousands of papers, and in runs that are killed."""

import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.ingest.fetch_world import SETTINGS, make_records, stored_files
from tests.ingest.test_fetch_command import fetch
from tests.paths import REPOSITORY
from tests.scripted_arxiv import ScriptedArxiv, read_corpus

pytestmark = pytest.mark.slow

BACKFILL = ("--since", "1998-08", "--until", "2026-03")


def test_all_papers_of_the_corpus_are_fetched_in_two_requests(catalogue, capsys):
    catalogue.server.records = read_corpus()
    expected = {record.id: record.version for record in catalogue.server.records}

    assert fetch(catalogue, "--since", "2026-03", "--until", "2026-03", "--dry-run") == 0
    assert capsys.readouterr().out.endswith(" in 1 request\n")
    catalogue.server.requests.clear()
    assert fetch(catalogue, *BACKFILL, "--dry-run") == 0
    assert capsys.readouterr().out == "cs-pf: 2,253 papers in 2 requests\n"
    assert (catalogue.server.requested_pages, catalogue.files()) == ([(0, 1)], {})

    assert fetch(catalogue, *BACKFILL) == 0
    assert catalogue.server.requested_pages[1:] == [(0, 2000), (2000, 2000)]
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


def test_more_papers_than_paging_reaches_are_all_fetched(catalogue):
    catalogue.server.records = make_records(10_500, begin="2015-01-01T00:00:00", hours=9)

    assert fetch(catalogue, "--since", "2015-01", "--until", "2026-03") == 0
    assert [start for start, _ in catalogue.server.requested_pages] == [0, 2000, 4000, 6000, 8000, 0]
    assert len(catalogue.papers()) == 10_500


class Killable:
    """A catalogue that a process of its own fetches into, until it is killed."""

    def __init__(self, root, server):
        self._root, self._server = root, server
        self.kills = 0
        self.restart()

    def restart(self):
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


def test_runs_that_are_killed_end_with_the_same_bytes(tmp_path):
    moments = random.Random(2253)  # noqa: S311 - so that it is the same every time
    with ScriptedArxiv(read_corpus()) as server:
        whole, broken = (Killable(tmp_path / name, server) for name in ("whole", "broken"))
        start = time.perf_counter()
        assert whole.run() == 0
        longest = (time.perf_counter() - start) / 2  # the other half passes before the first request
        expected = whole.files()
        assert len(expected) > 200
        while broken.kills < 10:
            if broken.run(kill_after=moments.uniform(0, longest)) == 0:
                assert broken.files() == expected
                broken.restart()
        assert broken.run() == 0
        assert broken.files() == expected
