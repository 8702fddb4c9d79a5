"""Downloads of the whole catalogue, and the files that describe the site to programs."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatch

import bibtexparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from lxml import etree

from generator.model.curation_values import (
    Appearance,
    Link,
    LinkKind,
    Settings,
    Status,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.entries import Version
from generator.model.papers import PaperAuthor
from generator.publish.discovery import render_discovery_files
from generator.publish.exports.export_formats import list_downloads
from generator.publish.prepare_site import prepare_site
from generator.publish.write_pages import GENERATED_FILES
from tests.builders import make_authors, make_catalogue, make_paper
from tests.paths import REPOSITORY
from tests.properties import limit_examples
from tests.tables import for_each_row

SITE = "https://papers.example/toys/"
TOPICS = (Topic("caches", "Caches", "Fast & small."), Topic("queues", "Queues", "Waiting."))
ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)
FULL = make_paper(
    "2602.00001",
    title="Sorting in $O(n)$",
    authors=(PaperAuthor("Amy Example", ("Toy U",)), PaperAuthor(r"Bo \"Unal")),
    appearance=Appearance("icpe", 2026, "1-12", source="comment", evidence="ICPE"),
    versions=(Version(1, datetime(2026, 2, 3, tzinfo=UTC)), Version(2, None)),
    dois=("10.5555/1", "10.5555/2"),
    links=(Link(LinkKind.CODE, "https://github.com/a/b", "abstract"),),
    summary="In short.",
    status=Status.WITHDRAWN,
    correction_reasons={"title": "A word was lost."},
)
BARE = make_paper(
    "url:https://toys.example/1",
    version=None,
    abstract=None,
    authors=(),
    categories=(),
    primary_category=None,
    published=None,
    updated=None,
    url=None,
    first_seen=None,
    feeds=(),
)
CELLS = {  # text and the cell with it
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'=1",
    "\r\n=1": "'=1",
    "1-1": "1-1",
    'a, "b"; c': 'a, "b"; c',
    "Two\nlines": "Two lines",
}


def export(*papers, assignments=None):
    """Export a catalogue of these papers: the text of each file by path."""
    catalogue = make_catalogue(*papers, topics=TOPICS, venues=(ICPE,), assignments=assignments)
    files = {page.path: page.text for page in prepare_site(catalogue).outputs.render_files({})}
    return {path: text for path, text in files.items() if re.match(r"catalogue\.|.*\.bib$", path)}


def read_rows(text):
    """Read the rows of a CSV file as a spreadsheet does."""
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_every_file_has_its_address():
    assert set(export(FULL, BARE, assignments={"2602.00001": ["caches"]})) == {
        "catalogue.jsonl",
        "catalogue.schema.json",
        "catalogue.csv",
        "catalogue.bib",
        "catalogue.ris",
        "catalogue.csl.json",
        "topics/caches/caches.bib",
        "years/2026/2026.bib",
        "years/undated/undated.bib",
    }


def test_a_line_of_json_is_a_paper_that_follows_the_schema():
    files = export(FULL, BARE, assignments={"2602.00001": ["caches"]})
    schema = json.loads(files["catalogue.schema.json"])
    full, bare = map(json.loads, files["catalogue.jsonl"].splitlines())
    Draft7Validator.check_schema(schema)

    assert [list(Draft7Validator(schema).iter_errors(paper)) for paper in (full, bare)] == [[], []]
    assert full["title"] == "Sorting in $O(n)$"
    assert full["page"] == "papers/2602.00001/"
    assert full["authors"][0] == {
        "name": "Amy Example",
        "family": "Example",
        "affiliations": ["Toy U"],
    }
    assert full["versions"] == [
        {"number": 1, "updated": "2026-02-03T00:00:00Z"},
        {"number": 2, "updated": None},
    ]
    assert full["venue"] == {
        "id": "icpe", "title": "Performance Engineering", "year": 2026, "volume": None, "number": None,
        "pages": "1-12", "source": "comment",
    }  # fmt: skip
    assert full["topics"] == [{"id": "caches", "reason": "because"}]
    assert full["withdrawn"] is True
    assert (bare["published"], bare["venue"], bare["topics"]) == (None, None, [])


def test_every_field_of_the_schema_is_described_with_valid_examples():
    schema = json.loads(export()["catalogue.schema.json"])

    assert set(schema["required"]) == set(schema["properties"])
    for field in schema["properties"].values():
        assert field["title"]
        assert field["description"]
        assert field["examples"]
        for example_value in field["examples"]:
            assert list(Draft7Validator(field).iter_errors(example_value)) == []


def test_a_row_is_plain_text():
    [row] = read_rows(export(FULL, assignments={"2602.00001": ["caches", "queues"]})["catalogue.csv"])

    assert row == {
        "id": "arXiv:2602.00001",
        "title": "Sorting in O(n)",
        "authors": "Amy Example; Bo Ünal",
        "published": "2026-02-03",
        "updated": "2026-02-04",
        "venue": "ICPE",
        "venue_year": "2026",
        "topics": "Caches; Queues",
        "categories": "cs.PF",
        "doi": "10.5555/1",
        "url": "https://arxiv.org/abs/2602.00001",
        "code": "https://github.com/a/b",
        "withdrawn": "yes",
        "retracted": "",
        "summary": "In short.",
        "page": "papers/2602.00001/",
    }


@for_each_row(("text", "cell"), CELLS.items())
def test_a_cell_is_never_a_formula(text, cell):
    [row] = read_rows(export(make_paper(title=text, authors=make_authors(text)))["catalogue.csv"])

    assert (row["title"], row["authors"]) == (cell, cell)


@limit_examples(50)
@given(st.text(), st.text())
@example('"', ",\r\n=cmd|' /C calc'!A0")
@example("\ufeff=1", "\u2028=1")
def test_any_text_is_one_row_and_one_line(title, name):
    text = title.encode("utf-8", "ignore").decode()
    files = export(make_paper("2602.00002", title=text, authors=make_authors(name)), FULL)
    first, second = read_rows(files["catalogue.csv"])

    assert len(files["catalogue.jsonl"].split("\n")) == 3
    assert second["title"] == "Sorting in O(n)"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in first.values())


def test_the_bibtex_of_a_topic_contains_only_its_papers():
    files = export(FULL, BARE, assignments={"2602.00001": ["caches"]})

    assert [entry.key for entry in bibtexparser.parse_string(files["topics/caches/caches.bib"]).entries] == [
        "example2026sorting-2602.00001"
    ]
    assert len(bibtexparser.parse_string(files["catalogue.bib"]).entries) == 2
    entry, closing_brace = files["topics/caches/caches.bib"].rsplit("}\n", 1)
    assert f"{entry}  abstract = {{An abstract.}},\n}}\n{closing_brace}" in files["catalogue.bib"]


def test_an_empty_catalogue_has_empty_files():
    files = export()

    assert (files["catalogue.jsonl"], files["catalogue.bib"], files["catalogue.ris"]) == ("", "", "")
    assert json.loads(files["catalogue.csl.json"]) == []
    assert files["catalogue.csv"].startswith("\ufeffid,title,authors,")


def test_every_download_has_a_file_and_a_description():
    downloads = list_downloads()

    assert {download.path for download in downloads} <= set(export())
    assert all(download.label and download.description for download in downloads)
    assert len({download.label for download in downloads}) == len(downloads)


def test_every_download_belongs_to_the_generated_files_and_is_ignored_by_git():
    ignored = [line.removeprefix("/docs/") for line in (REPOSITORY / ".gitignore").read_text().splitlines()]

    for download in list_downloads():
        for patterns in (GENERATED_FILES, ignored):
            assert any(fnmatch(download.path, pattern) for pattern in patterns)


# --- files that describe the site to programs -------------------------------------------------------------

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def render(title="Toy papers", description="What toys are made of."):
    """Render the files: the text of each by path."""
    catalogue = make_catalogue(make_paper(), topics=TOPICS, assignments={"2602.00001": ["caches"]})
    catalogue = replace(catalogue, settings=Settings(title, description))
    return {page.path: page.text for page in render_discovery_files(prepare_site(catalogue, None, SITE))}


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Toy papers", "Toy papers"),
        ("Computer Performance Papers", "CP Papers"),
        ("Pollination Papers", "Pollination…"),
        ("A catalogue of <all> toys & games", "Acot games"),
        ("Donaudampfschifffahrt", "Donaudampfschif…"),
    ],
)
def test_a_browser_can_search_the_site_from_its_address_bar(title, short):
    root = etree.fromstring(render(title, "x" * 2000)["opensearch.xml"].encode())
    own, search = sorted(root.findall(f"{OPENSEARCH}Url"), key=lambda url: url.get("type"))

    assert root.findtext(f"{OPENSEARCH}ShortName") == short
    assert len(short) <= 16
    assert len(root.findtext(f"{OPENSEARCH}LongName")) <= 48
    assert 0 < len(root.findtext(f"{OPENSEARCH}Description")) <= 1024
    assert (search.get("type"), search.get("template")) == ("text/html", f"{SITE}search/?q={{searchTerms}}")
    assert own.get("template") == f"{SITE}opensearch.xml"


def test_robots_txt_names_the_sitemap():
    assert render()["robots.txt"].splitlines()[-1] == f"Sitemap: {SITE}sitemap.xml"


def test_llms_txt_links_downloads_and_topics():
    lines = render("Toys [x](y) # 1")["llms.txt"].splitlines()

    assert lines[0] == r"# Toys \[x\](y) # 1"
    assert lines[2] == "> What toys are made of."
    assert f"- [Caches]({SITE}topics/caches/): 1 paper. Fast & small." in lines
    for download in list_downloads():
        assert f"- [{download.label}]({SITE}{download.path}): {download.description}" in lines
    assert [line for line in lines if line.startswith("## ")] == ["## Data", "## Topics", "## Optional"]
    assert "2026-02-05" in lines[4]


@pytest.mark.parametrize(
    ("paper_ids", "example"),
    [
        (["2602.00001", "2601.00001"], f"2602.00001 has the page {SITE}papers/2602.00001/."),
        (["doi:10.1/a", "cs/0301008"], f"cs/0301008 has the page {SITE}papers/cs-0301008/."),
        (["doi:10.1/a"], None),
        ([], None),
    ],
)
def test_llms_txt_names_the_page_of_the_newest_arxiv_paper(paper_ids, example):
    catalogue = make_catalogue(*map(make_paper, paper_ids))
    files = {page.path: page.text for page in render_discovery_files(prepare_site(catalogue, None, SITE))}

    assert ("arXiv id" in files["llms.txt"]) == (example is not None)
    assert (example or "") in files["llms.txt"]
