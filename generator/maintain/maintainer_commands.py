"""The commands a repository looks after itself with: their options, and what each answers.

`add_to` gives them to the parser of `generator.cli`, which prints the answer and ends with its code.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from generator.curate import accept_form
from generator.curation.layout import CURATION
from generator.maintain import commit_data, compare, curated_links, github, health, page_changes, site_size
from generator.maintain.initialise import Start, start
from generator.maintain.link_visits import Verdict, Visitor, check_reach
from generator.model.errors import DataError, Problem, UsageError
from generator.read_data import read_data
from generator.system import repository
from generator.system.files import append_text, read_file, write_atomically

Add = Callable[[str, str], argparse.ArgumentParser]

_NEXT = """\
The catalogue is now "{title}". What is left to do:
  1. catalogue fetch; for the past too: catalogue fetch --since 2015-01 --dry-run, then without --dry-run
  2. make serve, and look; then commit data/ and mkdocs.yml, and push
On GitHub, once, under Settings:
  3. Pages: Source is "GitHub Actions"
  4. Actions, General: tick "Allow GitHub Actions to create and approve pull requests"
  5. under the tab Actions: enable the workflows if it asks, and run "Update" once by hand
docs/project/maintaining.md says the rest."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says and ends with; a warning is annotated where annotations are read."""

    text: str
    code: int = 0
    warning: Problem | None = None


def add_to(add: Add) -> None:
    """Declare the commands.

    Args:
        add: Makes the parser of a command from its name and what it does.
    """
    _add_start(add)
    command = add("diff", "show what the data changes on the pages since a commit")
    command.add_argument("base", metavar="BASE", help="a commit or branch")
    command.add_argument("--summary", type=Path, metavar="FILE", help="add it as Markdown to this file")
    command.set_defaults(answer=_diff)
    command = add("form", "turn an issue form into a curation file")
    command.add_argument(
        "file", nargs="?", metavar="FILE", help="its text, or - (default: $GITHUB_EVENT_PATH)"
    )
    command.add_argument("--report", type=Path, metavar="FILE", help="write what became of it, as Markdown")
    command.set_defaults(answer=_form)
    command = add("links", "ask the addresses that curators gave whether they still answer")
    command.add_argument("--report", type=Path, metavar="FILE", help="write the report, as Markdown")
    command.set_defaults(answer=_links)
    command = add("health", "say whether feeds have failed for days, or GitHub will stop the schedules")
    command.add_argument("--days", type=int, default=health.DAYS_WITHOUT_SUCCESS, metavar="N",
                         help="a feed may fail this long (default: %(default)s)")  # fmt: skip
    command.add_argument("--quiet-days", type=int, default=health.DAYS_WITHOUT_COMMIT, metavar="N",
                         help="so long without a commit is well (default: %(default)s)")  # fmt: skip
    command.add_argument("--report", type=Path, metavar="FILE", help="write the report, as Markdown")
    command.set_defaults(answer=_health)
    command = add("size", "say whether GitHub Pages takes the built site")
    command.set_defaults(answer=_size)
    _add_publishing(add)


def _add_start(add: Add) -> None:
    command = add("init", "make a catalogue of your own out of this one")
    command.add_argument("--title", required=True, metavar="TEXT", help="its name")
    command.add_argument("--category", required=True, action="append", metavar="cs.OS",
                         help="an arXiv category that belongs into it; may be given again")  # fmt: skip
    command.add_argument(
        "--query", default="", metavar="QUERY", help="a search in arXiv's syntax, within them"
    )
    command.add_argument("--description", default="", metavar="TEXT", help="one sentence for readers")
    command.add_argument("--topics", choices=["empty", "keep"], default="empty",
                         help="begin with one topic, or keep them all (default: empty)")  # fmt: skip
    command.add_argument(
        "--force", action="store_true", help="even if what is gone cannot be brought back by git"
    )
    command.set_defaults(answer=_init)


