"""The page of statistics: for each, a chart, a table, and a file with all numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from generator.model.arxiv_categories import NAMES
from generator.model.curation_values import LinkKind
from generator.model.dates import format_day
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.charts import draw_bars
from generator.publish.figures import (
    Table,
    count_per_year,
    fold_table,
    render_figure,
    render_table,
    write_csv,
)
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData

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
    table: Table
    explanation: str = ""


def make_statistics(site: SiteData) -> Iterator[Page]:
    """Make the page, and the files with its numbers."""
    catalogue = site.catalogue
    statistics = [statistic for statistic in _build_statistics(site) if statistic.table.rows]
    yield site.render_page(
        "stats",
        paths.STATS,
        "Statistics",
        f"{catalogue.settings.title} in numbers: papers by year and month, topic, category and venue.",
        as_of=format_day(catalogue.as_of),
        statistics=statistics,
    )
    for statistic in statistics:
        yield Page(paths.locate_next_to(paths.STATS, f"{statistic.id}.csv"), write_csv(statistic.table))


def _build_statistics(site: SiteData) -> Iterator[_Statistic]:
    catalogue = site.catalogue
    years = count_per_year(catalogue.papers)
    yield _Statistic(
        "papers-per-year",
        "Papers per year",
        render_figure("Papers per year", years, under_heading=True),
        years,
    )
    months = count_per_month(catalogue)
    latest = Table(months.columns, months.rows[-_MAX_MONTHS:])
    years_of_januaries = [str(name)[:4] if str(name).endswith("-01") else "" for name, _ in latest.rows]
    caption = f"Papers per month, the last {len(latest.rows)} months"
    figure = render_figure(caption, latest, labels=years_of_januaries if any(years_of_januaries) else None)
    yield _Statistic("papers-per-month", "Papers per month", figure, months)
    topics = count_topics_per_year(site)
    yield _Statistic(
        "topics-per-year",
        "Topics over time",
        _render_topics_per_year(topics),
        topics,
        "A paper counts once under each of its topics, and under the areas that these belong to.",
    )
    categories = _rank(
        "Category",
        Counter(paper.primary_category for paper in catalogue.papers if paper.primary_category),
        {name: f"{title} ({name})" for name, title in NAMES.items()},
    )
    yield _Statistic(
        "categories",
        "Primary categories",
        _render_ranking(categories),
        categories,
        "As the authors chose them at arXiv.",
    )
    venues = _rank(
        "Venue",
        Counter(paper.appearance.venue for paper in catalogue.papers if paper.appearance),
        {venue.id: venue.acronym for venue in catalogue.venues},
    )
    yield _Statistic(
        "venues",
        "Venues",
        _render_ranking(venues),
        venues,
        "Of papers whose authors or curators say where they appeared.",
    )
    code = count_with_code_per_year(catalogue.papers)
    yield _Statistic(
        "code-per-year",
        "Papers with code",
        render_figure("Papers with a link to code, of 100", code, unit="%"),
        code,
        "A link to code is named in the abstract or the comment, or was added by a curator.",
    )


def count_per_month(catalogue: Catalogue) -> Table:
    """Count papers by month of publication, up to the month of the data."""
    counts = Counter(_number_month(paper.published.date()) for paper in catalogue.papers if paper.published)
    if not counts:
        return Table(("Month", "Papers"), ())
    last = max(_number_month(catalogue.as_of), *counts)
    months = range(min(counts), last + 1)
    return Table(
        ("Month", "Papers"),
        tuple((f"{month // 12}-{month % 12 + 1:02}", counts[month]) for month in months),
    )


def _number_month(day: date) -> int:
    """Number a month: months since the year 0."""
    return day.year * 12 + day.month - 1


def count_topics_per_year(site: SiteData) -> Table:
    """Count the papers of each topic by year of publication; topics follow their area."""
    years = [year for year, _ in count_per_year(site.catalogue.papers).rows]
    rows: list[tuple[str | int, ...]] = []
    for topic in site.catalogue.topics:
        papers = site.groups.by_topic.get(topic.id, ())
        counts = Counter(paper.published.year for paper in papers if paper.published)
        parent = site.topics[topic.parent].title if topic.parent else ""
        rows.append((topic.title, parent, *(counts[int(year)] for year in years)))
    return Table(("Topic", "Area", *map(str, years)), tuple(rows))


def _render_topics_per_year(topics: Table) -> Markup:
    """Render a small chart for each area, on one scale, and a table of all topics in recent years."""
    years = topics.columns[2:][-_MAX_YEARS:]
    rows = [(str(row[0]), row[1], list(map(int, row[2:][-_MAX_YEARS:]))) for row in topics.rows]
    areas = [(title, counts) for title, area, counts in rows if not area]
    highest = max((max(counts, default=0) for _, counts in areas), default=0)
    cards = [_CARD.format(title, _draw_area(title, years, counts, highest)) for title, counts in areas]
    table = Table((topics.columns[0], *years), tuple((title, *counts) for title, _, counts in rows))
    return _CARDS.format(
        Markup("").join(cards), fold_table("Topics per year", _SCROLL.format(render_table(table)))
    )


def _draw_area(title: str, years: tuple[str, ...], counts: list[int], highest: int) -> Markup:
    description = f"{title}, {years[0]} to {years[-1]}: {', '.join(map(str, counts))}" if years else title
    return draw_bars(description, list(zip(years, counts, strict=True)), most=highest)


_CARD = Markup("<figure><figcaption>{}</figcaption>{}</figure>")
_CARDS = Markup('<div class="multiples">{}</div>{}')
_SCROLL = Markup('<div class="scroll" tabindex="0" role="region" aria-label="Topics per year">{}</div>')


def _rank(column: str, counts: Counter[str], names: Mapping[str, str]) -> Table:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Table((column, "Papers"), tuple((names.get(key, key), count) for key, count in ranked))


def _render_ranking(table: Table) -> Markup:
    """Render the first rows of a table, with bars."""
    return render_table(Table(table.columns, table.rows[:_MAX_RANKS]), bars_of=1)


def count_with_code_per_year(papers: tuple[Paper, ...]) -> Table:
    """Count papers, and those with a link to code, by year of publication."""
    all_papers: Counter[int] = Counter()
    with_code: Counter[int] = Counter()
    for paper in papers:
        if paper.published:
            all_papers[paper.published.year] += 1
            with_code[paper.published.year] += any(link.kind is LinkKind.CODE for link in paper.links)
    rows = []
    for year in range(min(all_papers), max(all_papers) + 1) if all_papers else ():
        percentage = round(100 * with_code[year] / all_papers[year]) if all_papers[year] else 0
        rows.append((year, all_papers[year], with_code[year], percentage))
    return Table(("Year", "Papers", "With code", "Percent"), tuple(rows))


KIND = PageKind(paths.STATS, make_statistics)
