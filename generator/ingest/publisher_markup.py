"""Turn publishers' HTML into plain paragraphs, without losing what only looks like HTML.

The same text may have mathematics such as ``$a<b$`` next to real tags. Therefore only a known name with
well-formed attributes is a tag, and everything else stays as it is.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from html import unescape

from generator.ingest.formula_markup import FORMULAS, replace_formulas, set_script
from generator.model.text import clean_line, clean_paragraphs


class TextFormat(StrEnum):
    """What a feed states about the format of a text."""

    TEXT = "text"
    HTML = "html"
    UNSTATED = "unstated"


def _split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _split_words(
    "address article aside blockquote center dd disp-quote div dl dt figcaption figure footer h1 h2 h3 h4 h5 "
    "h6 header hr li list list-item main nav ol p para pre sec section simple-para table tbody tfoot thead "
    "title tr ul"
)
_INLINE = _split_words(
    "a abbr acronym b bdi bdo big bold cite code del dfn em ext-link font i img inf ins italic kbd mark "
    "monospace named-content overline q roman s samp sans-serif sc scp small small-caps span strike strong "
    "styled-content sub sup tt u underline var xref"
)
_CELLS = frozenset(["td", "th"])
_TRANSPARENT = _split_words(  # wrappers, media and MathML, whose content is text like any other
    "abbrev abstract alternatives annotation annotation-xml article-title audio body button caption col "
    "colgroup email embed form graphic head hsp html iframe inline-graphic inlinemediaobject input "
    "label link maction math menclose meta mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom "
    "mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "noscript object option param picture private-char select semantics source svg tex textarea track "
    "uri video wbr"
)
_HIDDEN = frozenset(["fn", "script", "style"])  # what is not shown, or elsewhere as a footnote
_BREAKS = frozenset(["br", "break"])
_KNOWN = _BLOCKS | _INLINE | _CELLS | _TRANSPARENT | _HIDDEN | FORMULAS | _BREAKS
_PROVING_HTML = ((_BLOCKS | _INLINE | _CELLS) - {"title"}) | FORMULAS | _BREAKS
# A pair of these is markup even where a feed states that its text has none, or escapes it once too often.
_PROVING_MARKUP = FORMULAS | _split_words("inf italic mi mn mo mrow msub msup scp sub sup")
_PROVING_ESCAPED = _PROVING_MARKUP | _split_words("em i p")
_VOID = _BREAKS | {"hr", "img"}

# White space separates attributes: there is one way to read a text, and the time is linear. An attribute
# without a value counts only after one with a value: otherwise "$a<b and c>d$" would contain a tag.
_ATTRIBUTE = r"""[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)"""
_TAG = rf"""<(?P<close>/?)(?:[a-z][\w-]{{0,15}}:)?(?P<name>[a-z][a-z0-9-]{{0,19}})
    (?:\s+{_ATTRIBUTE}(?:\s+(?:{_ATTRIBUTE}|[\w:.-]+))*)?\s*/?>"""
_COMMENT_OR_TAG = re.compile(rf"(?P<comment><!--)|{_TAG}", re.VERBOSE | re.IGNORECASE | re.ASCII)
# A semicolon is required: without it, "R&copy=1" would lose its letters.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE | re.ASCII)

_SCRIPTS = frozenset(["inf", "sub", "sup"])
_MAX_ESCAPES = 2


def split_paragraphs(text: str, text_format: TextFormat = TextFormat.UNSTATED) -> tuple[str, ...]:
    """Return the paragraphs of a text without tags, each on one line, without empty ones.

    >>> split_paragraphs("<p>Fast <b>caches</b></p><p>H<sub>2</sub>O</p>")
    ('Fast caches', 'H₂O')
    >>> split_paragraphs("if $a<b$ holds")
    ('if $a<b$ holds',)

    Args:
        text: The text after the XML is parsed.
        text_format: What the feed states about it. A text of unstated format is HTML only if it has a pair
            of tags, or a tag that needs no end. A text that is stated to be text has neither tags nor
            entities.
    """
    proving = _PROVING_MARKUP if text_format is TextFormat.TEXT else _PROVING_HTML
    if text_format is TextFormat.HTML or is_html(text, proving):
        return _split_html(_decode_escaped_markup(text))
    if (decoded := _decode_escaped_markup(text)) != text:
        return _split_html(decoded)
    cleaned = clean_paragraphs(text if text_format is TextFormat.TEXT else decode_entities(text))
    return tuple(cleaned.split("\n")) if cleaned else ()


def join_paragraphs(text: str, text_format: TextFormat = TextFormat.UNSTATED) -> str:
    """Return a text as `split_paragraphs` does, on a single line."""
    return " ".join(split_paragraphs(text, text_format))


def is_html(text: str, proving: frozenset[str] = _PROVING_HTML) -> bool:
    """Whether a text has a pair of tags, or a tag that needs no end.

    Args:
        text: The text.
        proving: The names of elements that prove it; others may be words in angle brackets.
    """
    open_names: set[str] = set()
    for match in _COMMENT_OR_TAG.finditer(text):
        name = (match["name"] or "").lower()
        if (name in _VOID and name in proving) or (match["close"] and name in open_names):
            return True
        if not match["close"] and name in proving:
            open_names.add(name)
    return False


def decode_entities(text: str) -> str:
    """Decode the entities of a text once.

    >>> decode_entities("A &amp; B, R&copy=1")
    'A & B, R&copy=1'
    """
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text)


def _decode_escaped_markup(text: str) -> str:
    """Decode the entities of a text whose markup is escaped once or twice too often."""
    proving = _PROVING_MARKUP if is_html(text) else _PROVING_ESCAPED
    words = _COMMENT_OR_TAG.sub(" ", text)
    for level in range(_MAX_ESCAPES):
        if "&" not in words:
            break
        words = decode_entities(words)
        if is_html(words, proving):
            for _ in range(level + 1):
                text = decode_entities(text)
            break
    return text


def _split_html(text: str) -> tuple[str, ...]:
    """Return the paragraphs that a browser would show."""
    paragraphs: list[list[str]] = [[]]
    scripts: list[tuple[str, list[str], int]] = []  # open elements: name, paragraph, position in it
    for name, is_opening, words in _iter_tags(replace_formulas(text)):
        if words:
            paragraphs[-1].append(decode_entities(words))
        if name in _SCRIPTS and is_opening:
            scripts.append((name, paragraphs[-1], len(paragraphs[-1])))
        elif name in _SCRIPTS and scripts:
            _close_script(*scripts.pop())
        if name in _BLOCKS or (name in _BREAKS and _ends_with_break(paragraphs[-1])):
            paragraphs.append([])
        elif name in _BREAKS:
            paragraphs[-1].append("\n")
        elif name in _CELLS:
            paragraphs[-1].append(" ")
    lines = (clean_line("".join(paragraph)) for paragraph in paragraphs)
    return tuple(line for line in lines if line)


def _ends_with_break(paragraph: list[str]) -> bool:
    """Whether only white space follows the last line break; two breaks end a paragraph."""
    for piece in reversed(paragraph):
        if piece == "\n":
            return True
        if piece.strip():
            return False
    return False


def _close_script(name: str, paragraph: list[str], start: int) -> None:
    """Set the raised or lowered text at the end of a paragraph on the line."""
    words = "".join(paragraph[start:])
    paragraph[start:] = [set_script(words, name)]


def _iter_tags(text: str) -> Iterator[tuple[str, bool, str]]:
    """Yield the name of each known tag, whether it opens, and the words before it; the last name is empty."""
    position = 0
    missing_ends: set[str] = set()  # so that each is searched for only once
    resume = 0
    for match in _COMMENT_OR_TAG.finditer(text):
        if match.start() < resume:
            continue
        name = "" if match["comment"] else match["name"].lower()
        if name not in _KNOWN and not match["comment"]:
            continue
        is_hidden = match["comment"] or (name in _HIDDEN and not match["close"])
        end = _find_hidden_end(text, match, name, missing_ends) if is_hidden else match.end()
        if end is None:
            continue
        yield name, not match["close"], text[position : match.start()]
        position = resume = end
    yield "", False, text[position:]


def _find_hidden_end(text: str, match: re.Match[str], name: str, missing_ends: set[str]) -> int | None:
    """Return where a comment or script ends; None if it does not end, so that it is shown as it is."""
    end = f"</{name}>" if name else "-->"
    position = -1 if end in missing_ends else text.find(end, match.end())
    if position < 0:
        missing_ends.add(end)
        return None
    return position + len(end)
