"""A paper's page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator import tex
from generator.model import ids
from generator.model.arxiv_categories import NAMES
from generator.model.curation_values import Venue
from generator.model.dates import format_day
from generator.model.entries import Author
from generator.model.papers import Page, Paper
from generator.model.text import clean_line, escape_markdown, truncate
from generator.publish import paths
from generator.publish.citations.citation_formats import DEFAULT_FORMAT
from generator.publish.curator_notes import note
from generator.publish.lastmod import find_last_change
from generator.publish.metadata import build_citation_tags, build_paper_json_ld, dump_script_json
from generator.publish.site_data import Neighbours, SiteData
from generator.publish.templating import (
    UGC,
    PageLinks,
    anchor,
    attribute,
    edit_meta,
    first_authors,
    inert_path,
    isolated,
    joined,
    link_to,
    listed,
    placed,
    render,
)

_LONGEST_DESCRIPTION = 200  # characters; what search engines show
_MOST_AFFILIATIONS = 12  # that are shown; more are folded, too


@dataclass(frozen=True, slots=True)
class _Link:
    """An address outside of the site, who named it, and whether it is no address that we made of an id."""

    label: str
    url: str
    note: str = ""
    is_given: bool = False


def paper_page(paper: Paper, site: SiteData) -> Page:
    """The page of one paper.

    Args:
        paper: The paper.
        site: What every page is made from.
    """
    catalogue = site.catalogue
    venue = site.venues[paper.appearance.venue] if paper.appearance else None
    path = paths.locate("papers", paper.slug)
    links = site.links_from(path)
    place = site.neighbours.get(paper.id)
    affiliations = _Affiliations(paper.authors)
    keys = site.names[paper.id]
    pages = [site.groups.by_author.get(key) for key in keys]
    slugs = [name.slug if name else None for name in pages]
    named = list(zip(paper.authors, slugs, strict=True))
    first = len(first_authors(paper.authors))
    return render(
        "paper",
        path,
        {
            **_meta(paper, venue, site),
            "citations": dump_script_json(site.outputs.cite(paper)),
            **_beside(place),
            **edit_meta(site.edit_links.paper(paper)),
        },
        links=links,
        paper=paper,
        authors=_linked(
            named[:first], affiliations, lambda slug, name: link_to(name, links.to("authors", slug))
        ),
        more_authors=_linked(
            named[first:], affiliations, lambda slug, name: anchor(links.url_of("authors", slug), name)
        ),
        folded=len(named) - first,
        affiliations=affiliations.listed(),
        many_affiliations=len(affiliations.places) if len(affiliations.places) > _MOST_AFFILIATIONS else 0,
        note=note(paper.note),
        abstract=_paragraphs(paper.abstract or ""),
        resources=joined(*map(_link, _links(paper))),
        topics=[
            {"id": given.topic, "title": site.topics[given.topic].title, "reason": given.reason}
            for given in catalogue.assignments[paper.id]
        ],
        facts=_facts(paper, venue),
        bibtex=_code(DEFAULT_FORMAT.write_file([site.outputs.records[paper.id]])),
        related=[
            links.related(site.papers[relation.paper], relation.reason)
            for relation in catalogue.relations[paper.id]
        ],
        place=place,
        beside=_walk(place, links),
    )


class _Affiliations:
    """Where the authors of a paper work, numbered in the order in which they are named."""

    def __init__(self, authors: Sequence[Author]) -> None:
        places = dict.fromkeys(place for author in authors for place in author.affiliations)
        self.places = {place: number for number, place in enumerate(places, start=1)}

    def of(self, author: Author) -> Markup:
        """An author's numbers, raised."""
        if not author.affiliations:
            return Markup("")
        return _raised(",".join(str(self.places[place]) for place in author.affiliations))

    def listed(self) -> Markup:
        """All places with their numbers."""
        return listed(
            (
                joined(_raised(str(number)), Markup(" "), isolated(place))
                for place, number in self.places.items()
            ),
            " · ",
        )


def _raised(text: str) -> Markup:
    return joined(_SUP[0], escape_markdown(text), _SUP[1])


_SUP = (Markup("<sup>"), Markup("</sup>"))


def _linked(
    authors: Sequence[tuple[Author, str | None]],
    affiliations: _Affiliations,
    link: Callable[[str, Markup], Markup],
) -> Markup:
    """Names with links to their pages, where they have one, and the numbers of their affiliations.

    Args:
        authors: Each with the address of a page.
        affiliations: Those of the paper.
        link: What makes a link of an address and a name.
    """
    return listed(
        joined(link(slug, name) if slug else name, affiliations.of(author))
        for author, slug in authors
        for name in [isolated(author.name)]
    )


def _walk(place: Neighbours | None, links: PageLinks) -> Markup:
    """Links to the papers before and after one in its topic."""
    if place is None:
        return Markup("")
    beside = {f"Newer in {place.topic.title}": place.newer, f"Older in {place.topic.title}": place.older}
    return joined(
        *(
            anchor(
                links.url_of("papers", paper.slug),
                joined(_SPAN, escape_markdown(word), _SPAN_END, isolated(paper.title)),
            )
            for word, paper in beside.items()
            if paper
        )
    )


_SPAN = Markup("<span>")
_SPAN_END = Markup("</span>")


