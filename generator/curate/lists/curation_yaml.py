"""Curation files as text: strict YAML that reads back as what was put in, in the manner people write it."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from generator.model.text import clean_line

_WIDTH = 104
# What no reader of YAML takes for anything but text, as a value and within brackets.
_PLAIN_ADDRESS = re.compile(r"https://[\w./-]*[\w/]", re.ASCII)
_PLAIN_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+/[0-9]{7}", re.ASCII)
_MODELINE = "# yaml-language-server: $schema=../../../generator/schemas/{}.schema.json"


def paper_file(remarks: Iterable[str], topics: Sequence[str], links: Mapping[str, Sequence[str]]) -> str:
    """The text of a paper's curation file.

    Args:
        remarks: Words for the reviewer, one comment a line.
        topics: Ids; the key is left out if there are none.
        links: Kind to addresses; the key is left out if there are none.
    """
    lines = [_MODELINE.format("paper"), *(f"# {clean_line(remark)}" for remark in remarks)]
    if topics:
        lines.append(f"topics: [{', '.join(topics)}]")
    if links:
        lines.append("links:")
    for kind, urls in links.items():
        values = [_quoted(url, _PLAIN_ADDRESS) for url in urls]
        lines += (
            [f"  {kind}: {values[0]}"]
            if len(values) == 1
            else [f"  {kind}:", *(f"    - {value}" for value in values)]
        )
    return "\n".join(lines) + "\n"


def list_file(title: str, description: str, entries: Iterable[str]) -> str:
    """The text of a reading list.

    Args:
        title: One line.
        description: One line.
        entries: Each as `list_entry` writes it.
    """
    head = [_MODELINE.format("list"), f"title: {_quoted(title)}", f"description: {folded(description, 2)}"]
    return "\n".join([*head, "papers:"]) + "\n" + "".join(entries)


def list_entry(paper_id: str, note: str | None) -> str:
    """A paper's place in a reading list."""
    value = _quoted(paper_id, _PLAIN_ID)
    return f"  - id: {value}\n" + (f"    note: {folded(note, 6)}\n" if note else "")


def folded(text: str, indent: int) -> str:
    """A line of text as a block that strict YAML reads as the same line.

    A folded block has no marks of its own: a line's end is a blank, and nothing else means anything. It
    asks for text that begins with no blank and has single ones, which `clean_line` makes of any text.
    """
    lines = textwrap.wrap(
        clean_line(text), _WIDTH - indent, break_long_words=False, break_on_hyphens=False
    ) or [""]
    return "\n".join([">-", *(" " * indent + line for line in lines)])


def _quoted(text: str, plain: re.Pattern[str] | None = None) -> str:
    """The text as it is where it fits the pattern, and else in double quotes, whose escapes are JSON's."""
    if plain and plain.fullmatch(text):
        return text
    return json.dumps(clean_line(text), ensure_ascii=False)
