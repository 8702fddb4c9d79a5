"""A deadline for an answer as a whole, its headers included.

A read timeout is about one read: a server that sends a byte a minute, of the headers or of the body, would
hold us for years. Here the time is looked at after every read of the socket.
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
    """Speaks https and http for a session, and looks at the time after every read."""

    def __init__(self, check: Check) -> None:
        """Set up connections.

        Args:
            check: Called after every read; what it raises ends the answer.
        """
        self._check = check
        super().__init__()

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **options: object
    ) -> None:
        """Make connections whose answers are read under the check."""
        super().init_poolmanager(connections, maxsize, block, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _checked(urllib3.HTTPConnectionPool, self._check),
            "https": _checked(urllib3.HTTPSConnectionPool, self._check),
        }


def _checked(pool: type[urllib3.HTTPConnectionPool], check: Check) -> type[urllib3.HTTPConnectionPool]:
    """The same kind of pool, with connections whose answers are read under a check."""

    class Response(http.client.HTTPResponse):
        def __init__(
            self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
        ) -> None:
            super().__init__(sock, debuglevel, method, url)
            self.fp: io.BufferedReader = io.BufferedReader(_Checked(self.fp.detach(), check))

    connection = type("Connection", (pool.ConnectionCls,), {"response_class": Response})
    return type("Pool", (pool,), {"ConnectionCls": connection})


class _Checked(io.RawIOBase):
    """A stream with a check after every read."""

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
