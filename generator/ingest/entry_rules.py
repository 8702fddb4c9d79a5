"""What all kinds of feeds share on entries: identify the paper, check the fields, and collect the entries.

The paper of an entry is identified by its addresses: by an arXiv id, else by a DOI, else by a link.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, TypeVar

from generator.ingest.seen_day import find_latest_issue
from generator.model import dates, ids, urls
from generator.model.entries import Entry, FeedDocument
from generator.model.errors import Problem
from generator.model.grouping import keep_first
from generator.model.text import fold, quote_text

# Limits of entries. No kind of feed allows more, and the store keeps no more.
MAX_TITLE_LENGTH = 1_000  # characters; the longest title of 20,000 papers of arXiv has 233
MAX_ABSTRACT_LENGTH = 50_000
MAX_NAME_LENGTH = 500
MAX_REMARK_LENGTH = 10_000  # comment, journal reference, affiliation
MAX_REFERENCE_LENGTH = 1_000
MAX_TERM_LENGTH = 200
MAX_AUTHORS = 10_000  # the largest collaborations have about 5,000
MAX_TERMS = 100


def require_length(name: str, text: str, max_length: int) -> str:
    """Return the text if it is not too long.

    Args:
        name: The name of the field, for messages.
        text: The value of the field.
        max_length: The largest number of characters.

    Raises:
        ValueError: The text is too long.
    """
    if len(text) > max_length:
        message = f"its {name} must have at most {max_length:,} characters, got {len(text):,}"
        raise ValueError(message)
    return text


def require_title(title: str) -> str:
    """Return the title of an entry if it is neither empty nor too long.

    Raises:
        ValueError: It is empty or too long.
    """
    if not title:
        message = "an entry must have a title"
        raise ValueError(message)
    return require_length("title", title, MAX_TITLE_LENGTH)


def require_abstract(abstract: str | None) -> str | None:
    """Return the abstract of an entry; None for an empty one.

    Raises:
        ValueError: It is too long.
    """
    return require_length("abstract", abstract or "", MAX_ABSTRACT_LENGTH) or None


def require_author_count(count: int) -> None:
    """Raise ValueError if a paper has too many authors."""
    if count > MAX_AUTHORS:
        message = f"a paper must have at most {MAX_AUTHORS:,} authors, got {count:,}"
        raise ValueError(message)


def limit_reference(name: str, text: str, remarks: list[str]) -> str:
    """Return a text that states where a paper appeared; an empty one, with a remark, if it is too long.

    Args:
        name: The name of the field, for the remark.
        text: The text.
        remarks: Receives the remark.
    """
    if len(text) <= MAX_REFERENCE_LENGTH:
        return text
    remarks.append(f"{name} has more than {MAX_REFERENCE_LENGTH:,} characters and is ignored")
    return ""


def select_terms(terms: Sequence[str], remarks: list[str]) -> tuple[str, ...]:
    """Return the terms of an entry, and add a remark if some exceed a limit.

    Args:
        terms: The terms, each once.
        remarks: Receives the remark.
    """
    selected = [term for term in terms if len(term) <= MAX_TERM_LENGTH][:MAX_TERMS]
    if len(selected) < len(terms):
        remarks.append(
            f"an entry must have at most {MAX_TERMS} categories of at most {MAX_TERM_LENGTH} characters;"
            " the others are ignored"
        )
    return tuple(selected)


def find_date(name: str, texts: Iterable[str], latest: datetime, remarks: list[str]) -> datetime | None:
    """Return the first date in several texts, and add a remark on each text before it that is left out.

    Args:
        name: The name of the field, for remarks.
        texts: The texts, the best one first; empty ones are ignored.
        latest: The latest time that a date may have.
        remarks: Receives the remarks.
    """
    for text in filter(None, texts):
        quoted = quote_text(text)
        try:
            instant = dates.parse_date(text)
        except ValueError:
            remarks.append(f"{name} {quoted} is not a valid date and is ignored")
            continue
        if instant and instant > latest:
            remarks.append(f"{name} {quoted} is later than the feed itself and is ignored")
        elif instant:
            return instant
    return None


def find_publication(
    name: str, texts: Sequence[str], latest: datetime, remarks: list[str]
) -> tuple[datetime | None, dates.Precision]:
    """Return the first date in several texts, or else the first month or year, and how much of it is known.

    A month or a year after the latest time is that of an issue to come; one that is too far ahead is ignored
    without a remark. Arguments are those of `find_date`.
    """
    if date := find_date(name, texts, latest, remarks):
        return date, dates.Precision.DAY
    for text in texts:
        with suppress(ValueError):  # `find_date` has remarked on it
            partial = dates.parse_partial_date(text)
            if partial and partial[0] <= find_latest_issue(latest):
                return partial
    return None, dates.Precision.DAY


# --- identity --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies a paper, and where it is found.

    Attributes:
        id: Its id, without a version.
        version: The version, if an arXiv id states it.
        dois: Its DOIs, without those that arXiv gives to its own papers.
        links: Its links that may be shown, without those that are built from an id or a DOI.
    """

    id: str
    version: int | None
    dois: tuple[str, ...]
    links: tuple[str, ...]


