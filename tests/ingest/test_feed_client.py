"""The client for feeds, against a real server on loopback; both use a fake clock."""

import gzip
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.feed_client import MIN_PAUSE, TOTAL_TIMEOUT, FeedClient, TimeLimit
from generator.model.errors import FetchError, StoreError, TimeLimitError, UnreachedServerError
from generator.system import http
from generator.system.http import MAX_BODY_SIZE
from tests import scripted_arxiv
from tests import server_faults as faults
from tests.ingest.fetch_world import MAX_ATTEMPTS
from tests.scripted_arxiv import FakeClock, ScriptedArxiv, serve_hosts
from tests.tables import for_each_row

LOOPBACK = frozenset({"127.0.0.1"})
ATOM = "application/atom+xml"
BODY = b"<feed>" + b"x" * 500 + b"</feed>"
# Failures that may pass, and the seconds before each of the three retries.
PASSING = {
    "429 without a time": (faults.status(429, b"Rate exceeded."), [60, 120, 240]),
    "503 without a time": (faults.status(503), [60, 120, 240]),
    "500": (faults.status(500), [60, 120, 240]),
    "502": (faults.status(502), [60, 120, 240]),
    "504": (faults.status(504), [60, 120, 240]),
    "429 and seconds": (faults.status(429, retry_after="7"), [7, 7, 7]),
    "503 and seconds": (faults.status(503, retry_after="300"), [300, 300, 300]),
    "429 and a date": (faults.status(429, retry_after="Tue, 24 Mar 2026 12:51:30 GMT"), [90, 90, 90]),
    "503 and a date": (faults.status(503, retry_after="Tue, 24 Mar 2026 14:50:20 +0200"), [20, 20, 20]),
    "429 and a date in the past": (
        faults.status(429, retry_after="Tue, 24 Mar 2020 12:00:00 GMT"),
        [60, 120, 240],
    ),
    "429 and no time at all": (faults.status(429, retry_after="0"), [60, 120, 240]),
    "429 and nonsense": (faults.status(429, retry_after="soon"), [60, 120, 240]),
    "429 and a negative number": (faults.status(429, retry_after="-7"), [60, 120, 240]),
    "a reset in mid-body": (faults.reset, [60, 120, 240]),
    "a body that is cut off": (faults.cut_off, [60, 120, 240]),
    "a gzip that is cut off": (faults.cut_off_gzip, [60, 120, 240]),
    "a body that is not the gzip of its header": (faults.false_gzip, [60, 120, 240]),
}
# Dates of a header that Python's own parser refuses with errors of several kinds.
ABSURD_DATES = {
    "a year of many digits": "Tue, 24 Mar 99999999999999999999 12:50:00 GMT",
    "a year of more digits than Python converts": f"Tue, 24 Mar {'9' * 5000} 12:50:00 GMT",
    "a zone of many digits": "Tue, 24 Mar 2026 12:50:00 +99999999999999",
    "the last hour in a western zone": "Fri, 31 Dec 9999 23:59:59 -1400",
    "hour 99": "Tue, 24 Mar 2026 99:99:99 GMT",
    "only commas": ",,,,",
    "only colons": ": : : : : :",
    "superscripts": "Tue, ² Mar ² ²:²:² GMT",
}
LONG_WAITS = {
    "seconds": "301",
    "many digits": "9" * 400,
    "a date": "Tue, 24 Mar 2026 12:56:00 GMT",
}
REFUSALS = (400, 401, 403, 404, 406, 410, 304)


@pytest.fixture(name="clock")
def fake_clock():
    return FakeClock()


@pytest.fixture(name="server")
def scripted_server(clock):
    with ScriptedArxiv(pages={"/feed": ({}, BODY)}, monotonic=clock.monotonic) as server:
        yield server
        assert [gap for gap in server.measure_pauses() if gap < MIN_PAUSE] == []


@pytest.fixture(name="client")
def polite_client(clock):
    return FeedClient("paper-catalogue (+https://github.com/example/papers)", clock)


def get(client, server, path="/feed", **options):
    return client.get(f"{server.address}{path}", **{"accept": ATOM, "hosts": LOOPBACK} | options)


def find_error(client, server, path="/feed", **options):
    with pytest.raises(FetchError) as caught:
        get(client, server, path, **options)
    return caught.value


