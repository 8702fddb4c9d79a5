"""Whose clock is believed: no day in the future is stored, and stored ones are replaced."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest

from generator.cli import main
from generator.ingest import fetch_request, store, syndication
from generator.ingest.document_import import import_documents
from generator.ingest.feed_state import State, limit_state_days
from generator.ingest.seen_day import choose_day, find_latest_time
from generator.ingest.sources import json_feed
from generator.model.curation_values import Feed, Settings
from generator.model.entries import Entry, StoredPaper, Version
from generator.model.errors import StoreError
from tests.examples import csv_feed
from tests.ingest.fetch_world import PF, TODAY, make_records, read_publisher
from tests.scripted_arxiv import make_record

FUTURE = date(2036, 1, 1)
JOURNAL = Feed("journal", "rss", {"url": "https://feeds.example.org/journal"})
DAILY = Feed("daily", "rss", {"url": "https://rss.arxiv.org/rss/cs.PF"})
MINE = Feed("mine", "file", {"path": "feed.xml"})
NAMED = Feed("named", "arxiv", {"ids": ["2602.00001", "2602.00002"]})
AHEAD = b"<lastBuildDate>Tue, 01 Jan 2036 00:00:00 GMT</lastBuildDate>"
RSS = (
    b"<rss version='2.0'><channel><title>Journal</title>%s"
    b"<item><title>Paper</title><link>https://example.org/a</link><pubDate>%s</pubDate></item></channel></rss>"
)
YESTERDAY = b"Tue, 24 Mar 2026 00:00:00 GMT"
FUTURE_TIME = b"Tue, 01 Jan 2036 00:00:00 GMT"
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Journal", "items": [
{"id": "1", "url": "https://example.org/a", "title": "Paper", "date_published": "2036-01-01T00:00:00Z",
 "date_modified": "2036-01-01T00:00:00Z"}]}"""


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (None, TODAY),
        (datetime(2026, 3, 20, 23, 59, tzinfo=UTC), date(2026, 3, 20)),
        (datetime(2026, 3, 25, 23, 59, tzinfo=UTC), TODAY),
        (datetime(2026, 3, 26, 0, 0, tzinfo=UTC), TODAY),
        (datetime(9999, 12, 31, tzinfo=UTC), TODAY),
    ],
)
def test_a_stated_day_counts_unless_it_is_in_the_future(stated, expected):
    assert choose_day(stated, TODAY) == expected


def test_no_entry_is_later_than_its_document_or_than_today():
    end_of_tomorrow = datetime.combine(TODAY + timedelta(days=1), time.max, UTC)

    assert find_latest_time(None, TODAY) == end_of_tomorrow
    assert find_latest_time(datetime(2036, 1, 1, tzinfo=UTC), TODAY) == end_of_tomorrow
    assert find_latest_time(datetime(2026, 3, 25, 9, tzinfo=UTC), TODAY) == end_of_tomorrow
    assert find_latest_time(datetime(9999, 12, 31, tzinfo=UTC), TODAY) == end_of_tomorrow
    assert find_latest_time(datetime(2026, 3, 1, tzinfo=UTC), TODAY) == datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parse", "document"),
    [
        (syndication.parse_feed, RSS % (b"", FUTURE_TIME)),
        (syndication.parse_feed, RSS % (AHEAD, FUTURE_TIME)),
        (syndication.parse_feed, RSS % (b"<lastBuildDate>%s</lastBuildDate>" % YESTERDAY, FUTURE_TIME)),
        (json_feed.parse_json_feed, JSON),
        (csv_feed.parse_csv, b"title,authors,doi,published\nPaper,Amy A,10.1000/a,2036-01-01\n"),
    ],
    ids=["rss", "rss of the future", "rss of yesterday", "json feed", "example of a kind"],
)
def test_a_future_date_of_an_entry_is_ignored_whatever_the_kind(parse, document):
    parsed = parse(document, "feed", TODAY)

    (entry,) = parsed.entries
    assert (entry.published, entry.updated) == (None, None)
    assert "is later than the feed itself and is ignored" in str(parsed.problems[0])


# --- fetching and importing ------------------------------------------------------------------------------


