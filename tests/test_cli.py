"""The command line: global options, exit codes, help, and what each command imports."""

import doctest
import json
import os
import re
import subprocess
import sys
from importlib import import_module

import pytest

from generator.cli import COMMANDS, main
from generator.pipeline.make_pages import make_pages
from generator.system import command
from tests.paths import REPOSITORY

# Libraries that take long to import.
HEAVY = {"feedparser", "mkdocs", "numpy", "scipy"}


def test_problems_stop_the_pages_before_the_first_is_written(toys, capsys):
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [nowhere]\n")

    assert main(["pages", "--root", str(toys)]) == 1
    assert list((toys / "docs").iterdir()) == []
    output = capsys.readouterr()
    assert "topic must be an id from topics.yml" in output.err
    assert output.out == ""


def test_problems_that_stop_a_command_are_json_for_tools(toys, capsys):
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [nowhere]\n")

    assert main(["pages", "--root", str(toys), "--format", "json"]) == 1
    [problem] = json.loads(capsys.readouterr().out)
    assert problem["message"] == "topic must be an id from topics.yml, got 'nowhere'"


# --- where the catalogue is ------------------------------------------------------------------------------


def test_a_folder_without_a_catalogue_is_a_usage_error(tmp_path, capsys):
    assert main(["lint", "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"catalogue lint: no data/catalogue.yml in {tmp_path}; "
        "change to the folder of a catalogue, or use --root DIR\n"
    )


def test_the_catalogue_is_found_from_a_folder_inside_of_it(toys, monkeypatch, capsys):
    monkeypatch.chdir(toys / "data/curation/papers")
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [nowhere]\n")

    assert main(["lint"]) == 1
    assert capsys.readouterr().out.startswith("../../../data/curation/papers/2404.00005.yml:1:10: topic")


def test_outside_of_a_catalogue_a_command_is_a_usage_error(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(["lint"]) == 2
    assert "use --root DIR" in capsys.readouterr().err


# --- options ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["--root", "ROOT", "--format", "json", "lint"],
        ["lint", "--root", "ROOT", "--format", "json"],
        ["--root", "ROOT", "lint", "--format", "json"],
    ],
)
def test_global_options_stand_before_or_after_the_name_of_the_command(toys, capsys, arguments):
    assert main([str(toys) if argument == "ROOT" else argument for argument in arguments]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_verbose_before_the_command_names_the_pages(toys, capsys):
    assert main(["-v", "pages", "--root", str(toys)]) == 0
    assert "added docs/papers/cs-0301008.md" in capsys.readouterr().out.splitlines()


def test_verbosity_adds_up_on_both_sides_of_the_command(toys, capsys):
    assert main(["-q", "pages", "--root", str(toys), "-q"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["publish"], "invalid choice: 'publish'"),
        ([], "the following arguments are required: COMMAND\n"),
        (["pages", "--jobs", "0"], "must be a positive integer, got '0'"),
        (["fetch", "--since", "2026"], "must be a month such as 2026-02, got '2026'"),
        (["lint", "--dry-run"], "unrecognized arguments: --dry-run"),
    ],
)
def test_wrong_arguments_are_usage_errors(capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_the_examples_of_option_types_hold():
    assert doctest.testmod(command).failed == 0


# --- help ------------------------------------------------------------------------------------------------


def test_the_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = capsys.readouterr().out.partition("commands:")[2]
    listed = re.findall(r"^  ([a-z-]+) {2,}(\S.*)$", commands, re.MULTILINE)

    assert listed == [(entry.name, entry.help) for entry in COMMANDS]


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_describes_itself_and_each_of_its_options(capsys, entry):
    with pytest.raises(SystemExit) as stopped:
        main([entry.name, "--help"])
    output = capsys.readouterr().out

    assert stopped.value.code == 0
    assert output.startswith(f"usage: catalogue {entry.name} ")
    assert import_module(f"generator.{entry.module}").__doc__.startswith(f"``catalogue {entry.name}``: ")
    options = re.split(r"^  (?=\S)", output.partition("options:")[2], flags=re.MULTILINE)[1:]
    assert [option for option in options if not re.search(r"\s{2,}\w", option)] == []


# --- processes -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], []),
        (["lint", "--help"], []),
        (["lint"], []),
        (["new", "2404.00005"], ["numpy", "scipy"]),  # to suggest topics by similar papers
    ],
)
def test_a_command_imports_only_what_it_needs(toys, arguments, needed):
    code = f"""
import sys
from generator.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print(*sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)
"""
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=toys, env={"PYTHONPATH": str(REPOSITORY)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip

    assert process.stderr.split() == needed


@pytest.mark.slow
def test_nothing_is_compared_after_an_edit_that_changes_no_relation(toys):
    """SciPy takes as long to load as thousands of papers."""
    make_pages(toys)
    path = toys / "data/curation/papers/2401.01234.yml"
    path.write_text(path.read_text().replace("awards: [", "awards: [Finest toy, "))

    test_a_command_imports_only_what_it_needs(toys, ["pages", "--quiet"], ["mkdocs"])


@pytest.mark.slow
def test_a_command_whose_reader_ends_early_ends_quietly(toys):
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w") as closed_pipe:
        result = subprocess.run(
            [sys.executable, "-m", "generator", "explain", "2401.01234", "--root", toys], cwd=REPOSITORY,
            stdout=closed_pipe, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip

    assert (result.returncode, result.stderr) == (0, "")


def test_explain_prints_no_progress_of_other_steps(toys, capsys):
    assert main(["explain", "2401.01234", "--root", str(toys)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.slow
def test_the_command_runs_as_a_module(toys, catalogue_command):
    result = catalogue_command("lint", "--root", toys)

    assert (result.returncode, result.stdout, result.stderr) == (0, "no problems in data/\n", "")
