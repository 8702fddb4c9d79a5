"""RSS and Atom of anyone but arXiv's API into entries: publishers, journals, and arXiv's own RSS.

`items` takes the document apart; this module says what each field of an entry means. The dialects it knows
are those of tests/data/feeds/publishers. On arXiv's RSS: https://info.arxiv.org/help/rss.html
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from generator.ingest import author_names, publisher_abstracts, publisher_markup
from generator.ingest.feed_items import Fields, Item, take_apart
from generator.ingest.seen_day import check_time
from generator.model import dates, ids, urls
from generator.model.entries import Author, Document, Entry
from generator.model.errors import Problem
from generator.model.text import fold

LONGEST_TITLE = 1_000  # characters
LONGEST_ABSTRACT = 50_000
LONGEST_NAME = 300
LONGEST_AFFILIATION = 1_000
LONGEST_AUTHORS = 1_000_000  # characters, all names and affiliations of a paper together
LONGEST_REFERENCE = 1_000
LONGEST_TERM = 200
MOST_AUTHORS = 10_000
MOST_TERMS = 100

# A date without time may be that of a place where the day began earlier than at the feed's.
_CLOCK_MARGIN = timedelta(days=1)
_PUBLISHED = (
    "atom:published",
    "atom:issued",
    "pubdate",
    "prism:publicationdate",
    "dcterms:issued",
    "dc:date",
)
_UPDATED = ("atom:updated", "atom:modified")
_MADE = ("atom:updated", "atom:modified", "lastbuilddate", "pubdate", "dc:date")
_ANNOUNCE_TYPE = re.compile(r"[a-z-]{1,20}")
_ABSTRACTS = ("atom:summary", "atom:content", "content:encoded", "description", "dc:description")


@dataclass(frozen=True, slots=True)
class Announcement:
    """Why arXiv's RSS lists a paper.

    Attributes:
        id: The paper's identity without version.
        version: The version that is announced; None where the feed does not tell.
        announce_type: ``new``, ``cross``, ``replace``, ``replace-cross`` or ``absonly``.
    """

    id: str
    version: int | None
    announce_type: str


def read(data: bytes, path: str, today: date) -> Document:
    """The entries of one RSS or Atom document.

    An entry without title or identity, or beyond a limit, becomes a Problem and the rest is kept. A feed
    without entries is a good one: arXiv's RSS is empty on weekends.

    Args:
        data: The document's bytes.
        path: Its name, for messages.
        today: The day by this machine's clock; no time after it is believed.

    Raises:
        FeedError: It is no feed that we can believe; the message says why.
    """
    feed = take_apart(data, path)
    stated = _clocks(feed.fields)
    generated_at = check_time(stated[0], today) if stated else None
    latest = min(max(stated), datetime.combine(today, time.max, UTC)) if stated else None
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    lost = 0
    for number, item in enumerate(feed.items, 1):
        try:
            entry, remarks = _entry(item, feed.fields, latest)
        except ValueError as error:
            problems.append(Problem(path, item.line, 0, f"entry {number} skipped: {error}"))
            lost += 1
            continue
        if (first := entries.setdefault(entry.id, entry)) is entry:
            problems += [Problem(path, item.line, 0, f"{entry.id}: {remark}") for remark in remarks]
        elif fold(first.title) != fold(entry.title):
            message = f"entry {number} left out: it has the same id as another paper, {entry.id}"
            problems.append(Problem(path, item.line, 0, message))
    title = _title(feed.fields)[:LONGEST_TITLE]
    return Document(title, generated_at, tuple(entries.values()), tuple(problems), skipped=lost)


def announcements(data: bytes, path: str) -> tuple[Announcement, ...]:
    """What one document of rss.arxiv.org announces, in its order; nothing for other feeds.

    Args:
        data: The document's bytes.
        path: Its name, for messages.

    Raises:
        FeedError: It is no feed that we can believe; the message says why.
    """
    found = []
    for item in take_apart(data, path).items:
        known = _arxiv_id(item)
        if known and (kind := _announce_type(item.fields)):
            found.append(Announcement(*known, kind))
    return tuple(found)


def _clocks(feed: Fields) -> list[datetime]:
    """The times at which the feed says it was made, the most telling first."""
    found = []
    for name in _MADE:
        try:
            moment = dates.parse_instant(feed.line(name))
        except ValueError:
            continue
        if moment:
            found.append(moment)
    return found


def _entry(item: Item, feed: Fields, made: datetime | None) -> tuple[Entry, list[str]]:
    """An entry, and remarks on what of it could not be used.

    Raises:
        ValueError: The entry cannot stand; the message says why.
    """
    fields = item.fields
    title = _limited("title", _title(fields), LONGEST_TITLE)
    if not title:
        message = "an entry needs a title, this one has none"
        raise ValueError(message)
    links, dois = _links(item), _dois(item)
    paper_id, version = _identity(item, links, dois)
    described = _described(fields)
    facts = next(filter(None, map(publisher_abstracts.labelled, described)), {})
    journal = _journal(fields, feed, title) or facts.get("Source", "")
    remarks: list[str] = []
    listed = _announce_type(fields) is not None
    # What arXiv's RSS dates is the announcement.
    published = [] if listed else [*_dated(fields, _PUBLISHED), facts.get("Publication date", "")]
    updated = [] if listed else _dated(fields, _UPDATED)
    entry = Entry(
        id=paper_id,
        version=version,
        title=title,
        abstract=_limited("abstract", publisher_abstracts.first(described) or "", LONGEST_ABSTRACT) or None,
        authors=_authors(fields, facts.get("Author(s)", ""), listed=listed),
        categories=_categories(item, remarks),
        published=_day("published", published, made, remarks),
        updated=_day("updated", updated, made, remarks),
        journal_ref=_limited("journal reference", journal, LONGEST_REFERENCE) or None,
        dois=dois,
        links=links,
    )
    return entry, remarks


def _title(fields: Fields) -> str:
    for name in ("atom:title", "title", "dc:title"):
        for text, form in fields.markup(name):
            if line := publisher_markup.one_line(text, form):
                return line
    return ""


def _identity(item: Item, links: tuple[str, ...], dois: tuple[str, ...]) -> tuple[str, int | None]:
    """The entry's id and version.

    Raises:
        ValueError: Nothing in the entry identifies it.
    """
    if known := _arxiv_id(item):
        return known
    if dois:
        return ids.build_doi_id(dois[0]), None
    if links:
        return ids.build_url_id(links[0]), None
    message = "an entry needs an arXiv id, a DOI or a link to a web page, this one has none"
    raise ValueError(message)


def _arxiv_id(item: Item) -> tuple[str, int | None] | None:
    """The arXiv id, with the version if any of the entry's addresses tells it."""
    stated = (item.guid, *item.links, *_every_doi(item))
    found = [known for address in stated if (known := ids.find_arxiv_id(address))]
    if not found:
        return None
    versions = [version for paper_id, version in found if paper_id == found[0][0] and version]
    return found[0][0], versions[0] if versions else None


