"""Fetch feeds: the options of the command come in, and outcomes go out. Failures are part of the outcomes."""

import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from generator.ingest import store
from generator.ingest.feed_folder import find_feeds
from generator.ingest.feed_run import FeedRun, FetchContext
from generator.ingest.fetch_report import Outcome, format_result
from generator.ingest.seen_day import refuse_early_clock
from generator.ingest.sources.registry import get_source
from generator.ingest.time_span import Span
from generator.model import layout
from generator.model.curation_values import Feed, Settings
from generator.model.errors import (
    CatalogueError,
    DataError,
    FeedError,
    FetchError,
    UnreachedServerError,
    UsageError,
)
from generator.model.grouping import group_by_shared_keys
from generator.model.text import clean_line, format_count
from generator.system.files import hold_lock

FEED_MINUTES = 20  # for what is new in one feed
_MAX_REASON_LENGTH = 200  # characters


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch.

    Attributes:
        feeds: Names of feeds; empty for all.
        since: The first month of a time span, to fetch every paper submitted in it; None to fetch new papers.
        until: The last month of that span; None for this month.
        refresh: Whether to fetch every stored paper again.
    """

    feeds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    refresh: bool = False


def fetch(request: Request, settings: Settings, context: FetchContext) -> list[Outcome]:
    """Fetch feeds and store their papers; each outcome states what failed.

    Raises:
        StoreError: Another run holds the lock, a file cannot be read or written, or the clock is wrong.
        UsageError: The request names a feed that is not in the settings, or that cannot be fetched so.
    """
    refuse_early_clock(context.today)
    feeds = _select_feeds(request, settings)
    span = _build_span(request, feeds, context.today)
    with hold_lock(context.root / layout.LOCK):
        return fetch_feeds(context, feeds, span, refresh=request.refresh)


def forecast(request: Request, settings: Settings, context: FetchContext) -> list[tuple[str, int, int]]:
    """Count the papers and requests that fetching a time span takes; sends one request for each feed.

    Returns:
        The name, the papers and the requests of each feed.

    Raises:
        FetchError: A service does not answer now.
        StoreError: Another run holds the lock.
        UsageError: As for `fetch`, or the request states no time span.
    """
    feeds = _select_feeds(request, settings)
    span = _build_span(request, feeds, context.today)
    if span is None:
        raise UsageError("--dry-run needs --since")
    with hold_lock(context.root / layout.LOCK):
        return [(feed.id, *forecast_feed(context, feed, span)) for feed in feeds]


def _select_feeds(request: Request, settings: Settings) -> tuple[Feed, ...]:
    """Return the feeds that the request is about.

    Raises:
        UsageError: The request cannot be made of a named feed, or of any feed.
    """
    feeds = _select_named(settings, request.feeds)
    if request.refresh:
        rule, is_able = "--refresh needs feeds whose papers can be requested by id", can_refresh
    elif request.since:
        rule, is_able = "--since needs feeds that are searches of arXiv", has_history
    else:
        return feeds
    able_feeds = tuple(feed for feed in feeds if is_able(feed))
    if not able_feeds or (request.feeds and len(able_feeds) < len(feeds)):
        unable_feeds = ", ".join(feed.id for feed in feeds if feed not in able_feeds)
        raise UsageError(f"{rule}, got {unable_feeds or 'none'}")
    return able_feeds


def _select_named(settings: Settings, names: Sequence[str]) -> tuple[Feed, ...]:
    feeds_by_name = {feed.id: feed for feed in settings.feeds}
    for name in names:
        if name not in feeds_by_name:
            known_names = ", ".join(feeds_by_name)
            raise UsageError(f"there is no feed {name!r}; the feeds in data/catalogue.yml are: {known_names}")
    return tuple(feeds_by_name[name] for name in dict.fromkeys(names)) or settings.feeds


def _build_span(request: Request, feeds: Iterable[Feed], today: date) -> Span | None:
    """Return whole months, up to the end of the last one or of today; None if no time span is requested.

    It begins when the first service of the feeds began, or later.

    Raises:
        UsageError: The time span ends before it begins.
    """
    if request.since is None:
        return None
    last_month = min(request.until or today, today)
    next_month = (last_month.replace(day=1) + timedelta(days=31)).replace(day=1)
    end = min(next_month - timedelta(days=1), today)
    histories = (get_source(feed.kind).history for feed in feeds)
    first_day = min((history.first_day for history in histories if history), default=request.since)
    since = max(request.since, first_day)
    if end < since:
        raise UsageError(f"--since must be before the end of the time span, {end}, got {since}")
    return Span(datetime.combine(since, time(), UTC), datetime.combine(end, time(23, 59), UTC))


# --- the feeds -------------------------------------------------------------------------------------------
# Every page is stored at once, together with how far reading has come. So a run that is stopped leaves
# everything that came before, and the failure of a feed does not affect the others. Feeds are fetched side by
# side, but never two that could request the same host, so that pauses need no coordination.


def fetch_feeds(
    context: FetchContext, feeds: Sequence[Feed], span: Span | None = None, *, refresh: bool = False
) -> list[Outcome]:
    """Fetch what is new in each feed, registries after the feeds whose papers they are asked about.

    Args:
        context: What all feeds share.
        feeds: The feeds.
        span: A time span; then every paper of it is fetched, and `has_history` must be true for all feeds.
        refresh: Fetch every stored paper again; then `can_refresh` must be true for all feeds.

    Returns:
        The outcomes in the order of the feeds, with those of registries at the end.
    """
    registries = [feed for feed in feeds if get_source(feed.kind).is_registry]
    others = [feed for feed in feeds if feed not in registries]
    hosts = {feed.id: _find_hosts(context, feed, refresh=refresh) for feed in feeds}
    is_daily = not (span or refresh)

    def fetch_group(group: Sequence[Feed]) -> list[Outcome]:
        runs = (_begin_run(context, feed, hosts[feed.id], is_daily=is_daily) for feed in group)
        return [_fetch_feed(run, span, refresh=refresh) for run in runs]

    outcomes: dict[str, Outcome] = {}
    for stage in (others, registries):
        groups = group_by_shared_keys(stage, lambda feed: hosts[feed.id])
        try:
            results = context.run_tasks([partial(fetch_group, group) for group in groups])
        except BaseException:  # an interrupt; threads that still wait must not write after it
            context.store_access.close()
            raise
        outcomes |= {outcome.feed: outcome for group_outcomes in results for outcome in group_outcomes}
    for name in set(find_feeds(context.folder)) - {feed.id for feed in feeds}:
        with suppress(DataError):  # reported when the feed is fetched, and by `catalogue lint`
            papers = store.read_feed(context.folder, name)
            store.limit_stored_days(context.folder, name, papers, context.today)
    return [outcomes[feed.id] for feed in (*others, *registries)]


def _find_hosts(context: FetchContext, feed: Feed, *, refresh: bool) -> frozenset[str]:
    """Return all hosts that may be requested for a feed."""
    source = get_source(feed.kind)
    try:
        if refresh and source.refresh:
            return source.refresh.find_hosts(context)
        return source.find_hosts(context, source.read_options(feed))
    except ValueError:  # the address is none, which is reported when it is requested
        return frozenset()


def forecast_feed(context: FetchContext, feed: Feed, span: Span) -> tuple[int, int]:
    """Count the papers and requests that fetching a time span takes; sends one request.

    Raises:
        FetchError: The service does not answer now.
    """
    source = get_source(feed.kind)
    return source.history.forecast(context, source.read_options(feed), span) if source.history else (0, 0)


def has_history(feed: Feed) -> bool:
    """Whether the papers of a time span can be fetched from this feed."""
    source = get_source(feed.kind)
    return source.history is not None and source.history.is_available(source.read_options(feed))


def can_refresh(feed: Feed) -> bool:
    """Whether the stored papers of this feed can be fetched again."""
    return get_source(feed.kind).refresh is not None


def _begin_run(context: FetchContext, feed: Feed, hosts: frozenset[str], *, is_daily: bool) -> FeedRun:
    """Return the run of a feed, with a client and, for what is new, a time limit of its own."""
    limit = context.limit
    if is_daily:
        limit = min(limit, context.client.build_limit(FEED_MINUTES, "a feed"), key=lambda limit: limit.end)

    def report(text: str) -> None:
        context.report(f"{feed.id}: {text}")

    return FeedRun(feed, replace(context, client=context.client.build_feed_client(report, limit, hosts)))


def _fetch_feed(run: FeedRun, span: Span | None, *, refresh: bool) -> Outcome:
    """Fetch one feed; a failure, of whatever kind, is part of its outcome."""
    source, client = get_source(run.feed.kind), run.context.client
    client.report("fetching")
    begin = client.clock.monotonic()
    try:
        run.load()
        if refresh and source.refresh:
            source.refresh.fetch(run)
        elif span and source.history:
            source.history.fetch(run, source.read_options(run.feed), span)
        else:
            source.fetch(run, source.read_options(run.feed))
    except FetchError as error:
        run.outcome = replace(
            run.outcome,
            failure=f"{error.reason} ({error.url[:200]})",
            hint=error.hint,
            is_unreached=isinstance(error, UnreachedServerError),
        )
    except DataError as error:
        is_ours = not isinstance(error, FeedError) or source.is_local
        failure = "; ".join(f"{problem.path}: {problem.message}" for problem in error.problems[:3])
        hint = error.problems[0].hint
        run.outcome = replace(run.outcome, failure=failure, hint=hint, is_ours=is_ours)
    except CatalogueError as error:
        run.outcome = replace(run.outcome, failure=str(error))
    except Exception as error:  # noqa: BLE001 - an error that nobody foresaw must not end the other feeds
        client.report(traceback.format_exc().rstrip())
        failure = f"unexpected {type(error).__name__}: {clean_line(str(error))[:_MAX_REASON_LENGTH]}"
        run.outcome = replace(run.outcome, failure=failure, hint="report this error with the lines above")
    paper_count = run.outcome.paper_count if source.is_registry else len(run.papers)
    outcome = replace(run.outcome, requests=client.request_count, paper_count=paper_count)
    cost = f"{format_count(outcome.requests, 'request')}, {client.clock.monotonic() - begin:.0f} s"
    client.report(f"{format_result(outcome)} ({cost})")
    return outcome
