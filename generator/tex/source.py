"""Rewrite the source of a formula so that latex2mathml understands it and it cannot do harm.

Input: the TeX between the delimiters of a formula. Output: TeX of known commands only, with balanced braces,
and of limited length and depth.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from latex2mathml import commands
from latex2mathml.symbols_parser import convert_symbol

from generator.model.text import clean_text

MAX_DEPTH = 40  # of braces and of elements
_MAX_LENGTH = 2000  # characters
_MATRICES = frozenset(
    ["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "array", "cases", "split", "align*"]
)
_SOURCE = re.compile(
    r"""
    \\(?P<words>text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)?|emph|mbox|hbox|operatorname\*?)\s*
      \{(?P<content>(?:[^{}\\]|\\.|\{[^{}]*\})*)\}
  | (?P<upright>\\mathrm\s*\{)(?=[a-zA-Z]\})
  | \\unicode\s*\{x(?P<code>[0-9a-fA-F]{2,6})\}
  | \\(?:begin|end)\{(?P<environment>[a-zA-Z]+\*?)\}
  | (?P<nothing>\\m?(?:kern|skip)\s*-?[\d.]+\s*(?:mu|em|pt|ex)|\\label\s*\{[^{}]*\})
  | \\not\s*(?P<negated>[=<>])
  | \\(?P<name>[a-zA-Z]+)
  | \\(?P<mark>.)
  | (?P<percent>[%\#])
  | (?P<thousands>(?<![\d.,_^])\d{1,3}(?:\{?,\}?\d{3})+(?!\{?,\}?\d{3}|[\d,]))
  | (?P<digit>\d)(?=\s*(?:in|mm|cm|pt|em|ex|pc|bp|dd|cc|sp|mu))
    """,
    re.VERBOSE | re.DOTALL,
)
# Macros that latex2mathml does not know or renders poorly, and what authors mean by them.
_ALIASES: Mapping[str, str] = {
    "E": r"\mathbb{E}", "N": r"\mathbb{N}", "NN": r"\mathbb{N}", "Oh": r"\mathcal{O}", "P": r"\mathbb{P}",
    "Q": r"\mathbb{Q}", "QQ": r"\mathbb{Q}", "R": r"\mathbb{R}", "RR": r"\mathbb{R}", "Z": r"\mathbb{Z}",
    "ZZ": r"\mathbb{Z}", "backslash": "∖", "bold": r"\mathbf", "cfrac": r"\frac", "copyright": "©",
    "dag": "†", "dbinom": r"\binom", "dfrac": r"\frac", "eps": r"\epsilon",
    "mathbbm": r"\mathbb", "mathds": r"\mathbb", "nicefrac": r"\frac", "pmb": r"\boldsymbol",
    "sfrac": r"\frac", "tbinom": r"\binom", "tfrac": r"\frac",
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
# Commands that build a structure. Commands for one character are allowed, too.
_STRUCTURES = frozenset(
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
# latex2mathml builds more than one character from some commands that it knows as symbols.
_NOT_ONE_CHARACTER = frozenset(
    value for value in vars(commands).values() if isinstance(value, str) and value.startswith("\\")
) - {r"\int", r"\sum", r"\prod", r"\prime", r"\dprime", r"\trprime", r"\qprime", r"\{"}
_BRACE = re.compile(r"\\.|(?P<brace>[{}])", re.DOTALL)


class RefusedError(ValueError):
    """The formula contains something that is unknown, broken or not allowed."""


def rewrite_source(tex: str, convert_words: Callable[[str], str]) -> str:
    r"""Rewrite a formula in commands that latex2mathml knows and that cannot do harm.

    Args:
        tex: A formula without delimiters.
        convert_words: Convert the words in a formula, such as those in ``\text{...}``, to plain text.

    Raises:
        RefusedError: The formula is too long or too deep, has unbalanced braces, or contains other commands.
    """
    if len(tex) > _MAX_LENGTH or "&#" in tex:
        raise RefusedError
    source = _SOURCE.sub(lambda part: _rewrite_part(part, convert_words), tex)
    depth = 0
    for brace in _BRACE.finditer(source):
        depth += {"{": 1, "}": -1}.get(brace["brace"], 0)
        if not 0 <= depth < MAX_DEPTH:
            raise RefusedError
    if depth:
        raise RefusedError
    return source


def _rewrite_part(part: re.Match[str], convert_words: Callable[[str], str]) -> str:
    if part.lastgroup == "content":
        is_operator = part["words"].startswith("operatorname")
        return _rewrite_words(convert_words(part["content"]), is_operator=is_operator)
    return _REWRITERS[part.lastgroup or ""](part)


def _rewrite_words(words: str, *, is_operator: bool) -> str:
    if any(mark in words for mark in ("\\", "{", "}", "$", "&#")):
        raise RefusedError
    if is_operator and words.replace(" ", "").isalpha() and words.isascii():
        return rf"\operatorname{{{words}}}"
    # latex2mathml treats words that begin with a percent sign as a comment, and drops the space of "5 mm".
    after_percent = words.lstrip("%")
    with_fixed_spaces = after_percent.replace(" ", "\u00a0")
    return r"\%" * (len(words) - len(after_percent)) + rf"\text{{{with_fixed_spaces}}}"


def _rewrite_code(part: re.Match[str]) -> str:
    code = int(part["code"], 16)
    character = chr(code) if 0x7F < code <= 0x10FFFF else ""  # noqa: PLR2004 - Unicode without ASCII
    if not character.isprintable() or character != clean_text(character) or not character:
        raise RefusedError
    return character


def _rewrite_environment(part: re.Match[str]) -> str:
    if part["environment"] not in _MATRICES:
        raise RefusedError
    return part[0]


def _rewrite_name(part: re.Match[str]) -> str:
    name = part["name"]
    if name in _ALIASES:
        return _ALIASES[name]
    if name not in _STRUCTURES:
        code = convert_symbol(part[0])
        if (
            code is None
            or part[0] in _NOT_ONE_CHARACTER
            or unicodedata.category(chr(int(code, 16)))[0] in "CMZ"
        ):
            raise RefusedError
    return part[0]


def _rewrite_mark(part: re.Match[str]) -> str:
    mark = part["mark"]
    if mark == "~":
        return r"\tilde "
    if mark in "-/@":
        return ""
    if mark not in "\\,;:!>{}|_%#$&" and not mark.isspace():
        raise RefusedError
    return part[0]


_REWRITERS: Mapping[str, Callable[[re.Match[str]], str]] = {
    "code": _rewrite_code,
    # Without the space, latex2mathml does not make a single letter upright.
    "upright": lambda part: part[0] + " ",
    "environment": _rewrite_environment,
    "negated": lambda part: {"=": "≠", "<": "≮", ">": "≯"}[part["negated"]],
    "nothing": lambda _: "",
    "name": _rewrite_name,
    "mark": _rewrite_mark,
    "thousands": lambda part: rf"\text{{{part[0].replace('{', '').replace('}', '')}}}",
    "percent": lambda part: "\\" + part[0],
    # Without the braces, latex2mathml reads "2 in" as a length.
    "digit": lambda part: part[0] + "{}",
}
