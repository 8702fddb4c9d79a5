"""``catalogue status``: show when each feed was last fetched, and how many papers it has."""

import argparse
from datetime import date
from pathlib import Path

from generator.curation.folder import read_settings
from generator.ingest.feed_status import DAYS_UNTIL_LATE, FeedStatus, read_status
from generator.model.text import format_count
from generator.system.clock import today
from generator.system.command import CommandResult, parse_positive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--days",
        type=parse_positive,
        default=DAYS_UNTIL_LATE,
        metavar="N",
        help="exit with 1 if the last successful fetch of a feed is older than N days (default: %(default)s)",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Show one line for each feed."""
    day = today()
    statuses = read_status(root, read_settings(root).feeds)
    late_feeds = {status.feed for status in statuses if status.is_late(day, options.days)}
    lines = [
        f"{status.feed}: {_count(status)}, {_describe(status, day)}"
        + ("; late" if status.feed in late_feeds else "")
        for status in statuses
    ]
    return CommandResult("\n".join(lines), exit_code=1 if late_feeds else 0)


def _count(status: FeedStatus) -> str:
    papers = format_count(status.paper_count, "paper")
    return papers if status.paper_count or not status.records else format_count(status.records, "record")


def _describe(status: FeedStatus, day: date) -> str:
    if status.succeeded is None:
        return "never fetched"
    days = (day - status.succeeded).days
    ago = f"{format_count(days, 'day')} ago" if days > 0 else "today"
    if status.is_in_future(day):
        ago = "in the future: this clock or that of the last run is wrong"
    return f"last fetched {status.succeeded} ({ago})"
