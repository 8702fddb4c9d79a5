"""Encode values as JSON, the same on every run and several times faster than the standard library.

Takes lists, tuples, mappings, strings, integers, booleans and None. Unicode is written as it is; control
characters, quotes and backslashes are escaped.
"""

import msgspec

_encode = msgspec.json.Encoder().encode


def encode_compact(value: object) -> str:
    """Encode a value on one line without spaces.

    >>> encode_compact({"id": "2602.00001", "topics": ("caches",)})
    '{"id":"2602.00001","topics":["caches"]}'
    """
    return _encode(value).decode()
