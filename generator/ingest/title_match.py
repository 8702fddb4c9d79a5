"""Find the record of a paper without a DOI among the results of a search.

A record counts only if title, first author and year agree, and if no other record agrees as well.
"""

from collections.abc import Iterable

from generator.model import ids
from generator.model.doi_records import DoiRecord
from generator.model.entries import Entry
from generator.model.person_names import FullName, read_names, split_name
from generator.model.text import fold
from generator.model.withdrawal import strip_notice

MIN_WORDS = 3  # of a title; "Editorial" is the title of many papers
_MAX_YEARS_APART = 1
_MAX_QUERY_LENGTH = 400  # characters


def build_search_words(entry: Entry) -> str:
    """Build the words to search for: title, family name of the first author, and year."""
    year = entry.published.year if entry.published else ""
    return f"{find_family_name(entry)} {year} {fold_title(entry.title)}"[:_MAX_QUERY_LENGTH]


def fold_title(title: str) -> str:
    """Fold a title for comparing, without the notice that publishers put before it.

    >>> fold_title("RETRACTED: On the Size of Caches")
    'on the size of caches'
    """
    return fold(strip_notice(title))


def choose_match(entry: Entry, records: Iterable[DoiRecord]) -> DoiRecord | None:
    """Return the only record that is the published version of a paper, or None.

    Args:
        entry: The paper, with an author and a date.
        records: The results of a search.
    """
    matches = {record.doi: record for record in records if _is_match(entry, record)}
    return next(iter(matches.values())) if len(matches) == 1 else None


def _is_match(entry: Entry, record: DoiRecord) -> bool:
    title = fold_title(entry.title)
    return (
        record.is_publication
        and len(title.split()) >= MIN_WORDS
        and fold_title(record.title) == title
        and bool(record.authors)
        and has_family_name(entry, record.authors[0].family)
        and entry.published is not None
        and record.year is not None
        and abs(record.year - entry.published.year) <= _MAX_YEARS_APART
    )


def has_family_name(entry: Entry, family: str) -> bool:
    """Whether the first author of a paper has a family name, however its feed writes names."""
    folded_family = fold(family)
    if not folded_family:
        return False
    name = _read_first_author(entry)
    if name is None:
        return False
    parts = split_name(name.text, name.family)
    without_suffix = f"{parts.given} {parts.family}" if parts else name.text
    return f" {fold(without_suffix)}".endswith(f" {folded_family}")


def find_family_name(entry: Entry) -> str:
    """Return the folded family name of the first author, or an empty string."""
    name = _read_first_author(entry)
    if name is None:
        return ""
    parts = split_name(name.text, name.family)
    return fold(parts.family if parts else name.text)


def _read_first_author(entry: Entry) -> FullName | None:
    """Read the first author's name; the names of a paper are read together, as for its page."""
    names = [author.name for author in entry.authors]
    return read_names(names, has_initials_last=not ids.is_arxiv_id(entry.id))[0] if names else None
