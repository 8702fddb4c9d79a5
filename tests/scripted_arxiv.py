"""A server on loopback that plays arXiv's API and any feed, from real records, with every fault on a switch.

It speaks HTTP over real sockets. What it answers follows from its records; a `Fault` put into `faults` under
the number of a request (from 1) changes that one answer.
"""

import gzip
import http.server
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

FEEDS = Path(__file__).parent / "feeds"
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
"""  # noqa: E501 - the line that arXiv sends

Respond = Callable[["Handler", bytes], None]


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

    def revised(self, updated, **replacements):
        """The next version, with parts of its XML replaced."""
        xml = self.xml.replace(f"{self.id}v{self.version}", f"{self.id}v{self.version + 1}")
        xml = xml.replace(f"<updated>{self.updated}</updated>", f"<updated>{updated}</updated>")
        for old, new in replacements.items():
            xml = xml.replace(old, new)
        return Record.of(xml)


def corpus():
    """The cs.PF records of the corpus and of the seed feed, 2,253 papers."""
    texts = [gzip.decompress(CORPUS.read_bytes()).decode(), (FEEDS / "arxiv/seed-cs.PF.atom.xml").read_text()]
    records = (Record.of(xml) for text in texts for xml in _ENTRY.findall(text))
    return list({record.id: record for record in records}.values())


@dataclass
class ScriptedArxiv:
    """The server; use it in a ``with`` statement.

    Attributes:
        records: What it knows; change the list to let papers arrive, change and vanish.
        faults: Request number to what is answered instead.
        pages: Path to (headers, body) of further feeds, such as ``/rss``.
        requests: Every request so far: its number, time by `now`, path, parameters and headers.
        total: Stated instead of the true number of matches, if given.
    """

    records: list[Record] = field(default_factory=list)
    faults: dict[int, Respond] = field(default_factory=dict)
    pages: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[dict] = field(default_factory=list)
    now: Callable[[], float] = time.monotonic
    before: Callable[["ScriptedArxiv", int], None] | None = None
    total: int | None = None
    answered: str = ANSWERED

    def __enter__(self):
        handler = type("BoundHandler", (Handler,), {"arxiv": self})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
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

    def answer(self, parameters):
        """The body for a query."""
        start, asked = int(parameters.get("start", "0")), int(parameters.get("max_results", "10"))
        found = self._found(parameters)
        total = len(found) if self.total is None else self.total
        head = _HEAD.format(
            title=escape(str(parameters)), answered=self.answered, asked=asked, total=total, start=start
        )
        entries = "\n".join(record.xml for record in found[start : start + asked])
        return f"{head}{entries}\n</feed>\n".encode()

    def _found(self, parameters):
        if ids := parameters.get("id_list"):
            known = {record.id: record for record in self.records}
            return [known[paper_id] for paper_id in ids.split(",") if paper_id in known]
        search = parameters.get("search_query", "")
        categories = set(_CATEGORY.findall(search))
        found = [record for record in self.records if not categories or record.categories & categories]
        if period := _PERIOD.search(search):
            since, until = (datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC) for text in period.groups())
            found = [record for record in found if since <= _minute(record.published) <= until]
        key = "published" if parameters.get("sortBy") == "submittedDate" else "updated"
        reverse = parameters.get("sortOrder", "descending") == "descending"
        return sorted(found, key=lambda record: getattr(record, key), reverse=reverse)


def _minute(text):
    return datetime.fromisoformat(text).replace(second=0)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one request, or lets its fault do so."""

    arxiv: ScriptedArxiv
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        parts = urlsplit(self.path)
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        number = len(self.arxiv.requests) + 1
        told = {"number": number, "time": self.arxiv.now(), "path": parts.path, "parameters": parameters}
        self.arxiv.requests.append(told | {"headers": dict(self.headers)})
        if self.arxiv.before:
            self.arxiv.before(self.arxiv, number)
        headers, body = self.arxiv.pages.get(parts.path, ({}, b""))
        if not body and parts.path == "/api/query":
            body = self.arxiv.answer(parameters)
        fault = self.arxiv.faults.get(number)
        if fault:
            fault(self, body)
        elif not body:
            self.send(404, b"nothing here")
        elif "ETag" in headers and self.headers.get("If-None-Match") == headers["ETag"]:
            self.send(304, b"", headers)
        else:
            self.send(200, body, headers)

    def send(self, status, body, headers=None):
        """Send an answer, whole."""
        self.send_response(status)
        sent = {"Content-Type": "application/atom+xml", "Content-Length": str(len(body)), **(headers or {})}
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""
