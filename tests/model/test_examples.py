"""The examples in docstrings are true, and the modules that everything uses have one for each function."""

import doctest
import importlib
import inspect

import pytest

from tests.paths import REPOSITORY
from tests.tables import for_each_row

WITH_EXAMPLES = ("dates", "doi_urls", "identifiers", "ids", "text", "urls")
MODULES = sorted(
    ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
    for path in REPOSITORY.joinpath("generator").rglob("*.py")
    if ">>> " in path.read_text()
)


@for_each_row("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    results = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)

    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_each_public_function_of_a_module_of_rules_has_an_example(name):
    module = importlib.import_module(f"generator.model.{name}")
    functions = {
        name: function
        for name, function in inspect.getmembers(module, inspect.isroutine)
        if inspect.unwrap(function).__module__ == module.__name__ and not name.startswith("_")
    }

    assert [name for name, function in functions.items() if ">>> " not in (function.__doc__ or "")] == []
