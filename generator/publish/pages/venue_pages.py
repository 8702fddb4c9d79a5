"""The pages of venues: a list of all by kind, and the papers of each."""

from collections.abc import Iterator

from generator.derive.groups import Groups
from generator.model import layout
from generator.model.curation_values import Venue, VenueKind
from generator.model.papers import Catalogue, Page, Paper
from generator.model.text import fold
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.redirects import Redirect, RedirectTarget
from generator.publish.pagination import MAX_PAPERS, make_part_pages, name_year, split_by_year
from generator.publish.paper_collections import PaperCollection, list_name_keys
from generator.publish.site_data import PaperGroup, SiteData, find_frequent_topics
from generator.translation.messages import N_, _

_KINDS = {
    VenueKind.CONFERENCE: N_("Conferences"),
    VenueKind.WORKSHOP: N_("Workshops"),
    VenueKind.JOURNAL: N_("Journals and magazines"),
    VenueKind.MAGAZINE: N_("Journals and magazines"),
}


def make_venue_pages(site: SiteData) -> Iterator[Page]:
    """Make the page of all venues that have papers, by kind, and pages for each."""
    by_venue = site.groups.by_venue
    by_kind: dict[str, list[dict[str, object]]] = {name: [] for name in _KINDS.values()}
    for venue in sorted(site.catalogue.venues, key=lambda venue: fold(venue.acronym)):
        if papers := by_venue.get(venue.id):
            item = {"id": venue.id, "acronym": venue.acronym, "name": venue.name, "count": len(papers)}
            by_kind[_KINDS[venue.kind]].append(item)
    kinds = [{"name": _(name), "venues": venues} for name, venues in by_kind.items() if venues]
    description = _("Venues of the papers in %(catalogue)s.", catalogue=site.catalogue.settings.title)
    edit = site.edit_links.link_file(_("Edit the venues"), layout.VENUES)
    yield site.render_page(
        "venues", paths.VENUES, _("Venues"), description, edit=edit, wide=True, kinds=kinds
    )
    for venue_id in sorted(by_venue):
        yield from _make_pages_of_venue(site.venues[venue_id], by_venue[venue_id], site)


def _make_pages_of_venue(venue: Venue, papers: tuple[Paper, ...], site: SiteData) -> Iterator[Page]:
    path = paths.locate_below(paths.VENUES, venue.id)
    years = split_by_year(path, papers, _get_year)
    parts = years if len(papers) > MAX_PAPERS else ()
    yield site.render_page(
        "venue",
        path,
        venue.acronym,
        _describe(venue),
        edit=site.edit_links.link_file(
            _("Edit this venue") if venue.is_listed else _("Describe this venue"), layout.VENUES
        ),
        wide=True,
        venue=venue,
        count=len(papers),
        topics=find_frequent_topics(papers, site),
        parts=parts,
        years=[
            PaperGroup(_("Year unknown") if year.name == name_year(None) else year.name, year.papers)
            for year in ([] if parts else years)
        ],
    )
    yield from make_part_pages(parts, site, venue.acronym, path)


def _get_year(paper: Paper) -> int | None:
    return paper.appearance.year if paper.appearance else None


def list_venues(catalogue: Catalogue, groups: Groups) -> Iterator[PaperCollection]:
    """List all venues with papers."""
    for venue in catalogue.venues:
        if papers := groups.by_venue.get(venue.id):
            yield PaperCollection(
                paths.locate_below(paths.VENUES, venue.id),
                venue.acronym,
                _describe(venue),
                papers,
                search_keys=list_name_keys(venue.acronym, venue.name),
            )


def list_former_venues(site: SiteData) -> Iterator[Redirect]:
    """List the former addresses of venues, unless another venue has them now."""
    for venue in site.catalogue.venues:
        if venue.id in site.groups.by_venue:
            target = RedirectTarget(venue.acronym, paths.locate_below(paths.VENUES, venue.id))
            for former in venue.former_ids:
                if former not in site.venues:
                    yield Redirect(paths.locate_below(paths.VENUES, former), [target])


def _describe(venue: Venue) -> str:
    return _("Papers at %(venue)s.", venue=venue.name)


KIND = PageKind(
    paths.VENUES,
    make_venue_pages,
    label=N_("Venues"),
    note=N_("where papers appeared"),
    list_collections=list_venues,
    list_redirects=list_former_venues,
)
