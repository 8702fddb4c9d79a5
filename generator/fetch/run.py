"""A run of fetching: each feed asked in turn, what it says stored at once, what happened told at the end.

One feed's failure leaves the others' results, and a run that is stopped leaves all that came before: pages go
into the store one by one, with how far the reading has come.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from generator import ids
from generator.errors import CatalogueError, DataError, FetchError, Problem
from generator.feeds import arxiv, store, syndication, xml
from generator.fetch import arxiv as api
from generator.fetch import state as states
from generator.fetch.report import Outcome
from generator.fetch.state import State
from generator.model import Document, Feed, FeedKind, StoredPaper
from generator.status import is_withdrawn
from generator.text import terms

OVERLAP = timedelta(days=10)  # papers surface up to a week after their own date
FIRST_LOOK = timedelta(days=30)  # of a feed that holds nothing yet

_RSS = frozenset({"rss.arxiv.org"})
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Span:
    """A time, in whole minutes, in which papers were first submitted."""

    since: datetime
    until: datetime


@dataclass(slots=True)
class _Run:
    """One feed while it is fetched: what is stored of it, and what happens to it."""

    root: Path
    feed: Feed
    service: api.Service
    today: date
    tell: Tell
    papers: dict[str, StoredPaper] = field(default_factory=dict)
    state: State = field(default_factory=State)
    outcome: Outcome = field(default_factory=lambda: Outcome(""))

    @property
    def folder(self) -> Path:
        return self.root / "data" / "feeds"

    def take(self, document: Document, state: State | None = None) -> None:
        """Store what a document says, and how far the reading has come."""
        before = self.papers
        self.papers = store.add(before, document.entries, store.seen_on(document, self.today))
        self.save(state or self.state)
        self._tally(before, document)

    def save(self, state: State) -> None:
        """Store papers and state, in one step."""
        self.state = state
        store.write(self.folder, self.feed.id, self.papers, {states.FILE: states.encode(state)})

    def _tally(self, before: Mapping[str, StoredPaper], document: Document) -> None:
        new, revised, changed, withdrawn, unchanged = [], [], [], [], 0
        for paper_id in dict.fromkeys(entry.id for entry in document.entries):
            old, now = before.get(paper_id), self.papers[paper_id]
            if old is None:
                new.append(paper_id)
            elif (now.entry.version or 0) > (old.entry.version or 0):
                revised.append(paper_id)
            elif now != old:
                changed.append(paper_id)
            else:
                unchanged += 1
            if old and is_withdrawn(now.entry.comment) and not is_withdrawn(old.entry.comment):
                withdrawn.append(paper_id)
        told = self.outcome
        self.outcome = replace(
            told,
            new=(*told.new, *new),
            revised=(*told.revised, *revised),
            changed=(*told.changed, *changed),
            withdrawn=(*told.withdrawn, *withdrawn),
            unchanged=told.unchanged + unchanged,
            lost=told.lost + document.lost,
            skipped=(*told.skipped, *document.problems),
            counted=document.total,
        )

    def succeed(self, day: date) -> None:
        """Remember that everything up to this day was heard."""
        after = states.after_success(self.state, day, is_news=self.outcome.has_news)
        if after != self.state:
            self.save(after)


def daily(root: Path, feeds: Iterable[Feed], service: api.Service, today: date, tell: Tell) -> list[Outcome]:
    """Ask every feed for what is new.

    Args:
        root: The catalogue's folder.
        feeds: From the settings.
        service: arXiv's API.
        today: The day, for feeds that do not tell their own.
        tell: Told what goes on.
    """
    return [_attempt(root, feed, service, today, tell, _daily) for feed in feeds]


def history(
    root: Path, feeds: Iterable[Feed], service: api.Service, today: date, tell: Tell, span: Span
) -> list[Outcome]:
    """Ask arXiv's feeds for everything that was first submitted in a time."""

    def read(run: _Run) -> None:
        _history(run, span)

    return [_attempt(root, feed, service, today, tell, read) for feed in feeds if _search(feed)]


def refresh(
    root: Path, feeds: Iterable[Feed], service: api.Service, today: date, tell: Tell
) -> list[Outcome]:
    """Ask arXiv again for every paper that its feeds hold."""
    kinds = (FeedKind.ARXIV, FeedKind.RSS)
    return [_attempt(root, feed, service, today, tell, _refresh) for feed in feeds if feed.kind in kinds]


def forecast(feed: Feed, service: api.Service, span: Span) -> tuple[int, int]:
    """How many papers `history` will find, and how many requests it takes; asks once."""
    total = api.count(service, _search(feed), span.since, span.until)
    return total, api.requests_needed(total)


def _attempt(
    root: Path, feed: Feed, service: api.Service, today: date, tell: Tell, read: Callable[[_Run], None]
) -> Outcome:
    """Read one feed; whatever fails is told and costs no other feed."""
    run = _Run(root, feed, service, today, tell, outcome=Outcome(feed.id))
    sent = service.client.sent
    try:
        run.papers = dict(store.read_feed(run.folder, feed.id))
        run.state = read_state(run.folder / feed.id)
        read(run)
    except FetchError as error:
        run.outcome = replace(run.outcome, failure=f"{error.reason} ({error.url[:200]})", hint=error.hint)
    except DataError as error:
        failure = "; ".join(problem.message for problem in error.problems[:3])
        run.outcome = replace(run.outcome, failure=failure, hint=error.problems[0].hint)
    except CatalogueError as error:
        run.outcome = replace(run.outcome, failure=str(error))
    return replace(run.outcome, requests=service.client.sent - sent, held=len(run.papers))


