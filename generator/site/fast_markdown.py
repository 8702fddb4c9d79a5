"""Convert the Markdown of our pages to the same HTML as Python-Markdown, in a fraction of its time.

pulldown-cmark (through pyromark) reports where blocks, links, emphasis, code and raw HTML begin and end; this
module writes the HTML. CommonMark and Python-Markdown agree on the constructs that it supports. It refuses a
text with any other construct (lists in lists, tables, images), which Python-Markdown then converts. Sources:
the CommonMark specification 0.31; Python-Markdown's documentation of the library and of ``attr_list``,
``def_list``, ``fenced_code`` and ``toc``; where these leave something open, its output, with which tests
compare ours.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Any, Final, NoReturn

import pyromark
from markdown.extensions.toc import nest_toc_tokens, slugify, strip_tags, unique

Tokens = list[Any]  # headings as Python-Markdown's `toc_tokens`: level, id, name, children
_Details = Any  # the value of an event

_OPTIONS: Final = pyromark.Options.ENABLE_HEADING_ATTRIBUTES | pyromark.Options.ENABLE_DEFINITION_LIST
# Constructs that pulldown-cmark does not report but one of the two converts: white space, definitions, tags.
_UNSUPPORTED: Final = ("***", "\t", "\r", "\x02", "\x03", "]:", "<!", "<?", "\n</", "   \n", "  \n\n", "\\\n")
# Characters in text that may be special, and those that only one of the two may leave as they are.
_CANDIDATE: Final = re.compile(r"[`*{}\[\]|_<>&\\#]")
_MARK: Final = re.compile(
    r"[`*{}\[\]|]|(?<![^\W_])_|_(?![^\W_])|<(?![ =])|&(?=#|\w+;)|\\(?!\w)|(?:(?<=\n)|(?<=\n ))[#>]"
)
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_PYTHON_ESCAPES: Final = frozenset("\\`*_{}[]()>#+-.!|")  # that Python-Markdown knows, with its tables
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_MARK_IN_TAG: Final = re.compile(r"[<`\[\]\\]")  # Python-Markdown finds code, links and escapes before tags
_CODE: Final = re.compile(r"`([\w./:,-]+(?: [\w./:,-]+)*)`", re.ASCII)
_TARGET: Final = re.compile(r"(?:[\w./:?=%#,~+;@!'()-]|&(?!#|\w+;))+", re.ASCII)
_ATTRIBUTES: Final = re.compile(r'\{:? ((?:(?:\.[\w-]+|[a-z]+="[\w -]+") )+)\}', re.ASCII)
_ATTRIBUTE: Final = re.compile(r'\.([\w-]+)|([a-z]+)="([^"]+)"')
_HEADING: Final = re.compile(r"(#{1,6}) (\S.*?)( \{(?: [#.][\w-]+)+ \})?\s*", re.ASCII)
_CLOSING_MARKS: Final = re.compile(r"(?<!\\)(?:\\\\)*#\s*$")
_BULLET: Final = re.compile(r"(?:-  |\d\. ) (?=\S)", re.ASCII)
_DEFINITION: Final = re.compile(r":   (?=\S)")
_SPACES: Final = re.compile(" *")
_FENCED: Final = re.compile(r"(`{3,})([\w+-]*)\n(.*\n|)\1", re.ASCII | re.DOTALL)
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_ANCHOR: Final = re.compile(r"""\s(?:id|name)=["']?([^"'\s>]+)""")
# Elements that begin a block of raw HTML in both.
_HTML_BLOCKS: Final = frozenset(
    "article aside details dialog div dl figure footer form header main nav ol p pre section table ul".split()
)


class UnsupportedMarkdownError(Exception):
    """The text has a construct that only Python-Markdown converts."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The Markdown of a page as HTML."""

    content: str
    tokens: Tokens  # the headings of the table of contents, nested
    anchors: frozenset[str]  # the anchors that links can name


def convert(text: str, resolve: Callable[[str], str], depth: tuple[int, int]) -> Converted:
    """Convert the Markdown of a page, without its front matter.

    Args:
        text: The Markdown.
        resolve: Returns the address for the target of a link; called in the order of the links.
        depth: The first and the last level of headings in the table of contents.

    Raises:
        UnsupportedMarkdownError: The text has a construct that is not supported.
    """
    lines = f"{text}\n"
    has_odd_spaces = lines.count(" \n") != lines.count("  \n") or lines.endswith(" \n")
    if has_odd_spaces or any(map(lines.__contains__, _UNSUPPORTED)):
        _refuse()
    writer = _Writer(text, resolve)
    writer.write_all()
    return writer.finish(depth)


def _refuse() -> NoReturn:
    raise UnsupportedMarkdownError


@dataclass(slots=True)
class _Heading:
    """A heading; its id may follow from its text, once all other ids are known."""

    level: int
    id: str | None
    classes: tuple[str, ...]
    inner: str = ""


@dataclass(slots=True)
class _Element:
    """An inline element whose attributes are complete when the text after it is known."""

    tag: str
    href: str  # of a link
    position: int  # of its start tag in the pieces


class _Writer:
    """Writes HTML from the events of a text."""

    def __init__(self, text: str, resolve: Callable[[str], str]) -> None:
        self._text = text
        self._resolve = resolve
        self._blocks: list[str | _Heading] = []
        self._block: str | _Heading = ""  # the open block
        self._pieces: list[str] = []  # of its text
        self._items: list[str] = []  # of the open list, definition list or quotation
        self._item_tag = ""  # of the open item, term or definition
        self._elements: list[_Element] = []  # open inline elements
        self._closed: _Element | None = None  # the inline element that ended directly before
        self._indent = ""  # of the line after a line break; elements at its beginning drop it
        self._list_of_attributes = ""
        self._breaks = 0  # line breaks that were written
        self._anchors: set[str] = set()

    def write_all(self) -> None:
        """Write all events. The start of a code block or an HTML block writes all of it."""
        # The offsets of events count bytes: ASCII of the same kind replaces all other characters.
        source = self._text if self._text.isascii() else _NOT_ASCII.sub(_to_ascii, self._text)
        events: Any = pyromark.events_with_range(source, options=_OPTIONS)
        for event, span in events:
            start, end = span["start"], span["end"]
            if isinstance(event, str):
                kind, value = event, ""
            else:
                ((kind, value),) = event.items()
            if write_leaf := _LEAVES.get(kind):
                write_leaf(self, start, end)
                continue
            name, details = (value, None) if isinstance(value, str) else next(iter(value.items()))
            begin_element, end_element = _ELEMENTS.get(name) or _refuse()
            self._closed = None
            if kind == "Start":
                begin_element(self, details, start, end)
            else:
                end_element(self)

    def write_text(self, start: int, end: int) -> None:
        if self._block == "pre":
            return
        text = self._text[start:end]
        if self._closed is not None and text[0] == "{":
            start = self._take_attributes(self._closed, start, end)
            text = self._text[start:end]
        self._closed = None
        if text.startswith("{: ") and self._block == "p" and self._pieces and self._pieces[-1] == "\n":
            self._list_of_attributes = text  # of the paragraph, which ends here
            return
        if _CANDIDATE.search(text) is not None or self._text[start - 1 : start] == "\\":
            text = self._escape_text(text, start, end)
        self._pieces.append(self._indent + text)
        self._indent = ""

    def _escape_text(self, text: str, start: int, end: int) -> str:
        """Escape text that may be special, or that begins after a backslash."""
        if text[0] == "&" and _ENTITY.fullmatch(text):
            return text  # Python-Markdown keeps entities
        is_escaped = self._is_escaped(start)
        if is_escaped and (text[0] not in _PYTHON_ESCAPES or (text[0] == ">" and self._block != "p")):
            _refuse()  # in the name of a heading, Python-Markdown does not escape it again
        mark = _MARK.search(self._text, start + is_escaped, end + 1)
        begins_block = not self._pieces and text[0] in "#>" and not is_escaped
        if begins_block or (mark is not None and mark.start() < end):
            _refuse()
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def _is_escaped(self, position: int) -> bool:
        before = self._text[:position] if self._text[position - 1 : position] == "\\" else ""
        return (len(before) - len(before.rstrip("\\"))) % 2 == 1

    def _take_attributes(self, element: _Element, start: int, end: int) -> int:
        """Give an element the attributes that follow it; returns where these end."""
        attributes = _ATTRIBUTES.match(self._text, start, end) or _refuse()
        self._pieces[element.position] = _start_tag(element.tag, element.href, attributes[1])
        return attributes.end()

    def write_inline_html(self, start: int, end: int) -> None:
        markup = self._text[start:end]
        if _MARK_IN_TAG.search(markup, 1) is not None:
            _refuse()
        if "id=" in markup or "name=" in markup:
            self._note_anchors(markup)
        self._pieces.append(self._indent + markup)
        self._indent = ""
        self._closed = None

    def _note_anchors(self, markup: str) -> None:
        self._anchors.update(map(unescape, _ANCHOR.findall(markup)))

    # --- blocks ------------------------------------------------------------------------------------------

    def _begin(self, block: "str | _Heading", start: int) -> None:
        """Begin a block that is in no other, and that begins the text or follows an empty line."""
        if self._block or (self._text[start - 2 : start] != "\n\n" if self._blocks else start):
            _refuse()
        self._block = block
        self._pieces = []
        self._items = []

    def _end(self, block: "str | _Heading") -> None:
        self._blocks.append(block)
        self._block = ""

    def _follows(self, *ends: str) -> bool:
        """Whether the block before ends like this."""
        return bool(self._blocks) and str(self._blocks[-1]).endswith(ends)

    def start_paragraph(self, _details: _Details, start: int, _end: int) -> None:
        if self._block == "blockquote":
            if self._items and self._text[start - 5 : start] != "\n>\n> ":
                _refuse()
            self._pieces = []
        else:
            self._begin("p", start)

    def end_paragraph(self) -> None:
        attributes = ""
        if self._list_of_attributes:
            if self._pieces.pop() != "\n" or not self._pieces:
                _refuse()
            attributes = (_ATTRIBUTES.fullmatch(self._list_of_attributes) or _refuse())[1]
            self._list_of_attributes = ""
        paragraph = f"{_start_tag('p', '', attributes)}{''.join(self._pieces)}</p>"
        if self._block == "blockquote":
            self._items.append(paragraph)
        else:
            self._end(paragraph)

    def start_quote(self, _details: _Details, start: int, _end: int) -> None:
        self._begin("blockquote", start)
        if self._text[start : start + 2] != "> " or self._follows("</blockquote>"):
            _refuse()  # two quotations in a row are one for Python-Markdown

    def end_container(self) -> None:
        """End a list, definition list or quotation."""
        self._end("\n".join([f"<{self._block}>", *self._items, f"</{self._block}>"]))

    def start_heading(self, details: _Details, start: int, end: int) -> None:
        heading = _HEADING.fullmatch(self._text[start:end])
        has_attributes = bool(details["id"] or details["classes"] or details["attrs"])
        if heading is None or _CLOSING_MARKS.search(heading[2]) or has_attributes != bool(heading[3]):
            _refuse()
        self._begin(_Heading(len(heading[1]), details["id"], details["classes"]), start)

    def end_heading(self) -> None:
        heading = self._block
        assert isinstance(heading, _Heading)  # noqa: S101 - events are in pairs
        heading.inner = "".join(self._pieces).strip()
        self._end(heading)

    def start_list(self, details: _Details, start: int, _end: int) -> None:
        if details not in {None, 1} or self._follows("</ul>", "</ol>"):
            _refuse()  # two lists in a row are one for Python-Markdown
        self._begin("ol" if details else "ul", start)

    def start_item(self, _details: _Details, start: int, _end: int) -> None:
        if self._block not in {"ul", "ol"} or not _BULLET.match(self._text, start):
            _refuse()
        self._begin_item("li")

    def _begin_item(self, tag: str) -> None:
        self._item_tag = tag
        self._pieces = []

    def end_item(self) -> None:
        """End an item of a list, a term or a definition."""
        self._items.append(f"<{self._item_tag}>{''.join(self._pieces)}</{self._item_tag}>")

    def start_definitions(self, _details: _Details, start: int, _end: int) -> None:
        self._begin("dl", start)

    def start_term(self, _details: _Details, start: int, end: int) -> None:
        if (self._items and self._text[start - 2 : start] != "\n\n") or "\n" in self._text[start : end - 1]:
            _refuse()
        self._begin_item("dt")

    def start_definition(self, _details: _Details, start: int, end: int) -> None:
        is_after_term = self._items and self._items[-1].startswith("<dt>") and self._text[start - 2] != "\n"
        is_line = _DEFINITION.match(self._text, start) and "\n" not in self._text[start:end].rstrip("\n")
        if not (is_after_term and is_line):
            _refuse()
        self._begin_item("dd")

    def write_code_block(self, _details: _Details, start: int, end: int) -> None:
        self._begin("pre", start)
        fenced = _FENCED.fullmatch(self._text[start:end].rstrip("\n"))
        if fenced is None or f"\n{fenced[1]}" in f"\n{fenced[3]}" or " \n" in fenced[3]:
            _refuse()
        language = f' class="language-{fenced[2]}"' if fenced[2] else ""
        code = escape(fenced[3]).replace("&#x27;", "'")
        self._pieces = [f"<pre><code{language}>{code}</code></pre>"]

    def start_html(self, _details: _Details, start: int, end: int) -> None:
        self._begin("html", start)
        markup = self._text[start:end].rstrip("\n")
        self._note_anchors(markup)
        self._pieces = ["\n".join(_split_elements(markup)), "\n"]

    def end_block(self) -> None:
        """End a block of code or raw HTML, which was written at its start."""
        self._end("".join(self._pieces))

    # --- inline elements ---------------------------------------------------------------------------------

    def write_soft_break(self, _start: int, end: int) -> None:
        self._closed = None
        spaces = _SPACES.match(self._text, end)
        if self._block == "blockquote" or isinstance(self._block, _Heading) or spaces is None:
            _refuse()
        self._pieces += ["\n", spaces[0]] if spaces[0] else ["\n"]

    def write_hard_break(self, start: int, end: int) -> None:
        self.write_soft_break(start, end)
        self._indent = self._pieces.pop() if self._pieces[-1] != "\n" else ""
        self._pieces[-1] = "<br />\n"
        self._breaks += 1

    def write_code(self, start: int, end: int) -> None:
        code = _CODE.fullmatch(self._text[start:end])
        if code is None:
            _refuse()
        self._pieces.append(f"<code>{code[1]}</code>")
        self._indent = ""
        self._closed = None

    def start_link(self, details: _Details, start: int, end: int) -> None:
        source = self._text[start:end]
        target = source[source.rindex("](") + 2 : -1] if "](" in source else ""
        address = target[1:-1] if target.startswith("<") else target
        if details["link_type"] != "Inline" or not _TARGET.fullmatch(address):
            _refuse()
        if "(" in target and address == target:
            _refuse()
        self._open("a", self._resolve(address).replace("&", "&amp;"))

    def start_inline(self, _details: _Details, start: int, _end: int) -> None:
        tag = "strong" if self._text[start : start + 2] == "**" else "em"
        if self._text[start] != "*" or any(element.tag == tag for element in self._elements):
            _refuse()
        self._open(tag, "")

    def _open(self, tag: str, href: str) -> None:
        self._indent = ""
        self._elements.append(_Element(tag, href, len(self._pieces)))
        self._pieces.append(f'<a href="{href}">' if href else f"<{tag}>")

    def end_inline(self) -> None:
        self._closed = self._elements.pop()
        self._pieces.append(f"</{self._closed.tag}>")

    def finish(self, depth: tuple[int, int]) -> Converted:
        """Return the whole page; headings get their ids."""
        if self._breaks != self._text.count("  \n"):
            _refuse()  # Python-Markdown keeps spaces that end a block
        headings = [block for block in self._blocks if isinstance(block, _Heading)]
        used = {heading.id for heading in headings if heading.id}
        tokens: Tokens = []
        for heading in headings:
            name = _name_heading(heading.inner)
            heading.id = heading.id or unique(_build_id(name), used)
            if depth[0] <= heading.level <= depth[1]:
                tokens.append({"level": heading.level, "id": heading.id, "name": name})
        self._anchors.update(used)
        content = "\n".join(
            _write_heading(block) if isinstance(block, _Heading) else block for block in self._blocks
        )
        return Converted(content.strip(), nest_toc_tokens(tokens), frozenset(self._anchors))


_LEAVES: Final[dict[str, Callable[[_Writer, int, int], None]]] = {
    "Text": _Writer.write_text,
    "Code": _Writer.write_code,
    "InlineHtml": _Writer.write_inline_html,
    "SoftBreak": _Writer.write_soft_break,
    "HardBreak": _Writer.write_hard_break,
    "Html": lambda _writer, _start, _end: None,  # the start of its block has written it
}
_ELEMENTS: Final[
    dict[str, tuple[Callable[[_Writer, _Details, int, int], None], Callable[[_Writer], None]]]
] = {
    "Paragraph": (_Writer.start_paragraph, _Writer.end_paragraph),
    "BlockQuote": (_Writer.start_quote, _Writer.end_container),
    "Heading": (_Writer.start_heading, _Writer.end_heading),
    "List": (_Writer.start_list, _Writer.end_container),
    "Item": (_Writer.start_item, _Writer.end_item),
    "DefinitionList": (_Writer.start_definitions, _Writer.end_container),
    "DefinitionListTitle": (_Writer.start_term, _Writer.end_item),
    "DefinitionListDefinition": (_Writer.start_definition, _Writer.end_item),
    "CodeBlock": (_Writer.write_code_block, _Writer.end_block),
    "HtmlBlock": (_Writer.start_html, _Writer.end_block),
    "Link": (_Writer.start_link, _Writer.end_inline),
    "Emphasis": (_Writer.start_inline, _Writer.end_inline),
    "Strong": (_Writer.start_inline, _Writer.end_inline),
}


def _to_ascii(character: re.Match[str]) -> str:
    return "x" if character[0].isalnum() else "?"


def _start_tag(tag: str, href: str, attributes: str) -> str:
    """Write a start tag with attributes from an attribute list; Python-Markdown sorts them by name."""
    pairs = _parse_attributes(attributes)
    if href:
        pairs = tuple(sorted((*pairs, ("href", href))))
    return f"<{tag}{''.join([f' {name}={chr(34)}{value}{chr(34)}' for name, value in pairs])}>"


@lru_cache(maxsize=1 << 8)
def _parse_attributes(text: str) -> tuple[tuple[str, str], ...]:
    """Parse an attribute list without braces: ``.badge rel="ugc"``."""
    attributes: dict[str, str] = {}
    for name, key, value in _ATTRIBUTE.findall(text):
        if name:
            attributes["class"] = f"{attributes['class']} {name}" if "class" in attributes else name
        else:
            attributes[key] = value
    return tuple(sorted(attributes.items()))


def _split_elements(markup: str) -> list[str]:
    """Split a block of raw HTML into its elements, with nothing between them, as both see them."""
    elements = []
    while markup:
        opening = _TAG.match(markup)
        if opening is None or opening[2] not in _HTML_BLOCKS:
            _refuse()
        end = _find_end(opening[2], markup)
        elements.append(markup[:end])
        markup = markup[end:]
    return elements


def _find_end(name: str, markup: str) -> int:
    """Return where the element ends that markup begins with."""
    closing = f"</{name}>"
    end = markup.find(closing) + len(closing)
    if f"<{name}" not in markup[1:end]:
        return end if end >= len(closing) else _refuse()
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag[2] == name:
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.end() + 1
    _refuse()


def _write_heading(heading: _Heading) -> str:
    tag = f"h{heading.level}"
    classes = f' class="{" ".join(heading.classes)}"' if heading.classes else ""
    return f'<{tag}{classes} id="{heading.id}">{heading.inner}</{tag}>'


# Most pages have the same headings.
_name_heading: Callable[[str], str] = lru_cache(maxsize=1 << 12)(strip_tags)
_build_id: Callable[[str], str] = lru_cache(maxsize=1 << 12)(lambda name: slugify(unescape(name), "-"))
