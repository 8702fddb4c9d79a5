"""The page of statistics: for each, a chart, a table, and a file with all numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from generator.model.arxiv_categories import NAMES, format_category
from generator.model.dates import format_day
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
from generator.publish.pages.page_kind import PageKind
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
        as_of=format_day(catalogue.as_of),
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
    yield _build_venues(catalogue)
    yield _build_code(catalogue)


def _build_years(catalogue: Catalogue) -> _Statistic:
    title, years = _("Papers per year"), count_per_year(catalogue.papers)
    return _Statistic("papers-per-year", title, render_figure(title, years, under_heading=True), years)


def _build_months(catalogue: Catalogue) -> _Statistic:
    """Build the section whose chart has the last months, labelled with the year at each January."""
    months = count_per_month(catalogue)
    latest = DataTable(months.columns, months.rows[-_MAX_MONTHS:])
    years_of_januaries = [str(name)[:4] if str(name).endswith("-01") else "" for name, _ in latest.rows]
    caption = ngettext(
        "Papers per month, the last month", "Papers per month, the last %(count)s months", len(latest.rows)
    )
    figure = render_figure(caption, latest, labels=years_of_januaries if any(years_of_januaries) else None)
    return _Statistic("papers-per-month", _("Papers per month"), figure, months)


def _build_topics(site: SiteData) -> _Statistic:
    topics = count_topics_per_year(site)
    return _Statistic(
        "topics-per-year",
        _("Topics over time"),
        _render_topics_per_year(topics),
        topics,
        _("A paper counts once for each of its topics, and once for each of their areas."),
    )


def _build_categories(catalogue: Catalogue) -> _Statistic:
    categories = _rank(
        _("Category"),
        Counter(paper.primary_category for paper in catalogue.papers if paper.primary_category),
        {name: format_category(name) for name in NAMES},
    )
    return _Statistic(
        "categories",
        _("Primary categories"),
        _render_ranking(categories),
        categories,
        _("As chosen by the authors at arXiv."),
    )


def _build_venues(catalogue: Catalogue) -> _Statistic:
    venues = _rank(
        _("Venue"),
        Counter(paper.appearance.venue for paper in catalogue.papers if paper.appearance),
        {venue.id: venue.acronym for venue in catalogue.venues},
    )
    return _Statistic(
        "venues",
        _("Venues"),
        _render_ranking(venues),
        venues,
        _("Papers whose venue is stated by the authors, by publishers or by our curators."),
    )


def _build_code(catalogue: Catalogue) -> _Statistic:
    code = count_with_code_per_year(catalogue.papers)
    return _Statistic(
        "code-per-year",
        _("Papers with code"),
        render_figure(_("Share of papers with code (%)"), code, unit="%"),
        code,
        _("Links to code come from the abstract, the authors' comment or a curator."),
    )


def count_per_month(catalogue: Catalogue) -> DataTable:
    """Count papers by month of publication, up to the month of the data."""
    counts = Counter(_number_month(paper.published.date()) for paper in catalogue.papers if paper.published)
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


def _render_topics_per_year(topics: DataTable) -> Markup:
    """Render a small chart for each area, on one scale, and a table of all topics in recent years."""
    years = topics.columns[2:][-_MAX_YEARS:]
    rows = [(str(row[0]), row[1], list(map(int, row[2:][-_MAX_YEARS:]))) for row in topics.rows]
    areas = [(title, counts) for title, area, counts in rows if not area]
    highest = max((max(counts, default=0) for _, counts in areas), default=0)
    cards = [_CARD.format(title, _draw_area(title, years, counts, highest)) for title, counts in areas]
    table = DataTable((topics.columns[0], *years), tuple((title, *counts) for title, _, counts in rows))
    caption = _("Topics per year")
    return _CARDS.format(
        Markup("").join(cards), fold_table(caption, scroll_table(caption, render_table(table)))
    )


def _draw_area(title: str, years: tuple[str, ...], counts: list[int], highest: int) -> Markup:
    if not years:
        return Markup("")
    description = _(
        "%(topic)s, %(first)s to %(last)s: %(numbers)s",
        topic=title,
        first=years[0],
        last=years[-1],
        numbers=", ".join(map(str, counts)),
    )
    return draw_bars(description, list(zip(years, counts, strict=True)), max_count=highest)


_CARD = Markup("<figure><figcaption>{}</figcaption>{}</figure>")
_CARDS = Markup('<div class="multiples">{}</div>{}')


def _rank(column: str, counts: Counter[str], names: Mapping[str, str]) -> DataTable:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return DataTable((column, _("Papers")), tuple((names.get(key, key), count) for key, count in ranked))


def _render_ranking(table: DataTable) -> Markup:
    """Render the first rows of a table, with bars."""
    return render_table(DataTable(table.columns, table.rows[:_MAX_RANKS]), bars_of=1)


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
