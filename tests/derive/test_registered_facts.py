"""Which records of registries count for a paper, and which venue they name."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.derive.merge import PRECEDENCE, DerivedFacts, FieldSource, merge_paper
from generator.derive.registered_facts import (
    RegisteredFacts,
    describes_paper,
    find_registered_facts,
    select_stated_appearance,
)
from generator.derive.venues import VenueIndex
from generator.model.curation_values import Appearance, PaperCuration, Venue, VenueKind
from generator.model.doi_records import Contributor, DoiRecord, Lookup, RecordRelation
from generator.model.entries import Author, Entry
from generator.pipeline.read_data import read_data
from tests.paths import FEEDS, REPOSITORY
from tests.tables import for_each_row

JOURNAL, PROCEEDINGS, CHAPTER = "journal-article", "proceedings-article", "book-chapter"
SEEN = date(2026, 3, 25)
TOYS = Venue("toys", "ToyConf", "Toy Conference", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge of Toys", VenueKind.JOURNAL)
INDEX = VenueIndex((TOYS, BRIDGE))
ENTRY = Entry(
    id="2602.00001",
    version=1,
    title="Fast Caches for Everyone",
    authors=(Author("Amy Example"), Author("Bo Sample")),
    published=datetime(2026, 2, 3, tzinfo=UTC),
    dois=("10.5555/Toy.1",),
)
RECORD = DoiRecord(
    "10.5555/toy.1",
    "crossref",
    type=PROCEEDINGS,
    title="Fast Caches for Everyone",
    authors=(Contributor("Amy Example", "Example"),),
    containers=("Proceedings of the Toy Conference",),
    pages="7-9",
    published="2026-03",
)


@pytest.fixture(name="shipped", scope="module")
def index_of_shipped_venues():
    return VenueIndex(read_data(REPOSITORY)[1].venues)


def read_containers():
    """Read containers in the words of Crossref, with the listed venue that they name and its year."""
    with (FEEDS / "containers.tsv").open(encoding="utf-8") as file:
        return [tuple(row.values()) for row in csv.DictReader(file, dialect="excel-tab")]


@for_each_row(("kind", "container", "venue", "year"), read_containers())
def test_the_venue_that_a_container_names(kind, container, venue, year, shipped):
    containers = (container,) if kind == JOURNAL else ("A Series", container)
    record = DoiRecord("10.1/1", "crossref", kind, containers=containers, published="2024-05")
    found = shipped.find_registered_appearance(record)

    assert (found.venue, str(found.year)) == (venue, year) if found else venue == ""


def test_every_listed_venue_is_found_by_each_of_its_long_names(shipped):
    venues = read_data(REPOSITORY)[1].venues
    missed = []
    for venue in venues:
        for name in (venue.name, *(name for name in venue.spellings if " " in name)):
            kind = PROCEEDINGS if venue.is_event else JOURNAL
            found = shipped.find_registered_appearance(
                DoiRecord("10.1/1", "crossref", kind, containers=(name,))
            )
            if not found or found.venue != venue.id:
                missed.append((venue.id, name, found and found.venue))

    assert missed == []


def test_the_details_of_an_appearance():
    journal = DoiRecord(
        "10.1/1", "crossref", JOURNAL, "", (), ("The Bridge",), volume="55", issue="4", pages="29-36"
    )
    conference = DoiRecord(
        "10.1/1", "crossref", PROCEEDINGS, containers=("ToyConf 2025",), volume="9000", event_year=2024
    )

    assert INDEX.find_registered_appearance(journal) == Appearance(
        "bridge", None, "29-36", "55", "4", "crossref", "The Bridge"
    )
    assert INDEX.find_registered_appearance(conference) == Appearance(
        "toys", 2024, source="crossref", evidence="ToyConf 2025"
    )


@for_each_row(
    ("changes", "expected"),
    [
        ({}, True),
        ({"title": "RETRACTED: Fast caches for everyone"}, True),
        ({"title": "Fast Caches for Everyone and Their Queues"}, True),
        ({"title": "Caches for Everyone: A Renamed Paper on Speed in Many Very Different Machines"}, True),
        ({"title": "Something Else Entirely"}, False),
        ({"title": "Fast Trains for All", "authors": ()}, False),
        ({"title": ""}, False),
        ({"title": "", "relations": (RecordRelation("has-preprint", "2602.00001"),)}, True),
        ({"notice_of": ("10.5555/toy.0",)}, False),
    ],
)
def test_whether_a_record_describes_the_paper(changes, expected):
    record = DoiRecord(**{name: getattr(RECORD, name) for name in RECORD.__struct_fields__} | changes)

    assert describes_paper(record, ENTRY) is expected


def make_lookups(*records, key=None):
    return {
        key or f"doi:{record.doi}": Lookup(key or f"doi:{record.doi}", SEEN, SEEN, record=record)
        for record in records
    }


def test_publications_come_before_data_and_a_curators_doi_before_the_feeds():
    data = DoiRecord("10.5281/zenodo.1", "datacite", "dataset", RECORD.title)
    other = DoiRecord("10.5555/toy.2", "crossref", JOURNAL, RECORD.title, containers=("The Bridge",))
    entry = replace(ENTRY, dois=("10.5281/Zenodo.1", *ENTRY.dois))

    facts = find_registered_facts(entry, None, make_lookups(data, RECORD, other), INDEX)
    curated = find_registered_facts(
        entry, PaperCuration("", publications=("10.5555/toy.2",)), make_lookups(data, RECORD, other), INDEX
    )

    assert (facts.records, facts.appearance.venue, facts.seen) == ((RECORD, data), "toys", SEEN)
    assert (curated.publication, curated.appearance.venue) == (other, "bridge")


def test_a_record_of_other_work_is_not_used():
    other = DoiRecord("10.5555/toy.1", "crossref", JOURNAL, "On Trains", containers=("The Bridge",))
    facts = find_registered_facts(ENTRY, None, make_lookups(other), INDEX)

    assert facts == RegisteredFacts(rejected=(other,))


def test_the_doi_of_a_paper_that_was_found_by_its_title_becomes_its_own():
    entry = replace(ENTRY, dois=())
    facts = find_registered_facts(entry, None, make_lookups(RECORD, key=ENTRY.id), INDEX)
    paper = merge_paper(None, entry, DerivedFacts(None, (), None, facts), None, ())

    assert (paper.dois, paper.publication) == (("10.5555/toy.1",), RECORD)


# --- precedence ------------------------------------------------------------------------------------------

STATED = Appearance("bridge", 2025, source="comment", evidence="The Bridge 2025")
REGISTERED = Appearance("toys", 2026, "7-9", source="crossref", evidence="Proceedings of the Toy Conference")


def merge(curated=None, registered=RECORD, stated=STATED):
    facts = RegisteredFacts()
    if registered:
        facts = find_registered_facts(ENTRY, None, make_lookups(registered), INDEX)
    derived = DerivedFacts(select_stated_appearance(stated, facts, INDEX), (), None, facts)
    curation = PaperCuration("data/curation/papers/2602.00001.yml", venue=curated) if curated else None
    return merge_paper(None, ENTRY, derived, curation, ("cs-pf",))


def test_a_registry_takes_precedence_over_the_comment_and_a_curator_over_both():
    assert PRECEDENCE["appearance"] == (FieldSource.CURATION, FieldSource.REGISTRY, FieldSource.DERIVED)
    assert merge(registered=None).appearance == STATED
    assert merge().appearance == REGISTERED
    assert (merge(Appearance("bridge", 2024)).appearance, merge(Appearance("bridge")).publication) == (
        Appearance("bridge", 2024),
        None,
    )


def test_a_curators_venue_gets_the_details_of_the_registry_that_names_it_too():
    paper = merge(Appearance("toys"))

    assert paper.appearance == replace(REGISTERED, source="curation")
    assert paper.publication == RECORD


@pytest.mark.parametrize(
    ("kind", "container", "published", "expected"),
    [
        (JOURNAL, "Unlisted Letters", "2025", STATED),
        (JOURNAL, "Unlisted Letters", "2026-01", STATED),
        (JOURNAL, "Unlisted Letters", "2027", None),
        (JOURNAL, "Unlisted Letters", None, STATED),
        (PROCEEDINGS, "Proceedings of Unlisted", "2025", None),
    ],
)
def test_the_authors_venue_counts_if_the_registry_names_an_unlisted_one_of_the_same_kind_and_year(
    kind, container, published, expected
):
    record = DoiRecord(
        "10.5555/toy.1", "crossref", kind, RECORD.title, containers=(container,), published=published
    )

    assert merge(registered=record).appearance == expected
