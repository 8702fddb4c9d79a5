"""The files that lists filter and sort by."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import pipeline
from generator.groups import group
from generator.model import Author
from generator.render.listing import first_seen, listing


@pytest.fixture(name="catalogue")
def toy_catalogue_read(toys):
    return pipeline.read_catalogue(toys)


def _read(catalogue):
    pages = {page.path: json.loads(page.text) for page in listing(catalogue, group(catalogue))}
    return pages.pop("papers/papers.json"), list(pages.values())


def test_each_column_has_a_value_for_each_paper(catalogue):
    columns, _ = _read(catalogue)

    lengths = {
        name: len(values)
        for name, values in columns.items()
        if name not in {"topics", "venues", "categories", "part", "code"}
    }
    assert set(lengths.values()) == {len(catalogue.papers)}
    assert columns["slug"] == [paper.slug for paper in catalogue.papers]


def test_a_paper_reads_back_as_what_it_is(catalogue):
    columns, (words,) = _read(catalogue)
    at = columns["slug"].index("2401.01234")

    assert words["2401.01234"] == ["Caches that Wait: α-β Queues", "Amy Example, Bo Ünal"] or words
    assert columns["published"][at] == (catalogue.papers[at].published.date() - date(1970, 1, 1)).days
    assert {columns["topics"][number][0] for number in columns["topic"][at]} == group(catalogue).listed_under[
        "2401.01234"
    ]


def test_titles_stand_in_the_order_of_their_folded_words(catalogue):
    titles = ["zeta", "Éclair", "“Apple” pie", "apple", "eclair II", "<b>"]
    papers = tuple(replace(paper, title=title) for paper, title in zip(catalogue.papers, titles, strict=True))
    columns, _ = _read(replace(catalogue, papers=papers))

    ordered = sorted(zip(columns["place"], titles, strict=True))
    assert [title for _, title in ordered] == ["apple", "“Apple” pie", "<b>", "Éclair", "eclair II", "zeta"]


@pytest.mark.parametrize(("count", "sizes"), [(6, [6]), (500, [500]), (501, [500, 1])])
def test_parts_are_counted_from_the_oldest_paper(catalogue, count, sizes):
    paper = catalogue.papers[0]
    many = tuple(replace(paper, id=f"2401.{n:05}", slug=f"2401.{n:05}") for n in range(count, 0, -1))
    assignments = {paper.id: () for paper in many}
    columns, parts = _read(replace(catalogue, papers=many, assignments=assignments, lists=()))

    assert [len(part) for part in parts] == sizes
    assert next(iter(parts[0])) == "2401.00001"
    for position, slug in enumerate(columns["slug"]):
        assert slug in parts[(count - 1 - position) // columns["part"]]


@given(title=st.text(min_size=1), names=st.lists(st.text(min_size=1), max_size=8))
def test_any_text_is_one_line_of_valid_json_a_member(title, names):
    paper = replace(_ANY, title=title, authors=tuple(map(Author, names)))
    first, part = listing(_catalogue_of(paper), group(_catalogue_of(paper)))

    assert list(json.loads(part.text)) == [paper.slug]
    assert first.text.count("\n") == 15


def test_the_newest_days_are_told_with_their_counts(catalogue):
    days = [date(2024, 5, 1), date(2024, 5, 3), None, date(2024, 5, 1)]
    papers = [replace(catalogue.papers[0], first_seen=day) for day in days]

    assert first_seen(papers, date(2024, 6, 1)) == "2024-06-01 2024-05-03:1 2024-05-01:2"
