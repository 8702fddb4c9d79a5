"""Strict YAML: bytes in, plain values with their places out, every problem at once.

YAML is read for its structure alone. Every scalar is text (YAML would turn 2602.10310 into a number and
lose its last zero); duplicate keys, anchors, aliases, tags and merge keys are problems, because they
surprise people and can hide or multiply content. Nothing here runs code or opens a file.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import yaml

from generator.model.errors import Problem
from generator.model.text import clean_line, truncate

LARGEST_FILE = 64_000  # bytes; the longest summary and note fit many times
DEEPEST_NESTING = 12

# What comes along when text is copied or merged, at the beginning of a line: the rule, and what to do.
_STRAYS = (
    (
        re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE),
        "git left the marks of a conflict here",
        "keep what is right of both sides, and remove the lines with <<<<<<<, ======= and >>>>>>>",
    ),
    (
        re.compile(r"^```", re.MULTILINE),
        "a file is YAML from its first line on, and this is a mark of Markdown",
        "remove the lines with ```",
    ),
    (
        re.compile(r"^ *[\u00a0\u2000-\u200a\u202f\u3000][\s\u200b]*(- |[\w-]+: ?)", re.MULTILINE),
        "lines are indented with blanks; this one has another kind of space",
        "replace it by blanks; it often comes along when one copies from a web page",
    ),
    (
        re.compile(r"^[a-z_]+：", re.MULTILINE),
        "a key is followed by a colon and a blank, and this is a wide colon",
        "write the colon of a Latin keyboard",
    ),
)
_LONGEST_QUOTE = 60
# What YAML does not let stand in a file (https://yaml.org/spec/1.1/#c-printable); surrogates are no UTF-8.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]

# PyYAML has two kinds of events, of one shape and without a common type.
_Event: TypeAlias = Any
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What the parser says, and what people are told instead: the rule, and what to do.
_EXPLANATIONS = {
    "mapping values are not allowed": (
        "this line has a colon that YAML takes for the end of a key",
        "put quotes around text that holds a colon and a blank",
    ),
    "could not find expected ':'": (
        "this line belongs to no key",
        "a key is followed by a colon and a blank; text of several lines is indented below its key",
    ),
    "found unexpected end of stream": (
        "a quote is opened here and never closed",
        "close it, and put text with an apostrophe between double quotes",
    ),
    "cannot start any token": (
        "text cannot begin with this mark",
        "put quotes around text that begins with a mark such as %, @ or `",
    ),
    "did not find expected key": (
        "a key should stand here",
        "keys of one group begin in the same column; put text that has quotes in it below 'key: >-'",
    ),
    "did not find expected '-' indicator": (
        "an entry of the list should stand here",
        "entries begin with '- ' and all in the same column",
    ),
    "did not find expected ','": (
        "a comma or a closing bracket is missing",
        "entries in brackets have commas between them, and every bracket is closed",
    ),
    "did not find expected node content": (
        "a value should stand here",
        "write one, or close the bracket that is open before it",
    ),
    "did not find expected comment or line break": (
        "text after > or | begins in a line of its own",
        "begin a new line below the key, and indent it",
    ),
    "block sequence entries are not allowed": (
        "a list with dashes begins in a line of its own",
        "begin a new line below the key, or put quotes around text that begins with a dash",
    ),
    "unknown escape character": (
        "a backslash between double quotes has a meaning of its own",
        "put single quotes around the text instead",
    ),
    "did not find expected <document start>": (
        "the content ended before this place",
        "remove what is left over, such as a bracket, or a line that begins with %",
    ),
    "did not find expected whitespace or line break": (
        "text cannot begin with this mark",
        "put quotes around text that begins with !",
    ),
    "did not find expected alphabetic": (
        "text cannot begin with this mark",
        "put quotes around text that begins with * or &",
    ),
}
_MARKDOWN_LINK = re.compile(r"(: |- )\[[^\]]*\]\(")
_DASH_WITHOUT_BLANK = re.compile(r"-\w")
_CURLY_QUOTE = re.compile("[\u2018-\u201f]")
_UNCLOSED = ("found unexpected end of stream", "did not find expected ','")
_CORE_TAG = "tag:yaml.org,2002:"


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
        reader.add(_mark(error), *_explain(error, data))
    except _TooDeepError as error:
        message = f"lists and keys may be nested {DEEPEST_NESTING} deep; this is deeper"
        reader.add(error.mark, message, "write it with fewer brackets; the rest of the file is not read")
    else:
        if reader.tree.value is not None or reader.problems:
            return reader.tree, tuple(reader.problems)
        message = "the file is empty, or holds nothing but comments"
        reader.problems.append(Problem(path, 0, 0, message, "write its keys and values, or remove the file"))
    return None, tuple(reader.problems)


def quote(value: object) -> str:
    """What was found, short enough for a message and on one line."""
    text = repr(value) if isinstance(value, str) else clean_line(json.dumps(value, ensure_ascii=False))
    return truncate(text, _LONGEST_QUOTE)


def _unreadable(data: bytes, path: str) -> Problem | None:
    if len(data) > LARGEST_FILE:
        message = f"a file may have {LARGEST_FILE:,} bytes; this one has more"
        return Problem(path, 0, 0, message, "shorten it; figures and long texts belong behind a link")
    if data.startswith(b"\xef\xbb\xbf"):
        message = "the file begins with an invisible byte order mark"
        return Problem(path, 1, 1, message, "save it as UTF-8 without BOM")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "choose that encoding in your editor and save the file again"
        return Problem(path, line, 0, "the file must be in UTF-8, and this line is not", hint)
    if forbidden := _FORBIDDEN.search(text):
        before = text[: forbidden.start()]
        column = len(before) - before.rfind("\n")
        message = f"a file holds no invisible control characters, got {quote(forbidden.group())}"
        hint = "remove it; it often comes along when one copies from a PDF"
        return Problem(path, before.count("\n") + 1, column, message, hint)
    for pattern, message, hint in _STRAYS:
        if stray := pattern.search(text):
            return Problem(path, text.count("\n", 0, stray.start()) + 1, 1, message, hint)
    return None


def _explain(error: yaml.MarkedYAMLError, data: bytes) -> tuple[str, str]:
    message = error.problem or "this is no YAML"
    mark = error.problem_mark
    lines = data.decode().splitlines()
    before, line = ["", *lines, ""][mark.line : mark.line + 2] if mark else ("", "")
    if mark and "\t" in line[: mark.column + 1]:
        return "lines are indented with blanks; this one has a tab", "replace each tab by two blanks"
    if habit := _habit(line, before):
        return habit
    if message.startswith("did not find expected <document start>") and _is_indented(lines):
        rule = "keys of one group begin in the same column, and the first key of this file is indented"
        return rule, "remove the blanks before it; a # that is removed takes the blank behind it along"
    known = (explained for words, explained in _EXPLANATIONS.items() if words in message)
    rule, hint = next(
        known, (f"this cannot be read as YAML: {message}", "compare with a file beside this one")
    )
    return rule, f"{hint}; YAML's quotes are straight" if _CURLY_QUOTE.search(line) else hint


def _habit(line: str, before: str) -> tuple[str, str] | None:
    """What to say of a line that cannot be read, and the one before, if written as in another language."""
    if _MARKDOWN_LINK.search(line):
        rule = "text cannot begin with a bracket, as a link of Markdown does"
        return rule, "write the address alone; in text, put quotes around all of it"
    if _DASH_WITHOUT_BLANK.match(line) or _DASH_WITHOUT_BLANK.match(before):
        return "an entry of a list begins with a dash and a blank", "put a blank behind the dash"
    return None


def _is_indented(lines: Iterable[str]) -> bool:
    """Whether the first line that says something is indented."""
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    return first.startswith(" ")


def _mark(error: yaml.MarkedYAMLError) -> "_Mark | None":
    """Where to look: of what is never closed, where it was opened."""
    found, opened = error.problem_mark, error.context_mark
    is_unclosed = (error.problem or "").startswith(_UNCLOSED)
    return opened if is_unclosed and opened and found and opened.line < found.line else found or opened


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
                    hint = "remove the line --- here, and keys that then stand twice"
                    self.add(event.start_mark, "a file holds one document, and here a second begins", hint)
                    return
                self.tree.value = self._node(next(self._events), ())

    def _node(self, event: _Event, path: Path) -> Value:
        if len(path) > DEEPEST_NESTING:
            raise _TooDeepError(event.start_mark)
        self.tree.places[path] = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            name = quote(f"*{event.anchor}")
            hint = "put quotes around text that begins with *; write out a value that stands elsewhere"
            self.add(event.start_mark, f"YAML's aliases are not used here, got {name}", hint)
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
            hint = "put quotes around text that begins with &; leave out the name of a value"
            self.add(event.start_mark, f"YAML's anchors are not used here, got {name}", hint)
        if getattr(event, "tag", None):
            tag = f"!!{event.tag.removeprefix(_CORE_TAG)}" if event.tag.startswith(_CORE_TAG) else event.tag
            hint = "put quotes around text that begins with !; leave out the type of a value"
            self.add(event.start_mark, f"YAML's tags are not used here, got {quote(tag)}", hint)

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
                hint = f"it stands in line {first.line} already; put both values there, or remove one"
                self.add(event.start_mark, message, hint)
                self._node(next(self._events), (*path, f"{key} (again)"))
                continue
            self.tree.keys[inner] = _place(event.start_mark)
            mapping[key] = self._node(next(self._events), inner)
        return mapping

    def _key(self, event: _Event, path: Path) -> str:
        value = self._node(event, (*path, "<key>"))
        if value == "<<" and event.implicit[0]:
            hint = "write out the keys that it would bring"
            self.add(event.start_mark, "YAML's merge keys are not used here, got '<<'", hint)
        if isinstance(value, str):
            return value
        if not isinstance(event, yaml.AliasEvent):
            message = "a key is a word, and no list and no keys of its own"
            self.add(event.start_mark, message, "remove the brackets")
        return f"<key in line {event.start_mark.line + 1}>"


def _place(mark: _Mark) -> Place:
    return Place(mark.line + 1, mark.column + 1)
