"""Fetching RSS, Atom and files."""

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.ingest import fetch_request
from generator.ingest.sources.web_document import select_entries
from generator.model.curation_values import Feed
from generator.model.entries import Entry, FeedDocument
from tests import server_faults as faults
from tests.ingest.fetch_world import HEADERS, PF, TODAY, read_publisher, with_options
from tests.ingest.publisher_feeds import build_item, build_rss
from tests.paths import FEEDS
from tests.scripted_arxiv import Handler, serve_hosts

JOURNAL = Feed("journal", "rss", {"url": "https://feeds.example.org/journal"})
DAILY = Feed("daily", "rss", {"url": "https://rss.arxiv.org/rss/cs.PF"})


def test_a_publishers_feed_is_fetched(hosted):
    outcome = hosted.daily(JOURNAL)

    assert (len(outcome.new), outcome.requests, outcome.failure) == (14, 1, "")
    assert "doi:10.1093/zoolinnean/zlab078" in hosted.papers("journal")
    assert {paper.first_seen for paper in hosted.papers("journal").values()} == {date(2026, 3, 24)}


PUBLISHERS = sorted(path.name for path in (FEEDS / "publishers").glob("pub-*.xml"))
NO_ITEMS = ["pub-jstage-empty.atom.xml", "pub-pubmed-efetch.xml"]  # the second is no feed


@pytest.mark.slow
@pytest.mark.parametrize("headers", [{}, HEADERS], ids=["sent whole", "unchanged"])
def test_feeds_of_many_publishers_are_fetched_and_a_second_time_changes_no_byte(headers, hosted):
    hosted.server.pages = {f"/{name}": (headers, read_publisher(name)) for name in PUBLISHERS}
    feeds = [
        Feed(name.replace(".", "-"), "rss", {"url": f"https://feeds.example.org/{name}"})
        for name in PUBLISHERS
    ]
    first = dict(zip(PUBLISHERS, hosted.daily(*feeds), strict=True))
    before = hosted.files()
    hosted.server.server_time = "2026-03-25T12:00:00Z"
    again = hosted.daily(*feeds)

    items = {name: len(re.findall(rb"<(?:item|entry)[ >]", read_publisher(name))) for name in PUBLISHERS}
    assert [name for name in PUBLISHERS if not items[name]] == NO_ITEMS
    assert {name: outcome.paper_count for name, outcome in first.items()} == items
    assert {name: outcome.skipped_count for name, outcome in first.items() if outcome.skipped_count} == {}
    assert [name for name, outcome in first.items() if outcome.failure] == NO_ITEMS[1:]
    assert "a feed must not have a DOCTYPE" in first["pub-pubmed-efetch.xml"].failure
    assert [outcome.has_changes for outcome in again] == [False] * len(PUBLISHERS)
    assert hosted.files() == before


def test_an_unchanged_feed_is_not_sent_again(hosted):
    hosted.daily(JOURNAL)
    before = hosted.files()

    outcome = hosted.daily(JOURNAL)

    sent = hosted.server.requests[0]["headers"]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == tuple(HEADERS.values())
    assert (outcome.failure, outcome.unchanged, outcome.has_changes) == ("", 0, False)
    assert hosted.files() == before


@pytest.mark.parametrize(
    "stated", ["Tue, 24 Mar 99999999999999999999 12:50:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1400", "now"]
)
def test_an_absurd_date_of_an_answer_is_reported_and_replaced_by_today(stated, hosted, monkeypatch):
    monkeypatch.setattr(Handler, "date_time_string", lambda _handler, _timestamp=None: stated)

    outcome = hosted.daily(JOURNAL)

    assert (outcome.failure, len(outcome.new), outcome.exit_code) == ("", 14, 0)
    assert {paper.first_seen for paper in hosted.papers("journal").values()} == {TODAY}
    assert [problem.message for problem in outcome.problems] == [
        f"the header date, {stated[:60]!r}, is unusable and ignored"
    ]


