"""People: their file, which papers are theirs, and what the page of an author shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.curation.read import read_curation
from generator.derive.groups import group_papers
from generator.model.curation_values import Person
from generator.model.layout import PEOPLE
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_authors, make_catalogue, make_paper
from tests.curation.test_read import GOOD, SLUGS
from tests.tables import for_each_row

A, B, C, D = "2602.00001", "2602.00002", "2602.00003", "2602.00004"
AMY = Person("amy", "Amy Example", ("A. Example",))
ORCID = "0000-0002-1825-0097"

WHOLE = f"""\
amy-example:
  name: Amy Example
  spellings: [A. Example, Amy B. Example]
  orcid: {ORCID}
  homepage: https://people.example.org/amy
jones: {{name: Simon Peyton Jones, family: Peyton Jones}}
wei-one: {{name: Wei Wang, papers: [2602.10310, cs/0301008]}}
wei-two: {{name: Wei Wang, papers: [doi-10.5555-toy.6]}}
wei: {{name: Wei Wang}}
"""

# A wrong file, and the beginning of its problem.
WRONG = {
    "amy: {name: Amy, papers: [2602.10311]}": (
        "1:27: no feed has the paper 2602.10311 (did you mean '2602.10310'?)"
    ),
    "amy: {name: Amy, papers: [2602.10310, 2602.10310v2]}": (
        "1:39: a paper must be listed only once, got '2602.10310v2' again"
    ),
    "amy: {name: Amy, orcid: 0000-0002-1825-0098}": (
        "1:25: orcid must be a valid ORCID iD, got '0000-0002-1825-0098' with a wrong check digit "
        "(copy it from orcid.org)"
    ),
    "amy: {name: Amy, orcid: https://orcid.org/0000-0002-1825-0097}": (
        "1:25: amy, orcid must be an ORCID iD such as 0000-0002-1825-0097, got "
        "'https://orcid.org/0000-0002-1825-0097' (for example orcid: 0000-0002-1825-0097)"
    ),
    f"amy: {{name: Amy, orcid: {ORCID}}}\nbo: {{name: Bo, orcid: {ORCID}}}": (
        "2:23: an ORCID iD must belong to one person, and 'amy' has this one (merge the two people)"
    ),
    "amy: {name: Amy, homepage: http://amy.example}": (
        "1:28: amy, homepage must be an https:// URL with a public host name and no password, got "
        "'http://amy.example' (did you mean 'https://amy.example'?)"
    ),
    "amy: {name: Amy B}\nbo: {name: Bo, spellings: [Boo, AMY  B.]}": (
        "2:33: a name must belong to one person, and 'amy' has this one on all papers (list the "
        "papers of each under papers)"
    ),
    "amy: {name: Wei, papers: [2602.10310]}\nbo: {name: wei, papers: [2602.10310]}": (
        "2:12: a name must belong to one person, and 'amy' has this one on 2602.10310 (list the "
        "paper under one of them)"
    ),
    "amy: {name: Amy, formerly: [amy]}": "1:29: a former id must not be the id of a person, got 'amy'",
    "amy: {name: Amy, formerly: [am]}\nbo: {name: Bo, formerly: [am]}": (
        "2:27: a former id must belong to one person, and 'amy' has 'am', too"
    ),
    "amy: {name: Amy, formerly: [Am]}": (
        "1:29: amy, formerly, entry 1 must consist of lower-case letters, digits and single "
        "hyphens, such as amy-example, and not be a reserved name or end in 8 hexadecimal digits, "
        "got 'Am' (did you mean 'am'?)"
    ),
    'amy: {name: "Example, Amy"}': (
        "1:13: a name must have the given name first, got 'Example, Amy' (did you mean 'Amy Example'?)"
    ),
    "amy: {name: Amy Example, family: Sample}": (
        "1:34: family must be the beginning or the end of the name, got 'Sample' (copy it from 'Amy Example')"
    ),
    "amy: {name: '***'}": "1:13: a name must have letters, got '***'",
    "amy: {spellings: [Amy]}": "1:6: amy must have name (for example name: Amy Example)",
    "amy: {name: Amy, orchid: 1}": "1:18: unknown key 'orchid' (did you mean 'orcid'?)",
    "Amy: {name: Amy}": (
        "1:1: a key must consist of lower-case letters, digits and single hyphens, such as "
        "amy-example, and not be a reserved name or end in 8 hexadecimal digits, got 'Amy' (did "
        "you mean 'amy'?)"
    ),
}

CHECK_DIGITS = {
    "0000-0002-1825-0097": True,
    "0000-0001-5109-3700": True,
    "0000-0002-1694-233X": True,
    "0000-0002-1694-2330": False,
    "0000-0002-1825-0079": False,
}


def read_people(text):
    files = {name: content.encode() for name, content in {**GOOD, PEOPLE: text}.items()}
    values, problems = read_curation(files, SLUGS)
    return values.people, [str(problem) for problem in problems]


def a_catalogue_with(*named, papers):
    return replace(make_catalogue(*papers), people=named)


def papers_by_slug(*people, papers):
    """Address of each author's page to its papers."""
    groups = group_papers(a_catalogue_with(*people, papers=papers))
    return {name.slug: [paper.id for paper in name.papers] for name in groups.by_author.values()}


