"""The names of arXiv's categories."""

import pytest

from generator.model.arxiv_categories import format_category

LABELS = {
    "cs.PF": "Performance (cs.PF)",
    "quant-ph": "Quantum Physics (quant-ph)",
    "toys.XY": "toys.XY",
    "": "",
}


@pytest.mark.parametrize(("category", "label"), LABELS.items())
def test_a_category_has_its_name_before_it_if_arxiv_knows_it(category, label):
    assert format_category(category) == label
