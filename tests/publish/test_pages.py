"""Pages and their content: lists in parts, authors, neighbours, new papers, statistics."""

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta

from generator.derive.assemble import assemble
from generator.model.curation_values import (
    Appearance,
    Curation,
    Link,
    LinkKind,
    PaperCuration,
    Settings,
    Status,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.dates import Precision, parse_date, parse_partial_date
from generator.model.entries import Entry
from generator.model.papers import DAY_WITHOUT_DATA, PaperAuthor
from generator.model.withdrawal import Withdrawal, Withdrawer
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.pages.new_papers import find_revisions, find_withdrawals, group_by_first_day
from generator.publish.pages.statistics import (
    count_per_month,
    count_topics_per_year,
    count_with_code_per_year,
)
from generator.publish.pagination import MAX_PAPERS, locate_months, split_by_year
from generator.publish.prepare_site import prepare_site
from generator.publish.site_data import count_by_first_day
from tests.builders import make_authors, make_catalogue, make_paper

TOPICS = (Topic("area", "Area", "Of it all."), Topic("caches", "Caches", "Small.", parent="area"))
JANUARY = datetime(2025, 1, 1, tzinfo=UTC)
CODE = (Link(LinkKind.CODE, "https://a.example/code"),)


def make_numbered_papers(count, **fields):
    """Make papers of 2026, the newest first, with different ids."""
    newest = datetime(2026, 2, 3, tzinfo=UTC)
    return [
        make_paper(f"2602.{count - index:05}", published=newest - timedelta(minutes=index), **fields)
        for index in range(count)
    ]


def make_papers_of_years(counts):
    """Make as many papers of each year as given, the newest first."""
    number = sum(counts.values())
    papers = []
    for year in sorted(counts, reverse=True):
        for index in range(counts[year]):
            published = datetime(year, 12, 28, tzinfo=UTC) - timedelta(days=index % 330, minutes=index)
            papers.append(make_paper(f"2602.{number:05}", published=published))
            number -= 1
    return sorted(papers, key=lambda paper: (-paper.published.timestamp(), paper.id))


def make_texts(catalogue):
    """Return the text of each file by path."""
    return {page.path: page.text for page in make_all_pages(catalogue)}


def list_rows(text):
    """List the slugs of the papers on a page, in order."""
    return re.findall(r"^-   \*\*\[.*?\]\((?:[^)]*/)?([^/)]+)\.md\)\*\*\{ \.row-title \}", text, re.MULTILINE)


# --- parts -----------------------------------------------------------------------------------------------


def list_leaves(parts):
    for part in parts:
        yield from list_leaves(part.parts) if part.parts else [part]


@given(st.dictionaries(st.integers(1991, 2026), st.integers(1, 900), max_size=3))
def test_every_paper_is_in_one_part_and_no_part_is_long(counts):
    papers = make_papers_of_years(counts)
    parts = list(list_leaves(split_by_year("topics/caches.md", papers)))

    assert [paper.id for part in parts for paper in part.papers] == [paper.id for paper in papers]
    assert all(len(part.papers) <= MAX_PAPERS for part in parts)
    assert len({part.path for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (MAX_PAPERS, {"years/2026.md"}),
        (MAX_PAPERS + 1, {"years/2026.md", "years/2026/1.md", "years/2026/2.md"}),
    ],
)
def test_a_year_of_one_month_is_divided_by_number(count, expected):
    texts = make_texts(make_catalogue(*make_numbered_papers(count)))

    assert {path for path in texts if path.startswith("years/20") and path.endswith(".md")} == expected


def test_a_long_year_is_divided_by_month():
    texts = make_texts(make_catalogue(*make_papers_of_years({2025: 300})))

    assert list_rows(texts["years/2025.md"]) == []
    assert "[December 2025](2025/12.md)" in texts["years/2025.md"]
    assert len(list_rows(texts["years/2025/12.md"])) > 20
    assert "[2025](../2025.md)\u00a0· [All years](../index.md)" in texts["years/2025/12.md"]
    assert "## December 2025" not in texts["years/2025/12.md"]  # which is the title of the page


@pytest.mark.parametrize(
    ("papers", "month", "place"),
    [
        (make_papers_of_years({2025: 60}), "2025-11", ("years/2025.md", "month-2025-11")),
        (make_papers_of_years({2025: 300}), "2025-11", ("years/2025/11.md", "")),
        (make_numbered_papers(MAX_PAPERS + 1), "2026-02", ("years/2026.md", "")),  # parts by number
        ([make_paper(published=JANUARY, published_precision=Precision.MONTH)], "2025-01",
         ("years/2025.md", "month-2025-01")),
    ],
)  # fmt: skip
def test_the_place_that_lists_the_papers_of_a_month_is_found(papers, month, place):
    assert locate_months(split_by_year("years/index.md", papers))[month] == place
    page, anchor = place
    assert not anchor or f"{{ #{anchor} }}" in make_texts(make_catalogue(*papers))[page]


def test_papers_without_a_month_are_in_no_month():
    papers = [
        make_paper("doi:10.5555/1", published=JANUARY, published_precision=Precision.YEAR),
        make_paper("doi:10.5555/2", published=None),
    ]

    assert locate_months(split_by_year("years/index.md", papers)) == {}
    assert count_per_month(make_catalogue(*papers)).rows == ()


def test_papers_without_a_date_have_a_list_of_their_own():
    dated, undated = make_numbered_papers(1)[0], make_paper("doi:10.5555/toy.1", published=None)
    texts = make_texts(make_catalogue(dated, undated))

    assert list_rows(texts["years/undated.md"]) == [undated.slug]
    assert '<a href="undated/">No date</a></th><td>1</td>' in texts["years/index.md"]
    assert "[No date](../years/undated.md)&nbsp;*1*" in texts["papers/index.md"]
    assert undated.slug in texts["years/undated/undated.bib"]


def test_a_catalogue_whose_papers_all_have_a_date_has_no_such_list():
    texts = make_texts(make_catalogue(*make_numbered_papers(1)))

    assert "years/undated.md" not in texts


def test_papers_of_a_long_year_without_a_month_have_a_part_of_their_own():
    months = make_papers_of_years({2025: 300})
    years = [
        make_paper(f"doi:10.5555/{number}", published=JANUARY, published_precision=Precision.YEAR)
        for number in range(3)
    ]
    parts = list(list_leaves(split_by_year("years/index.md", [*months, *years])))

    assert [(part.name, part.path, len(part.papers)) for part in parts][-1] == (
        "2025, month unknown",
        "years/2025/year.md",
        3,
    )


@given(st.permutations(["2025", "2025-01-01", "2025-01", "2025-03-04", "2026", "2024-12-31", None]))
def test_papers_are_sorted_within_their_year(texts):
    papers = {f"doi:10.5555/{text}": make_dated_entry(text) for text in texts}
    curations = {paper_id: PaperCuration("", record=entry) for paper_id, entry in papers.items()}
    catalogue = assemble({}, Curation(Settings("Toys", "Papers."), (), (), (), curations))

    assert [paper.published_iso for paper in catalogue.papers] == [
        *("2026", "2025-03-04", "2025-01-01", "2025-01", "2025", "2024-12-31", ""),
    ]


def make_dated_entry(text):
    parsed = text and (parse_partial_date(text) or (parse_date(text), Precision.DAY))
    date, precision = parsed or (None, Precision.DAY)
    doi = f"10.5555/{text}"
    return Entry(f"doi:{doi}", None, "Toys", published=date, published_precision=precision, dois=(doi,))


def test_a_full_part_does_not_change_when_papers_are_added():
    before, after = (
        {
            part.path: part.papers
            for part in list_leaves(split_by_year("years/index.md", make_numbered_papers(count)))
        }
        for count in (500, 520)
    )

    assert [paper.id for paper in before["years/2026/1.md"]] == [
        paper.id for paper in after["years/2026/1.md"]
    ]


def test_papers_without_a_date_are_in_a_separate_part():
    parts = split_by_year(
        "topics/caches.md", [*make_numbered_papers(2), make_paper("2602.00009", published=None)]
    )

    assert [(part.name, part.path) for part in parts] == [
        ("2026", "topics/caches/2026.md"),
        ("No date", "topics/caches/undated.md"),
    ]


def test_a_long_topic_shows_its_newest_papers_and_links_the_others():
    papers = make_papers_of_years({2024: 80, 2025: 130})
    assignments = {paper.id: ["caches"] for paper in papers}
    texts = make_texts(make_catalogue(*papers, topics=TOPICS, assignments=assignments))

    assert list_rows(texts["topics/caches.md"]) == [paper.slug for paper in papers[:100]]
    assert "[2025](caches/2025.md)" in texts["topics/caches.md"]
    assert list_rows(texts["topics/caches/2024.md"]) == [paper.slug for paper in papers[130:]]
    assert 'data-listing="topic=caches&amp;year=2024"' in texts["topics/caches/2024.md"]


@pytest.mark.slow
def test_no_page_lists_too_many_papers():
    papers = make_papers_of_years({2024: 250, 2025: 500})
    published = [replace(paper, appearance=Appearance("icpe", 2025)) for paper in papers]
    catalogue = make_catalogue(
        *published,
        topics=TOPICS,
        venues=(Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE),),
        assignments={paper.id: ["caches"] for paper in papers},
    )
    lengths = {
        path: len(list_rows(text)) for path, text in make_texts(catalogue).items() if path.endswith(".md")
    }

    assert max(lengths.values()) == MAX_PAPERS
    assert {"venues/icpe/2025.md", "authors/amy-example/2025.md"} <= set(lengths)


