"""Read the JSON schemas of curation files, which editors use, too: limits, examples, declarations."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from generator.curation.syntax import Path
from generator.model import urls

Schema: TypeAlias = Mapping[str, Any]


@cache
def load_schema(name: str) -> Schema:
    """Load the schema for ``catalogue``, ``list``, ``paper``, ``people``, ``topics`` or ``venues`` files."""
    text = resources.files("generator").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    schema: Schema = json.loads(text)
    return schema


@cache
def read_limit(name: str, keyword: str, path: Path) -> int:
    """Read a limit of a value from its schema.

    >>> read_limit("paper", "maxItems", ("topics",)), read_limit("list", "maxLength", ("papers", 0, "note"))
    (8, 500)

    Args:
        name: The schema's name.
        keyword: The limit, such as ``maxLength`` or ``maxItems``.
        path: The value's place in a file.

    Raises:
        KeyError: The schema sets no such limit there.
    """
    limit: int = find_declaration(load_schema(name), path)[keyword]
    return limit


def read_examples(name: str, key: str) -> Sequence[object]:
    """Read the examples that a schema gives for a key of the first level."""
    examples: Sequence[object] = load_schema(name)["properties"][key].get("examples", ())
    return examples


def find_declaration(root: Schema, path: Path) -> Schema:
    """Return the part of a schema that declares the value at a place in a file; empty if none does.

    Where a value has several options, the part has the keywords of all of them.
    """
    schema = _combine_options(root, root)
    for part in path:
        inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
        additional = schema.get("additionalProperties") if isinstance(part, str) else None
        schema = _combine_options(inner or additional or {}, root)
    return schema


def get_id_declaration(name: str) -> Schema:
    """Return what a schema declares for the ids that are the keys of its files.

    >>> accepts(get_id_declaration("topics"), "llm-inference"), accepts(get_id_declaration("topics"), "index")
    (True, False)
    """
    schema = load_schema(name)
    return resolve_reference(schema["propertyNames"], schema)


def resolve_reference(schema: Schema, root: Schema) -> Schema:
    """Follow a ``$ref``; keywords next to it (titles, examples) take precedence, as in editors."""
    if "$ref" not in schema:
        return schema
    return {**root["definitions"][schema["$ref"].rpartition("/")[2]], **schema}


def get_types(schema: Schema) -> list[str]:
    """Return the declared types of a value; empty if any type is allowed."""
    declared = schema.get("type", [])
    return [declared] if isinstance(declared, str) else declared


def accepts(schema: Schema, text: str) -> bool:
    """Whether a text passes the pattern of its declaration, and may be shown if it is an address.

    The pattern of addresses is for editors; `generator.model.urls.clean_url` has the whole rule. In a
    pattern, ``$`` is the very end: Python's ``$`` also matches before a final newline, which no id may have.
    """
    pattern = re.sub(r"\$$", r"\\Z", schema["pattern"])
    may_be_shown = schema.get("format") != "uri" or urls.clean_url(text) is not None
    return may_be_shown and re.search(pattern, text) is not None


def _combine_options(schema: Schema, root: Schema) -> Schema:
    schema = resolve_reference(schema, root)
    for option in schema.get("anyOf", ()):
        schema = {**resolve_reference(option, root), **schema}
    return schema
