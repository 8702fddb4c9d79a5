"""Related papers are as good as they were when measured."""

from dataclasses import astuple

import pytest

from generator.derive.relatedness import BIAS, WEIGHTS
from tests.truth.learn import fit, read_samples, select
from tests.truth.related import evaluate

# The share that is related, and the share of the catalogue's papers with three or more: what was measured,
# less what a few other papers in the catalogue may change.
LEAST = [(0.85, 0.08), (0.91, 0.26), (0.84, 0.26), (0.82, 0.26)]


@pytest.mark.slow
def test_related_papers_reach_the_measured_shares():
    for evaluation, least in zip(evaluate(), LEAST, strict=True):
        figures = evaluation.figures[:2]

        assert all(figure.share > share for figure, share in zip(figures, least, strict=True))
        assert figures[0].total >= 50


@pytest.mark.slow
def test_the_weights_are_those_that_the_labels_teach():
    """Nearly: a few other papers in the catalogue change neighbours."""
    weights, bias = fit(*select(read_samples()))

    assert [*weights, bias] == pytest.approx([*astuple(WEIGHTS), BIAS], rel=0.15)