# --- authors ---------------------------------------------------------------------------------------------


def test_few_authors_are_on_one_page():
    papers = [make_paper(f"2602.{number:05}", authors=make_authors("Zoe Able", "李 明")) for number in (1, 2)]
    texts = make_texts(make_catalogue(*papers))

    assert re.findall(r"^## (\w+)", texts["authors/index.md"], re.MULTILINE) == ["A", "Other"]
    assert not any(path.startswith("authors/by-letter/") for path in texts)


@pytest.mark.slow
def test_many_authors_are_listed_by_letter_after_those_with_the_most_papers():
    names = [f"Ann {letter}{number}" for letter in "abc" for number in range(120)]
    papers = [make_paper(f"2602.{number:05}", authors=make_authors(*names)) for number in (1, 2)]
    papers.append(make_paper("2602.00003", authors=make_authors("Ann c7")))
    texts = make_texts(make_catalogue(*papers))

    assert sorted(path for path in texts if "by-letter" in path) == [
        f"authors/by-letter/{letter}.md" for letter in "abc"
    ]
    assert texts["authors/index.md"].count("\n-   [") == 60
    first = texts["authors/index.md"].split("\n-   [")[1]
    assert first.startswith("Ann c7](ann-c7.md)&nbsp;*3*{ .count }")
    assert texts["authors/by-letter/b.md"].count("\n-   [") == 120


