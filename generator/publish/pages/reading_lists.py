"""The pages of reading lists: papers in an order that a curator chose, with a note on each."""

from collections.abc import Iterator

from generator.curation import layout
from generator.model.papers import Page
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData


def make_list_pages(site: SiteData) -> Iterator[Page]:
    """Make the page of all reading lists, and a page for each."""
    lists = site.catalogue.lists
    description = f"Reading lists of {site.catalogue.settings.title}."
    yield site.render_page("lists", paths.LISTS, "Reading lists", description, lists=lists)
    for reading_list in lists:
        yield site.render_page(
            "list",
            paths.locate("lists", reading_list.id),
            reading_list.title,
            reading_list.description,
            edit=site.edit_links.file("Edit this list", layout.build_list_path(reading_list.id)),
            list=reading_list,
            entries=[
                {"paper": site.papers[entry.paper], "note": entry.note} for entry in reading_list.entries
            ],
        )


KIND = PageKind(paths.LISTS, make_list_pages)
