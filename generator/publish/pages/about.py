"""The page on the catalogue: where its facts come from, and what can be downloaded."""

from collections.abc import Iterator

from generator.model import ids
from generator.model.papers import Page
from generator.publish import paths
from generator.publish.exports.export_formats import list_downloads
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData
from generator.translation.messages import N_, _


def make_about_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    yield site.render_page(
        "about",
        paths.ABOUT,
        _("About"),
        _(
            "What %(catalogue)s contains, and where its facts come from.",
            catalogue=site.catalogue.settings.title,
        ),
        total=len(site.catalogue.papers),
        as_of=site.day,
        downloads=list_downloads(),
        has_arxiv_papers=any(ids.is_arxiv_id(paper.id) for paper in site.catalogue.papers),
        has_records=any(paper.records for paper in site.catalogue.papers),
    )


KIND = PageKind(paths.ABOUT, make_about_page, label=N_("About"), note=N_("where facts come from"))
