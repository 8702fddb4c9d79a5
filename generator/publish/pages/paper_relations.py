"""The related papers of a paper's page, as values that its digest covers, and their picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator import tex
from generator.model.curation_values import Venue
from generator.model.papers import Paper
from generator.model.text import truncate
from generator.publish import paths
from generator.publish.citations.citation_record import split_author, to_plain_name
from generator.publish.neighbourhood import Neighbour, draw_neighbourhood
from generator.publish.page_links import PageLinks
from generator.publish.site_data import SiteData

_STEPS = 20  # of similarity, so that a small change of a score changes no page
_LOWEST = 14  # steps; papers that are less similar are drawn as if they had so many
_MAX_NAME, _MAX_TITLE = 16, 40  # characters; the list below has the whole title


@dataclass(frozen=True, slots=True)
class RelatedPaper:
    """A paper that is related to that of the page, or only similar.

    Attributes:
        paper: The paper.
        venue: Where it appeared.
        has_venue_page: Whether the venue has a page.
        reason: Why it is listed.
        is_related: Whether it is related. If not, it comes after those that are.
        steps: How similar it is.
        related: Positions of the related papers of the page that are related to this one.
    """

    paper: Paper
    venue: Venue | None
    has_venue_page: bool
    reason: str
    is_related: bool
    steps: int
    related: Sequence[int]


def list_related_papers(paper: Paper, site: SiteData) -> list[RelatedPaper]:
    """List the papers that are related to one, and those that are only similar, the closest first."""
    relations = sorted(site.catalogue.relations[paper.id], key=lambda relation: not relation.is_related)
    positions = {relation.paper: at for at, relation in enumerate(relations) if relation.is_related}
    related_papers = []
    for relation in relations:
        other = site.papers[relation.paper]
        venue = site.venues[other.appearance.venue] if other.appearance else None
        related = [each.paper for each in site.catalogue.relations[other.id] if each.is_related]
        related_papers.append(
            RelatedPaper(
                paper=other,
                venue=venue,
                has_venue_page=venue is not None and venue.id in site.groups.by_venue,
                reason=relation.reason,
                is_related=relation.is_related,
                steps=round(relation.score * _STEPS),
                related=sorted(positions[each] for each in related if each in positions),
            )
        )
    return related_papers


def draw_related_papers(paper: Paper, related: Sequence[RelatedPaper], links: PageLinks) -> Markup:
    """Draw a paper among the papers that are related to it; nothing for few of them.

    Args:
        paper: The paper.
        related: Its related papers, without those that are only similar.
        links: Links from its page.
    """
    neighbours = [
        Neighbour(
            name=_build_short_name(each.paper),
            title=truncate(tex.to_text(each.paper.title), _MAX_TITLE),
            url=links.build_url_below(paths.PAPERS, each.paper.slug),
            distance=min(1, (_STEPS - each.steps) / (_STEPS - _LOWEST)),
        )
        for each in related
    ]
    pairs = {(min(at, other), max(at, other)) for at, each in enumerate(related) for other in each.related}
    return draw_neighbourhood(_build_short_name(paper), neighbours, pairs)


def _build_short_name(paper: Paper) -> str:
    """Return the first author's family name and the year: ``Kim 2025``."""
    if paper.authors:
        parts = split_author(paper.authors[0])
        name = parts.family if parts else to_plain_name(paper.authors[0].name)
    else:
        name = tex.to_text(paper.title)
    return f"{truncate(name, _MAX_NAME)} {paper.published_iso[:4]}".rstrip()
