"""Write a formula in one line of characters: ``O(n²)``, ``(a+b)/2``, ``α_max``.

Input: nodes of `generator.tex.mathml`. Output: Unicode that people can read and search for.
"""

import re
from collections.abc import Callable, Mapping

from generator.model.text import normalise_unicode
from generator.tex.mathml import ACCENTS, LEAVES, SCRIPTS, Node, Row, get_base

_RELATIONS = frozenset([":=", *"=<>≤≥≦≧⩽⩾≠≈≃≅≡∼∽∝∈∉∋⊂⊃⊆⊇⊊⊋≪≫≲≳≺≻≼≽→←↔⇒⇐⇔↦⟶⟵⟹⟺⊢⊨≜≔≐∣"])
# Braces above or below, which have no form in a line of characters.
_BRACES = frozenset("⏞⏟")
_ENDING_IN_NUMBER = frozenset({"msqrt", "mroot", "mfrac"})
_FENCES = frozenset(
    {("(", ")"), ("[", "]"), ("{", "}"), ("|", "|"), ("‖", "‖"), ("⌊", "⌋"), ("⌈", "⌉"), ("⟨", "⟩")}
)
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
        normalise_unicode(letter, "NFKC")
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
        if parts and _needs_space(row[index - 1], parts[-1], text):
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _needs_space(node: Node, text: str, next_text: str) -> bool:
    """Whether only a space shows where an index, a root or a denominator ends."""
    if node.tag in SCRIPTS and _WORD_SCRIPT.search(text):
        return next_text[:1].isalnum()
    return node.tag in _ENDING_IN_NUMBER and text[-1:].isdigit() and next_text[:1].isdigit()


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
    return f"√{_mark_extent(node.children, content)}" if node.tag == "msqrt" else content


def _format_scripts(node: Node, *, tight: bool) -> str:
    """Format a node with an index, an exponent or an accent."""
    base_text = _format_node(node.children[0], tight=tight)
    base = _mark_extent(node.children[:1], base_text)
    scripts = [_format_node(child, tight=True) for child in node.children[1:]]
    if dict(node.attributes).get("accent"):
        accent = ACCENTS[node.children[1].text]
        return normalise_unicode(base + accent, "NFC") if base else base
    if node.children[1].text == "‾":
        line = "\u0305" if node.tag == "mover" else "\u0332"
        return "".join(letter if letter.isspace() else letter + line for letter in base_text)
    if node.children[1].text in _BRACES:
        return base_text
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


def _mark_extent(row: Row, text: str) -> str:
    """Put an argument in parentheses unless it is one letter, number or word, or has parentheses."""
    while len(row) == 1 and row[0].tag == "mrow":
        row = row[0].children
    is_single = len(text) <= 1 or (len(row) == 1 and row[0].tag in (*LEAVES, *SCRIPTS))
    return text if is_single or (text[0], text[-1]) in _FENCES else f"({text})"


def _format_fraction(node: Node) -> str:
    numerator, denominator = (_format_node(child) for child in node.children)
    if dict(node.attributes).get("linethickness") == "0":
        return f"{numerator} choose {denominator}"
    is_single = denominator.isdigit() or len(denominator) == 1
    return f"{_mark_extent(node.children[:1], numerator)}/{denominator if is_single else f'({denominator})'}"


def _format_root(node: Node) -> str:
    radicand, index = (_format_node(child) for child in node.children)
    return f"{_format_superscript(index, has_base=False)}√{_mark_extent(node.children[:1], radicand)}"


_FORMATTERS: Mapping[str, Callable[[Node], str]] = {
    "mfrac": _format_fraction,
    "mroot": _format_root,
    "mtable": lambda node: "; ".join(_format_node(child) for child in node.children),
    "mtr": lambda node: " ".join(_format_node(child) for child in node.children),
}
