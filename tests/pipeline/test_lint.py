"""``catalogue lint``: every problem under ``data/``, for people and for tools."""

import json

import pytest

from generator.cli import main
from tests import runner


def lint(root, *arguments):
    return main(["lint", "--root", str(root), *map(str, arguments)])


def test_a_catalogue_without_problems(toys, capsys):
    assert lint(toys) == 0
    assert capsys.readouterr() == ("no problems in data/\n", "")


def test_every_problem_of_every_file_is_reported_with_its_place_on_standard_output(toys, capsys):
    papers = toys / "data/curation/papers"
    (papers / "2402.00002.yml").write_text("topcs: [caches]\nsummary: short\nhighlight: yes\n")
    (papers / "2404.00005.yml").write_text("topics: [cahces]\n")

    assert lint(toys) == 1
    output = capsys.readouterr()
    assert [line.removeprefix(f"{papers}/") for line in output.out.splitlines()] == [
        "2402.00002.yml:1:1: unknown key 'topcs' (did you mean 'topics'?)",
        "2402.00002.yml:2:10: summary must have at least 20 characters, got 'short'",
        "2402.00002.yml:3:12: highlight must be true or false, got 'yes' (did you mean true?)",
        "2404.00005.yml:1:10: topic must be an id from topics.yml, got 'cahces' (did you mean 'caches'?)",
        "4 problems",
    ]
    assert output.err == ""


def test_a_wrong_category_and_a_wrong_query_are_reported_with_their_places(toys, capsys):
    path = toys / "data/catalogue.yml"
    path.write_text(
        "title: Toys\n"
        "description: Papers on toys of all kinds.\n"
        "feeds:\n"
        "  - {id: os, kind: arxiv, categories: [cs.PF, cs.os]}\n"
        "  - {id: cache, kind: arxiv, query: '(abs:cache'}\n"
    )

    assert lint(toys, path) == 1
    assert [line.removeprefix(f"{path}:") for line in capsys.readouterr().out.splitlines()] == [
        "4:47: must be an arXiv category, got 'cs.os' (did you mean 'cs.OS'?)",
        "5:37: '(' must have its ')'",
        "2 problems",
    ]


def test_a_problem_is_an_annotation_on_github(toys, capsys):
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: ['a%0A::error::b']\n")

    assert lint(toys, "--format", "github") == 1
    path = f"{toys}/data/curation/papers/2404.00005.yml"
    assert capsys.readouterr().out == (
        f"::error file={path},line=1,col=10::topic must be an id from topics.yml, got 'a%250A::error::b'\n"
    )


def test_problems_are_json_for_tools(toys, capsys):
    path = toys / "data/curation/papers/2404.00005.yml"
    path.write_text("topics: [cahces]\n")

    assert lint(toys, "--format", "json") == 1
    [problem] = json.loads(capsys.readouterr().out)
    assert problem == {
        "path": str(path),
        "line": 1,
        "column": 10,
        "message": "topic must be an id from topics.yml, got 'cahces'",
        "hint": "did you mean 'caches'?",
    }


def test_no_problems_are_an_empty_list_in_json(toys, capsys):
    assert lint(toys, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_problems_of_other_files_are_counted_when_paths_are_named(toys, capsys):
    papers = toys / "data/curation/papers"
    (papers / "2402.00002.yml").write_text("topics: [nowhere]\n")
    (papers / "2404.00005.yml").write_text("topics: [nowhere]\n")

    assert lint(toys, papers / "2404.00005.yml") == 1
    output = capsys.readouterr().out
    assert "2404.00005.yml:1:10" in output
    assert "2402.00002.yml" not in output
    assert output.endswith("1 problem in other files; run `catalogue lint` without paths to list all\n")
    settings = toys / "data/catalogue.yml"
    assert lint(toys, papers / "2401.01234.yml", settings) == 0
    assert capsys.readouterr().out.startswith(f"no problems in {papers}/2401.01234.yml, {settings}\n")


@pytest.mark.parametrize(
    ("path", "message"), [("data/none.yml", "does not exist"), ("mkdocs.yml", "is not in")]
)
def test_a_path_that_is_missing_or_outside_of_the_data_is_a_usage_error(toys, capsys, path, message):
    assert lint(toys, toys / path) == 2
    assert message in capsys.readouterr().err


def test_a_stored_line_that_is_broken_is_named(toys, capsys):
    path = toys / "data/feeds/toys/2401.jsonl"
    path.write_bytes(path.read_bytes() + b"{}\n")

    assert lint(toys) == 1
    assert capsys.readouterr().out.startswith(f"{path}:2:1: this line is not a stored paper")


def test_a_broken_store_hides_no_problem_of_the_curation_and_adds_none(toys, capsys):
    feed = next((toys / "data/feeds").glob("*/2404.jsonl"))
    feed.write_text("<<<<<<< HEAD\n")
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [cahces]\n")

    assert lint(toys) == 1
    curation, store, count = capsys.readouterr().out.splitlines()
    assert "2404.00005.yml:1:10: topic must be an id from topics.yml, got 'cahces'" in curation
    assert store.startswith(f"{feed}:1:1: this line is not a stored paper")
    assert count == "2 problems"


def test_a_stored_answer_of_a_registry_is_held_to_its_rules(toys, capsys):
    folder = toys / "data/feeds/registries"
    folder.mkdir()
    record = {"doi": "10.1145/1", "registry": "crossref", "licence": "javascript:alert(1)"}
    line = json.dumps(
        {"key": "doi:10.1145/1", "asked": "2026-02-01", "changed": "2026-02-01", "record": record}
    )
    (folder / "10.1145.records.jsonl").write_text(f"{line}\n")

    assert lint(toys) == 1
    output = capsys.readouterr().out
    assert "10.1145.records.jsonl:1:" in output
    assert "licence: must be an https address in its plain form, got 'javascript:alert(1)'" in output


RECORD = "record:\n  title: The paper's title\n  doi: 10.5555/toy.1\n"
WARNING = "the catalogue has this DOI as that of 2401.01234"


def test_a_record_with_a_known_doi_is_a_warning_of_lint_and_diff(toys, capsys, tmp_path):
    runner.git("init", "--quiet", toys)
    runner.git("-C", toys, "add", "--all")
    runner.git("-C", toys, "commit", "--quiet", "--message", "all")
    path = toys / "data/curation/papers/doi-10.5555-toy.1.yml"
    path.write_text(RECORD)

    assert lint(toys) == 0
    output = capsys.readouterr().out
    assert output.startswith(f"{path}: {WARNING}")
    assert output.endswith("no problems in data/\n")
    summary = tmp_path / "summary.md"
    assert main(["diff", "HEAD", "--root", str(toys), "--summary", str(summary)]) == 0
    assert WARNING in capsys.readouterr().out
    assert WARNING in summary.read_text()


def test_a_warning_is_an_annotation_on_github(toys, capsys):
    (toys / "data/curation/papers/doi-10.5555-toy.1.yml").write_text(RECORD)

    assert lint(toys, "--format", "github") == 0
    assert "::warning file=" in capsys.readouterr().out
