"""Find the repository of the catalogue on the web, from GitHub Actions or from git."""

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
    """Find the repository, in which readers can edit the files of the catalogue; None if it is unknown.

    Args:
        root: The catalogue's folder.
        environment: https://docs.github.com/actions/reference/variables-reference
    """
    server, name = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    if _SERVER.fullmatch(server) and _NAME.fullmatch(name):
        # Nobody can edit the merge ref of a pull request; its base branch is the one to edit.
        branch = environment.get("GITHUB_BASE_REF") or environment.get("GITHUB_REF_NAME") or _DEFAULT_BRANCH
        return Repository(f"{server}/{name}", branch if _BRANCH.fullmatch(branch) else _DEFAULT_BRANCH)
    remote = _REMOTE.fullmatch(git.query(root, "remote", "get-url", "origin"))
    if remote is None:
        return None
    head = git.query(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/")
    return Repository(f"https://{remote['host']}/{remote['name']}", head or _DEFAULT_BRANCH)


def build_user_agent(root: Path, environment: Mapping[str, str], contact: str | None, task: str = "") -> str:
    """Build the name that servers see: who sends a request, and how to reach them.

    Args:
        root: The catalogue's folder.
        environment: Environment variables.
        contact: A URL or e-mail address of the settings, or None.
        task: What the requests are for, if it is not fetching.
    """
    repository = find(root, environment)
    addresses = " ".join(filter(None, [f"+{repository.url}" if repository else "", contact]))
    return f"{' '.join(filter(None, ['paper-catalogue', task]))} ({addresses or 'no contact given'})"
