"""Commits and pushes that the program makes by itself: some paths, nothing else, again after a race."""

import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from generator.model.errors import StoreError
from generator.system import git

_MOST_TRIES = 4  # pushes; each lost race needs somebody who pushed in these seconds
# https://github.com/actions/checkout#push-a-commit-using-the-built-in-token
_BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")


def commit(root: Path, paths: tuple[str, ...], message: str) -> bool:
    """Commit these paths and no others; False if there is nothing to commit.

    Args:
        root: The catalogue's folder.
        paths: Files or folders below it.
        message: For the commit.

    Raises:
        StoreError: git refuses.
    """
    if not is_changed(root, paths):
        return False
    git.run(root, "add", "--all", "--", *paths)
    git.run(root, *_identity(root), "commit", "--quiet", "--message", message, "--only", "--", *paths)
    return True


def is_changed(root: Path, paths: tuple[str, ...]) -> bool:
    """Whether anything below these paths differs from the last commit."""
    return bool(git.run(root, "status", "--porcelain", "--", *paths))


def push(root: Path) -> None:
    """Push the branch that is checked out to ``origin``; where somebody was quicker, on top of theirs.

    Raises:
        StoreError: It cannot be pushed. The commits are still there.
    """
    branch = git.query(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    if not branch:
        raise StoreError("no branch is checked out that could be pushed; git switch to one")
    for attempt in range(_MOST_TRIES):
        try:
            git.run(root, "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
        except StoreError:
            if attempt == _MOST_TRIES - 1 or not _put_on_top(root, branch):
                raise
        else:
            return


def _put_on_top(root: Path, branch: str) -> bool:
    """Rebase on what somebody else has pushed; False if nobody has.

    Raises:
        StoreError: Both changed the same lines; ours are as they were.
    """
    git.run(root, "fetch", "--quiet", "origin", f"refs/heads/{branch}")
    theirs = git.run(root, "rev-parse", "FETCH_HEAD").strip()
    if git.query(root, "merge-base", "HEAD", theirs) == theirs:
        return False
    try:
        git.run(root, *_identity(root), "rebase", "--quiet", "--autostash", theirs)
    except StoreError as error:
        git.query(root, "rebase", "--abort")
        hint = "the same feeds were fetched and pushed elsewhere; the next run brings what is missing"
        raise StoreError(f"{error}; {hint}") from error
    return True


def _identity(root: Path) -> tuple[str, ...]:
    """Options that name the committer: on GitHub Actions its own account, elsewhere whoever works there."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or git.query(root, "config", "user.email"):
        return ()
    name, address = _BOT
    return ("-c", f"user.name={name}", "-c", f"user.email={address}")


@contextmanager
def data_at(root: Path, reference: str) -> Iterator[Path]:
    """A folder that holds ``data/`` as it was in a commit, while inside. Only plain files are there.

    Raises:
        StoreError: There is no such commit, or it has no ``data/``.
    """
    commit_id = git.run(root, "rev-parse", "--verify", "--end-of-options", f"{reference}^{{commit}}").strip()
    archive = git.run_bytes(root, "archive", "--format=tar", commit_id, "data")
    with tempfile.TemporaryDirectory() as name, tarfile.open(fileobj=BytesIO(archive)) as tar:
        folder = Path(name)
        for member in tar:
            if (content := tar.extractfile(member) if member.isfile() else None) is not None:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
        yield folder
