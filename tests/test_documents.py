"""The documents for people: the files, commands, options, tasks and names that they mention exist.

A new catalogue does not run these tests, because its documents are its maintainer's.
"""

import argparse
import re
import subprocess
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

import pytest

from generator.cli import COMMANDS
from generator.curation.read import read_curation
from generator.curation.schema import find_declaration, load_schema
from tests.paths import REPOSITORY
from tests.schema_tables import format_key_table
from tests.tables import for_each_row
from tests.test_layers import IMPORTS

pytestmark = pytest.mark.usefixtures("shipped_data")

DOCUMENTS = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for folder, pattern in [(".", "*.md"), ("docs/project", "*.md"), (".github", "*.md")]
    for path in (REPOSITORY / folder).glob(pattern)
)
ARCHITECTURE = "docs/project/architecture.md"
EXTENDING = "docs/project/extending.md"
YOUR_FIELD = "docs/project/your-field.md"
GLOBAL_OPTIONS = {"--root", "--verbose", "--quiet", "--format", "--help", "-v", "-q", "-h"}

# Names that look like files of the repository, and are generated, former or made up.
OTHER_FILES = {
    ".catalogue-files.json",
    "awards.md",
    "catalogue.enw",
    "catalogue.txt",
    "cs-0301008.yml",
    "data/.last-request",
    "documents/journal.rss.xml",
    "docs/messages.json",
    "doi-10.5555-3779212.3790145.yml",
    "feed.json",
    "generator/ingest/sources/csv_feed.py",
    "generator/publish/citations/endnote.py",
    "generator/publish/pages/award_page.py",
    "generator/publish/templates/awards.md.j2",
    "generator/translation/languages/<language>.po",
    "llms.txt",
    "opensearch.xml",
    "papers/<slug>/citations.json",
    "papers/papers.json",
    "robots.txt",
    "saved.md",
    "search/facets.json",
    "venues/index.md",
}
OTHER_NAMES = {"ProcessPoolExecutor"}
FOLDERS = r"(?:generator|tests|overrides|docs|data|\.github)/"
FILE = re.compile(
    rf"(?:{FOLDERS}[\w.<>*/-]*|[\w.<>*/-]+\.(?:cff|css|enw|html|in|j2|js|json|md|py|toml|txt|xml|yml))"
)
PACKAGE_ROW = re.compile(r"(?m)^(\| `(\w+)` \| [^|`]+ \|)([^|]*)\|$")
EXAMPLE = re.compile(r"(<!-- (tests/examples/\S+) -->\n```\w+\n)(.*?)```", re.DOTALL)
KEYS = re.compile(r"(<!-- keys of (\w+) -->\n)(.*?)(<!-- end of keys -->)", re.DOTALL)
DATA_FILE = re.compile(r"```yaml\n# (data/\S+)\n(.*?)```", re.DOTALL)
CODE = re.compile(r"```\w*\n(.*?)```|`([^`]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
NAME = re.compile(r"[a-z]+(?:_[a-z]+)+|[A-Z][a-z]+[A-Z][A-Za-z]*|[A-Z]+(?:_[A-Z]+)+")


def read(name):
    return (REPOSITORY / name).read_text("utf-8")


@cache
def list_files():
    """List the files of the repository and their folders, without the data of the tests."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.splitlines() if not name.startswith("tests/data/")]
    files = [PurePosixPath(name) for name in names if (REPOSITORY / name).is_file()]
    return {path.as_posix() for file in files for path in (file, *file.parents)}


@cache
def list_words_of_the_program():
    """List the words of the program, its schemas, templates, scripts, workflows and tests."""
    folders = ("generator/", "overrides/", "tests/", ".github/")
    suffixes = (".py", ".js", ".json", ".html", ".j2", ".yml")
    files = [name for name in list_files() if name.startswith(folders) and name.endswith(suffixes)]
    return {word for name in files for word in re.findall(r"\w+", read(name))}


def find_spans(name):
    """Return the spans of code in a document, without its blocks."""
    return [span for _, span in CODE.findall(read(name)) if span]


def find_words(name):
    """Return the words in the spans of code in a document."""
    return [word.strip(",;()[]{}") for span in find_spans(name) for word in span.split()]


def find_commands(name):
    """Return the calls of this program in the code of a document: the command, and what follows it."""
    code = "\n".join(block or " ".join(span.split()) for block, span in CODE.findall(read(name)))
    return re.findall(r"(?m)^catalogue ([a-z][a-z-]*)(.*)$", code)


def exists(name):
    """Whether the repository has a file or folder; a name can have placeholders (<id>) and wildcards."""
    pattern = re.sub(r"<[^<>]*>", "*", name).rstrip("/")
    return any(fnmatch(path, pattern) or fnmatch(path, f"*/{pattern}") for path in list_files())


@cache
def list_options(command):
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"generator.{command.module}").add_arguments(parser)
    return {*re.findall(r"--?[a-z][a-z-]*", parser.format_usage()), *GLOBAL_OPTIONS}


@for_each_row("name", DOCUMENTS)
def test_the_files_that_a_document_names_exist(name):
    names = {word for word in find_words(name) if FILE.fullmatch(word)}

    assert {word for word in names - OTHER_FILES if not exists(word)} == set()


def test_the_list_of_other_files_has_no_entry_without_effect():
    words = {word for name in DOCUMENTS for word in find_words(name)}

    assert {name for name in OTHER_FILES if name not in words or exists(name)} == set()


@for_each_row("name", DOCUMENTS)
def test_the_links_of_a_document_lead_to_files(name):
    targets = {target.partition("#")[0] for target in LINK.findall(read(name)) if ":" not in target} - {""}
    folder = (REPOSITORY / name).parent
    on_github = {"../../issues/new/choose"}

    assert {target for target in targets - on_github if not (folder / target).exists()} == set()


@for_each_row("name", DOCUMENTS)
def test_the_commands_that_a_document_names_exist(name):
    commands = {command.name: command for command in COMMANDS}

    for command, rest in find_commands(name):
        assert command in commands
        used = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.partition("  ")[0]))
        assert used - list_options(commands[command]) == set(), command


def test_the_readme_lists_the_commands_as_the_help_does():
    listed = re.findall(r"(?m)^catalogue ([a-z-]+)(?: [^ \n]+)*? {2,}(\S.*)$", read("README.md"))

    assert listed == [(command.name, command.help) for command in COMMANDS]


@for_each_row("name", DOCUMENTS)
def test_the_tasks_that_a_document_names_exist(name):
    tasks = {match[1] for span in find_spans(name) if (match := re.match(r"make ([a-z-]+)", span))}

    assert {task for task in tasks if f"\n{task}: " not in read("Makefile")} == set()


@for_each_row("name", DOCUMENTS)
def test_the_names_of_code_that_a_document_mentions_exist(name):
    names = {word for word in find_words(name) if NAME.fullmatch(word)} - OTHER_NAMES

    assert names - list_words_of_the_program() == set()


def test_architecture_has_the_table_of_imports(golden):
    def fill_in(row):
        imports = ", ".join(f"`{name}`" for name in sorted(IMPORTS[row[2]]))
        return f"{row[1]} {imports} |" if imports else f"{row[1]} |"

    text = read(ARCHITECTURE)
    filled_in = PACKAGE_ROW.sub(fill_in, text)
    if golden:
        (REPOSITORY / ARCHITECTURE).write_text(filled_in, "utf-8")

    assert text == filled_in or golden, "run `make golden`"
    assert {row[2] for row in PACKAGE_ROW.finditer(text)} == IMPORTS.keys() - {"__main__", "__init__"}


def test_each_question_of_architecture_is_answered_by_one_file():
    section = read(ARCHITECTURE).partition("## Where is")[2].partition("\n## ")[0]
    rows = re.findall(r"(?m)^\| ([^|`]+|[^|]*`docs/`[^|]*) \| `([^|`]+)` \|$", section)

    assert len(rows) == section.count("\n|") - 2  # without the head of the table
    assert [path for _, path in rows if not (REPOSITORY / path).is_file()] == []


def test_extending_has_the_text_of_the_examples(golden):
    text = read(EXTENDING)
    embedded = EXAMPLE.sub(lambda match: f"{match[1]}{read(match[2])}```", text)
    if golden:
        (REPOSITORY / EXTENDING).write_text(embedded, "utf-8")

    assert text == embedded or golden, "run `make golden`"
    examples = {name for name in list_files() if re.match(r"tests/examples/[^_]", name)}
    assert {match[2] for match in EXAMPLE.finditer(text)} == examples


def test_the_guide_for_other_fields_has_the_keys_of_all_schemas(golden):
    text = read(YOUR_FIELD)
    filled_in = KEYS.sub(lambda match: f"{match[1]}\n{format_key_table(match[2])}\n{match[4]}", text)
    if golden:
        (REPOSITORY / YOUR_FIELD).write_text(filled_in, "utf-8")

    assert text == filled_in or golden, "run `make golden`"
    schemas = {path.name.partition(".")[0] for path in REPOSITORY.glob("generator/schemas/*.json")}
    assert {match[2] for match in KEYS.finditer(text)} == schemas


def test_the_examples_of_the_guide_for_other_fields_are_a_valid_catalogue(tmp_path):
    files = {name: content.encode() for name, content in DATA_FILE.findall(read(YOUR_FIELD))}
    slugs = {"doi-10.5555-3779212": "doi:10.5555/3779212"}
    values, problems = read_curation(files, slugs, tmp_path)

    assert problems == ()
    assert len(files) == len(re.findall("```yaml", read(YOUR_FIELD)))
    kinds = find_declaration(load_schema("catalogue"), ("feeds", 0, "kind"))["enum"]
    assert {feed.kind for feed in values.settings.feeds} == set(kinds)
