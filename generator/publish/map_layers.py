"""What the map of papers shows, as a file for its script and as a picture for readers without scripts.

Papers are numbered as in the search index, from the oldest, so that the script can ask it for titles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from markupsafe import escape

from generator.model.json_text import encode_as_letter, encode_compact
from generator.model.papers import MAP_SIZE, Catalogue, Paper, Position

# Colours of areas on light and on dark ground, after Paul Tol (https://sronpersonalpages.nl/~pault/). Those
# that follow each other also differ in brightness, for readers who do not distinguish all hues. From the 11th
# area on, colours are repeated and points are squares.
_COLOURS = (
    ("#0077bb", "#66bbff"),
    ("#ee7733", "#ffaa66"),
    ("#117733", "#55cc88"),
    ("#aa3377", "#ff88cc"),
    ("#bb9900", "#eedd66"),
    ("#332288", "#aaaaff"),
    ("#33aaaa", "#77dddd"),
    ("#cc3311", "#ff7766"),
    ("#888833", "#cccc77"),
    ("#775544", "#cc9977"),
)
_NO_COLOUR = ("#707c7e", "#8b9799")  # of papers without topics

_FEW_YEARS = 3  # in fewer, the periods are months

_WIDTH, _HEIGHT, _MARGIN = 1200, 840, 30  # of the picture
_LETTER_SIZE = 13
_LETTER_WIDTH, _LINE_HEIGHT = 0.63, 1.31  # as shares of the size
_MAX_POINT_WIDTH, _MIN_POINT_WIDTH = 9, 3


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """A topic on the map.

    Attributes:
        id: Of the topic.
        title: Of the topic.
        area: The number of its area.
        position: The middle of the papers of which it is the first topic.
        count: How many these are.
    """

    id: str
    title: str
    area: int
    position: Position
    count: int


@dataclass(frozen=True, slots=True)
class MapLayers:
    """The map.

    Attributes:
        areas: Titles of the areas that have papers on the map.
        topics: The topics that are the first topic of a paper, in the curators' order.
        positions: Of all papers, the oldest first.
        topic_numbers: For each paper, the number of its first topic; None if it has none.
        periods: Years or months, and the number of the first paper of each. Papers before have no date.
    """

    areas: Sequence[str]
    topics: Sequence[TopicLabel]
    positions: Sequence[Position]
    topic_numbers: Sequence[int | None]
    periods: Sequence[tuple[str, int]]


def build_map(catalogue: Catalogue) -> MapLayers:
    """Build the map of a catalogue whose papers have positions."""
    papers = catalogue.papers[::-1]
    positions = [catalogue.positions[paper.id] for paper in papers]
    first_topics = [
        next((assignment.topic for assignment in catalogue.assignments[paper.id]), None) for paper in papers
    ]
    by_topic: dict[str, list[Position]] = {}
    for topic_id, position in zip(first_topics, positions, strict=True):
        if topic_id is not None:
            by_topic.setdefault(topic_id, []).append(position)
    topics = [topic for topic in catalogue.topics if topic.id in by_topic]
    areas = [
        topic
        for topic in catalogue.topics
        if any(topic.id in (other.id, other.parent) for other in topics) and topic.parent is None
    ]
    numbers_of_areas = {area.id: number for number, area in enumerate(areas)}
    numbers = {topic.id: number for number, topic in enumerate(topics)}
    return MapLayers(
        areas=[area.title for area in areas],
        topics=[
            TopicLabel(
                topic.id,
                topic.title,
                numbers_of_areas[topic.parent or topic.id],
                _find_middle(by_topic[topic.id]),
                len(by_topic[topic.id]),
            )
            for topic in topics
        ],
        positions=positions,
        topic_numbers=[None if topic is None else numbers[topic] for topic in first_topics],
        periods=[*_list_periods(papers)],
    )


def _find_middle(positions: Sequence[Position]) -> Position:
    return median_low(x for x, _ in positions), median_low(y for _, y in positions)


def _list_periods(papers: Sequence[Paper]) -> Iterator[tuple[str, int]]:
    """Yield each period in which papers were published, and the number of the first one."""
    days = [(number, paper.published) for number, paper in enumerate(papers) if paper.published]
    years = {day.year for _, day in days}
    knows_months = all(paper.published_month for paper in papers if paper.published)
    length = len("2026-02") if knows_months and len(years) < _FEW_YEARS else len("2026")
    last = ""
    for number, day in days:
        period = day.date().isoformat()[:length]
        if period != last:
            yield period, number
            last = period


def write_map(layers: MapLayers) -> str:
    """Write the map as JSON.

    ``areas``: [title, colour on light ground, colour on dark ground]; points are squares if an earlier area
    has the same colours. ``topics``: [title, number of the area, x, y, number of papers]. ``first``: for each
    paper the letter of its first topic, ``]`` for number 0, or a space. ``x`` and ``y``: for each paper, from
    0 to ``size`` - 1. ``periods``: [name, number of its first paper]. ``none``: the colours of papers without
    topics.
    """
    colours = _choose_colours(layers.areas)
    value = {
        "size": MAP_SIZE,
        "areas": [[title, *colours[number]] for number, title in enumerate(layers.areas)],
        "none": _NO_COLOUR,
        "topics": [[topic.title, topic.area, *topic.position, topic.count] for topic in layers.topics],
        "first": "".join(
            " " if number is None else encode_as_letter(number) for number in layers.topic_numbers
        ),
        "periods": layers.periods,
        "x": [x for x, _ in layers.positions],
        "y": [y for _, y in layers.positions],
    }
    return f"{encode_compact(value)}\n"


def _choose_colours(areas: Sequence[str]) -> list[tuple[str, str]]:
    return [_COLOURS[number % len(_COLOURS)] for number in range(len(areas))]


def draw_map(layers: MapLayers, title: str, letter_size: int = _LETTER_SIZE) -> str:
    """Draw the map as a file with an SVG picture, without what can be chosen.

    Args:
        layers: The map, with at least one paper.
        title: What the picture is called.
        letter_size: Of the names of topics; the larger it is, the fewer there are.
    """
    scale = _Scale.fit(layers.positions)
    width = max(_MIN_POINT_WIDTH, min(_MAX_POINT_WIDTH, round(150 / len(layers.positions) ** 0.5)))
    areas = [*range(len(layers.areas)), None]
    points: dict[int | None, dict[Position, None]] = {area: {} for area in areas}
    for topic, position in zip(layers.topic_numbers, layers.positions, strict=True):
        area = None if topic is None else layers.topics[topic].area
        points[area][scale.convert(position)] = None
    colours = [*_choose_colours(layers.areas), _NO_COLOUR]
    light, dark = (
        "".join(f".a{number}{{stroke:{pair[side]}}}" for number, pair in enumerate(colours))
        for side in (0, 1)
    )
    squares = "".join(
        f".a{number}{{stroke-linecap:square}}" for number in range(len(_COLOURS), len(areas) - 1)
    )
    paths = "".join(
        f'<path class="a{number}" d="{"".join(f"M{x} {y}h0" for x, y in points[area])}"/>'
        for number, area in enumerate(areas)
        if points[area]
    )
    labels = "".join(
        f'<text x="{x}" y="{y - width}">{escape(topic.title)}</text>'
        for topic, (x, y) in _place_labels(layers.topics, scale, letter_size)
    )
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    return (
        f"{opening}<title>{escape(title)}</title><style>"
        f"path{{stroke-width:{width}px;stroke-linecap:round;stroke-opacity:.85}}{squares}{light}"
        f"text{{font:600 {letter_size}px system-ui,sans-serif;text-anchor:middle;fill:#17292d;"
        "stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}"
        f"@media(prefers-color-scheme:dark){{{dark}text{{fill:#e6eeee;stroke:#12191b}}}}</style>"
        f"{paths}{labels}</svg>\n"
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From positions to the picture."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def fit(cls, positions: Sequence[Position]) -> "_Scale":
        """Return the scale at which the positions fill the picture."""
        columns, rows = [x for x, _ in positions], [y for _, y in positions]
        left, top = min(columns), min(rows)
        return cls(left, top, max(1, max(columns) - left), max(1, max(rows) - top))

    def convert(self, position: Position) -> Position:
        """Return the place of a position in the picture."""
        x, y = position
        return (
            _MARGIN + (x - self.left) * (_WIDTH - 2 * _MARGIN) // self.width,
            _MARGIN + (y - self.top) * (_HEIGHT - 2 * _MARGIN) // self.height,
        )


def _place_labels(
    topics: Sequence[TopicLabel], scale: _Scale, letter_size: int
) -> Iterator[tuple[TopicLabel, Position]]:
    """Yield the topics whose names fit, those with the most papers first."""
    boxes: list[tuple[float, int, float]] = []
    for topic in sorted(topics, key=lambda topic: -topic.count):
        half = len(topic.title) * letter_size * _LETTER_WIDTH / 2
        x, y = scale.convert(topic.position)
        x = round(min(max(x, half), _WIDTH - half))
        if all(
            abs(x - other_x) > half + other or abs(y - other_y) > letter_size * _LINE_HEIGHT
            for other_x, other_y, other in boxes
        ):
            boxes.append((x, y, half))
            yield topic, (x, y)
