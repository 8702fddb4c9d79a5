"""The text of one entry of a Markdown list: its links, its title, and its words without marks.

Every regular expression is linear: repetitions are possessive or cannot meet what follows them.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.curate.lists.list_items import addresses_in
from generator.model import urls
from generator.model.text import clean_line, fold

_LABEL = r"(?:[^\[\]\\]|\\.|\[[^\[\]]*+\])*+"
_TARGET = (
    r"\(\s{0,3}<?(?P<target>[^\s()<>\[\]]*+(?:\([^\s()<>\[\]]*+\)[^\s()<>\[\]]*+)*+)>?(?:\s[^()\[\]]*+)?\)"
)
_IMAGE = re.compile(rf"(?P<within>(?<=\[))?!\[(?P<words>[^\[\]]*+)\](?:{_TARGET}|\[[^\[\]]*+\])")
_LINK = re.compile(
    rf"\[(?P<label>{_LABEL})\](?:{_TARGET}|\[(?P<reference>[^\[\]]*+)\])"
    r"|\[(?P<short>[^\[\]]*+)\]"
    r"""|<a\s[^<>]*?\bhref\s?=\s?["'](?P<href>[^"'<>]*+)["'][^<>]*+>(?P<words>[^<>]*+)</a>"""
    r"|<(?P<auto>https?://[^\s<>]++)>"
    r"""|(?P<bare>https?://[^\s<>"|\]}`]++)""",
    re.DOTALL | re.IGNORECASE,
)
_HTML = re.compile(r"</?[a-zA-Z][^<>]*+>|<!--[^<>]*+-->")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]++(?:[*_](?![*_])[^*_]++)*+)\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"[*`]+|~~|(?<!\w)_+|_+(?!\w)")
_EMPTY_BRACKETS = re.compile(r"[\[(]\s*+[,;|/·•\s]*+[\])]")
_LONELY_MARKS = re.compile(r"(?:\s[|/·•]|(?<=\s)[|/·•](?=\s|\Z)|(?<=,)\s*+,|\s+(?=[,.;:]))+")
_SEPARATORS = " \t|/·•,;:.-–—"
_ARXIV_ID = re.compile(r"\barxiv:\s?[a-z0-9./-]*[a-z0-9]", re.IGNORECASE)
_PLACEHOLDER = "\x00"
_LONGEST_TITLE = 300
_LONGEST_GENERIC = 4  # words
# What links are called that say what stands behind them and not which paper it is.
_GENERIC = frozenset(
    """
    abs abstract acm appendix arxiv article artifact bib bibtex blog cite code dataset data demo doi download
    eprint full github gitlab here homepage html huggingface ieee implementation link model models official
    openreview page paper pdf post poster preprint project pytorch read repo repository site slides source
    supplement talk tensorflow text tweet url version video web webpage website youtube
    """.split()
)
_CODE = frozenset("code github gitlab implementation repo repository source".split())


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a text, and what it is called there."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Inline:
    """What one entry's text holds.

    Attributes:
        title: The label of the first link that is more than “paper” or “pdf”, or what is bold, or the words
            before the first link.
        words: The words beside title and links, in plain text.
        links: All links in order.
        addresses: All that could name a paper, in order.
    """

    title: str
    words: str
    links: tuple[Link, ...]
    addresses: tuple[str, ...]


def read(text: str, references: Mapping[str, str], title: str = "") -> Inline:
    """What an entry's text holds.

    Args:
        text: Markdown.
        references: Addresses by the folded names that links refer to.
        title: The title where it is known from elsewhere, as Markdown.
    """
    text = _without_images(text.replace(_PLACEHOLDER, ""))
    links = list(_links(text, references))
    named = next((link.label for _, _, link in links if not is_generic(link.label)), "")
    without = _blanked(text, links, named)
    title = plain(_without_links(title, references)) or named or _bold_or_first(without)
    words = plain(without.replace(_PLACEHOLDER, " "))
    return Inline(
        title=title[:_LONGEST_TITLE],
        words=_trimmed_words(words, title),
        links=tuple(link for _, _, link in links),
        addresses=tuple(_addresses(text, links)),
    )