@pytest.mark.slow
@pytest.mark.parametrize(("count", "visible", "folded"), [(20, 20, 0), (21, 12, 9), (3_400, 12, 3_388)])
def test_many_authors_of_a_paper_are_folded_and_none_is_missing(count, visible, folded):
    names = tuple(
        PaperAuthor(f"Person{number} Crowd", (f"Institute {number % 300}",)) for number in range(count)
    )
    text = make_texts(make_catalogue(make_paper(authors=names)))["papers/2602.00001.md"]
    body = text.split("\n# ", 1)[1]
    line = body[: body.index("\n{: .paper-authors }")].rpartition("\n")[2]

    assert line.count("Crowd") == visible
    assert (f"<summary>and {folded:,} more authors</summary>" in body) == bool(folded)
    assert len(set(re.findall(r"Person\d+ Crowd", body.split("## ")[0]))) == count
    assert len(re.findall(r"</sup> Institute \d+", body)) == min(count, 300)


# --- neighbours ------------------------------------------------------------------------------------------


def test_a_paper_links_its_neighbours_in_its_first_topic():
    papers = make_numbered_papers(3)
    assignments = {paper.id: ["caches"] for paper in papers}
    texts = make_texts(make_catalogue(*papers, topics=TOPICS, assignments=assignments))
    neighbours = [
        meta.get_data(texts[f"papers/2602.0000{number}.md"])[1]["neighbours"] for number in (1, 2, 3)
    ]

    assert neighbours[1] == {
        "label": "In Caches",
        "newer": {"label": "Newer in Caches", "title": "A title", "url": "papers/2602.00003/"},
        "older": {"label": "Older in Caches", "title": "A title", "url": "papers/2602.00001/"},
    }
    assert [sorted(links) for links in neighbours] == [
        ["label", "newer"],
        ["label", "newer", "older"],
        ["label", "older"],
    ]


