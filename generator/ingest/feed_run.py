"""One feed while it is fetched: its stored papers, what the service sends, and the outcome."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from generator.ingest import feed_state, observations, store
from generator.ingest.feed_client import FeedClient, TimeLimit
from generator.ingest.feed_folder import StoreAccess
from generator.ingest.feed_state import State, limit_state_days
from generator.ingest.fetch_report import Outcome
from generator.ingest.paper_changes import compare_papers
from generator.ingest.seen_day import choose_day, limit_days
from generator.model import layout
from generator.model.curation_values import Feed
from generator.model.entries import FeedDocument, Stored, StoredPaper
from generator.model.errors import Problem
from generator.system.tasks import TaskRunner, run_serially


def list_stated_dois(stored: Stored) -> Iterator[str]:
    """Yield the DOIs that feeds state for the stored papers."""
    for papers in stored.values():
        for paper in papers.values():
            yield from paper.entry.dois


@dataclass(frozen=True, slots=True)
class FetchContext:
    """What all feeds of a fetch share.

    Attributes:
        root: The catalogue's folder.
        client: Sends all requests.
        today: The day by this machine's clock.
        report: Receives lines of progress.
        endpoints: The address of a server that replaces a service, by the kind of feed.
        mailto: The maintainer's e-mail address, or an empty string.
        list_dois: Returns the DOIs to ask registries for, given the stored papers of all feeds.
        limit: When to stop fetching.
        run_tasks: Runs feeds whose hosts differ, side by side or one after the other.
        store_access: Must be held by who writes to the store.
    """

    root: Path
    client: FeedClient
    today: date
    report: Callable[[str], None]
    endpoints: Mapping[str, str] = field(default_factory=dict)
    mailto: str = ""
    list_dois: Callable[[Stored], Iterable[str]] = list_stated_dois
    limit: TimeLimit = field(default_factory=TimeLimit)
    run_tasks: TaskRunner = run_serially
    store_access: StoreAccess = field(default_factory=StoreAccess)

    @property
    def folder(self) -> Path:
        """The folder of the store."""
        return self.root / layout.FEEDS


@dataclass(slots=True)
class FeedRun:
    """One feed while it is fetched.

    Attributes:
        feed: The feed, from the settings.
        context: What it shares with other feeds.
        papers: Its stored papers by id.
        state: What it remembers.
        outcome: What the run did so far.
        day: The day on which the service answers, by its own clock unless that is after today.
    """

    feed: Feed
    context: FetchContext
    papers: Mapping[str, StoredPaper] = field(default_factory=dict)
    state: State = field(default_factory=State)
    outcome: Outcome = field(init=False)
    day: date = field(init=False)
    _papers_before: Mapping[str, StoredPaper] = field(default_factory=dict)
    _received_ids: dict[str, None] = field(default_factory=dict)
    _reported_before: frozenset[str] = frozenset()

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
        state = store.read_state(self.context.folder, self.feed.id)
        self.papers = self._papers_before = limit_days(papers, self.context.today)
        self.state = limit_state_days(state, self.context.today)
        self._reported_before = frozenset(state.reported)
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
        keys = {problem: feed_state.build_problem_key(problem) for problem in document.problems}
        self.save(feed_state.record_problems(state or self.state, {*keys.values()}))
        self._received_ids |= dict.fromkeys(entry.id for entry in document.entries)
        changes = compare_papers(self._papers_before, self.papers, self._received_ids)
        self.outcome = replace(
            self.outcome,
            new=changes.new,
            revised=changes.revised,
            changed=changes.changed,
            withdrawn=changes.withdrawn,
            unchanged=len(changes.unchanged),
        )
        self._report_problems(document, keys)

    def _report_problems(self, document: FeedDocument, keys: Mapping[Problem, str]) -> None:
        """Add the problems of a document to the outcome, but for those that an earlier run reported."""
        new = {problem: key for problem, key in keys.items() if key not in self._reported_before}
        self.outcome = replace(
            self.outcome,
            skipped_count=self.outcome.skipped_count + len(new.keys() & set(document.skipped)),
            problems=tuple(dict.fromkeys((*self.outcome.problems, *new))),
        )

    def add_remark(self, remark: Problem) -> None:
        """Report something that was ignored and cost no entry."""
        self.outcome = replace(self.outcome, problems=tuple(dict.fromkeys((*self.outcome.problems, remark))))

    def save(self, state: State) -> None:
        """Store the papers and a state in one step."""
        self.state = state
        files = {feed_state.FILE: feed_state.encode_state(state)}
        with self.context.store_access.hold():
            store.write_feed(self.context.folder, self.feed.id, self.papers, files)

    def save_success(self, until: date | None = None) -> None:
        """Store that everything up to a day, or to the day of the answer, has been fetched."""
        day = min(self.day, until or self.day)
        state = feed_state.record_success(self.state, day, self.day, has_changes=self.outcome.has_changes)
        if state != self.state:
            self.save(state)
