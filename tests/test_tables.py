"""Tests of tables: every row is tried, and all that fail are reported."""

import pytest

from tests.tables import for_each_row


@pytest.fixture(name="rows")
def rows_that_ran():
    return []


def test_all_rows_that_fail_are_reported():
    @for_each_row(("number", "square"), [(2, 4), (3, 8), (4, 15)])
    def check(number, square):
        assert number * number == square

    with pytest.raises(AssertionError, match=r"2 of 3 rows fail(?s:.*)3, 8:(?s:.*)4, 15:"):
        check()


def test_an_exception_that_is_not_raised_is_a_failure_of_its_row():
    @for_each_row(("text", "error"), [pytest.param("x", ValueError, id="no-number"), ("1", ValueError)])
    def check(text, error):
        with pytest.raises(error):
            int(text)

    with pytest.raises(AssertionError, match=r"1 of 2 rows fail(?s:.*)'1', <class(?s:.*)DID NOT RAISE"):
        check()


def test_another_exception_names_its_row():
    @for_each_row("text", ["1", "x"])
    def check(text):
        assert int(text)

    with pytest.raises(ValueError, match="invalid literal") as info:
        check()
    assert info.value.__notes__ == ["in the row 'x'"]


@for_each_row("number", [0, 1])
def test_the_other_parameters_are_fixtures_that_rows_share(number, rows):
    rows.append(number)

    assert rows == [*range(number + 1)]


def test_a_table_without_rows_fails():
    @for_each_row("text", [])
    def check(text):
        assert text

    with pytest.raises(AssertionError, match="no rows"):
        check()
