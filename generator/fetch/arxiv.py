"""What to ask arXiv's API, in which order, and when enough was heard.

Three ways of asking, each a generator of answers: `newest` for every day, `history` for everything since a
date, `by_id` for papers that are known. All go through `Service.ask`, which believes an answer only if it is
the page that was asked for, whole. The manual: https://info.arxiv.org/help/api/user-manual.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from generator.errors import FeedError, FetchError
from generator.feeds import arxiv, xml
from generator.fetch.client import Client
from generator.model import Document

ENDPOINT = "https://export.arxiv.org/api/query"
HOSTS = frozenset({"export.arxiv.org", "arxiv.org", "www.arxiv.org", "rss.arxiv.org"})
LARGEST_PAGE = 2_000  # entries; the manual's limit for one request
DEEPEST_PAGE = 10_000  # entries of one query that paging reaches for certain
DAILY_PAGE = 100  # most days bring fewer
IDS_PER_REQUEST = 200  # keeps the address under 3 kB

_ACCEPT = "application/atom+xml, application/xml;q=0.9, */*;q=0.1"
_MOST_READINGS = 3  # of an answer that came short; arXiv's mend themselves in minutes
_REREAD_SECONDS = 60
_BORDER = 100  # entries around a border of pages that are asked again when some are missing
_MINUTE = "%Y%m%d%H%M"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, apart from the page of it."""

    search: str = ""
    ids: tuple[str, ...] = ()
    sort: str = "lastUpdatedDate"
    order: str = "descending"

    def parameters(self, start: int, size: int) -> str:
        """The address's query part for a page."""
        asked = {
            "search_query": self.search,
            "id_list": ",".join(self.ids),
            "start": start,
            "max_results": size,
        }
        if not self.ids:
            asked |= {"sortBy": self.sort, "sortOrder": self.order}
        return urlencode({name: value for name, value in asked.items() if value != ""})


def categories_query(categories: Iterable[str]) -> str:
    """The search for papers of any of these categories."""
    return " OR ".join(f"cat:{category}" for category in categories)


@dataclass(frozen=True, slots=True)
class Service:
    """arXiv's API, or another that speaks like it.

    Attributes:
        client: Who asks.
        endpoint: The address that takes queries.
    """

    client: Client
    endpoint: str = ENDPOINT

    def ask(self, query: Query, start: int, size: int) -> Document:
        """One page, asked for again if it comes short or is no feed.

        Raises:
            FetchError: There is no good answer to be had now.
        """
        url = f"{self.endpoint}?{query.parameters(start, size)}"
        hosts = HOSTS | {urlsplit(self.endpoint).hostname or ""}
        reason = ""
        for reading in range(_MOST_READINGS):
            if reading:
                self.client.clock.sleep(_REREAD_SECONDS)
            try:
                answer = self.client.get(url, accept=_ACCEPT, hosts=hosts)
            except FetchError as error:
                raise _with_its_words(error) from error
            try:
                document = arxiv.read(xml.parse(answer.body, "the answer"), "the answer")
            except FeedError as error:
                reason = error.reason
                continue
            if (document.start, document.asked) == (start, size):
                return document
            reason = f"the answer is another page: {document.asked} from {document.start}"
        raise FetchError(url, f"{reason}, {_MOST_READINGS} times", "run again later; what is stored stays")


def _with_its_words(error: FetchError) -> FetchError:
    """The error with the reason that arXiv gives in the body of a refusal, if it gives one."""
    try:
        arxiv.read(xml.parse(error.body, "the answer"), "the answer")
    except FeedError as refusal:
        if "answered with an error" in refusal.reason:
            return FetchError(error.url, refusal.reason, "mend the feed's query in data/catalogue.yml")
    return error


