"""Parse the answers of arXiv's API, in the formats before and since November 2025.

Elements are read by name with lxml, because their order has changed, and because feedparser keeps only one
affiliation and one DOI of an entry. The manual: https://info.arxiv.org/help/api/user-manual.html
"""

import re
from datetime import UTC, date, datetime

from lxml import etree

from generator.ingest.entry_rules import (
    MAX_NAME_LENGTH,
    MAX_REMARK_LENGTH,
    MAX_TITLE_LENGTH,
    require_author_count,
    require_length,
)
from generator.ingest.seen_day import check_time, find_latest_time
from generator.model import ids
from generator.model.entries import Author, Entry, FeedDocument
from generator.model.errors import FeedError, Problem
from generator.model.text import clean_line, clean_paragraphs, quote_text

MAX_ABSTRACT_LENGTH = 20_000  # characters; arXiv allows 1,920

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_COUNTS = ("totalResults", "startIndex", "itemsPerPage")
_ARXIV_ADDRESS = re.compile(r"https?://arxiv\.org/")
_FEED_ID = re.compile(r"https?://arxiv\.org/api/(?!errors)\S+")
_ERROR_ID = "/api/errors"
_ENTRY_ID = re.compile(r"https?://arxiv\.org/abs/(\S+)")
_COUNT = re.compile(r"\s*\d{1,10}\s*", re.ASCII)
_CATEGORY = re.compile(r"[a-z-]{1,20}(?:\.[A-Za-z-]{1,20})?")
_EARLIEST = datetime(1986, 1, 1, tzinfo=UTC)  # arXiv accepted some papers older than itself
_MAX_MESSAGE_LENGTH = 200


class ArxivError(FeedError):
    """arXiv answered with an error; the reason is what it states."""


def is_arxiv(root: etree._Element) -> bool:
    """Whether this root element is an answer of arXiv's API, possibly an error."""
    feed_id = root.findtext(f"{_ATOM}id") or ""
    return root.tag == f"{_ATOM}feed" and bool(_ARXIV_ADDRESS.match(feed_id.strip()))


def parse_answer(root: etree._Element, path: str, today: date) -> FeedDocument:
    """Parse one answer of arXiv's API.

    An entry that cannot be parsed becomes a problem, and the others are kept. If no entry can be parsed, the
    answer is rejected, because an empty result is worse than none.

    Args:
        root: The root element of the answer, from `generator.ingest.safe_xml.parse_xml`.
        path: The name of the answer, for messages.
        today: The day by this machine's clock; a time after it is ignored.

    Raises:
        ArxivError: The answer is an error.
        FeedError: The answer is not from the API, or has fewer entries than it states.
    """
    _require_success(root, path)
    feed_id = (root.findtext(f"{_ATOM}id") or "").strip()
    if root.tag != f"{_ATOM}feed" or not _FEED_ID.fullmatch(feed_id):
        hint = "its <id> must begin with https://arxiv.org/api/"
        raise FeedError(path, "this is not an answer of arXiv's API", hint)
    generated_at = check_time(_parse_time(root.findtext(f"{_ATOM}updated")), today)
    latest = find_latest_time(generated_at, today)
    elements = root.findall(f"{_ATOM}entry")
    total, offset, page_size = _require_all_entries(root, len(elements), path)
    entries: list[Entry] = []
    problems: list[Problem] = []
    skipped: list[Problem] = []
    for element in elements:
        line = element.sourceline or 0
        try:
            entry, remarks = _parse_entry(element, latest)
        except ValueError as error:
            skipped.append(Problem(path, line, 0, f"entry skipped: {error}"))
            continue
        problems += [Problem(path, line, 0, f"{entry.id}: {remark}") for remark in remarks]
        entries.append(entry)
    if elements and not entries:
        raise FeedError(path, f"none of {len(elements)} entries can be parsed; {skipped[0].message}")
    title = clean_line(root.findtext(f"{_ATOM}title") or "")
    return FeedDocument(
        title, generated_at, tuple(entries), (*problems, *skipped), total, offset, page_size, tuple(skipped)
    )


def _require_success(root: etree._Element, path: str) -> None:
    for element in root.findall(f"{_ATOM}entry"):
        if _ERROR_ID in (element.findtext(f"{_ATOM}id") or ""):
            message = clean_line(_find_text(element, f"{_ATOM}summary"))[:_MAX_MESSAGE_LENGTH]
            reason = f"arXiv answered with an error: {message or 'no reason given'}"
            raise ArxivError(path, reason, "correct the query")