# --- what is sent ----------------------------------------------------------------------------------------


def test_a_request_states_the_sender_and_the_media_types(client, server):
    get(client, server)

    sent = server.requests[0]["headers"]
    assert sent["User-Agent"] == "paper-catalogue (+https://github.com/example/papers)"
    assert (sent["Accept"], sent["Accept-Encoding"]) == (ATOM, "gzip")


def test_a_contact_outside_ascii_is_replaced(clock, server):
    get(FeedClient("papers (Pınar)", clock), server)

    assert server.requests[0]["headers"]["User-Agent"] == "papers (P?nar)"


def test_requests_share_one_connection(client, server):
    for _ in range(3):
        get(client, server)

    assert len({request["peer"] for request in server.requests}) == 1


def test_requests_start_three_seconds_apart(client, server):
    for _ in range(3):
        get(client, server)

    assert server.measure_pauses() == [3, 3]


def test_the_time_of_an_answer_does_not_shorten_the_pause(client, server, clock):
    server.before = lambda _server, _number: setattr(clock, "time", clock.time + 5)

    get(client, server)
    get(client, server)

    assert server.measure_pauses() == [8]


def test_services_that_share_a_host_share_the_pause(client, server, clock):
    serve_hosts(client, server, "rss.arxiv.org", "export.arxiv.org")
    api = frozenset({"arxiv.org", "export.arxiv.org"})
    rss = frozenset({"aaa.example.org", "arxiv.org", "rss.arxiv.org"})

    client.get("https://export.arxiv.org/feed", accept=ATOM, hosts=api)
    client.get("https://rss.arxiv.org/feed", accept=ATOM, hosts=rss)

    assert server.measure_pauses() == [3]


@pytest.mark.parametrize("pause", [0, float("nan"), -1])
def test_other_hosts_are_requested_with_the_pause(pause, server, clock):
    client = FeedClient("papers", clock, pause=pause)
    serve_hosts(client, server, "export.arxiv.org")
    for _ in range(2):
        client.get("https://export.arxiv.org/feed", accept=ATOM, hosts=frozenset({"export.arxiv.org"}))

    assert server.measure_pauses() == [3]


@pytest.mark.parametrize(
    ("content", "pause"),
    [
        (b"1000.0\n", 3),
        (b"998.5\n", 1.5),
        (b"997.0\n", 0),
        (b"0\n", 0),
        (b"1e300\n", 3),  # as after a restart of the machine
        (b"nan\n", 3),
        (b"", 3),
        (b"\xff" * 9, 3),
        (None, 0),
    ],
)
def test_a_run_keeps_the_pause_after_the_last_run(content, pause, server, clock, tmp_path):
    last_request_file = tmp_path / ".last-request"
    if content is not None:
        last_request_file.write_bytes(content)
    get(FeedClient("papers", clock, last_request_file=last_request_file), server)

    assert sum(clock.naps) == pause
    assert float(last_request_file.read_bytes()) == 1000 + pause

    get(FeedClient("papers", clock, last_request_file=last_request_file), server)
    assert server.measure_pauses() == [MIN_PAUSE]


def test_no_request_is_sent_if_its_time_cannot_be_written(server, clock, tmp_path):
    with pytest.raises(StoreError, match=r"cannot write .*: No such file or directory"):
        get(FeedClient("papers", clock, last_request_file=tmp_path / "none" / ".last-request"), server)

    assert server.requests == []


def test_loopback_may_be_requested_without_a_pause(clock):
    with ScriptedArxiv(pages={"/feed": ({}, BODY)}, monotonic=clock.monotonic) as server:
        client = FeedClient("papers", clock, pause=0)
        get(client, server)
        get(client, server)
        assert server.measure_pauses() == [0]


def test_a_document_is_unchanged_if_a_condition_holds(client, server):
    server.pages["/feed"] = ({"ETag": '"a"', "Last-Modified": "Tue, 24 Mar 2026 04:00:00 GMT"}, BODY)
    first = get(client, server)
    tag = get(client, server, conditions={"If-None-Match": first.headers["etag"]})
    time = get(client, server, conditions={"If-Modified-Since": first.headers["last-modified"]})
    other = get(client, server, conditions={"If-None-Match": '"b"'})

    assert [first.is_unchanged, tag.is_unchanged, time.is_unchanged, other.is_unchanged] == [
        False,
        True,
        True,
        False,
    ]
    assert (tag.body, other.body) == (b"", BODY)


