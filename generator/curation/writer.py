"""Write new curation files: values in, lines of YAML out that `generator.curation.syntax` reads as these.

To set values in a file that somebody wrote, use `generator.curate.entry_edits`.
"""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.model import layout
from generator.model.text import clean_line, truncate

Value: TypeAlias = "str | float | Commented | Sequence[Value] | Mapping[str, Value]"

_WIDTH = 104  # columns
_MAX_INLINE = 80  # characters of a text on the line of its key
_MAX_COMMENT = 200  # characters

# How deep each kind of file is below the catalogue's folder, which holds the schemas' folder, too.
_DEPTHS = {
    "catalogue": layout.SETTINGS.count("/"),
    "topics": layout.TOPICS.count("/"),
    "venues": layout.VENUES.count("/"),
    "people": layout.PEOPLE.count("/"),
    "paper": layout.build_paper_path("").count("/"),
    "list": layout.build_list_path("").count("/"),
}
# Characters that YAML takes as they are, wherever they are; no space but the ASCII one.
_PRINTABLE = (
    r" -~\xa1-\u167f\u1681-\u1fff\u200c\u200d\u2010-\u2027\u2030-\u205e\u2070-\u2fff"
    r"\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
)
_IS_PRINTABLE = re.compile(rf"[{_PRINTABLE}\n]*")
_UNPRINTABLE = re.compile(rf"[^{_PRINTABLE}]")
# What needs no quotes: it begins with a letter or a digit and has nothing that ends it early.
_PLAIN = re.compile(r"[^\W_](?:(?!: | #).)*(?<![ :])")
_FLOW_MARKS = re.compile(r"[,\[\]{}?]")
# What editors take for a number, a truth value or nothing, and report where the schema wants text.
_NOT_TEXT = re.compile(r"true|false|yes|no|on|off|null|y|n|\d[\da-fox_.:+]*(e-\d+)?", re.IGNORECASE)
# An arXiv id looks like a number; where the schemas expect ids, they allow numbers.
_ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Commented:
    """A value that is followed by a comment on its line."""

    value: "Value"
    comment: str


def format_file(kind: str, lines: Iterable[str]) -> str:
    r"""Join the lines of a file below the comment that tells editors its schema.

    >>> format_file("paper", ["highlight: true"])
    '# yaml-language-server: $schema=../../../generator/schemas/paper.schema.json\nhighlight: true\n'

    Args:
        kind: The name of its schema, such as ``paper`` or ``topics``.
        lines: The lines, without their ends.
    """
    schema = f"{'../' * _DEPTHS[kind]}generator/schemas/{kind}.schema.json"
    return "\n".join([f"# yaml-language-server: $schema={schema}", *lines]) + "\n"


def format_mapping(values: Mapping[str, Value]) -> list[str]:
    """Format keys with their values as lines, nested values indented by two spaces.

    >>> format_mapping({"links": Commented({"code": ["https://example.org/a"]}, "from the abstract")})
    ['links:  # from the abstract', '  code:', '    - https://example.org/a']

    Args:
        values: Text, numbers, truth values, and lists and mappings of these, by key.
    """
    return list(_format_entries(values, _WIDTH))


def format_flow(value: Value, *, is_nested: bool = False) -> str:
    """Format a value on one line, with brackets for lists and mappings.

    >>> format_flow({"id": "2602.10310", "note": "Old, and still right"})
    '{id: 2602.10310, note: "Old, and still right"}'

    Args:
        value: The value, without comments.
        is_nested: Whether it is inside of brackets, where commas need quotes.
    """
    match value:
        case str():
            return value if _is_plain(value, is_nested=is_nested) else _quote(value)
        case Mapping():
            pairs = (f"{format_flow(key, is_nested=True)}: {format_flow(inner, is_nested=True)}"
                     for key, inner in value.items())  # fmt: skip
            return f"{{{', '.join(pairs)}}}"
        case Sequence():
            return f"[{', '.join(format_flow(inner, is_nested=True) for inner in value)}]"
    return json.dumps(value)


def format_comment(text: str) -> str:
    r"""Format any text as a comment of one line, which is cut if it is long.

    >>> format_comment("Two\nlines")
    '# Two lines'
    """
    return f"# {truncate(clean_line(text), _MAX_COMMENT)}"


def comment_out(lines: Iterable[str], *, indent: int = 0) -> list[str]:
    """Turn lines into comments.

    >>> comment_out(["- caches"], indent=2)
    ['  # - caches']
    """
    return [f"{' ' * indent}# {line}" for line in lines]


def _format_entries(mapping: Mapping[str, Value], width: int) -> Iterator[str]:
    for key, commented in mapping.items():
        value, comment = _split_comment(commented)
        lines = list(_format_lines(value, width - 2))
        head = f"{format_flow(key, is_nested=True)}:"
        if not (isinstance(value, Mapping | list | tuple) and value):
            head = f"{head} {lines.pop(0)}"
        yield head + comment
        yield from _indent(lines)


def _format_items(values: Sequence[Value], width: int) -> Iterator[str]:
    for commented in values:
        value, comment = _split_comment(commented)
        first, *continuation_lines = _format_lines(value, width - 2)
        yield f"- {first}{comment}"
        yield from _indent(continuation_lines)


def _format_lines(value: Value, width: int) -> Iterable[str]:
    if isinstance(value, str):
        return _format_text(value, width)
    if isinstance(value, Mapping) and value:
        return _format_entries(value, width)
    if isinstance(value, Sequence) and value:
        return _format_items(value, width)
    return [format_flow(value)]


def _format_text(text: str, width: int) -> list[str]:
    """Format a text to follow its key: on the key's line, or as a block below it, not yet indented."""
    is_block = _IS_PRINTABLE.fullmatch(text) and text.strip(" \n") and not text.lstrip("\n").startswith(" ")
    if is_block and "\n" in text and not text.endswith("\n\n"):
        return ["|" if text.endswith("\n") else "|-", *text.removesuffix("\n").split("\n")]
    if is_block and len(text) > _MAX_INLINE and "\n" not in text and _has_single_spaces(text):
        # The end of a line of such a block means one space, and no character in it means anything else.
        return [">-", *textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)]
    return [format_flow(text)]


def _has_single_spaces(text: str) -> bool:
    return "  " not in text and not text.endswith(" ")


def _is_plain(text: str, *, is_nested: bool) -> bool:
    """Whether a text needs no quotes, for our reader and for those that know numbers and dates."""
    if not (_PLAIN.fullmatch(text) and _IS_PRINTABLE.fullmatch(text)):
        return False
    if is_nested and _FLOW_MARKS.search(text):
        return False
    return bool(_ARXIV_ID.fullmatch(text) or not _NOT_TEXT.fullmatch(text))


def _quote(text: str) -> str:
    """Quote a text: in double quotes, whose escapes are JSON's, unless it has such marks itself."""
    if re.search(r'["\\]', text) and "'" not in text and not _UNPRINTABLE.search(text):
        return f"'{text}'"
    return _UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def _split_comment(value: Value) -> tuple[Value, str]:
    if not isinstance(value, Commented):
        return value, ""
    return value.value, f"  {format_comment(value.comment)}" if value.comment else ""


def _indent(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)
