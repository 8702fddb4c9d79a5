"""Imports go in one direction, names are unique, and pure modules use no files, network or clock."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

from generator.cli import COMMANDS
from generator.model import layout
from generator.publish import paths
from tests.paths import REPOSITORY

PACKAGE = REPOSITORY / "generator"

# The packages that each package imports. They are compared for equality, so that an unused entry fails.
IMPORTS = {
    "model": set(),
    "system": {"model"},
    "tex": {"model"},
    "translation": set(),
    "ingest": {"model", "system"},
    "curation": {"model", "system", "translation"},
    "derive": {"curation", "ingest", "model", "system", "translation"},
    "publish": {"derive", "model", "system", "tex", "translation"},
    "site": {"curation", "model", "publish", "system"},
    "pipeline": {"curation", "derive", "ingest", "model", "publish", "site", "system", "translation"},
    "curate": {"curation", "derive", "ingest", "model", "pipeline", "system", "tex"},
    "maintain": {"curation", "ingest", "model", "pipeline", "publish", "system"},
    "cli": {"curate", "maintain", "model", "pipeline", "site", "system"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip

# Modules that use files, processes, the network or the clock themselves.
IMPURE = {
    "cli",
    "curate/form",
    "curation/folder",
    "ingest/feed_folder",
    "maintain/gh", "maintain/issue", "maintain/link_checker", "maintain/links", "maintain/package_source",
    "maintain/upgrade",
    "pipeline/fetch", "pipeline/lint", "pipeline/make_pages", "pipeline/make_site",
    "pipeline/rewrite_pages", "pipeline/up_to_date",
    "publish/write_pages",
    "site/__main__", "site/build", "site/fast_build", "site/mkdocs_messages", "site/page_writer",
    "site/preview", "site/preview_server", "site/previous_site", "site/published_files", "site/serve",
    "site/site_copy", "site/site_url", "site/sitemap",
    "system/cache", "system/clock", "system/deadline", "system/digests", "system/files", "system/git",
    "system/http", "system/processes", "system/tasks",
    "translation/message_files",
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

# Functions that several modules must call the same: those of commands, scripts and formats.
PROTOCOLS = {"add_arguments", "main", "run", "write_entry"}

MODULES = sorted(path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py"))


def test_packages_import_what_the_table_lists():
    imports = {module.split("/")[0]: set() for module in MODULES}
    for module in MODULES:
        package = module.split("/")[0]
        imported = {name.split(".")[1] for name in find_imports(module) if name.startswith("generator.")}
        imports[package] |= imported - {package}

    assert imports == IMPORTS


def test_exactly_the_listed_modules_have_side_effects():
    """A table that lists too much would hide the next module that reads a file."""
    assert {module for module in MODULES if has_side_effects(module)} == IMPURE


def test_what_people_write_is_checked_without_the_disk():
    """`curation/folder` is the shell around the pure modules of its package, which do not know it."""
    modules = [module for module in MODULES if module.startswith("curation/")]

    assert [module for module in modules if imports_name(module, "generator.curation.folder")] == []


def test_what_all_kinds_of_feeds_share_does_not_depend_on_one_kind():
    """Only the kinds of feeds import arXiv's modules, and only the command and the import know the kinds."""
    shared = [module for module in MODULES if re.fullmatch(r"ingest/(?!arxiv)\w+", module)]

    assert [
        module for module in shared if any("arxiv" in name.lower() for name in find_imports(module))
    ] == []
    assert [module for module in shared if imports_name(module, "generator.ingest.sources")] == [
        "ingest/document_import", "ingest/fetch_request",
    ]  # fmt: skip


def imports_name(module, name):
    """Whether a module imports another one, or something from it."""
    return any(f"{imported}.".startswith(f"{name}.") for imported in find_imports(module))


def has_side_effects(module):
    """Whether a module uses files, processes, the network or the clock itself."""
    calls = {find_called_name(node) for node in list_nodes(module) if isinstance(node, ast.Call)}
    opens_files = {call for call in calls if call[1] in IMPURE_CALLS} - {("joinpath", "read_text")}
    imports_world = {name.split(".")[0] for name in find_imports(module)} & IMPURE_MODULES
    return bool(imports_world or opens_files or calls & CLOCKS)


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


def test_no_two_public_classes_or_functions_have_the_same_name():
    """A search for a name finds one definition. Methods and the functions of protocols may repeat."""
    names = Counter(name for module in MODULES for name in find_public_names(module))

    assert {name for name, count in names.items() if count > 1} == PROTOCOLS


def find_public_names(module):
    """Return the classes and functions of a module that other modules may use."""
    definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.name
        for node in parse(module).body
        if isinstance(node, definitions) and not node.name.startswith("_")
    }


def test_no_module_has_more_than_five_hundred_lines():
    lengths = {module: len((PACKAGE / f"{module}.py").read_text().splitlines()) for module in MODULES}

    assert {module: length for module, length in lengths.items() if length > 500} == {}


def test_folders_and_files_of_a_catalogue_are_named_in_one_module():
    names = {value for name, value in vars(layout).items() if name.isupper() and isinstance(value, str)}

    assert [place for module in MODULES for place in find_joined(module, names)] == []


def test_pages_are_named_in_one_module():
    names = {value for name, value in vars(paths).items() if name.isupper() and isinstance(value, str)}
    modules = [module for module in MODULES if module.startswith(("maintain/", "publish/", "site/"))]

    assert {module for module in modules if names & find_strings(module)} == {"publish/paths"}


def find_strings(module):
    return {node.value for node in list_nodes(module) if isinstance(node, ast.Constant)}


def find_joined(module, names):
    """Return where a module joins one of these names to a path, as in ``root / "docs"``."""
    for node in list_nodes(module):
        if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and node.right.value in names:
            yield f"{module}:{node.lineno}"


@cache
def parse(module):
    return ast.parse((PACKAGE / f"{module}.py").read_text())


@cache
def list_nodes(module):
    return [*ast.walk(parse(module))]


@cache
def find_imports(module):
    imports = [f"generator.{command.module}" for command in COMMANDS] if module == "cli" else []
    for node in list_nodes(module):
        if isinstance(node, ast.Import):
            imports += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imports += [f"{node.module}.{alias.name}" for alias in node.names]
    return imports


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
