"""What all commands share: the type of their result, and parsers of their options' values.

A command is a module with two functions. ``add_arguments(parser)`` declares its options, and
``run(root, options)`` does its work and returns a `CommandResult`. The table in `generator.cli` lists them.
"""

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from generator.model.errors import Problem, UsageError
from generator.model.layout import SETTINGS


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a command prints on standard output, and the code that it exits with.

    Attributes:
        text: Lines for people.
        problems: Problems to list before the text; None for a command that does not check anything.
        warnings: Problems that do not make the command fail.
        exit_code: 0 for success, 1 for problems in the data or the site.
    """

    text: str = ""
    problems: tuple[Problem, ...] | None = None
    warnings: tuple[Problem, ...] = ()
    exit_code: int = 0


def check_root(root: Path) -> None:
    """Raise a UsageError if a folder has no catalogue."""
    if not (root / SETTINGS).is_file():
        raise UsageError(
            f"no {SETTINGS} in {root if root != Path() else 'this folder or above'}; "
            "change to the folder of a catalogue, or use --root DIR"
        )


def ask(question: str) -> bool:
    """Ask a question on the terminal, and return whether the answer is yes; no if there is no terminal."""
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if not sys.stdin.isatty():
        sys.stderr.write("no (this is no terminal)\n")
        return False
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def parse_positive(text: str) -> int:
    """Parse the value of an option that counts something.

    >>> parse_positive("12")
    12
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a positive integer, got {text!r}")
    return int(text)


def parse_month(text: str) -> date:
    """Parse the value of an option that is a month, as its first day.

    >>> parse_month("2026-02")
    datetime.date(2026, 2, 1)
    """
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a month such as 2026-02, got {text!r}") from None
