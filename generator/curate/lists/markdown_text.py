"""Parse Markdown as GitHub does, by markdown-it-py: blocks with their lines, and texts with their links."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from generator.model.identifiers import URL_IN_TEXT
from generator.model.urls import trim_url

_MAX_BRACKETS = 500  # in a text; the time for nested ones grows with the square of their number
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HTML_LINK = re.compile(r"""<a\s(?=[^<>]*>)[^<>]*?\bhref\s?=\s?["']?([^"'<>\s]*)[^<>]*>""", re.IGNORECASE)
_KNOWN_SCHEME = re.compile(r"(?:https?|ftp|mailto|doi|arxiv):|/|\Z", re.IGNORECASE)
_HTML_ITEM = re.compile(r"(?=<(?:tr|li)\b)", re.IGNORECASE)
_LINK, _BOLD = ("link_open", "link_close"), ("strong_open", "strong_close")
_SPACES = ("softbreak", "hardbreak", "html_inline")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without marks, of one link or of none.

    Attributes:
        text: The words; of a link that shows only an image, the image's alternative text.
        url: The link's address, or an empty string.
        is_bold: Whether it is bold.
        is_image: Whether the link shows only an image.
        is_fact: Whether it states a fact, as in a column for dates, so that it is no part of a note.
    """

    text: str
    url: str = ""
    is_bold: bool = False
    is_image: bool = False
    is_fact: bool = False


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        """Accept every URL; URLs are checked where they are used."""
        return True


class MarkdownDocument:
    """A parsed document.

    Attributes:
        blocks: The tree of its blocks: headings, lists, tables, paragraphs, with their lines from 0.
    """

    def __init__(self, text: str) -> None:
        self._parser = _Parser("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"])
        self._parser.core.ruler.disable(["inline", "linkify"])  # texts are parsed one by one, by `parse_text`
        self._parser.linkify = _UrlMatcher()
        self._definitions: dict[str, Any] = {}
        self.blocks = SyntaxTreeNode(self._parser.parse(text, self._definitions))

    def parse_text(self, markdown: str) -> tuple[Piece, ...]:
        """Parse the text of a block, up to its 500th bracket; comments are left out."""
        text = "[".join(_COMMENT.sub(" ", markdown).split("[", _MAX_BRACKETS)[:_MAX_BRACKETS])
        tokens: list[Token] = []
        self._parser.inline.parse(text, self._parser, self._definitions, tokens)
        return tuple(_read_pieces(map(_read_html, tokens)))


def split_html(html: str) -> Iterator[tuple[int, str]]:
    """Yield each row of a table and each item of a list in HTML, with the number of lines before it."""
    html = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), html)
    line_count = 0
    for part in _HTML_ITEM.split(html):
        yield line_count, part
        line_count += part.count("\n")


@dataclass(frozen=True, slots=True)
class _Url:
    url: str


class _UrlMatcher:
    """Finds addresses in running text for markdown-it's rule."""

    def match_at_start(self, text: str) -> _Url | None:
        match = URL_IN_TEXT.match(text)
        return _Url(trim_url(match[0])) if match else None


def _read_html(token: Token) -> Token:
    """Return the token, or that of a link for a tag that begins or ends one."""
    if token.type == "html_inline":
        if link := _HTML_LINK.match(token.content):
            return Token("link_open", "a", 1, attrs={"href": html.unescape(link[1])})
        if token.content.lower().startswith("</a"):
            return Token("link_close", "a", -1)
    return token


def _read_pieces(tokens: Iterable[Token]) -> Iterator[Piece]:
    words, image, url, bold_depth = "", "", "", 0
    is_open = False
    for token in [*tokens, Token("link_close", "a", -1)]:
        if token.info == "auto" and (is_open or not _KNOWN_SCHEME.match(str(token.attrs.get("href", "")))):
            words += "<" if token.nesting == 1 else ">"  # part of a DOI: (1998)17:1<L1::AID-X1>3.0.CO;2-2
            is_open = token.nesting == 1
            continue
        if token.type in _LINK or (token.type in _BOLD and not url):
            is_image = bool(url and image and not words.strip())
            if words or url:
                yield Piece(image if is_image else words, url, bold_depth > 0, is_image)
            words, image, url = "", "", str(token.attrs.get("href", ""))
        if token.type in _BOLD:
            bold_depth += token.nesting
        elif token.type == "image":
            image = image or token.content
        else:
            words += " " if token.type in _SPACES else token.content
