"""Which papers wait for a curator, and which topics curated papers speak for."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

from generator.derive.suggestions import NEAREST, build_work_queue, suggest_topics
from generator.model.curation_values import ListEntry, Phrase, ReadingList, Status, Topic
from generator.model.papers import Assignment
from tests.builders import a_catalogue, a_paper

CACHES = Topic("caches", "Caches", "Small memories.", phrases=(Phrase("cache", 1.5),))
QUEUES = Topic("queues", "Queues", "Where requests wait.")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TODAY = date(2026, 2, 5)


def list_work(catalogue):
    return [(candidate.paper.id, candidate.reasons) for candidate in build_work_queue(catalogue)]


def test_the_paper_that_needs_a_curator_most_is_first():
    papers = (
        a_paper("2001.00001", published=LONG_AGO, title="No topic at all"),
        a_paper("2001.00002", published=LONG_AGO, abstract="On a cache."),
        a_paper("2001.00003", published=LONG_AGO),
        a_paper("2001.00004", published=LONG_AGO),
        a_paper("2602.00005", published=datetime(2026, 2, 5, tzinfo=UTC)),
        a_paper("2001.00006", published=LONG_AGO),
        a_paper("2001.00007", published=None),
    )
    strong = (Assignment("caches", "because", 5.0),)
    assignments = {paper.id: strong for paper in papers} | {
        "2001.00001": (),
        "2001.00002": (),
        "2001.00003": (Assignment("queues", "because", 1.0), Assignment("caches", "because", 2.0)),
    }
    lists = tuple(ReadingList(name, name.title(), "", (ListEntry("2001.00004"),)) for name in ("one", "two"))
    catalogue = replace(
        a_catalogue(*papers, topics=(CACHES, QUEUES)), assignments=assignments, lists=lists, as_of=TODAY
    )

    assert list_work(catalogue) == [
        ("2001.00004", ("it is in the reading lists “One” and “Two”",)),
        ("2001.00001", ("it has no topic",)),
        ("2001.00002", ("it has no topic (nearest is Caches with 1.5 of 2)",)),
        ("2602.00005", ("it is new (2026-02-05)",)),
        ("2001.00003", ("its best topic, Caches, is a weak match (2; 2 is enough)",)),
        ("2001.00006", ("it has no summary yet",)),
        ("2001.00007", ("it has no summary yet",)),
    ]


def test_papers_that_are_done_or_withdrawn_are_not_listed():
    done = a_paper("2001.00001", summary="A summary.", curated_topics=("caches",))
    without_topic = a_paper("2001.00002", summary="A summary.", published=LONG_AGO)
    withdrawn = a_paper("2001.00003", status=Status.WITHDRAWN)
    catalogue = a_catalogue(
        done, without_topic, withdrawn, topics=(CACHES,), assignments={done.id: ["caches"]}
    )

    assert list_work(catalogue) == [("2001.00002", ("it has no topic",))]


def a_paper_on(paper_id, words, *topics):
    return a_paper(paper_id, title=words, abstract=f"We measure {words}.", curated_topics=topics or None)


CURATED = (
    a_paper_on("2001.00001", "lookups under pressure", "caches"),
    a_paper_on("2001.00002", "evictions and lookups", "caches"),
    a_paper_on("2001.00003", "lookups before evictions", "caches", "queues"),
    a_paper_on("2001.00004", "arrivals at servers", "queues"),
)
NEW = a_paper_on("2602.00001", "lookups and evictions")
OTHERS = tuple(a_paper_on(f"2602.100{number}", f"subject{number} apart") for number in range(10, 40))


def test_a_topic_of_most_similar_papers_is_suggested():
    catalogue = a_catalogue(NEW, *CURATED, *OTHERS, topics=(CACHES, QUEUES))
    (found,) = suggest_topics(catalogue)

    assert (found.paper, found.topic, found.share) == (NEW, "caches", 1.0)
    assert found.evidence == (
        "3 of its 3 nearest curated papers are in Caches: 2001.00002, 2001.00003, 2001.00001"
    )


def test_an_assigned_topic_is_suggested_only_for_papers_that_are_given():
    catalogue = a_catalogue(NEW, *CURATED, *OTHERS, topics=(CACHES, QUEUES), assignments={NEW.id: ["caches"]})

    assert suggest_topics(catalogue) == ()
    assert [one.topic for one in suggest_topics(catalogue, [NEW])] == ["caches"]


def test_a_curated_paper_is_no_evidence_for_itself():
    catalogue = a_catalogue(NEW, *CURATED, *OTHERS, topics=(CACHES, QUEUES))

    assert all(
        paper.slug not in one.evidence for paper in CURATED for one in suggest_topics(catalogue, [paper])
    )


def test_a_removed_topic_is_not_suggested():
    assert suggest_topics(a_catalogue(NEW, *CURATED, *OTHERS, topics=(QUEUES,))) == ()


def test_without_curated_papers_or_words_nothing_is_suggested():
    empty = a_paper("2602.00002", title="", abstract=None)

    assert suggest_topics(a_catalogue(NEW, *OTHERS, topics=(CACHES,))) == ()
    assert suggest_topics(a_catalogue(empty, *CURATED, *OTHERS, topics=(CACHES,))) == ()
    assert suggest_topics(a_catalogue()) == ()
    assert build_work_queue(a_catalogue()) == ()


def test_only_the_most_similar_papers_count():
    many = tuple(
        a_paper_on(f"2003.000{number}", "lookups and evictions", "caches") for number in range(10, 30)
    )
    (found,) = suggest_topics(a_catalogue(NEW, *many, *OTHERS * 4, topics=(CACHES,)))

    assert f"{NEAREST} of its {NEAREST} nearest" in found.evidence


def test_suggestions_do_not_depend_on_the_order_of_the_papers():
    papers = [NEW, *CURATED, *OTHERS]
    expected = suggest_topics(a_catalogue(*papers, topics=(CACHES, QUEUES)))
    for seed in range(5):
        random.Random(seed).shuffle(papers)  # noqa: S311 - order, not secrecy

        assert suggest_topics(a_catalogue(*papers, topics=(CACHES, QUEUES))) == expected
