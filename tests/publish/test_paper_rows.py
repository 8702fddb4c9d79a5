"""Papers as rows of lists: title, authors, and badges."""

import pytest
from markdown import markdown
from markupsafe import Markup

from generator.model.curation_values import Appearance, Link, LinkKind, Status, Venue, VenueKind
from generator.publish.page_links import PageLinks
from generator.publish.paper_rows import PaperRows, render_byline
from tests.builders import make_authors, make_paper
from tests.publish.hostile import Reader

ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)
TOYS = Venue("toys", "Toys", "Meeting on Toys", VenueKind.CONFERENCE, is_listed=False)
CODE = Link(LinkKind.CODE, 'https://b.example/"onclick=a')


def make_rows(page="papers/index.md"):
    return PaperRows(PageLinks(page), {"icpe": ICPE, "toys": TOYS}, {"icpe"}, {})


def convert(source):
    return Reader(markdown(source, extensions=["attr_list"]))


def test_a_row_has_a_title_authors_and_badges():
    paper = make_paper(appearance=Appearance("icpe", 2026), links=(CODE,), awards=("Best toy",))

    assert make_rows().render(paper) == (
        "**[A title](2602.00001.md)**{ .row-title }\n"
        "    *Amy Example, Bo Sample*{ .row-authors }  \n"
        '    <span class="row-facts">[ICPE 2026](../venues/icpe.md){ .badge } 3 February 2026'
        " *Best toy*{ .badge .award } [code](https://b.example/%22onclick=a)"
        '{ .badge rel="noopener ugc" }</span>'
    )


@pytest.mark.parametrize(
    ("texts", "note", "expected"),
    [
        ({}, None, ""),
        (
            {"contribution": r"We \emph{test} *caches*."},
            None,
            r"*We <em>test</em> \*caches\*.*{ .row-summary }",
        ),
        (
            {"summary": "It tests. It is fast.", "contribution": "We test."},
            None,
            "*It tests.*{ .row-summary }",
        ),
        ({"contribution": "We test."}, "Read this *first*.", r"*Read this \*first\*.*{ .row-summary }"),
    ],
)
def test_a_row_states_what_a_paper_contributes_or_a_note(texts, note, expected):
    row = make_rows().render(make_paper(**texts), note)

    assert row.partition("</span>")[2].strip() == expected


def test_a_venue_without_a_page_is_no_link():
    row = make_rows().render(make_paper(appearance=Appearance("toys", 2026)))

    assert "*Toys 2026*{ .badge }" in row


def test_a_row_leaves_out_what_is_unknown():
    assert make_rows().render(make_paper(authors=(), published=None)) == (
        "**[A title](2602.00001.md)**{ .row-title }"
    )


def test_pages_in_one_folder_share_rows_and_others_do_not():
    cache = {}
    rows = [
        PaperRows(PageLinks(page), {}, (), cache).render(make_paper())
        for page in ("topics/caches.md", "topics/queues.md", "index.md")
    ]

    assert rows[0] is rows[1]
    assert "(../papers/2602.00001.md)" in rows[0]
    assert "(papers/2602.00001.md)" in rows[2]


def test_a_related_paper_is_shown_with_the_reason():
    paper = make_paper(appearance=Appearance("icpe", 2026), summary="Caches *wait*. They are slow.")
    row = make_rows().render_related(paper, "shared terms: *caches*")

    assert row == (
        "**[A title](2602.00001.md)**{ .row-title }\n"
        "    *Amy Example, Bo Sample*{ .row-authors }  \n"
        '    <span class="row-facts">[ICPE 2026](../venues/icpe.md){ .badge } 3 February 2026</span>\n'
        "    *Caches \\*wait\\*.*{ .row-summary }\n"
        "    *shared terms: \\*caches\\**{ .source }"
    )
    assert convert(f"-   {row}").text["em"].endswith("shared terms: *caches*")


AT_ICPE = Appearance("icpe", 2026, "1-2")
BADGES = [
    pytest.param({}, False, "3 February 2026", id="a-preprint"),
    pytest.param({"published": None}, False, "", id="nothing-known"),
    pytest.param({"status": Status.WITHDRAWN}, False, "withdrawn 3 February 2026", id="withdrawn"),
    pytest.param({"appearance": AT_ICPE}, False, "ICPE 2026 3 February 2026", id="row"),
    pytest.param(
        {"appearance": AT_ICPE, "awards": ("Best <toy>",), "version": 3},
        True,
        "ICPE 2026, pp. 1-2 3 February 2026 · v3 Best <toy>",
        id="in-full",
    ),
    pytest.param(
        {"status": Status.WITHDRAWN}, True, "withdrawn 3 February 2026 · v1", id="in-full, withdrawn"
    ),
    pytest.param(
        {"links": (Link(LinkKind.DATA, "https://a.example"), CODE, Link(LinkKind.CODE, "https://c.example"))},
        False,
        "3 February 2026 code",
        id="the-first-code",
    ),
]


@pytest.mark.parametrize(("fields", "full", "expected"), BADGES)
def test_badges_show_where_and_when(fields, full, expected):
    badges = make_rows().render_badges(make_paper(**fields), full=full)

    assert isinstance(badges, Markup)
    assert "".join(list_texts(f"x {badges}")).strip() == f"x {expected}".strip()


def list_texts(source):
    class Text(Reader):
        def handle_data(self, data):
            texts.append(data)

    texts = []
    Text(markdown(source, extensions=["attr_list"]))
    return texts


def test_a_link_that_leaves_the_site_is_no_recommendation_for_search_engines():
    badges = convert(f"x {make_rows().render_badges(make_paper(links=(CODE,)))}")

    assert ("a", {"class": "badge", "href": "https://b.example/%22onclick=a", "rel": "noopener ugc"}) in (
        badges.elements
    )


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, ""), (1, "A0"), (5, "A0, A1, A2, A3, A4"), (6, "A0, A1, A2, A3 and 2 more")],
)
def test_many_authors_are_counted(count, expected):
    assert render_byline(make_authors(*(f"A{number}" for number in range(count)))) == expected
