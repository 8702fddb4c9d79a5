"""Links are asked politely, and nowhere inside a network."""

import http.server
import socket
import threading
from itertools import pairwise

import pytest

from generator.maintain import curated_links
from generator.maintain.link_visits import (
    PAUSE,
    WHOLE_SECONDS,
    Verdict,
    Visit,
    Visitor,
    check_reach,
    public_addresses,
)
from generator.model.curation_values import (
    Curation,
    Link,
    LinkKind,
    ListEntry,
    PaperCuration,
    ReadingList,
    Settings,
)
from generator.model.entries import Entry
from generator.model.errors import OutageError
from tests.scripted_arxiv import FakeClock

pytestmark = pytest.mark.slow


class Server:
    """Answers by path: a status, or a status and where to."""

    def __init__(self, answers, clock):
        self.answers, self.clock, self.asked, self.agents = answers, clock, [], set()

    def __enter__(self):
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self):
                server.asked.append((self.command, self.path, server.clock.time))
                server.agents.add(self.headers["User-Agent"])
                status, location = server.answers.get((self.command, self.path)) or server.answers.get(
                    self.path, (404, None)
                )
                if status == "slow":
                    server.clock.time += WHOLE_SECONDS + 1
                    status = 200
                if status == "hang up":
                    self.close_connection = True
                    return
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.end_headers()

            do_GET = do_HEAD  # noqa: N815 - as http.server calls it

            def log_message(self, *_):
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


ANSWERS = {
    "/well": (200, None),
    "/gone": (410, None),
    "/refused": (403, None),
    "/busy": (503, None),
    ("HEAD", "/get-only"): (405, None),
    ("GET", "/get-only"): (200, None),
    "/for-good": (301, "/well"),
    "/for-now": (302, "/well"),
    "/to-nothing": (301, "/nothing"),
    "/round": (302, "/round"),
    "/inside": (302, "https://10.0.0.1/"),
    "/file": (302, "file:///etc/passwd"),
    "/password": (302, "http://a:b@127.0.0.1/"),
    "/slow": ("slow", None),
    "/hang-up": ("hang up", None),
    ("HEAD", "/head-hangs-up"): ("hang up", None),
    ("GET", "/head-hangs-up"): (200, None),
}
VERDICTS = [
    ("/well", Verdict.WELL, ""),
    ("/get-only", Verdict.WELL, ""),
    ("/head-hangs-up", Verdict.WELL, ""),
    ("/for-now", Verdict.WELL, ""),
    ("/for-good", Verdict.MOVED, "/well"),
    ("/gone", Verdict.BROKEN, "the server answers 410"),
    ("/nothing", Verdict.BROKEN, "the server answers 404"),
    ("/to-nothing", Verdict.BROKEN, "the server answers 404"),
    ("/refused", Verdict.UNCLEAR, "the server answers 403"),
    ("/busy", Verdict.UNCLEAR, "the server answers 503"),
    ("/round", Verdict.BROKEN, "it redirects more than 5 times"),
    ("/inside", Verdict.BROKEN, "it leads into a private network"),
    ("/file", Verdict.BROKEN, "it leads to an address that is not https, or holds a password"),
    ("/password", Verdict.BROKEN, "it leads to an address that is not https, or holds a password"),
    ("/slow", Verdict.BROKEN, "it cannot be reached (ReadTimeout)"),
    ("/hang-up", Verdict.BROKEN, "it cannot be reached (ConnectionError)"),
]


@pytest.fixture(name="server")
def server_on_loopback():
    with Server(ANSWERS, FakeClock()) as server:
        yield server


def test_where_no_host_at_all_is_reached_nothing_is_said_of_the_links(server, monkeypatch):
    def fail(host, *_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, host)

    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/"]
    reached = visitor(server).visit(server.address + "/gone")
    monkeypatch.setattr("socket.getaddrinfo", fail)
    visits = list(Visitor("papers", clock=FakeClock()).visit_all(urls))

    with pytest.raises(OutageError, match="asked 2 hosts about 3 addresses, and reached none"):
        check_reach(visits)
    check_reach([*visits, reached])
    check_reach(visits[:1])  # one host may be gone


