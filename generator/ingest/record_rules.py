"""The rules for stored answers of registries: those that a record keeps when it is read from a registry.

As for papers, `catalogue lint` reports every broken rule by `find_broken_record_rules`, and all other
commands use `clean_lookup`.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from generator.ingest import record_fields as fields
from generator.ingest.stored_rules import BrokenRule, check_count, check_texts, check_url
from generator.model import ids, urls
from generator.model.dates import EARLIEST_YEAR
from generator.model.doi_records import Contributor, DoiRecord, Lookup, Notice, RecordRelation
from generator.model.orcids import find_orcid
from generator.model.text import cut_line, quote_text

_MAX_WHOLE_NAME_LENGTH = 2 * fields.MAX_NAME_LENGTH + 1  # given name and family name
_UNDATED = "undated"


def find_record_part(key: str) -> str:
    """Return the part of the store that has the answer for a key: the registrant of a DOI, or a month.

    >>> find_record_part("doi:10.1145/1"), find_record_part("2602.00001")
    ('10.1145', '2602')
    """
    doi = ids.get_doi(key)
    return doi.partition("/")[0] if doi else ids.find_month(key) or _UNDATED


# --- cleaning --------------------------------------------------------------------------------------------


def clean_lookup(lookup: Lookup) -> Lookup:
    """Remove what a registry's record could not contain; return the same object if there is no such thing."""
    if lookup.record is None:
        return lookup
    record = _clean_record(lookup.record, lookup.asked.year + fields.YEARS_AHEAD)
    return lookup if record == lookup.record else msgspec.structs.replace(lookup, record=record)


def _clean_record(record: DoiRecord, latest_year: int) -> DoiRecord:
    year = record.event_year
    return msgspec.structs.replace(
        record,
        type=cut_line(record.type, fields.MAX_NUMBER_LENGTH),
        title=cut_line(record.title, fields.MAX_TITLE_LENGTH),
        authors=tuple(filter(None, map(_clean_contributor, record.authors[: fields.MAX_READ_AUTHORS]))),
        containers=_clean_texts(record.containers),
        event=_clean_texts(record.event),
        event_year=year if year and EARLIEST_YEAR <= year <= latest_year else None,
        volume=cut_line(record.volume or "", fields.MAX_NUMBER_LENGTH) or None,
        issue=cut_line(record.issue or "", fields.MAX_NUMBER_LENGTH) or None,
        pages=cut_line(record.pages or "", fields.MAX_NUMBER_LENGTH) or None,
        published=_clean_date(record.published, latest_year),
        publisher=cut_line(record.publisher or "", fields.MAX_NAME_LENGTH) or None,
        licence=record.licence if record.licence and urls.is_clean_url(record.licence) else None,
        relations=tuple(filter(None, map(_clean_relation, record.relations[: fields.MAX_VALUES]))),
        notices=tuple(_clean_notice(notice, latest_year) for notice in record.notices[: fields.MAX_VALUES]),
        notice_of=record.notice_of[: fields.MAX_VALUES],
    )


def _clean_texts(texts: Iterable[str]) -> tuple[str, ...]:
    cleaned = (cut_line(text, fields.MAX_TITLE_LENGTH) for text in texts)
    return tuple(filter(None, cleaned))[: fields.MAX_VALUES]


def _clean_contributor(author: Contributor) -> Contributor | None:
    name = cut_line(author.name, _MAX_WHOLE_NAME_LENGTH)
    family = cut_line(author.family, fields.MAX_NAME_LENGTH)
    return Contributor(name, family, find_orcid(author.orcid or "")) if name else None


def _clean_relation(relation: RecordRelation) -> RecordRelation | None:
    kind = cut_line(relation.kind, fields.MAX_NAME_LENGTH)
    return RecordRelation(kind, relation.target) if ids.is_stored_id(relation.target) else None


def _clean_notice(notice: Notice, latest_year: int) -> Notice:
    kind = cut_line(notice.kind, fields.MAX_NAME_LENGTH)
    return msgspec.structs.replace(notice, kind=kind, day=_clean_date(notice.day, latest_year))


def _clean_date(text: str | None, latest_year: int) -> str | None:
    return fields.get_partial_date(map(int, text.split("-")), latest_year) if text else None


