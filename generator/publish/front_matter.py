r"""Front matter of generated pages: a YAML mapping that people can read, written and read back fast.

Values are strings, booleans, whole numbers, and lists and mappings of these. `write_front_matter` uses block
style; PyYAML reads exactly the values that were given. `read_front_matter` reads back what was written, and
leaves other YAML to MkDocs. Both take a small part of PyYAML's time, which matters at twelve thousand pages.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, NoReturn

from generator.model.json_text import encode_compact

_WORDS: Final = frozenset("y n yes no on off true false null".split())  # in YAML 1.1, these are not strings
_NAME: Final = re.compile(r"[a-zA-Z][a-zA-Z_-]*")
# What YAML does not print, or breaks lines at.
_ODD: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ODD_ESCAPE: Final = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")  # what JSON leaves as it is
_QUOTED: Final = re.compile(r'"[^"\\]*(?:\\(?:["\\bfnrt]|u(?!d[89a-f])[0-9a-f]{4})[^"\\]*)*"')
# Lines, of which the first and the last have text and none is white space only.
_LITERAL: Final = re.compile(r"\S.*\n(?:(?: *\S.*)?\n)*(?: *\S.*|(?<!\n\n))")
_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]*")
# Of a line: its indentation, the dash of a list item, a key, and the text after these.
_PARTS: Final = re.compile(
    r'^((?:  )*)(- )?(?:([a-zA-Z][a-zA-Z_-]*|"[^"\\\n]+"):(?: (?=.)|$))?(.*)$', re.MULTILINE
)


def write_front_matter(values: Mapping[str, Any]) -> str:
    """Write the front matter of a page, with the lines that enclose it."""
    lines = ["---"]
    _add_mapping(lines, values, "")
    lines += ("---", "")
    return "\n".join(lines)


def _add_mapping(lines: list[str], values: Mapping[str, Any], indent: str) -> None:
    for key, value in values.items():
        _add_value(lines, f"{indent}{_format_key(key)}:", value, indent)


@lru_cache(maxsize=256)
def _format_key(key: str) -> str:
    return key if _NAME.fullmatch(key) and key.lower() not in _WORDS else _quote(key)


def _add_value(lines: list[str], start: str, value: Any, indent: str) -> None:  # noqa: ANN401 - any value of YAML
    if isinstance(value, str):
        if "\n" in value:
            _add_text(lines, start, value, indent)
        else:
            lines.append(f"{start} {value if _is_plain(value) else _quote(value)}")
    elif isinstance(value, bool | int):
        lines.append(f"{start} {str(value).lower()}")
    elif not value:
        lines.append(f"{start} {'{}' if isinstance(value, Mapping) else '[]'}")
    elif isinstance(value, Mapping):
        lines.append(start)
        _add_mapping(lines, value, f"{indent}  ")
    else:
        lines.append(start)
        for item in value:
            _add_item(lines, item, indent)


def _add_item(lines: list[str], item: Any, indent: str) -> None:  # noqa: ANN401 - any value of YAML
    if isinstance(item, Mapping) and item:
        first = len(lines)
        _add_mapping(lines, item, f"{indent}  ")
        lines[first] = f"{indent}- {lines[first].removeprefix(f'{indent}  ')}"
    else:
        _add_value(lines, f"{indent}-", item, f"{indent}  ")


def _add_text(lines: list[str], start: str, text: str, indent: str) -> None:
    """Add a text of several lines: as a block, or in quotes with one line of the text on each line."""
    parts = text.split("\n")
    if _LITERAL.fullmatch(text) and not _ODD.search(text):
        lines.append(f"{start} {'|-' if parts[-1] else '|'}")
        lines += [part and f"{indent}  {part}" for part in (parts if parts[-1] else parts[:-1])]
    elif any(part[:1] == " " for part in parts):
        lines.append(f"{start} {_quote(text)}")
    else:
        lines.append(f"{start} " + f"\\n\\\n{indent}  ".join(_quote(text).split("\\n")))


def _is_plain(text: str) -> bool:
    """Whether YAML takes the text for a string without quotes: no number, no date, no mark of YAML."""
    return (
        text[:1].isalpha()
        and text.isprintable()
        and ": " not in text
        and " #" not in text
        and text[-1] not in ": "
        and text[:6].lower() not in _WORDS
    )


def _quote(text: str) -> str:
    quoted = encode_compact(str(text))  # markup is not plain enough for the encoder
    return quoted if quoted.isprintable() else _ODD_ESCAPE.sub(lambda odd: f"\\u{ord(odd[0]):04x}", quoted)


def read_front_matter(source: str) -> tuple[str, dict[str, Any]] | None:
    """Split a page into its Markdown and its front matter, as `mkdocs.utils.meta.get_data` does.

    Args:
        source: The page's file.

    Returns:
        None if the front matter is not written as `write_front_matter` writes it.
    """
    head, mark, body = source.partition("\n---\n")
    if not mark or not head.startswith("---\n") or (not head.isprintable() and _ODD.search(head)):
        return None
    reader = _Reader(head[4:])
    try:
        values = reader.read_mapping(0)
    except _UnknownYamlError:
        return None
    return (body.lstrip("\n"), values) if reader.is_at_end() else None


class _UnknownYamlError(Exception):
    """The YAML is not as `write_front_matter` writes it."""


class _Reader:
    """Reads lines of YAML, one after the other."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._parts = _PARTS.findall(text)  # of each line
        self._count = len(self._parts)
        self._next = 0

    def is_at_end(self) -> bool:
        return self._next == self._count

    def read_mapping(self, depth: int, *, in_list: bool = False) -> dict[str, Any]:
        """Read the entries of a mapping.

        Args:
            depth: The number of spaces before each entry.
            in_list: Whether a dash is before the first entry.
        """
        values: dict[str, Any] = {}
        while self._next < self._count:
            indent, dash, key, text = self._parts[self._next]
            if not key or bool(dash) != in_list or (len(indent) != depth and not in_list):
                break
            in_list = False
            self._next += 1
            if key.lower() in _WORDS:
                _refuse()
            values[key.strip('"')] = self._read_value(text, depth)
        return values or _refuse()

    def _read_value(self, text: str, depth: int) -> Any:  # noqa: ANN401 - any value of YAML
        """Read what follows a key or a dash: on the same line, or on more indented lines below."""
        if text:
            read = self._read_block if text in _BLOCKS else self._read_scalar
            return read(text, depth + 2)
        if self._next < self._count:
            indent, dash, _, text = self._parts[self._next]
            if len(indent) == depth and (dash or text == "-"):
                return self._read_list(depth)
        return self.read_mapping(depth + 2)

    def _read_list(self, depth: int) -> list[Any]:
        values: list[Any] = []
        while self._next < self._count:
            indent, dash, key, text = self._parts[self._next]
            if len(indent) != depth or not (dash or (text == "-" and not key)):
                break
            if key:
                values.append(self.read_mapping(depth + 2, in_list=True))
            else:
                self._next += 1
                values.append(self._read_value(text or _refuse() if dash else "", depth + 2))
        return values

    def _read_scalar(self, text: str, depth: int) -> Any:  # noqa: ANN401 - any scalar of YAML
        if text[0] == '"':
            while text[-1] == "\\" and self._next < self._count:
                text = text[:-1] + self._read_indented(depth)
            if _QUOTED.fullmatch(text) is None:
                _refuse()
            return json.loads(text) if "\\" in text else text[1:-1]
        if _is_plain(text):
            return str(text)
        if text in _CONSTANTS:
            return _CONSTANTS[text]()
        return int(text) if _NUMBER.fullmatch(text) else _refuse()

    def _read_block(self, style: str, depth: int) -> str:
        lines = [self._read_indented(depth)]
        indent = " " * depth
        for line in self._lines[self._next :]:
            if line and not line.startswith(indent):
                break
            self._next += 1
            lines.append(line[depth:])
        text = "\n".join(lines) + ("\n" if style == "|" else "")
        return text if _LITERAL.fullmatch(text) else _refuse()

    def _read_indented(self, depth: int) -> str:
        """Read a whole line that begins with this many spaces, and no more."""
        line = "" if self.is_at_end() else self._lines[self._next]
        self._next += 1
        text = line[depth:]
        return text if line[:depth].isspace() and text[:1] not in {"", " "} else _refuse()


_BLOCKS: Final = ("|", "|-")
_CONSTANTS: Final[dict[str, Callable[[], Any]]] = {
    "true": lambda: True,
    "false": lambda: False,
    "[]": list,
    "{}": dict,
}


def _refuse() -> NoReturn:
    raise _UnknownYamlError
