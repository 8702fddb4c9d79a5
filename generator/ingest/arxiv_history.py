"""arXiv's API: request every paper that was first submitted in a time span.

`iter_history` continues from a `Progress`, which states how far reading has come.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from generator.ingest.arxiv_api import MAX_OFFSET, SORT_BY_SUBMISSION, ArxivApi, Query, count_entries
from generator.ingest.time_span import Progress, Span
from generator.model.entries import FeedDocument
from generator.model.errors import FetchError

HISTORY_PAGE_SIZE = 2_000  # entries; the manual's limit for one request
_MINUTE = "%Y%m%d%H%M"


def iter_history(
    api: ArxivApi, progress: Progress, min_total: int = 0
) -> Iterator[tuple[FeedDocument, Progress | None]]:
    """Request every page of a time span, oldest papers first.

    The time span is read in parts. A part has as many papers as paging can return (10,000), and the next one
    begins in the minute of the last paper. No other way takes fewer requests. If a page does not continue the
    one before, because papers arrived, vanished or changed places with others of the same time, a new part
    begins in the minute where the two pages meet.

    Args:
        api: arXiv's API.
        progress: Where to begin.
        min_total: Number of papers that must exist.

    Yields:
        A page, and the progress after it, which is None after the last page.

    Raises:
        FetchError: A page is not available, or papers that the service counted do not come.
    """
    rest = (progress.total or min_total) - progress.offset
    while True:
        query = _build_query(progress.search, progress.part_since, progress.until)
        document = api.request_page(query, progress.offset, HISTORY_PAGE_SIZE, 0 if progress.offset else rest)
        if not _has_moved(progress, document):
            rest = (document.total or 0) - progress.offset - count_entries(document)
        following = _advance(progress, document)
        yield document, following
        if following is None:
            return
        if not following.offset and following.part_since <= progress.part_since:
            minute = f"{progress.part_since:%Y-%m-%d %H:%M}"
            reason = f"more papers than a page holds were submitted in one minute, {minute}"
            raise FetchError(api.endpoint, reason, "run the same command again")
        progress = following


def _has_moved(progress: Progress, document: FeedDocument) -> bool:
    """Whether a page does not continue the one before it."""
    has_repeated = any(entry.id in progress.border_ids for entry in document.entries)
    return progress.offset > 0 and (has_repeated or document.total != progress.total)


def _advance(progress: Progress, document: FeedDocument) -> Progress | None:
    """Return the progress after a page, or None if it was the last one."""
    if _has_moved(progress, document):
        return _begin_next_part(progress)
    read = progress.offset + count_entries(document)
    if read >= (document.total or 0):
        return None
    submitted = (entry.published for entry in reversed(document.entries) if entry.published)
    last_submitted = next(submitted, progress.last_submitted)
    border_ids = sorted(entry.id for entry in document.entries if entry.published == last_submitted)
    progress = msgspec.structs.replace(
        progress,
        offset=read,
        total=document.total,
        last_submitted=last_submitted,
        border_ids=tuple(border_ids),
        span_total=progress.span_total or document.total,
    )
    return progress if read + HISTORY_PAGE_SIZE <= MAX_OFFSET else _begin_next_part(progress)


def _begin_next_part(progress: Progress) -> Progress:
    """Begin a part in the minute in which the last paper was submitted."""
    minute = (progress.last_submitted or progress.part_since).replace(second=0, microsecond=0)
    return Progress(progress.search, progress.since, progress.until, minute, span_total=progress.span_total)


def count_papers(api: ArxivApi, search: str, span: Span) -> int:
    """Count the papers that were first submitted in a time span; sends one request."""
    return api.request_page(_build_query(search, span.since, span.until), 0, 1).total or 0


def count_requests(total: int) -> int:
    """Count the requests that `iter_history` takes for so many papers, if every page comes whole."""
    parts = max(0, total - 2) // (MAX_OFFSET - 1)  # each begins with the last paper of the part before
    rest = total - parts * (MAX_OFFSET - 1)
    return parts * (MAX_OFFSET // HISTORY_PAGE_SIZE) + max(1, -(-rest // HISTORY_PAGE_SIZE))


def _build_query(search: str, since: datetime, until: datetime) -> Query:
    """Build the query for a search in a time span, the last minute included."""
    begin, end = since.strftime(_MINUTE), (until + timedelta(minutes=1)).strftime(_MINUTE)
    return Query(
        f"({search}) AND submittedDate:[{begin} TO {end}]", sort=SORT_BY_SUBMISSION, order="ascending"
    )
