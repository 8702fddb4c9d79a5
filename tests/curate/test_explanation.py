"""Why a page says what it says."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import pipeline
from generator.curate.explanation import explain, places
from generator.curation import folder
from generator.derive.assemble import assemble
from generator.derive.merge import DerivedFacts, merge_paper
from generator.ingest import observations
from generator.model.curation_values import (
    Appearance,
    Correction,
    Curation,
    Link,
    LinkKind,
    PaperCuration,
    Phrase,
    Settings,
    Status,
    Topic,
)
from generator.model.entries import Author, Entry
from generator.model.errors import UsageError
from generator.model.papers import Relation
from generator.read_data import read_data
from tests.builders import a_catalogue, a_paper

SEEN = date(2026, 2, 5)
PATH = "data/curation/papers/2602.00001.yml"
CACHES = Topic(
    "caches",
    "Caches",
    "",
    phrases=(Phrase("cache", 1.0),),
    categories={"cs.AR": 0.5},
    exclude=(Phrase("web", 3.0),),
)
QUEUES = Topic("queues", "Queues", "", phrases=(Phrase("queue", 1.0),))
GAUGES = Topic("gauges", "Gauges", "", phrases=(Phrase("gauge", 1.0),))
TOPICS = (CACHES, QUEUES, GAUGES)

ENTRY = Entry(
    id="2602.00001",
    version=2,
    title="A cache",
    abstract="A cache and a queue.",
    authors=(Author("Amy Example"),),
    categories=("cs.AR",),
    primary_category="cs.AR",
    published=datetime(2026, 2, 3, tzinfo=UTC),
    comment="Code at https://github.com/toys/cache",
    dois=("10.5555/toy.1",),
)
FILE = b"""\
# A remark
topics: [queues]
summary: >-
  Measures a cache.
links:
  slides: https://toys.example/slides
related: ["2602.00002"]
publications:
  - 10.5555/toy.1b
status: listed
corrections:
  title: {value: The cache, reason: As printed.}
