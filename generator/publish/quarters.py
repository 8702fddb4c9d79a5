"""Papers by quarter of the calendar, as a table whose cells lead to these papers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt

from markupsafe import Markup

from generator.model.papers import Paper
from generator.publish.figures import scroll_table
from generator.translation.messages import _

_LEVELS = 6  # of colour, as in the style sheet


@dataclass(frozen=True, slots=True)
class HeatMapRow:
    """A topic in the table.

    Attributes:
        title: Of the topic.
        url: Its page.
        cell_url: The list of its papers, which the quarter is added to.
        counts: Papers in each quarter.
    """

    title: str
    url: str
    cell_url: str
    counts: Sequence[int]


def find_quarter(paper: Paper) -> str | None:
    """Return the quarter in which a paper was published, such as ``2026-Q1``; None if it is not known."""
    if not (paper.published and paper.published_month):
        return None
    return _name_quarter(_number_quarter(paper.published.date()))


def list_quarters(as_of: date, count: int) -> list[str]:
    """List so many quarters up to that of a day: ``2025-Q4``, ``2026-Q1``."""
    last = _number_quarter(as_of)
    return [_name_quarter(number) for number in range(last - count + 1, last + 1)]


def count_by_calendar_quarter(papers: Iterable[Paper], quarters: Sequence[str]) -> list[int]:
    """Count the papers in each of these quarters."""
    counts = Counter(map(find_quarter, papers))
    return [counts[quarter] for quarter in quarters]


def render_heat_map(
    caption: str, heading: str, rows: Sequence[HeatMapRow], quarters: Sequence[str], highest: int
) -> Markup:
    """Render a table of papers by topic and quarter, on one line of HTML.

    Args:
        caption: What is counted, for screen readers.
        heading: Of the column of topics.
        rows: The topics.
        quarters: The columns.
        highest: The count with the strongest colour, so that several tables share one scale.
    """
    head = Markup("").join(_HEAD.format(label) for label in (heading, *map(format_quarter, quarters)))
    lines = Markup("").join(
        _ROW.format(
            _NAME.format(row.url, row.title),
            Markup("").join(
                _CELL.format(ceil(_LEVELS * sqrt(count / highest)), row.cell_url, quarter, count)
                if count
                else _EMPTY
                for quarter, count in zip(quarters, row.counts, strict=True)
            ),
        )
        for row in rows
    )
    return scroll_table(caption, _TABLE.format(head, lines))


def format_quarter(quarter: str) -> str:
    """Format a quarter for readers: ``2026-Q1`` as ``Q1 2026``."""
    year, number = quarter.split("-Q")
    return _("Q%(number)s %(year)s", number=number, year=year)


def _number_quarter(day: date) -> int:
    """Number a quarter: quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def _name_quarter(number: int) -> str:
    return f"{number // 4}-Q{number % 4 + 1}"


_HEAD = Markup('<th scope="col">{}</th>')
_NAME = Markup('<th scope="row"><a href="{}">{}</a></th>')
_CELL = Markup('<td class=heat-{}><a href="{}&amp;quarter={}">{:,}</a></td>')
_EMPTY = Markup("<td></td>")
_ROW = Markup("<tr>{}{}</tr>")
_TABLE = Markup('<table class="heat"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
