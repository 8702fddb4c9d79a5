"""The page of papers with an award."""

from collections.abc import Iterator

from generator.model.papers import Page
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData

_PAGE = "awards.md"


def make_award_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    papers = [paper for paper in site.catalogue.papers if paper.awards]
    description = f"Papers of {site.catalogue.settings.title} that won an award."
    yield site.render_page("awards", _PAGE, "Awards", description, listed=papers, papers=papers)


KIND = PageKind(_PAGE, make_award_page, label="Awards", note="papers that won an award")
