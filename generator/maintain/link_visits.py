"""Addresses that curators gave, asked whether they still answer: politely, and in no private network.

Only https with a valid certificate is asked, and only hosts all of whose addresses are public. A name that
changes its address between that look and the connection gains nothing: what is inside lacks its certificate.
"""

import ipaddress
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from generator.model.errors import OutageError
from generator.model.text import format_count
from generator.system.deadline import DeadlineAdapter
from generator.system.http import CONNECT_SECONDS, Clock, Session

PAUSE = 1.0  # seconds between the starts of requests to one host
WHOLE_SECONDS = 30  # for one address, its redirects included
MOST_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_GONE = frozenset({404, 410})
_FIRST_ERROR = 400


class Verdict(StrEnum):
    """What became of an address."""

    WELL = "well"
    MOVED = "moved"
    UNCLEAR = "unclear"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Visit:
    """An address, the verdict, and why; of one that moved for good, where to.

    Attributes:
        is_unreached: No connection came about, or it ended before there was an answer.
    """

    url: str
    verdict: Verdict
    reason: str = ""
    is_unreached: bool = False


class _NotAskedError(Exception):
    """An address must not be asked; the message says why."""


def public_addresses(host: str, port: int) -> bool:
    """Whether all addresses of a host are public.

    Raises:
        OSError: The host has none.
    """
    found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    return all(ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found)


def check_reach(visits: Sequence[Visit]) -> None:
    """Tell dead links from a dead network: where several hosts were asked, one at least must be reached.

    Raises:
        OutageError: None was.
    """
    hosts = {urlsplit(visit.url).netloc for visit in visits}
    if len(hosts) > 1 and all(visit.is_unreached for visit in visits):
        message = (
            f"asked {format_count(len(hosts), 'host')} about"
            f" {format_count(len(visits), 'address', 'addresses')}, and"
            " reached none: the network here seems to be down. Nothing is said of the links; try again later."
        )
        raise OutageError(message)


@dataclass(slots=True)
class Visitor:
    """Asks addresses, one at a time.

    Attributes:
        user_agent: Who we are and how to reach us.
        clock: Where time comes from.
        is_public: Whether a host and port may be asked.
        schemes: What is asked.
    """

    user_agent: str
    clock: Clock = field(default_factory=Clock)
    is_public: Callable[[str, int], bool] = public_addresses
    schemes: Mapping[str, int] = field(default_factory=lambda: {"https": 443})
    _session: requests.Session = field(default_factory=Session)
    _last_start: dict[str, float] = field(default_factory=dict)
    _deadline: float = 0.0

    def __post_init__(self) -> None:
        self._session.trust_env = False  # no proxy that hides whom we talk to, no password of a .netrc
        for scheme in self.schemes:
            self._session.mount(f"{scheme}://", DeadlineAdapter(self._check_deadline))

    def visit_all(self, urls: Iterable[str]) -> Iterator[Visit]:
        """What becomes of each address, hosts in turn, so that the pauses of one are the time of others."""
        by_host: dict[str, deque[str]] = {}
        for url in urls:
            by_host.setdefault(urlsplit(url).netloc, deque()).append(url)
        while by_host:
            for host in list(by_host):
                yield self.visit(by_host[host].popleft())
                if not by_host[host]:
                    del by_host[host]

    def visit(self, url: str) -> Visit:
        """What becomes of an address; one that cannot be reached is tried twice, for not all know HEAD."""
        for is_last in (False, True):
            try:
                return self._visit(url, ("GET",) if is_last else ("HEAD", "GET"))
            except _NotAskedError as error:
                return Visit(url, Verdict.BROKEN, str(error))
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                if is_last or isinstance(error, ValueError):
                    reason = f"it cannot be reached ({type(error).__name__})"
                    return Visit(url, Verdict.BROKEN, reason, is_unreached=True)
        raise AssertionError

    def _visit(self, url: str, methods: Sequence[str]) -> Visit:
        """By the first method that is not refused."""
        for method in methods:
            self._deadline = self.clock.monotonic() + WHOLE_SECONDS
            status, target, is_for_good = self._follow(method, url)
            if status < _FIRST_ERROR:
                moved = is_for_good and target != url
                return Visit(url, Verdict.MOVED if moved else Verdict.WELL, target if moved else "")
        verdict = Verdict.BROKEN if status in _GONE else Verdict.UNCLEAR
        return Visit(url, verdict, f"the server answers {status}")

    def _follow(self, method: str, url: str) -> tuple[int, str, bool]:
        """The last status, where it came from, and whether all redirects on the way are for good."""
        is_for_good = True
        for _ in range(MOST_REDIRECTS + 1):
            status, location = self._ask(method, url)
            if status not in _REDIRECTS:
                return status, url, is_for_good
            is_for_good = is_for_good and status in _FOR_GOOD
            url = urljoin(url, location)
        raise _NotAskedError(f"it redirects more than {MOST_REDIRECTS} times")

    def _ask(self, method: str, url: str) -> tuple[int, str]:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in self.schemes or parts.username is not None:
            raise _NotAskedError("it leads to an address that is not https, or holds a password")
        if not self.is_public(host, parts.port or self.schemes[parts.scheme]):
            raise _NotAskedError("it leads into a private network")
        wait = self._last_start.get(host, -PAUSE) + PAUSE - self.clock.monotonic()
        if host in self._last_start and wait > 0:
            self.clock.sleep(wait)
        self._last_start[host] = self.clock.monotonic()
        with self._session.request(
            method,
            url,
            headers={"User-Agent": self.user_agent.encode("ascii", "replace").decode(), "Accept": "*/*"},
            stream=True,
            allow_redirects=False,
            timeout=(CONNECT_SECONDS, WHOLE_SECONDS),
        ) as response:
            return response.status_code, response.headers.get("location", "")

    def _check_deadline(self) -> None:
        if self.clock.monotonic() > self._deadline:
            message = f"no answer in {WHOLE_SECONDS} s"
            raise TimeoutError(message)
