"""``catalogue pages``: write the Markdown pages under ``docs/``."""

import argparse
from pathlib import Path

from generator import pipeline
from generator.command import CommandResult, parse_positive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--dry-run", action="store_true", help="show which pages would change, and write nothing"
    )
    add_jobs_option(parser)


def add_jobs_option(parser: argparse.ArgumentParser) -> None:
    """Declare the number of processes."""
    parser.add_argument(
        "--jobs", type=parse_positive, metavar="N", help="use N processes (default: one per processor)"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write the pages, and count the changes; name them if asked to be verbose or to write nothing."""
    result = pipeline.make_pages(root, processes=options.jobs, dry_run=options.dry_run)
    changes = {"added": result.added, "changed": result.changed, "removed": result.removed}
    lines = [f"{verb} docs/{path}" for verb, paths in changes.items() for path in paths]
    names_changes = options.dry_run or options.verbose
    return CommandResult("\n".join([*(lines if names_changes else ()), str(result)]))
