"""A Markdown “awesome list” into mentions: entries of lists, rows of tables, paragraphs that name a paper.

A line-by-line reading of what such lists use, not all of Markdown: headings of every kind, lists in
lists, tables, code and comments (which are passed over), links written inline, by reference or in HTML.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.curate.lists import markdown_inline
from generator.curate.lists.list_items import (
    LONGEST_ENTRY,
    MOST_ENTRIES,
    Heading,
    Mention,
    Reading,
    code_among,
    decode,
    identify,
    too_long,
    too_many,
)
from generator.model.errors import Problem
from generator.model.text import fold

_FENCE = re.compile(r"\s{0,12}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_HTML_HEADING = re.compile(r"\s{0,12}<h([1-6])\b[^<>]*+>(.*)", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*\Z")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_ITEM = re.compile(r"([ \t]*+)(?:[-*+]|[0-9]{1,9}[.)])[ \t]++(?:\[[ xX]\][ \t]++)?(.*)")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_CELL_END = re.compile(r"(?<!\\)\|")
_REFERENCE = re.compile(r" {0,3}\[([^\[\]]++)\]:\s*<?([^\s<>]++)>?")
_DEEPEST = 6  # levels of lists that are told apart
_TAB = 4
_LONGEST_HEADING = 200
_TITLE_COLUMNS = ("title", "paper title", "paper", "papers", "name", "work", "method", "publication")


@dataclass(slots=True)
class _Block:
    """An entry of a list, a row or a paragraph, with what is nested below it."""

    line: int
    headings: tuple[Heading, ...]
    text: list[str]
    indent: int = 0
    title: str = ""
    is_prose: bool = False
    children: list["_Block"] = field(default_factory=list)


def read(data: bytes, path: str) -> Reading:
    """The entries of a Markdown file.

    Args:
        data: The file's bytes.
        path: The file's name, for messages.
    """
    text = decode(data, path)
    if isinstance(text, Problem):
        return Reading("", (), (text,))
    scanner = _Scanner()
    for number, line in enumerate(text.split("\n"), 1):
        scanner.take(number, line.rstrip())
    scanner.close()
    problems: list[Problem] = []
    mentions: list[Mention] = []
    for mention in _entries(scanner, path, problems):
        if len(mentions) == MOST_ENTRIES:
            problems.append(too_many(path, mention.line))
            break
        mentions.append(mention)
    return Reading(scanner.title, tuple(mentions), tuple(problems))


class _Scanner:
    """Takes lines one by one and keeps the blocks that could be entries."""

    def __init__(self) -> None:
        self.title = ""
        self.blocks: list[_Block] = []
        self.references: dict[str, str] = {}
        self._headings: list[tuple[int, Heading]] = []
        self._open: list[_Block] = []  # the entry that lines go on, and those around it
        self._columns: list[str] | None = None
        self._fence = ""
        self._in_comment = False

    def take(self, number: int, line: str) -> None:
        """One line, without its end."""
        if self._is_hidden(line):
            return
        if not line.strip():
            self._blank()
        elif match := _REFERENCE.match(line):
            self.references.setdefault(fold(match[1]), match[2])
        elif match := _HEADING.match(line) or _HTML_HEADING.match(line):
            level = len(match[1]) if match[1].startswith("#") else int(match[1])
            self._head(level, match[2].rstrip("# \t"), number)
        elif not self._is_underline(line) and not self._is_row(number, line):
            self._words(number, line)

    def close(self) -> None:
        """No more lines come."""
        self._open = []
        self._columns = None

    def _is_hidden(self, line: str) -> bool:
        """Whether a line is code or a comment."""
        if self._in_comment:
            self._in_comment = "-->" not in line
            return True
        fence = _FENCE.match(line)
        if self._fence:
            if fence and fence[1].startswith(self._fence):
                self._fence = ""
            return True
        if fence:
            self._fence = fence[1]
            return True
        start = line.rfind("<!--")
        self._in_comment = start >= 0 and "-->" not in line[start:]
        return self._in_comment or (line.lstrip().startswith("<!--") and line.endswith("-->"))

    def _blank(self) -> None:
        """A list goes on behind an empty line, a paragraph and a table do not."""
        self._columns = None
        if self._open and self._open[-1].is_prose:
            self._open = []
        elif self._open:
            self._open[-1].text.append("")

    def _head(self, level: int, text: str, number: int) -> None:
        self.close()
        heading = Heading(
            markdown_inline.heading(text[:LONGEST_ENTRY], self.references)[:_LONGEST_HEADING], number
        )
        if not self.title and not self._headings:
            self.title = heading.text
            if level == 1:
                return
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._headings.append((level, heading))

    def _is_underline(self, line: str) -> bool:
        """Whether a line makes the paragraph above a heading, or is a rule across the page."""
        paragraph = self._open[-1] if self._open and self._open[-1].is_prose else None
        match = _UNDERLINE.match(line)
        if match and paragraph and len(paragraph.text) == 1:
            self.blocks.pop()
            self._head(1 if match[1].startswith("=") else 2, paragraph.text[0], paragraph.line)
            return True
        if _RULE.match(line):
            self.close()
            return True
        return False

    def _is_row(self, number: int, line: str) -> bool:
        """Whether a line belongs to a table; the first is taken for a paragraph until the second comes."""
        if self._columns is not None and "|" in line:
            self.blocks.append(self._row(number, line))
            return True
        paragraph = self._open[-1] if self._open and self._open[-1].is_prose else None
        if paragraph and "|" in line and "|" in paragraph.text[-1] and _DELIMITER.match(line):
            self._columns = [fold(cell) for cell in _cells(paragraph.text.pop())]
            self._open = []
            return True
        return False

    def _row(self, number: int, line: str) -> _Block:
        cells = _cells(line)
        columns = self._columns or []
        at = next((columns.index(name) for name in _TITLE_COLUMNS if name in columns), len(cells))
        title = cells[at] if at < len(cells) else ""
        rest = [cell for index, cell in enumerate(cells) if index != at and cell]
        return _Block(
            number, self._path(), [title, ", ".join(rest)] if title else [", ".join(rest)], title=title
        )

    def _words(self, number: int, line: str) -> None:
        """A line that begins an entry, goes on with one, or is a paragraph's."""
        self._columns = None
        item = _ITEM.match(line)
        if item:
            self._begin(_Block(number, self._path(), [item[2]], len(item[1].expandtabs(_TAB))))
            return
        is_indented = line.startswith((" ", "\t"))
        if self._open and (is_indented or self._open[-1].text[-1]):
            self._open[-1].text.append(line.strip())
            return
        paragraph = _Block(number, self._path(), [line.strip()], is_prose=True)
        self._open = [paragraph]
        self.blocks.append(paragraph)

    def _begin(self, item: _Block) -> None:
        while self._open and (self._open[-1].is_prose or self._open[-1].indent >= item.indent):
            self._open.pop()
        del self._open[_DEEPEST - 1 :]
        (self._open[-1].children if self._open else self.blocks).append(item)
        self._open.append(item)

    def _path(self) -> tuple[Heading, ...]:
        return tuple(heading for _, heading in self._headings)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL_END.split(line.strip().strip("|"))]