def test_the_only_paper_of_a_topic_has_no_neighbours():
    paper = make_paper()

    assert prepare_site(make_catalogue(paper, topics=TOPICS)).neighbours == {}
    alone = make_texts(make_catalogue(paper, topics=TOPICS, assignments={paper.id: ["caches"]}))
    assert "neighbours:" not in alone["papers/2602.00001.md"]


# --- new papers ------------------------------------------------------------------------------------------

MONDAY, TUESDAY, FRIDAY = date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 6)


def test_papers_are_listed_under_the_day_on_which_they_were_first_seen():
    papers = [
        make_paper("2602.00001", first_seen=MONDAY),
        make_paper("2602.00002", first_seen=FRIDAY),
        make_paper("2602.00003", first_seen=MONDAY),
        make_paper("2602.00004", first_seen=None),
    ]

    assert [
        (day.name, [paper.id for paper in day.papers], day.more) for day in group_by_first_day(papers, set())
    ] == [
        ("6 February 2026", ["2602.00002"], 0),
        ("2 February 2026", ["2602.00001", "2602.00003"], 0),
    ]


def test_imported_papers_are_only_counted_on_their_day():
    papers = [make_paper(f"2602.0000{number}", first_seen=FRIDAY) for number in range(4)]

    [day] = group_by_first_day(papers, {"2602.00001", "2602.00002"})

    assert [paper.id for paper in day.papers] == ["2602.00000", "2602.00003"]
    assert (day.more, day.imported) == (0, 2)


def test_the_page_of_new_papers_names_the_first_import_in_one_line():
    papers = [make_paper(f"2602.0000{number}", first_seen=MONDAY) for number in range(3)]
    text = make_texts(make_catalogue(*papers, make_paper("2602.00009", first_seen=FRIDAY)))["new.md"]

    assert "3 papers were imported on this day: see [all papers](papers/index.md)." in text
    assert "papers/2602.00009.md" in text
    assert "papers/2602.00001.md" not in text


def test_a_long_page_of_new_papers_ends_and_states_how_many_it_leaves_out():
    papers = [replace(paper, first_seen=FRIDAY) for paper in make_numbered_papers(70)]
    papers += [replace(paper, first_seen=MONDAY, id=f"m{paper.id}") for paper in make_numbered_papers(90)]
    papers += [make_paper("2602.09999", first_seen=date(2026, 1, 1))]
    days = group_by_first_day(papers, set())

    assert [(len(day.papers), day.more) for day in days] == [(40, 30), (40, 50), (1, 0)]


CHANGES = [
    pytest.param({}, False, False, id="nothing"),
    pytest.param({"version_seen": MONDAY}, False, False, id="first-version"),
    pytest.param({"version_seen": FRIDAY}, True, False, id="revised"),
    pytest.param({"version_seen": FRIDAY, "status": Status.WITHDRAWN}, False, True, id="withdrawn"),
    pytest.param(
        {"version_seen": MONDAY, "withdrawal_seen": FRIDAY, "status": Status.WITHDRAWN},
        False,
        True,
        id="withdrawn-by-a-comment",
    ),
    pytest.param(
        {"version_seen": MONDAY, "status": Status.WITHDRAWN}, False, False, id="withdrawn-from-the-start"
    ),
    pytest.param({"version_seen": FRIDAY, "first_seen": None}, False, False, id="on-no-feed"),
]


