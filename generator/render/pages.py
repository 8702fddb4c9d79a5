"""All pages of the site, as values: nothing is written here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from markupsafe import Markup

from generator.groups import LEAST_PAPERS, Groups, Name, group, name_slug
from generator.model import Catalogue, Page, Paper, Repository, Topic, Venue
from generator.render import addresses
from generator.render import editing as editor
from generator.render.charts import bars
from generator.render.contribute import contribute_page
from generator.render.editing import Edit, Editing, editing
from generator.render.paper import paper_page
from generator.render.view import View, attribute, day, edit_meta, render
from generator.text import fold, fold_name, one_line

_NEWEST = 8  # papers on the home page
_PICKS = 4  # curators' picks on the home page
_LONGEST_LIST = 400  # papers on /papers/; older ones are under their years
_MOST_FREQUENT = 8  # authors and venues of a topic
_MOST_PROLIFIC = 24  # authors on the search page
_LEAST_YEARS = 3  # for a chart to say something

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Context:
    """What every page is made from."""

    catalogue: Catalogue
    groups: Groups
    papers: Mapping[str, Paper]
    venues: Mapping[str, Venue]
    topics: Mapping[str, Topic]
    editing: Editing

    def page(
        self,
        template: str,
        path: str,
        title: str,
        description: str,
        *,
        edit: Edit | None = None,
        front: Mapping[str, object] | None = None,
        **values: object,
    ) -> Page:
        """A page that is no paper's."""
        meta = {
            "template": "list.html",
            **({} if path == addresses.HOME else {"title": attribute(title)}),
            "description": attribute(one_line(description)),
            **edit_meta(edit),
            **(front or {}),
        }
        shown = {"settings": self.catalogue.settings, "total": len(self.catalogue.papers)}
        return render(template, path, meta, **{"view": View(path, self.venues), **shown, **values})


@dataclass(frozen=True, slots=True)
class _Section:
    """Papers under a heading."""

    name: str
    papers: tuple[Paper, ...]


def pages(catalogue: Catalogue, repository: Repository | None = None) -> Iterator[Page]:
    """Every page of the site, in a fixed order.

    Args:
        catalogue: What the pages are made from.
        repository: Where its files can be edited; None where nobody knows, and then no page links there.
    """
    context = _Context(
        catalogue=catalogue,
        groups=group(catalogue),
        papers={paper.id: paper for paper in catalogue.papers},
        venues={venue.id: venue for venue in catalogue.venues},
        topics={topic.id: topic for topic in catalogue.topics},
        editing=editing(catalogue, repository),
    )
    yield _home(context)
    yield _papers(context)
    for paper in catalogue.papers:
        yield paper_page(paper, catalogue, context.groups, context.papers, context.editing.paper(paper))
    yield from _topic_pages(context)
    yield from _name_pages(context)
    yield from _venue_pages(context)
    yield from _year_pages(context)
    yield from _list_pages(context)
    yield _search(context)
    yield _about(context)
    yield contribute_page(catalogue, context.editing, _areas(context), context.page)
    yield from _moved(context)


def _home(context: _Context) -> Page:
    catalogue = context.catalogue
    curated = sum(1 for paper in catalogue.papers if paper.curation_path)
    names = {key for paper in catalogue.papers for key in _names(paper, context)}
    numbers = [
        {"name": "papers", "count": len(catalogue.papers)},
        {"name": "authors", "count": len(names)},
        {"name": "topics", "count": len(catalogue.topics)},
        {"name": "curated", "count": curated},
        {"name": "as of", "count": day(catalogue.as_of)},
    ]
    return context.page(
        "home",
        addresses.HOME,
        catalogue.settings.title,
        catalogue.settings.description,
        numbers=numbers,
        newest=catalogue.papers[:_NEWEST],
        picks=[paper for paper in catalogue.papers if paper.highlight][:_PICKS],
        areas=_areas(context),
    )


def _papers(context: _Context) -> Page:
    shown = context.catalogue.papers[:_LONGEST_LIST]
    return context.page(
        "papers",
        addresses.PAPERS,
        "Papers",
        f"All papers of {context.catalogue.settings.title}, the newest first.",
        papers=shown,
        months=_months(shown),
        years=_years(context),
    )


def _months(papers: Iterable[Paper]) -> list[_Section]:
    """Papers by month of publication, in the order in which they come."""
    months = groupby(papers, key=lambda paper: f"{paper.published:%B %Y}" if paper.published else "Undated")
    return [_Section(name, tuple(found)) for name, found in months]


def _years(context: _Context) -> list[dict[str, int]]:
    by_year = context.groups.by_year
    return [{"number": year, "count": len(by_year[year])} for year in sorted(by_year, reverse=True)]


