"""Trees of strict YAML held to a JSON schema, the same that editors use, in words for people.

All scalars of a tree are text; `check` turns them into what their place in the schema declares.
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from jsonschema import Draft7Validator, FormatChecker, ValidationError, validators

from generator.curation.syntax import Path, Place, Tree, Value, quote
from generator.curation.writer import format_flow
from generator.model import ids
from generator.model.errors import Problem
from generator.model.text import clean_text

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
_LONGEST_EXAMPLE = 120
_YES_AND_NO = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
# What people write in the place of an address, a DOI or an id, and how it becomes one.
_REPAIRS = (
    (re.compile(r"\A<(.*)>\Z"), r"\1"),
    (re.compile(r"\Ahttp://", re.IGNORECASE), "https://"),
    (re.compile(r"\A(?=([\w-]+\.)+[a-z]{2,}(/|\Z))", re.IGNORECASE | re.ASCII), "https://"),
    (re.compile(r"\s"), "%20"),
    (re.compile(r"(?<=\Ahttps://)[^/@]*@"), ""),
    (re.compile(r"\A(https?://)?(dx\.|www\.)?(doi\.org/|doi:\s*)", re.IGNORECASE), ""),
)
_ADDRESS = re.compile(r"https?://")
_NOT_AN_ID = re.compile(r"[^a-z0-9]+")
_ID_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*$"


@cache
def load(name: str) -> Schema:
    """The schema for ``catalogue``, ``paper``, ``topics``, ``venues`` or ``list`` files."""
    text = resources.files("generator").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    schema: Schema = json.loads(text)
    return schema


def examples(name: str, key: str) -> Sequence[object]:
    """The examples that a schema gives for one of a file's keys."""
    found: Sequence[object] = load(name)["properties"][key].get("examples", ())
    return found


@cache
def limit(name: str, keyword: str, path: Path) -> int:
    """Read a limit of a value from its schema.

    >>> limit("paper", "maxItems", ("topics",)), limit("list", "maxLength", ("papers", 0, "note"))
    (8, 500)

    Args:
        name: The schema's name.
        keyword: The limit, such as ``maxLength`` or ``maxItems``.
        path: The value's place in a file.

    Raises:
        KeyError: The schema sets no such limit there.
    """
    value: int = _declared(load(name), path)[keyword]
    return value


@cache
def _validator(name: str) -> Draft7Validator:
    extended: type[Draft7Validator] = validators.extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    return extended(load(name), format_checker=_FORMATS)


_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("arxiv-id", raises=ValueError)
def _is_arxiv_id(value: object) -> bool:
    ids.parse_arxiv_id(str(value))  # its error says what is wrong
    return True


def _pattern(_validator: object, pattern: str, found: object, _schema: Schema) -> Iterator[ValidationError]:
    """In a schema ``$`` is the very end; Python's forgives a newline there, which no address may have."""
    if isinstance(found, str) and not _matches(pattern, found):
        yield ValidationError(f"{found!r} does not match {pattern!r}")


def _matches(pattern: str, text: str) -> bool:
    return re.search(re.sub(r"\$$", r"\\Z", pattern), text) is not None


def check(tree: Tree, name: str, path: str) -> tuple[Any, tuple[Problem, ...]]:
    """The tree's value with scalars of their declared types and clean text, and where it breaks the schema.

    Args:
        tree: From `generator.curation.syntax.read`.
        name: The schema's name.
        path: The file's name, for messages.
    """
    schema = load(name)
    value = _typed(tree.value, schema, schema)
    found = {
        one for error in _validator(name).iter_errors(value) for one in _explain(error, path, tree, schema)
    }
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
    return clean_text(str(text))


def _explain(error: _Error, path: str, tree: Tree, root: Schema) -> Iterator[Problem]:
    """One schema error as problems for people."""
    at = tuple(error.absolute_path)
    if error.validator == "anyOf":
        yield from _explain_options(error, path, tree, root)
        return
    if error.validator == "additionalProperties":
        yield from _explain_unknown(error, path, tree, root)
        return
    if error.validator == "enum" and not isinstance(error.instance, str):
        return  # its type is wrong too, which says more
    if error.validator == "uniqueItems":
        at = (*at, _again(error.instance))
    message, hint = _sentence(error)
    place, name = place_of(tree, at), _name(at)
    if "propertyNames" in error.absolute_schema_path:
        place, name = tree.keys.get((*at, str(error.instance)), place), "a key"
    elif not hint and error.validator in _SHOWN_BY_EXAMPLE:
        hint = _example(root, at)
    elif error.validator == "required":
        hint = _example(root, (*at, next(key for key in error.validator_value if key not in error.instance)))
    yield Problem(path, place.line, place.column, f"{name} {message}", hint)


def _explain_unknown(error: _Error, path: str, tree: Tree, root: Schema) -> Iterator[Problem]:
    """A problem for each key that the schema does not know."""
    at = tuple(error.absolute_path)
    known = error.schema.get("properties", {})
    for key in [key for key in error.instance if key not in known]:
        place = tree.keys.get((*at, key), place_of(tree, at))
        inner = [name for name, part in known.items() if key in _resolved(part, root).get("properties", {})]
        hint = f"it goes under {' or '.join(inner)}" if inner else did_you_mean(key, known)
        hint = hint or f"known are {', '.join(known)}"
        yield Problem(path, place.line, place.column, f"unknown key {quote(key)}", hint)