def test_a_value_that_no_header_may_have_is_not_sent_back(hosted):
    hosted.server.pages["/journal"] = (
        {"ETag": "é" * 9, "Last-Modified": "x" * 2_000},
        hosted.server.pages["/journal"][1],
    )

    outcome = hosted.daily(JOURNAL)
    again = hosted.daily(JOURNAL)

    assert [problem.message.split(",")[0] for problem in outcome.problems] == [
        "the header etag",
        "the header last-modified",
    ]
    assert "conditions" not in hosted.state("journal")
    assert (outcome.failure, again.failure, len(again.problems)) == ("", "", 2)


def test_a_stored_value_that_no_header_may_have_is_not_sent(hosted):
    hosted.daily(JOURNAL)
    path = hosted.root / "data/feeds/journal/feed.json"
    path.write_text(
        path.read_text().replace('"If-None-Match": "', '"Host": "evil.example", "If-None-Match": "\\r\\n')
    )

    outcome = hosted.daily(JOURNAL)

    sent = hosted.server.requests[0]["headers"]
    assert (outcome.failure, "If-None-Match" in sent, sent["Host"] == "evil.example") == ("", False, False)


def test_conditions_are_stored_only_if_a_paper_changed(hosted):
    hosted.daily(JOURNAL)
    before = hosted.files()
    body = read_publisher("pub-oup.xml")
    hosted.server.pages["/journal"] = (
        {"ETag": '"two"'},
        body.replace(b"20 Dec 2021 22:48", b"20 Dec 2021 23:48"),
    )
    hosted.daily(JOURNAL)
    assert hosted.files() == before

    hosted.server.server_time = "2026-03-25T12:00:00Z"
    hosted.server.pages["/journal"] = ({"ETag": '"three"'}, body.replace(b"Macroecology", b"Ecology"))
    assert len(hosted.daily(JOURNAL).changed) == 1
    assert hosted.state("journal")["conditions"] == {"If-None-Match": '"three"'}


@pytest.mark.parametrize("change", [{"url": "https://feeds.example.org/other"}, {"phrases": ["zebrafish"]}])
def test_conditions_are_not_sent_after_a_change_of_the_options(change, hosted):
    hosted.daily(JOURNAL)
    hosted.server.pages["/other"] = hosted.server.pages["/journal"]
    hosted.daily(with_options(JOURNAL, **change))

    assert "If-None-Match" not in hosted.server.requests[0]["headers"]


def test_an_entry_that_is_left_out_is_reported_once(hosted):
    def fetch(*titles):
        items = (build_item(title=title) for title in titles)
        hosted.server.pages["/journal"] = ({}, build_rss(*items))
        outcome = hosted.daily(JOURNAL)
        return outcome.exit_code, len(outcome.problems), outcome.skipped_count

    assert fetch("First", "Second") == (1, 1, 1)
    assert fetch("First", "Second") == (0, 0, 0)
    before = hosted.files()
    assert fetch("First", "Second") == (0, 0, 0)
    assert hosted.files() == before
    assert fetch("First", "FIRST", "Second") == (0, 1, 0)
    assert fetch("First", "FIRST", "Second") == (0, 0, 0)
    assert fetch("First", "Second", "Third") == (1, 1, 1)
    assert fetch("First") == fetch("First", "Second") == (0, 0, 0)
    assert len(hosted.state("journal")["reported"]) == 3


def test_an_empty_body_is_a_failure(hosted):
    hosted.daily(JOURNAL)
    before = hosted.files()
    hosted.server.every_fault = faults.other_body(b"")

    outcome = hosted.daily(JOURNAL)

    assert outcome.failure == "https://feeds.example.org/journal: the document is empty"
    assert (outcome.exit_code, hosted.files()) == (3, before)


def test_only_entries_with_a_phrase_are_stored(hosted):
    feed = with_options(JOURNAL, phrases=["southern oceans", "new specie"])

    hosted.daily(feed)

    titles = [paper.entry.title for paper in hosted.papers("journal").values()]
    texts = [
        f"{paper.entry.title} {paper.entry.abstract}".lower() for paper in hosted.papers("journal").values()
    ]
    assert 0 < len(titles) < 14
    assert all("southern ocean" in text or "new species" in text for text in texts)


