"""Read CSL-JSON as Zotero and other programs export it.

The fields are those of https://github.com/citation-style-language/schema (csl-data). Zotero writes what has
no field into ``note``, one fact per line, such as ``arXiv:2602.22409 [cs]`` or ``DOI: 10...``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any

from generator.curate.lists import list_items
from generator.curate.lists.list_items import ImportedEntry, PaperList
from generator.ingest.publisher_markup import join_paragraphs
from generator.model.errors import Problem
from generator.model.identifiers import find_references
from generator.model.text import clean_line

_SPACE = re.compile(r"[ \t\r\n]*")
# Lines of Zotero's “Extra” that are fields and not words.
_FIELD = re.compile(r"(?:arxiv:\S|[\w .-]{1,40}:\s)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;]")
# Numbers are read as text, because Python refuses very long ones.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)
_NUMBER_KEYS = ("number", "archive_location", "archiveLocation", "volume", "page", "eprint")
_ARCHIVE_KEYS = (
    "archive",
    "container-title",
    "container-title-short",
    "publisher",
    "collection-title",
    "genre",
)
_RECORD_KEYS = frozenset(["title", "DOI", "URL"])
_NO_LIST = "Expecting a list of records"
_HINT = "export the list again as CSL JSON"


def read_csl(text: str, path: str) -> PaperList:
    """Read the entries of a CSL-JSON export: a list of records, ``items`` of an object, or one record.

    Of a broken file the entries before the broken place are read, and the place is reported.

    Args:
        text: The file's text.
        path: The file's path, for messages.
    """
    entries: list[ImportedEntry] = []
    problems: list[Problem] = []
    line, counted_to = 1, 0
    try:
        for position, record in islice(_find_records(text), list_items.MAX_ENTRIES + 1):
            line, counted_to = line + text.count("\n", counted_to, position), position
            if len(entries) + len(problems) >= list_items.MAX_ENTRIES:
                problems.append(list_items.build_count_problem(path, line))
            elif isinstance(record, dict):
                entries.append(_build_entry(line, record))
            else:
                problems.append(
                    Problem(path, line, 0, "an entry must be an object with keys and values", _HINT)
                )
    except json.JSONDecodeError as error:
        message = f"invalid JSON, the rest is not read: {error.msg}"
        problems.append(Problem(path, error.lineno, error.colno, message, _HINT))
    return PaperList("", tuple(entries), tuple(problems))


def _find_records(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the records of the list with their positions, one by one.

    Raises:
        json.JSONDecodeError: The text is not JSON from there on, or not a list of records.
    """
    position = start = _skip_space(text, 0)
    if text.startswith("{", start):
        position = _find_items(text, start)
    if text.startswith("}", position):
        yield start, _decode(text, start)[0]
        return
    if not text.startswith("[", position):
        raise json.JSONDecodeError(_NO_LIST, text, position)
    position = _skip_space(text, position + 1)
    if text.startswith("]", position):
        return
    while True:
        record, end = _decode(text, position)
        yield position, record
        position = _skip_space(text, end)
        if text.startswith("]", position):
            return
        if not text.startswith(",", position):
            raise json.JSONDecodeError("Expecting ',' delimiter", text, position)
        position = _skip_space(text, position + 1)


def _find_items(text: str, start: int) -> int:
    """Return the position of the value of ``items`` in an object, or of the end of a record."""
    position, mark = start, "{"
    keys = set()
    while text.startswith(mark, position):
        position = _skip_space(text, position + 1)
        if not text.startswith('"', position):
            break
        key, end = _decode(text, position)
        keys.add(key)
        position = _skip_space(text, end)
        if not text.startswith(":", position):
            break
        position = _skip_space(text, position + 1)
        if key == "items":
            return position
        position, mark = _skip_space(text, _decode(text, position)[1]), ","
    if text.startswith("}", position) and not _RECORD_KEYS.isdisjoint(keys):
        return position
    raise json.JSONDecodeError(_NO_LIST, text, position)


def _decode(text: str, position: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, position)
    except RecursionError:
        raise json.JSONDecodeError("Lists and objects are nested too deeply", text, position) from None


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _build_entry(line: int, record: Mapping[str, Any]) -> ImportedEntry:
    extra = _get_text(record, "note")
    return ImportedEntry(
        line=line,
        title=join_paragraphs(_get_text(record, "title")),
        references=list_items.resolve_references(_list_references(record, extra)),
        keywords=tuple(filter(None, map(clean_line, _SEPARATOR.split(_get_text(record, "keyword"))))),
        note=join_paragraphs(_get_text(record, "annote")) or _find_note(extra) or None,
    )


def _list_references(record: Mapping[str, Any], extra: str) -> Iterator[str]:
    """Yield the references that may identify the paper, the most reliable first."""
    texts = [_get_text(record, key) for key in _NUMBER_KEYS + _ARCHIVE_KEYS]
    references = chain.from_iterable(map(find_references, texts))
    yield from (reference for reference in references if reference.startswith("arXiv:"))
    yield from list_items.find_archived_ids((_get_text(record, key) for key in _ARCHIVE_KEYS), texts)
    doi = _get_text(record, "DOI").strip()
    if doi:
        yield from find_references(doi) or [f"doi:{doi}"]
    yield from find_references(_get_text(record, "URL"))
    yield from find_references(extra)


def _find_note(extra: str) -> str:
    """Return the lines of Zotero's “Extra” that are words."""
    return join_paragraphs(" ".join(line for line in extra.split("\n") if not _FIELD.match(line.strip())))


def _get_text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value[: list_items.MAX_ENTRY_LENGTH] if isinstance(value, str) else ""
