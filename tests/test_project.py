"""The files around the program: schemas, settings of editors, issue forms, hooks and requirements."""

import json
import re
import subprocess
import sys

import pytest
import yaml
from jsonschema import Draft7Validator

from generator.curation import schema, syntax
from generator.curation.schema_check import check_tree
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow

FORMS = REPOSITORY / ".github/ISSUE_TEMPLATE"
SCHEMAS = sorted((REPOSITORY / "generator/schemas").glob("*.schema.json"))
DATA = REPOSITORY / "data"
CURATION_FILES = [*sorted(DATA.glob("*.yml")), *sorted((DATA / "curation").rglob("*.yml"))]

# Files, and the built-in schema of check-jsonschema for them.
FILES_WITH_SCHEMA = [
    pytest.param([FORMS / "add-paper.yml", FORMS / "fix-entry.yml"], "github-issue-forms", id="forms"),
    pytest.param(
        sorted((REPOSITORY / ".github/workflows").glob("*.yml")), "github-workflows", id="workflows"
    ),
    pytest.param([REPOSITORY / ".github/dependabot.yml"], "dependabot", id="dependabot"),
    pytest.param([FORMS / "config.yml"], "github-issue-config", id="form-settings"),
    pytest.param([REPOSITORY / "CITATION.cff"], "citation-file-format", id="citation"),
]
# The schema of each curation file, by its path below data/.
SCHEMAS_BY_PATH = {
    "catalogue.yml": "catalogue",
    "curation/topics.yml": "topics",
    "curation/venues.yml": "venues",
    "curation/people.yml": "people",
    "curation/lists/*.yml": "list",
    "curation/papers/*.yml": "paper",
}
# Keys without a field in the form: maintainers decide them, or the form "Fix an entry" has them.
KEYS_WITHOUT_FIELD = {"highlight", "status", "corrections", "record", "same_as"}
# What requirements may not have: addresses, and options but for hashes and for the versions of another file.
ADDRESS_OR_OPTION = re.compile(r"https?://|--(?!hash=)|(?:^|\s)-(?!c )[a-zA-Z]\b")
TEXTS = {".py", ".md", ".j2", ".html", ".css", ".js", ".json", ".toml", ".yml", ".yaml", ".in", ".cff", ""}
PLACEHOLDER = "@OWNER/"


