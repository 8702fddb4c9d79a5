"""Parse strict YAML: bytes in, plain values with their places and every problem out.

Only the structure of YAML is used. Every scalar is text (YAML would turn 2602.10310 into a number and lose
its last zero). Duplicate keys, anchors, aliases, tags and merge keys are problems, because they surprise
people and can hide or multiply content. Nothing here runs code or opens a file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import yaml

from generator.curation.hints import quote
from generator.curation.yaml_errors import explain, find_stray_text
from generator.model.errors import Problem

MAX_FILE_SIZE = 64_000  # bytes; many times the longest summary and note
MAX_VOCABULARY_SIZE = 256_000  # bytes of the files that have the words of a whole field
_VOCABULARIES = ("topics.yml", "venues.yml")
MAX_DEPTH = 12

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]

# PyYAML has two sets of events, of the same shape and without a common type.
_Event: TypeAlias = Any
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNCLOSED = ("found unexpected end of stream", "did not find expected ','")
_CORE_TAG = "tag:yaml.org,2002:"
# What follows text that a # cut off: no comment begins with a number, and few without a space.
_NUMBER_WITH_MARK = re.compile(r"[ \t]+#\d")
_TEXT_WITH_MARK = re.compile(r"[ \t]+#[^\s#]")


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
        places: The place of each value, by its path from the root.
        keys: The place of each key, by the path of its value.
        indents: How many columns the lines of a text after ``|`` are indented, by its path.
    """

    value: Value = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    indents: dict[Path, int] = field(default_factory=dict)

    def find_place(self, path: Path) -> Place:
        """Return the place of a value, or of the nearest value around it that has a place."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))

    def find_place_in_text(self, path: Path, line: int, column: int) -> Place:
        """Return the place of a character of a text, or of the text if its lines are not those of the file.

        Args:
            path: Of the text.
            line: In the text, from 0.
            column: In that line, from 0.
        """
        place = self.find_place(path)
        if path not in self.indents:
            return place
        return Place(place.line + 1 + line, self.indents[path] + 1 + column)


def parse_yaml(data: bytes, path: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Parse a file; the tree is None where it cannot be parsed.

    Args:
        data: The file's bytes.
        path: The file's path, for messages.
    """
    text = _decode(data, path)
    if isinstance(text, Problem):
        return None, (text,)
    builder = _TreeBuilder(path)
    try:
        builder.build(text)
    except yaml.MarkedYAMLError as error:
        builder.report(_find_mark(error), *explain(error, text))
    except _TooDeepError as error:
        message = f"lists and mappings must be nested at most {MAX_DEPTH} deep"
        builder.report(error.mark, message, "use fewer brackets; the rest of the file was not read")
    else:
        if builder.tree.value is not None or builder.problems:
            return builder.tree, tuple(builder.problems)
        builder.report(None, "the file must not be empty", "write its keys and values, or delete the file")
    return None, tuple(builder.problems)


def find_size_limit(path: str) -> int:
    """Return how many bytes a file may have.

    >>> find_size_limit("data/curation/topics.yml"), find_size_limit("data/catalogue.yml")
    (256000, 64000)
    """
    return MAX_VOCABULARY_SIZE if path.rpartition("/")[2] in _VOCABULARIES else MAX_FILE_SIZE


def _decode(data: bytes, path: str) -> str | Problem:
    if len(data) > (limit := find_size_limit(path)):
        message = f"the file must have at most {limit:,} bytes"
        return Problem(path, 0, 0, message, "shorten it; link to figures and long texts")
    if data.startswith(b"\xef\xbb\xbf"):
        message = "the file must not start with a byte order mark"
        return Problem(path, 1, 1, message, "save it as UTF-8 without BOM")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "choose UTF-8 in your editor, and save the file again"
        return Problem(path, line, 0, "the file must be UTF-8 text", hint)
    if stray := find_stray_text(text):
        line, column, explanation = stray
        return Problem(path, line, column, *explanation)
    return text


def _find_mark(error: yaml.MarkedYAMLError) -> "_Mark | None":
    """Return the place to show: for quotes and brackets that are not closed, where they open."""
    problem, context = error.problem_mark, error.context_mark
    is_unclosed = (error.problem or "").startswith(_UNCLOSED)
    if is_unclosed and context and problem and context.line < problem.line:
        return context
    return problem or context


class _TooDeepError(Exception):
    def __init__(self, mark: "_Mark") -> None:
        self.mark = mark


