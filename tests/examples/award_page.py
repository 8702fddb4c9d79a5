"""The page of papers with an award."""

from collections.abc import Iterator

from generator.model.papers import Page
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData
from generator.translation.messages import N_, _

_PAGE = "awards.md"


def make_award_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    papers = [paper for paper in site.catalogue.papers if paper.awards]
    description = _("Papers of %(catalogue)s that won an award.", catalogue=site.catalogue.settings.title)
    yield site.render_page("awards", _PAGE, _("Awards"), description, listed=papers, papers=papers)


KIND = PageKind(_PAGE, make_award_page, label=N_("Awards"), note=N_("papers that won an award"))