def render_page(path, *people, papers):
    pages = make_all_pages(a_catalogue_with(*people, papers=papers))
    return next(page.text for page in pages if page.path == path)


def test_a_valid_file_becomes_people():
    people, problems = read_people(WHOLE)

    assert problems == []
    assert people == (
        Person(
            "amy-example",
            "Amy Example",
            ("A. Example", "Amy B. Example"),
            orcid=ORCID,
            homepage="https://people.example.org/amy",
        ),
        Person("jones", "Simon Peyton Jones", family="Peyton Jones"),
        Person("wei-one", "Wei Wang", papers=("2602.10310", "cs/0301008")),
        Person("wei-two", "Wei Wang", papers=("doi:10.5555/toy.6",)),
        Person("wei", "Wei Wang"),
    )


def test_the_file_of_people_is_optional():
    files = {name: content.encode() for name, content in GOOD.items()}

    assert read_curation(files, SLUGS)[0].people == ()


@for_each_row(("text", "expected"), WRONG.items())
def test_a_mistake_is_reported_at_its_place(text, expected):
    (problem,) = read_people(text)[1]

    assert problem.startswith(f"{PEOPLE}:{expected}")


def test_spellings_that_differ_only_in_accents_are_allowed():
    assert read_people("amy: {name: Amé, spellings: [Ame, AMÉ]}")[1] == []


@pytest.mark.parametrize(("orcid", "is_right"), CHECK_DIGITS.items())
def test_the_check_digit_of_an_orcid_is_checked(orcid, is_right):
    problems = read_people(f"amy: {{name: Amy, orcid: {orcid}}}")[1]

    assert is_right == (problems == [])


@given(st.integers(0, 14), st.integers(1, 9))
def test_every_single_wrong_digit_of_an_orcid_is_reported(place, shift):
    digits = list(ORCID.replace("-", ""))
    digits[place] = str((int(digits[place]) + shift) % 10)
    wrong = "-".join("".join(digits[start : start + 4]) for start in range(0, 16, 4))

    assert read_people(f"amy: {{name: Amy, orcid: {wrong}}}")[1] != []


def test_spellings_of_a_person_share_one_page():
    papers = [
        make_paper(A, authors=make_authors("A. Example")),
        make_paper(B, authors=make_authors("Amy Example")),
    ]

    assert papers_by_slug(AMY, papers=papers) == {"amy": [A, B]}


def test_a_person_with_one_paper_has_a_page():
    assert papers_by_slug(AMY, papers=[make_paper(A, authors=make_authors("a example"))]) == {"amy": [A]}


def test_a_paper_that_names_a_person_twice_is_listed_once():
    assert papers_by_slug(AMY, papers=[make_paper(A, authors=make_authors("A. Example", "Amy Example"))]) == {
        "amy": [A]
    }


def test_people_with_the_same_name_are_split_by_paper_and_other_papers_keep_the_name():
    one, two = Person("wei-one", "Wei Wang", papers=(A,)), Person("wei-two", "Wei Wang", papers=(B,))
    papers = [make_paper(paper_id, authors=make_authors("Wei Wang")) for paper_id in (A, B, C, D)]

    assert papers_by_slug(one, two, papers=papers) == {
        "wei-one": [A],
        "wei-two": [B],
        "wei-wang": [C, D],
    }


