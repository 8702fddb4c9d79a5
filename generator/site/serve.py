"""The website while one works on it: built again whenever data, templates, theme or code change.

MkDocs serves and reloads on changes of ``docs/``, ``overrides/`` and ``mkdocs.yml``; beside it the pages
are written anew, in a process of its own so that changed code counts, when what they are made from
changes. Pages that come out the same are not touched, and so MkDocs rebuilds only for a reason.
"""

import argparse
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.command import CommandResult, parse_positive
from generator.site.build import environment

log = logging.getLogger(__name__)

_WATCHED = ("data", "generator")
_SUFFIXES = {".yml", ".jsonl", ".py", ".j2", ".json"}
_QUIET_SECONDS = 0.3  # editors and git change several files at once


class _Changes(FileSystemEventHandler):
    """Tells that something changed that pages are made from."""

    def __init__(self) -> None:
        self.seen = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in {"created", "modified", "moved", "deleted"}:
            paths = (str(event.src_path), str(event.dest_path))
            if any(Path(path).suffix in _SUFFIXES for path in paths):
                self.seen.set()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--port", type=parse_positive, default=8000, metavar="N", help="the port (default: 8000)"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Serve the site until interrupted."""
    return CommandResult(exit_code=serve(root, options.port))


def serve(root: Path, port: int) -> int:
    """Serve the site until interrupted; returns the exit code.

    Args:
        root: The catalogue's folder.
        port: On 127.0.0.1.
    """
    address = f"127.0.0.1:{port}"
    env = {**environment(), "SITE_URL": f"http://{address}/"}
    if not _write_pages(root, env):
        return 1
    changes = _Changes()
    observer = Observer()
    for folder in _WATCHED:
        if (root / folder).is_dir():
            observer.schedule(changes, str(root / folder), recursive=True)
    observer.start()
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict"]
    command += ["--dev-addr", address, "--watch", "overrides"]
    server = subprocess.Popen(command, cwd=root, env=env)  # noqa: S603 - our own arguments
    try:
        while server.poll() is None:
            if changes.seen.wait(timeout=1):
                while changes.seen.is_set():
                    changes.seen.clear()
                    changes.seen.wait(timeout=_QUIET_SECONDS)
                _write_pages(root, env)
    except KeyboardInterrupt:
        server.terminate()
    finally:
        observer.stop()
        observer.join()
        code = server.wait()
    return max(0, code)


def _write_pages(root: Path, env: Mapping[str, str]) -> bool:
    command = [sys.executable, "-m", "generator", "pages", "--root", str(root)]
    return subprocess.run(command, env=env, check=False).returncode == 0  # noqa: S603 - our own arguments
