"""What a fetch asks for: the feeds, the time span, and the service that answers."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from generator.ingest import fetch_run, store
from generator.ingest.arxiv_api import ENDPOINT, Service
from generator.ingest.fetch_report import Outcome
from generator.ingest.seen_day import refuse_early_clock
from generator.model.curation_values import Feed, Settings
from generator.model.errors import UsageError
from generator.system.files import hold_lock
from generator.system.http import ARXIV_PAUSE, LOOPBACK, Client

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


def fetch(
    root: Path,
    settings: Settings,
    request: Request,
    today: date,
    environment: Mapping[str, str],
    *,
    report: Callable[[str], None],
) -> list[Outcome]:
    """Fetch feeds and store their papers; each outcome states what failed.

    Args:
        root: The catalogue's folder.
        settings: The catalogue's settings.
        request: What to fetch.
        today: The day by this machine's clock.
        environment: Environment variables.
        report: Receives a line of progress after each request.

    Raises:
        StoreError: Another run holds the lock, a file cannot be read or written, or the clock is wrong.
        UsageError: The request names a feed that is not in the settings, or that cannot be fetched so.
    """
    refuse_early_clock(today)
    service = _build_service(settings, root, today, environment)
    if request.refresh:
        feeds = _select(
            settings, request.feeds, fetch_run.has_ids, "--refresh asks for papers by their arXiv ids"
        )
    elif request.since:
        feeds = _select_searches(settings, request.feeds)
    else:
        feeds = _select_named(settings, request.feeds)
    with hold_lock(root / store.LOCK):
        if request.refresh:
            return fetch_run.refresh(root, feeds, service, report)
        if request.since is None:
            return fetch_run.daily(root, feeds, service, report)
        return fetch_run.history(root, feeds, service, report, _find_span(request, today))


def forecast(
    root: Path, settings: Settings, request: Request, today: date, environment: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    """Count the papers and requests that fetching a time span takes; sends one request for each feed.

    Returns:
        The name, the papers and the requests of each feed.

    Raises:
        FetchError: A feed cannot be fetched now.
        StoreError: Another run holds the lock.
        UsageError: As for `fetch`.
    """
    service = _build_service(settings, root, today, environment)
    feeds = _select_searches(settings, request.feeds)
    with hold_lock(root / store.LOCK):
        return [(feed.id, *fetch_run.forecast(feed, service, _find_span(request, today))) for feed in feeds]


def _select_named(settings: Settings, names: Sequence[str]) -> tuple[Feed, ...]:
    feeds_by_name = {feed.id: feed for feed in settings.feeds}
    unknown = [name for name in names if name not in feeds_by_name]
    if unknown:
        names_known = ", ".join(feeds_by_name)
        raise UsageError(f"there is no feed {unknown[0]!r}; data/catalogue.yml has {names_known}")
    return tuple(feeds_by_name[name] for name in dict.fromkeys(names)) or settings.feeds


def _select_searches(settings: Settings, names: Sequence[str]) -> tuple[Feed, ...]:
    return _select(settings, names, fetch_run.has_history, "--since is for searches of arXiv")


def _select(
    settings: Settings, names: Sequence[str], can_answer: Callable[[Feed], bool], rule: str
) -> tuple[Feed, ...]:
    """Select the feeds that a request can be made of.

    Raises:
        UsageError: The request cannot be made of a named feed, or of any feed.
    """
    feeds = _select_named(settings, names)
    selected = tuple(feed for feed in feeds if can_answer(feed))
    if not selected or (names and len(selected) < len(feeds)):
        rejected = ", ".join(feed.id for feed in feeds if feed not in selected)
        raise UsageError(f"{rule}, and {rejected or 'data/catalogue.yml'} has none")
    return selected


def _build_service(settings: Settings, root: Path, today: date, environment: Mapping[str, str]) -> Service:
    """Return arXiv's API, or the server on loopback that replaces it during development."""
    endpoint = environment.get("CATALOGUE_ARXIV_ENDPOINT") or ENDPOINT
    stated_pause = environment.get("CATALOGUE_ARXIV_PAUSE") or str(ARXIV_PAUSE)
    try:
        host = urlsplit(endpoint).hostname
    except ValueError:
        raise UsageError(f"CATALOGUE_ARXIV_ENDPOINT is an address, got {endpoint!r}") from None
    if not _SECONDS.fullmatch(stated_pause):
        raise UsageError(f"CATALOGUE_ARXIV_PAUSE is a number of seconds below 1000, got {stated_pause!r}")
    pause = float(stated_pause)
    if pause < ARXIV_PAUSE and host not in LOOPBACK:
        raise UsageError(f"arXiv asks for {ARXIV_PAUSE:.0f} s between requests; less is for loopback only")
    project = " ".join(filter(None, [_find_project_url(environment), settings.contact or ""]))
    user_agent = f"paper-catalogue ({project or 'no contact given'})"
    return Service(Client(user_agent, pause=pause, memory=root / _LAST_REQUEST), today, endpoint)


def _find_project_url(environment: Mapping[str, str]) -> str:
    """Return the repository that a GitHub Actions run belongs to, or an empty string."""
    server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    return f"+{server}/{repository}" if server and repository else ""


def _find_span(request: Request, today: date) -> fetch_run.Span:
    """Return whole months, up to the end of the last one or of today."""
    last_month = min(request.until or today, today)
    next_month = (last_month.replace(day=1) + timedelta(days=31)).replace(day=1)
    end = min(next_month - timedelta(days=1), today)
    since = datetime.combine(max(request.since or today, fetch_run.BEGINNING), time(), UTC)
    return fetch_run.Span(since, datetime.combine(end, time(23, 59), UTC))