def _add_publishing(add: Add) -> None:
    command = add("commit-data", "commit what was fetched, with a message that names the papers")
    command.add_argument("--push", action="store_true", help="push it, again where somebody was quicker")
    command.add_argument(
        "--outputs", type=Path, metavar="FILE", help="add committed=true or =false to this file"
    )
    command.set_defaults(answer=_commit_data)
    command = add("pull-request", "put changed curation on a branch, and open a pull request for it")
    command.add_argument("--branch", required=True, metavar="NAME", help="the branch, made anew")
    command.add_argument("--title", required=True, metavar="TEXT", help="of the commit and the pull request")
    command.add_argument("--body", required=True, type=Path, metavar="FILE", help="the pull request's text")
    command.set_defaults(answer=_pull_request)
    command = add("issue", "open, change or close the one issue of a title")
    command.add_argument("--title", required=True, metavar="TEXT", help="the issue's title")
    command.add_argument("--body", required=True, type=Path, metavar="FILE", help="the file with its text")
    command.add_argument("--state", required=True, choices=["open", "closed"], help="what it is to be")
    command.set_defaults(answer=_issue)


def _init(root: Path, options: argparse.Namespace) -> Answer:
    wanted = Start(
        title=options.title,
        categories=tuple(options.category),
        query=options.query,
        description=options.description,
        keeps_topics=options.topics == "keep",
    )
    start(root, wanted, force=options.force)
    return Answer(_NEXT.format(title=options.title))


def _diff(root: Path, options: argparse.Namespace) -> Answer:
    found = compare.changes(root, options.base)
    if found is None:
        return Answer(f"the data of {options.base} has problems, so that nothing can be compared")
    if options.summary:
        append_text(options.summary, page_changes.as_markdown(found))
    return Answer(page_changes.as_text(found))


def _form(root: Path, options: argparse.Namespace) -> Answer:
    text, number = _form_text(options.file)
    try:
        accepted = accept_form.accept(root, text)
    except DataError as error:
        if options.report:
            write_atomically(options.report, accept_form.problems_as_markdown(error.problems).encode())
        raise
    if options.report:
        write_atomically(options.report, accept_form.as_markdown(accepted, number).encode())
    return Answer(f"wrote {root / accepted.path}")


def _form_text(file: str | None) -> tuple[str, int | None]:
    event = os.environ.get("GITHUB_EVENT_PATH")
    if file is None and event:
        return accept_form.form_of_event(Path(event))
    if file is None:
        raise UsageError("say which FILE holds the form, or - for what is piped in")
    data = sys.stdin.buffer.read() if file == "-" else read_file(Path(file))
    return data.decode("utf-8", "replace"), None


def _links(root: Path, options: argparse.Namespace) -> Answer:
    _, curated = read_data(root)
    places = curated_links.addresses(curated)
    found = repository.find(root, os.environ)
    contact = " ".join(filter(None, [f"+{found.url}" if found else "", curated.settings.contact or ""]))
    visits = list(Visitor(f"paper-catalogue link check ({contact or 'no contact given'})").visit_all(places))
    check_reach(visits)
    if options.report:
        write_atomically(options.report, curated_links.as_markdown(visits, places).encode())
    is_broken = any(visit.verdict is Verdict.BROKEN for visit in visits)
    return Answer(curated_links.as_text(visits, places), 1 if is_broken else 0)


def _health(root: Path, options: argparse.Namespace) -> Answer:
    found = health.ailments(root, _today(), options.days, options.quiet_days)
    text = health.as_markdown(found)
    if options.report:
        write_atomically(options.report, text.encode())
    return Answer(text.rstrip(), 1 if found else 0)


def _size(root: Path, _options: argparse.Namespace) -> Answer:
    site = root / "site"
    found = site_size.measure(site)
    warning = Problem(str(site), 0, 0, found.warning) if found.warning else None
    return Answer(f"{site} has {found.files:,} files, {found.size / 1_000_000:,.1f} MB", warning=warning)


def _commit_data(root: Path, options: argparse.Namespace) -> Answer:
    found = commit_data.commit_data(root, push=options.push)
    if options.outputs:
        append_text(options.outputs, f"committed={str(found.is_committed).lower()}\n")
    return Answer(found.summary)


def _pull_request(root: Path, options: argparse.Namespace) -> Answer:
    return Answer(github.pull_request(root, (CURATION,), options.branch, options.title, options.body))


def _issue(root: Path, options: argparse.Namespace) -> Answer:
    return Answer(github.issue(root, options.title, options.body, is_open=options.state == "open"))


def _today() -> date:
    return datetime.now(UTC).date()
