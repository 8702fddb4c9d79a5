"""Trees of strict YAML held to a JSON schema, the same that editors use, in words for people.

All scalars of a tree are text; `check` turns them into what their place in the schema declares.
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from jsonschema import Draft7Validator, ValidationError, validators

from generator.curation.syntax import Path, Place, Tree, Value, quote
from generator.errors import Problem
from generator.text import clean

Schema: TypeAlias = Mapping[str, Any]
# jsonschema declares every field of its errors as possibly unset.
_Error: TypeAlias = Any

_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_KINDS = {
    "array": "a list",
    "object": "keys and values",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}
_LONGEST_NAME = 60


@cache
def load(name: str) -> Schema:
    """The schema for ``catalogue``, ``paper``, ``topics``, ``venues`` or ``list`` files."""
    text = resources.files("generator").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    schema: Schema = json.loads(text)
    return schema


@cache
def _validator(name: str) -> Draft7Validator:
    extended: type[Draft7Validator] = validators.extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    return extended(load(name))


def _pattern(_validator: object, pattern: str, found: object, _schema: Schema) -> Iterator[ValidationError]:
    """In a schema ``$`` is the very end; Python's forgives a newline there, which no address may have."""
    if isinstance(found, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), found):
        yield ValidationError(f"{found!r} does not match {pattern!r}")


def check(tree: Tree, name: str, path: str) -> tuple[Any, tuple[Problem, ...]]:
    """The tree's value with scalars of their declared types and clean text, and where it breaks the schema.

    Args:
        tree: From `generator.curation.syntax.read`.
        name: The schema's name.
        path: The file's name, for messages.
    """
    schema = load(name)
    value = _typed(tree.value, schema, schema)
    found = {one for error in _validator(name).iter_errors(value) for one in _explain(error, path, tree)}
    return value, tuple(sorted(found))


def did_you_mean(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str:
    """A hint that names the nearest of the choices, or an empty string; a cutoff of 1 wants them equal."""
    near = difflib.get_close_matches(word, sorted(choices), n=1, cutoff=cutoff)
    return f"did you mean {near[0]!r}?" if near else ""


def place_of(tree: Tree, path: Path) -> Place:
    """Where a value stands, or the nearest thing around it that stands somewhere."""
    while path and path not in tree.places:
        path = path[:-1]
    return tree.places.get(path, Place(1, 1))


def _typed(value: Value, schema: Schema, root: Schema) -> Any:  # noqa: ANN401 - any JSON value
    schema = _choose(value, schema, root)
    if isinstance(value, dict):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties") or {}
        inner = others if isinstance(others, dict) else {}
        return {key: _typed(child, properties.get(key, inner), root) for key, child in value.items()}
    if isinstance(value, list):
        return [_typed(child, schema.get("items", {}), root) for child in value]
    return _scalar(value, _types(schema)) if value is not None else None


def _choose(value: Value, schema: Schema, root: Schema) -> Schema:
    """The schema that applies: behind a reference, and of several the one of the value's structure."""
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "string"
    for option in schema.get("anyOf", ()):
        chosen = _choose(value, option, root)
        if kind in _types(chosen):
            return chosen
    return schema


def _types(schema: Schema) -> list[str]:
    declared = schema.get("type", [])
    return [declared] if isinstance(declared, str) else declared


def _scalar(text: Any, types: list[str]) -> str | int | float | bool:  # noqa: ANN401 - see _typed
    if "string" not in types:
        if "boolean" in types and text in ("true", "false"):
            return bool(text == "true")
        if "integer" in types and _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text):
            return float(text)
    return clean(str(text))