"""
CURATION = PaperCuration(
    PATH,
    topics=("queues",),
    summary="Measures a cache.",
    links=(Link(LinkKind.SLIDES, "https://toys.example/slides"),),
    related=("2602.00002",),
    status=Status.LISTED,
    publications=("10.5555/toy.1b",),
    corrections={"title": Correction("The cache", "As printed.")},
)
OTHER = Entry("2602.00002", 1, "Another thing")


def explained(paper_id, stored, curations=None, file=None):
    """The text for a paper of a catalogue that follows from what feeds and people say."""
    sightings = {
        feed: {entry.id: observations.from_entry(entry, SEEN) for entry in found}
        for feed, found in stored.items()
    }
    curated = Curation(
        settings=Settings("Toys", ""), topics=TOPICS, venues=(), lists=(), papers=curations or {}
    )
    catalogue = pipeline.add_relations(assemble(sightings, curated))
    text = explain(paper_id, catalogue, (curations or {}).get(paper_id), sightings, file)
    return [line.strip() for line in text.splitlines()]


def after(lines, start):
    """The line that follows the one that begins in this way."""
    return lines[next(number for number, line in enumerate(lines) if line.startswith(start)) + 1]


def test_each_topic_tells_what_spoke_for_it_and_against_it():
    lines = explained("2602.00001", {"toys": [ENTRY]})

    assert lines[0] == "2602.00001: A cache"
    assert "caches             given by its rules" in lines
    assert after(lines, "caches") == (
        "its rules find 3.5 points: “cache” in the title +2, “cache” in the abstract +1, category cs.AR +0.5"
    )
    assert "queues             denied: not enough" in lines
    assert after(lines, "queues") == "its rules find 1 points: “queue” in the abstract +1"
    assert "Nothing speaks for or against the other 1." in lines


def test_an_exclusion_is_told():
    lines = explained("2602.00001", {"toys": [replace(ENTRY, title="A web cache")]})

    assert "caches             denied: not enough" in lines
    assert after(lines, "caches").endswith("against it: “web” -3")


def test_a_curators_topics_are_told_with_their_line_beside_what_the_rules_find():
    lines = explained("2602.00001", {"toys": [ENTRY]}, {"2602.00001": CURATION}, FILE)

    assert f"queues             given by a curator ({PATH}:2)" in lines
    assert f"caches             denied: a curator chose the topics ({PATH}:2)" in lines
    assert after(lines, "caches").startswith("its rules find 3.5 points")


def test_each_fact_tells_where_it_comes_from():
    stored = {"toys": [ENTRY, OTHER], "journal": [replace(ENTRY, version=None, comment=None)]}
    lines = explained("2602.00001", stored, {"2602.00001": CURATION}, FILE)

    assert after(lines, "title ") == f"corrected by a curator ({PATH}:12): As printed."
    assert after(lines, "authors") == "the feeds journal, toys (v2)"
    assert after(lines, "comment") == "the feed toys (v2)"
    assert after(lines, "DOI                10.5555/toy.1") == "the feeds journal, toys (v2)"
    assert after(lines, "DOI                10.5555/toy.1b") == f"{PATH}:9"
    assert after(lines, "link to code") == "found in the comment"
    assert after(lines, "link to slides") == f"{PATH}:6"
    assert after(lines, "status") == f"{PATH}:10"
    assert after(lines, "summary") == f"{PATH}:3"
    assert after(lines, "first seen") == "in the feeds journal, toys (v2)"
    assert after(lines, "2602.00002") == f"named by a curator ({PATH}:7)"


def test_a_relation_that_the_other_papers_curator_named_tells_that_file():
    lines = explained("2602.00002", {"toys": [ENTRY, OTHER]}, {"2602.00001": CURATION})

    assert after(lines, "2602.00001") == f"named by a curator ({PATH})"


def test_without_its_file_a_fact_names_the_file_alone():
    lines = explained("2602.00001", {"toys": [ENTRY]}, {"2602.00001": CURATION})

    assert after(lines, "summary") == PATH


def test_a_record_is_where_the_facts_of_a_paper_on_no_feed_come_from():
    record = Entry(
        "doi:10.5555/g", None, "Gauges", categories=("cs.PF",), primary_category="cs.PF", dois=("10.5555/g",)
    )
    path = "data/curation/papers/doi-10.5555-g.yml"
    file = b"record:\n  title: Gauges\n  doi: 10.5555/g\n  categories: [cs.PF]\n"
    opinion = PaperCuration(path, record=record)
    paper = merge_paper(None, record, DerivedFacts(None, (), Status.LISTED), opinion, ())
    text = explain(paper.id, a_catalogue(paper), opinion, {}, file)
    lines = [line.strip() for line in text.splitlines()]

    assert after(lines, "title ") == f"a curator's record ({path}:2)"
    assert after(lines, "primary category") == f"a curator's record ({path}:4)"
    assert after(lines, "DOI") == f"a curator's record ({path}:3)"
    assert "No other paper is near." in lines
    assert not any(line.startswith("first seen") for line in lines)


def test_what_was_read_from_the_authors_words_tells_these():
    comment = "This paper has been withdrawn."
    paper = a_paper(
        comment=comment,
        status=Status.WITHDRAWN,
        appearance=Appearance("asplos", 2026, source="comment", evidence="ASPLOS '26"),
        highlight=True,
        awards=("Best toy", "Best of all"),
    )
    other = a_paper("2602.00002")
    catalogue = a_catalogue(paper, other, relations={paper.id: (Relation(other.id, "both on toys", 0.25),)})
    lines = [line.strip() for line in explain(paper.id, catalogue, None, {}).splitlines()]

    assert after(lines, "venue              asplos 2026") == "read in the comment: “ASPLOS '26”"
    assert after(lines, "status             withdrawn") == f"read in the comment: “{comment}”"
    assert after(lines, "2602.00002         A title") == "both on toys (score 0.25)"
    assert "highlight          yes" in lines
    assert "awards             Best toy, Best of all" in lines
    assert (
        max(map(len, explain(paper.id, a_catalogue(replace(paper, title="a" * 999)), None, {}).split()))
        < 1000
    )


def test_a_curators_venue_tells_its_line():
    paper = a_paper(appearance=Appearance("asplos"))
    text = explain(
        paper.id, a_catalogue(paper), PaperCuration(PATH), {}, b"highlight: true\nvenue: {id: asplos}\n"
    )

    assert f"{PATH}:2" in text


def test_a_paper_that_is_not_there_is_an_error_of_usage():
    with pytest.raises(UsageError, match=r"the catalogue has no paper '2602\.00009'"):
        explain("2602.00009", a_catalogue(a_paper()), None, {})


def test_every_toy_can_be_explained(toys):
    stored, curated = read_data(toys)
    catalogue = pipeline.read_catalogue(toys)
    files = folder.read_files(toys / "data")
    for paper in catalogue.papers:
        opinion = curated.papers.get(paper.id)
        file = files[opinion.path] if opinion else None
        text = explain(paper.id, catalogue, opinion, stored, file)

        assert text.startswith(f"{paper.id}: ")
        assert "no feed" not in text
        assert "put together" not in text


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_have_places_or_none(file):
    assert all(line > 0 for line in places(file).values())


def test_a_place_is_a_keys_line():
    assert places(b"summary: >-\n  Words.\nlinks:\n  code: [a,\n    b]\n") == {
        (): 1,
        ("summary",): 1,
        ("links",): 3,
        ("links", "code"): 4,
        ("links", "code", 0): 4,
        ("links", "code", 1): 5,
    }
