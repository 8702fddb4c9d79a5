"""``catalogue topics``: count the papers of each topic, or try changed rules."""

import argparse
from pathlib import Path

from generator.curate.topic_changes import compare_topics, count_topics, format_topic_changes
from generator.derive.assemble import assemble
from generator.model.errors import DataError
from generator.model.layout import DATA
from generator.pipeline.read_data import read_data
from generator.system import git
from generator.system.command import CommandResult, parse_positive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--try",
        dest="is_trial",
        action="store_true",
        help="list the papers that get or lose a topic, compared with the committed topics.yml",
    )
    parser.add_argument(
        "--base", metavar="BASE", default="HEAD", help="the commit to compare with (default: HEAD)"
    )
    parser.add_argument(
        "--most",
        type=parse_positive,
        default=10,
        metavar="N",
        help="list at most N papers that get a topic, and N that lose it (default: 10)",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Count the papers of each topic, or compare what the committed rules and the current ones assign."""
    catalogue = assemble(*read_data(root))
    if not options.is_trial:
        return CommandResult(count_topics(catalogue))
    with git.export_folder(root, options.base, DATA) as folder:
        try:
            _stored, committed, _lookups = read_data(folder)
        except DataError:
            return CommandResult(f"cannot compare the rules: the data of {options.base} have problems")
    changes = compare_topics(catalogue.papers, committed.topics, catalogue.topics)
    return CommandResult(format_topic_changes(changes, options.base, options.most))
