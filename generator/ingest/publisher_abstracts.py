"""The abstract in a publisher's description, and the facts that some publishers write there in words."""

import re
from collections.abc import Iterable, Mapping, Sequence

_HEADINGS = frozenset(["abstract", "summary"])
_FURTHEST_HEADING = 2  # paragraphs before it: a citation, a date
_LABEL = re.compile(r"(Publication date|Source|Author\(s\)):\s*(.*)")
_HEADING_LINE = re.compile(r"\s*(?:abstract|summary)[ \t]*[\r\n]", re.IGNORECASE)
_LEADING = re.compile(r"abstract(?:[:.]\s+|\s*[—–]\s*|\s+-\s+)", re.IGNORECASE)
# "TAXON, Volume 70, Issue 6, Page 1317-1326, December 2021." and "TAXON, EarlyView.", before an abstract
# or in its place.
_CITATION = re.compile(
    r"(?:[^.]{1,200}, )?"
    r"(?:Early ?View|Ahead of Print|Volume \w{1,10}, Issue \w[^.,]{0,20}(?:, [^.]{1,120})?)(?:\.|$)\s*"
)
_NOTHING = re.compile(
    r"\W*|NA|N/A|no abstract(?: available)?\.?|\[no abstract\]|PMID:.*|urn:lsid:\S+ - Registered by .*",
    re.IGNORECASE | re.DOTALL,
)
_ANNOUNCEMENT = re.compile(r"\s*arXiv:\S{1,40} Announce Type: ([a-z-]{1,20})\s*Abstract:\s*")


def unwrapped(text: str) -> str:
    """A description as the feed has it, without the heading on its first line and arXiv's announcement."""
    if match := _ANNOUNCEMENT.match(text) or _HEADING_LINE.match(text):
        return text[match.end() :]
    return text


def first(candidates: Iterable[Sequence[str]]) -> str | None:
    """The first abstract among several texts, one line a paragraph, or None.

    Args:
        candidates: The texts in order of preference, each as its paragraphs.
    """
    for paragraphs in candidates:
        if abstract := _body(paragraphs):
            return abstract
    return None


def _body(paragraphs: Sequence[str]) -> str:
    """The paragraphs without heading, citation, date, list of authors and other company."""
    start = 0
    for position, paragraph in enumerate(paragraphs[: _FURTHEST_HEADING + 1]):
        if paragraph.casefold().strip(" :.") in _HEADINGS:
            start = position + 1
    facts = labelled(paragraphs)
    kept: list[str] = []
    for paragraph in paragraphs[start:]:
        text = _CITATION.sub("", paragraph, count=1) if _CITATION.match(paragraph) else paragraph
        text = text if kept else text[_end(_LEADING, text) :]
        if not (_NOTHING.fullmatch(text) or (facts and _LABEL.fullmatch(text))):
            kept.append(text)
    return "\n".join(kept)


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def labelled(paragraphs: Sequence[str]) -> Mapping[str, str]:
    """What ScienceDirect writes into the description: ``Publication date``, ``Source``, ``Author(s)``."""
    found = (_LABEL.fullmatch(paragraph) for paragraph in paragraphs)
    facts = {match[1]: match[2].removeprefix("Available online ") for match in found if match}
    return facts if "Publication date" in facts else {}


def announce_type(text: str) -> str | None:
    """Why arXiv lists the paper, as rss.arxiv.org says it in the description; None for other feeds."""
    match = _ANNOUNCEMENT.match(text)
    return match[1] if match else None
