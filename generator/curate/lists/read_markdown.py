"""Read a Markdown list: entries of lists, rows of tables, and paragraphs and headings that name a paper."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from itertools import chain

from markdown_it.tree import SyntaxTreeNode

from generator.curate.lists import list_items
from generator.curate.lists.list_items import MAX_ENTRY_LENGTH, Heading, ImportedEntry, PaperList
from generator.curate.lists.markdown_entry import EntryParts, find_parts, is_code, is_generic, read_heading
from generator.curate.lists.markdown_text import MarkdownDocument, Piece, split_html
from generator.model.errors import Problem
from generator.model.text import fold

_MAX_LINES = 50_000  # as many are parsed in about ten seconds
_MAX_HEADING = 200
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b", re.IGNORECASE)
_LISTS = ("bullet_list", "ordered_list")
_TITLE_COLUMNS = ("title", "paper title", "paper", "papers", "name", "work", "method", "publication")
# Words in the headings of columns that have a curator's words. Other columns state facts, such as dates.
_NOTE_COLUMNS = frozenset(
    """
    annotation comment comments contribution contributions description highlight highlights idea ideas insight
    insights note notes remark remarks summary takeaway takeaways tl tldr why
    """.split()
)
_SPACE, _COMMA = Piece(" "), Piece(", ")


@dataclass(frozen=True, slots=True)
class _Block:
    """An entry of a list, a row of a table, a paragraph or a heading.

    Attributes:
        line: Where it begins, from 1.
        headings: From the outermost to the nearest.
        pieces: Its own text, as far as an entry may be long.
        length: How many characters its text has in all.
        title: Its title, where a column of a table has it.
        is_prose: Whether it is an entry only if it names a paper, as paragraphs and headings are.
        children: The entries of lists inside of it.
    """

    line: int
    headings: tuple[Heading, ...]
    pieces: tuple[Piece, ...]
    length: int
    title: str = ""
    is_prose: bool = False
    children: tuple["_Block", ...] = ()


def read_markdown(text: str, path: str) -> PaperList:
    """Read the entries of a Markdown file.

    Args:
        text: The file's text.
        path: The file's path, for messages.
    """
    lines = text.split("\n")
    scanner = _Scanner(MarkdownDocument("\n".join(lines[:_MAX_LINES])))
    problems = [list_items.build_count_problem(path, _MAX_LINES + 1)] if len(lines) > _MAX_LINES else []
    pairs = [pair for block in scanner.blocks for pair in _find_entries(block, path, problems)]
    # An entry without a URL counts only where entries under the same heading name a paper.
    headings_with_ids = {entry.headings for entry, _ in pairs if entry.references.ids}
    entries = [
        entry for entry, has_url in pairs if has_url or (entry.headings in headings_with_ids and entry.title)
    ]
    max_entries = list_items.MAX_ENTRIES
    if len(entries) > max_entries:
        problems.append(list_items.build_count_problem(path, entries[max_entries].line))
    return PaperList(scanner.title, tuple(entries[:max_entries]), tuple(problems))


class _Scanner:
    """Collects the blocks of a document that could be entries.

    Attributes:
        title: The first heading's words, or an empty string.
        blocks: In the order of the document.
    """

    def __init__(self, document: MarkdownDocument) -> None:
        self.title = ""
        self.blocks: list[_Block] = []
        self._document = document
        self._headings: list[tuple[int, Heading]] = []  # with their levels
        self._scan(document.blocks.children)

    def _scan(self, nodes: Iterable[SyntaxTreeNode]) -> None:
        for node in nodes:
            match node.type:
                case "heading":
                    self._add_heading(node, int(node.tag[1]))
                case "bullet_list" | "ordered_list":
                    self.blocks += map(self._read_item, node.children)
                case "table":
                    self.blocks += self._read_table(node)
                case "html_block":
                    self._add_html(node)
                case "paragraph":
                    self.blocks.append(self._make_block(node, self._read_texts([node]), is_prose=True))
                case "blockquote":
                    self._scan(node.children)

    def _add_heading(self, node: SyntaxTreeNode, level: int) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        block = self._make_block(node, self._read_texts([node]), is_prose=True)
        self.blocks.append(block)
        text = read_heading(block.pieces)[:_MAX_HEADING]
        is_first = not self.title and not self._headings
        if is_first:
            self.title = text
        if not (is_first and level == 1):
            self._headings.append((level, Heading(text, block.line)))

    def _read_item(self, item: SyntaxTreeNode) -> _Block:
        texts = [node for node in item.children if node.type not in _LISTS]
        lists = (node.children for node in item.children if node.type in _LISTS)
        children = tuple(map(self._read_item, chain.from_iterable(lists)))
        return self._make_block(item, self._read_texts(texts), children=children)

    def _read_table(self, table: SyntaxTreeNode) -> Iterator[_Block]:
        header, *rows = (node for node in table.walk() if node.type == "tr")
        header_block = self._make_block(header, self._read_texts(header.children, _COMMA), is_prose=True)
        yield header_block
        columns = [fold(read_heading(self._read_texts([cell])[0])) for cell in header.children]
        if any(piece.url for piece in header_block.pieces):
            columns = []  # the first row is an entry, too
        title_at = next((columns.index(name) for name in _TITLE_COLUMNS if name in columns), len(columns))
        for row in rows:
            cells = list(row.children)
            facts = {cell for cell, name in zip(cells, columns, strict=False) if name and _is_fact(name)}
            title_cells = cells[title_at : title_at + 1]
            del cells[title_at : title_at + 1]
            title = read_heading(self._read_texts(title_cells)[0])
            text = self._read_texts([*title_cells, *cells], _COMMA, facts - {*title_cells})
            yield self._make_block(row, text, title=title)

    def _add_html(self, node: SyntaxTreeNode) -> None:
        if heading := _HTML_HEADING.match(node.content):
            self._add_heading(node, int(heading[1]))
            return
        block = self._make_block(node, ((), 0), is_prose=True)
        for line_count, html in split_html(node.content):
            pieces = self._document.parse_text(html[:MAX_ENTRY_LENGTH])
            self.blocks.append(replace(block, line=block.line + line_count, pieces=pieces, length=len(html)))

    def _make_block(
        self,
        node: SyntaxTreeNode,
        text: tuple[tuple[Piece, ...], int],
        *,
        title: str = "",
        is_prose: bool = False,
        children: tuple[_Block, ...] = (),
    ) -> _Block:
        headings = tuple(heading for _, heading in self._headings)
        line = node.map[0] + 1 if node.map else 0
        return _Block(line, headings, *text, title, is_prose, children)

    def _read_texts(
        self,
        nodes: Iterable[SyntaxTreeNode],
        separator: Piece = _SPACE,
        facts: Set[SyntaxTreeNode] = frozenset(),
    ) -> tuple[tuple[Piece, ...], int]:
        """Return the pieces of all texts inside of some nodes, and the number of characters of the texts."""
        pieces: list[Piece] = []
        length = 0
        for node in nodes:
            texts = (inner.content for inner in node.walk() if inner.type in ("inline", "html_block"))
            for text in texts:
                if text and length < MAX_ENTRY_LENGTH:
                    parsed = [*self._document.parse_text(text[: MAX_ENTRY_LENGTH - length]), separator]
                    pieces += [replace(piece, is_fact=node in facts) for piece in parsed]
                length += len(text)
        return tuple(pieces), length


def _is_fact(column: str) -> bool:
    """Whether a column with this folded heading states facts, and no words of the list's author."""
    return _NOTE_COLUMNS.isdisjoint(column.split())


