"""The figures of an evaluation, and how they are printed."""

import pytest

from tests.truth.evaluation import Evaluation, Figure, format_evaluation

# Count, total and the interval, from R's prop.test(..., correct = FALSE).
INTERVALS = [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (90, 100, 0.8256, 0.9448), (7, 7, 0.6457, 1.0)]


@pytest.mark.parametrize(("count", "total", "low", "high"), INTERVALS)
def test_the_interval_is_that_of_wilson(count, total, low, high):
    assert Figure("share", count, total).interval == pytest.approx((low, high), abs=1e-4)


def test_without_cases_nothing_is_known():
    assert Figure("share", 0, 0).interval == (0.0, 1.0)


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (Figure("precision", 9, 10, 0.9), True),
        (Figure("precision", 8, 10, 0.9), False),
        (Figure("misses", 1, 10, 0.1, is_limit=True), True),
        (Figure("misses", 2, 10, 0.1, is_limit=True), False),
        (Figure("no goal", 0, 10), True),
    ],
)
def test_a_goal_is_a_least_share_or_a_limit(figure, is_met):
    assert figure.meets_goal == is_met


def test_an_evaluation_is_printed_as_markdown():
    evaluation = Evaluation(
        "Toys", (Figure("precision", 9, 10, 0.9),), ("2602.00001 A title", "    missed caches")
    )

    assert list(format_evaluation(evaluation))[2:] == [
        "| precision | 0.900 | 0.596 to 0.982 | 9 of 10 | at least 0.90: met |",
        "",
        "- 2602.00001 A title",
        "  - missed caches",
        "",
    ]
