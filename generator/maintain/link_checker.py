"""Request links to find out whether they still work: politely, and never in a private network.

Only https with a valid certificate is requested, and only hosts all of whose addresses are public. If a name
changes its address between that check and the connection, the private server lacks its certificate.
"""

import ipaddress
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from generator.model.errors import OutageError
from generator.model.text import format_count
from generator.system.clock import Clock
from generator.system.http import HttpClient, Permission, TooManyRedirectsError

PAUSE = 1.0  # seconds between the starts of requests to one host
TOTAL_TIMEOUT = 30  # for one request, its redirects included

# NAT64 (RFC 6052) and the old IPv4-compatible addresses (RFC 4291), which also has ``::`` and ``::1``.
_IPV4_AT_END = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96")))
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215: for use within a network
# ISATAP (RFC 5214): what precedes the IPv4 address, apart from the bit for addresses that are unique.
_ISATAP, _ISATAP_MASK = 0x0000_5EFE, 0xFDFF_FFFF

_GONE = frozenset({404, 410})
_FIRST_ERROR = 400


class LinkStatus(StrEnum):
    """Whether a link works."""

    WORKS = "works"
    MOVED = "moved"
    UNCLEAR = "unclear"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class LinkResult:
    """Whether a link works, and why it does not.

    Attributes:
        url: The link.
        status: Whether it works.
        reason: Why it does not, or the new address of a link that has moved.
        is_unreached: Whether no connection was made, or it ended before an answer.
    """

    url: str
    status: LinkStatus
    reason: str = ""
    is_unreached: bool = False


class _ForbiddenUrlError(Exception):
    """An address must not be requested; the message states why."""


def has_public_addresses(host: str, port: int) -> bool:
    """Whether all addresses of a host are public.

    Raises:
        OSError: The host has no address.
    """
    addresses = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    return all(is_public_address(str(address).partition("%")[0]) for address in addresses)


def is_public_address(text: str) -> bool:
    """Whether an IP address is public; one that leads to an IPv4 address counts as that address.

    >>> is_public_address("64:ff9b::8.8.8.8"), is_public_address("64:ff9b::10.0.0.1")
    (True, False)
    """
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    inner_addresses = _find_ipv4_addresses(address)
    if inner_addresses:
        return all(is_public_address(str(inner)) for inner in inner_addresses)
    if int(address) >> 32 & _ISATAP_MASK == _ISATAP and not is_public_address(str(_get_last_ipv4(address))):
        return False
    return address.is_global and not address.is_multicast and address not in _LOCAL_NAT64


def _find_ipv4_addresses(address: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """Return the IPv4 addresses that packets to an IPv6 address are sent to by way of a translation."""
    if address.teredo:
        return address.teredo
    if address.sixtofour or address.ipv4_mapped:
        return tuple(filter(None, (address.sixtofour, address.ipv4_mapped)))
    is_embedded = any(address in network for network in _IPV4_AT_END)
    return (_get_last_ipv4(address),) if is_embedded else ()


def _get_last_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)


def require_network(results: Sequence[LinkResult]) -> None:
    """Require that of several hosts at least one was reached; otherwise the network itself is broken.

    Raises:
        OutageError: No host was reached.
    """
    hosts = {urlsplit(result.url).netloc for result in results}
    if len(hosts) > 1 and all(result.is_unreached for result in results):
        links = format_count(len(results), "link")
        raise OutageError(
            f"none of {len(hosts):,} hosts was reached, so that {links} could not be checked; the network of "
            "this machine seems to be down: try again later"
        )


@dataclass(slots=True)
class LinkChecker:
    """Requests links, one at a time.

    Attributes:
        user_agent: Who we are and how to reach us.
        clock: The clock.
        is_public: Whether a host may be requested at a port.
        ports: The default port of each scheme that may be requested.
        http: Sends the requests.
    """

    user_agent: str
    clock: Clock = field(default_factory=Clock)
    is_public: Callable[[str, int], bool] = has_public_addresses
    ports: Mapping[str, int] = field(default_factory=lambda: {"https": 443})
    http: HttpClient = field(init=False)

    def __post_init__(self) -> None:
        self.http = HttpClient(self.user_agent, self.clock, TOTAL_TIMEOUT)
        # No proxy, which would hide the address of the server, and no password of a .netrc file.
        self.http.session.trust_env = False

    def check_all(self, urls: Iterable[str]) -> Iterator[LinkResult]:
        """Check every link. Hosts take turns, so that the pause of one is used for the others."""
        urls_by_host: dict[str, deque[str]] = {}
        for url in urls:
            urls_by_host.setdefault(urlsplit(url).netloc, deque()).append(url)
        while urls_by_host:
            for host in list(urls_by_host):
                yield self.check(urls_by_host[host].popleft())
                if not urls_by_host[host]:
                    del urls_by_host[host]

    def check(self, url: str) -> LinkResult:
        """Check a link; if it cannot be reached, try once more, because some servers do not support HEAD."""
        for is_last in (False, True):
            try:
                return self._request(url, ("GET",) if is_last else ("HEAD", "GET"))
            except (_ForbiddenUrlError, TooManyRedirectsError) as error:
                return LinkResult(url, LinkStatus.BROKEN, str(error))
            except (OSError, ValueError) as error:
                if is_last or isinstance(error, ValueError):
                    cause = getattr(error, "strerror", None) or type(error).__name__
                    reason = f"cannot connect ({cause})"
                    return LinkResult(url, LinkStatus.BROKEN, reason, is_unreached=True)
        raise AssertionError

    def _request(self, url: str, methods: Sequence[str]) -> LinkResult:
        """Request a link with the first method that its server does not refuse."""
        for method in methods:
            answer = self.http.send(
                method,
                url,
                headers={"Accept": "*/*"},
                get_permission=self._get_permission,
                reads_body=lambda _status: False,
            )
            if answer.status < _FIRST_ERROR:
                return (
                    LinkResult(url, LinkStatus.MOVED, answer.url)
                    if answer.is_moved
                    else LinkResult(url, LinkStatus.WORKS)
                )
        status = LinkStatus.BROKEN if answer.status in _GONE else LinkStatus.UNCLEAR
        return LinkResult(url, status, f"the server answers {answer.status}")

    def _get_permission(self, url: str) -> Permission:
        """Return how an address may be requested.

        Raises:
            OSError: The host has no address.
            ValueError: The text is no address.
            _ForbiddenUrlError: The address must not be requested.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in self.ports or parts.username is not None:
            raise _ForbiddenUrlError("it leads to an address that is not https, or contains a password")
        if not self.is_public(host, parts.port or self.ports[parts.scheme]):
            raise _ForbiddenUrlError("it leads into a private network")
        return Permission(frozenset({host}), PAUSE)
