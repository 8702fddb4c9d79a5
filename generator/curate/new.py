"""``catalogue new``: create the curation files of papers, with known facts filled in."""

import argparse
from pathlib import Path

from generator.derive.assemble import assemble
from generator.derive.drafts import draft_paper, draft_record
from generator.derive.lookup import find_paper
from generator.model.errors import UsageError
from generator.pipeline.read_data import read_data
from generator.system.command import CommandResult
from generator.system.files import create_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("ids", nargs="+", metavar="ID", help="the id, URL or DOI of a paper in the catalogue")
    parser.add_argument(
        "--manual",
        metavar="TITLE",
        help="create the entry of a paper that is on no feed, with this title; needs exactly one ID",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write one file for each paper, or none if a paper is unknown or has a file."""
    catalogue = assemble(*read_data(root))
    if options.manual is not None:
        if len(options.ids) != 1:
            raise UsageError(f"--manual needs exactly one ID, got {len(options.ids)}")
        files = [draft_record(options.ids[0], options.manual, catalogue)]
    else:
        papers = [find_paper(reference, catalogue) for reference in options.ids]
        files = [(paper.curation_file, draft_paper(paper, catalogue)) for paper in papers]
    create_files(root, dict(files))
    lines = [f"created {root / name}; edit it, then run `catalogue lint`" for name, _ in files]
    return CommandResult("\n".join(lines))
