"""A server on loopback that plays arXiv's API and any feed, from real records, with every fault on a switch.

It speaks HTTP over real sockets. What it answers follows from its records; a `Respond` put into `faults`
under the number of a request (from 1), or into `always`, answers instead. `FakeClock` is the time of client
and server alike: sleeping moves it, nobody waits.
"""

import functools
import gzip
import http.server
import itertools
import re
import socket
import struct
import threading
import time
import zlib
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
ANSWERED = "2026-03-24T12:50:00Z"

_ENTRY = re.compile(r"<entry>.*?</entry>", re.DOTALL)
_PERIOD = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_CATEGORY = re.compile(r"cat:([\w.-]+)")
_HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/scripted</id>
  <title>arXiv Query: {title}</title>
  <updated>{answered}</updated>
  <opensearch:itemsPerPage>{asked}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
"""
_MADE = """<entry><id>http://arxiv.org/abs/{id}v{version}</id><title>{title}</title>\
<updated>{updated}</updated><published>{published}</published><summary>{abstract}</summary>\
<author><name>Amy Example</name></author><category term="cs.PF"/><arxiv:primary_category term="cs.PF"/>{more}\
</entry>"""

Respond = Callable[["Handler", bytes], None]


def _by_id(_number):
    return lambda record: record.id


# --- time ------------------------------------------------------------------------------------------------


class FakeClock(Clock):
    """Time that passes only by sleeping, or when a server lets it pass."""

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
    def of(cls, xml):
        """Read from the XML of an entry."""
        paper_id, version = re.search(r"<id>http://arxiv.org/abs/(\S+)v(\d+)</id>", xml).groups()
        times = [re.search(rf"<{name}>(.*?)</{name}>", xml)[1] for name in ("published", "updated")]
        return cls(paper_id, int(version), *times, frozenset(re.findall(r'<category term="(.*?)"', xml)), xml)

    def revised(self, updated, more=""):
        """The next version, with more XML at its end."""
        xml = self.xml.replace(f"{self.id}v{self.version}<", f"{self.id}v{self.version + 1}<")
        xml = xml.replace(f"<updated>{self.updated}</updated>", f"<updated>{updated}</updated>")
        return Record.of(xml).with_more(more)

    def with_more(self, more):
        """The same version with more XML at its end."""
        return Record.of(self.xml.replace("</entry>", f"{more}</entry>"))


def made(number, published, **fields):
    """A short record; number 7 of 2024-02 has the id 2402.00007."""
    values = {"version": 1, "title": f"Paper {number}", "abstract": "It is fast.", "updated": published}
    values |= {"id": f"{published[2:4]}{published[5:7]}.{number:05d}", "more": ""} | fields
    return Record.of(_MADE.format(published=published, **values))


def corpus():
    """The cs.PF records of the corpus and of the seed feed, 2,253 papers."""
    return list(_corpus())


@functools.cache
def _corpus():
    texts = [gzip.decompress(CORPUS.read_bytes()).decode(), (FEEDS / "arxiv/seed-cs.PF.atom.xml").read_text()]
    records = (Record.of(xml) for text in texts for xml in _ENTRY.findall(text))
    return tuple({record.id: record for record in records}.values())


# --- the server ------------------------------------------------------------------------------------------


@dataclass
class ScriptedArxiv:
    """The server; use it in a ``with`` statement.

    Attributes:
        records: What it knows; change the list to let papers arrive, change and vanish.
        faults: Request number to what is answered instead.
        always: What is answered instead to every request that has no fault of its own.
        pages: Path to (headers, body) of further feeds, such as ``/rss``.
        requests: Every request so far: its number, time by `now`, path, parameters, headers and peer.
        now: Its monotonic clock.
        before: Called with the server and the number of each request, before it is answered.
        total: Stated instead of the true number of matches, if given.
        answered: The time by its wall clock.
        sorts: Whether it sorts, which arXiv once forgot.
        ties: How it orders what the request's order leaves open; called with the number of the request.
    """

    records: list[Record] = field(default_factory=list)
    faults: dict[int, Respond] = field(default_factory=dict)
    always: Respond | None = None
    pages: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[dict] = field(default_factory=list)
    now: Callable[[], float] = time.monotonic
    before: Callable[["ScriptedArxiv", int], None] | None = None
    total: int | None = None
    answered: str = ANSWERED
    sorts: bool = True
    ties: Callable[[int], Callable[[Record], object]] = _by_id

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
        """Without path: ``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def endpoint(self):
        """Where the API is."""
        return f"{self.address}/api/query"

    @property
    def pages_asked(self):
        """(start, size) of each request to the API."""
        asked = [request["parameters"] for request in self.requests if request["path"] == "/api/query"]
        return [(int(page["start"]), int(page["max_results"])) for page in asked]

    def gaps(self):
        """Seconds between requests, whatever they were for."""
        times = [request["time"] for request in self.requests]
        return [after - before for before, after in itertools.pairwise(times)]

    def answer_url(self, url):
        """The body for an address."""
        return self.answer({name: values[0] for name, values in parse_qs(urlsplit(url).query).items()})

    def answer(self, parameters):
        """The body for a query."""
        start, asked = int(parameters.get("start", "0")), int(parameters.get("max_results", "10"))
        found = self._found(parameters)
        total = len(found) if self.total is None else self.total
        return answer(found[start : start + asked], total, start, asked, self.answered, str(parameters))

    def _found(self, parameters):
        if ids := parameters.get("id_list"):
            known = {record.id: record for record in self.records}
            return [known[paper_id] for paper_id in ids.split(",") if paper_id in known]
        search = parameters.get("search_query", "")
        categories = set(_CATEGORY.findall(search))
        found = [record for record in self.records if not categories or record.categories & categories]
        if period := _PERIOD.search(search):
            since, until = (
                datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC) for text in period.groups()
            )
            found = [record for record in found if since <= datetime.fromisoformat(record.published) < until]
        if not self.sorts:
            return found
        key = "published" if parameters.get("sortBy") == "submittedDate" else "updated"
        found.sort(key=self.ties(len(self.requests)))
        reverse = parameters.get("sortOrder", "descending") == "descending"
        return sorted(found, key=lambda record: getattr(record, key), reverse=reverse)


