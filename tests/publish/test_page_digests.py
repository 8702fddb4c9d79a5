"""Digests of what pages are made from."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from generator.model.curation_values import Appearance, Link, LinkKind, Status, Venue, VenueKind
from generator.model.dates import Precision
from generator.model.doi_records import DoiRecord
from generator.model.entries import Version
from generator.model.papers import PaperAuthor
from generator.model.withdrawal import Withdrawal, Withdrawer
from generator.publish.page_digests import digest_papers, digest_values
from tests.builders import make_catalogue, make_paper
from tests.tables import for_each_row

VENUE = Venue("toys", "TOYS", "Symposium on Toys", VenueKind.CONFERENCE)
# A value of another paper for the fields that have no text, number or tuple of texts.
OTHERS = {
    "authors": (PaperAuthor("Bo Sample"),),
    "published": datetime(2020, 1, 2, tzinfo=UTC),
    "updated": datetime(2020, 1, 3, tzinfo=UTC),
    "versions": (Version(7, None),),
    "first_seen": date(2020, 1, 4),
    "appearance": Appearance("toys", 1999),
    "links": (Link(LinkKind.CODE, "https://toys.example/"),),
    "highlight": True,
    "status": Status.WITHDRAWN,
    "correction_reasons": {"title": "misprint"},
    "version_seen": date(2020, 1, 5),
    "published_precision": Precision.YEAR,
    "withdrawal": Withdrawal(Withdrawer.AUTHORS, "comment"),
    "withdrawal_seen": date(2020, 1, 6),
    "records": (DoiRecord("10.1000/1", "crossref"),),
    "publication": DoiRecord("10.1000/2", "crossref"),
    "records_seen": date(2020, 1, 7),
    "rejected_records": (DoiRecord("10.1000/3", "crossref"),),
    "link_records": {"https://toys.example/": DoiRecord("10.1000/4", "datacite")},
    "version": 77,
}


@dataclass(frozen=True)
class Shown:
    name: str
    papers: tuple


def digest(paper, venue=VENUE, venue_pages=()):
    papers = digest_papers(make_catalogue(paper, venues=(venue,)), venue_pages)
    return digest_values({"heading": "Toys", "groups": [Shown("2026", (paper,))]}, papers)


@for_each_row("field", [field.name for field in fields(make_paper())])
def test_every_fact_of_a_listed_paper_counts(field):
    paper = make_paper()
    value = OTHERS.get(field, ("x",) if isinstance(getattr(paper, field), tuple) else "another")
    if field in ("curated_topics", "curated_related"):
        value = ("x",)

    assert digest(replace(paper, **{field: value})) != digest(paper)
    assert digest(replace(paper)) == digest(paper)


def test_the_venue_of_a_listed_paper_counts_and_whether_it_has_a_page():
    paper = make_paper(appearance=Appearance("toys", 2024))
    digests = {
        digest(paper),
        digest(paper, venue=replace(VENUE, acronym="T")),
        digest(paper, venue_pages=("toys",)),
    }

    assert len(digests) == 3


def test_values_that_are_shown_differently_have_different_digests():
    values = [
        "<b>",
        Markup("<b>"),
        None,
        "",
        1,
        1.5,
        "1",
        True,
        ["a", "b"],
        ["ab"],
        {"a": "b"},
        date(1, 2, 3),
    ]

    assert len({digest_values(value, {}) for value in values}) == len(values)


def test_a_value_without_a_digest_is_an_error():
    with pytest.raises(NotImplementedError, match="has no digest"):
        digest_values([object()], {})
