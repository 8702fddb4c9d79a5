"""The pages of venues, and of what appeared at each."""

from collections.abc import Iterator

from generator.model import Page, Paper, Venue
from generator.render import addresses
from generator.render import editing as editor
from generator.render.context import Context, Section
from generator.render.parts import LONGEST, by_year, part_pages
from generator.text import fold


def venue_pages(context: Context) -> Iterator[Page]:
    """The page of all venues that have papers, and one for each of them."""
    by_venue = context.groups.by_venue
    venues = [
        {"id": venue.id, "short": venue.short, "title": venue.title, "count": len(by_venue[venue.id])}
        for venue in sorted(context.catalogue.venues, key=lambda venue: fold(venue.short))
        if venue.id in by_venue
    ]
    description = f"Where the papers of {context.catalogue.settings.title} appeared."
    edit = context.editing.file("Edit the venues", editor.VENUES)
    yield context.page("venues", addresses.VENUES, "Venues", description, edit=edit, venues=venues)
    for venue_id in sorted(by_venue):
        yield from _venue_page(context.venues[venue_id], by_venue[venue_id], context)


def _venue_page(venue: Venue, papers: tuple[Paper, ...], context: Context) -> Iterator[Page]:
    path = addresses.venue(venue.id)
    years = by_year(path, papers, _year_placed)
    parts = years if len(papers) > LONGEST else ()
    yield context.page(
        "venue",
        path,
        venue.short,
        f"Papers at {venue.title}.",
        edit=context.editing.file("Edit this venue", editor.VENUES),
        venue=venue,
        count=len(papers),
        parts=parts,
        years=[
            Section("Year unknown" if year.name == "Undated" else year.name, year.papers)
            for year in ([] if parts else years)
        ],
    )
    yield from part_pages(parts, context, venue.short, path)


def _year_placed(paper: Paper) -> int | None:
    return paper.placement.year if paper.placement else None
