"""The rules for venues that are not listed hold the level that was measured."""

import pytest

from tests.truth.evaluation import format_evaluation
from tests.truth.open_venues import evaluate

pytestmark = pytest.mark.usefixtures("shipped_data")


@pytest.mark.slow
def test_venues_are_those_of_the_labels():
    for evaluation in evaluate():
        assert all(figure.meets_goal for figure in evaluation.figures), "\n".join(
            format_evaluation(evaluation)
        )
        assert min(figure.total for figure in evaluation.figures) >= 50
