"""Convert a formula to MathML: latex2mathml parses it, and only allowed elements are rebuilt from the result.

Input: TeX that `generator.tex.source` has rewritten. Output: nodes that are safe, and HTML.
"""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from latex2mathml.symbols_parser import convert_symbol

from generator.tex.source import MAX_DEPTH, RefusedError

LEAVES = frozenset(["mi", "mn", "mo", "mtext"])
SCRIPTS = frozenset(["msub", "msup", "msubsup", "munder", "mover", "munderover"])
_ELEMENTS = LEAVES | SCRIPTS | {"math", "mrow", "mfrac", "msqrt", "mroot", "mspace", "mtable", "mtr", "mtd"}
_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
# Elements that only set sizes, which browsers ignore or set themselves.
_WRAPPERS = frozenset(["mstyle", "mpadded"])
# Attributes of MathML Core; all others are left out (https://www.w3.org/TR/mathml-core/).
_ATTRIBUTES = frozenset(["form", "minsize", "maxsize", "linethickness", "width"])
_ATTRIBUTE_VALUE = re.compile(r"prefix|postfix|0|-?\d{0,2}\.?\d{1,4}em")
_NAMED_WIDTHS = {"thinmathspace": "0.167em", "negativethinmathspace": "-0.167em"}
_CHARACTER_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{2,6});")
# Commands for the letters of a font, which Unicode has; browsers support only the mathvariant "normal".
_FONT_COMMANDS = {
    "script": "mathcal", "double-struck": "mathbb", "fraktur": "mathfrak", "bold": "mathbf",
    "bold-italic": "mathbfit", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_WORD_FONTS = frozenset(["normal", "sans-serif", "monospace", "italic"])
_SYMBOLS_NOT_OPERATORS = frozenset("∞∂∅⊤⊥∎℘")
_OPERATORS = frozenset(":;")  # those that latex2mathml takes for identifiers
ACCENTS = {
    "^": "\u0302", "∼": "\u0303", "¯": "\u0304", "‾": "\u0304", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7",
    "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300", "˚": "\u030a",
}  # fmt: skip
# Functions whose index is below them in a display formula.
_FUNCTIONS_WITH_LIMITS = frozenset(["argmax", "argmin", "inf", "lim", "max", "min", "sup"])
_THIN_SPACE = "0.167em"
_MIN_LETTERS_OF_A_WORD = 3  # two letters may be a product
_QUANTITY = re.compile(r"[+−±∓∼≈<>≤≥≲≳×] ?\d[\d.,]*|[+−±∓∼≈<>≤≥≲≳]? ?\d[\d.,]*(?: ?[%×°]| [^\W\d_]{2,9})")

_Attributes = tuple[tuple[str, str], ...]


class Node(NamedTuple):
    """An element of MathML that is safe.

    Attributes:
        variant: The font that its letters still need, or "function" for a name such as ``log``.
    """

    tag: str
    text: str = ""
    children: tuple["Node", ...] = ()
    attributes: _Attributes = ()
    variant: str = ""


Row = tuple[Node, ...]


def build_tree(tex: str, *, display: bool) -> Row:
    """Parse a formula, and rebuild it from safe nodes.

    Raises:
        RefusedError: The formula cannot be parsed, or contains an element that is not allowed.
    """
    try:
        root = convert_to_element(tex, display="block" if display else "inline")
    except Exception as error:  # for broken TeX it raises any error, from IndexError to RecursionError
        raise RefusedError from error
    if _is_too_deep(root):
        raise RefusedError
    return _build_row(root, display=display)


def _is_too_deep(root: Element) -> bool:
    level, depth = [root], 0
    while level and depth <= MAX_DEPTH:
        level, depth = [child for element in level for child in element], depth + 1
    return bool(level)


def _build_node(element: Element, *, display: bool) -> Node:
    if element.tag in _WRAPPERS or element.tag == "mrow":
        return _wrap_row(_build_row(element, display=display))
    if element.tag not in _ELEMENTS or len(element) != _CHILDREN.get(element.tag, len(element)):
        raise RefusedError
    if element.tag in LEAVES:
        return _build_leaf(element)
    if element.tag in ("msqrt", "mtd"):
        children = _build_row(element, display=display)
    else:
        children = tuple(_apply_font(_build_node(child, display=display)) for child in element)
    if element.tag in SCRIPTS:
        return _build_scripts(element.tag, children, display=display)
    return Node(element.tag, children=children, attributes=_filter_attributes(element))


def _filter_attributes(element: Element) -> _Attributes:
    pairs = ((name, _NAMED_WIDTHS.get(value, value)) for name, value in element.attrib.items())
    return tuple(
        (name, value) for name, value in pairs if name in _ATTRIBUTES and _ATTRIBUTE_VALUE.fullmatch(value)
    )


def _build_leaf(element: Element) -> Node:
    text = _CHARACTER_REFERENCE.sub(lambda code: chr(int(code[1], 16)), element.text or "").replace("―", "‾")
    if len(element) or "\\" in text or "⧸" in text:
        raise RefusedError
    if element.tag == "mtext":
        return Node("mn" if text.replace(",", "").isdigit() else "mtext", text)
    if len(text) > 1 and text.replace("\u2009", "").isalpha() and text != "mod":
        return Node("mi", text, variant="function")
    if text.strip(".").isdigit():
        return Node("mn", text)
    if _is_operator(text) or (element.tag == "mo" and text not in _SYMBOLS_NOT_OPERATORS):
        return Node("mo", "∼" if text == "~" else text, attributes=_filter_operator_attributes(element, text))
    return Node("mi", text, variant=element.get("mathvariant", ""))


def _is_operator(text: str) -> bool:
    if len(text) != 1 or text in _SYMBOLS_NOT_OPERATORS:
        return False
    return text in _OPERATORS or unicodedata.category(text) in ("Sm", "Ps", "Pe", "Pd")


def _filter_operator_attributes(element: Element, text: str) -> _Attributes:
    """Keep the attributes of an operator that differ from the browser's defaults."""
    is_bracket = element.tag == "mi" and unicodedata.category(text) in ("Ps", "Pe")
    if is_bracket or element.get("stretchy") == "false":
        return (("stretchy", "false"),)
    names = {"minsize", "maxsize"} | ({"form"} if text in ("|", "‖") else set())
    return tuple(pair for pair in _filter_attributes(element) if pair[0] in names)


def _build_scripts(tag: str, children: Row, *, display: bool) -> Node:
    """Build a node with an index, an exponent or an accent."""
    base, last = children[0], children[-1]
    if tag == "msup" and last.text == "∘":
        return _wrap_row((base, Node("mi", "°")))
    if display and base.variant == "function" and base.text in _FUNCTIONS_WITH_LIMITS:
        tag = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}.get(tag, tag)
    is_accent = tag == "mover" and last.tag == "mo" and last.text in ACCENTS
    return Node(tag, children=children, attributes=(("accent", "true"),) if is_accent else ())


