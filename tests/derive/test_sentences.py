"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.sentences import split_into_sentences
from tests.tables import for_each_row

# The sentences of a text, which are joined by spaces.
SENTENCES = [
    ["One.", "Two!", "Three?", "Four"],
    ["It is 1.5 times faster, at 3. GHz, say."],
    ["We use e.g. Caches, cf. Fig. 3 (i.e. DRAM)."],
    ["Doe et al. [12] and Roe et al. (2020) wait.", "We follow Doe et al.", "We are faster than J. Doe."],
    ["It costs $5.", "We pay."],
    ["It takes $n! Steps$ and $O(n)$ space.", "It is fast."],
    ["“Is it fast?”", "It is.", "(We tried.)", "Yes."],
    ["Why?", "The cloud."],
    ["1. Caches are fast.", "2. They are small."],
    ["The U.S. Census is large.", "It is slow in the U.S.", "We count it."],
    ["This is an approx. Value, resp. Two.", "We propose i.i.d. Noise."],
    ["We propose a framework.", "vLLM is another.", "t-SNE too."],
    ["Loo.py and Node.js are fast."],
    ["Caches, pages, etc. are slow.", "Caches, pages, etc.", "Results are good."],
]


@for_each_row("sentences", SENTENCES)
def test_a_sentence_ends_where_a_reader_stops(sentences):
    assert split_into_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is fast.This paper shows why.", ["It is fast.", "This paper shows why."]),
        ("A heading\nA paragraph. Another", ["A heading", "A paragraph.", "Another"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_missing_space_and_a_newline_end_a_sentence(text, expected):
    assert split_into_sentences(text) == expected


@given(st.text(st.sampled_from("aB .!?$()\n\u00a0“”1\\"), max_size=80))
def test_no_character_is_lost(text):
    assert "".join("".join(split_into_sentences(text)).split()) == "".join(text.split())
