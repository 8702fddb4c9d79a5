"""The pages of topics: all of them with their trends, and each with its papers."""

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.curation import layout
from generator.model.papers import Page, Paper, Topic
from generator.publish import paths
from generator.publish.context import Context, frequent, frequent_names
from generator.publish.figures import papers_per_year
from generator.publish.list_index import first_seen
from generator.publish.pagination import LONGEST, by_year, part_pages
from generator.publish.templating import day
from generator.publish.trends import trend

_NEWEST = 100  # papers on a topic's page, where the others are under their years
_PICKS = 12  # curators' picks on a topic's page


def areas(context: Context) -> list[dict[str, object]]:
    """Topics of the first level with those below them, in the order of ``topics.yml``."""
    topics = context.catalogue.topics
    return [
        _counted(topic, context)
        | {"topics": [_counted(sub, context) for sub in topics if sub.parent == topic.id]}
        for topic in topics
        if topic.parent is None
    ]


def _counted(topic: Topic, context: Context) -> dict[str, object]:
    papers = context.groups.by_topic.get(topic.id, ())
    return {
        "id": topic.id,
        "title": topic.title,
        "description": topic.description,
        "count": len(papers),
        "trend": trend(papers, context.window),
    }


def topic_pages(context: Context, grouped: list[dict[str, object]]) -> Iterator[Page]:
    """The page of all topics, and one for each of them.

    Args:
        context: What every page is made from.
        grouped: What `areas` made.
    """
    description = f"The topics of {context.catalogue.settings.title}."
    edit = context.editing.file("Edit the topics", layout.TOPICS)
    yield context.page(
        "topics",
        paths.TOPICS,
        "Topics",
        description,
        edit=edit,
        wide=True,
        areas=grouped,
        since=day(context.window.since),
    )
    for topic in context.catalogue.topics:
        yield from _topic_page(topic, context)


def _topic_page(topic: Topic, context: Context) -> Iterator[Page]:
    papers = context.groups.by_topic.get(topic.id, ())
    path = paths.topic(topic.id)
    parts = by_year(path, papers) if len(papers) > LONGEST else ()
    picks = [paper for paper in papers if paper.highlight]
    yield context.page(
        "topic",
        path,
        topic.title,
        topic.description,
        edit=context.editing.file("Edit this topic", layout.TOPICS),
        topic=topic,
        parent=context.topics[topic.parent] if topic.parent else None,
        subtopics=[_counted(sub, context) for sub in context.catalogue.topics if sub.parent == topic.id],
        picks=picks[:_PICKS],
        papers=papers[:_NEWEST] if parts else papers,
        count=len(papers),
        visits=first_seen(papers, context.catalogue.as_of),
        parts=parts,
        chart=papers_per_year(papers),
        names=frequent_names(papers, context),
        venues=_frequent_venues(papers, context),
    )
    yield from part_pages(parts, context, topic.title, path, facets=f"topic={topic.id}")


def _frequent_venues(papers: tuple[Paper, ...], context: Context) -> list[Mapping[str, object]]:
    counts = Counter(paper.placement.venue for paper in papers if paper.placement)
    return [
        {"id": venue, "short": context.venues[venue].short, "count": count}
        for venue, count in frequent(counts)
    ]
