"""Fetching when the service or the disk fails: nothing stored is lost, and the next run completes."""

import errno
import os
from dataclasses import replace

import pytest

from generator.ingest import fetch_request
from generator.ingest.sources.registry import get_source
from generator.model.curation_values import Feed
from tests import server_faults as faults
from tests.faults import Disk, failing
from tests.ingest.fetch_world import ERROR_FEED, INVALID, MAX_ATTEMPTS, PF, READINGS, make_records

# A fault of the first of two pages of 20 (35 papers match), the failure if it is permanent, and the number of
# requests until then.
FAULTS = {
    "429": (faults.status(429), "the server answers 429, 4 times", MAX_ATTEMPTS),
    "503": (faults.status(503), "the server answers 503, 4 times", MAX_ATTEMPTS),
    "503 with Retry-After": (
        faults.status(503, retry_after="9"),
        "the server answers 503, 4 times",
        MAX_ATTEMPTS,
    ),
    "a reset": (faults.reset, "cannot connect", MAX_ATTEMPTS),
    "a cut-off body": (faults.cut_off, "cannot connect", MAX_ATTEMPTS),
    "a cut-off gzip": (
        faults.cut_off_gzip,
        "cannot connect (the answer is cut off), 4 times",
        MAX_ATTEMPTS,
    ),
    "an empty body": (faults.other_body(b""), "the document is empty, 3 times", READINGS),
    "a word": (faults.other_body(b"Rate exceeded."), "the document is not XML", READINGS),
    "a web page": (
        faults.other_body(b"<!DOCTYPE html><p>Sorry"),
        "the document is a web page, not a feed",
        READINGS,
    ),
    "a cut-off document": (faults.replaced("</feed>", ""), "the document is not XML", READINGS),
    "an RSS": (faults.other_body(b"<rss><channel/></rss>"), "this is not an answer of arXiv's API", READINGS),
    "no entries": (faults.without_entries(0), "the answer must have 20 entries, got 0", READINGS),
    "an entry too few": (faults.without_entries(-1), "the answer must have 20 entries, got 19", READINGS),
    "too small a total": (faults.replaced(">35<", ">4<"), "the answer must have 4 entries, got 20", READINGS),
    "no total": (faults.replaced("totalResults", "all"), "the answer lacks one of totalResults", READINGS),
    "another page": (
        faults.replaced("Index>0<", "Index>10<"),
        "arXiv returned a different page: 20 entries from number 10",
        READINGS,
    ),
    "a longer page": (
        faults.replaced("Page>20<", "Page>25<"),
        "the answer must have 25 entries, got 20",
        READINGS,
    ),
    "no ids": (faults.replaced("/abs/", "/absurd/"), "none of 20 entries can be parsed", READINGS),
}
# The same for faults that are not retried.
REFUSALS = {
    "406": (faults.status(406), "the server answers 406", 1),
    "403": (faults.status(403), "the server answers 403", 1),
    "404": (faults.status(404), "the server answers 404", 1),
    "400 with words": (faults.status(400, ERROR_FEED), INVALID, 1),
    "200 with an error's words": (faults.other_body(ERROR_FEED), INVALID, 1),
    "an endless body": (faults.endless, "the answer is larger than 20,000,000 bytes", 1),
    "a bomb": (faults.bomb, "the answer is larger than 20,000,000 bytes", 1),
    "a redirect elsewhere": (faults.redirect("https://example.org/"), "only 127.0.0.1, arxiv.org, export", 1),
    "a redirect to http": (faults.redirect("http://export.arxiv.org/api/query"), "only https is allowed", 1),
    "a redirect in a loop": (faults.redirect(""), "it redirects more than 5 times", 6),
}


@pytest.mark.parametrize("case", FAULTS | REFUSALS)
def test_a_permanent_fault_is_reported_and_loses_nothing(case, fetched):
    fault, reason, requests = (FAULTS | REFUSALS)[case]
    before = fetched.files()
    fetched.server.every_fault = fault

    outcome = fetched.daily()

    assert outcome.failure.startswith(reason)
    assert (outcome.requests, outcome.exit_code, outcome.paper_count) == (requests, 3, 30)
    assert fetched.files() == before

    fetched.server.every_fault = None
    assert (fetched.daily().requests, len(fetched.papers())) == (1, 35)


