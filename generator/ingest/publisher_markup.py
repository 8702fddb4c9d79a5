"""Publishers' HTML into plain paragraphs, without losing what only looks like HTML.

Mathematics such as ``$a<b$`` stands beside real tags in the same text, so a tag is taken for one only if it
has the name of one and well-formed attributes; all else stays as it was written.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from html import unescape

from generator.model import text as plain


class Form(StrEnum):
    """What a feed says about a text of its own."""

    TEXT = "text"
    HTML = "html"
    UNTOLD = "untold"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    "address article aside blockquote center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre sec section table tbody tfoot thead title tr ul"
)
_INLINE = _words(
    "a abbr acronym b bdi bdo big bold cite code del dfn em font i img ins italic kbd mark q s samp sc small "
    "span strike strong sub sup tt u var"
)
_CELLS = frozenset(["td", "th"])
_SILENT = _words(  # wrappers, media and MathML, whose content is text like any other
    "annotation audio body button caption col colgroup embed form graphic head html iframe input label link "
    "maction math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace "
    "msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover meta noscript object option param "
    "picture select semantics source svg textarea track video wbr"
)
_UNSEEN = frozenset(["script", "style"])  # what browsers do not show
_KNOWN = _BLOCKS | _INLINE | _CELLS | _SILENT | _UNSEEN | {"br"}
_EVIDENCE = (_BLOCKS | _INLINE | _CELLS) - {"title"}
_VOID = frozenset(["br", "hr", "img"])

# The possessive quantifiers keep hostile text from costing more than its length. An attribute without
# value counts only after one with a value, or "$a<b and c>d$" would hold a tag.
_ATTRIBUTE = r"""[\w:.-]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++)"""
_TAG = rf"""<(?P<close>/?)(?:[a-z][\w-]{{0,15}}:)?(?P<name>[a-z][a-z0-9]{{0,15}})
    (?:\s++{_ATTRIBUTE}(?:\s++(?:{_ATTRIBUTE}|[\w:.-]++))*+)?+\s*+/?>"""
_MARK = re.compile(rf"(?P<comment><!--)|{_TAG}", re.VERBOSE | re.IGNORECASE | re.ASCII)
# A semicolon is required: without it "R&copy=1" would lose its letters.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE | re.ASCII)

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SCRIPTS = {"sup": _RAISED, "sub": _LOWERED}


def paragraphs(text: str, form: Form = Form.UNTOLD) -> tuple[str, ...]:
    """The text's paragraphs without tags, each on one line, none of them empty.

    Args:
        text: What the feed holds once its XML is read.
        form: What the feed says of it. Text that says nothing is HTML only if a tag in it is closed, or is
            one that has no end; where it is said to be text, nothing in it is a tag or an entity.
    """
    if form is Form.HTML or (form is Form.UNTOLD and is_html(text)):
        return _shown(text)
    folded = plain.clean_paragraphs(text if form is Form.TEXT else decode(text))
    return tuple(folded.split("\n")) if folded else ()


def one_line(text: str, form: Form = Form.UNTOLD) -> str:
    """As `paragraphs`, on a single line."""
    return " ".join(paragraphs(text, form))


def is_html(text: str) -> bool:
    """Whether the text holds a pair of tags, or a tag that needs no end."""
    opened: set[str] = set()
    for mark in _MARK.finditer(text):
        name = (mark["name"] or "").lower()
        if name in _VOID or (mark["close"] and name in opened):
            return True
        if not mark["close"] and name in _EVIDENCE:
            opened.add(name)
    return False


def decode(text: str) -> str:
    """The text with its entities decoded once."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text)


def _shown(text: str) -> tuple[str, ...]:
    """The paragraphs that a browser would show."""
    parts: list[list[str]] = [[]]
    script = None
    for name, opens, words in _pieces(text):
        if words:
            parts[-1].append(_scripted(decode(words), script))
        script = name if opens and name in _SCRIPTS else None
        if name in _BLOCKS or (name == "br" and _ends_with_break(parts[-1])):
            parts.append([])
        elif name == "br":
            parts[-1].append("\n")
        elif name in _CELLS:
            parts[-1].append(" ")
    lines = (plain.clean_line("".join(part)) for part in parts)
    return tuple(line for line in lines if line)


def _ends_with_break(part: list[str]) -> bool:
    """Whether only blanks follow the last line break; two breaks make a paragraph."""
    for piece in reversed(part):
        if piece == "\n":
            return True
        if piece.strip():
            return False
    return False


def _scripted(words: str, script: str | None) -> str:
    """Raised and lowered figures in Unicode (10⁻³, H₂O): flat, ``10-3`` would say something else."""
    table = _SCRIPTS.get(script or "")
    if table and all(ord(character) in table for character in words.strip()):
        return words.strip().translate(table)
    return words


def _pieces(text: str) -> Iterator[tuple[str, bool, str]]:
    """Each known tag's name, whether it opens, and the words before it; the last name is empty."""
    position = 0
    missing: set[str] = set()  # ends that were looked for in vain, so that they are looked for once
    resume = 0
    for mark in _MARK.finditer(text):
        if mark.start() < resume:
            continue
        name = "" if mark["comment"] else mark["name"].lower()
        if name not in _KNOWN and not mark["comment"]:
            continue
        hidden = mark["comment"] or (name in _UNSEEN and not mark["close"])
        end = _end_of_hidden(text, mark, name, missing) if hidden else mark.end()
        if end is None:
            continue
        yield name, not mark["close"], text[position : mark.start()]
        position = resume = end
    yield "", False, text[position:]


def _end_of_hidden(text: str, mark: re.Match[str], name: str, missing: set[str]) -> int | None:
    """Where the comment or script ends, or None where it does not, and so is shown as it stands."""
    end = f"</{name}>" if name else "-->"
    found = -1 if end in missing else text.find(end, mark.end())
    if found < 0:
        missing.add(end)
        return None
    return found + len(end)
