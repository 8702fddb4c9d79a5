"""Strict YAML: bytes in, plain values with their places out, every problem at once.

YAML is read for its structure alone. Every scalar is text (YAML would turn 2602.10310 into a number and
lose its last zero); duplicate keys, anchors, aliases, tags and merge keys are problems, because they
surprise people and can hide or multiply content. Nothing here runs code or opens a file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import yaml

from generator.errors import Problem
from generator.text import one_line

LARGEST_FILE = 64_000  # bytes; the longest summary and note fit many times
DEEPEST_NESTING = 12

_LONGEST_QUOTE = 60
# What YAML does not let stand in a file (https://yaml.org/spec/1.1/#c-printable); surrogates are no UTF-8.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]

# PyYAML has two kinds of events, of one shape and without a common type.
_Event: TypeAlias = Any
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINTS = {
    "mapping values are not allowed": "text that holds a colon and a blank needs quotes around it",
    "could not find expected ':'": "every key is followed by a colon and a blank",
    "found unexpected end of stream": "a quote or bracket is opened and never closed",
    "cannot start any token": "text that begins with a mark such as %, @ or ` needs quotes around it",
    "did not find expected key": "look at the indentation, and for quotes inside of quotes",
    "did not find expected '-' indicator": "look at the indentation of this list",
    "did not find expected ','": "entries in brackets have commas between them, and every bracket is closed",
    "did not find expected node content": "a value is missing, or a bracket is never closed",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Tree:
    """A file's content.

    Attributes:
        value: Mappings, lists, text, and None for what is left empty.
        places: Where each value stands, by its path from the root.
        keys: Where each key stands, by the path of its value.
    """

    value: Value = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)


def read(data: bytes, path: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The content of a YAML file, or None where it cannot be understood, and what is wrong with it.

    Args:
        data: The file's bytes.
        path: The file's name, for messages.
    """
    problem = _unreadable(data, path)
    if problem:
        return None, (problem,)
    reader = _Reader(path)
    try:
        reader.read(data.decode())
    except yaml.MarkedYAMLError as error:
        reader.add(error.problem_mark or error.context_mark, *_explain(error, data))
    except _TooDeepError as error:
        reader.add(error.mark, f"values may be nested {DEEPEST_NESTING} deep; the rest is not read")
    else:
        if reader.tree.value is not None or reader.problems:
            return reader.tree, tuple(reader.problems)
        reader.problems.append(Problem(path, 0, 0, "the file is empty", "write its fields, or remove it"))
    return None, tuple(reader.problems)


def quote(value: object) -> str:
    """What was found, short enough for a message and on one line."""
    text = repr(value) if isinstance(value, str) else one_line(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _unreadable(data: bytes, path: str) -> Problem | None:
    if len(data) > LARGEST_FILE:
        return Problem(path, 0, 0, f"a file may have {LARGEST_FILE:,} bytes; this one has more")
    if data.startswith(b"\xef\xbb\xbf"):
        return Problem(path, 1, 1, "the file begins with a byte order mark", "save it as UTF-8 without BOM")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(path, line, 0, "the file must be in UTF-8", "save it again with that encoding")
    if forbidden := _FORBIDDEN.search(text):
        before = text[: forbidden.start()]
        column = len(before) - before.rfind("\n")
        message = f"YAML does not allow the character {quote(forbidden.group())}"
        return Problem(path, before.count("\n") + 1, column, message, "remove it")
    return None


def _explain(error: yaml.MarkedYAMLError, data: bytes) -> tuple[str, str]:
    message = error.problem or "this is no YAML"
    mark = error.problem_mark
    lines = data.decode().splitlines()
    if mark and mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
        return "indent with blanks; this line has a tab", ""
    hint = next((hint for words, hint in _HINTS.items() if words in message), "")
    return f"this is no YAML: {message}", hint


class _TooDeepError(Exception):
    def __init__(self, mark: "_Mark") -> None:
        self.mark = mark


class _Mark(Protocol):
    """What both of PyYAML's parsers call a mark; lines and columns from 0."""

    line: int
    column: int


class _Reader:
    """Walks the events of one file and builds its tree."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.tree = Tree()
        self.problems: list[Problem] = []
        self._events: Iterator[_Event] = iter(())

    def add(self, mark: _Mark | None, message: str, hint: str = "") -> None:
        place = _place(mark) if mark else Place(0, 0)
        self.problems.append(Problem(self.path, place.line, place.column, message, hint))

    def read(self, text: str) -> None:
        self._events = iter(yaml.parse(text, Loader=_Loader))
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.add(event.start_mark, "a file holds one document", "remove the line ---")
                    return
                self.tree.value = self._node(next(self._events), ())

    def _node(self, event: _Event, path: Path) -> Value:
        if len(path) > DEEPEST_NESTING:
            raise _TooDeepError(event.start_mark)
        self.tree.places[path] = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            name = quote(f"*{event.anchor}")
            self.add(event.start_mark, f"aliases are not used here, got {name}", "write it out")
            return None
        self._refuse_marks(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event)

    def _refuse_marks(self, event: _Event) -> None:
        if getattr(event, "anchor", None):
            name = quote(f"&{event.anchor}")
            self.add(event.start_mark, f"anchors are not used here, got {name}", "write it out")
        if getattr(event, "tag", None):
            self.add(event.start_mark, f"tags are not used here, got {quote(event.tag)}", "leave it out")

    def _scalar(self, event: _Event) -> str | None:
        text: str = event.value
        return None if not text and event.implicit[0] else text

    def _sequence(self, path: Path) -> list[Value]:
        values: list[Value] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node(event, (*path, len(values))))
        return values

    def _mapping(self, path: Path) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            inner = (*path, key)
            if key in mapping:
                first = self.tree.keys[inner]
                message = f"a key stands once, got {quote(key)} again"
                self.add(event.start_mark, message, f"first in line {first.line}")
                self._node(next(self._events), (*path, f"{key} (again)"))
                continue
            self.tree.keys[inner] = _place(event.start_mark)
            mapping[key] = self._node(next(self._events), inner)
        return mapping

    def _key(self, event: _Event, path: Path) -> str:
        value = self._node(event, (*path, "<key>"))
        if value == "<<" and event.implicit[0]:
            self.add(event.start_mark, "merge keys are not used here, got '<<'", "write it out")
        if isinstance(value, str):
            return value
        if not isinstance(event, yaml.AliasEvent):
            self.add(event.start_mark, "a key is a word")
        return f"<key in line {event.start_mark.line + 1}>"


def _place(mark: _Mark) -> Place:
    return Place(mark.line + 1, mark.column + 1)
