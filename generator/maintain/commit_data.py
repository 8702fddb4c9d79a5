"""What was fetched, committed with a message that names the papers, and pushed."""

from dataclasses import dataclass
from pathlib import Path

from generator.ingest import store
from generator.maintain import commits
from generator.maintain.commit_message import message, news, summary


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of the feeds' data: whether there was something to commit, and what it says."""

    is_committed: bool
    summary: str


def commit_data(root: Path, *, push: bool) -> Collected:
    """Commit ``data/feeds``, and nothing else.

    Args:
        root: The catalogue's folder.
        push: Whether to push it too.

    Raises:
        DataError: The store cannot be read; nothing is committed.
        StoreError: git refuses, or what was pushed elsewhere does not go together with it.
    """
    if not commits.is_changed(root, (store.FEEDS,)):
        return Collected(False, "nothing to commit")
    with commits.data_at(root, "HEAD") as before:
        found = news(store.read(before / store.FEEDS), store.read(root / store.FEEDS))
    commits.commit(root, (store.FEEDS,), message(found))
    if push:
        commits.push(root)
    return Collected(True, summary(found))
