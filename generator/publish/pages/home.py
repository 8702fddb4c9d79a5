"""The home page: what this is, a search box, what is new, what curators picked, and all topics."""

from generator.model.papers import LinkKind, Page
from generator.publish import paths
from generator.publish.context import Context
from generator.publish.list_index import first_seen
from generator.publish.templating import day

_NEWEST = 6  # papers
_PICKS = 3  # curators' picks


def home_page(context: Context, areas: list[dict[str, object]]) -> Page:
    """The first page.

    Args:
        context: What every page is made from.
        areas: Topics by area.
    """
    catalogue = context.catalogue
    papers = catalogue.papers
    with_code = sum(any(link.kind is LinkKind.CODE for link in paper.links) for paper in papers)
    numbers = [
        {"name": "papers", "count": len(papers), "page": "papers"},
        {
            "name": "authors",
            "count": len({key for keys in context.names.values() for key in keys}),
            "page": "names",
        },
        {"name": "topics", "count": len(catalogue.topics), "page": "topics"},
        {"name": "venues", "count": len(context.groups.by_venue), "page": "venues"},
        {"name": "with code", "count": with_code, "page": "stats"},
    ]
    return context.page(
        "home",
        paths.HOME,
        catalogue.settings.title,
        catalogue.settings.description,
        wide=True,
        numbers=[number for number in numbers if number["count"]],
        as_of=day(catalogue.as_of),
        since=day(context.window.since),
        newest=papers[:_NEWEST],
        picks=[paper for paper in papers if paper.highlight][:_PICKS],
        areas=areas,
        visits=first_seen(papers, catalogue.as_of),
    )
