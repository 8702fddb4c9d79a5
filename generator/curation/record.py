"""Convert records to entries: whole papers that people write, because no feed has them.

A file is named by the slug of its paper, so that a record can neither hide a paper nor occur twice.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from generator.curation.file_set import Report
from generator.curation.hints import quote
from generator.model import ids, urls
from generator.model.dates import Precision, parse_partial_date
from generator.model.entries import Author, Entry
from generator.model.layout import PAPERS
from generator.model.publications import normalise_pages
from generator.model.text import clean_line, clean_paragraphs


def build_entry(slug: str, stored_id: str | None, value: Mapping[str, Any], report: Report) -> Entry | None:
    """Build the entry of a record; None where the file has another name than the record requires.

    Args:
        slug: The file's name without extension.
        stored_id: The id of the stored paper with this slug, if there is one.
        value: The value of ``record``, which is valid by its schema.
        report: Receives what else is wrong with it.
    """
    published, precision = _parse_published(value.get("published"), report)
    paper_id = stored_id or _find_id(slug, value, report)
    if paper_id is None:
        return None
    categories = tuple(value.get("categories", ()))
    return Entry(
        id=paper_id,
        version=None,
        title=clean_line(value["title"]),
        abstract=clean_paragraphs(value["abstract"]) if "abstract" in value else None,
        authors=tuple(map(_build_author, value.get("authors", ()))),
        categories=categories,
        primary_category=categories[0] if categories else None,
        published=published,
        published_precision=precision,
        dois=_list_dois(value),
        links=(urls.clean_url(value["url"]) or value["url"],) if "url" in value else (),
        container=_read_line(value, "journal"),
        volume=_read_line(value, "volume"),
        issue=_read_line(value, "issue"),
        pages=normalise_pages(_read_line(value, "pages") or "") or None,
        publisher=_read_line(value, "publisher"),
    )


def _read_line(value: Mapping[str, Any], key: str) -> str | None:
    return clean_line(value.get(key, "")) or None


def index_records(records: Mapping[str, Entry]) -> dict[str, str]:
    """Return ids by slug: by the slug of each id, and by the file's name, which may be a former slug.

    Args:
        records: The entries of records, by the names of their files without extension.
    """
    ids_by_slug = {ids.build_slug(entry.id): entry.id for entry in records.values()}
    return ids_by_slug | {slug: entry.id for slug, entry in records.items()}


def _find_id(slug: str, value: Mapping[str, Any], report: Report) -> str | None:
    """Return the arXiv id in the file's name, or the id that follows from the record's DOI or URL."""
    try:
        return ids.parse_slug(slug)
    except ValueError as error:
        reason = str(error)
    key = "doi" if "doi" in value else "url"
    if key not in value:
        rule = "a record must have a doi or a url, unless its file is named by an arXiv id"
        report(("record",), f"{rule}: {reason}")
        return None
    paper_id = _build_id(value)
    expected = ids.build_slug(paper_id)
    if slug in (expected, *map(ids.build_slug, list_former_ids(value, paper_id))):
        return paper_id
    message = f"the file of a record must be named by the record's {key}, got {quote(slug)}"
    report(("record", key), message, f"rename it to {PAPERS}/{expected}.yml")
    return None


def list_former_ids(value: Mapping[str, Any], paper_id: str) -> tuple[str, ...]:
    """List the ids that a record's URL gave its paper by earlier rules, by which its file may still be named.

    Args:
        value: The value of ``record``.
        paper_id: The paper's id.
    """
    if "url" not in value or "doi" in value:
        return ()
    if ids.is_arxiv_id(paper_id) and (urls.is_at_arxiv(value["url"]) or not ids.find_arxiv_id(value["url"])):
        return ()  # its address never gave the id
    by_url = {ids.build_url_id(value["url"]), ids.build_former_url_id(value["url"])}
    return tuple(sorted(by_url - {paper_id}))


def _build_id(value: Mapping[str, Any]) -> str:
    """Return the id from the record's DOI or URL."""
    references = [value[key] for key in ("doi", "url") if key in value]
    arxiv_ids = [arxiv_id[0] for text in references if (arxiv_id := ids.find_arxiv_id(text))]
    paper_id = ids.choose_id(arxiv_ids[0] if arxiv_ids else None, _list_dois(value), references)
    assert paper_id is not None  # noqa: S101 - it has a DOI or a URL
    return paper_id


def _list_dois(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the record's DOI, or the one in its URL."""
    doi = value.get("doi") or ids.find_doi(value.get("url", ""))
    return (doi,) if doi else ()


def _parse_published(text: str | None, report: Report) -> tuple[datetime | None, Precision]:
    """Parse a day, a month or a year, and return how much of the date is known."""
    if text is None:
        return None, Precision.DAY
    try:
        return parse_partial_date(text) or (datetime.fromisoformat(text).replace(tzinfo=UTC), Precision.DAY)
    except ValueError:
        report(("record", "published"), f"published must be a valid date, got {quote(text)}")
        return None, Precision.DAY


def _build_author(value: str | Mapping[str, Any]) -> Author:
    if isinstance(value, str):
        return Author(clean_line(value))
    return Author(clean_line(value["name"]), tuple(map(clean_line, value.get("affiliations", ()))))
