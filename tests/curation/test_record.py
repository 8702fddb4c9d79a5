"""Records: whole papers that people write, for papers that are on no feed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.curation.read import read_curation
from generator.derive.merge import DerivedFacts, build_entries, merge_paper
from generator.ingest import observations
from generator.model import ids, layout
from generator.model.dates import Precision
from generator.model.entries import Author, Entry
from tests.curation.required_files import REQUIRED_FILES
from tests.tables import for_each_row

SLUGS = {"2602.23556": "2602.23556", "cs-0301008": "cs/0301008"}
# A file's name, its record, and a part of each message.
WRONG_RECORDS = [
    pytest.param(
        "gauges",
        "title: Gauges\ndoi: 10.5555/Gauges",
        ["3:8: the file of a record must be named by the record's doi, got 'gauges'"],
        id="another-name-than-the-doi",
    ),
    pytest.param(
        "doi-10.5555-gauges",
        "title: Gauges\nurl: https://toys.example/a",
        [
            "3:8: the file of a record must be named by the record's url, got 'doi-10.5555-gauges'",
        ],
        id="another-name-than-the-address",
    ),
    pytest.param(
        "gauges",
        "title: Gauges\nurl: https://arxiv.org/abs/2603.00001v3",
        ["got 'gauges' (rename it to data/curation/papers/2603.00001.yml)"],
        id="an-address-at-arxiv",
    ),
    pytest.param(
        "gauges",
        "title: Gauges",
        [
            "2:3: a record must have a doi or a url, unless its file is named by an arXiv id: 'gauges' is no",
        ],
        id="nothing-to-be-known-by",
    ),
    pytest.param(
        "2603.00001",
        "title: Gauges\npublished: 2026-02-30",
        ["3:14: published must be a valid date, got '2026-02-30'"],
        id="an-impossible-day",
    ),
    pytest.param(
        "2603.00001",
        "title: Gauges\npublished: 3 March 2026",
        ["3:14: record, published must be a date such as 2026-02-03, 2026-02 or 2026, got '3 March 2026'"],
        id="no-date",
    ),
    pytest.param("2603.00001", "doi: 10.5555/gauges", ["must have title"], id="no-title"),
    pytest.param("2603.00001", "title: Gauges\nauthors: [' ']", ["must contain a name"], id="no-name"),
]


def read_papers(files):
    """The papers of these files with the problems, as text; files are given by their names."""
    contents = {f"{layout.PAPERS}/{name}.yml": text for name, text in files.items()}
    curated, problems = read_curation(REQUIRED_FILES | contents, SLUGS)
    return curated.papers, [str(problem) for problem in problems]


def record(fields):
    return f"record:\n{fields}".replace("\n", "\n  ").encode()


def test_a_record_becomes_a_paper():
    fields = """\
title: Gauges
authors: [Amy  Example, {name: Bo Sample, affiliations: [Toy University]}]
abstract: |
  How to read
  a gauge.
