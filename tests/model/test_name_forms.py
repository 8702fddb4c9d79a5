"""Which names can be forms of one person's name."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model.name_forms import are_compatible_names
from tests.tables import for_each_row

COMPATIBLE = [
    ("Ann Example", "A. Example"),
    ("Ann Example", "Ann B. Example"),
    ("Ann B. Example", "A. Bea Example"),
    ("Ann Example", "ANN EXAMPLÉ"),
    ("A. Example", "A. B. Example"),
    ("A. Bea Example", "Bea Example"),
    ("Guy Sample", "Guy L. Sample Jr."),
    ("Bo van der Sample", "Bo S. H. van der Sample"),
    ("Cy Third-Sample", "Cy T. Sample"),
    ("Cy Rho Third-Sample", "Cy Third-Sample"),
    ("Jean-Pierre Sample", "J.-P. Sample"),
    ("Jean-Pierre Sample", "J. Sample"),
    ("Ming-Hsuan Sample", "Minghsuan Sample"),
    ("Ming-Hsuan Sample", "Ming Hsuan Sample"),
]
DIFFERENT = [
    ("Ann Example", "Amy Example"),
    ("Ann Example", "Ann Sample"),
    ("Ann B. Example", "Ann C. Example"),
    ("Ann Bea Example", "Bea Example"),  # the first given name is lost
    ("Charles Sample", "C. L. Philip Sample"),
    ("Ming Sample", "Ming-Hsuan Sample"),
    ("Yang Sample", "Y.-C. Sample"),
    ("J.-P. Sample", "Jean Sample"),
    ("Example", "A. Example"),
    ("Ramesh S", "Rao S"),
    ("", ""),
    ("Jr.", "Jr."),
]


@for_each_row(("one", "other"), COMPATIBLE)
def test_forms_of_one_name_are_compatible(one, other):
    assert are_compatible_names(one, other)
    assert are_compatible_names(other, one)


@for_each_row(("one", "other"), DIFFERENT)
def test_names_of_two_people_are_not(one, other):
    assert not are_compatible_names(one, other)
    assert not are_compatible_names(other, one)


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_order_of_two_names_makes_no_difference(one, other):
    assert are_compatible_names(one, other) == are_compatible_names(other, one)
