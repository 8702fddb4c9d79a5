"""Turn the options of a fetch into feeds, a time span and a client, and run it under the lock."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from generator.ingest import fetch_run, store
from generator.ingest.arxiv_api import ENDPOINT, ArxivApi
from generator.ingest.arxiv_history import Span
from generator.ingest.feed_client import ARXIV_PAUSE, FeedClient
from generator.ingest.feed_run import FetchContext
from generator.ingest.fetch_report import Outcome
from generator.ingest.seen_day import refuse_early_clock
from generator.ingest.sources.arxiv import FIRST_DAY
from generator.model.curation_values import Feed, Settings
from generator.model.errors import UsageError
from generator.system import repository
from generator.system.files import hold_lock
from generator.system.http import LOOPBACK

_LAST_REQUEST = Path("data/.last-request")
_SECONDS = re.compile(r"\d{1,3}(\.\d{1,6})?", re.ASCII)


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
    span = _build_span(request, context.today)
    with hold_lock(context.root / store.LOCK):
        if request.refresh:
            return fetch_run.refresh_papers(context, feeds)
        if span is None:
            return fetch_run.fetch_new(context, feeds)
        return fetch_run.fetch_history(context, feeds, span)


def forecast(request: Request, settings: Settings, context: FetchContext) -> list[tuple[str, int, int]]:
    """Count the papers and requests that fetching a time span takes; sends one request for each feed.

    Returns:
        The name, the papers and the requests of each feed.

    Raises:
        FetchError: A service does not answer now.
        StoreError: Another run holds the lock.
        UsageError: As for `fetch`, or the request states no time span.
    """
    feeds, span = _select_feeds(request, settings), _build_span(request, context.today)
    if span is None:
        raise UsageError("--dry-run needs --since")
    with hold_lock(context.root / store.LOCK):
        return [(feed.id, *fetch_run.forecast(context, feed, span)) for feed in feeds]


def build_context(
    root: Path,
    settings: Settings,
    today: date,
    environment: Mapping[str, str],
    report: Callable[[str], None],
) -> FetchContext:
    """Build what a fetch needs of the world.

    Args:
        root: The catalogue's folder.
        settings: The catalogue's settings.
        today: The day by this machine's clock.
        environment: Environment variables. ``CATALOGUE_ARXIV_ENDPOINT`` and ``CATALOGUE_ARXIV_PAUSE`` replace
            arXiv by a server on loopback, for work on this program.
        report: Receives lines of progress.

    Raises:
        UsageError: A variable has a value that is not allowed.
    """
    endpoint = environment.get("CATALOGUE_ARXIV_ENDPOINT") or ENDPOINT
    stated_pause = environment.get("CATALOGUE_ARXIV_PAUSE") or str(ARXIV_PAUSE)
    try:
        host = urlsplit(endpoint).hostname
    except ValueError:
        raise UsageError(f"CATALOGUE_ARXIV_ENDPOINT must be an address, got {endpoint!r}") from None
    if not _SECONDS.fullmatch(stated_pause):
        raise UsageError(
            f"CATALOGUE_ARXIV_PAUSE must be a number of seconds below 1000, got {stated_pause!r}"
        )
    pause = float(stated_pause)
    if pause < ARXIV_PAUSE and host not in LOOPBACK:
        raise UsageError(
            f"CATALOGUE_ARXIV_PAUSE must be {ARXIV_PAUSE:.0f} or more, as arXiv's terms require, got "
            f"{stated_pause!r}; a shorter pause is only allowed for a server on this machine"
        )
    user_agent = repository.build_user_agent(root, environment, settings.contact)
    client = FeedClient(user_agent, pause=pause, memory=root / _LAST_REQUEST)
    return FetchContext(root, ArxivApi(client, today, endpoint), report)


def _select_feeds(request: Request, settings: Settings) -> tuple[Feed, ...]:
    """Return the feeds that the request is about.

    Raises:
        UsageError: The request cannot be made of a named feed, or of any feed.
    """
    feeds = _select_named(settings, request.feeds)
    if request.refresh:
        rule, is_able = "--refresh needs feeds whose papers can be requested by id", fetch_run.can_refresh
    elif request.since:
        rule, is_able = "--since needs feeds that are searches of arXiv", fetch_run.has_history
    else:
        return feeds
    able_feeds = tuple(feed for feed in feeds if is_able(feed))
    if not able_feeds or (request.feeds and len(able_feeds) < len(feeds)):
        others = ", ".join(feed.id for feed in feeds if feed not in able_feeds)
        raise UsageError(f"{rule}, got {others or 'none'}")
    return able_feeds


def _select_named(settings: Settings, names: Sequence[str]) -> tuple[Feed, ...]:
    feeds_by_name = {feed.id: feed for feed in settings.feeds}
    for name in names:
        if name not in feeds_by_name:
            known_names = ", ".join(feeds_by_name)
            raise UsageError(f"there is no feed {name!r}; the feeds in data/catalogue.yml are: {known_names}")
    return tuple(feeds_by_name[name] for name in dict.fromkeys(names)) or settings.feeds


def _build_span(request: Request, today: date) -> Span | None:
    """Return whole months, up to the end of the last one or of today; None if no time span is requested.

    Raises:
        UsageError: The time span ends before it begins.
    """
    if request.since is None:
        return None
    last_month = min(request.until or today, today)
    next_month = (last_month.replace(day=1) + timedelta(days=31)).replace(day=1)
    end = min(next_month - timedelta(days=1), today)
    since = max(request.since, FIRST_DAY)
    if end < since:
        raise UsageError(f"--since must be before the end of the time span, {end}, got {since}")
    return Span(datetime.combine(since, time(), UTC), datetime.combine(end, time(23, 59), UTC))
