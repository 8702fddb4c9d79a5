"""Read BibTeX by bibtexparser, which knows the line of each entry and continues after a broken one."""

import re
from collections.abc import Iterator, Mapping

from bibtexparser import model
from bibtexparser.entrypoint import parse_string

from generator.curate.lists import list_items
from generator.curate.lists.list_items import Heading, ImportedEntry, PaperList
from generator.model.errors import Problem
from generator.model.identifiers import decode_markup, find_references
from generator.model.text import clean_line
from generator.tex import to_text

_ENTRY_START = re.compile(r"(?im)^[ \t]*@(?!comment|string|preamble)\w+[ \t]*[{(]")
# Text between entries that was meant to be one: no "@", other brackets, or a hyphen in the type.
_BROKEN_ENTRY = re.compile(r"(?m)^[ \t]*@?[a-zA-Z][\w-]*[ \t]*[\[{(][^,={}\n]*,\s*[\w-]+\s*=")
_NUMBER_OF_OLD_ID = re.compile(r"\d{7}(?:v\d+)?")  # "0402594v3" of cond-mat/0402594
_FIELD_START = re.compile(r"\s*(?:;\s*)?[a-zA-Z][\w-]*\s*=")
_SEPARATOR = re.compile(r"[,;]")
_BREAK_IN_DOI = re.compile(r"(?<!\s)[^\S\n]*\n\s*(?!\s|10\.|https?:|doi)", re.IGNORECASE)
_BRACES = str.maketrans("", "", "{}")
_NOTE_FIELDS = ("annote", "annotation", "note", "howpublished")
_CODE_FIELDS = ("code", "github", "software", "repository")
# Fields that contain an arXiv id and nothing else.
_ARXIV_FIELDS = ("arxiv", "arxivid", "arxiv_id", "arxiv-id")
_ARCHIVE_FIELDS = ("journal", "journaltitle", "publisher", "institution", "organization", "archive", "series")
_NUMBER_FIELDS = ("number", "volume", "eid", "pages")
# Fields that may contain a reference among other words.
# fmt: off
_OTHER_FIELDS = (
    "url", *_ARCHIVE_FIELDS, *_NUMBER_FIELDS, "booktitle", "note", "howpublished", "addendum", "ee", "pdf",
    "html", "link", "paper", "preprint", "website", "biburl", "adsurl", "bdsk-url-1", "bdsk-url-2",
    *_CODE_FIELDS,
)
# fmt: on
_HINT = "close each brace and quote, and put a comma after each field"


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
            unfinished = next((field.key for field in entry.fields if _lacks_comma(str(field.value))), None)
            if unfinished is None:
                entries.append(_build_entry(line, entry))
            else:
                reason = f"entry {entry.key!r} has no comma after its field {unfinished!r}"
                problems.append(_build_problem(path, line, reason))
        elif isinstance(block, model.ParsingFailedBlock):
            reason = getattr(block.error, "abort_reason", "") or str(block.error)
            problems.append(_build_problem(path, line, reason))
        elif isinstance(block, model.ImplicitComment):
            for broken in _BROKEN_ENTRY.finditer(block.comment):
                start = line + block.comment.count("\n", 0, broken.start())
                reason = "it must begin with @, a type, a brace and a key"
                problems.append(_build_problem(path, start, reason))
    return PaperList("", tuple(entries), tuple(problems))


def _get_entry(block: model.Block) -> model.Entry | None:
    """Return the entry in a block; keys and fields that occur twice matter to LaTeX only."""
    if isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
        block = block.ignore_error_block or block
    return block if isinstance(block, model.Entry) else None


def _lacks_comma(value: str) -> bool:
    """Whether a value goes on with another field, because no comma ends it."""
    if "=" not in value:
        return False
    depth, is_quoted, was_space = 0, False, False
    for position, character in enumerate(value, 1):
        if character in "{}":
            depth += 1 if character == "{" else -1
        elif character == '"' and depth == 0:
            is_quoted = not is_quoted
        may_end = character in '}"' or (character.isspace() and not was_space)
        if may_end and depth == 0 and not is_quoted and _FIELD_START.match(value, position):
            return True
        was_space = character.isspace()
    return False


def _build_problem(path: str, line: int, reason: str) -> Problem:
    reason = clean_line(reason)[:200].rstrip(". ")
    message = f"an entry must be valid BibTeX{reason and f': {reason}'}"
    return Problem(path, line, 0, message, _HINT)


def _build_entry(line: int, entry: model.Entry) -> ImportedEntry:
    values = {
        field.key.lower(): str(field.value).strip(' \t\r\n{}"')[: list_items.MAX_ENTRY_LENGTH]
        for field in entry.fields
    }
    references = {
        field.key.lower(): _flatten(str(field.value)[: list_items.MAX_ENTRY_LENGTH]) for field in entry.fields
    }
    notes = (values[key] for key in _NOTE_FIELDS if values.get(key) and not find_references(references[key]))
    return ImportedEntry(
        line=line,
        title=_convert(values.get("title", "")),
        references=list_items.resolve_references(
            _list_references(references), (values[key] for key in _CODE_FIELDS if key in values)
        ),
        headings=tuple(Heading(words, line) for words in _split(values.get("groups", ""))),
        keywords=tuple(_split(values.get("keywords", ""))),
        note=_convert(next(notes, "")) or None,
    )


def _flatten(value: str) -> str:
    r"""Return the words of a field without TeX, for references: ``{{arXiv}:2403.02101}``, ``{\url{...}}``.

    Braces, which group letters or hide a comma, are no part of a reference.
    """
    return decode_markup(value).replace("}{", " ").translate(_BRACES).strip(' \t\r\n"')


def _list_references(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the references that may identify the paper, the most reliable first."""
    for key in _ARXIV_FIELDS:
        if fields.get(key):
            yield from find_references(fields[key]) or [f"arXiv:{fields[key]}"]
    yield from _list_eprints(fields)
    if doi := _BREAK_IN_DOI.sub("", fields.get("doi", "")):
        yield from find_references(doi) or [f"doi:{doi}"]
    for key in fields:
        if key.endswith("doi"):  # such as OPTdoi, which hides it from BibTeX
            yield from find_references(fields[key])
    for key in _OTHER_FIELDS:
        yield from find_references(fields.get(key, ""))
    archives = (fields.get(key, "") for key in _ARCHIVE_FIELDS)
    yield from list_items.find_archived_ids(archives, (fields.get(key, "") for key in _NUMBER_FIELDS))


def _list_eprints(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the references in ``eprint``, which is arXiv's unless the entry names another archive."""
    eprint = fields.get("eprint", "")
    if _NUMBER_OF_OLD_ID.fullmatch(eprint) and "primaryclass" in fields:
        eprint = f"{fields['primaryclass']}/{eprint}"
    references = find_references(eprint)
    yield from references
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
    if eprint and not references and "arxiv" in archive.lower():
        yield f"arXiv:{eprint}"


def _convert(tex: str) -> str:
    return clean_line(to_text(tex).translate(_BRACES))


def _split(tex: str) -> Iterator[str]:
    return filter(None, (_convert(part) for part in _SEPARATOR.split(tex)))
