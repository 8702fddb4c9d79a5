"""Edges of venues: theses, years that the paper cannot have, and joint conferences."""

from datetime import date

import pytest

from generator.derive.venues import PaperYears, VenueIndex
from generator.ingest.sources.registry import parse_document
from generator.model.curation_values import Venue, VenueKind
from tests.paths import DATA
from tests.tables import for_each_row
from tests.venues import find_listed

CONFERENCES = {
    "sigmetrics": "ACM International Conference on Measurement and Modeling of Computer Systems",
    "isca": "International Symposium on Computer Architecture",
    "hpca": "International Symposium on High-Performance Computer Architecture",
    "micro": "International Symposium on Microarchitecture",
    "ispass": "International Symposium on Performance Analysis of Systems and Software",
    "osdi": "USENIX Symposium on Operating Systems Design and Implementation",
    "asplos": "Architectural Support for Programming Languages and Operating Systems",
}
VENUES = (
    *(Venue(key, key.upper(), name, VenueKind.CONFERENCE) for key, name in CONFERENCES.items()),
    Venue("toyw", "TOYW", "Workshop on Toys", VenueKind.WORKSHOP),
    Venue("tc", "IEEE TC", "IEEE Transactions on Computers", VenueKind.JOURNAL),
)
INDEX = VenueIndex(VENUES)
OF_2024 = PaperYears(2024, 2024)


def find(comment, journal_ref=None, paper_years=OF_2024):
    appearance = find_listed(INDEX, journal_ref, comment, paper_years)
    return (appearance.venue, appearance.year) if appearance else None


def find_in_case(name):
    document = parse_document((DATA / "cases" / name).read_bytes(), name, date(2024, 6, 1))
    return [find(entry.comment) for entry in document.entries]


def test_another_work_does_not_take_the_venue_of_its_parts():
    assert find_in_case("13-thesis.atom.xml") == [None] * 4


def test_a_year_that_the_paper_cannot_have_is_refused():
    expected = [("micro", None), ("sigmetrics", None), ("hpca", 2025), ("hpca", None)]

    assert find_in_case("14-venue-years.atom.xml") == expected


def test_a_joint_conference_has_the_year_after_its_last_name():
    assert find_in_case("25-brackets-venues.atom.xml") == [
        ("sigmetrics", 2022),
        ("sigmetrics", 2024),
        ("sigmetrics", 2024),
    ]


THESES = [
    "PhD thesis. Published at ISCA 2023",
    "Ph.D. Dissertation, Toy University. Results were presented at ISCA 2023",
    "Habilitation. Published at ISCA 2024",
    "Bachelor thesis, ISCA 2024",
    "Master’s thesis. A longer version appeared at ISCA 2023",
    "This is my PhD thesis; it was presented at ISCA 2023",
]


@pytest.mark.parametrize("comment", THESES)
def test_a_thesis_has_no_venue(comment):
    assert find(comment) is None
    assert find("Parts appeared at ISCA 2023", "PhD thesis, Toy University, 2024") is None


@pytest.mark.parametrize(
    "comment",
    [
        "Accepted at ISCA 2024. Based on the PhD thesis of the first author",
        "Accepted at ISCA 2024; part of the first author's thesis",
        "ISCA 2024. The authors' thesis has more results",
        "ISCA 2024. Under the synthesis hypothesis",
        "ISCA 2024. It won a thesis award",
    ],
)
def test_a_paper_from_a_thesis_has_one(comment):
    assert find(comment) == ("isca", 2024)


YEARS = [
    ("Accepted at MICRO '57", None),
    ("MICRO'57, 2024", 2024),
    ("ISCA '51, June 2024", 2024),
    ("ISCA '24", 2024),
    ("ISCA'25", 2025),
    ("ISCA '26", 2026),
    ("ISCA '27", None),
    ("ISCA '22", 2022),
    ("ISCA '21", None),
    ("To appear in ISCA 2026", 2026),
    ("To appear in ISCA 2027", None),
    ("To appear in ISCA 2042", None),
    ("Accepted at ISCA 2012", None),
    ("Accepted at ISCA 2012, camera ready of 2024", 2024),
    ("Published at ISCA 2012", 2012),
    ("In Proceedings of ISCA 1999", 1999),
    ("Accepted by IEEE Transactions on Computers (2051)", None),
]


@for_each_row(("comment", "year"), YEARS)
def test_a_year_is_at_most_two_years_from_the_papers(comment, year):
    appearance = find_listed(INDEX, None, comment, OF_2024)

    assert appearance is not None
    assert appearance.year == year


def test_a_journal_reference_is_limited_too():
    assert find(None, "ISCA 2042, pp. 1-10") == ("isca", None)
    assert find(None, "IEEE Transactions on Computers 55, 3 (2006) 1-10") == ("tc", 2006)


def test_the_newest_version_counts_and_unknown_dates_refuse_nothing():
    assert find("To appear in ISCA 2026", paper_years=PaperYears(2019, 2025)) == ("isca", 2026)
    assert find("Accepted at ISCA 2042", paper_years=None) == ("isca", 2042)


@for_each_row(
    ("comment", "expected"),
    [
        ("Accepted at SIGMETRICS/PERFORMANCE 2024", ("sigmetrics", 2024)),
        ("SIGMETRICS/Performance '24, Venice", ("sigmetrics", 2024)),
        ("PERFORMANCE/SIGMETRICS 2024", ("sigmetrics", 2024)),
        ("ACM SIGMETRICS / IFIP Performance 2024", ("sigmetrics", 2024)),
        ("HPCA/ISCA/MICRO 2024", ("hpca", 2024)),
        ("ISCA / ACM HPCA 2024", ("isca", 2024)),
        ("ISCA/TOYW 2024", ("toyw", 2024)),
        ("TOYW/ISCA 2024", ("toyw", 2024)),
        ("ACM/IEEE ISCA 2024", ("isca", 2024)),
        ("ISCA/WXYZ 2024", None),
        ("WXYZ/ISCA 2024", None),
        ("To appear in ISCA/", None),
    ],
)
def test_names_that_slashes_join_are_one_event(comment, expected):
    assert find(comment) == expected
