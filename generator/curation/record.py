"""Records: whole papers that people write, for those that are on no feed.

The value of a file that keeps its schema comes in, an `Entry` goes out. A file is named by its paper's
slug, so that a record can neither hide a paper nor be there twice.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from generator.curation.syntax import Path, quote
from generator.model import ids
from generator.model.entries import Author, Entry
from generator.model.text import clean_line, clean_paragraphs

Remark = Callable[[Path, str, str], None]

_AT: Path = ("record",)


def record(slug: str, known_id: str | None, value: Mapping[str, Any], remark: Remark) -> Entry | None:
    """The paper in a file's record, or None where the file is not named by it.

    Args:
        slug: The file's name without ending.
        known_id: The id of the paper of that name, if a feed has it.
        value: What stands under ``record``.
        remark: Told what is wrong with a value: its path in the file, the rule and a hint.
    """
    published = _day(value.get("published"), remark)
    paper_id = known_id or _id(slug, value, remark)
    if paper_id is None:
        return None
    categories = tuple(value.get("categories", ()))
    return Entry(
        id=paper_id,
        version=None,
        title=clean_line(value["title"]),
        abstract=clean_paragraphs(value["abstract"]) if "abstract" in value else None,
        authors=tuple(map(_author, value.get("authors", ()))),
        categories=categories,
        primary_category=categories[0] if categories else None,
        published=published,
        dois=(value["doi"],) if "doi" in value else (),
        links=(value["url"],) if "url" in value else (),
    )


def index_records(records: Mapping[str, Entry]) -> dict[str, str]:
    """Map slugs to ids: the slug of each record's id, and its file's name, which may be a former slug.

    Args:
        records: The papers that people wrote whole, by the names of their files without ending.
    """
    ids_by_slug = {ids.build_slug(entry.id): entry.id for entry in records.values()}
    return ids_by_slug | {slug: entry.id for slug, entry in records.items()}


def id_of(*, doi: str | None, url: str | None) -> str | None:
    """The id of a paper with this DOI or else this address; that of arXiv where it is one of arXiv's."""
    for text in filter(None, (doi, url)):
        try:
            return ids.parse_arxiv_id(text)[0]
        except ValueError:
            continue
    if doi is not None:
        return ids.build_doi_id(doi)
    return None if url is None else ids.build_url_id(url)


def _id(slug: str, value: Mapping[str, Any], remark: Remark) -> str | None:
    try:
        return ids.parse_slug(slug)
    except ValueError as error:
        reason = str(error)
    paper_id = id_of(doi=value.get("doi"), url=value.get("url"))
    if paper_id is None:
        remark(_AT, f"a record has a doi or an url, unless its file is named by an arXiv id: {reason}", "")
        return None
    expected = ids.build_slug(paper_id)
    if slug in (expected, _build_former_slug(paper_id, value)):
        return paper_id
    told_by = "doi" if "doi" in value else "url"
    message = f"a record's file is named by its {told_by}, got {quote(slug)}"
    remark((*_AT, told_by), message, f"name the file {expected}.yml")
    return None


def _build_former_slug(paper_id: str, value: Mapping[str, Any]) -> str | None:
    """Return how a file was named while its address gave another id."""
    is_by_url = paper_id.startswith("url:") and "url" in value
    return ids.build_slug(ids.build_former_url_id(value["url"])) if is_by_url else None


def _day(text: str | None, remark: Remark) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        remark((*_AT, "published"), f"published must be a day of the calendar, got {quote(text)}", "")
        return None


def _author(value: str | Mapping[str, Any]) -> Author:
    if isinstance(value, str):
        return Author(clean_line(value))
    return Author(clean_line(value["name"]), tuple(map(clean_line, value.get("affiliations", ()))))
