"""Names of feeds on their way to author pages and citations."""

from dataclasses import replace

import pytest

from generator.derive.assemble import assemble
from generator.derive.groups import group_papers
from generator.ingest import arxiv_atom, observations, safe_xml, syndication
from generator.model.curation_values import Curation, Person, Settings
from generator.publish.citations import bibtex
from generator.publish.citations.citation_record import build_citation_key, build_record
from generator.publish.metadata import build_citation_tags
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.search.search_records import make_records
from tests.ingest.publisher_feeds import TODAY, build_item, build_rss
from tests.paths import FEEDS
from tests.tables import for_each_row

MADE = FEEDS / "made"
PUBLISHERS = FEEDS / "publishers"
REAL_FEEDS = sorted({path.name for path in PUBLISHERS.glob("pub-*.xml")} - {"pub-pubmed-efetch.xml"})
CURATION = Curation(Settings("Toys", "What toys are made of."), (), (), (), {})


def read_entries(name, data):
    if b"arXiv Query" in data:
        return arxiv_atom.parse_answer(safe_xml.parse_xml(data, name), name, TODAY).entries
    return syndication.parse_feed(data, name, TODAY).entries


def assemble_feeds(*names, people=(), rss=None):
    documents = {name: (MADE / name).read_bytes() for name in names} | ({"rss": rss} if rss else {})
    stored = {
        f"feed-{number}": {
            entry.id: observations.from_entry(entry, TODAY) for entry in read_entries(name, data)
        }
        for number, (name, data) in enumerate(documents.items())
    }
    catalogue = assemble(stored, replace(CURATION, people=people))
    return replace(catalogue, relations={paper.id: () for paper in catalogue.papers})


def find_paper(catalogue, title):
    return next(paper for paper in catalogue.papers if paper.title == title)


def cite(paper):
    """The authors of a paper in BibTeX."""
    entry = bibtex.write_entry(build_record(paper, None))
    return entry.partition("author = {")[2].partition("},\n")[0].split(" and ")


def test_an_author_has_one_page_whether_the_feed_inverts_the_name_or_not():
    catalogue = assemble_feeds("names-inverted.rss.xml", "names-straight.atom.xml")
    authors = {author.name: len(author.papers) for author in group_papers(catalogue).by_author.values()}

    assert authors["Ann B. Example"] == 4
    assert authors["Bo van der Sample"] == 3
    assert not any("," in name for name in authors)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("One name an element", ["Ann B. Example", "Bo van der Sample"]),
        ("All names in one element", ["A. B. Example", "B. Sample", "C. Third-Name"]),
        ("With semicolons", ["Ann B. Example", "Bo Sample", "Steele, Jr., Guy L."]),
        ("Family and initials", ["A Example", "B Sample"]),
    ],
)
def test_inverted_names_are_cited_by_their_parts(title, expected):
    paper = find_paper(assemble_feeds("names-inverted.rss.xml"), title)

    assert cite(paper) == expected
    assert build_citation_key(paper).startswith("example")


def test_family_names_before_initials_are_family_names():
    paper = find_paper(assemble_feeds("names-inverted.rss.xml"), "Family and initials")

    assert build_record(paper, None)["author"][0] == {"family": "Example", "given": "A"}


def test_a_hyphen_before_a_small_letter_does_not_split_a_name():
    papers = assemble_feeds("names-hyphen.atom.xml").papers

    assert {paper.title: cite(paper) for paper in papers} == {
        "Hyphen 0": ["Example, Shu-fen"],
        "Hyphen 1": ["Sample, Wei-li B."],
        "Hyphen 2": ["Third, Jean-pierre"],
        "Hyphen 3": ["{Abd-el-Fourth}, Sara"],
        "Hyphen 4": ["Fifth, Bo Mei-ling"],
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Marks", ["Ann Example", "Bo Sample", "Cy Third"]),
        ("Identifiers", ["Ann Example", "Bo Sample"]),
        ("Words of the page", ["Ann Example", "Cy Third"]),
        ("Degrees", ["Ann Example", "Guy L. Steele Jr."]),
    ],
)
def test_marks_addresses_and_degrees_are_no_part_of_names(title, expected):
    paper = find_paper(assemble_feeds("names-marks.rss.xml"), title)

    assert [author.name for author in paper.authors] == expected


