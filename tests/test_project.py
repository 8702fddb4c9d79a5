"""The files around the program: forms, settings of editors, what is said of commands."""

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
CURATED = sorted((REPOSITORY / "data").glob("*.yml")) + sorted((REPOSITORY / "data/curation").rglob("*.yml"))

# Files, and the schema of check-jsonschema's own that they keep.
CHECKED = [
    pytest.param([FORMS / "add-paper.yml", FORMS / "fix-entry.yml"], "github-issue-forms", id="forms"),
    pytest.param(
        sorted((REPOSITORY / ".github/workflows").glob("*.yml")), "github-workflows", id="workflows"
    ),
    pytest.param([REPOSITORY / ".github/dependabot.yml"], "dependabot", id="dependabot"),
    pytest.param([FORMS / "config.yml"], "github-issue-config", id="form-settings"),
    pytest.param([REPOSITORY / "CITATION.cff"], "citation-file-format", id="citation"),
]
# The schema that each curation file is for, by its place under data/.
PLACES = {
    "catalogue.yml": "catalogue",
    "curation/topics.yml": "topics",
    "curation/venues.yml": "venues",
    "curation/people.yml": "people",
    "curation/lists/*.yml": "list",
    "curation/papers/*.yml": "paper",
}
# What a form cannot ask: maintainers decide it, or the form "fix an entry" is for it.
NOT_IN_THE_FORM = {"highlight", "status", "corrections", "record"}
REGISTRY = re.compile(r"https?://|--(extra-)?index-url|--find-links|--trusted-host")
TEXTS = {".py", ".md", ".j2", ".html", ".css", ".js", ".json", ".toml", ".yml", ".yaml", ".in", ".cff", ""}
PLACEHOLDER = "@OWNER/"


def tracked():
    """The files of ours that hold text; what the feeds said and what tests hold of them is not ours."""
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


def declared(value):
    """Every key that a schema declares, with its declaration; conditions (``allOf``) only repeat keys."""
    if isinstance(value, dict):
        yield from value.get("properties", {}).items() if isinstance(value.get("properties"), dict) else ()
        for keyword, inner in value.items():
            yield from declared(inner) if keyword != "allOf" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from declared(inner)


# --- schemas ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def test_every_key_has_a_title_a_description_and_examples(path):
    content = json.loads(path.read_text("utf-8"))
    definitions = content.get("definitions", {})
    lacking = {
        (key, wanted)
        for key, says in declared(content)
        for wanted in ("title", "description", "examples")
        if not says.get(wanted, definitions.get(says.get("$ref", "").rpartition("/")[2], {}).get(wanted))
    }

    assert set() == lacking
    assert content["title"]
    assert content["description"]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def test_every_example_keeps_its_schema(path):
    content = json.loads(path.read_text("utf-8"))
    definitions = content.get("definitions", {})
    for key, says in declared(content):
        rule = {"$ref": says["$ref"]} if "$ref" in says else says
        validator = Draft7Validator({**rule, "definitions": definitions})
        for example in says.get("examples", ()):
            assert list(validator.iter_errors(example)) == [], f"{key}: {example}"


# --- editors ---------------------------------------------------------------------------------------------


def test_there_are_curation_files_to_look_at(shipped_data):
    assert len(CURATED) >= 18


@pytest.mark.parametrize("path", CURATED, ids=lambda path: path.name)
def test_a_curation_files_first_line_names_its_schema_for_editors(path):
    modeline, _, _ = path.read_text("utf-8").partition("\n")
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", modeline)

    assert named, modeline
    place = path.relative_to(REPOSITORY / "data")
    [expected] = [name for pattern, name in PLACES.items() if place.match(pattern)]
    schema_path = (path.parent / named[1]).resolve()
    assert schema_path == REPOSITORY / f"generator/schemas/{expected}.schema.json"
    assert schema_path.is_file()


def test_the_editors_settings_name_every_schema_and_its_files():
    settings = json.loads((REPOSITORY / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]

    assert {f"./generator/schemas/{path.name}" for path in SCHEMAS} <= set(settings)
    expected = {f"./generator/schemas/{name}.schema.json": f"data/{at}" for at, name in PLACES.items()}
    assert expected == settings


def test_the_templates_of_the_contributing_page_keep_their_schema():
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    templates = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)

    assert templates
    for template in templates:
        tree, problems = syntax.parse_yaml(template.encode(), "CONTRIBUTING.md")
        assert problems == ()
        assert check_tree(tree, "paper", "CONTRIBUTING.md")[1] == ()


# --- GitHub ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paths", "builtin"), CHECKED)
def test_a_file_keeps_the_schema_of_those_who_read_it(paths, builtin):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{builtin}", *paths]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_form_for_a_paper_asks_for_the_fields_of_its_file():
    fields = {
        field.get("id") for field in yaml.safe_load((FORMS / "add-paper.yml").read_text("utf-8"))["body"]
    }
    keys = set(schema.load_schema("paper")["properties"])

    assert (keys - NOT_IN_THE_FORM) | {"id", "title"} == fields - {None, "own-words"}


def test_the_form_for_a_mistake_asks_which_paper_and_what_is_wrong():
    fields = yaml.safe_load((FORMS / "fix-entry.yml").read_text("utf-8"))["body"]
    required = {field["id"] for field in fields if field.get("validations", {}).get("required")}

    assert {"id", "wrong", "right"} <= required


def test_code_owners_are_teams_of_whoever_owns_the_fork():
    lines = (REPOSITORY / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]

    assert rules
    assert all(owner.startswith(PLACEHOLDER) for _, *owners in rules for owner in owners)
    places = [place.strip("/") for place, *_ in rules if place != "*"]
    assert all((REPOSITORY / place).exists() for place in places)


def test_hooks_run_the_tasks_of_the_makefile_and_nobody_elses_code():
    repos = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    entries = [hook["entry"].split() for repo in repos for hook in repo["hooks"]]

    assert {repo["repo"] for repo in repos} == {"local"}
    assert entries
    for program, task in entries:
        assert program == "make"
        assert f"\n{task}: " in makefile


# --- what is said, and what is not there -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements.in", "requirements-dev.in"]
)
def test_requirements_name_no_registry(name):
    lines = (REPOSITORY / name).read_text("utf-8").splitlines()
    named = [line for line in lines if REGISTRY.search(line.partition("#")[0])]

    assert named == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_its_hash(name):
    text = (REPOSITORY / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_nothing_waits_to_be_done():
    word = "TO" + "DO"
    found = [path.name for path in tracked() if re.search(rf"\b{word}\b", path.read_text("utf-8", "replace"))]

    assert found == []
