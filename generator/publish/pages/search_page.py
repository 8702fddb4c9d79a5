"""The page of the search, on which readers without JavaScript find lists to browse."""

from collections.abc import Iterator

from generator.model.papers import Page
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData
from generator.translation.messages import _

_MAX_AUTHORS = 24  # those with the most papers


def make_search_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    authors = sorted(site.groups.by_author.values(), key=lambda author: (-len(author.papers), author.slug))
    yield site.render_page(
        "search",
        paths.SEARCH,
        _("Search"),
        _("Search %(catalogue)s.", catalogue=site.catalogue.settings.title),
        wide=True,
        newest=site.catalogue.papers[:1],
        sections=site.sections,
        areas=site.areas,
        years=site.years,
        authors=authors[:_MAX_AUTHORS],
    )


KIND = PageKind(paths.SEARCH, make_search_page)
