"""Charts as inline SVG, made while building: they take the page's colours and need no script."""

from collections.abc import Sequence

from markupsafe import Markup

from generator.text import inert

_WIDTH = 640
_HEIGHT = 160
_BASE = 20  # room below for labels
_TOP = 18  # room above for numbers
_GAP = 0.25  # of a bar's place
_WIDEST_BAR = 56


def bars(title: str, values: Sequence[tuple[str, int]]) -> Markup:
    """A bar chart on one line of HTML.

    Args:
        title: What is counted, for those who cannot see it; the numbers belong into a table beside it.
        values: A label and a count for each bar, left to right.
    """
    if not values:
        return Markup("")
    step = _WIDTH / len(values)
    width = min(step * (1 - _GAP), _WIDEST_BAR)
    most = max(1, *(count for _, count in values))
    parts = []
    for index, (label, count) in enumerate(values):
        middle = step * (index + 0.5)
        height = (_HEIGHT - _BASE - _TOP) * count / most
        top = _HEIGHT - _BASE - height
        parts.append(
            f'<rect x="{middle - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        )
        parts.append(f'<text x="{middle:.1f}" y="{top - 5:.1f}">{count}</text>')
        parts.append(f'<text x="{middle:.1f}" y="{_HEIGHT - 4}">{inert(label)}</text>')
    opening = f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{inert(title)}">'
    return Markup(f"{opening}{''.join(parts)}</svg>")  # noqa: S704 - made of numbers and inert labels