def _announce_type(fields: Fields) -> str | None:
    if _ANNOUNCE_TYPE.fullmatch(stated := fields.line("arxiv:announce_type")):
        return stated
    for name in ("description", "atom:summary"):
        for text in fields.texts(name):
            if kind := publisher_abstracts.announce_type(text):
                return kind
    return None


def _links(item: Item) -> tuple[str, ...]:
    """Where the entry leads, without addresses that are built from ids."""
    cleaned = (urls.clean_url(urls.strip_tracking(link)) for link in item.links)
    return tuple(dict.fromkeys(link for link in cleaned if link and not urls.is_arxiv_or_doi(link)))


def _dois(item: Item) -> tuple[str, ...]:
    """The entry's DOIs, but for those that arXiv gives to its own papers."""
    by_id: dict[str, str] = {}
    for doi in _every_doi(item):
        if not ids.find_arxiv_id(doi):
            by_id.setdefault(ids.build_doi_id(doi), doi)
    return tuple(by_id.values())


def _every_doi(item: Item) -> list[str]:
    """The DOIs that the entry states, or else the first in its addresses."""
    texts = [text for name in ("prism:doi", "dc:identifier", "arxiv:doi") for text in item.fields.texts(name)]
    stated = [doi for text in texts if (doi := ids.find_doi(publisher_markup.one_line(text)))]
    return stated or [doi for text in (item.guid, *item.links) if (doi := ids.find_doi(text))][:1]


