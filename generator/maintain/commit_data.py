"""``catalogue commit-data``: commit the fetched data with a message that lists the papers."""

import argparse
from pathlib import Path

from generator.ingest import record_store, store
from generator.ingest.paper_changes import compare_stores
from generator.maintain.commit_message import format_message, format_summary
from generator.model.layout import DATA, FEEDS
from generator.system import git
from generator.system.command import CommandResult
from generator.system.files import append_text

_PATHS = (FEEDS,)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--push",
        action="store_true",
        help="push the commit; rebase it first if others have pushed in the meantime",
    )
    parser.add_argument(
        "--outputs", type=Path, metavar="FILE", help="append committed=true or committed=false to this file"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Commit the papers of the feeds, and nothing else."""
    is_changed = git.is_changed(root, _PATHS)
    text = _commit(root, push=options.push) if is_changed else "nothing to commit"
    if options.outputs:
        append_text(options.outputs, f"committed={str(is_changed).lower()}\n")
    return CommandResult(text)


def _commit(root: Path, *, push: bool) -> str:
    """Commit, and return a summary.

    Raises:
        DataError: The stored papers cannot be read; nothing is committed.
        StoreError: git fails.
    """
    with git.export_folder(root, "HEAD", DATA) as before:
        changes = compare_stores(store.read(before / FEEDS), store.read(root / FEEDS))
        old_records = {lookup.record for lookup in record_store.read_records(before / FEEDS).values()}
    records = [lookup.record for lookup in record_store.read_records(root / FEEDS).values()]
    new_records = sum(1 for record in records if record not in old_records)
    git.commit(root, _PATHS, format_message(changes, new_records))
    if push:
        git.push(root)
    return format_summary(changes, new_records)
