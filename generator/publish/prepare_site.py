"""Prepare the data that pages are made from, once for all pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from generator.derive.groups import Groups, group_papers
from generator.derive.imports import find_imported_papers
from generator.derive.shared_names import SharedNames, find_shared_names
from generator.model.curation_values import Topic
from generator.model.papers import Catalogue, Repository
from generator.publish import paths
from generator.publish.edit_links import SuggestedTopic, build_edit_links
from generator.publish.outputs import build_outputs
from generator.publish.page_digests import digest_papers
from generator.publish.pages import page_kinds
from generator.publish.pagination import get_year_segment, name_year
from generator.publish.site_data import Neighbours, Section, SiteData, TopicSummary, YearSummary
from generator.publish.social_cards import choose_papers_with_card
from generator.publish.trends import Window, choose_window, draw_trends
from generator.system.memo import ResultKeeper, keep_nothing
from generator.translation.messages import _


def prepare_site(
    catalogue: Catalogue,
    repository: Repository | None = None,
    site_url: str | None = None,
    keep: ResultKeeper = keep_nothing,
) -> SiteData:
    """Prepare the data that pages are made from.

    Args:
        catalogue: The catalogue.
        repository: Where its files can be edited; without it, no page links to the editor.
        site_url: The address of the site, with a slash at its end; without it, that of this machine.
        keep: Provides results of a previous run, and keeps those of this one.
    """
    kinds = page_kinds.KINDS
    groups = group_papers(catalogue)
    collections = [collection for kind in kinds for collection in kind.list_collections(catalogue, groups)]
    topics = {topic.id: topic for topic in catalogue.topics}
    digests = digest_papers(catalogue, groups.by_venue)
    window = choose_window(catalogue.papers, catalogue.as_of)
    trends = _draw_trends(catalogue.topics, groups, window)
    with keep("shared-names", SharedNames) as memo:
        shared_names = find_shared_names(catalogue, groups, memo)
    with keep("topic-suggestions", list[SuggestedTopic]) as memo:
        edit_links = build_edit_links(catalogue, repository, memo)
    return SiteData(
        catalogue=catalogue,
        groups=groups,
        papers={paper.id: paper for paper in catalogue.papers},
        venues={venue.id: venue for venue in catalogue.venues},
        topics=topics,
        edit_links=edit_links,
        collections=collections,
        outputs=build_outputs(catalogue, site_url or paths.LOCAL, collections, digests),
        sections=[Section(_(kind.label), kind.page, _(kind.note)) for kind in kinds if kind.label],
        areas=_summarise_topics(None, catalogue.topics, groups, trends),
        years=[
            YearSummary(name_year(year), get_year_segment(year), len(papers))
            for year, papers in sorted(groups.by_year.items(), key=lambda item: -(item[0] or 0))
        ],
        shared_names=shared_names,
        neighbours=dict(_find_neighbours(catalogue, groups, topics)),
        imported=find_imported_papers(catalogue.papers),
        cards=frozenset(paper.id for paper in choose_papers_with_card(catalogue.papers)),
        window=window,
        digests=digests,
    )


def _summarise_topics(
    parent: str | None, topics: Sequence[Topic], groups: Groups, trends: Mapping[str, Markup]
) -> list[TopicSummary]:
    """Summarise the topics below a parent, or the areas if the parent is None."""
    return [
        TopicSummary(
            id=topic.id,
            title=topic.title,
            description=topic.description,
            count=len(groups.by_topic.get(topic.id, ())),
            trend=trends[topic.id],
            topics=_summarise_topics(topic.id, topics, groups, trends),
        )
        for topic in topics
        if topic.parent == parent
    ]


def _draw_trends(topics: Iterable[Topic], groups: Groups, window: Window) -> dict[str, Markup]:
    """Draw the trends of all topics: areas share one scale, and all topics below them another."""
    trends: dict[str, Markup] = {}
    for are_areas in (True, False):
        ids = [topic.id for topic in topics if (topic.parent is None) == are_areas]
        trends |= draw_trends({topic: groups.by_topic.get(topic, ()) for topic in ids}, window)
    return trends


def _find_neighbours(
    catalogue: Catalogue, groups: Groups, topics: Mapping[str, Topic]
) -> Iterator[tuple[str, Neighbours]]:
    first_topics = {
        paper: assignments[0].topic for paper, assignments in catalogue.assignments.items() if assignments
    }
    for topic_id, papers in groups.by_topic.items():
        for (newer, paper), (_paper, older) in pairwise(pairwise([None, *papers, None])):
            if paper is not None and first_topics[paper.id] == topic_id:
                yield paper.id, Neighbours(topics[topic_id].title, newer, older)
