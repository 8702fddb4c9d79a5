"""The page of a paper."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from generator import tex
from generator.model import ids
from generator.model.arxiv_categories import format_category
from generator.model.curation_values import Appearance, Venue
from generator.model.dates import format_date
from generator.model.escaping import escape_markdown
from generator.model.papers import DeferredPage, Page, Paper, PaperAuthor
from generator.model.text import truncate
from generator.publish import paths
from generator.publish.citations.citation_formats import DEFAULT_FORMAT, cite_paper, has_citation_file
from generator.publish.citations.citation_record import Record, is_preprint
from generator.publish.curator_notes import convert_note
from generator.publish.edit_links import EditLink
from generator.publish.formatting import (
    SEPARATOR,
    begin_paragraph,
    choose_statement,
    format_venue,
    is_right_to_left,
    isolate_direction,
    select_first_authors,
)
from generator.publish.lastmod import find_last_change
from generator.publish.metadata import build_citation_tags, build_paper_json_ld
from generator.publish.other_sites import list_actions, list_other_catalogues
from generator.publish.page_links import (
    UNTRUSTED,
    PageLinks,
    build_html_link,
    build_link,
    escape_url,
    link_urls,
)
from generator.publish.page_templates import escape_html, render_template
from generator.publish.pages.paper_relations import RelatedPaper, draw_related_papers, list_related_papers
from generator.publish.paper_rows import PaperRows, concat
from generator.publish.provenance import list_fact_sources
from generator.publish.published_version import (
    build_licence_link,
    format_publication,
    list_other_notices,
    list_retractions,
)
from generator.publish.site_data import Neighbours, SiteData, build_edit_meta
from generator.publish.write_pages import PageBatch
from generator.translation.messages import _

_MAX_DESCRIPTION = 160  # characters, of which search engines show about as many
_MAX_AFFILIATIONS = 90  # characters, about a line; longer ones are folded


@dataclass(frozen=True, slots=True)
class _PaperModel:
    """Everything that the page of a paper is made from.

    Attributes:
        paper: The paper.
        venue: Where it appeared.
        has_venue_page: Whether the venue has a page.
        author_slugs: For each author, the last part of the address of the author's page; None without a page.
        topics: Its topics, the strongest first: id, title, and why the paper has it.
        relations: The related papers and those that are only similar, the closest first.
        neighbours: The papers next to it in its first topic.
        has_card: Whether it has a social card.
        edit: The link to the editor.
        site: The address of the site.
    """

    paper: Paper
    venue: Venue | None
    has_venue_page: bool
    author_slugs: Sequence[str | None]
    topics: Sequence[tuple[str, str, str]]
    relations: Sequence[RelatedPaper]
    neighbours: Neighbours | None
    has_card: bool
    edit: EditLink | None
    site: str


def list_paper_pages(site: SiteData) -> Iterator[PageBatch]:
    """List functions that make the page of one paper each."""
    return (partial(_make_one_page, paper, site) for paper in site.catalogue.papers)


def _make_one_page(paper: Paper, site: SiteData) -> Iterator[Page]:
    yield make_paper_page(paper, site)


def make_paper_page(paper: Paper, site: SiteData) -> Page:
    """Make the page of one paper, which is rendered when it is needed."""
    pages = map(site.groups.by_author.get, site.groups.author_keys[paper.id])
    model = _PaperModel(
        paper=paper,
        venue=site.venues[paper.appearance.venue] if paper.appearance else None,
        has_venue_page=paper.appearance is not None and paper.appearance.venue in site.groups.by_venue,
        author_slugs=[page.slug if page else None for page in pages],
        topics=[
            (assignment.topic, site.topics[assignment.topic].title, assignment.reason)
            for assignment in site.catalogue.assignments[paper.id]
        ],
        relations=list_related_papers(paper, site),
        neighbours=site.neighbours.get(paper.id),
        has_card=paper.id in site.cards,
        edit=site.edit_links.link_paper(paper),
        site=site.outputs.site,
    )
    # The citation record and earlier rows follow from the papers, their venues and topics.
    render = partial(_render, model, partial(site.outputs.build_record, paper), site.rows)
    return DeferredPage(paths.locate_paper(paper.slug), site.digest(model), render)


def _render(
    model: _PaperModel, build_record: Callable[[], Record], earlier_rows: dict[tuple[str, str, str], Markup]
) -> str:
    paper, venue, record = model.paper, model.venue, build_record()
    links = PageLinks(paths.locate_paper(paper.slug))
    numbers = _number_affiliations(paper.authors)
    first, folded = _split_authors(model)
    other_categories = [category for category in paper.categories if category != paper.primary_category]
    rows = _make_rows(model, links, earlier_rows)
    related, similar = (
        [each for each in model.relations if each.is_related == is_related] for is_related in (True, False)
    )
    return render_template(
        "paper",
        _build_meta(model, record),
        links=links,
        rows=rows,
        paper=paper,
        authors=_link_authors(first, numbers, links),
        folded=len(folded),
        folded_authors=_link_authors_in_html(folded, numbers, links),
        affiliations=list(numbers),
        folded_affiliations=_list_affiliations_in_html(numbers) if _are_long(numbers) else "",
        topics=[{"id": topic, "title": title} for topic, title, _reason in model.topics],
        actions=[build_html_link(link.label, link.url, link.attributes) for link in list_actions(paper)],
        citation_format=DEFAULT_FORMAT.label,
        citation=escape_html(DEFAULT_FORMAT.write_file([record]).rstrip()),
        statement=choose_statement(paper),
        note=_quote(convert_note(paper.note)),
        abstract=[_render_paragraph(line) for line in (paper.abstract or "").split("\n") if line],
        published=format_date(paper.published, paper.published_precision) if paper.published else "",
        identifier=_link_identifier(paper),
        venue=_describe_appearance(paper.appearance, venue) if venue and paper.appearance else "",
        publication=paper.publication and format_publication(paper.publication),
        licence=build_licence_link(paper.publication),
        retractions=list_retractions(paper),
        notices=list(list_other_notices(paper)),
        versions=_list_versions(paper),
        category=_describe_primary_category(paper),
        other_categories=", ".join(map(format_category, other_categories)),
        elsewhere=[
            build_link(escape_markdown(link.label), escape_url(link.url))
            for link in list_other_catalogues(paper)
        ],
        sources=list(list_fact_sources(paper, venue, model.topics)),
        picture=draw_related_papers(paper, related, links),
        related=[rows.render_related(each.paper, each.reason) for each in related],
        similar=[rows.render_related(each.paper, each.reason) for each in similar],
    )


def _make_rows(
    model: _PaperModel, links: PageLinks, earlier_rows: dict[tuple[str, str, str], Markup]
) -> PaperRows:
    """Make what renders rows of papers, with the venues of this paper and of those that it lists."""
    appearances = [
        (model.venue, model.has_venue_page),
        *((each.venue, each.has_venue_page) for each in model.relations),
    ]
    venues = {venue.id: venue for venue, _has_page in appearances if venue}
    venue_pages = {venue.id for venue, has_page in appearances if venue and has_page}
    return PaperRows(links, venues, venue_pages, earlier_rows)


def _list_versions(paper: Paper) -> list[dict[str, object]]:
    return [
        {
            "number": version.number,
            "url": escape_url(ids.build_abstract_url(paper.id, version.number)),
            "updated": version.updated,
        }
        for version in paper.versions
    ]


def _build_meta(model: _PaperModel, record: Record) -> dict[str, object]:
    paper = model.paper
    page = paths.locate_paper(paper.slug)
    topics = [title for _id, title, _reason in model.topics]
    tags = build_citation_tags(paper, record, topics)
    last_change = find_last_change(paper)
    description = tex.to_line(paper.summary or paper.contribution or paper.abstract or paper.title)
    return {
        "template": "paper.html",
        "title": escape_html(tex.to_text(paper.title)),
        "description": escape_html(truncate(description, _MAX_DESCRIPTION)),
        **({"dc_type": "preprint"} if is_preprint(record) else {}),
        "citation": [{name.removeprefix("citation_"): content} for name, content in tags],
        "json_ld": build_paper_json_ld(paper, paths.build_page_url(model.site, page), topics),
        **({"updated": f"{last_change:%Y-%m-%d}"} if last_change else {}),
        "citations": paths.locate_citations(page) if has_citation_file(paper) else cite_paper(record),
        **({"card": _("Title, authors and venue")} if model.has_card else {}),
        **_build_neighbours_meta(model.neighbours),
        **build_edit_meta(model.edit),
    }


def _build_neighbours_meta(neighbours: Neighbours | None) -> dict[str, object]:
    """Build the front matter of the links to the next newer and the next older paper of a topic."""
    if neighbours is None or not (neighbours.newer or neighbours.older):
        return {}
    title = neighbours.topic
    papers = {
        "newer": (_("Newer in %(topic)s", topic=title), neighbours.newer),
        "older": (_("Older in %(topic)s", topic=title), neighbours.older),
    }
    return {
        "neighbours": {
            "label": _("In %(topic)s", topic=title),
            **{
                name: {
                    "label": label,
                    "title": tex.to_text(paper.title),
                    "url": paths.build_url(paths.locate_paper(paper.slug)),
                }
                for name, (label, paper) in papers.items()
                if paper
            },
        }
    }


# --- authors and affiliations ----------------------------------------------------------------------------

_AuthorLink = tuple[PaperAuthor, str | None]  # an author, and the slug of the author's page


def _split_authors(model: _PaperModel) -> tuple[Sequence[_AuthorLink], Sequence[_AuthorLink]]:
    """Return the authors that the page shows at once, and those that it folds."""
    links = list(zip(model.paper.authors, model.author_slugs, strict=True))
    count = len(select_first_authors(model.paper.authors))
    return links[:count], links[count:]


def _number_affiliations(authors: Sequence[PaperAuthor]) -> dict[str, int]:
    """Number the affiliations of authors in their order."""
    affiliations = dict.fromkeys(name for author in authors for name in author.affiliations)
    return {name: number for number, name in enumerate(affiliations, start=1)}


def _link_authors(authors: Sequence[_AuthorLink], numbers: Mapping[str, int], links: PageLinks) -> Markup:
    """Render names in Markdown, with links to their pages and the numbers of their affiliations."""
    names = (
        concat(
            [
                build_link(isolate_direction(author.name), links.build_target_below(paths.AUTHORS, slug))
                if slug
                else isolate_direction(author.name),
                _format_numbers(author, numbers),
            ],
            "",
        )
        for author, slug in authors
    )
    return begin_paragraph(concat(names, ", "))


def _link_authors_in_html(
    authors: Sequence[_AuthorLink], numbers: Mapping[str, int], links: PageLinks
) -> Markup:
    """Render names as `_link_authors` does, for HTML in which Markdown is not converted."""
    names = []
    for author, slug in authors:
        name = tex.to_html(author.name, inline=True)
        if is_right_to_left(author.name):
            name = Markup("<bdi>{}</bdi>").format(name)
        if slug:
            name = Markup('<a href="{}">{}</a>').format(links.build_url_below(paths.AUTHORS, slug), name)
        names.append(name + _format_numbers(author, numbers))
    return concat(names, ", ")


def _format_numbers(author: PaperAuthor, numbers: Mapping[str, int]) -> Markup:
    """Format the numbers of an author's affiliations, raised."""
    if not author.affiliations:
        return Markup("")
    return Markup(f"<sup>{','.join(str(numbers[name]) for name in author.affiliations)}</sup>")  # noqa: S704 - numbers


