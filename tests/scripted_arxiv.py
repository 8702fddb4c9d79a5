"""A server on loopback that answers like arXiv's API and like any feed, from real records.

It speaks HTTP over real sockets. Its answers follow from its records. A function of `tests.server_faults` in
``faults``, under the number of a request (from 1), or in ``every_fault``, answers instead. `FakeClock` is the
clock of both client and server: sleeping advances it, so tests do not wait.
"""

import functools
import gzip
import http.server
import itertools
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import requests

from generator.system.clock import Clock
from tests.paths import FEEDS

CORPUS = FEEDS / "corpus" / "cs.PF.atom.xml.gz"
SERVER_TIME = "2026-03-24T12:50:00Z"
ENTRY = re.compile(r"<entry>.*?</entry>", re.DOTALL)

_SUBMITTED = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_CATEGORY = re.compile(r"cat:([\w.-]+)")
_FEED_START = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/scripted</id>
  <title>arXiv Query: {title}</title>
  <updated>{time}</updated>
  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{offset}</opensearch:startIndex>
"""
_RECORD = """<entry><id>http://arxiv.org/abs/{id}v{version}</id><title>{title}</title>\
<updated>{updated}</updated><published>{published}</published><summary>{abstract}</summary>\
<author><name>Amy Example</name></author><category term="cs.PF"/><arxiv:primary_category term="cs.PF"/>{more}\
</entry>"""


def _order_by_id(_number):
    return lambda record: record.id


# --- time ------------------------------------------------------------------------------------------------


class FakeClock(Clock):
    """A clock that only advances by sleeping, or when a server advances it."""

    def __init__(self):
        self.time = 1_000.0
        self.naps = []

    def monotonic(self):
        return self.time

    def sleep(self, seconds):
        self.naps.append(seconds)
        self.time += seconds

    def jitter(self):
        return 0.0


# --- records ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    """One version of one paper, as arXiv sends it."""

    id: str
    version: int
    published: str
    updated: str
    categories: frozenset[str]
    xml: str

    @classmethod
    def parse(cls, xml):
        """Parse the XML of an entry."""
        paper_id, version = re.search(r"<id>http://arxiv.org/abs/(\S+)v(\d+)</id>", xml).groups()
        times = [re.search(rf"<{name}>(.*?)</{name}>", xml)[1] for name in ("published", "updated")]
        return cls(paper_id, int(version), *times, frozenset(re.findall(r'<category term="(.*?)"', xml)), xml)

    def revise(self, updated, more=""):
        """Return the next version, with more XML at its end."""
        xml = self.xml.replace(f"{self.id}v{self.version}<", f"{self.id}v{self.version + 1}<")
        xml = xml.replace(f"<updated>{self.updated}</updated>", f"<updated>{updated}</updated>")
        return Record.parse(xml).append(more)

    def append(self, more):
        """Return the same version with more XML at its end."""
        return Record.parse(self.xml.replace("</entry>", f"{more}</entry>"))


def make_record(number, published, **fields):
    """Make a short record; number 7 of February 2024 has the id 2402.00007."""
    values = {"version": 1, "title": f"Paper {number}", "abstract": "It is fast.", "updated": published}
    values |= {"id": f"{published[2:4]}{published[5:7]}.{number:05d}", "more": ""} | fields
    return Record.parse(_RECORD.format(published=published, **values))


def read_corpus():
    """Read the cs.PF records of the corpus and of the seed feed: 2,253 papers."""
    return list(_read_corpus())


@functools.cache
def _read_corpus():
    texts = [gzip.decompress(CORPUS.read_bytes()).decode(), (FEEDS / "arxiv/seed-cs.PF.atom.xml").read_text()]
    records = (Record.parse(xml) for text in texts for xml in ENTRY.findall(text))
    return tuple({record.id: record for record in records}.values())


# --- the server ------------------------------------------------------------------------------------------


@dataclass
class ScriptedArxiv:
    """The server, to be used in a ``with`` statement.

    Attributes:
        records: Its papers; tests change the list to let papers arrive, change and vanish.
        faults: What answers instead, by the number of the request.
        every_fault: What answers instead to every request that is not in ``faults``.
        pages: The headers and the body of further feeds, by path.
        services: What answers for further services: called with the handler, the path and the parameters, by
            the beginning of the path.
        requests: Every request so far: its number, time by ``monotonic``, path, parameters, headers and peer.
        monotonic: Returns the time.
        before: Called with the server and the number of each request, before it is answered.
        total: The number of matches that it states instead of the true one.
        server_time: The time by its clock.
        sorts: Whether it sorts; arXiv once did not.
        order_ties: Orders records that the request leaves unordered; called with the number of the request.
    """

    records: list[Record] = field(default_factory=list)
    faults: dict[int, Callable[["Handler", bytes], None]] = field(default_factory=dict)
    every_fault: Callable[["Handler", bytes], None] | None = None
    pages: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)
    services: dict[str, Callable[["Handler", str, dict], None]] = field(default_factory=dict)
    requests: list[dict] = field(default_factory=list)
    monotonic: Callable[[], float] = time.monotonic
    before: Callable[["ScriptedArxiv", int], None] | None = None
    total: int | None = None
    server_time: str = SERVER_TIME
    sorts: bool = True
    order_ties: Callable[[int], Callable[[Record], object]] = _order_by_id

    def __enter__(self):
        handler = type("BoundHandler", (Handler,), {"arxiv": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self):
        """Its address without a path: ``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def endpoint(self):
        """The address of the API."""
        return f"{self.address}/api/query"

    @property
    def requested_pages(self):
        """The offset and the size of each request to the API."""
        parameters = [request["parameters"] for request in self.requests if request["path"] == "/api/query"]
        return [(int(page["start"]), int(page["max_results"])) for page in parameters]

    def measure_pauses(self):
        """Return the seconds between requests."""
        times = [request["time"] for request in self.requests]
        return [after - before for before, after in itertools.pairwise(times)]

    def answer_url(self, url):
        """Return the body for an address."""
        return self.answer({name: values[0] for name, values in parse_qs(urlsplit(url).query).items()})

    def answer(self, parameters):
        """Return the body for a query."""
        offset, size = int(parameters.get("start", "0")), int(parameters.get("max_results", "10"))
        matches = self._find_matches(parameters)
        total = len(matches) if self.total is None else self.total
        return build_answer(
            matches[offset : offset + size], total, offset, size, self.server_time, str(parameters)
        )

    def _find_matches(self, parameters):
        if ids := parameters.get("id_list"):
            records_by_id = {record.id: record for record in self.records}
            return [records_by_id[paper_id] for paper_id in ids.split(",") if paper_id in records_by_id]
        search = parameters.get("search_query", "")
        categories = set(_CATEGORY.findall(search))
        records = [record for record in self.records if not categories or record.categories & categories]
        if submitted := _SUBMITTED.search(search):
            since, until = (
                datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC) for text in submitted.groups()
            )
            records = [
                record for record in records if since <= datetime.fromisoformat(record.published) < until
            ]
        if not self.sorts:
            return records
        key = "published" if parameters.get("sortBy") == "submittedDate" else "updated"
        records.sort(key=self.order_ties(len(self.requests)))
        reverse = parameters.get("sortOrder", "descending") == "descending"
        return sorted(records, key=lambda record: getattr(record, key), reverse=reverse)


