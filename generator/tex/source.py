"""A formula's TeX in terms that latex2mathml knows, without anything that could do harm.

Comes in: what stands between a formula's delimiters. Goes out: TeX of known commands only, balanced and of
limited size and depth.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from latex2mathml import commands
from latex2mathml.symbols_parser import convert_symbol

from generator.model.text import clean_text


class RefusedError(ValueError):
    """The formula holds something that is unknown, broken or unwanted."""


_MAX_LENGTH = 2000
MAX_DEPTH = 40
_MATRICES = frozenset(
    ["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "array", "cases", "split", "align*"]
)
_SOURCE = re.compile(
    r"""
    \\(?P<words>text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)?|emph|mbox|hbox|operatorname\*?)\s*
      \{(?P<content>(?:[^{}\\]|\\.|\{[^{}]*\})*+)\}
  | (?P<upright>\\mathrm\s*\{)(?=[a-zA-Z]\})
  | \\unicode\s*\{x(?P<code>[0-9a-fA-F]{2,6})\}
  | \\(?:begin|end)\{(?P<environment>[a-zA-Z]+\*?)\}
  | (?P<nothing>\\m?(?:kern|skip)\s*-?[\d.]+\s*(?:mu|em|pt|ex)|\\label\s*\{[^{}]*\})
  | \\not\s*(?P<negated>[=<>])
  | \\(?P<name>[a-zA-Z]+)
  | \\(?P<mark>.)
  | (?P<percent>[%\#])
  | (?P<thousands>(?<![\d.,_^])\d{1,3}(?:\{?,\}?\d{3})++(?![\d,]))
  | (?P<digit>\d)(?=\s*(?:in|mm|cm|pt|em|ex|pc|bp|dd|cc|sp|mu))
    """,
    re.VERBOSE | re.DOTALL,
)
# What people mean by macros that latex2mathml does not know, or shows less well.
_ALIASES: Mapping[str, str] = {
    "E": r"\mathbb{E}", "N": r"\mathbb{N}", "NN": r"\mathbb{N}", "Oh": r"\mathcal{O}", "P": r"\mathbb{P}",
    "Q": r"\mathbb{Q}", "QQ": r"\mathbb{Q}", "R": r"\mathbb{R}", "RR": r"\mathbb{R}", "Z": r"\mathbb{Z}",
    "ZZ": r"\mathbb{Z}", "backslash": "∖", "bold": r"\mathbf", "cfrac": r"\frac", "copyright": "©",
    "dag": "†", "dbinom": r"\binom", "dfrac": r"\frac", "eps": r"\epsilon", "llbracket": "⟦",
    "mathbbm": r"\mathbb", "mathds": r"\mathbb", "nicefrac": r"\frac", "pmb": r"\boldsymbol",
    "rrbracket": "⟧", "sfrac": r"\frac", "tbinom": r"\binom", "tfrac": r"\frac",
} | dict.fromkeys(
    [
        "boldmath", "displaystyle", "em", "ensuremath", "large", "limits", "mathbin", "mathclose",
        "mathinner", "mathop", "mathopen", "mathord", "mathpunct", "mathrel", "mathstrut", "nolimits",
        "nonumber", "normalsize", "notag", "protect", "scriptscriptstyle", "scriptsize", "scriptstyle",
        "small", "textstyle", "xspace",
    ],
    "",
) | {
    name: rf"\operatorname{{{name}}}"
    for name in [
        "Cov", "KL", "OPT", "SNR", "Var", "arg", "diag", "dist", "dom", "erf", "opt", "poly", "polylog",
        "rank", "sgn", "sign", "softmax", "supp", "tr",
    ]
}  # fmt: skip
# Commands that build something. Beside them every command is allowed that stands for a character.
_BUILDERS = frozenset(
    [
        "Bbb", "Big", "Bigg", "Biggl", "Biggm", "Biggr", "Bigl", "Bigm", "Bigr", "Pr", "acute", "argmax",
        "argmin", "atop", "bar", "bf", "big", "bigg", "biggl", "biggm", "biggr", "bigl", "bigm", "bigr",
        "binom", "bm", "bmod", "boldsymbol", "bra", "braket", "breve", "cal", "check", "choose", "ddot",
        "det", "dot", "frac", "frak", "gcd", "grave", "hat", "inf", "it", "ket", "left", "lim", "liminf",
        "limsup", "mathbb", "mathbf", "mathcal", "mathfrak", "mathit", "mathnormal", "mathring", "mathrm",
        "mathscr", "mathsf", "mathtt", "max", "middle", "min", "mod", "not", "over", "overbrace",
        "overleftarrow", "overline", "overrightarrow", "overset", "pmod", "qquad", "quad", "right", "rm",
        "sf", "sqrt", "stackrel", "substack", "sup", "thinspace", "tilde", "tt", "underbrace",
        "underline", "underset", "vec", "widehat", "widetilde", "xleftarrow", "xrightarrow",
    ]
) | {name[1:] for name in commands.FUNCTIONS}  # fmt: skip
_BRACE = re.compile(r"\\.|(?P<brace>[{}])", re.DOTALL)


def allowed(tex: str, words: Callable[[str], str]) -> str:
    """The TeX in terms that latex2mathml knows and that can do no harm.

    Args:
        tex: A formula without delimiters.
        words: What makes plain text of the words in a formula.

    Raises:
        RefusedError: It is too long, unbalanced, or has other commands.
    """
    if len(tex) > _MAX_LENGTH or "&#" in tex:
        raise RefusedError
    source = _SOURCE.sub(lambda part: _part(part, words), tex)
    depth = 0
    for brace in _BRACE.finditer(source):
        depth += {"{": 1, "}": -1}.get(brace["brace"], 0)
        if not 0 <= depth < MAX_DEPTH:
            raise RefusedError
    if depth:
        raise RefusedError
    return source


def _part(part: re.Match[str], words: Callable[[str], str]) -> str:
    if part.lastgroup == "content":
        return _words(words(part["content"]), is_operator=part["words"].startswith("operatorname"))
    return _PARTS[part.lastgroup or ""](part)


def _words(words: str, *, is_operator: bool) -> str:
    if any(mark in words for mark in ("\\", "{", "}", "$", "&#")):
        raise RefusedError
    if is_operator and words.replace(" ", "").isalpha() and words.isascii():
        return rf"\operatorname{{{words}}}"
    # latex2mathml takes what begins with a percent sign for a comment, even here.
    after_percent = words.lstrip("%")
    # And it would take the blank out of "5 mm".
    spaced = after_percent.replace(" ", "\u00a0")
    return r"\%" * (len(words) - len(after_percent)) + rf"\text{{{spaced}}}"


def _code(part: re.Match[str]) -> str:
    code = int(part["code"], 16)
    character = chr(code) if 0x7F < code <= 0x10FFFF else ""  # noqa: PLR2004 - beyond ASCII, in Unicode
    if not character.isprintable() or character != clean_text(character) or not character:
        raise RefusedError
    return character


def _environment(part: re.Match[str]) -> str:
    if part["environment"] not in _MATRICES:
        raise RefusedError
    return part[0]


def _name(part: re.Match[str]) -> str:
    name = part["name"]
    if name in _ALIASES:
        return _ALIASES[name]
    if name not in _BUILDERS:
        code = convert_symbol(part[0])
        # latex2mathml makes some commands with a character of their own into more than that character.
        if code is None or part[0] in _STRUCTURES or unicodedata.category(chr(int(code, 16)))[0] in "CMZ":
            raise RefusedError
    return part[0]


_STRUCTURES = frozenset(
    value for value in vars(commands).values() if isinstance(value, str) and value.startswith("\\")
) - {r"\int", r"\sum", r"\prod", r"\prime", r"\dprime", r"\trprime", r"\qprime", r"\{"}


def _mark(part: re.Match[str]) -> str:
    mark = part["mark"]
    if mark == "~":
        return r"\tilde "
    if mark in "-/@":
        return ""
    if mark not in "\\,;:!>{}|_%#$&" and not mark.isspace():
        raise RefusedError
    return part[0]


_PARTS: Mapping[str, Callable[[re.Match[str]], str]] = {
    "code": _code,
    # latex2mathml would forget that a lone letter is upright.
    "upright": lambda part: part[0] + " ",
    "environment": _environment,
    "negated": lambda part: {"=": "≠", "<": "≮", ">": "≯"}[part["negated"]],
    "nothing": lambda _: "",
    "name": _name,
    "mark": _mark,
    "thousands": lambda part: rf"\text{{{part[0].replace('{', '').replace('}', '')}}}",
    "percent": lambda part: "\\" + part[0],
    # latex2mathml would read "2 in" as a length.
    "digit": lambda part: part[0] + "{}",
}
