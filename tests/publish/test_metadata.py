"""Metadata of pages, as reference managers and search engines read it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.curation_values import Appearance, Settings, Venue, VenueKind
from generator.model.papers import PaperAuthor
from generator.publish.citations.citation_record import build_record
from generator.publish.metadata import (
    build_citation_tags,
    build_list_json_ld,
    build_paper_json_ld,
    build_site_json_ld,
)
from tests.builders import make_authors, make_paper
from tests.properties import limit_examples

ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge", VenueKind.JOURNAL)

ABSTRACT = ("citation_abstract", "An abstract.")
ARXIV = [
    ("citation_arxiv_id", "2602.00001"),
    ("citation_public_url", "https://arxiv.org/abs/2602.00001"),
    ("citation_pdf_url", "https://arxiv.org/pdf/2602.00001"),
    ABSTRACT,
]
PAGE = "https://papers.example/papers/2602.00001/"
PUBLISHED = [("citation_publication_date", "2026/02/03")]
TITLE_AND_AUTHORS = [
    ("citation_title", "A title"),
    ("citation_author", "Amy Example"),
    ("citation_author", "Bo Sample"),
]

TAGS = [
    pytest.param(
        {},
        None,
        [
            *TITLE_AND_AUTHORS,
            *PUBLISHED,
            ("citation_publisher", "arXiv"),
            ("citation_technical_report_number", "arXiv:2602.00001"),
            *ARXIV,
        ],
        id="preprint",
    ),
    pytest.param(
        {"appearance": Appearance("icpe", 2026, "775-788"), "dois": ("10.1145/1", "10.1145/2")},
        ICPE,
        [
            *TITLE_AND_AUTHORS,
            ("citation_publication_date", "2026"),
            ("citation_online_date", "2026/02/03"),
            ("citation_doi", "10.1145/1"),
            ("citation_inbook_title", "Performance Engineering"),
            ("citation_conference_title", "Performance Engineering"),
            ("citation_firstpage", "775"),
            ("citation_lastpage", "788"),
            *ARXIV,
        ],
        id="conference",
    ),
    pytest.param(
        {
            "paper_id": "doi:10.5555/toy",
            "appearance": Appearance("bridge", 2026, "e12", "55", "4"),
            "dois": ("10.5555/toy",),
            "abstract": None,
            "published": None,
        },
        BRIDGE,
        [
            *TITLE_AND_AUTHORS,
            ("citation_publication_date", "2026"),
            ("citation_doi", "10.5555/toy"),
            ("citation_journal_title", "The Bridge"),
            ("citation_volume", "55"),
            ("citation_issue", "4"),
            ("citation_firstpage", "e12"),
        ],
        id="journal",
    ),
    pytest.param(
        {"paper_id": "url:https://toys.example/1", "abstract": "One.\nTwo."},
        None,
        [*TITLE_AND_AUTHORS, *PUBLISHED, ("citation_abstract", "One. Two.")],
        id="neither-arxiv-nor-published",
    ),
]


def build_tags(paper, venue=None, topics=()):
    return build_citation_tags(paper, build_record(paper, venue), topics)


@pytest.mark.parametrize(("changes", "venue", "expected"), TAGS)
def test_a_page_has_the_citation_tags_of_its_paper(changes, venue, expected):
    assert expected == build_tags(make_paper(**changes), venue)


def test_an_affiliation_follows_its_author():
    people = (PaperAuthor("Amy A", ("Toy U", "Toy Lab")), PaperAuthor("Bo B", ("Toy Inc",)))
    tags = [
        tag for tag in build_tags(make_paper(authors=people), None) if tag[0].startswith("citation_author")
    ]

    assert tags == [
        ("citation_author", "Amy A"),
        ("citation_author_institution", "Toy U"),
        ("citation_author_institution", "Toy Lab"),
        ("citation_author", "Bo B"),
        ("citation_author_institution", "Toy Inc"),
    ]


def test_tags_contain_no_tex():
    tags = dict(
        build_tags(make_paper(title=r"G\"odel's $O(n^2)$", authors=make_authors(r"Fran\c{c}ois")), None)
    )

    assert (tags["citation_title"], tags["citation_author"]) == ("Gödel's O(n²)", "François")


def test_json_ld_describes_a_preprint():
    assert build_paper_json_ld(make_paper(), PAGE, ["Caches"]) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "url": PAGE,
        "headline": "A title",
        "author": [{"@type": "Person", "name": "Amy Example"}, {"@type": "Person", "name": "Bo Sample"}],
        "datePublished": "2026-02-03",
        "dateModified": "2026-02-04",
        "keywords": ["Caches"],
        "identifier": [{"@type": "PropertyValue", "propertyID": "arXiv", "value": "2602.00001"}],
        "sameAs": ["https://arxiv.org/abs/2602.00001"],
        "isAccessibleForFree": True,
    }


def test_json_ld_names_the_first_of_many_authors_and_the_tags_name_all():
    paper = make_paper(authors=make_authors(*(f"Author{number} Example" for number in range(21))))
    article = build_paper_json_ld(paper, PAGE)
    tags = build_tags(paper, None)

    assert [person["name"] for person in article["author"]] == [author.name for author in paper.authors[:12]]
    assert [value for name, value in tags if name == "citation_author"] == [
        author.name for author in paper.authors
    ]


def test_json_ld_leaves_out_unknown_facts():
    paper = make_paper(
        "doi:10.5555/toy", dois=("10.5555/toy",), url=None, published=None, updated=None, authors=()
    )

    assert build_paper_json_ld(paper, PAGE) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "url": PAGE,
        "headline": "A title",
        "identifier": [{"@type": "PropertyValue", "propertyID": "DOI", "value": "10.5555/toy"}],
        "sameAs": ["https://doi.org/10.5555/toy"],
    }


@limit_examples(50)
@given(st.text(), st.text())
def test_json_ld_keeps_text_that_is_not_tex(title, name):
    title, name = (text.translate(dict.fromkeys(map(ord, "\\${}~`'-\"^_"))) for text in (title, name))
    article = build_paper_json_ld(replace(make_paper(), title=title or "a", authors=make_authors(name)), PAGE)

    assert article["author"][0]["name"] == name
    assert article["headline"] == (title or "a")


def test_json_ld_of_a_list_names_its_first_papers():
    papers = [make_paper(f"2602.{number:05}") for number in range(1, 13)]
    json_ld = build_list_json_ld("Caches", "Fast\n& small.", PAGE, papers, "https://papers.example/")

    assert json_ld["@type"] == "CollectionPage"
    assert (json_ld["name"], json_ld["description"], json_ld["url"]) == ("Caches", "Fast & small.", PAGE)
    assert json_ld["mainEntity"]["numberOfItems"] == 12
    items = json_ld["mainEntity"]["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, 11))
    assert items[0]["url"] == PAGE


def test_json_ld_of_the_home_page_describes_its_search():
    site = build_site_json_ld(Settings("Toys", "What toys are."), "https://papers.example/")

    assert (site["@type"], site["url"]) == ("WebSite", "https://papers.example/")
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("/search/?q={search_term_string}")
