r"""TeX between the formulas, read: accents, quotes, dashes, macros and groups.

Comes in: any text. Goes out: `Piece`s, in which nothing of TeX is left but formulas and what is unknown.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from generator.tex.formulas import Kind, Segment, split_formulas
from generator.tex.macros import ARGUMENT, DECLARATION, LETTERS, SYMBOLS

# The last alternatives take any text there is, so the tokens together are the text.
_TOKEN = re.compile(
    r"""
    (?P<address>https?://[^\s{}$\\]+)
  | (?P<citation>\\(?:[cC]ite[a-zA-Z]*|(?:|auto|eq|page|c|C)ref|label)\*?
      (?:\[[^\[\]{}]{0,99}\]){0,2}\{[^{}$]{0,999}\})
  | (?P<verbatim>\\(?:url|path)\s?\{[^{}]*\})
  | (?P<before>\\(?:href|textcolor|colorbox)\s?(?:\[[^\[\]{}]{0,99}\])?\{[^{}]*\}\s?(?=\{))
  | (?P<note>\s?\\footnote\s?(?:\[\d{0,9}\])?(?=\{))
  | (?P<nothing>\\(?:color|[hv]space)\*?\{[^{}]*\})
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
  | (?P<run>(?:\s*(?:[^\\{}`'"~\-h\s]|-(?!-)|h(?!ttps?://)))+|\s+|.)
    """,
    re.VERBOSE,
)
_COMBINING = {
    "'": "\u0301", '"': "\u0308", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip


class Tag(NamedTuple):
    """The beginning or the end of one of our own elements."""

    name: str
    closes: bool


Piece = str | Tag | Segment


def pieces(text: str) -> tuple[Piece, ...]:
    """The text with its macros resolved: strings, tags that nest properly, and formulas as they were."""
    if may_hold_tex(text):
        return _Reader(text).read()
    return (text,)


def may_hold_tex(text: str) -> bool:
    """Whether there is anything to read; most texts are plain, which is said faster than by a pattern."""
    return "\\" in text or "$" in text or "~" in text or "`" in text or "{" in text or "--" in text


class _Reader:
    r"""Reads one text; braces pair across formulas, so that ``\emph{$k$-means}`` is one group."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tuple(_tokens(text))
        self._partners = _partners(self._tokens)
        self._pieces: list[Piece] = []
        # Braces that leave no trace, what is to come before a closing one, and the closing ones to come.
        self._dropped: set[int] = set()
        self._before_closing: dict[int, list[Piece]] = {}
        self._groups: list[int] = []
        self._open_tags: list[str] = []
        self._double_quotes = self._single_quotes = 0

    def read(self) -> tuple[Piece, ...]:
        """The pieces; to be called once."""
        for index, token in enumerate(self._tokens):
            if isinstance(token, Segment):
                self._pieces.append(token)
            else:
                getattr(self, f"_read_{token.lastgroup}")(index, token)
        return tuple(_joined(self._pieces))

    def _read_run(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(token[0])

    _read_address = _read_run

    def _read_citation(self, _: int, __: re.Match[str]) -> None:
        while self._pieces and isinstance(last := self._pieces[-1], str) and not last.strip("~ \n"):
            self._pieces.pop()

    def _read_verbatim(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(token[0].partition("{")[2][:-1])

    def _read_before(self, index: int, _: re.Match[str]) -> None:
        self._drop(index + 1)

    def _read_note(self, index: int, token: re.Match[str]) -> None:
        if self._drop(index + 1):
            self._pieces.append(" (")
            self._before_closing[self._partners[index + 1]].append(")")
        else:
            self._pieces.append(token[0])

    def _read_nothing(self, _: int, __: re.Match[str]) -> None:
        pass

    def _read_environment(self, _: int, __: re.Match[str]) -> None:
        self._pieces.append(" ")

    def _read_accent(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(_accented(token))

    def _read_escape(self, _: int, token: re.Match[str]) -> None:
        mark = token[0][1]
        if mark in "!/@":
            return
        self._pieces.append(" " if mark in "\\,;:>" or mark.isspace() else "‖" if mark == "|" else mark)

    def _read_macro(self, index: int, token: re.Match[str]) -> None:
        name = token["name"]
        if name in ARGUMENT and self._drop(index + 1):
            self._open(ARGUMENT[name], self._partners[index + 1])
        elif name in DECLARATION:
            if self._groups:
                self._open(DECLARATION[name], self._groups[-1])
        elif name in SYMBOLS:
            if self._partners.get(index + 1) == index + 2:
                self._drop(index + 1)
            self._pieces.append(self._spaced(SYMBOLS[name]) + ("" if name in LETTERS else token["gap"]))
        else:
            self._pieces.append(token[0])

    def _spaced(self, symbol: str) -> str:
        r"""With a blank between a word and what stands before it: ``n\log n``."""
        last = self._pieces[-1] if self._pieces else ""
        is_word = len(symbol) > 1 and symbol.isalpha() and symbol.islower()
        return f" {symbol}" if is_word and isinstance(last, str) and last[-1:].isalnum() else symbol

    def _drop(self, opening: int) -> bool:
        """Leaves out a pair of braces, if there is one."""
        closing = self._partners.get(opening)
        if closing is None:
            return False
        self._dropped |= {opening, closing}
        self._before_closing.setdefault(closing, [])
        return True

    def _open(self, tag: str, closing: int) -> None:
        if tag and tag not in self._open_tags:
            self._open_tags.append(tag)
            self._pieces.append(Tag(tag, closes=False))
            self._before_closing.setdefault(closing, []).append(Tag(tag, closes=True))

    def _read_opening(self, index: int, _: re.Match[str]) -> None:
        if index in self._partners:
            self._groups.append(self._partners[index])
            if index not in self._dropped and self._begins_with_macro(index):
                self._drop(index)
        if index not in self._dropped:
            self._pieces.append("{")

    def _begins_with_macro(self, opening: int) -> bool:
        first = self._tokens[opening + 1]
        if isinstance(first, Segment):
            return False
        if first.lastgroup == "macro":
            return any(first["name"] in known for known in (ARGUMENT, DECLARATION, SYMBOLS))
        is_letter = not first[0].isascii() and len(first[0]) == 1 and first[0].isalpha()
        return first.lastgroup == "accent" or (is_letter and self._partners[opening] == opening + 2)

    def _read_closing(self, index: int, _: re.Match[str]) -> None:
        if self._groups and self._groups[-1] == index:
            self._groups.pop()
            for piece in reversed(self._before_closing.get(index, [])):
                if isinstance(piece, Tag):
                    self._open_tags.remove(piece.name)
                self._pieces.append(piece)
        if index not in self._dropped:
            self._pieces.append("}")

    def _read_quote(self, _: int, token: re.Match[str]) -> None:
        mark, at = token[0], token.start()
        if mark == "``" and _DOUBLE_QUOTED.match(self._text, at):
            self._double_quotes += 1
            mark = "“"
        elif mark in ("''", '"') and self._double_quotes:
            self._double_quotes -= 1
            mark = "”"
        elif mark == "`" and _SINGLE_QUOTED.match(self._text, at):
            self._single_quotes += 1
            mark = "‘"
        elif mark == "'" and self._single_quotes:
            self._single_quotes -= 1
            mark = "’"
        self._pieces.append(mark)

    def _read_dash(self, _: int, token: re.Match[str]) -> None:
        before = self._text[max(0, token.start() - 1) : token.start()]
        after = self._text[token.end() : token.end() + 1]
        match len(token[0]):
            case 3:
                self._pieces.append("—")
            case 2 if (before.isspace() and after.isspace()) or _joins(before, after):
                self._pieces.append("–")
            case _:
                self._pieces.append(token[0])

    def _read_tie(self, _: int, token: re.Match[str]) -> None:
        self._pieces.append(" " if _TIE.match(self._text, token.start()) else "~")


_DOUBLE_QUOTED = re.compile(r"(?<!\w)``(?=[^\s`])[\s\S]{1,400}?(?:''|\")")
_SINGLE_QUOTED = re.compile(r"(?<!\w)`[^\s`'][^`'\n]{0,80}'(?!\w)")
# A tie stands between words, or before a bracket or a command; elsewhere ~ is "about", "is distributed
# as", a range or a home directory.
_TIE = re.compile(
    r"(?<=[^\W_.,;:)\]}$%'])~(?=[(\[\\$])|(?<=[.,;:)\]}$%'])~(?=[(\[\\$]|\w\w)"
    r"|(?<=[^\W\d_]{2})~(?=\w)|(?<=[^\W\d_])~(?=[^\W\d_]{2})|(?<=\d)~(?=[^\W\d_])|(?<=[^\W\d_]\.)~(?=\w)"
)


def _joins(before: str, after: str) -> bool:
    r"""Whether dashes between these are TeX's and no option of a program, such as ``--help``."""
    return (before.isalnum() or before in tuple(")]}%'\".$”")) and (
        after.isalnum() or after in tuple('([{`"$\\“')
    )


def _tokens(text: str) -> Iterator[re.Match[str] | Segment]:
    done = 0
    for segment in split_formulas(text):
        start, done = done, done + len(segment.source)
        if segment.kind is Kind.TEXT:
            yield from _TOKEN.finditer(text, start, done)
        else:
            yield segment


def _partners(tokens: tuple[re.Match[str] | Segment, ...]) -> dict[int, int]:
    """Of every opening brace that has a closing one: where that is."""
    found = {}
    waiting = []
    for index, token in enumerate(tokens):
        kind = None if isinstance(token, Segment) else token.lastgroup
        if kind == "opening":
            waiting.append(index)
        elif kind == "closing" and waiting:
            found[waiting.pop()] = index
    return found


def _accented(token: re.Match[str]) -> str:
    source = token[0]
    mark, rest = source[1], source[2:]
    letter = rest.strip("{} \n\t").lstrip("\\")
    if len(letter) > 1:
        # Tools that know only accents turn \copyright into \c{opyright}.
        return SYMBOLS.get(mark + letter, source)
    if mark == "'" and _CONTRACTION.match(token.string, token.start()):
        return mark + letter
    composed = unicodedata.normalize("NFC", letter + _COMBINING[mark])
    if len(composed) == 1 and (mark != '"' or letter.lower() in "aeiouy"):
        return composed
    return source if rest.startswith("{") or mark.isalpha() else mark + letter


_CONTRACTION = re.compile(r"(?<=[a-zA-Z])\\'(?:[stdm]|re|ve|ll)(?![a-zA-Z])")


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with neighbouring strings put together."""
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        yield "".join(words)
        words.clear()
        yield piece
    yield "".join(words)
