"""The pages of topics: all of them with their trends, and each with its papers."""

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.curation import layout
from generator.model.curation_values import Topic
from generator.model.dates import format_day
from generator.model.papers import Page, Paper
from generator.publish import paths
from generator.publish.figures import papers_per_year
from generator.publish.pages.new_papers import count_by_first_day
from generator.publish.pagination import LONGEST, by_year, part_pages
from generator.publish.site_data import SiteData, find_frequent_authors, select_most_frequent
from generator.publish.trends import trend

_NEWEST = 100  # papers on a topic's page, where the others are under their years
_PICKS = 12  # curators' picks on a topic's page


def areas(site: SiteData) -> list[dict[str, object]]:
    """Topics of the first level with those below them, in the order of ``topics.yml``."""
    topics = site.catalogue.topics
    return [
        _counted(topic, site) | {"topics": [_counted(sub, site) for sub in topics if sub.parent == topic.id]}
        for topic in topics
        if topic.parent is None
    ]


def _counted(topic: Topic, site: SiteData) -> dict[str, object]:
    papers = site.groups.by_topic.get(topic.id, ())
    return {
        "id": topic.id,
        "title": topic.title,
        "description": topic.description,
        "count": len(papers),
        "trend": trend(papers, site.window),
    }


def topic_pages(site: SiteData, grouped: list[dict[str, object]]) -> Iterator[Page]:
    """The page of all topics, and one for each of them.

    Args:
        site: What every page is made from.
        grouped: What `areas` made.
    """
    description = f"The topics of {site.catalogue.settings.title}."
    edit = site.edit_links.file("Edit the topics", layout.TOPICS)
    yield site.render_page(
        "topics",
        paths.TOPICS,
        "Topics",
        description,
        edit=edit,
        wide=True,
        areas=grouped,
        since=format_day(site.window.since),
    )
    for topic in site.catalogue.topics:
        yield from _topic_page(topic, site)


def _topic_page(topic: Topic, site: SiteData) -> Iterator[Page]:
    papers = site.groups.by_topic.get(topic.id, ())
    path = paths.locate("topics", topic.id)
    parts = by_year(path, papers) if len(papers) > LONGEST else ()
    picks = [paper for paper in papers if paper.highlight]
    yield site.render_page(
        "topic",
        path,
        topic.title,
        topic.description,
        edit=site.edit_links.file("Edit this topic", layout.TOPICS),
        topic=topic,
        parent=site.topics[topic.parent] if topic.parent else None,
        subtopics=[_counted(sub, site) for sub in site.catalogue.topics if sub.parent == topic.id],
        picks=picks[:_PICKS],
        papers=papers[:_NEWEST] if parts else papers,
        count=len(papers),
        visits=count_by_first_day(papers, site.catalogue.as_of),
        parts=parts,
        chart=papers_per_year(papers),
        authors=find_frequent_authors(papers, site),
        venues=_frequent_venues(papers, site),
    )
    yield from part_pages(parts, site, topic.title, path, facets=f"topic={topic.id}")


def _frequent_venues(papers: tuple[Paper, ...], site: SiteData) -> list[Mapping[str, object]]:
    counts = Counter(paper.appearance.venue for paper in papers if paper.appearance)
    return [
        {"id": venue, "acronym": site.venues[venue].acronym, "count": count}
        for venue, count in select_most_frequent(counts)
    ]