def _described(fields: Fields) -> list[tuple[str, ...]]:
    """The texts that may hold the abstract, best first, as paragraphs."""
    found = []
    for name in _ABSTRACTS:
        for text, form in fields.markup(name):
            found.append(publisher_markup.paragraphs(publisher_abstracts.unwrapped(text), form))
    return found


def _authors(fields: Fields, described: str, *, listed: bool) -> tuple[Author, ...]:
    """The authors, from the most telling of the elements that name them.

    Raises:
        ValueError: They go beyond a limit.
    """
    found: tuple[Author, ...] = ()
    for creators in (_atom_names(fields), *map(fields.texts, ("dc:creator", "dcterms:creator", "author"))):
        _limited("list of authors", "".join(creators), LONGEST_AUTHORS)
        found = found or author_names.authors(creators, listed=listed)
    found = found or author_names.authors((described,), listed=True)
    if len(found) > MOST_AUTHORS:
        message = f"a paper may have {MOST_AUTHORS:,} authors, this one has {len(found):,}"
        raise ValueError(message)
    for author in found:
        _limited("author's name", author.name, LONGEST_NAME)
        for place in author.affiliations:
            _limited("author's affiliation", place, LONGEST_AFFILIATION)
    return found


def _atom_names(fields: Fields) -> tuple[str, ...]:
    found = (author.findtext("{*}name") or "" for author in fields.elements.get("atom:author", ()))
    return tuple(name for name in found if name.strip())


def _categories(item: Item, remarks: list[str]) -> tuple[str, ...]:
    """The feed's terms, with a remark on those that go beyond a limit."""
    terms = [term for term in item.terms if len(term) <= LONGEST_TERM][:MOST_TERMS]
    if len(terms) < len(item.terms):
        remarks.append(
            f"{MOST_TERMS} categories of {LONGEST_TERM} characters are allowed; the others are left out"
        )
    return tuple(terms)


def _dated(fields: Fields, names: Iterable[str]) -> list[str]:
    return [fields.line(name) for name in names]


def _day(what: str, stated: Iterable[str], made: datetime | None, remarks: list[str]) -> datetime | None:
    """The first of the dates that is one; what cannot be, or is after the feed itself, is remarked on."""
    for text in filter(None, stated):
        try:
            found = dates.parse_date(text)
        except ValueError:
            remarks.append(f"{what} {text[:40]!r} is no possible date and is left out")
            continue
        if found and made and found > made + _CLOCK_MARGIN:
            remarks.append(f"{what} {text[:40]!r} is after the feed itself and is left out")
        elif found:
            return found
    return None


def _journal(fields: Fields, feed: Fields, title: str) -> str:
    """Where it appeared (``Journal of X 12(3), 45-67``), or an empty string.

    Taylor & Francis give the paper's title as the journal's name; the feed then knows better.
    """
    if stated := fields.line("arxiv:journal_reference"):
        return stated
    named = (
        fields.line("prism:publicationname"),
        fields.line("prism:publicationtitle"),
        feed.line("prism:publicationname"),
        fields.line("dc:source"),
    )
    name = next((name for name in named if name and fold(name) != fold(title) and "://" not in name), "")
    volume, number = fields.line("prism:volume"), fields.line("prism:number")
    if not name or not volume:
        return name
    pages = dict.fromkeys(
        page for page in (fields.line("prism:startingpage"), fields.line("prism:endingpage")) if page
    )
    issue = f"({number})" if number else ""
    return f"{name} {volume}{issue}" + (f", {'-'.join(pages)}" if pages else "")


def _limited(what: str, text: str, longest: int) -> str:
    if len(text) > longest:
        message = f"its {what} has {len(text):,} characters, {longest:,} are allowed"
        raise ValueError(message)
    return text