def stored_days(world):
    """Return every day in the store: of papers, and of the state of each feed."""
    folder = world.root / "data/feeds"
    papers = [paper for feed in store.read(folder).values() for paper in feed.values()]
    states = [json.loads(path.read_bytes()) for path in folder.glob("*/feed.json")]
    return {
        *(day for paper in papers for day in (paper.first_seen, paper.as_of, *paper.changed.values())),
        *(
            date.fromisoformat(state[name])
            for state in states
            for name in ("succeeded", "heard")
            if name in state
        ),
        *(date.fromisoformat(day) for state in states for day in state.get("awaited", {}).values()),
    }


def fetch_a_file(world):
    (world.root / "feed.xml").write_bytes(RSS % (AHEAD, YESTERDAY))
    return world.daily(MINE, today=TODAY)


def fetch_a_file_from_arxiv(world):
    world.server.records = make_records(3)
    (world.root / "feed.xml").write_bytes(world.server.answer({}))
    return world.daily(MINE, today=TODAY)


def fetch_a_journal(world):
    world.server.pages["/journal"] = ({}, RSS % (AHEAD, YESTERDAY))
    return world.daily(JOURNAL, today=TODAY)


def fetch_announcements(world):
    world.server.pages["/rss/cs.PF"] = ({}, read_publisher("rss-cs.PF.xml"))
    outcome = world.daily(DAILY, today=TODAY)
    assert world.state("daily")["awaited"]  # the API knows none of them
    return outcome


def fetch_a_search(world):
    world.server.records = make_records(35)
    return world.daily(today=TODAY)


def fetch_by_id(world):
    world.server.records = make_records(35)
    return world.daily(NAMED, today=TODAY)


def fetch_history(world):
    world.server.records = make_records(35)
    return world.history(today=TODAY)


def refresh(world):
    world.server.records = make_records(35)
    world.daily(today=TODAY)
    return world.refresh(today=TODAY)


@pytest.mark.parametrize(
    "fetch",
    [
        fetch_a_file, fetch_a_file_from_arxiv, fetch_a_journal, fetch_announcements, fetch_a_search,
        fetch_by_id, fetch_history, refresh,
    ],
)  # fmt: skip
def test_a_fetch_stores_no_day_in_the_future(fetch, hosted):
    """The scripted server sends the time in its ``Date`` header and in arXiv's ``<updated>``."""
    hosted.server.server_time = "2036-01-01T00:00:00Z"

    outcome = fetch(hosted)

    assert outcome.failure == ""
    assert stored_days(hosted) == {TODAY}


@pytest.mark.parametrize("name", ["journal.xml", "arxiv.xml"])
def test_an_import_stores_no_day_in_the_future(name, world):
    world.server.server_time, world.server.records = "2036-01-01T00:00:00Z", make_records(3)
    documents = {"journal.xml": RSS % (AHEAD, YESTERDAY), "arxiv.xml": world.server.answer({})}
    (world.root / name).write_bytes(documents[name])

    import_documents(world.root, [PF], [world.root / name], None, TODAY)

    assert stored_days(world) == {TODAY}


@pytest.mark.slow
def test_the_site_states_no_day_in_the_future(toys, capsys):
    (toys / "feed.xml").write_bytes(RSS % (AHEAD, YESTERDAY))
    settings = toys / "data/catalogue.yml"
    settings.write_text(settings.read_text() + "  - {id: mine, kind: file, path: feed.xml}\n")

    assert main(["fetch", "mine", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    assert "2036" not in (toys / "docs/index.md").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2110, 6, 1), date(9999, 12, 31), date(1600, 1, 1)])
def test_a_site_is_built_whatever_day_is_stored(day, toys, capsys):
    folder = toys / "data/feeds"
    for feed, papers in store.read(folder).items():
        moment = datetime.combine(day, time(), UTC)
        store.write_feed(
            folder,
            feed,
            {
                paper_id: replace(
                    paper,
                    entry=replace(paper.entry, published=moment, updated=moment),
                    first_seen=day,
                    as_of=day,
                )
                for paper_id, paper in papers.items()
            },
        )

    assert main(["site", "--root", str(toys)]) == 0


