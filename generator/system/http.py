"""A polite HTTP client: it throttles requests, checks redirects, and limits the time and size of an answer.

Its caller decides which addresses may be requested: `HttpClient.send` asks before each request and redirect.
The clients for feeds and for link checks are built on it. requests and urllib3 follow redirects too, but
neither checks their addresses, pauses before them, nor limits the time of all of them together.
"""

import math
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

import requests
import urllib3

from generator.system.clock import Clock
from generator.system.deadline import DeadlineAdapter
from generator.system.files import write_atomically

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_CONNECT_SECONDS = 10
_READ_SECONDS = 60  # for one read of the connection
_MAX_REDIRECTS = 5
MAX_BODY_SIZE = 20_000_000  # bytes, before and after decompression

_CHUNK = 65_536
_MAX_VALUE_LENGTH = 1_000  # characters of a header
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT_REDIRECTS = frozenset({301, 308})
_NOT_MODIFIED = 304
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent.

    Attributes:
        status: The status code.
        headers: Values by lower-case name.
        body: The decompressed body; empty if it was not to be read.
        url: The address that answered, after all redirects.
        is_moved: Whether there were redirects, all of them permanent.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    url: str = ""
    is_moved: bool = False

    @property
    def is_unchanged(self) -> bool:
        """Whether the conditions of the request hold, so that the server sent no document."""
        return self.status == _NOT_MODIFIED

    @property
    def date(self) -> datetime | None:
        """The time of the answer by the server's clock, or None if it states none."""
        return parse_http_date(self.headers.get("date"))


@dataclass(frozen=True, slots=True)
class Permission:
    """How an address may be requested.

    Attributes:
        hosts: Hosts that share a pause, the host of the address included.
        pause: Seconds between the starts of two requests to these hosts.
    """

    hosts: frozenset[str]
    pause: float


class UnreachedError(OSError):
    """No connection was made: the name has no address, or nothing trustworthy answers there."""


class TooLargeError(Exception):
    """The body of an answer is larger than `MAX_BODY_SIZE`."""


class TooManyRedirectsError(Exception):
    """A request was redirected more often than a client follows."""


class _Session(requests.Session):
    """A session that never follows redirects: requests reads their bodies, however long they are."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None, so that requests treats a redirect like any other answer."""


class _ThreadState(threading.local):
    """The time limit of the request that this thread sends."""

    timeout: float = 0.0
    deadline: float = 0.0


@dataclass(slots=True)
class HttpClient:
    """Sends requests. Threads may share a client if no two of them request the same host.

    Attributes:
        user_agent: Who we are and how to reach us.
        clock: The clock.
        total_timeout: The time limit for a request with its redirects, unless the request has a shorter one.
        last_request_file: A file that keeps the time of the last request for the next run. Without it,
            runs do not wait for each other.
        session: Keeps the connections. Its pools and cookies have locks of their own.
    """

    user_agent: str
    clock: Clock
    total_timeout: float
    last_request_file: Path | None = None
    session: requests.Session = field(default_factory=_Session)
    _last_start: dict[str, float] = field(default_factory=dict)
    _last_run: float = -math.inf
    _file_lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: _ThreadState = field(default_factory=_ThreadState)

    def __post_init__(self) -> None:
        self._last_run = _read_last_request(self.last_request_file)
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, DeadlineAdapter(self._check_deadline))

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        get_permission: Callable[[str], Permission],
        reads_body: Callable[[int], bool],
        timeout: float = math.inf,
    ) -> Answer:
        """Send a request, and follow its redirects.

        Args:
            method: The method of the request and of its redirects.
            url: The address.
            headers: The headers, apart from ``User-Agent``.
            get_permission: Returns how an address may be requested, or raises an error of its own.
            reads_body: Whether the body of an answer with this status is read.
            timeout: The time limit in seconds, if it is shorter than that of all requests.

        Raises:
            UnreachedError: No connection was made.
            OSError: The connection failed, or the answer is not complete in time.
            StoreError: The time of the request cannot be written for the next run.
            TooLargeError: The body is too large.
            TooManyRedirectsError: There are too many redirects.
        """
        timeout = min(timeout, self.total_timeout)
        self._thread.timeout, self._thread.deadline = timeout, self.clock.monotonic() + timeout
        first_url, is_permanent = url, True
        for _ in range(_MAX_REDIRECTS + 1):
            permission = get_permission(url)
            self._throttle(permission)
            try:
                answer = self._send(method, url, headers, permission, reads_body)
            except urllib3.exceptions.HTTPError as error:  # those of requests are OSErrors already
                raise OSError(str(error)) from error
            except requests.exceptions.RequestException as error:
                if _is_unreached(error):
                    raise UnreachedError(str(error)) from error
                raise
            if answer.status not in _REDIRECTS:
                is_moved = is_permanent and url != first_url
                return Answer(answer.status, answer.headers, answer.body, url, is_moved)
            is_permanent = is_permanent and answer.status in _PERMANENT_REDIRECTS
            url = _join(url, answer.headers.get("location", ""))
        raise TooManyRedirectsError(f"it redirects more than {_MAX_REDIRECTS} times")

    def _throttle(self, permission: Permission) -> None:
        """Wait until the pause since the last request to any of the hosts is over."""
        now = self.clock.monotonic()
        starts = [self._last_start[host] for host in permission.hosts if host in self._last_start]
        # A start in the future is from before the machine was restarted. It must not make us wait longer.
        last = min(now, max(starts, default=self._last_run))
        if last + permission.pause > now:
            self.clock.sleep(last + permission.pause - now)
        self._record_start(permission)

    def _record_start(self, permission: Permission) -> None:
        now = self.clock.monotonic()
        self._last_start |= dict.fromkeys(permission.hosts, now)
        if self.last_request_file:
            with self._file_lock:
                write_atomically(self.last_request_file, b"%f\n" % now)

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        permission: Permission,
        reads_body: Callable[[int], bool],
    ) -> Answer:
        with self.session.request(
            method,
            url,
            headers={**headers, "User-Agent": self.user_agent.encode("ascii", "replace").decode()},
            stream=True,
            allow_redirects=False,
            timeout=(_CONNECT_SECONDS, min(_READ_SECONDS, self._thread.timeout)),
        ) as response:
            self._record_start(permission)  # for the server, a request starts when it has arrived
            status = response.status_code
            fields = {name.lower(): value for name, value in response.headers.items()}
            has_body = status not in _REDIRECTS and status != _NOT_MODIFIED and reads_body(status)
            body = b"".join(_read_body(response, fields)) if has_body else b""
        return Answer(status, fields, body)

    def _check_deadline(self) -> None:
        if self.clock.monotonic() > self._thread.deadline:
            message = f"the answer took longer than {self._thread.timeout:.0f} s"
            raise TimeoutError(message)


