"""Papers by week of publication, the weekly digest, and what the page of new papers links to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

from generator.model.curation_values import Link, LinkKind, Topic
from generator.model.dates import Precision
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.pages.week_pages import group_by_week
from tests.builders import make_catalogue, make_paper

SITE = "https://papers.example/"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
CODE = Link(LinkKind.CODE, "https://github.com/toy/caches", "abstract")
SYSTEMS = Topic("systems", "Systems & more", "What systems are.")
CACHES = Topic("caches", "Caches", "What caches are.", parent="systems")


def submit(number, day, **fields):
    """Make a paper that was submitted at noon of a day, and seen the day after."""
    published = datetime(*map(int, day.split("-")), 12, tzinfo=UTC)
    seen = published.date() + timedelta(days=1)
    return make_paper(f"2602.{number:05}", **{"published": published, "first_seen": seen, **fields})


def make_files(*papers, as_of=date(2026, 3, 31), **options):
    catalogue = make_catalogue(*papers, **options)
    object.__setattr__(catalogue, "as_of", as_of)
    return {page.path: page.text for page in make_all_pages(catalogue, None, SITE)}


def read_entries(files):
    return etree.fromstring(files["weeks/feed.xml"].encode()).findall("atom:entry", ATOM)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-02-23", "2026-02-23"),
        ("2026-03-01", "2026-02-23"),
        ("2026-01-01", "2025-12-29"),
        ("2024-02-29", "2024-02-26"),
    ],
)
def test_a_week_begins_on_monday(day, monday):
    [week] = group_by_week([submit(1, day)])

    assert week.monday.isoformat() == monday


def test_papers_without_a_day_are_in_no_week():
    papers = [
        submit(1, "2026-02-01", published_precision=Precision.MONTH),
        submit(2, "2026-01-01", published_precision=Precision.YEAR),
        make_paper("2602.00003", published=None),
    ]

    assert group_by_week(papers) == []
    assert "No paper has an exact date yet." in make_files(*papers)["weeks/index.md"]


def test_the_page_of_a_week_has_its_papers_by_area_and_leads_to_other_weeks():
    papers = [
        submit(4, "2026-03-04"),
        submit(3, "2026-02-25", title="By no topic"),
        submit(2, "2026-02-24", title="On caches", links=(CODE,)),
        submit(1, "2026-02-04"),
    ]
    page = make_files(*papers, topics=(SYSTEMS, CACHES), assignments={"2602.00002": ["caches"]})[
        "weeks/2026-02-23.md"
    ]

    assert "title: Week of 23 February 2026\n" in page
    assert "\n2 papers, 1 with code. [← 2 February 2026](2026-02-02.md)" in page
    assert "[2 March 2026 →](2026-03-02.md)" in page
    assert page.index("## Systems & more") < page.index("On caches") < page.index("## Without a topic")
    assert page.index("## Without a topic") < page.index("By no topic")


def test_a_week_with_very_many_papers_lists_as_many_as_a_page_may():
    files = make_files(*(submit(number, "2026-02-24") for number in range(1, 204)))
    page, [entry] = files["weeks/2026-02-23.md"], read_entries(files)

    assert page.count(".row-title") == 200
    assert (
        entry.findtext("atom:content//{http://www.w3.org/1999/xhtml}li[201]/*", "", ATOM) == "3 more papers"
    )
    assert "3 more papers were published in this week: see [the year](../years/2026.md)." in page


def test_the_digest_has_an_entry_for_each_week_that_is_complete():
    papers = [submit(3, "2026-02-25"), submit(2, "2026-02-18", title="A < B"), submit(1, "2026-02-11")]
    titles = [
        [entry.findtext("atom:title", "", ATOM) for entry in read_entries(make_files(*papers, as_of=as_of))]
        for as_of in (date(2026, 3, 4), date(2026, 3, 5))
    ]

    assert titles[0] == ["Week of 16 February 2026: 1 paper", "Week of 9 February 2026: 1 paper"]
    assert titles[1] == ["Week of 23 February 2026: 1 paper", *titles[0]]


def test_an_entry_of_the_digest_links_papers_and_is_updated_when_one_is_added():
    [entry] = read_entries(
        make_files(
            submit(2, "2026-02-24", title="<script>alert(1)</script>"),
            submit(1, "2026-02-23", first_seen=date(2026, 3, 9), updated=datetime(2026, 3, 30, tzinfo=UTC)),
        )
    )
    links = entry.findall("atom:content//{http://www.w3.org/1999/xhtml}a", ATOM)

    assert [(link.get("href"), link.text) for link in links] == [
        ("https://papers.example/papers/2602.00002/", "<script>alert(1)</script>"),
        ("https://papers.example/papers/2602.00001/", "A title"),
    ]
    assert entry.findtext("atom:updated", "", ATOM) == "2026-03-09T00:00:00Z"


def test_the_id_of_an_entry_is_the_same_when_papers_are_added():
    first, second = submit(1, "2026-02-23"), submit(2, "2026-02-24")
    ids = [
        entry.findtext("atom:id", "", ATOM)
        for files in (make_files(first), make_files(second, first))
        for entry in read_entries(files)
    ]

    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_the_page_of_new_papers_links_periods_and_weeks():
    papers = [submit(3, "2026-03-29"), submit(2, "2026-03-10"), submit(1, "2025-01-01")]
    page = make_files(*papers)["new.md"]

    assert '<a href="../papers/?since=2026-03-24">last 7 days</a>&nbsp;*1*' in page
    assert '<a href="../papers/?since=2026-03-01">last 30 days</a>&nbsp;*2*' in page
    assert "[23 March 2026](weeks/2026-03-23.md)&nbsp;*1*" in page
    assert "feed: weeks/feed.xml\n" in page


def test_a_first_import_is_no_news():
    papers = [submit(number, "2026-03-29", first_seen=date(2026, 3, 30)) for number in range(1, 4)]

    assert "last 7 days" not in make_files(*papers)["new.md"]


def test_a_week_is_rendered_again_only_if_its_papers_or_the_dates_of_its_neighbours_change():
    papers = [submit(3, "2026-03-04"), submit(2, "2026-02-25"), submit(1, "2026-02-18")]
    pages = [
        {page.path: page for page in make_all_pages(make_catalogue(*(*added, *papers)), None, SITE)}
        for added in ([], [submit(4, "2026-03-05")])
    ]
    changed = {
        path
        for path in pages[0]
        if path.startswith("weeks/") and pages[0][path].digest != pages[1][path].digest
    }

    assert changed == {"weeks/index.md", "weeks/2026-03-02.md"}
