"""The list of all papers, the newest first, and the former addresses of their pages."""

from collections.abc import Iterator

from generator.model import ids
from generator.model.papers import Page
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.paper_page import list_paper_pages
from generator.publish.pages.redirects import Redirect, RedirectTarget
from generator.publish.pagination import MAX_PAPERS
from generator.publish.site_data import SiteData, group_by_month
from generator.publish.social_cards import make_card
from generator.tex import to_line
from generator.translation.messages import N_, _


def make_paper_list(site: SiteData) -> Iterator[Page]:
    """Make the page of the list, and the social cards of papers."""
    papers = site.catalogue.papers
    newest = papers[:MAX_PAPERS]
    yield site.render_page(
        "papers",
        paths.PAPERS,
        _("Papers"),
        _("All papers of %(catalogue)s, newest first.", catalogue=site.catalogue.settings.title),
        wide=True,
        listed=papers,
        total=len(papers),
        papers=newest,
        months=group_by_month(newest),
        years=site.years,
    )
    for paper in papers:
        if paper.id in site.cards:
            venue = site.venues[paper.appearance.venue] if paper.appearance else None
            yield make_card(paper, venue, site.catalogue.settings.title)


def list_former_papers(site: SiteData) -> Iterator[Redirect]:
    """List the addresses of other ids of papers, unless another paper has them now."""
    slugs = {paper.slug for paper in site.catalogue.papers}
    for paper in site.catalogue.papers:
        for slug in map(ids.build_slug, paper.other_ids):
            if slug not in slugs:
                slugs.add(slug)
                target = RedirectTarget(to_line(paper.title), paths.locate_paper(paper.slug))
                yield Redirect(paths.locate_paper(slug), [target])


KIND = PageKind(
    paths.PAPERS,
    make_paper_list,
    list_batches=list_paper_pages,
    label=N_("Papers"),
    note=N_("newest first"),
    list_redirects=list_former_papers,
)
