"""Split the titles and abstracts of papers into tokens; a text that is known is not split again."""

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate, chain, pairwise, starmap

import numpy as np
from numpy.typing import NDArray

from generator.derive.fillers import FILLER_ROOTS
from generator.derive.related_papers import Tokens
from generator.derive.word_roots import find_root
from generator.model.papers import Paper
from generator.model.text import fold, strip_urls

SmallNumbers = NDArray[np.int32]  # of all tokens, which take the most memory; a product of them can overflow

NO_WORD, SENTENCE_END = 0, 1  # numbers of tokens that are no words

# A word, with the hyphen that joins it to the next one; or “5G”, but not “2x” or “30B”. Anything else except
# spaces and apostrophes ends a phrase, as fillers do. Commands of TeX are no words.
_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:-(?=[^\W\d_]))?|(?<![\w.])\d[a-wyzA-WYZ]\b|\\[A-Za-z]+|[^\s'’-]")
_SENTENCE_ENDS = frozenset(".!?")
_MIN_LETTERS = 2
_DIGEST_SIZE = 16  # bytes


def read_tokens(papers: Sequence[Paper], known: Tokens | None = None) -> Tokens:
    """Read the tokens of papers; each text ends with `SENTENCE_END`.

    Args:
        papers: The papers.
        known: Those of a previous run. The result is the same without them.
    """
    known = known or Tokens()
    vocabulary = _Vocabulary(known)
    all_known = np.frombuffer(known.numbers, np.int32)
    slices = starmap(slice, pairwise(accumulate(known.lengths, initial=0)))
    known_numbers = {text: all_known[part] for text, part in zip(known.texts, slices, strict=True)}
    digests, parts = [], []
    for text in chain.from_iterable((paper.title, paper.abstract or "") for paper in papers):
        digest = blake2b(text.encode(), digest_size=_DIGEST_SIZE).digest()
        if digest not in known_numbers:
            tokens = _TOKEN.findall(strip_urls(text))
            known_numbers[digest] = np.array([*map(vocabulary.__getitem__, tokens), SENTENCE_END], np.int32)
        digests.append(digest)
        parts.append(known_numbers[digest])
    numbers = np.concatenate([all_known[:0], *parts])
    order, new_numbers = _sort_vocabulary(vocabulary.spellings, numbers)
    return Tokens(
        spellings=[vocabulary.spellings[number] for number in order],
        roots=[vocabulary.roots[number] for number in order],
        texts=digests,
        lengths=[*map(len, parts)],
        numbers=new_numbers[numbers].tobytes(),
    )


class _Vocabulary(dict[str, int]):
    """Numbers words as they are written, and remembers their roots."""

    def __init__(self, known: Tokens) -> None:
        super().__init__(zip(known.spellings, range(len(known.spellings)), strict=True))
        self.update(dict.fromkeys(_SENTENCE_ENDS, SENTENCE_END))
        self.spellings, self.roots = [*known.spellings], [*known.roots]

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