def _require_all_entries(root: etree._Element, count: int, path: str) -> tuple[int, int, int]:
    """Return the total, the offset and the size of a page that has all of its entries.

    Args:
        root: The root element of the answer.
        count: Number of its entries.
        path: The name of the answer, for messages.

    Raises:
        FeedError: The answer has fewer entries than it states, or does not state their number.
    """
    texts = {name: root.findtext(f"{_OPENSEARCH}{name}") or "" for name in _COUNTS}
    if not all(map(_COUNT.fullmatch, texts.values())):
        reason = f"the answer lacks one of {', '.join(_COUNTS)}"
        raise FeedError(path, reason, "it may be cut off or altered")
    total, offset, page_size = (int(texts[name]) for name in _COUNTS)
    expected = max(0, min(page_size, total - offset))
    if count != expected:
        reason = f"the answer must have {expected} entries, got {count}"
        raise FeedError(path, reason, "arXiv does this under load; request it again later")
    return total, offset, page_size


def _parse_entry(element: etree._Element, latest: datetime) -> tuple[Entry, list[str]]:
    """Parse an entry, and return it with remarks on what was left out of it.

    Args:
        element: The entry.
        latest: The latest time that a date may have.

    Raises:
        ValueError: The entry cannot be used; the message states why.
    """
    paper_id, version = _parse_identity(element)
    title = require_length("title", clean_line(_find_text(element, f"{_ATOM}title")), MAX_TITLE_LENGTH)
    if not title:
        message = f"{paper_id} has no title"
        raise ValueError(message)
    abstract = clean_paragraphs(_find_text(element, f"{_ATOM}summary"))
    remarks: list[str] = []
    times: dict[str, datetime | None] = {}
    for name in ("published", "updated"):
        text = element.findtext(f"{_ATOM}{name}")
        times[name] = _parse_time(text, latest)
        if text and times[name] is None:
            remarks.append(f"{name} {quote_text(text)} is not a valid time and is ignored")
    primary_category, categories = _parse_categories(element)
    entry = Entry(
        id=paper_id,
        version=version,
        title=title,
        abstract=require_length("abstract", abstract, MAX_ABSTRACT_LENGTH) or None,
        authors=_parse_authors(element),
        categories=categories,
        primary_category=primary_category,
        published=times["published"],
        updated=times["updated"],
        comment=_parse_remark("comment", element.find(f"{_ARXIV}comment")) or None,
        journal_ref=_parse_remark("journal reference", element.find(f"{_ARXIV}journal_ref")) or None,
        dois=_parse_dois(element, remarks),
    )
    return entry, remarks


def _parse_identity(element: etree._Element) -> tuple[str, int]:
    address = _find_text(element, f"{_ATOM}id").strip()
    match = _ENTRY_ID.fullmatch(address)
    if not match:
        message = f"its <id> must be an address at arxiv.org/abs/, got {quote_text(address)}"
        raise ValueError(message)
    paper_id, version = ids.parse_arxiv_id(match[1])
    if version is None:
        message = f"its <id> {match[1]!r} has no version"
        raise ValueError(message)
    return paper_id, version


def _parse_authors(element: etree._Element) -> tuple[Author, ...]:
    elements = element.findall(f"{_ATOM}author")
    require_author_count(len(elements))
    authors = []
    for author in elements:
        name = require_length("author", clean_line(_find_text(author, f"{_ATOM}name")), MAX_NAME_LENGTH)
        places = [_parse_remark("affiliation", place) for place in author.findall(f"{_ARXIV}affiliation")]
        if name:
            authors.append(Author(name, tuple(dict.fromkeys(place for place in places if place))))
    return tuple(authors)


def _parse_categories(element: etree._Element) -> tuple[str | None, tuple[str, ...]]:
    """Return the primary category, which arXiv sometimes leaves out, and all categories with it first."""
    primary_element = element.find(f"{_ARXIV}primary_category")
    primary = primary_element.get("term") if primary_element is not None else None
    terms = [primary or "", *(category.get("term") or "" for category in element.findall(f"{_ATOM}category"))]
    categories = tuple(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term)))
    return primary if primary in categories else None, categories


def _parse_dois(element: etree._Element, remarks: list[str]) -> tuple[str, ...]:
    """Return every DOI; one field may have several, separated by spaces."""
    dois: dict[str, str] = {}
    for field in element.findall(f"{_ARXIV}doi"):
        for word in "".join(field.itertext()).split():
            try:
                doi = ids.parse_doi(word)
            except ValueError as error:
                remarks.append(str(error))
            else:
                dois.setdefault(ids.build_doi_id(doi), doi)
    return tuple(dois.values())


def _find_text(element: etree._Element, tag: str) -> str:
    child = element.find(tag)
    return "" if child is None else "".join(child.itertext())


def _parse_remark(name: str, element: etree._Element | None) -> str:
    if element is None:
        return ""
    return require_length(name, clean_line("".join(element.itertext())), MAX_REMARK_LENGTH)


def _parse_time(text: str | None, latest: datetime | None = None) -> datetime | None:
    """Return a time in UTC; None if it has no zone, is before arXiv's papers or after the latest time."""
    try:
        parsed = datetime.fromisoformat((text or "").strip())
        if parsed.tzinfo is None:
            return None
        parsed = parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None if parsed < _EARLIEST or (latest and parsed > latest) else parsed
