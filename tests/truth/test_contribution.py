"""The rules for the sentence of an abstract hold the level that was measured."""

from tests.truth.contribution import evaluate
from tests.truth.evaluation import format_evaluation


def test_the_sentence_that_a_reader_would_choose_is_shown():
    for evaluation in evaluate():
        assert all(figure.meets_goal for figure in evaluation.figures), "\n".join(
            format_evaluation(evaluation)
        )
        assert min(figure.total for figure in evaluation.figures) >= 50
