"""The rules for venues hold the level that was measured."""

import pytest

from tests.truth.evaluation import format_evaluation
from tests.truth.venues import SETS, evaluate


@pytest.fixture(name="evaluations", scope="module")
def evaluations_of_all_sets():
    return [*evaluate()]


@pytest.mark.slow
def test_venues_are_those_of_the_labels(evaluations):
    for evaluation in evaluations:
        missed_goals = [figure.name for figure in evaluation.figures if not figure.meets_goal]
        assert missed_goals == [], "\n".join(format_evaluation(evaluation))


@pytest.mark.slow
def test_there_are_enough_labels(evaluations):
    assert len(evaluations) == len(SETS) + 1
    assert all(min(figure.total for figure in evaluation.figures) >= 30 for evaluation in evaluations)