@pytest.mark.parametrize(("fields", "is_revised", "is_withdrawn"), CHANGES)
def test_revisions_and_withdrawals_are_distinguished(fields, is_revised, is_withdrawn):
    catalogue = make_catalogue(make_paper(**{"first_seen": MONDAY, **fields}))

    assert bool(find_revisions(catalogue)) == is_revised
    assert bool(find_withdrawals(catalogue)) == is_withdrawn
    assert {change.day for change in (*find_revisions(catalogue), *find_withdrawals(catalogue))} <= {FRIDAY}


NOTICES = [
    ("authors", "comment", "The authors have withdrawn this paper: Withdrawn\n"),
    ("authors", "abstract", "The authors have withdrawn this paper.\n"),
    ("administrators", "comment", "The administrators of arXiv have withdrawn this paper: Withdrawn\n"),
    ("administrators", "abstract", "The administrators of arXiv have withdrawn this paper.\n"),
    ("unknown", "title", "According to its title, this paper has been withdrawn or retracted.\n"),
    ("unknown", "comment", "This paper has been withdrawn: Withdrawn\n"),
    ("unknown", "curation", "This paper has been withdrawn.\n"),
]


@pytest.mark.parametrize(("by", "source", "notice"), NOTICES)
def test_pages_tell_who_withdrew_a_paper_and_quote_what_states_it(by, source, notice):
    paper = make_paper(
        first_seen=MONDAY,
        version_seen=FRIDAY,
        comment="Withdrawn",
        status=Status.WITHDRAWN,
        withdrawal=Withdrawal(Withdrawer(by), source),
    )
    texts = make_texts(make_catalogue(paper))
    agent = {
        "authors": " by its authors",
        "administrators": " by the administrators of arXiv",
        "unknown": "",
    }[by]

    assert notice + '{: .withdrawn role="note" }' in texts[f"papers/{paper.slug}.md"]
    assert f"Withdrawn{agent}, first seen on" in texts["new.md"]


def test_the_latest_change_comes_first():
    papers = [
        make_paper(paper_id, first_seen=MONDAY, version_seen=seen)
        for paper_id, seen in (("2602.00001", TUESDAY), ("2602.00002", FRIDAY), ("2602.00003", TUESDAY))
    ]

    assert [change.paper.id for change in find_revisions(make_catalogue(*papers))] == [
        "2602.00002",
        "2602.00001",
        "2602.00003",
    ]


# --- statistics ------------------------------------------------------------------------------------------


def test_months_are_counted_up_to_that_of_the_data():
    papers = [
        make_paper(f"2602.{number:05}", published=datetime(year, month, 9, tzinfo=UTC))
        for number, (year, month) in enumerate([(2025, 12), (2025, 12), (2025, 11)], start=1)
    ]

    assert count_per_month(make_catalogue(*papers)).rows == (
        ("2025-11", 1),
        ("2025-12", 2),
        ("2026-01", 0),
        ("2026-02", 0),
    )


@pytest.mark.parametrize(
    ("first", "heading"),
    [
        (datetime(2025, 11, 9, tzinfo=UTC), "December 2025 has the most papers: 2"),
        (datetime(2019, 11, 9, tzinfo=UTC), "Papers per month"),  # the chart does not have all months
    ],
)
def test_the_month_with_the_most_papers_is_stated_if_the_chart_has_all_months(first, heading):
    days = [first, *[datetime(2025, 12, 9, tzinfo=UTC)] * 2]
    papers = [make_paper(f"2602.{number:05}", published=day) for number, day in enumerate(days, start=1)]

    assert f"## {heading} {{ #papers-per-month }}" in make_texts(make_catalogue(*papers))["stats/index.md"]


