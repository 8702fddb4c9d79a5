"""A run of fetching: each feed asked in turn, what it says stored at once, what happened told at the end.

One feed's failure leaves the others' results, and a run that is stopped leaves all that came before: pages go
into the store one by one, with how far the reading has come.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from generator.ingest import arxiv_api as api
from generator.ingest import arxiv_atom, safe_xml, store, subscription, syndication
from generator.ingest import arxiv_history as past
from generator.ingest import feed_state as states
from generator.ingest.feed_run import FeedRun, Tell, read_ids
from generator.ingest.feed_state import State
from generator.ingest.fetch_report import Outcome
from generator.ingest.seen_day import choose_day, limit_days
from generator.model import ids
from generator.model.curation_values import Feed, FeedKind
from generator.model.errors import (
    CatalogueError,
    DataError,
    FeedError,
    FetchError,
    Problem,
    StoreError,
    UsageError,
)
from generator.model.text import format_count

OVERLAP = timedelta(days=10)  # papers surface up to a week after their own date

BEGINNING = date(1991, 8, 14)  # of arXiv


@dataclass(frozen=True, slots=True)
class Span:
    """A time, in whole minutes, in which papers were first submitted."""

    since: datetime
    until: datetime


def daily(root: Path, feeds: Sequence[Feed], service: api.Service, tell: Tell) -> list[Outcome]:
    """Ask every feed for what is new.

    Args:
        root: The catalogue's folder.
        feeds: From the settings.
        service: arXiv's API.
        tell: Told what goes on.
    """
    return _fetch(root, feeds, service, tell, _daily)


def history(root: Path, feeds: Sequence[Feed], service: api.Service, tell: Tell, span: Span) -> list[Outcome]:
    """Ask feeds that have a history for everything that was first submitted in a time.

    Raises:
        UsageError: The time ends before it begins.
    """
    _check(span)

    def read(run: FeedRun) -> None:
        _history(run, span)

    return _fetch(root, feeds, service, tell, read)


def refresh(root: Path, feeds: Sequence[Feed], service: api.Service, tell: Tell) -> list[Outcome]:
    """Ask arXiv again for every paper of feeds that have ids."""
    return _fetch(root, feeds, service, tell, _refresh)


def has_history(feed: Feed) -> bool:
    """Whether `history` and `forecast` can read the feed: it is a search of arXiv."""
    return bool(_search(feed))


def has_ids(feed: Feed) -> bool:
    """Whether `refresh` can ask for the feed's papers: they come from the network, and may be arXiv's."""
    return feed.kind in (FeedKind.ARXIV, FeedKind.RSS)


def forecast(feed: Feed, service: api.Service, span: Span) -> tuple[int, int]:
    """How many papers `history` will find, and how many requests it takes; asks once.

    Raises:
        UsageError: The time ends before it begins.
    """
    _check(span)
    total = past.count(service, _search(feed), span.since, span.until)
    return total, past.requests_needed(total)


def _check(span: Span) -> None:
    if span.until < span.since:
        raise UsageError(
            f"{span.since:%Y-%m-%d} is after the end of the time to fetch, {span.until:%Y-%m-%d}"
        )


def _fetch(
    root: Path, feeds: Sequence[Feed], service: api.Service, tell: Tell, read: Callable[[FeedRun], None]
) -> list[Outcome]:
    """Fetch feeds one by one, and replace days in the future in the others."""
    folder = root / store.FEEDS
    outcomes = [_attempt(folder, feed, service, tell, read) for feed in feeds]
    for name in set(store.feed_names(folder)) - {feed.id for feed in feeds}:
        with suppress(
            DataError
        ):  # a broken file is reported when its feed is fetched, and by `catalogue lint`
            papers = store.read_feed(folder, name)
            limited = limit_days(papers, service.today)
            if limited is not papers:
                store.write(folder, name, limited)
    return outcomes


def _attempt(
    folder: Path, feed: Feed, service: api.Service, tell: Tell, read: Callable[[FeedRun], None]
) -> Outcome:
    """Read one feed; whatever fails is told and costs no other feed."""
    run = FeedRun(folder, feed, service, service.today, tell, outcome=Outcome(feed.id))
    sent = service.client.sent
    try:
        run.begin(store.read_feed(run.folder, feed.id), read_state(run.folder / feed.id))
        read(run)
    except FetchError as error:
        run.outcome = replace(run.outcome, failure=f"{error.reason} ({error.url[:200]})", hint=error.hint)
    except DataError as error:
        is_ours = feed.kind is FeedKind.FILE or not isinstance(error, FeedError)
        failure = "; ".join(f"{problem.path}: {problem.message}" for problem in error.problems[:3])
        hint = error.problems[0].hint
        run.outcome = replace(run.outcome, failure=failure, hint=hint, is_ours=is_ours)
    except CatalogueError as error:
        run.outcome = replace(run.outcome, failure=str(error))
    return replace(run.outcome, requests=service.client.sent - sent, held=len(run.papers))


def read_state(folder: Path) -> State:
    """What a feed remembers.

    Args:
        folder: The feed's own, below ``data/feeds``.

    Raises:
        DataError: The file is not what `FeedRun.save` wrote.
        StoreError: The disk does not let us read.
    """
    path = folder / states.FILE
    try:
        return states.parse(path.read_bytes(), str(path))
    except FileNotFoundError:
        return State()
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error


def _search(feed: Feed) -> str:
    """The feed's search in arXiv's syntax; empty for feeds that are no search."""
    return feed.query or api.categories_query(feed.categories)


# --- every day -------------------------------------------------------------------------------------------


def _daily(run: FeedRun) -> None:
    if run.feed.kind is FeedKind.RSS:
        subscription.read(run)
    elif run.feed.kind is FeedKind.FILE:
        _read_file(run)
    elif run.feed.ids:
        read_ids(run, run.feed.ids)
    else:
        _read_newest(run)
    run.succeed()


def _read_newest(run: FeedRun) -> None:
    known = {paper_id: paper.entry.version or 0 for paper_id, paper in run.papers.items()}
    heard = _heard_until(run)
    # Pages come newest first: without this, a run that is stopped would leave a gap behind its first page.
    state = run.state if run.state.succeeded else replace(run.state, heard=heard)
    since = datetime.combine(heard, time(), UTC)
    for document in api.newest(run.service, _search(run.feed), known, since, OVERLAP):
        run.learn_day(document.generated_at)
        run.take(document, state)
        run.outcome = replace(run.outcome, counted=document.total)
        known |= {entry.id: run.papers[entry.id].entry.version or 0 for entry in document.entries}
        run.tell(f"{run.feed.id}: {len(run.outcome.new):,} new, {len(run.outcome.revised):,} revised")


def _heard_until(run: FeedRun) -> date:
    """Up to which day the feed was heard in full; the newest paper stored tells, where no run told yet."""
    state = run.state
    if state.history and not state.succeeded:
        return state.history.since.date()
    days = [
        choose_day(paper.entry.updated, run.today) for paper in run.papers.values() if paper.entry.updated
    ]
    return state.succeeded or state.heard or max(days, default=BEGINNING)


def _read_file(run: FeedRun) -> None:
    path = run.folder.parent.parent / run.feed.path
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(str(path), 0, 0, f"cannot be read: {error.strerror}")]) from error
    root = safe_xml.parse(data, str(path))
    is_arxiv = arxiv_atom.is_arxiv(root)
    document = (
        arxiv_atom.read(root, str(path), run.today)
        if is_arxiv
        else syndication.read(data, str(path), run.today)
    )
    seen = choose_day(document.generated_at, run.today)
    run.take(subscription.matching(document, run.feed.phrases), seen=seen)


# --- all that was, and all that is known -----------------------------------------------------------------


def _history(run: FeedRun, span: Span) -> None:
    closes_gap = _closes_gap(run, span)
    now = _progress(run, span)
    held = [paper.entry.published for paper in run.papers.values() if paper.entry.published]
    least = int(any(now.window <= published <= now.until for published in held))
    whole = now.whole
    for document, following in past.history(run.service, now, least):
        run.learn_day(document.generated_at)
        run.take(document, replace(run.state, history=following))
        whole = whole or document.total
        run.outcome = replace(run.outcome, counted=whole)
        left = max(0, (document.total or 0) - (document.offset or 0) - api.came(document))
        run.tell(_how_far(run, left, following))
    if closes_gap:
        run.succeed(span.until.date())


def _progress(run: FeedRun, span: Span) -> past.Progress:
    """Where to begin: where an earlier run for the same was stopped, if there was one."""
    search, known = _search(run.feed), run.state.history
    if known and (known.search, known.since) == (search, span.since) and known.window <= span.until:
        run.tell(f"{run.feed.id}: going on where an earlier run stopped, at {known.window:%Y-%m-%d}")
        return replace(known, until=span.until)
    return past.Progress(search, span.since, span.until, window=span.since)


def _closes_gap(run: FeedRun, span: Span) -> bool:
    """Whether everything up to the span's end is heard when the span is."""
    heard = _heard_until(run)
    return heard == BEGINNING or span.since.date() <= heard


def _how_far(run: FeedRun, left: int, following: past.Progress | None) -> str:
    whole = run.outcome.counted or 0
    requests = past.requests_needed(left) if following else 0
    where = f"to {following.last or following.window:%Y-%m-%d}" if following else "to the end"
    seconds = requests * run.service.client.pause
    return (
        f"{run.feed.id}: {where}, {whole - left:,} of {whole:,} papers, "
        f"{format_count(requests, 'request')} and about {seconds:.0f} s left"
    )


def _refresh(run: FeedRun) -> None:
    read_ids(run, tuple(paper_id for paper_id in sorted(run.papers) if ids.is_arxiv_id(paper_id)))
