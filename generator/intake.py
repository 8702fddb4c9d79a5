"""What comes in: feed documents imported by hand, and feeds fetched.

feeds ── fetch ──> feed documents                                              (fetch)
feed documents ── arxiv | syndication ──> entries ── store ──> data/feeds      (import_documents)
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from slugify import slugify

from generator.curation import read as curation
from generator.curation.folder import read_files
from generator.curation.layout import DATA, SETTINGS
from generator.ingest import arxiv_atom, fetch_run, safe_xml, store, syndication
from generator.ingest.arxiv_api import ENDPOINT, Service
from generator.ingest.fetch_report import Outcome
from generator.model.errors import DataError, Problem, StoreError, UsageError
from generator.model.papers import Document, Feed, FeedKind, Settings, StoredPaper
from generator.system.files import hold_lock
from generator.system.http import ARXIV_PAUSE, LOOPBACK, Client

_LOCK = Path("data/.lock")
_LAST_REQUEST = Path("data/.last-request")
_CLOCKS_APART = 1  # days; a feed's clock may be past midnight when ours is not
_SECONDS = re.compile(r"\d{1,3}(\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to one feed."""

    feed: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def import_documents(
    root: Path, paths: Sequence[Path], feed: str | None, today: date
) -> tuple[list[Imported], tuple[Problem, ...]]:
    """Put feed documents into the store; all of them, or nothing if one cannot be believed.

    Args:
        root: The catalogue's folder.
        paths: Documents of arXiv's API or any RSS or Atom.
        feed: The feed to put them in, or None to find it.
        today: When documents that carry no time of their own are taken to be from.

    Returns:
        What was done to each feed, and the entries that were skipped.

    Raises:
        DataError: A document cannot be believed, or the store cannot be read.
        StoreError: The disk does not let us, or another run is at work.
        UsageError: No feed was named and none could be found.
    """
    documents = _read_documents(paths)
    by_feed: dict[str, list[Document]] = {}
    for document, kind in documents:
        by_feed.setdefault(feed or _feed_for(root, document, kind), []).append(document)
    folder = root / store.FEEDS
    with hold_lock(root / _LOCK):
        stored = store.read(folder)
        results = []
        for name, found in sorted(by_feed.items()):
            old = stored.get(name, {})
            new = old
            for document in found:
                new = store.add(new, document.entries, store.seen_on(document, today))
            store.write(folder, name, new)
            results.append(_difference(name, old, new, found))
    problems = [problem for document, _ in documents for problem in document.problems]
    return results, tuple(sorted(problems))


