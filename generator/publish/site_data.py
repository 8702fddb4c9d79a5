"""The data that pages are made from, prepared once, and counts that several kinds of pages show."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, TypeVar

from markupsafe import Markup

from generator.derive.groups import Groups, group_papers
from generator.model.curation_values import Topic, Venue
from generator.model.dates import format_month
from generator.model.papers import Catalogue, Page, Paper, Repository
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.edit_links import EditLink, EditLinks, build_edit_links
from generator.publish.outputs import Outputs, build_outputs
from generator.publish.page_links import PageLinks
from generator.publish.page_templates import escape_html, render_page
from generator.publish.paper_rows import PaperRows
from generator.publish.trends import Window, window

_MAX_FREQUENT = 8  # authors and venues of a topic

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers under a heading."""

    name: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The papers next to one in its first topic.

    Attributes:
        topic: The topic.
        newer: The paper before it in the topic's list.
        older: The paper after it.
    """

    topic: Topic
    newer: Paper | None
    older: Paper | None


@dataclass(frozen=True, slots=True)
class SiteData:
    """The data that every page is made from.

    Attributes:
        papers: Papers by id.
        venues: Venues by id.
        topics: Topics by id.
        author_keys: For each paper id, the authors as keys of ``groups.by_author``.
        neighbours: Neighbours by paper id.
        window: The period that trend lines show.
        rows: Rows of papers that were rendered before.
    """

    catalogue: Catalogue
    groups: Groups
    papers: Mapping[str, Paper]
    venues: Mapping[str, Venue]
    topics: Mapping[str, Topic]
    edit_links: EditLinks
    outputs: Outputs
    author_keys: Mapping[str, Sequence[str]]
    neighbours: Mapping[str, Neighbours]
    window: Window
    rows: dict[tuple[str, str, str], Markup] = field(default_factory=dict)

    def render_page(  # noqa: PLR0913 - pages differ in all of these
        self,
        template: str,
        path: str,
        title: str,
        description: str,
        *,
        edit: EditLink | None = None,
        wide: bool = False,
        listed: Sequence[Paper] | None = None,
        front: Mapping[str, object] | None = None,
        **values: object,
    ) -> Page:
        """Render a page that is not a paper's.

        Args:
            template: The name of the template, without ``.md.j2``.
            path: The page's file under ``docs/``.
            title: Its title; the home page has the title of the site.
            description: What search engines show.
            edit: The link to the editor at the page's end.
            wide: Use the space of the table of contents, too.
            listed: The papers that the page lists, if they are not those of its feed.
            front: More front matter.
            **values: What else the template needs.
        """
        meta = {
            "template": "list.html",
            **({} if path == paths.HOME else {"title": escape_html(title)}),
            "description": escape_html(clean_line(description)),
            **({"hide": ["navigation", "toc"], "wide": True} if wide else {}),
            **self.outputs.build_list_meta(path, title, description, listed),
            **build_edit_meta(edit),
            **(front or {}),
        }
        return self.render(template, path, meta, **self.outputs.list_page_files(path), **values)

    def render(self, template: str, path: str, meta: Mapping[str, Any], **values: object) -> Page:
        """Render a page with its links, the rows of its papers and what all templates may use."""
        links = PageLinks(path)
        return render_page(
            template,
            path,
            meta,
            links=links,
            rows=PaperRows(links, self.venues, self.rows),
            settings=self.catalogue.settings,
            total=len(self.catalogue.papers),
            **values,
        )


def build_edit_meta(edit: EditLink | None) -> dict[str, object]:
    """Build the front matter of the link to the editor, which the theme shows at the page's end."""
    return {"edit": {"label": edit.label, "url": edit.url}} if edit else {}


def prepare_site(
    catalogue: Catalogue, repository: Repository | None = None, site_url: str | None = None
) -> SiteData:
    """Prepare the data that pages are made from.

    Args:
        catalogue: The catalogue.
        repository: Where its files can be edited; without it, no page links to the editor.
        site_url: The address of the site, with a slash at its end; without it, that of this machine.
    """
    groups = group_papers(catalogue)
    topics = {topic.id: topic for topic in catalogue.topics}
    return SiteData(
        catalogue=catalogue,
        groups=groups,
        papers={paper.id: paper for paper in catalogue.papers},
        venues={venue.id: venue for venue in catalogue.venues},
        topics=topics,
        edit_links=build_edit_links(catalogue, repository),
        outputs=build_outputs(catalogue, groups, site_url or paths.LOCAL),
        author_keys={
            paper.id: [groups.author_key(author.name, paper.id) for author in paper.authors]
            for paper in catalogue.papers
        },
        neighbours=dict(_find_neighbours(catalogue, groups, topics)),
        window=window(catalogue.papers, catalogue.as_of),
    )


def _find_neighbours(
    catalogue: Catalogue, groups: Groups, topics: Mapping[str, Topic]
) -> Iterator[tuple[str, Neighbours]]:
    first_topics = {
        paper: assignments[0].topic for paper, assignments in catalogue.assignments.items() if assignments
    }
    for topic_id, papers in groups.by_topic.items():
        for (newer, paper), (_, older) in pairwise(pairwise([None, *papers, None])):
            if paper is not None and first_topics[paper.id] == topic_id:
                yield paper.id, Neighbours(topics[topic_id], newer, older)


def group_by_month(papers: Iterable[Paper]) -> list[PaperGroup]:
    """Group papers by the month of their publication, in their order."""
    months = groupby(
        papers, key=lambda paper: format_month(paper.published) if paper.published else "Undated"
    )
    return [PaperGroup(name, tuple(papers_of_month)) for name, papers_of_month in months]


def select_most_frequent(counts: Counter[_T]) -> list[tuple[_T, int]]:
    """Return the keys with the highest counts, and these."""
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:_MAX_FREQUENT]


def find_frequent_authors(
    papers: Iterable[Paper], site: SiteData, without: str = ""
) -> list[dict[str, object]]:
    """Find the most frequent authors of papers, among those with a page and with two of these papers.

    Args:
        papers: The papers.
        site: The data of the site.
        without: The key of an author to leave out.
    """
    by_author = site.groups.by_author
    counts = Counter(key for paper in papers for key in site.author_keys[paper.id])
    frequent = Counter(
        {key: count for key, count in counts.items() if count > 1 and key != without and key in by_author}
    )
    return [
        {"name": by_author[key].name, "slug": by_author[key].slug, "count": count}
        for key, count in select_most_frequent(frequent)
    ]
