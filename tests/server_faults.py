"""Faults of a server: functions that answer a request of `tests.scripted_arxiv` wrongly.

Each takes the handler of the request and the right body.
"""

import functools
import gzip
import socket
import struct
import zlib
from contextlib import suppress

from tests.scripted_arxiv import ENTRY

_MEGABYTE = b" " * 1_000_000
_DRIPS = 20  # parts of an answer that arrives slowly
_MANY = 100  # a client that reads as many megabytes fails its test, and does not fill the machine's memory


def status(code, body=b"", **headers):
    """Send another status; a header is given as ``retry_after="7"``."""
    fields = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda handler, _: handler.send(code, body, fields)


def redirect(location, code=302):
    """Redirect to another address."""
    return status(code, location=location)


def other_body(body, **headers):
    """Send another body with status 200."""
    return status(200, body, **headers)


def replaced(old, new):
    """Send the right body with one text replaced by another."""
    return lambda handler, body: handler.send(200, body.replace(old.encode(), new.encode()))


def without_entries(first, last=None):
    """Send the right body without some of its entries, by their position."""

    def respond(handler, body):
        text = body.decode()
        for entry in ENTRY.findall(text)[first:last]:
            text = text.replace(entry, "")
        handler.send(200, text.encode())

    return respond


def packed(handler, body):
    """Send the right body as gzip."""
    handler.send(200, gzip.compress(body), {"Content-Encoding": "gzip"})


def cut_off(handler, body):
    """Send half of the body, and close the connection."""
    handler.send(200, body[: len(body) // 2], length=len(body))


def cut_off_gzip(handler, body):
    """Send half of the gzip, with a length as if it were complete."""
    data = gzip.compress(body)
    handler.send(200, data[: len(data) // 2], {"Content-Encoding": "gzip"})


def false_gzip(handler, body):
    """Send a body that is not the gzip that its header states."""
    handler.send(200, body, {"Content-Encoding": "gzip"})


def reset(handler, body):
    """Send half of the body, and reset the connection."""
    handler.send(200, body[: len(body) // 2], length=len(body))
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def bomb(handler, _):
    """Send a small gzip of 100 million spaces."""
    handler.send(200, _pack_bomb(), {"Content-Encoding": "gzip"})


@functools.cache
def _pack_bomb():
    packer = zlib.compressobj(level=1, wbits=16 + zlib.MAX_WBITS)
    return b"".join(packer.compress(_MEGABYTE) for _ in range(_MANY)) + packer.flush()


def endless(handler, _):
    """Send a body that seems to be endless."""
    handler.begin(200, {"Connection": "close"})
    for _ in range(_MANY):
        handler.wfile.write(_MEGABYTE)


def endless_redirect(location):
    """Redirect to another address, with a body that seems to be endless."""

    def respond(handler, _):
        handler.begin(302, {"Location": location, "Connection": "close"})
        for _ in range(_MANY):
            handler.wfile.write(_MEGABYTE)

    return respond


def dripping_body(clock, seconds):
    """Send bytes of the right body one by one, advance the clock meanwhile, and never send the rest."""

    def respond(handler, body):
        handler.begin(200, {"Content-Length": str(len(body))})
        _drip(handler, clock, seconds, [bytes([byte]) for byte in body[:_DRIPS]])

    return respond


def dripping_headers(clock, seconds):
    """Send headers one by one, advance the clock meanwhile, and never send the last."""

    def respond(handler, _):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        _drip(handler, clock, seconds, [b"X-%d: drip\r\n" % number for number in range(_DRIPS)])

    return respond


def _drip(handler, clock, seconds, drips):
    """Send parts, for each of which an equal share of the time passes, and wait until the client hangs up.

    After that the clock stands still, however much later the client reads.
    """
    for drip in drips:
        clock.time += seconds / len(drips)
        handler.wfile.write(drip)
    with suppress(OSError):
        handler.rfile.read(1)
    handler.close_connection = True
