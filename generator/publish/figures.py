"""A chart with its table, and the same numbers as a file: nothing is told by a picture alone."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.model.papers import Paper
from generator.model.text import escape_formula
from generator.publish.charts import draw_bars, draw_table_bar

_LEAST_YEARS = 3  # for a chart to say something


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers with names.

    Attributes:
        columns: What stands in each column.
        rows: A name and its numbers each.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def render_table(table: Table, *, bars_of: int | None = None) -> Markup:
    """A table on one line of HTML.

    Args:
        table: What it shows.
        bars_of: A column of numbers that are shown as bars, too.
    """
    head = Markup("").join(_HEAD.format(escape(name)) for name in table.columns)
    most = max((int(row[bars_of]) for row in table.rows), default=0) if bars_of is not None else 0
    rows = []
    for row in table.rows:
        cells = [_NAME.format(_cell(row[0])), *(_NUMBER.format(_cell(value)) for value in row[1:])]
        if bars_of is not None:
            cells.append(_BAR.format(draw_table_bar(int(row[bars_of]) / max(1, most))))
        rows.append(_ROW.format(Markup("").join(cells)))
    extra = _NO_HEAD if bars_of is not None else Markup("")
    return _TABLE.format(head, extra, Markup("").join(rows))


def _cell(value: str | int) -> Markup:
    return escape(str(value))


_HEAD = Markup('<th scope="col">{}</th>')
_NO_HEAD = Markup("<td></td>")
_NAME = Markup('<th scope="row">{}</th>')
_NUMBER = Markup("<td>{}</td>")
_BAR = Markup('<td class="bars">{}</td>')
_ROW = Markup("<tr>{}</tr>")
_TABLE = Markup('<table class="data"><thead><tr>{}{}</tr></thead><tbody>{}</tbody></table>')
_FIGURE = Markup("<figure>{}{}</figure>{}")
_CAPTION = Markup("<figcaption>{}</figcaption>")
_FOLDED = Markup('<details class="fold"><summary>{} as a table</summary>{}</details>')


def render_figure(
    caption: str,
    table: Table,
    *,
    unit: str = "",
    labels: Sequence[str] | None = None,
    under_heading: bool = False,
) -> Markup:
    """A bar chart of the last column of a table, with the table folded below it.

    Args:
        caption: What is counted.
        table: The numbers.
        unit: What stands behind each number.
        labels: What stands below the bars, if not the names of the rows; empty ones are left out.
        under_heading: Whether a heading says already what the caption would.
    """
    values = [(str(row[0]), int(row[-1])) for row in table.rows]
    drawn = zip(labels or [name for name, _ in values], (count for _, count in values), strict=True)
    chart = draw_bars(_spoken(caption, values, unit), list(drawn), unit)
    shown = Markup("") if under_heading else _CAPTION.format(escape(caption))
    return _FIGURE.format(chart, shown, fold_table(caption, render_table(table)))


def fold_table(caption: str, table: Markup) -> Markup:
    """A table that opens at a click."""
    return _FOLDED.format(escape(caption), table)


def _spoken(caption: str, values: Sequence[tuple[str, int]], unit: str) -> str:
    """What a chart shows, in a sentence."""
    if not values:
        return caption
    label, most = max(values, key=lambda value: value[1])
    span = f"{values[0][0]} to {values[-1][0]}"
    return f"{caption}, {span}; the most in {label}: {most}{unit}. The table has all numbers."


def render_papers_per_year(papers: Iterable[Paper]) -> Markup:
    """The chart of a list, with empty years between the first and the last; nothing where years are few."""
    table = count_per_year(papers)
    return render_figure("Papers per year", table) if len(table.rows) >= _LEAST_YEARS else Markup("")


def count_per_year(papers: Iterable[Paper]) -> Table:
    """How many papers came out in each year."""
    counts = Counter(paper.published.year for paper in papers if paper.published)
    years = range(min(counts), max(counts) + 1) if counts else ()
    return Table(("Year", "Papers"), tuple((year, counts[year]) for year in years))


def write_csv(table: Table) -> str:
    """The table as a file (RFC 4180, but for its line ends); no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(
        [escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows
    )
    return out.getvalue()
