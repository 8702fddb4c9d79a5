"""``catalogue form``: convert an issue form, which a maintainer has accepted, to a curation file."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.curate.entry_edits import set_values
from generator.curate.feed_edits import request_papers
from generator.curate.issue_forms import SOURCE, IssueForm, parse_form
from generator.curate.topic_names import TopicNames
from generator.curation import syntax
from generator.curation.file_set import Contents
from generator.curation.folder import read_files
from generator.derive.assemble import assemble
from generator.derive.lookup import find_paper, format_check, identify_reference
from generator.derive.pending_papers import build_pending_paper
from generator.model.entries import Stored
from generator.model.errors import DataError, Problem, UsageError
from generator.model.escaping import format_code, format_code_block
from generator.model.layout import DATA, PAPERS, build_paper_path
from generator.model.papers import Catalogue
from generator.model.text import clean_line
from generator.pipeline.read_data import check_curation, read_data
from generator.system.command import CommandResult
from generator.system.files import read_file, write_atomically, write_files

_MAX_PROBLEMS = 40  # in an answer, which GitHub limits to 65,536 characters
_UNKNOWN = f"{PAPERS}/unknown.yml"  # the file if the paper is unknown; it is never written
_HINT_FOR_NEW = "write the DOI or the URL of the paper, and its title if the catalogue does not have it yet"
_HINT_FOR_KNOWN = "copy the id from the end of the URL of the paper's page"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="the text of the form, or - for standard input (default: the issue in $GITHUB_EVENT_PATH)",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write the text of the pull request, or of the comment on the issue, as Markdown",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write the curation file, and a report of what was written or what is wrong with the form."""
    text, issue = _read_form(options.file)
    try:
        change = _accept_form(root, text)
    except DataError as error:
        if options.report:
            write_atomically(options.report, _format_problems(error.problems).encode())
        raise
    write_files(root, change.files)
    if options.report:
        write_atomically(options.report, _format_accepted(change, issue).encode())
    return CommandResult("\n".join(f"wrote {root / path}" for path in change.files))


def _read_form(file: str | None) -> tuple[str, int | None]:
    """Return the text of a form, and the number of its issue if GitHub Actions provides it."""
    event = os.environ.get("GITHUB_EVENT_PATH")
    if file is None and event:
        return _read_event(Path(event))
    if file is None:
        raise UsageError("name the FILE that has the form, or use - to read it from standard input")
    data = sys.stdin.buffer.read() if file == "-" else read_file(Path(file))
    return data.decode("utf-8", "replace"), None


def _read_event(event: Path) -> tuple[str, int]:
    """Return the text and the number of the issue that started a run on GitHub Actions.

    Args:
        event: https://docs.github.com/actions/reference/variables-reference (``GITHUB_EVENT_PATH``)

    Raises:
        UsageError: The event is not about an issue.
        StoreError: The file cannot be read.
    """
    try:
        issue = json.loads(read_file(event))["issue"]
        return str(issue["body"] or ""), int(issue["number"])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{event} must be a GitHub event about an issue, found none") from error


@dataclass(frozen=True, slots=True)
class _FormChange:
    """What a form changes.

    Attributes:
        path: The paper's curation file.
        files: The new text of each file, by path below the catalogue's folder.
        check: What to check of a paper that is still to be fetched; empty for others.
    """

    path: str
    files: Mapping[str, str]
    check: str = ""


@dataclass(frozen=True, slots=True)
class _Target:
    """The curation file of a form's paper, and what the form's own values do not state.

    Attributes:
        path: The file; one that must not be written if the paper is unknown.
        defaults: Further values of the file: the record of a paper that is on no feed, or a value for a file
            that would have none.
        pending_id: The id of a paper that is still to be fetched, or None.
        is_known: Whether the form names a paper.
    """

    path: str
    defaults: Mapping[str, Any] = field(default_factory=dict)
    pending_id: str | None = None
    is_known: bool = True


