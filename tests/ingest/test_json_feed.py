"""JSON Feed: what its entries become, and which documents are rejected."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import safe_xml
from generator.ingest.sources import json_feed
from generator.ingest.sources.json_feed import parse_json_feed
from generator.ingest.sources.registry import find_source
from generator.model.curation_values import Feed
from generator.model.entries import Author, Entry
from generator.model.errors import FeedError
from tests import server_faults as faults
from tests.ingest.fetch_world import TODAY
from tests.tables import for_each_row

FEED = Feed("journal", "json-feed", {"url": "https://feeds.example.org/journal.json"})
# Every key of an item in version 1.1, https://www.jsonfeed.org/version/1.1/.
FULL = {
    "id": "https://example.org/caches",
    "url": "https://example.org/caches?utm_source=feed",
    "external_url": "https://doi.org/10.1145/3779212.3790145",
    "title": "On <i>fast</i> caches",
    "content_html": "<p>Not used, as there is a summary.</p>",
    "content_text": "Not used either.",
    "summary": "Caches with $a<b$ lines are fast.",
    "image": "https://example.org/image.png",
    "banner_image": "https://example.org/banner.png",
    "date_published": "2026-03-01T12:00:00+02:00",
    "date_modified": "2026-03-02T00:00:00Z",
    "authors": [{"name": "Amy Example", "url": "https://example.org/amy"}, {"name": "Bo Sample"}],
    "tags": ["caches", "caches", "memory"],
    "language": "en",
    "attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}],
}


def encode(*items, **fields):
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A journal", "items": items} | fields
    return json.dumps(feed).encode()


def parse_item(**fields):
    """Return the entry of an item, and the remarks on it."""
    document = parse_json_feed(
        encode({"id": "1", "url": "https://example.org/1", "title": "T"} | fields), "f", TODAY
    )
    (entry,) = document.entries
    return entry, [problem.message for problem in document.problems]


def test_an_item_becomes_an_entry():
    document = parse_json_feed(encode(FULL), "feed.json", TODAY)

    assert (document.title, document.generated_at, document.problems) == ("A journal", None, ())
    assert document.entries == (
        Entry(
            id="doi:10.1145/3779212.3790145",
            version=None,
            title="On fast caches",
            abstract="Caches with $a<b$ lines are fast.",
            authors=(Author("Amy Example"), Author("Bo Sample")),
            categories=("caches", "memory"),
            published=datetime(2026, 3, 1, 10, tzinfo=UTC),
            updated=datetime(2026, 3, 2, tzinfo=UTC),
            dois=("10.1145/3779212.3790145",),
            links=("https://example.org/caches",),
        ),
    )


@for_each_row(
    ("fields", "name", "expected"),
    [
        ({"content_text": "One.\n\nTwo <b>."}, "abstract", "One.\nTwo <b>."),
        ({"content_html": "<p>One.</p><p>Two &lt;b>.</p>"}, "abstract", "One.\nTwo <b>."),
        ({"summary": None, "content_html": None, "tags": None}, "abstract", None),
        ({"author": {"name": "Amy Example"}}, "authors", (Author("Amy Example"),)),
        ({"authors": [{"url": "https://example.org/"}]}, "authors", ()),
        ({"url": "https://arxiv.org/abs/2602.23556v2"}, "id", "2602.23556"),
        ({"url": "https://arxiv.org/abs/2602.23556v2"}, "version", 2),
        ({"id": 7}, "id", "url:https://example.org/1"),
        ({"title": "Two\nlines"}, "title", "Two lines"),
    ],
)
def test_a_key_becomes_a_field(fields, name, expected):
    entry, remarks = parse_item(**fields)

    assert (getattr(entry, name), remarks) == (expected, [])


@pytest.mark.parametrize(
    ("fields", "remark"),
    [
        ({"date_published": "soon"}, "date_published 'soon' is not a valid date and is ignored"),
        (
            {"tags": ["a" * 201]},
            "an entry must have at most 100 categories of at most 200 characters; the others are ignored",
        ),
    ],
)
def test_a_value_that_is_left_out_is_reported(fields, remark):
    entry, remarks = parse_item(**fields)

    assert remarks == [f"{entry.id}: {remark}"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"id": "1", "url": "https://example.org/2"}, "an entry must have a title"),
        ({"id": "1", "title": "T"}, "an entry must have a DOI, a link to a web page or an arXiv id"),
        ({"id": "1", "title": "T", "url": "javascript:alert(1)"}, "an entry must have a DOI"),
        (
            {"id": "1", "url": "https://example.org/2", "title": "T" * 1001},
            "its title must have at most 1,000 characters, got 1,001",
        ),
        ({"id": "1", "url": ["https://example.org/2"], "title": "T"}, "Expected `str | null`, got `array`"),
        ("a word", "Expected `object`, got `str`"),
    ],
)
def test_an_item_that_cannot_be_used_is_skipped(item, reason):
    document = parse_json_feed(encode(item, FULL), "feed.json", TODAY)

    assert (len(document.entries), len(document.skipped)) == (1, 1)
    assert document.problems[0].message.startswith(f"entry 1 skipped: {reason}")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "the document is not a JSON Feed: Input data was truncated"),
        (b"{}", "the document is not a JSON Feed: Object missing required field `version`"),
        (
            b'{"version": "1", "items": []}',
            "its version must begin with https://jsonfeed.org/version/1, got '1'",
        ),
        (b'{"version": "https://jsonfeed.org/version/1"}', "the document is not a JSON Feed: Object missing"),
        (b'{"version": "\xff"}', "the document is not a JSON Feed"),
        (b'{"a":' + b"[" * 100_000, "the document is not a JSON Feed"),
        (encode(title="A" * 100), "a feed must have at most 100 bytes"),
    ],
)
def test_a_document_that_is_not_a_valid_feed_is_rejected(data, reason, monkeypatch):
    if "bytes" in reason:
        monkeypatch.setattr(safe_xml, "MAX_DOCUMENT_SIZE", 100)

    with pytest.raises(FeedError) as caught:
        parse_json_feed(data, "feed.json", TODAY)
    assert caught.value.reason.startswith(reason)


def test_too_many_entries_are_rejected(monkeypatch):
    monkeypatch.setattr(json_feed, "MAX_ENTRIES", 2)

    with pytest.raises(FeedError, match="a feed must have at most 2 entries, got 3"):
        parse_json_feed(encode({}, {}, {}), "feed.json", TODAY)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.text() | NUMBERS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(VALUES)
def test_any_item_is_an_entry_or_skipped(item):
    document = parse_json_feed(encode(item, FULL | {"title": item}), "feed.json", TODAY)

    assert len(document.entries) + len(document.skipped) == 2


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + encode(FULL), b"\n " + encode(FULL)])
def test_a_json_feed_is_recognised(data):
    source, document = find_source(data, "feed.json", TODAY)

    assert (source.kind, len(document.entries)) == ("json-feed", 1)


def test_a_json_feed_is_fetched(hosted):
    hosted.server.pages["/journal.json"] = ({"ETag": '"one"'}, encode(FULL, {"id": "x"}))

    outcome = hosted.daily(FEED)

    assert (outcome.failure, outcome.new, outcome.skipped_count) == ("", ("doi:10.1145/3779212.3790145",), 1)
    assert hosted.server.requests[0]["headers"]["Accept"].startswith("application/feed+json")
    before = hosted.files()
    assert (hosted.daily(FEED).has_changes, hosted.files()) == (False, before)
    assert hosted.server.requests[0]["headers"]["If-None-Match"] == '"one"'


def test_another_document_than_a_json_feed_is_a_failure(hosted):
    hosted.server.every_fault = faults.other_body(b"<rss/>")

    outcome = hosted.daily(FEED)

    assert outcome.failure.endswith("the document is not of the kind 'json-feed'")
    assert outcome.hint == "correct the kind of the feed in data/catalogue.yml"