@pytest.mark.parametrize(
    ("title", "abstract", "is_selected"),
    [
        ("On none of these", None, True),
        ("On fast caches", "We have none.", True),
        ("On fast caches", None, False),  # "None" is no word of a missing abstract
        ("The last word is none", "of the abstract is the first", True),
        ("The last word is fast", "none", True),
    ],
)
def test_a_phrase_is_found_in_the_title_or_in_the_abstract(title, abstract, is_selected):
    document = FeedDocument("A feed", None, (Entry("2602.00001", None, title, abstract),))

    assert bool(select_entries(document, ["none"]).entries) == is_selected
    assert select_entries(document, ["nonesuch", "fast none"]).entries == ()


def test_a_feed_may_redirect_to_a_named_host(hosted):
    hosted.server.pages["/moved"] = hosted.server.pages["/journal"]
    hosted.server.faults = {1: faults.redirect("https://www.example.com/moved")}
    assert hosted.daily(JOURNAL).failure.startswith("only feeds.example.org may be requested for this feed")

    hosted.server.faults = {1: faults.redirect("https://www.example.com/moved")}
    assert len(hosted.daily(with_options(JOURNAL, hosts=["www.example.com"])).new) == 14


def test_only_the_ids_of_arxivs_rss_are_used(announcing):
    outcome = announcing.daily(DAILY)

    assert (len(outcome.new), outcome.requests, outcome.missing, outcome.failure) == (16, 2, (), "")
    paper = announcing.papers("daily")["2602.23556"]
    assert paper.entry.published == datetime(2026, 2, 26, 23, 39, 42, tzinfo=UTC)
    assert paper.entry.comment.endswith("(ICS 2026)")


def test_arxivs_rss_may_redirect_to_another_host_of_arxiv(announcing):
    serve_hosts(announcing.client, announcing.server, "export.arxiv.org")
    announcing.server.faults = {1: faults.redirect("https://export.arxiv.org/rss/cs.PF")}

    assert len(announcing.daily(DAILY).new) == 16


def test_arxivs_feeds_of_all_kinds_share_the_pause(announcing):
    announcing.daily(DAILY, Feed("cs-pf", "arxiv", {"ids": ["2602.23556"]}))

    assert announcing.server.measure_pauses() == [3, 3]


def test_arxivs_rss_may_be_empty(announcing):
    announcing.daily(DAILY)
    announcing.server.pages["/rss/cs.PF"] = ({}, read_publisher("rss-cs.PF-weekend-empty.xml"))

    outcome = announcing.daily(DAILY)

    assert (outcome.failure, outcome.requests, len(announcing.papers("daily"))) == ("", 1, 16)


def test_an_unchanged_rss_of_arxiv_takes_one_request(announcing):
    announcing.daily(DAILY)
    before = announcing.files()

    assert announcing.daily(DAILY).requests == 1
    assert announcing.files() == before


def test_announced_papers_that_are_not_available_yet_are_requested_again(announcing):
    late = next(record for record in announcing.server.records if record.id == "2602.23556")
    announcing.server.records.remove(late)
    first = announcing.daily(DAILY)
    assert (first.missing, announcing.state("daily")["awaited"]) == ((late.id,), {late.id: "2026-03-24"})

    announcing.server.pages["/rss/cs.PF"] = ({}, read_publisher("rss-cs.PF-weekend-empty.xml"))
    announcing.server.server_time = "2026-03-28T12:00:00Z"
    assert announcing.daily(DAILY).missing == (late.id,)

    announcing.server.records.append(late)
    assert announcing.daily(DAILY).new == (late.id,)
    assert "awaited" not in announcing.state("daily")