def test_a_person_who_lists_the_paper_takes_precedence_over_one_with_the_name():
    one, every = Person("wei-one", "Wei Wang", papers=(B,)), Person("wei", "Wei Wang")
    papers = [make_paper(paper_id, authors=make_authors("Wei Wang")) for paper_id in (A, B)]

    assert papers_by_slug(every, one, papers=papers) == {"wei": [A], "wei-one": [B]}


def test_a_person_gets_the_address_before_a_name():
    one = Person("wei-wang", "Wei Wang", papers=(A,))
    papers = [make_paper(paper_id, authors=make_authors("Wei Wang")) for paper_id in (A, B, C)]
    slugs = papers_by_slug(one, papers=papers)
    (other,) = slugs.keys() - {"wei-wang"}

    assert slugs == {"wei-wang": [A], other: [B, C]}
    assert other.startswith("wei-wang-")


def test_the_page_of_a_paper_links_the_person():
    text = render_page(f"papers/{A}.md", AMY, papers=[make_paper(A, authors=make_authors("A. Example"))])

    assert "[A. Example](../authors/amy.md)" in text


def test_the_page_of_a_person_shows_orcid_homepage_and_spellings():
    amy = Person("amy", "Amy Example", ("A. Example",), orcid=ORCID, homepage="https://amy.example.org/")
    papers = [
        make_paper(A, authors=make_authors("A. Example")),
        make_paper(B, authors=make_authors("Amy Example")),
    ]
    text = render_page("authors/amy.md", amy, papers=papers)

    assert "Also published as “A. Example”." in text
    assert f"[{ORCID}](https://orcid.org/{ORCID})" in text
    assert '(https://amy.example.org/){ rel="noopener ugc" }' in text
    assert "under this name" not in text


def test_the_page_of_a_name_says_that_papers_are_by_name_only():
    papers = [make_paper(paper_id, authors=make_authors("Wei Wang")) for paper_id in (A, B)]

    assert "2 papers under this name" in render_page("authors/wei-wang.md", AMY, papers=papers)


def test_the_address_of_a_merged_name_redirects_to_the_person():
    papers = [make_paper(paper_id, authors=make_authors("A. Example")) for paper_id in (A, B)]
    text = render_page("authors/a-example.md", AMY, papers=papers)

    assert "template: redirect.html" in text
    assert "redirect_to: authors/amy/" in text
    assert "[Amy Example](amy.md)" in text


def test_a_former_address_redirects_to_the_person_even_if_it_is_a_name():
    amy = replace(AMY, former_ids=("amy-sample", "a-example"))
    papers = [make_paper(paper_id, authors=make_authors("A. Example", "Amy Sample")) for paper_id in (A, B)]
    pages = [
        page
        for page in make_all_pages(a_catalogue_with(amy, papers=papers))
        if page.path.startswith("authors/")
    ]
    moved = {page.path for page in pages if "redirect_to: authors/amy/" in page.text}

    assert moved == {"authors/amy-sample.md", "authors/a-example.md"}
    assert len(pages) == len({page.path for page in pages})


def test_the_address_of_a_split_name_lists_all_people_with_the_name():
    one, two = Person("wei-one", "Wei Wang", papers=(A,)), Person("wei-two", "Wei Wang", papers=(B,))
    papers = [make_paper(paper_id, authors=make_authors("Wei Wang")) for paper_id in (A, B)]
    text = render_page("authors/wei-wang.md", one, two, papers=papers)

    assert "redirect_to:" not in text
    assert text.index("(wei-one.md)") < text.index("(wei-two.md)")


def test_coauthors_are_counted_as_people():
    papers = [
        make_paper(A, authors=make_authors("Amy Example", "Bo Sample")),
        make_paper(B, authors=make_authors("A. Example", "Bo Sample")),
    ]

    assert "[Amy Example](amy.md)&nbsp;*2*{ .count }" in render_page(
        "authors/bo-sample.md", AMY, papers=papers
    )
