"""The kind ``rss``: any RSS or Atom by its address. Of arXiv's own RSS, only the ids are used."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from generator.ingest import syndication
from generator.ingest.feed_run import FeedRun, FetchContext
from generator.ingest.sources import arxiv, web_document
from generator.ingest.sources.feed_source import FeedSource
from generator.model.errors import FeedError
from generator.model.urls import ARXIV_HOSTS, ARXIV_RSS_HOST
from generator.system.http import Answer

_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
_MAX_WAIT = timedelta(days=10)  # for announced papers that the API does not have yet


def _fetch(run: FeedRun, options: web_document.WebOptions) -> None:
    if options.host == ARXIV_RSS_HOST:
        _fetch_announced_papers(run, options)
    else:
        web_document.fetch_document(run, options, _ACCEPT, syndication.parse_feed)


def _find_hosts(context: FetchContext, options: web_document.WebOptions) -> frozenset[str]:
    hosts = web_document.find_document_hosts(context, options)
    return hosts | ARXIV_HOSTS | arxiv.find_arxiv_hosts(context) if options.host == ARXIV_RSS_HOST else hosts


def _fetch_announced_papers(run: FeedRun, options: web_document.WebOptions) -> None:
    """Fetch the papers that arXiv's RSS lists from its API, which has more facts of each."""
    answer = web_document.request_document(run, options, _ACCEPT, ARXIV_HOSTS)
    _fetch_announced_ids(run, _read_announced_ids(answer, options.url, run.context.today))
    web_document.save_conditions(run, options, answer)
    run.save_success()


def _read_announced_ids(answer: Answer, url: str, today: date) -> Sequence[str]:
    """Return the ids in arXiv's daily RSS; none on weekends.

    Raises:
        FeedError: The document is not valid, or lists papers in an unknown way.
    """
    if answer.is_unchanged:
        return ()
    announced_ids = syndication.find_announced_ids(answer.body, url)
    if not announced_ids and syndication.parse_feed(answer.body, url, today).entries:
        raise FeedError(url, "arXiv's feed must state why it lists each paper, and does not")
    return announced_ids


def _fetch_announced_ids(run: FeedRun, announced_ids: Sequence[str]) -> None:
    """Fetch papers that were announced now, or earlier and not available then."""
    pending_ids = run.state.pending_ids
    arxiv.fetch_by_id(run, dict.fromkeys((*announced_ids, *pending_ids)))
    unavailable = [paper_id for paper_id in run.outcome.missing if paper_id not in run.papers]
    announced_on = {paper_id: pending_ids.get(paper_id, run.day) for paper_id in unavailable}
    still_pending = {paper_id: day for paper_id, day in announced_on.items() if run.day < day + _MAX_WAIT}
    if still_pending != pending_ids:
        run.save(msgspec.structs.replace(run.state, pending_ids=still_pending))


RSS = FeedSource(
    kind="rss",
    options=web_document.WebOptions,
    fetch=_fetch,
    find_hosts=_find_hosts,
    refresh=arxiv.REFRESH,
    parse_document=syndication.parse_feed,
)
