"""Tests of properties."""

from hypothesis import settings


def limit_examples(count):
    """Return the settings of a test whose examples take long: at most so many; `make check` runs fewer."""
    return settings(max_examples=min(count, settings().max_examples))
