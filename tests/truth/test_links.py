"""The rules for links hold the level that was measured."""

from tests.truth.evaluation import format_evaluation
from tests.truth.links import evaluate


def test_links_are_those_of_the_labels():
    (evaluation,) = evaluate()

    assert all(figure.meets_goal for figure in evaluation.figures), "\n".join(format_evaluation(evaluation))
    assert min(figure.total for figure in evaluation.figures) >= 50
