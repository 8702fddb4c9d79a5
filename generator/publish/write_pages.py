"""Write pages to disk: change only files whose content changed, and remove files that are no longer made.

The program owns the files at the top of ``docs/`` that match `GENERATED_FILES`, and every folder in which it
writes. It marks such a folder by a ``.gitignore``: git ignores its content, and a later run that makes no
pages for it knows that it can remove them. All other files and folders under ``docs/`` are left alone.
"""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from itertools import chain
from pathlib import Path

from generator.model.errors import StoreError
from generator.model.papers import DeferredPage, Page
from generator.publish import paths
from generator.publish.exports.joined_page import JoinedPage
from generator.system.files import scan_files
from generator.system.memo import Memo
from generator.system.tasks import TaskRunner, run_serially

# Files at the top of docs/, by pattern.
GENERATED_FILES = (
    "*.md",
    paths.locate_export("*"),
    paths.JSON_FEED,
    paths.locate_feed(paths.HOME),
    paths.FEED_LIST,
    paths.LLMS_TXT,
    paths.SCRIPT_MESSAGES,
    paths.OPENSEARCH,
    paths.ROBOTS_TXT,
)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_MODE = 0o666  # of new files, before the umask
_MARKER = ".gitignore"
_MARKER_TEXT = """\
# The program replaces all files in this folder, and removes those that it does not make.
*
"""

PageBatch = Callable[[], Iterable[Page]]  # makes some of the pages when it is called
FileState = tuple[int, int, int, int]  # of a file, which every write changes: size, times and inode


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The changes of a run, as paths below ``docs/``."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

    def __str__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"
        return f"{counts}, {self.unchanged} unchanged"


