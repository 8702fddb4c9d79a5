"""``catalogue lint``: check all files under ``data/``, and report every problem."""

import argparse
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.model.errors import Problem, UsageError
from generator.model.layout import DATA
from generator.model.text import format_count
from generator.pipeline.read_data import find_problems
from generator.system.clock import today
from generator.system.command import CommandResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="report only problems in these files or folders"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Report the problems; all files are checked, whatever the paths are."""
    all_problems, all_warnings = find_problems(root, today())
    problems, warnings = (
        _select(found, options.paths, root / DATA) for found in (all_problems, all_warnings)
    )
    lines = []
    if not problems:
        lines.append(f"no problems in {', '.join(map(str, options.paths)) or f'{DATA}/'}")
    if hidden := len(all_problems) - len(problems):
        other = format_count(hidden, "problem")
        lines.append(f"{other} in other files; run `catalogue lint` without paths to list all")
    return CommandResult("\n".join(lines), tuple(problems), tuple(warnings), exit_code=1 if problems else 0)


def _select(problems: Iterable[Problem], paths: Sequence[Path], data: Path) -> list[Problem]:
    """Select the problems of some files or folders; without paths, all.

    Raises:
        UsageError: A path does not exist, or is outside of the data.
    """
    for path in paths:
        if not _make_absolute(path).is_relative_to(_make_absolute(data)):
            raise UsageError(f"{path} is not in {data}, the folder that lint checks")
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist")
    selected = [_make_absolute(path) for path in paths]
    return [problem for problem in problems if not paths or _is_in(_make_absolute(problem.path), selected)]


def _is_in(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _make_absolute(path: Path | str) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve() would follow symlinks
