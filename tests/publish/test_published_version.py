"""Pages, citations and exports of papers whose published version a registry describes."""

import csv
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from generator.curate.explanation import explain_paper
from generator.derive.groups import group_papers
from generator.ingest import record_store
from generator.model.curation_values import Appearance, Venue, VenueKind
from generator.model.doi_records import Contributor, DoiRecord, Lookup, Notice
from generator.pipeline.read_catalogue import read_catalogue
from generator.pipeline.read_data import read_data
from generator.publish.citations import bibtex, csl, plain_text, ris
from generator.publish.citations.citation_record import build_record
from generator.publish.lastmod import find_last_change
from generator.publish.metadata import build_citation_tags, build_paper_json_ld
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.published_version import build_licence_link, format_publication
from generator.publish.search.search_records import make_records
from tests.builders import make_paper

SEEN = date(2026, 3, 25)
TOYS = Venue("toys", "ToyConf", "Toy Conference", VenueKind.CONFERENCE)
RECORD = DoiRecord(
    "10.5555/toy.1",
    "crossref",
    type="proceedings-article",
    title="A title",
    authors=(Contributor("Amy Example", "Example", "0000-0002-1825-0097"),),
    containers=("Lecture Notes in Toys", "Proceedings of the Toy Conference & Fair"),
    volume="9000",
    pages="7-9",
    published="2026-03",
    publisher="Toy Press",
    licence="https://creativecommons.org/licenses/by-nc/4.0/",
)
ARTICLE = DoiRecord(
    "10.5555/toy.2", "crossref", type="journal-article", title="A title", containers=("Letters of Toys",),
    volume="55", issue="4", pages="29-36", published="2025-12-01", publisher="Toy Press",
)  # fmt: skip
ASPLOS = (
    "Proceedings of the 29th ACM International Conference on Architectural Support for "
    "Programming Languages and Operating Systems, Volume 1"
)
RETRACTION = Notice("retraction", "10.5555/toy.9", "2026-05-03")


def make_published_paper(record=RECORD, **fields):
    values = {"dois": ("10.5281/zenodo.1", "10.5555/Toy.1"), "records": (record,), "publication": record}
    return make_paper(**values | fields)


# --- citations -------------------------------------------------------------------------------------------


def test_bibtex_of_a_conference_paper_has_the_registrys_words():
    assert bibtex.write_entry(build_record(make_published_paper(), None)) == (
        "@inproceedings{example2026title-2602.00001,\n"
        "  title = {A title},\n"
        "  author = {Amy Example and Bo Sample},\n"
        "  booktitle = {Proceedings of the Toy Conference \\& Fair},\n"
        "  series = {Lecture Notes in Toys},\n"
        "  volume = {9000},\n"
        "  pages = {7--9},\n"
        "  publisher = {Toy Press},\n"
        "  year = {2026},\n"
        "  eprint = {2602.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  eprinttype = {arXiv},\n"
        "  primaryClass = {cs.PF},\n"
        "  doi = {10.5555/Toy.1},\n"
        "  url = {https://arxiv.org/abs/2602.00001},\n"
        "  keywords = {cs.PF},\n"
        "}\n"
    )


def test_bibtex_of_an_article():
    entry = bibtex.write_entry(build_record(make_published_paper(ARTICLE, dois=("10.5555/toy.2",)), None))

    for line in (
        "@article{example2025title-2602.00001,",
        "journal = {Letters of Toys},",
        "volume = {55},",
        "number = {4},",
        "pages = {29--36},",
        "year = {2025},",
        "doi = {10.5555/toy.2},",
    ):
        assert line in entry
    assert "publisher" not in entry


def test_a_listed_venue_is_cited_by_the_name_of_the_proceedings():
    paper = make_published_paper(appearance=Appearance("toys", 2026, source="crossref"))

    record = build_record(paper, TOYS)

    assert (record["type"], record["container-title"]) == (
        "paper-conference",
        "Proceedings of the Toy Conference & Fair",
    )


def test_a_curators_venue_is_cited_without_the_registrys_facts():
    paper = make_published_paper(appearance=Appearance("toys", 2024), publication=None)

    record = build_record(paper, TOYS)

    assert (record["container-title"], record.get("publisher"), record["issued"]) == (
        "Toy Conference",
        None,
        {"date-parts": [[2024]]},
    )


