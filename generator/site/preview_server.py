"""Serve a preview of the site on 127.0.0.1, and reload open pages that have changed.

Each page gets a script, which asks whether the page has changed (long polling), reloads it if so, and shows
problems.
"""

import json
import logging
import mimetypes
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote

from mkdocs.exceptions import MkDocsException

from generator.model.layout import OVERRIDES
from generator.site.preview import Preview

# No file of a site is below these, because MkDocs publishes no name that begins with a dot.
_SCRIPT_PATH: Final = "/.preview/reload.js"
_STATE_PATH: Final = "/.preview/state"
_SCRIPT: Final = Path(__file__).with_name("reload.js")
_POLL_SECONDS: Final = 20  # then a request for changes is answered, although there are none

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Response:
    body: bytes = b""
    content_type: str = "text/html"
    status: HTTPStatus = HTTPStatus.OK
    location: str = ""


class PreviewServer(ThreadingHTTPServer):
    """The server; its methods can be called by any thread.

    Attributes:
        url: Its address.
    """

    daemon_threads = True
    _thread: threading.Thread | None = None

    def __init__(self, port: int) -> None:
        """Listen on a port, and answer nothing before `start`.

        Raises:
            OSError: The port is in use.
        """
        super().__init__(("127.0.0.1", port), _Handler)
        self.url = f"http://127.0.0.1:{port}/"
        self._changed = threading.Condition()  # one thread at a time makes pages
        self._version = self._theme_version = str(time.time_ns())
        self._problems: Sequence[str] = ()
        self._good_pages: dict[str, bytes] = {}  # the last version of each that was made without an error

    def start(self, preview: Preview) -> None:
        """Answer requests from now on."""
        self._preview = preview
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    def server_close(self) -> None:
        """Stop."""
        if self._thread:
            self.shutdown()
        super().server_close()

    def update(self, paths: Collection[str], problems: Sequence[str]) -> Sequence[str]:
        """Show changes.

        Args:
            paths: The changed files, below the catalogue's folder.
            problems: Problems because of which pages are those of earlier data.

        Returns:
            All problems.
        """
        with self._changed:
            try:
                self._preview.update(paths)
            except (MkDocsException, OSError) as error:
                problems = [*problems, str(error)]
            except Exception as error:  # noqa: BLE001 - plugins, hooks and files of the theme can raise any
                problems = [*problems, f"{type(error).__name__}: {error}"]
            self._problems = problems
            self._version = str(time.time_ns())
            if any(path.startswith(f"{OVERRIDES}/") for path in paths):
                self._theme_version = self._version
            self._changed.notify_all()
        return problems

    def make_response(self, path: str) -> _Response:
        """Make the file at a path."""
        with self._changed:
            return self._make_response(path)[0]

    def make_state(self, path: str, version: str) -> _Response:
        """Wait until something has changed since a version, and describe the page at a path."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, _POLL_SECONDS)
            response, problems = self._make_response(path)
            state = {
                "version": self._version,
                "digest": blake2b(response.body + self._theme_version.encode()).hexdigest(),
                "problems": [*self._problems, *problems],
            }
        return _Response(json.dumps(state).encode(), "application/json")

    def _make_response(self, path: str) -> tuple[_Response, Sequence[str]]:
        """Make the file at a path. If that fails, return its last good version, and why it failed."""
        mount_path = self._preview.mount_path
        if not path.startswith(mount_path):
            return _Response(status=HTTPStatus.FOUND, location=mount_path), ()
        name = unquote(path.removeprefix(mount_path))
        if name.endswith("/") or not name:
            name += "index.html"
        try:
            body = self._preview.make(name)
        except Exception as error:  # noqa: BLE001 - a template can raise any
            message = f"{name}: {type(error).__name__}: {error}"
            log.error(message)  # noqa: TRY400 - the message states the cause
            return _Response(self._good_pages.get(name, b"")), [message]
        if body is not None:
            content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            if content_type == "text/html":
                self._good_pages[name] = body
            return _Response(body, content_type), ()
        if self._preview.has(f"{name}/index.html"):
            return _Response(status=HTTPStatus.FOUND, location=f"{path}/"), ()
        return _Response(self._preview.make("404.html") or b"", status=HTTPStatus.NOT_FOUND), ()


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path, _, query = self.path.partition("?")
        if path == _SCRIPT_PATH:
            response = _Response(_SCRIPT.read_bytes(), "text/javascript")
        elif path == _STATE_PATH:
            values = parse_qs(query)
            page, version = (values.get(name, [""])[0] for name in ("path", "version"))
            response = self.server.make_state(page, version)
        else:
            response = self.server.make_response(path)
        body = response.body
        if response.content_type == "text/html" and not response.location:
            body += f'<script src="{_SCRIPT_PATH}"></script>\n'.encode()
        with suppress(ConnectionError):  # the browser does not wait any more
            self.send_response(response.status)
            charset = "; charset=utf-8" if response.content_type.startswith("text/") else ""
            self.send_header("Content-Type", response.content_type + charset)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            if response.location:
                self.send_header("Location", response.location)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing for each request."""