def list_text_files():
    """List the text files of the repository, without those that have texts of feeds."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - wherever git is
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    ignored = ("data/feeds/", "tests/data/feeds/", "tests/data/golden/")
    paths = [REPOSITORY / name for name in listed if not name.startswith(ignored)]
    return [path for path in paths if path.suffix in TEXTS and path.is_file()]


def find_properties(value):
    """Every key that a schema declares, with its declaration; conditions (``allOf``) only repeat keys."""
    if isinstance(value, dict):
        yield from value.get("properties", {}).items() if isinstance(value.get("properties"), dict) else ()
        for keyword, inner in value.items():
            yield from find_properties(inner) if keyword != "allOf" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from find_properties(inner)


# --- schemas ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def test_every_key_has_a_title_a_description_and_examples(path):
    content = json.loads(path.read_text("utf-8"))
    definitions = content.get("definitions", {})
    missing = {
        (key, field)
        for key, declaration in find_properties(content)
        for field in ("title", "description", "examples")
        if not declaration.get(
            field, definitions.get(declaration.get("$ref", "").rpartition("/")[2], {}).get(field)
        )
    }

    assert missing == set()
    assert content["title"]
    assert content["description"]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def test_every_example_is_valid(path):
    content = json.loads(path.read_text("utf-8"))
    definitions = content.get("definitions", {})
    for key, declaration in find_properties(content):
        rule = {"$ref": declaration["$ref"]} if "$ref" in declaration else declaration
        validator = Draft7Validator({**rule, "definitions": definitions})
        for example in declaration.get("examples", ()):
            assert list(validator.iter_errors(example)) == [], f"{key}: {example}"


def test_a_pattern_stands_once_in_a_schema_and_equally_in_all():
    """What schemas share stands under the same name in ``definitions``: editors read each file alone."""
    definitions = {}
    for path in SCHEMAS:
        patterns = re.findall(r'"pattern": ("[^"]+")', text := path.read_text("utf-8"))
        assert len(patterns) == len(set(patterns)), path.name
        for name, declaration in json.loads(text).get("definitions", {}).items():
            definitions.setdefault(name, {})[path.name] = declaration
    shared = {
        name: declarations
        for name, declarations in definitions.items()
        if len(declarations) > 1 and name != "id"
    }

    assert sorted(shared) == ["category", "url"]
    for declarations in shared.values():
        assert len({json.dumps(declaration) for declaration in declarations.values()}) == 1
    assert definitions["id"]["topics.schema.json"] == definitions["id"]["venues.schema.json"]


# --- editors ---------------------------------------------------------------------------------------------


def test_there_are_curation_files(shipped_data):
    assert len(CURATION_FILES) >= 18


@pytest.mark.parametrize("path", CURATION_FILES, ids=lambda path: path.name)
def test_the_first_line_of_a_curation_file_names_its_schema(path):
    modeline, _, _ = path.read_text("utf-8").partition("\n")
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", modeline)

    assert match, modeline
    name = path.relative_to(DATA)
    [expected] = [schema_name for pattern, schema_name in SCHEMAS_BY_PATH.items() if name.match(pattern)]
    schema_path = (path.parent / match[1]).resolve()
    assert schema_path == REPOSITORY / f"generator/schemas/{expected}.schema.json"
    assert schema_path.is_file()


def test_the_settings_of_editors_name_every_schema_and_its_files():
    settings = json.loads((REPOSITORY / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]

    assert {f"./generator/schemas/{path.name}" for path in SCHEMAS} <= set(settings)
    expected = {
        f"./generator/schemas/{name}.schema.json": f"data/{path}" for path, name in SCHEMAS_BY_PATH.items()
    }
    assert expected == settings


def test_the_templates_in_contributing_are_valid():
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    templates = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)

    assert templates
    for template in templates:
        tree, problems = syntax.parse_yaml(template.encode(), "CONTRIBUTING.md")
        assert problems == ()
        schema = "topics" if "  rules:" in template else "paper"
        assert check_tree(tree, schema, "CONTRIBUTING.md")[1] == ()


# --- GitHub ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paths", "builtin"), FILES_WITH_SCHEMA)
def test_a_file_for_github_is_valid(paths, builtin):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{builtin}", *paths]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_form_for_a_paper_has_the_keys_of_its_file():
    fields = {
        field.get("id") for field in yaml.safe_load((FORMS / "add-paper.yml").read_text("utf-8"))["body"]
    }
    keys = set(schema.load_schema("paper")["properties"])

    assert (keys - KEYS_WITHOUT_FIELD) | {"id", "title"} == fields - {None, "own-words"}


def test_the_form_for_a_mistake_requires_the_paper_and_the_mistake():
    fields = yaml.safe_load((FORMS / "fix-entry.yml").read_text("utf-8"))["body"]
    required = {field["id"] for field in fields if field.get("validations", {}).get("required")}

    assert {"id", "wrong", "right"} <= required


def test_code_owners_are_placeholders_for_teams():
    lines = (REPOSITORY / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]

    assert rules
    assert all(owner.startswith(PLACEHOLDER) for _, *owners in rules for owner in owners)
    places = [place.strip("/") for place, *_ in rules if place != "*"]
    assert all((REPOSITORY / place).exists() for place in places)


def test_hooks_run_tasks_of_the_makefile_only():
    repos = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    entries = [hook["entry"].split() for repo in repos for hook in repo["hooks"]]

    assert {repo["repo"] for repo in repos} == {"local"}
    assert entries
    for program, task in entries:
        assert program == "make"
        assert f"\n{task}: " in makefile


# --- requirements ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements.in", "requirements-dev.in"]
)
def test_requirements_name_no_registry(name):
    lines = (REPOSITORY / name).read_text("utf-8").splitlines()
    assert [line for line in lines if ADDRESS_OR_OPTION.search(line.partition("#")[0])] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes(name):
    text = (REPOSITORY / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_no_file_has_a_note_of_unfinished_work():
    word = "TO" + "DO"
    note = re.compile(rf"\b{word}\b")
    texts = {path.name: path.read_text("utf-8", "replace") for path in list_text_files()}
    names = [name for name, text in texts.items() if note.search(text)]

    assert names == []
