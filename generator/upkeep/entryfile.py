"""A paper's file with some keys set, and everything else in it left as its author wrote it."""

from collections.abc import Mapping
from typing import Any

import yaml

from generator.curation import syntax
from generator.errors import DataError, Problem

_MODELINE = "# yaml-language-server: $schema=../../../generator/schemas/paper.schema.json\n"
_WIDTH = 104
_LONGEST_PLAIN = 80  # characters of a text that stands beside its key


class _Dumper(yaml.SafeDumper):
    """Writes as people do here: entries indented below their key, long text in blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - as called
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > _LONGEST_PLAIN else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def with_values(text: str | None, values: Mapping[str, Any], path: str, *, replaces: bool) -> str:
    """The file's text with these keys.

    Args:
        text: The file's, or None where there is none yet.
        values: Keys of the first level; what a mapping holds is added to a mapping that is there.
        path: The file's name, for messages.
        replaces: Whether keys that say something else already are replaced.

    Raises:
        DataError: A key says something else already, or the file is written in a way that cannot be added to.
    """
    text = _MODELINE if text is None else text
    tree, problems = syntax.read(text.encode(), path)
    known = tree.value if tree is not None and not _is_empty(text) else {}
    if (tree is None and not _is_empty(text)) or not isinstance(known, dict) or _is_flow(text, tree):
        raise DataError(
            problems or [Problem(path, 1, 1, "this file is not one that a form can add to", _BY_HAND)]
        )
    refused = []
    for key, value in values.items():
        old = known.get(key)
        if old is not None and not replaces and not isinstance(old, dict):
            line = tree.keys[(key,)].line if tree else 0
            refused.append(
                Problem(path, line, 1, f"{key} is written already", "mend it with the form “Fix an entry”")
            )
        merged = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        text = _with_key(text, key, merged, path)
    if refused:
        raise DataError(refused)
    return text


_BY_HAND = "edit it by hand"


def _is_empty(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def _is_flow(text: str, tree: syntax.Tree | None) -> bool:
    """Whether keys do not stand in lines of their own."""
    if tree is None or _is_empty(text):
        return False
    return any(place.column != 1 for path, place in tree.keys.items() if len(path) == 1)


def _with_key(text: str, key: str, value: object, path: str) -> str:
    """The text with one key, in its old place or at the end."""
    block = yaml.dump({key: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    tree = None if _is_empty(text) else syntax.read(text.encode(), path)[0]
    starts = sorted(place.line - 1 for at, place in tree.keys.items() if len(at) == 1) if tree else []
    if tree is None or (key,) not in tree.keys:
        return "".join(lines) + block
    start = tree.keys[(key,)].line - 1
    end = next((line for line in starts if line > start), len(lines))
    # Remarks right above the next key are about that key.
    while end > start + 1 and lines[end - 1].startswith(("#", "\n")):
        end -= 1
    return "".join([*lines[:start], block, *lines[end:]])
