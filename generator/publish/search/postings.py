"""Which papers hold a term, and where: the inverted index.

A posting says of a paper in which fields a term stands, as a code of five bits; weights are given when a
query is answered. See Zobel and Moffat, “Inverted files for text search engines”, ACM Computing Surveys 38
(2006), https://doi.org/10.1145/1132956.1132959.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.text import tokenize
from generator.publish.search.search_records import Record, words

TITLE, AUTHOR, SUBJECT = 1, 2, 4
_ABSTRACT = 8  # times 1, 2 or 3: once, up to three times, more often
_BITS = 5
_CODES = (1 << _BITS) - 1
_COMMON_SHARE = 2  # a term in more than half of the papers says little about any of them
_FEWEST_COMMON = 40  # papers; with fewer, no term is common
_MOST_POSTINGS = 5000  # of a term; with more, those of the abstract alone are left out
_LONGEST_TERM = 40  # letters; what is longer is no word


@dataclass(frozen=True, slots=True)
class Postings:
    """The inverted index of all papers.

    Attributes:
        by_term: Term to its postings, ``paper << 5 | code``, by rising number of the paper.
        common: Terms so frequent that a paper need not hold them to be found.
        lengths: Of each paper, how many different terms its title has, but for the common ones.
        frequency: Term to the number of papers that hold it.
    """

    by_term: Mapping[str, "array[int]"]
    common: frozenset[str]
    lengths: tuple[int, ...]
    frequency: Mapping[str, int]


def postings(records: Iterable[Record]) -> Postings:
    """The inverted index of records in the order of their numbers."""
    by_term: dict[str, array[int]] = {}
    titles: list[frozenset[str]] = []
    for number, record in enumerate(records):
        codes, title = _codes(record)
        titles.append(title)
        base = number << _BITS
        for term, code in codes.items():
            found = by_term.get(term)
            if found is None:
                found = by_term[term] = array("Q")
            found.append(base | code)
    frequency = {term: len(found) for term, found in by_term.items()}
    many = min(max(len(titles) // _COMMON_SHARE, _FEWEST_COMMON), _MOST_POSTINGS)
    common = frozenset(term for term, count in frequency.items() if count > many)
    for term in common:
        if frequency[term] > _MOST_POSTINGS:
            by_term[term] = array("Q", [one for one in by_term[term] if one & (_ABSTRACT - 1)])
    return Postings(by_term, common, tuple(len(title - common) for title in titles), frequency)


def _codes(record: Record) -> tuple[dict[str, int], frozenset[str]]:
    """The paper's terms with where they stand, and those of the title alone."""
    abstract = Counter(words(record.abstract))
    codes = {
        term: _ABSTRACT * (1 if count == 1 else 2 if count <= 3 else 3)  # noqa: PLR2004 - as said above
        for term, count in abstract.items()
        if 1 < len(term) <= _LONGEST_TERM or (len(term) == 1 and not term.isascii())
    }
    fields = (
        (TITLE, words(record.title)),
        (AUTHOR, words(record.authors)),
        (SUBJECT, words(record.subjects)),
    )
    for bit, found in fields:
        for term in found:
            if len(term) <= _LONGEST_TERM:
                codes[term] = codes.get(term, 0) | bit
    return codes, frozenset(tokenize(record.title))


def grouped(found: Iterable[int]) -> list[object]:
    """Postings as they are written: code, gaps, code, gaps ...

    Gaps are the differences between the rising numbers of the papers that have this code, from 0.
    """
    groups: dict[int, list[int]] = {}
    last: dict[int, int] = {}
    for posting in found:
        code, number = posting & _CODES, posting >> _BITS
        groups.setdefault(code, []).append(number - last.get(code, 0))
        last[code] = number
    return [part for code in sorted(groups) for part in (code, groups[code])]


def gaps(numbers: Iterable[int]) -> list[int]:
    """Rising numbers as differences, from 0."""
    found, last = [], 0
    for number in numbers:
        found.append(number - last)
        last = number
    return found
