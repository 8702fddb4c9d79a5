"""Crossref's records: JSON in, `DoiRecord` values out.

The format: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.ingest import record_fields as fields
from generator.model.doi_records import Contributor, DoiRecord, Notice
from generator.model.grouping import keep_first

# The fields that are requested, so that an answer has no references and no abstracts.
_SELECTED_FIELDS = (
    *("DOI", "type", "title", "author", "container-title", "event", "volume", "issue", "page"),
    *("article-number", "published-print", "published-online", "issued", "publisher", "license"),
    *("relation", "update-to", "updated-by"),
)
_REGISTRY = "crossref"
_RELATIONS = frozenset(
    ["has-preprint", "is-preprint-of", "has-version", "is-version-of", "is-identical-to", "is-manuscript-of"]
)
_VERSION_OF_RECORD, _ANY_VERSION = "vor", "unspecified"
_MAX_NOTICES = 20


def build_crossref_query(dois: Sequence[str]) -> Mapping[str, object]:
    """Build the parameters of a request for several DOIs, none of which has a comma."""
    return {
        "filter": ",".join(f"doi:{doi}" for doi in dois),
        "rows": len(dois),
        "select": ",".join(_SELECTED_FIELDS),
    }


def build_crossref_search(words: str, rows: int) -> Mapping[str, object]:
    """Build the parameters of a search for words of titles, names of authors and years."""
    return {"query.bibliographic": words, "rows": rows, "select": ",".join(_SELECTED_FIELDS)}


def find_works(answer: object) -> list[object] | None:
    """Return the records of a complete answer, of one DOI or of several; None for any other answer."""
    message = _get_message(answer, "work-list")
    if message is None:
        work = _get_message(answer, "work")
        return None if work is None else [work]
    items = message.get("items")
    return items if isinstance(items, list) and message.get("total-results") == len(items) else None


def find_search_results(answer: object) -> list[object] | None:
    """Return the first results of a search; None for any other answer."""
    items = (_get_message(answer, "work-list") or {}).get("items")
    return items if isinstance(items, list) else None


def _get_message(answer: object, kind: str) -> Mapping[str, Any] | None:
    body = fields.get_mapping(answer)
    is_expected = body.get("status") == "ok" and body.get("message-type") == kind
    return fields.get_mapping(body.get("message")) if is_expected else None


def parse_work(item: object, latest_year: int) -> DoiRecord | None:
    """Parse a record; return None if it has no DOI.

    Args:
        item: A JSON value.
        latest_year: The latest year that a date may have.
    """
    work = fields.get_mapping(item)
    doi = fields.get_clean_doi(work.get("DOI"))
    if doi is None:
        return None
    event = fields.get_mapping(work.get("event"))
    event_start = _read_date(event.get("start"), latest_year)
    updates = list(_iter_updates(work.get("update-to"), latest_year))
    return DoiRecord(
        doi=doi,
        registry=_REGISTRY,
        type=fields.get_text(work.get("type"), fields.MAX_NUMBER_LENGTH),
        title=next(iter(fields.get_texts(work.get("title"))), ""),
        authors=fields.select_authors(map(_read_author, fields.iter_values(work.get("author")))),
        containers=fields.get_texts(work.get("container-title")),
        event=tuple(filter(None, [fields.get_text(event.get(name)) for name in ("name", "acronym")])),
        event_year=int(event_start[:4]) if event_start else None,
        volume=fields.get_number(work.get("volume")),
        issue=fields.get_number(work.get("issue")),
        pages=fields.get_pages(work.get("page")) or fields.get_pages(work.get("article-number")),
        published=_find_date(work, latest_year),
        publisher=fields.get_text(work.get("publisher"), fields.MAX_NAME_LENGTH) or None,
        licence=_find_licence(work.get("license")),
        relations=fields.select_relations(_iter_relations(work.get("relation")), doi),
        # Some publishers note a retraction in the record of the retracted paper itself.
        notices=_sort_notices(
            [notice for _, notice in _iter_updates(work.get("updated-by"), latest_year)]
            + [notice for target, notice in updates if target == doi]
        ),
        notice_of=tuple(sorted({target for target, _ in updates if target and target != doi}))[:_MAX_NOTICES],
    )


def _read_date(value: object, latest_year: int) -> str | None:
    parts = next(fields.iter_values(fields.get_mapping(value).get("date-parts")), None)
    return fields.get_partial_date(fields.iter_values(parts), latest_year)


def _find_date(work: Mapping[str, Any], latest_year: int) -> str | None:
    """Return the date in print, which is that of the issue, or else the earliest date."""
    names = ("published-print", "issued", "published-online")
    return next(filter(None, (_read_date(work.get(name), latest_year) for name in names)), None)


def _read_author(value: object) -> Contributor | None:
    author = fields.get_mapping(value)
    return fields.build_contributor(*(author.get(name) for name in ("given", "family", "name", "ORCID")))


def _find_licence(value: object) -> str | None:
    """Return the licence of the published version, and not one of text mining or of a manuscript."""
    licences = [
        (fields.get_text(licence.get("content-version")), address)
        for licence in map(fields.get_mapping, fields.iter_values(value))
        if (address := fields.get_licence(licence.get("URL")))
    ]
    for version in (_VERSION_OF_RECORD, _ANY_VERSION):
        for stated_version, address in licences:
            if stated_version == version:
                return address
    return None


def _iter_relations(value: object) -> Iterator[tuple[str, object]]:
    for kind, works in fields.get_mapping(value).items():
        if kind in _RELATIONS:
            for work in map(fields.get_mapping, fields.iter_values(works)):
                target = work.get("id")
                yield kind, fields.find_arxiv_target(target) if work.get("id-type") == "arxiv" else target


def _iter_updates(value: object, latest_year: int) -> Iterator[tuple[str | None, Notice]]:
    """Yield the DOI of each update, and the update as a notice, which has that DOI."""
    for update in map(fields.get_mapping, fields.iter_values(value)):
        kind = fields.get_text(update.get("type"), fields.MAX_NUMBER_LENGTH).lower()
        if kind:
            doi = fields.get_clean_doi(update.get("DOI"))
            day = _read_date(update.get("updated"), latest_year)
            yield doi, Notice("-".join(kind.replace("_", " ").split()), doi, day)


def _sort_notices(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return each notice once, by date; publishers and Retraction Watch often state the same one."""
    unique = keep_first(notices, lambda notice: (notice.kind, notice.doi))
    ordered = sorted(unique, key=lambda notice: (notice.day or "", notice.kind, notice.doi or ""))
    return tuple(ordered[:_MAX_NOTICES])
