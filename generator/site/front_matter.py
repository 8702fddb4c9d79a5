"""The front matter of the pages that we write, whose lines are names with values in JSON, read as JSON.

JSON is YAML but for a few odd spots (YAML 1.2, 1.3, says which), and PyYAML reads YAML 1.1. What could
be one of these is refused, and is then for MkDocs to read.
"""

import json
import re
from typing import Any, Final, NoReturn

# A line is a name and a value: text, a list, a mapping, true or false.
_LINE: Final = re.compile(r'([a-z][a-z_]*): (".*"|\[.*\]|\{.*\}|true|false)')
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})  # no names in YAML
# What YAML breaks lines at, or does not allow, as it stands; and what is escaped otherwise than in JSON.
_ODD: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPED: Final = re.compile(r"(?:[^\\]++|\\(?:[\"\\nt]|u00[2-7][0-9a-f]))*+")


def split(source: str) -> tuple[str, dict[str, Any]] | None:
    """A page's Markdown and the values of its front matter, as `mkdocs.utils.meta.get_data` returns them.

    Args:
        source: The page's file.

    Returns:
        None where that is not certain to be the same.
    """
    head, mark, body = source.partition("\n---\n")
    if not mark or not head.startswith("---\n"):
        return None
    values: dict[str, Any] = {}
    for line in head[4:].split("\n"):
        parts = _LINE.fullmatch(line)
        if parts is None or parts[1] in _WORDS or _is_odd(parts[2]):
            return None
        try:
            values[parts[1]] = _DECODER.decode(parts[2])
        except ValueError:
            return None
    return body.lstrip("\n"), values


def _is_odd(value: str) -> bool:
    if not value.isprintable() and _ODD.search(value):
        return True
    return "\\" in value and _ESCAPED.fullmatch(value) is None


def _refuse(_number: str) -> NoReturn:
    """Numbers are not what they are in YAML 1.1, where 1e3 is text and 010 is eight."""
    raise ValueError


_DECODER: Final = json.JSONDecoder(parse_int=_refuse, parse_float=_refuse, parse_constant=_refuse)
