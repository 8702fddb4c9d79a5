"""``catalogue form``: convert an issue form, which a maintainer has accepted, to a curation file."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.command import CommandResult
from generator.curate import issue_forms
from generator.curate.entry_edits import set_values
from generator.curation.folder import read_files
from generator.curation.layout import DATA, build_paper_path
from generator.derive.assemble import assemble
from generator.derive.lookup import find_paper, identify
from generator.model.errors import DataError, Problem, UsageError
from generator.model.papers import Catalogue
from generator.model.text import clean_line, format_code, format_code_block
from generator.read_data import check_curation, read_data
from generator.system.files import read_file, write_atomically


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="the text of the form, or - (default: $GITHUB_EVENT_PATH)"
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write the result as Markdown, for the pull request",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write the curation file, and a report of what was written or what is wrong with the form."""
    text, number = _read_form(options.file)
    try:
        accepted = accept(root, text)
    except DataError as error:
        if options.report:
            write_atomically(options.report, problems_as_markdown(error.problems).encode())
        raise
    if options.report:
        write_atomically(options.report, as_markdown(accepted, number).encode())
    return CommandResult(f"wrote {root / accepted.path}")


def _read_form(file: str | None) -> tuple[str, int | None]:
    """Read the text of a form, and the number of its issue if GitHub Actions provides it."""
    event = os.environ.get("GITHUB_EVENT_PATH")
    if file is None and event:
        return form_of_event(Path(event))
    if file is None:
        raise UsageError("name the FILE that has the form, or use - to read it from standard input")
    data = sys.stdin.buffer.read() if file == "-" else read_file(Path(file))
    return data.decode("utf-8", "replace"), None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The file that a form became: its path below the catalogue's folder, and its text."""

    path: str
    text: str


def form_of_event(event: Path) -> tuple[str, int]:
    """The text and the number of the issue that a run on GitHub Actions is about.

    Args:
        event: https://docs.github.com/actions/reference/variables-reference (``GITHUB_EVENT_PATH``)

    Raises:
        UsageError: It is about no issue.
        StoreError: The file cannot be read.
    """
    try:
        issue = json.loads(read_file(event))["issue"]
        return str(issue["body"] or ""), int(issue["number"])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{event} tells of no issue") from error


def accept(root: Path, text: str) -> Accepted:
    """Write the file that a form asks for.

    Args:
        root: The catalogue's folder.
        text: The form, as GitHub writes it into the issue.

    Raises:
        DataError: The form or the file that it would make has problems; nothing is written.
        StoreError: The disk does not let us.
    """
    form = issue_forms.read(text)
    stored, curated = read_data(root)
    catalogue = assemble(stored, curated)
    path, values = _target(form, catalogue)
    target = root / path
    known = target.read_text("utf-8") if target.is_file() else None
    made = set_values(known, values, path, replaces=form.replaces)
    if made == known:
        raise DataError([Problem(path, 0, 0, "this file says so already")])
    contents = {**read_files(root / DATA), path: made.encode()}
    problems = check_curation(root, contents, stored)[1]
    if problems:
        raise DataError(problems)
    write_atomically(target, made.encode(), create_folders=True)
    return Accepted(path, made)


def _target(form: issue_forms.Form, catalogue: Catalogue) -> tuple[str, Mapping[str, Any]]:
    """The paper's file and what it is to say; for a paper that is on no feed, with a record."""
    try:
        paper = find_paper(form.reference, catalogue)
        return paper.curation_path or build_paper_path(paper.id), form.values
    except UsageError as error:
        if not form.title:
            raise _refused(f"{error}; a paper that is new here needs its title") from error
    try:
        paper_id, identity = identify(form.reference)
    except UsageError as error:
        raise _refused(str(error)) from error
    return build_paper_path(paper_id), {"record": {"title": form.title, **identity}, **form.values}


def _refused(message: str) -> DataError:
    return DataError([Problem("the form", 0, 0, message)])


def as_markdown(accepted: Accepted, number: int | None) -> str:
    """What the pull request says: where the file comes from, and its text."""
    about = f"Made from the form of issue #{number}. Closes #{number}." if number else "Made from a form."
    checked = "It has passed the checks. What it says is the contributor's: read it before you merge."
    return (
        f"{about} {checked}\n\n{format_code(accepted.path)}\n\n{format_code_block(accepted.text, 'yaml')}\n"
    )


def problems_as_markdown(problems: Iterable[Problem]) -> str:
    """What the contributor is told: every problem, as code."""
    lines = [
        "This form cannot become a file yet:",
        "",
        *(f"- {format_code(_sentence(problem))}" for problem in problems),
        "",
        "Edit the text of this issue; a maintainer then takes the label `accepted` away and sets it again.",
    ]
    return "\n".join(lines) + "\n"


def _sentence(problem: Problem) -> str:
    return clean_line(f"{problem.message} ({problem.hint})" if problem.hint else problem.message)
