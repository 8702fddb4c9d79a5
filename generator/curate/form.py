"""``catalogue form``: convert an issue form, which a maintainer has accepted, to a curation file."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.curate.entry_edits import set_values
from generator.curate.issue_forms import SOURCE, IssueForm, parse_form
from generator.curation.folder import read_files
from generator.derive.assemble import assemble
from generator.derive.lookup import find_paper, identify_reference
from generator.model.errors import DataError, Problem, UsageError
from generator.model.escaping import format_code, format_code_block
from generator.model.layout import DATA, build_paper_path
from generator.model.papers import Catalogue
from generator.model.text import clean_line
from generator.pipeline.read_data import check_curation, read_data
from generator.system.command import CommandResult
from generator.system.files import read_file, write_atomically


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
        path, file_text = accept_form(root, text)
    except DataError as error:
        if options.report:
            write_atomically(options.report, _format_problems(error.problems).encode())
        raise
    if options.report:
        write_atomically(options.report, _format_accepted(path, file_text, issue).encode())
    return CommandResult(f"wrote {root / path}")


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


def accept_form(root: Path, text: str) -> tuple[str, str]:
    """Write the values of a form into the paper's curation file, which is created if there is none.

    Args:
        root: The catalogue's folder.
        text: The form, as GitHub writes it into the issue.

    Returns:
        The file's path below the catalogue's folder, and its new text.

    Raises:
        DataError: The form has problems, or the file would have; nothing is written.
        StoreError: The file cannot be read or written.
    """
    form = parse_form(text)
    stored, curation, lookups = read_data(root)
    path, values = _find_target(form, assemble(stored, curation, lookups))
    file = root / path
    old_text = file.read_text("utf-8") if file.is_file() else None
    new_text = set_values(old_text, values, path, replaces=form.replaces)
    if new_text == old_text:
        raise DataError([Problem(path, 0, 0, "the form must change something, but this file has its values")])
    contents = {**read_files(root / DATA), path: new_text.encode()}
    problems = check_curation(root, contents, stored)[1]
    if problems:
        raise DataError(problems)
    write_atomically(file, new_text.encode(), create_folders=True)
    return path, new_text


def _find_target(form: IssueForm, catalogue: Catalogue) -> tuple[str, Mapping[str, Any]]:
    """Return the path of the paper's file, and its values: with a record if the paper is new."""
    try:
        return find_paper(form.reference, catalogue).curation_file, form.values
    except UsageError as error:
        if not form.title:
            raise _build_error(f"{error}; a new paper needs a title") from error
    try:
        paper_id, identity = identify_reference(form.reference)
    except UsageError as error:
        raise _build_error(str(error)) from error
    return build_paper_path(paper_id), {"record": {"title": form.title, **identity}, **form.values}


def _build_error(message: str) -> DataError:
    return DataError([Problem(SOURCE, 0, 0, message)])


# --- reports ---------------------------------------------------------------------------------------------


def _format_accepted(path: str, text: str, issue: int | None) -> str:
    """Return the description of the pull request, in Markdown."""
    source = f"Made from the form in issue #{issue}. Closes #{issue}." if issue else "Made from a form."
    checks = "The file passed the checks. The text is the contributor's: read it before you merge."
    return f"{source} {checks}\n\n{format_code(path)}\n\n{format_code_block(text, 'yaml')}\n"


def _format_problems(problems: Iterable[Problem]) -> str:
    """Return the answer to a contributor, in Markdown; all words of the form are in code."""
    lines = [
        "This form has problems:",
        "",
        *(f"- {format_code(_format_problem(problem))}" for problem in problems),
        "",
        "Edit the text of this issue. A maintainer then removes the label `accepted` and adds it again.",
    ]
    return "\n".join(lines) + "\n"


def _format_problem(problem: Problem) -> str:
    return clean_line(f"{problem.message} ({problem.hint})" if problem.hint else problem.message)
