"""Plan how the files that belong to a version of the program are renewed, and keep a maintainer's changes.

A manifest in the repository has the digest of each file as the program wrote it. A file with that digest is
unchanged and can be replaced. Any other is merged: the original, the maintainer's file and the new one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from enum import Enum

from generator.model.text import format_count

MANIFEST = ".catalogue-files.json"
_MAX_LINES = 60  # of the difference of a file; a lock of requirements can differ in hundreds


class Action(Enum):
    """What an upgrade does with a file."""

    ADD = "add"
    REPLACE = "replace"
    MERGE = "merge with your changes"
    OVERWRITE = "overwrite, although you have changed it"
    REMOVE = "remove"
    REMOVE_CHANGED = "remove, although you have changed it"

    @property
    def loses_changes(self) -> bool:
        """Whether changes of the maintainer are lost, so that each such file needs consent."""
        return self in (Action.OVERWRITE, Action.REMOVE_CHANGED)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A change of a file.

    Attributes:
        path: The file, below the repository's folder.
        action: What happens with it.
        before: Its content, or None if there is no such file.
        after: Its new content, or None to remove it.
    """

    path: str
    action: Action
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The present files of a repository, and their earlier versions.

    Attributes:
        files: The files that exist, of those that this or an earlier version of the program writes, by path.
        digests: Of the files that an earlier version wrote, from `parse_manifest`.
        find_original: Finds a file as an earlier version wrote it; None if that is unknown.
        merge: Merges the original, the maintainer's file and the new one; None if that is impossible.
    """

    files: Mapping[str, bytes]
    digests: Mapping[str, str]
    find_original: Callable[[str], bytes | None]
    merge: Callable[[bytes, bytes, bytes], bytes | None]


def plan_changes(
    history: FileHistory, new: Mapping[str, bytes], generated: Collection[str]
) -> Iterator[FileChange]:
    """Plan the changes of all files, in the order of their paths.

    A file that the maintainer removed, or changed while the program did not, stays as it is.

    Args:
        history: The present files, and how their originals are found and merged.
        new: What this version of the program writes, by path.
        generated: Files that people do not edit, which are always replaced.
    """
    for path in sorted({*new, *history.digests}):
        before, after = history.files.get(path), new.get(path)
        digest = history.digests.get(path)
        if before == after:
            continue
        if before is None:
            if digest is None:
                yield FileChange(path, Action.ADD, None, after)
        elif compute_digest(before) == digest:
            yield FileChange(path, Action.REMOVE if after is None else Action.REPLACE, before, after)
        elif after is not None and path in generated:
            yield FileChange(path, Action.REPLACE, before, after)
        elif after is not None and compute_digest(after) != digest:
            yield from _plan_merge(history, path, before, after)


def _plan_merge(history: FileHistory, path: str, own: bytes, new: bytes) -> Iterator[FileChange]:
    original = history.find_original(path)
    merged = None if original is None else history.merge(original, own, new)
    if merged is None:
        yield FileChange(path, Action.OVERWRITE, own, new)
    elif merged != own:
        yield FileChange(path, Action.MERGE, own, merged)


def compute_digest(content: bytes) -> str:
    """Compute the digest by which a manifest recognises a file."""
    return hashlib.sha256(content).hexdigest()


def format_manifest(files: Mapping[str, bytes], kept: Mapping[str, str] | None = None) -> bytes:
    """Format the manifest of the files that a version of the program wrote.

    Args:
        files: The files by path.
        kept: Earlier digests of other files, by path.
    """
    digests = {path: compute_digest(content) for path, content in files.items()}
    return json.dumps({**digests, **(kept or {})}, indent=1, sort_keys=True).encode() + b"\n"


def parse_manifest(content: bytes) -> dict[str, str]:
    """Return the digests of a manifest by path; there are none if it is damaged."""
    try:
        digests = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(digests, dict):
        return {}
    return {path: digest for path, digest in digests.items() if isinstance(digest, str)}


def format_changes(changes: Sequence[FileChange]) -> str:
    """Format changes for people: what happens to each file; removed ones are only counted, by folder."""
    removed = [change.path for change in changes if change.action is Action.REMOVE]
    counts = Counter(path.partition("/")[0] for path in removed)
    parts = [format_change(change) for change in changes if change.action is not Action.REMOVE]
    if removed:
        names = (f"{name} ({format_count(count, 'file')})" for name, count in sorted(counts.items()))
        parts.append(f"remove {', '.join(names)}")
    return "\n\n".join(parts)


def format_change(change: FileChange) -> str:
    """Format a change for people: what happens, and the first lines that differ."""
    heading = f"{change.path}: {change.action.value}"
    if change.before is None or change.after is None:
        return heading
    try:
        before, after = (content.decode().splitlines() for content in (change.before, change.after))
    except UnicodeDecodeError:
        return heading
    lines = [*unified_diff(before, after, change.path, change.path, lineterm="")]
    more = [f"({len(lines) - _MAX_LINES} more lines)"] if len(lines) > _MAX_LINES else []
    return "\n".join([heading, *lines[:_MAX_LINES], *more])
