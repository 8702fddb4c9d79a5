"""The page of the papers that a reader saved, which the site's scripts fill."""

from collections.abc import Iterator

from generator.model.papers import Page
from generator.publish import paths
from generator.publish.citations.citation_formats import describe_exported_formats
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData
from generator.translation.messages import _


def make_saved_page(site: SiteData) -> Iterator[Page]:
    """Make the page, whose front matter describes the citation formats to the scripts."""
    yield site.render_page(
        "saved",
        paths.SAVED,
        _("Saved"),
        _("Papers that you saved in this browser."),
        front={"citations": describe_exported_formats()},
    )


KIND = PageKind(paths.SAVED, make_saved_page)
