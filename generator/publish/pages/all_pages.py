"""All pages of the site, as values: nothing is written here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from generator.curation import layout
from generator.derive.groups import MIN_PAPERS, build_name_slug
from generator.model import ids
from generator.model.dates import format_day
from generator.model.papers import Catalogue, Page, Paper, Repository
from generator.model.text import fold_name
from generator.publish import paths
from generator.publish.citations.citation_formats import describe_exported_formats
from generator.publish.exports.export_formats import list_downloads
from generator.publish.figures import papers_per_year
from generator.publish.page_templates import escape_html
from generator.publish.pages.author_pages import author_pages
from generator.publish.pages.contribute import contribute_page
from generator.publish.pages.home import home_page
from generator.publish.pages.new_papers import new_page
from generator.publish.pages.paper_page import render_paper_page
from generator.publish.pages.statistics import stats_pages
from generator.publish.pages.topic_pages import areas, topic_pages
from generator.publish.pages.venue_pages import venue_pages
from generator.publish.pagination import LONGEST, by_year, part_pages
from generator.publish.site_data import SiteData, group_by_month, prepare_site
from generator.tex import to_line

_MOST_PROLIFIC = 24  # authors on the search page
_SECTION = 250  # papers whose pages are made together


def make_all_pages(
    catalogue: Catalogue, repository: Repository | None = None, site: str | None = None
) -> Iterator[Page]:
    """Every page of the site and every file beside them, in a fixed order; `prepare_site` says of what."""
    for batch in make_batches(prepare_site(catalogue, repository, site)):
        yield from batch()


def make_batches(site: SiteData) -> list[Callable[[], Iterable[Page]]]:
    """The pages in parts that do not depend on each other, those that take long before the others."""
    moved = dict(_moved(site))
    followed = {path: targets[0]["page"] for path, targets in moved.items() if len(targets) == 1}
    grouped = areas(site)
    papers = site.catalogue.papers
    return [
        partial(site.outputs.render_files, site.groups, followed),
        partial(author_pages, site),
        partial(topic_pages, site, grouped),
        *(
            partial(_paper_pages, papers[start : start + _SECTION], site)
            for start in range(0, len(papers), _SECTION)
        ),
        partial(_other_pages, site, grouped, moved),
    ]


def _paper_pages(papers: Iterable[Paper], site: SiteData) -> Iterator[Page]:
    for paper in papers:
        yield render_paper_page(paper, site)


def _other_pages(
    site: SiteData,
    grouped: list[dict[str, object]],
    moved: Mapping[str, Sequence[Mapping[str, str]]],
) -> Iterator[Page]:
    """The pages that there is one of, lists by venue and year, reading lists, and addresses that were."""
    catalogue = site.catalogue
    yield home_page(site, grouped)
    yield new_page(site)
    yield _papers(site)
    yield from venue_pages(site)
    yield from _year_pages(site)
    yield from _list_pages(site)
    yield from stats_pages(site)
    yield _saved(site)
    yield _search(site, grouped)
    yield _about(site)
    yield contribute_page(catalogue, site.edit_links, grouped, site.render_page)
    for path, targets in moved.items():
        yield _redirect(site, path, targets)


def _papers(site: SiteData) -> Page:
    shown = site.catalogue.papers[:LONGEST]
    return site.render_page(
        "papers",
        paths.PAPERS,
        "Papers",
        f"All papers of {site.catalogue.settings.title}, the newest first.",
        listed=site.catalogue.papers,
        papers=shown,
        months=group_by_month(shown),
        years=_years(site),
    )


def _years(site: SiteData) -> list[dict[str, int]]:
    found = site.groups.by_year
    return [{"number": year, "count": len(found[year])} for year in sorted(found, reverse=True)]


def _year_pages(site: SiteData) -> Iterator[Page]:
    chart = papers_per_year(site.catalogue.papers)
    yield site.render_page("years", paths.YEARS, "Years", "Papers by year.", years=_years(site), chart=chart)
    dated = [paper for paper in site.catalogue.papers if paper.published]
    parts = by_year(paths.YEARS, dated)
    yield from part_pages(parts, site, "Years", paths.YEARS, facets="", is_whole=True)


def _list_pages(site: SiteData) -> Iterator[Page]:
    lists = site.catalogue.lists
    description = f"Reading lists of {site.catalogue.settings.title}."
    yield site.render_page("lists", paths.LISTS, "Reading lists", description, lists=lists)
    for reading_list in lists:
        entries = [{"paper": site.papers[entry.paper], "note": entry.note} for entry in reading_list.entries]
        path = paths.locate("lists", reading_list.id)
        edit = site.edit_links.file("Edit this list", layout.build_list_path(reading_list.id))
        yield site.render_page(
            "list",
            path,
            reading_list.title,
            reading_list.description,
            edit=edit,
            list=reading_list,
            entries=entries,
        )


def _search(site: SiteData, grouped: Sequence[Mapping[str, object]]) -> Page:
    """The page of the search; what it lists is also the way for readers without scripts."""
    names = sorted(site.groups.by_author.values(), key=lambda name: (-len(name.papers), name.slug))
    return site.render_page(
        "search",
        paths.SEARCH,
        "Search",
        f"Search {site.catalogue.settings.title}.",
        wide=True,
        front={"template": "search.html", "robots": "noindex"},
        areas=grouped,
        years=_years(site),
        authors=names[:_MOST_PROLIFIC],
    )


def _saved(site: SiteData) -> Page:
    return site.render_page(
        "saved",
        paths.SAVED,
        "Saved papers",
        "Papers that you saved in this browser.",
        front={"citations": describe_exported_formats()},
    )


def _about(site: SiteData) -> Page:
    title, as_of = site.catalogue.settings.title, format_day(site.catalogue.as_of)
    description = f"What {title} is."
    return site.render_page(
        "about", paths.ABOUT, "About", description, as_of=as_of, downloads=list_downloads()
    )


# --- addresses that were ---------------------------------------------------------------------------------


def _moved(site: SiteData) -> Iterator[tuple[str, Sequence[Mapping[str, str]]]]:
    """Yield old addresses of papers, topics and names, and where they lead."""
    yield from _moved_papers(site)
    for topic in site.catalogue.topics:
        for former in topic.former_ids:
            if former not in site.topics:
                target = {"name": topic.title, "page": paths.locate("topics", topic.id)}
                yield paths.locate("topics", former), [target]
    used = {name.slug for name in site.groups.by_author.values()}
    for person in site.catalogue.people:
        used |= set(person.former_ids)
        for former in person.former_ids:
            target = {"name": person.name, "page": paths.locate("authors", person.id)}
            yield paths.locate("authors", former), [target]
    names = Counter(fold_name(author.name) for paper in site.catalogue.papers for author in paper.authors)
    for folded, people in sorted(site.groups.people_by_name.items()):
        slug = build_name_slug(folded)
        if names[folded] >= MIN_PAPERS and slug not in used:  # the name had a page of its own
            targets = [{"name": person.name, "page": paths.locate("authors", person.id)} for person in people]
            yield paths.locate("authors", slug), targets


def _moved_papers(site: SiteData) -> Iterator[tuple[str, Sequence[Mapping[str, str]]]]:
    """Yield the addresses of papers whose id has changed, unless another paper has them now."""
    slugs = {paper.slug for paper in site.catalogue.papers}
    for paper in site.catalogue.papers:
        for slug in map(ids.build_slug, paper.former_ids):
            if slug not in slugs:
                slugs.add(slug)
                target = {"name": to_line(paper.title), "page": paths.locate("papers", paper.slug)}
                yield paths.locate("papers", slug), [target]


def _redirect(site: SiteData, path: str, targets: Sequence[Mapping[str, str]]) -> Page:
    """A page that sends its readers on, or asks where to if there are several places."""
    title = "This page has moved" if len(targets) == 1 else "Several people have this name"
    goal = paths.build_url(targets[0]["page"]) if len(targets) == 1 else None
    meta = {
        "template": "redirect.html",
        "title": escape_html(title),
        "robots": "noindex",
        **({"goal": goal} if goal else {}),
    }
    return site.render("redirect", path, meta, title=title, targets=targets)