def _wrap_row(row: Row) -> Node:
    """Make one node of several."""
    return row[0] if len(row) == 1 else Node("mrow", children=row)


def _build_row(element: Element, *, display: bool) -> Row:
    """Build the children of an element; empty ones are left out, and letters of a word become one node."""
    nodes: list[Node] = []
    for child in element:
        node = _build_node(child, display=display)
        if not _is_empty(node):
            _append_node(nodes, node)
    if len(nodes) == 1 and nodes[0].tag == "mrow":
        return nodes[0].children
    return _space_functions(_mark_bars([_apply_font(node) for node in nodes]))


def _is_empty(node: Node) -> bool:
    if node.tag == "mspace":
        return not node.attributes
    return not node.text and not node.children and node.tag in (*LEAVES, "mrow")


def _append_node(nodes: list[Node], node: Node) -> None:
    """Append a node, or join it with the last one if both are one word or one operator."""
    last = nodes[-1] if nodes else node
    is_word = node.variant in _WORD_FONTS and node.variant == last.variant
    if nodes and is_word and (last.text + node.text).isalpha():
        nodes[-1] = last._replace(text=last.text + node.text)
    elif (last.text, node.text) == (":", "="):
        nodes[-1] = Node("mo", ":=")
    else:
        nodes.append(node)


def _apply_font(node: Node) -> Node:
    """Replace the letters of a node by those of the font that they need."""
    if node.variant in ("", "function"):
        return node
    if len(node.text) > 1 and node.variant in _WORD_FONTS:
        return Node("mi", node.text)
    if node.variant == "normal":
        return Node("mi", node.text, attributes=(("mathvariant", "normal"),))
    command = _FONT_COMMANDS.get(node.variant)
    codes = (convert_symbol(rf"\{command}{{{letter}}}") for letter in node.text)
    letters = (chr(int(code, 16)) if code else letter for code, letter in zip(codes, node.text, strict=True))
    return Node("mi", "".join(letters))


