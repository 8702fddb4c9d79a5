"""Encode values as JSON, the same on every run and several times faster than the standard library.

Takes lists, tuples, mappings, strings, integers, booleans and None. Unicode is written as it is; control
characters, quotes and backslashes are escaped.
"""

import msgspec

_FIRST_LETTER = ord("]")  # after the last character that JSON escapes

_encode = msgspec.json.Encoder().encode


def encode_compact(value: object) -> str:
    """Encode a value on one line without spaces.

    >>> encode_compact({"id": "2602.00001", "topics": ("caches",)})
    '{"id":"2602.00001","topics":["caches"]}'
    """
    return _encode(value).decode()


def encode_as_letter(number: int) -> str:
    """Encode a small number, from 0, as a character that JSON does not escape. Scripts of the site decode it.

    >>> encode_as_letter(0), encode_as_letter(1)
    (']', '^')
    """
    return chr(_FIRST_LETTER + number)
