"""What papers have in common, and how probably they are related."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.relatedness import (
    Features,
    build_corpus,
    estimate_probability,
    find_features,
    find_neighbours,
    select_counted,
)
from generator.model.papers import Assignment
from tests.builders import make_authors, make_paper

NOTHING = Features(similarity=0.0, neighbours=0.0, topics=0.0, authors=0.0)
SHARES = st.floats(0, 1)
WORDS = st.lists(st.sampled_from("cache queue energy tape gpu".split()), max_size=4).map(" ".join)


def make_corpus(*titles, topics=None, authors=()):
    """Make a corpus of papers with these titles, and of others that share nothing with them."""
    papers = [
        make_paper(f"2602.0{number:04}", title=title, abstract="", authors=authors, categories=())
        for number, title in enumerate((*titles, *[""] * 40))
    ]
    topics_of_papers = zip(papers, topics or [], strict=False)
    assignments = {paper.id: tuple(Assignment(topic, "") for topic in row) for paper, row in topics_of_papers}
    return build_corpus(papers, assignments, ())


def compare(corpus, one, other):
    neighbours = dict(enumerate(find_neighbours(corpus, range(len(corpus.papers)))))
    return find_features(corpus, neighbours, one, other)


def test_neighbours_are_the_ten_most_similar_papers_without_the_paper_itself():
    corpus = make_corpus("tape", *["tape. Cache"] * 12, "tape")
    (neighbours,) = find_neighbours(corpus, [0])

    assert list(neighbours) == [13, *range(1, 10)]
    assert all(one >= other for one, other in pairwise(neighbours.values()))


def test_papers_without_common_terms_are_no_neighbours():
    assert find_neighbours(make_corpus("tape", "cache"), [0, 1]) == [{}, {}]


def test_papers_share_neighbours():
    corpus = make_corpus("tape. Cache", "tape. Cache", "tape", "cache. Queue", "queue. Energy", "energy")

    assert compare(corpus, 0, 1).neighbours > compare(corpus, 3, 4).neighbours
    assert 0 <= compare(corpus, 3, 4).neighbours <= 1


@pytest.mark.parametrize(
    ("papers", "counted"),
    [(0, 0), (1, 1), (31, 31), (32, 32), (33, 32), (34, 34), (160, 160), (167, 160), (7550, 7424)],
)
@pytest.mark.parametrize(
    ("field", "convert"), [("first_seen", datetime.date), ("published", lambda day: day)]
)
def test_terms_are_not_counted_in_the_newest_papers(papers, counted, field, convert):
    first = datetime(2000, 1, 1, tzinfo=UTC)
    by_age = [
        make_paper(f"2602.{papers - number:05}", **{field: convert(first + timedelta(number))})
        for number in range(papers)
    ]

    assert select_counted(by_age) == [True] * counted + [False] * (papers - counted)
    assert select_counted(by_age[::-1]) == select_counted(by_age)[::-1]


def test_new_papers_change_no_weights_until_they_complete_a_step():
    titles = ["tape. Cache", "tape", "cache", *[""] * 61]
    first, *later = (
        build_corpus(
            [
                make_paper(f"2602.{number:05}", title=title, abstract="", categories=())
                for number, title in enumerate([*titles, *["cache"] * new])
            ],
            {},
            (),
        ).vectors.matrix[[0]]
        for new in range(5)
    )

    assert [vector.data.tolist() == first.data.tolist() for vector in later] == [True, True, True, False]


def test_rare_topics_count_more():
    topics = [["rare", "frequent"], ["rare"], ["frequent"], *[["frequent"]] * 20]
    corpus = make_corpus(*["tape"] * 3, topics=topics)

    assert compare(corpus, 0, 1).topics > compare(corpus, 0, 2).topics > 0
    assert compare(corpus, 1, 2).topics == 0


@pytest.mark.parametrize("count", [0, 1, 2])
def test_shared_authors_are_counted(count):
    corpus = make_corpus("tape", "tape", authors=make_authors(*["Amy A", "Bo B"][:count]))

    assert compare(corpus, 0, 1).authors == pytest.approx([0, 0.693, 1.099][count], abs=0.001)


@pytest.mark.parametrize("name", ["similarity", "neighbours", "topics", "authors"])
@given(st.builds(Features, SHARES, SHARES, SHARES, SHARES), SHARES)
def test_what_papers_share_makes_it_more_probable_that_they_are_related(name, features, more):
    greater = replace(features, **{name: getattr(features, name) + more})

    assert 0 <= estimate_probability(features) <= estimate_probability(greater) <= 1


def test_papers_that_share_nothing_are_not_related_and_copies_are():
    assert estimate_probability(NOTHING) < 0.001
    assert estimate_probability(replace(NOTHING, similarity=1.0)) > 0.99


@given(st.lists(WORDS, max_size=8))
def test_features_are_symmetric(titles):
    corpus = make_corpus(*titles)
    neighbours = dict(enumerate(find_neighbours(corpus, range(len(corpus.papers)))))
    pairs = chain.from_iterable(((paper, other) for other in row) for paper, row in neighbours.items())

    for paper, other in pairs:
        if paper in neighbours[other]:
            features = find_features(corpus, neighbours, paper, other)
            assert features == find_features(corpus, neighbours, other, paper)
