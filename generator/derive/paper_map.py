"""Place papers on a map, so that papers are near those that are similar to them.

A paper starts between its topics (`map_topics`) and those of its neighbours. Then, many times, it is pulled
towards this start and towards its neighbours, and pushed away from where papers are many. The pushes follow
from how papers are distributed, not from single papers, and a new paper has few neighbours. So the map
changes little when papers are added (docs/project/benchmarks.md).

The result depends neither on the order of the papers nor on the machine: positions are whole numbers, sums
are of whole numbers below 2 ** 53, which are exact in any order, and all else is rounded by IEEE 754 alone.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import chain

import numpy as np
from scipy.sparse import csr_array

from generator.derive.map_topics import PLANE_SIDE, Floats, place_topics
from generator.derive.similarity import Matrix
from generator.model.curation_values import Topic
from generator.model.papers import MAP_SIZE, Assignment, Position

_SIMILARITY_UNITS = 10_000  # similarities have four decimals
_FIRST_TOPIC = 3  # times the weight of a paper's other topics
_TOPIC_UNITS = 60  # of the weights of a paper's topics together
_OWN_TOPICS, _NEIGHBOURS_TOPICS = 7, 3  # weights of where a paper starts
_JITTER = PLANE_SIDE // 100  # so that papers with the same topics do not start at the same place
_SPREAD = 0.7  # of the map, for papers without topics and similar papers

_MOVES = 100
_FIRST_STEP, _LAST_STEP = 0.5, 0.1  # shares of the way
_START_PULL = 0.3  # as of a neighbour with this similarity
_REACH = PLANE_SIDE / 20  # a neighbour at this distance pulls with half of its force for each unit
_PULL_UNITS = 16  # for each unit of similarity
_PUSH = 0.4 * PLANE_SIDE

_CELLS = 64  # along each side, in which papers are counted
_CELL = PLANE_SIDE // _CELLS
_PARTS = 64  # of a cell: a paper counts for the four nearest corners of cells
_WIDTHS = [2 ** (exponent / 2) for exponent in range(9)]  # in cells; see `_build_kernels`
_KERNEL_UNITS = 1 << 10


def place_papers(
    neighbours: Mapping[str, Mapping[str, float]],
    assignments: Mapping[str, Sequence[Assignment]],
    topics: Sequence[Topic],
) -> dict[str, Position]:
    """Map each paper id to the position of the paper, to the right and downwards.

    Args:
        neighbours: The id of each paper to the ids of its neighbours and their similarities.
        assignments: Paper id to its topics, the strongest first.
        topics: All topics, in the curators' order.
    """
    ids = sorted(neighbours)
    if not ids:
        return {}
    links = _link_neighbours(ids, neighbours)
    ordered, areas = _order_by_area(topics)
    memberships = _weigh_topics(ids, assignments, ordered)
    affinities = (memberships.T @ (links @ memberships)).toarray()
    start = _find_start(ids, links, memberships, place_topics(areas, affinities))
    places = _move_papers(links, start)
    positions = ((places + PLANE_SIDE // 2) * MAP_SIZE // PLANE_SIDE).astype(int).tolist()
    return {paper: (x, y) for paper, (x, y) in zip(ids, positions, strict=True)}


def _link_neighbours(ids: Sequence[str], neighbours: Mapping[str, Mapping[str, float]]) -> Matrix:
    """Build a symmetric matrix of similarities in units; neighbours of each other have twice as many."""
    numbers = {paper: number for number, paper in enumerate(ids)}
    rows = np.repeat(np.arange(len(ids)), [len(neighbours[paper]) for paper in ids])
    columns = np.array([numbers[other] for paper in ids for other in neighbours[paper]], dtype=np.int64)
    similarities = np.array(
        [*chain.from_iterable(neighbours[paper].values() for paper in ids)], dtype=np.float64
    )
    units = np.rint(similarities * _SIMILARITY_UNITS)
    matrix = csr_array((units, (rows, columns)), shape=(len(ids), len(ids)))
    return csr_array(matrix + matrix.T)


def _order_by_area(topics: Sequence[Topic]) -> tuple[list[str], list[int]]:
    """Return topics so that those of an area follow each other, and the number of each topic's area."""
    areas = [topic.id for topic in topics if topic.parent is None]
    numbers = {topic.id: areas.index(topic.parent or topic.id) for topic in topics}
    ordered = sorted(numbers, key=numbers.__getitem__)
    return ordered, [numbers[topic] for topic in ordered]


def _weigh_topics(
    ids: Sequence[str], assignments: Mapping[str, Sequence[Assignment]], topics: Sequence[str]
) -> Matrix:
    """Build a matrix of the weights of topics, with a row for each paper."""
    numbers = {topic: number for number, topic in enumerate(topics)}
    rows, columns, weights = [], [], []
    for row, paper in enumerate(ids):
        topics_of_paper = [assignment.topic for assignment in assignments.get(paper, ())]
        weight = _TOPIC_UNITS // (len(topics_of_paper) - 1 + _FIRST_TOPIC)
        for place, topic in enumerate(topics_of_paper):
            rows.append(row)
            columns.append(numbers[topic])
            weights.append(weight if place else weight * _FIRST_TOPIC)
    return csr_array((np.array(weights, dtype=np.float64), (rows, columns)), shape=(len(ids), len(topics)))