def visitor(server):
    """A visitor to whom our own server is public, and no other."""
    return Visitor(
        "papers",
        clock=server.clock,
        is_public=lambda host, _: host == "127.0.0.1",
        schemes={"http": 80, "https": 443},
    )


@pytest.mark.parametrize(("path", "verdict", "reason"), VERDICTS)
def test_what_a_server_says_becomes_a_verdict(server, path, verdict, reason):
    found = visitor(server).visit(server.address + path)

    assert (found.verdict, found.reason.removeprefix(server.address)) == (verdict, reason)


def test_requests_to_one_host_are_a_pause_apart_and_say_who_asks(server):
    urls = [f"{server.address}/well?{number}" for number in range(3)] + [f"{server.address}/refused"]
    visits = list(visitor(server).visit_all(urls))

    assert len(visits) == 4
    times = [time for _, _, time in server.asked]
    assert len(times) == 8
    assert all(after - before >= PAUSE for before, after in pairwise(times))
    assert server.agents == {"papers"}


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://10.1.2.3/", "https://169.254.169.254/latest/",
        "https://192.168.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/",
        "http://127.0.0.1/", "ftp://127.0.0.1/",
    ],
)  # fmt: skip
def test_nothing_inside_a_network_is_asked(url, monkeypatch):
    visited = Visitor("papers", clock=FakeClock())
    monkeypatch.setattr(visited._session, "request", lambda *_, **__: pytest.fail("it was asked"))  # noqa: SLF001
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda host, *_, **__: [(0, 0, 0, "", (LOCAL.get(host, host), 443))]
    )

    assert visited.visit(url).verdict is Verdict.BROKEN


LOCAL = {"localhost": "127.0.0.1"}


def test_a_host_with_one_private_address_is_not_asked(monkeypatch):
    found = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)

    assert not public_addresses("example.org", 443)
    del found[1]
    assert public_addresses("example.org", 443)


# --- which addresses, and how they are told --------------------------------------------------------------

WRITTEN = Curation(
    settings=Settings("Toys", "Toys of all sorts."),
    topics=(),
    venues=(),
    lists=(
        ReadingList(
            "l", "List", "See https://list.example/.", (ListEntry("x", "And https://note.example/."),)
        ),
    ),
    papers={
        "2602.00001": PaperCuration(
            "data/curation/papers/2602.00001.yml",
            note="As [they](https://inside.example/) say.",
            links=(Link(LinkKind.CODE, "https://code.example/"),),
        ),
        "doi:10.5555/1": PaperCuration(
            "data/curation/papers/doi-10.5555-1.yml",
            links=(Link(LinkKind.CODE, "https://code.example/"),),
            record=Entry("doi:10.5555/1", None, "T", links=("https://record.example/",)),
        ),
    },
)


def test_every_address_that_people_wrote_is_asked_once():
    found = curated_links.addresses(WRITTEN)

    assert {url.split("/")[2] for url in found} == {
        "list.example", "note.example", "inside.example", "code.example", "record.example",
    }  # fmt: skip
    assert len(found["https://code.example/"]) == 2


def test_the_report_holds_what_is_not_well_as_code():
    visits = [
        Visit("https://a.example/`x`", Verdict.BROKEN, "the server answers 404"),
        Visit("https://b.example/", Verdict.MOVED, "https://c.example/"),
        Visit("https://d.example/", Verdict.WELL),
    ]
    places = {visit.url: ("data/curation/papers/2602.00001.yml",) for visit in visits}

    assert curated_links.as_markdown(visits, places).splitlines() == [
        "Of 3 addresses, 1 gone.",
        "",
        "**Gone: mend or remove**",
        "",
        "- `https://a.example/'x'` in `data/curation/papers/2602.00001.yml`: `the server answers 404`",
        "",
        "**Moved for good: write the new address**",
        "",
        "- `https://b.example/` in `data/curation/papers/2602.00001.yml`: `https://c.example/`",
    ]
    assert curated_links.as_text(visits, places).splitlines()[-1] == "of 3 addresses, 1 gone"
