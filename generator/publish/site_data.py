"""What every page is made from, and what several kinds of pages count."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeVar

from markupsafe import Markup

from generator.derive.groups import AuthorPapers, Groups, group_papers
from generator.model.curation_values import Topic, Venue
from generator.model.dates import format_month
from generator.model.papers import Catalogue, Page, Paper, Repository
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.edit_links import EditLink, EditLinks, build_edit_links
from generator.publish.outputs import Outputs, build_outputs
from generator.publish.templating import PageLinks, attribute, edit_meta, render
from generator.publish.trends import Window, window

_MOST_FREQUENT = 8  # authors and venues of a topic

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers under a heading."""

    name: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a paper stands in a topic, and the papers beside it.

    Attributes:
        topic: The first of the paper's topics.
        newer: The paper before it in the topic's list.
        older: The paper after it.
    """

    topic: Topic
    newer: Paper | None
    older: Paper | None


@dataclass(frozen=True, slots=True)
class SiteData:
    """What every page is made from.

    Attributes:
        papers: Paper id to paper; so are venues and topics.
        names: Paper id to who its authors are, as keys of ``groups.by_author``.
        neighbours: Paper id to where it stands in its first topic.
        window: The quarters that small lines show.
        rows: What `PageLinks.row` made already.
    """

    catalogue: Catalogue
    groups: Groups
    papers: Mapping[str, Paper]
    venues: Mapping[str, Venue]
    topics: Mapping[str, Topic]
    edit_links: EditLinks
    outputs: Outputs
    names: Mapping[str, Sequence[str]]
    neighbours: Mapping[str, Neighbours]
    window: Window
    rows: dict[tuple[str, str], Markup] = field(default_factory=dict)

    def links_from(self, path: str) -> PageLinks:
        """Return the links of one page, relative to it."""
        return PageLinks(path, self.venues, self.rows)

    def page(  # noqa: PLR0913 - what pages differ in
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
        """A page that is no paper's.

        Args:
            template: The template's name without ``.md.j2``.
            path: The page's file under ``docs/``.
            title: Its title; the home page has the site's.
            description: What search engines show.
            edit: The way to the editor.
            wide: Whether the page takes the place of the table of contents, too.
            listed: The papers it lists, where its feed does not tell.
            front: What else its front matter says.
            **values: What else the template wants to know.
        """
        meta = {
            "template": "list.html",
            **({} if path == paths.HOME else {"title": attribute(title)}),
            "description": attribute(clean_line(description)),
            **({"hide": ["navigation", "toc"], "wide": True} if wide else {}),
            **self.outputs.build_list_meta(path, title, description, listed),
            **edit_meta(edit),
            **(front or {}),
        }
        shown = {"settings": self.catalogue.settings, "total": len(self.catalogue.papers)}
        offered = self.outputs.list_page_files(path)
        return render(template, path, meta, **{"links": self.links_from(path), **shown, **offered, **values})


def prepare_site(
    catalogue: Catalogue, repository: Repository | None = None, site: str | None = None
) -> SiteData:
    """The catalogue, ready for pages.

    Args:
        catalogue: What the pages are made from.
        repository: Where its files can be edited; None where nobody knows, and then no page links there.
        site: The site's address, with a slash at its end; None where it has no other than this machine.
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
        outputs=build_outputs(catalogue, groups, site or paths.LOCAL),
        names={
            paper.id: [groups.author_key(author.name, paper.id) for author in paper.authors]
            for paper in catalogue.papers
        },
        neighbours=dict(_find_neighbours(catalogue, groups, topics)),
        window=window(catalogue.papers, catalogue.as_of),
    )


def _find_neighbours(
    catalogue: Catalogue, groups: Groups, topics: Mapping[str, Topic]
) -> Iterator[tuple[str, Neighbours]]:
    first = {paper: given[0].topic for paper, given in catalogue.assignments.items() if given}
    for topic_id, papers in groups.by_topic.items():
        beside = [None, *papers, None]
        for (newer, paper), (_, older) in pairwise(pairwise(beside)):
            if paper is not None and first[paper.id] == topic_id:
                yield paper.id, Neighbours(topics[topic_id], newer, older)


def by_month(papers: Iterable[Paper]) -> list[PaperGroup]:
    """Papers by month of publication, in the order in which they come."""
    months = groupby(
        papers, key=lambda paper: format_month(paper.published) if paper.published else "Undated"
    )
    return [PaperGroup(name, tuple(found)) for name, found in months]


def frequent(counts: Counter[_T]) -> list[tuple[_T, int]]:
    """The commonest of these, with how often they occur."""
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:_MOST_FREQUENT]


def frequent_names(papers: Iterable[Paper], site: SiteData, but: str = "") -> list[dict[str, object]]:
    """The commonest names on these papers, among those that have a page and occur here twice.

    Args:
        papers: Whose authors are counted.
        site: What every page is made from.
        but: The key of a name that is not asked for.
    """
    by_name: Mapping[str, AuthorPapers] = site.groups.by_author
    counts = Counter(key for paper in papers for key in site.names[paper.id])
    common = Counter({key: n for key, n in counts.items() if n > 1 and key != but and key in by_name})
    return [
        {"name": by_name[key].name, "slug": by_name[key].slug, "count": count}
        for key, count in frequent(common)
    ]
