"""arXiv's Atom, old and new format, into entries.

Read by element name with lxml: feedparser keeps one affiliation and one DOI an entry, and the order of
elements changed in November 2025. The manual: https://info.arxiv.org/help/api/user-manual.html
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from lxml import etree

from generator.ingest.seen_day import check_time
from generator.model import ids
from generator.model.entries import Author, Document, Entry
from generator.model.errors import FeedError, Problem
from generator.model.text import clean_line, clean_paragraphs

LONGEST_TITLE = 1_000  # characters; the longest of 20,000 papers has 233
LONGEST_ABSTRACT = 20_000  # arXiv allows 1,920
MOST_AUTHORS = 10_000  # the largest collaborations have about 5,000
LONGEST_NAME = 500
LONGEST_REMARK = 10_000  # comment, journal reference, affiliation

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_FEED_ID = re.compile(r"https?://arxiv\.org/api/(?!errors)\S+")
_ERROR_ID = "/api/errors"
_ENTRY_ID = re.compile(r"https?://arxiv\.org/abs/(\S+)")
_CATEGORY = re.compile(r"[a-z-]{1,20}(?:\.[A-Za-z-]{1,20})?")
_EARLIEST = datetime(1986, 1, 1, tzinfo=UTC)  # arXiv took in some papers older than itself
_LONGEST_MESSAGE = 200
_CLOCK_MARGIN = timedelta(days=2)  # old answers are stamped with the last midnight


def is_arxiv(root: etree._Element) -> bool:
    """Whether this root element is an answer of arXiv's API, an error answer included."""
    feed_id = root.findtext(f"{_ATOM}id") or ""
    return root.tag == f"{_ATOM}feed" and bool(re.match(r"https?://arxiv\.org/", feed_id.strip()))


def read(root: etree._Element, path: str, today: date) -> Document:
    """The entries of one answer of arXiv's API.

    A broken entry becomes a Problem and the rest is kept; if every entry is broken, the answer is
    refused, because an empty result is worse than none.

    Args:
        root: The answer's root element, from `generator.ingest.safe_xml.parse`.
        path: The answer's name, for messages.
        today: The day by this machine's clock; no time after it is believed.

    Raises:
        FeedError: It is an error answer, no answer of the API, or came short of what it promises.
    """
    _refuse_errors(root, path)
    feed_id = (root.findtext(f"{_ATOM}id") or "").strip()
    if root.tag != f"{_ATOM}feed" or not _FEED_ID.fullmatch(feed_id):
        raise FeedError(
            path, "this is no answer of arXiv's API", "its <id> begins with https://arxiv.org/api/"
        )
    generated_at = check_time(_parse_time(root.findtext(f"{_ATOM}updated")), today)
    latest = (generated_at or datetime.combine(today, time.max, UTC)) + _CLOCK_MARGIN
    elements = root.findall(f"{_ATOM}entry")
    total, start, asked = _refuse_short(root, len(elements), path)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for element in elements:
        try:
            entry, remarks = _entry(element, latest)
        except ValueError as error:
            problems.append(Problem(path, element.sourceline or 0, 0, f"entry skipped: {error}"))
            continue
        problems += [Problem(path, element.sourceline or 0, 0, f"{entry.id}: {remark}") for remark in remarks]
        entries.append(entry)
    if elements and not entries:
        raise FeedError(path, f"none of {len(elements)} entries can be read; {problems[0].message}")
    title = clean_line(root.findtext(f"{_ATOM}title") or "")
    lost = len(elements) - len(entries)
    return Document(title, generated_at, tuple(entries), tuple(problems), total, start, asked, lost)


def _refuse_errors(root: etree._Element, path: str) -> None:
    for element in root.findall(f"{_ATOM}entry"):
        if _ERROR_ID in (element.findtext(f"{_ATOM}id") or ""):
            message = clean_line(_text(element, f"{_ATOM}summary"))[:_LONGEST_MESSAGE] or "no reason given"
            raise FeedError(path, f"arXiv answered with an error: {message}", "mend the query")


def _refuse_short(root: etree._Element, found: int, path: str) -> tuple[int, int, int]:
    """Matches, matches before this page, and entries asked for, if the page holds what it should."""
    counts = {name: root.findtext(f"{_OPENSEARCH}{name}") or "" for name in _COUNTS}
    try:
        total, start, asked = (int(counts[name]) for name in _COUNTS)
    except ValueError:
        reason = f"the answer lacks one of {', '.join(_COUNTS)}"
        raise FeedError(path, reason, "it may be cut off or altered") from None
    expected = max(0, min(asked, total - start))
    if found != expected:
        reason = f"the answer has {found} of {expected} entries that it should have"
        raise FeedError(path, reason, "arXiv does this under load; ask again later")
    return total, start, asked


