"""Tables of numbers: as HTML, as a chart with its table, and as CSV."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.model.escaping import escape_formula
from generator.model.papers import Paper
from generator.publish.charts import draw_bars, draw_table_bar
from generator.translation.messages import _

_MIN_YEARS = 3  # of a chart


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of numbers.

    Attributes:
        columns: The heading of each column.
        rows: A name and its numbers.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def render_table(
    table: DataTable, *, bars_of: int | None = None, urls: Sequence[str | None] | None = None
) -> Markup:
    """Render a table, on one line of HTML.

    Args:
        table: The table.
        bars_of: The index of a column whose numbers are shown as bars, too.
        urls: For each row, where its name leads to.
    """
    head = Markup("").join(_HEAD.format(name) for name in table.columns)
    highest = max((int(row[bars_of]) for row in table.rows), default=0) if bars_of is not None else 0
    rows = []
    for row, url in zip(table.rows, urls or [None] * len(table.rows), strict=True):
        name = _LINK.format(url, row[0]) if url else row[0]
        cells = [_NAME.format(name), *map(_NUMBER.format, row[1:])]
        if bars_of is not None:
            cells.append(_BAR.format(draw_table_bar(int(row[bars_of]) / max(1, highest))))
        rows.append(_ROW.format(Markup("").join(cells)))
    extra = _NO_HEAD if bars_of is not None else Markup("")
    return _TABLE.format(head, extra, Markup("").join(rows))


_HEAD = Markup('<th scope="col">{}</th>')
_NO_HEAD = Markup("<td></td>")
_NAME = Markup('<th scope="row">{}</th>')
_LINK = Markup('<a href="{}">{}</a>')
_NUMBER = Markup("<td>{}</td>")
_BAR = Markup('<td class="bars">{}</td>')
_ROW = Markup("<tr>{}</tr>")
_TABLE = Markup('<table class="data"><thead><tr>{}{}</tr></thead><tbody>{}</tbody></table>')
_FIGURE = Markup("<figure>{}{}</figure>{}")
_CAPTION = Markup("<figcaption>{}</figcaption>")
_SCROLL = Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>')
_FOLDED = Markup('<details class="fold"><summary>{}</summary>{}</details>')


def render_figure(
    caption: str,
    table: DataTable,
    *,
    unit: str = "",
    labels: Sequence[str] | None = None,
    under_heading: bool = False,
    urls: Sequence[str | None] | None = None,
) -> Markup:
    """Render a bar chart of the last column of a table, with the table folded below it.

    Args:
        caption: What is counted.
        table: The numbers.
        unit: Text after each number.
        labels: The labels of the bars, if they are not the names of the rows; empty ones are left out.
        under_heading: Whether the heading above it already states the caption.
        urls: For each row, where its bar and its name lead to.
    """
    values = [(str(row[0]), int(row[-1])) for row in table.rows]
    bars = zip(labels or [name for name, _ in values], (count for _, count in values), strict=True)
    links = [
        (url, f"{name}: {count}{unit}") if url else None
        for (name, count), url in zip(values, urls or [None] * len(values), strict=True)
    ]
    chart = draw_bars(_describe(caption, values, unit), list(bars), unit, links=links)
    visible_caption = Markup("") if under_heading else _CAPTION.format(caption)
    return _FIGURE.format(chart, visible_caption, fold_table(caption, render_table(table, urls=urls)))


def scroll_table(caption: str, table: Markup) -> Markup:
    """Let a wide table scroll by itself, for the keyboard, too."""
    return _SCROLL.format(caption, table)


def fold_table(caption: str, table: Markup) -> Markup:
    """Fold the table of a chart, so that it opens at a click."""
    return fold_content(_("%(caption)s (table)", caption=caption), table)


def fold_content(summary: str, content: Markup) -> Markup:
    """Fold a part of a page, so that it opens at a click."""
    return _FOLDED.format(summary, content)


def _describe(caption: str, values: Sequence[tuple[str, int]], unit: str) -> str:
    """Describe a chart in a sentence, for screen readers."""
    if not values:
        return caption
    label, highest = max(values, key=lambda value: value[1])
    return _(
        "%(caption)s, %(first)s to %(last)s; highest in %(highest)s: %(number)s. The table has all numbers.",
        caption=caption,
        first=values[0][0],
        last=values[-1][0],
        highest=label,
        number=f"{highest}{unit}",
    )


def render_papers_per_year(papers: Iterable[Paper]) -> Markup:
    """Render a chart of papers by year; empty if these span fewer than three years."""
    table = count_per_year(papers)
    return render_figure(_("Papers per year"), table) if len(table.rows) >= _MIN_YEARS else Markup("")


def count_per_year(papers: Iterable[Paper]) -> DataTable:
    """Count papers by year of publication, from the first year to the last."""
    counts = Counter(paper.published.year for paper in papers if paper.published)
    years = range(min(counts), max(counts) + 1) if counts else ()
    return DataTable((_("Year"), _("Papers")), tuple((year, counts[year]) for year in years))


def write_csv(table: DataTable) -> str:
    """Write a table as CSV (RFC 4180, with line feeds); formulas of spreadsheets are escaped."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(
        [escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows
    )
    return file.getvalue()
