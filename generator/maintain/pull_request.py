"""``catalogue pull-request``: commit what people write to a branch and open a pull request."""

import argparse
import json
from pathlib import Path

from generator.maintain import gh
from generator.model.errors import UsageError
from generator.model.layout import CURATION, SETTINGS
from generator.system import git
from generator.system.command import CommandResult

_PATHS = (CURATION, SETTINGS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--branch",
        required=True,
        metavar="NAME",
        help="the branch; it is replaced unless others have committed to it",
    )
    parser.add_argument(
        "--title", required=True, metavar="TEXT", help="the title of the commit and the pull request"
    )
    parser.add_argument(
        "--body",
        required=True,
        type=Path,
        metavar="FILE",
        help="a file with the text of the pull request, in Markdown",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Commit, push and open the pull request; one that is open already shows the new files by itself."""
    gh.check_body_file(options.body)
    if not git.is_changed(root, _PATHS):
        raise UsageError(f"no changes in {', '.join(_PATHS)}")
    git.switch_to_new_branch(root, options.branch)
    git.commit(root, _PATHS, f"{options.title}\n")
    git.push_new_branch(root, options.branch)
    answer = gh.run_gh(root, "pr", "list", "--head", options.branch, "--state", "open", "--json", "number")
    if pull_requests := json.loads(answer or "[]"):
        return CommandResult(f"updated pull request {pull_requests[0]['number']}")
    url = gh.run_gh(
        root, "pr", "create", "--head", options.branch, "--title", options.title,
        "--body-file", str(options.body),
    )  # fmt: skip
    return CommandResult(f"opened {url}")
