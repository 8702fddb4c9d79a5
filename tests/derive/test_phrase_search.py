"""Where phrases are found in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.phrase_search import PhraseIndex
from generator.derive.word_roots import split_into_roots

INDEX = PhraseIndex((phrase, phrase) for phrase in ("cache", "cache line", "cache line size", "data center"))

# A text, and the phrases in it with the words that they cover.
TEXTS = [
    ("Caches", [("cache", 0, 1)]),
    ("The cache-line size", [("cache", 1, 2), ("cache line", 1, 3), ("cache line size", 1, 4)]),
    ("cache line", [("cache", 0, 1), ("cache line", 0, 2)]),
    ("line cache", [("cache", 1, 2)]),
    ("datacentres and data-centers", [("data center", 0, 1), ("data center", 2, 4)]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_phrases_are_found_in_all_forms_and_within_longer_ones(text, expected):
    assert list(INDEX.find(split_into_roots(text))) == expected


@given(
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=12),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1),
)
def test_a_phrase_is_found_where_its_words_are(words, phrase):
    index = PhraseIndex([(" ".join(phrase), 1)])
    starts = [start for start in range(len(words)) if words[start : start + len(phrase)] == phrase]

    assert [start for _, start, _ in index.find(tuple(words))] == starts
