"""Entries of a list, the references to papers in them, and limits: shared by the readers of all formats."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from generator.curation.schema import read_limit
from generator.derive.code_links import find_links
from generator.model import ids, urls
from generator.model.curation_values import LinkKind
from generator.model.errors import Problem
from generator.model.text import clean_line

MAX_LIST_SIZE = 10_000_000  # bytes
MAX_ENTRIES = 10_000
MAX_ENTRY_LENGTH = 20_000  # characters
_ARXIV = re.compile(r"\b(?:arxiv|corr)\b", re.IGNORECASE)  # CoRR is arXiv's name in DBLP


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above entries, and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class References:
    """What an entry refers to.

    Attributes:
        ids: Of the papers that it names, in its order.
        faults: What is wrong with URLs and ids that look like those of a paper.
        urls: Its other URLs.
        code_urls: Those of source code.
    """

    ids: tuple[str, ...]
    faults: tuple[str, ...]
    urls: tuple[str, ...]
    code_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """One entry of a list that is imported.

    Attributes:
        line: Where it begins, from 1.
        title: As the list has it; an empty string if it has none.
        references: What it refers to.
        headings: From the outermost to the nearest.
        keywords: As the list has them.
        note: Its other words as plain text, or None.
    """

    line: int
    title: str
    references: References
    headings: tuple[Heading, ...] = ()
    keywords: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PaperList:
    """A list that was read.

    Attributes:
        title: The list's own title, or an empty string.
        entries: Its entries in order.
        problems: What could not be read.
    """

    title: str
    entries: tuple[ImportedEntry, ...]
    problems: tuple[Problem, ...] = ()


def decode_list(data: bytes, path: str) -> str | Problem:
    """Decode a list, or return the problem that prevents it."""
    if len(data) > MAX_LIST_SIZE:
        message = f"a list must have at most {MAX_LIST_SIZE:,} bytes"
        return Problem(path, 0, 0, message, "split it into several lists")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "choose UTF-8 in your editor, and save the file again"
        return Problem(path, line, 0, "a list must be UTF-8 text", hint)


def build_count_problem(path: str, line: int) -> Problem:
    """Return the problem of a list that has more entries than are read, with the first that is not."""
    message = f"a list must have at most {MAX_ENTRIES:,} entries; the rest is not read"
    return Problem(path, line, 0, message, "split it into several lists")


def build_length_problem(path: str, line: int) -> Problem:
    """Return the problem of an entry that has more text than is read."""
    message = f"an entry must have at most {MAX_ENTRY_LENGTH:,} characters; the rest is not read"
    return Problem(path, line, 0, message, "give each paper an entry of its own")


def resolve_references(references: Iterable[str], labelled: Iterable[str] = ()) -> References:
    """Find the papers and the source code that references name, each once.

    Args:
        references: URLs, arXiv ids after ``arXiv:``, and DOIs.
        labelled: Those that the list calls code.
    """
    paper_ids: dict[str, None] = {}
    faults: dict[str, None] = {}
    others: dict[str, None] = {}
    for reference in references:
        try:
            paper_id = ids.find_paper_id(reference)
        except ValueError as error:
            faults[clean_line(str(error))] = None
        else:
            (others if paper_id is None else paper_ids)[paper_id or reference] = None
    code_urls = _find_code_urls(tuple(others), labelled)
    return References(tuple(paper_ids), tuple(faults), tuple(others), code_urls)


def find_archived_ids(archives: Iterable[str], numbers: Iterable[str]) -> Iterator[str]:
    """Yield the arXiv ids in an entry's fields for numbers, if arXiv is its archive, journal or publisher.

    >>> list(find_archived_ids(["CoRR"], ["abs/2403.02105", "12"]))
    ['arXiv:2403.02105']
    >>> list(find_archived_ids(["Nature"], ["2403.02105"]))
    []
    """
    if not any(map(_ARXIV.search, archives)):
        return
    for number in numbers:
        with suppress(ValueError):
            yield f"arXiv:{ids.parse_arxiv_id(number)[0]}"


def _find_code_urls(other_urls: Sequence[str], labelled: Iterable[str]) -> tuple[str, ...]:
    """Find the URLs of source code: those that the list calls code, and those at well-known code hosts."""
    at_code_hosts = [
        link.url for url in other_urls for link in find_links(url, None) if link.kind is LinkKind.CODE
    ]
    trimmed_urls = set(map(urls.trim_url, other_urls))
    clean = [urls.clean_url(url) for url in map(urls.trim_url, labelled) if url in trimmed_urls]
    max_length = read_limit("paper", "maxLength", ("links", "code"))
    return tuple(dict.fromkeys(url for url in (*clean, *at_code_hosts) if url and len(url) <= max_length))