@dataclass(slots=True)
class _BatchResult:
    """The paths of a batch's pages by what was done, and the states of the files of deferred pages."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    states: dict[bytes, FileState] = field(default_factory=dict)

    @property
    def pages(self) -> Iterator[str]:
        """The paths of all pages of the batch."""
        return chain(self.added, self.changed, self.unchanged)


def write_pages(
    docs: Path,
    batches: Sequence[PageBatch],
    *,
    run: TaskRunner = run_serially,
    memo: Memo[FileState] | None = None,
    dry_run: bool = False,
) -> WriteResult:
    """Write these pages under ``docs/``, and remove all other generated files.

    Args:
        docs: The folder.
        batches: All pages, each in one batch.
        run: Runs the tasks that make and write the batches.
        memo: The states in which a previous run left the files of deferred pages, by the pages' digests. A
            page is not made again if its file is still in this state. States of this run are added.
        dry_run: Whether to return what would change, and write nothing.

    Raises:
        StoreError: A file cannot be read or written. The next run writes what is missing.
    """
    states = memo.previous if memo else {}
    with _report_errors(docs):
        old_files = {file.path: file.is_file() for file in scan_files(docs)}
        results = run([partial(_write_batch, docs, batch, old_files, states, dry_run) for batch in batches])
        folders = sorted({page.partition("/")[0] for batch in results for page in batch.pages if "/" in page})
        markers = [Page(f"{folder}/{_MARKER}", _MARKER_TEXT) for folder in folders]
        results.append(_write_batch(docs, lambda: markers, old_files, states, dry_run))
        current = {f"{docs}/{page}" for batch in results for page in batch.pages}
        old_pages = {path.removeprefix(f"{docs}/") for path in old_files.keys() - current}
        own_folders = {*folders, *find_generated_folders(docs)}
        removed = tuple(sorted(page for page in old_pages if _is_generated(page, own_folders)))
        for page in () if dry_run else removed:
            (docs / page).unlink(missing_ok=True)
    if memo:
        memo.results |= {digest: state for batch in results for digest, state in batch.states.items()}
    return WriteResult(
        added=tuple(page for batch in results for page in batch.added),
        changed=tuple(page for batch in results for page in batch.changed),
        removed=removed,
        unchanged=sum(len(batch.unchanged) for batch in results),
    )


def find_generated_files(docs: Path) -> Iterable[str]:
    """Iterate over the paths of files that a previous run wrote, and of all in the folders that it marked."""
    folders, prefix = find_generated_folders(docs), f"{docs}/"
    return (file.path for file in scan_files(docs) if _is_generated(file.path.removeprefix(prefix), folders))


def find_other_files(docs: Path) -> Iterator[Path]:
    """Yield the files and folders directly below ``docs/`` that this program did not write."""
    folders = find_generated_folders(docs)
    for path in docs.iterdir() if docs.is_dir() else ():
        is_folder = path.is_dir() and not path.is_symlink()
        if path.name not in folders and (is_folder or not _is_generated(path.name, folders)):
            yield path


def find_generated_folders(docs: Path) -> set[str]:
    """Return the names of the folders that a previous run marked, whose files are all generated."""
    return {
        marker.parent.name
        for marker in docs.glob(f"*/{_MARKER}")
        if not marker.parent.is_symlink() and marker.read_bytes() == _MARKER_TEXT.encode()
    }


def _is_generated(page: str, folders: Container[str]) -> bool:
    """Whether a file at this path is generated, if these folders are."""
    folder, slash, _ = page.partition("/")
    return folder in folders if slash else any(fnmatchcase(page, pattern) for pattern in GENERATED_FILES)


def _write_batch(
    docs: Path,
    batch: PageBatch,
    old_files: Mapping[str, bool],
    states: Mapping[bytes, FileState],
    dry_run: bool,
) -> _BatchResult:
    """Write the pages of a batch.

    Args:
        docs: The folder.
        batch: Makes the pages.
        old_files: The files under the folder when the run began, and whether they are regular files.
        states: As the memo of `write_pages` has them.
        dry_run: Whether to write nothing.
    """
    result = _BatchResult()
    with _report_errors(docs):
        for page in batch():
            exists = old_files.get(f"{docs}/{page.path}", False)
            is_changed, state = _write_page(f"{docs}/{page.path}", page, states, exists, dry_run)
            pages = result.unchanged if not is_changed else result.changed if exists else result.added
            pages.append(page.path)
            if isinstance(page, DeferredPage) and state:
                result.states[page.digest] = state
    return result


def _write_page(
    path: str, page: Page, states: Mapping[bytes, FileState], exists: bool, dry_run: bool
) -> tuple[bool, FileState | None]:
    """Write a page, unless its file has the right content; return whether it had not, and its state then."""
    state = _read_state(path) if exists else None
    if state and isinstance(page, DeferredPage) and states.get(page.digest) == state:
        return False, state
    if state and isinstance(page, JoinedPage) and states.get(page.previous_digest) == state:
        data = page.update(Path(path).read_bytes())
    else:
        data = page.data
    if state and _has_content(path, data):
        return False, state
    if dry_run:
        return True, None
    _replace(path, data)
    return True, _read_state(path)


@contextmanager
def _report_errors(docs: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"cannot write pages under {docs}: {error.strerror}; free disk space, and run again"
        ) from error


# Below, paths are strings and files are descriptors: with 20,000 files, `Path` and `open` would take as long
# as the disk.


def _read_state(path: str) -> FileState | None:
    try:
        status = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:  # it was removed in the meantime
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _has_content(path: str, data: bytes) -> bool:
    """Whether a regular file has this content."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # it was removed in the meantime
        return False
    try:
        return os.read(descriptor, len(data) + 1) == data
    finally:
        os.close(descriptor)


def _replace(path: str, data: bytes) -> None:
    """Write a file by way of a temporary one, without fsync, because pages can be made again."""
    folder, _, name = path.rpartition("/")
    temporary = f"{folder}/.{name}.new"
    try:
        descriptor = os.open(temporary, _WRITE, _MODE)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        descriptor = os.open(temporary, _WRITE, _MODE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
    os.replace(temporary, path)  # noqa: PTH105
