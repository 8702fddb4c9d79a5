"""One feed while it is fetched: what is stored of it, and what happens to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from generator.ingest import feed_state as states
from generator.ingest import store
from generator.ingest.arxiv_api import Service, by_id
from generator.ingest.feed_state import State
from generator.ingest.fetch_report import Outcome
from generator.ingest.seen_day import choose_day, limit_days
from generator.model.curation_values import Feed
from generator.model.entries import Document, StoredPaper
from generator.model.withdrawal import is_withdrawn

Tell = Callable[[str], None]


@dataclass(slots=True)
class FeedRun:
    """One feed while it is fetched.

    Attributes:
        folder: The store's, ``data/feeds``.
        feed: From the settings.
        service: arXiv's API.
        today: The day by this machine's clock.
        tell: Told what goes on.
        papers: What is stored of the feed, by id.
        state: What the feed remembers.
        outcome: What came of it so far.
        day: The day on which the service answers, by its own clock if that is believed.
    """

    folder: Path
    feed: Feed
    service: Service
    today: date
    tell: Tell
    papers: Mapping[str, StoredPaper] = field(default_factory=dict)
    state: State = field(default_factory=State)
    outcome: Outcome = field(default_factory=lambda: Outcome(""))
    day: date = field(init=False)
    _before: Mapping[str, StoredPaper] = field(default_factory=dict)
    _came: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.day = self.today

    def begin(self, papers: Mapping[str, StoredPaper], state: State) -> None:
        """Start from what is stored, after replacing days that are in the future."""
        self.papers = self._before = limit_days(papers, self.today)
        self.state = states.limit_days(state, self.today)
        if self.papers is not papers or self.state != state:
            self.save(self.state)

    def learn_day(self, answered: datetime | None) -> None:
        """Set the day on which the service answers."""
        self.day = choose_day(answered, self.today)

    def take(self, document: Document, state: State | None = None, seen: date | None = None) -> None:
        """Store what a document says, and how far the reading has come, in one step.

        Args:
            document: It.
            state: What the feed remembers from now on, if that is new.
            seen: The day on which the document says it, if that is not the day of the answer.
        """
        self.papers = store.add(self.papers, document.entries, seen or self.day)
        self.save(state or self.state)
        self._came |= dict.fromkeys(entry.id for entry in document.entries)
        self.outcome = replace(
            self._told(),
            lost=self.outcome.lost + document.skipped,
            skipped=tuple(dict.fromkeys((*self.outcome.skipped, *document.problems))),
        )

    def save(self, state: State) -> None:
        """Store papers and state, in one step."""
        self.state = state
        store.write(self.folder, self.feed.id, self.papers, {states.FILE: states.encode(state)})

    def _told(self) -> Outcome:
        """The outcome with what happened to each paper that came, however often it came."""
        known = [paper_id for paper_id in self._came if paper_id in self._before]
        moved = [paper_id for paper_id in known if self.papers[paper_id] != self._before[paper_id]]
        revised = [paper_id for paper_id in moved if self._is_revised(paper_id)]
        return replace(
            self.outcome,
            new=tuple(paper_id for paper_id in self._came if paper_id not in self._before),
            revised=tuple(revised),
            changed=tuple(paper_id for paper_id in moved if paper_id not in revised),
            withdrawn=tuple(paper_id for paper_id in moved if self._is_newly_withdrawn(paper_id)),
            unchanged=len(known) - len(moved),
        )

    def _is_revised(self, paper_id: str) -> bool:
        before, now = self._before[paper_id].entry, self.papers[paper_id].entry
        return (now.version or 0) > (before.version or 0)

    def _is_newly_withdrawn(self, paper_id: str) -> bool:
        before, now = self._before[paper_id].entry, self.papers[paper_id].entry
        return is_withdrawn(now.comment) and not is_withdrawn(before.comment)

    def succeed(self, until: date | None = None) -> None:
        """Remember that everything up to a day, or the day of the answer, was heard."""
        day = min(self.day, until or self.day)
        after = states.after_success(self.state, day, self.day, is_news=self.outcome.has_news)
        if after != self.state:
            self.save(after)


def read_ids(run: FeedRun, paper_ids: Sequence[str]) -> None:
    """Ask arXiv for papers by id; those that are not answered are told as missing.

    Raises:
        FetchError: They are not to be had now.
    """
    read = 0
    for batch, document in by_id(run.service, paper_ids, run.papers):
        run.learn_day(document.generated_at)
        run.take(document)
        missing = set(batch) - {entry.id for entry in document.entries}
        run.outcome = replace(run.outcome, missing=(*run.outcome.missing, *sorted(missing)))
        read += len(batch)
        run.tell(f"{run.feed.id}: {read:,} of {len(paper_ids):,} papers asked for")
