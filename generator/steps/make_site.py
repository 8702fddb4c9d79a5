"""``catalogue site``: write the pages, and build the website from them in ``site/``."""

import argparse
from pathlib import Path

from generator import pipeline
from generator.command import CommandResult
from generator.steps.make_pages import add_jobs_option


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_jobs_option(parser)
    parser.add_argument(
        "--plain", action="store_true", help="build with MkDocs alone: the same site, but slower"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Build the site, and name its folder."""
    pipeline.make_site(root, options.jobs, mkdocs_only=options.plain)
    return CommandResult(f"the site is in {root / 'site'}")
