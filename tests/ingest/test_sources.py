"""Kinds of feeds: the registry and the schema agree, and every document is recognised."""

from dataclasses import MISSING, fields

import pytest

from generator.curation.schema import load_schema
from generator.ingest.sources.registry import SOURCES, find_source, get_source, parse_document
from generator.model.curation_values import Feed
from generator.model.errors import FeedError
from tests.ingest.fetch_world import TODAY
from tests.paths import FEEDS

FEED_SCHEMA = load_schema("catalogue")["properties"]["feeds"]["items"]
RULES = {rule["if"]["properties"]["kind"]["const"]: rule["then"] for rule in FEED_SCHEMA["allOf"]}
KINDS = [source.kind for source in SOURCES]


def test_the_schema_has_a_rule_for_every_kind():
    assert FEED_SCHEMA["properties"]["kind"]["enum"] == sorted(KINDS, key=list(RULES).index)
    assert sorted(RULES) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_lists_the_options_of_a_kind(kind):
    keys = set(RULES[kind]["properties"])

    assert keys - {"id", "kind"} == {field.name for field in fields(get_source(kind).options)}
    assert keys <= set(FEED_SCHEMA["properties"])
    required = {field.name for field in fields(get_source(kind).options) if field.default is MISSING}
    assert required == set(RULES[kind].get("required", ()))


def test_options_become_a_value_of_their_type():
    options = get_source("rss").read_options(
        Feed("a", "rss", {"url": "https://a.example/", "phrases": ["b"]})
    )

    assert (options.url, options.hosts, options.phrases) == ("https://a.example/", (), ("b",))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("arxiv/seed-cs.PF.atom.xml", "arxiv"),
        ("arxiv/arxiv-new-empty-unknown-id.xml", "arxiv"),
        ("publishers/rss-cs.PF.xml", "rss"),
        ("publishers/pub-oup.xml", "rss"),
        ("publishers/pub-jstage-empty.atom.xml", "rss"),
    ],
)
def test_a_document_is_recognised(path, kind):
    data = (FEEDS / path).read_bytes()

    source, document = find_source(data, path, TODAY)

    assert source.kind == kind
    assert document == parse_document(data, path, TODAY)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the document is empty"),
        (b"Rate exceeded.", "the document is not XML"),
        (b"<html/>", "the document is a web page, not a feed"),
        ((FEEDS / "arxiv/api-ERROR-400-query.xml").read_bytes(), "arXiv answered with an error"),
    ],
)
def test_what_is_wrong_with_an_unknown_document_is_reported(data, message):
    with pytest.raises(FeedError, match=message):
        parse_document(data, "a", TODAY)
