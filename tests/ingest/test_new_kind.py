"""A new kind of feed is a module, an entry in the registry, and a rule in the schema of the settings."""

import json

import pytest

from generator.curation.folder import read_settings
from generator.curation.schema import load_schema
from generator.ingest import fetch_request
from generator.ingest.document_import import import_documents
from generator.ingest.sources import registry
from generator.model.errors import DataError, FeedError
from tests.examples.csv_feed import CSV_FEED
from tests.ingest.fetch_world import SETTINGS, TODAY
from tests.paths import REPOSITORY

RULE = json.loads((REPOSITORY / "tests/examples/csv_feed.schema.json").read_text())
FEED = '  - {id: table, kind: csv, url: "https://feeds.example.org/papers.csv"}\n'
TABLE = b"""\
title,authors,doi,published
On caches,"Amy Example, Bo Sample",10.1145/1,2026-03-01
"On queues, and more",Cy Third,10.1145/2,soon
,Cy Third,10.1145/3,
"""


@pytest.fixture(name="world", autouse=True)
def world_with_the_new_kind(hosted, monkeypatch):
    feed_schema = load_schema("catalogue")["properties"]["feeds"]["items"]
    kind_schema = feed_schema["properties"]["kind"]
    monkeypatch.setitem(kind_schema, "enum", [*kind_schema["enum"], "csv"])
    monkeypatch.setitem(feed_schema, "allOf", [*feed_schema["allOf"], RULE])
    monkeypatch.setattr(registry, "SOURCES", (CSV_FEED, *registry.SOURCES))
    hosted.server.pages["/papers.csv"] = ({"ETag": '"one"'}, TABLE)
    write_settings(hosted, FEED)
    return hosted


def write_settings(world, feed):
    (world.root / "data/catalogue.yml").write_text(SETTINGS + feed)


def fetch_table(world):
    return world.daily(*(feed for feed in read_settings(world.root).feeds if feed.kind == "csv"))


def test_a_feed_of_the_new_kind_is_fetched(world):
    outcome = fetch_table(world)

    assert (outcome.failure, outcome.new, outcome.skipped_count) == (
        "",
        ("doi:10.1145/1", "doi:10.1145/2"),
        1,
    )
    entry = world.papers("table")["doi:10.1145/1"].entry
    assert (entry.title, [author.name for author in entry.authors]) == (
        "On caches",
        ["Amy Example", "Bo Sample"],
    )
    assert [problem.message for problem in outcome.problems] == [
        "doi:10.1145/2: published 'soon' is not a valid date and is ignored",
        "entry 3 skipped: an entry must have a title",
    ]


def test_an_unchanged_document_of_the_new_kind_is_not_sent_again(world):
    fetch_table(world)
    fetch_table(world)

    assert world.server.requests[0]["headers"]["If-None-Match"] == '"one"'


def test_a_broken_document_of_the_new_kind_is_a_failure(world):
    world.server.pages["/papers.csv"] = ({}, b"name\n")

    assert "the document is not of the kind 'csv'" in fetch_table(world).failure


def test_a_file_of_the_new_kind_is_recognised(world):
    write_settings(world, FEED + "  - {id: mine, kind: file, path: papers.csv}\n")
    (world.root / "papers.csv").write_bytes(TABLE)
    feeds = read_settings(world.root).feeds

    changes, problems = import_documents(world.root, feeds, [world.root / "papers.csv"], None, TODAY)
    outcome = world.daily(feeds[-1])

    assert ({feed: len(papers.new) for feed, papers in changes.items()}, len(problems)) == ({"table": 2}, 2)
    assert (outcome.failure, len(outcome.new)) == ("", 2)


def test_what_the_new_kind_cannot_do_is_known(world):
    table = read_settings(world.root).feeds[-1]

    assert (fetch_request.has_history(table), fetch_request.can_refresh(table)) == (False, False)


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ("{id: table, kind: csv}", "must have url"),
        ("{id: table, kind: csv, url: 'https://a.example/', path: a}", "unknown key 'path'"),
        ("{id: table, kind: csw}", "must be arxiv, rss, json-feed, file, crossref or csv, got 'csw'"),
    ],
)
def test_the_settings_of_the_new_kind_are_checked(feed, message, world):
    write_settings(world, f"  - {feed}\n")

    with pytest.raises(DataError, match=message):
        read_settings(world.root)


def test_other_documents_are_read_as_before():
    source = registry.SOURCES[0]

    assert source is CSV_FEED
    assert source.parse_document(b"<rss/>", "a", TODAY) is None
    with pytest.raises(FeedError, match="the document is not XML"):
        registry.get_source("rss").parse_document(b"title\n", "a", TODAY)
