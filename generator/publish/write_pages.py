"""Write pages to disk: change only files whose content changed, and remove files that are no longer made.

The program owns the files at the top of ``docs/`` that match `GENERATED_FILES`, and every folder in which it
writes. It marks such a folder by a ``.gitignore``: git ignores its content, and a later run that makes no
pages for it knows that it can remove them. All other files and folders under ``docs/`` are left alone.
"""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from generator.model.errors import StoreError
from generator.model.papers import Page
from generator.publish import paths
from generator.system.tasks import TaskRunner, run_serially

# Files at the top of docs/, by pattern.
GENERATED_FILES = (
    "*.md",
    paths.locate_export("*"),
    paths.JSON_FEED,
    paths.locate_feed(paths.HOME),
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


def write_pages(
    docs: Path, batches: Sequence[PageBatch], *, run: TaskRunner = run_serially, dry_run: bool = False
) -> WriteResult:
    """Write these pages under ``docs/``, and remove all other generated files.

    Args:
        docs: The folder.
        batches: All pages, each in one batch.
        run: Runs the tasks that make and write the batches.
        dry_run: Whether to return what would change, and write nothing.

    Raises:
        StoreError: A file cannot be read or written. The next run writes what is missing.
    """
    with _report_errors(docs):
        old_files = {file.path: file.is_file() for file in _scan(docs)}
        results = run([partial(_write_batch, docs, batch, old_files, dry_run) for batch in batches])
        pages = [page for result in results for names in result for page in names]
        folders = sorted({page.partition("/")[0] for page in pages if "/" in page})
        markers = [Page(f"{folder}/{_MARKER}", _MARKER_TEXT) for folder in folders]
        results.append(_write_batch(docs, lambda: markers, old_files, dry_run))
        added, changed, unchanged = (
            tuple(page for result in results for page in result[place]) for place in range(3)
        )
        current = {f"{docs}/{page}" for page in (*added, *changed, *unchanged)}
        old_pages = {path.removeprefix(f"{docs}/") for path in old_files.keys() - current}
        own_folders = {*folders, *_find_marked_folders(docs)}
        removed = tuple(sorted(page for page in old_pages if _is_generated(page, own_folders)))
        for page in () if dry_run else removed:
            (docs / page).unlink(missing_ok=True)
    return WriteResult(added, changed, removed, len(unchanged))


def find_generated_files(docs: Path) -> Iterable[Path]:
    """Iterate over the files that a previous run wrote, and all others in the folders that it marked."""
    folders, prefix = _find_marked_folders(docs), f"{docs}/"
    return (Path(file.path) for file in _scan(docs) if _is_generated(file.path.removeprefix(prefix), folders))


def _find_marked_folders(docs: Path) -> set[str]:
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
    docs: Path, batch: PageBatch, old_files: Mapping[str, bool], dry_run: bool
) -> tuple[list[str], list[str], list[str]]:
    """Write the pages of a batch; return the paths of those added, those changed and the others.

    Args:
        docs: The folder.
        batch: Makes the pages.
        old_files: The files under the folder when the run began, and whether they are regular files.
        dry_run: Whether to write nothing.
    """
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    with _report_errors(docs):
        for page in batch():
            path = f"{docs}/{page.path}"
            data = page.text.encode()
            exists = old_files.get(path, False)
            if exists and _has_content(path, data):
                unchanged.append(page.path)
                continue
            (changed if exists else added).append(page.path)
            if not dry_run:
                _replace(path, data)
    return added, changed, unchanged


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


def _scan(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Iterate over all files below a folder, unordered. Symlinks are files; they are not followed."""
    with suppress(FileNotFoundError), os.scandir(str(folder)) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _scan(entry.path)
            else:
                yield entry


def _has_content(path: str, data: bytes) -> bool:
    """Whether a regular file has this content."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # somebody removed it meanwhile
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
