"""People: what their file may say, which papers are whose, and what an author's page shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.curation.layout import PEOPLE
from generator.curation.people import people
from generator.curation.read import read
from generator.derive.groups import group_papers
from generator.model.curation_values import Person
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import a_catalogue, a_paper, authors
from tests.curation.test_read import GOOD, SLUGS

A, B, C, D = "2602.00001", "2602.00002", "2602.00003", "2602.00004"
AMY = Person("amy", "Amy Example", ("A. Example",))
ORCID = "0000-0002-1825-0097"

WHOLE = f"""\
amy-example:
  name: Amy Example
  spellings: [A. Example, Amy B. Example]
  orcid: {ORCID}
  homepage: https://people.example.org/amy
wei-one: {{name: Wei Wang, papers: [2602.10310, cs/0301008]}}
wei-two: {{name: Wei Wang, papers: [doi-10.5555-toy.6]}}
wei: {{name: Wei Wang}}
"""

# A wrong file, and how what is said of it begins.
WRONG = {
    "amy: {name: Amy, papers: [2602.10311]}": (
        "1:27: no feed has a paper 2602.10311 (did you mean '2602.10310'?)"
    ),
    "amy: {name: Amy, papers: [2602.10310, 2602.10310v2]}": (
        "1:39: a paper is named once, got '2602.10310v2' again"
    ),
    "amy: {name: Amy, orcid: 0000-0002-1825-0098}": (
        "1:25: the last character of an ORCID iD checks the others; got '0000-0002-1825-0098' "
        "(one of its digits is wrong: copy it from orcid.org)"
    ),
    "amy: {name: Amy, orcid: https://orcid.org/0000-0002-1825-0097}": (
        "1:25: amy, orcid must be an ORCID iD such as 0000-0002-1825-0097; "
        "got 'https://orcid.org/0000-0002-1825-0097'"
    ),
    f"amy: {{name: Amy, orcid: {ORCID}}}\nbo: {{name: Bo, orcid: {ORCID}}}": (
        "2:23: an ORCID iD belongs to one person, and 'amy' has this one (make one of them)"
    ),
    "amy: {name: Amy, homepage: http://amy.example}": (
        "1:28: amy, homepage must be an address that begins with https:// and holds no password; "
        "got 'http://amy.example'"
    ),
    "amy: {name: Amy B}\nbo: {name: Bo, spellings: [Boo, AMY  B.]}": (
        "2:33: this name on every paper is 'amy' already (say under papers whose is which)"
    ),
    "amy: {name: Wei, papers: [2602.10310]}\nbo: {name: wei, papers: [2602.10310]}": (
        "2:12: this name on 2602.10310 is 'amy' already (name the paper under one of them)"
    ),
    "amy: {name: Amy, formerly: [amy]}": "1:29: a former id names no person, but 'amy' does",
    "amy: {name: Amy, formerly: [am]}\nbo: {name: Bo, formerly: [am]}": (
        "2:27: a former id leads to one person, and 'am' leads to 'amy' already"
    ),
    "amy: {name: Amy, formerly: [Am]}": (
        "1:29: amy, formerly, entry 1 must have lower-case letters, digits and hyphens only,"
        " such as amy-sample, and not be index or end like a hash; got 'Am' (did you mean 'am'?)"
    ),
    "amy: {name: '***'}": "1:13: a name has letters, got '***'",
    "amy: {spellings: [Amy]}": "1:6: amy must have name",
    "amy: {name: Amy, orchid: 1}": "1:18: unknown key 'orchid' (did you mean 'orcid'?)",
    "Amy: {name: Amy}": (
        "1:1: a key must have lower-case letters, digits and hyphens only, such as amy-example, "
        "and not be index or end like a hash; got 'Amy'"
    ),
}

CHECK_DIGITS = {
    "0000-0002-1825-0097": True,
    "0000-0001-5109-3700": True,
    "0000-0002-1694-233X": True,
    "0000-0002-1694-2330": False,
    "0000-0002-1825-0079": False,
}


def curated(text):
    files = {name: content.encode() for name, content in {**GOOD, PEOPLE: text}.items()}
    values, problems = read(files, SLUGS)
    return values.people, [str(problem) for problem in problems]


def with_people(*named, papers):
    return replace(a_catalogue(*papers), people=named)


def names(*claimed, papers):
    """Address of each author's page to its papers."""
    groups = group_papers(with_people(*claimed, papers=papers))
    return {name.slug: [paper.id for paper in name.papers] for name in groups.by_author.values()}


def page_of(path, *claimed, papers):
    made = {page.path: page.text for page in make_all_pages(with_people(*claimed, papers=papers))}
    return made[path]


def test_a_good_file_becomes_people():
    found, problems = curated(WHOLE)

    assert problems == []
    assert found == (
        Person(
            "amy-example",
            "Amy Example",
            ("A. Example", "Amy B. Example"),
            orcid=ORCID,
            homepage="https://people.example.org/amy",
        ),
        Person("wei-one", "Wei Wang", papers=("2602.10310", "cs/0301008")),
        Person("wei-two", "Wei Wang", papers=("doi:10.5555/toy.6",)),
        Person("wei", "Wei Wang"),
    )


def test_a_catalogue_needs_no_people():
    files = {name: content.encode() for name, content in GOOD.items()}

    assert read(files, SLUGS)[0].people == ()


@pytest.mark.parametrize(("text", "expected"), WRONG.items())
def test_a_wrong_file_is_told_what_is_wrong(text, expected):
    (said,) = curated(text)[1]

    assert said.startswith(f"{PEOPLE}:{expected}")


def test_a_spelling_that_differs_only_in_accents_is_no_problem():
    assert curated("amy: {name: Amé, spellings: [Ame, AMÉ]}")[1] == []


