"""Read BibTeX by bibtexparser, which knows the line of each entry and continues after a broken one."""

import re
from collections.abc import Iterator, Mapping

from bibtexparser import model
from bibtexparser.entrypoint import parse_string

from generator.curate.lists import list_items
from generator.curate.lists.list_items import Heading, ImportedEntry, PaperList, find_references
from generator.model.errors import Problem
from generator.model.text import clean_line
from generator.tex import to_text

_ENTRY_START = re.compile(r"(?im)^[ \t]*+@(?!comment|string|preamble)\w++[ \t]*+[{(]")
_SEPARATOR = re.compile(r"[,;]")
_BRACES = str.maketrans("", "", "{}")
_NOTE_FIELDS = ("annote", "annotation", "note", "howpublished")
_CODE_FIELDS = ("code", "github", "software", "repository")
_OTHER_FIELDS = ("url", "journal", "note", "howpublished", "ee", "pdf", "link", *_CODE_FIELDS)


def read_bibtex(text: str, path: str) -> PaperList:
    """Read the entries of a BibTeX file; broken entries are reported, and the others are read.

    The fields are those of BibTeX, BibLaTeX, arXiv (``eprint``), DBLP (``ee``) and JabRef (``groups``, which
    are used like headings).

    Args:
        text: The file's text.
        path: The file's path, for messages.
    """
    problems: list[Problem] = []
    starts = [match.start() for match in _ENTRY_START.finditer(text)]
    if len(starts) > list_items.MAX_ENTRIES:
        end = starts[list_items.MAX_ENTRIES]
        problems.append(list_items.build_count_problem(path, text.count("\n", 0, end) + 1))
        text = text[:end]
    entries = []
    for block in parse_string(text, parse_stack=[]).blocks:
        line = (block.start_line or 0) + 1
        entry = _get_entry(block)
        if entry is not None:
            fields = {field.key.lower(): str(field.value) for field in entry.fields}
            entries.append(_build_entry(line, fields))
        elif isinstance(block, model.ParsingFailedBlock):
            problems.append(_build_problem(block, path, line))
    return PaperList("", tuple(entries), tuple(problems))


def _get_entry(block: model.Block) -> model.Entry | None:
    """Return the entry in a block; keys and fields that occur twice matter to LaTeX only."""
    if isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
        block = block.ignore_error_block or block
    return block if isinstance(block, model.Entry) else None


def _build_problem(block: model.ParsingFailedBlock, path: str, line: int) -> Problem:
    reason = clean_line(getattr(block.error, "abort_reason", "") or str(block.error))[:200].rstrip(". ")
    message = f"an entry must be valid BibTeX{reason and f': {reason}'}"
    return Problem(path, line, 0, message, "close each brace and quote, and put a comma after each field")


def _build_entry(line: int, fields: Mapping[str, str]) -> ImportedEntry:
    values = {key: value.strip(' \t\r\n{}"')[: list_items.MAX_ENTRY_LENGTH] for key, value in fields.items()}
    labelled = (values[key] for key in _CODE_FIELDS if key in values)
    notes = (values[key] for key in _NOTE_FIELDS if values.get(key) and not find_references(values[key]))
    return ImportedEntry(
        line=line,
        title=_convert(values.get("title", "")),
        references=list_items.resolve_references(_list_references(values), labelled),
        headings=tuple(Heading(words, line) for words in _split(values.get("groups", ""))),
        keywords=tuple(_split(values.get("keywords", ""))),
        note=_convert(next(notes, "")) or None,
    )


def _list_references(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the references that may identify the paper, the most reliable first."""
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").lower()
    if fields.get("eprint") and archive == "arxiv":
        yield from find_references(fields["eprint"]) or [f"arXiv:{fields['eprint']}"]
    if fields.get("doi"):
        yield fields["doi"].replace("\\_", "_")
    for key in _OTHER_FIELDS:
        yield from find_references(fields.get(key, "").replace("\\_", "_").replace("\\url", " "))


def _convert(tex: str) -> str:
    return clean_line(to_text(tex).translate(_BRACES))


def _split(tex: str) -> Iterator[str]:
    return filter(None, (_convert(part) for part in _SEPARATOR.split(tex)))
