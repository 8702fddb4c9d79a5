"""Explain a schema's errors to people: the rule, what was found, and the nearest right answer."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from slugify import slugify

from generator.curation.hints import quote, suggest_similar
from generator.curation.schema import Schema, accepts, find_declaration, get_types, resolve_reference
from generator.curation.syntax import Path, Tree
from generator.curation.writer import format_flow
from generator.model import ids, urls
from generator.model.errors import Problem
from generator.model.grouping import group_pairs
from generator.model.text import format_count

# jsonschema declares every field of its errors as possibly unset.
_Error: TypeAlias = Any

_TYPE_NAMES = {
    "array": "a list",
    "object": "a mapping of keys to values",
    "string": "text",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
}
_MAX_NAME = 60
_MAX_EXAMPLE = 120
_BOOLEANS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
# What people write instead of a URL or an id, and how to make one of it.
_REPAIRS = (
    (re.compile(r"\A<(.*)>\Z"), r"\1"),
    (re.compile(r"\Ahttp://", re.IGNORECASE), "https://"),
    (re.compile(r"\A(?=([\w-]+\.)+[a-z]{2,}(/|\Z))", re.IGNORECASE | re.ASCII), "https://"),
    (re.compile(r"\s"), "%20"),
    (re.compile(r"(?<=\Ahttps://)[^/@]*@"), ""),
)
_URL = re.compile(r"https?://")
_ID_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*$"
_NO_VALUE = ("must have a value", "write one, or delete the line")
_WITH_EXAMPLE = ("type", "pattern", "minItems", "minProperties")


def explain_error(error: _Error, path: str, tree: Tree, root: Schema) -> Iterator[Problem]:
    """Turn one of jsonschema's errors into problems.

    Args:
        error: The error.
        path: The file's path.
        tree: The file's content, for places.
        root: The schema.
    """
    at = tuple(error.absolute_path)
    if error.validator == "anyOf":
        yield from _explain_options(error, path, tree, root)
        return
    if error.validator == "additionalProperties":
        yield from _explain_unknown_keys(error, path, tree, root)
        return
    if error.validator == "enum" and not isinstance(error.instance, str):
        return  # its type is wrong, too, and that error says more
    if error.validator == "uniqueItems":
        at = (*at, _find_repeated(error.instance))
    message, hint = _explain(error)
    place, name = tree.find_place(at), _format_name(at)
    if "propertyNames" in error.absolute_schema_path:
        place, name = tree.keys.get((*at, str(error.instance)), place), "a key"
    elif not hint and error.validator in _WITH_EXAMPLE:
        hint = _show_example(root, at)
    elif error.validator == "required":
        missing = next(key for key in error.validator_value if key not in error.instance)
        hint = _show_example(root, (*at, missing))
    yield Problem(path, place.line, place.column, f"{name} {message}", hint)


def _explain_unknown_keys(error: _Error, path: str, tree: Tree, root: Schema) -> Iterator[Problem]:
    at = tuple(error.absolute_path)
    properties = error.schema.get("properties", {})
    for key in [key for key in error.instance if key not in properties]:
        place = tree.keys.get((*at, key), tree.find_place(at))
        parents = [
            name
            for name, part in properties.items()
            if key in resolve_reference(part, root).get("properties", {})
        ]
        hint = f"it belongs under {' or '.join(parents)}" if parents else suggest_similar(key, properties)
        hint = hint or f"allowed keys: {', '.join(properties)}"
        yield Problem(path, place.line, place.column, f"unknown key {quote(key)}", hint)


def _explain_options(error: _Error, path: str, tree: Tree, root: Schema) -> Iterator[Problem]:
    """Explain the errors of the option with the value's structure; if there is none, name the structures."""
    at = tuple(error.absolute_path)
    context = error.context or () if error.instance is not None else ()
    errors_by_option = group_pairs((int(inner.schema_path[0]), inner) for inner in context)
    for errors in errors_by_option.values():
        if all(inner.validator != "type" or inner.absolute_path != error.absolute_path for inner in errors):
            for inner in errors:
                yield from explain_error(inner, path, tree, root)
            return
    place = tree.find_place(at)
    if error.instance is None:
        message, hint = _NO_VALUE
    else:
        # Text and numbers are both text in YAML; the first type is enough.
        types = (get_types(resolve_reference(option, root))[:1] for option in error.validator_value)
        names = " or ".join(_TYPE_NAMES[name] for option in types for name in option)
        message, hint = f"must be {names}, got {quote(error.instance)}", _show_example(root, at)
    yield Problem(path, place.line, place.column, f"{_format_name(at)} {message}", hint)


