"""When each feed was last fetched, and how many of its papers are stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.ingest import record_store, store
from generator.model.curation_values import Feed
from generator.model.layout import FEEDS

DAYS_UNTIL_LATE = 7  # without a success, unless a command is told another number
_CLOCK_TOLERANCE = 1  # days; the clock of the last run may be past midnight when this one is not


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """One feed of the settings.

    Attributes:
        feed: Its name.
        succeeded: The day of the last success, or None.
        paper_count: Number of papers that the store has of it.
        records: Number of records of registries that the store has of it.
    """

    feed: str
    succeeded: date | None
    paper_count: int
    records: int = 0

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
    folder = root / FEEDS
    return [_read_feed_status(folder, feed.id) for feed in feeds]


def _read_feed_status(folder: Path, feed: str) -> FeedStatus:
    lookups = record_store.read_lookups(folder, feed)
    return FeedStatus(
        feed,
        store.read_state(folder, feed).succeeded,
        paper_count=len(store.read_feed(folder, feed)),
        records=sum(1 for lookup in lookups.values() if lookup.record),
    )
