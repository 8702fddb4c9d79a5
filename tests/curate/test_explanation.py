"""The explanation of a paper's page."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from generator.curate.explanation import explain_paper, find_lines
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
from generator.model.papers import Relation
from generator.model.withdrawal import Withdrawal, Withdrawer
from generator.pipeline.read_catalogue import read_catalogue
from generator.pipeline.read_data import read_data
from tests.builders import make_catalogue, make_paper, relate_papers

SEEN = date(2026, 2, 5)
PATH = "data/curation/papers/2602.00001.yml"
CACHES = Topic(
    "caches",
    "Caches",
    "",
    phrases=(Phrase("cache", 1.0), Phrase("store", 0.25)),
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


def explain(paper_id, stored, curations=None, file=b""):
    """The lines of the explanation of a paper of a catalogue made from what feeds and people say."""
    sightings = {
        feed: {entry.id: observations.from_entry(entry, SEEN) for entry in entries}
        for feed, entries in stored.items()
    }
    curation = Curation(
        settings=Settings("Toys", ""), topics=TOPICS, venues=(), lists=(), papers=curations or {}
    )
    catalogue = assemble(sightings, curation)
    relations = relate_papers(catalogue.papers, catalogue.assignments, catalogue.all_people)
    catalogue = replace(catalogue, relations=relations)
    return explain_in(catalogue, paper_id, (curations or {}).get(paper_id), sightings, file)


def explain_in(catalogue, paper_id, curation=None, stored=None, file=b""):
    """The lines of the explanation of a paper of this catalogue."""
    paper = next(paper for paper in catalogue.papers if paper.id == paper_id)
    related = catalogue.relations.get(paper_id, ())
    text = explain_paper(paper, catalogue, related, curation, stored or {}, file)
    return [line.strip() for line in text.splitlines()]


def after(lines, start):
    """The line that follows the one that begins in this way."""
    return lines[next(number for number, line in enumerate(lines) if line.startswith(start)) + 1]


def test_each_topic_names_its_evidence():
    lines = explain("2602.00001", {"toys": [ENTRY]})

    assert lines[0] == "2602.00001: A cache"
    assert "caches             assigned by its rules" in lines
    assert after(lines, "caches") == (
        "score from the rules: 3.5 (“cache” in the title +2, “cache” in the abstract +1, category cs.AR +0.5)"
    )
    assert "queues             not assigned: the score is too low" in lines
    assert after(lines, "queues") == "score from the rules: 1 (“queue” in the abstract +1)"
    assert "There is no evidence for or against 1 other topic." in lines


def test_the_evidence_against_a_topic_is_named():
    lines = explain("2602.00001", {"toys": [replace(ENTRY, title="A web cache")]})

    assert "caches             not assigned: the score is too low" in lines
    assert after(lines, "caches").endswith("“web” -3)")


def test_a_topic_that_is_only_the_closest_one_says_so():
    lines = explain("2602.00001", {"toys": [replace(ENTRY, title="Things", abstract="A cache in a store.")]})

    assert "caches             assigned by its rules, as the closest topic: none has 2 points" in lines


def test_topics_that_a_curator_chose_name_the_line_and_the_evidence_of_the_rules():
    lines = explain("2602.00001", {"toys": [ENTRY]}, {"2602.00001": CURATION}, FILE)

    assert f"queues             assigned by a curator ({PATH}:2)" in lines
    assert f"caches             not assigned: a curator chose the topics ({PATH}:2)" in lines
    assert after(lines, "caches").startswith("score from the rules: 3.5 (")


def test_each_fact_names_its_source():
    stored = {"toys": [ENTRY, OTHER], "journal": [replace(ENTRY, version=None, comment=None)]}
    lines = explain("2602.00001", stored, {"2602.00001": CURATION}, FILE)

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
    assert after(lines, "2602.00002") == f"suggested by a curator ({PATH}:7)"


def test_a_relation_that_the_other_papers_file_names_is_explained_with_that_file():
    lines = explain("2602.00002", {"toys": [ENTRY, OTHER]}, {"2602.00001": CURATION})

    assert after(lines, "2602.00001") == f"suggested by a curator ({PATH})"


def test_without_the_bytes_of_the_file_no_line_is_named():
    lines = explain("2602.00001", {"toys": [ENTRY]}, {"2602.00001": CURATION})

    assert after(lines, "summary") == PATH


def test_a_paper_on_no_feed_has_its_facts_from_its_record():
    record = Entry(
        "doi:10.5555/g", None, "Gauges", categories=("cs.PF",), primary_category="cs.PF", dois=("10.5555/g",)
    )
    path = "data/curation/papers/doi-10.5555-g.yml"
    file = b"record:\n  title: Gauges\n  doi: 10.5555/g\n  categories: [cs.PF]\n"
    curation = PaperCuration(path, record=record)
    paper = merge_paper(None, record, DerivedFacts(None, (), None), curation, ())
    lines = explain_in(make_catalogue(paper), paper.id, curation, file=file)

    assert after(lines, "title ") == f"a curator's record ({path}:2)"
    assert after(lines, "primary category") == f"a curator's record ({path}:4)"
    assert after(lines, "DOI") == f"a curator's record ({path}:3)"
    assert "No other paper is similar enough." in lines
    assert not any(line.startswith("first seen") for line in lines)


def test_facts_found_in_the_authors_words_quote_them():
    comment = "This paper has been withdrawn."
    paper = make_paper(
        comment=comment,
        status=Status.WITHDRAWN,
        withdrawal=Withdrawal(Withdrawer.UNKNOWN, "comment"),
        appearance=Appearance("asplos", 2026, source="comment", evidence="ASPLOS '26"),
        highlight=True,
        awards=("Best toy", "Best of all"),
    )
    other = make_paper("2602.00002")
    catalogue = make_catalogue(
        paper, other, relations={paper.id: (Relation(other.id, "shared terms: toys", 0.25),)}
    )
    lines = explain_in(catalogue, paper.id)

    assert after(lines, "venue              asplos 2026") == "found in the comment: “ASPLOS '26”"
    assert after(lines, "status             withdrawn") == f"found in the comment: “{comment}”"
    assert after(lines, "2602.00002         A title") == "shared terms: toys (score 0.25)"
    assert "highlight          yes" in lines
    assert "awards             Best toy, Best of all" in lines


def test_a_long_value_is_shown_shortened():
    paper = make_paper(abstract="a" * 999)

    assert max(map(len, explain_in(make_catalogue(paper), paper.id))) < 200


def test_a_curators_venue_names_its_line():
    paper = make_paper(appearance=Appearance("asplos"))
    file = b"highlight: true\nvenue: {id: asplos}\n"

    assert (
        after(explain_in(make_catalogue(paper), paper.id, PaperCuration(PATH), file=file), "venue")
        == f"{PATH}:2"
    )


def test_every_toy_can_be_explained(toys):
    stored, curation, _ = read_data(toys)
    catalogue = read_catalogue(toys)
    files = folder.read_files(toys / "data")
    for paper in catalogue.papers:
        paper_curation = curation.papers.get(paper.id)
        file = files[paper_curation.path] if paper_curation else b""
        lines = explain_in(catalogue, paper.id, paper_curation, stored, file)

        assert lines[0].startswith(f"{paper.id}: ")
        assert not any(words in line for line in lines for words in ("no feed", "merged from"))


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_have_line_numbers_or_none(file):
    assert all(line > 0 for line in find_lines(file).values())


def test_each_key_and_value_has_a_line_number():
    assert find_lines(b"summary: >-\n  Words.\nlinks:\n  code: [a,\n    b]\n") == {
        (): 1,
        ("summary",): 1,
        ("links",): 3,
        ("links", "code"): 4,
        ("links", "code", 0): 4,
        ("links", "code", 1): 5,
    }
