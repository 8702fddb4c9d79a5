"""The index of lists and search: the terms, facets and rows of papers, and their files."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.groups import group_papers
from generator.model.curation_values import Appearance, Link, LinkKind, Status, Topic, Venue, VenueKind
from generator.publish.pages.all_pages import make_search_index
from generator.publish.prepare_site import prepare_site
from generator.publish.search.facets import build_facets, order_by_title
from generator.publish.search.postings import (
    AUTHOR,
    SUBJECT,
    TITLE,
    build_postings,
    encode_gaps,
    encode_postings,
)
from generator.publish.search.search_records import Record, extract_terms, make_records
from generator.publish.search.tables import build_table, build_utf16_key
from generator.system.memo import Memo
from tests.builders import make_authors, make_catalogue, make_paper
from tests.properties import limit_examples
from tests.tables import for_each_row

HARDWARE = Topic("hardware", "Hardware", "Things.")
UNUSED = Topic("unused", "Unused", "Nothing.")
GPUS = Topic("gpus", "GPUs", "Cards.", parent="hardware")
ICS = Venue("ics", "ICS", "International Conference on Supercomputing", VenueKind.CONFERENCE)
APE = Venue("ape", "Ape", "Ape Journal", VenueKind.JOURNAL)
CODE = Link(LinkKind.CODE, "https://example.org/code")


def build_files(catalogue):
    pages = make_search_index(prepare_site(catalogue))
    return {page.path.removeprefix("search/"): json.loads(page.text) for page in pages}


def read_table(files, name):
    """Return all rows of a table, file after file."""
    rows = []
    number = 0
    while (path := f"{name}/{number}.json") in files:
        rows += files[path]
        number += 1
    return rows


def list_records(*papers, **fields):
    catalogue = make_catalogue(*papers, **fields)
    return list(make_records(catalogue, group_papers(catalogue)))


def make_facets(*papers, **fields):
    catalogue = make_catalogue(*papers, **fields)
    groups = group_papers(catalogue)
    return build_facets(list(make_records(catalogue, groups)), catalogue, groups)


def decode_gaps(gaps):
    numbers, number = [], 0
    for gap in gaps:
        number += gap
        numbers.append(number)
    return numbers


# --- terms ------------------------------------------------------------------------------------------------


@for_each_row(
    ("text", "expected"),
    [
        ("Rudder: Steering GPUs", ["rudder", "steering", "gpu"]),
        ("Pınar Tözün", ["pinar", "tozun"]),
        ("Łukasz", ["lukasz"]),
        ("pre-fetching", ["pre", "fetching", "prefetching"]),
        ("pre‑fetching", ["pre", "fetching", "prefetching"]),
        ("Amdahl’s law", ["amdahl", "s", "law", "amdahl"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("α-stable", ["α", "stable", "αstable", "alpha"]),
        ("C++ & Rust", ["c", "rust"]),
        ("", []),
    ],
)
def test_terms_are_folded_words_and_what_may_be_typed_instead(text, expected):
    assert extract_terms(text) == expected


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("an M/G/1 queue", {"mg1"}),
        ("an M/G/1/K queue", {"mg1", "mg1k"}),
        ("its I/O-bound part, and an A/B test", {"io", "ab"}),
        ("on an RTX 4090 and an RTX4090 and an RTX-4090", {"rtx4090", "rtx", "4090"}),
        ("with 8 bit and 64 KB, or 8-bit", {"8bit", "64kb"}),
        ("TCP/IP and CPU/GPU", {"tcpip", "cpugpu"}),
    ],
)
def test_words_that_belong_together_are_also_one_term(text, terms):
    assert terms <= set(extract_terms(text))


def test_the_parts_of_an_address_are_not_joined():
    assert "exampleorgab" not in extract_terms("see https://example.org/a/b/c now")
    assert "ab" not in extract_terms("see https://example.org/a/b/c now")


def test_each_field_of_a_paper_has_its_code():
    paper = make_paper(
        title=r"Fast $\alpha$-caches", abstract="Slow slow slow slow disks.",
        authors=make_authors("Ana Núñez"), summary="Plain words.", note="A *remark*.",
        appearance=Appearance("ics", 2026),
    )  # fmt: skip
    records = list_records(paper, topics=(HARDWARE, GPUS), venues=(ICS,), assignments={paper.id: ["gpus"]})
    postings = build_postings(records)
    codes = {term: json.loads(row)[2] for term, (_, row) in postings.rows.items()}

    assert codes["fast"] == codes["alpha"] == codes["cache"] == TITLE
    assert codes["nunez"] == AUTHOR
    assert {codes[word] for word in ("plain", "remark", "gpu", "supercomputing", "ics", "2026")} == {SUBJECT}
    assert (codes["disk"], codes["slow"]) == (8, 24)
    assert postings.title_lengths == (3,)  # fast, α, cache


def test_a_term_in_most_papers_is_common():
    papers = [
        make_paper(f"2602.{number:05}", title=f"Cache {number}", abstract="The end.") for number in range(50)
    ]
    postings = build_postings(list_records(*papers))

    assert {"cache", "the", "end"} <= postings.common
    assert "7" not in postings.common
    assert set(postings.title_lengths) == {1}


def test_a_term_in_thousands_of_papers_keeps_its_postings_outside_the_abstract(monkeypatch):
    monkeypatch.setattr("generator.publish.search.postings._MAX_POSTINGS", 5)
    papers = [make_paper(f"2602.{number:05}", title="A", abstract="The cache.") for number in range(9)]
    postings = build_postings(list_records(*papers, make_paper("2603.00001", title="The cache", abstract="")))

    assert postings.rows["the"] == (10, '["the",10,1,[0]]')
    assert postings.rows["cache"] == (10, '["cache",10,1,[0]]')


class Runs:
    """Runs that build the rows of terms, and keep results for the next one."""

    def __init__(self):
        self.terms = {}
        self.rows = {}

    def build(self, *papers):
        """Build the rows of papers, each with a title and an abstract; return the terms with a new row."""
        texts = [paper.split("/") for paper in papers]
        records = [Record(title, "", "", abstract, (), (), (), {}) for title, abstract in texts]
        terms, rows = Memo(self.terms), Memo(self.rows)
        old_rows = [row for kept in self.rows.values() for row in kept.rows.values()]
        new_rows = build_postings(records, terms, rows).rows
        self.terms, self.rows = terms.results, rows.results
        assert new_rows == build_postings(records).rows
        return {term for term, row in new_rows.items() if not any(row is old for old in old_rows)}


def test_only_rows_of_terms_of_changed_papers_are_made_again():
    runs = Runs()

    assert runs.build("one/a toy", "two/toys", "three/", "four/") == {"one", "two", "three", "four", "toy"}
    assert runs.build("one/a toy", "two/toys", "three/", "four/") == set()
    assert runs.build("one/a toy", "two/a game", "three/", "four/") == {"toy", "game"}
    assert runs.build("one/a toy", "two/a game", "three/", "four/", "five/one") == {"one", "five"}
    assert runs.build("one/a toy", "two/a game", "three/", "four/") == {"one"}


def forget_terms(runs, _rows):
    runs.terms = {}


def forget_rows(runs, _rows):
    runs.rows = {}


def restore_rows(runs, rows):
    runs.rows = rows


@pytest.mark.parametrize("lose", [forget_terms, forget_rows, restore_rows])
def test_rows_are_right_if_kept_results_are_lost_or_of_another_run(lose):
    runs = Runs()
    runs.build("one/a toy", "two/toys", "three/", "four/")
    rows = runs.rows
    runs.build("one/a toy", "two/games", "three/", "four/")
    lose(runs, rows)

    assert "two" in runs.build("one/a toy", "three/", "three/two", "four/")
    assert runs.build("one/a toy", "three/", "three/two", "five/") == {"five"}


@limit_examples(100)
@given(
    st.lists(st.lists(st.sampled_from(["one/toy", "one/toy toy", "two/toy", "two/game", "/"])), max_size=6)
)
def test_rows_are_those_of_a_first_run_after_any_changes(sequence):
    runs = Runs()
    for papers in sequence:
        runs.build(*papers)


@given(st.lists(st.integers(0, 10**6), unique=True).map(sorted))
def test_numbers_can_be_decoded_from_their_gaps(numbers):
    assert decode_gaps(encode_gaps(numbers)) == numbers


@given(st.dictionaries(st.integers(0, 5000), st.integers(1, 31)))
def test_postings_can_be_decoded(codes):
    encoded = encode_postings([number << 5 | codes[number] for number in sorted(codes)])
    pairs = zip(encoded[::2], encoded[1::2], strict=True)

    assert {number: code for code, gaps in pairs for number in decode_gaps(gaps)} == codes


# --- facets -----------------------------------------------------------------------------------------------


def test_facets_list_the_papers_of_each_choice():
    new = make_paper(
        "2602.00001",
        categories=("cs.PF", "x-own"),
        published=datetime(2026, 2, 3, tzinfo=UTC),
        first_seen=date(2026, 2, 5),
        appearance=Appearance("ics"),
        links=(CODE,),
        status=Status.WITHDRAWN,
        curation_path="papers/2602.00001.yml",
    )
    old = make_paper(
        "2501.00001", published=datetime(2025, 1, 1, tzinfo=UTC), first_seen=date(2026, 1, 1), categories=()
    )
    facets = make_facets(
        new, old, topics=(HARDWARE, UNUSED, GPUS), venues=(ICS, APE), assignments={new.id: ["gpus"]}
    )

    assert facets == {
        "topic": {"choices": [("hardware", "Hardware", 0), ("gpus", "GPUs", 1)], "papers": " ]^"},
        "year": {"choices": [("2026", "2026", 0), ("2025", "2025", 0)], "papers": "^ ]"},
        "venue": {"choices": [("ics", "ICS", 0)], "papers": " ]"},
        "category": {
            "choices": [("cs.PF", "Performance (cs.PF)", 0), ("x-own", "x-own", 0)],
            "papers": " ]^",
        },
        "has": {"choices": [("code", "", 0), ("curated", "", 0), ("withdrawn", "", 0)], "papers": " ]^_"},
        "quarter": {"choices": [("2025-Q1", "", 0), ("2026-Q1", "", 0)], "papers": "] ^"},
        "seen": {"choices": [("2026-02-05", "", 0)], "papers": " ]"},  # the old paper was imported
    }


def test_a_venue_without_a_page_is_a_choice_and_no_link():
    venue = Venue("wot", "WoT", "Workshop on Toys", VenueKind.WORKSHOP, is_listed=False)
    paper = make_paper(appearance=Appearance("wot", 2026))
    catalogue = make_catalogue(paper, venues=(venue,))
    (record,) = make_records(catalogue, group_papers(catalogue))

    assert make_facets(paper, venues=(venue,))["venue"] == {"choices": [("wot", "WoT", 1)], "papers": "]"}
    assert record.row[5:7] == ("", "WoT 2026")
    assert "Workshop on Toys" in record.subjects


def test_a_paper_without_facts_has_no_choice():
    facets = make_facets(make_paper(published=None, first_seen=None, categories=(), authors=()))

    assert set(facets) == {"topic", "year", "venue", "category", "has", "quarter", "seen"}
    assert all(facet == {"choices": [], "papers": ""} for facet in facets.values())


def test_venues_are_sorted_by_their_acronyms():
    papers = [
        make_paper(f"2401.0000{n}", appearance=Appearance(venue)) for n, venue in enumerate(["ics", "ape"])
    ]
    facets = make_facets(*papers, venues=(ICS, APE))

    assert [choice[0] for choice in facets["venue"]["choices"]] == ["ape", "ics"]


def test_a_topic_and_a_venue_of_one_id_keep_their_names():
    topic, venue = Topic("code", "Compilers", "Code."), Venue("code", "CODE", "On Code", VenueKind.WORKSHOP)
    paper = make_paper(appearance=Appearance("code"), links=(CODE,))
    facets = make_facets(paper, topics=(topic,), venues=(venue,), assignments={paper.id: ["code"]})

    assert [facets[facet]["choices"] for facet in ("topic", "venue", "has")] == [
        [("code", "Compilers", 0)],
        [("code", "CODE", 0)],
        [("code", "", 0)],
    ]


def test_titles_are_sorted_by_their_folded_words():
    titles = ["zeta", "Éclair", "“Apple” pie", "apple", "eclair II", "<b>"]
    records = list_records(*(make_paper(f"2401.0000{n}", title=title) for n, title in enumerate(titles)))

    assert [records[number].title for number in order_by_title(records)] == [
        "apple", "“Apple” pie", "<b>", "Éclair", "eclair II", "zeta",
    ]  # fmt: skip


# --- rows, identifiers and names --------------------------------------------------------------------------


def test_a_row_has_the_facts_that_a_list_shows():
    paper = make_paper(
        "2401.00001",
        title=r"On $O(n^2)$ \emph{caches}",
        authors=make_authors("Amy Example", 'J\\"org Toy'),
        published=datetime(1970, 1, 3, tzinfo=UTC),
        appearance=Appearance("ics", 2024),
        summary="It is fast. It is small.",
        links=(CODE,),
        status=Status.WITHDRAWN,
        awards=("Best toy",),
    )
    (record,) = list_records(
        paper, topics=(HARDWARE, GPUS), venues=(ICS,), assignments={paper.id: ["gpus", "hardware"]}
    )

    assert record.row == (
        "2401.00001", "On O(n²) caches", ["Amy Example", "Jörg Toy"], 2, 2, "ics", "ICS 2024",
        "https://example.org/code", 5, "It is fast.",
    )  # fmt: skip
    assert record.texts == ("It is fast. It is small.", "An abstract.", [], "GPUs")


def test_a_row_names_the_first_authors_and_counts_all():
    (record,) = list_records(make_paper(authors=make_authors(*(f"Author {n}" for n in range(45)))))

    assert record.row[2:4] == ([f"Author {n}" for n in range(4)], 45)
    assert record.texts[2] == [f"Author {n}" for n in range(4, 40)]
    assert "Author 44" in record.authors


@pytest.mark.parametrize("count", [50, 320, 321])
def test_rows_and_texts_are_in_the_file_of_their_number(count):
    papers = [make_paper(f"2401.{n:05}", abstract=f"Abstract {n}.") for n in range(count, 0, -1)]
    files = build_files(make_catalogue(*papers))
    head = files["index.json"]

    for number in range(count):
        row = files[f"rows/{number // head['rows']}.json"][number % head["rows"]]
        texts = files[f"texts/{number // head['texts']}.json"][number % head["texts"]]
        assert (row[0], texts) == (f"2401.{number + 1:05}", ["", f"Abstract {number + 1}.", [], ""])


def test_a_paper_is_found_by_slugs_ids_and_dois_former_ones_included():
    papers = [
        make_paper("cs/0301008", dois=("10.1145/ABC.1", "10.1/x2")),
        make_paper("doi:10.5555/toy.6", dois=("10.5555/toy.6",)),
        make_paper("2602.00001", former_ids=("doi:10.5555/old",)),
    ]
    rows = read_table(build_files(make_catalogue(*papers)), "identifiers")

    assert [(key, papers[2 - number].id) for key, number in rows] == [
        ("10.1/x2", "cs/0301008"),
        ("10.1145/abc.1", "cs/0301008"),
        ("10.5555/old", "2602.00001"),
        ("10.5555/toy.6", "doi:10.5555/toy.6"),
        ("2602.00001", "2602.00001"),
        ("cs-0301008", "cs/0301008"),
        ("cs/0301008", "cs/0301008"),
        ("doi-10.5555-old", "2602.00001"),
        ("doi-10.5555-toy.6", "doi:10.5555/toy.6"),
    ]


def test_pages_of_topics_venues_and_authors_are_found_by_their_names():
    papers = [
        make_paper(f"2602.0000{number}", authors=make_authors("Zoë de Vries"), appearance=Appearance("ics"))
        for number in (1, 2)
    ]
    assignments = {paper.id: ["gpus"] for paper in papers}
    catalogue = make_catalogue(*papers, topics=(HARDWARE, GPUS), venues=(ICS,), assignments=assignments)
    rows = read_table(build_files(catalogue), "names")

    assert ["gpus", "topics", "gpus", "GPUs", 2] in rows
    assert ["zoe de vries", "authors", "zoe-de-vries", "Zoë de Vries", 2] in rows
    assert ["vries zoe de", "authors", "zoe-de-vries", "Zoë de Vries", 2] in rows
    assert ["supercomputing international conference on", "venues", "ics", "ICS", 2] in rows


# --- files ------------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=12), unique=True), st.integers(1, 60))
def test_a_key_is_in_the_last_file_whose_start_is_not_greater(keys, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.publish.search.tables._FILE_SIZE", size)
        keys = sorted(keys, key=build_utf16_key)
        table = build_table((key, json.dumps([key])) for key in keys)
    files = [[row[0] for row in json.loads(text)] for text in table.files]

    assert [key for file in files for key in file] == keys
    for key in keys:
        places = [
            at for at, start in enumerate(table.starts) if build_utf16_key(start) <= build_utf16_key(key)
        ]
        assert key in files[places[-1] if places else 0]


def test_rows_with_one_key_are_in_one_file(monkeypatch):
    monkeypatch.setattr("generator.publish.search.tables._FILE_SIZE", 10)
    table = build_table((key, f'["{key}", {number}]') for key in "abc" for number in range(5))

    assert [len(json.loads(text)) for text in table.files] == [5, 5, 5]


def test_a_new_paper_leaves_the_numbers_of_the_others():
    old = [make_paper(f"2602.{n:05}", title=f"Number {n}") for n in range(330, 0, -1)]
    before, after = (
        build_files(make_catalogue(*papers)) for papers in (old, [make_paper("2603.00001"), *old])
    )
    changed = [
        path for path in before if path.startswith(("rows/", "texts/")) and before[path] != after[path]
    ]

    assert changed == ["rows/20.json", "texts/82.json"]
    assert before["index.json"]["version"] != after["index.json"]["version"]


def test_papers_without_a_date_are_counted():
    papers = [make_paper("2602.00001"), make_paper("2602.00002", published=None)]

    assert build_files(make_catalogue(*papers))["index.json"]["undated"] == 1


def test_an_empty_catalogue_has_an_index():
    assert build_files(make_catalogue())["index.json"]["papers"] == 0


@given(title=st.text(), names=st.lists(st.text(), max_size=8), category=st.text())
def test_any_text_comes_back_from_the_files(title, names, category):
    files = build_files(
        make_catalogue(make_paper(title=title, authors=make_authors(*names), categories=(category,)))
    )

    assert files["rows/0.json"][0][0] == "2602.00001"
    assert [choice for choice, *_ in files["facets.json"]["category"]["choices"]] == [category]