def _find_start(ids: Sequence[str], links: Matrix, memberships: Matrix, topics: Floats) -> Floats:
    """Return where papers start: between their topics and those of their neighbours, or else anywhere."""
    own, has_own = _average(memberships, topics)
    others, has_others = _average(links @ memberships, topics)
    weights = _OWN_TOPICS * has_own, _NEIGHBOURS_TOPICS * has_others
    start = (weights[0] * own + weights[1] * others) / np.maximum(weights[0] + weights[1], 1)
    scattered = _scatter(ids)
    radius = np.where(has_own + has_others > 0, _JITTER, _SPREAD * PLANE_SIDE / 2)
    return np.rint(start + scattered * radius)


def _average(weights: Matrix, topics: Floats) -> tuple[Floats, Floats]:
    """Return the weighted mean of the topics' places for each paper, and 1 or 0 for whether it has topics."""
    totals: Floats = weights.sum(axis=1)[:, None]
    return (weights @ topics) / np.maximum(totals, 1), (totals > 0).astype(np.float64)


def _scatter(ids: Sequence[str]) -> Floats:
    """Return two numbers from -1 to 1 for each paper, which follow from its id."""
    digests = b"".join(blake2b(paper.encode(), digest_size=4).digest() for paper in ids)
    return np.frombuffer(digests, dtype=">i2").reshape(-1, 2) / (1 << 15)


def _move_papers(links: Matrix, start: Floats) -> Floats:
    """Move papers from their start to their places."""
    rows = np.repeat(np.arange(len(start)), np.diff(links.indptr))
    kernels = _build_kernels()
    start_pull = round(_START_PULL * _SIMILARITY_UNITS * _PULL_UNITS)
    places = start
    for step in np.linspace(_FIRST_STEP, _LAST_STEP, _MOVES).tolist():
        # By coordinate, because NumPy takes numbers from a vector ten times as fast as rows from a matrix.
        differences = np.stack([values[links.indices] - values[rows] for values in places.T])
        squares = (differences * differences).sum(axis=0)
        pulls = np.rint(links.data * _PULL_UNITS / (1 + squares / _REACH**2))
        totals = np.bincount(rows, pulls, len(places)) + start_pull
        moves = start_pull * (start - places) + _add_by_number(rows, pulls * differences, len(places))
        moves = moves / totals[:, None] + _PUSH * _find_push(places, kernels)
        places = np.clip(np.rint(places + step * moves), -PLANE_SIDE // 2, PLANE_SIDE // 2 - 1)
    return places


def _add_by_number(numbers: np.ndarray, values: Floats, count: int) -> Floats:
    """Add the columns of values that have the same number; the sums of each number are a row."""
    return np.stack([np.bincount(numbers, row, count) for row in values], axis=1)


def _build_kernels() -> list[Floats]:
    """Build Gaussian kernels whose widths grow by a constant factor, for one dimension.

    Their sum is nearly the logarithm of the distance, the potential of forces that spread points evenly over
    a plane. Unlike the logarithm, a Gaussian is the product of its values in two dimensions.
    """
    distances = np.subtract.outer(np.arange(_CELLS + 1), np.arange(_CELLS + 1))
    return [np.rint(_KERNEL_UNITS * np.exp(-(distances**2) / (2 * width**2))) for width in _WIDTHS]


def _find_push(places: Floats, kernels: Sequence[Floats]) -> Floats:
    """Return the direction and the force by which each paper is pushed from where papers are many."""
    cells, rests = np.divmod(places + PLANE_SIDE // 2, _CELL)
    parts = rests // (_CELL // _PARTS)
    columns, rows = cells.astype(np.int64).T
    corners = [
        (
            (columns + right) * (_CELLS + 1) + rows + below,
            np.abs(_PARTS * (1 - right) - parts[:, 0]) * np.abs(_PARTS * (1 - below) - parts[:, 1]),
        )
        for right in (0, 1)
        for below in (0, 1)
    ]
    counts = np.zeros((_CELLS + 1) ** 2)
    for numbers, shares in corners:
        counts += np.bincount(numbers, shares, len(counts))
    density = counts.reshape(_CELLS + 1, _CELLS + 1)
    potential = np.zeros_like(density)
    for kernel in kernels:
        potential += kernel @ density @ kernel
    potential /= len(places) * _PARTS**2 * _KERNEL_UNITS**2
    slopes = np.zeros((*potential.shape, 2))
    slopes[1:-1, :, 0] = (potential[:-2] - potential[2:]) / 2
    slopes[:, 1:-1, 1] = (potential[:, :-2] - potential[:, 2:]) / 2
    pushes = np.zeros_like(places)
    for numbers, shares in corners:
        pushes += slopes.reshape(-1, 2)[numbers] * shares[:, None]
    return pushes / _PARTS**2