def test_other_formats_and_tags():
    paper = make_published_paper()
    record = build_record(paper, None)
    tags = dict(build_citation_tags(paper, record))

    assert "T3  - Lecture Notes in Toys\r\n" in ris.write_entry(record)
    assert "Proceedings of the Toy Conference & Fair 9000, 7-9" in plain_text.write_entry(record)
    assert json.loads(csl.FORMAT.write_entry(record))["publisher"] == "Toy Press"
    assert "C3  - Proceedings of the Toy Conference & Fair\r\n" in ris.write_entry(record)
    assert (tags["citation_inbook_title"], tags["citation_publisher"], tags["citation_doi"]) == (
        "Proceedings of the Toy Conference & Fair",
        "Toy Press",
        "10.5555/Toy.1",
    )
    assert "citation_technical_report_institution" not in tags


@pytest.mark.parametrize(("event", "kind"), [((), "incollection"), (("Toys",), "inproceedings")])
def test_a_chapter_is_in_proceedings_if_it_has_a_conference(event, kind):
    record = DoiRecord(
        "10.5555/toy.3", "crossref", type="book-chapter", title="A title", containers=("Toys",), event=event
    )

    assert bibtex.write_entry(build_record(make_published_paper(record), None)).startswith(f"@{kind}{{")


def test_an_orcid_identifies_the_author_for_search_engines():
    amy, bo = make_paper().authors
    authors = (replace(amy, orcid="0000-0002-1825-0097"), bo)
    people = build_paper_json_ld(make_published_paper(authors=authors), "https://toys.example/")["author"]

    assert people == [
        {"@type": "Person", "name": "Amy Example", "sameAs": "https://orcid.org/0000-0002-1825-0097"},
        {"@type": "Person", "name": "Bo Sample"},
    ]


def test_a_page_changes_when_the_facts_of_its_publication_do():
    assert f"{find_last_change(make_published_paper(records_seen=SEEN)):%Y-%m-%d}" == "2026-03-25"


# --- texts -----------------------------------------------------------------------------------------------


def test_how_a_publication_is_written():
    assert format_publication(RECORD) == (
        "Proceedings of the Toy Conference & Fair 9000, 7-9, 2026, Toy Press"
    )
    assert format_publication(ARTICLE) == "Letters of Toys 55(4), 29-36, 2025, Toy Press"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode", "CC BY 4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://www.acm.org/publications/policies", "www.acm.org/publications/policies"),
    ],
)
def test_the_label_of_a_licence(url, label):
    record = DoiRecord("10.1/1", "crossref", licence=url)

    assert build_licence_link(record).replace("\\", "").startswith(f"[{label}]({url})")


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "https://u:p@evil.example/", "no address"])
def test_what_is_no_address_is_no_licence(url):
    assert build_licence_link(DoiRecord("10.1/1", "crossref", licence=url)) is None


# --- a catalogue -----------------------------------------------------------------------------------------


@pytest.fixture(name="registered")
def toy_catalogue_with_records(toys):
    """The toy catalogue, in which registries describe two papers and retract one."""
    records = {
        "2401.01234": DoiRecord(
            "10.5555/toy.1", "crossref", type="proceedings-article", title="Toy Caches",
            authors=(Contributor("Amy Example", "Example"),),
            containers=(ASPLOS,),
            published="2024-04", pages="1-2", publisher="ACM", licence=RECORD.licence,
            notices=(Notice("correction", None, "2024-05"), RETRACTION),
        ),
        "cs/0301008": DoiRecord(
            "10.5555/toy.2", "datacite", type="journal-article", title="Queues Before the Web",
            containers=("Unlisted *Letters* <b>of</b> Toys",), volume="7", published="2004",
        ),
    }  # fmt: skip
    records["doi:10.5555/toy.1"] = DoiRecord(
        "10.5555/toy.0", "crossref", type="journal-article", title="On Trains", containers=("Trains",)
    )
    records["doi:10.5281/zenodo.7"] = DoiRecord(
        "10.5281/zenodo.7", "datacite", type="dataset", title="Cache traces", publisher="Zenodo",
        published="2024", licence="https://creativecommons.org/licenses/by/4.0/legalcode",
    )  # fmt: skip
    lookups = {key: Lookup(key, SEEN, SEEN, record=record) for key, record in records.items()}
    curation = toys / "data/curation/papers/2401.01234.yml"
    links = "links:\n  data: https://doi.org/10.5281/zenodo.7\n"
    curation.write_text(curation.read_text().replace("links:\n", links))
    record_store.write_lookups(toys / "data/feeds", "crossref", lookups)
    return toys


def make_texts(root):
    return {page.path: page.text for page in make_all_pages(read_catalogue(root))}


