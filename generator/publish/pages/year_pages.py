"""The pages of years: papers by the year of their first version; those without a date have one, too."""

from collections.abc import Iterator

from generator.derive.groups import Groups
from generator.model.papers import Catalogue, Page
from generator.publish import paths
from generator.publish.figures import DataTable, render_table
from generator.publish.page_links import PageLinks
from generator.publish.pages.page_kind import PageKind
from generator.publish.pagination import get_year_segment, make_part_pages, name_year, split_by_year
from generator.publish.paper_collections import PaperCollection
from generator.publish.site_data import SiteData
from generator.translation.messages import N_, _


def make_year_pages(site: SiteData) -> Iterator[Page]:
    """Make the page of all years, and a page for each."""
    links = PageLinks(paths.YEARS)
    table = render_table(
        DataTable((_("Year"), _("Papers")), tuple((year.name, year.count) for year in site.years)),
        bars_of=1,
        urls=[links.build_url_below(paths.YEARS, year.segment) for year in site.years],
    )
    yield site.render_page("years", paths.YEARS, _("Years"), _("Papers by year."), wide=True, table=table)
    parts = split_by_year(paths.YEARS, site.catalogue.papers)
    yield from make_part_pages(parts, site, _("Years"), paths.YEARS, facets="", is_whole=True)


def list_years(_catalogue: Catalogue, groups: Groups) -> Iterator[PaperCollection]:
    """List all years with papers, and the papers without a date."""
    for year, papers in groups.by_year.items():
        page = paths.locate_below(paths.YEARS, get_year_segment(year))
        yield PaperCollection(page, name_year(year), "", papers, has_feed=False, has_bibliography=True)


KIND = PageKind(
    paths.YEARS,
    make_year_pages,
    label=N_("Years"),
    note=N_("all papers by year"),
    list_collections=list_years,
)
