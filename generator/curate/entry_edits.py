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
_ENDLESS = 1_000_000  # columns, more than a file may have: no line is broken


class _TextResolver(VersionedResolver):
    """Takes every scalar for text, as our reader does, so that ruamel.yaml reformats no number or date."""

    @property
    def versioned_resolver(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        return {"": [(_NULL, re.compile(r"\Z"))]}


def set_values(text: str | None, values: Mapping[str, Any], path: str, *, replaces: bool) -> str:
    """Return the file's text with these values.

    Args:
        text: The file's text, or None where there is no file yet.
        values: By key of the first level; a mapping is merged into one that is there.
        path: The file's path, for messages.
        replaces: Whether other values that are there are replaced.

    Raises:
        DataError: A key has another value, or the file is written in a way that does not allow this.
    """
    text = format_file("paper", []) if text is None else text
    tree = _read(text, path)
    old = tree.value
    if not isinstance(old, dict) or any(place.column > 1 for place in _keys(tree).values()):
        raise _refusal(path)
    if not replaces:
        _refuse_conflicts(tree, old, values, path)
    new = dict(old)
    for key, value in values.items():
        there: Any = old.get(key)
        new[key] = _as_text({**there, **value} if _can_merge(there, value) else value)
        if new[key] != there:
            text = _set_value(text, key, value, path)
    if _read(text, path).value != new:
        raise _refusal(path)
    return text


def _set_value(text: str, key: str, value: Any, path: str) -> str:  # noqa: ANN401 - any value of a file
    """Set one value, in its old place or at the end."""
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if "\r\n" in text else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    tree = _read(text, path)
    start, end = _span(tree, key, lines)
    if isinstance(tree.value, dict) and _can_merge(tree.value.get(key), value):
        entry = _add_keys("".join(lines[start:end]), key, value, path)
    else:
        entry = format_mapping({key: value})
    return "".join([*lines[:start], *(f"{line}{newline}" for line in entry), *lines[end:]])


def _span(tree: syntax.Tree, key: str, lines: Sequence[str]) -> tuple[int, int]:
    """The lines of a key with its value, from 0, without comments above the next key; none for a new key."""
    places = _keys(tree)
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
    yaml.width = _ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    try:
        document = yaml.load(entry)
        document[key].update(yaml.load("\n".join([*format_mapping({key: values}), ""]))[key])
        yaml.dump(document, stream)
    except YAMLError as error:
        raise _refusal(path) from error
    return stream.getvalue().splitlines()


def _read(text: str, path: str) -> syntax.Tree:
    """Read the file; one that holds nothing but comments has no keys yet.

    Raises:
        DataError: It is not the YAML that we read.
    """
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines()):
        return syntax.Tree({})
    tree, problems = syntax.parse_yaml(text.encode(), path)
    if problems or tree is None:
        raise DataError(problems)
    return tree


def _keys(tree: syntax.Tree) -> dict[str, syntax.Place]:
    """The places of the keys of the first level."""
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
        for name, (there, wanted) in pairs.items():
            if there not in (None, _as_text(wanted)):
                place = _keys(tree)[key]
                message, hint = (
                    f"{name} has another value already",
                    "use the form “Fix an entry” to replace it",
                )
                problems.append(Problem(path, place.line, place.column, message, hint))
    if problems:
        raise DataError(problems)


def _can_merge(old: object, new: object) -> bool:
    return isinstance(old, dict) and isinstance(new, Mapping)


def _as_text(value: Any) -> Any:  # noqa: ANN401 - any value of a file
    """The value as our reader returns it: every scalar as text."""
    if isinstance(value, Mapping):
        return {key: _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    return value if isinstance(value, str | None) else format_flow(value)


def _refusal(path: str) -> DataError:
    return DataError([Problem(path, 1, 1, "this file cannot be changed by a program", "edit it by hand")])