def _beside(place: Neighbours | None) -> dict[str, object]:
    """Front matter for what is before and after a paper in its topic: browsers and keys go there."""
    if place is None:
        return {}
    beside = {"newer": place.newer, "older": place.older}
    return {
        name: attribute(paths.build_url(paths.locate("papers", paper.slug)))
        for name, paper in beside.items()
        if paper
    }


def _meta(paper: Paper, venue: Venue | None, site: SiteData) -> dict[str, object]:
    words = paper.summary or paper.abstract or paper.title
    topics = [site.topics[given.topic].title for given in site.catalogue.assignments[paper.id]]
    address = site.outputs.build_page_url(paths.locate("papers", paper.slug))
    changed = find_last_change(paper)
    return {
        "template": "paper.html",
        "title": attribute(tex.to_text(paper.title)),
        "description": attribute(truncate(tex.to_text(clean_line(words)), _LONGEST_DESCRIPTION)),
        "citation": [
            [name, attribute(content)] for name, content in build_citation_tags(paper, venue, topics)
        ],
        "json_ld": build_paper_json_ld(paper, address, topics),
        **({"updated": f"{changed:%Y-%m-%d}"} if changed else {}),
    }


def _code(text: str) -> Markup:
    """Text for a ``pre`` element: inert, with its lines and their indentation."""
    lines = (
        joined(Markup(line[: len(line) - len(line.lstrip())]), escape_markdown(line.lstrip()))  # noqa: S704 - blanks
        for line in text.splitlines()
    )
    return listed(lines, "\n")


def _paragraphs(text: str) -> Markup:
    shown = (joined(_PARAGRAPH[0], tex.to_html(line), _PARAGRAPH[1]) for line in text.split("\n"))
    return joined(*shown)


_PARAGRAPH = (Markup('<p dir="auto">'), Markup("</p>"))


def _link(link: _Link) -> Markup:
    """A link in the list of links, with who named it."""
    source = joined(_SOURCE, escape_markdown(link.note), _SPAN_END) if link.note else Markup("")
    return joined(
        _ITEM[0],
        anchor(escape_markdown(link.url), escape_markdown(link.label), UGC if link.is_given else None),
        source,
        _ITEM[1],
    )


_ITEM = (Markup("<li>"), Markup("</li>"))
_SOURCE = Markup(' <span class="source">')


def _links(paper: Paper) -> list[_Link]:
    links = []
    if ids.is_arxiv_id(paper.id):
        links.append(_Link("Abstract at arXiv", ids.build_abstract_url(paper.id)))
        if paper.status == "listed":
            links.append(_Link("PDF", ids.build_pdf_url(paper.id)))
    elif paper.url:
        links.append(_Link("Publisher's page", paper.url, is_given=True))
    links += [_Link(f"DOI {doi}", ids.build_doi_url(doi)) for doi in paper.dois]
    for link in paper.links:
        shown = link.url.removeprefix("https://").rstrip("/")
        links.append(
            _Link(f"{link.kind.capitalize()}: {shown}", link.url, _NOTES[link.source], is_given=True)
        )
    return links


_NOTES = {
    "curation": "added by a curator",
    "abstract": "named in the abstract",
    "comment": "named in the comment",
}


def _facts(paper: Paper, venue: Venue | None) -> Markup:
    """What is known of the paper, in the order in which it is shown; what is not there is left out."""
    others = [category for category in paper.categories if category != paper.primary_category]
    known: dict[str, str | Markup | None] = {
        "Id": f"arXiv:{paper.id}" if ids.is_arxiv_id(paper.id) else paper.id.partition(":")[2],
        "Venue": _venue(paper, venue),
        "Published": format_day(paper.published) if paper.published else "unknown",
        "Updated": format_day(paper.updated) if paper.updated and paper.updated != paper.published else None,
        "Versions": _versions(paper),
        "Primary category": _category(paper.primary_category) if paper.categories else None,
        "Also in" if paper.primary_category else "Categories": ", ".join(map(_category, others)),
        "Comment": tex.to_html(paper.comment or ""),
        "Journal reference": tex.to_html(paper.journal_ref or ""),
        **{
            f"Corrected: {name.replace('_', ' ')}": reason
            for name, reason in paper.correction_reasons.items()
        },
        "In the catalogue since": format_day(paper.first_seen) if paper.first_seen else None,
    }
    pairs = ((escape_markdown(name), value) for name, value in known.items() if value)
    return joined(*(_fact(name, value) for name, value in pairs))


def _fact(name: Markup, value: str | Markup) -> Markup:
    shown = value if isinstance(value, Markup) else escape_markdown(value)
    return joined(_FACT[0], name, _FACT[1], shown, _FACT[2])


_FACT = (Markup("<dt>"), Markup("</dt><dd>"), Markup("</dd>"))


def _venue(paper: Paper, venue: Venue | None) -> str | None:
    if venue is None or paper.appearance is None:
        return None
    source = "a curator" if paper.appearance.source == "curation" else f"the {paper.appearance.source}"
    return f"{placed(paper.appearance, venue, full=True)}; {venue.name} (from {source})"


def _versions(paper: Paper) -> Markup:
    parts = []
    for version in paper.versions:
        url = inert_path(ids.build_abstract_url(paper.id, version.number))
        when = escape_markdown(f" of {format_day(version.updated)}" if version.updated else "")
        parts.append(joined(anchor(url, escape_markdown(f"v{version.number}")), when))
    return listed(parts)


def _category(category: str | None) -> str:
    if category is None:
        return "unknown"
    return f"{NAMES[category]} ({category})" if category in NAMES else category
