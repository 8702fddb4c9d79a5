"""Imports go in one direction, and pure modules use no files, processes, network or clock."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from generator.cli import COMMANDS
from tests.paths import REPOSITORY

PACKAGE = REPOSITORY / "generator"

# The packages that each package imports. They are compared for equality, so that an unused entry fails.
IMPORTS = {
    "model": set(),
    "system": {"model"},
    "tex": {"model"},
    "translation": set(),
    "ingest": {"model", "system"},
    "curation": {"model", "translation"},
    "derive": {"curation", "ingest", "model", "system", "translation"},
    "publish": {"curation", "derive", "model", "system", "tex", "translation"},
    "site": {"curation", "model", "publish", "system"},
    "pipeline": {"curation", "derive", "ingest", "model", "publish", "site", "system", "translation"},
    "curate": {"curation", "derive", "model", "pipeline", "system", "tex"},
    "maintain": {"curation", "ingest", "model", "pipeline", "publish", "system"},
    "cli": {"curate", "curation", "maintain", "model", "pipeline", "site", "system"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip

# Modules that use files, processes, the network or the clock, in addition to the commands.
IMPURE = {
    "cli", "pipeline/read_catalogue", "pipeline/read_data", "pipeline/up_to_date",
    "system/clock", "system/command", "system/deadline", "system/files", "system/git", "system/http",
    "system/processes", "system/repository", "system/stamp",
    "ingest/document_import", "ingest/feed_run", "ingest/fetch_request", "ingest/sources/local_file",
    "ingest/store",
    "curation/folder",
    "publish/write_pages",
    "translation/message_files",
    "site/__main__", "site/build", "site/check", "site/fast_build", "site/site_url",
    "maintain/gh", "maintain/link_visits",
    *(command.module.replace(".", "/") for command in COMMANDS),
}  # fmt: skip
IMPURE_MODULES = {
    "os",
    "shutil",
    "subprocess",
    "socket",
    "tempfile",
    "requests",
    "urllib3",
    "threading",
    "logging",
    "multiprocessing",
    "signal",
}
IMPURE_CALLS = {
    "open",
    "print",
    "input",
    "exec",
    "eval",
    "read_bytes",
    "write_bytes",
    "read_text",
    "write_text",
}
CLOCKS = {("datetime", "now"), ("date", "today"), ("time", "time")}

MODULES = sorted(path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py"))


def test_packages_import_what_the_table_lists():
    imports = {module.split("/")[0]: set() for module in MODULES}
    for module in MODULES:
        package = module.split("/")[0]
        imported = {name.split(".")[1] for name in find_imports(module) if name.startswith("generator.")}
        imports[package] |= imported - {package}

    assert imports == IMPORTS


@pytest.mark.parametrize("module", [module for module in MODULES if module not in IMPURE])
def test_a_pure_module_has_no_side_effects(module):
    tree = parse(module)
    calls = {find_called_name(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}

    assert {name.split(".")[0] for name in find_imports(module)} & IMPURE_MODULES == set()
    assert {call for call in calls if call[1] in IMPURE_CALLS} - {("joinpath", "read_text")} == set()
    assert calls & CLOCKS == set()


def test_packages_have_no_cycle():
    ordered = set()
    while len(ordered) < len(IMPORTS):
        ready = {
            package for package, imports in IMPORTS.items() if package not in ordered and imports <= ordered
        }
        assert ready, f"a cycle among {set(IMPORTS) - ordered}"
        ordered |= ready


def test_no_two_modules_have_the_same_name():
    names = Counter(
        name
        for module in MODULES
        for name in [Path(module).parent.name if module.endswith("__init__") else Path(module).name]
        if name != "__main__"
    )

    assert {name: count for name, count in names.items() if count > 1} == {}


def test_no_module_has_more_than_five_hundred_lines():
    lengths = {module: len((PACKAGE / f"{module}.py").read_text().splitlines()) for module in MODULES}

    assert {module: length for module, length in lengths.items() if length > 500} == {}


@cache
def parse(module):
    return ast.parse((PACKAGE / f"{module}.py").read_text())


def find_imports(module):
    if module == "cli":
        yield from (f"generator.{command.module}" for command in COMMANDS)
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "generator":
            yield from (f"generator.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def find_called_name(node):
    function = node.func
    if isinstance(function, ast.Name):
        return "", function.id
    if isinstance(function, ast.Attribute):
        return find_last_name(function.value), function.attr
    return "", ""


def find_last_name(node):
    if isinstance(node, ast.Call):
        return find_called_name(node)[1]
    return getattr(node, "id", getattr(node, "attr", ""))
