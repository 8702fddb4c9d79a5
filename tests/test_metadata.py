"""What pages tell reference managers and search engines."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model import Author, Placement, Venue, VenueKind
from generator.render.metadata import citation_tags, json_ld
from tests.builders import a_paper, authors

ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge", VenueKind.JOURNAL)

ABSTRACT = ("citation_abstract", "An abstract.")
ARXIV = [
    ("citation_arxiv_id", "2602.00001"),
    ("citation_public_url", "https://arxiv.org/abs/2602.00001"),
    ABSTRACT,
]
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
            ("citation_technical_report_institution", "arXiv"),
            ("citation_technical_report_number", "arXiv:2602.00001"),
            *ARXIV,
        ],
        id="preprint",
    ),
    pytest.param(
        {"placement": Placement("icpe", 2026, "775-788"), "dois": ("10.1145/1", "10.1145/2")},
        ICPE,
        [
            *TITLE_AND_AUTHORS,
            *PUBLISHED,
            ("citation_doi", "10.1145/1"),
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
            "placement": Placement("bridge", 2026, "e12", "55", "4"),
            "dois": ("10.5555/toy",),
            "abstract": None,
            "published": None,
        },
        BRIDGE,
        [
            *TITLE_AND_AUTHORS,
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


class _Scripts(HTMLParser):
    """Collects what a browser would take for elements."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the parser's
        self.tags.append(tag)


@pytest.mark.parametrize(("changes", "venue", "expected"), TAGS)
def test_a_page_names_the_paper_for_reference_managers(changes, venue, expected):
    assert expected == citation_tags(a_paper(**changes), venue)


def test_an_affiliation_follows_its_author():
    people = (Author("Amy A", ("Toy U", "Toy Lab")), Author("Bo B", ("Toy Inc",)))
    tags = [
        tag for tag in citation_tags(a_paper(authors=people), None) if tag[0].startswith("citation_author")
    ]

    assert tags == [
        ("citation_author", "Amy A"),
        ("citation_author_institution", "Toy U"),
        ("citation_author_institution", "Toy Lab"),
        ("citation_author", "Bo B"),
        ("citation_author_institution", "Toy Inc"),
    ]


def test_tex_is_plain_text_to_machines():
    tags = dict(citation_tags(a_paper(title=r"G\"odel's $O(n^2)$", authors=authors(r"Fran\c{c}ois")), None))

    assert (tags["citation_title"], tags["citation_author"]) == ("Gödel's O(n²)", "François")


def test_a_preprint_as_json_ld():
    assert json.loads(json_ld(a_paper())) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": "A title",
        "author": [{"@type": "Person", "name": "Amy Example"}, {"@type": "Person", "name": "Bo Sample"}],
        "datePublished": "2026-02-03",
        "dateModified": "2026-02-04",
        "identifier": ["arXiv:2602.00001"],
        "sameAs": ["https://arxiv.org/abs/2602.00001"],
        "isAccessibleForFree": True,
    }


def test_json_ld_leaves_out_what_is_not_known():
    paper = a_paper(
        "doi:10.5555/toy", dois=("10.5555/toy",), web=None, published=None, updated=None, authors=()
    )

    assert json.loads(json_ld(paper)) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": "A title",
        "identifier": ["10.5555/toy"],
        "sameAs": ["https://doi.org/10.5555/toy"],
    }


@settings(max_examples=50)
@given(st.text(), st.text())
@example("</script><script>alert(1)</script>", "<!--<script>")
@example("\u2028\u2029", "&lt;")
@example("]]>", "\\u003c")
def test_json_ld_cannot_leave_its_script(title, name):
    text = json_ld(a_paper(title=title, authors=authors(name)))
    page = _Scripts()
    page.feed(f'<script type="application/ld+json">{text}</script>')
    page.close()

    assert json.loads(text)["@type"] == "ScholarlyArticle"
    assert not set("<>&\n\u2028\u2029") & set(text)
    assert page.tags == ["script"]


@settings(max_examples=50)
@given(st.text(), st.text())
def test_json_ld_says_what_was_written_where_it_is_no_tex(title, name):
    title, name = (text.translate(dict.fromkeys(map(ord, "\\${}~`'-\"^_"))) for text in (title, name))
    article = json.loads(json_ld(replace(a_paper(), title=title or "a", authors=authors(name))))

    assert article["author"][0]["name"] == name
    assert article["headline"] == (title or "a")
