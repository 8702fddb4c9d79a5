"""Turn the formulas in publishers' markup into Unicode or TeX: MathML, and the elements of JATS for TeX.

Elements come from JATS (https://jats.nlm.nih.gov/) at IEEE, IOP and Crossref, from Elsevier's and Springer's
older DTDs, and from MathML, with any prefix. What has a plain form becomes Unicode (``n²``), all else TeX
between dollars, which the rest of the program reads.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from lxml import etree

# An element with a formula. The first name that begins is the outermost.
FORMULAS = frozenset(
    ["math", "inline-formula", "disp-formula", "tex-math", "inlineequation", "equation", "equationsource"]
)
_START = re.compile(
    rf"<(?:[\w-]+:)?({'|'.join(sorted(FORMULAS, reverse=True))})(?=[\s>])[^<>]*(?<!/)>", re.IGNORECASE
)
_TEX = re.compile(
    r"""<(?:[\w-]+:)?(?:tex-math\b[^<>]*|equationsource\s[^<>]*format="tex"[^<>]*
        |annotation\s[^<>]*encoding="application/x-tex"[^<>]*)>(.*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_TEX_END = re.compile(r"</(?:[\w-]+:)?(?:tex-math|equationsource|annotation)\s*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>|<\?CDATA|\?>")
_BEGIN, _END = r"\begin{document}", r"\end{document}"
_DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_MATH = re.compile(r"<(?:[\w-]+:)?math[\s>].*", re.IGNORECASE | re.DOTALL)
_PREFIX = re.compile(r"""(</?)[\w-]+:|\sxmlns(?::\w+)?=(?:"[^"]*"|'[^']*')""")
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&#?\w{1,31};")
_MAX_LEVELS = 40

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = frozenset(["sup"])
_ORDINAL = re.compile(r"st|nd|rd|th|e|er|re|ème|o|TM|R|SM|[^\w\s]*[®™℠°ªº′″]+[^\w\s]*")  # 19th, Toys®
_SCRIPT_TEX = re.compile(r"[A-Za-z0-9+\-−=()*,./′ Α-Ωα-ω]{1,20}")
_WORD = re.compile(r"[A-Za-z]{2,}")

_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in "#%&_{}$"} | {"~": r"\sim ", "^": r"\hat{}", "\\": r"\backslash "}
)
_ACCENTS = {
    "¯": "bar", "‾": "bar", "_": "bar", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "→": "vec",
    "˙": "dot", ".": "dot", "¨": "ddot",
}  # fmt: skip
_FUNCTIONS = frozenset("log ln exp sin cos tan max min sup inf lim det dim arg deg gcd Pr".split())
_VARIANTS = {
    "bold": "mathbf", "bold-italic": "mathbf", "double-struck": "mathbb", "script": "mathcal",
    "fraktur": "mathfrak", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_LEAVES = frozenset(["mi", "mn", "mo", "mtext", "ms"])
_ROWS = frozenset(["math", "mrow", "mstyle", "mpadded", "merror", "menclose", "mtd", "maction"])


def replace_formulas(text: str) -> str:
    r"""Replace the formulas in HTML; the result is HTML, in which they are text.

    >>> replace_formulas("in <math><msup><mi>n</mi><mn>2</mn></msup></math> steps")
    'in n² steps'
    >>> replace_formulas("<inline-formula><tex-math>$\\ell_{1}$</tex-math></inline-formula>-norm")
    '$\\ell_{1}$-norm'
    """
    parts, position = [], 0
    missing_ends: set[str] = set()  # so that each is searched for only once
    for start in _START.finditer(text):
        name = start[1].lower()
        if start.start() < position or name in missing_ends:
            continue
        end = re.compile(rf"</(?:[\w-]+:)?{name}\s*>", re.IGNORECASE).search(text, start.end())
        if end is None:
            missing_ends.add(name)
            continue
        formula = _convert(text[start.start() : end.end()])
        parts += [text[position : start.start()], escape(formula, quote=False)]
        position = end.end()
    return "".join([*parts, text[position:]])


def set_script(text: str, name: str) -> str:
    r"""Set a raised or lowered text on the line, as Unicode or TeX.

    On the line, ``n2`` and ``10-3`` would have another meaning. Endings such as “th” stay as they are.

    >>> set_script("2", "sup"), set_script("max", "sub"), set_script("th", "sup")
    ('²', '$_{\\mathrm{max}}$', 'th')

    Args:
        text: The text.
        name: The name of its element: ``sup``, ``sub`` or ``inf``.
    """
    table = _SUPERSCRIPTS if name in _RAISED else _SUBSCRIPTS
    words = text.strip()
    if all(ord(character) in table for character in words):
        return words.translate(table)
    if not _SCRIPT_TEX.fullmatch(words) or (name in _RAISED and _ORDINAL.fullmatch(words)):
        return text
    source = _WORD.sub(lambda word: rf"\mathrm{{{word[0]}}}", words)
    return f"${'^' if name in _RAISED else '_'}{{{source}}}$"


def _convert(element: str) -> str:
    """Convert an element with a formula to Unicode or TeX; only its text is left if it cannot be read."""
    if match := _TEX.search(element):
        return _clean_tex(_TEX_END.split(match[1], maxsplit=1)[0])
    math = _MATH.search(element)
    root = _parse(math[0]) if math else None
    if root is None:
        return unescape(_TAG.sub("", element))
    plain = _to_plain(root, 0)
    if plain and not set(plain) & set("$\\{}"):
        return plain
    source = _to_tex(root, 0).strip()
    return f"${source}$" if source else unescape(_TAG.sub("", element))


def _clean_tex(source: str) -> str:
    """Take a formula out of a TeX document and its delimiters, and put it between dollars."""
    source = unescape(_CDATA.sub("", source))
    source = source.partition(_BEGIN)[2] or source
    source = source.partition(_END)[0]
    source = " ".join(source.split())
    for opener, closer in _DELIMITERS:
        inner = source[len(opener) : len(source) - len(closer)]
        is_delimited = source.startswith(opener) and source.endswith(closer)
        if is_delimited and len(source) >= len(opener + closer) and closer not in inner:
            source = inner.strip()
            break
    if not source or "$" in source or source.startswith(r"\begin{equation"):
        return source
    return f"${source}$"


def _parse(math: str) -> etree._Element | None:
    """Parse MathML without its prefixes; None if there is nothing in it."""
    text = _ENTITY.sub(_number_entity, _PREFIX.sub(lambda match: match[1] or "", math))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _number_entity(entity: re.Match[str]) -> str:
    """Write an entity of HTML as numbers, which XML knows."""
    return "".join(f"&#{ord(character)};" for character in unescape(entity[0]))


def _read_text(node: etree._Element) -> str:
    return " ".join((node.text or "").translate(_INVISIBLE).split())


def _list_children(node: etree._Element) -> list[etree._Element]:
    """Return the children that are shown."""
    children = [child for child in node if isinstance(child.tag, str) and "annotation" not in child.tag]
    return children[:1] if node.tag == "semantics" else children


def _to_plain(node: etree._Element, level: int) -> str | None:
    """Convert to Unicode; None if a line of Unicode would lose the structure."""
    children = _list_children(node)
    if node.tag in _LEAVES:
        text = _read_text(node)
        is_plain = node.get("mathvariant") in (None, "normal", "italic")
        return text if is_plain and (node.tag != "mi" or len(text) == 1 or level <= 1) else None
    if level > _MAX_LEVELS:
        return None
    if node.tag in ("msup", "msub") and len(children) == 2:  # noqa: PLR2004 - base and script
        base, script = (_to_plain(child, level + 1) for child in children)
        table = _SUPERSCRIPTS if node.tag == "msup" else _SUBSCRIPTS
        # A base of several terms needs brackets, which TeX has: a+b² is another formula than {a+b}².
        is_one_term = base is not None and (len(base) == 1 or base.isalnum())
        if base and is_one_term and script and all(ord(character) in table for character in script):
            return base + script.translate(table)
        return None
    if node.tag in _ROWS or node.tag == "semantics":
        parts = [_to_plain(child, level + 1) for child in children]
        joined = "".join(part for part in parts if part is not None)
        return None if None in parts or (len(parts) > 1 and _WORD.search(joined)) else joined
    return None


def _to_tex(node: etree._Element, level: int) -> str:
    if level > _MAX_LEVELS:
        return _escape("".join(node.itertext()))
    if node.tag in _LEAVES:
        return _convert_leaf(node)
    parts = [_to_tex(child, level + 1) for child in _list_children(node)]
    if node.tag == "mfenced":
        separator = node.get("separators", ",")[:1]
        return _escape(node.get("open", "(")) + separator.join(parts) + _escape(node.get("close", ")"))
    if join := _JOINS.get(str(node.tag)):
        return join(parts)
    count, source = _SOURCES.get(str(node.tag), (-1, ""))
    return source % tuple(parts) if len(parts) == count else _join(parts)


def _convert_leaf(node: etree._Element) -> str:
    text = _read_text(node)
    if node.tag in ("mtext", "ms"):
        return rf"\text{{{_escape(node.text or '')}}}" if text else r"\ "
    if text in _FUNCTIONS:
        return rf"\{text}"
    source = _escape(text)
    variant = _VARIANTS.get(node.get("mathvariant") or "")
    if variant:
        return rf"\{variant}{{{source}}}"
    return rf"\mathrm{{{source}}}" if _WORD.fullmatch(text) else source


def _escape(text: str) -> str:
    return text.translate(_INVISIBLE).translate(_ESCAPES)


def _join(parts: list[str]) -> str:
    r"""Join pieces of TeX; a command needs a space before a letter."""
    joined = ""
    for part in parts:
        needs_space = part[:1].isalpha() and re.search(r"\\[A-Za-z]+$", joined[-20:])
        joined += f" {part}" if needs_space else part
    return joined


def _set_over(parts: list[str]) -> str:
    if len(parts) != 2:  # noqa: PLR2004 - base and mark
        return _join(parts)
    base, mark = parts
    accent = _ACCENTS.get(mark.replace(r"\hat{}", "^").replace(r"\sim", "~").replace(r"\_", "_").strip())
    return rf"\{accent}{{{base}}}" if accent else rf"\overset{{{mark}}}{{{base}}}"


def _set_root(parts: list[str]) -> str:
    return rf"\sqrt[{parts[1]}]{{{parts[0]}}}" if len(parts) == 2 else _join(parts)  # noqa: PLR2004 - base and index


# Element to the way in which its parts are joined, or to their number and the TeX around them.
_JOINS: Mapping[str, Callable[[list[str]], str]] = {
    "mspace": lambda _: r"\ ",
    "mphantom": lambda _: r"\ ",
    "msqrt": lambda parts: rf"\sqrt{{{_join(parts)}}}",
    "mroot": _set_root,
    "mover": _set_over,
    "mtable": lambda parts: r"\begin{matrix}" + r" \\ ".join(parts) + r"\end{matrix}",
    "mtr": " & ".join,
}
_SOURCES = {
    "msup": (2, "{%s}^{%s}"),
    "msub": (2, "{%s}_{%s}"),
    "msubsup": (3, "{%s}_{%s}^{%s}"),
    "munder": (2, "{%s}_{%s}"),
    "munderover": (3, "{%s}_{%s}^{%s}"),
    "mfrac": (2, r"\frac{%s}{%s}"),
}
