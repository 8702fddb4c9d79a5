"""What the home page states of venues."""

from generator.model.curation_values import Appearance, Venue, VenueKind
from generator.publish.pages.home import list_recent_venues
from tests.builders import make_paper


def test_recent_venues_are_the_latest_years_those_with_most_papers_first():
    venues = {name: Venue(name, name.upper(), name, VenueKind.CONFERENCE) for name in ("aa", "bb")}
    papers = {"aa": [appear("aa", 2026), appear("aa", 2024)], "bb": [appear("bb", 2026), appear("bb", 2026)]}

    recent = list_recent_venues(papers, venues)

    labels = [(venue["label"], venue["count"]) for venue in recent]
    assert labels == [("BB 2026", 2), ("AA 2026", 1), ("AA 2024", 1)]


def appear(venue, year):
    return make_paper(appearance=Appearance(venue=venue, year=year))
