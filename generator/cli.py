"""The ``catalogue`` command: arguments in, exit codes out. The one module that prints.

Exit codes: 0 all well, 1 problems in data or site, 2 the command was called wrongly, 3 the world failed
(disk, network, another run).
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from generator import pipeline
from generator.curate import curator_commands
from generator.curation.layout import SETTINGS
from generator.curation.read import read_settings
from generator.ingest import fetch_request
from generator.ingest.document_import import import_documents
from generator.ingest.feed_status import FeedStatus, read_status
from generator.ingest.fetch_report import as_json, as_markdown, table
from generator.maintain import maintainer_commands as upkeep
from generator.model.errors import (
    CatalogueError,
    DataError,
    Problem,
    StoreError,
    UsageError,
)
from generator.model.text import format_count
from generator.read_data import find_problems
from generator.site.serve import serve
from generator.system.files import write_atomically

_MARK = Path(SETTINGS)
_VERBS = ("is", "are")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    _set_up_logging(options.verbose - options.quiet)
    try:
        root = options.root or _find_root(Path.cwd())
        if not (root / _MARK).is_file():
            raise UsageError(f"{root} is no catalogue: it has no {_MARK}")
        code: int = options.run(root, options)
    except DataError as error:
        _print_problems(error.problems, options.format)
        return error.exit_code
    except CatalogueError as error:
        print(f"catalogue {options.command}: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"catalogue {options.command}: stopped; nothing is half-written", file=sys.stderr)
        return 3
    return code


def _shared_options() -> argparse.ArgumentParser:
    """What every command takes."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--root", type=Path, metavar="DIR", help="the catalogue's folder (default: this one)")
    shared.add_argument("-v", "--verbose", action="count", default=0, help="say more")
    shared.add_argument("-q", "--quiet", action="count", default=0, help="say less")
    shared.add_argument(
        "--format",
        choices=["text", "github", "json"],
        default="text",
        help="how to print problems (default: text)",
    )
    return shared


def _parser() -> argparse.ArgumentParser:
    shared = _shared_options()
    parser = argparse.ArgumentParser(
        prog="catalogue", description="Turn feeds and curation into a website of papers."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        description = f"{help_text[0].upper()}{help_text[1:]}."
        return commands.add_parser(name, help=help_text, description=description, parents=[shared])

    command = add("import", "put feed documents (arXiv's Atom, any RSS or Atom) into the store")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a feed document")
    command.add_argument("--feed", metavar="NAME", help="their feed (default: by kind or title)")
    command.set_defaults(run=_import)
    command = add("fetch", "ask the feeds for what is new, and store it")
    command.add_argument("feeds", nargs="*", metavar="FEED", help="only these feeds")
    command.add_argument("--since", type=_month, metavar="YYYY-MM", help="everything submitted since then")
    command.add_argument(
        "--until", type=_month, metavar="YYYY-MM", help="with --since: to the end of this month"
    )
    command.add_argument("--refresh", action="store_true", help="ask again for every paper that is stored")
    command.add_argument("--dry-run", action="store_true", help="with --since: say what it would take")
    command.add_argument("--report", type=Path, metavar="FILE", help="write what happened, as .json or .md")
    command.set_defaults(run=_fetch)
    command = add("status", "say when each feed last succeeded, and what it holds")
    command.add_argument(
        "--days", type=int, default=7, metavar="N", help="end with 1 if that is longer ago (default: 7)"
    )
    command.set_defaults(run=_status)
    command = add("new", "write a file for a paper, filled in as far as can be known")
    command.add_argument("ids", nargs="+", metavar="ID", help="an id, address or DOI of a known paper")
    command.add_argument("--manual", metavar="TITLE", help="for a paper that is on no feed")
    command.set_defaults(run=_new)
    command = add("suggest", "list papers that need a curator, best first, and topics for them")
    command.add_argument("--most", type=int, default=20, metavar="N", help="this many (default: 20)")
    command.set_defaults(run=_suggest)
    command = add("explain", "say where everything on a paper's page comes from")
    command.add_argument("id", metavar="ID", help="an id, address or DOI")
    command.set_defaults(run=_explain)
    command = add("import-list", "turn Markdown, BibTeX or CSL-JSON into curation files and a reading list")
    command.add_argument("file", type=Path, metavar="FILE", help="README.md, refs.bib or zotero.json")
    command.add_argument(
        "--name", metavar="SLUG", help="the reading list's address (default: from its title)"
    )
    command.add_argument("--title", metavar="TEXT", help="the reading list's title (default: the list's own)")
    command.add_argument(
        "--dry-run", action="store_true", help="say what would be written, and write nothing"
    )
    command.set_defaults(run=_import_list)
    command = add("lint", "check everything under data/ and show every problem at once")
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="say only what is wrong in these files or folders"
    )
    command.set_defaults(run=_lint)
    command = add("pages", "write the Markdown pages under docs/")
    command.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    command.set_defaults(run=_pages)
    _add_jobs(command)
    _add_site_options(add("site", "write the pages and build the website in site/"))
    command = add("serve", "show the website on 127.0.0.1 and build it again whenever something changes")
    command.add_argument("--port", type=int, default=8000, help="the port (default: 8000)")
    command.set_defaults(run=_serve)
    upkeep.add_to(lambda name, help_text: _answering(add(name, help_text)))
    return parser


