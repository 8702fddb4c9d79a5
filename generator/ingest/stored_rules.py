"""The rules for stored papers: those that an entry has to keep when it is read from a feed.

Anyone can propose to change a line of the store in a pull request. `catalogue lint` reports every broken rule
by `find_broken_rules`. All other commands use `clean_paper`, which removes what could harm readers, so that
no page depends on that report.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import msgspec

from generator.ingest import entry_rules
from generator.ingest.record_fields import MAX_NUMBER_LENGTH
from generator.model import ids, urls
from generator.model.dates import EARLIEST_YEAR
from generator.model.entries import Author, Entry, StoredPaper
from generator.model.issns import is_issn
from generator.model.text import clean_line, cut_line, quote_text

_MAX_LINKS = 100  # links, and DOIs
_MAX_ISSNS = 20
_MAX_VERSION = 9_999

_PUBLICATION_LENGTHS = {
    "container": entry_rules.MAX_REFERENCE_LENGTH,
    "volume": MAX_NUMBER_LENGTH,
    "issue": MAX_NUMBER_LENGTH,
    "pages": MAX_NUMBER_LENGTH,
    "publisher": entry_rules.MAX_NAME_LENGTH,
}
_BYTE = re.compile(r"\(byte (\d+)\)")
_KEY = re.compile(r"`\$.*\.(\w+)(?:\[[^\]]*\])*`$")


class BrokenRule(NamedTuple):
    """A rule that a stored paper breaks.

    Attributes:
        key: The key of the line that breaks it.
        value: The text that breaks it, if it is a text.
        rule: What must hold, and what does not.
    """

    key: str
    value: str | None
    rule: str


# --- cleaning --------------------------------------------------------------------------------------------


def clean_paper(paper: StoredPaper) -> StoredPaper:
    """Remove what an entry of a feed could not contain; return the same object if there is no such thing."""
    entry = _clean_entry(paper.entry)
    return paper if entry == paper.entry else replace(paper, entry=entry)


def _clean_entry(entry: Entry) -> Entry:
    authors = tuple(map(_clean_author, entry.authors[: entry_rules.MAX_AUTHORS]))
    return replace(
        entry,
        title=cut_line(entry.title, entry_rules.MAX_TITLE_LENGTH) or ids.format_id(entry.id),
        abstract=_clean_paragraphs(entry.abstract or "") or None,
        authors=tuple(author for author in authors if author.name),
        categories=tuple(filter(None, map(_clean_term, entry.categories[: entry_rules.MAX_TERMS]))),
        primary_category=_clean_term(entry.primary_category or "") or None,
        comment=cut_line(entry.comment or "", entry_rules.MAX_REMARK_LENGTH) or None,
        journal_ref=cut_line(entry.journal_ref or "", entry_rules.MAX_REMARK_LENGTH) or None,
        container=_clean_publication_field(entry, "container"),
        volume=_clean_publication_field(entry, "volume"),
        issue=_clean_publication_field(entry, "issue"),
        pages=_clean_publication_field(entry, "pages"),
        publisher=_clean_publication_field(entry, "publisher"),
        issns=tuple(filter(is_issn, entry.issns[:_MAX_ISSNS])),
        dois=tuple(filter(ids.is_doi, entry.dois[:_MAX_LINKS])),
        links=tuple(filter(urls.is_clean_url, entry.links[:_MAX_LINKS])),
    )


def _clean_publication_field(entry: Entry, name: str) -> str | None:
    return cut_line(getattr(entry, name) or "", _PUBLICATION_LENGTHS[name]) or None


def _clean_term(text: str) -> str:
    return cut_line(text, entry_rules.MAX_TERM_LENGTH)


def _clean_paragraphs(text: str) -> str:
    lines = filter(None, map(clean_line, text.split("\n")))
    return "\n".join(lines)[: entry_rules.MAX_ABSTRACT_LENGTH].rstrip()


def _clean_author(author: Author) -> Author:
    affiliations = tuple(
        cut_line(affiliation, entry_rules.MAX_REMARK_LENGTH) for affiliation in author.affiliations
    )
    return Author(cut_line(author.name, entry_rules.MAX_NAME_LENGTH), tuple(filter(None, affiliations)))


# --- checking --------------------------------------------------------------------------------------------


def find_broken_rules(paper: StoredPaper, month: str) -> Iterator[BrokenRule]:
    """Find the rules that a stored paper breaks.

    Args:
        paper: The paper, as its line states it.
        month: The name of its file without the suffix.
    """
    entry = paper.entry
    if month != (expected := find_partition(entry)):
        yield BrokenRule("id", entry.id, f"a paper with this id belongs in {expected}.jsonl")
    yield from _check_identity(entry)
    yield from _check_issns(entry)
    yield from _check_all_texts(entry)
    yield from _check_dates(paper)


def find_partition(entry: Entry) -> str:
    """Return the month in an arXiv id, or else that of publication, such as ``2602``, or ``undated``."""
    month = ids.find_month(entry.id)
    if month is None and entry.published is not None:
        month = f"{entry.published:%y%m}"
    return month or "undated"


def _check_issns(entry: Entry) -> Iterator[BrokenRule]:
    for value in entry.issns:
        if not is_issn(value):
            yield BrokenRule("issns", value, f"must be an ISSN, such as 0008-347X, got {quote_text(value)}")


def _check_identity(entry: Entry) -> Iterator[BrokenRule]:
    doi = ids.get_doi(entry.id)
    if doi is not None and entry.id not in map(ids.build_doi_id, entry.dois):
        yield BrokenRule("id", entry.id, "a paper with this id must have its DOI in dois")
    for value in entry.dois:
        if not ids.is_doi(value):
            yield BrokenRule(
                "dois", value, f"must be a DOI, such as 10.1145/3779212, got {quote_text(value)}"
            )
    for value in entry.links:
        yield from check_url("links", value)
    for key, count, max_count in (
        ("dois", len(entry.dois), _MAX_LINKS),
        ("links", len(entry.links), _MAX_LINKS),
        ("issns", len(entry.issns), _MAX_ISSNS),
    ):
        yield from check_count(key, count, max_count)


def _check_all_texts(entry: Entry) -> Iterator[BrokenRule]:
    if not entry.title:
        yield BrokenRule("title", None, "must not be empty")
    for line in (entry.abstract or "").split("\n"):
        yield from _check_line("abstract", line, entry_rules.MAX_ABSTRACT_LENGTH)
    yield from _check_length("abstract", entry.abstract or "", entry_rules.MAX_ABSTRACT_LENGTH)
    for key, texts, max_length in (
        ("title", (entry.title,), entry_rules.MAX_TITLE_LENGTH),
        ("name", (author.name for author in entry.authors), entry_rules.MAX_NAME_LENGTH),
        (
            "affiliations",
            (text for author in entry.authors for text in author.affiliations),
            entry_rules.MAX_REMARK_LENGTH,
        ),
        ("categories", entry.categories, entry_rules.MAX_TERM_LENGTH),
        ("primary_category", (entry.primary_category or "",), entry_rules.MAX_TERM_LENGTH),
        ("comment", (entry.comment or "",), entry_rules.MAX_REMARK_LENGTH),
        ("journal_ref", (entry.journal_ref or "",), entry_rules.MAX_REMARK_LENGTH),
        *(
            (name, (getattr(entry, name) or "",), max_length)
            for name, max_length in _PUBLICATION_LENGTHS.items()
        ),
    ):
        yield from check_texts(key, texts, max_length)
    yield from check_count("authors", len(entry.authors), entry_rules.MAX_AUTHORS)
    yield from check_count("categories", len(entry.categories), entry_rules.MAX_TERMS)


def check_texts(key: str, texts: Iterable[str], max_length: int) -> Iterator[BrokenRule]:
    """Find the texts of a key that are not clean lines, or are longer than a number of characters."""
    for text in texts:
        yield from _check_line(key, text, max_length)
        yield from _check_length(key, text, max_length)


def _check_line(key: str, text: str, max_length: int) -> Iterator[BrokenRule]:
    start = text if len(text) <= max_length else text[:max_length].rstrip(" ")
    if start != clean_line(start):
        rule = "must be text without control or invisible characters and without needless spaces"
        yield BrokenRule(key, text, f"{rule}, got {quote_text(text)}")


def _check_length(key: str, text: str, max_length: int) -> Iterator[BrokenRule]:
    if len(text) > max_length:
        yield BrokenRule(key, None, f"must have at most {max_length:,} characters, got {len(text):,}")


def check_url(key: str, url: str) -> Iterator[BrokenRule]:
    """Find out whether an address may be shown as it is."""
    if not urls.is_clean_url(url):
        yield BrokenRule(key, url, f"must be an https address in its plain form, got {quote_text(url)}")


def check_count(key: str, count: int, max_count: int) -> Iterator[BrokenRule]:
    """Find out whether a key has more values than it may have."""
    if count > max_count:
        yield BrokenRule(key, None, f"must have at most {max_count:,} values, got {count:,}")


def _check_dates(paper: StoredPaper) -> Iterator[BrokenRule]:
    entry = paper.entry
    times: tuple[tuple[str, datetime | None], ...] = (
        ("published", entry.published),
        ("updated", entry.updated),
        *(("versions", version.updated) for version in paper.versions),
    )
    for key, time in times:
        if time and time.year < EARLIEST_YEAR:
            yield BrokenRule(key, None, f"must not be before the first journals, got the year {time.year}")
    numbers = [version.number for version in paper.versions]
    stated_version = 1 if entry.version is None else entry.version
    if not all(0 < number <= _MAX_VERSION for number in (*numbers, stated_version)):
        yield BrokenRule("version", None, f"a version must be from 1 to {_MAX_VERSION:,}")
    if any(number >= following for number, following in pairwise(numbers)):
        yield BrokenRule("versions", None, "versions must be in order, each once")
    if paper.first_seen > paper.as_of:
        yield BrokenRule(
            "first_seen", None, f"must not be after as_of, {paper.as_of}, got {paper.first_seen}"
        )
    for name in sorted(set(paper.changed) - set(Entry.__dataclass_fields__)):
        yield BrokenRule("changed", name, f"must be the name of a field, got {quote_text(name)}")


# --- places ----------------------------------------------------------------------------------------------


def find_column(line: bytes, key: str, value: str | None = None) -> int:
    """Return the column of a key's value in a line of the store, or of a text within it; 1 if there is none.

    >>> find_column(b'{"entry":{"title":"A"}}', "title")
    19
    """
    text = line.decode(errors="replace")
    match = re.search(rf'(?<!\\)"{re.escape(key)}":', text)
    start = match.end() if match else 0
    place = text.find(msgspec.json.encode(value).decode(), start) if value is not None else -1
    return max(start, place) + 1


def find_error_column(line: bytes, error: Exception) -> int:
    """Return the column that a message of the decoder names, as a byte or as a path; 1 if it names none."""
    if "truncated" in str(error):
        return len(line.decode(errors="replace")) + 1
    if byte := _BYTE.search(str(error)):
        return len(line[: int(byte[1])].decode(errors="replace")) + 1
    path = _KEY.search(str(error))
    return find_column(line, path[1]) if path else 1
