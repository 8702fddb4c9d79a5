"""What is worth a look, without being wrong."""

from dataclasses import replace

from generator.curate.advice import remarks
from generator.model.curation_values import Person
from tests.builders import a_catalogue, a_paper, authors

AMY = Person("amy", "Amy Example", ("A. Example",))


def said(*people, papers):
    return list(remarks(replace(a_catalogue(*papers), people=people)))


def test_a_catalogue_in_order_has_none():
    papers = [a_paper(authors=authors("Amy Example", "A. EXAMPLE")), a_paper("doi:10.5555/toy.6")]

    assert said(AMY, papers=papers) == []


def test_a_spelling_that_no_paper_has_is_named():
    papers = [a_paper(authors=authors("Amy Example"))]

    assert said(AMY, papers=papers) == ["people.yml: no paper spells amy as “A. Example”"]


def test_a_spelling_of_a_namesakes_paper_does_not_count():
    one = Person("one", "Wei Wang", ("W. Wang",), papers=("2602.00001",))
    papers = [
        a_paper("2602.00001", authors=authors("Wei Wang")),
        a_paper("2602.00002", authors=authors("W. Wang")),
    ]

    assert said(one, papers=papers) == ["people.yml: no paper spells one as “W. Wang”"]


def test_a_person_without_papers_is_named_once():
    papers = [a_paper(authors=authors("Bo Sample"))]

    assert said(AMY, papers=papers) == ["people.yml: no paper is by amy, under none of the names given there"]


def test_a_record_of_a_paper_that_a_feed_brought_later_is_named():
    record = a_paper(
        "doi:10.5555/toy.6", feeds=(), curation_path="data/curation/papers/doi-10.5555-toy.6.yml"
    )
    on_feed = a_paper(dois=("10.5555/TOY.6",))
    expected = (
        "data/curation/papers/doi-10.5555-toy.6.yml records a paper that a feed has as 2602.00001,"
        " by the same DOI: move what it says to 2602.00001.yml, without the record, and remove it"
    )

    assert said(papers=[record, on_feed]) == [expected]
    assert said(papers=[record, a_paper(publications=("10.5555/toy.6",))]) == [expected]
    assert said(papers=[record, a_paper(feeds=(), dois=("10.5555/toy.6",))]) == []
