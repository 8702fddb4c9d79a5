"""Draw charts as inline SVG, which takes the colours of the page and needs no script.

A chart is 640 units wide and scales with the page. A phone shows it at about half that width, where the style
sheet doubles the size of letters and hides labels of the class ``wide``, which would overlap.
"""

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup, escape

_WIDTH = 640
_HEIGHT = 180
_BASE = 24  # height of the labels below the bars
_TOP = 22  # height of the numbers above the bars
_GAP = 0.25  # between bars, as a share of their distance
_MAX_BAR_WIDTH = 56
_LETTER_WIDTH = 7
_LETTER_WIDTH_ON_PHONE = 13
_SPACE = 1  # letters between two labels

_LINE_WIDTH = 100
_LINE_HEIGHT = 24


def draw_bars(
    title: str,
    values: Sequence[tuple[str, int]],
    unit: str = "",
    *,
    max_count: int | None = None,
    links: Sequence[tuple[str, str] | None] = (),
) -> Markup:
    """Draw a bar chart, on one line of HTML.

    Args:
        title: What the chart shows, for screen readers; the page has the numbers in a table.
        values: A label and a count for each bar, from left to right.
        unit: Text after each number, such as ``%``.
        max_count: The count at the top of the scale, if several charts share one.
        links: For each bar, where it leads to and what that is called, or None.
    """
    if not values:
        return Markup("")
    step = _WIDTH / len(values)
    width = min(step * (1 - _GAP), _MAX_BAR_WIDTH)
    highest = max(1, max_count or 0, *(count for _, count in values))
    numbers = [f"{count}{unit}" for _, count in values]
    label_classes = _choose_label_classes([label for label, _ in values], step)
    number_classes = _choose_number_classes([count for _, count in values], numbers, step)
    parts = []
    for index, (label, count) in enumerate(values):
        middle = f"{step * (index + 0.5):.1f}"
        height = (_HEIGHT - _BASE - _TOP) * count / highest
        top = _HEIGHT - _BASE - height
        left = step * (index + 0.5) - width / 2
        bar = f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        link = links[index] if links and count else None
        parts.append(f'<a href="{escape(link[0])}" aria-label="{escape(link[1])}">{bar}</a>' if link else bar)
        if count and number_classes[index] is not None:
            parts.append(_draw_text(middle, f"{top - 6:.1f}", numbers[index], number_classes[index]))
        if label_classes[index] is not None:
            parts.append(_draw_text(middle, f"{_HEIGHT - 5}", label, label_classes[index]))
    label, role = escape(title), "group" if any(links) else "img"
    opening = f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="{role}" aria-label="{label}">'
    ground = f'<path class="ground" d="M0 {_HEIGHT - _BASE}.5H{_WIDTH}"/>'
    return Markup(f"{opening}{''.join(parts)}{ground}</svg>")  # noqa: S704 - made of numbers and escaped labels


def _draw_text(x: str, y: str, text: str, css: str | None) -> str:
    attribute = f' class="{css}"' if css else ""
    return f'<text x="{x}" y="{y}"{attribute}>{escape(text)}</text>'


def _choose_label_classes(labels: Sequence[str], step: float) -> list[str | None]:
    """Choose the class of each label; None leaves a label out that is empty or would touch the next one."""
    if not all(labels):
        return ["" if label else None for label in labels]
    length = max(map(len, labels)) + _SPACE
    interval = ceil(length * _LETTER_WIDTH / step)
    interval_on_phone = interval * ceil(length * _LETTER_WIDTH_ON_PHONE / step / interval)
    classes: list[str | None] = []
    for index in range(len(labels)):
        from_end = len(labels) - 1 - index  # the last label is always shown
        css = "" if from_end % interval_on_phone == 0 else "wide"
        classes.append(None if from_end % interval else css)
    return classes


def _choose_number_classes(counts: Sequence[int], numbers: Sequence[str], step: float) -> list[str | None]:
    """Choose the class of each number; None leaves a number out. That of the highest bar is always shown."""
    width = (max(map(len, numbers)) + _SPACE) * _LETTER_WIDTH
    width_on_phone = width * _LETTER_WIDTH_ON_PHONE / _LETTER_WIDTH
    css = "" if width_on_phone <= step else "wide" if width <= step else None
    highest = max(range(len(counts)), key=counts.__getitem__)
    return ["" if index == highest else css for index in range(len(counts))]


def draw_sparkline(values: Sequence[int], max_value: int) -> Markup:
    """Draw a small line without text, to show next to a number.

    The line and the area below it are one path, whose other edges are outside the box and not drawn.

    Args:
        values: The heights, from left to right.
        max_value: The value at the top of the scale, which lines next to each other share.
    """
    highest = max(1, max_value)
    step = _LINE_WIDTH / max(1, len(values) - 1)
    heights = [f"{_LINE_HEIGHT - 2 - (_LINE_HEIGHT - 4) * value / highest:.1f}" for value in values]
    line = "L".join(f"{index * step:.0f} {height}" for index, height in enumerate(heights))
    return Markup(  # noqa: S704 - made of numbers
        f'<svg class="trend" viewBox="0 0 {_LINE_WIDTH} {_LINE_HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true"><path d="M-9 {heights[0]}L{line}h9V{2 * _LINE_HEIGHT}H-9z"/></svg>'
    )


def draw_table_bar(share: float) -> Markup:
    """Draw a bar for the row of a table, as a share of its cell's width from 0 to 1."""
    return Markup(  # noqa: S704 - made of a number
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.1f}" height="1"/></svg>'
    )
