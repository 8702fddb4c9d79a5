"""Run ``mkdocs serve``: ``python -m generator.site.mkdocs_server OPTION...``, as `generator.site.serve` does.

The server of MkDocs answers 500 to paths that no file can have, and redirects some that begin with ``//`` to
another host. Here such paths are not found.
"""

import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.__main__ import cli
from mkdocs.commands import serve
from mkdocs.livereload import LiveReloadServer

_NO_PAGE = "/livereload/none"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONG_EPOCH = re.compile(r"/livereload/\d{19}")


class PathCheckingServer(LiveReloadServer):
    """The server of MkDocs, without paths that it cannot handle."""

    def serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        """Answer a request; a path that no file can have is not found."""
        path = environ["PATH_INFO"] if can_be_served(environ["PATH_INFO"]) else _NO_PAGE
        answer: Iterable[bytes] = super().serve_request({**environ, "PATH_INFO": path}, start_response)
        return answer


def can_be_served(path: str) -> bool:
    r"""Whether the server of MkDocs can handle the decoded path of a request.

    >>> can_be_served("/papers/"), can_be_served("//papers"), can_be_served("/a\0")
    (True, False, False)
    """
    return "//" not in path and not _CONTROL.search(path) and not _LONG_EPOCH.match(path)


def main(options: list[str]) -> None:
    """Serve the site until interrupted."""
    serve.LiveReloadServer = PathCheckingServer  # type: ignore[attr-defined]  # MkDocs has no other way
    cli(["serve", *options])


if __name__ == "__main__":
    main(sys.argv[1:])
