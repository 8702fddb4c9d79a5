"""The map of all papers, with lists of topics for readers who cannot see it."""

from collections.abc import Iterator

from generator.model.papers import Page
from generator.publish import paths
from generator.publish.map_layers import build_map, draw_map, write_map
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData
from generator.translation.messages import N_, _, ngettext

SMALL_MAP = paths.locate_next_to(paths.MAP, "small.svg")  # for the home page
_LARGE_LETTERS = 26  # of the small picture, which is shown at half of its size


def make_map_page(site: SiteData) -> Iterator[Page]:
    """Make the page, the file that its script reads, and the pictures of both pages that show the map."""
    catalogue = site.catalogue
    has_map = bool(catalogue.positions)
    yield site.render_page(
        "map",
        paths.MAP,
        _("Map"),
        _("A map of %(catalogue)s: similar papers are near each other.", catalogue=catalogue.settings.title),
        wide=True,
        front={"template": "map.html"},
        has_map=has_map,
        areas=site.areas,
    )
    if has_map:
        layers = build_map(catalogue)
        title = ngettext(
            "Map of one paper", "Map of %(count)s papers, coloured by area", len(catalogue.papers)
        )
        yield Page(paths.locate_next_to(paths.MAP, "map.json"), write_map(layers))
        yield Page(paths.locate_next_to(paths.MAP, "map.svg"), draw_map(layers, title))
        yield Page(SMALL_MAP, draw_map(layers, title, _LARGE_LETTERS))


KIND = PageKind(
    paths.MAP,
    make_map_page,
    label=N_("Map"),
    note=N_("all papers as points, similar ones near each other"),
)