def heading(text: str, references: Mapping[str, str]) -> str:
    """A heading's words, without images and badges."""
    return plain(_without_links(_IMAGE.sub("", text), references))


def plain(markdown: str) -> str:
    """The words of a piece of Markdown, in one line and without its marks."""
    text = _ESCAPE.sub(lambda escape: f"&#{ord(escape[1])};", _HTML.sub(" ", markdown))
    return clean_line(html.unescape(_EMPHASIS.sub("", text)))


def is_generic(label: str) -> bool:
    """Whether a link's label tells only what stands behind it, as “paper”, “arXiv 2024” or an address."""
    words = fold(label).split()
    if "://" in label or len(words) > _LONGEST_GENERIC:
        return "://" in label
    return all(word in _GENERIC or word.isdigit() for word in words)


def is_code(label: str) -> bool:
    """Whether a link's label says that source code stands behind it."""
    return is_generic(label) and not _CODE.isdisjoint(fold(label).split())


def _links(text: str, references: Mapping[str, str]) -> Iterator[tuple[int, int, Link]]:
    """Each link with where it begins and ends."""
    for match in _LINK.finditer(text):
        label, url = _label_and_url(match, references)
        if url:
            yield match.start(), match.end(), Link(plain(label).strip("[]() "), html.unescape(url))


def _label_and_url(match: re.Match[str], references: Mapping[str, str]) -> tuple[str, str]:
    if match["label"] is not None:
        label, target = match["label"], match["target"]
        return label, references.get(fold(match["reference"] or label), "") if target is None else target
    if match["short"] is not None:
        return match["short"], references.get(fold(match["short"]), "")
    if match["href"] is not None:
        return match["words"], match["href"]
    url = match["auto"] or urls.trim_url(match["bare"])
    return url, url


def _blanked(text: str, links: list[tuple[int, int, Link]], named: str) -> str:
    """The text with the labels of its links alone, and those that tell nothing, and the title, left out."""
    parts = []
    position = 0
    for start, end, link in links:
        kept = "" if link.label == named or is_generic(link.label) else link.label
        # Of a bare address with a full stop behind it, the full stop is the sentence's.
        parts += [text[position:start], kept, _PLACEHOLDER]
        position = end
    return "".join([*parts, text[position:]])


def _without_images(text: str) -> str:
    """The text without its images; where one is all that a link shows, its words stand in."""
    return _IMAGE.sub(lambda image: image["words"] if image["within"] is not None else "", text)


def _without_links(text: str, references: Mapping[str, str]) -> str:
    text = _without_images(text)
    return _blanked(text, list(_links(text, references)), "").replace(_PLACEHOLDER, " ")


def _bold_or_first(without: str) -> str:
    """What is bold, or all words before the first link."""
    bold = _BOLD.search(without)
    words = plain(bold[2].replace(_PLACEHOLDER, "") if bold else without.partition(_PLACEHOLDER)[0])
    return clean_line(_ARXIV_ID.sub(" ", words)).strip(_SEPARATORS + "[(")


def _trimmed_words(words: str, title: str) -> str:
    """The words without the title at their beginning, and without the marks that held links apart."""
    words = _ARXIV_ID.sub(" ", words.replace(title, " ", 1) if title else words)
    for _ in range(2):  # brackets within brackets
        words = _EMPTY_BRACKETS.sub(" ", words)
    words = clean_line(_LONELY_MARKS.sub("", clean_line(words)))
    return words.lstrip(_SEPARATORS).rstrip(_SEPARATORS.replace(".", "")).replace("..", ".")


def _addresses(text: str, links: list[tuple[int, int, Link]]) -> Iterator[str]:
    """Addresses of links and of the text between them, in order."""
    position = 0
    for start, end, link in links:
        yield from addresses_in(text[position:start])
        yield link.url
        position = end
    yield from addresses_in(text[position:])
