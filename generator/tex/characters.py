"""Write a formula in one line of characters: ``O(n²)``, ``(a+b)/2``, ``α_max``.

Input: nodes of `generator.tex.mathml`. Output: Unicode that people can read and search for.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from generator.tex.mathml import ACCENTS, LEAVES, SCRIPTS, Node, Row, get_base

_RELATIONS = frozenset([":=", *"=<>≤≥≦≧⩽⩾≠≈≃≅≡∼∽∝∈∉∋⊂⊃⊆⊇⊊⊋≪≫≲≳≺≻≼≽→←↔⇒⇐⇔↦⟶⟵⟹⟺⊢⊨≜≔≐∣"])
# Marks above or below that have no form in a line of characters.
_BRACES_AND_LINES = frozenset("⏞⏟‾")
_SUMS = frozenset("∑∏∐∫∮⋃⋂")
_SUPERSCRIPTS = str.maketrans("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_TYPED_CHARACTERS = str.maketrans(
    {"−": "-", "′": "'", "″": "''", "∗": "*", "∣": "|", "∼": "~", "\u00a0": " ", "\u2009": " "}
)
# Letters of mathematical fonts outside their block.
_FONT_LETTERS = "ℬℰℱℋℐℒℳℛℭℌℑℜℨ"
_FIRST_FONT_LETTER = "\U0001d400"
_WORD_SCRIPT = re.compile(r"[_^]\w+$")


def simplify_characters(text: str) -> str:
    """Replace characters by those that people type: ``"𝒪(n − 1)"`` becomes ``"O(n - 1)"``."""
    letters = "".join(
        unicodedata.normalize("NFKC", letter)
        if letter >= _FIRST_FONT_LETTER or letter in _FONT_LETTERS
        else letter
        for letter in text
    )
    return letters.translate(_TYPED_CHARACTERS)


def format_on_one_line(row: Row) -> str:
    """Format a formula in one line of characters."""
    return " ".join(_format_row(row).split())


def _format_row(row: Row, *, tight: bool = False) -> str:
    """Format nodes; `tight` leaves out the spaces around relations, as in indices and exponents."""
    parts: list[str] = []
    for index, node in enumerate(row):
        text = _format_node(node, tight=tight)
        if not tight and node.tag == "mo" and 0 < index < len(row) - 1:
            text = f" {text} " if node.text in _RELATIONS else f"{text} " if node.text in (",", ";") else text
        elif not tight and get_base(node).text in _SUMS:
            text += " "
        # A space shows where an index ends if a letter or digit follows.
        if parts and row[index - 1].tag in SCRIPTS and _WORD_SCRIPT.search(parts[-1]) and text[:1].isalnum():
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _format_node(node: Node, *, tight: bool = False) -> str:
    if node.tag in LEAVES:
        return simplify_characters(node.text)
    if node.tag == "mspace":
        return "" if dict(node.attributes).get("width", "-").startswith("-") else " "
    if node.tag in SCRIPTS:
        return _format_scripts(node, tight=tight)
    if node.tag in _FORMATTERS:
        return _FORMATTERS[node.tag](node)
    content = _format_row(node.children, tight=tight)
    return f"√{_parenthesise(content)}" if node.tag == "msqrt" else content


def _format_scripts(node: Node, *, tight: bool) -> str:
    """Format a node with an index, an exponent or an accent."""
    base = _format_node(node.children[0], tight=tight)
    scripts = [_format_node(child, tight=True) for child in node.children[1:]]
    if dict(node.attributes).get("accent"):
        accent = ACCENTS[node.children[1].text]
        return unicodedata.normalize("NFC", base + accent) if len(base) == 1 else base
    if node.children[1].text in _BRACES_AND_LINES:
        return base
    if node.tag in ("msub", "munder"):
        return base + _format_subscript(scripts[0])
    if node.tag in ("msup", "mover"):
        return base + _format_superscript(scripts[0], has_base=bool(base))
    return base + _format_subscript(scripts[0]) + _format_superscript(scripts[1])


def _format_superscript(script: str, *, has_base: bool = True) -> str:
    superscript = script.translate(_SUPERSCRIPTS)
    if script in ("'", "''", "*") or (not has_base and script in ("st", "nd", "rd", "th")):
        return script
    return superscript if not set(superscript) & set(script) else f"^{_parenthesise(script)}"


def _format_subscript(script: str) -> str:
    subscript = script.translate(_SUBSCRIPTS)
    return subscript if not set(subscript) & set(script) else f"_{_parenthesise(script)}"


def _parenthesise(text: str) -> str:
    """Put text in parentheses unless it is a word, a number or one character."""
    return text if text.isalpha() or text.isdigit() or len(text) == 1 else f"({text})"


def _format_fraction(node: Node) -> str:
    numerator, denominator = (_format_node(child) for child in node.children)
    if dict(node.attributes).get("linethickness") == "0":
        return f"{numerator} choose {denominator}"
    is_single = denominator.isdigit() or len(denominator) == 1
    return f"{_parenthesise(numerator)}/{denominator if is_single else f'({denominator})'}"


def _format_root(node: Node) -> str:
    radicand, index = (_format_node(child) for child in node.children)
    return f"{_format_superscript(index, has_base=False)}√{_parenthesise(radicand)}"


_FORMATTERS: Mapping[str, Callable[[Node], str]] = {
    "mfrac": _format_fraction,
    "mroot": _format_root,
    "mtable": lambda node: "; ".join(_format_node(child) for child in node.children),
    "mtr": lambda node: " ".join(_format_node(child) for child in node.children),
}
