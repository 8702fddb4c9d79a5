"""The data that pages are made from, and counts that several kinds of pages show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from heapq import nsmallest
from itertools import chain, groupby
from typing import Any, TypeVar

from markupsafe import Markup

from generator.derive.groups import Groups
from generator.derive.shared_names import PersonPapers
from generator.model.curation_values import Topic, Venue
from generator.model.dates import Precision, format_date, format_day, format_month
from generator.model.papers import DAY_WITHOUT_DATA, Catalogue, DeferredPage, Page, Paper
from generator.model.text import clean_line
from generator.publish.edit_links import EditLink, EditLinks
from generator.publish.outputs import Outputs
from generator.publish.page_digests import digest_values
from generator.publish.page_links import PageLinks
from generator.publish.page_templates import escape_html, render_template
from generator.publish.paper_collections import PaperCollection
from generator.publish.paper_rows import PaperRows
from generator.publish.trends import Window
from generator.translation.messages import _

_MAX_FREQUENT = 8  # authors and venues of a topic
_MAX_TOPICS = 4  # of an author or a venue
_MAX_DAYS = 60  # the latest days that `count_by_first_day` counts

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers under a heading.

    Attributes:
        name: The heading.
        papers: The papers.
        id: The anchor of the heading, if it has one that does not follow from the name.
    """

    name: str
    papers: tuple[Paper, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the site: its name, its page, and in a few words what the page shows."""

    label: str
    page: str
    note: str


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """A topic in a list of topics.

    Attributes:
        count: The number of its papers.
        trend: A line of its papers per quarter; empty if no paper is recent.
        topics: The topics below it.
    """

    id: str
    title: str
    description: str
    count: int
    trend: Markup
    topics: Sequence["TopicSummary"]


@dataclass(frozen=True, slots=True)
class YearSummary:
    """A year in a list of years, the end of its page's address, and the number of its papers."""

    name: str
    segment: str
    count: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The papers next to one in its first topic.

    Attributes:
        topic: The title of the topic.
        newer: The paper before it in the topic's list.
        older: The paper after it.
    """

    topic: str
    newer: Paper | None
    older: Paper | None


@dataclass(frozen=True, slots=True)
class SiteData:
    """The data that every page is made from.

    Attributes:
        papers: Papers by id.
        venues: Venues by id.
        topics: Topics by id.
        collections: All papers with a page of their own.
        sections: The parts of the site that the search page and ``llms.txt`` list.
        areas: The topics without a parent, in the order of ``topics.yml``.
        years: The years with papers, the latest first.
        shared_names: Names that several people probably share, from `find_shared_names`.
        neighbours: Neighbours by paper id.
        imported: Ids of the papers that were imported, not new, when they were first seen.
        cards: Ids of the papers with a social card.
        window: The period that trend lines show.
        digests: Digests of papers and their venues, by paper id.
        rows: Rows of papers that were rendered before.
    """

    catalogue: Catalogue
    groups: Groups
    papers: Mapping[str, Paper]
    venues: Mapping[str, Venue]
    topics: Mapping[str, Topic]
    edit_links: EditLinks
    outputs: Outputs
    collections: Sequence[PaperCollection]
    sections: Sequence[Section]
    areas: Sequence[TopicSummary]
    years: Sequence[YearSummary]
    shared_names: Mapping[str, Sequence[PersonPapers]]
    neighbours: Mapping[str, Neighbours]
    imported: Set[str]
    cards: Set[str]
    window: Window
    digests: Mapping[str, bytes]
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
            title: Its title, which the navigation shows, too.
            description: What search engines show.
            edit: The link to the editor at the page's end.
            wide: Use the space of the table of contents, too.
            listed: The papers that the page lists, if they are not those of its feed.
            front: More front matter.
            **values: What else the template needs.
        """
        meta = {
            "template": "list.html",
            "title": escape_html(title),
            "description": escape_html(clean_line(description)),
            **({"hide": ["navigation", "toc"], "wide": True} if wide else {}),
            **self.outputs.build_list_meta(path, title, description, listed),
            **build_edit_meta(edit),
            **(front or {}),
        }
        return self.render(template, path, meta, **self.outputs.list_page_files(path), **values)

    @property
    def day(self) -> str:
        """The day of the data, for readers; empty if no feed has papers."""
        as_of = self.catalogue.as_of
        return format_day(as_of) if as_of != DAY_WITHOUT_DATA else ""

    def render(self, template: str, path: str, meta: Mapping[str, Any], **values: object) -> Page:
        """Render a page, when it is needed, with its links, the rows of its papers and the settings."""
        links = PageLinks(path)
        rows = PaperRows(links, self.venues, self.groups.by_venue, self.rows)
        settings = self.catalogue.settings
        digest = self.digest(template, path, meta, settings, values)
        render = partial(render_template, template, meta, links=links, rows=rows, settings=settings, **values)
        return DeferredPage(path, digest, render)

    def digest(self, *values: object) -> bytes:
        """Return a digest of values that a page is made from, as `digest_values` does."""
        return digest_values(values, self.digests)


def build_edit_meta(edit: EditLink | None) -> dict[str, object]:
    """Build the front matter of the link to the editor, which the theme shows at the page's end."""
    return {"edit": {"label": _("%(action)s on GitHub", action=edit.label), "url": edit.url}} if edit else {}


def group_by_month(papers: Iterable[Paper]) -> list[PaperGroup]:
    """Group papers by the month of their publication, in their order."""
    months = [(name, tuple(group)) for name, group in groupby(papers, key=_format_month)]
    return [
        PaperGroup(name, group, f"month-{group[0].published_iso[:7] or 'unknown'}") for name, group in months
    ]


def _format_month(paper: Paper) -> str:
    if paper.published is None:
        return _("No date")
    if paper.published_precision is Precision.YEAR:
        return _("%(year)s, month unknown", year=format_date(paper.published, Precision.YEAR))
    return format_month(paper.published)


def select_most_frequent(counts: Mapping[_T, int]) -> list[tuple[_T, int]]:
    """Return the keys with the highest counts, and these."""
    return nsmallest(_MAX_FREQUENT, counts.items(), key=lambda item: (-item[1], str(item[0])))


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
    counts = Counter(chain.from_iterable(site.groups.author_keys[paper.id] for paper in papers))
    frequent = {
        key: count for key, count in counts.items() if count > 1 and key != without and key in by_author
    }
    return [
        {"name": by_author[key].name, "slug": by_author[key].slug, "count": count}
        for key, count in select_most_frequent(frequent)
    ]


def find_frequent_topics(papers: Iterable[Paper], site: SiteData) -> list[Mapping[str, object]]:
    """Find the most frequent topics of papers."""
    counts = Counter(
        assignment.topic for paper in papers for assignment in site.catalogue.assignments.get(paper.id, ())
    )
    return [
        {"id": topic, "title": site.topics[topic].title, "count": count}
        for topic, count in select_most_frequent(counts)[:_MAX_TOPICS]
    ]


def count_by_first_day(papers: Iterable[Paper], imported: Set[str], as_of: date) -> str:
    """Count new papers by the day on which a feed first listed them.

    The text begins with the day of the catalogue: ``2026-11-21 2026-11-20:3 2026-11-18:12``.

    From this, the site's scripts show returning readers how many papers are new.

    Args:
        papers: The papers of a page.
        imported: Ids of papers that are not counted.
        as_of: The day of the catalogue, which comes first.
    """
    counts = Counter(paper.first_seen for paper in papers if paper.first_seen and paper.id not in imported)
    latest = sorted(counts, reverse=True)[:_MAX_DAYS]
    return " ".join(
        [as_of.isoformat(), *(f"{first_day.isoformat()}:{counts[first_day]}" for first_day in latest)]
    )
