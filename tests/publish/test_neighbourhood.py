"""The picture of a paper among its related papers: links with names, inside the picture, close if similar."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.neighbourhood import Neighbour, draw_neighbourhood

DISTANCES = st.lists(st.floats(0, 1), min_size=3, max_size=12)


def make_neighbours(*distances):
    return [
        Neighbour(f"Kim {2000 + at}", f"Caches <{at}>", f"../{at}/", distance)
        for at, distance in enumerate(distances)
    ]


def read_points(picture):
    """Return where points are, as pairs: first that of the paper itself."""
    return [(int(x), int(y)) for x, y in re.findall(r'<circle cx="(\d+)" cy="(\d+)"', picture)]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_papers_have_no_picture(count):
    assert draw_neighbourhood("Doe 2026", make_neighbours(*[0.5] * count), set()) == ""


def test_each_paper_is_a_link_with_its_title():
    picture = draw_neighbourhood("<Doe> 2026", make_neighbours(0, 0.5, 1), {(0, 2)})

    assert "\n" not in picture
    assert re.findall(r'<a href="(.*?)"><title>(.*?)</title>', picture) == [
        (f"../{at}/", f"Caches &lt;{at}&gt;") for at in range(3)
    ]
    assert re.findall("<text [^>]*>(.*?)</text>", picture) == [
        "&lt;Doe&gt; 2026", "Kim 2000", "Kim 2001", "Kim 2002"
    ]  # fmt: skip
    assert 'aria-label="&lt;Doe&gt; 2026 and its related papers"' in picture


def test_papers_that_are_related_to_each_other_are_connected():
    picture = draw_neighbourhood("Doe 2026", make_neighbours(0, 0.5, 1, 1), {(1, 3), (0, 2)})
    _, *points = read_points(picture)
    pairs = re.search('<path d="(.*?)"', picture)[1]

    assert pairs == "".join(
        f"M{points[first][0]} {points[first][1]}L{points[second][0]} {points[second][1]}"
        for first, second in ((0, 2), (1, 3))
    )


@given(DISTANCES, st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=12))
def test_all_papers_are_inside_the_picture_and_none_hides_another(distances, pairs):
    pairs = {(min(pair), max(pair)) for pair in pairs if max(pair) < len(distances) and pair[0] != pair[1]}
    picture = draw_neighbourhood("Doe 2026", make_neighbours(*distances), pairs)
    _, top, width, height = map(int, re.search('viewBox="(.*?)"', picture)[1].split())
    points = read_points(picture)

    assert len(points) == 1 + min(len(distances), 8)
    assert all(40 <= x <= width - 40 and top + 20 <= y <= top + height - 30 for x, y in points)
    assert (
        min(math.dist(*ends) for at, one in enumerate(points) for ends in [(one, two) for two in points[:at]])
        > 30
    )


def test_a_more_similar_paper_is_closer():
    near, middle, far = make_neighbours(0, 0.5, 1)
    centre, *points = read_points(draw_neighbourhood("Doe 2026", [near, middle, far], set()))
    # The ellipse is wider than high.
    reaches = [math.hypot((x - centre[0]) / 250, (y - centre[1]) / 88) for x, y in points]

    assert reaches == pytest.approx([0.5, 0.75, 1], abs=0.02)
