"""The catalogue in numbers: each question with its chart, its table, and its data as a file."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

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

_MONTHS = 36  # on the chart; the file has all
_YEARS = 10  # of topics over time; the file has all
_MOST = 15  # categories and venues that are shown; the files have all


@dataclass(frozen=True, slots=True)
class _Answer:
    """One question of the page.

    Attributes:
        id: Its anchor, and its file's name.
        title: The question, as a heading.
        shown: Its chart and table.
        table: All of its numbers, for the file.
        remark: What one must know to read it.
    """

    id: str
    title: str
    shown: Markup
    table: Table
    remark: str = ""


def make_statistics(site: SiteData) -> Iterator[Page]:
    """Make the page, and the files with its numbers."""
    catalogue = site.catalogue
    answers = [answer for answer in _answers(site) if answer.table.rows]
    yield site.render_page(
        "stats",
        paths.STATS,
        "Statistics",
        f"{catalogue.settings.title} in numbers: papers by year and month, topic, category and venue.",
        as_of=format_day(catalogue.as_of),
        answers=answers,
    )
    for answer in answers:
        yield Page(paths.locate_next_to(paths.STATS, f"{answer.id}.csv"), write_csv(answer.table))


def _answers(site: SiteData) -> Iterator[_Answer]:
    catalogue = site.catalogue
    years = count_per_year(catalogue.papers)
    yield _Answer(
        "papers-per-year",
        "Papers per year",
        render_figure("Papers per year", years, under_heading=True),
        years,
    )
    months = count_per_month(catalogue)
    last = Table(months.columns, months.rows[-_MONTHS:])
    januaries = [str(name)[:4] if str(name).endswith("-01") else "" for name, _ in last.rows]
    caption = f"Papers per month, the last {len(last.rows)} months"
    shown = render_figure(caption, last, labels=januaries if any(januaries) else None)
    yield _Answer("papers-per-month", "Papers per month", shown, months)
    topics = count_topics_per_year(site)
    yield _Answer(
        "topics-per-year",
        "Topics over time",
        _topics_over_time(topics),
        topics,
        "A paper counts once under each of its topics, and under the areas that these belong to.",
    )
    categories = _ranked(
        "Category",
        Counter(paper.primary_category for paper in catalogue.papers if paper.primary_category),
        {name: f"{title} ({name})" for name, title in NAMES.items()},
    )
    yield _Answer(
        "categories",
        "Primary categories",
        _ranking(categories),
        categories,
        "As the authors chose them at arXiv.",
    )
    venues = _ranked(
        "Venue",
        Counter(paper.appearance.venue for paper in catalogue.papers if paper.appearance),
        {venue.id: venue.acronym for venue in catalogue.venues},
    )
    yield _Answer(
        "venues",
        "Venues",
        _ranking(venues),
        venues,
        "Of papers whose authors or curators say where they appeared.",
    )
    code = count_with_code_per_year(catalogue.papers)
    yield _Answer(
        "code-per-year",
        "Papers with code",
        render_figure("Papers with a link to code, of 100", code, unit="%"),
        code,
        "A link to code is named in the abstract or the comment, or was added by a curator.",
    )


def count_per_month(catalogue: Catalogue) -> Table:
    """How many papers came out in each month, up to that of the data."""
    counts = Counter(_month(paper.published.date()) for paper in catalogue.papers if paper.published)
    if not counts:
        return Table(("Month", "Papers"), ())
    last = max(_month(catalogue.as_of), *counts)
    months = range(min(counts), last + 1)
    return Table(
        ("Month", "Papers"),
        tuple((f"{month // 12}-{month % 12 + 1:02}", counts[month]) for month in months),
    )


def _month(when: date) -> int:
    """Months since the year 0."""
    return when.year * 12 + when.month - 1


def count_topics_per_year(site: SiteData) -> Table:
    """How many papers of each topic came out in each year; areas with their topics below them."""
    years = [year for year, _ in count_per_year(site.catalogue.papers).rows]
    rows: list[tuple[str | int, ...]] = []
    for topic in site.catalogue.topics:
        papers = site.groups.by_topic.get(topic.id, ())
        counts = Counter(paper.published.year for paper in papers if paper.published)
        parent = site.topics[topic.parent].title if topic.parent else ""
        rows.append((topic.title, parent, *(counts[int(year)] for year in years)))
    return Table(("Topic", "Area", *map(str, years)), tuple(rows))


def _topics_over_time(topics: Table) -> Markup:
    """Small charts of the areas on one scale, and all topics of the last years as a table."""
    years = topics.columns[2:][-_YEARS:]
    areas = [(str(row[0]), [int(count) for count in row[2:][-_YEARS:]]) for row in topics.rows if not row[1]]
    most = max((max(counts, default=0) for _, counts in areas), default=0)
    cards = [_CARD.format(escape(title), _area_bars(title, years, counts, most)) for title, counts in areas]
    table = Table((topics.columns[0], *years), tuple((row[0], *row[2:][-_YEARS:]) for row in topics.rows))
    return _CARDS.format(
        Markup("").join(cards), fold_table("Topics per year", _SCROLL.format(render_table(table)))
    )


def _area_bars(title: str, years: tuple[str, ...], counts: list[int], most: int) -> Markup:
    """One of several small charts that share a scale."""
    spoken = f"{title}, {years[0]} to {years[-1]}: {', '.join(map(str, counts))}" if years else title
    return draw_bars(spoken, list(zip(years, counts, strict=True)), most=most)


_CARD = Markup("<figure><figcaption>{}</figcaption>{}</figure>")
_CARDS = Markup('<div class="multiples">{}</div>{}')
_SCROLL = Markup('<div class="scroll" tabindex="0" role="region" aria-label="Topics per year">{}</div>')


def _ranked(column: str, counts: Counter[str], names: Mapping[str, str]) -> Table:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Table((column, "Papers"), tuple((names.get(key, key), count) for key, count in ranked))


def _ranking(table: Table) -> Markup:
    """The first of many, with bars; the table is the chart."""
    return render_table(Table(table.columns, table.rows[:_MOST]), bars_of=1)


def count_with_code_per_year(papers: tuple[Paper, ...]) -> Table:
    """The share of each year's papers that have a link to code, in percent."""
    all_of: Counter[int] = Counter()
    with_code: Counter[int] = Counter()
    for paper in papers:
        if paper.published:
            all_of[paper.published.year] += 1
            with_code[paper.published.year] += any(link.kind is LinkKind.CODE for link in paper.links)
    years = range(min(all_of), max(all_of) + 1) if all_of else ()
    rows = ((year, all_of[year], with_code[year], _percent(with_code[year], all_of[year])) for year in years)
    return Table(("Year", "Papers", "With code", "Percent"), tuple(rows))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


KIND = PageKind(paths.STATS, make_statistics)
