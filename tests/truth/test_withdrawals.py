"""The rules for withdrawals hold the level that was measured."""

from tests.truth.evaluation import format_evaluation
from tests.truth.withdrawals import evaluate


def test_withdrawals_are_recognised_as_the_labels_say():
    (evaluation,) = evaluate()

    assert all(figure.meets_goal for figure in evaluation.figures), "\n".join(format_evaluation(evaluation))
    assert min(figure.total for figure in evaluation.figures) >= 130