def test_of_equally_frequent_spellings_the_page_has_the_one_with_accents():
    catalogue = assemble_feeds("spelling-tie.atom.xml")
    authors = group_papers(catalogue).by_author

    assert authors["jose nunez"].name == "José Núñez"
    assert len(authors["jose nunez"].papers) == 2


def test_organisations_are_literal_and_what_is_no_author_is_left_out():
    (paper,) = assemble_feeds("organisations.atom.xml").papers
    names = ["Shanghai Example Lab", "Example Research Institute", "Sand. ai", "Meta AI"]

    assert cite(paper) == [*(f"{{{name}}}" for name in names), "Ann Example"]
    assert build_record(paper, None)["author"] == [
        *({"literal": name} for name in names),
        {"family": "Example", "given": "Ann"},
    ]


@for_each_row("name", REAL_FEEDS)
def test_no_name_of_a_real_feed_keeps_its_comma_or_marks(name):
    stored = {
        "feed": {
            entry.id: observations.from_entry(entry, TODAY)
            for entry in read_entries(name, (PUBLISHERS / name).read_bytes())
        }
    }
    for paper in assemble(stored, CURATION).papers:
        for author in paper.authors:
            assert not set(author.name) & set(",;*@†0123456789")


# --- what curators state -----------------------------------------------------------------------------------

JONES = Person("jones", "Simon Peyton Jones", ("Jones, S. P.", "and S. Jones"), family="Peyton Jones")


def assemble_jones():
    items = [
        build_item(title=f"Toys {number}", link=f"https://example.org/{number}", dc__creator=name)
        for number, name in enumerate(["Jones, S. P.", "and S. Jones"])
    ]
    return assemble_feeds(people=(JONES,), rss=build_rss(*items))


def test_a_curators_name_reaches_the_page_and_every_citation():
    catalogue = assemble_jones()
    author = group_papers(catalogue).by_author["@jones"]

    assert len(author.papers) == 2
    for paper in catalogue.papers:
        assert cite(paper) == ["Peyton Jones, Simon"]
        assert build_record(paper, None)["author"] == [{"family": "Peyton Jones", "given": "Simon"}]
        assert ("citation_author", "Peyton Jones, Simon") in build_citation_tags(
            paper, build_record(paper, None)
        )
        assert build_citation_key(paper).startswith("jones")
    texts = {page.path: page.text for page in make_all_pages(catalogue)}
    for path in ("catalogue.csv", "catalogue.jsonl"):
        assert texts[path].count("Simon Peyton Jones") == 2
        assert "and S. Jones" not in texts[path]
    assert "# Simon Peyton Jones" in texts["authors/jones.md"]
    assert "Also published as “S. Jones”, “S. P. Jones”." in texts["authors/jones.md"]


def test_readers_find_a_paper_by_the_name_that_it_spells():
    catalogue = assemble_jones()
    records = list(make_records(catalogue, group_papers(catalogue)))

    assert {record.authors for record in records} == {
        "Simon Peyton Jones, S. P. Jones",
        "Simon Peyton Jones, S. Jones",
    }


def test_the_address_of_a_name_as_the_feed_spells_it_redirects():
    items = [
        build_item(link=f"https://example.org/{number}", dc__creator="Example, Ann B.") for number in range(2)
    ]
    texts = {page.path: page.text for page in make_all_pages(assemble_feeds(rss=build_rss(*items)))}

    assert "# Ann B. Example" in texts["authors/ann-b-example.md"]
    assert "redirect_to: authors/ann-b-example/" in texts["authors/example-ann-b.md"]
