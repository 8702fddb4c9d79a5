"""The likeness of papers by their words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.similarity import (
    build_vector,
    count_stems,
    count_words,
    measure_likeness,
    weigh_words,
)
from tests.builders import make_paper

WORDS = st.lists(st.sampled_from("cache caches queue energy tape gpu gpus of we a 2x".split()), max_size=12)
PAPERS = st.lists(st.builds(lambda title, text: (" ".join(title), " ".join(text)), WORDS, WORDS), max_size=12)


def count_all_stems(*texts):
    return [
        count_stems(count_words(make_paper(f"2602.0{number:04}", title=title, abstract=abstract)))
        for number, (title, abstract) in enumerate(texts)
    ]


def test_words_of_the_title_count_three_times():
    assert count_all_stems(("Caches", "A cache for GPUs")) == [{"cache": 4, "for": 1, "gpu": 1}]


def test_addresses_short_words_and_numbers_do_not_count():
    assert count_all_stems(("On 2x of it", "See https://cache.example/queues")) == [{"see": 1}]


def test_a_paper_without_abstract_has_the_words_of_its_title():
    assert count_all_stems(("Caches", None)) == [{"cache": 3}]


def test_rare_words_weigh_more_and_words_of_one_paper_nothing():
    others = [(f"subject{chr(97 + number)}", "") for number in range(12)]
    weights = weigh_words(count_all_stems(*[("cache", "queue")] * 2, ("cache", "energy"), *others))

    assert weights["queue"] > weights["cache"] > 0
    assert set(weights) == {"queue", "cache"}


@pytest.mark.parametrize(("papers", "counts"), [(3, True), (4, False)])
def test_words_of_many_papers_have_no_weight(papers, counts):
    others = [("queue", "")] * (15 - papers)

    assert ("cache" in weigh_words(count_all_stems(*[("cache", "")] * papers, *others))) is counts


def test_papers_with_shared_words_are_alike():
    papers = [("cache queue", ""), ("cache queue", ""), ("cache energy", ""), ("tape energy", "")]
    counts = count_all_stems(*papers, *[("", "")] * 12)
    weights = weigh_words(counts)
    one, same, near, far = (build_vector(count, weights) for count in counts[: len(papers)])

    assert measure_likeness(one, same) == 1
    assert 1 > measure_likeness(one, near) > measure_likeness(one, far) == 0


@given(PAPERS)
def test_vectors_have_length_1_and_likeness_is_from_0_to_1(papers):
    counts = count_all_stems(*papers)
    weights = weigh_words(counts)
    vectors = [build_vector(count, weights) for count in counts]

    assert all(weight > 0 for weight in weights.values())
    for vector in vectors:
        assert not vector or math.isclose(sum(weight**2 for weight in vector.values()), 1)
        for other in vectors:
            assert 0 <= measure_likeness(vector, other) <= 1
            assert measure_likeness(vector, other) == measure_likeness(other, vector)
