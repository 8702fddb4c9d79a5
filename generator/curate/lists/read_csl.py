"""CSL-JSON, as Zotero and others export it, into mentions.

The fields are those of https://github.com/citation-style-language/schema (csl-data); Zotero writes what
has no field of its own into ``note``, line by line, as ``arXiv:2602.22409 [cs]`` or ``DOI: 10...``.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from generator.curate.lists.list_items import (
    LONGEST_ENTRY,
    MOST_ENTRIES,
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

_BLANK = re.compile(r"[ \t\r\n]*+")
_NEWLINE = re.compile(r"\n")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|p|div|br)\b[^<>]*+>", re.IGNORECASE)
# Lines of Zotero's “Extra” that hold fields and not words.
_FIELD = re.compile(r"(?:arxiv:\S|[\w .-]{1,40}:\s)", re.IGNORECASE)
_KEYWORDS = re.compile(r"[,;]")
# Numbers stay text, so that none is too long to be read.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


class _BrokenError(Exception):
    """The JSON breaks off here."""

    def __init__(self, position: int, reason: str) -> None:
        self.position = position
        self.reason = reason


def read(data: bytes, path: str) -> Reading:
    """The entries of a CSL-JSON export: a list of records, or an object with such a list as ``items``.

    A file that breaks off somewhere yields the entries before that, and a problem that says where.

    Args:
        data: The file's bytes.
        path: The file's name, for messages.
    """
    text = decode(data, path)
    if isinstance(text, Problem):
        return Reading("", (), (text,))
    ends = [match.start() for match in _NEWLINE.finditer(text)]
    mentions: list[Mention] = []
    problems: list[Problem] = []
    try:
        for position, value in islice(_records(text), MOST_ENTRIES + 1):
            line = bisect_right(ends, position) + 1
            if len(mentions) + len(problems) >= MOST_ENTRIES:
                problems.append(too_many(path, line))
            elif isinstance(value, dict):
                mentions.append(_mention(line, value))
            else:
                message = "an entry is an object with keys and values"
                problems.append(Problem(path, line, 0, message, "export the list again as CSL JSON"))
    except _BrokenError as error:
        line = bisect_right(ends, error.position) + 1
        column = error.position - (ends[line - 2] if line > 1 else -1)
        message = f"from here on this cannot be read as CSL-JSON: {error.reason}"
        problems.append(Problem(path, line, column, message, "export the list again as CSL JSON"))
    return Reading("", tuple(mentions), tuple(problems))


def _records(text: str) -> Iterator[tuple[int, Any]]:
    """Each record of the list with its position; read one by one, so that positions are known.

    Raises:
        _BrokenError: The text is no JSON from there on, or no list of records.
    """
    position = _beginning(text)
    if text.startswith("]", position):
        return
    while True:
        value, end = _value(text, position)
        yield position, value
        position = _skip(text, end)
        if text.startswith("]", position):
            return
        if not text.startswith(",", position):
            raise _BrokenError(position, "a comma or the end of the list should stand here")
        position = _skip(text, position + 1)


def _beginning(text: str) -> int:
    """Where the first record of the list stands, or the list's end."""
    position = _skip(text, 0)
    if text.startswith("{", position):
        position = _items(text, _skip(text, position + 1))
    if not text.startswith("[", position):
        raise _BrokenError(position, "a list of records should stand here")
    return _skip(text, position + 1)


def _items(text: str, position: int) -> int:
    """Where the value of ``items`` stands in an object that begins before."""
    while text.startswith('"', position):
        key, end = _value(text, position)
        position = _skip(text, end)
        if not text.startswith(":", position):
            break
        position = _skip(text, position + 1)
        if key == "items":
            return position
        position = _skip(text, _value(text, position)[1])
        if text.startswith(",", position):
            position = _skip(text, position + 1)
    raise _BrokenError(position, "a list of records should stand here")


def _value(text: str, position: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        raise _BrokenError(error.pos, error.msg[:1].lower() + error.msg[1:]) from None
    except RecursionError:
        raise _BrokenError(position, "lists and keys are nested too deep") from None


def _skip(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _mention(line: int, record: Mapping[str, Any]) -> Mention:
    extra = _text(record, "note")
    found = identify(_addresses(record, extra))
    return Mention(
        line=line,
        title=_words(_text(record, "title")),
        ids=found.ids,
        faults=found.faults,
        addresses=found.others,
        code=code_among(found.others),
        keywords=tuple(filter(None, map(clean_line, _KEYWORDS.split(_text(record, "keyword"))))),
        note=_words(_text(record, "annote")) or _note(extra) or None,
    )


def _addresses(record: Mapping[str, Any], extra: str) -> Iterator[str]:
    """Where a paper may be named, the surest first."""
    for key in ("number", "archive_location", "archiveLocation"):
        yield from (found for found in addresses_in(_text(record, key)) if found.startswith("arXiv:"))
    doi = _text(record, "DOI").strip()
    if doi:
        yield doi if doi.lower().startswith(("http", "doi:", "10.")) else f"doi:{doi}"
    yield from addresses_in(_text(record, "URL"))
    yield from addresses_in(extra)


def _note(extra: str) -> str:
    return _words(" ".join(line for line in extra.split("\n") if not _FIELD.match(line.strip())))


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value[:LONGEST_ENTRY] if isinstance(value, str) else ""


def _words(text: str) -> str:
    return clean_line(_TAG.sub(" ", text))
