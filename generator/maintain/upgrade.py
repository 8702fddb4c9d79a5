"""``catalogue upgrade``: renew the files of a repository that belong to the version of the program."""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from generator.curation.folder import read_settings
from generator.maintain.file_upgrade import (
    MANIFEST,
    Action,
    FileChange,
    FileHistory,
    compute_digest,
    format_changes,
    format_manifest,
    parse_manifest,
    plan_changes,
)
from generator.maintain.package_source import find_package_source, parse_source
from generator.maintain.repository_files import PROGRAM_PATHS, REQUIREMENTS, build_program_files
from generator.model.errors import UsageError
from generator.system import git
from generator.system.command import CommandResult, ask
from generator.system.files import convert_errors, read_file, write_atomically

_MAX_VERSIONS = 200  # of a file, in which its original is searched
_NOTHING_TO_DO = "All files are those of this version of the program, or your own."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--source",
        metavar="WHEEL",
        help="the wheel of this program that the catalogue installs, as URL#sha256=DIGEST or a file "
        "(default: the wheel that this program was installed from)",
    )
    parser.add_argument("--yes", action="store_true", help="apply the changes without a question")
    parser.add_argument(
        "--overwrite",
        default=[],
        action="append",
        metavar="PATH",
        help="overwrite this file although you have changed it; can be repeated",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Show the changes, ask, and apply them.

    Raises:
        UsageError: The folder is no repository with its history, or has files that are not committed.
        StoreError: A file cannot be read or written.
    """
    _check_repository(root)
    source = parse_source(options.source) if options.source else find_package_source()
    new = build_program_files(read_settings(root).title, source)
    manifest = root / MANIFEST
    digests = parse_manifest(read_file(manifest)) if manifest.is_file() else {}
    changes = [*_plan(root, new, digests), *_find_program(root)]
    if not changes:
        return CommandResult(_NOTHING_TO_DO)
    if not options.yes and not ask(f"{format_changes(changes)}\n\nApply these changes?"):
        return CommandResult("Nothing was changed. `catalogue upgrade --yes` applies the changes.")
    kept = [change for change in changes if not _is_accepted(change, options)]
    for change in changes:
        if change not in kept:
            _apply(root, change)
    for change in kept:  # the next upgrade offers them again
        new.pop(change.path, None)
    kept_digests = {change.path: digests[change.path] for change in kept if change.path in digests}
    write_atomically(manifest, format_manifest(new, kept_digests))
    return CommandResult("\n".join(_describe_result(len(changes) - len(kept), kept)))


def _check_repository(root: Path) -> None:
    """Check that git can restore all files, and has the versions that changes are compared with."""
    git.check_repository(root, "an upgrade could not be undone")
    if git.query(root, "rev-parse", "--is-shallow-repository") == "true":
        raise UsageError(
            "this clone has only a part of the history, in which the original files are looked up; "
            "run `git fetch --unshallow` first"
        )
    if name := git.find_uncommitted(root, "--untracked-files=no"):
        raise UsageError(f"{name} is not committed; commit it first, so that the upgrade can be undone")


def _plan(root: Path, new: dict[str, bytes], digests: dict[str, str]) -> list[FileChange]:
    paths = [path for path in {*new, *digests} if _is_below_root(path) and (root / path).is_file()]
    history = FileHistory(
        files={path: read_file(root / path) for path in paths},
        digests=digests,
        find_original=lambda path: _find_original(root, path, digests.get(path)),
        merge=_merge,
    )
    return [*plan_changes(history, new, generated={REQUIREMENTS})]


def _is_below_root(path: str) -> bool:
    """Whether the path of a manifest, which a pull request may have changed, stays in the repository."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and ".git" not in parts.parts


def _find_program(root: Path) -> list[FileChange]:
    """Find the files of the program in a repository that was made as a copy of it."""
    if not (root / "generator/cli.py").is_file():
        return []
    names = git.run_git(root, "ls-files", "-z", "--", *PROGRAM_PATHS).split("\0")
    first = git.run_git(root, "rev-list", "--max-parents=0", "HEAD").split()[-1]
    changed = git.run_git(root, "diff", "--relative", "--name-only", "-z", first, "--", *PROGRAM_PATHS).split(
        "\0"
    )
    return [
        FileChange(
            name, Action.REMOVE_CHANGED if name in changed else Action.REMOVE, read_file(root / name), None
        )
        for name in names
        if name
    ]


def _find_original(root: Path, path: str, digest: str | None) -> bytes | None:
    """Find a file as the program wrote it, in the history of the repository.

    Without a digest, which a copy of the program does not have, it is the first version of the file.
    """
    log = git.run_git(root, "log", f"--max-count={_MAX_VERSIONS}", "--format=%H", "--", path).split()
    if digest is None:
        return git.read_version(root, log[-1], path) if log else None
    versions = (git.read_version(root, commit, path) for commit in log)
    return next((version for version in versions if version and compute_digest(version) == digest), None)


def _merge(original: bytes, own: bytes, new: bytes) -> bytes | None:
    """Merge two changes of a file as git does, or return None if they are on the same lines."""
    with tempfile.TemporaryDirectory() as name, convert_errors("write"):
        files = [Path(name, part) for part in ("own", "original", "new")]
        for file, content in zip(files, (own, original, new), strict=True):
            file.write_bytes(content)
        return git.merge_files(*files)


def _is_accepted(change: FileChange, options: argparse.Namespace) -> bool:
    if not change.action.loses_changes or change.path in options.overwrite:
        return True
    verb = "Remove" if change.after is None else "Overwrite"
    return not options.yes and ask(f"{verb} {change.path}, which you have changed?")


def _apply(root: Path, change: FileChange) -> None:
    path = root / change.path
    if change.after is not None:
        write_atomically(path, change.after, create_folders=True)
        return
    with convert_errors("write", path):
        path.unlink()
        for folder in path.relative_to(root).parents:
            if folder == Path() or any((root / folder).iterdir()):
                break
            (root / folder).rmdir()


def _describe_result(count: int, kept: Iterable[FileChange]) -> Iterable[str]:
    yield f"{count} files changed. Run `make check`, look at `git diff`, and commit."
    for change in kept:
        yield f"{change.path} was kept. --overwrite {change.path} takes the program's version."
