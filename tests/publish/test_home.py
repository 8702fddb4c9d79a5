"""What the home page says of the latest week and of venues."""

from datetime import UTC, date, datetime

from generator.model.curation_values import Appearance, Venue, VenueKind
from generator.model.dates import Precision
from generator.publish.pages.home import count_latest_week, list_recent_venues
from tests.builders import make_paper


def test_the_latest_week_begins_on_a_monday_and_ends_with_the_newest_paper():
    papers = [make_published(day) for day in ("2026-02-26", "2026-02-23", "2026-02-22", "2026-01-05")]

    assert count_latest_week(papers) == (date(2026, 2, 23), 2)


def test_papers_without_a_day_are_in_no_week():
    papers = [make_paper(published=None), make_published("2026-02-01", Precision.MONTH)]

    assert count_latest_week(papers) is None


def test_recent_venues_are_the_latest_years_those_with_most_papers_first():
    venues = {name: Venue(name, name.upper(), name, VenueKind.CONFERENCE) for name in ("aa", "bb")}
    papers = {"aa": [appear("aa", 2026), appear("aa", 2024)], "bb": [appear("bb", 2026), appear("bb", 2026)]}

    recent = list_recent_venues(papers, venues)

    labels = [(venue["label"], venue["count"]) for venue in recent]
    assert labels == [("BB 2026", 2), ("AA 2026", 1), ("AA 2024", 1)]


def make_published(day, precision=Precision.DAY):
    published = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return make_paper(published=published, published_precision=precision)


def appear(venue, year):
    return make_paper(appearance=Appearance(venue=venue, year=year))