# --- failures that may pass ------------------------------------------------------------------------


@pytest.mark.parametrize("case", PASSING)
def test_a_passing_failure_is_retried_later(case, client, server, clock):
    fault, naps = PASSING[case]
    server.faults = dict.fromkeys(range(1, MAX_ATTEMPTS), fault)

    assert get(client, server).body == BODY
    assert clock.naps == naps
    assert (len(server.requests), client.request_count) == (MAX_ATTEMPTS, MAX_ATTEMPTS)


@pytest.mark.parametrize("case", PASSING)
def test_a_permanent_failure_is_an_error_after_four_tries(case, client, server):
    server.every_fault = PASSING[case][0]

    assert find_error(client, server).reason.endswith(", 4 times")
    assert len(server.requests) == MAX_ATTEMPTS


def test_clients_that_failed_together_retry_at_different_times(client, server, clock):
    clock.jitter = iter([0.5, 0.25, 1.0]).__next__
    server.faults = dict.fromkeys((1, 2, 3), faults.status(429))

    get(client, server)

    assert clock.naps == [60 * 1.125, 120 * 1.0625, 240 * 1.25]


def test_a_date_in_retry_after_is_by_the_servers_clock(client, server, clock):
    server.server_time = "1999-12-31T23:59:00Z"
    server.faults = {1: faults.status(503, retry_after="Sat, 01 Jan 2000 00:00:00 GMT")}

    get(client, server)

    assert clock.naps == [60]


def test_a_date_in_retry_after_is_ignored_without_the_servers_clock(client, server, clock, monkeypatch):
    monkeypatch.setattr(
        scripted_arxiv.Handler, "send_header", _without_date(scripted_arxiv.Handler.send_header)
    )
    server.faults = {1: faults.status(503, retry_after="Sat, 01 Jan 2050 00:00:00 GMT")}

    get(client, server)

    assert clock.naps == [60]


def _without_date(send_header):
    return lambda handler, name, value: name == "Date" or send_header(handler, name, value)


@for_each_row("case", ABSURD_DATES)
def test_an_absurd_date_counts_as_none(case):
    assert http.parse_http_date(ABSURD_DATES[case]) is None


@given(
    text=st.text()
    | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [+-]?\w+", fullmatch=True)
)
def test_no_text_in_a_header_raises(text):
    date = http.parse_http_date(text)

    assert date is None or date.utcoffset() == timedelta(0)


def test_an_absurd_retry_after_counts_as_none_and_is_reported(client, server, clock):
    server.every_fault = faults.status(503, retry_after="Tue, 24 Mar 99999999999999999999 12:50:00 GMT")

    error = find_error(client, server)

    assert clock.naps == [60, 120, 240]
    assert error.reason.startswith("the server answers 503 with an unusable Retry-After, 'Tue, 24 Mar 999")


@for_each_row(
    ("value", "is_usable"),
    [
        ('W/"a tag"', True),
        ("Tue, 24 Mar 2026 04:00:00 GMT", True),
        ("", False),
        (" x", False),
        ("two\r\nlines", False),
        ("\x00", False),
        ("é", False),
        ("x" * 1_001, False),
    ],
)
def test_only_plain_values_are_sent_back(value, is_usable):
    assert http.is_header_value(value) is is_usable


@pytest.mark.parametrize("case", LONG_WAITS)
def test_a_server_that_asks_for_more_than_five_minutes_is_not_retried(case, client, server, clock):
    server.every_fault = faults.status(429, retry_after=LONG_WAITS[case])

    error = find_error(client, server)

    assert (len(server.requests), clock.naps) == (1, [])
    assert error.reason.startswith("the server answers 429 and asks to wait for ")
    assert error.hint == "run again later"


@pytest.mark.parametrize("status", REFUSALS)
def test_a_refusal_is_not_retried(status, client, server, clock):
    server.every_fault = faults.status(status, b"" if status == 304 else b"go away")

    error = find_error(client, server)

    assert (len(server.requests), clock.naps) == (1, [])
    assert error.reason == f"the server answers {status}"
    assert error.body == (b"" if status == 304 else b"go away")