def _entries(scanner: _Scanner, path: str, problems: list[Problem]) -> Iterator[Mention]:
    """What the blocks say of papers.

    Words without any address are an entry without id where entries with one stand under the same heading;
    elsewhere they are just words.
    """
    found = [
        (mention, is_linked)
        for block in scanner.blocks
        for mention, is_linked in _mentions(block, scanner.references, path, problems)
    ]
    with_ids = {mention.headings for mention, _ in found if mention.ids}
    for mention, is_linked in found:
        if is_linked or (mention.headings in with_ids and mention.title):
            yield mention


def _mentions(
    block: _Block, references: Mapping[str, str], path: str, problems: list[Problem]
) -> Iterator[tuple[Mention, bool]]:
    """The entry that a block is, with nested ones; and whether it has an address at all."""
    details: list[_Block] = []
    entries: list[_Block] = []
    for child in block.children:
        (details if _is_detail(child, references) else entries).append(child)
    lines = [*block.text, *(line for detail in details for line in _all_lines(detail))]
    text = " ".join(filter(None, lines))
    if len(text) > LONGEST_ENTRY:
        problems.append(too_long(path, block.line))
    words = markdown_inline.read(text[:LONGEST_ENTRY], references, block.title)
    mention = _mention(block, words)
    is_linked = any(link.url.startswith(("http://", "https://")) for link in words.links)
    if (
        mention.ids
        or mention.faults
        or (not block.is_prose and (is_linked or not entries) and not _leads_inside(words))
    ):
        yield mention, bool(is_linked or mention.ids)
    inner = (
        block.headings
        if mention.ids or not words.title
        else (*block.headings, Heading(words.title, block.line))
    )
    for child in entries:
        child.headings = inner
        yield from _mentions(child, references, path, problems)


def _mention(block: _Block, words: markdown_inline.Inline) -> Mention:
    found = identify(words.addresses)
    declared = [
        link.url for link in words.links if markdown_inline.is_code(link.label) and link.url in found.others
    ]
    return Mention(
        line=block.line,
        title=words.title,
        ids=found.ids,
        faults=found.faults,
        addresses=found.others,
        code=code_among(found.others, declared),
        headings=block.headings,
        note=words.words or None,
    )


def _leads_inside(words: markdown_inline.Inline) -> bool:
    """Whether all links lead to other parts of the list, as in a table of contents."""
    return bool(words.links) and all(not link.url.startswith("http") for link in words.links)


def _is_detail(block: _Block, references: Mapping[str, str]) -> bool:
    """Whether a nested entry only tells more of the one above it: words, and links such as “paper”."""
    words = markdown_inline.read(" ".join(block.text)[:LONGEST_ENTRY], references)
    is_plain = all(markdown_inline.is_generic(link.label) for link in words.links)
    return is_plain and all(_is_detail(child, references) for child in block.children)


def _all_lines(block: _Block) -> Iterator[str]:
    yield from block.text
    for child in block.children:
        yield from _all_lines(child)
