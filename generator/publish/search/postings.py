"""The inverted index: for each term, the papers that contain it and the fields in which it occurs.

A posting is ``number << 5 | code``: the paper's number, and a code of five bits for the fields. Weights are
applied when a query is answered. See Zobel and Moffat, “Inverted files for text search engines”, ACM
Computing Surveys 38 (2006), https://doi.org/10.1145/1132956.1132959.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from generator.model.text import tokenise
from generator.publish.search.search_records import Record, extract_terms
from generator.system.memo import Memo

TITLE, AUTHOR, SUBJECT = 1, 2, 4
_ABSTRACT = 8  # times 1, 2 or 3: the term occurs once, up to three times, more often
_FEW_OCCURRENCES = 3
_CODE_BITS = 5
_CODE_MASK = (1 << _CODE_BITS) - 1
_COMMON_SHARE = 2  # a term in more than half of the papers does not distinguish them
_MIN_COMMON = 40  # papers; in smaller catalogues no term is common
_MAX_POSTINGS = 5000  # of a term; beyond, postings of the abstract alone are left out
_MAX_TERM_LENGTH = 40  # characters; longer ones are not words

EncodedTerms = tuple[str, bytes]  # a mapping would take five times the memory


@dataclass(frozen=True, slots=True)
class Postings:
    """The inverted index of all papers.

    Attributes:
        by_term: Term to its postings, by rising number of the paper.
        common: Terms so frequent that a paper is found even if it lacks them.
        title_lengths: For each paper, the number of different terms in its title, without common ones.
        frequency: Term to the number of papers that contain it.
    """

    by_term: Mapping[str, "array[int]"]
    common: frozenset[str]
    title_lengths: tuple[int, ...]
    frequency: Mapping[str, int]


def build_postings(records: Iterable[Record], memo: Memo[EncodedTerms] | None = None) -> Postings:
    """Build the inverted index of records that come in the order of their numbers.

    Args:
        records: The records.
        memo: The terms of records in a previous run.
    """
    memo = memo or Memo()
    by_term: dict[str, array[int]] = {}
    titles: list[frozenset[str]] = []
    for number, record in enumerate(records):
        titles.append(frozenset(tokenise(record.title)))
        base = number << _CODE_BITS
        texts = record.title, record.authors, record.subjects, record.abstract
        terms, codes = memo.recall(texts, partial(_encode_fields, *texts))
        for term, code in zip(terms.split(), codes, strict=True):
            term_postings = by_term.get(term)
            if term_postings is None:
                term_postings = by_term[term] = array("Q")
            term_postings.append(base | code)
    frequency = {term: len(term_postings) for term, term_postings in by_term.items()}
    threshold = min(max(len(titles) // _COMMON_SHARE, _MIN_COMMON), _MAX_POSTINGS)
    common = frozenset(term for term, count in frequency.items() if count > threshold)
    for term in common:
        if frequency[term] > _MAX_POSTINGS:
            outside_abstract = (posting for posting in by_term[term] if posting & (_ABSTRACT - 1))
            by_term[term] = array("Q", outside_abstract)
    return Postings(by_term, common, tuple(len(title - common) for title in titles), frequency)


def _encode_fields(title: str, authors: str, subjects: str, abstract: str) -> EncodedTerms:
    """Return the terms of a paper, with spaces between them, and for each the code of its fields."""
    codes = {
        term: _ABSTRACT * (1 if count == 1 else 2 if count <= _FEW_OCCURRENCES else 3)
        for term, count in Counter(extract_terms(abstract)).items()
        if 1 < len(term) <= _MAX_TERM_LENGTH or (len(term) == 1 and not term.isascii())
    }
    for bit, text in ((TITLE, title), (AUTHOR, authors), (SUBJECT, subjects)):
        for term in extract_terms(text):
            if len(term) <= _MAX_TERM_LENGTH:
                codes[term] = codes.get(term, 0) | bit
    return " ".join(codes), bytes(codes.values())


def encode_postings(term_postings: Iterable[int]) -> list[object]:
    """Encode postings for JSON as ``[code, gaps, code, gaps, ...]``; see `encode_gaps`."""
    numbers_by_code: dict[int, list[int]] = {}
    for posting in term_postings:
        numbers_by_code.setdefault(posting & _CODE_MASK, []).append(posting >> _CODE_BITS)
    return [part for code in sorted(numbers_by_code) for part in (code, encode_gaps(numbers_by_code[code]))]


def encode_gaps(numbers: Iterable[int]) -> list[int]:
    """Encode rising numbers as the differences between them, from 0: ``[3, 4, 9]`` as ``[3, 1, 5]``."""
    gaps, previous = [], 0
    for number in numbers:
        gaps.append(number - previous)
        previous = number
    return gaps
