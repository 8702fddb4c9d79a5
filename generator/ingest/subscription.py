"""Feeds that are followed by their address: RSS and Atom of publishers, and arXiv's daily RSS."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from generator.ingest import syndication
from generator.ingest.arxiv_api import HOSTS
from generator.ingest.feed_run import FeedRun, read_ids
from generator.model.entries import Document
from generator.model.errors import FeedError
from generator.model.text import tokenize
from generator.system.http import Answer

_RSS = frozenset({"rss.arxiv.org"})
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_PATIENCE = timedelta(days=10)  # with announced papers that the API does not know yet


def read(run: FeedRun) -> None:
    """Read a publisher's RSS or Atom, if it changed; of arXiv's own RSS only the ids are used.

    Raises:
        FeedError: It is no feed that we can believe.
        FetchError: It, or a paper that it announces, is not to be had now.
        StoreError: The disk does not let us write.
    """
    feed, source = run.feed, " ".join((run.feed.url, *run.feed.phrases))
    host = urlsplit(feed.url).hostname or ""
    hosts = frozenset({host, *feed.hosts}) | (HOSTS if host in _RSS else frozenset())
    conditions = run.state.conditions if run.state.source == source else {}
    answer = run.service.client.get(feed.url, accept=_ACCEPT, hosts=hosts, conditions=conditions)
    run.learn_day(answer.date)
    if host in _RSS:
        _read_announced(run, _announced(answer, feed.url, run.today))
    elif not answer.is_unchanged:
        run.take(matching(syndication.read(answer.body, feed.url, run.today), feed.phrases))
    known = {sent: answer.headers[name] for name, sent in _CONDITIONS.items() if name in answer.headers}
    if known and not answer.is_unchanged and (run.outcome.has_news or not conditions):
        run.save(replace(run.state, conditions=known, source=source))


def _announced(answer: Answer, url: str, today: date) -> list[str]:
    """Ids in arXiv's daily RSS; none on weekends.

    Raises:
        FeedError: It is no feed that we can believe, or lists papers in a way that is new to us.
    """
    if answer.is_unchanged:
        return []
    found = syndication.announcements(answer.body, url)
    if not found and syndication.read(answer.body, url, today).entries:
        raise FeedError(url, "the feed lists papers without saying why; arXiv's tells it of each")
    return [announced.id for announced in found]


def _read_announced(run: FeedRun, announced: Sequence[str]) -> None:
    """Papers that arXiv announced, today or before; the API may know them a day or two later."""
    awaited = run.state.awaited
    read_ids(run, tuple(dict.fromkeys((*announced, *awaited))))
    unknown = [paper_id for paper_id in run.outcome.missing if paper_id not in run.papers]
    since = {paper_id: awaited.get(paper_id, run.day) for paper_id in unknown}
    kept = {paper_id: day for paper_id, day in since.items() if run.day < day + _PATIENCE}
    if kept != awaited:
        run.save(replace(run.state, awaited=kept))


def matching(document: Document, phrases: Sequence[str]) -> Document:
    """The document with only those entries that hold one of the phrases, if there are any."""
    if not phrases:
        return document
    wanted = [f" {' '.join(tokenize(phrase))} " for phrase in phrases]
    entries = [
        entry
        for entry in document.entries
        for words in [f" {' '.join(tokenize(f'{entry.title} {entry.abstract}'))} "]
        if any(phrase in words for phrase in wanted)
    ]
    return replace(document, entries=tuple(entries))
