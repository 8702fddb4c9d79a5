"""Place topics on the map of papers, so that topics whose papers are similar are near each other.

Topics start in the curators' order: areas on a circle, and topics on smaller circles around their area. From
there they move towards the distances that follow from their papers. The start and the number of moves are
fixed, and the distances of the start count, too. So a few new papers change the result a little, and cannot
turn it, as they could with multidimensional scaling by eigenvectors or from a random start.

Sums are of whole numbers below 2 ** 53, which are exact in any order. All else is rounded by IEEE 754 alone.
So the result has the same bits on every machine.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PLANE_SIDE = 1 << 16  # of the square in which all is placed; its centre is the origin

_MOVES = 60
_CIRCLE = 0.3 * PLANE_SIDE  # the radius on which areas start
_SMALL_CIRCLE = 0.8  # of a topic's circle, as a share of the space that its area has on the large one
_MIN_DISTANCE = 0.12 * PLANE_SIDE  # of topics that have the same papers
_DISTANCE_RANGE = 0.55 * PLANE_SIDE  # is added for topics whose papers have nothing in common
_SAME_AREA = 0.7  # times the distance of topics in different areas
_START_SHARE = 0.25  # of the distances at the start
# What each topic has in addition to its papers, as a share of the mean of all topics, so that the place of a
# small topic depends more on its area than on a few papers; and how similar this is to that of other topics.
_PRIOR = 0.3
_PRIOR_IN_AREA, _PRIOR_ELSEWHERE = 0.1, 0.02
_WEIGHT_UNITS = 64  # weights are whole numbers


def place_topics(areas: Sequence[int], affinities: Floats) -> Floats:
    """Place topics, and return their coordinates as rows of whole numbers.

    Args:
        areas: For each topic, the number of its area, from 0; the topics of an area follow each other.
        affinities: For each pair of topics, the similarities of all pairs of their papers, added: a
            symmetric matrix of whole numbers.
    """
    if not areas:
        return np.zeros((0, 2))
    is_same_area = np.equal.outer(np.array(areas), np.array(areas))
    start = _arrange_in_circles(areas)
    own = affinities.diagonal()
    prior = _PRIOR * own.sum() / len(own) + 1
    shared = affinities + prior * np.where(is_same_area, _PRIOR_IN_AREA, _PRIOR_ELSEWHERE)
    lengths = np.sqrt(own + prior)
    similarity = np.minimum(np.sqrt(shared / lengths / lengths[:, None]), 1)
    wanted = (_MIN_DISTANCE + _DISTANCE_RANGE * (1 - similarity)) * np.where(is_same_area, _SAME_AREA, 1)
    wanted = (1 - _START_SHARE) * wanted + _START_SHARE * _measure_distances(start)[1]
    return _approach_distances(start, wanted)


def _arrange_in_circles(areas: Sequence[int]) -> Floats:
    """Arrange areas on a circle, each with space for its topics, and topics on a circle around their area."""
    places = []
    for number, area in enumerate(areas):
        first, count = areas.index(area), areas.count(area)
        angle = 2 * math.pi * (first + count / 2) / len(areas)
        own_angle = angle + 2 * math.pi * (number - first) / count
        radius = (
            _SMALL_CIRCLE * _CIRCLE * math.sin(math.pi * min(count / len(areas), 0.5)) if count > 1 else 0
        )
        places.append(
            (
                round(_CIRCLE * math.cos(angle) + radius * math.cos(own_angle)),
                round(_CIRCLE * math.sin(angle) + radius * math.sin(own_angle)),
            )
        )
    return np.array(places, dtype=np.float64)


def _approach_distances(places: Floats, wanted: Floats) -> Floats:
    """Move topics towards the distances that they should have; small distances count more.

    This is stress majorization (Gansner, Koren and North 2004, https://doi.org/10.1007/978-3-540-31843-9_25):
    each topic moves half of the way to where the others want it, all at the same time.
    """
    weights = np.rint(_WEIGHT_UNITS * (PLANE_SIDE / wanted) ** 2)
    np.fill_diagonal(weights, 0)
    totals = np.maximum(weights.sum(axis=1), 1)[:, None]
    for _move in range(_MOVES):
        differences, distances = _measure_distances(places)
        targets = places + np.rint(differences * (wanted / distances)[:, :, None])
        pulled = (weights[:, :, None] * targets).sum(axis=1)
        places = np.rint((places + np.where(totals > 1, pulled / totals, places)) / 2)
    return places


def _measure_distances(places: Floats) -> tuple[Floats, Floats]:
    """Return the vector to each topic from each other one, and its length, which is at least 1."""
    differences = places[:, None] - places
    squares = differences * differences
    return differences, np.maximum(np.sqrt(squares[:, :, 0] + squares[:, :, 1]), 1)
