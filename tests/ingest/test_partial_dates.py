"""A month or a year alone is kept as that: from the feed to pages, citations and downloads."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest

from generator.ingest import observations, store
from generator.ingest.sources.registry import parse_document
from generator.ingest.syndication import parse_feed
from generator.model.dates import Precision
from generator.model.entries import Entry, StoredPaper
from generator.publish.citations import bibtex, ris
from generator.publish.citations.citation_record import build_record
from generator.publish.metadata import build_citation_tags, build_paper_json_ld
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_catalogue, make_paper
from tests.paths import DATA
from tests.tables import for_each_row

TODAY = date(2024, 6, 1)
DAY, MONTH, YEAR = Precision


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_entry(text, precision):
    published = text and moment(text)
    return Entry("doi:10.1000/a", None, "Toys", published=published, published_precision=precision)


def test_reported_dates_are_read():
    name = "12-dates.rss.xml"
    document = parse_document((DATA / "cases" / name).read_bytes(), name, TODAY)
    found = [
        (entry.published and entry.published.date().isoformat(), entry.published_precision)
        for entry in document.entries
    ]

    assert found == [
        ("2024-05-06", DAY),
        ("2024-05-06", DAY),
        ("2024-05-06", DAY),
        ("2023-01-01", YEAR),
        ("2024-05-01", MONTH),
        (None, DAY),
    ]
    assert document.problems == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("<dc:date>2023</dc:date><prism:publicationDate>2023-04-05</prism:publicationDate>", "2023-04-05"),
        ("<dc:date>2023-04</dc:date>", "2023-04-01"),
        ("<dc:date>2031</dc:date>", None),
        ("<dc:date>2031-01</dc:date>", None),
    ],
)
def test_a_day_is_preferred_and_an_issue_to_come_has_no_date(fields, expected):
    document = parse_feed(
        b'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        b' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel><title>J</title>'
        b"<item><title>Toys</title><link>https://example.org/a</link>%s</item></channel></rss>"
        % fields.encode(),
        "feed",
        TODAY,
    )
    (entry,) = document.entries

    assert (entry.published and entry.published.date().isoformat()) == expected
    assert document.problems == ()


COMBINATIONS = [
    (("2023-01-01", YEAR), ("2023-04-05", DAY), ("2023-04-05", DAY)),
    (("2023-04-01", MONTH), ("2023-04-05", DAY), ("2023-04-05", DAY)),
    (("2023-01-01", YEAR), ("2023-04-01", MONTH), ("2023-04-01", MONTH)),
    (("2023-01-01", YEAR), ("2024-04-05", DAY), ("2023-01-01", YEAR)),
    (("2023-05-01", MONTH), ("2023-04-05", DAY), ("2023-04-05", DAY)),
    (("2023-04-06", DAY), ("2023-04-05", DAY), ("2023-04-05", DAY)),
    ((None, DAY), ("2023-01-01", YEAR), ("2023-01-01", YEAR)),
    ((None, DAY), (None, DAY), (None, DAY)),
]


@for_each_row(("one", "other", "expected"), COMBINATIONS)
def test_a_day_wins_over_its_own_month_or_year(one, other, expected):
    papers = [observations.from_entry(make_entry(*stated), TODAY) for stated in (one, other)]

    for pair in (papers, papers[::-1]):
        entry = observations.combine(*pair).entry
        assert entry == make_entry(*expected)


def test_the_store_keeps_the_precision_only_of_partial_dates(tmp_path):
    title = 'Toys ,"published_precision":"day"'
    partial = observations.from_entry(make_entry("2023-01-01", YEAR), TODAY)
    full = replace(partial, entry=replace(make_entry("2023-01-01", DAY), title=title))

    assert b'"published_precision":"year"' in store.encode_paper(partial)
    assert "published_precision" not in json.loads(store.encode_paper(full))["entry"]
    for paper in (partial, full):
        assert msgspec.json.decode(store.encode_paper(paper), type=StoredPaper) == paper


@pytest.mark.parametrize(
    ("precision", "parts", "iso", "ris_line", "words"),
    [
        (DAY, [2024, 5, 1], "2024-05-01", "DA  - 2024/05/01/", "1 May 2024"),
        (MONTH, [2024, 5], "2024-05", "DA  - 2024/05//", "May 2024"),
        (YEAR, [2024], "2024", "PY  - 2024", "2024"),
    ],
)
def test_citations_pages_and_downloads_state_what_is_known(precision, parts, iso, ris_line, words):
    paper = make_paper("doi:10.1000/a", published=moment("2024-05-01"), published_precision=precision)
    record, catalogue = build_record(paper, None), make_catalogue(paper)
    tags = dict(build_citation_tags(paper, record))
    texts = {page.path: page.text for page in make_all_pages(catalogue)}

    assert record["issued"] == {"date-parts": [parts]}
    assert ris_line in ris.FORMAT.write_file([record]).split("\r\n")
    assert "year = {2024}" in bibtex.FORMAT.write_file([record])
    assert tags["citation_publication_date"] == iso.replace("-", "/")
    assert build_paper_json_ld(paper, "https://example.org/")["datePublished"] == iso
    assert f",{iso}," in texts["catalogue.csv"]
    assert json.loads(texts["catalogue.jsonl"])["published_precision"] == precision
    assert f"\nPublished\n:   {words}\n" in texts[f"papers/{paper.slug}.md"]
