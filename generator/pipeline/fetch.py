"""``catalogue fetch``: fetch papers from the feeds, and store them."""

import argparse
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.curation.folder import read_files, read_settings
from generator.derive.code_links import find_links
from generator.derive.registered_facts import find_link_doi
from generator.ingest import fetch_request
from generator.ingest.feed_run import list_stated_dois
from generator.ingest.fetch_context import build_context
from generator.ingest.fetch_report import Outcome, format_json, format_markdown, format_table
from generator.model.entries import Stored
from generator.model.errors import StoreError, UsageError
from generator.model.layout import DATA
from generator.model.text import format_count
from generator.pipeline.read_data import check_curation
from generator.system.clock import today
from generator.system.command import CommandResult, parse_month, parse_positive
from generator.system.files import write_atomically

MAX_MINUTES = 45  # the workflow Update has 60, and commits afterwards

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("feeds", nargs="*", metavar="FEED", help="the feeds to fetch (default: all)")
    parser.add_argument(
        "--since", type=parse_month, metavar="YYYY-MM", help="fetch all papers submitted since this month"
    )
    parser.add_argument(
        "--until",
        type=parse_month,
        metavar="YYYY-MM",
        help="with --since: the last month (default: this one)",
    )
    parser.add_argument("--refresh", action="store_true", help="fetch every stored paper again")
    parser.add_argument(
        "--dry-run", action="store_true", help="with --since: count papers and requests, and store nothing"
    )
    parser.add_argument(
        "--max-minutes",
        type=parse_positive,
        default=MAX_MINUTES,
        metavar="N",
        help=f"stop after so many minutes, and keep what came (default: {MAX_MINUTES})",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write a report: as Markdown if FILE ends in .md, else as JSON",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Fetch, and show a table with the result for each feed."""
    if options.since is None and (options.until or options.dry_run):
        raise UsageError("--until and --dry-run need --since")
    if options.since and options.refresh:
        raise UsageError("--since and --refresh cannot be combined; run the command twice")
    settings = read_settings(root)
    request = fetch_request.Request(
        feeds=tuple(options.feeds), since=options.since, until=options.until, refresh=options.refresh
    )
    minutes = options.max_minutes
    context = build_context(root, settings, today(), os.environ, log.info, minutes)
    context = replace(context, list_dois=lambda stored: list_registered_dois(root, stored))
    if options.dry_run:
        forecasts = fetch_request.forecast(request, settings, context)
        lines = [
            f"{feed}: {format_count(papers, 'paper')} in {format_count(requests, 'request')}"
            for feed, papers, requests in forecasts
        ]
        return CommandResult("\n".join(lines))
    outcomes = fetch_request.fetch(request, settings, context)
    if options.report:
        _write_report(options.report, outcomes)
    exit_code = max((outcome.exit_code for outcome in outcomes), default=0)
    return CommandResult(format_table(outcomes), exit_code=exit_code)


def list_registered_dois(root: Path, stored: Stored) -> Iterator[str]:
    """Yield the DOIs to ask registries for: of papers, and of the data and code that they name.

    Args:
        root: The catalogue's folder.
        stored: The papers of all feeds.
    """
    yield from list_stated_dois(stored)
    for papers in stored.values():
        for paper in papers.values():
            entry = paper.entry
            for link in find_links(entry.abstract, entry.comment, entry.dois):
                if doi := find_link_doi(link):
                    yield doi
    # Files with problems give no values here; `catalogue lint` reports them.
    curated, _ = check_curation(root, read_files(root / DATA), stored, is_complete=False)
    for curation in curated.papers.values():
        yield from curation.publications
        yield from curation.record.dois if curation.record else ()


def _write_report(path: Path, outcomes: Sequence[Outcome]) -> None:
    try:
        write_atomically(path, format_markdown(outcomes) if path.suffix == ".md" else format_json(outcomes))
    except StoreError as error:
        raise StoreError(f"{error}; the fetched papers are stored") from error
