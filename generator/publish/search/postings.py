"""The inverted index: for each term, the papers that contain it and the fields in which it occurs.

A posting is ``number << 5 | code``: the paper's number, and a code of five bits for the fields. Weights are
applied when a query is answered. See Zobel and Moffat, “Inverted files for text search engines”, ACM
Computing Surveys 38 (2006), https://doi.org/10.1145/1132956.1132959.
"""

from array import array
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from generator.model.json_text import encode_compact
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
Row = tuple[int, str]
_ALL_ROWS = b""  # the key of the only result that is kept


@dataclass(frozen=True, slots=True)
class Postings:
    """The inverted index of all papers.

    Attributes:
        rows: Term to the number of papers that contain it, and its row in the table of terms, as JSON.
        common: Terms so frequent that a paper is found even if it lacks them.
        title_lengths: For each paper, the number of different terms in its title, without common ones.
    """

    rows: Mapping[str, Row]
    common: frozenset[str]
    title_lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows of a run, and the key of each paper's terms among its results, by number of the paper."""

    rows: dict[str, Row]
    keys: list[bytes]


def build_postings(
    records: Sequence[Record],
    terms_memo: Memo[EncodedTerms] | None = None,
    rows_memo: Memo[KeptRows] | None = None,
) -> Postings:
    """Build the inverted index of records that come in the order of their numbers.

    Args:
        records: The records.
        terms_memo: The terms of records in a previous run.
        rows_memo: The rows of a previous run. Only those of terms that changed papers have are made again.
    """
    rows = _build_rows(records, terms_memo or Memo(), rows_memo or Memo())
    threshold = min(max(len(records) // _COMMON_SHARE, _MIN_COMMON), _MAX_POSTINGS)
    common = frozenset(term for term, (frequency, _) in rows.items() if frequency > threshold)
    return Postings(rows, common, tuple(len({*tokenise(record.title)} - common) for record in records))


def _build_rows(
    records: Iterable[Record], terms_memo: Memo[EncodedTerms], rows_memo: Memo[KeptRows]
) -> dict[str, Row]:
    papers = [_recall_terms(record, terms_memo) for record in records]
    keys = [*terms_memo.results]
    if len(keys) < len(papers):  # papers with the same texts share a key, which then stands for no number
        rows_memo = Memo()
    kept = rows_memo.previous.get(_ALL_ROWS, KeptRows({}, []))
    changed = _find_changed_terms(kept.keys, keys, terms_memo)
    rows = {} if changed is None else {term: row for term, row in kept.rows.items() if term not in changed}
    postings = _list_postings(papers, changed)
    rows |= {term: _build_row(term, postings.pop(term)) for term in [*postings]}
    rows_memo.results[_ALL_ROWS] = KeptRows(rows, keys)
    return rows


def _recall_terms(record: Record, memo: Memo[EncodedTerms]) -> EncodedTerms:
    texts = record.title, record.authors, record.subjects, record.abstract
    return memo.recall(texts, partial(_encode_fields, *texts))


def _find_changed_terms(
    old_keys: Sequence[bytes], keys: Sequence[bytes], memo: Memo[EncodedTerms]
) -> set[str] | None:
    """Return the terms that are no longer in the same papers and fields; None if most papers have changed."""
    changes = [(old, new) for old, new in zip_longest(old_keys, keys, fillvalue=b"") if old != new]
    terms = {**memo.previous, **memo.results, b"": ("", b"")}
    if len(changes) > len(keys) // 2 or any(old not in terms for old, _ in changes):
        return None
    return {term for old, new in changes for term, _ in _pair(*terms[old]) ^ _pair(*terms[new])}


def _pair(terms: str, codes: bytes) -> set[tuple[str, int]]:
    return {*zip(terms.split(), codes, strict=True)}


def _list_postings(
    papers: Iterable[EncodedTerms], selected: Container[str] | None
) -> "dict[str, array[int]]":
    """Map terms to their postings, by rising number of the paper; None selects all terms."""
    by_term: dict[str, array[int]] = {}
    for number, (terms, codes) in enumerate(papers):
        base = number << _CODE_BITS
        for term, code in zip(terms.split(), codes, strict=True):
            if selected is None or term in selected:
                postings = by_term.get(term)
                if postings is None:
                    postings = by_term[term] = array("I")
                postings.append(base | code)
    return by_term


def _build_row(term: str, postings: "array[int]") -> Row:
    frequency = len(postings)
    kept = postings if frequency <= _MAX_POSTINGS else [one for one in postings if one & (_ABSTRACT - 1)]
    return frequency, encode_compact([term, frequency, *encode_postings(kept)])


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
