"""MathML from TeX, built anew node by node from what latex2mathml understood.

Comes in: TeX that `generator.tex.source` allowed. Goes out: `Node`s that are known to be good, and HTML.
"""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from latex2mathml.symbols_parser import convert_symbol

from generator.model.text import escape_markdown
from generator.tex.source import MAX_DEPTH, RefusedError

LEAVES = frozenset(["mi", "mn", "mo", "mtext"])
SCRIPTS = frozenset(["msub", "msup", "msubsup", "munder", "mover", "munderover"])
_ELEMENTS = LEAVES | SCRIPTS | {"math", "mrow", "mfrac", "msqrt", "mroot", "mspace", "mtable", "mtr", "mtd"}
_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
# Wrappers that only set sizes that browsers ignore or set themselves.
_WRAPPERS = frozenset(["mstyle", "mpadded"])
# MathML Core's own attributes; all others are left out (https://www.w3.org/TR/mathml-core/).
_ATTRIBUTES = frozenset(["stretchy", "form", "minsize", "maxsize", "linethickness", "width"])
_VALUE = re.compile(r"true|false|prefix|postfix|0|-?\d{0,2}\.?\d{1,4}em")
_WIDTHS = {
    "thinmathspace": "0.167em", "mediummathspace": "0.222em", "thickmathspace": "0.278em",
    "negativethinmathspace": "-0.167em",
}  # fmt: skip
_CHARACTER = re.compile(r"&#x([0-9A-Fa-f]{2,6});")
# Browsers know no mathvariant but "normal"; the letters themselves are in Unicode.
_LETTERS = {
    "script": "mathcal", "double-struck": "mathbb", "fraktur": "mathfrak", "bold": "mathbf",
    "bold-italic": "mathbfit", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_WORD_VARIANTS = frozenset(["normal", "sans-serif", "monospace", "italic"])
_ORDINARY = frozenset("∞∂∅⊤⊥∎℘")
_OPERATORS = frozenset(":;!?,./*→⇒")
ACCENTS = {
    "^": "\u0302", "∼": "\u0303", "¯": "\u0304", "‾": "\u0304", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7",
    "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300", "˚": "\u030a",
}  # fmt: skip
_LIMITS = frozenset(["argmax", "argmin", "inf", "lim", "max", "min", "sup"])
_THIN_SPACE = "0.167em"


_Attributes = tuple[tuple[str, str], ...]


class Node(NamedTuple):
    """An element of MathML that is known to be good.

    ``variant`` is the font that its letters still need, or "function" for a name such as ``log``.
    """

    tag: str
    text: str = ""
    children: tuple["Node", ...] = ()
    attributes: _Attributes = ()
    variant: str = ""


Row = tuple[Node, ...]


def tree(tex: str, *, display: bool) -> Row:
    """The formula as latex2mathml reads it, built anew.

    Raises:
        RefusedError: It cannot be parsed, or something in it was not understood.
    """
    try:
        root = convert_to_element(tex, display="block" if display else "inline")
    except Exception as error:  # broken TeX makes it raise anything, from IndexError to RecursionError
        raise RefusedError from error
    if _is_deep(root):
        raise RefusedError
    return _row(root, display=display)


def _is_deep(root: Element) -> bool:
    level, depth = [root], 0
    while level and depth <= MAX_DEPTH:
        level, depth = [child for element in level for child in element], depth + 1
    return bool(level)


def _node(element: Element, *, display: bool) -> Node:
    if element.tag in _WRAPPERS or element.tag == "mrow":
        return _one(_row(element, display=display))
    if element.tag not in _ELEMENTS or len(element) != _CHILDREN.get(element.tag, len(element)):
        raise RefusedError
    if element.tag in LEAVES:
        return _leaf(element)
    if element.tag in ("msqrt", "mtd"):
        children = _row(element, display=display)
    else:
        children = tuple(_lettered(_node(child, display=display)) for child in element)
    if element.tag in SCRIPTS:
        return _scripted(element.tag, children, display=display)
    return Node(element.tag, children=children, attributes=_attributes(element))


def _attributes(element: Element) -> _Attributes:
    pairs = ((name, _WIDTHS.get(value, value)) for name, value in element.attrib.items())
    return tuple((name, value) for name, value in pairs if name in _ATTRIBUTES and _VALUE.fullmatch(value))


def _leaf(element: Element) -> Node:
    text = _CHARACTER.sub(lambda code: chr(int(code[1], 16)), element.text or "").replace("―", "‾")
    if len(element) or "\\" in text or "⧸" in text:
        raise RefusedError
    if element.tag == "mtext":
        return Node("mn" if text.replace(",", "").isdigit() else "mtext", text)
    if len(text) > 1 and text.replace("\u2009", "").isalpha() and text != "mod":
        return Node("mi", text, variant="function")
    if text.strip(".").isdigit():
        return Node("mn", text)
    if _is_operator(text) or (element.tag == "mo" and text not in _ORDINARY):
        return Node("mo", "∼" if text == "~" else text, attributes=_operator_attributes(element, text))
    return Node("mi", text, variant=element.get("mathvariant", ""))


def _is_operator(text: str) -> bool:
    if len(text) != 1 or text in _ORDINARY:
        return False
    return text in _OPERATORS or unicodedata.category(text) in ("Sm", "Ps", "Pe", "Pd")


def _operator_attributes(element: Element, text: str) -> _Attributes:
    """Of those given what is not the default anyway."""
    is_bracket = element.tag == "mi" and unicodedata.category(text) in ("Ps", "Pe")
    if is_bracket or element.get("stretchy") == "false":
        return (("stretchy", "false"),)
    needed = {"minsize", "maxsize"} | ({"form"} if text in ("|", "‖") else set())
    return tuple(pair for pair in _attributes(element) if pair[0] in needed)


def _scripted(tag: str, children: Row, *, display: bool) -> Node:
    base, last = children[0], children[-1]
    if tag == "msup" and last.text == "∘":
        return _one((base, Node("mi", "°")))
    if display and base.variant == "function" and base.text in _LIMITS:
        tag = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}.get(tag, tag)
    is_accent = tag == "mover" and last.tag == "mo" and last.text in ACCENTS
    return Node(tag, children=children, attributes=(("accent", "true"),) if is_accent else ())


