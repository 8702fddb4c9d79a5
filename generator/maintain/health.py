"""``catalogue health``: report feeds that fail and schedules that GitHub is about to stop.

GitHub stops the schedules of a public repository after 60 days without a commit:
https://docs.github.com/actions/managing-workflow-runs/disabling-and-enabling-a-workflow
"""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from generator.curation.folder import read_settings
from generator.ingest.feed_status import DAYS_UNTIL_LATE, FeedStatus, read_status
from generator.model.escaping import format_code
from generator.system import git
from generator.system.clock import today
from generator.system.command import CommandResult, parse_positive
from generator.system.files import write_atomically

_DAYS_WITHOUT_COMMIT = 50  # ten days before GitHub stops the schedules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--days",
        type=parse_positive,
        default=DAYS_UNTIL_LATE,
        metavar="N",
        help="days without a successful fetch before a feed is reported (default: %(default)s)",
    )
    parser.add_argument(
        "--quiet-days",
        type=parse_positive,
        default=_DAYS_WITHOUT_COMMIT,
        metavar="N",
        help="days without a commit before a warning (default: %(default)s)",
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report, as Markdown")


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Report what needs the maintainer, as Markdown."""
    warnings = find_warnings(root, today(), options.days, options.quiet_days)
    text = format_warnings(warnings)
    if options.report:
        write_atomically(options.report, text.encode())
    return CommandResult(text.rstrip(), exit_code=1 if warnings else 0)


def find_warnings(root: Path, day: date, days: int, quiet_days: int) -> tuple[str, ...]:
    """Find what needs the maintainer: each as Markdown that states what to do.

    Args:
        root: The catalogue's folder.
        day: The current day.
        days: Days without a successful fetch before a feed is reported.
        quiet_days: Days without a commit before the repository is reported.

    Raises:
        DataError: The settings have problems.
    """
    statuses = read_status(root, read_settings(root).feeds)
    late_feeds = [_describe_late_feed(status, day) for status in statuses if status.is_late(day, days)]
    return (*late_feeds, *_find_stale_repository(root, day, quiet_days))


def _describe_late_feed(status: FeedStatus, day: date) -> str:
    if status.succeeded is None:
        last_fetch = "has never been fetched"
    elif status.is_in_future(day):
        last_fetch = f"was last fetched on {status.succeeded}, a day in the future"
    else:
        last_fetch = f"was last fetched on {status.succeeded}"
    return (
        f"The feed {format_code(status.feed)} {last_fetch}. See the last runs of **Update** under "
        f"**Actions**, or run `catalogue fetch {status.feed}` on your machine."
    )


def _find_stale_repository(root: Path, day: date, days: int) -> tuple[str, ...]:
    timestamp = git.query(root, "log", "-1", "--format=%ct")
    if not timestamp:
        return ()
    last_commit = datetime.fromtimestamp(int(timestamp), UTC).date()
    if (day - last_commit).days <= days:
        return ()
    warning = (
        f"The last commit was on {last_commit}. GitHub stops all schedules after 60 days without one. Push a "
        "commit, or press **Enable workflow** in the tab **Actions** if they have stopped."
    )
    return (warning,)


def format_warnings(warnings: tuple[str, ...]) -> str:
    """Format the report, for the summary of a job and for the issue."""
    if not warnings:
        return "All feeds are up to date, and the schedules are active.\n"
    return "".join(f"- {warning}\n" for warning in warnings)
