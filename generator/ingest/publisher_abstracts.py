"""Find the abstract in a publisher's description."""

import re
from collections.abc import Iterable, Sequence

_HEADINGS = frozenset(["abstract", "summary"])
_MAX_PARAGRAPHS_BEFORE_HEADING = 2  # such as a citation and a date
_MAX_REMARK_LENGTH = 400  # characters; such a paragraph may be a citation
_HEADING_LINE = re.compile(r"\s*(?:abstract|summary)[ \t]*[\r\n]", re.IGNORECASE)
_HEADING_IN_LINE = re.compile(r"abstract(?:[:.]\s+|\s*[—–]\s*|\s+-\s+)", re.IGNORECASE)
# "TAXON, Volume 70, Issue 6, Page 1317-1326, December 2021." and "TAXON, EarlyView.", before an abstract or
# instead of it.
_CITATION = re.compile(
    r"(?:[^.]{1,200}, )?"
    r"(?:Early ?View|Ahead of Print|Volume \w{1,10}, Issue \w[^.,]{0,20}(?:, [^.]{1,120})?)(?:\.|$)\s*"
)
_PLACEHOLDER = re.compile(
    r"\W*|NA|N/A|no abstract(?: available)?\.?|\[no abstract\]|PMID:.*|urn:lsid:\S+ - Registered by .*",
    re.IGNORECASE | re.DOTALL,
)
_ANNOUNCEMENT = re.compile(r"\s*arXiv:\S{1,40} Announce Type: [a-z-]{1,20}\s*Abstract:\s*")


def strip_heading(text: str) -> str:
    """Remove the heading in the first line of a description, or arXiv's announcement.

    >>> strip_heading("arXiv:2602.23556v1 Announce Type: new Abstract: We study caches.")
    'We study caches.'
    """
    match = _ANNOUNCEMENT.match(text) or _HEADING_LINE.match(text)
    return text[match.end() :] if match else text


def is_announcement(text: str) -> bool:
    """Whether a description begins as in rss.arxiv.org, with the reason why the paper is listed.

    >>> is_announcement("arXiv:2602.23556v1 Announce Type: replace Abstract: We study caches.")
    True
    """
    return _ANNOUNCEMENT.match(text) is not None


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph is too long for a citation or a remark, and so belongs to the abstract.

    >>> is_prose("TAXON, EarlyView."), is_prose("We study caches. " * 30)
    (False, True)
    """
    return len(paragraph) > _MAX_REMARK_LENGTH


def find_abstract(descriptions: Iterable[Sequence[str]]) -> str | None:
    """Return the first abstract in several descriptions, one paragraph in a line, or None.

    Args:
        descriptions: The paragraphs of each description, the best one first.
    """
    for paragraphs in descriptions:
        if abstract := _extract_abstract(paragraphs):
            return abstract
    return None


def _extract_abstract(paragraphs: Sequence[str]) -> str:
    """Return the paragraphs without heading, citation and placeholders."""
    start = 0
    for position, paragraph in enumerate(paragraphs[: _MAX_PARAGRAPHS_BEFORE_HEADING + 1]):
        if is_prose(paragraph):
            break
        if paragraph.casefold().strip(" :.") in _HEADINGS:
            start = position + 1
    abstract: list[str] = []
    for paragraph in paragraphs[start:]:
        text = _CITATION.sub("", paragraph, count=1) if _CITATION.match(paragraph) else paragraph
        if not abstract and (heading := _HEADING_IN_LINE.match(text)):
            text = text[heading.end() :]
        if not _PLACEHOLDER.fullmatch(text):
            abstract.append(text)
    return "\n".join(abstract)