def _one(row: Row) -> Node:
    return row[0] if len(row) == 1 else Node("mrow", children=row)


def _row(element: Element, *, display: bool) -> Row:
    """An element's children without empty ones, with letters put together to words."""
    nodes: list[Node] = []
    for child in element:
        node = _node(child, display=display)
        if not _is_empty(node):
            _append(nodes, node)
    if len(nodes) == 1 and nodes[0].tag == "mrow":
        return nodes[0].children
    return _spaced(_barred([_lettered(node) for node in nodes]))


def _is_empty(node: Node) -> bool:
    if node.tag == "mspace":
        return not node.attributes
    return not node.text and not node.children and node.tag in (*LEAVES, "mrow")


def _append(nodes: list[Node], node: Node) -> None:
    """Adds a node, or makes it part of the last word or sign."""
    last = nodes[-1] if nodes else node
    is_word = node.variant in _WORD_VARIANTS and node.variant == last.variant
    if nodes and is_word and (last.text + node.text).isalpha():
        nodes[-1] = last._replace(text=last.text + node.text)
    elif (last.text, node.text) == (":", "="):
        nodes[-1] = Node("mo", ":=")
    else:
        nodes.append(node)


def _lettered(node: Node) -> Node:
    """The node with its letters in the font that it needs."""
    if node.variant in ("", "function"):
        return node
    if len(node.text) > 1 and node.variant in _WORD_VARIANTS:
        return Node("mi", node.text)
    if node.variant == "normal":
        return Node("mi", node.text, attributes=(("mathvariant", "normal"),))
    letters = (convert_symbol(rf"\{_LETTERS.get(node.variant)}{{{letter}}}") for letter in node.text)
    return Node(
        "mi",
        "".join(chr(int(code, 16)) if code else text for code, text in zip(letters, node.text, strict=True)),
    )


def _barred(nodes: list[Node]) -> Row:
    """With the bars of absolute values told apart from bars between, where they come in pairs."""
    for bar in ("|", "‖"):
        places = [index for index, node in enumerate(nodes) if core(node).text == bar]
        if len(places) % 2 == 0:
            for count, index in enumerate(places):
                nodes[index] = _with_form(nodes[index], "postfix" if count % 2 else "prefix")
    return tuple(nodes)