_COUNTS = ("totalResults", "startIndex", "itemsPerPage")


def _entry(element: etree._Element, latest: datetime) -> tuple[Entry, list[str]]:
    """An entry, and remarks on what of it could not be used.

    Raises:
        ValueError: The entry cannot stand; the message says why.
    """
    paper_id, version = _identity(element)
    title = _limited("title", clean_line(_text(element, f"{_ATOM}title")), LONGEST_TITLE)
    if not title:
        message = f"{paper_id} has no title"
        raise ValueError(message)
    abstract = _limited("abstract", clean_paragraphs(_text(element, f"{_ATOM}summary")), LONGEST_ABSTRACT)
    remarks: list[str] = []
    times: dict[str, datetime | None] = {}
    for name in ("published", "updated"):
        stated = element.findtext(f"{_ATOM}{name}")
        times[name] = _parse_time(stated, latest)
        if stated and times[name] is None:
            remarks.append(f"{name} {clean_line(stated)[:40]!r} is no possible time and is left out")
    primary, categories = _categories(element)
    entry = Entry(
        id=paper_id,
        version=version,
        title=title,
        abstract=abstract or None,
        authors=_authors(element),
        categories=categories,
        primary_category=primary,
        published=times["published"],
        updated=times["updated"],
        comment=_remark("comment", element.find(f"{_ARXIV}comment")) or None,
        journal_ref=_remark("journal reference", element.find(f"{_ARXIV}journal_ref")) or None,
        dois=_dois(element, remarks),
    )
    return entry, remarks


def _identity(element: etree._Element) -> tuple[str, int]:
    address = _text(element, f"{_ATOM}id").strip()
    match = _ENTRY_ID.fullmatch(address)
    if not match:
        message = f"its <id> is {clean_line(address)[:80]!r}, not an address at arxiv.org/abs/"
        raise ValueError(message)
    paper_id, version = ids.parse_arxiv_id(match[1])
    if version is None:
        message = f"its <id> {match[1]!r} has no version"
        raise ValueError(message)
    return paper_id, version


def _authors(element: etree._Element) -> tuple[Author, ...]:
    elements = element.findall(f"{_ATOM}author")
    if len(elements) > MOST_AUTHORS:
        message = f"a paper may have {MOST_AUTHORS:,} authors, this one has {len(elements):,}"
        raise ValueError(message)
    authors = []
    for author in elements:
        name = _limited("author", clean_line(_text(author, f"{_ATOM}name")), LONGEST_NAME)
        places = [_remark("affiliation", place) for place in author.findall(f"{_ARXIV}affiliation")]
        if name:
            authors.append(Author(name, tuple(dict.fromkeys(place for place in places if place))))
    return tuple(authors)


def _categories(element: etree._Element) -> tuple[str | None, tuple[str, ...]]:
    """The primary category, None where arXiv leaves it out, and all categories with it first."""
    primary_element = element.find(f"{_ARXIV}primary_category")
    primary = primary_element.get("term") if primary_element is not None else None
    terms = [category.get("term") or "" for category in element.findall(f"{_ATOM}category")]
    named = [term for term in ([primary] if primary else []) + terms if term and _CATEGORY.fullmatch(term)]
    return primary if primary in named else None, tuple(dict.fromkeys(named))


def _dois(element: etree._Element, remarks: list[str]) -> tuple[str, ...]:
    """Every DOI; one field may hold several, split by blanks."""
    dois: dict[str, str] = {}
    for field in element.findall(f"{_ARXIV}doi"):
        for word in "".join(field.itertext()).split():
            try:
                doi = ids.parse_doi(word)
            except ValueError as error:
                remarks.append(str(error))
            else:
                dois.setdefault(doi.lower(), doi)
    return tuple(dois.values())


def _text(element: etree._Element, tag: str) -> str:
    child = element.find(tag)
    return "" if child is None else "".join(child.itertext())


def _remark(name: str, element: etree._Element | None) -> str:
    return "" if element is None else _limited(name, clean_line("".join(element.itertext())), LONGEST_REMARK)


def _limited(name: str, text: str, longest: int) -> str:
    if len(text) > longest:
        message = f"its {name} has {len(text):,} characters, {longest:,} are allowed"
        raise ValueError(message)
    return text


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