def _find_entries(block: _Block, path: str, problems: list[Problem]) -> Iterator[tuple[ImportedEntry, bool]]:
    """Yield the entry that a block is, and those inside it, and whether each has a URL."""
    details = [child for child in block.children if _is_detail(child)]
    entries = [child for child in block.children if child not in details]
    pieces, length = _join_details(block, details)
    if length > MAX_ENTRY_LENGTH:
        problems.append(list_items.build_length_problem(path, block.line))
    parts = find_parts(pieces, block.title)
    entry = _make_entry(block, parts)
    has_url = any(link.url.startswith(("http://", "https://")) for link in parts.links)
    is_entry = not block.is_prose and (has_url or not entries) and not _is_internal(parts)
    paper_ids = entry.references.ids
    if paper_ids or entry.references.faults or is_entry:
        yield entry, bool(has_url or paper_ids)
    headings = block.headings
    if parts.title and not paper_ids:
        headings = (*headings, Heading(parts.title, block.line))
    for child in entries:
        yield from _find_entries(replace(child, headings=headings), path, problems)


def _join_details(block: _Block, details: Iterable[_Block]) -> tuple[tuple[Piece, ...], int]:
    """Return the pieces of a block and of those that only describe it, and their number of characters."""
    pieces, length = block.pieces, block.length
    for detail in details:
        more, more_length = _join_details(detail, detail.children)
        pieces = (*pieces, *more) if length < MAX_ENTRY_LENGTH else pieces
        length += more_length
    return pieces, length


def _make_entry(block: _Block, parts: EntryParts) -> ImportedEntry:
    labelled = [link.url for link in parts.links if is_code(link.text)]
    return ImportedEntry(
        line=block.line,
        title=parts.title,
        references=list_items.resolve_references(parts.references, labelled),
        headings=block.headings,
        note=parts.words or None,
    )


def _is_internal(parts: EntryParts) -> bool:
    """Whether all links lead to other parts of the list, as in a table of contents."""
    return bool(parts.links) and not any(link.url.startswith("http") for link in parts.links)


def _is_detail(block: _Block) -> bool:
    """Whether an entry inside of another only describes that one: by words, and by links such as “paper”."""
    links = find_parts(block.pieces).links
    return all(is_generic(link.text) for link in links) and all(map(_is_detail, block.children))
