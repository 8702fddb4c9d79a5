"""The API of a registry of DOIs: request the records of several DOIs at once, and keep its rate limit.

The answer may not match the request: a record of another DOI is not accepted, and an answer that is not
complete is a failure, so that no DOI seems to be unknown because a server was broken.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from generator.ingest.feed_client import FeedClient
from generator.model.doi_records import DoiRecord
from generator.model.errors import FetchError

_ACCEPT = "application/json, application/vnd.crossref-api-message+json, application/vnd.api+json"
_REFUSED, _UNKNOWN = frozenset({400, 422}), frozenset({400, 404, 410, 422})
_SECONDS = re.compile(r"(\d{1,6})\s*s?", re.ASCII)
_MAX_PAUSE = 60.0  # seconds; longer pauses are shortened to this


@dataclass(frozen=True, slots=True)
class RegistryFormat:
    """How a registry is asked, and how its answers are read.

    Attributes:
        endpoint: The address of its list of records; a DOI after a slash gives a single record.
        build_query: Builds the parameters of a request for several DOIs.
        find_items: Returns the records of an answer, or None for an answer that is not complete.
        parse_item: Parses a record, given the latest year of a date; returns None for what is no record.
        is_listable: Whether a DOI can be asked for together with others.
    """

    endpoint: str
    build_query: Callable[[Sequence[str]], Mapping[str, object]]
    find_items: Callable[[object], list[object] | None]
    parse_item: Callable[[object, int], DoiRecord | None]
    is_listable: Callable[[str], bool] = lambda _: True


@dataclass(slots=True)
class RegistryApi:
    """The API of one registry.

    Attributes:
        client: Sends the requests.
        registry: How the registry is asked.
        endpoint: The registry's own address, or that of a server in its place.
        mailto: The maintainer's e-mail address, which the registries ask for, or an empty string.
        latest_year: The latest year that a date may have.
        pause: Seconds between requests that the registry's last answer asked for.
    """

    client: FeedClient
    registry: RegistryFormat
    endpoint: str
    mailto: str
    latest_year: int
    pause: float = 0.0

    def find_records(self, dois: Sequence[str]) -> dict[str, DoiRecord]:
        """Request the records of DOIs, and return those that the registry has, by DOI.

        A registry refuses a list with an impossible DOI as a whole. Then each half is requested alone.

        Args:
            dois: Few enough for one request; in lower case.

        Raises:
            FetchError: The registry does not answer now, or its answer is not complete.
        """
        if len(dois) <= 1:
            return self._find_single(dois[0]) if dois else {}
        try:
            items = self.request(self.registry.build_query(dois), self.registry.find_items)
        except FetchError as error:
            if error.status not in _REFUSED:
                raise
            middle = len(dois) // 2
            return self.find_records(dois[:middle]) | self.find_records(dois[middle:])
        return self._select_records(items, dois)

    def _find_single(self, doi: str) -> dict[str, DoiRecord]:
        try:
            items = self.request({}, self.registry.find_items, f"/{quote(doi, safe='')}")
        except FetchError as error:
            if error.status not in _UNKNOWN:
                raise
            return {}
        return self._select_records(items, [doi])

    def _select_records(self, items: Iterable[object], dois: Sequence[str]) -> dict[str, DoiRecord]:
        """Parse records, and keep the first one of each DOI that was asked for."""
        records: dict[str, DoiRecord] = {}
        for record in self.parse_items(items):
            if record.doi in dois:
                records.setdefault(record.doi, record)
        return records

    def parse_items(self, items: Iterable[object]) -> list[DoiRecord]:
        """Parse records, without those that cannot be read."""
        parsed = (self.registry.parse_item(item, self.latest_year) for item in items)
        return [record for record in parsed if record]

    def request(
        self,
        parameters: Mapping[str, object],
        find_items: Callable[[object], list[object] | None],
        path: str = "",
    ) -> list[object]:
        """Send a request, and return the records in its answer.

        Args:
            parameters: Of the address.
            find_items: As in `RegistryFormat`.
            path: The end of the address before the parameters.

        Raises:
            FetchError: The registry does not answer now, or its answer is not complete.
        """
        contact = {"mailto": self.mailto} if self.mailto else {}
        query = urlencode({**parameters, **contact})
        url = f"{self.endpoint}{path}" + (f"?{query}" if query else "")
        hosts = frozenset({find_registry_host(self.endpoint)})
        answer = self.client.get(url, accept=_ACCEPT, hosts=hosts, pause=self.pause)
        self.pause = _read_pause(answer.headers)
        try:
            items = find_items(msgspec.json.decode(answer.body))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise FetchError(url, f"the answer is not JSON: {error}", "run again later") from error
        if items is None:
            raise FetchError(url, "the answer is not a complete list of records", "run again later")
        return items


def find_registry_host(endpoint: str) -> str:
    """Return the host of the address of a registry."""
    return urlsplit(endpoint).hostname or ""


def _read_pause(headers: Mapping[str, str]) -> float:
    """Return the seconds between requests that a rate limit in the headers asks for; 0 if there is none.

    >>> _read_pause({"x-rate-limit-limit": "10", "x-rate-limit-interval": "60s"})
    6.0
    """
    limit, interval = (
        _SECONDS.fullmatch(headers.get(name, "").strip())
        for name in ("x-rate-limit-limit", "x-rate-limit-interval")
    )
    if not limit or not interval or not int(limit[1]):
        return 0.0
    return min(int(interval[1]) / int(limit[1]), _MAX_PAUSE)