def read_state(folder: Path) -> State:
    """What a feed remembers.

    Args:
        folder: The feed's own, below ``data/feeds``.

    Raises:
        DataError: The file is not what `save` wrote.
    """
    path = folder / states.FILE
    return states.parse(path.read_bytes(), str(path)) if path.is_file() else State()


def _search(feed: Feed) -> str:
    """The feed's search in arXiv's syntax; empty for feeds that are no search."""
    return feed.query or api.categories_query(feed.categories)


# --- every day -------------------------------------------------------------------------------------------


def _daily(run: _Run) -> None:
    if run.feed.kind is FeedKind.RSS:
        _read_syndication(run)
    elif run.feed.kind is FeedKind.FILE:
        _read_file(run)
    elif run.feed.ids:
        _read_ids(run, run.feed.ids)
    else:
        _read_newest(run)
    run.succeed(run.today)


def _read_newest(run: _Run) -> None:
    known = {paper_id: paper.entry.version or 0 for paper_id, paper in run.papers.items()}
    for document in api.newest(run.service, _search(run.feed), known, _last_success(run), OVERLAP):
        run.take(document)
        known |= {paper_id: run.papers[paper_id].entry.version or 0 for paper_id in _ids(document)}
        run.tell(f"{run.feed.id}: {len(run.outcome.new):,} new, {len(run.outcome.revised):,} revised")


def _last_success(run: _Run) -> datetime:
    """When the feed was last heard in full; the newest paper stored tells, where no run told yet."""
    days = [paper.entry.updated.date() for paper in run.papers.values() if paper.entry.updated]
    day = run.state.succeeded or max(days, default=run.today - FIRST_LOOK)
    return datetime.combine(day, time(), UTC)


def _ids(document: Document) -> Iterator[str]:
    return (entry.id for entry in document.entries)


def _read_syndication(run: _Run) -> None:
    """A publisher's RSS or Atom, if it changed; of arXiv's own RSS only the ids are used."""
    host = urlsplit(run.feed.url).hostname or ""
    conditions = run.state.conditions or {}
    hosts = frozenset({host, *run.feed.hosts}) | (api.HOSTS if host in _RSS else frozenset())
    answer = run.service.client.get(run.feed.url, accept=_ACCEPT, hosts=hosts, conditions=conditions)
    if not answer.body:
        return
    if host in _RSS:
        found = syndication.announcements(answer.body, run.feed.url)
        _read_ids(run, tuple(dict.fromkeys(announced.id for announced in found)))
    else:
        run.take(_matching(syndication.read(answer.body, run.feed.url), run.feed.phrases))
    known = {sent: answer.headers[name] for name, sent in _CONDITIONS.items() if name in answer.headers}
    if known and (run.outcome.has_news or not conditions):
        run.save(replace(run.state, conditions=known))


def _matching(document: Document, phrases: Sequence[str]) -> Document:
    """The document with only those entries that hold one of the phrases, if there are any."""
    if not phrases:
        return document
    wanted = [f" {' '.join(terms(phrase))} " for phrase in phrases]
    entries = [
        entry
        for entry in document.entries
        for words in [f" {' '.join(terms(f'{entry.title} {entry.abstract}'))} "]
        if any(phrase in words for phrase in wanted)
    ]
    return replace(document, entries=tuple(entries))


def _read_file(run: _Run) -> None:
    path = run.root / run.feed.path
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(str(path), 0, 0, f"cannot be read: {error.strerror}")]) from error
    root = xml.parse(data, str(path))
    run.take(arxiv.read(root, str(path)) if arxiv.is_arxiv(root) else syndication.read(data, str(path)))


# --- all that was, and all that is known -----------------------------------------------------------------


def _history(run: _Run, span: Span) -> None:
    search, known = _search(run.feed), run.state.history
    if known is None or (known.search, known.since) != (search, span.since):
        known = api.Progress(search, span.since, span.until, window=span.since)
    else:
        run.tell(f"{run.feed.id}: going on where an earlier run stopped, at {known.window:%Y-%m-%d}")
    already = [
        paper_id
        for paper_id, paper in run.papers.items()
        if paper.entry.published and known.window <= paper.entry.published
    ]
    read = 0
    for document, progress in api.history(run.service, known, already):
        run.take(document, replace(run.state, history=progress))
        read += len(document.entries)
        run.tell(_how_far(run, read, document.total or 0))
    run.succeed(min(run.today, known.until.date()))


def _how_far(run: _Run, read: int, total: int) -> str:
    left = max(0, api.requests_needed(total) - run.service.client.sent)
    seconds = left * run.service.client.pause
    return f"{run.feed.id}: {read:,} of {total:,} papers, {left} requests and about {seconds:.0f} s left"


def _refresh(run: _Run) -> None:
    _read_ids(run, tuple(paper_id for paper_id in sorted(run.papers) if ids.is_arxiv(paper_id)))


def _read_ids(run: _Run, paper_ids: Sequence[str]) -> None:
    read = 0
    for batch, document in api.by_id(run.service, paper_ids):
        run.take(document)
        missing = tuple(sorted(set(batch) - set(_ids(document))))
        run.outcome = replace(run.outcome, missing=(*run.outcome.missing, *missing))
        read += len(batch)
        run.tell(f"{run.feed.id}: {read:,} of {len(paper_ids):,} papers asked for")
