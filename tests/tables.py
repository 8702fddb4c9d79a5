"""Tests of tables with many rows."""

import inspect
from functools import wraps

import pytest

_ParameterSet = type(pytest.param())


def for_each_row(names, rows):
    """Run a test for each row of a table, and report all rows that fail.

    It is written like ``pytest.mark.parametrize``, for tests of pure functions. It makes one test instead of
    one for each row: thousands of tests cost more time than what they test. Its further parameters are
    fixtures, which all rows share.

    Args:
        names: The parameters of the test, as one name or a tuple of names.
        rows: A value, a tuple of values, or a ``pytest.param``, for each run.
    """
    names = [names] if isinstance(names, str) else [*names]

    def decorate(test):
        signature = inspect.signature(test)
        fixtures = [each for name, each in signature.parameters.items() if name not in names]

        @wraps(test)
        def run_rows(**shared):
            failures, count = [], 0
            for row in rows:
                values = _read_values(row, len(names))
                count += 1
                try:
                    test(**dict(zip(names, values, strict=True)), **shared)
                except (AssertionError, pytest.fail.Exception) as error:
                    failures.append(f"{', '.join(map(repr, values))}:\n{error}")
                except Exception as error:
                    error.add_note(f"in the row {', '.join(map(repr, values))}")
                    raise
            assert count, "the table has no rows"
            assert not failures, f"{len(failures)} of {count} rows fail\n\n" + "\n\n".join(failures)

        run_rows.__signature__ = signature.replace(parameters=fixtures)
        return run_rows

    return decorate


def _read_values(row, count):
    if isinstance(row, _ParameterSet):
        return row.values
    return (row,) if count == 1 else row
