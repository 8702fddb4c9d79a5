"""The parts of an entry of a Markdown list: its title, its links, and its other words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from generator.curate.lists.markdown_text import Piece
from generator.model.identifiers import find_references
from generator.model.text import clean_line, fold

_MAX_TITLE = 300
_MAX_GENERIC = 4  # words
# Labels that name the target of a link, and not the paper.
_GENERIC = frozenset(
    """
    abs abstract acm appendix arxiv article artifact bib bibtex blog cite code dataset data demo doi download
    eprint full github gitlab here homepage html huggingface ieee implementation journal link model models
    official openreview page paper pdf post poster preprint project pytorch read repo repository site slides
    source supplement talk tensorflow text tweet url version video web webpage website youtube
    """.split()
)
_CODE = frozenset("code github gitlab implementation repo repository source".split())
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")
_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+-]{2,40}:(?![\w:])")  # ":fire:"
_ARXIV_ID = re.compile(r"\barxiv:\s?[a-z0-9./-]*[a-z0-9](?:\s?\[[a-z.-]+\])?", re.IGNORECASE)
_LABELS = re.compile(r"\A(?:\[[^\[\]]{1,40}\]\s*)+(?=\w)")  # "[MLSys'22] Plumber"
_EMPTY_BRACKETS = re.compile(r"[\[(](?:[,;|/·•\s]|and\b)*[\])]")
_STRAY_SEPARATORS = re.compile(r"(?:\s[|/·•]|(?<=\s)[|/·•](?=\s|\Z)|(?<=,)\s*,|\s+(?=[,.;:]))+")
_SEPARATORS = " \t|/·•,;:.-–—"


@dataclass(frozen=True, slots=True)
class EntryParts:
    """The parts of an entry.

    Attributes:
        title: The label of the first link that is more than “paper” or “pdf”; or else what is bold, or the
            words before the first link.
        words: The words that belong neither to the title nor to a link.
        links: The links, in order.
        references: Everything that could name a paper, in order.
    """

    title: str
    words: str
    links: tuple[Piece, ...]
    references: tuple[str, ...]


def find_parts(pieces: Sequence[Piece], title: str = "") -> EntryParts:
    """Find the parts of an entry.

    Args:
        pieces: Its text.
        title: Its title, where that is known, as from a table.
    """
    links = tuple(piece for piece in pieces if piece.url)
    labels = (_get_label(link) for link in links)
    paper_label = next((label for label in labels if label and not is_generic(label)), "")
    title = title or paper_label or _find_title(pieces, paper_label)
    words = "".join(
        f"{_get_words(piece, paper_label)} " if piece.url else piece.text
        for piece in pieces
        if not piece.is_fact
    )
    return EntryParts(
        title=title[:_MAX_TITLE],
        words=_tidy(_EMOJI.sub(" ", _CHECKBOX.sub("", words.lstrip(), count=1)), title),
        links=links,
        references=tuple(_list_references(pieces)),
    )


def read_heading(pieces: Sequence[Piece]) -> str:
    """Return the words of a heading, without images and links such as “paper”."""
    words = (
        f"{_get_words(piece, '')} " if piece.url else piece.text for piece in pieces if not piece.is_image
    )
    return clean_line("".join(words))


def is_generic(label: str) -> bool:
    """Whether a label only names the target of the link, such as “paper”, “arXiv 2024” or an address."""
    words = fold(label).split()
    if "://" in label or len(words) > _MAX_GENERIC:
        return "://" in label
    return all(word in _GENERIC or word.isdigit() for word in words)


def is_code(label: str) -> bool:
    """Whether a label states that the link leads to source code."""
    return is_generic(label) and not _CODE.isdisjoint(fold(label).split())


def _get_label(link: Piece) -> str:
    return clean_line(link.text).strip("[]() ")


def _get_words(link: Piece, paper_label: str) -> str:
    """Return a link's label if it is a part of the entry's words."""
    label = _get_label(link)
    return "" if label == paper_label or is_generic(label) else label


def _find_title(pieces: Sequence[Piece], paper_label: str) -> str:
    """Return the first words in bold, or else the words before the first link."""
    bold = list(dropwhile(lambda piece: not (piece.is_bold and piece.text.strip()), pieces))
    first = takewhile(lambda piece: piece.is_bold if bold else not piece.url, bold or pieces)
    words = "".join(_get_words(piece, paper_label) if piece.url else piece.text for piece in first)
    line = _LABELS.sub("", _CHECKBOX.sub("", clean_line(words), count=1))
    return clean_line(_ARXIV_ID.sub(" ", line)).lstrip(_SEPARATORS + "[(*").rstrip(_SEPARATORS + "[(")


def _tidy(words: str, title: str) -> str:
    """Remove the title, and the marks that separated links."""
    words = clean_line(words)
    words = _ARXIV_ID.sub(" ", words.replace(title, " ", 1) if title else words)
    for _ in range(2):  # brackets within brackets
        words = _EMPTY_BRACKETS.sub(" ", words)
    words = clean_line(_STRAY_SEPARATORS.sub("", clean_line(words)))
    return words.lstrip(_SEPARATORS).rstrip(_SEPARATORS.replace(".", "")).replace("..", ".")


def _list_references(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the URLs of the links and the references in labels and other text, in order."""
    for piece in pieces:
        if piece.url:
            yield piece.url
        yield from find_references(piece.text)
