"""Tables of the keys of curation files, as the documents show them, from the schemas."""

from generator.curation.schema import find_declaration, load_schema
from generator.curation.writer import format_flow

_TYPES = {
    "string": "text", "number": "number", "integer": "number", "boolean": "true or false", "array": "list",
    "object": "mapping",
}  # fmt: skip


def format_key_table(name):
    """Format a table with a row for each key of a file, from the schema with this name.

    A key with the same meaning in several places, such as the reason of a correction, has one row.
    """
    schema = load_schema(name)
    rows = {}
    for path in _find_keys(schema, ()):
        declaration = find_declaration(schema, path)
        rows.setdefault((path[-1], declaration["description"]), _format_row(path, declaration, schema))
    return "\n".join(["| key | value | meaning | example |", "|---|---|---|---|", *rows.values()]) + "\n"


def _find_keys(schema, path):
    """Yield the path of each key; ``0`` stands for entries of a list, and ``<id>`` for keys of one's own."""
    declaration = find_declaration(schema, path)
    for key in declaration.get("properties", {}):
        yield (*path, key)
        yield from _find_keys(schema, (*path, key))
    if "items" in declaration:
        yield from _find_keys(schema, (*path, 0))
    if isinstance(declaration.get("additionalProperties"), dict):
        yield from _find_keys(schema, (*path, "<id>"))


def _format_row(path, declaration, schema):
    key = ".".join("[]" if part == 0 else part for part in path).replace(".[]", "[]")
    is_required = path[-1] in find_declaration(schema, path[:-1]).get("required", ())
    example = next(iter(declaration["examples"]))
    cells = [
        f"**`{key}`**" if is_required else f"`{key}`",
        _describe_value(declaration),
        declaration["description"],
        f"`{example if isinstance(example, str) else format_flow(example)}`",
    ]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _describe_value(declaration):
    if "enum" in declaration:
        return " or ".join(f"`{value}`" for value in declaration["enum"])
    types = declaration.get("type", "string")
    names = [_TYPES[name] for name in ([types] if isinstance(types, str) else types)]
    return "text" if "text" in names else " or ".join(dict.fromkeys(names))
