"""Checks that a schema cannot make: of files against each other, and of words against a paper's own.

Values come in, messages with hints go out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from markdown_it import MarkdownIt

from generator.curation import schema
from generator.curation.hints import quote
from generator.curation.syntax import Path
from generator.model import ids
from generator.model.grouping import group_pairs
from generator.model.layout import PAPERS

# In a row. Careful curators share five with an abstract ("on NVIDIA and AMD GPUs").
MAX_COPIED_WORDS = 9
# The summary of templates and drafts; the check refuses what begins like it.
SUMMARY_TEMPLATE = "One or two sentences in your own words: what is new, and what was found."

_TEMPLATE = SUMMARY_TEMPLATE.casefold().split()[:4]
_HINT = "describe what is new and what was found, as you would to a colleague"
_WORD = re.compile(r"\w+")
_VERSION = re.compile(r"(.+)v[1-9]\d{0,3}", re.ASCII)
_OLD_ID = re.compile(r"([a-z-]+?)(?:\.[a-z]{2})?[-_/]?(\d{7})", re.ASCII)
_EXTENSIONS = re.compile(r"(\.(ya?ml|txt|json))*\Z", re.IGNORECASE | re.ASCII)
_LINE_END = re.compile(r"\r\n?|\n")  # as CommonMark defines it
_DOI = re.compile(r"(?:doi[-_.: ]*)?(10\.\d{4,9})(?:[-_ :/]|%2f)(.{1,250})", re.ASCII)
_PREFIX = re.compile(r"\A(?:arxiv[-_.:]?(?=\d|[a-z]))", re.ASCII)


def check_summary(summary: str, abstract: str | None) -> tuple[str, str] | None:
    """Return the message and the hint for a summary that repeats its abstract or a template, or None.

    Args:
        summary: The curator's.
        abstract: The paper's, as stored; None if no feed has it.
    """
    words = _split(summary)
    if words[: len(_TEMPLATE)] == _TEMPLATE or summary in schema.read_examples("paper", "summary"):
        return "summary must be in your own words, got the template", f"{_HINT}, or delete the key"
    if abstract is None or not words:
        return None
    copied = _find_copied(words, abstract.casefold())
    if not copied:
        return None
    rule = "summary must be in your own words"
    return f"{rule}, got {len(copied)} words in a row from the abstract: {quote(' '.join(copied))}", _HINT


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _find_copied(words: list[str], folded: str) -> list[str]:
    """Return the first words in a row that a text has, too, if they are too many or are all words."""
    passage_length = min(MAX_COPIED_WORDS + 1, len(words))
    marks = "".join("x" if word in folded else " " for word in words)
    if "x" * passage_length not in marks:  # most texts do not even have so many of the words in a row
        return []
    text = f" {' '.join(_split(folded))} "
    for start in range(len(words) - passage_length + 1):
        end = start + passage_length
        if f" {' '.join(words[start:end])} " in text:
            while end < len(words) and f" {' '.join(words[start : end + 1])} " in text:
                end += 1
            return words[start:end]
    return []


def find_pictures(note: str) -> Iterator[tuple[int, int, str]]:
    """Find the pictures in a note, which no page shows.

    Args:
        note: Markdown.

    Returns:
        The line and the column of each, from 0, and the beginning of its source.
    """
    if "![" not in note:
        return  # nearly all notes, and parsing takes long
    lines = _LINE_END.split(note)
    for block in MarkdownIt("commonmark").parse(note):
        if block.type != "inline" or block.map is None:
            continue
        line, column = block.map[0], 0
        for token in block.children or ():
            if token.type in ("softbreak", "hardbreak"):
                line, column = line + 1, 0
            elif token.type == "image":
                column = max(lines[line].find("![", column), 0)
                yield line, column, lines[line][column:]
                breaks = token.content.count("\n")
                line, column = line + breaks, 0 if breaks else column + 2
            elif token.content:  # code and text before a picture may look like one
                column = max(lines[line].find(token.content, column), column)
                column += len(token.content) if lines[line].startswith(token.content, column) else 0


def find_former_id_conflicts(value: Mapping[str, Any], noun: str) -> Iterator[tuple[Path, str]]:
    """Find former ids that are in use, or that two entries have, because each address leads to one page.

    Args:
        value: A file of topics, venues or people.
        noun: ``topic``, ``venue`` or ``person``.

    Returns:
        The place of each, and the message.
    """
    owners: dict[str, str] = {}
    for key, fields in value.items():
        for index, former_id in enumerate(fields.get("formerly", ())):
            at = (key, "formerly", index)
            owner = owners.setdefault(former_id, key)
            if former_id in value:
                yield at, f"a former id must not be the id of a {noun}, got {former_id!r}"
            elif owner != key:
                yield at, f"a former id must belong to one {noun}, and {owner!r} has {former_id!r}, too"


def find_duplicate_files(
    names: Iterable[str], ids_by_slug: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Find files for a paper that has another file.

    Names that differ in case, version, extension or the form of an old id mean the same paper: on some disks
    they are the same name, and two people would write about one paper without noticing.

    Args:
        names: Of the files of papers, without their folder.
        ids_by_slug: Of every known paper, former slugs included.

    Returns:
        The name of each such file, the message, and a hint.
    """
    guess = SlugGuesser(ids_by_slug)
    names_by_slug = group_pairs((guess.guess_slug(name) or _get_stem(name), name) for name in sorted(names))
    for slug, same in names_by_slug.items():
        right_name = f"{slug}.yml"
        first = right_name if right_name in same else same[0]
        for name in same:
            if name != first:
                message = f"a paper must have only one file, and {quote(first)} is for the same paper"
                yield name, message, f"move everything to {PAPERS}/{right_name}, and delete this file"


class SlugGuesser:
    """Guesses which paper the name of a file means.

    Args:
        ids_by_slug: Of every known paper, former slugs included.
    """

    def __init__(self, ids_by_slug: Mapping[str, str]) -> None:
        self._slugs = {slug.casefold(): ids.build_slug(paper_id) for slug, paper_id in ids_by_slug.items()}

    def guess_slug(self, name: str) -> str | None:
        """Return the slug that a file's name without folder most likely means, or None."""
        for spelling in _list_spellings(_get_stem(name)):
            if spelling in self._slugs:
                return self._slugs[spelling]
            with suppress(ValueError):
                return ids.build_slug(ids.parse_slug(spelling))
        return None


def _get_stem(name: str) -> str:
    """Return a name without extensions, in lower case."""
    return _EXTENSIONS.sub("", name).casefold().strip()


def _list_spellings(stem: str) -> Iterator[str]:
    """Yield a name, the name without prefix and version, and this with an old id or a DOI as in slugs."""
    yield stem
    bare = _PREFIX.sub("", stem)
    version = _VERSION.fullmatch(bare)
    bare = version[1] if version else bare
    yield bare
    if old_id := _OLD_ID.fullmatch(bare):
        yield f"{old_id[1]}-{old_id[2]}"
    if doi := _DOI.fullmatch(stem):
        yield ids.build_slug(ids.build_doi_id(f"{doi[1]}/{doi[2]}"))