def _with_form(node: Node, form: str) -> Node:
    if node.tag in SCRIPTS:
        return node._replace(children=(_with_form(node.children[0], form), *node.children[1:]))
    others = tuple(pair for pair in node.attributes if pair[0] != "form")
    return node._replace(attributes=(("form", form), *others)) if node.tag == "mo" else node


def _spaced(row: Row) -> Row:
    r"""With TeX's thin space between a function and its neighbours, as in ``n \log n``."""
    spaced = list(row[:1])
    for left, right in pairwise(row):
        if _needs_space(left, right):
            spaced.append(Node("mspace", attributes=(("width", _THIN_SPACE),)))
        spaced.append(right)
    return tuple(spaced)


def _needs_space(left: Node, right: Node) -> bool:
    if _is_function(left):
        return right.tag not in ("mo", "mspace", "mtext") and not _opens(right)
    closes = left.tag == "mo" and left.text in (")", "]", "}")
    return _is_function(right) and (closes or left.tag not in ("mo", "mspace", "mtext"))


def _is_function(node: Node) -> bool:
    return core(node).variant == "function"


def core(node: Node) -> Node:
    """What bears the indices, exponents and accents."""
    while node.tag in SCRIPTS:
        node = node.children[0]
    return node


def _opens(node: Node) -> bool:
    return node.tag == "mrow" and node.children[0].text in ("(", "[", "{")


def simple(row: Row) -> str | None:
    """The characters of a formula that has no structure, such as a symbol, a word or ``2.5×``, or None."""
    if not row:
        return ""
    if any(node.tag not in LEAVES and node.tag != "mspace" for node in row):
        return None
    text = "".join(node.text or " " for node in row).replace("\u00a0", " ")
    is_word = len(row) >= _SHORTEST_WORD and all(node.tag == "mi" and node.text.isalpha() for node in row)
    if len(row) == 1 or (is_word and text.isascii()) or _QUANTITY.fullmatch(text):
        return text
    return None


# Letters; two may be a product.
_SHORTEST_WORD = 3
_QUANTITY = re.compile(r"[+−±∓∼≈<>≤≥≲≳×] ?\d[\d.,]*|[+−±∓∼≈<>≤≥≲≳]? ?\d[\d.,]*(?: ?[%×°]| [^\W\d_]{2,9})")


def script(row: Row) -> str | None:
    """HTML for a lone index or exponent, as in ``CO$_2$``, or None."""
    tags = {"msub": "sub", "msup": "sup"}
    if len(row) != 1 or row[0].tag not in tags or not _is_empty(row[0].children[0]):
        return None
    raised = row[0].children[1]
    leaves = raised.children if raised.tag == "mrow" else (raised,)
    if any(leaf.tag not in LEAVES for leaf in leaves):
        return None
    tag = tags[row[0].tag]
    return f"<{tag}>{escape_markdown(''.join(leaf.text for leaf in leaves))}</{tag}>"


def math(row: Row, *, display: bool) -> str:
    """The formula as MathML in HTML; a displayed one may be wider than its page, and keys must scroll it."""
    opening = '<math display="block" tabindex="0">' if display else "<math>"
    return f"{opening}{_html_row(row)}</math>"


def _html_row(row: Row) -> str:
    # Nothing is there to stretch to, so brackets need not be told that they must not.
    is_flat = all(node.tag in LEAVES or node.tag == "mspace" for node in row)
    return "".join(_html(node, may_stretch=is_flat) for node in row)


def _html(node: Node, *, may_stretch: bool = False) -> str:
    pairs = (pair for pair in node.attributes if not (may_stretch and pair[0] == "stretchy"))
    opening = node.tag + "".join(f' {name}="{value}"' for name, value in pairs)
    if node.tag == "mspace":
        return f"<{opening}/>"
    if node.tag in LEAVES:
        # Browsers would trim blanks at the ends.
        content = str(escape_markdown(node.text)).replace(" ", "&#160;")
    elif node.tag in ("mrow", "msqrt", "mtd"):
        content = _html_row(node.children)
    else:
        content = "".join(_html(child) for child in node.children)
    return f"<{opening}>{content}</{node.tag}>"