def _add_site_options(command: argparse.ArgumentParser) -> None:
    _add_jobs(command)
    command.add_argument(
        "--plain", action="store_true", help="build with MkDocs alone: the same site, in more time"
    )
    command.set_defaults(run=_site)


def _add_jobs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--jobs", type=_positive, metavar="N", help="make pages in N processes (default: one a processor)"
    )


def _answering(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.set_defaults(run=_say)
    return command


def _find_root(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / _MARK).is_file():
            return Path(os.path.relpath(folder, start))  # messages then name files as one would from here
    raise UsageError(f"there is no {_MARK} here or above; go into a catalogue, or name it with --root DIR")


def _set_up_logging(verbosity: int) -> None:
    levels = [logging.ERROR, logging.WARNING, logging.INFO, logging.DEBUG]
    level = levels[min(max(verbosity + 2, 0), 3)]
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr, force=True)
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its complaints come as remarks


def _print_problems(problems: Iterable[Problem], style: str) -> None:
    found = list(problems)
    if style == "json":
        print(json.dumps([asdict(problem) for problem in found], indent=2))
        return
    for problem in found:
        print(_annotation(problem) if style == "github" else str(problem), file=sys.stderr)
    if len(found) > 1:
        print(f"{len(found)} problems", file=sys.stderr)


def _annotation(problem: Problem, kind: str = "error") -> str:
    """The problem as GitHub shows it on its line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    places = {"file": problem.path, "line": problem.line, "col": problem.column}
    where = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in places.items() if value)
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"::{kind} {where}::{_escaped(problem.message + hint)}"


def _say(root: Path, options: argparse.Namespace) -> int:
    """Run a command that answers, and print its answer."""
    answer: upkeep.Answer = options.answer(root, options)
    if answer.text:
        print(answer.text)
    if answer.warning:
        print(_annotation(answer.warning, "warning") if options.format == "github" else str(answer.warning))
    return answer.code


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _import(root: Path, options: argparse.Namespace) -> int:
    feeds = read_settings(root).feeds
    results, problems = import_documents(root, feeds, options.files, options.feed, datetime.now(UTC).date())
    for result in results:
        counts = f"{len(result.new)} new, {len(result.changed)} changed, {result.unchanged} unchanged"
        print(f"{result.feed}: {counts}")
    _print_problems(problems, options.format)
    return 1 if problems else 0


def _positive(text: str) -> int:
    """A number from 1, from an option."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"this is a number from 1, got {text!r}")
    return int(text)


def _month(text: str) -> date:
    """The first day of a month, from an option."""
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"a month is written like 2026-02, got {text!r}") from None


def _fetch(root: Path, options: argparse.Namespace) -> int:
    today = datetime.now(UTC).date()
    if options.since is None and (options.until or options.dry_run):
        raise UsageError("--until and --dry-run go with --since")
    if options.since and options.refresh:
        raise UsageError("--since and --refresh are two runs; ask for one at a time")
    tell = _Progress(sys.stderr)
    settings = read_settings(root)
    request = fetch_request.Request(
        feeds=tuple(options.feeds), since=options.since, until=options.until, refresh=options.refresh
    )
    if options.dry_run:
        for feed, total, requests in fetch_request.forecast(root, settings, request, today, os.environ):
            print(f"{feed}: {format_count(total, 'paper')} in {format_count(requests, 'request')}")
        return 0
    outcomes = fetch_request.fetch(root, settings, request, today, os.environ, report=tell)
    tell.end()
    if options.report:
        style = as_markdown if options.report.suffix == ".md" else as_json
        try:
            write_atomically(options.report, style(outcomes))
        except StoreError as error:
            raise StoreError(f"{error}; the fetched papers are stored") from error
    print(table(outcomes))
    return max((outcome.exit_code for outcome in outcomes), default=0)


