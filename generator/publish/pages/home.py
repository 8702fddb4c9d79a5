"""The home page: a search box, the areas of the field, new papers, a map, picks and recent venues."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.derive.groups import Groups
from generator.model.curation_values import Venue
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.pages.map_page import SMALL_MAP
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.week_pages import list_latest_weeks
from generator.publish.paper_collections import PaperCollection
from generator.publish.site_data import SiteData, count_by_first_day
from generator.translation.messages import _, ngettext

_MAX_NEW = 5  # papers
_MAX_PICKS = 3
_MAX_VENUES = 10


def make_home_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    catalogue = site.catalogue
    papers = catalogue.papers
    authors = len({key for keys in site.groups.author_keys.values() for key in keys})
    topics, venues = len(catalogue.topics), len(site.groups.by_venue)
    with_code = sum(paper.code_url is not None for paper in papers)
    numbers = [
        {"name": ngettext("paper", "papers", len(papers)), "count": len(papers), "page": paths.PAPERS},
        {"name": ngettext("author", "authors", authors), "count": authors, "page": paths.AUTHORS},
        {"name": ngettext("topic", "topics", topics), "count": topics, "page": paths.TOPICS},
        {"name": ngettext("venue", "venues", venues), "count": venues, "page": paths.VENUES},
        {"name": _("with code"), "count": with_code, "page": paths.PAPERS, "query": "has=code"},
    ]
    yield site.render_page(
        "home",
        paths.HOME,
        _("Home"),
        catalogue.settings.description,
        wide=True,
        numbers=[number for number in numbers if number["count"]],
        as_of=site.day,
        quarters=site.window.quarters,
        total=len(papers),
        weeks=list_latest_weeks(papers, 1),
        map=SMALL_MAP if catalogue.positions else "",
        newest=papers[:_MAX_NEW],
        picks=[paper for paper in papers if paper.highlight][:_MAX_PICKS],
        areas=site.areas,
        venues=list_recent_venues(site.groups.by_venue, site.venues),
        visits=count_by_first_day(papers, site.imported, catalogue.as_of),
    )


def list_recent_venues(
    papers_by_venue: Mapping[str, Sequence[Paper]], venues: Mapping[str, Venue]
) -> list[dict[str, object]]:
    """List the latest years of venues that have a page, those with the most papers first within a year."""
    appearances = Counter(
        (paper.appearance.year, venue)
        for venue, papers in papers_by_venue.items()
        for paper in papers
        if paper.appearance and paper.appearance.year
    )
    latest = sorted(appearances.items(), key=lambda item: (-item[0][0], -item[1], item[0][1]))[:_MAX_VENUES]
    return [
        {"id": venue, "label": f"{venues[venue].acronym} {year}", "count": count}
        for (year, venue), count in latest
    ]


def list_collection(catalogue: Catalogue, _groups: Groups) -> Iterator[PaperCollection]:
    """List the whole catalogue."""
    settings = catalogue.settings
    yield PaperCollection(paths.HOME, settings.title, settings.description, catalogue.papers)


KIND = PageKind(paths.HOME, make_home_page, list_collections=list_collection)
