"""What to ask arXiv's API, in which order, and when enough was heard.

Two ways of asking, each a generator of answers: `newest` for every day, `by_id` for papers that are known;
`generator.ingest.arxiv_history` has the third. All go through `Service.ask`, which believes an answer only
if it is the page that was asked for, whole and in order. The manual: https://info.arxiv.org/help/api/user-manual.html
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlencode, urlsplit

from generator.ingest import arxiv_atom, safe_xml
from generator.model.entries import Document
from generator.model.errors import FeedError, FetchError
from generator.system.http import Client

ENDPOINT = "https://export.arxiv.org/api/query"
HOSTS = frozenset({"export.arxiv.org", "arxiv.org", "www.arxiv.org", "rss.arxiv.org"})
DEEPEST_PAGE = 10_000  # entries of one query that paging reaches for certain
DAILY_PAGE = 100  # entries; most days bring fewer
LONGER_PAGE = 1_000  # entries; the manual's advice for one request, and for a feed with much news
IDS_PER_REQUEST = 200  # keeps the address under 3 kB

_ACCEPT = "application/atom+xml, application/xml;q=0.9, */*;q=0.1"
_MOST_READINGS = 3  # of an answer that came short; arXiv's mend themselves in minutes
_REREAD_SECONDS = 60
_COMMON = 10  # entries that a page has in common with the one before; papers come and go in between
_DISORDER = timedelta(days=1)  # that entries may stand the wrong way round by,
_FEW = 20  # and one in so many by more
BY_SUBMISSION = "submittedDate"
_ERROR_FEED = "answered with an error"
_MEND = "mend the feed's query in data/catalogue.yml"


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
        today: The day by this machine's clock.
        endpoint: The address that takes queries.
    """

    client: Client
    today: date
    endpoint: str = ENDPOINT

    def ask(self, query: Query, start: int, size: int, least: int = 0) -> Document:
        """One page, asked for again if it comes short, out of order or is no feed.

        Args:
            query: What is asked for.
            start: How many matches stand before the page.
            size: How many entries it may have.
            least: How many matches there must be; an answer that counts fewer is not believed.

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
                document = self._read(self.client.get(url, accept=_ACCEPT, hosts=hosts).body)
            except FeedError as error:
                reason = error.reason
                if _ERROR_FEED in reason:
                    raise FetchError(url, reason, _MEND) from error
                continue
            except FetchError as error:
                raise self._with_its_words(error) from error
            reason = _doubt(document, query, (start, size), least)
            if not reason:
                return document
        raise FetchError(url, f"{reason}, {_MOST_READINGS} times", "run again later")

    def _read(self, body: bytes) -> Document:
        return arxiv_atom.read(safe_xml.parse(body, "the answer"), "the answer", self.today)

    def _with_its_words(self, error: FetchError) -> FetchError:
        """The error with the reason that arXiv gives in the body of a refusal, if it gives one."""
        try:
            self._read(error.body)
        except FeedError as refusal:
            if _ERROR_FEED in refusal.reason:
                return FetchError(error.url, refusal.reason, _MEND)
        return error


def _doubt(document: Document, query: Query, page: tuple[int, int], least: int) -> str:
    """Why the page is not to be believed, or an empty string."""
    if (document.offset, document.page_size) != page:
        return f"the answer is another page: {document.page_size} from {document.offset}"
    if (document.total or 0) < least:
        return f"the answer counts {document.total or 0:,} papers where at least {least:,} were known"
    if not _is_sorted(document, query):
        return "the answer is not sorted as it was asked for"
    return ""


def _is_sorted(document: Document, query: Query) -> bool:
    """Whether the entries stand in the order that was asked for, but for a few; arXiv once forgot to sort."""
    times = [
        time
        for entry in document.entries
        if (time := entry.published if query.sort == BY_SUBMISSION else entry.updated)
    ]
    if query.order == "descending":
        times.reverse()
    wrong = sum(after + _DISORDER < before for before, after in pairwise(times))
    return bool(query.ids) or wrong <= max(1, len(times) // _FEW)


def came(document: Document) -> int:
    """How many entries a page had, the unreadable ones included: as many as it should have."""
    return max(0, min(document.page_size or 0, (document.total or 0) - (document.offset or 0)))


def newest(
    service: Service, search: str, known: dict[str, int], since: datetime, overlap: timedelta
) -> Iterator[Document]:
    """Pages of what was updated last, until a whole overlap holds nothing new.

    Papers can surface days late, so reading goes on beyond ``since`` until everything of the length of
    ``overlap`` was known; what is found late moves that end further back. A page begins with the last
    entries of the one before, so that a paper that goes in between pushes none off the border unseen.

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
    least = min(1, len(known))
    start, size = 0, DAILY_PAGE
    pages = _Pages()
    while True:
        document = service.ask(query, start, size, least)
        read = start + came(document)
        if pages.have_moved(document, read):
            raise FetchError(service.endpoint, "the pages moved while they were read", "run again later")
        new = [entry for entry in document.entries if known.get(entry.id, 0) < (entry.version or 0)]
        end = min([end, *(entry.updated - overlap for entry in new if entry.updated)])
        yield document
        if read >= (document.total or 0) or _is_beyond(document, end):
            return
        if read >= DEEPEST_PAGE:
            reason = f"more than {DEEPEST_PAGE:,} papers changed since {since:%Y-%m-%d}"
            hint = f"catalogue fetch --since {since:%Y-%m}, then again"
            raise FetchError(service.endpoint, reason, hint)
        start = read - _COMMON
        size = min(LONGER_PAGE, DEEPEST_PAGE - start)


@dataclass(slots=True)
class _Pages:
    """Pages that were read one after the other, each with entries in common with the one before."""

    last: frozenset[str] = frozenset()
    heard: set[str] = field(default_factory=set)
    lost: int = 0
    total: int | None = None

    def have_moved(self, document: Document, read: int) -> bool:
        """Add a page; True if entries may stand between it and the one before, unheard."""
        ids = frozenset(entry.id for entry in document.entries)
        is_apart = bool(self.last) and self.last.isdisjoint(ids)
        self.last = ids
        self.heard |= ids
        self.lost += document.skipped
        total = document.total or 0
        self.total = self.total or total
        repeated = max(0, total - self.total)  # papers that came since push others down, onto the next page
        return is_apart or len(self.heard) + self.lost + repeated < read


def _is_beyond(document: Document, end: datetime) -> bool:
    """Whether a page, newest first, goes back beyond a time."""
    times = [entry.updated for entry in document.entries if entry.updated]
    return bool(times) and times[-1] < end


def by_id(
    service: Service, paper_ids: Sequence[str], known: Container[str]
) -> Iterator[tuple[tuple[str, ...], Document]]:
    """Papers asked for by id, in batches: the ids of a batch, and the answer.

    Args:
        service: The API.
        paper_ids: What to ask for.
        known: Ids of which some, at least, must be answered; an answer without any is not believed.

    Raises:
        FetchError: A batch is not to be had.
    """
    for begin in range(0, len(paper_ids), IDS_PER_REQUEST):
        batch = tuple(paper_ids[begin : begin + IDS_PER_REQUEST])
        least = 1 if sum(paper_id in known for paper_id in batch) > 1 else 0
        yield batch, service.ask(Query(ids=batch), 0, len(batch), least)
