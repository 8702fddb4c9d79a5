"""``catalogue serve``: serve the website on 127.0.0.1, and show every change of a file.

`Preview` makes a page on demand, so that no change needs a build of the whole site. The process of
`PageWriter` writes the Markdown again when the data change.
"""

import argparse
import logging
import os
import queue
import signal
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

from mkdocs.exceptions import MkDocsException
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from generator.curation.folder import read_settings
from generator.model.errors import BuildError, CatalogueError, StoreError
from generator.model.layout import DATA, DOCS, MKDOCS_CONFIG, OVERRIDES, SETTINGS
from generator.publish.write_pages import find_generated_folders
from generator.site.build import LANGUAGE_VARIABLE, build_mkdocs_environment
from generator.site.page_writer import PageWriter
from generator.site.preview import Preview
from generator.site.preview_server import PreviewServer
from generator.system.command import CommandResult, parse_positive

_PROGRAM = "generator"  # in the repository of the program itself
_PAGE_FOLDERS = {DATA, _PROGRAM}
_PAGE_INPUTS = {".yml", ".jsonl", ".py", ".j2", ".json"}  # suffixes of files in them
_SITE_INPUTS = {DOCS, OVERRIDES, MKDOCS_CONFIG}
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]  # fmt: skip
_QUIET_SECONDS = 0.05  # without a change, before the site is updated: editors and git change several files

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=parse_positive, default=8000, help="the port (default: 8000)")


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Serve the site until interrupted by Ctrl-C or SIGTERM.

    Raises:
        BuildError: The first pages cannot be made.
        StoreError: The port is in use, or a file cannot be written.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(OSError):  # the process that writes pages reports it
        (root / DOCS).mkdir(exist_ok=True)  # otherwise the first pages would count as a change
    writer = PageWriter(root)
    try:
        with (
            _listen(options.port) as server,
            _set_environment({**build_mkdocs_environment(_read_language(root)), "SITE_URL": server.url}),
            TemporaryDirectory() as folder,
            # It watches before the data are read: a change during the start must not be missed.
            closing(_Watcher(root)) as watcher,
        ):
            updater = _Updater(root, writer, server, Path(folder))
            log.info("Serving on %s", updater.url)
            while True:
                updater.update(*watcher.wait())
    except KeyboardInterrupt:
        return CommandResult()
    finally:
        writer.stop()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _listen(port: int) -> PreviewServer:
    try:
        return PreviewServer(port)
    except OSError as error:
        message = f"cannot serve on port {port}: {error.strerror}; choose another one with --port"
        raise StoreError(message) from error


def _read_language(root: Path) -> str:
    """Return the language of the site; the current one if the settings have problems."""
    try:
        return read_settings(root).language
    except CatalogueError:
        return os.environ.get(LANGUAGE_VARIABLE, "en")


