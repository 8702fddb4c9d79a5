"""The kind ``csv``: a table of papers by its address, with a header and the columns of `_COLUMNS`."""

import csv
from datetime import date, datetime

from generator.ingest.author_names import parse_authors
from generator.ingest.entry_rules import collect_entries, find_date, identify_entry, require_title
from generator.ingest.feed_run import FeedRun
from generator.ingest.seen_day import find_latest_time
from generator.ingest.sources.feed_source import FeedSource
from generator.ingest.sources.web_document import WebOptions, fetch_document, find_document_hosts
from generator.model.entries import Entry, FeedDocument
from generator.model.text import clean_line

_COLUMNS = ["title", "authors", "doi", "published"]


def parse_csv(data: bytes, path: str, today: date) -> FeedDocument | None:
    """Parse a table; return None for a document of another kind."""
    rows = csv.DictReader(data.decode("utf-8-sig", "replace").splitlines())
    if rows.fieldnames != _COLUMNS:
        return None
    latest = find_latest_time(None, today)
    return collect_entries(
        enumerate(rows, 2), lambda row: _parse_row(row, latest), title="", path=path, generated_at=None
    )


def _parse_row(row: dict[str, str], latest: datetime) -> tuple[Entry, list[str]]:
    remarks: list[str] = []
    identity = identify_entry("", (), [row["doi"] or ""])
    entry = Entry(
        id=identity.id,
        version=None,
        title=require_title(clean_line(row["title"] or "")),
        authors=parse_authors([row["authors"] or ""]),
        published=find_date("published", [row["published"] or ""], latest, remarks),
        dois=identity.dois,
    )
    return entry, remarks


def _fetch(run: FeedRun, options: WebOptions) -> None:
    fetch_document(run, options, "text/csv", parse_csv)


CSV_FEED = FeedSource(
    kind="csv",
    options=WebOptions,
    fetch=_fetch,
    find_hosts=find_document_hosts,
    parse_document=parse_csv,
    is_named_by_title=False,  # a table has no title
)
