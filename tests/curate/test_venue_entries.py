"""Proposed entries for ``venues.yml``."""

import yaml
from jsonschema import Draft7Validator

from generator.curate.venue_entries import propose_venue_entries
from generator.curation.schema import load_schema
from generator.model.curation_values import Appearance, Venue, VenueKind
from tests.builders import make_catalogue, make_paper

WOT = Venue("wot", "WoT", "Workshop on: Toys", VenueKind.WORKSHOP, is_listed=False)
LONG = Venue(
    "international-symposium-on-the-theory-and-practice-of-toys-and-dolls",
    "International Symposium on the Theory and Practice of Toys and Dolls",
    "International Symposium on the Theory and Practice of Toys and Dolls",
    VenueKind.CONFERENCE,
    is_listed=False,
)
ISCA = Venue("isca", "ISCA", "International Symposium on Computer Architecture", VenueKind.CONFERENCE)
RARE = Venue("rare", "RARE", "Conference on Rare Toys", VenueKind.CONFERENCE, is_listed=False)


def propose(most):
    names = ["wot", "wot", LONG.id, LONG.id, LONG.id, "isca", "isca", "rare"]
    papers = [
        make_paper(f"2602.{number:05}", appearance=Appearance(name)) for number, name in enumerate(names)
    ]
    catalogue = make_catalogue(*papers, venues=(ISCA, LONG, RARE, WOT))
    return "\n".join(propose_venue_entries(catalogue, most))


def test_frequent_venues_that_are_not_listed_are_proposed_as_entries():
    assert (
        propose(9)
        == """\
# 3 papers
istptd:
  short: ISTPTD  # the initials; write the acronym that people use
  title: International Symposium on the Theory and Practice of Toys and Dolls
  kind: conference
  formerly:
    - international-symposium-on-the-theory-and-practice-of-toys-and-dolls
# 2 papers
wot:
  short: WoT
  title: "Workshop on: Toys"
  kind: workshop"""
    )
    assert propose(1).startswith("# 3 papers\nistptd:")
    assert "wot" not in propose(1)


def test_proposed_entries_keep_the_schema():
    Draft7Validator(load_schema("venues")).validate(yaml.safe_load(propose(9)))