def identify_entry(guid: str, addresses: Sequence[str], stated_dois: Iterable[str]) -> Identity:
    """Identify a paper.

    Args:
        guid: The entry's own id in the feed, or an empty string.
        addresses: The addresses of the entry.
        stated_dois: Texts of fields that should contain a DOI.

    Raises:
        ValueError: Nothing identifies the paper.
    """
    every_doi = [doi for text in stated_dois if (doi := ids.find_doi(text))]
    every_doi = every_doi or [doi for text in (guid, *addresses) if (doi := ids.find_doi(text))][:1]
    dois = _select_dois(every_doi)
    links = _clean_links(addresses)
    arxiv_id, version = _find_arxiv_id((guid, *addresses, *every_doi))
    paper_id = ids.choose_id(arxiv_id, dois, links)
    if paper_id is None:
        message = "an entry must have a DOI, a link to a web page or an arXiv id"
        raise ValueError(message)
    return Identity(paper_id, version, dois, links)


def _find_arxiv_id(texts: Iterable[str]) -> tuple[str | None, int | None]:
    """Return the first arXiv id, with a version if any of the texts states one for it."""
    arxiv_ids = [arxiv_id for text in texts if (arxiv_id := ids.find_arxiv_id(text))]
    if not arxiv_ids:
        return None, None
    paper_id = arxiv_ids[0][0]
    versions = [version for other_id, version in arxiv_ids if other_id == paper_id and version]
    return paper_id, versions[0] if versions else None


def _select_dois(dois: Iterable[str]) -> tuple[str, ...]:
    """Return each DOI once, whatever its capital letters, without those of arXiv."""
    return keep_first((doi for doi in dois if not ids.find_arxiv_id(doi)), ids.build_doi_id)


def _clean_links(addresses: Iterable[str]) -> tuple[str, ...]:
    links = (urls.clean_url(urls.strip_tracking(address)) for address in addresses)
    return tuple(dict.fromkeys(link for link in links if link and not urls.is_arxiv_or_doi(link)))


# --- collection ------------------------------------------------------------------------------------------


Item = TypeVar("Item")
_WorkKey: TypeAlias = tuple[str, tuple[str, ...]]


def collect_entries(
    items: Iterable[tuple[int, Item]],
    parse: Callable[[Item], tuple[Entry, list[str]]],
    *,
    title: str,
    path: str,
    generated_at: datetime | None,
    find_guid: Callable[[Item], str] = lambda _: "",
) -> FeedDocument:
    """Parse the entries of a publisher's feed.

    Entries with one address and different titles or authors are different papers, if the feed gives them
    different ids. Of several entries with one id, the first is kept, and each of the others is reported.

    Args:
        items: The line of each entry (0 if unknown), and the entry.
        parse: Returns an entry with remarks on what was left out of it, or raises ValueError.
        title: The title of the feed.
        path: The name of the document, for messages.
        generated_at: When the feed was generated, or None.
        find_guid: Returns an entry's own id in the feed, or an empty string.
    """
    parsed: list[tuple[int, int, str, Entry, list[str]]] = []
    skipped: list[Problem] = []
    for number, (line, item) in enumerate(items, 1):
        try:
            entry, remarks = parse(item)
            parsed.append((number, line, find_guid(item), entry, remarks))
        except ValueError as error:
            skipped.append(Problem(path, line, 0, f"entry {number} skipped: {error}"))
    part_ids = _build_part_ids((guid, entry) for _, _, guid, entry, _ in parsed)
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for number, line, _, entry, remarks in parsed:
        paper_id = part_ids.get((entry.id, _build_work_key(entry)), entry.id)
        first = entries.setdefault(paper_id, entry)
        if _build_work_key(first) != _build_work_key(entry):
            message = f"{quote_text(entry.title)} has the same id as another entry, {paper_id}"
            skipped.append(Problem(path, line, 0, f"entry {number} skipped: {message}"))
        elif first is not entry:
            message = f"{quote_text(entry.title)} is there already, {paper_id}"
            problems.append(Problem(path, line, 0, f"entry {number} ignored: {message}"))
        else:
            problems += [Problem(path, line, 0, f"{paper_id}: {remark}") for remark in remarks]
    papers = (replace(entry, id=paper_id) for paper_id, entry in entries.items())
    return FeedDocument(title, generated_at, tuple(papers), (*problems, *skipped), skipped=tuple(skipped))


def _build_work_key(entry: Entry) -> _WorkKey:
    """Return what tells the papers of one address apart: “Editorial” by other people is another paper."""
    return fold(entry.title), tuple(fold(author.name) for author in entry.authors)


def _build_part_ids(entries: Iterable[tuple[str, Entry]]) -> dict[tuple[str, _WorkKey], str]:
    """Return the ids of papers that share an address, by the id of the address and the key of the paper."""
    guids: dict[str, dict[_WorkKey, str]] = {}
    for guid, entry in entries:
        if ids.get_url(entry.id):
            guids.setdefault(entry.id, {}).setdefault(_build_work_key(entry), guid)
    return {
        (page_id, key): ids.build_part_id(page_id, guid)
        for page_id, guids_by_key in guids.items()
        if len(guids_by_key) > 1
        for key, guid in guids_by_key.items()
        if guid
    }