def _is_unreached(error: requests.exceptions.RequestException) -> bool:
    """Whether no connection was made, to the server or to the proxy before it."""
    if isinstance(error, (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)):
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, urllib3.exceptions.MaxRetryError) else None
    return isinstance(reason, (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ProxyError))


def parse_http_date(text: str | None) -> datetime | None:
    """Parse a date in a header into UTC; None if it is not a date, or none that can be represented.

    >>> parse_http_date("Tue, 24 Mar 2026 12:50:00 GMT")
    datetime.datetime(2026, 3, 24, 12, 50, tzinfo=datetime.timezone.utc)
    >>> parse_http_date("Tue, 24 Mar 99999999999999999999 12:50:00 GMT") is None
    True
    """
    try:
        date = parsedate_to_datetime(text or "")
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # for absurd years, hours and zones it raises any of these


def is_header_value(text: str) -> bool:
    r"""Whether a server's value can be sent back to it in a header: visible ASCII, on one line, not too long.

    >>> is_header_value('"a-tag"'), is_header_value("two\nlines")
    (True, False)
    """
    is_plain = text.isascii() and text.isprintable() and text == text.strip()
    return is_plain and 0 < len(text) <= _MAX_VALUE_LENGTH


def _read_last_request(file: Path | None) -> float:
    """Return when the last request of an earlier run started; just now if the file is broken."""
    try:
        return float(file.read_bytes()) if file else -math.inf
    except FileNotFoundError:
        return -math.inf
    except (OSError, ValueError):
        return math.inf


def _read_body(response: requests.Response, headers: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the decompressed body in pieces.

    Raises:
        OSError: The body is not complete.
        TooLargeError: The body is too large.
    """
    is_packed = headers.get("content-encoding", "").lower() in ("gzip", "x-gzip")
    unpacker = zlib.decompressobj(_GZIP)
    received = unpacked = 0
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        received += len(chunk)
        piece = _unpack(unpacker, chunk, MAX_BODY_SIZE - unpacked + 1) if is_packed else chunk
        unpacked += len(piece)
        if max(received, unpacked) > MAX_BODY_SIZE:
            raise TooLargeError(f"the answer is larger than {MAX_BODY_SIZE:,} bytes")
        yield piece
    if is_packed and not unpacker.eof:
        raise OSError("the answer is cut off")


def _unpack(unpacker: "zlib._Decompress", chunk: bytes, max_size: int) -> bytes:
    try:
        return unpacker.decompress(chunk, max_size)
    except zlib.error as error:
        raise OSError(str(error)) from error


def _join(url: str, location: str) -> str:
    """Return where a redirect leads; a text that is not an address is returned unchanged."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location
