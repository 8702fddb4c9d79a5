"""A paper's file with some keys set, and everything else in it left as its author wrote it."""

from collections.abc import Mapping
from typing import Any

import yaml

from generator.curation import syntax
from generator.model.errors import DataError, Problem

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
    tree, problems = (None, ()) if _is_empty(text) else syntax.read(text.encode(), path)
    known = tree.value if tree else {}
    if problems or not isinstance(known, dict) or (tree and not _has_keys_in_lines(tree)):
        by_hand = Problem(path, 1, 1, "this file is not one that a form can add to", "edit it by hand")
        raise DataError(problems or [by_hand])
    refused = []
    for key, value in values.items():
        old = known.get(key)
        if tree and not replaces and (told := _told_otherwise(key, old, value)):
            place = tree.keys[(key,)]
            hint = "mend it with the form “Fix an entry”"
            refused.append(Problem(path, place.line, place.column, f"{told} is written already", hint))
        merged = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        text = _with_key(text, key, merged, path)
    if refused:
        raise DataError(refused)
    return text


def _told_otherwise(key: str, old: object, new: object) -> str:
    """What a file says otherwise than it would: a key, or keys of its mapping; or an empty string."""
    if isinstance(old, dict) and isinstance(new, dict):
        return ", ".join(f"{key}.{inner}" for inner in new if inner in old and old[inner] != new[inner])
    return key if old is not None and old != new else ""


def _is_empty(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def _has_keys_in_lines(tree: syntax.Tree) -> bool:
    """Whether each key begins a line of its own."""
    return all(place.column == 1 for path, place in tree.keys.items() if len(path) == 1)


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
