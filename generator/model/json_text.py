"""JSON as text, the same on every run; several times faster than the standard library's.

Comes in: lists, tuples, mappings, strings, whole numbers, truth values and None. Goes out: Unicode as it is,
with control characters, quotes and backslashes escaped.
"""

import msgspec

_encode = msgspec.json.Encoder().encode


def encode_compact(value: object) -> str:
    """JSON on one line, without blanks."""
    return _encode(value).decode()


def encode_spaced(value: object) -> str:
    """JSON on one line, with a blank after each comma and colon, for people."""
    return msgspec.json.format(_encode(value), indent=0).decode()