class _Mark(Protocol):
    """A mark of either of PyYAML's parsers; lines and columns from 0."""

    line: int
    column: int


class _TreeBuilder:
    """Builds the tree of one file from the parser's events."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.tree = Tree()
        self.problems: list[Problem] = []
        self._events: Iterator[_Event] = iter(())
        self._lines: list[str] = []

    def report(self, mark: _Mark | None, message: str, hint: str = "") -> None:
        place = _to_place(mark) if mark else Place(0, 0)
        self.problems.append(Problem(self.path, place.line, place.column, message, hint))

    def build(self, text: str) -> None:
        self._events = iter(yaml.parse(text, Loader=_Loader))
        self._lines = text.splitlines()
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "delete this line ---, and keys that then occur twice"
                    self.report(
                        event.start_mark, "the file must be one YAML document, got a second one", hint
                    )
                    return
                self.tree.value = self._build_value(next(self._events), ())

    def _build_value(self, event: _Event, path: Path) -> Value:
        if len(path) > MAX_DEPTH:
            raise _TooDeepError(event.start_mark)
        self.tree.places[path] = _to_place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            alias = quote(f"*{event.anchor}")
            hint = "put quotes around text that starts with *, or repeat the other value here"
            self.report(event.start_mark, f"YAML aliases are not allowed, got {alias}", hint)
            return None
        self._refuse_properties(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._build_mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._build_list(path)
        text: str = event.value
        if not event.style:
            self._refuse_cut_text(text, event.end_mark)
        if event.style == "|":
            self.tree.indents[path] = self._find_indent(text, event.start_mark.line + 1)
        return None if not text and event.implicit[0] else text

    def _find_indent(self, text: str, first_line: int) -> int:
        """Find how far the lines of a text after ``|`` are indented, by its first line that is not empty."""
        for line, source in zip(text.split("\n"), self._lines[first_line:], strict=False):
            if line:
                return max(0, len(source) - len(line))
        return 0

    def _refuse_cut_text(self, text: str, end: _Mark) -> None:
        """Report a comment that was probably meant as text, as in ``title: Sonnet #18``."""
        rest = "".join(self._lines[end.line : end.line + 1])[end.column :]
        if (_TEXT_WITH_MARK if " " in text else _NUMBER_WITH_MARK).match(rest):
            message = f"text after # is a comment, so that only {quote(text)} is left"
            self.report(end, message, "put quotes around the whole text, or a space after the # of a comment")

    def _refuse_properties(self, event: _Event) -> None:
        if getattr(event, "anchor", None):
            anchor = quote(f"&{event.anchor}")
            hint = "put quotes around text that starts with &, or delete the anchor"
            self.report(event.start_mark, f"YAML anchors are not allowed, got {anchor}", hint)
        if getattr(event, "tag", None):
            tag = f"!!{event.tag.removeprefix(_CORE_TAG)}" if event.tag.startswith(_CORE_TAG) else event.tag
            hint = "put quotes around text that starts with !, or delete the tag"
            self.report(event.start_mark, f"YAML tags are not allowed, got {quote(tag)}", hint)

    def _build_list(self, path: Path) -> list[Value]:
        values: list[Value] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._build_value(event, (*path, len(values))))
        return values

    def _build_mapping(self, path: Path) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._build_key(event, path)
            inner = (*path, key)
            if key in mapping:
                hint = f"it is in line {self.tree.keys[inner].line}, too; combine the values, or delete one"
                self.report(event.start_mark, f"a key must occur only once, got {quote(key)} again", hint)
                self._build_value(next(self._events), (*path, f"{key} (again)"))
                continue
            self.tree.keys[inner] = _to_place(event.start_mark)
            mapping[key] = self._build_value(next(self._events), inner)
        return mapping

    def _build_key(self, event: _Event, path: Path) -> str:
        value = self._build_value(event, (*path, "<key>"))
        if value == "<<" and event.implicit[0]:
            hint = "write the keys that it would insert"
            self.report(event.start_mark, "YAML merge keys are not allowed, got '<<'", hint)
        if isinstance(value, str):
            return value
        if not isinstance(event, yaml.AliasEvent):
            message = "a key must be text, got a list or a mapping"
            self.report(event.start_mark, message, "delete the brackets")
        return f"<key in line {event.start_mark.line + 1}>"


def _to_place(mark: _Mark) -> Place:
    return Place(mark.line + 1, mark.column + 1)
