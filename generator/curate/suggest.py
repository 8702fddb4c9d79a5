"""``catalogue suggest``: list the papers that need a curator, with suggested topics."""

import argparse
from pathlib import Path

from generator.curate.advice import find_advice
from generator.derive.assemble import assemble
from generator.derive.suggestions import suggest_topics
from generator.derive.work_queue import build_work_queue
from generator.model.text import format_count
from generator.pipeline.read_data import read_data
from generator.system.command import CommandResult, parse_positive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--most",
        type=parse_positive,
        default=20,
        metavar="N",
        help="list at most N entries of each kind (default: 20)",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """List papers with the reasons why they need a curator, and topics with the reason for each."""
    catalogue = assemble(*read_data(root))
    candidates, suggested_topics = build_work_queue(catalogue), suggest_topics(catalogue)
    lines = [f"{format_count(len(candidates), 'paper needs', 'papers need')} a curator; the first:"]
    for candidate in candidates[: options.most]:
        lines += [f"{candidate.paper.id}  {candidate.paper.title}", f"    {'; '.join(candidate.reasons)}"]
    suggested = format_count(len(suggested_topics), "topic")
    lines += ["", f"{suggested} suggested, for papers that are similar to curated ones; the first:"]
    for suggestion in suggested_topics[: options.most]:
        lines.append(f"{suggestion.paper.id}  {suggestion.topic}  {suggestion.evidence}")
    if advice := find_advice(catalogue):
        lines += ["", "Other things to improve:", *advice]
    return CommandResult("\n".join(lines))