@pytest.mark.parametrize(("orcid", "is_right"), CHECK_DIGITS.items())
def test_the_check_digit_of_an_orcid_is_checked(orcid, is_right):
    said = []
    people({"amy": {"name": "Amy", "orcid": orcid}}, lambda *problem: said.append(problem), lambda *_: None)

    assert is_right == (said == [])


@given(st.integers(0, 14), st.integers(1, 9))
def test_no_single_wrong_digit_of_an_orcid_goes_unseen(place, shift):
    digits = list(ORCID.replace("-", ""))
    digits[place] = str((int(digits[place]) + shift) % 10)
    wrong = "-".join("".join(digits[start : start + 4]) for start in range(0, 16, 4))

    assert curated(f"amy: {{name: Amy, orcid: {wrong}}}")[1] != []


def test_spellings_of_a_person_share_one_page():
    papers = [a_paper(A, authors=authors("A. Example")), a_paper(B, authors=authors("Amy Example"))]

    assert names(AMY, papers=papers) == {"amy": [A, B]}


def test_a_person_has_a_page_for_one_paper_too():
    assert names(AMY, papers=[a_paper(A, authors=authors("a example"))]) == {"amy": [A]}


def test_a_paper_that_names_a_person_twice_is_listed_once():
    assert names(AMY, papers=[a_paper(A, authors=authors("A. Example", "Amy Example"))]) == {"amy": [A]}


def test_namesakes_are_split_by_paper_and_the_rest_stays_a_name():
    one, two = Person("wei-one", "Wei Wang", papers=(A,)), Person("wei-two", "Wei Wang", papers=(B,))
    papers = [a_paper(paper_id, authors=authors("Wei Wang")) for paper_id in (A, B, C, D)]

    assert names(one, two, papers=papers) == {"wei-one": [A], "wei-two": [B], "wei-wang": [C, D]}


def test_whoever_names_the_paper_goes_before_whoever_has_the_name():
    one, every = Person("wei-one", "Wei Wang", papers=(B,)), Person("wei", "Wei Wang")
    papers = [a_paper(paper_id, authors=authors("Wei Wang")) for paper_id in (A, B)]

    assert names(every, one, papers=papers) == {"wei": [A], "wei-one": [B]}


def test_a_name_gives_up_its_address_to_the_person_who_takes_it():
    one = Person("wei-wang", "Wei Wang", papers=(A,))
    papers = [a_paper(paper_id, authors=authors("Wei Wang")) for paper_id in (A, B, C)]
    found = names(one, papers=papers)
    (other,) = found.keys() - {"wei-wang"}

    assert found == {"wei-wang": [A], other: [B, C]}
    assert other.startswith("wei-wang-")


def test_a_papers_page_spells_the_author_as_the_paper_does_and_links_the_person():
    text = page_of(f"papers/{A}.md", AMY, papers=[a_paper(A, authors=authors("A. Example"))])

    assert "[A. Example](../authors/amy.md)" in text


def test_a_persons_page_shows_who_they_are():
    amy = Person("amy", "Amy Example", ("A. Example",), orcid=ORCID, homepage="https://amy.example.org/")
    papers = [a_paper(A, authors=authors("A. Example")), a_paper(B, authors=authors("Amy Example"))]
    text = page_of("authors/amy.md", amy, papers=papers)

    assert "2 papers. Also spelt “A. Example”." in text
    assert f'<a href="https://orcid.org/{ORCID}">{ORCID}</a>' in text
    assert '<a href="https&#58;//amy.example.org/" rel="noopener ugc">' in text
    assert "under this name" not in text


def test_a_page_of_a_name_says_that_it_is_no_more_than_that():
    papers = [a_paper(paper_id, authors=authors("Wei Wang")) for paper_id in (A, B)]

    assert "2 papers under this name." in page_of("authors/wei-wang.md", AMY, papers=papers)


def test_a_joined_name_keeps_its_old_address_as_a_way_to_the_person():
    papers = [a_paper(paper_id, authors=authors("A. Example")) for paper_id in (A, B)]
    text = page_of("authors/a-example.md", AMY, papers=papers)

    assert 'template: "redirect.html"' in text
    assert 'goal: "authors/amy/"' in text
    assert "[Amy Example](amy.md)" in text


def test_a_former_address_of_a_person_leads_to_them_whatever_names_there_are():
    amy = replace(AMY, former_ids=("amy-sample", "a-example"))
    papers = [a_paper(paper_id, authors=authors("A. Example", "Amy Sample")) for paper_id in (A, B)]
    made = [
        page for page in make_all_pages(with_people(amy, papers=papers)) if page.path.startswith("authors/")
    ]
    moved = {page.path for page in made if 'goal: "authors/amy/"' in page.text}

    assert moved == {"authors/amy-sample.md", "authors/a-example.md"}
    assert len(made) == len({page.path for page in made})


def test_the_old_address_of_a_split_name_leads_to_all_who_have_it():
    one, two = Person("wei-one", "Wei Wang", papers=(A,)), Person("wei-two", "Wei Wang", papers=(B,))
    papers = [a_paper(paper_id, authors=authors("Wei Wang")) for paper_id in (A, B)]
    text = page_of("authors/wei-wang.md", one, two, papers=papers)

    assert "goal:" not in text
    assert text.index("(wei-one.md)") < text.index("(wei-two.md)")


def test_coauthors_are_counted_as_people():
    papers = [
        a_paper(A, authors=authors("Amy Example", "Bo Sample")),
        a_paper(B, authors=authors("A. Example", "Bo Sample")),
    ]

    assert '[Amy Example](amy.md) <span class="count">2</span>' in page_of(
        "authors/bo-sample.md", AMY, papers=papers
    )
