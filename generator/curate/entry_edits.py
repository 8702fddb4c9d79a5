"""Set values in a paper's file, and leave everything else as its author wrote it.

A new key is appended, and a key with another value is replaced. A mapping gets further keys by a round trip
of ruamel.yaml, which keeps its comments, order and quotes. No other line is touched: a round trip of the
whole file would reformat much of what people write (lists that are not indented, text over several lines,
spaces within brackets), and would lose comments after a text that is replaced.
"""

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver

from generator.curation import syntax
from generator.curation.writer import format_file, format_flow, format_mapping
from generator.model.errors import DataError, Problem

_NULL = "tag:yaml.org,2002:null"
_NO_WRAPPING = 1_000_000  # columns; more than a file may have characters


class _TextResolver(VersionedResolver):
    """Resolves every scalar to text, as our reader does, so that ruamel.yaml reformats no number or date."""

    @property
    def versioned_resolver(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        return {"": [(_NULL, re.compile(r"\Z"))]}


def set_values(text: str | None, values: Mapping[str, Any], path: str, *, replaces: bool) -> str:
    """Return the file's text with these values.

    Args:
        text: The file's text, or None where there is no file yet.
        values: Values by top-level key; a mapping is merged into one in the file.
        path: The file's path, for messages.
        replaces: Whether they may replace other values in the file.

    Raises:
        DataError: A key has another value, or the file is written in a way that does not allow this.
    """
    text = format_file("paper", []) if text is None else text
    tree = _parse(text, path)
    old = tree.value
    if not isinstance(old, dict) or any(place.column > 1 for place in _find_keys(tree).values()):
        raise _build_refusal(path)
    if not replaces:
        _refuse_conflicts(tree, old, values, path)
    new = dict(old)
    for key, value in values.items():
        old_value: Any = old.get(key)
        new[key] = _to_text({**old_value, **value} if _can_merge(old_value, value) else value)
        if new[key] != old_value:
            text = _set_value(text, key, value, path)
    if _parse(text, path).value != new:
        raise _build_refusal(path)
    return text


def _set_value(text: str, key: str, value: Any, path: str) -> str:  # noqa: ANN401 - any value of a file
    """Set one value, where the old one is or at the end."""
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if "\r\n" in text else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    tree = _parse(text, path)
    start, end = _find_lines(tree, key, lines)
    if isinstance(tree.value, dict) and _can_merge(tree.value.get(key), value):
        entry = _add_keys("".join(lines[start:end]), key, value, path)
    else:
        entry = format_mapping({key: value})
    return "".join([*lines[:start], *(f"{line}{newline}" for line in entry), *lines[end:]])


def _find_lines(tree: syntax.Tree, key: str, lines: Sequence[str]) -> tuple[int, int]:
    """Return the range of lines, from 0, of a key with its value; empty and at the end for a new key.

    Comments above the next key are not part of it.
    """
    places = _find_keys(tree)
    if key not in places:
        return len(lines), len(lines)
    start = places[key].line - 1
    end = min((place.line - 1 for place in places.values() if place.line - 1 > start), default=len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return start, end


def _add_keys(entry: str, key: str, values: Mapping[str, Any], path: str) -> list[str]:
    """Set keys of a mapping by a round trip of its lines."""
    yaml = YAML()
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = _NO_WRAPPING
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    try:
        document = yaml.load(entry)
        document[key].update(yaml.load("\n".join([*format_mapping({key: values}), ""]))[key])
        yaml.dump(document, stream)
    except YAMLError as error:
        raise _build_refusal(path) from error
    return stream.getvalue().splitlines()


def _parse(text: str, path: str) -> syntax.Tree:
    """Parse the file; one that has only comments has no keys yet.

    Raises:
        DataError: It is not valid, or not in the part of YAML that we allow.
    """
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines()):
        return syntax.Tree({})
    tree, problems = syntax.parse_yaml(text.encode(), path)
    if problems or tree is None:
        raise DataError(problems)
    return tree


def _find_keys(tree: syntax.Tree) -> dict[str, syntax.Place]:
    """Return the places of the top-level keys."""
    return {str(at[0]): place for at, place in tree.keys.items() if len(at) == 1}


def _refuse_conflicts(
    tree: syntax.Tree, old: Mapping[str, Any], values: Mapping[str, Any], path: str
) -> None:
    """Raise `DataError` with every value of the file that would be replaced."""
    problems = []
    for key, value in values.items():
        pairs = {key: (old.get(key), value)}
        if _can_merge(old.get(key), value):
            pairs = {f"{key}.{inner}": (old[key].get(inner), part) for inner, part in value.items()}
        for name, (old_value, new_value) in pairs.items():
            if old_value not in (None, _to_text(new_value)):
                place = _find_keys(tree)[key]
                message = f"this form cannot replace {name}, which has another value in the file"
                hint = "use the form “Fix an entry” to replace it"
                problems.append(Problem(path, place.line, place.column, message, hint))
    if problems:
        raise DataError(problems)


def _can_merge(old: object, new: object) -> bool:
    return isinstance(old, dict) and isinstance(new, Mapping)


def _to_text(value: Any) -> Any:  # noqa: ANN401 - any value of a file
    """Return the value as our reader does: every scalar as text."""
    if isinstance(value, Mapping):
        return {key: _to_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_to_text(inner) for inner in value]
    return value if isinstance(value, str | None) else format_flow(value)


def _build_refusal(path: str) -> DataError:
    return DataError([Problem(path, 1, 1, "this file cannot be edited automatically", "edit it by hand")])