def test_an_unreachable_server_is_an_error(client, clock):
    with ScriptedArxiv() as server:
        address = server.address

    with pytest.raises(FetchError, match="cannot connect") as caught:
        client.get(f"{address}/feed", accept=ATOM, hosts=LOOPBACK)
    assert "cannot connect (Connection refused)" in caught.value.reason
    assert isinstance(caught.value, UnreachedServerError)
    assert caught.value.hint == "check the feed's address and the network of this machine, or run again later"
    assert clock.naps == [2, 1, 5]  # with the rest of the pause between requests


# --- limits of a run ---------------------------------------------------------------------------------------


def test_a_wait_is_reported_with_its_reason(client, server):
    lines = []
    server.faults = {1: faults.status(503, retry_after="9"), 2: faults.reset}
    client = client.build_feed_client(lines.append, TimeLimit(), LOOPBACK)

    assert get(client, server).body == BODY
    assert lines[0] == "waiting 9 s for 127.0.0.1: the server answers 503"
    assert lines[1].startswith("waiting 120 s for 127.0.0.1: cannot connect (")


def test_a_host_that_failed_gets_a_single_attempt_until_it_answers(client, server, clock):
    server.every_fault = faults.status(503)
    for reason in ("the server answers 503, 4 times", "the server answers 503, as for an earlier request"):
        assert find_error(client, server).reason == reason
    assert len(server.requests) == MAX_ATTEMPTS + 1

    server.every_fault = None
    get(client, server)
    clock.naps.clear()
    server.faults = {len(server.requests) + 1: faults.status(503)}

    assert get(client, server).body == BODY
    assert 60 in clock.naps


@pytest.mark.parametrize(
    ("seconds", "requests", "reason"),
    [
        (0, 0, "the limit is over"),
        (1, 1, "the server answers 503, and the limit is over"),
        (60, 1, "the server answers 503, and the limit is over"),
        (61, 2, "the server answers 503, and the limit is over"),
        (181, 3, "the server answers 503, and the limit is over"),
        (421, 4, "the server answers 503, 4 times"),
    ],
)
def test_no_request_and_no_wait_exceeds_the_time_limit(seconds, requests, reason, client, server, clock):
    end = clock.time + seconds
    client = client.build_feed_client(print, TimeLimit(end, "the limit"), LOOPBACK)
    server.every_fault = faults.status(503)

    error = find_error(client, server)

    assert (error.reason, len(server.requests)) == (reason, requests)
    assert isinstance(error, TimeLimitError) == ("limit" in reason)
    assert clock.time <= end


def test_an_answer_ends_at_the_time_limit(client, server, clock):
    client = client.build_feed_client(print, TimeLimit(clock.time + 50, "the limit"), LOOPBACK)
    server.every_fault = faults.dripping_body(clock, 60)

    assert find_error(client, server).reason == "the limit is over"
    assert len(server.requests) == 1


def test_a_kind_of_feed_must_name_all_hosts_that_it_requests(client, server):
    client = client.build_feed_client(print, TimeLimit(), frozenset({"feeds.example.org"}))

    with pytest.raises(ValueError, match=r"must return 127\.0\.0\.1"):
        get(client, server)
    assert server.requests == []


# --- answers without an end ----------------------------------------------------------------


def test_a_packed_answer_is_unpacked(client, server):
    server.every_fault = faults.packed

    assert get(client, server).body == BODY


@pytest.mark.parametrize("drip", [faults.dripping_body, faults.dripping_headers])
def test_a_dripping_answer_ends_at_the_deadline(drip, client, server, clock):
    server.faults = {1: drip(clock, TOTAL_TIMEOUT + 10)}

    assert get(client, server).body == BODY
    assert (server.measure_pauses(), clock.naps) == ([TOTAL_TIMEOUT + 10 + 60], [60])


def test_a_request_and_its_redirects_share_a_deadline(client, server, clock):
    server.before = lambda _server, _number: setattr(clock, "time", clock.time + TOTAL_TIMEOUT / 3)
    server.faults = dict.fromkeys((1, 2, 3), faults.redirect("/feed"))

    get(client, server)

    assert clock.naps[-1] == 60
    assert len(server.requests) == 4


