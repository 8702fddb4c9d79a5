"""Advice on curation files that are not wrong but could be tidied up."""

from dataclasses import replace

from generator.curate.advice import find_advice
from generator.derive.authors import apply_people, build_authors, index_people_by_name
from generator.model.curation_values import Person
from generator.model.entries import Author
from tests.builders import make_authors, make_catalogue, make_paper

AMY = Person("amy", "Amy Example", ("A. Example",))


def advise(*people, papers):
    """The advice on a catalogue of these papers and people."""
    return list(find_advice(replace(make_catalogue(*papers), people=people)))


def test_there_is_no_advice_on_a_tidy_catalogue():
    papers = [make_paper(authors=make_authors("Amy Example", "A. EXAMPLE")), make_paper("doi:10.5555/toy.6")]

    assert advise(AMY, papers=papers) == []


def test_a_spelling_that_no_paper_has_is_named():
    papers = [make_paper(authors=make_authors("Amy Example"))]

    assert advise(AMY, papers=papers) == ["people.yml: no paper has “A. Example”, a spelling of amy"]


def test_a_spelling_may_have_the_given_name_first_if_a_feed_has_it_last():
    amy = Person("amy", "Amy Example", ("A Example",))
    stated = (Author("Example A"), Author("Sample B"))
    paper = make_paper("doi:10.5555/toy.6", authors=build_authors(stated, "doi:10.5555/toy.6"))
    paper = apply_people(paper, index_people_by_name([amy]))

    assert [author.name for author in paper.authors] == ["Amy Example", "B Sample"]
    assert advise(amy, papers=[paper]) == []


def test_a_spelling_on_a_namesakes_paper_does_not_count():
    one = Person("one", "Wei Wang", ("W. Wang",), papers=("2602.00001",))
    papers = [
        make_paper("2602.00001", authors=make_authors("Wei Wang")),
        make_paper("2602.00002", authors=make_authors("W. Wang")),
    ]

    assert advise(one, papers=papers) == ["people.yml: no paper has “W. Wang”, a spelling of one"]


def test_a_person_without_papers_is_named_once():
    papers = [make_paper(authors=make_authors("Bo Sample"))]

    assert advise(AMY, papers=papers) == ["people.yml: no paper has an author with a name of amy"]
