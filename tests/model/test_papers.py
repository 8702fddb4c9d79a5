"""Facts that follow from the fields of a paper."""

import pytest

from generator.model.curation_values import Link, LinkKind, Status
from tests.builders import make_paper

CODE = Link(LinkKind.CODE, "https://example.org/code")
OTHER_CODE = Link(LinkKind.CODE, "https://example.org/other")
SLIDES = Link(LinkKind.SLIDES, "https://example.org/slides")


@pytest.mark.parametrize(
    ("links", "url"), [((SLIDES, CODE, OTHER_CODE), CODE.url), ((SLIDES,), None), ((), None)]
)
def test_the_address_of_code_is_the_first_link_to_code(links, url):
    assert make_paper(links=links).code_url == url


@pytest.mark.parametrize(
    ("paper_id", "status", "url"),
    [
        ("2602.00001", Status.LISTED, "https://arxiv.org/pdf/2602.00001"),
        ("cs/0301008", Status.LISTED, "https://arxiv.org/pdf/cs/0301008"),
        ("2602.00001", Status.WITHDRAWN, None),
        ("doi:10.1/a", Status.LISTED, None),
    ],
)
def test_papers_at_arxiv_have_a_pdf_unless_they_are_withdrawn(paper_id, status, url):
    assert make_paper(paper_id, status=status).pdf_url == url
