"""Real lists, and lists and feeds that people reported with one difficulty each: every paper is found.

``data/lists/SOURCES.md`` states where the lists are from and how their identifiers were counted.
"""

from datetime import date
from pathlib import PurePath

import pytest

from generator.curate.lists.convert import READERS, convert_list
from generator.ingest.document_import import import_documents
from generator.ingest.sources.registry import find_source
from generator.model.ids import build_doi_id
from tests.builders import make_catalogue, make_paper
from tests.paths import DATA
from tests.tables import for_each_row

FOLDER = DATA / "lists"
REPORTED = FOLDER / "reported"
SICI = "10.5555/(SICI)1096-1(1996)3:1<11::AID-X9>3.0.CO;2-6"
ADDRESSED = """
    10.5555/1234567.1 10.5555/978-3-1-2_8 10.5555/HPCX.2011.1 10.5555/LIPIcs.X.2020.1 10.5555/fx.2020.1
    10.5555/PhysX.80.1 10.5555/2020.01.01.1 10.5555/journal.px.1 10.5555/3334567.1 10.5555/978-3-1-2_9
""".split()


def list_ids(first, last):
    """The arXiv ids from one number to another."""
    return [f"2403.{number:05}" for number in range(first, last + 1)]


# A list, the ids of its papers in order, and how many entries name a paper that another entry has named.
LISTS = [
    ("doi-addresses.md", [*map(build_doi_id, ADDRESSED)], 0),
    ("doi-addresses.bib", [*map(build_doi_id, ADDRESSED)], 0),
    ("doi-sici.bib", [build_doi_id(SICI)], 1),
    ("doi-sici.json", [build_doi_id(SICI)], 0),
    ("doi-sici.md", [build_doi_id(SICI)], 0),
    ("doi-tex.bib", ["doi:10.5555/978-3-1-2_48"], 2),
    ("arxiv-ids.bib", list_ids(2101, 2109), 0),
    ("arxiv-hosts.md", list_ids(2111, 2117), 0),
    ("csl.json", list_ids(2101, 2103), 0),
]


def convert(name, paper_ids):
    papers = [make_paper(paper_id, title=f"Paper of {paper_id}", url=None) for paper_id in paper_ids]
    return convert_list((REPORTED / name).read_bytes(), name, None, None, make_catalogue(*papers))


@for_each_row(("name", "paper_ids", "repeated"), LISTS)
def test_every_paper_of_a_list_is_found(name, paper_ids, repeated):
    conversion = convert(name, paper_ids)
    (text,) = conversion.files.values()

    assert [line.partition("id: ")[2] for line in text.splitlines() if "- id: " in line] == paper_ids
    assert [problem.message.partition(",")[0] for problem in conversion.problems] == [
        "a paper must have one entry"
    ] * repeated


@pytest.mark.parametrize(
    ("name", "dois"),
    [("doi-addresses", ADDRESSED), ("doi-sici", [SICI]), ("doi-tex", ["10.5555/978-3-1-2_48"])],
)
def test_a_feed_of_the_same_papers_gives_them_the_same_ids(name, dois):
    path = REPORTED / f"{name}.papers.rss.xml"
    _, document = find_source(path.read_bytes(), path.name, date(2026, 1, 1))

    assert [entry.id for entry in document.entries] == [*map(build_doi_id, dois)]
    assert [entry.dois for entry in document.entries] == [(doi,) for doi in dois]


def import_feed(root, name):
    (root / "data").mkdir(exist_ok=True)
    changes, problems = import_documents(root, (), [REPORTED / name], "journal", date(2026, 1, 1))
    return changes["journal"], problems


def test_items_of_a_feed_that_share_a_link_are_several_papers_or_reported(tmp_path):
    changes, (problem,) = import_feed(tmp_path, "same-link.rss.xml")

    assert len(changes.new) == 5
    assert problem.message.startswith("entry 6 skipped: 'Sixth, nothing but a title' has the same id")


def test_a_slash_at_the_end_of_an_address_makes_no_other_paper(tmp_path):
    first, _ = import_feed(tmp_path, "trailing-slash-1.rss.xml")
    second, _ = import_feed(tmp_path, "trailing-slash-2.rss.xml")

    assert (len(first.new), len(second.new), len(second.unchanged)) == (1, 0, 1)


def test_columns_of_facts_and_marks_are_no_notes():
    (text,) = convert("md-notes.md", list_ids(2127, 2128)).files.values()

    assert "id: 2403.02127" in text
    assert "note:" not in text


def test_papers_in_headings_are_found():
    conversion = convert("heading-papers.md", list_ids(2121, 2126))

    assert conversion.paper_count == 6
    assert conversion.problems == ()


def test_a_missing_comma_is_a_problem_of_its_entry():
    conversion = convert("missing-comma.bib", list_ids(2129, 2130))
    (problem,) = conversion.problems

    assert str(problem) == (
        "missing-comma.bib:1: an entry must be valid BibTeX: entry 'a' has no comma after its field 'title'"
        " (close each brace and quote, and put a comma after each field)"
    )
    assert conversion.paper_count == 1


def test_a_single_record_is_a_list_of_one():
    conversion = convert("csl-single.json", ["2403.02104"])

    assert (conversion.paper_count, conversion.problems) == (1, ())


def test_the_identifiers_of_real_lists_are_read():
    expected = {tuple(line.split("\t")) for line in (FOLDER / "identifiers.tsv").read_text().splitlines()}
    names = {name for name, _ in expected}
    lists = {name: READERS[PurePath(name).suffix]((FOLDER / name).read_text(), name) for name in names}
    identifiers = {
        (name, paper_id)
        for name, paper_list in lists.items()
        for entry in paper_list.entries
        for paper_id in entry.references.ids
    }

    assert len(expected) > 150
    assert identifiers <= expected
    for name in names:
        of_list = {pair for pair in expected if pair[0] == name}
        assert len(of_list & identifiers) >= 0.97 * len(of_list)
