"""Regular expressions use nothing that a supported version of Python gets wrong.

Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2) mishandle possessive quantifiers and atomic groups:
https://github.com/python/cpython/issues/106052 and https://github.com/python/cpython/issues/101955.
"""

import ast
import pkgutil
import re
from importlib import import_module
from re import _parser

import pytest

import generator
from tests.paths import REPOSITORY

FORBIDDEN = {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"}
FILES = [*(REPOSITORY / "generator").rglob("*.py"), *(REPOSITORY / "tests").rglob("*.py")]
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(generator.__path__, "generator.")
    if not module.name.endswith("__main__")
)


def find_forbidden(pattern, flags=0):
    """Return the forbidden operations of a regular expression."""
    return {name for name in list_operations(_parser.parse(pattern, flags)) if name in FORBIDDEN}


def list_operations(value):
    if isinstance(value, _parser.SubPattern | list | tuple):
        for item in value:
            yield from list_operations(item)
    elif hasattr(value, "name"):  # a constant of the parser
        yield value.name


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"a++", {"POSSESSIVE_REPEAT"}),
        (r"(?:b(?:a{1,2}+))*", {"POSSESSIVE_REPEAT"}),
        (r"x|(?=(?>a))", {"ATOMIC_GROUP"}),
        (r"[*+]+\++C\+\+(?:a+)+", set()),
    ],
)
def test_forbidden_operations_are_found(pattern, expected):
    assert find_forbidden(pattern) == expected


def test_no_compiled_expression_uses_them():
    patterns = {
        f"{name}.{key}": value
        for name in MODULES
        for key, value in vars(import_module(name)).items()
        if isinstance(value, re.Pattern)
    }

    assert len(patterns) > 300
    assert [key for key, value in patterns.items() if find_forbidden(value.pattern, value.flags)] == []


@pytest.mark.slow
def test_no_expression_in_a_call_uses_them():
    assert [
        f"{path.relative_to(REPOSITORY)}:{line}"
        for path in FILES
        for line, pattern in find_literals(path)
        if find_forbidden(pattern)
    ] == []


def find_literals(path):
    """Find the expressions that are written in calls such as ``re.sub(r"...", ...)``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
        if is_call and getattr(node.func.value, "id", "") == "re":
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
                is_verbose = "VERBOSE" in ast.dump(node)
                if not is_verbose:  # those are compiled in a module, where the other test finds them
                    yield node.lineno, first.value