def test_each_bar_of_a_month_leads_to_its_papers():
    days = [datetime(2025, 12, 9, tzinfo=UTC), datetime(2026, 2, 9, tzinfo=UTC)]
    papers = [make_paper(f"2602.{number:05}", published=day) for number, day in enumerate(days, start=1)]
    statistics = make_texts(make_catalogue(*papers))["stats/index.md"]

    assert 'href="../years/2025/#month-2025-12"' in statistics
    assert 'href="../years/2026/#month-2026-02"' in statistics
    assert "#month-2026-01" not in statistics  # a month without papers


def test_statistics_say_that_papers_without_a_month_are_not_counted():
    month = make_paper("2602.00001", published=JANUARY)
    year = make_paper("doi:10.5555/1", published=JANUARY, published_precision=Precision.YEAR)
    sentence = "Papers of which only the year is known are not counted."

    assert sentence in make_texts(make_catalogue(month, year))["stats/index.md"]
    assert sentence not in make_texts(make_catalogue(month))["stats/index.md"]


def test_a_paper_counts_under_its_topic_and_its_area():
    papers = make_papers_of_years({2024: 1, 2026: 2})
    assignments = {paper.id: ["caches"] for paper in papers[:2]}
    table = count_topics_per_year(
        prepare_site(make_catalogue(*papers, topics=TOPICS, assignments=assignments))
    )

    assert table.columns == ("Topic", "Area", "2024", "2025", "2026")
    assert table.rows == (("Area", "", 0, 0, 2), ("Caches", "Area", 0, 0, 2))


def test_statistics_of_a_field_without_code_do_not_mention_it():
    paper, with_code = make_paper(), make_paper("2602.00002", links=CODE)

    assert "code" in make_texts(make_catalogue(with_code))["stats/index.md"]
    assert "code" not in make_texts(make_catalogue(paper))["stats/index.md"]
    assert "code" not in make_texts(make_catalogue(replace(with_code, published=None)))["stats/index.md"]


def test_the_share_of_papers_with_code_is_computed_by_year():
    papers = (*make_papers_of_years({2024: 1, 2026: 2}), make_paper("2602.00009", links=CODE))

    assert count_with_code_per_year(papers).rows == ((2024, 1, 0, 0), (2025, 0, 0, 0), (2026, 3, 1, 33))


def test_the_statistics_page_links_a_file_for_each_table():
    texts = make_texts(make_catalogue(*make_papers_of_years({2024: 1, 2026: 2})))
    files = {path for path in texts if path.startswith("stats/") and path.endswith(".csv")}
    linked = re.findall(r"\[Data \(CSV\)\]\((.*?)\)", texts["stats/index.md"])

    assert files == {f"stats/{name}" for name in linked}
    assert "stats/venues.csv" not in files  # no paper has one
    read = list(csv.reader(texts["stats/papers-per-year.csv"].splitlines()))
    assert read == [["Year", "Papers"], ["2024", "1"], ["2025", "0"], ["2026", "2"]]


def test_an_empty_catalogue_has_all_its_pages():
    texts = make_texts(make_catalogue())

    assert {"index.md", "new.md", "papers/index.md", "topics/index.md", "stats/index.md"} <= set(texts)
    assert "No feed has listed a paper yet." in texts["new.md"]


def test_without_papers_of_feeds_no_page_states_the_day_of_the_data():
    for papers in ((), (make_paper(first_seen=None),)):
        texts = make_texts(replace(make_catalogue(*papers), as_of=DAY_WITHOUT_DATA))

        for page in ("index.md", "new.md", "about.md", "stats/index.md", "llms.txt"):
            shown = re.sub(r"(?s)\A---.*?\n---\n|data-visits=\S+", "", texts[page])
            assert not re.search(r"\bas of|\bup to|1970", shown), page


def test_papers_are_counted_by_the_day_on_which_they_were_first_seen():
    days = [date(2024, 5, 1), date(2024, 5, 3), None, date(2024, 5, 1)]
    papers = [make_paper(first_seen=day) for day in days]
    papers.append(make_paper("2405.00002", first_seen=days[0]))

    assert (
        count_by_first_day(papers, {"2405.00002"}, date(2024, 6, 1)) == "2024-06-01 2024-05-03:1 2024-05-01:2"
    )
