"""``catalogue topics``: count the papers of each topic, or try phrases and changed rules."""

import argparse
from pathlib import Path

from generator.curate.phrase_trial import find_phrase, format_phrase_matches
from generator.curate.topic_changes import compare_topics, count_topics, format_topic_changes
from generator.derive.assemble import assemble
from generator.model.errors import DataError, UsageError
from generator.model.layout import DATA, TOPICS
from generator.pipeline.read_data import read_data
from generator.system import git
from generator.system.command import CommandResult, parse_positive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--try",
        dest="trial",
        nargs="?",
        const="",
        metavar="PHRASE",
        help="list the papers that contain PHRASE, with their topics; without PHRASE, the papers that get or "
        "lose a topic, compared with the committed topics.yml",
    )
    parser.add_argument(
        "--base", metavar="BASE", default="HEAD", help="the commit to compare with (default: HEAD)"
    )
    parser.add_argument(
        "--most",
        type=parse_positive,
        default=10,
        metavar="N",
        help="list at most N papers, or N that get a topic and N that lose it (default: 10)",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Count the papers of each topic, try a phrase, or compare the committed rules with the current ones."""
    catalogue = assemble(*read_data(root))
    if options.trial is None:
        return CommandResult(count_topics(catalogue))
    if options.trial:
        matches = find_phrase(catalogue, options.trial)
        return CommandResult(
            format_phrase_matches(options.trial, matches, len(catalogue.papers), options.most)
        )
    if not git.query(root, "log", "-1", "--format=%H", options.base, "--", TOPICS):
        raise UsageError(
            f"{options.base} has no {TOPICS} to compare with; commit the data first, "
            "or try a phrase: catalogue topics --try 'a phrase'"
        )
    with git.export_folder(root, options.base, DATA) as folder:
        try:
            _stored, committed, _lookups = read_data(folder)
        except DataError:
            return CommandResult(f"cannot compare the rules: the data of {options.base} have problems")
    changes = compare_topics(catalogue.papers, committed.topics, catalogue.topics)
    return CommandResult(format_topic_changes(changes, options.base, options.most))