def _read_documents(paths: Sequence[Path]) -> list[tuple[Document, FeedKind]]:
    documents: list[tuple[Document, FeedKind]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(_read_document(path))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return documents


def _read_document(path: Path) -> tuple[Document, FeedKind]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    root = safe_xml.parse(data, str(path))
    if arxiv_atom.is_arxiv(root):
        return arxiv_atom.read(root, str(path)), FeedKind.ARXIV
    return syndication.read(data, str(path)), FeedKind.RSS


def _feed_for(root: Path, document: Document, kind: FeedKind) -> str:
    """The feed of the settings that a document can only belong to; one named after itself otherwise."""
    settings = _settings(root)
    candidates = [feed.id for feed in settings.feeds if feed.kind is kind]
    if kind is FeedKind.ARXIV and len(candidates) == 1:
        return candidates[0]
    name = slugify(document.title, max_length=60)
    taken = {feed.id for feed in settings.feeds if feed.kind is FeedKind.ARXIV}
    if kind is FeedKind.ARXIV or not name or name in taken:
        known = ", ".join(candidates) or "none in data/catalogue.yml"
        raise UsageError(f"say with --feed which feed this is for; known are: {known}")
    return name


def _difference(
    feed: str, old: Mapping[str, StoredPaper], new: Mapping[str, StoredPaper], documents: Sequence[Document]
) -> Imported:
    seen = {entry.id for document in documents for entry in document.entries}
    added = sorted(paper_id for paper_id in seen if paper_id not in old)
    changed = sorted(paper_id for paper_id in seen if paper_id in old and old[paper_id] != new[paper_id])
    return Imported(feed, tuple(added), tuple(changed), len(seen) - len(added) - len(changed))


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch.

    Attributes:
        feeds: Only these; all if there are none.
        since: If given, everything that was submitted since this day; else what is new.
        until: The last month of that.
        refresh: Ask again for all that is stored.
    """

    feeds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    refresh: bool = False


def fetch(root: Path, request: Request, today: date, tell: Callable[[str], None]) -> list[Outcome]:
    """Ask feeds and store what they say; what failed is told in the outcomes.

    Args:
        root: The catalogue's folder.
        request: What to fetch.
        today: The day.
        tell: Told what goes on.

    Raises:
        DataError: The settings have problems.
        StoreError: Another run is at work, or the disk does not let us.
        UsageError: A feed is named that the settings do not know, or that cannot be asked this.
    """
    settings = _settings(root)
    service = _service(settings, root)
    if request.refresh:
        feeds = _able(
            settings, request.feeds, fetch_run.has_ids, "--refresh asks for papers by their arXiv ids"
        )
    elif request.since:
        feeds = _searches(settings, request.feeds)
    else:
        feeds = _named(settings, request.feeds)
    with hold_lock(root / _LOCK):
        if request.refresh:
            return fetch_run.refresh(root, feeds, service, today, tell)
        if request.since is None:
            return fetch_run.daily(root, feeds, service, today, tell)
        return fetch_run.history(root, feeds, service, today, tell, _span(request, today))


def forecast(root: Path, request: Request, today: date) -> list[tuple[str, int, int]]:
    """Feed, papers and requests that fetching from a day on would take; asks each feed once.

    Raises:
        FetchError: A feed gives no good answer now.
        DataError, StoreError, UsageError: As for `fetch`.
    """
    settings = _settings(root)
    service = _service(settings, root)
    feeds = _searches(settings, request.feeds)
    with hold_lock(root / _LOCK):
        return [(feed.id, *fetch_run.forecast(feed, service, _span(request, today))) for feed in feeds]


def status(root: Path) -> list[tuple[str, date | None, int]]:
    """Each feed of the settings, the day of a last success, and how many papers it holds."""
    folder = root / store.FEEDS
    return [
        (feed.id, fetch_run.read_state(folder / feed.id).succeeded, len(store.read_feed(folder, feed.id)))
        for feed in _settings(root).feeds
    ]


def is_late(succeeded: date | None, today: date, days: int) -> bool:
    """Whether a feed needs a look: it never succeeded, or longer ago than some days, or on a day to come."""
    return succeeded is None or is_to_come(succeeded, today) or (today - succeeded).days > days


def is_to_come(succeeded: date, today: date) -> bool:
    """Whether a success lies in the future, which tells of a clock that is or was wrong."""
    return (succeeded - today).days > _CLOCKS_APART


def _settings(root: Path) -> Settings:
    """The settings alone; what is wrong elsewhere does not matter to fetching."""
    curated, problems = curation.read(read_files(root / DATA), {}, root)
    mine = [problem for problem in problems if problem.path.endswith(SETTINGS)]
    if mine:
        raise DataError(mine)
    return curated.settings


def _named(settings: Settings, names: Sequence[str]) -> tuple[Feed, ...]:
    feeds = {feed.id: feed for feed in settings.feeds}
    unknown = [name for name in names if name not in feeds]
    if unknown:
        raise UsageError(f"there is no feed {unknown[0]!r}; data/catalogue.yml has {', '.join(feeds)}")
    return tuple(feeds[name] for name in dict.fromkeys(names)) or settings.feeds


def _searches(settings: Settings, names: Sequence[str]) -> tuple[Feed, ...]:
    return _able(settings, names, fetch_run.has_history, "--since is for searches of arXiv")


def _able(
    settings: Settings, names: Sequence[str], is_able: Callable[[Feed], bool], rule: str
) -> tuple[Feed, ...]:
    """The feeds that can be asked something; whoever names another is told so.

    Raises:
        UsageError: A feed that is named cannot, or none can.
    """
    feeds = _named(settings, names)
    able = tuple(feed for feed in feeds if is_able(feed))
    if not able or (names and len(able) < len(feeds)):
        unable = ", ".join(feed.id for feed in feeds if feed not in able)
        raise UsageError(f"{rule}, and {unable or 'data/catalogue.yml'} has none")
    return able


def _service(settings: Settings, root: Path) -> Service:
    """The API of arXiv, or the server that stands for it on loopback while one works on the program."""
    endpoint = os.environ.get("CATALOGUE_ARXIV_ENDPOINT") or ENDPOINT
    stated = os.environ.get("CATALOGUE_ARXIV_PAUSE") or str(ARXIV_PAUSE)
    try:
        host = urlsplit(endpoint).hostname
    except ValueError:
        raise UsageError(f"CATALOGUE_ARXIV_ENDPOINT is an address, got {endpoint!r}") from None
    if not _SECONDS.fullmatch(stated):
        raise UsageError(f"CATALOGUE_ARXIV_PAUSE is a number of seconds below 1000, got {stated!r}")
    pause = float(stated)
    if pause < ARXIV_PAUSE and host not in LOOPBACK:
        raise UsageError(f"arXiv asks for {ARXIV_PAUSE:.0f} s between requests; less is for loopback only")
    project = " ".join(filter(None, [_project_url(os.environ), settings.contact or ""]))
    agent = f"paper-catalogue ({project or 'no contact given'})"
    return Service(Client(agent, pause=pause, memory=root / _LAST_REQUEST), endpoint)


def _project_url(environment: Mapping[str, str]) -> str:
    """The repository that a run on GitHub Actions belongs to, or an empty string."""
    server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    return f"+{server}/{repository}" if server and repository else ""


def _span(request: Request, today: date) -> fetch_run.Span:
    """Whole months, until the end of the last one or of today."""
    last = min(request.until or today, today)
    following = (last.replace(day=1) + timedelta(days=31)).replace(day=1)
    end = min(following - timedelta(days=1), today)
    since = datetime.combine(max(request.since or today, fetch_run.BEGINNING), time(), UTC)
    return fetch_run.Span(since, datetime.combine(end, time(23, 59), UTC))
