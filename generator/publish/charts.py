"""Charts as inline SVG, made while building: they take the page's colours and need no script.

A chart is drawn for 640 units of width and scales with the page. On a phone that is about half, so the style
sheet doubles the letters there and hides those labels that would then touch (class ``wide``).
"""

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup, escape

_WIDTH = 640
_HEIGHT = 180
_BASE = 24  # room below for labels
_TOP = 22  # room above for numbers
_GAP = 0.25  # of a bar's place
_WIDEST_BAR = 56
_LETTER = 7  # units that a letter takes
_LETTER_ON_A_PHONE = 13
_SPACE = 1  # letters between two labels

_LINE_WIDTH = 100
_LINE_HEIGHT = 24


def draw_bars(
    title: str, values: Sequence[tuple[str, int]], unit: str = "", *, most: int | None = None
) -> Markup:
    """A bar chart on one line of HTML.

    Args:
        title: What is counted, for those who cannot see it; the numbers belong into a table beside it.
        values: A label and a count for each bar, left to right.
        unit: What stands behind each number, such as ``%``.
        most: The count that is as high as the chart, where several charts share a scale.
    """
    if not values:
        return Markup("")
    step = _WIDTH / len(values)
    width = min(step * (1 - _GAP), _WIDEST_BAR)
    highest = max(1, most or 0, *(count for _, count in values))
    numbers = [f"{count}{unit}" for _, count in values]
    label_classes = _label_classes([label for label, _ in values], step)
    number_classes = _number_classes([count for _, count in values], numbers, step)
    parts = []
    for index, (label, count) in enumerate(values):
        middle = f"{step * (index + 0.5):.1f}"
        height = (_HEIGHT - _BASE - _TOP) * count / highest
        top = _HEIGHT - _BASE - height
        left = step * (index + 0.5) - width / 2
        parts.append(f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>')
        if count and number_classes[index] is not None:
            parts.append(_text(middle, f"{top - 6:.1f}", numbers[index], number_classes[index]))
        if label_classes[index] is not None:
            parts.append(_text(middle, f"{_HEIGHT - 5}", label, label_classes[index]))
    label = escape(title)
    opening = f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
    ground = f'<path class="ground" d="M0 {_HEIGHT - _BASE}.5H{_WIDTH}"/>'
    return Markup(f"{opening}{''.join(parts)}{ground}</svg>")  # noqa: S704 - made of numbers and inert labels


def _text(x: str, y: str, text: str, css: str | None) -> str:
    shown = f' class="{css}"' if css else ""
    return f'<text x="{x}" y="{y}"{shown}>{escape(text)}</text>'


def _label_classes(labels: Sequence[str], step: float) -> list[str | None]:
    """For each label its class, or None where it is empty or would touch the one after it; the last stays."""
    if not all(labels):
        return ["" if label else None for label in labels]
    longest = max(map(len, labels)) + _SPACE
    every = ceil(longest * _LETTER / step)
    every_on_a_phone = every * ceil(longest * _LETTER_ON_A_PHONE / step / every)
    classes: list[str | None] = []
    for index in range(len(labels)):
        from_end = len(labels) - 1 - index
        shown = "" if from_end % every_on_a_phone == 0 else "wide"
        classes.append(None if from_end % every else shown)
    return classes


def _number_classes(counts: Sequence[int], numbers: Sequence[str], step: float) -> list[str | None]:
    """For each number its class: all of them where they fit, and else that of the highest bar."""
    longest = max(map(len, numbers)) + _SPACE
    css = "" if longest * _LETTER_ON_A_PHONE <= step else "wide" if longest * _LETTER <= step else None
    highest = max(range(len(counts)), key=counts.__getitem__)
    return ["" if index == highest else css for index in range(len(counts))]


def draw_sparkline(values: Sequence[int]) -> Markup:
    """A small line without words, which stands beside the number that it explains."""
    most = max(1, *values)
    step = _LINE_WIDTH / max(1, len(values) - 1)
    points = [
        f"{index * step:.0f} {_LINE_HEIGHT - 2 - (_LINE_HEIGHT - 4) * value / most:.1f}"
        for index, value in enumerate(values)
    ]
    line = "L".join(points)
    return Markup(  # noqa: S704 - made of numbers
        f'<svg class="trend" viewBox="0 0 {_LINE_WIDTH} {_LINE_HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true"><path class="area" d="M0 {_LINE_HEIGHT}L{line}L{_LINE_WIDTH} {_LINE_HEIGHT}z"/>'
        f'<path class="line" d="M{line}"/></svg>'
    )


def draw_table_bar(share: float) -> Markup:
    """A bar for a row of a table, which holds its number; from 0 to 1 of the cell's width."""
    return Markup(  # noqa: S704 - made of a number
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.1f}" height="1"/></svg>'
    )
