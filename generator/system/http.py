"""An HTTP client that is polite, and that no answer can drown, stall or lead astray.

Requests to one service start at least `pause` seconds apart, whatever was asked and answered, by this run
or the one before; answers have a limit of size before and after decompression and a deadline as a whole;
redirects go only to hosts that were named; 429 and 5xx are asked again, few times and late. Time comes from
a `Clock`, so that tests need not wait. arXiv's terms: https://info.arxiv.org/help/api/tou.html
"""

import math
import random
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from generator.model.errors import FetchError
from generator.system.deadline import DeadlineAdapter
from generator.system.files import write_atomically

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

ARXIV_PAUSE = 3.0  # seconds between the starts of requests, by arXiv's terms
CONNECT_SECONDS = 10
READ_SECONDS = 60
WHOLE_SECONDS = 180  # for one request, its redirects included
LARGEST_BODY = 20_000_000  # bytes, before and after decompression
MOST_REDIRECTS = 4
MOST_TRIES = 4
FIRST_BACK_OFF = 60  # seconds; arXiv's throttle lasts minutes
LONGEST_RETRY_AFTER = 300  # seconds; who asks for more is left alone until the next run
_CHUNK = 65_536
_AGAIN = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_GZIP = 16 + zlib.MAX_WBITS


class Clock:
    """The world's time; tests put another in its place."""

    def monotonic(self) -> float:
        """Seconds that only grow, whatever happens to the machine's clock; the same for all its processes."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def jitter(self) -> float:
        """A number from 0 to 1, so that clients that failed together do not come back together."""
        return random.random()  # noqa: S311 - no secret depends on it


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said.

    Attributes:
        status: 200, or 304 where a condition was sent.
        headers: By lower-case name.
        body: Decompressed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_unchanged(self) -> bool:
        """Whether the conditions hold, so that there is nothing new to say."""
        return self.status == _NOT_MODIFIED

    @property
    def date(self) -> datetime | None:
        """When it was given, by the server's own clock."""
        return _date(self.headers.get("date"))


class _AgainError(Exception):
    """A failure that may pass: why, and after how many seconds the server wants to be asked again."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Session(requests.Session):
    """A session that leaves redirects to its caller: requests reads their bodies, however long they are."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nothing, for we look at redirects ourselves."""


@dataclass(slots=True)
class Client:
    """Asks servers, one request at a time.

    Attributes:
        user_agent: Who we are and how to reach us.
        clock: Where time comes from.
        pause: Seconds between the starts of requests to one service; less than arXiv's on loopback only.
        memory: The file in which runs leave the time of their last request, whoever was asked, for the next.
        sent: How many requests were sent so far.
        session: Holds the connections.
    """

    user_agent: str
    clock: Clock = field(default_factory=Clock)
    pause: float = ARXIV_PAUSE
    memory: Path | None = None
    sent: int = 0
    session: requests.Session = field(default_factory=Session)
    _last_start: dict[str, float] = field(default_factory=dict)
    _deadline: float = 0.0

    def __post_init__(self) -> None:
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, DeadlineAdapter(self._check_deadline))

    def get(
        self, url: str, *, accept: str, hosts: frozenset[str], conditions: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for an address, again where that may help.

        Args:
            url: https, or http on loopback.
            accept: The media types wanted.
            hosts: The hosts that it and its redirects may name; they are one service.
            conditions: ``If-None-Match`` and ``If-Modified-Since``.

        Raises:
            FetchError: There is no good answer to be had now; the message says why and what to do.
            StoreError: The time of the request cannot be left for the next run.
        """
        headers = {
            "User-Agent": self.user_agent.encode("ascii", "replace").decode(),
            "Accept": accept,
            "Accept-Encoding": "gzip",
            **(conditions or {}),
        }
        for attempt in range(MOST_TRIES):
            try:
                answer = self._follow(url, headers, hosts)
            except _AgainError as error:
                reason = str(error)
                after = error.after
            else:
                return _expected(answer, url, may_be_unchanged=bool(conditions))
            if after is not None and after > LONGEST_RETRY_AFTER:
                raise FetchError(url, f"{reason} and asks for {after:.0f} s of patience", "run again later")
            if attempt + 1 < MOST_TRIES:
                self.clock.sleep(self._back_off(attempt) if after is None else after)
        raise FetchError(url, f"{reason}, {MOST_TRIES} times", "run again later")

    def _back_off(self, attempt: int) -> float:
        seconds: float = FIRST_BACK_OFF * 2**attempt * (1 + self.clock.jitter() / 4)
        return seconds

    def _follow(self, url: str, headers: Mapping[str, str], hosts: frozenset[str]) -> Answer:
        """One answer, after at most a few redirects."""
        self._deadline = self.clock.monotonic() + WHOLE_SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            self._wait_for_turn(_checked_host(url, hosts), hosts)
            answer = self._ask(url, headers, hosts)
            if answer.status not in _REDIRECTS:
                return answer
            url = _joined(url, answer.headers.get("location", ""))
        raise FetchError(url, f"it redirects more than {MOST_REDIRECTS} times", "look at the feed's address")

    def _wait_for_turn(self, host: str, hosts: frozenset[str]) -> None:
        """Wait until a pause has passed since the last request to any of a service's hosts began."""
        pause = self.pause if host in LOOPBACK else max(ARXIV_PAUSE, self.pause)
        now = self.clock.monotonic()
        started = [self._last_start[name] for name in hosts if name in self._last_start]
        # A time to come is one of before the machine's start, or nonsense; nothing makes us wait for longer.
        last = min(now, max(started) if started else _remembered(self.memory))
        if last + pause > now:
            self.clock.sleep(last + pause - now)
        self._start_now(hosts)

    def _start_now(self, hosts: frozenset[str]) -> None:
        now = self.clock.monotonic()
        self._last_start |= dict.fromkeys(hosts, now)
        if self.memory:
            write_atomically(self.memory, b"%f\n" % now)

    def _ask(self, url: str, headers: Mapping[str, str], hosts: frozenset[str]) -> Answer:
        self.sent += 1
        try:
            with self.session.get(
                url,
                headers=headers,
                stream=True,
                allow_redirects=False,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            ) as response:
                self._start_now(hosts)  # by the server's clock, a request starts when it has arrived
                found = {name.lower(): value for name, value in response.headers.items()}
                if response.status_code in _AGAIN:
                    raise _AgainError(f"the server answers {response.status_code}", _retry_after(found))
                is_empty = response.status_code in _REDIRECTS or response.status_code == _NOT_MODIFIED
                body = b"" if is_empty else b"".join(_body(response, found, url))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, zlib.error) as error:
            raise _AgainError(f"the connection failed ({_first_cause(error)})") from error
        return Answer(response.status_code, found, body)

    def _check_deadline(self) -> None:
        if self.clock.monotonic() > self._deadline:
            message = f"the answer took longer than {WHOLE_SECONDS} s"
            raise TimeoutError(message)