class _Progress:
    """Shows how far a long command is: one line that changes on a terminal, plain lines elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = 0

    def __call__(self, text: str) -> None:
        if self._stream.isatty():
            print(f"\r{text.ljust(self._shown)}", end="", file=self._stream, flush=True)
            self._shown = len(text)
        else:
            print(text, file=self._stream, flush=True)

    def end(self) -> None:
        """Leave the line, if there is one."""
        if self._shown:
            print(file=self._stream)


def _status(root: Path, options: argparse.Namespace) -> int:
    today = datetime.now(UTC).date()
    late = 0
    for status in read_status(root, read_settings(root).feeds):
        is_late = status.is_late(today, options.days)
        late += is_late
        held = format_count(status.held, "paper")
        print(f"{status.feed}: {held}, {_when(status, today)}{'; late' if is_late else ''}")
    return 1 if late else 0


def _when(status: FeedStatus, today: date) -> str:
    """When a feed last succeeded, in words."""
    if status.succeeded is None:
        return "never fetched"
    days = (today - status.succeeded).days
    ago = f"{format_count(days, 'day')} ago" if days > 0 else "today"
    if status.is_in_future(today):
        ago = "a day to come: this clock or that of the last run is wrong"
    return f"last success {status.succeeded} ({ago})"


def _new(root: Path, options: argparse.Namespace) -> int:
    for name in curator_commands.new(root, options.ids, options.manual):
        print(f"{root / name} is yours to fill in; catalogue lint checks it")
    return 0


def _suggest(root: Path, options: argparse.Namespace) -> int:
    work = curator_commands.suggest(root)
    print(f"{format_count(len(work.candidates), 'paper needs', 'papers need')} a curator; the first:")
    for candidate in work.candidates[: options.most]:
        print(f"{candidate.paper.id}  {candidate.paper.title}\n    {'; '.join(candidate.reasons)}")
    print(f"\n{format_count(len(work.suggestions), 'topic')} by likeness to curated papers; the first:")
    for suggestion in work.suggestions[: options.most]:
        print(f"{suggestion.paper.id}  {suggestion.topic}  {suggestion.evidence}")
    if work.remarks:
        print("\nWorth a look:", *work.remarks, sep="\n")
    return 0


def _explain(root: Path, options: argparse.Namespace) -> int:
    print(curator_commands.explain(root, options.id))
    return 0


def _import_list(root: Path, options: argparse.Namespace) -> int:
    result = curator_commands.import_list(
        root, options.file, options.name, options.title, dry_run=options.dry_run
    )
    _print_problems(result.remarks, options.format)
    for name in result.files:
        print(f"{'would write' if options.dry_run else 'wrote'} {root / name}")
    print(result.summary)
    return 0 if result.files else 1


def _lint(root: Path, options: argparse.Namespace) -> int:
    everything = find_problems(root)
    problems = _in_paths(everything, options.paths, root / "data")
    _print_problems(problems, options.format)
    if options.format != "json":
        if len(everything) > len(problems):
            others = len(everything) - len(problems)
            print(f"{others} more in files that were not named; catalogue lint shows all", file=sys.stderr)
        if not problems:
            print(f"{', '.join(map(str, options.paths)) or 'data/'} {_VERBS[len(options.paths) > 1]} well")
    return 1 if problems else 0


def _in_paths(problems: Iterable[Problem], paths: Sequence[Path], data: Path) -> list[Problem]:
    """The problems of some files or folders; of everything if there are none."""
    named = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - resolve() would follow links
    folder = Path(os.path.abspath(data))  # noqa: PTH100 - as above
    for path, absolute in zip(paths, named, strict=True):
        if not absolute.is_relative_to(folder):
            raise UsageError(f"{path} does not lie in {data}; that is what lint checks")
        if not os.path.lexists(absolute):
            raise UsageError(f"there is no {path}")
    places = {problem: Path(os.path.abspath(problem.path)) for problem in problems}  # noqa: PTH100 - as above
    return [
        problem
        for problem, place in places.items()
        if not named or any(place.is_relative_to(path) for path in named)
    ]


def _pages(root: Path, options: argparse.Namespace) -> int:
    written = pipeline.make_pages(root, processes=options.jobs, dry_run=options.dry_run)
    for verb, paths in (("added", written.added), ("changed", written.changed), ("removed", written.removed)):
        for path in paths if options.dry_run or options.verbose else ():
            print(f"{verb} docs/{path}")
    print(written)
    return 0


def _site(root: Path, options: argparse.Namespace) -> int:
    pipeline.make_site(root, options.jobs, mkdocs_only=options.plain)
    print(f"the site is in {root / 'site'}")
    return 0


def _serve(root: Path, options: argparse.Namespace) -> int:
    return serve(root, options.port)
