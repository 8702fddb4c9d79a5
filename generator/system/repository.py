"""Where the catalogue's own files can be edited: said by the run on GitHub Actions, or by git."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator.model.papers import Repository
from generator.system import git

_REMOTE = re.compile(
    r"(?:https://(?:[^/@\s]+@)?|git@|ssh://git@)(?P<host>github\.com)[:/](?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_SERVER = re.compile(r"https://[\w.-]+")
_BRANCH = re.compile(r"[\w./-]{1,100}")
_DEFAULT_BRANCH = "main"


def find(root: Path, environment: Mapping[str, str]) -> Repository | None:
    """The repository on the web, or None where nobody tells.

    Args:
        root: The catalogue's folder.
        environment: https://docs.github.com/actions/reference/variables-reference
    """
    server, name = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    if _SERVER.fullmatch(server) and _NAME.fullmatch(name):
        # A pull request's own ref is no branch that anybody could edit; the one it goes to is.
        branch = environment.get("GITHUB_BASE_REF") or environment.get("GITHUB_REF_NAME") or _DEFAULT_BRANCH
        return Repository(f"{server}/{name}", branch if _BRANCH.fullmatch(branch) else _DEFAULT_BRANCH)
    match = _REMOTE.fullmatch(git.query(root, "remote", "get-url", "origin"))
    if match is None:
        return None
    head = git.query(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/")
    return Repository(f"https://{match['host']}/{match['name']}", head or _DEFAULT_BRANCH)