def _chart(papers: Iterable[Paper]) -> Markup:
    """Papers per year, with empty years between the first and the last."""
    counts = Counter(paper.published.year for paper in papers if paper.published)
    if len(counts) < _LEAST_YEARS:
        return Markup("")
    years = range(min(counts), max(counts) + 1)
    title = "Papers per year: " + ", ".join(f"{year} {counts[year]}" for year in years)
    return bars(title, [(str(year), counts[year]) for year in years])


# --- topics ----------------------------------------------------------------------------------------------


def _areas(context: _Context) -> list[dict[str, object]]:
    """Topics of the first level with those below them, in the order of ``topics.yml``."""
    topics = context.catalogue.topics
    return [
        _counted(topic, context)
        | {"topics": [_counted(sub, context) for sub in topics if sub.parent == topic.id]}
        for topic in topics
        if topic.parent is None
    ]


def _counted(topic: Topic, context: _Context) -> dict[str, object]:
    count = len(context.groups.by_topic.get(topic.id, ()))
    return {"id": topic.id, "title": topic.title, "description": topic.description, "count": count}


def _topic_pages(context: _Context) -> Iterator[Page]:
    description = f"The topics of {context.catalogue.settings.title}."
    edit = context.editing.file("Edit the topics", editor.TOPICS)
    yield context.page("topics", addresses.TOPICS, "Topics", description, edit=edit, areas=_areas(context))
    edit = context.editing.file("Edit this topic", editor.TOPICS)
    for topic in context.catalogue.topics:
        papers = context.groups.by_topic.get(topic.id, ())
        names = Counter(key for paper in papers for key in _names(paper, context))
        venues = Counter(paper.placement.venue for paper in papers if paper.placement)
        yield context.page(
            "topic",
            addresses.topic(topic.id),
            topic.title,
            topic.description,
            edit=edit,
            topic=topic,
            parent=context.topics[topic.parent] if topic.parent else None,
            subtopics=[_counted(sub, context) for sub in context.catalogue.topics if sub.parent == topic.id],
            picks=[paper for paper in papers if paper.highlight],
            papers=papers,
            chart=_chart(papers),
            names=_frequent_names(names, context),
            venues=[
                {"id": venue, "short": context.venues[venue].short, "count": count}
                for venue, count in _frequent(venues)
            ],
        )