def build_answer(records, total, offset, size, server_time=SERVER_TIME, title="scripted"):
    """Build a body as arXiv writes it."""
    start = _FEED_START.format(title=escape(title), time=server_time, size=size, total=total, offset=offset)
    entries = "\n".join(record.xml for record in records)
    return f"{start}{entries}\n</feed>\n".encode()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # connections that arrive at the same time

    def handle_error(self, request, client_address):
        """Log nothing: some faults make clients close the connection."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one request, or lets a fault do so."""

    arxiv: ScriptedArxiv
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        parts = urlsplit(self.path)
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        number = len(self.arxiv.requests) + 1
        self.arxiv.requests.append(
            {
                "number": number,
                "time": self.arxiv.monotonic(),
                "path": parts.path,
                "parameters": parameters,
                "headers": dict(self.headers),
                "peer": self.client_address,
            }
        )
        if self.arxiv.before:
            self.arxiv.before(self.arxiv, number)
        headers, body = self.arxiv.pages.get(parts.path, ({}, b""))
        if not body and parts.path == "/api/query":
            body = self.arxiv.answer(parameters)
        fault = self.arxiv.faults.get(number, self.arxiv.every_fault)
        service = next((name for name in self.arxiv.services if parts.path.startswith(name)), None)
        if fault:
            fault(self, body)
        elif service:
            self.arxiv.services[service](self, parts.path, parameters)
        elif not body:
            self.send(404, b"nothing here")
        elif self._is_unchanged(headers):
            self.send(304, b"", headers)
        else:
            self.send(200, body, headers)

    def _is_unchanged(self, headers):
        conditions = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        return any(
            name in headers and self.headers.get(sent) == headers[name] for name, sent in conditions.items()
        )

    def send(self, status, body, headers=None, length=None):
        """Send an answer; a length that is larger than the body announces more than is sent."""
        self.begin(
            status, {"Content-Length": str(len(body) if length is None else length), **(headers or {})}
        )
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def begin(self, status, headers):
        """Send the status and the headers."""
        self.send_response(status)
        for name, value in {"Content-Type": "application/atom+xml", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def date_time_string(self, timestamp=None):  # noqa: ARG002 - the signature of the overridden method
        """Return the header ``Date`` by the server's clock."""
        return format_datetime(datetime.fromisoformat(self.arxiv.server_time), usegmt=True)

    def log_message(self, *_):
        """Log nothing."""


# --- other hosts -----------------------------------------------------------------------------------------


class LoopbackAdapter(requests.adapters.HTTPAdapter):
    """Sends requests for another host to a server on loopback."""

    def __init__(self, address):
        super().__init__()
        self._address = address

    def send(self, request, *arguments, **options):
        """Send a request to the server, whatever its host."""
        parts = urlsplit(request.url)
        request.url = f"{self._address}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *arguments, **options)


def serve_hosts(client, server, *hosts):
    """Let a client find the server under the names of these hosts."""
    for host in hosts:
        client.http.session.mount(f"https://{host}", LoopbackAdapter(server.address))