published: 2026-02-28
doi: 10.5555/Gauges
url: https://toys.example/gauges
categories: [cs.PF, cs.AR]
"""
    papers, problems = read_papers({"doi-10.5555-gauges": record(fields)})
    entry = build_entries({}, papers)["doi:10.5555/gauges"]
    paper = merge_paper(None, entry, DerivedFacts(None, (), None), papers[entry.id], ())

    assert problems == []
    assert entry == Entry(
        id="doi:10.5555/gauges",
        version=None,
        title="Gauges",
        abstract="How to read a gauge.",
        authors=(Author("Amy Example"), Author("Bo Sample", ("Toy University",))),
        categories=("cs.PF", "cs.AR"),
        primary_category="cs.PF",
        published=datetime(2026, 2, 28, tzinfo=UTC),
        dois=("10.5555/Gauges",),
        links=("https://toys.example/gauges",),
    )
    assert (paper.slug, paper.url) == ("doi-10.5555-gauges", "https://toys.example/gauges")
    assert (paper.versions, paper.first_seen, paper.feeds) == ((), None, ())


@for_each_row(("slug", "fields", "parts"), WRONG_RECORDS)
def test_a_wrong_record_is_reported_with_its_place_and_the_right_name(slug, fields, parts):
    problems = read_papers({slug: record(fields)})[1]

    assert len(problems) == len(parts)
    for problem, part in zip(problems, parts, strict=True):
        assert part in problem


def test_a_file_that_is_named_by_a_former_id_of_its_url_keeps_its_name():
    url = "https://toys.example/gauges/?fbclid=1"
    former_slug = ids.build_slug("url:https://toys.example/gauges/?fbclid=1")
    papers, problems = read_papers({former_slug: record(f"title: Gauges\nurl: {url}")})

    assert problems == []
    assert list(papers) == ["url:https://toys.example/gauges"]


DOI_URL = "https://dl.acm.org/doi/10.5555/Toy.1"


@pytest.mark.parametrize("slug", ["doi-10.5555-toy.1", ids.build_slug(f"url:{DOI_URL}")])
def test_a_doi_in_the_url_of_a_record_is_its_doi_whichever_of_both_names_the_file(slug):
    papers, problems = read_papers({slug: record(f"title: Gauges\nurl: {DOI_URL}")})

    assert problems == []
    assert papers["doi:10.5555/toy.1"].record.dois == ("10.5555/Toy.1",)
    assert papers["doi:10.5555/toy.1"].former_ids == (f"url:{DOI_URL}",)


def test_a_record_that_is_named_by_an_address_keeps_its_name_when_the_address_gives_an_arxiv_id():
    url = "https://huggingface.co/papers/2603.00001"
    papers, problems = read_papers({ids.build_slug(f"url:{url}"): record(f"title: Gauges\nurl: {url}")})

    assert problems == []
    assert papers["2603.00001"].former_ids == (f"url:{url}",)


def test_a_record_with_a_doi_or_an_arxiv_id_never_had_an_id_by_its_url():
    files = {
        "doi-10.5555-toy.1": record(f"title: Gauges\ndoi: 10.5555/Toy.1\nurl: {DOI_URL}"),
        "2603.00001": record("title: Clocks\nurl: https://arxiv.org/abs/2603.00001"),
    }
    papers, problems = read_papers(files)

    assert problems == []
    assert [paper.former_ids for paper in papers.values()] == [(), ()]


def test_urls_are_kept_as_pages_show_them():
    content = record("title: Gauges\nurl: https://Toys.example:443/\u00fc\n")
    content = content.rstrip() + "\nlinks: {code: https://B\u00fccher.example}\n".encode()
    papers, problems = read_papers({ids.build_slug("url:https://toys.example/%C3%BC"): content})

    assert problems == []
    (paper,) = papers.values()
    assert paper.record.links == ("https://toys.example/%C3%BC",)
    assert [link.url for link in paper.links] == ["https://xn--bcher-kva.example"]


def test_other_files_may_refer_to_a_record():
    files = {"2603.00001": record("title: Gauges"), "2602.23556": b"related: [2603.00001]\n"}
    papers, problems = read_papers(files)

    assert problems == []
    assert papers["2602.23556"].related == ("2603.00001",)


@pytest.mark.parametrize("fields", ["title: Gauges\npublished: soon", "title: [", "titel: Gauges"])
def test_a_broken_record_is_not_reported_again_by_files_that_refer_to_it(fields):
    files = {"2603.00001": record(fields), "2602.23556": b"related: [2603.00001]\n"}
    problems = read_papers(files)[1]

    assert {problem.partition(":")[0] for problem in problems} == {"data/curation/papers/2603.00001.yml"}
    assert not any("no feed" in problem for problem in problems)


def test_a_record_only_completes_a_paper_that_a_feed_has():
    fields = "title: A wrong title\nabstract: How long requests wait in queues.\ndoi: 10.5555/q"
    papers, problems = read_papers({"cs-0301008": record(fields)})
    entry = Entry("cs/0301008", 1, "On queues")
    stored = {entry.id: observations.from_entry(entry, date(2026, 2, 5))}

    assert problems == []
    assert build_entries(stored, papers) == {
        entry.id: replace(entry, abstract="How long requests wait in queues.", dois=("10.5555/q",))
    }


@pytest.mark.parametrize(
    ("text", "published", "precision"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC), Precision.YEAR),
        ("2026-02", datetime(2026, 2, 1, tzinfo=UTC), Precision.MONTH),
        ("2026-02-03", datetime(2026, 2, 3, tzinfo=UTC), Precision.DAY),
    ],
)
def test_a_year_or_a_month_is_a_date_of_a_record(text, published, precision):
    papers, problems = read_papers({"2603.00001": record(f"title: Gauges\npublished: {text}")})
    entry = papers["2603.00001"].record

    assert problems == []
    assert (entry.published, entry.published_precision) == (published, precision)


def test_a_month_that_does_not_exist_is_reported():
    problems = read_papers({"2603.00001": record("title: Gauges\npublished: 2026-13")})[1]

    assert "3:14: published must be a valid date, got '2026-13'" in problems[0]


def test_a_record_can_name_its_journal():
    fields = (
        "title: Gauges\njournal: Journal  of Toys\nvolume: 55\nissue: 4\npages: 29 – 36\npublisher: Toy Press"
    )
    papers, problems = read_papers({"2603.00001": record(fields)})
    entry = papers["2603.00001"].record

    assert problems == []
    assert (entry.container, entry.volume, entry.issue) == ("Journal of Toys", "55", "4")
    assert (entry.pages, entry.publisher) == ("29-36", "Toy Press")
