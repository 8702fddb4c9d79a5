"""Run git: query, commit, push, and read a folder as it was at a commit.

Arguments are passed as a list, never through a shell.
"""

import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from generator.model.errors import StoreError, UsageError

_MAX_PUSHES = 4  # each one that fails means that somebody else pushed within seconds
# https://github.com/actions/checkout#push-a-commit-using-the-built-in-token
_BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")


def query(root: Path, *arguments: str) -> str:
    """Return the output of a git command without the last newline; an empty string if the command fails."""
    try:
        return run_git(root, *arguments).strip()
    except StoreError:
        return ""


def run_git(root: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the output of a git command.

    Args:
        root: The folder to run it in.
        arguments: The arguments after ``git -C root``.
        environment: Variables in addition to those of this process.

    Raises:
        StoreError: git is missing, or the command fails. The message has the last line of its errors.
    """
    return _run_bytes(root, *arguments, environment=environment).decode("utf-8", "replace")


def _run_bytes(root: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> bytes:
    try:
        result = subprocess.run(  # noqa: S603 - our own arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git by its name, as the user's
            env={**os.environ, **(environment or {})},
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise StoreError(f"cannot run git: {error.strerror}") from error
    if result.returncode:
        errors = result.stderr.decode("utf-8", "replace").strip().splitlines()
        raise StoreError(f"git {arguments[0]} failed: {errors[-1] if errors else result.returncode}")
    return result.stdout


def read_version(root: Path, revision: str, path: str) -> bytes | None:
    """Return a file as it was at a commit; None if the commit does not have it.

    Args:
        root: The top folder of the repository.
        revision: The commit.
        path: The file, below the root.
    """
    try:
        return _run_bytes(root, "show", f"{revision}:./{path}")
    except StoreError:
        return None


def merge_files(own: Path, original: Path, other: Path) -> bytes | None:
    """Merge the changes that two files made to an original; None if they are on the same lines.

    https://git-scm.com/docs/git-merge-file
    """
    try:
        return _run_bytes(own.parent, "merge-file", "--stdout", "--quiet", *map(str, (own, original, other)))
    except StoreError:
        return None


def check_repository(root: Path, consequence: str) -> None:
    """Check that a folder is in a git repository.

    Args:
        root: The folder.
        consequence: What happens without one, for the message.

    Raises:
        UsageError: It is not.
    """
    if query(root, "rev-parse", "--is-inside-work-tree") != "true":
        raise UsageError(f"this folder is not in a git repository, so {consequence}")


def find_uncommitted(root: Path, *options: str) -> str:
    """Return the name of the first file that differs from the last commit; an empty string if none does.

    Args:
        root: The folder.
        options: Options and paths of ``git status`` that limit the files.
    """
    return run_git(root, "status", "--porcelain", "-z", *options).partition("\0")[0][3:]


def is_changed(root: Path, paths: Sequence[str]) -> bool:
    """Whether any of these files or folders differs from the last commit."""
    return bool(find_uncommitted(root, "--", *paths))


def commit(root: Path, paths: Sequence[str], message: str) -> None:
    """Commit these files or folders, and no others.

    Raises:
        StoreError: git fails; for example, none of them is changed.
    """
    run_git(root, "add", "--all", "--", *paths)
    arguments = ("commit", "--quiet", "--message", message, "--only", "--", *paths)
    run_git(root, *arguments, environment=_find_committer(root))


def push(root: Path) -> None:
    """Push the current branch to ``origin``. If others have pushed meanwhile, rebase onto their commits.

    Raises:
        StoreError: git fails. The commits are still in this repository.
    """
    branch = query(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    if not branch:
        raise StoreError("cannot push: no branch is checked out; run `git switch` first")
    for attempt in range(1, _MAX_PUSHES + 1):
        try:
            run_git(root, "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
        except StoreError:
            if attempt == _MAX_PUSHES or not _rebase(root, branch):
                raise
        else:
            return


def _rebase(root: Path, branch: str) -> bool:
    """Rebase onto the branch of ``origin``; return whether it had new commits.

    Raises:
        StoreError: Both changed the same lines. The commits are as they were.
    """
    run_git(root, "fetch", "--quiet", "origin", f"refs/heads/{branch}")
    upstream = run_git(root, "rev-parse", "FETCH_HEAD").strip()
    if query(root, "merge-base", "HEAD", upstream) == upstream:
        return False
    try:
        run_git(root, "rebase", "--quiet", "--autostash", upstream, environment=_find_committer(root))
    except StoreError as error:
        query(root, "rebase", "--abort")
        hint = "another run has pushed changes of the same lines; the next run fetches what is missing"
        raise StoreError(f"{error}; {hint}") from error
    return True


def push_new_branch(root: Path, branch: str) -> None:
    """Push the current commit to a branch of ``origin``. It replaces the branch if its last commit is ours.

    Raises:
        StoreError: Somebody else has committed to that branch, or git fails.
    """
    reference = f"refs/heads/{branch}"
    old = run_git(root, "ls-remote", "origin", reference).partition("\t")[0]
    if old:
        run_git(root, "fetch", "--quiet", "--depth=1", "origin", reference)
        author, own = (query(root, "log", "-1", "--format=%ae", commit) for commit in (old, "HEAD"))
        if author != own:
            hint = "merge or delete it first"
            raise StoreError(f"the branch {branch} has a commit of {author}, which would be lost; {hint}")
    # The lease protects what is pushed between the look and the push.
    lease = f"--force-with-lease={reference}:{old}"
    run_git(root, "push", "--quiet", lease, "origin", f"HEAD:{reference}")


def switch_to_new_branch(root: Path, branch: str) -> None:
    """Create a branch at the current commit, or move it there, and check it out.

    Raises:
        UsageError: A branch cannot have this name.
        StoreError: git fails.
    """
    if not query(root, "check-ref-format", "--branch", branch):
        raise UsageError(f"{branch!r} is not a valid name for a branch")
    run_git(root, "switch", "--quiet", "--force-create", branch)


def _find_committer(root: Path) -> dict[str, str]:
    """Return environment variables that name the committer on GitHub Actions, where git knows no name."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or query(root, "config", "user.email"):
        return {}
    name, address = _BOT
    names = {"GIT_AUTHOR_NAME": name, "GIT_COMMITTER_NAME": name}
    return names | {"GIT_AUTHOR_EMAIL": address, "GIT_COMMITTER_EMAIL": address}


@contextmanager
def export_folder(root: Path, revision: str, folder: str) -> Iterator[Path]:
    """Provide a temporary folder that has the plain files of a folder as they were at a commit.

    Args:
        root: A folder of the repository.
        revision: A commit, branch or tag.
        folder: The folder to copy, below the root.

    Raises:
        UsageError: The repository has no such commit.
        StoreError: git fails; for example, the commit has no such folder.
    """
    run_git(root, "rev-parse", "--git-dir")  # fails if this is not a repository
    commit_id = query(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    if not commit_id:
        raise UsageError(f"unknown commit {revision!r}; name a commit, branch or tag of this repository")
    archive = _run_bytes(root, "archive", "--format=tar", commit_id, folder)
    with tempfile.TemporaryDirectory() as name, tarfile.open(fileobj=BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                path = Path(name, member.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())
        yield Path(name)
