"""The HTTP client for feeds: named hosts only, arXiv's pause between requests, retries of passing failures.

arXiv's terms: https://info.arxiv.org/help/api/tou.html
"""

import copy
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from generator.model.errors import FetchError, TimeLimitError, UnreachedServerError
from generator.model.text import quote_text
from generator.system.clock import Clock
from generator.system.http import (
    LOOPBACK,
    Answer,
    HttpClient,
    Permission,
    TooLargeError,
    TooManyRedirectsError,
    UnreachedError,
    parse_http_date,
)

MIN_PAUSE = 3.0  # seconds between the starts of requests to a host, as the terms of arXiv require
TOTAL_TIMEOUT = 180  # for one request, its redirects included
BACK_OFFS = (60, 120, 240)  # seconds before each further attempt; arXiv's throttle lasts minutes
_UNREACHED_BACK_OFFS = (2, 5)  # the same where no connection was made; being offline does not pass by waiting
_MAX_RETRY_AFTER = 300  # seconds; a server that asks for more is left alone until the next run

_OK = 200
_TRANSIENT_STATUSES = frozenset({429, 500, 502, 503, 504})
_MAX_STATED_REASON_SIZE = 65_536  # bytes


class _TransientError(Exception):
    """A failure that may pass.

    Attributes:
        retry_after: Seconds that the server asks to wait, or None.
        is_unreached: Whether no connection was made.
    """

    def __init__(self, reason: str, retry_after: float | None = None, *, is_unreached: bool = False) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.is_unreached = is_unreached


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A moment after which no request is sent.

    Attributes:
        end: By the clock's monotonic time.
        name: Such as ``the time limit of 45 min for all feeds``.
    """

    end: float = math.inf
    name: str = ""


@dataclass(slots=True)
class FeedClient:
    """Requests documents of feeds.

    Attributes:
        user_agent: Who we are and how to reach us.
        clock: The clock.
        pause: Seconds between the starts of two requests; less than arXiv's only for a server on loopback.
        last_request_file: A file that keeps the time of the last request for the next run.
        report: Receives a line for each wait before a further attempt.
        limit: When to stop.
        hosts: All hosts that may be requested; None for any.
        request_count: Number of requests so far.
        http: Sends the requests.
    """

    user_agent: str
    clock: Clock = field(default_factory=Clock)
    pause: float = MIN_PAUSE
    last_request_file: Path | None = None
    report: Callable[[str], None] = lambda _: None
    limit: TimeLimit = field(default_factory=TimeLimit)
    hosts: frozenset[str] | None = None
    request_count: int = 0
    http: HttpClient = field(init=False)
    _failing_hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.http = HttpClient(self.user_agent, self.clock, TOTAL_TIMEOUT, self.last_request_file)

    def build_limit(self, minutes: int, subject: str) -> TimeLimit:
        """Build a time limit that begins now.

        Args:
            minutes: How long.
            subject: What is limited, such as ``all feeds``.
        """
        name = f"the time limit of {minutes} min for {subject}"
        return TimeLimit(self.clock.monotonic() + 60 * minutes, name)

    def build_feed_client(
        self, report: Callable[[str], None], limit: TimeLimit, hosts: frozenset[str]
    ) -> "FeedClient":
        """Build the client of one feed. It has the connections and the pauses of this one, and its own count.

        Args:
            report: Receives a line for each wait.
            limit: When to stop.
            hosts: All hosts that the feed may request.
        """
        client = copy.copy(self)
        client.report, client.limit, client.hosts, client.request_count = report, limit, hosts, 0
        return client

    def get(
        self,
        url: str,
        *,
        accept: str,
        hosts: frozenset[str],
        conditions: Mapping[str, str] | None = None,
        pause: float = 0.0,
    ) -> Answer:
        """Request a document, again if a failure may pass.

        A host that failed in all attempts gets a single one from then on, until it answers.

        Args:
            url: An https address, or http on loopback.
            accept: The media types to accept.
            hosts: The hosts that the address and its redirects may have. They share a pause.
            conditions: The headers ``If-None-Match`` and ``If-Modified-Since``.
            pause: Seconds between requests that these hosts ask for, if they are more than our own pause.

        Raises:
            FetchError: The document is not available now; the message states why, and what to do.
            StoreError: The time of the request cannot be written for the next run.
            TimeLimitError: The time limit is over, or would be before the next attempt.
            UnreachedServerError: No connection was made.
        """
        if self.hosts is not None and not hosts <= self.hosts:
            message = f"`find_hosts` of this kind of feed must return {', '.join(sorted(hosts - self.hosts))}"
            raise ValueError(message)
        headers = {"Accept": accept, "Accept-Encoding": "gzip", **(conditions or {})}
        attempt = 0
        while True:
            attempt += 1
            try:
                answer = self._request(url, headers, hosts, pause)
            except _TransientError as error:
                self._wait_after(error, url, attempt)
            else:
                self._failing_hosts.discard(_get_host(url))
                return _check_status(answer, url, may_be_unchanged=bool(conditions))

    def wait(self, seconds: float, url: str, reason: str) -> None:
        """Wait before a further attempt, and report it.

        Raises:
            TimeLimitError: The time limit is over before.
        """
        if self.clock.monotonic() + seconds >= self.limit.end:
            raise TimeLimitError(url, f"{reason}, and {self.limit.name} is over", "run again later")
        self.report(f"waiting {seconds:.0f} s for {_get_host(url)}: {reason}")
        self.clock.sleep(seconds)

    def _wait_after(self, error: _TransientError, url: str, attempt: int) -> None:
        """Wait after a failure.

        Raises:
            FetchError: It was the last attempt, or the server asks to wait too long.
        """
        reason, retry_after, host = str(error), error.retry_after, _get_host(url)
        if retry_after is not None and retry_after > _MAX_RETRY_AFTER:
            self._failing_hosts.add(host)
            raise FetchError(url, f"{reason} and asks to wait for {retry_after:.0f} s", "run again later")
        back_offs = _UNREACHED_BACK_OFFS if error.is_unreached else BACK_OFFS
        if attempt > len(back_offs) or host in self._failing_hosts:
            self._failing_hosts.add(host)
            reason = f"{reason}, {attempt} times" if attempt > 1 else f"{reason}, as for an earlier request"
            if error.is_unreached:
                hint = "check the feed's address and the network of this machine, or run again later"
                raise UnreachedServerError(url, reason, hint)
            raise FetchError(url, reason, "run again later")
        back_off = back_offs[attempt - 1] * (1 + self.clock.jitter() / 4)
        self.wait(back_off if retry_after is None else retry_after, url, reason)

    def _request(self, url: str, headers: Mapping[str, str], hosts: frozenset[str], pause: float) -> Answer:
        def get_permission(address: str) -> Permission:
            host = _check_host(address, hosts)
            self._check_limit(url)
            self.request_count += 1
            own_pause = self.pause if host in LOOPBACK else max(MIN_PAUSE, self.pause)
            return Permission(hosts, max(own_pause, pause))

        try:
            answer = self.http.send(
                "GET",
                url,
                headers=headers,
                get_permission=get_permission,
                reads_body=lambda status: status not in _TRANSIENT_STATUSES,
                timeout=self.limit.end - self.clock.monotonic(),
            )
        except TooLargeError as error:
            raise FetchError(url, str(error), "request less at a time") from error
        except TooManyRedirectsError as error:
            raise FetchError(url, str(error), "check the feed's address") from error
        except OSError as error:
            self._check_limit(url)
            reason = f"cannot connect ({_find_first_cause(error)})"
            raise _TransientError(reason, is_unreached=isinstance(error, UnreachedError)) from error
        if answer.status in _TRANSIENT_STATUSES:
            reason = f"the server answers {answer.status}"
            retry_after = _read_retry_after(answer.headers)
            stated = answer.headers.get("retry-after")
            if stated and retry_after is None:
                reason += f" with an unusable Retry-After, {quote_text(stated)}"
            raise _TransientError(reason, retry_after)
        return answer

    def _check_limit(self, url: str) -> None:
        """Raise an error if the time limit is over."""
        if self.clock.monotonic() >= self.limit.end:
            raise TimeLimitError(url, f"{self.limit.name} is over", "run again later")


def _get_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _check_host(url: str, hosts: frozenset[str]) -> str:
    """Return the host of an address that may be requested.

    Raises:
        FetchError: It may not be requested.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise FetchError(url, f"not an address: {error}", "check the feed's address") from error
    if host not in hosts:
        reason = f"only {', '.join(sorted(hosts))} may be requested for this feed"
        raise FetchError(url, reason, "check the feed's address")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise FetchError(url, "only https is allowed", "write the address with https://")
    if parts.username or parts.password:
        reason = "an address must not contain a password"
        raise FetchError(f"{parts.scheme}://{host}/", reason, "remove it")
    return host


def _check_status(answer: Answer, url: str, *, may_be_unchanged: bool) -> Answer:
    """Return the answer if it is a document, or states that the document is unchanged.

    Raises:
        FetchError: It is a refusal.
    """
    if answer.status == _OK or (answer.is_unchanged and may_be_unchanged):
        return answer
    hint = "check the feed's address and query"
    body = answer.body[:_MAX_STATED_REASON_SIZE]
    raise FetchError(url, f"the server answers {answer.status}", hint, body, answer.status)


def _read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the server asks to wait, stated as a number or as a date by its own clock.

    None if it states none that can be used, or that it would accept at once what it has just refused.
    """
    stated = headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated) or None
    until, since = parse_http_date(stated), parse_http_date(headers.get("date"))
    return (until - since).total_seconds() if until and since and until > since else None


def _find_first_cause(error: BaseException) -> str:
    """Return the message of the innermost error."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
