"""The pages of reading lists: papers in an order that a curator chose, with a note on each."""

from collections.abc import Iterator

from generator.derive.groups import Groups
from generator.model import layout
from generator.model.papers import Catalogue, Page
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.paper_collections import PaperCollection
from generator.publish.site_data import SiteData
from generator.translation.messages import _


def make_list_pages(site: SiteData) -> Iterator[Page]:
    """Make the page of all reading lists, and a page for each."""
    lists = site.catalogue.lists
    description = _("Reading lists of %(catalogue)s.", catalogue=site.catalogue.settings.title)
    yield site.render_page("lists", paths.LISTS, _("Reading lists"), description, wide=True, lists=lists)
    for reading_list in lists:
        yield site.render_page(
            "list",
            paths.locate_below(paths.LISTS, reading_list.id),
            reading_list.title,
            reading_list.description,
            edit=site.edit_links.link_file(_("Edit this list"), layout.build_list_path(reading_list.id)),
            wide=True,
            list=reading_list,
            entries=[
                {"paper": site.papers[entry.paper], "note": entry.note} for entry in reading_list.entries
            ],
        )


def list_reading_lists(catalogue: Catalogue, _groups: Groups) -> Iterator[PaperCollection]:
    """List all reading lists."""
    papers_by_id = {paper.id: paper for paper in catalogue.papers}
    for reading_list in catalogue.lists:
        papers = [papers_by_id[entry.paper] for entry in reading_list.entries]
        page = paths.locate_below(paths.LISTS, reading_list.id)
        yield PaperCollection(page, reading_list.title, reading_list.description, papers)


KIND = PageKind(paths.LISTS, make_list_pages, list_collections=list_reading_lists)
