"""A curator's note: from the Markdown of a contributor to Markdown that is safe on a page.

A note may have paragraphs, emphasis, code, lists, quotations, formulas and links to https; all else becomes
text. The note is parsed, and written again from what the parser returned: so a page can hold only these
constructs. The checks of curation files refuse pictures.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from generator import tex
from generator.model.escaping import escape_markdown, escape_parts
from generator.model.text import clean_text
from generator.publish.formatting import begin_paragraph
from generator.publish.page_links import UNTRUSTED, build_link, escape_url

_SIMPLE_CODE = re.compile(
    r"[\w.,:;/()\[\]=+-]+(?: [\w.,:;/()\[\]=+-]+)*"
)  # the same in backticks and as HTML
_BACKTICK = re.compile("(`)")
_FORMULA = "formula"  # the type of its token
_MAX_NESTING = 20  # of blocks
_MARKS = {"em": Markup("*"), "strong": Markup("**")}
_HARD_BREAK = Markup("<br>")  # a mark for `_write_lines`, which ends the line in Markdown


def convert_note(text: str | None) -> Markup:
    """Convert a curator's note to safe Markdown; empty if there is no note."""
    if not text:
        return Markup("")
    parser = _build_parser()
    tokens = parser.parse(clean_text(text))
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        return escape_markdown(text)  # the parser leaves out what is nested deeper
    return Markup("\n".join(_write_blocks(SyntaxTreeNode(tokens))))  # noqa: S704 - text in it is escaped


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING})
    parser.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]  # documented
    parser.inline.ruler.before("escape", _FORMULA, _parse_formula)
    return parser.disable(["image", "reference", "html_block", "html_inline"])


def _parse_formula(state: StateInline, silent: bool) -> bool:
    r"""Read a formula as one token, so that no mark within it is Markdown: ``$a_*b*$``, ``\(\{x\}\)``."""
    if state.src[state.pos] not in "$\\":
        return False
    if state.env.get("source") != state.src:  # the rule is called for every place of a block
        state.env["source"], state.env["ends"] = state.src, _find_formula_ends(state.src)
    end = state.env["ends"].get(state.pos)
    if end is None or end > state.posMax:
        return False
    if not silent:
        state.push(_FORMULA, "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _find_formula_ends(text: str) -> dict[int, int]:
    """Return where each formula ends, by where it starts; a formula has no backtick, which begins code."""
    ends, start = {}, 0
    for part in _BACKTICK.split(text):
        for segment in tex.split_formulas(part):
            end = start + len(segment.source)
            if segment.kind is not tex.Kind.TEXT:
                ends[start] = end
            start = end
    return ends


def _write_blocks(parent: SyntaxTreeNode) -> Iterator[str]:
    """Yield the lines of all blocks in a document, list item or quotation, without empty lists."""
    blocks = filter(any, ([*_write_block(node)] for node in parent.children))
    for position, lines in enumerate(blocks):
        if position and not parent.children[0].hidden:  # the first paragraph of a tight list item is hidden
            yield ""
        yield from lines


def _write_block(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in {"bullet_list", "ordered_list"}:
        for number, item in enumerate(node.children, start=1):
            bullet = "-" if node.type == "bullet_list" else f"{number}."
            yield from _indent(_write_blocks(item), f"{bullet:<3} ", "    ")
    elif node.type == "blockquote":
        yield from _indent(_write_blocks(node), "> ", "> ")
    elif node.type in {"code_block", "fence"}:
        yield _write_code(node.content)
    elif node.children:  # a paragraph or a heading
        yield from _write_lines(node.children[0])


def _write_lines(inline: SyntaxTreeNode) -> Iterator[str]:
    """Yield the lines between hard breaks. Each is escaped alone, because it could begin a block."""
    lines: list[list[str]] = [[]]
    for part in _write_inline(inline):
        if part is _HARD_BREAK:
            lines.append([])
        else:
            lines[-1].append(part)
    *others, last = (begin_paragraph(escape_parts(line)) for line in lines)
    yield from (f"{line}  " for line in others if line)
    yield last


def _indent(lines: Iterator[str], first: str, others: str) -> Iterator[str]:
    for position, line in enumerate(lines):
        yield f"{others if position else first}{line}" if line else others.rstrip()


def _write_inline(parent: SyntaxTreeNode) -> Iterator[str]:
    """Yield texts, which are still to be escaped, and markup."""
    for node in parent.children:
        if node.type in _MARKS:
            yield _MARKS[node.type]
            yield from _write_inline(node)
            yield _MARKS[node.type]
        elif node.type == "link":
            label = escape_parts(" " if part is _HARD_BREAK else part for part in _write_inline(node))
            yield build_link(label, escape_url(str(node.attrs["href"])), UNTRUSTED)
        elif node.type == "code_inline":
            yield _write_code(node.content)
        elif node.type == _FORMULA:
            yield tex.to_markdown(node.content, inline=True)
        elif node.type == "hardbreak":
            yield _HARD_BREAK
        else:
            yield " " if node.type == "softbreak" else node.content


def _write_code(code: str) -> Markup:
    line = " ".join(code.split())
    if _SIMPLE_CODE.fullmatch(line):
        return Markup(f"`{line}`")  # noqa: S704 - nothing in it can end the code
    return Markup("<code>{}</code>").format(escape_markdown(line))
