"""Trend lines: how many papers were published per quarter in recent years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from generator.model.papers import Paper
from generator.publish.charts import draw_sparkline

_DAYS = 91  # a quarter of a year
_MAX_QUARTERS = 12  # three years
_MIN_QUARTERS = 4
# A young catalogue has a few older papers. This share of its papers may be before the first quarter.
_MAX_OLDER = 0.02


@dataclass(frozen=True, slots=True)
class Window:
    """The period that all trend lines of a catalogue show.

    Quarters are counted back from the last day, so that all are equally long.

    Attributes:
        as_of: The last day.
        quarters: The number of quarters.
    """

    as_of: date
    quarters: int


def choose_window(papers: Iterable[Paper], as_of: date) -> Window:
    """Choose the period: three years, or less if hardly any papers are from its first quarters."""
    counts = count_by_quarter(papers, Window(as_of, _MAX_QUARTERS))
    older = 0
    for length in range(_MAX_QUARTERS, _MIN_QUARTERS, -1):
        older += counts[_MAX_QUARTERS - length]
        if older > _MAX_OLDER * sum(counts):
            return Window(as_of, length)
    return Window(as_of, _MIN_QUARTERS)


def count_by_quarter(papers: Iterable[Paper], window: Window) -> list[int]:
    """Count the papers that were published in each quarter, the oldest first; their month must be known."""
    counts = [0] * window.quarters
    last = window.as_of.toordinal()
    for paper in papers:
        if paper.published and paper.published_month:
            quarters_ago = max(0, last - paper.published.toordinal()) // _DAYS
            if quarters_ago < window.quarters:
                counts[-1 - quarters_ago] += 1
    return counts


def draw_trends(groups: Mapping[str, Iterable[Paper]], window: Window) -> dict[str, Markup]:
    """Draw a line of papers per quarter for each group, on one scale; empty if no paper is recent."""
    counts = {key: count_by_quarter(papers, window) for key, papers in groups.items()}
    highest = max((max(values) for values in counts.values()), default=0)
    return {
        key: draw_sparkline(values, highest) if any(values) else Markup("") for key, values in counts.items()
    }
