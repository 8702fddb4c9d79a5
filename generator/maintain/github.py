"""One issue and one pull request that the program opens, changes and closes, by GitHub's own command ``gh``.

What is shown comes from files; nothing that others wrote becomes an option, a path or a line of a shell.
The manual: https://cli.github.com/manual/
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from generator.maintain import commits
from generator.model.errors import StoreError, UsageError
from generator.system import git

_MOST_ISSUES = "200"  # of those that the program opened itself
_WELL = "All is well again."


def issue(root: Path, title: str, body: Path, *, is_open: bool) -> str:
    """Make the issue of this title open with this text, or closed; returns what was done.

    There is one issue for a title, ever: it is opened again when its trouble comes back. Only issues that
    GitHub Actions opened are looked at, for anybody can give theirs the same title.

    Args:
        root: A folder of the repository.
        title: The issue's title.
        body: The file with its text; not looked at for an issue that is to be closed.
        is_open: Whether it is to be open.

    Raises:
        UsageError: There is no such file.
        StoreError: ``gh`` cannot be run, or refuses.
    """
    if is_open and not body.is_file():
        raise UsageError(f"there is no {body}; the command before this one should have written it")
    fields = "number,title,body,state"
    listed = _gh(root, "issue", "list", "--app", "github-actions", "--state", "all", "--limit", _MOST_ISSUES,
                 "--json", fields)  # fmt: skip
    ours: list[dict[str, Any]] = [one for one in json.loads(listed or "[]") if one["title"] == title]
    known = max(ours, key=lambda one: (one["state"] == "OPEN", one["number"]), default=None)
    if known is None:
        if not is_open:
            return "there is no issue, and none is needed"
        return f"opened {_gh(root, 'issue', 'create', '--title', title, '--body-file', str(body)).strip()}"
    return _changed(root, known, body, is_open=is_open)


def _changed(root: Path, known: dict[str, Any], body: Path, *, is_open: bool) -> str:
    number, was_open = str(known["number"]), known["state"] == "OPEN"
    if not is_open:
        if was_open:
            _gh(root, "issue", "close", number, "--comment", _WELL)
        return f"closed issue {number}" if was_open else f"issue {number} is closed already"
    done = []
    if not was_open:
        _gh(root, "issue", "reopen", number)
        done.append("opened again")
    if known["body"].replace("\r\n", "\n").strip() != body.read_text("utf-8").strip():
        _gh(root, "issue", "edit", number, "--body-file", str(body))
        done.append("changed")
    return f"{' and '.join(done) or 'nothing to change in'} issue {number}"


def pull_request(root: Path, paths: tuple[str, ...], branch: str, title: str, body: Path) -> str:
    """Put changed files on a branch of their own, and open a pull request for it; returns what was done.

    The branch is the program's: it is made anew from what is checked out. A pull request that is open already
    shows the new files by itself.

    Args:
        root: The catalogue's folder.
        paths: Files or folders below it; what else changed is left alone.
        branch: Its name.
        title: Of the commit and the pull request.
        body: The file with the pull request's text.

    Raises:
        UsageError: There is no such file, or nothing changed, or the name is no branch's.
        StoreError: git or ``gh`` cannot be run, or refuses.
    """
    if not body.is_file():
        raise UsageError(f"there is no {body}; the command before this one should have written it")
    if not git.query(root, "check-ref-format", "--branch", branch):
        raise UsageError(f"{branch!r} is no name of a branch")
    git.run(root, "switch", "--quiet", "--force-create", branch)
    if not commits.commit(root, paths, f"{title}\n"):
        raise UsageError(f"nothing changed in {', '.join(paths)}")
    git.run(root, "push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branch}")
    listed = _gh(root, "pr", "list", "--head", branch, "--state", "open", "--json", "number")
    if listed.strip() and (found := json.loads(listed)):
        return f"pull request {found[0]['number']} shows the new files"
    created = _gh(root, "pr", "create", "--head", branch, "--title", title, "--body-file", str(body))
    return f"opened {created.strip()}"


def _gh(root: Path, *arguments: str) -> str:
    try:
        result = subprocess.run(  # noqa: S603 - our own arguments
            ["gh", *arguments],  # noqa: S607 - by its name, as the user's
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise StoreError(f"gh cannot be run: {error.strerror} (https://cli.github.com/)") from error
    if result.returncode:
        raise StoreError(f"gh {' '.join(arguments[:2])} failed: {result.stderr.strip()}")
    return result.stdout
