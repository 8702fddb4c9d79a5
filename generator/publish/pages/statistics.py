"""The page of statistics: for each, a chart, a table, and a file with all numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from generator.model.arxiv_categories import NAMES, format_category
from generator.model.dates import format_month
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.charts import draw_bars
from generator.publish.figures import (
    DataTable,
    count_per_year,
    fold_table,
    render_figure,
    render_table,
    scroll_table,
    write_csv,
)
from generator.publish.findings import (
    state_fastest_topic,
    state_growth,
    state_highest,
    state_largest_area,
    state_main_category,
    state_main_venue,
    state_share_with_code,
)
from generator.publish.pages.page_kind import PageKind
from generator.publish.pagination import locate_months, split_by_year
from generator.publish.site_data import SiteData
from generator.translation.messages import _, ngettext

# On the page; the files have all.
_MAX_MONTHS = 36
_MAX_YEARS = 10  # of topics
_MAX_RANKS = 15  # of categories and venues


@dataclass(frozen=True, slots=True)
class _Statistic:
    """A section of the page.

    Attributes:
        id: Its anchor, and the name of its file.
        title: Its heading.
        figure: Its chart and table.
        table: All of its numbers, for the file.
        explanation: How the numbers are counted.
    """

    id: str
    title: str
    figure: Markup
    table: DataTable
    explanation: str = ""


def make_statistics(site: SiteData) -> Iterator[Page]:
    """Make the page, and the files with its numbers."""
    catalogue = site.catalogue
    statistics = [statistic for statistic in _build_statistics(site) if statistic.table.rows]
    yield site.render_page(
        "stats",
        paths.STATS,
        _("Statistics"),
        _(
            "Papers of %(catalogue)s by year, month, topic, category and venue.",
            catalogue=catalogue.settings.title,
        ),
        as_of=site.day,
        statistics=statistics,
    )
    for statistic in statistics:
        yield Page(paths.locate_next_to(paths.STATS, f"{statistic.id}.csv"), write_csv(statistic.table))


def _build_statistics(site: SiteData) -> Iterator[_Statistic]:
    """Build the sections in the order of the page."""
    catalogue = site.catalogue
    yield _build_years(catalogue)
    yield _build_months(catalogue)
    yield _build_topics(site)
    yield _build_categories(catalogue)
    yield _build_venues(site)
    if any(paper.published and paper.code_url for paper in catalogue.papers):
        yield _build_code(catalogue)


def _build_years(catalogue: Catalogue) -> _Statistic:
    caption, years = _("Papers per year"), count_per_year(catalogue.papers)
    title = state_highest(years.rows)
    urls = [_build_list_url(year=year) if count else None for year, count in years.rows]
    figure = render_figure(caption, years, under_heading=not title, urls=urls)
    return _Statistic("papers-per-year", title or caption, figure, years)


def _build_months(catalogue: Catalogue) -> _Statistic:
    """Build the section whose chart has the last months, labelled with the year at each January."""
    months = count_per_month(catalogue)
    has_others = any(paper.published and not paper.published_month for paper in catalogue.papers)
    latest = DataTable(months.columns, months.rows[-_MAX_MONTHS:])
    years_of_januaries = [str(name)[:4] if str(name).endswith("-01") else "" for name, _ in latest.rows]
    caption = ngettext(
        "Papers in the last month", "Papers per month over the last %(count)s months", len(latest.rows)
    )
    places = locate_months(split_by_year(paths.YEARS, catalogue.papers))
    urls = [_build_url(*places[str(name)]) if count else None for name, count in latest.rows]
    labels = years_of_januaries if any(years_of_januaries) else None
    figure = render_figure(caption, latest, labels=labels, urls=urls)
    title = state_growth(catalogue.papers, catalogue.as_of)
    if title is None and latest == months:  # otherwise the highest month may not be in the chart
        title = state_highest(
            [(format_month(date.fromisoformat(f"{name}-01")), count) for name, count in months.rows]
        )
    return _Statistic(
        "papers-per-month",
        title or _("Papers per month"),
        figure,
        months,
        _("Papers of which only the year is known are not counted.") if has_others else "",
    )


def _build_topics(site: SiteData) -> _Statistic:
    catalogue, topics = site.catalogue, count_topics_per_year(site)
    papers_by_topic = {
        topic.title: site.groups.by_topic.get(topic.id, ()) for topic in catalogue.topics if topic.parent
    }
    areas = [
        (topic.title, len(site.groups.by_topic.get(topic.id, ())))
        for topic in catalogue.topics
        if not topic.parent
    ]
    title = state_fastest_topic(catalogue.papers, papers_by_topic, catalogue.as_of) or state_largest_area(
        areas
    )
    return _Statistic(
        "topics-per-year",
        title or _("Topics over time"),
        _render_topics_per_year(topics, [topic.id for topic in catalogue.topics]),
        topics,
        _("A paper counts once for each of its topics, and once for each of their areas."),
    )


def _build_categories(catalogue: Catalogue) -> _Statistic:
    counts = Counter(paper.primary_category for paper in catalogue.papers if paper.primary_category)
    categories = _rank(_("Category"), counts, {name: format_category(name) for name in NAMES})
    return _Statistic(
        "categories",
        state_main_category(categories) or state_highest(categories.rows) or _("Primary categories"),
        _render_ranking(categories, [_build_list_url(category=name) for name in _sort_keys(counts)]),
        categories,
        _("Primary categories, as chosen by the authors on arXiv."),
    )


def _build_venues(site: SiteData) -> _Statistic:
    catalogue = site.catalogue
    counts = Counter(paper.appearance.venue for paper in catalogue.papers if paper.appearance)
    venues = _rank(_("Venue"), counts, {venue.id: venue.acronym for venue in catalogue.venues})
    return _Statistic(
        "venues",
        state_main_venue(venues) or state_highest(venues.rows) or _("Venues"),
        _render_ranking(venues, [_build_list_url(venue=venue) for venue in _sort_keys(counts)]),
        venues,
        _("Papers whose venue is stated by the authors, by publishers or by our curators."),
    )


def _build_code(catalogue: Catalogue) -> _Statistic:
    code = count_with_code_per_year(catalogue.papers)
    urls = [_build_list_url(has="code", year=row[0]) if row[2] else None for row in code.rows]
    return _Statistic(
        "code-per-year",
        state_share_with_code(code) or _("Papers with code"),
        render_figure(_("Share of papers with code (%)"), code, unit="%", urls=urls),
        code,
        _("Links to code come from the abstract, the authors' comment or a curator."),
    )


def _build_url(page: str, anchor: str) -> str:
    return paths.build_relative_url(page, paths.STATS) + (f"#{anchor}" if anchor else "")


def _build_list_url(**filters: str | int) -> str:
    """Build the address of the list of the papers that pass filters."""
    return f"{paths.build_relative_url(paths.PAPERS, paths.STATS)}?{urlencode(filters)}"


def count_per_month(catalogue: Catalogue) -> DataTable:
    """Count papers by month of publication, up to the month of the data."""
    names = filter(None, (paper.published_month for paper in catalogue.papers))
    counts = Counter(_number_month(date.fromisoformat(f"{name}-01")) for name in names)
    if not counts:
        return DataTable((_("Month"), _("Papers")), ())
    last = max(_number_month(catalogue.as_of), *counts)
    months = range(min(counts), last + 1)
    return DataTable(
        (_("Month"), _("Papers")),
        tuple((f"{month // 12}-{month % 12 + 1:02}", counts[month]) for month in months),
    )


def _number_month(day: date) -> int:
    """Number a month: months since the year 0."""
    return day.year * 12 + day.month - 1


def count_topics_per_year(site: SiteData) -> DataTable:
    """Count the papers of each topic by year of publication; topics follow their area."""
    years = [year for year, _ in count_per_year(site.catalogue.papers).rows]
    rows: list[tuple[str | int, ...]] = []
    for topic in site.catalogue.topics:
        papers = site.groups.by_topic.get(topic.id, ())
        counts = Counter(paper.published.year for paper in papers if paper.published)
        parent = site.topics[topic.parent].title if topic.parent else ""
        rows.append((topic.title, parent, *(counts[int(year)] for year in years)))
    return DataTable((_("Topic"), _("Area"), *map(str, years)), tuple(rows))


def _render_topics_per_year(topics: DataTable, ids: Sequence[str]) -> Markup:
    """Render a small chart for each area, on one scale, and a table of all topics in recent years."""
    years = topics.columns[2:][-_MAX_YEARS:]
    rows = [
        (topic_id, str(row[0]), row[1], list(map(int, row[2:][-_MAX_YEARS:])))
        for topic_id, row in zip(ids, topics.rows, strict=True)
    ]
    areas = [(topic_id, title, counts) for topic_id, title, area, counts in rows if not area]
    highest = max((max(counts, default=0) for _, _, counts in areas), default=0)
    cards = [
        _CARD.format(title, _draw_area(topic_id, title, years, counts, highest))
        for topic_id, title, counts in areas
    ]
    table = DataTable((topics.columns[0], *years), tuple((title, *counts) for _, title, _, counts in rows))
    urls = [_build_list_url(topic=topic_id) for topic_id in ids]
    caption = _("Topics per year")
    return _CARDS.format(
        Markup("").join(cards), fold_table(caption, scroll_table(caption, render_table(table, urls=urls)))
    )


def _draw_area(topic_id: str, title: str, years: tuple[str, ...], counts: list[int], highest: int) -> Markup:
    if not years:
        return Markup("")
    description = _(
        "%(topic)s, %(first)s to %(last)s: %(numbers)s",
        topic=title,
        first=years[0],
        last=years[-1],
        numbers=", ".join(map(str, counts)),
    )
    values = list(zip(years, counts, strict=True))
    links = [(_build_list_url(topic=topic_id, year=year), f"{year}: {count}") for year, count in values]
    return draw_bars(description, values, max_count=highest, links=links)


_CARD = Markup("<figure><figcaption>{}</figcaption>{}</figure>")
_CARDS = Markup('<div class="multiples">{}</div>{}')


def _rank(column: str, counts: Counter[str], names: Mapping[str, str]) -> DataTable:
    rows = tuple((names.get(key, key), counts[key]) for key in _sort_keys(counts))
    return DataTable((column, _("Papers")), rows)


def _sort_keys(counts: Counter[str]) -> list[str]:
    """Return keys by falling count, then by name."""
    return sorted(counts, key=lambda key: (-counts[key], key))


def _render_ranking(table: DataTable, urls: Sequence[str]) -> Markup:
    """Render the first rows of a table, with bars."""
    first = DataTable(table.columns, table.rows[:_MAX_RANKS])
    return render_table(first, bars_of=1, urls=urls[:_MAX_RANKS])


def count_with_code_per_year(papers: tuple[Paper, ...]) -> DataTable:
    """Count papers, and those with a link to code, by year of publication."""
    counts = count_per_year(papers)
    with_code = Counter(paper.published.year for paper in papers if paper.published and paper.code_url)
    rows = tuple(
        (year, count, with_code[year], round(100 * with_code[year] / count) if count else 0)
        for year, count in (map(int, row) for row in counts.rows)
    )
    return DataTable((*counts.columns, _("With code"), _("Percent")), rows)


KIND = PageKind(paths.STATS, make_statistics)
