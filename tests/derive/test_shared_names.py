"""Names that several people probably share."""

from dataclasses import replace

import pytest

from generator.derive.groups import group_papers
from generator.derive.name_frequencies import count_names
from generator.derive.shared_names import MAX_TEAM, find_shared_names
from generator.model.curation_values import Person
from generator.publish.pages.all_pages import make_all_pages
from generator.system.memo import Memo
from tests.builders import make_authors, make_catalogue, make_paper

A, B, C = "2602.00001", "2602.00002", "2602.00003"
# They make Wei and Wang a common given name and a common family name.
COMMON = [f"{given} Wang" for given in "Ann Bo Cy Di".split()] + [
    f"Wei {family}" for family in "Li Wu Xu".split()
]
CACHES = {"title": "Cache replacement", "abstract": "Cache lines are evicted by a replacement policy."}
QUEUES = {"title": "Retrial queues", "abstract": "Customers of a retrial queue return after some delay."}


def write(paper_id, *names, **fields):
    return make_paper(paper_id, authors=make_authors(*names), **fields)


def find_groups(*papers, common=COMMON, people=()):
    """Return the ids of each group of papers by author key."""
    others = [write(f"2602.1{number:04}", name, title=f"Toy {number}") for number, name in enumerate(common)]
    catalogue = replace(make_catalogue(*papers, *others), people=people)
    shared = find_shared_names(catalogue, group_papers(catalogue))
    return {key: [[paper.id for paper in group] for group in groups] for key, groups in shared.items()}


def test_papers_of_a_common_name_without_anything_in_common_are_of_several_people():
    papers = [
        write(A, "Wei Wang", "Amy Example", **CACHES),
        write(B, "Wei Wang", "Bo Sample", **QUEUES),
        write(C, "Wei Wang", "Amy Example", **QUEUES),
    ]

    assert find_groups(papers[0], papers[1]) == {"wei wang": [[A], [B]]}
    assert find_groups(*papers) == {}  # C joins both


def test_a_rare_name_is_one_persons():
    papers = [write(A, "Zoe Quux", **CACHES), write(B, "Zoe Quux", **QUEUES)]

    assert find_groups(*papers) == {}


def test_similar_papers_are_one_persons():
    papers = [write(A, "Wei Wang", **CACHES), write(B, "Wei Wang", **CACHES)]

    assert find_groups(*papers, write(C, "Amy Example", **QUEUES)) == {}


def test_members_of_a_large_team_do_not_know_each_other():
    team = [f"Author{'abcdefghij'[number % 10]} Sample{number}" for number in range(MAX_TEAM)]
    papers = [write(A, "Wei Wang", *team, **CACHES), write(B, "Wei Wang", *team, **QUEUES)]

    assert find_groups(*papers) == {"wei wang": [[A], [B]]}


def test_a_person_whom_a_curator_describes_is_one_person():
    papers = [write(A, "Wei Wang", **CACHES), write(B, "Wei Wang", **QUEUES)]

    assert find_groups(*papers, people=(Person("wei", "Wei Wang"),)) == {}


def test_a_result_of_a_previous_run_counts_only_for_the_same_papers():
    papers = [write(A, "Wei Wang", **CACHES), write(B, "Wei Wang", **QUEUES)]
    others = [write(f"2602.1{number:04}", name, title=f"Toy {number}") for number, name in enumerate(COMMON)]
    revised = [papers[0], replace(papers[1], **CACHES)]
    first, later = make_catalogue(*papers, *others), make_catalogue(*revised, *others)
    memo = Memo()

    assert list(find_shared_names(first, group_papers(first), memo)) == ["wei wang"]
    assert list(find_shared_names(first, group_papers(first), Memo(memo.results))) == ["wei wang"]
    after_first, alone = Memo(memo.results), Memo()
    assert find_shared_names(later, group_papers(later), after_first) == {}
    assert find_shared_names(later, group_papers(later), alone) == {}
    assert after_first.results == alone.results


def test_no_papers_share_no_name():
    assert find_groups(common=()) == {}


def test_the_page_of_a_shared_name_says_so():
    papers = [write(A, "Wei Wang", **CACHES), write(B, "Wei Wang", **QUEUES)]
    others = [write(f"2602.1{number:04}", name) for number, name in enumerate(COMMON)]
    pages = {page.path: page.text for page in make_all_pages(make_catalogue(*papers, *others))}

    assert (
        "Several people may share this name: the papers form 2 groups that have no co-author or subject in "
        "common." in pages["authors/wei-wang.md"]
    )


# A name, and whether many authors may share it among the common names.
SHARED = {
    "wei wang": True,
    "w wang": True,
    "wei zhu": False,
    "zoe wang": False,
    "wei zoe wang": False,
    "wang": False,
    "": False,
}


@pytest.mark.parametrize(("name", "is_shared"), SHARED.items())
def test_common_parts_make_a_name_common(name, is_shared):
    names = [name.lower() for name in COMMON]

    assert count_names([*names, name]).is_shared(name) == is_shared


def test_forms_of_a_name_are_no_namesakes():
    frequencies = count_names(["p quux", "peter quux", "paul example", "pia sample"])

    assert frequencies.is_shared("p quux")
    assert not frequencies.is_shared("p quux", forms=2)
