"""Fetch feeds one by one: every page is stored at once, and failures are part of the outcome.

The failure of a feed does not affect the others. A run that is stopped leaves everything that came before,
because each page goes into the store together with how far reading has come.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from generator.ingest import store
from generator.ingest.arxiv_history import Span
from generator.ingest.feed_run import FeedRun, FetchContext
from generator.ingest.fetch_report import Outcome
from generator.ingest.seen_day import limit_days
from generator.ingest.sources.registry import SOURCES
from generator.model.curation_values import Feed
from generator.model.errors import CatalogueError, DataError, FeedError, FetchError


def fetch_new(context: FetchContext, feeds: Sequence[Feed]) -> list[Outcome]:
    """Fetch what is new in each feed."""

    def fetch(run: FeedRun) -> None:
        source = SOURCES[run.feed.kind]
        source.fetch(run, source.read_options(run.feed))

    return _fetch(context, feeds, fetch)


def fetch_history(context: FetchContext, feeds: Sequence[Feed], span: Span) -> list[Outcome]:
    """Fetch every paper of a time span from feeds of which `has_history` is true."""

    def fetch(run: FeedRun) -> None:
        source = SOURCES[run.feed.kind]
        if source.history:
            source.history.fetch(run, source.read_options(run.feed), span)

    return _fetch(context, feeds, fetch)


def refresh_papers(context: FetchContext, feeds: Sequence[Feed]) -> list[Outcome]:
    """Fetch every stored paper again, from feeds of which `can_refresh` is true."""

    def fetch(run: FeedRun) -> None:
        if refresh := SOURCES[run.feed.kind].refresh:
            refresh(run)

    return _fetch(context, feeds, fetch)


def forecast(context: FetchContext, feed: Feed, span: Span) -> tuple[int, int]:
    """Count the papers and requests that `fetch_history` takes; sends one request.

    Raises:
        FetchError: The service does not answer now.
    """
    source = SOURCES[feed.kind]
    return source.history.forecast(context, source.read_options(feed), span) if source.history else (0, 0)


def has_history(feed: Feed) -> bool:
    """Whether the papers of a time span can be fetched from this feed."""
    source = SOURCES[feed.kind]
    return source.history is not None and source.history.is_available(source.read_options(feed))


def can_refresh(feed: Feed) -> bool:
    """Whether the stored papers of this feed can be fetched again."""
    return SOURCES[feed.kind].refresh is not None


def _fetch(context: FetchContext, feeds: Sequence[Feed], fetch: Callable[[FeedRun], None]) -> list[Outcome]:
    outcomes = [_fetch_feed(FeedRun(feed, context), fetch) for feed in feeds]
    for name in set(store.find_feeds(context.folder)) - {feed.id for feed in feeds}:
        with suppress(DataError):  # reported when the feed is fetched, and by `catalogue lint`
            _limit_stored_days(context, name)
    return outcomes


def _limit_stored_days(context: FetchContext, name: str) -> None:
    """Replace days in the future in a feed that is not fetched."""
    papers = store.read_feed(context.folder, name)
    limited_papers = limit_days(papers, context.today)
    if limited_papers is not papers:
        store.write_feed(context.folder, name, limited_papers)


def _fetch_feed(run: FeedRun, fetch: Callable[[FeedRun], None]) -> Outcome:
    """Fetch one feed; a failure is part of its outcome."""
    requests_before = run.context.client.sent
    try:
        run.load()
        fetch(run)
    except FetchError as error:
        run.outcome = replace(run.outcome, failure=f"{error.reason} ({error.url[:200]})", hint=error.hint)
    except DataError as error:
        is_ours = not isinstance(error, FeedError) or SOURCES[run.feed.kind].is_local
        failure = "; ".join(f"{problem.path}: {problem.message}" for problem in error.problems[:3])
        hint = error.problems[0].hint
        run.outcome = replace(run.outcome, failure=failure, hint=hint, is_ours=is_ours)
    except CatalogueError as error:
        run.outcome = replace(run.outcome, failure=str(error))
    requests = run.context.client.sent - requests_before
    return replace(run.outcome, requests=requests, held=len(run.papers))
