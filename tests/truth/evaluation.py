"""What an evaluation returns: figures with 95 % intervals, and every miss."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent

_Z = 1.959964  # of a two-sided interval of 95 %


@dataclass(frozen=True, slots=True)
class Figure:
    """A share: how many of how many, and the goal for it.

    Attributes:
        name: What is counted.
        count: How many have the property.
        total: How many could have it.
        goal: The least share, or the greatest one if `is_limit`; None if there is no goal.
        is_limit: Whether the share should be low.
    """

    name: str
    count: int
    total: int
    goal: float | None = None
    is_limit: bool = False

    @property
    def share(self) -> float:
        return self.count / self.total if self.total else math.nan

    @property
    def meets_goal(self) -> bool:
        """Whether the share is as good as the goal, or there is no goal."""
        if self.goal is None:
            return True
        return self.share <= self.goal if self.is_limit else self.share >= self.goal

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval of 95 % (https://doi.org/10.1080/01621459.1927.10502953)."""
        if not self.total:
            return 0.0, 1.0
        square = _Z * _Z / self.total
        centre = self.share + square / 2
        width = _Z * math.sqrt(self.share * (1 - self.share) / self.total + square / (4 * self.total))
        return max(0.0, (centre - width) / (1 + square)), min(1.0, (centre + width) / (1 + square))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set of labels, and lines about misses; an indented one belongs to the line before."""

    title: str
    figures: tuple[Figure, ...]
    misses: tuple[str, ...]


def read_lines(name: str) -> list[dict]:
    """Read a file of this folder that has one JSON object on each line."""
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def format_evaluation(evaluation: Evaluation) -> Iterator[str]:
    """Format an evaluation as a table and a list in Markdown."""
    yield f"## {evaluation.title}\n"
    yield "| figure | share | 95 % interval | count | goal |\n|---|---:|---|---:|---|"
    for figure in evaluation.figures:
        low, high = figure.interval
        yield (
            f"| {figure.name} | {figure.share:.3f} | {low:.3f} to {high:.3f} "
            f"| {figure.count} of {figure.total} | {_format_goal(figure)} |"
        )
    yield ""
    for miss in evaluation.misses:
        yield f"  - {miss.lstrip()}" if miss.startswith(" ") else f"- {miss}"
    yield ""


def _format_goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    bound = "at most" if figure.is_limit else "at least"
    return f"{bound} {figure.goal:.2f}: {'met' if figure.meets_goal else 'not met'}"
