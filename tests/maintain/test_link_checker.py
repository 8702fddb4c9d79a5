"""Links are requested politely, and never inside a private network."""

import http.server
import socket
import threading
from itertools import pairwise

import pytest

from generator.maintain.link_checker import (
    PAUSE,
    TOTAL_TIMEOUT,
    LinkChecker,
    LinkStatus,
    has_public_addresses,
    is_public_address,
    require_network,
)
from generator.model.errors import OutageError
from tests.scripted_arxiv import FakeClock
from tests.tables import for_each_row


class Server:
    """A server that answers by path with a status, or with a status and a new location.

    A path may be combined with a method. The status ``slow`` passes the time limit, ``hang up`` closes the
    connection.
    """

    def __init__(self, answers, clock):
        self.answers, self.clock = answers, clock
        self.requests, self.user_agents = [], set()

    def __enter__(self):
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self):
                server.requests.append((self.command, self.path, server.clock.time))
                server.user_agents.add(self.headers["User-Agent"])
                status, location = server.answers.get((self.command, self.path)) or server.answers.get(
                    self.path, (404, None)
                )
                if status == "slow":
                    server.clock.time += TOTAL_TIMEOUT + 1
                    status = 200
                if status == "hang up":
                    self.close_connection = True
                    return
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.end_headers()

            do_GET = do_HEAD  # noqa: N815 - the name that http.server requires

            def log_message(self, *_):
                """Log nothing."""

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
    "/works": (200, None),
    "/gone": (410, None),
    "/refused": (403, None),
    "/busy": (503, None),
    ("HEAD", "/get-only"): (405, None),
    ("GET", "/get-only"): (200, None),
    "/permanent": (301, "/works"),
    "/permanent-twice": (308, "/permanent"),
    "/temporary": (302, "/works"),
    "/permanent-then-temporary": (301, "/temporary"),
    "/permanent-to-itself": (301, "/permanent-to-itself"),
    "/to-nothing": (301, "/nothing"),
    "/loop": (302, "/loop"),
    "/private": (302, "https://10.0.0.1/"),
    "/file": (302, "file:///etc/passwd"),
    "/password": (302, "http://a:b@127.0.0.1/"),
    "/no-address": (302, "http://["),
    "/slow": ("slow", None),
    "/hang-up": ("hang up", None),
    ("HEAD", "/head-hangs-up"): ("hang up", None),
    ("GET", "/head-hangs-up"): (200, None),
}
FORBIDDEN = "it leads to an address that is not https, or contains a password"
STATUSES = [
    ("/works", LinkStatus.WORKS, ""),
    ("/get-only", LinkStatus.WORKS, ""),
    ("/head-hangs-up", LinkStatus.WORKS, ""),
    ("/temporary", LinkStatus.WORKS, ""),
    ("/permanent", LinkStatus.MOVED, "/works"),
    ("/permanent-twice", LinkStatus.MOVED, "/works"),
    ("/permanent-then-temporary", LinkStatus.WORKS, ""),
    ("/gone", LinkStatus.BROKEN, "the server answers 410"),
    ("/nothing", LinkStatus.BROKEN, "the server answers 404"),
    ("/to-nothing", LinkStatus.BROKEN, "the server answers 404"),
    ("/refused", LinkStatus.UNCLEAR, "the server answers 403"),
    ("/busy", LinkStatus.UNCLEAR, "the server answers 503"),
    ("/loop", LinkStatus.BROKEN, "it redirects more than 5 times"),
    ("/permanent-to-itself", LinkStatus.BROKEN, "it redirects more than 5 times"),
    ("/private", LinkStatus.BROKEN, "it leads into a private network"),
    ("/file", LinkStatus.BROKEN, FORBIDDEN),
    ("/password", LinkStatus.BROKEN, FORBIDDEN),
    ("/no-address", LinkStatus.BROKEN, "cannot connect (ValueError)"),
    ("/slow", LinkStatus.BROKEN, "cannot connect (ReadTimeout)"),
    ("/hang-up", LinkStatus.BROKEN, "cannot connect (ConnectionError)"),
]


@pytest.fixture(name="server")
def server_on_loopback():
    with Server(ANSWERS, FakeClock()) as server:
        yield server


def make_checker(server):
    """Return a checker to which only this server is public."""
    return LinkChecker(
        "papers",
        clock=server.clock,
        is_public=lambda host, _: host == "127.0.0.1",
        ports={"http": 80, "https": 443},
    )


