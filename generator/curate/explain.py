"""``catalogue explain``: explain where each fact on a paper's page comes from."""

import argparse
from pathlib import Path

from generator.curate.explanation import explain_paper
from generator.derive.assemble import assemble
from generator.derive.lookup import find_paper
from generator.derive.relate import relate_paper
from generator.pipeline.read_data import read_data
from generator.system.command import CommandResult
from generator.system.files import read_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("id", metavar="ID", help="the id, URL or DOI of a paper in the catalogue")


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Explain topics, facts and related papers."""
    stored, curated, lookups = read_data(root)
    catalogue = assemble(stored, curated, lookups)
    paper = find_paper(options.id, catalogue)
    related = relate_paper(paper.id, catalogue.papers, catalogue.assignments, catalogue.all_people)
    curation = curated.papers.get(paper.id)
    file = read_file(root / curation.path) if curation else b""
    return CommandResult(explain_paper(paper, catalogue, related, curation, stored, file))
