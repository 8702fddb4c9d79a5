"""A paper's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator import ids, tex
from generator.categories import NAMES
from generator.groups import Groups
from generator.model import Catalogue, Page, Paper, Venue
from generator.render import addresses
from generator.render.citations import cite
from generator.render.editing import Edit
from generator.render.metadata import citation_tags, json_ld, script_json
from generator.render.notes import note
from generator.render.records import record
from generator.render.view import View, attribute, day, edit_meta, inert_path, placed, render
from generator.text import inert, one_line

_LONGEST_DESCRIPTION = 200  # characters; what search engines show


@dataclass(frozen=True, slots=True)
class _Author:
    """An author with the slug of a page, and the numbers of the affiliations."""

    name: str
    page: str | None
    places: str


@dataclass(frozen=True, slots=True)
class _Link:
    """An address outside of the site, and who named it."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something known of the paper, with its name."""

    name: str
    value: str | Markup


def paper_page(
    paper: Paper,
    catalogue: Catalogue,
    groups: Groups,
    papers: Mapping[str, Paper],
    edit: Edit | None = None,
) -> Page:
    """The page of one paper.

    Args:
        paper: The paper.
        catalogue: What it is part of.
        groups: Where papers are listed.
        papers: All papers by id.
        edit: The way to its curation, or None where nobody knows the repository.
    """
    venues = {venue.id: venue for venue in catalogue.venues}
    titles = {topic.id: topic.title for topic in catalogue.topics}
    venue = venues[paper.placement.venue] if paper.placement else None
    path = addresses.paper(paper.slug)
    cited = record(paper, venue)
    places = list(dict.fromkeys(place for author in paper.authors for place in author.affiliations))
    return render(
        "paper",
        path,
        {**_meta(paper, venue), "record": script_json(cited), **edit_meta(edit)},
        view=View(path, venues),
        paper=paper,
        authors=_authors(paper, groups, places),
        affiliations=places,
        note=note(paper.note),
        links=_links(paper),
        topics=[
            {"id": given.topic, "title": titles[given.topic], "reason": given.reason}
            for given in catalogue.assignments[paper.id]
        ],
        facts=_facts(paper, venue),
        bibtex=_code(cite(cited, "bibtex")),
        related=[
            {"paper": papers[relation.paper], "reason": relation.reason}
            for relation in catalogue.relations[paper.id]
        ],
    )


def _meta(paper: Paper, venue: Venue | None) -> dict[str, object]:
    words = paper.summary or paper.abstract or paper.title
    return {
        "template": "paper.html",
        "title": attribute(tex.plain(paper.title)),
        "description": attribute(_shortened(tex.plain(one_line(words)))),
        "citation": [[name, attribute(content)] for name, content in citation_tags(paper, venue)],
        "json_ld": json_ld(paper),
    }


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[:_LONGEST_DESCRIPTION].rpartition(" ")[0] + " …"


def _code(text: str) -> Markup:
    """Text for a ``pre`` element: inert, with its lines and their indentation."""
    lines = (line[: len(line) - len(line.lstrip())] + inert(line.lstrip()) for line in text.splitlines())
    return Markup("\n").join(lines)


def _authors(paper: Paper, groups: Groups, places: Sequence[str]) -> list[_Author]:
    authors = []
    for author in paper.authors:
        name = groups.by_name.get(groups.key(author.name, paper.id))
        numbers = ",".join(str(places.index(place) + 1) for place in author.affiliations)
        authors.append(_Author(author.name, name.slug if name else None, numbers))
    return authors


def _links(paper: Paper) -> list[_Link]:
    links = []
    if ids.is_arxiv(paper.id):
        links.append(_Link("Abstract at arXiv", ids.abstract_url(paper.id)))
        if paper.status == "listed":
            links.append(_Link("PDF", ids.pdf_url(paper.id)))
    elif paper.web:
        links.append(_Link("Publisher's page", paper.web))
    links += [_Link(f"DOI {doi}", ids.doi_url(doi)) for doi in paper.dois]
    for link in paper.links:
        shown = link.url.removeprefix("https://").rstrip("/")
        links.append(_Link(f"{link.kind.capitalize()}: {shown}", link.url, _NOTES[link.source]))
    return links


_NOTES = {
    "curation": "added by a curator",
    "abstract": "named in the abstract",
    "comment": "named in the comment",
}


def _facts(paper: Paper, venue: Venue | None) -> list[_Fact]:
    """What is known of the paper, in the order in which it is shown; what is not there is left out."""
    others = [category for category in paper.categories if category != paper.primary_category]
    known: dict[str, str | Markup | None] = {
        "Id": f"arXiv:{paper.id}" if ids.is_arxiv(paper.id) else paper.id.partition(":")[2],
        "Venue": _venue(paper, venue),
        "Published": day(paper.published) if paper.published else "unknown",
        "Updated": day(paper.updated) if paper.updated and paper.updated != paper.published else None,
        "Versions": _versions(paper),
        "Primary category": _category(paper.primary_category) if paper.categories else None,
        "Also in" if paper.primary_category else "Categories": ", ".join(map(_category, others)),
        "Comment": tex.markup(paper.comment or ""),
        "Journal reference": tex.markup(paper.journal_ref or ""),
        **{f"Corrected: {name.replace('_', ' ')}": reason for name, reason in paper.corrected.items()},
        "In the catalogue since": day(paper.first_seen) if paper.first_seen else None,
    }
    return [_Fact(name, value) for name, value in known.items() if value]


def _venue(paper: Paper, venue: Venue | None) -> str | None:
    if venue is None or paper.placement is None:
        return None
    source = "a curator" if paper.placement.source == "curation" else f"the {paper.placement.source}"
    return f"{placed(paper.placement, venue, full=True)}; {venue.title} (from {source})"


def _versions(paper: Paper) -> Markup:
    parts = []
    for version in paper.versions:
        url = inert_path(ids.abstract_url(paper.id, version.number))
        when = inert(f" of {day(version.updated)}" if version.updated else "")
        parts.append(Markup('<a href="{}" rel="noopener">v{}</a>{}').format(url, version.number, when))
    return Markup(", ").join(parts)


def _category(category: str | None) -> str:
    if category is None:
        return "unknown"
    return f"{NAMES[category]} ({category})" if category in NAMES else category
