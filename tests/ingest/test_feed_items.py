"""RSS and Atom are split into fields in every dialect; other documents are rejected."""

from functools import partial

import feedparser
import pytest

from generator.ingest import feed_items, safe_xml, syndication
from generator.model.errors import FeedError
from tests.ingest.publisher_feeds import (
    PUBLISHERS,
    TODAY,
    build_item,
    build_rss,
    parse_entry,
    parse_publisher,
)
from tests.tables import for_each_row

INNER = "<title>A title</title><link>https://example.org/paper</link>"
RDF = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
DIALECTS = {
    "RSS without version": f"<rss><channel><item>{INNER}</item></channel></rss>",
    "RSS 2.0 in its old namespace": (
        '<rss xmlns="http://backend.userland.com/rss2" version="2.0">'
        f"<channel><item>{INNER}</item></channel></rss>"
    ),
    "RSS in capitals": (
        '<RSS version="2.0"><CHANNEL><ITEM><TITLE>A title</TITLE><LINK>https://example.org/paper</LINK></ITEM>'
        "</CHANNEL></RSS>"
    ),
    "RSS 0.90": (
        f'<r:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/><item>{INNER}</item></r:RDF>'
    ),
    "RSS 1.0": f'<r:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel/><item>{INNER}</item></r:RDF>',
    "RSS 1.0, known by its about": (
        f'<r:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel/>'
        '<item r:about="x"><title>A title</title><link>https://example.org/paper</link></item></r:RDF>'
    ),
    "Atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A title</title>'
        '<link rel="alternate" href="https://example.org/paper"/></entry></feed>'
    ),
    "Atom with prefixes and relative links": (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><a:entry>'
        '<a:title>A title</a:title><a:link rel="self" href="feed"/><a:link href="paper"/></a:entry></a:feed>'
    ),
    "a guid as link": (
        "<rss><channel><item><title>A title</title><guid>https://example.org/paper</guid></item></channel></rss>"
    ),
    "UTF-16": "",
}


@for_each_row("name", DIALECTS)
def test_every_dialect_is_parsed(name):
    text = DIALECTS[name] or f'<?xml version="1.0" encoding="UTF-16"?>{DIALECTS["RSS without version"]}'
    entry = parse_entry(text.encode("utf-8" if DIALECTS[name] else "utf-16"))

    assert (entry.title, entry.links) == ("A title", ("https://example.org/paper",))


REJECTED = {
    "empty": (b"", "the document is empty"),
    "blank": (b" \n ", "the document is empty"),
    "plain text": (b"Rate exceeded.", "not XML"),
    "web page": (
        b"<!DOCTYPE html><html><head><title>Sorry</title></head><body/></html>",
        "a web page, not a feed",
    ),
    "web page in XML": (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        "a web page, not a feed",
    ),
    "torn web page": (b"<html><body><br></body></html>", "a web page, not a feed"),
    "another kind of XML": (b"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "not a feed"),
    "RDF without a channel": (
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item xmlns="urn:x"/></r:RDF>',
        "not a feed",
    ),
    "RSS 1.0 without its namespace": (
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/></r:RDF>',
        "not a feed",
    ),
    "a channel inside a channel": (
        b'<rss version="2.0"><channel><channel><item/></channel></channel></rss>',
        "two parsers find 0 and 1 entries",
    ),
    "entities": (
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
        "DOCTYPE",
    ),
    "cut off": (build_rss(build_item())[:-30], "not XML"),
    "a byte that is no UTF-8": (
        build_rss(build_item(title="Özgür")).replace("Ö".encode(), b"\xd6"),
        "not XML",
    ),
    "a byte outside its declared encoding": (
        b'<?xml version="1.0" encoding="shift_jis"?><rss><channel><title>\x81</title></channel></rss>',
        "not XML",
    ),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><rss/>', "not XML"),
    "a lone surrogate": (b'<rss version="2.0"><channel><title>&#xD800;</title></channel></rss>', "not XML"),
    "a name that only one parser takes": (
        build_rss('<link \u2c00="a">b</link>'),
        "feedparser cannot parse it",
    ),
}


@for_each_row(("data", "reason"), REJECTED.values())
def test_a_document_that_is_not_a_feed_is_rejected(data, reason):
    with pytest.raises(FeedError, match=reason) as caught:
        syndication.parse_feed(data, "a.xml", TODAY)

    assert caught.value.path == "a.xml"
    assert str(caught.value).startswith("a.xml")


def test_the_error_states_line_and_column():
    with pytest.raises(FeedError, match=r"^a\.xml:2:\d+: the document is not XML"):
        syndication.parse_feed(b"<rss>\n<channel></rss>", "a.xml", TODAY)


@pytest.mark.parametrize("name", ["pub-pubmed-efetch.xml", "rss-ERROR-400.xml"])
def test_real_documents_that_are_not_feeds_are_rejected(name):
    data = (PUBLISHERS / name).read_bytes()

    for parse in (partial(syndication.parse_feed, today=TODAY), syndication.find_announced_ids):
        with pytest.raises(FeedError):
            parse(data, name)


def test_an_error_of_arxivs_rss_is_quoted():
    with pytest.raises(FeedError, match="Bad subject class 'XX'"):
        parse_publisher("rss-ERROR-400.xml")


def test_a_document_that_is_too_large_is_rejected(monkeypatch):
    monkeypatch.setattr(safe_xml, "MAX_DOCUMENT_SIZE", 100)

    with pytest.raises(FeedError, match="must have at most 100 bytes"):
        syndication.parse_feed(build_rss(build_item()), "a", TODAY)


@pytest.mark.parametrize(("limit", "what"), [("MAX_ENTRIES", "1 entries"), ("MAX_ELEMENTS", "1 elements")])
def test_a_feed_with_too_many_entries_or_elements_is_rejected(monkeypatch, limit, what):
    monkeypatch.setattr(feed_items, limit, 1)

    with pytest.raises(FeedError, match=f"must have at most {what}"):
        syndication.parse_feed(build_rss(build_item(), build_item()), "a", TODAY)


@pytest.mark.parametrize("error", [KeyError("links"), ValueError("chr() arg not in range")])
def test_an_error_of_feedparser_rejects_the_document(monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(feedparser, "parse", fail)

    with pytest.raises(FeedError, match="feedparser cannot parse it"):
        syndication.parse_feed(build_rss(build_item()), "a", TODAY)