def _frequent(counts: Counter[_T]) -> list[tuple[_T, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:_MOST_FREQUENT]


def _names(paper: Paper, context: _Context) -> list[str]:
    """Who the authors of a paper are, as keys of `Groups.by_name`."""
    return [context.groups.key(author.name, paper.id) for author in paper.authors]


def _frequent_names(counts: Counter[str], context: _Context) -> list[dict[str, object]]:
    """The commonest of these, among those that have a page and occur here twice."""
    by_name = context.groups.by_name
    frequent = Counter({name: count for name, count in counts.items() if name in by_name and count > 1})
    return [
        {"name": by_name[name].name, "slug": by_name[name].slug, "count": count}
        for name, count in _frequent(frequent)
    ]


# --- authors, venues, years ------------------------------------------------------------------------------


def _name_pages(context: _Context) -> Iterator[Page]:
    names = sorted(context.groups.by_name.values(), key=lambda name: (_sort_key(name), name.slug))
    letters = [
        {"name": letter, "names": list(found)}
        for letter, found in groupby(names, key=lambda name: _sort_key(name)[:1].upper())
    ]
    title = context.catalogue.settings.title
    edit = context.editing.file("Edit the people", editor.PEOPLE) if context.catalogue.people else None
    description = f"Authors in {title}."
    yield context.page("names", addresses.NAMES, "Authors", description, edit=edit, letters=letters)
    for key, name in context.groups.by_name.items():
        others = Counter(other for paper in name.papers for other in _names(paper, context))
        del others[key]
        papers_of = f"Papers {'by' if name.person else 'under the name'} {name.name} in {title}."
        label = "Edit this author" if name.person else "Join or split this name"
        yield context.page(
            "name",
            addresses.name(name.slug),
            name.name,
            papers_of,
            edit=context.editing.people(label, name.name, name.slug),
            name=name.name,
            person=name.person,
            spellings=_other_spellings(name, key, context),
            papers=name.papers,
            coauthors=_frequent_names(others, context),
        )


def _other_spellings(name: Name, key: str, context: _Context) -> list[str]:
    """How the papers spell a person's name, where that is not how the page does."""
    if name.person is None:
        return []
    authors = ((author.name, paper.id) for paper in name.papers for author in paper.authors)
    found = {spelt for spelt, paper in authors if context.groups.key(spelt, paper) == key}
    return sorted(found - {name.name})


def _sort_key(name: Name) -> str:
    """The last word of a name before the others, which is right for most names and stable for all."""
    words = fold(name.name).split()
    return " ".join([*words[-1:], *words[:-1]])


def _venue_pages(context: _Context) -> Iterator[Page]:
    by_venue = context.groups.by_venue
    venues = [
        {"id": venue.id, "short": venue.short, "title": venue.title, "count": len(by_venue[venue.id])}
        for venue in sorted(context.catalogue.venues, key=lambda venue: fold(venue.short))
        if venue.id in by_venue
    ]
    description = f"Where the papers of {context.catalogue.settings.title} appeared."
    edit = context.editing.file("Edit the venues", editor.VENUES)
    yield context.page("venues", addresses.VENUES, "Venues", description, edit=edit, venues=venues)
    edit = context.editing.file("Edit this venue", editor.VENUES)
    for venue_id in sorted(by_venue):
        venue = context.venues[venue_id]
        years: dict[int, list[Paper]] = {}
        for paper in by_venue[venue_id]:
            years.setdefault((paper.placement and paper.placement.year) or 0, []).append(paper)
        yield context.page(
            "venue",
            addresses.venue(venue_id),
            venue.short,
            f"Papers at {venue.title}.",
            edit=edit,
            venue=venue,
            years=[
                _Section(str(year) if year else "Year unknown", tuple(years[year]))
                for year in sorted(years, reverse=True)
            ],
        )


def _year_pages(context: _Context) -> Iterator[Page]:
    years, chart = _years(context), _chart(context.catalogue.papers)
    yield context.page("years", addresses.YEARS, "Years", "Papers by year.", years=years, chart=chart)
    for number, papers in sorted(context.groups.by_year.items()):
        description = f"Papers of {number} in {context.catalogue.settings.title}."
        yield context.page(
            "year",
            addresses.year(number),
            str(number),
            description,
            number=number,
            total=len(papers),
            months=_months(papers),
        )


# --- lists and words -------------------------------------------------------------------------------------


def _list_pages(context: _Context) -> Iterator[Page]:
    lists = context.catalogue.lists
    description = f"Reading lists of {context.catalogue.settings.title}."
    yield context.page("lists", addresses.LISTS, "Reading lists", description, lists=lists)
    for reading_list in lists:
        entries = [
            {"paper": context.papers[entry.paper], "note": entry.note} for entry in reading_list.entries
        ]
        path = addresses.reading_list(reading_list.id)
        edit = context.editing.file("Edit this list", f"{editor.LISTS}/{reading_list.id}.yml")
        title, description = reading_list.title, reading_list.description
        yield context.page("list", path, title, description, edit=edit, list=reading_list, entries=entries)


def _search(context: _Context) -> Page:
    """The page of the search; what it lists is also the way for readers without scripts."""
    names = sorted(context.groups.by_name.values(), key=lambda name: (-len(name.papers), name.slug))
    return context.page(
        "search",
        addresses.SEARCH,
        "Search",
        f"Search {context.catalogue.settings.title}.",
        front={"template": "search.html", "robots": "noindex", "hide": ["navigation", "toc"]},
        areas=_areas(context),
        years=_years(context),
        names=names[:_MOST_PROLIFIC],
    )


def _about(context: _Context) -> Page:
    title, as_of = context.catalogue.settings.title, day(context.catalogue.as_of)
    return context.page("about", addresses.ABOUT, "About", f"What {title} is.", as_of=as_of)


# --- addresses that were ---------------------------------------------------------------------------------


def _moved(context: _Context) -> Iterator[Page]:
    """Old addresses that lead to new ones: of topics that got another id, of names that got a person."""
    for topic in context.catalogue.topics:
        for former in topic.formerly:
            if former not in context.topics:
                target = {"name": topic.title, "page": addresses.topic(topic.id)}
                yield _redirect(context, addresses.topic(former), [target])
    used = {name.slug for name in context.groups.by_name.values()}
    names = Counter(fold_name(author.name) for paper in context.catalogue.papers for author in paper.authors)
    for folded, people in sorted(context.groups.claims.items()):
        slug = name_slug(folded)
        if names[folded] >= LEAST_PAPERS and slug not in used:  # the name had a page of its own
            targets = [{"name": person.name, "page": addresses.name(person.id)} for person in people]
            yield _redirect(context, addresses.name(slug), targets)


def _redirect(context: _Context, path: str, targets: Sequence[Mapping[str, str]]) -> Page:
    """A page that sends its readers on, or asks where to if there are several places."""
    title = "This page has moved" if len(targets) == 1 else "Several people have this name"
    goal = addresses.served(targets[0]["page"]) if len(targets) == 1 else None
    meta = {
        "template": "redirect.html",
        "title": attribute(title),
        "robots": "noindex",
        **({"goal": attribute(goal)} if goal else {}),
    }
    view = View(path, context.venues)
    links = [{"name": target["name"], "way": view.to(target["page"])} for target in targets]
    return render("redirect", path, meta, title=title, links=links)