def test_a_date_of_an_entry_in_the_future_is_left_out_even_if_the_feed_is_from_then(world):
    (world.root / "feed.xml").write_bytes(RSS % (AHEAD, b"Mon, 31 Dec 2035 00:00:00 GMT"))

    outcome = world.daily(MINE)

    (paper,) = world.papers("mine").values()
    assert paper.entry.published is None
    assert "is later than the feed itself and is ignored" in outcome.problems[0].message


def test_a_date_of_an_entry_of_arxiv_in_the_future_is_left_out(world):
    world.server.server_time = "2036-01-01T00:00:00Z"
    world.server.records = [*make_records(3), *make_records(1, first=9, begin="2035-01-01T00:00:00")]

    outcome = world.daily(today=TODAY)

    assert world.papers()["3501.00009"].entry.updated is None
    assert "is not a valid time and is ignored" in outcome.problems[0].message


# --- days in the future that are stored ------------------------------------------------------------------


def store_in_the_future(world, feed="cs-pf", **state):
    """Store a paper that is no longer in its feed, with days as earlier versions of the program kept them."""
    updated = datetime(2035, 12, 30, tzinfo=UTC)
    entry = Entry("2602.09999", 1, "Gone from the feed", comment="new", updated=updated)
    changed = {"comment": date(2036, 1, 5)}
    paper = StoredPaper(entry, (Version(1, updated),), FUTURE, FUTURE, changed)
    files = {"feed.json": json.dumps(state).encode()} if state else None
    store.write_feed(world.root / "data/feeds", feed, {entry.id: paper}, files)


@pytest.mark.parametrize("fetch", [fetch_a_search, fetch_history, refresh])
def test_a_fetch_replaces_stored_days_in_the_future(fetch, world):
    store_in_the_future(world, succeeded="2036-01-01", awaited={"2602.00003": "2036-01-01"})

    assert fetch(world).failure == ""
    assert max(stored_days(world)) == TODAY
    paper = world.papers()["2602.09999"]
    assert paper.changed == {}
    assert (paper.entry.updated, paper.versions) == (None, (Version(1, None),))


def test_a_right_time_replaces_a_stored_one_of_the_future(world):
    world.server.records = make_records(3)
    world.daily(today=TODAY)
    right = world.papers()
    future = datetime(2110, 1, 1, tzinfo=UTC)
    wrong = {
        paper_id: replace(
            paper,
            entry=replace(paper.entry, published=future, updated=future),
            versions=tuple(Version(version.number, future) for version in paper.versions),
        )
        for paper_id, paper in right.items()
    }
    store.write_feed(world.root / "data/feeds", "cs-pf", wrong)

    world.refresh(today=TODAY)

    assert {paper_id: paper.entry for paper_id, paper in world.papers().items()} == {
        paper_id: paper.entry for paper_id, paper in right.items()
    }
    assert [paper.versions for paper in world.papers().values()] == [
        paper.versions for paper in right.values()
    ]


def test_lint_reports_each_line_with_a_day_in_the_future(world):
    world.server.records = make_records(3)
    world.daily(today=TODAY)
    folder = world.root / "data/feeds"
    assert store.read_valid_papers(folder, TODAY)[1] == ()

    store_in_the_future(world, "cs-os")
    (problem,) = store.read_valid_papers(folder, TODAY)[1]

    assert (problem.path, problem.line) == (str(folder / "cs-os/2602.jsonl"), 1)
    assert problem.message == "2602.09999 has a day in the future"
    assert "2602.09999" in store.read(folder)["cs-os"]  # pages are written all the same


@pytest.mark.parametrize("wrong", ["success", "paper"])
def test_a_fetch_after_a_day_in_the_future_still_reads_the_whole_overlap(wrong, world):
    world.server.records = make_records(50, begin="2026-03-12T00:30:00", hours=6)
    world.daily()
    papers, state = world.papers(), b'{"succeeded": "2036-01-01"}'
    if wrong == "paper":
        paper, state = papers["2603.00001"], b"{}"
        papers["2603.00001"] = replace(
            paper, entry=replace(paper.entry, updated=datetime(2036, 1, 1, tzinfo=UTC))
        )
    store.write_feed(world.root / "data/feeds", "cs-pf", papers, {"feed.json": state})
    late = make_record(99, "2026-03-16T00:00:00Z")  # eight days late, beyond the first page
    world.server.records.append(late)

    assert world.daily().new == (late.id,)