def _remembered(memory: Path | None) -> float:
    """When the last request of an earlier run began; a file that cannot be read says just now."""
    try:
        return float(memory.read_bytes()) if memory else -math.inf
    except FileNotFoundError:
        return -math.inf
    except (OSError, ValueError):
        return math.inf


def _expected(answer: Answer, url: str, *, may_be_unchanged: bool) -> Answer:
    """The answer, if it is one that was asked for.

    Raises:
        FetchError: It is a refusal.
    """
    if answer.status == requests.codes.ok or (answer.status == _NOT_MODIFIED and may_be_unchanged):
        return answer
    hint = "look at the feed's address and query"
    raise FetchError(url, f"the server answers {answer.status}", hint, answer.body[:_CHUNK])


def _body(response: requests.Response, headers: Mapping[str, str], url: str) -> Iterator[bytes]:
    """The decompressed body, piece by piece, within the limits of size."""
    packed = headers.get("content-encoding", "").lower() in ("gzip", "x-gzip")
    unzip = zlib.decompressobj(_GZIP)
    received = unpacked = 0
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        received += len(chunk)
        piece = unzip.decompress(chunk, LARGEST_BODY - unpacked + 1) if packed else chunk
        unpacked += len(piece)
        if max(received, unpacked) > LARGEST_BODY:
            raise FetchError(url, f"the answer is larger than {LARGEST_BODY:,} bytes", "ask for less")
        yield piece
    if packed and not unzip.eof:
        raise _AgainError("the answer is cut off")


def _checked_host(url: str, hosts: frozenset[str]) -> str:
    """The host of an address that may be asked.

    Raises:
        FetchError: It may not.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise FetchError(url, f"this is no address: {error}", "check the address") from error
    if host not in hosts:
        raise FetchError(
            url, f"only {', '.join(sorted(hosts))} may be asked for this feed", "check the address"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise FetchError(url, "only https is asked", "write the address with https://")
    if parts.username or parts.password:
        raise FetchError(f"{parts.scheme}://{host}/", "addresses hold no passwords", "take it out")
    return host


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; what is no address stays as it is, and is refused as such."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: given as such, or as a date by the server's own clock.

    None where it does not say, or says that it would take at once what it has just refused.
    """
    stated = headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated) or None
    until, since = _date(stated), _date(headers.get("date"))
    return (until - since).total_seconds() if until and since and until > since else None


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _first_cause(error: BaseException) -> str:
    """The innermost reason, in few words."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(error) or type(error).__name__
