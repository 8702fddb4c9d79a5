"""Which topics are suggested for papers."""

import random

from generator.derive.suggestions import MAX_SIMILAR, suggest_topics
from generator.model.curation_values import Topic
from tests.builders import make_catalogue, make_paper

CACHES = Topic("caches", "Caches", "Small memories.")
QUEUES = Topic("queues", "Queues", "Where requests wait.")


def a_paper_on(paper_id, words, *topics):
    return make_paper(paper_id, title=words, abstract=f"We measure {words}.", curated_topics=topics or None)


CURATED = (
    a_paper_on("2001.00001", "lookups under pressure", "caches"),
    a_paper_on("2001.00002", "evictions and lookups", "caches"),
    a_paper_on("2001.00003", "lookups before evictions", "caches", "queues"),
    a_paper_on("2001.00004", "arrivals at servers", "queues"),
)
NEW = a_paper_on("2602.00001", "lookups and evictions")
OTHERS = tuple(a_paper_on(f"2602.100{number}", f"subject{number} apart") for number in range(10, 40))


def test_a_topic_of_most_similar_papers_is_suggested():
    catalogue = make_catalogue(NEW, *CURATED, *OTHERS, topics=(CACHES, QUEUES))
    (suggestion,) = suggest_topics(catalogue)

    assert (suggestion.paper, suggestion.topic) == (NEW, "caches")
    assert suggestion.evidence == (
        "3 of its 3 nearest curated papers are in Caches: 2001.00002, 2001.00003, 2001.00001"
    )


def test_an_assigned_topic_is_suggested_only_for_requested_papers():
    catalogue = make_catalogue(
        NEW, *CURATED, *OTHERS, topics=(CACHES, QUEUES), assignments={NEW.id: ["caches"]}
    )

    assert suggest_topics(catalogue) == ()
    assert [one.topic for one in suggest_topics(catalogue, [NEW])] == ["caches"]


def test_a_curated_paper_is_no_evidence_for_itself():
    catalogue = make_catalogue(NEW, *CURATED, *OTHERS, topics=(CACHES, QUEUES))

    assert all(
        paper.slug not in one.evidence for paper in CURATED for one in suggest_topics(catalogue, [paper])
    )


def test_a_removed_topic_is_not_suggested():
    assert suggest_topics(make_catalogue(NEW, *CURATED, *OTHERS, topics=(QUEUES,))) == ()


def test_without_curated_papers_or_words_nothing_is_suggested():
    empty = make_paper("2602.00002", title="", abstract=None)

    assert suggest_topics(make_catalogue(NEW, *OTHERS, topics=(CACHES,))) == ()
    assert suggest_topics(make_catalogue(empty, *CURATED, *OTHERS, topics=(CACHES,))) == ()
    assert suggest_topics(make_catalogue()) == ()


def test_only_the_most_similar_papers_count():
    many = tuple(
        a_paper_on(f"2003.000{number}", "lookups and evictions", "caches") for number in range(10, 30)
    )
    others = (a_paper_on(f"2602.2{number:04}", f"subject{number} apart") for number in range(120))
    (suggestion,) = suggest_topics(make_catalogue(NEW, *many, *others, topics=(CACHES,)))

    assert f"{MAX_SIMILAR} of its {MAX_SIMILAR} nearest" in suggestion.evidence


def test_suggestions_do_not_depend_on_the_order_of_the_papers():
    papers = [NEW, *CURATED, *OTHERS]
    expected = suggest_topics(make_catalogue(*papers, topics=(CACHES, QUEUES)))
    for seed in range(5):
        random.Random(seed).shuffle(papers)  # noqa: S311 - order, not secrecy

        assert suggest_topics(make_catalogue(*papers, topics=(CACHES, QUEUES))) == expected
