"""Split the titles and abstracts of papers into tokens; a text of a previous run is not split again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import accumulate, chain, compress, pairwise, starmap

import numpy as np
from numpy.typing import NDArray

from generator.derive.fillers import FILLER_ROOTS, WEAK_ROOTS
from generator.derive.related_papers import Tokens
from generator.derive.word_roots import find_root
from generator.model.papers import Paper
from generator.model.text import fold, strip_urls
from generator.model.withdrawal import strip_notice

SmallNumbers = NDArray[np.int32]  # of all tokens, which take the most memory; a product of them can overflow
Numbers = NDArray[np.int64]

NO_WORD, SENTENCE_END = 0, 1  # numbers of tokens that are no words

# A word, with the hyphen that joins it to the next one; or “5G”, but not “2x” or “30B”. Anything else except
# spaces and apostrophes ends a phrase, as fillers do. Commands of TeX are no words.
_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:-(?=[^\W\d_]))?|(?<![\w.])\d[a-wyzA-WYZ]\b|\\[A-Za-z]+|[^\s'’-]")
_SENTENCE_ENDS = frozenset(".!?")
_MIN_LETTERS = 2
_DIGEST_SIZE = 16  # bytes


def read_tokens(papers: Sequence[Paper], previous: Tokens | None = None) -> Tokens:
    """Read the tokens of papers; each text ends with `SENTENCE_END`.

    A notice of withdrawal in a title is left out: it makes no papers similar.

    Args:
        papers: The papers.
        previous: Those of a previous run. The result is the same without them.
    """
    previous = previous or Tokens()
    vocabulary = _Vocabulary(previous)
    previous_numbers = np.frombuffer(previous.numbers, np.int32)
    slices = starmap(slice, pairwise(accumulate(previous.lengths, initial=0)))
    numbers_by_text = {
        text: previous_numbers[part] for text, part in zip(previous.texts, slices, strict=True)
    }
    digests, parts = [], []
    for text in chain.from_iterable((strip_notice(paper.title), paper.abstract or "") for paper in papers):
        digest = blake2b(text.encode(), digest_size=_DIGEST_SIZE).digest()
        if digest not in numbers_by_text:
            tokens = _TOKEN.findall(strip_urls(text))
            numbers_by_text[digest] = np.array([*map(vocabulary.__getitem__, tokens), SENTENCE_END], np.int32)
        digests.append(digest)
        parts.append(numbers_by_text[digest])
    numbers = np.concatenate([previous_numbers[:0], *parts])
    order, new_numbers = _sort_vocabulary(vocabulary.spellings, numbers)
    return Tokens(
        spellings=[vocabulary.spellings[number] for number in order],
        roots=[vocabulary.roots[number] for number in order],
        texts=digests,
        lengths=[*map(len, parts)],
        numbers=new_numbers[numbers].tobytes(),
    )


def select_tokens(tokens: Tokens, is_selected: Sequence[bool]) -> Tokens:
    """Return the tokens of some of the papers, with the same vocabulary."""
    if all(is_selected):
        return tokens
    texts = [is_text_selected for is_text_selected in is_selected for _ in range(2)]
    numbers = np.frombuffer(tokens.numbers, np.int32)[np.repeat(texts, tokens.lengths)]
    return replace(
        tokens,
        texts=[*compress(tokens.texts, texts)],
        lengths=[*compress(tokens.lengths, texts)],
        numbers=numbers.tobytes(),
    )


@dataclass(frozen=True, slots=True)
class PlacedTokens:
    """All tokens, one after the other, and where they are.

    Attributes:
        spellings: The words of the vocabulary as they are written.
        names: The different roots.
        paper_count: The number of papers.
        numbers: The number of each token in the vocabulary.
        papers: The index of its paper.
        is_title: Whether it is in the title.
        roots: The number of its root; -1 if it is no term.
        is_weak: Whether it is a term only together with another word.
    """

    spellings: Sequence[str]
    names: Sequence[str]
    paper_count: int
    numbers: SmallNumbers
    papers: SmallNumbers
    is_title: NDArray[np.bool_]
    roots: SmallNumbers
    is_weak: NDArray[np.bool_]

    def get_papers(self, places: Numbers) -> Numbers:
        """Return the indexes of the papers at some places."""
        return self.papers[places].astype(np.int64)

    def is_usual(self) -> NDArray[np.bool_]:
        """Whether a token is written as usual, neither in a title nor at the beginning of a sentence."""
        is_unusual: NDArray[np.bool_] = self.is_title | np.roll(self.numbers == SENTENCE_END, 1)
        return ~is_unusual


def place_tokens(tokens: Tokens) -> PlacedTokens:
    """Place the tokens of papers one after the other."""
    lengths = np.array(tokens.lengths, dtype=np.int32)
    texts = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    numbers = np.frombuffer(tokens.numbers, dtype=np.int32)
    names = [*dict.fromkeys(filter(None, tokens.roots))]
    numbers_by_root = {root: number for number, root in enumerate(names)}
    roots = np.array([numbers_by_root.get(root, -1) for root in tokens.roots], dtype=np.int32)[numbers]
    is_weak = np.isin(roots, [numbers_by_root[root] for root in WEAK_ROOTS & numbers_by_root.keys()])
    return PlacedTokens(
        tokens.spellings,
        names,
        len(lengths) // 2,
        numbers,
        papers=texts // 2,
        is_title=texts % 2 == 0,
        roots=roots,
        is_weak=is_weak,
    )


class _Vocabulary(dict[str, int]):
    """Numbers words as they are written, and remembers their roots."""

    def __init__(self, previous: Tokens) -> None:
        super().__init__(zip(previous.spellings, range(len(previous.spellings)), strict=True))
        self.update(dict.fromkeys(_SENTENCE_ENDS, SENTENCE_END))
        self.spellings, self.roots = [*previous.spellings], [*previous.roots]

    def __missing__(self, token: str) -> int:
        root = _find_root(token)
        is_part = token.endswith("-")  # then a filler is part of a spelling, as in “real-time systems”
        number = len(self.spellings) if root or is_part else NO_WORD
        if number != NO_WORD:
            self.spellings.append(token)
            self.roots.append(root)
        self[token] = number
        return number


def _find_root(token: str) -> str:
    """Return the root of a word, or nothing if it is a filler or no word."""
    word = fold(token)
    if len(word) < _MIN_LETTERS or " " in word or token.startswith("\\"):
        return ""
    root = find_root(word)
    return "" if root in FILLER_ROOTS else root


def _sort_vocabulary(spellings: Sequence[str], numbers: SmallNumbers) -> tuple[list[int], SmallNumbers]:
    """Return the numbers of the words that are used, in the order of words, and the new number of each."""
    is_used = np.zeros(len(spellings), dtype=np.bool_)
    is_used[numbers] = True
    is_used[[NO_WORD, SENTENCE_END]] = False
    used = sorted(np.flatnonzero(is_used).tolist(), key=spellings.__getitem__)
    order = [NO_WORD, SENTENCE_END, *used]
    new_numbers = np.zeros(len(spellings), dtype=np.int32)
    new_numbers[order] = np.arange(len(order))
    return order, new_numbers