def test_announced_papers_that_never_become_available_are_forgotten(announcing):
    announcing.server.records = [record for record in announcing.server.records if record.id != "2602.23556"]
    announcing.daily(DAILY)
    announcing.server.pages["/rss/cs.PF"] = ({}, read_publisher("rss-cs.PF-weekend-empty.xml"))
    announcing.server.server_time = "2026-04-03T12:00:00Z"

    assert announcing.daily(DAILY).missing == ("2602.23556",)
    assert "awaited" not in announcing.state("daily")


def test_an_rss_of_arxiv_without_announce_types_is_a_failure(announcing):
    body = (
        read_publisher("rss-cs.PF.xml").replace(b"announce_type", b"kind").replace(b"Announce Type", b"Kind")
    )
    announcing.server.pages["/rss/cs.PF"] = ({}, body)

    assert "arXiv's feed must state why it lists each paper" in announcing.daily(DAILY).failure


def test_an_error_of_arxivs_rss_is_a_failure(announcing):
    announcing.server.every_fault = faults.status(400, read_publisher("rss-ERROR-400.xml"))

    assert announcing.daily(DAILY).failure.startswith("the server answers 400")


def test_a_file_is_fetched(world):
    (world.root / "feed.xml").write_bytes(read_publisher("pub-oup.xml"))
    feed = Feed("mine", "file", {"path": "feed.xml"})

    assert (len(world.daily(feed).new), world.daily(feed).requests) == (14, 0)
    few = world.daily(with_options(replace(feed, id="few"), phrases=["southern ocean"]))
    assert 0 < len(few.new) < 14


def test_a_file_that_is_not_a_feed_exits_with_1(world):
    feed = Feed("mine", "file", {"path": "feed.xml"})
    missing = world.daily(feed)
    (world.root / "feed.xml").write_text("Rate exceeded.")
    broken = world.daily(feed)

    assert missing.failure == f"{world.root / 'feed.xml'}: cannot be read: No such file or directory"
    assert broken.failure.startswith(f"{world.root / 'feed.xml'}: the document is not XML")
    assert (missing.exit_code, broken.exit_code) == (1, 1)


def test_a_broken_stored_file_exits_with_1_and_is_kept(fetched):
    for name, message in {
        "2603.jsonl": "this line is not a stored paper",
        "feed.json": "not the state of a feed",
    }.items():
        path = fetched.root / "data/feeds/cs-pf" / name
        data = path.read_bytes()
        path.write_bytes(data[:-9])
        before = fetched.files()

        outcome = fetched.daily() if name == "feed.json" else fetch_unchecked(fetched)

        assert f"{path}" in outcome.failure
        assert message in outcome.failure
        assert (outcome.exit_code, outcome.requests, fetched.files()) == (1, 0, before)
        path.write_bytes(data)


def fetch_unchecked(world):
    """Fetch into a store that cannot be read for the usual check."""
    return fetch_request.fetch_feeds(world.build_context(), [PF])[0]


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/hosts", "../outside.xml"])
def test_a_file_that_leads_out_of_the_catalogue_is_not_read(target, world):
    (world.root.parent / "outside.xml").write_bytes(read_publisher("pub-oup.xml"))
    (world.root / "feed.xml").symlink_to(target)

    outcome = world.daily(Feed("local", "file", {"path": "feed.xml"}))

    assert (outcome.exit_code, outcome.new) == (1, ())
    assert "feed.xml: cannot be read: it leads out of " in outcome.failure


def test_a_file_that_is_no_plain_file_is_not_read(world):
    os.mkfifo(world.root / "feed.xml")

    outcome = world.daily(Feed("local", "file", {"path": "feed.xml"}))

    assert "feed.xml: cannot be read: it is not a plain file" in outcome.failure


def test_a_large_file_is_refused(world):
    with (world.root / "feed.xml").open("wb") as file:
        file.truncate(3_000_000_000)  # a sparse file takes no room

    outcome = world.daily(Feed("local", "file", {"path": "feed.xml"}))

    assert "a feed must have at most 20,000,000 bytes" in outcome.failure
