"""XML from strangers, parsed without entities, DTDs, network or huge input."""

import re

from lxml import etree

from generator.model.errors import FeedError
from generator.model.text import clean_line

LARGEST_DOCUMENT = 20_000_000  # bytes; arXiv's largest page (2,000 entries) has about 5 MB

_LONGEST_REASON = 200  # characters
# Where the error is, which we say ourselves, and what to switch on in libxml2.
_ADVICE = re.compile(r", (?:line \d|use XML_|try XML_|see xml).*", re.DOTALL)


def parse(data: bytes, path: str) -> etree._Element:
    """The root element of a document.

    Args:
        data: The document's bytes.
        path: Its name, for messages.

    Raises:
        FeedError: It is empty, too large, no XML, cut off, wrongly encoded, or declares a DOCTYPE.
    """
    if not data.strip():
        raise FeedError(path, "the document is empty", "fetch it again")
    if len(data) > LARGEST_DOCUMENT:
        raise FeedError(path, f"a feed may have {LARGEST_DOCUMENT:,} bytes, this one has {len(data):,}")
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
        reason = f"the document is no XML: {_first_sentence(error)}"
        raise FeedError(path, reason, "it may be cut off, or an error page", line, column) from error
    if root.getroottree().docinfo.doctype:
        raise FeedError(path, "a feed must not declare a DOCTYPE; entities in it could hide text", "", 1)
    return root


def _first_sentence(error: etree.XMLSyntaxError) -> str:
    return clean_line(_ADVICE.sub("", error.msg or "syntax error"))[:_LONGEST_REASON]
