"""One feed while it is fetched: its stored papers, what the service sends, and the outcome."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from generator.ingest import feed_state, observations, store
from generator.ingest.arxiv_api import ArxivApi
from generator.ingest.feed_client import FeedClient
from generator.ingest.feed_state import State, limit_state_days, parse_state
from generator.ingest.fetch_report import Outcome
from generator.ingest.seen_day import choose_day, limit_days
from generator.model.curation_values import Feed
from generator.model.entries import FeedDocument, StoredPaper
from generator.model.withdrawal import is_withdrawn
from generator.system.files import convert_errors


@dataclass(frozen=True, slots=True)
class FetchContext:
    """What all feeds of a fetch share.

    Attributes:
        root: The catalogue's folder.
        arxiv: arXiv's API.
        report: Receives lines of progress.
    """

    root: Path
    arxiv: ArxivApi
    report: Callable[[str], None]

    @property
    def client(self) -> FeedClient:
        """The client that sends all requests."""
        return self.arxiv.client

    @property
    def today(self) -> date:
        """The day by this machine's clock."""
        return self.arxiv.today

    @property
    def folder(self) -> Path:
        """The folder of the store."""
        return self.root / store.FEEDS


@dataclass(slots=True)
class FeedRun:
    """One feed while it is fetched.

    Attributes:
        feed: The feed, from the settings.
        context: What it shares with other feeds.
        papers: Its stored papers by id.
        state: What it remembers.
        outcome: What the run did so far.
        day: The day on which the service answers, by its own clock if that is believed.
    """

    feed: Feed
    context: FetchContext
    papers: Mapping[str, StoredPaper] = field(default_factory=dict)
    state: State = field(default_factory=State)
    outcome: Outcome = field(init=False)
    day: date = field(init=False)
    _papers_before: Mapping[str, StoredPaper] = field(default_factory=dict)
    _received_ids: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outcome = Outcome(self.feed.id)
        self.day = self.context.today

    def load(self) -> None:
        """Read what is stored of the feed, and replace days in the future.

        Raises:
            DataError: A stored file cannot be parsed.
            StoreError: A file cannot be read or written.
        """
        papers = store.read_feed(self.context.folder, self.feed.id)
        state = read_state(self.context.folder, self.feed.id)
        self.papers = self._papers_before = limit_days(papers, self.context.today)
        self.state = limit_state_days(state, self.context.today)
        if self.papers is not papers or self.state != state:
            self.save(self.state)

    def set_day(self, stated: datetime | None) -> None:
        """Set the day on which the service answers from the time that it states."""
        self.day = choose_day(stated, self.context.today)

    def add(self, document: FeedDocument, state: State | None = None, seen: date | None = None) -> None:
        """Store the papers of a document, and the new state, in one step.

        Args:
            document: What the service sent.
            state: The new state of the feed, if it has changed.
            seen: The day of the document, if it is not the day of the answer.
        """
        self.papers = observations.add_entries(self.papers, document.entries, seen or self.day)
        self.save(state or self.state)
        self._received_ids |= dict.fromkeys(entry.id for entry in document.entries)
        self.outcome = replace(
            self._compare(),
            lost=self.outcome.lost + document.skipped,
            skipped=tuple(dict.fromkeys((*self.outcome.skipped, *document.problems))),
        )

    def save(self, state: State) -> None:
        """Store the papers and a state in one step."""
        self.state = state
        files = {feed_state.FILE: feed_state.encode_state(state)}
        store.write_feed(self.context.folder, self.feed.id, self.papers, files)

    def save_success(self, until: date | None = None) -> None:
        """Store that everything up to a day, or to the day of the answer, has been fetched."""
        day = min(self.day, until or self.day)
        state = feed_state.record_success(self.state, day, self.day, has_news=self.outcome.has_news)
        if state != self.state:
            self.save(state)

    def _compare(self) -> Outcome:
        """Return the outcome with what happened to each received paper since the run began."""
        before, after = self._papers_before, self.papers
        stored_ids = [paper_id for paper_id in self._received_ids if paper_id in before]
        changed = [paper_id for paper_id in stored_ids if after[paper_id] != before[paper_id]]
        revised = [paper_id for paper_id in changed if self._is_revised(paper_id)]
        return replace(
            self.outcome,
            new=tuple(paper_id for paper_id in self._received_ids if paper_id not in before),
            revised=tuple(revised),
            changed=tuple(paper_id for paper_id in changed if paper_id not in revised),
            withdrawn=tuple(paper_id for paper_id in changed if self._is_newly_withdrawn(paper_id)),
            unchanged=len(stored_ids) - len(changed),
        )

    def _is_revised(self, paper_id: str) -> bool:
        before, after = self._papers_before[paper_id].entry, self.papers[paper_id].entry
        return (after.version or 0) > (before.version or 0)

    def _is_newly_withdrawn(self, paper_id: str) -> bool:
        before, after = self._papers_before[paper_id].entry, self.papers[paper_id].entry
        return is_withdrawn(after.comment) and not is_withdrawn(before.comment)


def read_state(folder: Path, feed: str) -> State:
    """Read what a feed remembers; an empty state if it has never been fetched.

    Args:
        folder: The folder of the store.
        feed: The name of the feed.

    Raises:
        DataError: The file cannot be parsed.
        StoreError: The file cannot be read.
    """
    path = folder / feed / feed_state.FILE
    with convert_errors("read", path):
        try:
            return parse_state(path.read_bytes(), str(path))
        except FileNotFoundError:
            return State()


# --- status ----------------------------------------------------------------------------------------------


_CLOCK_TOLERANCE = 1  # days; the clock of the last run may be past midnight when this one is not


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """One feed of the settings.

    Attributes:
        feed: Its name.
        succeeded: The day of the last success, or None.
        held: Number of papers that the store has of it.
    """

    feed: str
    succeeded: date | None
    held: int

    def is_late(self, today: date, days: int) -> bool:
        """Whether the feed never succeeded, not within so many days, or on a day in the future."""
        if self.succeeded is None or self.is_in_future(today):
            return True
        return (today - self.succeeded).days > days

    def is_in_future(self, today: date) -> bool:
        """Whether the last success is in the future, so that this clock or that of the last run is wrong."""
        return self.succeeded is not None and (self.succeeded - today).days > _CLOCK_TOLERANCE


def read_status(root: Path, feeds: Iterable[Feed]) -> list[FeedStatus]:
    """Read the status of each feed from the store.

    Args:
        root: The catalogue's folder.
        feeds: The feeds in the settings.

    Raises:
        DataError: A stored file cannot be parsed.
        StoreError: A file cannot be read.
    """
    folder = root / store.FEEDS
    return [
        FeedStatus(feed.id, read_state(folder, feed.id).succeeded, len(store.read_feed(folder, feed.id)))
        for feed in feeds
    ]