def _accept_form(root: Path, text: str) -> _FormChange:
    """Set the values of a form in the paper's curation file, and check the result; nothing is written.

    Args:
        root: The catalogue's folder.
        text: The form, as GitHub writes it into the issue.

    Raises:
        DataError: All problems of the form, and those that the file would have.
        StoreError: A file cannot be read.
    """
    stored, curation, lookups = read_data(root)
    catalogue = assemble(stored, curation, lookups)
    form = parse_form(text, TopicNames(catalogue.topics))
    problems = list(form.problems)
    target = _Target(_UNKNOWN, is_known=False)
    try:
        target = _find_target(form, catalogue) if form.reference else target
    except UsageError as error:
        problems.append(form.build_problem("id", str(error)))
    values = {**target.defaults, **form.values}
    file = root / target.path
    old_text = file.read_text("utf-8") if file.is_file() else None
    try:
        new_text = set_values(old_text, values, target.path, replaces=form.replaces)
    except DataError as error:
        problems += error.problems
        old_text = None  # so that the form's own values can be checked
        new_text = set_values(None, values, target.path, replaces=False)
    if not problems and (not values or new_text == old_text):
        message = "the form must change something, but the catalogue has this paper and the form's values"
        hint = "fill in another field; a title is corrected by the form “Fix an entry”" if form.title else ""
        problems.append(Problem(SOURCE, 0, 0, message, hint))
    settings = request_papers(root, [target.pending_id] if target.pending_id else [])
    contents = {**read_files(root / DATA), **{path: text.encode() for path, text in settings.items()}}
    checker = _Checker(root, form, target, contents, stored)
    keys_by_problem = checker.check(new_text) if values else {}
    # Values that the schema does not allow hide the problems of the others.
    others = {key: value for key, value in values.items() if key not in keys_by_problem.values()}
    if keys_by_problem and others:
        keys_by_problem |= checker.check(set_values(old_text, others, target.path, replaces=True))
    problems += keys_by_problem
    if problems:
        raise DataError(problems)
    check = format_check(target.pending_id, catalogue.papers) if target.pending_id else ""
    return _FormChange(target.path, {target.path: new_text, **settings}, check)


@dataclass(frozen=True, slots=True)
class _Checker:
    """Checks the catalogue with a new text of the form's file.

    Attributes:
        root: The catalogue's folder.
        form: The form, whose fields the problems name.
        target: The file.
        contents: All other files.
        stored: The papers of all feeds.
    """

    root: Path
    form: IssueForm
    target: _Target
    contents: Contents
    stored: Stored

    def check(self, text: str) -> dict[Problem, str]:
        """Return the problems, with the key of the file that each belongs to."""
        target_path = self.target.path
        tree = syntax.parse_yaml(text.encode(), target_path)[0] or syntax.Tree()
        paths = {place: path for places in (tree.places, tree.keys) for path, place in places.items()}
        problems: dict[Problem, str] = {}
        contents = {**self.contents, target_path: text.encode()}
        for problem in check_curation(self.root, contents, self.stored)[1]:
            is_in_file = problem.path == (self.root / target_path).as_posix()
            path = paths.get(syntax.Place(problem.line, problem.column)) if is_in_file else None
            if path:
                named = self.form.build_value_problem(path, problem.message, problem.hint)
                problems[named] = str(path[0])
            elif (
                self.target.is_known or not is_in_file
            ):  # of a paper that is unknown, the file has a wrong name
                problems[problem] = ""
        return problems


def _find_target(form: IssueForm, catalogue: Catalogue) -> _Target:
    """Find the file of the paper that a form names, or the file that a new paper gets.

    Raises:
        UsageError: The catalogue does not have the paper, and the form does not state enough to add it.
    """
    try:
        hint = _HINT_FOR_KNOWN if form.replaces else _HINT_FOR_NEW
        return _Target(find_paper(form.reference, catalogue, hint).curation_file)
    except UsageError:
        if form.replaces:
            raise
        if paper := build_pending_paper(form.reference, catalogue):
            return _Target(paper.curation_file, {} if form.values else {"highlight": False}, paper.id)
        if not form.title:
            raise
    paper_id, identity = identify_reference(form.reference)
    return _Target(build_paper_path(paper_id), {"record": {"title": form.title, **identity}})


# --- reports ---------------------------------------------------------------------------------------------


def _format_accepted(change: _FormChange, issue: int | None) -> str:
    """Return the description of the pull request, in Markdown."""
    source = f"Made from the form in issue #{issue}. Closes #{issue}." if issue else "Made from a form."
    checks = "The files passed the checks. The text is the contributor's: read it before you merge."
    parts = [f"{source} {checks}"]
    if change.check:
        parts.append(
            f"The catalogue does not have this paper yet. The next Update fetches it: {change.check}."
        )
    text = change.files[change.path]
    return (
        "\n\n".join([*parts, format_code(change.path), format_code_block(text, "yaml"), ""]).rstrip("\n")
        + "\n"
    )


def _format_problems(problems: Iterable[Problem]) -> str:
    """Return the answer to a contributor, in Markdown; all words of the form are in code."""
    shown = [clean_line(problem.text) for problem in problems]
    more = len(shown) - _MAX_PROBLEMS
    lines = [
        "This form has problems:",
        "",
        *(f"- {format_code(problem)}" for problem in shown[:_MAX_PROBLEMS]),
        *([f"- and {more:,} more"] if more > 0 else []),
        "",
        "Edit the text of this issue. A maintainer then removes the label `accepted` and adds it again.",
    ]
    return "\n".join(lines) + "\n"