@contextmanager
def _set_environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables that ``mkdocs.yml`` reads, in this process and those that it starts."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class _Updater:
    """Updates the site after changes.

    Attributes:
        url: The address of the site.
    """

    def __init__(self, root: Path, writer: PageWriter, server: PreviewServer, folder: Path) -> None:
        """Write the pages, and begin to serve them.

        Raises:
            BuildError: The pages cannot be written, or ``mkdocs.yml`` is not valid.
        """
        self._root = root
        self._writer = writer
        self._server = server
        answer = writer.write_pages()
        _print_problems(answer.problems)
        if answer.problems:
            raise BuildError("cannot serve the site, because its pages cannot be written")
        self._answer = answer
        try:
            self._preview = Preview(root, server.url, folder)
        except MkDocsException as error:
            raise BuildError(f"cannot serve the site: {error}") from error
        server.start(self._preview)
        self.url = urljoin(server.url, self._preview.mount_path)

    def update(self, paths: set[str], start: float) -> None:
        """Update the site.

        Args:
            paths: The changed files, below the catalogue's folder.
            start: When the first of them changed, by `time.monotonic`.
        """
        changes = {path for path in paths if self._is_site_input(path)}
        if any(path.startswith(f"{_PROGRAM}/") for path in paths):
            self._writer.stop()  # the next process loads the program as it is now
        if any(path.partition("/")[0] in _PAGE_FOLDERS for path in paths):
            self._answer = self._writer.write_pages()
            changes |= {f"{DOCS}/{name}" for name in self._answer.changed}
        elif not changes:
            return
        language = _read_language(self._root)
        if language != os.environ[LANGUAGE_VARIABLE]:
            os.environ[LANGUAGE_VARIABLE] = language
            changes.add(SETTINGS)
        problems = self._server.update(changes, self._answer.problems)
        _print_problems(problems)
        if not problems:
            count = sum(path.endswith(".md") for path in changes)
            pages = "1 page" if count == 1 else f"{count} pages"
            log.info("%s changed in %.1f s", pages, time.monotonic() - start)

    def _is_site_input(self, path: str) -> bool:
        """Whether MkDocs reads a file that people write. Those of the program are in its answers."""
        folder, _, name = path.partition("/")
        if folder == DOCS:
            own_files = (
                self._preview.our_files,
                self._answer.changed,
                find_generated_folders(self._root / DOCS),
            )
            return not any(name in files for files in own_files)
        return folder in _SITE_INPUTS


def _print_problems(problems: Collection[str]) -> None:
    for problem in problems:
        log.error("%s", problem)
    if len(problems) > 1:
        log.error("%d problems", len(problems))


# --- changes of files ------------------------------------------------------------------------------------


class _Watcher(FileSystemEventHandler):
    """Notices changes of files that people write, and of the program."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._observer = Observer()
        self._watches: dict[Path, ObservedWatch] = {}
        self._observer.start()
        self._watch_folders()

    def close(self) -> None:
        """Stop."""
        self._observer.stop()
        self._observer.join()

    def wait(self) -> tuple[set[str], float]:
        """Wait for changes, until there are none for a moment.

        Returns:
            The paths of changed files and folders, below the catalogue's folder, and when the first one
            changed, by `time.monotonic`.
        """
        paths, start = {self._paths.get()}, time.monotonic()
        with suppress(queue.Empty):
            while True:
                paths.add(self._paths.get(timeout=_QUIET_SECONDS))
        for folder in self._watches.keys() & {self._root / path for path in paths}:
            # It was removed or made again. A watch is on the folder that had the name at first.
            self._observer.unschedule(self._watches.pop(folder))
        self._watch_folders()
        return paths, start

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in filter(None, (event.src_path, event.dest_path)):
            file = Path(str(path)).relative_to(self._root)
            if _is_input(file, event) and not file.name.startswith("."):  # a temporary file
                self._paths.put(file.as_posix())

    def _watch_folders(self) -> None:
        """Watch folders, also new ones, except those of generated files, which are many and change often."""
        docs = self._root / DOCS
        generated = find_generated_folders(docs)
        own = [path for path in docs.glob("*") if path.is_dir() and path.name not in generated]
        for folder in (self._root, docs, *own, *(self._root / name for name in (DATA, _PROGRAM, OVERRIDES))):
            if folder.is_dir() and folder not in self._watches:
                is_recursive = folder not in (self._root, docs)
                self._watches[folder] = self._observer.schedule(
                    self, str(folder), recursive=is_recursive, event_filter=_EVENTS
                )


def _is_input(file: Path, event: FileSystemEvent) -> bool:
    """Whether pages or the site are made from a file, by its path below the catalogue's folder."""
    top = file.parts[0] if file.parts else ""
    if top in _PAGE_FOLDERS:
        # No event names the files in a folder that was moved out of the repository, such as to the trash.
        is_folder = len(file.parts) == 1 or isinstance(event, DirDeletedEvent)
        return is_folder or file.suffix in _PAGE_INPUTS
    return top in _SITE_INPUTS
