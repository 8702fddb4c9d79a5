"""Change lines of the store as somebody may do in a pull request."""

import json


def dump(value):
    """Return the line of a value as the store writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_lines(path, *lines):
    """Write a file of the store, and return its path."""
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{line}\n" for line in lines))
    return path
