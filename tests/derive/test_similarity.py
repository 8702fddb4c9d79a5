"""The similarity of papers by their terms, topics and categories."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.similarity import build_vector_index, build_vectors, find_shared_terms, find_similar
from generator.model.papers import Assignment
from tests.builders import make_paper

WORDS = st.lists(st.sampled_from("cache caches queue energy tape gpu gpus of we a 2x".split()), max_size=12)
PAPERS = st.lists(st.builds(lambda title, text: (" ".join(title), " ".join(text)), WORDS, WORDS), max_size=12)


def make_papers(*texts):
    return [
        make_paper(f"2602.0{number:04}", title=title, abstract=abstract, categories=())
        for number, (title, abstract) in enumerate(texts)
    ]


def compare(papers, assignments=None, is_counted=None):
    """Return the similarity of each paper to each other one."""
    vectors = build_vectors(papers, assignments, is_counted)
    similarities = np.zeros((len(papers), len(papers)))
    for row, others in enumerate(find_similar(vectors, slice(None), build_vector_index(vectors), 99, 0.0)):
        for similarity, column in others:
            similarities[row, column] = similarity
    return similarities


def test_a_new_paper_does_not_change_how_similar_older_papers_are():
    older = [("", "tape, cache, gpu"), ("", "tape, cache, energy"), *[("", "queue, energy, gpu")] * 2]
    others = [("", "")] * 20
    new = ("", "gpu, quantum")
    papers = make_papers(*older, ("", "tape, cache, energy, gpu, quantum"), *others, new)
    is_counted = [*[True] * (len(papers) - 1), False]

    before, after = compare(papers[:-1]), compare(papers, is_counted=is_counted)

    assert after[4, -1] > 0
    assert np.array_equal(after[:-1, :-1], before)


def test_what_only_one_counted_paper_has_makes_no_papers_similar():
    papers = make_papers(*[("", "")] * 20, ("", "quantum"), ("", "quantum"))

    assert compare(papers)[20, 21] == 1
    assert compare(papers, is_counted=[*[True] * 21, False])[20, 21] == 0


def test_a_topic_that_no_counted_paper_has_makes_no_papers_similar():
    papers = make_papers(*[("", "")] * 22)
    assignments = {paper.id: (Assignment("memory", ""),) for paper in papers[20:]}

    assert compare(papers, assignments)[20, 21] == 1
    assert compare(papers, assignments, [*[True] * 20, False, False])[20, 21] == 0


def find_weights(*texts):
    """Map each word that has a weight to it, for a paper that has all of them once."""
    vectors = build_vectors(make_papers(*texts))
    row = vectors.matrix[[len(texts) - 1]].toarray()[0]
    return {vectors.spellings[column]: row[column] for column in np.flatnonzero(row)}


def test_rare_words_weigh_more_and_words_of_one_paper_nothing():
    others = [("", f"subject{chr(97 + number)}") for number in range(12)]
    weights = find_weights(*[("", "queue, energy")] * 3, *others, ("", "tape"), ("", "tape, energy, alone"))

    assert weights["tape"] > weights["energy"] > 0
    assert set(weights) == {"tape", "energy"}


@pytest.mark.parametrize(("papers", "counts"), [(5, True), (6, False)])
def test_words_of_more_than_about_a_quarter_of_the_papers_have_no_weight(papers, counts):
    others = [("queue", "")] * (15 - papers)

    assert ("cache" in find_weights(*others, *[("", "cache")] * papers)) is counts


@pytest.mark.parametrize(
    ("papers", "changes"), [(5, False), (11, False), (12, True), (23, True), (24, False)]
)
def test_a_new_paper_changes_the_weight_of_a_word_only_if_it_crosses_a_border(papers, changes):
    """From 6 papers a word counts as one of 8, from 12 as one of 16, and from 23 as one of 32."""
    before, after = (
        find_weights(
            *[("", "cache")] * (count - 1), ("", "tape"), *[("", "")] * (200 - count), ("", "cache. Tape")
        )
        for count in (papers - 1, papers)
    )

    assert (before != after) is changes


def test_papers_with_shared_words_are_similar():
    titles = ("cache. Queue", "cache. Queue", "cache. Energy", "tape. Energy", *[""] * 12)
    similarities = compare(make_papers(*((title, "") for title in titles)))

    assert similarities[0, 1] == 1
    assert 1 > similarities[0, 2] > similarities[0, 3] == 0


def test_a_shared_phrase_makes_papers_more_similar_than_its_words():
    others = [("", f"graph training by s{chr(97 + number)}") for number in range(3)]
    together, apart = (
        compare(make_papers(("", text), ("", "graph training on tapes"), *others, *[("", "")] * 60))[0, 1]
        for text in ("tapes, graph training", "tapes, training of a graph")
    )

    assert together > apart


@pytest.mark.parametrize(
    ("papers", "weight"),
    [
        ({"graph training": 4, "graph": 12, "training": 12}, 3),
        ({"graph training": 4, "graph": 12}, 1),
        ({"graph training": 4}, 1),
        ({"low rank": 4, "rank": 12}, 3),
        ({"low long": 4}, 6),
    ],
    ids=["rarer than both", "as rare as one", "as rare as both", "with a weak word", "of weak words"],
)
def test_a_phrase_weighs_what_it_says_beyond_its_words(papers, weight):
    """Of 255 papers, 5 have the phrase, and its rarity is 6; that of a word of 17 is 4, that of “tape” 7."""
    texts = [("", text) for text, count in papers.items() for _ in range(count)]
    weights = find_weights(
        *[("", "")] * (253 - len(texts)), ("", "tape"), *texts, ("", f"tape. {texts[0][1]}")
    )

    assert weights[next(iter(papers))] / weights["tape"] == pytest.approx(weight / 7)


def test_the_most_similar_papers_are_found_in_order_and_ties_in_the_order_of_papers():
    papers = make_papers(
        *((title, "") for title in ("cache. Queue", "cache", "cache. Queue", "cache", "tape"))
    )
    vectors = build_vectors([*papers, *make_papers(*[("", "")] * 20)])
    index = build_vector_index(vectors)
    (row,) = find_similar(vectors, [0], index, 3, 0.0)

    assert [index for _, index in row] == [0, 2, 1]
    assert [index for _, index in next(find_similar(vectors, [0], index, 9, 0.99))] == [0, 2]


TITLES = ("cache. Queue", "cache. Tape", "queue", "tape", *[""] * 12)


def test_a_shared_topic_makes_papers_more_similar():
    papers = make_papers(*((title, "") for title in TITLES))
    same = {paper.id: (Assignment("memory", "because"),) for paper in papers[:2]}

    assert compare(papers, same)[0, 1] > compare(papers, {})[0, 1]


def test_a_shared_category_makes_papers_more_similar():
    papers = make_papers(*((title, "") for title in TITLES))
    same = [*(replace(paper, categories=("cs.PF",)) for paper in papers[:2]), *papers[2:]]

    assert compare(same, {})[0, 1] > compare(papers, {})[0, 1]


@given(PAPERS)
def test_vectors_have_length_1_and_similarity_is_symmetric_and_from_0_to_1(texts):
    papers = make_papers(*texts)
    vectors, similarities = build_vectors(papers), compare(papers)

    for length in np.sqrt(vectors.matrix.multiply(vectors.matrix).sum(axis=1)):
        assert length == 0 or math.isclose(length, 1)
    assert (vectors.matrix.data > 0).all()
    assert ((similarities >= 0) & (similarities <= 1)).all()
    assert (similarities == similarities.T).all()


@pytest.mark.parametrize(
    ("one", "other", "terms"),
    [
        ("GNN training, prefetching", "prefetching in GNN training", ["GNN training", "prefetching"]),
        ("GNN training and tapes", "tapes for training of a GNN", ["GNN", "tapes", "training"]),
        ("queues of GNN training", "arrivals", []),
    ],
)
def test_shared_terms_are_named_as_people_write_them_and_a_phrase_stands_for_its_words(one, other, terms):
    more = [("", "GNN training. Prefetching. Tapes"), ("", "queues, arrivals"), *[("", "")] * 30]
    vectors = build_vectors(make_papers(("", one), ("", other), ("", "GNN training"), *more))

    (shared,) = find_shared_terms(vectors, 0, [1])
    assert sorted(shared) == terms
