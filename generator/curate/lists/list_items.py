"""What a list says of one paper, whatever its format, and the ids in its addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.curation.schema import read_limit
from generator.derive.code_links import find_links
from generator.model import ids, urls
from generator.model.curation_values import LinkKind
from generator.model.errors import Problem
from generator.model.text import clean_line

LARGEST_LIST = 10_000_000  # bytes
MOST_ENTRIES = 10_000
LONGEST_ENTRY = 20_000  # characters

_ARXIV_WORDS = re.compile(
    r"\barxiv:\s{0,3}((?:[a-z-]{2,9}(?:\.[A-Z]{2})?/)?[0-9][0-9.]{3,20}(?:v[0-9]{1,4})?)", re.IGNORECASE
)
_DOI_WORDS = re.compile(
    r"""(?<![\w./])(?:doi:?\s{0,3})?(10\.[0-9]{4,9}/[^\s"'<>|\]}]{1,300})""", re.IGNORECASE
)
URL_WORDS = re.compile(r"""https?://[^\s<>"|\]}`]+""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above entries, and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One entry of a list.

    Attributes:
        line: Where it begins, from 1.
        title: As the list has it; an empty string where it has none.
        ids: The papers it names, in the form of `generator.model.ids`, the first one first.
        faults: What is wrong with addresses that nearly name a paper.
        addresses: Its other addresses.
        code: Addresses of the paper's source code.
        headings: From the outermost to the nearest.
        keywords: The entry's own words for what it is about.
        note: Its further words in plain text, or None.
    """

    line: int
    title: str
    ids: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    keywords: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was read.

    Attributes:
        title: The list's own title, or an empty string.
        mentions: Its entries in their order.
        problems: What could not be read.
    """

    title: str
    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The papers that addresses name, what is wrong with some, and the addresses that name none."""

    ids: tuple[str, ...]
    faults: tuple[str, ...]
    others: tuple[str, ...]


def decode(data: bytes, path: str) -> str | Problem:
    """The list's text, or why it cannot be read."""
    if len(data) > LARGEST_LIST:
        message = f"a list may have {LARGEST_LIST:,} bytes; this one has more"
        return Problem(path, 0, 0, message, "split it into smaller ones")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "choose that encoding in your editor and save the file again"
        return Problem(path, line, 0, "a list must be in UTF-8, and this line is not", hint)


def too_many(path: str, line: int) -> Problem:
    """Told where a list has more entries than are read."""
    message = f"a list may have {MOST_ENTRIES:,} entries; what begins here is not read"
    return Problem(path, line, 0, message, "split it into smaller ones")


def too_long(path: str, line: int) -> Problem:
    """Told where an entry has more text than is read."""
    message = f"an entry may have {LONGEST_ENTRY:,} characters; the rest of this one is not read"
    return Problem(path, line, 0, message, "give each paper an entry of its own")


def identify(addresses: Iterable[str]) -> Found:
    """The papers behind addresses and ids, each once.

    Takes arXiv's addresses of every kind, ``arXiv:...``, DOIs, resolvers, and publishers' addresses that
    hold the DOI.
    """
    found: dict[str, None] = {}
    faults: dict[str, None] = {}
    others: dict[str, None] = {}
    for address in addresses:
        try:
            paper_id = ids.find_paper_id(address)
        except ValueError as error:
            faults[clean_line(str(error))] = None
        else:
            (others if paper_id is None else found)[paper_id or address] = None
    return Found(tuple(found), tuple(faults), tuple(others))


def addresses_in(text: str) -> list[str]:
    """All that could name a paper in running text, in order: addresses, arXiv ids after ``arXiv:``, DOIs."""
    found = [(match.start(), urls.trim_url(match[0])) for match in URL_WORDS.finditer(text)]
    rest = URL_WORDS.sub(lambda match: " " * len(match[0]), text)
    found += [(match.start(), f"arXiv:{match[1].rstrip('.')}") for match in _ARXIV_WORDS.finditer(rest)]
    found += [(match.start(), f"doi:{urls.trim_url(match[1])}") for match in _DOI_WORDS.finditer(rest)]
    return [address for _, address in sorted(found)]


def code_among(addresses: Iterable[str], declared: Iterable[str] = ()) -> tuple[str, ...]:
    """The addresses of source code: those declared to be, and those at homes of code.

    Args:
        addresses: Any.
        declared: What the list itself calls code.
    """
    at_home = [
        link.url for address in addresses for link in find_links(address, None) if link.kind is LinkKind.CODE
    ]
    safe = [urls.clean_url(urls.trim_url(address)) for address in declared]
    longest = read_limit("paper", "maxLength", ("links", "code"))
    return tuple(dict.fromkeys(url for url in (*safe, *at_home) if url and len(url) <= longest))
