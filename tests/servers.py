"""Web servers on loopback that serve a folder: as it is, or compressed as GitHub Pages does."""

import functools
import gzip
import http.server
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

_COMPRESSED = {".json", ".js", ".css", ".html", ".svg", ".xml"}


class FolderHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files as they are."""

    def log_message(self, *_):
        """Log nothing."""


class GitHubPagesHandler(FolderHandler):
    """Serves texts compressed, and the page of the site for addresses that do not exist."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # otherwise a body waits 40 ms for the acknowledgement of its headers

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory) / "404.html"
        is_text = path.suffix in _COMPRESSED
        data = _compress(path, path.stat().st_mtime_ns) if is_text else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.count_bytes(sum(map(len, self._headers_buffer)) + len(data))
        self.end_headers()
        self.wfile.write(data)

    def count_bytes(self, size):
        """Do nothing; a benchmark counts what is sent."""


@functools.lru_cache(maxsize=4096)
def _compress(path, _time):
    return gzip.compress(path.read_bytes(), 6)


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Report errors, but not that a browser has left a page before its files had arrived."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve_folder(folder, handler=FolderHandler):
    """Serve a folder in this context, and provide the server, which has an ``address``."""
    bound_handler = functools.partial(handler, directory=str(folder))
    with _Server(("127.0.0.1", 0), bound_handler) as server:
        server.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
