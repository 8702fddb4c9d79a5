"""Reduce words to roots, so that topics find a word in all its forms and in both spellings of English.

The search of the site compares words by `generator.model.text.stem`, which removes plurals only.
"""

import re
from functools import lru_cache

from generator.model.text import fold, strip_urls

# Plurals that no rule forms.
_IRREGULAR = {"indices": "index", "matrices": "matrix", "vertices": "vertex", "analyses": "analysis"}
# These differ in meaning from the words that would have the same root: embedded, distributed, congest,
# training (a trained model is not the training of one), generalized.
_DISTINCT = {"embedding", "distribution", "congestion", "trained", "generalization"}
_SINGULAR = re.compile("(?:ss|[^p]us|sis|xis)$")  # but “GPUs” is a plural
# British endings, and the American ones that replace them.
_BRITISH = (
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"),
    ("ysing", "yzing"), ("ysed", "yzed"), ("yse", "yze"), ("tre", "ter"), ("bre", "ber"), ("our", "or"),
)  # fmt: skip
_MIN_BEFORE_BRITISH = 2  # letters: not “wise”, “four”
_VERB = re.compile(r"(.{3,}iz)(?:ation|ing|ed|e)$")
_MIN_ROOT = 3  # letters
_MIN_BEFORE_ION = 6  # letters: not “station”, “position”
_VOWEL = re.compile("[aeiouy]")


def split_into_roots(text: str) -> tuple[str, ...]:
    """Split text into the roots of its words; URLs do not count.

    >>> split_into_roots("Tuned quantisation of data-centre models")
    ('tun', 'quantiz', 'of', 'data', 'center', 'model')
    """
    return tuple(map(find_root, fold(strip_urls(text)).split()))


@lru_cache(maxsize=1 << 17)
def find_root(word: str) -> str:
    """Remove the endings of a folded word; the root need not be a word.

    >>> find_root("quantization"), find_root("quantized"), find_root("quantise")
    ('quantiz', 'quantiz', 'quantiz')
    >>> find_root("tuning"), find_root("modelling"), find_root("policies"), find_root("string")
    ('tun', 'model', 'polici', 'string')
    """
    word = _make_singular(word)
    if not word.isalpha():
        return word
    word = _spell_in_american(word)
    if word in _DISTINCT:
        return word
    if match := _VERB.fullmatch(word):
        return match[1]
    word = _remove_verb_ending(word)
    if len(word) > _MIN_ROOT and word[-1] == word[-2] and word[-1] not in "aeious":
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) > _MIN_ROOT and word.endswith("y") else word


def _make_singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    is_plural = len(word) > _MIN_ROOT and word.endswith("s") and not _SINGULAR.search(word)
    return word[:-1] if is_plural else word


def _spell_in_american(word: str) -> str:
    for british, american in _BRITISH:
        if word.endswith(british) and len(word) >= len(british) + _MIN_BEFORE_BRITISH:
            return word.removesuffix(british) + american
    return word


def _remove_verb_ending(word: str) -> str:
    """Remove “ing”, “ed”, “ion” or “e”, if what remains can be a root."""
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= _MIN_ROOT and _VOWEL.search(root) and not word.endswith("eed"):
            return root.removesuffix("e")
    if word.endswith(("sion", "tion")) and len(word) >= _MIN_BEFORE_ION + len("ion"):
        return word.removesuffix("ion")
    return word.removesuffix("e") if len(word) > _MIN_ROOT else word
