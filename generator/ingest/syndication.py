"""Parse RSS and Atom of publishers and journals, and arXiv's own RSS.

`generator.ingest.feed_items` splits a document into fields; this module knows what each field means. It knows
the dialects in tests/data/feeds/publishers. On arXiv's RSS: https://info.arxiv.org/help/rss.html
"""

import re
from contextlib import suppress
from datetime import date, datetime

from generator.ingest import entry_rules, publisher_abstracts
from generator.ingest.author_names import parse_authors
from generator.ingest.described_facts import combine_facts, read_facts
from generator.ingest.entry_rules import Identity, collect_entries, identify_entry
from generator.ingest.feed_items import Fields, Item, split_feed
from generator.ingest.publication_fields import find_publication_fields
from generator.ingest.publisher_markup import join_paragraphs, split_paragraphs
from generator.ingest.seen_day import check_time, find_latest_time
from generator.model import dates, ids
from generator.model.entries import Author, Entry, FeedDocument

# A date without a time may be from a place where the day begins earlier than at the feed's.
_PUBLISHED = (
    "atom:published",
    "atom:issued",
    "pubdate",
    "prism:publicationdate",
    "dcterms:issued",
    "dc:date",
    "prism:coverdate",
    "prism:coverdisplaydate",
)
_UPDATED = ("atom:updated", "atom:modified")
_GENERATED = ("atom:updated", "atom:modified", "lastbuilddate", "pubdate", "dc:date")
_ANNOUNCE_TYPE = re.compile(r"[a-z-]{1,20}")
_ABSTRACTS = ("atom:summary", "atom:content", "content:encoded", "description", "dc:description")
_STATED_DOIS = ("prism:doi", "dc:identifier", "arxiv:doi")


def parse_feed(data: bytes, path: str, today: date) -> FeedDocument:
    """Parse one RSS or Atom document.

    An entry that has no title or identity, or exceeds a limit, becomes a problem, and the others are kept. A
    feed without entries is valid: arXiv's RSS is empty on weekends.

    Args:
        data: The document's bytes.
        path: Its name, for messages.
        today: The day by this machine's clock; a time after it is ignored.

    Raises:
        FeedError: The document is not a valid feed.
    """
    feed, items = split_feed(data, path)
    stated_times = _find_generation_times(feed)
    latest = find_latest_time(max(stated_times, default=None), today)
    return collect_entries(
        ((item.line, item) for item in items),
        lambda item: _parse_entry(item, feed, latest),
        title=_find_title(feed)[: entry_rules.MAX_TITLE_LENGTH],
        path=path,
        generated_at=check_time(stated_times[0], today) if stated_times else None,
        find_guid=lambda item: item.guid,
    )


def find_announced_ids(data: bytes, path: str) -> tuple[str, ...]:
    """Find the arXiv ids of the papers in a document of rss.arxiv.org; other feeds announce no papers.

    Args:
        data: The document's bytes.
        path: Its name, for messages.

    Raises:
        FeedError: The document is not a valid feed.
    """
    paper_ids = []
    for item in split_feed(data, path)[1]:
        with suppress(ValueError):  # nothing identifies the paper
            paper_id = _identify(item).id
            if ids.is_arxiv_id(paper_id) and _is_announced(item.fields):
                paper_ids.append(paper_id)
    return tuple(paper_ids)


def _find_generation_times(feed: Fields) -> list[datetime]:
    """Return the times at which the feed states that it was generated, the best one first."""
    times = []
    for name in _GENERATED:
        try:
            instant = dates.parse_instant(feed.find_line(name))
        except ValueError:
            continue
        if instant:
            times.append(instant)
    return times


