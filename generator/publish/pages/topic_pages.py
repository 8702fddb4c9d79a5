"""The pages of topics: a list of all with their trends, and the papers of each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from generator.derive.groups import Groups
from generator.model import layout
from generator.model.curation_values import Topic
from generator.model.dates import format_day
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.figures import fold_content, render_papers_per_year
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.redirects import Redirect, RedirectTarget
from generator.publish.pagination import MAX_PAPERS, make_part_pages, split_by_year
from generator.publish.paper_collections import PaperCollection, list_name_keys
from generator.publish.quarters import HeatMapRow, count_by_calendar_quarter, list_quarters, render_heat_map
from generator.publish.site_data import (
    SiteData,
    TopicSummary,
    count_by_first_day,
    find_frequent_authors,
    select_most_frequent,
)
from generator.translation.messages import N_, _

_MAX_NEWEST = 100  # papers on the page of a long topic; its others are on pages of years
_MAX_PICKS = 12
_MAX_QUARTERS = 8  # of the heat map


def make_topic_pages(site: SiteData) -> Iterator[Page]:
    """Make the page of all topics, and pages for each."""
    description = _("The topics of %(catalogue)s.", catalogue=site.catalogue.settings.title)
    edit = site.edit_links.link_file(_("Edit the topics"), layout.TOPICS)
    yield site.render_page(
        "topics",
        paths.TOPICS,
        _("Topics"),
        description,
        edit=edit,
        wide=True,
        areas=site.areas,
        quarters=site.window.quarters,
        heat_map=_render_heat_map(site),
        as_of=format_day(site.catalogue.as_of),
    )
    for topic in site.catalogue.topics:
        yield from _make_pages_of_topic(topic, site)


def _render_heat_map(site: SiteData) -> Markup:
    """Render papers by area and quarter and, folded, by topic, on one scale; empty without papers."""
    quarters = list_quarters(site.catalogue.as_of, min(site.window.quarters, _MAX_QUARTERS))
    areas = [_build_heat_row(topic, site, quarters) for topic in site.areas]
    highest = max((max(row.counts) for row in areas), default=0)
    if not highest:
        return Markup("")
    caption = _("Papers by area and quarter")
    heat_map = render_heat_map(caption, _("Area"), areas, quarters, highest)
    topics = [_build_heat_row(topic, site, quarters) for area in site.areas for topic in area.topics]
    if topics:
        caption = _("Papers by topic and quarter")
        heat_map += fold_content(caption, render_heat_map(caption, _("Topic"), topics, quarters, highest))
    return heat_map


def _build_heat_row(topic: TopicSummary, site: SiteData, quarters: Sequence[str]) -> HeatMapRow:
    return HeatMapRow(
        topic.title,
        paths.build_relative_url(paths.locate_below(paths.TOPICS, topic.id), paths.TOPICS),
        f"{paths.build_relative_url(paths.PAPERS, paths.TOPICS)}?topic={topic.id}",
        count_by_calendar_quarter(site.groups.by_topic.get(topic.id, ()), quarters),
    )


def _make_pages_of_topic(topic: Topic, site: SiteData) -> Iterator[Page]:
    papers = site.groups.by_topic.get(topic.id, ())
    path = paths.locate_below(paths.TOPICS, topic.id)
    parts = split_by_year(path, papers) if len(papers) > MAX_PAPERS else ()
    picks = [paper for paper in papers if paper.highlight]
    yield site.render_page(
        "topic",
        path,
        topic.title,
        topic.description,
        wide=True,
        edit=site.edit_links.link_file(_("Edit this topic"), layout.TOPICS),
        topic=topic,
        parent=site.topics[topic.parent] if topic.parent else None,
        subtopics=next((area.topics for area in site.areas if area.id == topic.id), ()),
        picks=picks[:_MAX_PICKS],
        papers=papers[:_MAX_NEWEST] if parts else papers,
        count=len(papers),
        visits=count_by_first_day(papers, site.imported, site.catalogue.as_of),
        parts=parts,
        chart=render_papers_per_year(papers),
        authors=find_frequent_authors(papers, site),
        venues=_find_frequent_venues(papers, site),
    )
    yield from make_part_pages(parts, site, topic.title, path, facets=f"topic={topic.id}")


def _find_frequent_venues(papers: tuple[Paper, ...], site: SiteData) -> list[Mapping[str, object]]:
    counts = Counter(paper.appearance.venue for paper in papers if paper.appearance)
    return [
        {
            "id": venue,
            "acronym": site.venues[venue].acronym,
            "count": count,
            "has_page": venue in site.groups.by_venue,
        }
        for venue, count in select_most_frequent(counts)
    ]


def list_topics(catalogue: Catalogue, groups: Groups) -> Iterator[PaperCollection]:
    """List all topics."""
    for topic in catalogue.topics:
        papers = groups.by_topic.get(topic.id, ())
        yield PaperCollection(
            paths.locate_below(paths.TOPICS, topic.id),
            topic.title,
            topic.description,
            papers,
            search_keys=list_name_keys(topic.title),
            has_bibliography=bool(papers),
        )


def list_former_topics(site: SiteData) -> Iterator[Redirect]:
    """List the addresses of topics whose id has changed, unless another topic has them now."""
    for topic in site.catalogue.topics:
        target = RedirectTarget(topic.title, paths.locate_below(paths.TOPICS, topic.id))
        for former in topic.former_ids:
            if former not in site.topics:
                yield Redirect(paths.locate_below(paths.TOPICS, former), [target])


KIND = PageKind(
    paths.TOPICS,
    make_topic_pages,
    label=N_("Topics"),
    note=N_("areas of the catalogue, and their topics"),
    list_collections=list_topics,
    list_redirects=list_former_topics,
)