def _explain(error: _Error, path: str, tree: Tree) -> Iterator[Problem]:
    """One schema error as problems for people."""
    at = tuple(error.absolute_path)
    if error.validator == "anyOf":
        yield from _explain_options(error, path, tree)
        return
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in [key for key in error.instance if key not in known]:
            place = tree.keys.get((*at, key), place_of(tree, at))
            hint = did_you_mean(key, known) or f"known are {', '.join(known)}"
            yield Problem(path, place.line, place.column, f"unknown key {quote(key)}", hint)
        return
    if error.validator == "enum" and not isinstance(error.instance, str):
        return  # its type is wrong too, which says more
    if error.validator == "uniqueItems":
        at = (*at, _again(error.instance))
    message, hint = _sentence(error)
    place = place_of(tree, at)
    if "propertyNames" in error.absolute_schema_path:
        at = (*at, str(error.instance))
        place = tree.keys.get(at, place)
    yield Problem(path, place.line, place.column, f"{_name(at)} {message}", hint)


def _explain_options(error: _Error, path: str, tree: Tree) -> Iterator[Problem]:
    """The errors of the option that has the value's structure, or of none."""
    if error.instance is None:
        at = tuple(error.absolute_path)
        place = place_of(tree, at)
        yield Problem(path, place.line, place.column, f"{_name(at)} {_EMPTY[0]}", _EMPTY[1])
        return
    options: dict[int, list[_Error]] = {}
    for inner in error.context or ():
        options.setdefault(int(inner.schema_path[0]), []).append(inner)
    for errors in options.values():
        if all(inner.validator != "type" or inner.absolute_path != error.absolute_path for inner in errors):
            for inner in errors:
                yield from _explain(inner, path, tree)
            return
    place = place_of(tree, tuple(error.absolute_path))
    message = f"{_name(tuple(error.absolute_path))} has the wrong form, got {quote(error.instance)}"
    yield Problem(path, place.line, place.column, message, "look at a file beside this one")


def _name(path: Path) -> str:
    """``links, code`` or ``papers, entry 2``: how people would say where."""
    return ", ".join(map(_part_name, path)) or "the file"


def _part_name(part: str | int) -> str:
    if isinstance(part, int):
        return f"entry {part + 1}"
    return part if part.isprintable() and 0 < len(part) <= _LONGEST_NAME else quote(part)


def _sentence(error: _Error) -> tuple[str, str]:
    """The rule that is broken and what was found; and a hint."""
    rule, found = error.validator_value, error.instance
    if error.validator == "required":
        missing = [key for key in rule if key not in found]
        return f"must have {' and '.join(missing)}", ""
    if error.validator == "type":
        return _wrong_type(rule, found)
    if error.validator == "enum":
        return f"must be one of {', '.join(rule)}; got {quote(found)}", did_you_mean(str(found), rule)
    if error.validator == "pattern":
        wanted = error.schema.get("patternErrorMessage", f"must match {rule}")
        return f"{wanted}; got {quote(found)}", ""
    return _SENTENCES[str(error.validator)](rule, found), ""


def _wrong_type(rule: str | list[str], found: object) -> tuple[str, str]:
    wanted = " or ".join(_KINDS[kind] for kind in ([rule] if isinstance(rule, str) else rule))
    if found is None:
        return _EMPTY
    return f"must be {wanted}, got {quote(found)}", ""


_EMPTY = ("is empty", "write its value, or leave it out")
_SENTENCES: Mapping[str, Any] = {
    "minLength": lambda rule, found: f"must have {rule} or more characters, got {len(found)}",
    "maxLength": lambda rule, found: f"must have {rule} or fewer characters, got {len(found)}",
    "minItems": lambda rule, found: f"must have {rule} or more entries, got {len(found)}",
    "maxItems": lambda rule, found: f"must have {rule} or fewer entries, got {len(found)}",
    "minProperties": lambda rule, found: f"must have {rule} or more keys, got {len(found)}",
    "minimum": lambda rule, found: f"must be {rule} or more, got {found}",
    "maximum": lambda rule, found: f"must be {rule} or less, got {found}",
    "uniqueItems": lambda _rule, found: (
        f"must stand once in its list, got {quote(found[_again(found)])} again"
    ),
}


def _again(values: list[Any]) -> int:
    """Where in a list something stands that stood before."""
    return next(index for index, value in enumerate(values) if value in values[:index])
