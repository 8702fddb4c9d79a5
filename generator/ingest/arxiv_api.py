"""arXiv's API: request pages of new papers, and papers by id.

`ArxivApi.request_page` accepts an answer only if it is the requested page, complete and in order. Papers of a
time span are in `generator.ingest.arxiv_history`. The manual: https://info.arxiv.org/help/api/user-manual.html
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlencode, urlsplit

from generator.ingest import safe_xml
from generator.ingest.arxiv_atom import ArxivError, parse_answer
from generator.ingest.feed_client import FeedClient
from generator.model.entries import FeedDocument
from generator.model.errors import FeedError, FetchError
from generator.model.urls import ARXIV_API_HOST, ARXIV_HOSTS

ENDPOINT = f"https://{ARXIV_API_HOST}/api/query"
MAX_OFFSET = 10_000  # entries of one query that paging certainly reaches
DAILY_PAGE_SIZE = 100  # entries; most days bring fewer
MAX_PAGE_SIZE = 1_000  # entries; the manual recommends no more for one request
PAGE_OVERLAP = 10  # entries; pages overlap, so that a paper that moves between requests is not missed
IDS_PER_REQUEST = 200  # keeps the address shorter than 3 kB
SORT_BY_SUBMISSION = "submittedDate"

_ACCEPT = "application/atom+xml, application/xml;q=0.9, */*;q=0.1"
_MAX_ATTEMPTS = 3  # for a page that is not acceptable; arXiv's own faults pass within minutes
_RETRY_SECONDS = 60
_DISORDER = timedelta(days=1)  # an entry may be out of order by this much
_ENTRIES_PER_DISORDER = 20  # one entry in so many may be out of order by more
_CORRECT_QUERY = "correct the feed's query in data/catalogue.yml"


@dataclass(frozen=True, slots=True)
class Query:
    """What to request, apart from the page of it."""

    search: str = ""
    ids: tuple[str, ...] = ()
    sort: str = "lastUpdatedDate"
    order: str = "descending"

    def build_parameters(self, offset: int, size: int) -> str:
        """Build the query part of the address of a page."""
        parameters = {
            "search_query": self.search,
            "id_list": ",".join(self.ids),
            "start": offset,
            "max_results": size,
        }
        if not self.ids:
            parameters |= {"sortBy": self.sort, "sortOrder": self.order}
        return urlencode({name: value for name, value in parameters.items() if value != ""})


def find_api_hosts(endpoint: str) -> frozenset[str]:
    """Return the hosts that requests to the API and their redirects may have."""
    return ARXIV_HOSTS | {urlsplit(endpoint).hostname or ""}


def build_category_search(categories: Iterable[str]) -> str:
    """Build the search for papers of any of these categories.

    >>> build_category_search(["cs.PF", "cs.AR"])
    'cat:cs.PF OR cat:cs.AR'
    """
    return " OR ".join(f"cat:{category}" for category in categories)


@dataclass(frozen=True, slots=True)
class ArxivApi:
    """arXiv's API, or a server that answers in the same way.

    Attributes:
        client: Sends the requests.
        today: The day by this machine's clock.
        endpoint: The address of the API.
    """

    client: FeedClient
    today: date
    endpoint: str = ENDPOINT

    def request_page(self, query: Query, offset: int, size: int, min_total: int = 0) -> FeedDocument:
        """Request one page; request it again if it is incomplete, out of order or no feed.

        Args:
            query: What to request.
            offset: Number of matches before the page.
            size: Number of entries that the page may have.
            min_total: Number of matches that must exist; an answer that counts fewer is rejected.

        Raises:
            FetchError: No attempt brought an acceptable page.
        """
        url = f"{self.endpoint}?{query.build_parameters(offset, size)}"
        hosts = find_api_hosts(self.endpoint)
        reason = ""
        for attempt in range(_MAX_ATTEMPTS):
            if attempt:
                self.client.wait(_RETRY_SECONDS, url, reason)
            try:
                document = self._parse(self.client.get(url, accept=_ACCEPT, hosts=hosts).body)
            except ArxivError as error:
                raise FetchError(url, error.reason, _CORRECT_QUERY) from error
            except FeedError as error:
                reason = error.reason
                continue
            except FetchError as error:
                raise self._add_stated_reason(error) from error
            reason = _find_rejection_reason(document, query, (offset, size), min_total)
            if not reason:
                return document
        raise FetchError(url, f"{reason}, {_MAX_ATTEMPTS} times", "run again later")

    def _parse(self, body: bytes) -> FeedDocument:
        return parse_answer(safe_xml.parse_xml(body, "the answer"), "the answer", self.today)

    def _add_stated_reason(self, error: FetchError) -> FetchError:
        """Replace an error by one with the reason that arXiv states in the body of a refusal, if it does."""
        try:
            self._parse(error.body)
        except ArxivError as refusal:
            return FetchError(error.url, refusal.reason, _CORRECT_QUERY)
        except FeedError:  # it states no reason
            pass
        return error


def _find_rejection_reason(
    document: FeedDocument, query: Query, page: tuple[int, int], min_total: int
) -> str:
    """Return why a page cannot be accepted, or an empty string.

    Args:
        document: The page.
        query: What was requested.
        page: The requested offset and size.
        min_total: Number of matches that must exist.
    """
    if (document.offset, document.page_size) != page:
        return f"arXiv returned a different page: {document.page_size} entries from number {document.offset}"
    if (document.total or 0) < min_total:
        return f"arXiv states a total of {document.total or 0:,} papers, but at least {min_total:,} are known"
    if not _is_sorted(document, query):
        return "arXiv did not sort the entries as requested"
    return ""


def _is_sorted(document: FeedDocument, query: Query) -> bool:
    """Whether nearly all entries are in the requested order. For some days in 2025, arXiv did not sort."""
    times = [
        time
        for entry in document.entries
        if (time := entry.published if query.sort == SORT_BY_SUBMISSION else entry.updated)
    ]
    if query.order == "descending":
        times.reverse()
    disordered = sum(after + _DISORDER < before for before, after in pairwise(times))
    return bool(query.ids) or disordered <= max(1, len(times) // _ENTRIES_PER_DISORDER)


def count_entries(document: FeedDocument) -> int:
    """Count the entries of a page, those that could not be parsed included."""
    return max(0, min(document.page_size or 0, (document.total or 0) - (document.offset or 0)))


def iter_newest(
    api: ArxivApi, search: str, known_versions: dict[str, int], since: datetime, overlap: timedelta
) -> Iterator[FeedDocument]:
    """Request pages of the last updated papers, until a whole overlap has nothing new.

    A paper can appear days after its date. Therefore reading goes on beyond ``since``, until all papers of a
    time span of the length of ``overlap`` were known. A late paper moves that end further back.

    Args:
        api: arXiv's API.
        search: In arXiv's syntax.
        known_versions: Version by id of the stored papers; the caller adds those that it stores.
        since: The last success.
        overlap: How late a paper may appear.

    Raises:
        FetchError: A page is not available, or there are more pages than paging reaches.
    """
    query = Query(search)
    end = since - overlap
    min_total = min(1, len(known_versions))
    offset, size = 0, DAILY_PAGE_SIZE
    pages = _Pages()
    while True:
        document = api.request_page(query, offset, size, min_total)
        read = offset + count_entries(document)
        pages.add(document)
        if pages.has_gap(read):
            raise FetchError(
                api.endpoint, "papers were added while the pages were fetched", "run again later"
            )
        new = [entry for entry in document.entries if known_versions.get(entry.id, 0) < (entry.version or 0)]
        end = min([end, *(entry.updated - overlap for entry in new if entry.updated)])
        yield document
        if read >= (document.total or 0) or _ends_before(document, end):
            return
        if read >= MAX_OFFSET:
            reason = f"more than {MAX_OFFSET:,} papers changed since {since:%Y-%m-%d}"
            hint = f"catalogue fetch --since {since:%Y-%m}, then again"
            raise FetchError(api.endpoint, reason, hint)
        offset = read - PAGE_OVERLAP
        size = min(MAX_PAGE_SIZE, MAX_OFFSET - offset)


@dataclass(slots=True)
class _Pages:
    """The pages that were read so far. Each page overlaps the one before."""

    last_ids: frozenset[str] = frozenset()
    ids: set[str] = field(default_factory=set)
    skipped: int = 0
    first_total: int | None = None
    total: int = 0
    vanished: int = 0  # matches between the last two pages
    is_last_apart: bool = False
    last_ties: int = 0  # entries at the end of the page that have one time, and so no certain order
    ties_before: int = 0  # the same, of the page before

    def add(self, document: FeedDocument) -> None:
        """Add the next page."""
        ids = frozenset(entry.id for entry in document.entries)
        self.is_last_apart = bool(self.last_ids) and self.last_ids.isdisjoint(ids)
        self.last_ids = ids
        self.ids |= ids
        self.skipped += len(document.skipped)
        total = document.total or 0
        self.vanished, self.total = max(0, self.total - total), total
        self.first_total = self.first_total or total
        times = [entry.updated for entry in document.entries]
        self.ties_before, self.last_ties = self.last_ties, sum(time == times[-1] for time in times)

    def has_gap(self, read: int) -> bool:
        """Whether entries between the last page and the one before it may have been missed.

        Args:
            read: Number of matches up to the end of the last page.
        """
        # Papers that arrived since the first page push others to the next page.
        pushed_down = max(0, self.total - (self.first_total or 0))
        # Papers that vanished pull others up. One with the time of the end of the page before has no certain
        # place, and can then come before the last page.
        is_uncertain = self.vanished > 0 and self.ties_before + self.vanished > PAGE_OVERLAP
        return self.is_last_apart or is_uncertain or len(self.ids) + self.skipped + pushed_down < read


def _ends_before(document: FeedDocument, end: datetime) -> bool:
    """Whether the last entry of a page, newest first, is older than a time."""
    times = [entry.updated for entry in document.entries if entry.updated]
    return bool(times) and times[-1] < end


def iter_by_id(
    api: ArxivApi, paper_ids: Sequence[str], known_ids: Container[str]
) -> Iterator[tuple[tuple[str, ...], FeedDocument]]:
    """Request papers by id, in batches.

    Args:
        api: arXiv's API.
        paper_ids: The papers to request.
        known_ids: Papers that exist; an answer without any of several such papers is rejected.

    Yields:
        The ids of a batch, and the answer.

    Raises:
        FetchError: A batch is not available.
    """
    for begin in range(0, len(paper_ids), IDS_PER_REQUEST):
        batch = tuple(paper_ids[begin : begin + IDS_PER_REQUEST])
        min_total = 1 if sum(paper_id in known_ids for paper_id in batch) > 1 else 0
        yield batch, api.request_page(Query(ids=batch), 0, len(batch), min_total)
