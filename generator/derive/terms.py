"""Find the terms of papers: the words, and the phrases of two words, that tell what a paper is about.

All forms of a word are one term. Those of a previous run are updated: only the terms that changed papers have
or had are counted and spelled again.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from generator.derive.related_papers import Terms, Tokens, Words
from generator.derive.term_spellings import choose_spellings
from generator.derive.tokens import Numbers, PlacedTokens, place_tokens, read_tokens, select_tokens
from generator.model.papers import Paper

_TITLE_FACTOR = 3  # a term in the title counts so many times
# How many papers must have a word, or a phrase of two words. A word of one paper alone makes no papers
# similar; phrases of two papers are mostly chance, and there are many.
_MIN_PAPERS = {1: 2, 2: 3}
_MAX_PLACES = 1 << 20  # about as many are sorted at a time, which needs 60 MB
# New and removed papers per paper; a changed one is both. Above it, an update saves no time.
_MAX_CHANGED = 0.25

Counts: TypeAlias = "csr_array[np.int32, tuple[int, int]]"
_Texts = tuple[bytes, bytes]  # digests of the title and the abstract of a paper


@dataclass(frozen=True, slots=True)
class _TermPart:
    """Some of the terms, and how often each paper has each of them: papers as rows, terms as columns."""

    roots: Sequence[tuple[str, ...]]
    spellings: Sequence[str]
    counts: Counts


def read_words(
    papers: Sequence[Paper], is_counted: Sequence[bool] | None = None, previous: Words | None = None
) -> Words:
    """Read the words of papers.

    Args:
        papers: All papers.
        is_counted: Whether terms are counted in each paper. If None, they are counted in all.
        previous: The words in a previous run. The result is the same without them.
    """
    previous = previous or Words()
    tokens = read_tokens(papers, previous.tokens)
    counted_tokens = tokens if is_counted is None else select_tokens(tokens, is_counted)
    return Words(tokens, _update_terms(counted_tokens, previous))


def _update_terms(all_tokens: Tokens, previous: Words) -> Terms:
    """Find the terms that several papers have, from the tokens of these papers.

    Apart from the order of papers in the result, it does not depend on their order.
    """
    tokens = place_tokens(all_tokens)
    changed = _find_changed_terms(all_tokens, previous)
    parts = [
        _find_terms(tokens, part, length)
        for length, places in _find_places(tokens)
        for part in _split_places(tokens, _select_places(tokens, places, length, changed))
    ]
    if changed is not None:
        parts.append(_select_unchanged(all_tokens, previous.terms, changed))
    return _join_parts(all_tokens, parts)


def count_terms(words: Words, is_counted: Sequence[bool] | None = None) -> Counts:
    """Return how often each paper has each term: papers as rows, terms as columns.

    Args:
        words: The words of the papers.
        is_counted: As for `read_words`.
    """
    counts = _read_counts(words.terms)
    if is_counted is None:
        return counts
    is_other = ~np.array(is_counted, dtype=np.bool_)
    others = _count_in_others(select_tokens(words.tokens, is_other.tolist()), words.terms)
    order = np.argsort(np.argsort(is_other, kind="stable"))  # from that of counted papers and then the others
    return vstack([counts, others], format="csr")[order]


def _read_counts(terms: Terms) -> Counts:
    ends = np.concatenate(([0], np.cumsum(terms.lengths, dtype=np.int64)))
    counts, numbers = np.frombuffer(terms.counts, np.int32), np.frombuffer(terms.numbers, np.int32)
    return csr_array((counts, numbers, ends), shape=(len(terms.lengths), len(terms.roots)))


def _count_in_others(all_tokens: Tokens, terms: Terms) -> Counts:
    """Count terms in further papers."""
    tokens = place_tokens(all_tokens)
    parts: list[Counts] = []
    columns: dict[tuple[str, ...], int] = {}
    for length, places in _find_places(tokens):
        numbers, _, counts = _count(tokens, places, length)
        parts.append(counts)
        columns.update(zip(_list_roots(tokens, numbers, length), count(len(columns)), strict=False))
    # A term that none of these papers has takes an empty column.
    counts = hstack([*parts, _make_zeros(tokens.paper_count, 1)], format="csr")
    selected = np.array([columns.get(roots, len(columns)) for roots in terms.roots], dtype=np.int64)
    counts = counts[:, selected]
    counts.sort_indices()
    return counts


def _make_zeros(rows: int, columns: int) -> Counts:
    return csr_array(np.zeros((rows, columns), dtype=np.int32))


def _find_places(tokens: PlacedTokens) -> Iterator[tuple[int, Numbers]]:
    """Yield where terms of one word begin, and those of two, after the number of words."""
    is_word = tokens.roots >= 0
    yield 1, np.flatnonzero(is_word & ~tokens.is_weak)
    yield 2, np.flatnonzero(is_word[:-1] & is_word[1:])


def _find_changed_terms(tokens: Tokens, previous: Words) -> set[tuple[str, ...]] | None:
    """Return the roots of all terms of new, removed and changed papers; None if these are many."""
    before, after = Counter(_pair_texts(previous.terms)), Counter(_pair_texts(tokens))
    removed, added = before - after, after - before
    if removed.total() + added.total() > _MAX_CHANGED * after.total():
        return None
    changed: set[tuple[str, ...]] = set()
    for all_tokens, texts in ((previous.tokens, removed), (tokens, added)):
        placed = place_tokens(select_tokens(all_tokens, [pair in texts for pair in _pair_texts(all_tokens)]))
        for length, places in _find_places(placed):
            changed.update(_list_roots(placed, np.unique(_number_terms(placed, places, length)), length))
    return changed


def _pair_texts(texts: Tokens | Terms) -> Sequence[_Texts]:
    return [*zip(texts.texts[::2], texts.texts[1::2], strict=True)]


def _select_places(
    tokens: PlacedTokens, places: Numbers, length: int, changed: set[tuple[str, ...]] | None
) -> Numbers:
    """Return the places of the terms that have changed."""
    if changed is None:
        return places
    by_name = {name: number for number, name in enumerate(tokens.names)}
    numbers = [[by_name.get(root, -1) for root in roots] for roots in changed if len(roots) == length]
    numbers = [row for row in numbers if -1 not in row]
    keys = np.array(
        sorted(row[0] if length == 1 else row[0] * len(by_name) + row[1] for row in numbers), dtype=np.int64
    )
    terms = _number_terms(tokens, places, length)
    # np.isin would sort the terms of all places, which needs much memory. No term has the number -1.
    is_changed: NDArray[np.bool_] = np.append(keys, -1)[np.searchsorted(keys, terms)] == terms
    return places[is_changed]


def _split_places(tokens: PlacedTokens, places: Numbers) -> Iterator[Numbers]:
    """Split places into parts, each with all places of its words.

    Sorting all places of a large catalogue at once needs much memory.
    """
    parts = tokens.roots[places] % (1 + len(places) // _MAX_PLACES)
    return (places[parts == part] for part in range(1 + len(places) // _MAX_PLACES))


def _find_terms(tokens: PlacedTokens, places: Numbers, length: int) -> _TermPart:
    """Find the terms of one word, or of two, that begin at these places.

    Args:
        tokens: The tokens of all papers.
        places: Where these terms begin: all places of each of them.
        length: The number of its words.
    """
    keys, terms, counts = _count(tokens, places, length)
    is_frequent = np.bincount(counts.indices, minlength=len(keys)) >= _MIN_PAPERS[length]
    ranks = np.cumsum(is_frequent) - 1  # the terms that are kept, numbered again
    is_kept = is_frequent[terms]
    return _TermPart(
        roots=[*_list_roots(tokens, keys[is_frequent], length)],
        spellings=choose_spellings(tokens, places[is_kept], ranks[terms[is_kept]], length),
        counts=counts[:, is_frequent],
    )


def _count(tokens: PlacedTokens, places: Numbers, length: int) -> tuple[Numbers, Numbers, Counts]:
    """Count the terms that begin at some places.

    Returns:
        The number of each term, as `_number_terms` returns it; the index of the term at each place; and how
        often each paper has each term.
    """
    numbers, terms = np.unique(_number_terms(tokens, places, length), return_inverse=True)
    counts = np.where(tokens.is_title[places], np.int32(_TITLE_FACTOR), np.int32(1))
    shape = (tokens.paper_count, len(numbers))
    return numbers, terms, csr_array((counts, (tokens.papers[places], terms)), shape=shape)


def _number_terms(tokens: PlacedTokens, places: Numbers, length: int) -> Numbers:
    """Return one number for the root at each place, or for it and the next one."""
    first = tokens.roots[places].astype(np.int64)
    return first if length == 1 else first * len(tokens.names) + tokens.roots[places + 1]


def _list_roots(tokens: PlacedTokens, keys: Numbers, length: int) -> Iterator[tuple[str, ...]]:
    names, size = tokens.names, len(tokens.names)
    for key in keys.tolist():
        yield (names[key],) if length == 1 else (names[key // size], names[key % size])


def _select_unchanged(tokens: Tokens, previous: Terms, changed: set[tuple[str, ...]]) -> _TermPart:
    """Return the terms of a previous run that no changed paper has or had."""
    rows_by_texts = {texts: row for row, texts in enumerate(_pair_texts(previous))}
    # A changed paper has none of these terms. It takes an empty row, which comes after the others.
    counts = vstack([_read_counts(previous), _make_zeros(1, len(previous.roots))], format="csr")
    rows = [rows_by_texts.get(texts, len(previous.lengths)) for texts in _pair_texts(tokens)]
    is_unchanged = np.array([roots not in changed for roots in previous.roots], dtype=np.bool_)
    return _TermPart(
        roots=[*compress(previous.roots, is_unchanged)],
        spellings=[*compress(previous.spellings, is_unchanged)],
        counts=counts[rows][:, is_unchanged],
    )


def _join_parts(tokens: Tokens, parts: Sequence[_TermPart]) -> Terms:
    """Join terms, and sort them by their roots."""
    roots = [root for part in parts for root in part.roots]
    spellings = [spelling for part in parts for spelling in part.spellings]
    order = sorted(range(len(roots)), key=roots.__getitem__)
    counts = hstack([part.counts for part in parts], format="csr")[:, order]
    counts.sort_indices()
    return Terms(
        texts=tokens.texts,
        roots=[roots[index] for index in order],
        spellings=[spellings[index] for index in order],
        lengths=np.diff(counts.indptr).tolist(),
        numbers=counts.indices.astype(np.int32).tobytes(),
        counts=counts.data.astype(np.int32).tobytes(),
    )
