"""``catalogue import-list``: convert a list of papers to curation files and a reading list."""

import argparse
from pathlib import Path

from generator.curate.feed_edits import request_papers
from generator.curate.lists.convert import convert_list
from generator.curate.lists.list_items import MAX_LIST_SIZE
from generator.derive.assemble import assemble
from generator.pipeline.read_data import read_data
from generator.system.command import CommandResult
from generator.system.files import create_files, read_file, write_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a list in Markdown (.md), BibTeX (.bib) or CSL-JSON (.json)"
    )
    parser.add_argument(
        "--name", metavar="SLUG", help="the slug of the reading list, as in its URL (default: from its title)"
    )
    parser.add_argument("--title", metavar="TEXT", help="the reading list's title (default: from the file)")
    parser.add_argument(
        "--add",
        action="store_true",
        help="add the arXiv ids that the catalogue does not have to its feeds, and to the reading list",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show which files would be written, and write nothing"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write the files, and list what could not be converted."""
    data = read_file(options.file, MAX_LIST_SIZE + 1)
    catalogue = assemble(*read_data(root))
    conversion = convert_list(
        data, str(options.file), options.name, options.title, catalogue, adds_papers=options.add
    )
    settings = request_papers(root, conversion.requested_ids)
    if not options.dry_run:
        create_files(root, conversion.files)
        write_files(root, settings)
    verb = "would write" if options.dry_run else "wrote"
    lines = [*(f"{verb} {root / path}" for path in (*conversion.files, *settings)), str(conversion)]
    return CommandResult("\n".join(lines), conversion.problems, exit_code=0 if conversion.files else 1)