# --- checking --------------------------------------------------------------------------------------------


def find_broken_record_rules(lookup: Lookup, part: str, today: date | None) -> Iterator[BrokenRule]:
    """Find the rules that a stored answer breaks.

    Args:
        lookup: The answer, as its line states it.
        part: The name of its file without the ending.
        today: If it is given, a day in the future is a broken rule.
    """
    if part != (expected := find_record_part(lookup.key)):
        yield BrokenRule("key", lookup.key, f"an answer with this key belongs in {expected}.records.jsonl")
    if today and lookup.asked > today:
        yield BrokenRule("asked", None, f"must not be in the future, got {lookup.asked}")
    if lookup.changed and lookup.changed > lookup.asked:
        yield BrokenRule("changed", None, f"must not be after asked, {lookup.asked}, got {lookup.changed}")
    if lookup.misses < 0:
        yield BrokenRule("misses", None, f"must not be negative, got {lookup.misses}")
    if record := lookup.record:
        if ids.get_doi(lookup.key) not in (None, record.doi):
            yield BrokenRule("doi", record.doi, f"must be the DOI of the key, {quote_text(lookup.key)}")
        yield from _check_record_texts(record)
        yield from _check_record_dates(record, lookup.asked.year + fields.YEARS_AHEAD)
        yield from _check_record_links(record)


def _check_record_texts(record: DoiRecord) -> Iterator[BrokenRule]:
    for key, texts, max_length in (
        ("type", (record.type,), fields.MAX_NUMBER_LENGTH),
        ("title", (record.title,), fields.MAX_TITLE_LENGTH),
        ("name", (author.name for author in record.authors), _MAX_WHOLE_NAME_LENGTH),
        ("family", (author.family for author in record.authors), fields.MAX_NAME_LENGTH),
        ("containers", record.containers, fields.MAX_TITLE_LENGTH),
        ("event", record.event, fields.MAX_TITLE_LENGTH),
        ("volume", (record.volume or "",), fields.MAX_NUMBER_LENGTH),
        ("issue", (record.issue or "",), fields.MAX_NUMBER_LENGTH),
        ("pages", (record.pages or "",), fields.MAX_NUMBER_LENGTH),
        ("publisher", (record.publisher or "",), fields.MAX_NAME_LENGTH),
        ("notices", (notice.kind for notice in record.notices), fields.MAX_NAME_LENGTH),
        ("relations", (relation.kind for relation in record.relations), fields.MAX_NAME_LENGTH),
    ):
        yield from check_texts(key, texts, max_length)
    yield from check_count("authors", len(record.authors), fields.MAX_READ_AUTHORS)
    for key, values in (
        ("containers", record.containers),
        ("event", record.event),
        ("relations", record.relations),
        ("notices", record.notices),
        ("notice_of", record.notice_of),
    ):
        yield from check_count(key, len(values), fields.MAX_VALUES)


def _check_record_dates(record: DoiRecord, latest_year: int) -> Iterator[BrokenRule]:
    if record.event_year and not EARLIEST_YEAR <= record.event_year <= latest_year:
        rule = f"must be from {EARLIEST_YEAR} to {latest_year}, got {record.event_year}"
        yield BrokenRule("event_year", None, rule)
    dates = [("published", record.published), *(("day", notice.day) for notice in record.notices)]
    for key, text in dates:
        if text != _clean_date(text, latest_year):
            rule = f"must be a date from {EARLIEST_YEAR} to {latest_year}, got {quote_text(text or '')}"
            yield BrokenRule(key, text, rule)


def _check_record_links(record: DoiRecord) -> Iterator[BrokenRule]:
    if record.licence:
        yield from check_url("licence", record.licence)
    for author in record.authors:
        if author.orcid and find_orcid(author.orcid) != author.orcid:
            rule = f"must be an ORCID iD, such as 0000-0002-1825-0097, got {quote_text(author.orcid)}"
            yield BrokenRule("orcid", author.orcid, rule)
    for relation in record.relations:
        if not ids.is_stored_id(relation.target):
            rule = (
                f"must be the id of a paper, such as doi:10.1145/3779212, got {quote_text(relation.target)}"
            )
            yield BrokenRule("target", relation.target, rule)