def test_days_are_replaced_in_a_feed_that_is_unchanged(hosted):
    hosted.daily(JOURNAL)
    papers = {
        paper_id: replace(paper, first_seen=FUTURE, as_of=FUTURE)
        for paper_id, paper in hosted.papers("journal").items()
    }
    store.write_feed(hosted.root / "data/feeds", "journal", papers)

    outcome = hosted.daily(JOURNAL)

    assert (outcome.requests, outcome.failure) == (1, "")
    assert "If-None-Match" in hosted.server.requests[0]["headers"]
    assert max(stored_days(hosted)) == TODAY


@pytest.mark.parametrize("other", ["journal", "cs-os"])
def test_a_fetch_replaces_days_in_feeds_that_it_does_not_fetch(other, world):
    store_in_the_future(world, other)
    world.server.records = make_records(3)

    world.daily(today=TODAY)

    assert max(stored_days(world)) == TODAY


def test_a_fetch_does_not_fail_on_a_broken_feed_that_it_does_not_fetch(world):
    store_in_the_future(world, "broken")
    path = world.root / "data/feeds/broken/2602.jsonl"
    path.write_bytes(path.read_bytes() + b"<<<<<<<\n")
    before = path.read_bytes()
    world.server.records = make_records(3)

    (outcome,) = fetch_request.fetch_feeds(world.build_context(), [PF])

    assert outcome.failure == ""
    assert path.read_bytes() == before


@pytest.mark.parametrize("feed", ["cs-pf", "elsewhere"])
def test_an_import_replaces_stored_days_in_the_future(feed, world):
    store_in_the_future(world, feed)
    world.server.records = make_records(3)
    (world.root / "arxiv.xml").write_bytes(world.server.answer({}))

    import_documents(world.root, [PF], [world.root / "arxiv.xml"], None, TODAY)

    assert max(stored_days(world)) == TODAY


def test_a_store_without_days_in_the_future_keeps_every_byte(fetched):
    fetched.daily()
    before = fetched.files()

    fetched.daily(today=date(2050, 6, 1))

    assert fetched.files() == before


def test_a_success_in_the_future_becomes_unknown():
    state = State(FUTURE, FUTURE, pending_ids={"2602.1": FUTURE, "2602.2": TODAY}, conditions_for="x")

    assert limit_state_days(state, TODAY) == State(
        pending_ids={"2602.1": TODAY, "2602.2": TODAY}, conditions_for="x"
    )
    assert limit_state_days(msgspec.structs.replace(state, succeeded=TODAY), TODAY).succeeded == TODAY


# --- this machine's clock --------------------------------------------------------------------------------


@pytest.mark.parametrize("today", [date(2026, 3, 24), date(2050, 6, 1)])
def test_the_clock_of_the_service_is_believed_where_this_machine_is_ahead(today, new):
    new.daily(today=today)
    new.server.records = [*new.server.records, *make_records(3, first=80, begin="2026-03-20T00:00:00")]
    new.daily(today=today)

    assert new.state() == {"succeeded": "2026-03-24"}
    assert {paper.first_seen for paper in new.papers().values()} == {date(2026, 3, 24)}


def test_nothing_is_stored_by_a_clock_from_before_this_program(world):
    (world.root / "feed.xml").write_bytes(RSS % (b"", YESTERDAY))
    early = date(1980, 1, 1)
    settings = Settings("Toys", "Toys of all sorts.", feeds=(MINE,))
    message = "the clock of this machine shows 1980-01-01; set it"

    with pytest.raises(StoreError, match=message):
        import_documents(world.root, [], [world.root / "feed.xml"], None, early)
    with pytest.raises(StoreError, match=message):
        fetch_request.fetch(fetch_request.Request(), settings, world.build_context(early))
    assert not (world.root / "data/feeds").exists()