def _explain_options(error: _Error, path: str, tree: Tree, root: Schema) -> Iterator[Problem]:
    """The errors of the option that has the value's structure, or of none."""
    at = tuple(error.absolute_path)
    options: dict[int, list[_Error]] = {}
    for inner in error.context or () if error.instance is not None else ():
        options.setdefault(int(inner.schema_path[0]), []).append(inner)
    for errors in options.values():
        if all(inner.validator != "type" or inner.absolute_path != error.absolute_path for inner in errors):
            for inner in errors:
                yield from _explain(inner, path, tree, root)
            return
    place = place_of(tree, at)
    if error.instance is None:
        yield Problem(path, place.line, place.column, f"{_name(at)} {_EMPTY[0]}", _EMPTY[1])
        return
    wanted = " or ".join(_KINDS[kind] for option in error.validator_value for kind in _kinds(option, root))
    message = f"{_name(at)} must be {wanted}, got {quote(error.instance)}"
    yield Problem(path, place.line, place.column, message, _example(root, at))


def _kinds(option: Schema, root: Schema) -> list[str]:
    """What an option takes; of text and numbers, which are all text in YAML, the first."""
    return _types(_resolved(option, root))[:1]


def _resolved(schema: Schema, root: Schema) -> Schema:
    """What stands behind a reference; what stands beside it (titles, examples) goes first, as in editors."""
    if "$ref" not in schema:
        return schema
    return {**root["definitions"][schema["$ref"].rpartition("/")[2]], **schema}


def _declared(root: Schema, path: Path) -> Schema:
    """The part of a schema for a place in a file; of several options, the keywords of all. Empty if none."""
    schema = _with_options(root, root)
    for part in path:
        inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
        others = schema.get("additionalProperties") if isinstance(part, str) else None
        schema = _with_options(inner or others or {}, root)
    return schema


def _with_options(schema: Schema, root: Schema) -> Schema:
    schema = _resolved(schema, root)
    for option in schema.get("anyOf", ()):
        schema = {**_resolved(option, root), **schema}
    return schema


def _example(root: Schema, path: Path) -> str:
    """A hint that shows how a value is written, from the schema's examples; or an empty string."""
    if not path:
        return "write one key in a line, with a colon, a blank and its value after it"
    examples = _declared(root, path).get("examples")
    if not examples:
        return ""
    value = format_flow(examples[0])
    shown = f"{path[-1]}: {value}" if isinstance(path[-1], str) else value
    return f"for example {shown}" if len(shown) <= _LONGEST_EXAMPLE else ""


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
    if error.validator == "type":
        return _wrong_type(rule, found)
    if error.validator == "minLength" and not found and "propertyNames" not in error.absolute_schema_path:
        return _EMPTY
    if error.validator == "enum":
        return f"must be one of {', '.join(rule)}; got {quote(found)}", did_you_mean(str(found), rule)
    if error.validator == "pattern":
        wanted = error.schema.get("patternErrorMessage", f"must match {rule}")
        return f"{wanted}; got {quote(found)}", _repaired(found, rule)
    if error.validator == "format":
        return f"must be an arXiv id: {error.cause}", ""
    return _SENTENCES[str(error.validator)](rule, found), ""


def _all_of(words: list[str]) -> str:
    """``a``, ``a and b`` or ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _wrong_type(rule: str | list[str], found: object) -> tuple[str, str]:
    wanted = " or ".join(_KINDS[kind] for kind in ([rule] if isinstance(rule, str) else rule))
    if found is None:
        return _EMPTY
    meant = _YES_AND_NO.get(str(found).lower()) if rule == "boolean" else None
    return f"must be {wanted}, got {quote(found)}", f"did you mean {meant}?" if meant else ""


def _repaired(found: str, pattern: str) -> str:
    """A hint that names what someone wrote as the pattern wants it, or an empty string."""
    near = found.strip()
    if len(_ADDRESS.findall(near)) > 1:
        return "several addresses are a list: [https://…, https://…]"
    if pattern.endswith(_ID_PATTERN):
        near = _NOT_AN_ID.sub("-", near.lower()).strip("-")
    if "\n" in near:
        return ""
    for wrong, right in _REPAIRS:
        if not _matches(pattern, near):
            near = wrong.sub(right, near)
    return f"did you mean {quote(near)}?" if _matches(pattern, near) else ""


_EMPTY = ("is empty", "write its value, or leave it out")
_SHOWN_BY_EXAMPLE = {"type", "pattern", "minItems", "minProperties"}
_SENTENCES: Mapping[str, Any] = {
    "required": lambda rule, found: f"must have {_all_of([key for key in rule if key not in found])}",
    "minLength": lambda rule, found: f"must have {rule} or more characters, got {quote(found)}",
    "maxLength": lambda rule, found: f"must have {rule} or fewer characters, got {len(found)}",
    "minItems": lambda rule, found: f"must have {rule} or more entries, got {len(found)}",
    "maxItems": lambda rule, found: f"must have {rule} or fewer entries, got {len(found)}",
    "minProperties": lambda rule, found: f"must have {rule} or more keys, got {len(found)}",
    "oneOf": lambda rule, _found: f"must have one of {', '.join(option['required'][0] for option in rule)}",
    "minimum": lambda rule, found: f"must be {rule} or more, got {_plain(found)}",
    "maximum": lambda rule, found: f"must be {rule} or less, got {_plain(found)}",
    "uniqueItems": lambda _rule, found: (
        f"must stand once in its list, got {quote(found[_again(found)])} again"
    ),
}


def _plain(number: float) -> str:
    """The number as people write it."""
    return str(int(number)) if number == int(number) else str(number)


def _again(values: list[Any]) -> int:
    """Where in a list something stands that stood before."""
    return next(index for index, value in enumerate(values) if value in values[:index])
