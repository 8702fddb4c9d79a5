r"""Read the TeX between the formulas: accents, quotes, dashes, macros and groups.

Input: any text. Output: pieces without TeX, except formulas and unknown macros.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from generator.model.text import normalise_unicode
from generator.tex.formulas import Kind, Segment, split_formulas
from generator.tex.macros import ARGUMENT_MACROS, DECLARATION_MACROS, LETTER_MACROS, SYMBOL_MACROS

# The last alternatives match any text, so that the tokens joined are the text.
_TOKEN = re.compile(
    r"""
    (?P<url>https?://[^\s{}$\\]+)
  | (?P<citation>\\(?:[cC]ite[a-zA-Z]*|(?:|auto|eq|page|c|C)ref|label)\*?
      (?:\[[^\[\]{}]{0,99}\]){0,2}\{[^{}$]{0,999}\})
  | (?P<verbatim>\\(?:url|path)\s?\{[^{}]*\})
  | (?P<prefix>\\(?:href|textcolor|colorbox)\s?(?:\[[^\[\]{}]{0,99}\])?\{[^{}]*\}\s?(?=\{))
  | (?P<footnote>\s?\\footnote\s?(?:\[\d{0,9}\])?(?=\{))
  | (?P<ignored>\\(?:color|[hv]space)\*?\{[^{}]*\})
  | (?P<environment>\\(?:begin|end)\s?\{[a-zA-Z]{1,30}\*?\})
  | (?P<accent>\\['"`^~=.](?:\{\s?(?:\\[ij]|[^\W\d_])\s?\}|\\[ij](?![a-zA-Z])|[^\W\d_])
      | \\[cvuHkrdb](?:\s?\{\s?(?:\\[ij]|[^\W\d_]{1,30})\s?\}|\s(?:\\[ij](?![a-zA-Z])|[^\W\d_])))
  | (?P<macro>\\(?P<name>[a-zA-Z]+)\*?(?P<gap>\s?))
  | (?P<escape>\\(?:['"`^~=.]\{\}|['"`^~=.%&_#${}\s,;:!/@|>\\-]))
  | (?P<opening>\{)
  | (?P<closing>\})
  | (?P<quote>``|''|[`'"])
  | (?P<dash>--+)
  | (?P<tie>~)
  | (?P<plain>(?:\s*(?:[^\\{}`'"~\-h\s]|-(?!-)|h(?!ttps?://)))+|\s+|.)
    """,
    re.VERBOSE,
)
_COMBINING = {
    "'": "\u0301", '"': "\u0308", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip


_DOUBLE_QUOTED = re.compile(r"(?<!\w)``(?=[^\s`])[\s\S]{1,400}?(?:''|\")")
_SINGLE_QUOTED = re.compile(r"(?<!\w)`[^\s`'][^`'\n]{0,80}'(?!\w)")
# A tie is between words, or before a bracket or a command. Elsewhere ~ means "about" or "is distributed as",
# or belongs to a range or a path.
_TIE = re.compile(
    r"(?<=[^\W_.,;:)\]}$%'])~(?=[(\[\\$])|(?<=[.,;:)\]}$%'])~(?=[(\[\\$]|\w\w)"
    r"|(?<=[^\W\d_]{2})~(?=\w)|(?<=[^\W\d_])~(?=[^\W\d_]{2})|(?<=\d)~(?=[^\W\d_])|(?<=[^\W\d_]\.)~(?=\w)"
)
_CONTRACTION = re.compile(r"(?<=[a-zA-Z])\\'(?:[stdm]|re|ve|ll)(?![a-zA-Z])")


class Tag(NamedTuple):
    """The start tag or the end tag of an HTML element."""

    name: str
    is_closing: bool


Piece = str | Tag | Segment


def read_pieces(text: str) -> tuple[Piece, ...]:
    """Resolve the macros of a text: strings, tags that nest properly, and formulas as they were."""
    return _read_tex(text) if _may_contain_tex(text) else (text,)


@lru_cache(maxsize=4096)  # a page shows the same text several times, in several forms
def _read_tex(text: str) -> tuple[Piece, ...]:
    return _Reader(text).read()


def _may_contain_tex(text: str) -> bool:
    """Whether there may be TeX; most texts are plain, and these tests are faster than a pattern."""
    return "\\" in text or "$" in text or "~" in text or "`" in text or "{" in text or "--" in text


class _Reader:
    r"""Reads one text. Braces match across formulas, so that ``\emph{$k$-means}`` is one group.

    Tokens and braces are named by their index.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tuple(_split_tokens(text))
        self._closing_braces = _match_braces(self._tokens)  # by opening brace
        self._pieces: list[Piece] = []
        self._dropped_braces: set[int] = set()
        self._before_closing: dict[int, list[Piece]] = {}  # pieces to insert before a closing brace
        self._open_groups: list[int] = []  # their closing braces
        self._open_tags: list[str] = []
        self._open_double_quotes = self._open_single_quotes = 0

    def read(self) -> tuple[Piece, ...]:
        """Read the pieces; call it once."""
        for index, token in enumerate(self._tokens):
            if isinstance(token, Segment):
                self._pieces.append(token)
            else:
                getattr(self, f"_read_{token.lastgroup}")(index, token)
        return tuple(_join_strings(self._pieces))

    def _read_plain(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(token[0])

    _read_url = _read_plain

    def _read_citation(self, _: int, __: re.Match[str]) -> None:
        while self._pieces and isinstance(last := self._pieces[-1], str) and not last.strip("~ \n"):
            self._pieces.pop()

    def _read_verbatim(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(token[0].partition("{")[2][:-1])

    def _read_prefix(self, index: int, _: re.Match[str]) -> None:
        self._drop_braces(index + 1)

    def _read_footnote(self, index: int, token: re.Match[str]) -> None:
        if self._drop_braces(index + 1):
            self._pieces.append(" (")
            self._before_closing[self._closing_braces[index + 1]].append(")")
        else:
            self._pieces.append(token[0])

    def _read_ignored(self, _: int, __: re.Match[str]) -> None:
        pass

    def _read_environment(self, _: int, __: re.Match[str]) -> None:
        self._pieces.append(" ")

    def _read_accent(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(_compose_accent(token))

    def _read_escape(self, _: int, token: re.Match[str]) -> None:
        mark = token[0][1]
        if mark in "!/@":
            return
        self._pieces.append(" " if mark in "\\,;:>" or mark.isspace() else "‖" if mark == "|" else mark)

    def _read_macro(self, index: int, token: re.Match[str]) -> None:
        name = token["name"]
        if name in ARGUMENT_MACROS and self._drop_braces(index + 1):
            self._open_tag(ARGUMENT_MACROS[name], self._closing_braces[index + 1])
        elif name in DECLARATION_MACROS:
            if self._open_groups:
                self._open_tag(DECLARATION_MACROS[name], self._open_groups[-1])
        elif name in SYMBOL_MACROS:
            if self._closing_braces.get(index + 1) == index + 2:
                self._drop_braces(index + 1)
            gap = "" if name in LETTER_MACROS else token["gap"]
            self._pieces.append(self._space_symbol(SYMBOL_MACROS[name]) + gap)
        else:
            self._pieces.append(token[0])

    def _space_symbol(self, symbol: str) -> str:
        r"""Put a space before a symbol that is a word, if it follows a letter or digit: ``n\log n``."""
        last = self._pieces[-1] if self._pieces else ""
        is_word = len(symbol) > 1 and symbol.isalpha() and symbol.islower()
        return f" {symbol}" if is_word and isinstance(last, str) and last[-1:].isalnum() else symbol

    def _drop_braces(self, opening: int) -> bool:
        """Leave out a pair of braces; False if this is not the opening brace of a pair."""
        closing = self._closing_braces.get(opening)
        if closing is None:
            return False
        self._dropped_braces |= {opening, closing}
        self._before_closing.setdefault(closing, [])
        return True

    def _open_tag(self, tag: str, closing: int) -> None:
        """Open an element that ends before a closing brace, unless it is open already."""
        if tag and tag not in self._open_tags:
            self._open_tags.append(tag)
            self._pieces.append(Tag(tag, is_closing=False))
            self._before_closing.setdefault(closing, []).append(Tag(tag, is_closing=True))

    def _read_opening(self, index: int, _: re.Match[str]) -> None:
        if index in self._closing_braces:
            self._open_groups.append(self._closing_braces[index])
            if index not in self._dropped_braces and self._begins_with_macro(index):
                self._drop_braces(index)
        if index not in self._dropped_braces:
            self._pieces.append("{")

    def _begins_with_macro(self, opening: int) -> bool:
        first = self._tokens[opening + 1]
        if isinstance(first, Segment):
            return False
        if first.lastgroup == "macro":
            return any(
                first["name"] in macros for macros in (ARGUMENT_MACROS, DECLARATION_MACROS, SYMBOL_MACROS)
            )
        is_letter = not first[0].isascii() and len(first[0]) == 1 and first[0].isalpha()
        return first.lastgroup == "accent" or (is_letter and self._closing_braces[opening] == opening + 2)

    def _read_closing(self, index: int, _: re.Match[str]) -> None:
        if self._open_groups and self._open_groups[-1] == index:
            self._open_groups.pop()
            for piece in reversed(self._before_closing.get(index, [])):
                if isinstance(piece, Tag):
                    self._open_tags.remove(piece.name)
                self._pieces.append(piece)
        if index not in self._dropped_braces:
            self._pieces.append("}")

    def _read_quote(self, _: int, token: re.Match[str]) -> None:
        mark, at = token[0], token.start()
        if mark == "``" and _DOUBLE_QUOTED.match(self._text, at):
            self._open_double_quotes += 1
            mark = "“"
        elif mark in ("''", '"') and self._open_double_quotes:
            self._open_double_quotes -= 1
            mark = "”"
        elif mark == "`" and _SINGLE_QUOTED.match(self._text, at):
            self._open_single_quotes += 1
            mark = "‘"
        elif mark == "'" and self._open_single_quotes:
            self._open_single_quotes -= 1
            mark = "’"
        self._pieces.append(mark)

    def _read_dash(self, _: int, token: re.Match[str]) -> None:
        before = self._text[max(0, token.start() - 1) : token.start()]
        after = self._text[token.end() : token.end() + 1]
        match len(token[0]):
            case 3:
                self._pieces.append("—")
            case 2 if (before.isspace() and after.isspace()) or _is_dash_between(before, after):
                self._pieces.append("–")
            case _:
                self._pieces.append(token[0])

    def _read_tie(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(" " if _TIE.match(self._text, token.start()) else "~")


def _is_dash_between(before: str, after: str) -> bool:
    r"""Whether two hyphens between these characters are a dash, not the option of a command (``--help``)."""
    return (before.isalnum() or before in tuple(")]}%'\".$”")) and (
        after.isalnum() or after in tuple('([{`"$\\“')
    )


def _split_tokens(text: str) -> Iterator[re.Match[str] | Segment]:
    done = 0
    for segment in split_formulas(text):
        start, done = done, done + len(segment.source)
        if segment.kind is Kind.TEXT:
            yield from _TOKEN.finditer(text, start, done)
        else:
            yield segment


def _match_braces(tokens: tuple[re.Match[str] | Segment, ...]) -> dict[int, int]:
    """Match each opening brace with its closing brace; unmatched braces are left out."""
    closing_braces = {}
    open_braces = []
    for index, token in enumerate(tokens):
        kind = None if isinstance(token, Segment) else token.lastgroup
        if kind == "opening":
            open_braces.append(index)
        elif kind == "closing" and open_braces:
            closing_braces[open_braces.pop()] = index
    return closing_braces


def _compose_accent(token: re.Match[str]) -> str:
    source = token[0]
    mark, rest = source[1], source[2:]
    letter = rest.strip("{} \n\t").lstrip("\\")
    if len(letter) > 1:
        # Some tools know only accents, and turn \copyright into \c{opyright}.
        return SYMBOL_MACROS.get(mark + letter, source)
    if mark == "'" and _CONTRACTION.match(token.string, token.start()):
        return mark + letter
    composed = normalise_unicode(letter + _COMBINING[mark], "NFC")
    if len(composed) == 1 and (mark != '"' or letter.lower() in "aeiouy"):
        return composed
    return source if rest.startswith("{") or mark.isalpha() else mark + letter


def _join_strings(pieces: list[Piece]) -> Iterator[Piece]:
    """Join neighbouring strings."""
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        yield "".join(words)
        words.clear()
        yield piece
    yield "".join(words)
