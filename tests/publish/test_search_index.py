"""The index of the search: what can be found of a paper, and how it lies in files."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.groups import group_papers
from generator.model.curation_values import Appearance, Link, LinkKind, Topic, Venue, VenueKind
from generator.publish import search
from generator.publish.search.postings import AUTHOR, SUBJECT, TITLE, gaps, grouped, postings
from generator.publish.search.search_records import records, words
from generator.publish.search.tables import order, table
from tests.builders import a_catalogue, a_paper, authors

GPUS = Topic("gpus", "GPUs", "Cards.", parent="hardware")
HARDWARE = Topic("hardware", "Hardware", "Things.")
ICS = Venue("ics", "ICS", "International Conference on Supercomputing", VenueKind.CONFERENCE)


def the_files(catalogue):
    return {page.path: json.loads(page.text) for page in search.index(catalogue, group_papers(catalogue))}


def the_table(files, name):
    found = []
    while (path := f"search/{name}/{len(found)}.json") in files:
        found.append(files[path])
    return found


def the_records(*papers, **fields):
    catalogue = a_catalogue(*papers, **fields)
    return list(records(catalogue, group_papers(catalogue)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rudder: Steering GPUs", ["rudder", "steering", "gpu"]),
        ("Pınar Tözün", ["pinar", "tozun"]),
        ("pre-fetching", ["pre", "fetching", "prefetching"]),
        ("pre‑fetching", ["pre", "fetching", "prefetching"]),
        ("Amdahl’s law", ["amdahl", "s", "law", "amdahl"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("α-stable", ["α", "stable", "αstable", "alpha"]),
        ("C++ & Rust", ["c", "rust"]),
        ("", []),
    ],
)
def test_a_text_is_found_by_its_folded_words(text, expected):
    assert words(text) == expected


def test_papers_are_numbered_by_their_dates_and_those_without_come_first():
    papers = [
        a_paper("2602.00002", published=datetime(2026, 2, 2, tzinfo=UTC)),
        a_paper("2601.00001", published=datetime(2026, 1, 1, tzinfo=UTC)),
        a_paper("2603.00003", published=None),
    ]

    assert [record.keys[0] for record in the_records(*papers)] == ["2603.00003", "2601.00001", "2602.00002"]


def test_every_field_is_searched_and_told_apart():
    paper = a_paper(
        title=r"Fast $\alpha$-caches", abstract="Slow slow slow slow disks.", authors=authors("Ana Núñez"),
        summary="Plain words.", note="A *remark*.", appearance=Appearance("ics", 2026),
    )  # fmt: skip
    found = postings(
        the_records(paper, topics=(HARDWARE, GPUS), venues=(ICS,), assignments={paper.id: ["gpus"]})
    )
    codes = {term: one[0] & 31 for term, one in found.by_term.items()}

    assert codes["fast"] == codes["alpha"] == codes["cache"] == TITLE
    assert codes["nunez"] == AUTHOR
    assert {codes[word] for word in ("plain", "remark", "gpu", "supercomputing", "ics", "2026")} == {SUBJECT}
    assert (codes["disk"], codes["slow"]) == (8, 24)
    assert found.lengths == (3,)  # fast, α, cache


def test_a_term_in_most_papers_is_common_and_need_not_be_there():
    papers = [
        a_paper(f"2602.{number:05}", title=f"Cache {number}", abstract="The end.") for number in range(50)
    ]
    found = postings(the_records(*papers))

    assert {"cache", "the", "end"} <= found.common
    assert "7" not in found.common
    assert set(found.lengths) == {1}


def test_of_a_term_in_thousands_of_papers_only_the_telling_places_are_kept(monkeypatch):
    monkeypatch.setattr("generator.publish.search.postings._MOST_POSTINGS", 5)
    papers = [a_paper(f"2602.{number:05}", title="A", abstract="The cache.") for number in range(9)]
    found = postings(the_records(*papers, a_paper("2603.00001", title="The cache", abstract="")))

    assert {term: len(found.by_term[term]) for term in ("the", "cache")} == {"the": 1, "cache": 1}
    assert found.frequency["cache"] == 10


@given(st.lists(st.integers(0, 10**6), unique=True).map(sorted))
def test_numbers_come_back_from_the_gaps_between_them(numbers):
    total, back = 0, []
    for gap in gaps(numbers):
        total += gap
        back.append(total)

    assert back == numbers


@given(st.dictionaries(st.integers(0, 5000), st.integers(1, 31)))
def test_postings_come_back_from_their_groups(codes):
    written = grouped([number << 5 | codes[number] for number in sorted(codes)])
    back = {}
    for code, steps in zip(written[::2], written[1::2], strict=True):
        number = 0
        for step in steps:
            number += step
            back[number] = code

    assert back == codes


@given(st.lists(st.text(max_size=12), unique=True), st.integers(1, 60))
def test_every_key_is_found_in_the_file_whose_start_is_the_last_not_greater(keys, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.publish.search.tables._FILE_SIZE", size)
        keys = sorted(keys, key=order)
        made = table((key, json.dumps([key])) for key in keys)
    files = [[row[0] for row in json.loads(text)] for text in made.files]

    assert [key for file in files for key in file] == keys
    for key in keys:
        behind = [at for at, start in enumerate(made.starts) if order(start) <= order(key)]
        assert key in files[behind[-1] if behind else 0]


def test_rows_of_one_key_are_never_parted(monkeypatch):
    monkeypatch.setattr("generator.publish.search.tables._FILE_SIZE", 10)
    made = table((key, f'["{key}", {number}]') for key in "abc" for number in range(5))

    assert [len(json.loads(text)) for text in made.files] == [5, 5, 5]


def test_a_paper_is_found_by_its_id_and_every_doi():
    papers = [
        a_paper("cs/0301008", dois=("10.1145/ABC.1", "10.1/x2")),
        a_paper("doi:10.5555/toy.6", dois=("10.5555/toy.6",)),
        a_paper("url:https://example.org/p"),
    ]
    keys = [row for file in the_table(the_files(a_catalogue(*papers)), "keys") for row in file]

    assert {row[0] for row in keys if len(row) == 2} == {
        "cs/0301008", "10.1145/abc.1", "10.1/x2", "10.5555/toy.6",
    }  # fmt: skip


def test_pages_of_topics_venues_and_authors_are_found_by_their_names():
    papers = [
        a_paper(f"2602.0000{number}", authors=authors("Zoë de Vries"), appearance=Appearance("ics"))
        for number in (1, 2)
    ]
    given = {paper.id: ["gpus"] for paper in papers}
    files = the_files(a_catalogue(*papers, topics=(HARDWARE, GPUS), venues=(ICS,), assignments=given))
    found = {(row[0], *row[1:]) for file in the_table(files, "keys") for row in file if len(row) > 2}

    assert ("gpus", "topics", "gpus", "GPUs", 2) in found
    assert ("zoe de vries", "authors", "zoe-de-vries", "Zoë de Vries", 2) in found
    assert ("vries zoe de", "authors", "zoe-de-vries", "Zoë de Vries", 2) in found
    assert ("supercomputing international conference on", "venues", "ics", "ICS", 2) in found


def test_filters_count_papers_by_topic_year_venue_code_and_curation():
    paper = a_paper(
        appearance=Appearance("ics"),
        curation_path="papers/x.yml",
        links=(Link(LinkKind.CODE, "https://a.b"),),
    )
    plain = a_paper("2601.00001", published=datetime(2025, 1, 1, tzinfo=UTC))
    files = the_files(
        a_catalogue(paper, plain, topics=(HARDWARE, GPUS), venues=(ICS,), assignments={paper.id: ["gpus"]})
    )

    assert files["search/filters.json"] == {
        "topic": [["gpus", "GPUs", [1]], ["hardware", "Hardware", [1]]],
        "year": [["2025", "2025", [0]], ["2026", "2026", [1]]],
        "venue": [["ics", "ICS", [1]]],
        "has": [["code", "code", [1]], ["curated", "curated", [1]]],
    }


def test_a_topic_and_a_venue_of_one_id_keep_their_names():
    topic, venue = Topic("code", "Compilers", "Code."), Venue("code", "CODE", "On Code", VenueKind.WORKSHOP)
    paper = a_paper(appearance=Appearance("code"), links=(Link(LinkKind.CODE, "https://a.b"),))
    filters = the_files(
        a_catalogue(paper, topics=(topic,), venues=(venue,), assignments={paper.id: ["code"]})
    )

    assert [choices[0][:2] for name, choices in filters["search/filters.json"].items() if name != "year"] == [
        ["code", "Compilers"], ["code", "CODE"], ["code", "code"],
    ]  # fmt: skip


def test_the_same_papers_in_another_order_give_the_same_bytes():
    papers = [
        a_paper(
            f"2602.{number:05}", title=f"Number {number} of {number * 7}", authors=authors(f"A{number % 5} B")
        )
        for number in range(60)
    ]
    shuffled = papers[1::2] + papers[::2]
    one, other = (a_catalogue(*some) for some in (papers, shuffled))

    assert list(search.index(one, group_papers(one))) == list(search.index(other, group_papers(other)))


def test_a_new_paper_leaves_the_numbers_of_the_others():
    old = [a_paper(f"2602.{number:05}", title=f"Number {number}") for number in range(20)]
    new = a_paper("2603.00001", title="New", published=datetime(2026, 3, 1, tzinfo=UTC))
    before, after = the_files(a_catalogue(*old)), the_files(a_catalogue(*old, new))
    same = [path for path in before if path.startswith("search/records/") and before[path] == after[path]]

    assert len(same) == 3
    assert before["search/index.json"]["version"] != after["search/index.json"]["version"]


def test_an_empty_catalogue_has_an_index():
    assert the_files(a_catalogue())["search/index.json"]["papers"] == 0
