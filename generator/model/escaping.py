"""Escape untrusted text where it is written: in Markdown, in reports for GitHub, in tables for spreadsheets.

The texts are clean, as `generator.model.text` makes them where they are read.
"""

import re
from collections.abc import Callable, Iterable
from itertools import chain, zip_longest

from markupsafe import Markup, escape

from generator.model.text import clean_line

# Characters that Markdown, an extension of it or HTML may interpret; `_SPECIAL` states where they do.
_CANDIDATE = re.compile(r"[\\`*_\[\]{}|$<&~^=+:!]")
_SPECIAL = re.compile(
    r"""
      [`*\[\]|{}$]                  # code, emphasis, links, tables, attributes, formulas
    | (?<![^\W_])_ | _(?![^\W_])    # emphasis, except within a word
    | \\ (?![^\W_])                 # backslash escapes
    | < (?!\ |=\ )                  # tags, and addresses of mail
    | & (?=\#|\w+;)                 # entities
    | [~^] (?=\S*?[~^])             # ~subscript~ and ^superscript^, which end in the same word
    | = (?==)                       # ==highlight==
    | \+ (?=\+\S*?(?:\+\+|["']))     # ++keys++
    | : (?=[\w+-]+:)                # :emoji:
    | ! (?=\ufdd0)                  # before a link, an image
    """,
    re.VERBOSE,
)
# What is special at the beginning of a line only.
_OPENING = re.compile(r"[#>:]|[-+.)](?=[ -]|$)|=$|!(?=!!)|\?(?=\?\?)|/(?=//)")
_MAY_OPEN = frozenset("#>:-+.)=!?/\\0123456789")
_LIST_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?= |$)")
_MARKUP = "\ufdd0"  # replaces markup while the texts around it are escaped; clean text never contains it
_BACKSLASHED = frozenset("\\`*_[]|#>-+.)!")  # Python-Markdown knows no more backslash escapes
_BACKTICKS = re.compile("`+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escape_markdown(text: str) -> Markup:
    r"""Escape clean text, so that Markdown shows exactly this text, wherever a template puts it.

    Only characters that would be interpreted are escaped, and white space is folded. The result is right in a
    paragraph, heading, link, list, table or quotation and between inline HTML tags, also at the beginning of
    a line, but not in an attribute of HTML. It holds for CommonMark and for Python-Markdown with its
    extensions abbr, admonition, attr_list, def_list, fenced_code, footnotes, md_in_html, tables and toc, and
    with arithmatex, betterem, blocks, caret, critic, details, emoji, highlight, inlinehilite, keys, mark,
    progressbar, snippets, superfences, tabbed, tasklist and tilde of PyMdown. Extensions that change text on
    purpose still do so: smarty and smartsymbols replace characters, magiclink makes links of addresses.

    >>> print(escape_markdown("*CPU* [1], snake_case, a < b, C#"))
    \*CPU\* \[1\], snake_case, a < b, C\#
    """
    folded = " ".join(text.split())
    escaped = _CANDIDATE.sub(_escape_candidate, folded)
    if escaped.endswith("#"):  # it would close a heading
        escaped = f"{escaped[:-1]}\\#"
    if escaped[:1] in _MAY_OPEN:
        escaped = _escape_opening(escaped)
    if folded and len(folded) != len(text):
        before, after = (" " if end.isspace() else "" for end in (text[:1], text[-1:]))
        escaped = f"{before}{escaped}{after}"
    return Markup(escaped or (text and " "))  # noqa: S704 - this function makes text safe


def _escape_opening(text: str) -> str:
    """Escape what is special at the beginning of a line only."""
    if _OPENING.match(text):
        return _escape_character(text[0]) + text[1:]
    if text.startswith("\\["):  # a bracket with a backslash would open a formula of arithmatex
        return f"&#91;{text[2:]}"
    number = _LIST_NUMBER.match(text)
    return f"{number[1]}\\{text[number.end(1) :]}" if number else text


def escape_parts(parts: Iterable[str], escape: Callable[[str], Markup] = escape_markdown) -> Markup:
    r"""Join texts and markup; texts are escaped as one, because characters can have a meaning together.

    Args:
        parts: Clean texts, and pieces of `Markup`, which stay as they are.
        escape: Escapes a text.

    >>> print(escape_parts(["a ", Markup("<em>"), "*b*", Markup("</em>")]))
    a <em>\*b\*</em>
    """
    texts, pieces = [], []
    for part in parts:
        if isinstance(part, Markup):
            texts.append(_MARKUP)
            pieces.append(part)
        else:
            texts.append(part)
    escaped = escape(" ".join("".join(texts).split()))
    joined = "".join(chain.from_iterable(zip_longest(escaped.split(_MARKUP), pieces, fillvalue="")))
    return Markup(joined)  # noqa: S704 - made of escaped texts and markup


def _escape_candidate(match: re.Match[str]) -> str:
    text, start = match.string, match.start()
    if _SPECIAL.match(text, start) is None:
        return match[0]
    return "&#93;" if text.startswith("]:", start) else _escape_character(match[0])


def _escape_character(character: str) -> str:
    if character in _BACKSLASHED:
        return f"\\{character}"
    return escape(character) if character in "<&" else f"&#{ord(character)};"


def format_code(text: str) -> str:
    r"""Format text as code in GitHub's Markdown, on one line; no text can end it.

    >>> format_code("a `b`\nc")
    "`a 'b' c`"
    """
    return f"`{clean_line(text).replace('`', chr(39)) or ' '}`"


def format_code_block(text: str, language: str) -> str:
    r"""Format text as a block of code in GitHub's Markdown; its fence is longer than any in the text.

    >>> format_code_block("a: 1\n", "yaml")
    '```yaml\na: 1\n```'
    """
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    return f"{fence}{language}\n{text.removesuffix(chr(10))}\n{fence}"


def escape_formula(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    See https://owasp.org/www-community/attacks/CSV_Injection.

    >>> escape_formula("=1+1"), escape_formula("A title")
    ("'=1+1", 'A title')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
