"""The Markdown that our templates write, as the HTML that Python-Markdown makes of it, in less time.

pulldown-cmark (by way of pyromark) says where blocks, links, code and raw HTML begin and end; all else
stays as it was written. CommonMark and Python-Markdown agree on the constructs that are known here. A text
with any other (lists in lists, lists with paragraphs, emphasis, tables, backslashes) is refused, and is then
for Python-Markdown to convert. Sources: the CommonMark specification 0.31; Python-Markdown's documentation
of the library, ``toc`` and ``attr_list``; where these leave something open, its output, to which tests
compare ours.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any, Final, NoReturn

import pyromark
from markdown.extensions.toc import nest_toc_tokens, slugify, strip_tags, unique

Tokens = list[Any]  # headings as Python-Markdown's `toc_tokens`: level, id, name, children
_Details = Any  # what an event says beside its name

_OPTIONS: Final = pyromark.Options.ENABLE_HEADING_ATTRIBUTES
# What one of the two would act on though no event tells of it: white space, definitions, tags' odd forms.
_UNKNOWN: Final = ("***", "\t", "\r", "\x02", "\x03", " \n", "\\", "]:", "<!", "<?", "\n</")
_MARK: Final = re.compile(r"[`*_{}\[\]<>#&|!~]")  # in text; entities are left as they are
_MARK_IN_TAG: Final = re.compile(
    r"[<`\[\]]"
)  # Python-Markdown looks for code and links before it looks for tags
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|[a-z]{2,8});")
_CODE: Final = re.compile(r"`([\w./:,-]+)`", re.ASCII)
_ADDRESS: Final = re.compile(r"[\w./:?=%#,~+-]+", re.ASCII)
_NAME: Final = re.compile(r"[\w-]+", re.ASCII)
_CLASSES: Final = re.compile(r"\{: ((?:\.[\w-]+ )+)\}", re.ASCII)  # of a paragraph, on its last line
_BULLET: Final = re.compile(rb"(?:-  |\d\. ) (?=\S)")
_BLANKS: Final = re.compile(rb" +")
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_ANCHOR: Final = re.compile(r"""\s(?:id|name)=["']?([^"'\s>]+)""")
# Elements that open a block of raw HTML for both.
_BLOCKS: Final = frozenset(
    "article aside details dialog div dl figure footer form header main nav ol p pre section table ul".split()
)


class UnknownConstructError(Exception):
    """A text holds what only Python-Markdown is to convert."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A page's Markdown as HTML."""

    content: str
    tokens: Tokens  # the headings of the table of contents, nested
    anchors: frozenset[str]  # the places on the page that links can name


def convert(text: str, resolve: Callable[[str], str], depth: tuple[int, int]) -> Converted:
    """A page's Markdown, without its front matter, as HTML.

    Args:
        text: The Markdown.
        resolve: What becomes of a link's target; asked in the order of the links.
        depth: The first and the last level of headings that the table of contents shows.

    Raises:
        UnknownConstructError: It holds more than is known here.
    """
    if any(map(f"{text}\n".__contains__, _UNKNOWN)):
        _refuse()
    writer = _Writer(text, resolve)
    writer.take_all()
    return writer.finish(depth)


def _refuse() -> NoReturn:
    raise UnknownConstructError


@dataclass(slots=True)
class _Heading:
    """A heading; its id may follow from its text, once all ids that are given are known."""

    level: int
    id: str | None
    classes: tuple[str, ...]
    inner: str = ""


class _Writer:
    """Puts a text together again, as HTML, from the events that tell of it."""

    def __init__(self, text: str, resolve: Callable[[str], str]) -> None:
        self._text = text
        self._data = text.encode()
        self._is_ascii = text.isascii()  # else what counts bytes does not count characters
        self._resolve = resolve
        self._blocks: list[str | _Heading] = []
        self._open: str | _Heading = ""  # the block that is open
        self._pieces: list[str] = []  # of its text
        self._items: list[str] = []
        self._anchors: set[str] = set()

    def take_all(self) -> None:  # noqa: C901 - the one loop in which time is spent
        """All events. What a text has hundreds of is done here, the rest by `_STEPS`."""
        events: Any = pyromark.events_with_range(self._text, options=_OPTIONS)
        for event, where in events:
            if isinstance(event, str):
                self._step(event, "", where)
                continue
            (kind,) = event
            if kind == "InlineHtml":
                markup = event[kind]
                if _MARK_IN_TAG.search(markup, 1) is not None:
                    _refuse()
                if "id=" in markup or "name=" in markup:
                    self._note_anchors(markup)
                self._pieces.append(markup)
            elif kind == "Text":
                written = self._cut(where["start"], where["end"])
                if _MARK.search(written) is not None:
                    _check_marks(written)
                self._pieces.append(written)
            elif kind != "Html":  # a block of it was taken whole when it began
                self._step(kind, event[kind], where)

    def _step(self, kind: str, value: Any, where: Mapping[str, int]) -> None:  # noqa: ANN401 - as it is yielded
        details = None
        if isinstance(value, dict):
            (name,) = value
            details = value[name]
        else:
            name = value
        step = _STEPS.get((kind, name))
        if step is None:
            _refuse()
        step(self, details, where["start"], where["end"])

    def _cut(self, start: int, end: int) -> str:
        return self._text[start:end] if self._is_ascii else self._data[start:end].decode()

    def _note_anchors(self, markup: str) -> None:
        self._anchors.update(unescape(found) for found in _ANCHOR.findall(markup))

    def _begin(self, block: "str | _Heading", start: int) -> None:
        """A block begins the text, or follows a blank line; it lies in no other."""
        if self._open or (self._blocks and self._data[start - 2 : start] != b"\n\n"):
            _refuse()
        self._open = block
        self._pieces = []

    def _end(self, block: "str | _Heading") -> None:
        self._blocks.append(block)
        self._open = ""

    def _inner(self) -> str:
        """The open block's text; classes anywhere but at a paragraph's end are none of ours."""
        inner = "".join(self._pieces)
        if "{" in inner:
            _refuse()
        return inner

    def soft_break(self, _details: _Details, _start: int, end: int) -> None:
        """A new line, with the blanks that it begins with."""
        blanks = _BLANKS.match(self._data, end)
        self._pieces.append(f"\n{blanks[0].decode() if blanks else ''}")

    def code(self, _details: _Details, start: int, end: int) -> None:
        code = _CODE.fullmatch(self._cut(start, end))
        if code is None:
            _refuse()
        self._pieces.append(f"<code>{code[1]}</code>")

    def start_paragraph(self, _details: _Details, start: int, _end: int) -> None:
        self._begin("p", start)

    def end_paragraph(self, _details: _Details, _start: int, _end: int) -> None:
        classes = ""
        if len(self._pieces) > 1 and self._pieces[-2] == "\n":
            listed = _CLASSES.fullmatch(self._pieces[-1])
            if listed:
                classes = f' class="{listed[1].replace(".", "").strip()}"'
                del self._pieces[-2:]
        self._end(f"<p{classes}>{self._inner()}</p>")

    def start_heading(self, details: _Details, start: int, end: int) -> None:
        heading = _Heading(int(details["level"][1:]), details["id"], details["classes"])
        names = [*heading.classes, *([heading.id] if heading.id else [])]
        if details["attrs"] or not all(map(_NAME.fullmatch, names)):
            _refuse()
        if self._cut(start, end)[: heading.level + 1] != "#" * heading.level + " ":  # a line drawn below it
            _refuse()
        self._begin(heading, start)

    def end_heading(self, _details: _Details, _start: int, _end: int) -> None:
        heading = self._open
        assert isinstance(heading, _Heading)  # noqa: S101 - events are in pairs
        heading.inner = self._inner().strip()
        self._end(heading)

    def start_list(self, details: _Details, start: int, _end: int) -> None:
        if details not in {None, 1} or (self._blocks and str(self._blocks[-1]).endswith(_LIST_ENDS)):
            _refuse()  # two lists in a row are one for Python-Markdown
        self._begin("ol" if details else "ul", start)
        self._items = []

    def end_list(self, _details: _Details, _start: int, _end: int) -> None:
        lines = "\n".join(self._items)
        self._end(f"<{self._open}>\n{lines}\n</{self._open}>")

    def start_item(self, _details: _Details, start: int, _end: int) -> None:
        if self._open not in {"ul", "ol"} or not _BULLET.match(self._data, start):
            _refuse()
        self._pieces = []

    def end_item(self, _details: _Details, _start: int, _end: int) -> None:
        self._items.append(f"<li>{self._inner()}</li>")

    def start_html(self, _details: _Details, start: int, end: int) -> None:
        self._begin("html", start)
        written = self._cut(start, end).rstrip("\n")
        self._note_anchors(written)
        self._pieces = _elements(written)

    def end_html(self, _details: _Details, _start: int, _end: int) -> None:
        self._end("\n".join(self._pieces) + "\n")

    def start_link(self, details: _Details, start: int, end: int) -> None:
        target = details["dest_url"]
        if not _ADDRESS.fullmatch(target) or not self._cut(start, end).endswith(f"]({target})"):
            _refuse()
        self._pieces.append(f'<a href="{self._resolve(target)}">')

    def end_link(self, _details: _Details, _start: int, _end: int) -> None:
        self._pieces.append("</a>")

    def start_strong(self, _details: _Details, start: int, _end: int) -> None:
        if self._data[start : start + 2] != b"**":
            _refuse()
        self._pieces.append("<strong>")

    def end_strong(self, _details: _Details, _start: int, _end: int) -> None:
        self._pieces.append("</strong>")

    def finish(self, depth: tuple[int, int]) -> Converted:
        """All of it, headings with their ids."""
        headings = [block for block in self._blocks if isinstance(block, _Heading)]
        used = {heading.id for heading in headings if heading.id}
        tokens: Tokens = []
        for heading in headings:
            name = _name(heading.inner)
            heading.id = heading.id or unique(_slug(name), used)
            if depth[0] <= heading.level <= depth[1]:
                tokens.append({"level": heading.level, "id": heading.id, "name": name})
        self._anchors.update(used)
        content = "\n".join(_html(block) if isinstance(block, _Heading) else block for block in self._blocks)
        return Converted(content.strip(), nest_toc_tokens(tokens), frozenset(self._anchors))


_LIST_ENDS: Final = ("\n</ul>", "\n</ol>")
_STEPS: Final[dict[tuple[str, str], Callable[[_Writer, _Details, int, int], None]]] = {
    ("SoftBreak", ""): _Writer.soft_break,
    ("Code", ""): _Writer.code,
    ("Start", "Paragraph"): _Writer.start_paragraph,
    ("End", "Paragraph"): _Writer.end_paragraph,
    ("Start", "Heading"): _Writer.start_heading,
    ("End", "Heading"): _Writer.end_heading,
    ("Start", "List"): _Writer.start_list,
    ("End", "List"): _Writer.end_list,
    ("Start", "Item"): _Writer.start_item,
    ("End", "Item"): _Writer.end_item,
    ("Start", "HtmlBlock"): _Writer.start_html,
    ("End", "HtmlBlock"): _Writer.end_html,
    ("Start", "Link"): _Writer.start_link,
    ("End", "Link"): _Writer.end_link,
    ("Start", "Strong"): _Writer.start_strong,
    ("End", "Strong"): _Writer.end_strong,
}


def _check_marks(written: str) -> None:
    """Marks in text are for Python-Markdown, but for entities, and classes that are looked at later."""
    if not (_ENTITY.fullmatch(written) or _CLASSES.fullmatch(written)):
        _refuse()


def _elements(markup: str) -> list[str]:
    """The elements that a block of raw HTML is made of, with nothing between them, as both would see them."""
    elements = []
    while markup:
        opening = _TAG.match(markup)
        if opening is None or opening[2] not in _BLOCKS:
            _refuse()
        end = _end_of(opening[2], markup)
        elements.append(markup[:end])
        markup = markup[end:]
    return elements


def _end_of(name: str, markup: str) -> int:
    """Where the element ends that markup begins with."""
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


def _html(heading: _Heading) -> str:
    tag = f"h{heading.level}"
    classes = f' class="{" ".join(heading.classes)}"' if heading.classes else ""
    mark = f'<a class="headerlink" href="#{heading.id}" title="Permanent link">&para;</a>'
    return f'<{tag}{classes} id="{heading.id}">{heading.inner}{mark}</{tag}>'


@lru_cache(maxsize=1 << 12)
def _name(inner: str) -> str:
    """What a table of contents calls a heading."""
    name: str = strip_tags(inner)
    return name


@lru_cache(maxsize=1 << 12)
def _slug(name: str) -> str:
    return slugify(unescape(name), "-")
