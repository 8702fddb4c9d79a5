"""The rules for people hold the level that was measured."""

import pytest

from tests.truth.evaluation import format_evaluation
from tests.truth.people import SETS, evaluate

MIN_PRECISION, MIN_RECALL = 0.8, 0.5  # what was measured, less what a few other names may change


@pytest.mark.slow
def test_people_hold_their_level():
    evaluations = list(evaluate())

    assert len(evaluations) == len(SETS)
    for evaluation in evaluations:
        report = "\n".join(format_evaluation(evaluation))
        assert all(figure.share >= MIN_PRECISION for figure in evaluation.figures[::2]), report
        assert all(figure.share >= MIN_RECALL for figure in evaluation.figures[1::2]), report
