"""``catalogue links``: check the links that curators wrote."""

import argparse
import os
from pathlib import Path

from generator.maintain import curated_links
from generator.maintain.link_checker import LinkChecker, LinkStatus, require_network
from generator.pipeline.read_data import read_data
from generator.system import repository
from generator.system.command import CommandResult
from generator.system.files import write_atomically


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a report, as Markdown")


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Request every link, and list those that are broken, moved or unclear."""
    _, curated, _ = read_data(root)
    files_by_link = curated_links.collect_links(curated)
    contact = curated.settings.contact
    checker = LinkChecker(repository.build_user_agent(root, os.environ, contact, "link check"))
    results = list(checker.check_all(files_by_link))
    require_network(results)
    if options.report:
        write_atomically(
            options.report, curated_links.format_links_as_markdown(results, files_by_link).encode()
        )
    is_broken = any(result.status is LinkStatus.BROKEN for result in results)
    return CommandResult(
        curated_links.format_links_as_text(results, files_by_link), exit_code=1 if is_broken else 0
    )
