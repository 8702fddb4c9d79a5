"""Elements of Atom feeds (RFC 4287), with escaped text."""

from html import escape


def make_element(name: str, text: str) -> str:
    """Make an element with a text."""
    return f"<{name}>{escape(text)}</{name}>\n"


def make_empty_element(name: str, **attributes: str) -> str:
    """Make an element without content."""
    pairs = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}/>\n"


def make_author(name: str) -> str:
    """Make the element of an author."""
    return f"<author><name>{escape(name)}</name></author>\n"
