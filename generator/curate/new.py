"""``catalogue new``: create the curation files of papers, with known facts filled in."""

import argparse
from pathlib import Path

from generator.curate.feed_edits import request_papers
from generator.derive.assemble import assemble
from generator.derive.drafts import draft_paper, draft_record
from generator.derive.lookup import find_paper, format_check
from generator.derive.pending_papers import build_pending_paper
from generator.model.errors import UsageError
from generator.model.layout import SETTINGS
from generator.model.papers import Catalogue, Paper
from generator.pipeline.read_data import read_data
from generator.system.command import CommandResult
from generator.system.files import create_files, write_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "ids",
        nargs="+",
        metavar="ID",
        help="the id, URL or DOI of a paper in the catalogue, or any arXiv id, to be fetched",
    )
    parser.add_argument(
        "--manual",
        metavar="TITLE",
        help="create the entry of a paper that is on no feed, with this title; needs exactly one ID",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write one file for each paper, or none if a paper is unknown or has a file."""
    catalogue = assemble(*read_data(root))
    pending_ids: list[str] = []
    if options.manual is not None:
        if len(options.ids) != 1:
            raise UsageError(f"--manual needs exactly one ID, got {len(options.ids)}")
        files = [draft_record(options.ids[0], options.manual, catalogue)]
    else:
        papers = [_find_or_build(reference, catalogue) for reference in options.ids]
        files = [(paper.curation_file, draft_paper(paper, catalogue)) for paper in papers]
        known_ids = {paper.id for paper in catalogue.papers}
        pending_ids = [paper.id for paper in papers if paper.id not in known_ids]
    settings = request_papers(root, pending_ids)
    create_files(root, dict(files))
    write_files(root, settings)
    lines = [f"created {root / name}; edit it, then run `catalogue lint`" for name, _ in files]
    lines += (_format_pending(root, paper_id, catalogue) for paper_id in pending_ids)
    return CommandResult("\n".join(lines))


def _format_pending(root: Path, paper_id: str, catalogue: Catalogue) -> str:
    """State what happens to a paper that is not fetched yet."""
    check = format_check(paper_id, catalogue.papers)
    return (
        f"{root / SETTINGS} requests {paper_id}: its page appears after the next `catalogue fetch`; {check}"
    )


def _find_or_build(reference: str, catalogue: Catalogue) -> Paper:
    """Return the paper of a reference, or a paper of arXiv that is still to be fetched."""
    try:
        return find_paper(reference, catalogue)
    except UsageError:
        paper = build_pending_paper(reference, catalogue)
        if paper is None:
            raise
        return paper