@pytest.mark.parametrize(("path", "status", "reason"), STATUSES)
def test_the_answer_of_a_server_becomes_a_status(server, path, status, reason):
    result = make_checker(server).check(server.address + path)

    assert (result.status, result.reason.removeprefix(server.address)) == (status, reason)


def test_requests_to_one_host_keep_a_pause_and_name_the_sender(server):
    urls = [f"{server.address}/works?{number}" for number in range(3)] + [f"{server.address}/refused"]
    results = list(make_checker(server).check_all(urls))

    assert len(results) == 4
    times = [time for _, _, time in server.requests]
    assert len(times) == 8
    assert all(after - before >= PAUSE for before, after in pairwise(times))
    assert server.user_agents == {"papers"}


def test_every_method_and_its_redirects_share_a_time_limit(server):
    server.answers = {("HEAD", "/a"): (302, "/slow"), "/slow": ("slow", None), ("GET", "/a"): (200, None)}

    assert make_checker(server).check(server.address + "/a").status is LinkStatus.WORKS


def test_hosts_take_turns():
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example/3"]
    checker = LinkChecker("papers", clock=FakeClock(), is_public=lambda *_: False)

    assert [result.url for result in checker.check_all(urls)] == [urls[0], urls[2], urls[1], urls[3]]


def test_no_link_is_called_broken_if_no_host_was_reached(server, monkeypatch):
    def fail(host, *_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known", host)

    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/"]
    reached = make_checker(server).check(server.address + "/gone")
    monkeypatch.setattr("socket.getaddrinfo", fail)
    results = list(LinkChecker("papers", clock=FakeClock()).check_all(urls))

    with pytest.raises(
        OutageError, match="none of 2 hosts was reached, so that 3 links could not be checked"
    ):
        require_network(results)
    assert {result.reason for result in results} == {"cannot connect (Name or service not known)"}
    require_network([*results, reached])
    require_network(results[:1])  # a single host may be gone


LOCAL_ADDRESSES = {"localhost": "127.0.0.1"}


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://10.1.2.3/", "https://169.254.169.254/latest/",
        "https://192.168.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/",
        "http://127.0.0.1/", "ftp://127.0.0.1/",
    ],
)  # fmt: skip
def test_a_private_network_is_never_requested(url, monkeypatch):
    checker = LinkChecker("papers", clock=FakeClock())
    monkeypatch.setattr(checker.http.session, "request", lambda *_, **__: pytest.fail("it was requested"))
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda host, *_, **__: [(0, 0, 0, "", (LOCAL_ADDRESSES.get(host, host), 443))],
    )

    assert checker.check(url).status is LinkStatus.BROKEN


def test_a_host_with_one_private_address_is_not_public(monkeypatch):
    entries = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: entries)

    assert not has_public_addresses("example.org", 443)
    del entries[1]
    assert has_public_addresses("example.org", 443)


# Addresses by whether they are public, and how.
ADDRESSES = {
    "8.8.8.8": True, "10.0.0.1": False, "127.0.0.1": False, "169.254.169.254": False, "100.64.0.1": False,
    "0.1.2.3": False, "224.0.0.1": False, "255.255.255.255": False,
    "2606:4700::1111": True, "::1": False, "::": False, "fe80::1": False, "fd00::1": False, "ff02::1": False,
    "2001:db8::1": False,
    # NAT64
    "64:ff9b::8.8.8.8": True, "64:ff9b::10.0.0.1": False, "64:ff9b::127.0.0.1": False,
    "64:ff9b::169.254.169.254": False, "64:ff9b:1::8.8.8.8": False,
    # 6to4
    "2002:808:808::1": True, "2002:a00:1::1": False, "2002:7f00:1::": False, "2002:a9fe:a9fe::1": False,
    # IPv4-mapped and IPv4-compatible
    "::ffff:8.8.8.8": True, "::ffff:192.168.0.1": False, "::8.8.8.8": True, "::10.0.0.1": False,
    # Teredo: the server 65.54.227.120, and the inverted address of the client
    "2001:0:4136:e378:8000:63bf:f7f7:f7f7": True, "2001:0:4136:e378:8000:63bf:f5ff:fffe": False,
    "2001:0:a00:1:8000:63bf:f7f7:f7f7": False,
    # ISATAP
    "2606:4700::5efe:808:808": True, "2606:4700::5efe:a00:1": False, "2606:4700::200:5efe:7f00:1": False,
    "fe80::5efe:808:808": False,
}  # fmt: skip


@for_each_row("address", ADDRESSES)
def test_an_address_counts_as_the_ipv4_address_within_it(address):
    assert is_public_address(address) is ADDRESSES[address]
