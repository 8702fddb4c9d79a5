"""Everything that was first submitted in a time: the third way of asking arXiv's API.

Values in, values out: `Progress` says how far the reading came, and `history` goes on from any of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generator.ingest.arxiv_api import BY_SUBMISSION, DEEPEST_PAGE, Query, Service, came
from generator.model.entries import Document
from generator.model.errors import FetchError

LARGEST_PAGE = 2_000  # entries; the manual's limit for one request
_MINUTE = "%Y%m%d%H%M"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading of history has come; enough to go on from there.

    Attributes:
        search: What is read.
        since: The beginning of all that is asked for.
        until: Its end.
        window: The beginning of the part that is being read; what was submitted before it was read.
        start: How many entries of that part were read.
        total: How many entries it had when they were read.
        last: When the last of them was submitted.
        border: Ids of those that were submitted at that very time; their order is not fixed.
        whole: How many papers the service counted in all of what is asked for.
    """

    search: str
    since: datetime
    until: datetime
    window: datetime
    start: int = 0
    total: int | None = None
    last: datetime | None = None
    border: tuple[str, ...] = ()
    whole: int | None = None


def history(
    service: Service, progress: Progress, least: int = 0
) -> Iterator[tuple[Document, Progress | None]]:
    """Pages of everything that was first submitted in a time, oldest first, with how to go on after each.

    A part of history is as long as paging reaches (10,000 papers); the next one begins with the minute of
    the last paper. That takes the fewest requests that the limits of the service allow. Where a page does
    not fit the one before it, because papers came, went, or changed places with others of the same time,
    a new part begins in the minute where the two meet.

    Args:
        service: The API.
        progress: Where to begin.
        least: How many papers there must be.

    Raises:
        FetchError: A page is not to be had, or papers that the service counted do not come.
    """
    now, rest = progress, (progress.total or least) - progress.start
    while True:
        query = _part(now.search, now.window, now.until)
        document = service.ask(query, now.start, LARGEST_PAGE, 0 if now.start else rest)
        if not _has_moved(now, document):
            rest = (document.total or 0) - now.start - came(document)
        following = _after(now, document)
        yield document, following
        if following is None:
            return
        if not following.start and following.window <= now.window:
            reason = (
                f"more papers than a page holds were submitted in one minute, {now.window:%Y-%m-%d %H:%M}"
            )
            raise FetchError(service.endpoint, reason, "run the same again")
        now = following


def _has_moved(progress: Progress, document: Document) -> bool:
    """Whether a page does not continue the one before it."""
    repeated = any(entry.id in progress.border for entry in document.entries)
    return progress.start > 0 and (repeated or document.total != progress.total)


def _after(progress: Progress, document: Document) -> Progress | None:
    """Where to go on after a page; None if all was read."""
    if _has_moved(progress, document):
        return _next_part(progress)
    read = progress.start + came(document)
    if read >= (document.total or 0):
        return None
    last = next((entry.published for entry in reversed(document.entries) if entry.published), progress.last)
    border = tuple(sorted(entry.id for entry in document.entries if entry.published == last))
    whole = progress.whole or document.total
    progress = replace(progress, start=read, total=document.total, last=last, border=border, whole=whole)
    return progress if read + LARGEST_PAGE <= DEEPEST_PAGE else _next_part(progress)


def _next_part(progress: Progress) -> Progress:
    """The part that begins with the minute of the last paper that was read."""
    window = (progress.last or progress.window).replace(second=0, microsecond=0)
    return replace(progress, window=window, start=0, total=None, last=None, border=())


def count(service: Service, search: str, since: datetime, until: datetime) -> int:
    """How many papers were first submitted in a time; takes one request."""
    return service.ask(_part(search, since, until), 0, 1).total or 0


def requests_needed(total: int) -> int:
    """How many requests `history` takes for so many papers, as long as each comes whole."""
    parts = max(0, total - 2) // (DEEPEST_PAGE - 1)  # each begins with the last paper of the one before
    rest = total - parts * (DEEPEST_PAGE - 1)
    return parts * (DEEPEST_PAGE // LARGEST_PAGE) + max(1, -(-rest // LARGEST_PAGE))


def _part(search: str, since: datetime, until: datetime) -> Query:
    """A search within a time; the end is a minute later, for it is a moment and not a whole minute."""
    begin, end = since.strftime(_MINUTE), (until + timedelta(minutes=1)).strftime(_MINUTE)
    return Query(f"({search}) AND submittedDate:[{begin} TO {end}]", sort=BY_SUBMISSION, order="ascending")
