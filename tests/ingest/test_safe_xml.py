"""Untrusted XML: which documents are rejected, with which message, and how quickly."""

from time import process_time

import pytest

from generator.ingest import safe_xml
from generator.model.errors import FeedError
from tests.tables import for_each_row

DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"
LAUGHS = b"".join(b"<!ENTITY l%d '%s'>" % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 12))
DOCTYPE = b"<!DOCTYPE feed [<!ENTITY l0 'ha'>" + LAUGHS + b"<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"

CUT_OFF = "it may be cut off, or an error page"
WEB_PAGE = (
    "answer.xml: the document is a web page, not a feed "
    "(it may be an error page; if not, use the address of an RSS or Atom feed)"
)
DOCTYPE_REFUSED = (
    "answer.xml:1: a feed must not have a DOCTYPE, because entities in it can hide text "
    "(use another feed, or import a copy without the DOCTYPE)"
)
REJECTED = [
    pytest.param(b"", "answer.xml: the document is empty (fetch it again)", id="empty"),
    pytest.param(b" \r\n\t", "answer.xml: the document is empty (fetch it again)", id="blank"),
    pytest.param(
        b"Rate exceeded.",
        f"answer.xml:1:1: the document is not XML: Start tag expected, '<' not found ({CUT_OFF})",
        id="plain-text",
    ),
    pytest.param(
        DECLARATION + b"<feed>\n<entry><title>A",
        f"answer.xml:3:16: the document is not XML: Premature end of data in tag title line 3 ({CUT_OFF})",
        id="cut-off",
    ),
    pytest.param(
        b"<p>busy</body>",
        "answer.xml:1:15: the document is not XML: Opening and ending tag mismatch: p line 1 and body "
        f"({CUT_OFF})",
        id="mismatch",
    ),
    pytest.param(b"<html><body><p>busy</body></html>", WEB_PAGE, id="html"),
    pytest.param(b"\xef\xbb\xbf\r\n<!doctype HTML><title>Journal</title>", WEB_PAGE, id="html-5"),
    pytest.param(b"<!DOCTYPE html>\n<html><body>busy</body></html>", WEB_PAGE, id="well-formed-html"),
    pytest.param(
        DECLARATION + b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"><html/>',
        WEB_PAGE,
        id="xhtml",
    ),
    pytest.param(
        b'\xef\xbb\xbf {"version": "https://jsonfeed.org/version/1.1"}',
        "answer.xml: the document is JSON, not XML (a JSON Feed has the kind 'json-feed')",
        id="json",
    ),
    pytest.param(
        b"<!DOCTYPE feed [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><feed>&x;</feed>",
        DOCTYPE_REFUSED,
        id="external-entity",
    ),
    pytest.param(
        b"<!DOCTYPE feed SYSTEM 'http://127.0.0.1:9/feed.dtd'><feed/>",
        DOCTYPE_REFUSED,
        id="external-dtd",
    ),
    pytest.param(
        DOCTYPE + b"<feed/>",
        DOCTYPE_REFUSED,
        id="sleeping-bomb",
    ),
    pytest.param(
        b"<feed>" + b" " * safe_xml.MAX_DOCUMENT_SIZE + b"</feed>",
        "answer.xml: a feed must have at most 20,000,000 bytes, got 20,000,013",
        id="too-large",
    ),
    pytest.param(
        b"<feed>" * 300 + b"</feed>" * 300,
        f"answer.xml:1:1542: the document is not XML: Excessive depth in document: 256 ({CUT_OFF})",
        id="too-deep",
    ),
]
NO_XML = [
    pytest.param(DOCTYPE + b"<feed>&l11;</feed>", id="bomb"),
    pytest.param(DOCTYPE + b"<feed title='&l11;'/>", id="bomb-in-an-attribute"),
    pytest.param(DECLARATION + b"<feed>M\xfcller</feed>", id="bad-byte"),
    pytest.param(DECLARATION + b"<feed>\xed\xa0\x80</feed>", id="surrogate-byte"),
    pytest.param(b"<feed>\x0b</feed>", id="control-character"),
    pytest.param(b"<feed>\x00</feed>", id="nul"),
    pytest.param(b"<feed>&#0;</feed>", id="nul-reference"),
    pytest.param(b"<feed>&#xD800;</feed>", id="surrogate-reference"),
    pytest.param(b"<feed>&nbsp;</feed>", id="unknown-entity"),
    pytest.param(b"<feed>&" + b"n" * 49_000 + b";</feed>", id="unknown-entity-of-49-kB"),
    pytest.param(b"<?xml version='1.0' encoding='klingon'?><feed/>", id="unknown-encoding"),
    pytest.param(b"<feed/><feed/>", id="two-roots"),
    pytest.param(b"\n" + DECLARATION + b"<feed/>", id="late-declaration"),
    pytest.param(b"<feed a='1' a='2'/>", id="attribute-twice"),
    pytest.param(b"\x1f\x8b\x08\x00packed", id="gzip"),
    pytest.param(b"<feed>" + b"a" * 10_500_000 + b"</feed>", id="huge-text"),
    pytest.param(b"<feed a='" + b"a" * 10_500_000 + b"'/>", id="huge-attribute"),
]


def find_error(data):
    with pytest.raises(FeedError) as caught:
        safe_xml.parse_xml(data, "answer.xml")
    assert caught.value.exit_code == 1
    return str(caught.value)


@for_each_row(("data", "message"), REJECTED)
def test_a_rejected_document_has_a_place_and_a_hint(data, message):
    assert find_error(data) == message


@for_each_row("data", NO_XML)
def test_any_other_text_is_rejected_quickly_with_one_line(data):
    before = process_time()
    error = find_error(data)

    assert error.startswith("answer.xml:")
    assert ": the document is not XML: " in error
    assert error.endswith(f"({CUT_OFF})")
    assert "\n" not in error
    assert len(error) < 400
    assert "libxml" not in error.lower()
    assert "HUGE" not in error
    assert process_time() - before < 1


def test_a_declared_encoding_is_used():
    declared = "<?xml version='1.0' encoding='ISO-8859-1'?><feed>Müller</feed>".encode("latin-1")

    assert safe_xml.parse_xml(declared, "answer.xml").text == "Müller"
    assert safe_xml.parse_xml("\ufeff<feed>Müller</feed>".encode(), "answer.xml").text == "Müller"


def test_comments_and_processing_instructions_are_not_text():
    root = safe_xml.parse_xml(b"<feed>one <!-- not this --><?nor this?>two</feed>", "answer.xml")

    assert root.text == "one two"


def test_lines_are_counted_as_in_the_file():
    root = safe_xml.parse_xml(DECLARATION + b"<feed>\n  <entry/>\n  <entry/>\n</feed>", "answer.xml")

    assert [entry.sourceline for entry in root] == [3, 4]
