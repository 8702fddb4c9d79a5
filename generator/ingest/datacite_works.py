"""DataCite's records, mostly of data and software: JSON in, `DoiRecord` values out.

The format: https://support.datacite.org/docs/api-get-doi and https://schema.datacite.org/.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.ingest import record_fields as fields
from generator.model.doi_records import (
    BOOK_CHAPTER,
    JOURNAL_ARTICLE,
    PROCEEDINGS_ARTICLE,
    Contributor,
    DoiRecord,
)

_REGISTRY = "datacite"
_MAX_YEAR_LENGTH = 4  # digits
_ISSUED = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:\D.*)?", re.ASCII)
_SPECIAL = re.compile(r"([\\\"])")  # in a quoted term of a query

_TYPES = {
    "journalarticle": JOURNAL_ARTICLE,
    "conferencepaper": PROCEEDINGS_ARTICLE,
    "bookchapter": BOOK_CHAPTER,
    "preprint": "posted-content",
    "dataset": "dataset",
    "software": "software",
    "report": "report",
    "dissertation": "dissertation",
}
# What general texts are, by the repository's own words for their type.
_TYPES_OF_TEXTS = (
    (re.compile(r"conference|proceedings", re.IGNORECASE), PROCEEDINGS_ARTICLE),
    (re.compile(r"journal|article", re.IGNORECASE), JOURNAL_ARTICLE),
    (re.compile(r"chapter", re.IGNORECASE), BOOK_CHAPTER),
)
_RELATIONS = {
    "IsVersionOf": "is-version-of",
    "HasVersion": "has-version",
    "IsIdenticalTo": "is-identical-to",
    "IsVariantFormOf": "is-version-of",
    "IsPreviousVersionOf": "is-version-of",
}


def build_datacite_query(dois: Sequence[str]) -> Mapping[str, object]:
    """Build the parameters of a request for several DOIs."""
    terms = " OR ".join('"' + _SPECIAL.sub(r"\\\1", doi) + '"' for doi in dois)
    return {"query": f"doi:({terms})", "page[size]": len(dois)}


def find_datasets(answer: object) -> list[object] | None:
    """Return the records of a complete answer, of one DOI or of several; None for any other answer."""
    body = fields.get_mapping(answer)
    data = body.get("data")
    if isinstance(data, dict):
        return [data]
    total = fields.get_mapping(body.get("meta")).get("total")
    return data if isinstance(data, list) and total == len(data) else None


def parse_dataset(item: object, latest_year: int) -> DoiRecord | None:
    """Parse a record; return None if it has no DOI.

    Args:
        item: A JSON value.
        latest_year: The latest year that a date may have.
    """
    attributes = fields.get_mapping(fields.get_mapping(item).get("attributes"))
    doi = fields.get_clean_doi(attributes.get("doi"))
    if doi is None:
        return None
    container = fields.get_mapping(attributes.get("container"))
    publisher = attributes.get("publisher")
    titles = map(fields.get_mapping, fields.iter_values(attributes.get("titles")))
    authors = map(_read_creator, fields.iter_values(attributes.get("creators")))
    return DoiRecord(
        doi=doi,
        registry=_REGISTRY,
        type=_find_type(fields.get_mapping(attributes.get("types"))),
        title=next(filter(None, (fields.get_text(title.get("title")) for title in titles)), ""),
        authors=fields.select_authors(authors),
        containers=fields.get_texts(container.get("title")),
        volume=fields.get_number(container.get("volume")),
        issue=fields.get_number(container.get("issue")),
        pages=_find_pages(container),
        published=_find_date(attributes, latest_year),
        publisher=fields.get_text(
            publisher.get("name") if isinstance(publisher, dict) else publisher, fields.MAX_NAME_LENGTH
        )
        or None,
        licence=_find_licence(attributes.get("rightsList")),
        relations=fields.select_relations(_iter_relations(attributes.get("relatedIdentifiers")), doi),
    )


def _find_type(types: Mapping[str, Any]) -> str:
    general = (
        fields.get_text(types.get("resourceTypeGeneral"), fields.MAX_NAME_LENGTH).replace(" ", "").lower()
    )
    if general in _TYPES:
        return _TYPES[general]
    own_words = fields.get_text(types.get("resourceType"), fields.MAX_NAME_LENGTH)
    return next((kind for pattern, kind in _TYPES_OF_TEXTS if pattern.search(own_words)), "")


def _read_creator(value: object) -> Contributor | None:
    creator = fields.get_mapping(value)
    identifiers = map(fields.get_mapping, fields.iter_values(creator.get("nameIdentifiers")))
    orcids = (
        identifier.get("nameIdentifier")
        for identifier in identifiers
        if identifier.get("nameIdentifierScheme") == "ORCID"
    )
    given, family, whole = (creator.get(name) for name in ("givenName", "familyName", "name"))
    return fields.build_contributor(given, family, whole, next(orcids, None))


def _find_pages(container: Mapping[str, Any]) -> str | None:
    pages = (fields.get_pages(container.get(name)) for name in ("firstPage", "lastPage"))
    return "-".join(filter(None, pages)) or None


def _find_date(attributes: Mapping[str, Any], latest_year: int) -> str | None:
    """Return the day of issue if it is in the year of publication, or else that year."""
    year = fields.get_text(attributes.get("publicationYear"), _MAX_YEAR_LENGTH)
    is_year = year.isascii() and year.isdigit()
    published = fields.get_partial_date([int(year)] if is_year else [], latest_year)
    for date in map(fields.get_mapping, fields.iter_values(attributes.get("dates"))):
        stated = fields.get_text(date.get("date"), fields.MAX_NUMBER_LENGTH)
        parts = _ISSUED.fullmatch(stated)
        if parts and date.get("dateType") == "Issued" and parts[1] == (published or parts[1]):
            numbers = [int(part) for part in parts.groups() if part]
            return fields.get_partial_date(numbers, latest_year) or published
    return published


def _find_licence(value: object) -> str | None:
    rights = map(fields.get_mapping, fields.iter_values(value))
    return next(filter(None, (fields.get_licence(right.get("rightsUri")) for right in rights)), None)


def _iter_relations(value: object) -> Iterator[tuple[str, object]]:
    for related in map(fields.get_mapping, fields.iter_values(value)):
        kind = _RELATIONS.get(fields.get_text(related.get("relationType"), fields.MAX_NAME_LENGTH))
        if kind:
            target = related.get("relatedIdentifier")
            is_arxiv = related.get("relatedIdentifierType") == "arXiv"
            yield kind, fields.find_arxiv_target(target) if is_arxiv else target
