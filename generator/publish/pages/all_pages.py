"""All pages of the site, as values: nothing is written here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from generator.curation import layout
from generator.derive.groups import LEAST_PAPERS, name_slug
from generator.model.papers import Catalogue, Page, Paper, Repository
from generator.model.text import fold_name
from generator.publish import paths
from generator.publish.context import Context, by_month, context_of
from generator.publish.figures import papers_per_year
from generator.publish.list_index import listing
from generator.publish.pages.author_pages import author_pages
from generator.publish.pages.contribute import contribute_page
from generator.publish.pages.home import home_page
from generator.publish.pages.new_papers import new_page
from generator.publish.pages.paper_page import paper_page
from generator.publish.pages.statistics import stats_pages
from generator.publish.pages.topic_pages import areas, topic_pages
from generator.publish.pages.venue_pages import venue_pages
from generator.publish.pagination import LONGEST, by_year, part_pages
from generator.publish.templating import View, attribute, day, render

_MOST_PROLIFIC = 24  # authors on the search page
_SECTION = 250  # papers whose pages are made together


def pages(
    catalogue: Catalogue, repository: Repository | None = None, site: str | None = None
) -> Iterator[Page]:
    """Every page of the site and every file beside them, in a fixed order; `context_of` says of what."""
    for section in sections(context_of(catalogue, repository, site)):
        yield from section()


def sections(context: Context) -> list[Callable[[], Iterable[Page]]]:
    """The pages in parts that do not depend on each other, those that take long before the others."""
    moved = dict(_moved(context))
    followed = {path: targets[0]["page"] for path, targets in moved.items() if len(targets) == 1}
    grouped = areas(context)
    papers = context.catalogue.papers
    return [
        partial(context.outputs.files, context.groups, followed),
        partial(author_pages, context),
        partial(topic_pages, context, grouped),
        *(
            partial(_paper_pages, papers[start : start + _SECTION], context)
            for start in range(0, len(papers), _SECTION)
        ),
        partial(_other_pages, context, grouped, moved),
    ]


def _paper_pages(papers: Iterable[Paper], context: Context) -> Iterator[Page]:
    for paper in papers:
        yield paper_page(paper, context)


def _other_pages(
    context: Context,
    grouped: list[dict[str, object]],
    moved: Mapping[str, Sequence[Mapping[str, str]]],
) -> Iterator[Page]:
    """The pages that there is one of, lists by venue and year, reading lists, and addresses that were."""
    catalogue = context.catalogue
    yield home_page(context, grouped)
    yield new_page(context)
    yield _papers(context)
    yield from listing(catalogue, context.groups)
    yield from venue_pages(context)
    yield from _year_pages(context)
    yield from _list_pages(context)
    yield from stats_pages(context)
    yield _saved(context)
    yield _search(context, grouped)
    yield _about(context)
    yield contribute_page(catalogue, context.editing, grouped, context.page)
    for path, targets in moved.items():
        yield _redirect(context, path, targets)


def _papers(context: Context) -> Page:
    shown = context.catalogue.papers[:LONGEST]
    return context.page(
        "papers",
        paths.PAPERS,
        "Papers",
        f"All papers of {context.catalogue.settings.title}, the newest first.",
        listed=context.catalogue.papers,
        papers=shown,
        months=by_month(shown),
        years=_years(context),
    )


def _years(context: Context) -> list[dict[str, int]]:
    found = context.groups.by_year
    return [{"number": year, "count": len(found[year])} for year in sorted(found, reverse=True)]


def _year_pages(context: Context) -> Iterator[Page]:
    chart = papers_per_year(context.catalogue.papers)
    yield context.page("years", paths.YEARS, "Years", "Papers by year.", years=_years(context), chart=chart)
    dated = [paper for paper in context.catalogue.papers if paper.published]
    parts = by_year(paths.YEARS, dated)
    yield from part_pages(parts, context, "Years", paths.YEARS, facets="", is_whole=True)


def _list_pages(context: Context) -> Iterator[Page]:
    lists = context.catalogue.lists
    description = f"Reading lists of {context.catalogue.settings.title}."
    yield context.page("lists", paths.LISTS, "Reading lists", description, lists=lists)
    for reading_list in lists:
        entries = [
            {"paper": context.papers[entry.paper], "note": entry.note} for entry in reading_list.entries
        ]
        path = paths.reading_list(reading_list.id)
        edit = context.editing.file("Edit this list", layout.list_file(reading_list.id))
        yield context.page(
            "list",
            path,
            reading_list.title,
            reading_list.description,
            edit=edit,
            list=reading_list,
            entries=entries,
        )


def _search(context: Context, grouped: Sequence[Mapping[str, object]]) -> Page:
    """The page of the search; what it lists is also the way for readers without scripts."""
    names = sorted(context.groups.by_name.values(), key=lambda name: (-len(name.papers), name.slug))
    return context.page(
        "search",
        paths.SEARCH,
        "Search",
        f"Search {context.catalogue.settings.title}.",
        wide=True,
        front={"template": "search.html", "robots": "noindex"},
        areas=grouped,
        years=_years(context),
        names=names[:_MOST_PROLIFIC],
    )


def _saved(context: Context) -> Page:
    return context.page("saved", paths.SAVED, "Saved papers", "Papers that you saved in this browser.")


def _about(context: Context) -> Page:
    title, as_of = context.catalogue.settings.title, day(context.catalogue.as_of)
    return context.page("about", paths.ABOUT, "About", f"What {title} is.", as_of=as_of)


# --- addresses that were ---------------------------------------------------------------------------------


def _moved(context: Context) -> Iterator[tuple[str, Sequence[Mapping[str, str]]]]:
    """Old addresses, with where they lead: of topics that got another id, of names that got a person."""
    for topic in context.catalogue.topics:
        for former in topic.formerly:
            if former not in context.topics:
                target = {"name": topic.title, "page": paths.topic(topic.id)}
                yield paths.topic(former), [target]
    used = {name.slug for name in context.groups.by_name.values()}
    for person in context.catalogue.people:
        used |= set(person.formerly)
        for former in person.formerly:
            target = {"name": person.name, "page": paths.name(person.id)}
            yield paths.name(former), [target]
    names = Counter(fold_name(author.name) for paper in context.catalogue.papers for author in paper.authors)
    for folded, people in sorted(context.groups.claims.items()):
        slug = name_slug(folded)
        if names[folded] >= LEAST_PAPERS and slug not in used:  # the name had a page of its own
            targets = [{"name": person.name, "page": paths.name(person.id)} for person in people]
            yield paths.name(slug), targets


def _redirect(context: Context, path: str, targets: Sequence[Mapping[str, str]]) -> Page:
    """A page that sends its readers on, or asks where to if there are several places."""
    title = "This page has moved" if len(targets) == 1 else "Several people have this name"
    goal = paths.served(targets[0]["page"]) if len(targets) == 1 else None
    meta = {
        "template": "redirect.html",
        "title": attribute(title),
        "robots": "noindex",
        **({"goal": attribute(goal)} if goal else {}),
    }
    view = View(path, context.venues)
    links = [{"name": target["name"], "way": view.to(target["page"])} for target in targets]
    return render("redirect", path, meta, title=title, links=links)
