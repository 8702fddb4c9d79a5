"""``catalogue issue``: open, update or close the issue with a given title."""

import argparse
import json
from pathlib import Path
from typing import Any

from generator.maintain import gh
from generator.system.command import CommandResult

_MAX_ISSUES = 200  # of those that the program opened
_CLOSING_COMMENT = "Resolved."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--title", required=True, metavar="TEXT", help="the title of the issue")
    parser.add_argument(
        "--body",
        required=True,
        type=Path,
        metavar="FILE",
        help="a file with the text of the issue, in Markdown",
    )
    parser.add_argument(
        "--state", required=True, choices=["open", "closed"], help="the state that the issue should have"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Change the issue where it differs.

    There is one issue for each title: it is opened again when the same problem comes back. Only issues that
    GitHub Actions opened are considered, since anybody can open another one with the same title.
    """
    should_be_open = options.state == "open"
    if should_be_open:
        gh.check_body_file(options.body)
    issue = _find_issue(root, options.title)
    if issue is not None:
        update = _open if should_be_open else _close
        return CommandResult(update(root, issue, options.body))
    if not should_be_open:
        return CommandResult("no issue to close")
    url = gh.run_gh(root, "issue", "create", "--title", options.title, "--body-file", str(options.body))
    return CommandResult(f"opened {url}")


def _find_issue(root: Path, title: str) -> dict[str, Any] | None:
    """Find the newest issue of the title; an open one is preferred."""
    answer = gh.run_gh(
        root, "issue", "list", "--app", "github-actions", "--state", "all", "--limit", str(_MAX_ISSUES),
        "--json", "number,title,body,state",
    )  # fmt: skip
    issues: list[dict[str, Any]] = [issue for issue in json.loads(answer or "[]") if issue["title"] == title]
    return max(issues, key=lambda issue: (issue["state"] == "OPEN", issue["number"]), default=None)


def _open(root: Path, issue: dict[str, Any], body: Path) -> str:
    """Open the issue again if it is closed, and replace its text if it differs."""
    number, actions = str(issue["number"]), []
    if issue["state"] != "OPEN":
        gh.run_gh(root, "issue", "reopen", number)
        actions.append("reopened")
    if issue["body"].replace("\r\n", "\n").strip() != body.read_text("utf-8").strip():
        gh.run_gh(root, "issue", "edit", number, "--body-file", str(body))
        actions.append("updated")
    return f"{' and '.join(actions) or 'nothing to change in'} issue {number}"


def _close(root: Path, issue: dict[str, Any], _body: Path) -> str:
    number = str(issue["number"])
    if issue["state"] != "OPEN":
        return f"issue {number} is closed already"
    gh.run_gh(root, "issue", "close", number, "--comment", _CLOSING_COMMENT)
    return f"closed issue {number}"
