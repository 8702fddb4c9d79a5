"""The ``catalogue`` command: parse the arguments, run a command, and print its result.

Each command is a module, imported when the command is called, so that a command loads only what it needs.
No other module prints.

Exit codes: 0 success, 1 problems in the data or the site, 2 usage error, 3 environment failure (disk,
network, another run).
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TextIO

from generator.model.errors import CatalogueError, DataError, Problem
from generator.model.layout import SETTINGS
from generator.system.command import CommandResult, check_root

_ENVIRONMENT_FAILURE = 3
_LOG_LEVELS = (logging.ERROR, logging.WARNING, logging.INFO, logging.DEBUG)
_DEFAULT_LOG_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes:
        name: Its name.
        module: The module that has its options and runs it.
        help: One line of help.
        needs_catalogue: Whether it works on an existing catalogue only.
    """

    name: str
    module: str
    help: str
    needs_catalogue: bool = True


COMMANDS = (
    Command("fetch", "pipeline.fetch", "fetch new papers from the feeds"),
    Command("status", "pipeline.status", "show when each feed was last fetched, and how many papers it has"),
    Command("import", "pipeline.import_documents", "import feed documents (Atom, RSS or JSON Feed)"),
    Command("lint", "pipeline.lint", "check all files under data/ and report every problem"),
    Command("new", "curate.new", "create the curation file of a paper, with suggestions filled in"),
    Command("suggest", "curate.suggest",
            "list the papers that need a curator; suggest topics, people and venues"),
    Command("topics", "curate.topics",
            "count the papers of each topic, or try changed rules"),
    Command("explain", "curate.explain", "explain where each fact on a paper's page comes from"),
    Command("import-list", "curate.import_list",
            "convert a Markdown, BibTeX or CSL-JSON list to curation files and a reading list"),
    Command("pages", "pipeline.make_pages", "write the Markdown pages under docs/"),
    Command("site", "pipeline.make_site", "write the pages and build the website in site/"),
    Command("serve", "site.serve", "serve the website on 127.0.0.1 and reload pages that change"),
    Command("init", "maintain.init", "create a new catalogue, or turn this repository into one",
            needs_catalogue=False),
    Command("upgrade", "maintain.upgrade", "renew the files that belong to the version of the program"),
    Command("diff", "maintain.diff", "show how the pages have changed since a commit"),
    Command("form", "curate.form", "convert an issue form to a curation file"),
    Command("links", "maintain.links", "check the links that curators wrote"),
    Command("health", "maintain.health", "report feeds that fail and schedules that GitHub is about to stop"),
    Command("size", "maintain.size", "check the site against the limits of GitHub Pages"),
    Command("commit-data", "maintain.commit_data",
            "commit the fetched data with a message that lists the papers"),
    Command("pull-request", "maintain.pull_request",
            "commit changed curation to a branch and open a pull request"),
    Command("issue", "maintain.issue", "open, update or close the issue with a given title"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parse_arguments(arguments)
    _set_up_logging(options.verbose - options.quiet)
    try:
        root = options.root or _find_root(Path.cwd())
        if options.needs_catalogue:
            check_root(root)
        result: CommandResult = options.run(root, options)
        _print_result(result, options.format)
    except DataError as error:
        stream = sys.stdout if options.format == "json" else sys.stderr
        _print_problems(error.problems, options.format, stream)
        return error.exit_code
    except CatalogueError as error:
        print(f"catalogue {options.command}: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:  # such as a full disk below standard output
        _print_failure(f"catalogue {options.command}: {error}")
        return _ENVIRONMENT_FAILURE
    except KeyboardInterrupt:
        print(f"catalogue {options.command}: interrupted; no file is left half-written", file=sys.stderr)
        return _ENVIRONMENT_FAILURE
    return result.exit_code


# --- arguments -------------------------------------------------------------------------------------------


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse in two steps: up to the name of the command, and then the rest with its own options."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:{width}}  {command.help}" for command in COMMANDS]
    parser = argparse.ArgumentParser(
        prog="catalogue",
        description="Build a searchable website of papers from feeds and curation files.",
        usage="%(prog)s [OPTION...] COMMAND ...",
        epilog="\n".join(["commands:", *lines, "", "`catalogue COMMAND --help` describes a command."]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_global_options(parser)
    commands = {command.name: command for command in COMMANDS}
    parser.add_argument("command", metavar="COMMAND", choices=commands, help=argparse.SUPPRESS)
    rest = parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    rest.required = False  # Python 3.11 would name it in the message on a missing command
    options = parser.parse_args(arguments)
    return _parse_options(commands[options.command], options)


def _parse_options(command: Command, options: argparse.Namespace) -> argparse.Namespace:
    """Parse the options of a command, and add the global ones from before its name."""
    module: ModuleType = import_module(f"generator.{command.module}")
    parser = argparse.ArgumentParser(
        prog=f"catalogue {command.name}", description=f"{command.help[0].upper()}{command.help[1:]}."
    )
    module.add_arguments(parser)
    _add_global_options(parser.add_argument_group("options of all commands"))
    parser.parse_args(options.rest, options)
    options.run, options.needs_catalogue = module.run, command.needs_catalogue
    return options


def _add_global_options(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="folder of the catalogue (default: the current folder or the nearest one above)",
    )
    parser.add_argument("-v", "--verbose", action="count", default=0, help="verbose output")
    parser.add_argument("-q", "--quiet", action="count", default=0, help="quiet output; twice: errors only")
    parser.add_argument(
        "--format",
        choices=["text", "github", "json"],
        default="text",
        help="how to print problems: for people, for GitHub's annotations, or as JSON (default: text)",
    )


def _find_root(start: Path) -> Path:
    """Return the nearest folder with a catalogue, from this one upwards, or this one if there is none."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return Path(os.path.relpath(folder, start))  # so that messages name files relative to here
    return Path()


def _set_up_logging(verbosity: int) -> None:
    level = _LOG_LEVELS[min(max(_DEFAULT_LOG_LEVEL + verbosity, 0), len(_LOG_LEVELS) - 1)]
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr, force=True)
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # import-list reports its problems


# --- output ----------------------------------------------------------------------------------------------


def _print_result(result: CommandResult, style: str) -> None:
    try:
        if result.problems is not None:
            _print_problems(result.problems, style, sys.stdout)
        for warning in result.warnings:
            print(_format_annotation(warning, "warning") if style == "github" else warning)
        if result.text and not (style == "json" and result.problems is not None):
            print(result.text)
        sys.stdout.flush()
    except OSError as error:
        # Python flushes standard output again at exit, and must not fail there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # its reader has seen enough, such as `head`
            raise


def _print_failure(message: str) -> None:
    with suppress(OSError):
        print(message, file=sys.stderr)


def _print_problems(problems: Iterable[Problem], style: str, stream: TextIO) -> None:
    problems = list(problems)
    if style == "json":
        print(json.dumps([asdict(problem) for problem in problems], indent=2), file=stream)
        return
    for problem in problems:
        print(_format_annotation(problem, "error") if style == "github" else problem, file=stream)
    if len(problems) > 1:
        print(f"{len(problems)} problems", file=stream)


def _format_annotation(problem: Problem, level: str) -> str:
    """Format a problem so that GitHub shows it on its line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    properties = {"file": problem.path, "line": problem.line, "col": problem.column}
    place = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in properties.items() if value)
    return f"::{level} {place}::{_escape(problem.text)}"


def _escape(text: str, separators: str = "") -> str:
    for character in f"%\r\n{separators}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