def test_the_page_shows_the_publication_with_its_source(registered):
    texts = make_texts(registered)
    page, other = texts["papers/2401.01234.md"], texts["papers/cs-0301008.md"]

    assert (
        ":   ASPLOS 2024, pp. 1-2; Architectural Support for Programming Languages and Operating Systems\n"
    ) in page
    assert "<dt>ASPLOS 2024</dt><dd>from Crossref</dd>" in page
    assert re.search(r"Published in\n:   Proceedings of the 29th ACM .*, 1-2, 2024, ACM\n", page)
    assert "<dt>Published version</dt><dd>from Crossref</dd>" in page
    assert "[CC BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/)" in page
    assert "Correction\n:   notice of May 2024 (from Crossref)" in page
    assert '<a href="https://doi.org/10.5555/toy.1">DOI</a>' in page
    assert "@inproceedings{" in page
    assert "Published in\n:   Unlisted \\*Letters\\* &lt;b>of&lt;/b> Toys 7, 2004\n" in other
    assert "<dt>Published version</dt><dd>from DataCite</dd>" in other


def test_a_link_to_data_states_what_the_registry_has(registered):
    page = make_texts(registered)["papers/2401.01234.md"]

    assert "<dd>from a curator: Cache traces, Zenodo, 2024, CC BY 4.0 (from DataCite)</dd>" in page


def test_a_retraction_is_shown_first_and_in_every_list(registered):
    texts = make_texts(registered)
    page = texts["papers/2401.01234.md"]

    assert page.index(
        "This paper has been retracted, according to Crossref: [notice of 3 May 2026]"
    ) < page.index("## Abstract")
    assert "https://doi.org/10.5555/toy.9" in page
    assert "*retracted*{ .badge .withdrawn }" in texts["papers/index.md"]
    assert "note = {Retracted}" in page
    assert "Retracted." in texts["feed.xml"]


def test_a_retraction_can_be_filtered_by_and_is_exported(registered):
    catalogue = read_catalogue(registered)
    records = make_records(catalogue, group_papers(catalogue))
    marks = {record.row[0]: (record.row[8], "retracted" in record.facets["has"]) for record in records}
    rows = csv.DictReader(make_texts(registered)["catalogue.csv"].removeprefix("\ufeff").splitlines())

    assert [marks[slug] for slug in ("2401.01234", "2402.00002", "cs-0301008")] == [
        (6, True),  # and has an award
        (1, False),
        (0, False),
    ]
    assert {row["id"]: row["retracted"] for row in rows}["arXiv:2401.01234"] == "yes"


def test_lists_filters_and_exports_use_the_venue(registered):
    texts = make_texts(registered)
    papers = {paper["id"]: paper for paper in map(json.loads, texts["catalogue.jsonl"].splitlines())}

    assert "2401.01234.md" in texts["venues/asplos.md"]
    assert papers["2401.01234"]["venue"]["source"] == "crossref"
    assert papers["2401.01234"]["publication"]["publisher"] == "ACM"
    assert [notice["kind"] for notice in papers["2401.01234"]["notices"]] == ["correction", "retraction"]
    assert papers["cs/0301008"]["publication"]["container"] == "Unlisted *Letters* <b>of</b> Toys"


def test_about_names_the_registries_only_if_they_are_used(registered, toys):
    about = make_texts(registered)["about.md"]
    (registered / "data/feeds/crossref/2401.records.jsonl").unlink()
    (registered / "data/feeds/crossref/0301.records.jsonl").unlink()

    assert "Facts of published versions come from [Crossref]" in about
    assert "Crossref" not in make_texts(toys)["about.md"]


def test_explain_names_the_registry(registered):
    stored, curation, _ = read_data(registered)
    catalogue = read_catalogue(registered)
    lines = {}
    for paper in catalogue.papers:
        text = explain_paper(paper, catalogue, (), curation.papers.get(paper.id), stored)
        lines[paper.id] = [line.strip() for line in text.splitlines()]
    found_by_title, lines = lines["cs/0301008"], lines["2401.01234"]

    assert lines[lines.index("venue              asplos 2024") + 1].startswith(
        "stated by Crossref for the DOI 10.5555/toy.1: “Proceedings of the 29th ACM"
    )
    assert "a registry of DOIs, found by title, first author and year" in found_by_title
    assert lines[lines.index("unused record      On Trains") + 1] == (
        "not used: at Crossref, the DOI 10.5555/toy.0 is that of a different work"
    )
    assert "retraction         10.5555/toy.9" in lines
