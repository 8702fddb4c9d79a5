"""A time limit for an answer as a whole, its headers included.

The read timeout of requests is about a single read. A server that sends a byte a minute would keep us waiting
for years. Here the time is checked after every read of the socket.
"""

import http.client
import io
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import requests
import urllib3

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Check = Callable[[], None]


class DeadlineAdapter(requests.adapters.HTTPAdapter):
    """Connects a session by https and http, and checks the time after every read."""

    def __init__(self, check: Check) -> None:
        """Prepare connections.

        Args:
            check: Called after every read; an error that it raises ends the answer.
        """
        self._check = check
        super().__init__()

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **options: object
    ) -> None:
        """Create pools of connections whose answers are checked."""
        super().init_poolmanager(connections, maxsize, block, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _build_pool_class(urllib3.HTTPConnectionPool, self._check),
            "https": _build_pool_class(urllib3.HTTPSConnectionPool, self._check),
        }


def _build_pool_class(
    pool: type[urllib3.HTTPConnectionPool], check: Check
) -> type[urllib3.HTTPConnectionPool]:
    """Return the same class of pool, with connections whose answers are checked."""

    class Response(http.client.HTTPResponse):
        def __init__(
            self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
        ) -> None:
            super().__init__(sock, debuglevel, method, url)
            self.fp: io.BufferedReader = io.BufferedReader(_CheckedStream(self.fp.detach(), check))

    connection = type("Connection", (pool.ConnectionCls,), {"response_class": Response})
    return type("Pool", (pool,), {"ConnectionCls": connection})


class _CheckedStream(io.RawIOBase):
    """A stream that calls a function after every read."""

    def __init__(self, stream: io.RawIOBase, check: Check) -> None:
        self._stream = stream
        self._check = check

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        count = self._stream.readinto(buffer)
        self._check()
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()
