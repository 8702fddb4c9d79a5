"""Parse untrusted XML: without entities, DTDs, network access or huge input."""

import re

from lxml import etree

from generator.model.errors import FeedError
from generator.model.text import clean_line

MAX_DOCUMENT_SIZE = 20_000_000  # bytes; arXiv's largest page (2,000 entries) has about 5 MB

_MAX_REASON_LENGTH = 200  # characters
_WEB_PAGE_HINT = "it may be an error page; if not, use the address of an RSS or Atom feed"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+)?html\b", re.IGNORECASE)
_JSON_OBJECT = re.compile(rb"\s*\{")
# The end of libxml2's messages: the place, which ours state too, and advice on its options.
_PLACE_AND_ADVICE = re.compile(r", (?:line \d|use XML_|try XML_|see xml).*", re.DOTALL)


def parse_xml(data: bytes, path: str) -> etree._Element:
    """Parse a document, and return its root element.

    Args:
        data: The document's bytes.
        path: Its name, for messages.

    Raises:
        FeedError: The document is empty, too large, a web page or JSON, not well-formed, in a wrong encoding,
            or has a DOCTYPE.
    """
    require_size(data, path)
    start = data.removeprefix(_BYTE_ORDER_MARK)
    if _WEB_PAGE.match(start):
        raise FeedError(path, "the document is a web page, not a feed", _WEB_PAGE_HINT)
    if _JSON_OBJECT.match(start):
        raise FeedError(path, "the document is JSON, not XML", "a JSON Feed has the kind 'json-feed'")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = f"the document is not XML: {_shorten_message(error)}"
        raise FeedError(path, reason, "it may be cut off, or an error page", line, column) from error
    if root.getroottree().docinfo.doctype:
        reason = "a feed must not have a DOCTYPE, because entities in it can hide text"
        raise FeedError(path, reason, "use another feed, or import a copy without the DOCTYPE", 1)
    return root


def require_size(data: bytes, path: str) -> None:
    """Raise FeedError if a document is empty or too large.

    Args:
        data: The document's bytes.
        path: Its name, for messages.
    """
    if not data.strip():
        raise FeedError(path, "the document is empty", "fetch it again")
    if len(data) > MAX_DOCUMENT_SIZE:
        raise FeedError(path, f"a feed must have at most {MAX_DOCUMENT_SIZE:,} bytes, got {len(data):,}")


def _shorten_message(error: etree.XMLSyntaxError) -> str:
    return clean_line(_PLACE_AND_ADVICE.sub("", error.msg or "syntax error"))[:_MAX_REASON_LENGTH]
