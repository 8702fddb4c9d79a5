"""``catalogue serve``: serve the website on 127.0.0.1 and rebuild it after every change.

MkDocs serves the site, and rebuilds it when ``docs/``, ``mkdocs.yml`` or a theme in ``overrides/`` changes.
This module writes the pages again when the data or the program change: in a new process, so that changed code
is used. Pages that stay the same are not written, so that MkDocs rebuilds only if a page differs.
"""

import argparse
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.curation.folder import read_settings
from generator.model.errors import BuildError, StoreError
from generator.model.layout import DATA, MKDOCS_CONFIG, OVERRIDES
from generator.site.build import build_mkdocs_environment
from generator.system.command import CommandResult, parse_positive

_WATCHED_FOLDERS = (DATA, "generator")
_WATCHED_SUFFIXES = {".yml", ".jsonl", ".py", ".j2", ".json"}
_CHANGES = {"created", "modified", "moved", "deleted"}
_QUIET_SECONDS = 0.3  # without a change, before the pages are written: editors and git change several files
_CHECK_SECONDS = 1  # between two checks whether the server still runs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=parse_positive, default=8000, help="the port (default: 8000)")


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Serve the site until interrupted by Ctrl-C or SIGTERM, which end MkDocs' server, too.

    Raises:
        BuildError: The pages cannot be written; their problems are printed.
        StoreError: The server stopped, for example because the port is in use.
    """
    address = f"127.0.0.1:{options.port}"
    environment = {**build_mkdocs_environment(read_settings(root).language), "SITE_URL": f"http://{address}/"}
    if not _write_pages(root, environment):
        raise BuildError("cannot serve the site, because its pages cannot be written")
    changes = _ChangeHandler()
    observer = Observer()
    for folder in _WATCHED_FOLDERS:
        if (root / folder).is_dir():
            observer.schedule(changes, str(root / folder), recursive=True)
    observer.start()
    command = [sys.executable, "-m", "generator.site.mkdocs_server", "--no-strict"]
    command += ["--config-file", str(root / MKDOCS_CONFIG), "--dev-addr", address]
    if (root / OVERRIDES).is_dir():
        command += ["--watch", str(root / OVERRIDES)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = subprocess.Popen(command, env=environment)  # noqa: S603 - our own arguments
    try:
        while server.poll() is None:
            if changes.wait():
                _write_pages(root, environment)
    except KeyboardInterrupt:
        return CommandResult()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        server.terminate()
        server.wait()
        observer.stop()
        observer.join()
    raise StoreError(f"the server on {address} stopped")


class _ChangeHandler(FileSystemEventHandler):
    """Notices changes of files that pages are made from."""

    def __init__(self) -> None:
        self._has_changes = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = (str(event.src_path), str(event.dest_path))
        if event.event_type in _CHANGES and any(Path(path).suffix in _WATCHED_SUFFIXES for path in paths):
            self._has_changes.set()

    def wait(self) -> bool:
        """Wait for changes and for the end of them; return False if there are none for a while."""
        if not self._has_changes.wait(timeout=_CHECK_SECONDS):
            return False
        while self._has_changes.is_set():
            self._has_changes.clear()
            self._has_changes.wait(timeout=_QUIET_SECONDS)
        return True


def _write_pages(root: Path, environment: Mapping[str, str]) -> bool:
    command = [sys.executable, "-m", "generator", "pages", "--root", str(root)]
    return subprocess.run(command, env=environment, check=False).returncode == 0  # noqa: S603 - our own arguments
