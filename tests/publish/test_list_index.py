"""The files that lists filter and sort by."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.groups import group_papers
from generator.model.curation_values import Appearance, Link, LinkKind, Status, Topic, Venue, VenueKind
from generator.publish.list_index import first_seen, listing
from tests.builders import a_catalogue, a_paper, authors

TOPICS = (
    Topic("machines", "Machines", ""),
    Topic("unused", "Unused", ""),
    Topic("gpus", "GPUs", "", parent="machines"),
)
VENUES = (
    Venue("zoo", "ZOO", "Zoo of Toys", VenueKind.CONFERENCE),
    Venue("ape", "Ape", "Ape Journal", VenueKind.JOURNAL),
)


def _read(*papers, **options):
    catalogue = a_catalogue(*papers, **options)
    pages = {page.path: json.loads(page.text) for page in listing(catalogue, group_papers(catalogue))}
    return pages.pop("papers/papers.json"), list(pages.values())


def test_a_paper_is_told_by_numbers_that_point_into_tables():
    code = Link(LinkKind.CODE, "https://example.org/code")
    paper = a_paper(
        "2401.00001",
        title=r"On $O(n^2)$ \emph{caches}",
        authors=authors("Amy Example", 'J\\"org Toy'),
        categories=("cs.PF", "cs.AR"),
        published=datetime(1970, 1, 3, tzinfo=UTC),
        first_seen=date(1970, 1, 4),
        appearance=Appearance("zoo", 2024),
        links=(code,),
        status=Status.WITHDRAWN,
        curation_path="papers/2401.00001.yml",
    )
    columns, parts = _read(paper, topics=TOPICS, venues=VENUES, assignments={"2401.00001": ["gpus"]})

    assert parts == [{"2401.00001": ["On O(n²) caches", "Amy Example, Jörg Toy"]}]
    assert columns == {
        "topics": [["machines", "Machines", -1], ["gpus", "GPUs", 0]],
        "venues": [["zoo", "ZOO"]],
        "categories": [["cs.AR", "Hardware Architecture"], ["cs.PF", "Performance"]],
        "part": 500,
        "slug": ["2401.00001"],
        "place": [0],
        "published": [2],
        "seen": [3],
        "topic": [[0, 1]],
        "category": [[1, 0]],
        "venue": [0],
        "placed": [2024],
        "marks": [7],
        "code": {"0": "https://example.org/code"},
    }


def test_what_is_not_known_is_said_so():
    columns, _ = _read(a_paper(published=None, first_seen=None, categories=(), authors=()))

    row = {name: columns[name][0] for name in ("published", "seen", "topic", "category", "venue", "placed")}
    assert row == {"published": None, "seen": None, "topic": [], "category": [], "venue": -1, "placed": 0}
    assert columns["marks"] == [0]


def test_titles_stand_in_the_order_of_their_folded_words():
    titles = ["zeta", "Éclair", "“Apple” pie", "apple", "eclair II", "<b>"]
    papers = [a_paper(f"2401.0000{n}", title=title) for n, title in enumerate(titles)]
    columns, _ = _read(*papers)

    ordered = sorted(zip(columns["place"], titles, strict=True))
    assert [title for _, title in ordered] == ["apple", "“Apple” pie", "<b>", "Éclair", "eclair II", "zeta"]


def test_venues_stand_in_the_order_of_their_short_names():
    papers = [
        a_paper(f"2401.0000{n}", appearance=Appearance(venue)) for n, venue in enumerate(["zoo", "ape"])
    ]
    columns, _ = _read(*papers, venues=VENUES)

    assert columns["venues"] == [["ape", "Ape"], ["zoo", "ZOO"]]
    assert columns["venue"] == [1, 0]


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (6, [6]), (500, [500]), (501, [500, 1])])
def test_parts_are_counted_from_the_oldest_paper(count, sizes):
    columns, parts = _read(*(a_paper(f"2401.{n:05}") for n in range(count, 0, -1)))

    assert [len(part) for part in parts] == sizes
    for position, slug in enumerate(columns["slug"]):
        assert slug in parts[(count - 1 - position) // columns["part"]]


@given(title=st.text(), names=st.lists(st.text(), max_size=8), category=st.text())
def test_any_text_is_one_line_of_json_a_column(title, names, category):
    catalogue = a_catalogue(a_paper(title=title, authors=authors(*names), categories=(category,)))
    first, part = listing(catalogue, group_papers(catalogue))

    assert list(json.loads(part.text)) == ["2602.00001"]
    assert first.text.count("\n") == len(json.loads(first.text))


def test_the_newest_days_are_told_with_their_counts():
    days = [date(2024, 5, 1), date(2024, 5, 3), None, date(2024, 5, 1)]
    papers = [a_paper(first_seen=day) for day in days]

    assert first_seen(papers, date(2024, 6, 1)) == "2024-06-01 2024-05-03:1 2024-05-01:2"
