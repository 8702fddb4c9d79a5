"""The order of imports: one direction, and pure modules stay pure."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"

# What each part may import of ours. A part is a module or a package of the first level.
ALLOWED = {
    "errors": set(),
    "text": set(),
    "categories": set(),
    "files": {"errors"},
    "ids": set(),
    "jsontext": set(),
    "model": {"errors"},
    "tex": {"text"},
    "links": {"model", "text"},
    "venues": {"model", "text"},
    "feeds": {"errors", "files", "ids", "links", "model", "text"},
    "curation": {"errors", "ids", "model", "text"},
    "status": set(),
    "merge": {"ids", "model"},
    "classify": {"model", "text"},
    "tasks": set(),
    "processes": {"errors", "tasks"},
    "relate": {"groups", "model", "tasks", "text"},
    "groups": {"model", "text"},
    "render": {
        "categories", "curation", "groups", "ids", "jsontext", "model", "propose", "suggest", "tex", "text",
    },
    "search": {"groups", "ids", "jsontext", "model", "tex", "text"},
    "write": {"errors", "files", "model", "tasks"},
    "stamp": {"files"},
    "site": {"errors", "files", "processes", "tasks", "write"},
    "fetch": {"errors", "feeds", "files", "ids", "model", "status", "text"},
    "git": {"errors"},
    "suggest": {"classify", "model", "text"},
    "remarks": {"groups", "ids", "model", "text"},
    "propose": {"classify", "curation", "errors", "ids", "links", "merge", "model", "suggest", "text"},
    "explain": {"classify", "curation", "errors", "model", "text"},
    "intake": {"curation", "errors", "feeds", "fetch", "files", "model"},
    "pipeline": {
        "classify", "curation", "errors", "feeds", "files", "ids", "links", "merge", "model", "processes",
        "relate", "render", "repository", "search", "site", "stamp", "status", "tasks", "venues", "write",
    },
    "repository": {"git", "model"},
    "upkeep": {
        "curation", "errors", "feeds", "fetch", "files", "git", "ids", "intake", "links", "model", "pipeline",
        "propose", "render", "repository", "text",
    },
    "lists": {"classify", "curation", "errors", "ids", "links", "model", "propose", "tex", "text"},
    "desk": {"errors", "explain", "lists", "pipeline", "propose", "remarks", "suggest"},
    "cli": {"desk", "errors", "fetch", "files", "intake", "pipeline", "site", "text", "upkeep"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip

# Who touches the world: files, processes, the network, the clock.
SHELL = {
    "cli", "desk", "git", "intake", "pipeline", "processes", "repository", "files", "stamp", "write",
    "feeds/store",
    "curation/folder", "fetch/client", "fetch/deadline", "fetch/run", "fetch/feedrun",
    "site/__main__", "site/address", "site/build", "site/builder", "site/check", "site/serve",
    "upkeep/accept", "upkeep/commands",
    "upkeep/commits", "upkeep/github", "upkeep/size", "upkeep/start", "upkeep/visits",
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


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_lies_below_it(module):
    part = module.split("/")[0]
    ours = {name.split(".")[1] for name in _imports(module) if name.startswith("generator.")}

    assert ours - {part} <= ALLOWED[part]


@pytest.mark.parametrize("module", [module for module in MODULES if module not in SHELL])
def test_a_pure_module_does_not_touch_the_world(module):
    tree = _tree(module)
    calls = {_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}

    assert {name.split(".")[0] for name in _imports(module)} & WORLDLY == set()
    assert {call for call in calls if call[1] in WORLDLY_CALLS} - {("joinpath", "read_text")} == set()
    assert calls & WORLDLY_CLOCKS == set()


def test_the_parts_have_no_cycle():
    done = set()
    while len(done) < len(ALLOWED):
        ready = {part for part, below in ALLOWED.items() if part not in done and below <= done}
        assert ready, f"a cycle among {set(ALLOWED) - done}"
        done |= ready


def test_the_table_names_what_is_there():
    assert {module.split("/")[0] for module in MODULES} == set(ALLOWED)


def test_no_module_has_more_than_five_hundred_lines():
    lengths = {module: len((PACKAGE / f"{module}.py").read_text().splitlines()) for module in MODULES}

    assert {module: length for module, length in lengths.items() if length > 500} == {}


@cache
def _tree(module):
    return ast.parse((PACKAGE / f"{module}.py").read_text())


def _imports(module):
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
