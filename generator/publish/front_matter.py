r"""Front matter of generated pages: a YAML mapping that people can read, written and read back fast.

Values are strings, booleans, whole numbers, and lists and mappings of these. `write_front_matter` uses block
style; PyYAML reads exactly the values that were given. `read_front_matter` reads back what was written, and
leaves other YAML to MkDocs. Both take a small part of PyYAML's time, which matters at twelve thousand pages.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn

_WORDS: Final = frozenset("y n yes no on off true false null".split())  # in YAML 1.1, these are no strings
_NAME: Final = re.compile(r"[a-zA-Z][a-zA-Z_-]*")
# What YAML does not print, or breaks lines at.
_ODD: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ODD_ESCAPE: Final = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")  # what JSON leaves as it is
_QUOTED: Final = re.compile(r'"(?:[^"\\]++|\\(?:["\\bfnrt]|u(?!d[89a-f])[0-9a-f]{4}))*+"')
# Lines, of which the first and the last have text and none is white space only.
_LITERAL: Final = re.compile(r"\S.*\n(?:(?: *\S.*)?\n)*+(?: *\S.*|(?<!\n\n))")
_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]*")
_ENTRY: Final = re.compile(
    r'((?:  )*)([a-zA-Z][a-zA-Z_-]*|"[^"\\]+"):(?: (?=.)|$)(.*)'
)  # indentation, key, value


def write_front_matter(values: Mapping[str, Any]) -> str:
    """Write the front matter of a page, with the lines that enclose it."""
    lines = "\n".join(_write_mapping(values, ""))
    return f"---\n{lines}\n---\n"


def _write_mapping(values: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in values.items():
        name = key if _NAME.fullmatch(key) and key.lower() not in _WORDS else _quote(key)
        yield from _write_value(f"{indent}{name}:", value, indent)


def _write_value(start: str, value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - any value of YAML
    if isinstance(value, str):
        yield from _write_string(start, value, indent)
    elif isinstance(value, bool | int):
        yield f"{start} {str(value).lower()}"
    elif not value:
        yield f"{start} {'{}' if isinstance(value, Mapping) else '[]'}"
    elif isinstance(value, Mapping):
        yield start
        yield from _write_mapping(value, f"{indent}  ")
    else:
        yield start
        for item in value:
            yield from _write_item(item, indent)


def _write_item(item: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - any value of YAML
    if isinstance(item, Mapping) and item:
        first, *others = _write_mapping(item, f"{indent}  ")
        yield f"{indent}- {first.removeprefix(f'{indent}  ')}"
        yield from others
    else:
        yield from _write_value(f"{indent}-", item, f"{indent}  ")


def _write_string(start: str, text: str, indent: str) -> Iterator[str]:
    """Write a string: lines as a block, or in quotes with one line of the text on each line."""
    if _is_plain(text):
        yield f"{start} {text}"
        return
    lines = text.split("\n")
    is_literal = _LITERAL.fullmatch(text) and not _ODD.search(text)
    if len(lines) > 1 and is_literal:
        yield f"{start} {'|-' if lines[-1] else '|'}"
        yield from (line and f"{indent}  {line}" for line in (lines if lines[-1] else lines[:-1]))
    elif any(line[:1] == " " for line in lines):
        yield f"{start} {_quote(text)}"
    else:
        yield f"{start} " + f"\\n\\\n{indent}  ".join(_quote(text).split("\\n"))


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
    quoted = json.dumps(text, ensure_ascii=False)
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
    reader = _Reader(head[4:].split("\n"))
    try:
        values = reader.read_mapping("")
    except _UnknownYamlError:
        return None
    return (body.lstrip("\n"), values) if reader.is_at_end() else None


class _UnknownYamlError(Exception):
    """The YAML is not as `write_front_matter` writes it."""


class _Reader:
    """Reads lines of YAML, one after the other."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._next = 0

    def is_at_end(self) -> bool:
        return self._next == len(self._lines)

    def read_mapping(self, indent: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not self.is_at_end():
            entry = _ENTRY.fullmatch(self._lines[self._next])
            if entry is None or entry[1] != indent:
                break
            self._next += 1
            key = entry[2] if entry[2].lower() not in _WORDS else _refuse()
            values[key.strip('"')] = self._read_value(entry[3], indent)
        return values or _refuse()

    def _read_value(self, text: str, indent: str) -> Any:  # noqa: ANN401 - any value of YAML
        """Read what follows a key or a dash: on the same line, or on more indented lines below."""
        if text:
            return self._read_block(text, indent) if text in _BLOCKS else self._read_scalar(text, indent)
        line = "" if self.is_at_end() else self._lines[self._next]
        if line.startswith(f"{indent}-"):
            return self._read_list(indent)
        return self.read_mapping(f"{indent}  ")

    def _read_list(self, indent: str) -> list[Any]:
        values: list[Any] = []
        inner = f"{indent}  "
        while not self.is_at_end():
            line = self._lines[self._next]
            if line == f"{indent}-":
                self._next += 1
                values.append(self._read_value("", inner))
            elif not line.startswith(f"{indent}- "):
                break
            elif _ENTRY.fullmatch(line, len(inner)):
                self._lines[self._next] = inner + line[len(inner) :]
                values.append(self.read_mapping(inner))
            else:
                self._next += 1
                values.append(self._read_value(line[len(inner) :] or _refuse(), inner))
        return values

    def _read_scalar(self, text: str, indent: str) -> Any:  # noqa: ANN401 - any scalar of YAML
        if text[0] == '"':
            while text.endswith("\\") and not self.is_at_end():
                text = text[:-1] + self._read_indented(f"{indent}  ")
            return json.loads(text) if _QUOTED.fullmatch(text) else _refuse()
        if text in _CONSTANTS:
            return _CONSTANTS[text]()
        if _NUMBER.fullmatch(text):
            return int(text)
        return text if _is_plain(text) else _refuse()

    def _read_block(self, style: str, indent: str) -> str:
        inner = f"{indent}  "
        lines = [self._read_indented(inner)]
        for line in self._lines[self._next :]:
            if line and not line.startswith(inner):
                break
            self._next += 1
            lines.append(line.removeprefix(inner))
        text = "\n".join(lines) + ("\n" if style == "|" else "")
        return text if _LITERAL.fullmatch(text) else _refuse()

    def _read_indented(self, indent: str) -> str:
        """Read a whole line that begins with an indentation, and no more spaces."""
        line = "" if self.is_at_end() else self._lines[self._next]
        self._next += 1
        text = line.removeprefix(indent)
        return text if line.startswith(indent) and text[:1] != " " else _refuse()


_BLOCKS: Final = ("|", "|-")
_CONSTANTS: Final[dict[str, Callable[[], Any]]] = {
    "true": lambda: True,
    "false": lambda: False,
    "[]": list,
    "{}": dict,
}


def _refuse() -> NoReturn:
    raise _UnknownYamlError