def _parse_entry(item: Item, feed: Fields, latest: datetime) -> tuple[Entry, list[str]]:
    """Parse an entry, and return it with remarks on what was left out of it.

    Args:
        item: The entry.
        feed: The fields of the feed.
        latest: The latest time that a date may have.

    Raises:
        ValueError: The entry cannot be used; the message states why.
    """
    fields = item.fields
    title = entry_rules.require_title(_find_title(fields))
    descriptions = list(map(read_facts, _read_descriptions(fields)))
    facts = combine_facts(descriptions)
    abstract = publisher_abstracts.find_abstract([description.paragraphs for description in descriptions])
    identity = _identify(item, facts.doi)
    reference = fields.find_line("arxiv:journal_reference")
    is_announced = _is_announced(fields)
    paragraphs = [text for description in descriptions for text in description.paragraphs[:2]]
    remarks: list[str] = []
    publication = (
        {}
        if is_announced
        else find_publication_fields(title, facts.journal, remarks, paragraphs, fields, feed)
    )
    # The dates in arXiv's RSS are those of the announcement.
    published = [] if is_announced else _list_publication_dates(fields, feed, facts.published)
    updated = [] if is_announced else list(map(fields.find_line, _UPDATED))
    published_at, precision = entry_rules.find_publication("published", published, latest, remarks)
    entry = Entry(
        id=identity.id,
        version=identity.version,
        title=title,
        abstract=entry_rules.require_abstract(abstract),
        authors=_find_authors(fields, facts.authors, has_comma_list=is_announced),
        categories=entry_rules.select_terms(item.terms, remarks),
        published=published_at,
        published_precision=precision,
        updated=entry_rules.find_date("updated", updated, latest, remarks),
        journal_ref=entry_rules.limit_reference("the journal reference", reference, remarks) or None,
        dois=identity.dois,
        links=identity.links,
        **publication,
    )
    return entry, remarks


def _list_publication_dates(fields: Fields, feed: Fields, described: str) -> list[str]:
    return [*map(fields.find_line, _PUBLISHED), described, feed.find_line("prism:coverdisplaydate")]


def _find_title(fields: Fields) -> str:
    for name in ("atom:title", "title", "dc:title"):
        for text, text_format in fields.iter_markup(name):
            if line := join_paragraphs(text, text_format):
                return line
    return ""


def _identify(item: Item, described_doi: str = "") -> Identity:
    """Identify the paper of an entry.

    Args:
        item: The entry.
        described_doi: The DOI in the description, or an empty string.

    Raises:
        ValueError: Nothing identifies it.
    """
    texts = [text for name in _STATED_DOIS for text in item.fields.find_texts(name)]
    return identify_entry(item.guid, item.links, map(join_paragraphs, [*texts, described_doi]))


def _is_announced(fields: Fields) -> bool:
    """Whether arXiv's RSS lists the paper and states why."""
    texts = (text for name in ("description", "atom:summary") for text in fields.find_texts(name))
    stated_type = _ANNOUNCE_TYPE.fullmatch(fields.find_line("arxiv:announce_type"))
    return bool(stated_type) or any(map(publisher_abstracts.is_announcement, texts))


def _read_descriptions(fields: Fields) -> list[tuple[str, ...]]:
    """Return the paragraphs of each text that may contain the abstract, the best one first."""
    return [
        split_paragraphs(publisher_abstracts.strip_heading(text), text_format)
        for name in _ABSTRACTS
        for text, text_format in fields.iter_markup(name)
    ]


def _find_authors(fields: Fields, described: str, *, has_comma_list: bool) -> tuple[Author, ...]:
    """Return the authors from the best elements that name them.

    Args:
        fields: The fields of the entry.
        described: The authors in the description, or an empty string.
        has_comma_list: Whether commas are known to separate authors.

    Raises:
        ValueError: A limit is exceeded.
    """
    for texts in (
        _read_atom_names(fields),
        *map(fields.find_texts, ("dc:creator", "dcterms:creator", "author")),
    ):
        if authors := parse_authors(texts, has_comma_list=has_comma_list):
            return authors
    return parse_authors((described,), has_comma_list=has_comma_list)


def _read_atom_names(fields: Fields) -> tuple[str, ...]:
    names = (author.findtext("{*}name") or "" for author in fields.elements.get("atom:author", ()))
    return tuple(name for name in names if name.strip())