def _mark_bars(nodes: list[Node]) -> Row:
    """Mark bars as opening and closing, as of absolute values, if their number is even."""
    for bar in ("|", "‖"):
        positions = [index for index, node in enumerate(nodes) if get_base(node).text == bar]
        if len(positions) % 2 == 0:
            for count, index in enumerate(positions):
                nodes[index] = _set_form(nodes[index], "postfix" if count % 2 else "prefix")
    return tuple(nodes)


def _set_form(node: Node, form: str) -> Node:
    if node.tag in SCRIPTS:
        return node._replace(children=(_set_form(node.children[0], form), *node.children[1:]))
    other_attributes = tuple(pair for pair in node.attributes if pair[0] != "form")
    return node._replace(attributes=(("form", form), *other_attributes)) if node.tag == "mo" else node


def _space_functions(row: Row) -> Row:
    r"""Put TeX's thin space between a function and its neighbours, as in ``n \log n``."""
    nodes = list(row[:1])
    for left, right in pairwise(row):
        if _needs_space(left, right):
            nodes.append(Node("mspace", attributes=(("width", _THIN_SPACE),)))
        nodes.append(right)
    return tuple(nodes)


def _needs_space(left: Node, right: Node) -> bool:
    if _is_function(left):
        return right.tag not in ("mo", "mspace", "mtext") and not _is_opening_group(right)
    is_closing_bracket = left.tag == "mo" and left.text in (")", "]", "}")
    return _is_function(right) and (is_closing_bracket or left.tag not in ("mo", "mspace", "mtext"))


def _is_function(node: Node) -> bool:
    return get_base(node).variant == "function"


def get_base(node: Node) -> Node:
    """Return the node without its indices, exponents and accents."""
    while node.tag in SCRIPTS:
        node = node.children[0]
    return node


def _is_opening_group(node: Node) -> bool:
    return node.tag == "mrow" and node.children[0].text in ("(", "[", "{")


def get_simple_text(row: Row) -> str | None:
    """Return the characters of a formula without structure (a symbol, a word, ``2.5×``), or None."""
    if not row:
        return ""
    if any(node.tag not in LEAVES and node.tag != "mspace" for node in row):
        return None
    text = "".join(node.text or " " for node in row).replace("\u00a0", " ")
    is_word = len(row) >= _MIN_LETTERS_OF_A_WORD and all(
        node.tag == "mi" and node.text.isalpha() for node in row
    )
    if len(row) == 1 or (is_word and text.isascii()) or _QUANTITY.fullmatch(text):
        return text
    return None


def build_script_html(row: Row) -> str | None:
    """Build ``sub`` or ``sup`` for an index or exponent without base, as in ``CO$_2$``; else None."""
    tags = {"msub": "sub", "msup": "sup"}
    if len(row) != 1 or row[0].tag not in tags or not _is_empty(row[0].children[0]):
        return None
    script = row[0].children[1]
    leaves = script.children if script.tag == "mrow" else (script,)
    if any(leaf.tag not in LEAVES for leaf in leaves):
        return None
    tag = tags[row[0].tag]
    return f"<{tag}>{_escape(''.join(leaf.text for leaf in leaves))}</{tag}>"


def build_mathml(row: Row, *, display: bool) -> str:
    """Build the formula as MathML in HTML; a display formula takes the focus, so that keys can scroll it."""
    opening = '<math display="block" tabindex="0">' if display else "<math>"
    return f"{opening}{_build_html_row(row)}</math>"


def _build_html_row(row: Row) -> str:
    # In a flat row brackets have nothing to stretch to, so they need no attribute against it.
    is_flat = all(node.tag in LEAVES or node.tag == "mspace" for node in row)
    return "".join(_build_html(node, may_stretch=is_flat) for node in row)


def _build_html(node: Node, *, may_stretch: bool = False) -> str:
    pairs = (pair for pair in node.attributes if not (may_stretch and pair[0] == "stretchy"))
    opening = node.tag + "".join(f' {name}="{value}"' for name, value in pairs)
    if node.tag == "mspace":
        return f"<{opening}/>"
    if node.tag in LEAVES:
        content = _escape(node.text)
    elif node.tag in ("mrow", "msqrt", "mtd"):
        content = _build_html_row(node.children)
    else:
        content = "".join(_build_html(child) for child in node.children)
    return f"<{opening}>{content}</{node.tag}>"


# Markdown interprets these between inline tags, too. Browsers remove spaces at the ends of an element.
_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_[]{}|<>&$~^:"} | dict.fromkeys(b" \xa0", "&#160;")


def _escape(text: str) -> str:
    """Escape text for an element within Markdown or HTML."""
    return text.translate(_ENTITIES).replace("==", "=&#61;").replace("++", "+&#43;")