@pytest.mark.parametrize("case", FAULTS)
def test_a_passing_fault_takes_one_more_request(case, fetched):
    fetched.server.faults = {1: FAULTS[case][0]}

    outcome = fetched.daily()

    assert (outcome.failure, outcome.requests, len(outcome.new)) == ("", 2, 5)


@pytest.mark.parametrize("case", FAULTS)
def test_the_next_run_continues_a_history_after_a_fault(case, world):
    world.server.records = make_records(55, hours=12)
    expected = [record.id for record in world.server.records]
    fault, _, requests = FAULTS[case]
    world.server.before = lambda server, number: setattr(server, "every_fault", fault if number > 1 else None)

    outcome = world.history()
    if case in {"too small a total", "another page"}:  # these faults are of the first page only
        assert outcome.failure == ""
        return
    assert outcome.failure
    assert (outcome.requests, outcome.paper_count) == (1 + requests, 20)

    world.server.before = world.server.every_fault = None
    assert (world.history().requests, sorted(world.papers())) == (2, expected)


@pytest.mark.parametrize(
    "error", [OverflowError("absurd"), RecursionError(), MemoryError(), KeyError("x"), OSError("x")]
)
def test_an_error_that_nobody_foresaw_ends_only_its_own_feed(error, hosted, monkeypatch):
    def fail(run, _options):
        if run.feed.id == "first":
            raise error

    monkeypatch.setattr(
        fetch_request,
        "get_source",
        lambda kind: replace(get_source(kind), fetch=fail) if kind == "rss" else get_source(kind),
    )
    feeds = (Feed("first", "rss", {"url": "https://feeds.example.org/journal"}), PF)

    first, second = hosted.daily(*feeds)

    assert first.failure.startswith(f"unexpected {type(error).__name__}: ")
    assert (first.exit_code, second.failure) == (3, "")


def test_absurd_counts_of_an_answer_are_refused(fetched):
    before = fetched.files()
    fetched.server.every_fault = faults.replaced(">35<", f">{'9' * 4300}<")

    outcome = fetched.daily()

    assert outcome.failure.startswith("the answer lacks one of totalResults")
    assert fetched.files() == before


def test_a_dripping_answer_ends_at_the_deadline(fetched):
    before = fetched.files()
    fetched.server.every_fault = faults.dripping_body(fetched.clock, 60 * fetch_request.FEED_MINUTES + 10)

    outcome = fetched.daily()

    # It depends on how fast both sides are whether the last request or the pause after it is cut short.
    assert "the time limit of 20 min for a feed is over" in outcome.failure
    assert fetched.files() == before


def test_a_packed_answer_is_parsed(fetched):
    fetched.server.every_fault = faults.packed

    assert (fetched.daily().failure, len(fetched.papers())) == ("", 35)


@pytest.mark.slow
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fails_at_any_operation_loses_nothing(code, fetched):
    before = fetched.files()
    for at in range(1, 100):
        with failing(Disk(at, OSError(code, os.strerror(code)), permanently=True)) as disk:
            outcome = fetched.daily()
        if not outcome.failure:
            break
        assert os.strerror(code) in outcome.failure
        assert outcome.exit_code == 3
        assert fetched.files() == before or len(fetched.papers()) == 35
    assert len(disk.operations) < at
    assert len(fetched.papers()) == 35


@pytest.mark.slow
def test_a_history_on_a_failing_disk_ends_with_all_papers(world):
    world.server.records = make_records(35)
    for at in range(1, 100):
        with failing(Disk(at, OSError(errno.ENOSPC, "No space left on device"), permanently=True)):
            outcome = world.history()
        if not outcome.failure:
            break
    assert at > 10
    assert len(world.papers()) == 35
