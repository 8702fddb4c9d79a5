"""Draw a paper among its related papers as inline SVG, which takes the colours of the page.

The paper is in the middle of an ellipse, and its related papers are around it: the more similar, the closer.
Papers that are related to each other are connected by lines, and next to each other if possible.
"""

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass

from markupsafe import Markup

from generator.translation.messages import _

_MIN_NEIGHBOURS = 3  # a picture of fewer says no more than their list
_MAX_NEIGHBOURS = 8  # names of more would overlap
_WIDTH, _HEIGHT = 640, 240
_RADII = (250, 88)  # of the ellipse on which the least similar paper is
_NEAREST = 0.5  # of these radii, where a paper as similar as possible is
_MARGIN = 40  # above and below the points, for their names
_NAME_BELOW, _NAME_ABOVE = 27, -15  # from a point to the base line of its name


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A related paper in the picture.

    Attributes:
        name: A short name, such as ``Kim 2025``.
        title: Its title, which may be shortened.
        url: The address of its page.
        distance: 0 for a paper that is as similar as possible, 1 for one that is hardly similar.
    """

    name: str
    title: str
    url: str
    distance: float


def draw_neighbourhood(name: str, neighbours: Sequence[Neighbour], pairs: Set[tuple[int, int]]) -> Markup:
    """Draw a paper and its related papers, on one line of HTML; nothing for fewer than three of them.

    Args:
        name: The short name of the paper.
        neighbours: Its related papers, the closest first.
        pairs: Positions of two of these papers that are related to each other, the smaller one first.
    """
    neighbours = neighbours[:_MAX_NEIGHBOURS]
    if len(neighbours) < _MIN_NEIGHBOURS:
        return Markup("")
    pairs = {pair for pair in pairs if max(pair) < len(neighbours)}
    points = _place(neighbours, _arrange(len(neighbours), pairs))
    middle = (_WIDTH // 2, _HEIGHT // 2)
    top = min(y for _x, y in points) - _MARGIN
    return Markup(
        '<figure class="neighbourhood" role="group" aria-label="{}">'
        '<svg viewBox="0 {} {} {}">'
        "<desc>{}</desc>"
        '<path d="{}"/><path d="{}"/><g>{}</g>{}</svg></figure>'
    ).format(
        _("%(name)s and its related papers", name=name),
        top,
        _WIDTH,
        max(y for _x, y in points) + _MARGIN - top,
        _("Closer papers are more similar. Lines connect related papers."),
        "".join(_draw_line(points[first], points[second]) for first, second in sorted(pairs)),
        "".join(_draw_line(middle, point) for point in points),
        _draw_point(middle, name, _NAME_BELOW),
        Markup("").join(map(_draw_neighbour, neighbours, points)),
    )


def _arrange(count: int, pairs: Set[tuple[int, int]]) -> list[int]:
    """Arrange papers in a circle: each is followed by the closest one that is related to it, if any."""
    order, others = [0], list(range(1, count))
    while others:
        last = order[-1]
        related = [other for other in others if (min(last, other), max(last, other)) in pairs]
        order.append((related or others)[0])
        others.remove(order[-1])
    return order


def _place(neighbours: Sequence[Neighbour], order: Sequence[int]) -> list[tuple[int, int]]:
    """Return where each of the papers is."""
    places = {}
    farthest = max(neighbour.distance for neighbour in neighbours) or 1
    for turn, position in enumerate(order):
        angle = math.tau * (turn + 0.5) / len(order) - math.pi
        reach = _NEAREST + (1 - _NEAREST) * neighbours[position].distance / farthest
        x, y = (reach * radius for radius in _RADII)
        places[position] = (
            round(_WIDTH / 2 + x * math.cos(angle)),
            round(_HEIGHT / 2 + y * math.sin(angle)),
        )
    return [places[position] for position in range(len(order))]


def _draw_line(start: tuple[int, int], end: tuple[int, int]) -> str:
    return f"M{start[0]} {start[1]}L{end[0]} {end[1]}"


def _draw_neighbour(neighbour: Neighbour, point: tuple[int, int]) -> Markup:
    dy = _NAME_ABOVE if point[1] < _HEIGHT / 2 else _NAME_BELOW
    return Markup('<a href="{}"><title>{}</title>{}</a>').format(
        neighbour.url, neighbour.title, _draw_point(point, neighbour.name, dy)
    )


def _draw_point(point: tuple[int, int], name: str, dy: int) -> Markup:
    x, y = point
    return Markup('<circle cx="{}" cy="{}" r="8"/><text x="{}" y="{}">{}</text>').format(
        x, y, x, y + dy, name
    )
