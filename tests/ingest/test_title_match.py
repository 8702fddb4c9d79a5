"""Which record of a registry is the published version of a paper without a DOI."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from generator.ingest.title_match import build_search_words, choose_match, has_family_name
from generator.model.doi_records import Contributor, DoiRecord
from generator.model.entries import Author, Entry
from tests.tables import for_each_row

TITLE = "How Large Caches Should Be"
RECORD = DoiRecord(
    "10.1145/1",
    "crossref",
    type="journal-article",
    title=TITLE,
    authors=(Contributor("Ann B. Example", "Example"),),
    containers=("Toys",),
    published="2024-05",
)
# The first author as feeds write it, and the family name.
NAMES = [
    ("Ann B. Example", "Example"),
    ("Example, Ann B.", "Example"),
    ("Ann B. Example1,2", "Example"),
    ("Ann Example, PhD", "Example"),
    ("Example AB", "Example"),
    ("Guy L. Steele Jr.", "Steele"),
    ("Steele, Guy L., Jr.", "Steele"),
    ("Bo van der Sample", "van der Sample"),
    ("Bo van der Sample", "Sample"),
    ("Zoë de Vries", "De Vries"),
    ("Toy Collaboration", "Toy Collaboration"),
]
OTHERS = [("Zoë Devries", "Vries"), ("Ann B. Example", "Ann"), ("Ann B. Example", ""), ("", "Example")]


def make_paper_by(name, paper_id="doi:10.5555/1"):
    published = datetime(2024, 3, 1, tzinfo=UTC)
    return Entry(id=paper_id, version=None, title=TITLE, authors=(Author(name),), published=published)


@for_each_row(("name", "family"), NAMES)
def test_the_family_name_is_read_however_feeds_write_names(name, family):
    assert has_family_name(make_paper_by(name), family)


@pytest.mark.parametrize(("name", "family"), OTHERS)
def test_another_name_is_no_family_name(name, family):
    assert not has_family_name(make_paper_by(name), family)


@pytest.mark.parametrize("name", ["Ann B. Example", "Example, Ann B.", "Ann B. Example1,2", "Example AB"])
def test_a_search_has_the_family_name_and_finds_the_record(name):
    paper = make_paper_by(name)

    assert build_search_words(paper).startswith("example ")
    assert choose_match(paper, [RECORD]) == RECORD


def test_a_notice_of_withdrawal_is_not_searched_for():
    paper = replace(make_paper_by("Example, Ann B.", "doi:10.5555/toy.1"), title=f"RETRACTED: {TITLE}")

    assert build_search_words(paper).endswith("how large caches should be")
    assert choose_match(paper, [RECORD]) == RECORD


def test_arxiv_writes_given_names_first():
    assert has_family_name(make_paper_by("Ramesh S", "2401.00001"), "S")
