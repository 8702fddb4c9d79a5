"""The order of imports: one direction, and pure modules stay pure."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from generator.cli import COMMANDS
from tests.paths import REPOSITORY

PACKAGE = REPOSITORY / "generator"

# What each package imports of ours; compared for equality, so that an allowance nobody uses fails.
IMPORTS = {
    "model": set(),
    "system": {"model"},
    "tex": {"model"},
    "command": {"model"},
    "ingest": {"model", "system"},
    "curation": {"model"},
    "derive": {"curation", "ingest", "model", "system"},
    "publish": {"curation", "derive", "model", "system", "tex"},
    "site": {"command", "model", "publish", "system"},
    "read_data": {"curation", "ingest", "model"},
    "up_to_date": {"curation", "ingest", "publish", "site", "system"},
    "pipeline": {"derive", "model", "publish", "read_data", "site", "system", "up_to_date"},
    "steps": {"command", "curation", "ingest", "model", "pipeline", "read_data", "system"},
    "curate": {"command", "curation", "derive", "model", "pipeline", "read_data", "system", "tex"},
    "maintain": {
        "command", "curation", "ingest", "model", "pipeline", "publish", "read_data", "system",
    },
    "cli": {"command", "curate", "curation", "maintain", "model", "site", "steps"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip

# Modules that use files, processes, the network or the clock, in addition to the commands.
SHELL = {
    "cli", "command", "pipeline", "read_data", "up_to_date",
    "system/clock", "system/deadline", "system/files", "system/git", "system/http", "system/processes",
    "system/repository", "system/stamp",
    "ingest/document_import", "ingest/feed_run", "ingest/fetch_run", "ingest/sources/local_file",
    "ingest/store",
    "curation/folder",
    "publish/write_pages",
    "site/__main__", "site/build", "site/check", "site/fast_build", "site/site_url",
    "curate/create_files",
    "maintain/gh", "maintain/link_visits",
    *(command.module.replace(".", "/") for command in COMMANDS),
}  # fmt: skip
WORLDLY = {
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
WORLDLY_CALLS = {
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
WORLDLY_CLOCKS = {("datetime", "now"), ("date", "today"), ("time", "time")}

MODULES = sorted(path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py"))


def test_packages_import_what_the_table_says():
    imports = {module.split("/")[0]: set() for module in MODULES}
    for module in MODULES:
        package = module.split("/")[0]
        ours = {name.split(".")[1] for name in _imports(module) if name.startswith("generator.")}
        imports[package] |= ours - {package}

    assert imports == IMPORTS


@pytest.mark.parametrize("module", [module for module in MODULES if module not in SHELL])
def test_a_pure_module_does_not_touch_the_world(module):
    tree = _tree(module)
    calls = {_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}

    assert {name.split(".")[0] for name in _imports(module)} & WORLDLY == set()
    assert {call for call in calls if call[1] in WORLDLY_CALLS} - {("joinpath", "read_text")} == set()
    assert calls & WORLDLY_CLOCKS == set()


def test_the_packages_have_no_cycle():
    done = set()
    while len(done) < len(IMPORTS):
        ready = {package for package, below in IMPORTS.items() if package not in done and below <= done}
        assert ready, f"a cycle among {set(IMPORTS) - done}"
        done |= ready


def test_no_two_modules_or_packages_have_the_same_name():
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
def _tree(module):
    return ast.parse((PACKAGE / f"{module}.py").read_text())


def _imports(module):
    if module == "cli":
        yield from (f"generator.{command.module}" for command in COMMANDS)
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "generator":
            yield from (f"generator.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def _called(node):
    function = node.func
    if isinstance(function, ast.Name):
        return "", function.id
    if isinstance(function, ast.Attribute):
        return _last_name(function.value), function.attr
    return "", ""


def _last_name(node):
    if isinstance(node, ast.Call):
        return _called(node)[1]
    return getattr(node, "id", getattr(node, "attr", ""))