def newest(
    service: Service, search: str, known: dict[str, int], since: datetime, overlap: timedelta
) -> Iterator[Document]:
    """Pages of what was updated last, until a whole overlap holds nothing new.

    Papers can surface days late, so reading goes on beyond ``since`` until everything of the length of
    ``overlap`` was known; what is found late moves that end further back.

    Args:
        service: The API.
        search: In arXiv's syntax.
        known: Id to version of what is stored; the caller adds to it what it stores.
        since: The last success.
        overlap: How far back papers may still surface.

    Raises:
        FetchError: A page is not to be had, or there are more than paging reaches.
    """
    query = Query(search)
    end = since - overlap
    start = 0
    while True:
        document = service.ask(query, start, DAILY_PAGE)
        new = [entry for entry in document.entries if known.get(entry.id, 0) < (entry.version or 0)]
        end = min([end, *(entry.updated - overlap for entry in new if entry.updated)])
        yield document
        start += _came(document)
        oldest = min((entry.updated for entry in document.entries if entry.updated), default=None)
        if start >= (document.total or 0) or (oldest is not None and oldest < end):
            return
        if start >= DEEPEST_PAGE:
            reason = f"more than {DEEPEST_PAGE:,} papers changed since {since:%Y-%m-%d}"
            hint = f"catalogue fetch --since {since:%Y-%m}, then again"
            raise FetchError(service.endpoint, reason, hint)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading of history has come; enough to go on from there.

    Attributes:
        search: What is read.
        since: The beginning of all that is asked for.
        until: Its end.
        window: The beginning of the part that is being read; parts before it are done.
        start: How many entries of that part were read.
    """

    search: str
    since: datetime
    until: datetime
    window: datetime
    start: int = 0


def history(
    service: Service, progress: Progress, already: Iterable[str] = ()
) -> Iterator[tuple[Document, Progress | None]]:
    """Pages of everything that was first submitted in a time, oldest first, with how to go on after each.

    A part of history is as long as paging reaches (10,000 papers); the next one begins with the minute of
    the last paper. That takes the fewest requests that the limits of the service allow. When a part brings
    fewer papers than the service counts, the borders of its pages are asked for again, for papers of the
    same second have no fixed order.

    Args:
        service: The API.
        progress: Where to begin.
        already: Ids of the part's papers that are stored, for one that is read on in its middle.

    Raises:
        FetchError: A page is not to be had, or papers that the service counts do not come.
    """
    seen = set(already) if progress.start else set()
    while True:
        query = _part(progress.search, progress.window, progress.until)
        document = service.ask(query, progress.start, LARGEST_PAGE)
        seen |= _heard(document)
        read, total = progress.start + _came(document), document.total or 0
        if read < min(total, DEEPEST_PAGE):
            progress = replace(progress, start=read)
            yield document, progress
            continue
        is_last = read >= total
        following = (
            None if is_last else replace(progress, window=_minute_of_last(document, progress), start=0)
        )
        yield document, progress
        yield from ((border, progress) for border in _borders(service, query, read, seen))
        if len(seen) < read:
            reason = f"{len(seen):,} of {read:,} papers came since {progress.window:%Y-%m-%d}"
            raise FetchError(service.endpoint, reason, "run the same again")
        yield replace(document, entries=(), problems=()), following
        if following is None:
            return
        progress, seen = following, set()


def _borders(service: Service, query: Query, read: int, seen: set[str]) -> Iterator[Document]:
    """The entries around each border of pages, as long as fewer papers were seen than read."""
    for border in range(LARGEST_PAGE, read, LARGEST_PAGE):
        if len(seen) >= read:
            return
        document = service.ask(query, border - _BORDER // 2, _BORDER)
        seen |= _heard(document)
        yield document


def _heard(document: Document) -> set[str]:
    """Ids of a page's papers; an entry that cannot be read counts as itself."""
    return {entry.id for entry in document.entries} | {str(problem) for problem in document.problems}


def count(service: Service, search: str, since: datetime, until: datetime) -> int:
    """How many papers were first submitted in a time; takes one request."""
    return service.ask(_part(search, since, until), 0, 1).total or 0


def requests_needed(total: int) -> int:
    """How many requests `history` takes for so many papers, as long as each comes whole."""
    return max(1, -(-total // LARGEST_PAGE))


def by_id(service: Service, paper_ids: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Document]]:
    """Known papers asked for by id, in batches: the ids of a batch, and the answer."""
    for begin in range(0, len(paper_ids), IDS_PER_REQUEST):
        batch = tuple(paper_ids[begin : begin + IDS_PER_REQUEST])
        yield batch, service.ask(Query(ids=batch), 0, len(batch))


def _part(search: str, since: datetime, until: datetime) -> Query:
    period = f"submittedDate:[{since.strftime(_MINUTE)} TO {until.strftime(_MINUTE)}]"
    return Query(f"({search}) AND {period}", sort="submittedDate", order="ascending")


def _came(document: Document) -> int:
    """How many entries a page had, the unreadable ones included: as many as it should have."""
    return max(0, min(document.asked or 0, (document.total or 0) - (document.start or 0)))


def _minute_of_last(document: Document, progress: Progress) -> datetime:
    last = max((entry.published for entry in document.entries if entry.published), default=progress.window)
    return last.replace(second=0, microsecond=0)
