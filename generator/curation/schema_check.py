"""Check trees of strict YAML against the JSON schemas, and convert their scalars to the declared types."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft7Validator, FormatChecker, ValidationError, validators

from generator.curation.schema import Schema, accepts, get_types, load_schema, resolve_reference
from generator.curation.schema_errors import explain_error
from generator.curation.syntax import Tree, Value
from generator.model import ids
from generator.model.errors import Problem
from generator.model.text import clean_text

_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_FORMATS = FormatChecker(formats=())


def check_tree(tree: Tree, name: str, path: str) -> tuple[Any, tuple[Problem, ...]]:
    """Return the tree's value with scalars of the declared types and clean text, and its problems.

    Args:
        tree: From `generator.curation.syntax.parse_yaml`.
        name: The schema's name.
        path: The file's path, for messages.
    """
    schema = load_schema(name)
    value = _convert(tree.value, schema, schema)
    errors = _load_validator(name).iter_errors(value)
    problems = {problem for error in errors for problem in explain_error(error, path, tree, schema)}
    return value, tuple(sorted(problems))


@cache
def _load_validator(name: str) -> Draft7Validator:
    extended: type[Draft7Validator] = validators.extend(Draft7Validator, {"pattern": _check_pattern})  # type: ignore[no-untyped-call]
    return extended(load_schema(name), format_checker=_FORMATS)


@_FORMATS.checks("arxiv-id", raises=ValueError)
def _is_arxiv_id(value: object) -> bool:
    ids.parse_arxiv_id(str(value))  # its error names the rule that is broken
    return True


def _check_pattern(
    _validator: object, pattern: str, value: object, schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(value, str) and not accepts(schema, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _convert(value: Value, schema: Schema, root: Schema) -> Any:  # noqa: ANN401 - any JSON value
    schema = _choose_option(value, schema, root)
    if isinstance(value, dict):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties") or {}
        other = others if isinstance(others, dict) else {}
        return {key: _convert(inner, properties.get(key, other), root) for key, inner in value.items()}
    if isinstance(value, list):
        return [_convert(inner, schema.get("items", {}), root) for inner in value]
    return _convert_scalar(value, get_types(schema)) if value is not None else None


def _choose_option(value: Value, schema: Schema, root: Schema) -> Schema:
    """Follow a reference, and of several options choose the one for the value's structure."""
    schema = resolve_reference(schema, root)
    structure = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "string"
    for option in schema.get("anyOf", ()):
        chosen = _choose_option(value, option, root)
        if structure in get_types(chosen):
            return chosen
    return schema


def _convert_scalar(text: Any, types: list[str]) -> str | int | float | bool:  # noqa: ANN401 - see _convert
    if "string" not in types:
        if "boolean" in types and text in ("true", "false"):
            return bool(text == "true")
        if "integer" in types and _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text):
            return float(text)
    return clean_text(str(text))