def test_the_body_of_a_redirect_is_not_read(client, server):
    server.faults = {1: faults.endless_redirect("/feed")}

    assert get(client, server).body == BODY


@pytest.mark.parametrize("fault", [faults.endless, faults.bomb])
def test_an_endless_answer_is_rejected_before_it_fills_the_memory(fault, client, server):
    server.every_fault = fault
    tracemalloc.start()
    try:
        error = find_error(client, server)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert error.reason == "the answer is larger than 20,000,000 bytes"
    assert len(server.requests) == 1
    assert most < 2 * MAX_BODY_SIZE


def test_an_answer_of_exactly_the_largest_size_is_accepted(client, server, monkeypatch):
    monkeypatch.setattr(http, "MAX_BODY_SIZE", len(BODY))
    server.faults = {2: faults.packed}
    assert [get(client, server).body for _ in range(2)] == [BODY, BODY]

    monkeypatch.setattr(http, "MAX_BODY_SIZE", len(BODY) - 1)
    server.faults = {4: faults.packed}
    assert [find_error(client, server).reason for _ in range(2)] == [
        "the answer is larger than 512 bytes"
    ] * 2


def test_data_after_a_gzip_are_ignored(client, server):
    server.every_fault = faults.other_body(gzip.compress(BODY) + b"junk", content_encoding="gzip")

    assert get(client, server).body == BODY


# --- redirects ---------------------------------------------------------------------------------


def test_a_redirect_to_a_named_host_is_followed(client, server):
    serve_hosts(client, server, "feeds.example.org", "journal.example.com")
    server.faults = {1: faults.redirect("https://journal.example.com/feed", code=301)}
    hosts = frozenset({"feeds.example.org", "journal.example.com"})

    assert client.get("https://feeds.example.org/old", accept=ATOM, hosts=hosts).body == BODY
    assert [request["path"] for request in server.requests] == ["/old", "/feed"]
    assert (client.request_count, server.measure_pauses()) == (2, [3])


FORBIDDEN_REDIRECTS = {
    "another host": ("https://evil.example.org/feed", "only 127.0.0.1 may be requested for this feed"),
    "a similar host": (
        "https://127.0.0.1.example.org/",
        "only 127.0.0.1 may be requested for this feed",
    ),
    "a host behind a name": (
        "https://127.0.0.1@example.org/",
        "only 127.0.0.1 may be requested for this feed",
    ),
    "a file": ("file:///etc/passwd", "only 127.0.0.1 may be requested for this feed"),
    "another scheme": ("ftp://127.0.0.1/feed", "only https is allowed"),
    "a password": ("https://me:secret@127.0.0.1/feed", "an address must not contain a password"),
    "no address": ("http://[", "not an address: Invalid IPv6 URL"),
}


@pytest.mark.parametrize("case", FORBIDDEN_REDIRECTS)
def test_a_redirect_to_a_forbidden_address_is_an_error(case, client, server):
    location, reason = FORBIDDEN_REDIRECTS[case]
    server.every_fault = faults.redirect(location)

    error = find_error(client, server)

    assert (error.reason, len(server.requests)) == (reason, 1)
    assert "secret" not in str(error)


def test_a_redirect_from_https_to_http_is_an_error(client, server):
    serve_hosts(client, server, "feeds.example.org")
    server.every_fault = faults.redirect("http://feeds.example.org/feed")

    with pytest.raises(FetchError) as caught:
        client.get("https://feeds.example.org/feed", accept=ATOM, hosts=frozenset({"feeds.example.org"}))
    assert (caught.value.reason, len(server.requests)) == ("only https is allowed", 1)


@pytest.mark.parametrize("location", ["/feed", ""])
def test_redirects_in_a_loop_end(location, client, server):
    server.every_fault = faults.redirect(location)

    assert find_error(client, server).reason == "it redirects more than 5 times"
    assert len(server.requests) == 6


def test_http_is_only_allowed_on_loopback(client):
    with pytest.raises(FetchError, match="only https is allowed"):
        client.get("http://arxiv.org/feed", accept=ATOM, hosts=frozenset({"arxiv.org"}))
    assert client.request_count == 0
