"""Links from papers to other sites."""

import pytest

from generator.model.curation_values import Link, LinkKind, Status
from generator.publish.other_sites import list_actions, list_other_catalogues
from tests.builders import make_paper

ARTICLE = {"categories": (), "title": "Toys & caches", "url": "https://doi.org/10.1000/T(1)"}
CODE = tuple(Link(LinkKind.CODE, f"https://github.com/a/{name}") for name in "xy")
VIDEO = Link(LinkKind.VIDEO, "https://video.example/")
POST = {"categories": (), "url": "https://toys.example/post"}


@pytest.mark.parametrize(
    ("paper_id", "fields", "expected"),
    [
        ("2602.00001", {}, ["PDF", "HTML"]),
        ("2311.00001", {"dois": ("10.1000/1", "10.1000/2")}, ["PDF", "DOI"]),
        ("cs/0301008", {"links": (VIDEO, *CODE)}, ["PDF", "Code", "Video"]),
        ("2602.00001", {"status": Status.WITHDRAWN}, ["arXiv"]),
        ("doi:10.1000/t(1)", ARTICLE | {"dois": ("10.1000/T(1)",)}, ["DOI"]),
        ("url:https://toys.example/post", POST, ["Publisher's page"]),
    ],
)
def test_actions_are_the_full_text_one_link_of_each_kind_and_the_doi(paper_id, fields, expected):
    assert [link.label for link in list_actions(make_paper(paper_id, **fields))] == expected


@pytest.mark.parametrize(
    ("paper_id", "fields", "expected"),
    [
        (
            "2602.00001",
            {},
            [
                "https://api.semanticscholar.org/arXiv:2602.00001",
                "https://scholar.google.com/scholar_lookup?arxiv_id=2602.00001",
                "https://dblp.org/search?q=A+title",
                "https://www.alphaxiv.org/abs/2602.00001",
                "https://www.connectedpapers.com/api/redirect/arxiv/2602.00001",
            ],
        ),
        (
            "doi:10.1000/t(1)",
            ARTICLE | {"dois": ("10.1000/T(1)",)},
            [
                "https://api.semanticscholar.org/DOI:10.1000/T%281%29",
                "https://scholar.google.com/scholar?q=10.1000/T%281%29",
                "https://www.connectedpapers.com/api/redirect/doi/10.1000/T%281%29",
            ],
        ),
        (
            "url:https://toys.example/post",
            POST | {"title": "Toys & caches: $O(n)$"},
            [
                "https://www.semanticscholar.org/search?q=Toys+%26+caches%3A+O%28n%29",
                "https://scholar.google.com/scholar?q=Toys+%26+caches%3A+O%28n%29",
            ],
        ),
    ],
)
def test_other_catalogues_are_asked_by_id_or_else_by_title(paper_id, fields, expected):
    assert [link.url for link in list_other_catalogues(make_paper(paper_id, **fields))] == expected
