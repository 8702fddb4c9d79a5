"""The home page: a search box, new papers, picks of the curators, and all topics."""

from collections.abc import Iterator

from generator.derive.groups import Groups
from generator.model.dates import format_day
from generator.model.papers import Catalogue, Page
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.paper_collections import PaperCollection
from generator.publish.site_data import SiteData, count_by_first_day
from generator.translation.messages import _, ngettext

_MAX_NEW = 6  # papers
_MAX_PICKS = 3


def make_home_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    catalogue = site.catalogue
    papers = catalogue.papers
    authors = len({key for keys in site.author_keys.values() for key in keys})
    topics, venues = len(catalogue.topics), len(site.groups.by_venue)
    with_code = sum(paper.code_url is not None for paper in papers)
    numbers = [
        {"name": ngettext("paper", "papers", len(papers)), "count": len(papers), "page": paths.PAPERS},
        {"name": ngettext("author", "authors", authors), "count": authors, "page": paths.AUTHORS},
        {"name": ngettext("topic", "topics", topics), "count": topics, "page": paths.TOPICS},
        {"name": ngettext("venue", "venues", venues), "count": venues, "page": paths.VENUES},
        {"name": _("with code"), "count": with_code, "page": paths.STATS},
    ]
    yield site.render_page(
        "home",
        paths.HOME,
        _("Home"),
        catalogue.settings.description,
        wide=True,
        numbers=[number for number in numbers if number["count"]],
        as_of=format_day(catalogue.as_of),
        quarters=site.window.quarters,
        total=len(papers),
        newest=papers[:_MAX_NEW],
        picks=[paper for paper in papers if paper.highlight][:_MAX_PICKS],
        areas=site.areas,
        visits=count_by_first_day(papers, site.imported, catalogue.as_of),
    )


def list_collection(catalogue: Catalogue, _groups: Groups) -> Iterator[PaperCollection]:
    """List the whole catalogue."""
    settings = catalogue.settings
    yield PaperCollection(paths.HOME, settings.title, settings.description, catalogue.papers)


KIND = PageKind(paths.HOME, make_home_page, list_collections=list_collection)
