"""How much of something came out lately: counts for a small line beside its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from generator.model.papers import Paper
from generator.publish.charts import draw_sparkline

_DAYS = 91  # a quarter of a year
_MOST = 12  # quarters: three years
_LEAST = 4
_FEW = 0.02  # of the papers of these years: so few may be older than the line, as strays of a young catalogue


@dataclass(frozen=True, slots=True)
class Window:
    """The quarters that all lines of a catalogue show.

    They are counted back from a day, so that the last one is as long as the others.

    Attributes:
        as_of: The last day.
        quarters: How many there are.
    """

    as_of: date
    quarters: int

    @property
    def since(self) -> date:
        """The first day."""
        return self.as_of - timedelta(days=self.quarters * _DAYS - 1)


def choose_window(papers: Iterable[Paper], as_of: date) -> Window:
    """Three years, or what of them the catalogue really covers."""
    counts = count_by_quarter(papers, Window(as_of, _MOST))
    few = _FEW * sum(counts)
    strays = 0
    for length in range(_MOST, _LEAST, -1):
        strays += counts[_MOST - length]
        if strays > few:
            return Window(as_of, length)
    return Window(as_of, _LEAST)


def count_by_quarter(papers: Iterable[Paper], shown: Window) -> list[int]:
    """How many papers were published in each quarter, the oldest first."""
    counts = [0] * shown.quarters
    last = shown.as_of.toordinal()
    for paper in papers:
        if paper.published:
            ago = max(0, last - paper.published.toordinal()) // _DAYS
            if ago < shown.quarters:
                counts[-1 - ago] += 1
    return counts


def draw_trend(papers: Iterable[Paper], shown: Window) -> Markup:
    """A line of papers per quarter; nothing where none came out."""
    counts = count_by_quarter(papers, shown)
    return draw_sparkline(counts) if any(counts) else Markup("")
