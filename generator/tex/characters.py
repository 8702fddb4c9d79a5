"""A formula in a line of characters: ``O(n²)``, ``(a+b)/2``, ``α_max``.

Comes in: the nodes of `generator.tex.mathml`. Goes out: Unicode that reads well and can be searched for.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from generator.tex.mathml import ACCENTS, LEAVES, SCRIPTS, Node, Row, core

_RELATIONS = frozenset([":=", *"=<>≤≥≦≧⩽⩾≠≈≃≅≡∼∽∝∈∉∋⊂⊃⊆⊇⊊⊋≪≫≲≳≺≻≼≽→←↔⇒⇐⇔↦⟶⟵⟹⟺↝⊢⊨≜≔≐∣"])
# What plain characters cannot show above or below.
_LINES = frozenset("⏞⏟‾")
_SUMS = frozenset("∑∏∐∫∮⋃⋂")
_SUPERSCRIPTS = str.maketrans("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def searchable(text: str) -> str:
    """The characters as people type them: plain letters for fonts, a hyphen for minus."""
    letters = "".join(
        unicodedata.normalize("NFKC", letter)
        if letter >= "\U0001d400" or letter in "ℬℰℱℋℐℒℳℛℭℌℑℜℨ"
        else letter
        for letter in text
    )
    return letters.translate(_TYPED)


_TYPED = str.maketrans(
    {"−": "-", "′": "'", "″": "''", "∗": "*", "∣": "|", "∼": "~", "\u00a0": " ", "\u2009": " "}
)


def linear(row: Row) -> str:
    """The formula in a line."""
    return " ".join(_row(row).split())


def _row(row: Row, *, tight: bool = False) -> str:
    # There are blanks around relations, but not in indices and exponents.
    parts: list[str] = []
    for index, node in enumerate(row):
        text = _characters(node, tight=tight)
        if not tight and node.tag == "mo" and 0 < index < len(row) - 1:
            text = f" {text} " if node.text in _RELATIONS else f"{text} " if node.text in (",", ";") else text
        elif not tight and core(node).text in _SUMS:
            text += " "
        # An index ends where the next letter begins.
        if parts and row[index - 1].tag in SCRIPTS and _WORD_SCRIPT.search(parts[-1]) and text[:1].isalnum():
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


_WORD_SCRIPT = re.compile(r"[_^]\w+$")


def _characters(node: Node, *, tight: bool = False) -> str:
    if node.tag in LEAVES:
        return searchable(node.text)
    if node.tag == "mspace":
        return "" if dict(node.attributes).get("width", "-").startswith("-") else " "
    if node.tag in SCRIPTS:
        return _scripts(node, tight=tight)
    if node.tag in ("mfrac", "mroot", "mtable", "mtr"):
        return _OTHERS[node.tag](node)
    inner = _row(node.children, tight=tight)
    return f"√{_grouped(inner)}" if node.tag == "msqrt" else inner


def _scripts(node: Node, *, tight: bool) -> str:
    base = _characters(node.children[0], tight=tight)
    scripts = [_characters(child, tight=True) for child in node.children[1:]]
    if dict(node.attributes).get("accent"):
        accent = ACCENTS[node.children[1].text]
        return unicodedata.normalize("NFC", base + accent) if len(base) == 1 else base
    if node.children[1].text in _LINES:
        return base
    if node.tag in ("msub", "munder"):
        return base + _lowered(scripts[0])
    if node.tag in ("msup", "mover"):
        return base + _raised(scripts[0], alone=not base)
    return base + _lowered(scripts[0]) + _raised(scripts[1], alone=False)


def _raised(script: str, *, alone: bool) -> str:
    raised = script.translate(_SUPERSCRIPTS)
    if script in ("'", "''", "*") or (alone and script in ("st", "nd", "rd", "th")):
        return script
    return raised if not set(raised) & set(script) else f"^{_grouped(script)}"


def _lowered(script: str) -> str:
    lowered = script.translate(_SUBSCRIPTS)
    return lowered if not set(lowered) & set(script) else f"_{_grouped(script)}"


def _grouped(text: str) -> str:
    return text if text.isalpha() or text.isdigit() or len(text) == 1 else f"({text})"


def _fraction(node: Node) -> str:
    above, below = (_characters(child) for child in node.children)
    if dict(node.attributes).get("linethickness") == "0":
        return f"{above} choose {below}"
    return f"{_grouped(above)}/{below if below.isdigit() or len(below) == 1 else f'({below})'}"


def _root(node: Node) -> str:
    radicand, index = (_characters(child) for child in node.children)
    return f"{_raised(index, alone=True)}√{_grouped(radicand)}"


_OTHERS: Mapping[str, Callable[[Node], str]] = {
    "mfrac": _fraction,
    "mroot": _root,
    "mtable": lambda node: "; ".join(_characters(child) for child in node.children),
    "mtr": lambda node: " ".join(_characters(child) for child in node.children),
}
