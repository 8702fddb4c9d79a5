"""Which papers need a curator, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime

from generator.derive.work_queue import build_work_queue
from generator.model.curation_values import ListEntry, Phrase, ReadingList, Status, Topic
from generator.model.papers import Assignment
from tests.builders import make_catalogue, make_paper

CACHES = Topic("caches", "Caches", "Small memories.", phrases=(Phrase("cache", 1.5),))
QUEUES = Topic("queues", "Queues", "Where requests wait.")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TODAY = date(2026, 2, 5)


def list_work(catalogue, max_closest=9):
    return [(candidate.paper.id, candidate.reasons) for candidate in build_work_queue(catalogue, max_closest)]


def test_the_paper_that_needs_a_curator_most_is_first():
    papers = (
        make_paper("2001.00001", published=LONG_AGO, title="No topic at all"),
        make_paper("2001.00002", published=LONG_AGO, abstract="On a cache."),
        make_paper("2001.00003", published=LONG_AGO),
        make_paper("2001.00004", published=LONG_AGO),
        make_paper("2602.00005", published=datetime(2026, 2, 5, tzinfo=UTC)),
        make_paper("2001.00006", published=LONG_AGO),
        make_paper("2001.00007", published=None),
    )
    strong = (Assignment("caches", "because", 5.0),)
    assignments = {paper.id: strong for paper in papers} | {
        "2001.00001": (),
        "2001.00002": (),
        "2001.00003": (Assignment("queues", "because", 1.0), Assignment("caches", "because", 2.0)),
    }
    lists = tuple(ReadingList(name, name.title(), "", (ListEntry("2001.00004"),)) for name in ("one", "two"))
    catalogue = replace(
        make_catalogue(*papers, topics=(CACHES, QUEUES)), assignments=assignments, lists=lists, as_of=TODAY
    )

    assert list_work(catalogue) == [
        ("2001.00004", ("in the reading lists “One”, “Two”",)),
        ("2001.00001", ("no topic",)),
        ("2001.00002", ("no topic (closest: Caches, 1.5 of 2 points)",)),
        ("2602.00005", ("new (2026-02-05)",)),
        ("2001.00003", ("only a weak topic match: Caches",)),
        ("2001.00006", ("no summary yet",)),
        ("2001.00007", ("no summary yet",)),
    ]


def test_papers_that_are_done_or_withdrawn_are_not_listed():
    done = make_paper("2001.00001", summary="A summary.", curated_topics=("caches",))
    without_topic = make_paper("2001.00002", summary="A summary.", published=LONG_AGO)
    withdrawn = make_paper("2001.00003", status=Status.WITHDRAWN)
    catalogue = make_catalogue(
        done, without_topic, withdrawn, topics=(CACHES,), assignments={done.id: ["caches"]}
    )

    assert list_work(catalogue) == [("2001.00002", ("no topic",))]


def test_an_empty_catalogue_needs_no_curator():
    assert list_work(make_catalogue()) == []


def test_the_closest_topic_is_named_for_the_first_papers_only():
    papers = [
        make_paper(f"2001.0000{number}", published=LONG_AGO, abstract="On a cache.") for number in (1, 2)
    ]
    catalogue = replace(
        make_catalogue(*papers, topics=(CACHES,)),
        assignments={paper.id: () for paper in papers},
        as_of=TODAY,
    )

    assert list_work(catalogue, max_closest=1) == [
        ("2001.00001", ("no topic (closest: Caches, 1.5 of 2 points)",)),
        ("2001.00002", ("no topic",)),
    ]
