"""Entries that are suggested for the file of people."""

from dataclasses import replace

import pytest

from generator.derive.author_orcids import find_registered_people
from generator.derive.groups import group_papers
from generator.derive.people_suggestions import suggest_merges, suggest_splits
from generator.derive.shared_names import MAX_TEAM
from generator.model.curation_values import Person, Topic
from tests.builders import make_authors, make_catalogue, make_paper
from tests.derive.test_shared_names import CACHES, COMMON, QUEUES, write

ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"
A, B, C, D = (f"2602.0000{number}" for number in range(1, 5))


def suggest(*teams, people=()):
    """Return the names of each suggested person, for papers by these authors."""
    papers = [
        make_paper(f"2602.{number:05}", authors=make_authors(*names)) for number, names in enumerate(teams, 1)
    ]
    catalogue = replace(make_catalogue(*papers), people=people)
    return [(item.person.name, *item.person.spellings) for item in suggest_merges(catalogue)]


def test_forms_of_a_name_with_a_shared_coauthor_are_merged():
    teams = [["Amy Example", "Zoe Quux"], ["A. B. Example", "Zoe Quux"], ["Amy Example"]]

    assert suggest(*teams) == [("Amy Example", "A. B. Example")]


def test_three_forms_of_a_name_are_one_suggestion():
    teams = [["Amy Example", "Zoe Quux"], ["A. Example", "Zoe Quux"], ["Amy B. Example", "Zoe Quux"]]
    others = [[f"Bo{number} Sample{number}"] for number in range(40)]

    assert [len(names) for names in suggest(*teams, *others)] == [3]


NOT_MERGED = {
    "no shared coauthor": [["Amy Example", "Zoe Quux"], ["A. Example", "Bo Sample"]],
    "on one paper": [["Amy Example", "A. Example", "Zoe Quux"]],
    "other given names": [["Amy Example", "Zoe Quux"], ["Ann Example", "Zoe Quux"]],
    "a large team": [
        [name, "Zoe Quux", *(f"Author Sample{number}" for number in range(MAX_TEAM))]
        for name in ("Amy Example", "A. Example")
    ],
    "a common name": [["Wei Wang", "Zoe Quux"], ["Wei B. Wang", "Zoe Quux"], *([name] for name in COMMON)],
    "a common coauthor": [
        ["Amy Example", "Wei Wang"],
        ["A. Example", "Wei Wang"],
        *([name] for name in COMMON),
    ],
}


@pytest.mark.parametrize("case", NOT_MERGED)
def test_weak_evidence_merges_nobody(case):
    assert suggest(*NOT_MERGED[case]) == []


def test_two_shared_coauthors_are_enough_for_a_common_name():
    team = ["Zoe Quux", "Yan Quuz"]

    assert suggest(["Wei Wang", *team], ["Wei B. Wang", *team], *([name] for name in COMMON)) == [
        ("Wei B. Wang", "Wei Wang")
    ]


def test_a_described_person_gets_further_spellings():
    amy = Person("amy", "Amy Example", ("Amy Exampel",))

    assert suggest(["Amy Example", "Zoe Quux"], ["A. Example", "Zoe Quux"], people=(amy,)) == [
        ("Amy Example", "Amy Exampel", "A. Example")
    ]


def test_two_described_people_are_never_merged():
    people = (Person("amy", "Amy Example"), Person("a", "A. Example"))

    assert suggest(["Amy Example", "Zoe Quux"], ["A. Example", "Zoe Quux"], people=people) == []


@pytest.mark.parametrize(("other", "count"), [(TWO, 0), (None, 1)])
def test_names_with_different_ids_are_never_merged(other, count):
    papers = [
        make_paper(paper_id, authors=make_authors(name, "Zoe Quux"))
        for paper_id, name in ((A, "Amy Example"), (B, "A. Example"))
    ]
    papers = [
        replace(paper, authors=(replace(paper.authors[0], orcid=orcid), *paper.authors[1:]))
        for paper, orcid in zip(papers, (ONE, other), strict=True)
    ]
    catalogue = make_catalogue(*papers)
    registered = find_registered_people(papers, ())

    assert len(suggest_merges(replace(catalogue, registered_people=registered))) == count


def test_a_shared_name_is_split_into_those_who_have_several_papers():
    papers = [
        write(A, "Wei Wang", "Amy Example", **CACHES),
        write(B, "Wei Wang", "Amy Example", **CACHES),
        write(C, "Wei Wang", "Bo Sample", **QUEUES),
        write(D, "Wei Wang", title="Toys", abstract="Wooden bricks."),
        *(write(f"2602.1{number:04}", name, title="Toys", abstract="") for number, name in enumerate(COMMON)),
    ]
    topics = (Topic("caches", "Caches", "What remembers."),)
    catalogue = make_catalogue(*papers, topics=topics, assignments={A: ["caches"]})
    ((suggestion,),) = suggest_splits(catalogue, group_papers(catalogue))

    assert suggestion.person == Person("wei-wang-caches", "Wei Wang", papers=(A, B))
    assert suggestion.evidence == "co-authors: Amy Example"


def test_the_id_of_a_split_is_new_and_allowed():
    papers = [
        *(write(paper_id, "Wei Wang", "Amy Example", **CACHES) for paper_id in (A, B)),
        write(C, "Wei Wang", "Bo Sample", **QUEUES),
        *(write(f"2602.1{number:04}", name, title="Toys", abstract="") for number, name in enumerate(COMMON)),
    ]
    people = (Person("wei-wang-1", "Bo Other"),)
    catalogue = replace(make_catalogue(*papers), people=people)
    ((suggestion,),) = suggest_splits(catalogue, group_papers(catalogue))

    assert suggestion.person.id == "wei-wang-2"
