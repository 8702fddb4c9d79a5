"""Whether the catalogue looks after itself: feeds that have not succeeded, schedules that GitHub will stop.

GitHub stops the schedules of a public repository in which nothing was committed for 60 days:
https://docs.github.com/actions/managing-workflow-runs/disabling-and-enabling-a-workflow
"""

from datetime import UTC, date, datetime
from pathlib import Path

from generator.curation.read import read_settings
from generator.ingest.feed_status import FeedStatus, read_status
from generator.model.text import format_code
from generator.system import git

DAYS_WITHOUT_SUCCESS = 7
DAYS_WITHOUT_COMMIT = 50  # ten days are left then


def ailments(root: Path, today: date, days: int, quiet_days: int) -> tuple[str, ...]:
    """What is not well, a sentence of Markdown each, with what to do.

    Args:
        root: The catalogue's folder.
        today: The day.
        days: A feed that has not succeeded for longer is told.
        quiet_days: So is a repository without a commit for longer.

    Raises:
        DataError: The settings have problems.
    """
    feeds = read_settings(root).feeds
    told = [_feed(status, today, days) for status in read_status(root, feeds)]
    return tuple(filter(None, [*told, _quiet(root, today, quiet_days)]))


def _feed(status: FeedStatus, today: date, days: int) -> str:
    if not status.is_late(today, days):
        return ""
    when = f"has not succeeded since {status.succeeded}" if status.succeeded else "has never succeeded"
    if status.is_in_future(today):
        when = f"says that it succeeds on {status.succeeded}"
    return (
        f"The feed {format_code(status.feed)} {when}. The last runs of **Update** under the tab **Actions**"
        f" say why; `catalogue fetch {status.feed}` shows it at home."
    )


def _quiet(root: Path, today: date, days: int) -> str:
    stated = git.query(root, "log", "-1", "--format=%ct")
    if not stated:
        return ""
    last = datetime.fromtimestamp(int(stated), UTC).date()
    if (today - last).days <= days:
        return ""
    return (
        f"Nothing was committed since {last}. After 60 days GitHub stops all schedules: make any commit, or "
        "press **Enable workflow** under **Actions** if it has happened already."
    )


def as_markdown(found: tuple[str, ...]) -> str:
    """The report, for a job's summary and for the issue."""
    if not found:
        return "All feeds succeed, and the schedules go on.\n"
    return "\n".join(f"- {one}" for one in found) + "\n"
