"""Papers of journals' feeds: venues, citations and pages state the journal, volume, issue and pages."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from generator.derive.assemble import assemble
from generator.derive.groups import group_papers
from generator.ingest import observations
from generator.model.curation_values import Curation, Settings, Venue, VenueKind
from generator.model.doi_records import DoiRecord, Lookup
from generator.model.entries import Entry
from generator.publish import paths
from generator.publish.citations import bibtex, ris
from generator.publish.citations.citation_record import build_record
from generator.publish.metadata import build_citation_tags
from generator.publish.pages.all_pages import make_all_pages
from tests.ingest.publisher_feeds import PUBLISHERS, parse_publisher, parse_utc

SEEN = date(2026, 11, 29)
WITHOUT_ENTRIES = {"pub-jstage-empty.atom.xml", "pub-pubmed-efetch.xml"}
DOI = "10.5555/toy.1"
ARTICLE = Entry(
    f"doi:{DOI}",
    None,
    "On Toys",
    published=parse_utc("2026-02-03T00:00:00"),
    dois=(DOI,),
    container="The Bridge",
    volume="55",
    issue="4",
    pages="29-36",
    issns=("0008-347X",),
    publisher="Toy Press",
)


def store_entry(entry):
    return {entry.id: observations.from_entry(entry, SEEN)}


def make_catalogue(*entries, venues=(), lookups=None):
    stored = {f"feed-{number}": store_entry(entry) for number, entry in enumerate(entries)}
    catalogue = assemble(stored, Curation(Settings("Toys", "Papers."), (), venues, (), {}), lookups)
    return replace(catalogue, relations={paper.id: () for paper in catalogue.papers})


def cite(catalogue, paper=None):
    paper = paper or catalogue.papers[0]
    venues = {venue.id: venue for venue in catalogue.venues}
    return build_record(paper, venues[paper.appearance.venue] if paper.appearance else None)


@pytest.fixture(scope="module")
def real_papers():
    feeds = sorted(path.name for path in PUBLISHERS.glob("pub-*") if path.name not in WITHOUT_ENTRIES)
    stored = {name: observations.add_entries({}, parse_publisher(name).entries, SEEN) for name in feeds}
    return assemble(stored, Curation(Settings("Toys", "Papers."), (), (), (), {}))


def test_every_paper_of_a_real_journal_is_cited_as_an_article_in_it(real_papers):
    counts = Counter()
    for paper in real_papers.papers:
        entry = bibtex.FORMAT.write_entry(cite(real_papers, paper))
        counts[entry.partition("{")[0]] += 1
        counts.update(name for name in ("journal", "volume", "number", "pages") if f"\n  {name} = " in entry)

    # The 79 others are entries of a register of names.
    assert counts == {
        "@article": 179, "@misc": 79, "journal": 179, "volume": 110, "number": 67, "pages": 73,
    }  # fmt: skip


def test_real_journals_become_venues_by_themselves(real_papers):
    venues = {venue.id: venue for venue in real_papers.venues}
    papers = Counter(paper.appearance.venue for paper in real_papers.papers if paper.appearance)

    assert papers["molecular-phylogenetics-and-evolution"] == 51
    assert papers["taxon"] == 8
    assert venues["zootaxa"].name == "Zootaxa"
    assert {venue.kind for venue in venues.values()} == {VenueKind.JOURNAL}


def test_every_real_paper_is_on_the_list_of_a_year(real_papers):
    by_year = group_papers(real_papers).by_year

    assert sum(map(len, by_year.values())) == len(real_papers.papers)
    assert None not in by_year


def test_a_reference_that_was_built_from_the_fields_is_not_shown_again():
    stored = replace(ARTICLE, journal_ref="The Bridge 55(4), 29-36")
    other = replace(ARTICLE, journal_ref="Presented at Toys 2026")

    assert make_catalogue(stored).papers[0].journal_ref is None
    assert make_catalogue(other).papers[0].journal_ref == "Presented at Toys 2026"


def test_categories_of_a_journal_have_no_primary_one():
    catalogue = make_catalogue(replace(ARTICLE, categories=("OCR", "newspapers")))
    pages = {page.path: page.text for page in make_all_pages(catalogue)}
    page = pages[paths.locate_paper(catalogue.papers[0].slug)]

    assert "\nCategories\n:   OCR, newspapers\n" in page
    assert "Primary category" not in page


def test_a_line_of_an_older_store_is_cited_by_its_reference():
    stored = Entry(ARTICLE.id, None, "On Toys", dois=ARTICLE.dois, journal_ref="Journal of Toys 55(4), 29-36")
    catalogue = make_catalogue(stored)
    record = cite(catalogue)

    assert (record["container-title"], record["volume"], record["issue"]) == ("Journal of Toys", "55", "4")


# The name of a container, and the type of BibTeX that papers in it have.
TYPES = [
    ("The Bridge", "@article"),
    ("Proceedings of the Royal Society B", "@article"),
    ("Proceedings of the Toy Endowment", "@article"),
    ("Journal of Physics: Conference Series", "@article"),
    ("Proceedings of the 3rd Workshop on Toys", "@inproceedings"),
    ("2026 IEEE International Symposium on Toys", "@inproceedings"),
    ("bioRxiv", "@misc"),
]


@pytest.mark.parametrize(("container", "expected"), TYPES)
def test_the_name_of_the_container_determines_the_type_of_the_paper(container, expected):
    catalogue = make_catalogue(replace(ARTICLE, container=container))
    entry = bibtex.FORMAT.write_entry(cite(catalogue))

    assert entry.startswith(f"{expected}{{")
    assert f"{{{container}}}" in entry.replace("{IEEE}", "IEEE")


def test_all_formats_state_all_fields():
    catalogue = make_catalogue(ARTICLE)
    record = cite(catalogue)

    assert {
        name: record[name] for name in ("type", "container-title", "volume", "issue", "page", "ISSN")
    } == {
        "type": "article-journal",
        "container-title": "The Bridge",
        "volume": "55",
        "issue": "4",
        "page": "29-36",
        "ISSN": "0008-347X",
    }
    assert record["issued"] == {"date-parts": [[2026, 2, 3]]}
    assert bibtex.FORMAT.write_entry(record).splitlines()[2:8] == [
        "  journal = {The Bridge},",
        "  volume = {55},",
        "  number = {4},",
        "  pages = {29--36},",
        "  issn = {0008-347X},",
        "  year = {2026},",
    ]
    lines = ris.FORMAT.write_entry(record).split("\r\n")
    assert {"TY  - JOUR", "T2  - The Bridge", "VL  - 55", "IS  - 4", "SP  - 29", "EP  - 36"} <= set(lines)
    assert "SN  - 0008-347X" in lines
    tags = build_citation_tags(catalogue.papers[0], record)
    assert {
        ("citation_journal_title", "The Bridge"),
        ("citation_volume", "55"),
        ("citation_issn", "0008-347X"),
    } <= set(tags)


def test_the_page_and_the_downloads_state_who_says_so():
    catalogue = make_catalogue(ARTICLE)
    texts = {page.path: page.text for page in make_all_pages(catalogue)}
    page = texts[f"papers/{catalogue.papers[0].slug}.md"]
    publication = json.loads(texts["catalogue.jsonl"])["publication"]

    assert ":   The Bridge 55, 4, 29-36 (2026)\n" in page
    assert ":   The Bridge 55(4), 29-36, 2026, Toy Press\n" in page
    assert page.count("<dd>from the publisher&#39;s feed</dd>") == 2
    assert (publication["source"], publication["doi"], publication["issns"]) == ("feed", DOI, ["0008-347X"])


def test_a_listed_venue_refines_the_journal():
    venue = Venue("bridge", "TB", "The Bridge", VenueKind.MAGAZINE)
    catalogue = make_catalogue(ARTICLE, venues=(venue,))

    assert catalogue.venues == (venue,)
    assert catalogue.papers[0].appearance.venue == "bridge"
    assert cite(catalogue)["type"] == "article-magazine"


def test_a_preprint_server_is_no_venue():
    assert make_catalogue(replace(ARTICLE, container="bioRxiv")).papers[0].appearance is None


def test_the_record_of_a_registry_takes_precedence():
    record = DoiRecord(
        DOI, "crossref", "journal-article", "On Toys", containers=("The Bridge Review",), published="2026-03"
    )
    catalogue = make_catalogue(
        ARTICLE, lookups={f"doi:{DOI}": Lookup(f"doi:{DOI}", SEEN, SEEN, record=record)}
    )

    assert catalogue.papers[0].publication == record
    assert cite(catalogue)["container-title"] == "The Bridge Review"