def _explain(error: _Error) -> tuple[str, str]:
    """Return the rule with what was found, and a hint."""
    rule, value = error.validator_value, error.instance
    if error.validator == "type":
        return _explain_type(rule, value)
    if error.validator == "minLength" and not value and "propertyNames" not in error.absolute_schema_path:
        return _NO_VALUE
    if error.validator == "enum":
        return f"must be {_join_words(rule, 'or')}, got {quote(value)}", suggest_similar(str(value), rule)
    if error.validator == "pattern":
        message = error.schema.get("patternErrorMessage", f"must match {rule}")
        return f"{message}, got {quote(value)}", _repair(value, error.schema)
    if error.validator == "format":
        return f"must be an arXiv id: {error.cause}", ""
    return _RULES[str(error.validator)](rule, value), ""


def _explain_type(rule: str | list[str], value: object) -> tuple[str, str]:
    if value is None:
        return _NO_VALUE
    names = " or ".join(_TYPE_NAMES[name] for name in ([rule] if isinstance(rule, str) else rule))
    boolean = _BOOLEANS.get(str(value).lower()) if rule == "boolean" else None
    return f"must be {names}, got {quote(value)}", f"did you mean {boolean}?" if boolean else ""


def _count_characters(count: int) -> str:
    return format_count(count, "character")


def _format_number(value: float) -> str:
    return str(int(value) if value == int(value) else value)


def _count_entries(count: int) -> str:
    return format_count(count, "entry", "entries")


_RULES: Mapping[str, Any] = {
    "required": lambda rule, value: f"must have {_join_words([key for key in rule if key not in value])}",
    "minLength": lambda rule, value: f"must have at least {_count_characters(rule)}, got {quote(value)}",
    "maxLength": lambda rule, value: f"must have at most {_count_characters(rule)}, got {len(value):,}",
    "minItems": lambda rule, value: f"must have at least {_count_entries(rule)}, got {len(value)}",
    "maxItems": lambda rule, value: f"must have at most {_count_entries(rule)}, got {len(value)}",
    "minProperties": lambda rule, value: f"must have at least {format_count(rule, 'key')}, got {len(value)}",
    "oneOf": lambda rule, _value: f"must have one of {', '.join(option['required'][0] for option in rule)}",
    "minimum": lambda rule, value: f"must be at least {rule}, got {_format_number(value)}",
    "maximum": lambda rule, value: f"must be at most {rule}, got {_format_number(value)}",
    "uniqueItems": lambda _rule, value: (
        f"must occur only once in its list, got {quote(value[_find_repeated(value)])} again"
    ),
}


def _join_words(words: list[str], last: str = "and") -> str:
    """Join words as ``a``, ``a and b`` or ``a, b and c``, or with another word before the last one."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _find_repeated(values: list[Any]) -> int:
    """Return the index of the first value that occurs before."""
    return next(index for index, value in enumerate(values) if value in values[:index])


def _repair(text: str, schema: Schema) -> str:
    """Return a hint with the text as its declaration allows it, or an empty string."""
    repaired = text.strip()
    if len(_URL.findall(repaired)) > 1:
        return "write several URLs as a list: [https://…, https://…]"
    if schema["pattern"].endswith(_ID_PATTERN):
        repaired = slugify(repaired)
    if "\n" in repaired:
        return ""
    for parsed in (ids.find_doi(repaired), urls.clean_url(repaired)):
        if parsed and accepts(schema, parsed):
            repaired = parsed
    for wrong, right in _REPAIRS:
        if not accepts(schema, repaired):
            repaired = wrong.sub(right, repaired)
    return f"did you mean {quote(repaired)}?" if accepts(schema, repaired) else ""


def _show_example(root: Schema, path: Path) -> str:
    """Return a hint with an example from the schema, or an empty string."""
    if not path:
        return "write one key per line, followed by a colon, a space and its value"
    examples = find_declaration(root, path).get("examples")
    if not examples:
        return ""
    value = format_flow(examples[0])
    example = f"{path[-1]}: {value}" if isinstance(path[-1], str) else value
    return f"for example {example}" if len(example) <= _MAX_EXAMPLE else ""


def _format_name(path: Path) -> str:
    """Format a place as ``links, code`` or ``papers, entry 2``; ``the file`` for the whole."""
    return ", ".join(map(_format_part, path)) or "the file"


def _format_part(part: str | int) -> str:
    if isinstance(part, int):
        return f"entry {part + 1}"
    return part if part.isprintable() and 0 < len(part) <= _MAX_NAME else quote(part)
