"""``catalogue import``: add feed documents from files to the stored papers."""

import argparse
from pathlib import Path

from generator.curation.folder import read_settings
from generator.ingest.document_import import import_documents
from generator.system.clock import today
from generator.system.command import CommandResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a feed document")
    parser.add_argument(
        "--feed",
        metavar="NAME",
        help="the feed that the documents belong to (default: recognised by their kind or title)",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Import the documents, and count the papers of each feed."""
    feeds = read_settings(root).feeds
    changes_by_feed, problems = import_documents(root, feeds, options.files, options.feed, today())
    lines = [
        f"{feed}: {len(changes.new)} new, {len(changes.revised)} revised, {len(changes.changed)} changed, "
        f"{len(changes.unchanged)} unchanged"
        for feed, changes in changes_by_feed.items()
    ]
    return CommandResult("\n".join(lines), problems, exit_code=1 if problems else 0)
