"""The pages of weeks: papers by the week of their first version, and a feed with an entry for each week.

Weeks begin on Monday, as in ISO 8601. Papers of which only the year or the month is known are in no week.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from html import escape
from itertools import groupby

from generator import tex
from generator.model.dates import Precision, format_day, format_instant
from generator.model.papers import Catalogue, DeferredPage, Page, Paper
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.atom_markup import make_author, make_element, make_empty_element
from generator.publish.formatting import select_first_authors
from generator.publish.page_digests import digest_values
from generator.publish.pages.page_kind import PageKind
from generator.publish.pagination import MAX_PAPERS, get_year_segment
from generator.publish.site_data import PaperGroup, SiteData
from generator.publish.site_feeds import build_feed_id
from generator.translation.messages import N_, _, ngettext

WEEKLY_DIGEST = paths.locate_feed(paths.WEEKS)
_WEEK = timedelta(days=7)
_DELAY = timedelta(days=3)  # arXiv announces the papers of a Friday on Tuesday
_MAX_ENTRIES = 10  # weeks in the feed
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True)
class Week:
    """A week in which papers were published.

    Attributes:
        monday: Its first day.
        papers: Its papers, the newest first.
    """

    monday: date
    papers: tuple[Paper, ...]

    @property
    def page(self) -> str:
        """Its page, as a file under ``docs/``."""
        return paths.locate_below(paths.WEEKS, self.monday.isoformat())

    @property
    def name(self) -> str:
        """Its name: ``Week of 23 February 2026``."""
        return _("Week of %(day)s", day=format_day(self.monday))

    @property
    def counts(self) -> str:
        """The number of its papers: ``14 papers, 3 with code``."""
        papers = ngettext("%(count)s paper", "%(count)s papers", len(self.papers))
        with_code = sum(paper.code_url is not None for paper in self.papers)
        return _("%(papers)s, %(count)s with code", papers=papers, count=with_code) if with_code else papers


def group_by_week(papers: Iterable[Paper]) -> list[Week]:
    """Group papers by the week of their first version, the latest week first.

    Args:
        papers: The papers, the newest first.
    """
    dated = [paper for paper in papers if paper.published and paper.published_precision is Precision.DAY]
    dated.sort(key=_find_monday, reverse=True)
    return [Week(monday, tuple(group)) for monday, group in groupby(dated, key=_find_monday)]


def _find_monday(paper: Paper) -> date:
    day = paper.published.date() if paper.published else date.min
    return day - timedelta(days=day.weekday())


def make_week_pages(site: SiteData) -> Iterator[Page]:
    """Make the page of all weeks, a page for each, and the feed."""
    weeks = group_by_week(site.catalogue.papers)
    years = groupby(weeks, key=lambda week: week.monday.year)
    yield site.render_page(
        "weeks",
        paths.WEEKS,
        _("Weeks"),
        _("Papers by the week of their first version."),
        listed=(),
        wide=True,
        front={"feed": WEEKLY_DIGEST},
        weekly_digest=WEEKLY_DIGEST,
        years=[(str(year), list(map(_describe, weeks_of_year))) for year, weeks_of_year in years],
    )
    for position, week in enumerate(weeks):
        newer = weeks[position - 1] if position else None
        older = weeks[position + 1] if position + 1 < len(weeks) else None
        yield _make_page(week, newer, older, site)
    yield _make_feed(weeks, site)


def _describe(week: Week) -> dict[str, object]:
    return {**_describe_link(week), "count": len(week.papers), "counts": week.counts}


def _describe_link(week: Week) -> dict[str, object]:
    """Describe the link to a week by facts that stay when papers are added to it."""
    return {"page": week.page, "name": week.name, "day": format_day(week.monday)}


def list_latest_weeks(papers: Iterable[Paper], count: int) -> list[dict[str, object]]:
    """List the latest weeks with their pages and counts, for other pages."""
    return list(map(_describe, group_by_week(papers)[:count]))


def _make_page(week: Week, newer: Week | None, older: Week | None, site: SiteData) -> Page:
    listed = week.papers[:MAX_PAPERS]
    return site.render_page(
        "week",
        week.page,
        week.name,
        _("%(week)s: %(papers)s.", week=week.name, papers=week.counts),
        listed=listed,
        wide=True,
        front={"feed": WEEKLY_DIGEST},
        week=_describe(week),
        newer=_describe_link(newer) if newer else None,
        older=_describe_link(older) if older else None,
        areas=_group_by_area(listed, site),
        more=len(week.papers) - len(listed),
        year=get_year_segment(week.monday.year),
    )


def _group_by_area(papers: Sequence[Paper], site: SiteData) -> list[PaperGroup]:
    """Group papers by the area of their first topic, in the order of areas, those without one last."""
    areas: dict[str, list[Paper]] = {area.id: [] for area in site.areas}
    others: list[Paper] = []
    for paper in papers:
        assignments = site.catalogue.assignments[paper.id]
        topic = site.topics[assignments[0].topic] if assignments else None
        areas.get(topic.parent or topic.id if topic else "", others).append(paper)
    groups = [PaperGroup(site.topics[area].title, tuple(group)) for area, group in areas.items() if group]
    return [*groups, PaperGroup(_("Without a topic"), tuple(others))] if others else groups


# --- the feed --------------------------------------------------------------------------------------------


def _make_feed(weeks: Sequence[Week], site: SiteData) -> Page:
    catalogue, address = site.catalogue, site.outputs.site
    complete = [week for week in weeks if catalogue.as_of - week.monday >= _WEEK + _DELAY][:_MAX_ENTRIES]
    digest = digest_values((WEEKLY_DIGEST, address, catalogue.settings.title, complete), site.digests)
    return DeferredPage(WEEKLY_DIGEST, digest, partial(_render_feed, catalogue, complete, address))


def _render_feed(catalogue: Catalogue, weeks: Sequence[Week], site: str) -> str:
    title = clean_line(catalogue.settings.title)
    updated = max(map(_find_last_addition, weeks), default=datetime(1970, 1, 1, tzinfo=UTC))
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
        make_element("id", build_feed_id(catalogue, WEEKLY_DIGEST)),
        make_element("title", _("Weekly digest – %(catalogue)s", catalogue=title)),
        make_element("subtitle", _("One entry for each week, with the papers that were published in it.")),
        make_element("updated", format_instant(updated)),
        make_author(title),
        make_empty_element("link", rel="self", type="application/atom+xml", href=site + WEEKLY_DIGEST),
        make_empty_element(
            "link", rel="alternate", type="text/html", href=paths.build_page_url(site, paths.WEEKS)
        ),
        *(_render_entry(catalogue, week, site) for week in weeks),
        "</feed>\n",
    ]
    return "".join(parts)


def _render_entry(catalogue: Catalogue, week: Week, site: str) -> str:
    page_url = paths.build_page_url(site, week.page)
    items = [_render_item(paper, site) for paper in week.papers[:MAX_PAPERS]]
    if more := len(week.papers) - len(items):
        label = ngettext("%(count)s more paper", "%(count)s more papers", more)
        items.append(f'<li><a href="{escape(page_url)}">{escape(label)}</a></li>\n')
    parts = [
        "<entry>\n",
        make_element("id", build_feed_id(catalogue, paths.build_url(week.page))),
        make_element("title", f"{week.name}: {week.counts}"),
        make_empty_element("link", rel="alternate", type="text/html", href=page_url),
        make_element("updated", format_instant(_find_last_addition(week))),
        f'<content type="xhtml"><div xmlns="{_XHTML}"><ul>\n{"".join(items)}</ul></div></content>\n',
        "</entry>\n",
    ]
    return "".join(parts)


def _render_item(paper: Paper, site: str) -> str:
    url = paths.build_page_url(site, paths.locate_paper(paper.slug))
    authors = ", ".join(tex.to_line(author.name) for author in select_first_authors(paper.authors))
    summary = f"<br/>{escape(tex.to_line(paper.summary))}" if paper.summary else ""
    title = f'<a href="{escape(url)}">{escape(tex.to_line(paper.title))}</a>'
    return f"<li>{title}<br/>{escape(authors)}{summary}</li>\n"


def _find_last_addition(week: Week) -> datetime:
    """Find when the last paper of a week was added. Later versions do not make the week new."""
    days = [paper.first_seen for paper in week.papers if paper.first_seen]
    return datetime.combine(max(days, default=week.monday), time.min, UTC)


KIND = PageKind(
    paths.WEEKS,
    make_week_pages,
    label=N_("Weeks"),
    note=N_("papers by the week of their first version, and a weekly digest"),
)