def _are_long(affiliations: Iterable[str]) -> bool:
    return sum(map(len, affiliations)) > _MAX_AFFILIATIONS


def _list_affiliations_in_html(numbers: Mapping[str, int]) -> Markup:
    items = (
        Markup("<sup>{}</sup> {}").format(number, tex.to_html(name, inline=True))
        for name, number in numbers.items()
    )
    return concat(items, SEPARATOR)


# --- text and links --------------------------------------------------------------------------------------


def _render_paragraph(text: str) -> Markup:
    paragraph = begin_paragraph(link_urls(text))
    return concat([paragraph, Markup('\n{: dir="auto" }')], "") if is_right_to_left(text) else paragraph


def _quote(note: Markup) -> Markup:
    return concat((Markup(f"> {line}" if line else ">") for line in note.split("\n")), "\n") if note else note  # noqa: S704 - lines of markup


def _describe_appearance(appearance: Appearance, venue: Venue) -> str:
    """Describe where a paper appeared, by the acronym and the name of the venue."""
    label = format_venue(appearance, venue, full=True)
    return label if venue.name == venue.acronym else f"{label}; {venue.name}"


def _describe_primary_category(paper: Paper) -> str:
    """Name the primary category; nothing for other papers than arXiv's, whose feeds have none."""
    if paper.primary_category:
        return format_category(paper.primary_category)
    return _("unknown") if paper.categories and ids.is_arxiv_id(paper.id) else ""


def _link_identifier(paper: Paper) -> Markup:
    """Render the identifier of a paper, which links to its page at arXiv or at the publisher."""
    label = escape_markdown(ids.get_doi(paper.id) or ids.get_url(paper.id) or ids.format_id(paper.id))
    if paper.url is None:
        return label
    return build_link(label, escape_url(paper.url), "" if ids.is_arxiv_id(paper.id) else UNTRUSTED)
