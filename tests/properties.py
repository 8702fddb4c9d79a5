"""Tests of properties."""

from hypothesis import settings


def limit_examples(count):
    """Return the settings of a test whose examples take long: at most so many of the usual 100.

    `make check` runs fewer, `make explore` more.
    """
    usual = settings().max_examples
    return settings(max_examples=min(count * max(1, usual // 100), usual))
