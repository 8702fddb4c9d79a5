"""BibTeX into mentions, by bibtexparser: it knows the line of each entry, and reads on after a broken one."""

import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
)

from generator.curate.lists.list_items import (
    LONGEST_ENTRY,
    MOST_ENTRIES,
    Heading,
    Mention,
    Reading,
    addresses_in,
    code_among,
    decode,
    identify,
    too_many,
)
from generator.model.errors import Problem
from generator.model.text import clean_line
from generator.tex import to_text

_BEGINNING = re.compile(r"^[ \t]*+@(?!comment|string|preamble)\w++[ \t]*+[{(]", re.MULTILINE | re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;]")
_BRACES = str.maketrans("", "", "{}")
_NOTES = ("annote", "annotation", "note", "howpublished")
_CODE = ("code", "github", "software", "repository")
_OTHERS = ("ee", "pdf", "link", *_CODE)


def read(data: bytes, path: str) -> Reading:
    """The entries of a BibTeX file; broken ones are told and the others kept.

    Fields are those of BibTeX, BibLaTeX, arXiv (``eprint``), DBLP (``ee``), and JabRef's ``groups``, which
    stand for headings.

    Args:
        data: The file's bytes.
        path: The file's name, for messages.
    """
    text = decode(data, path)
    if isinstance(text, Problem):
        return Reading("", (), (text,))
    problems: list[Problem] = []
    beginnings = [match.start() for match in _BEGINNING.finditer(text)]
    if len(beginnings) > MOST_ENTRIES:
        end = beginnings[MOST_ENTRIES]
        problems.append(too_many(path, text.count("\n", 0, end) + 1))
        text = text[:end]
    mentions = []
    for block in parse_string(text, parse_stack=[]).blocks:
        line = (block.start_line or 0) + 1
        entry = _entry(block)
        if entry is not None:
            mentions.append(_mention(line, {field.key.lower(): str(field.value) for field in entry.fields}))
        elif isinstance(block, ParsingFailedBlock):
            problems.append(_broken(block, path, line))
    return Reading("", tuple(mentions), tuple(problems))


def _entry(block: Block) -> Entry | None:
    """The entry in a block; a key or a field that stands twice matters to LaTeX alone."""
    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block or block
    return block if isinstance(block, Entry) else None


def _broken(block: ParsingFailedBlock, path: str, line: int) -> Problem:
    reason = clean_line(getattr(block.error, "abort_reason", "") or str(block.error))[:200].rstrip(". ")
    message = f"this entry cannot be read as BibTeX: {reason or 'it is broken'}"
    return Problem(path, line, 0, message, "close every brace and quote, and put a comma after each field")


def _mention(line: int, fields: Mapping[str, str]) -> Mention:
    bare = {key: value.strip(' \t\r\n{}"')[:LONGEST_ENTRY] for key, value in fields.items()}
    found = identify(_addresses(bare))
    code = code_among(found.others, (bare[key] for key in _CODE if key in bare))
    words = next((_words(bare[key]) for key in _NOTES if bare.get(key) and not addresses_in(bare[key])), "")
    return Mention(
        line=line,
        title=_words(bare.get("title", "")),
        ids=found.ids,
        faults=found.faults,
        addresses=found.others,
        code=code,
        headings=tuple(Heading(words, line) for words in _split(bare.get("groups", ""))),
        keywords=tuple(_split(bare.get("keywords", ""))),
        note=words or None,
    )


def _addresses(fields: Mapping[str, str]) -> Iterator[str]:
    """Where a paper may be named, the surest first."""
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").lower()
    if fields.get("eprint") and archive == "arxiv":
        yield from addresses_in(fields["eprint"]) or [f"arXiv:{fields['eprint']}"]
    if fields.get("doi"):
        yield fields["doi"].replace("\\_", "_")
    for key in ("url", "journal", "note", "howpublished", *_OTHERS):
        yield from addresses_in(fields.get(key, "").replace("\\_", "_").replace("\\url", " "))


def _words(text: str) -> str:
    return clean_line(to_text(text).translate(_BRACES))


def _split(text: str) -> Iterator[str]:
    return filter(None, (_words(part) for part in _SEPARATOR.split(text)))