def answer(records, total, start, asked, answered=ANSWERED, title="scripted"):
    """A body as arXiv writes it."""
    head = _HEAD.format(title=escape(title), answered=answered, asked=asked, total=total, start=start)
    entries = "\n".join(record.xml for record in records)
    return f"{head}{entries}\n</feed>\n".encode()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing; clients that hang up are what faults are for."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one request, or lets its fault do so."""

    arxiv: ScriptedArxiv
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        parts = urlsplit(self.path)
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        number = len(self.arxiv.requests) + 1
        told = {"number": number, "time": self.arxiv.now(), "path": parts.path, "parameters": parameters}
        self.arxiv.requests.append(told | {"headers": dict(self.headers), "peer": self.client_address})
        if self.arxiv.before:
            self.arxiv.before(self.arxiv, number)
        headers, body = self.arxiv.pages.get(parts.path, ({}, b""))
        if not body and parts.path == "/api/query":
            body = self.arxiv.answer(parameters)
        fault = self.arxiv.faults.get(number, self.arxiv.always)
        if fault:
            fault(self, body)
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
        """Send an answer; all of it, unless a greater length is announced."""
        self.begin(
            status, {"Content-Length": str(len(body) if length is None else length), **(headers or {})}
        )
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def begin(self, status, headers):
        """Send status and headers."""
        self.send_response(status)
        for name, value in {"Content-Type": "application/atom+xml", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def date_time_string(self, timestamp=None):  # noqa: ARG002 - what it overrides has it
        """The header ``Date``, by the server's own wall clock."""
        return format_datetime(datetime.fromisoformat(self.arxiv.answered), usegmt=True)

    def log_message(self, *_):
        """Say nothing."""


# --- faults ----------------------------------------------------------------------------------------------


def status(code, body=b"", **headers):
    """Another status; headers are given as ``retry_after="7"``."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda handler, _: handler.send(code, body, named)


def instead(body, **headers):
    """Another body, with status 200."""
    return status(200, body, **headers)


def changed(old, new):
    """The right body with something replaced."""
    return lambda handler, body: handler.send(200, body.replace(old.encode(), new.encode()))


def without(first, last=None):
    """The right body without some of its entries, by their place."""

    def respond(handler, body):
        entries = _ENTRY.findall(body.decode())
        text = body.decode()
        for entry in entries[first:last]:
            text = text.replace(entry, "")
        handler.send(200, text.encode())

    return respond


def packed(handler, body):
    """The right body, in gzip."""
    handler.send(200, gzip.compress(body), {"Content-Encoding": "gzip"})


def cut_off(handler, body):
    """Half of the body, and then the end of the connection."""
    handler.send(200, body[: len(body) // 2], length=len(body))


def cut_off_gzip(handler, body):
    """Half of the gzip, announced as if it were all."""
    packed = gzip.compress(body)
    handler.send(200, packed[: len(packed) // 2], {"Content-Encoding": "gzip"})


def no_gzip(handler, body):
    """A body that is not the gzip that it is said to be."""
    handler.send(200, body, {"Content-Encoding": "gzip"})


def reset(handler, body):
    """Half of the body, and then a reset."""
    handler.send(200, body[: len(body) // 2], length=len(body))
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def bomb(handler, _):
    """A little gzip of 100 million blanks."""
    handler.send(200, _bomb(), {"Content-Encoding": "gzip"})


@functools.cache
def _bomb():
    packer = zlib.compressobj(level=1, wbits=16 + zlib.MAX_WBITS)
    megabyte = b" " * 1_000_000
    return b"".join(packer.compress(megabyte) for _ in range(100)) + packer.flush()


def endless(handler, _):
    """A body as good as without end; a client that reads it all fails its test, and not the machine."""
    handler.begin(200, {"Connection": "close"})
    for _ in range(100):
        handler.wfile.write(b" " * 1_000_000)


def endless_redirect(location):
    """Somewhere else, with a body as good as without end."""

    def respond(handler, _):
        handler.begin(302, {"Location": location, "Connection": "close"})
        for _ in range(100):
            handler.wfile.write(b" " * 1_000_000)

    return respond


def drip(clock, seconds):
    """A body that comes byte by byte, with so much time before each."""

    def respond(handler, body):
        handler.begin(200, {"Content-Length": str(len(body))})
        for byte in body:
            clock.time += seconds
            handler.wfile.write(bytes([byte]))

    return respond


def drip_of_headers(clock, seconds):
    """Headers that come line by line, with so much time before each."""

    def respond(handler, _):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(90):
            clock.time += seconds
            handler.wfile.write(b"X-%d: drip\r\n" % number)
        handler.wfile.write(b"Content-Length: 0\r\n\r\n")

    return respond


def redirect(location, code=302):
    """Somewhere else."""
    return status(code, location=location)


# --- hosts that are not there ----------------------------------------------------------------------------


class LoopbackAdapter(requests.adapters.HTTPAdapter):
    """Takes what is meant for another host to a server on loopback."""

    def __init__(self, address):
        super().__init__()
        self._address = address

    def send(self, request, *arguments, **options):
        """Send it there, whatever its host."""
        parts = urlsplit(request.url)
        request.url = f"{self._address}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *arguments, **options)


def play_hosts(client, server, *hosts):
    """Let a client find the server where it looks for these hosts."""
    for host in hosts:
        client.http.session.mount(f"https://{host}", LoopbackAdapter(server.address))
