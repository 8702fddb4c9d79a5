"""``catalogue form``: the file that it writes, and its reports."""

import json

import pytest
import yaml

from generator.cli import main
from tests.catalogues import read_tree
from tests.curate.test_issue_forms import write_form


def test_the_command_writes_a_file_that_passes_the_checks(toys, tmp_path, capsys):
    (tmp_path / "form.md").write_text(
        write_form(id="2402.00002", topics="caches", summary="It is " + "very " * 9 + "fast.")
    )

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert "2402.00002.yml" in capsys.readouterr().out


def test_a_paper_on_no_feed_gets_a_record(toys, tmp_path):
    (tmp_path / "form.md").write_text(
        write_form(id="10.5555/99", title="A: new one", summary="It is " + "very " * 9 + "fast.")
    )

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 0
    text = (toys / "data/curation/papers/doi-10.5555-99.yml").read_text()
    assert yaml.safe_load(text)["record"] == {"title": "A: new one", "doi": "10.5555/99"}


def test_a_form_with_problems_writes_nothing_and_reports_all(toys, tmp_path, capsys):
    body = write_form(id="2402.00002", summary="Short.", links="code: javascript:alert(1)")
    (tmp_path / "event.json").write_text(json.dumps({"issue": {"number": 3, "body": body}}))
    before = sorted((toys / "data").rglob("*"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
        assert main(["form", "--root", str(toys), "--report", str(tmp_path / "report.md")]) == 1

    assert sorted((toys / "data").rglob("*")) == before
    report = (tmp_path / "report.md").read_text()
    assert "- `summary must have at least 20 characters, got 'Short.'" in report
    assert "must be an https:// URL with a public host name and no password" in report


def test_an_event_that_is_not_about_an_issue_is_a_usage_error(toys, tmp_path, monkeypatch):
    (tmp_path / "event.json").write_text("{}")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))

    assert main(["form", "--root", str(toys)]) == 2


def test_a_form_that_changes_nothing_is_refused(toys, tmp_path, capsys):
    (tmp_path / "form.md").write_text(write_form(id="2402.00002", topics="caches"))
    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 0

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 1
    assert "must change something" in capsys.readouterr().err


@pytest.mark.parametrize("paper", ["2401.01234", "2402.00002"], ids=["with a file", "without a file"])
def test_a_form_with_only_a_title_changes_nothing_of_a_paper_in_the_catalogue(toys, tmp_path, paper, capsys):
    (tmp_path / "form.md").write_text(write_form(id=paper, title="Another title"))
    before = read_tree(toys)

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 1
    assert "must change something" in capsys.readouterr().err
    assert read_tree(toys) == before


def run_form(toys, text):
    (toys / "form.md").write_text(text)
    return main(["form", str(toys / "form.md"), "--root", str(toys), "--report", str(toys / "report.md")])


def test_all_problems_come_in_one_answer_each_with_its_field(toys):
    before = read_tree(toys / "data")
    text = write_form(
        id="2402.0002",
        topics="Cachs, Caches",
        summary="Short.",
        venue="nowhere 2026",
        links="code: http://a.example/x\nposter: https://a.example/",
        related="2402.00002, 2402.99999",
        publications="10.5555/1, none",
        awards="x",
    )

    assert run_form(toys, text) == 1
    report = (toys / "report.md").read_text()
    assert [line[3:].split(" ")[0].rstrip(":,") for line in report.splitlines() if line.startswith("- ")] == [
        "id", "topics", "summary", "venue", "links", "links", "related", "publications", "awards",
    ]  # fmt: skip
    assert "got 'Cachs' (did you mean 'Caches'?)" in report
    assert read_tree(toys / "data") == before


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"id": "2402.00002", "field": "title", "right": "A", "reason": "No."},
            "reason must have at least 5",
        ),
        (
            {"id": "2402.00002", "field": "links", "right": "code: x", "reason": "As said."},
            "right: links, code",
        ),
        (
            {"id": "2402.09999", "field": "title", "right": "A", "reason": "As said."},
            "id: no feed has the paper",
        ),
        (
            {"id": "10.5555/1", "title": "A", "summary": "It is very, very fast."},
            "title must have at least 3",
        ),
        (
            {"id": "10.5555/1", "summary": "It is very, very fast."},
            "id: the catalogue has no paper '10.5555/1' (write the DOI or the URL of the paper, and",
        ),
        (
            {"id": "Toys, a book", "summary": "It is very, very fast."},
            "id: the catalogue has no paper 'Toys, a book' (write the DOI or the URL of the paper, and",
        ),
        (
            {"id": "10.5555/1", "field": "title", "right": "A", "reason": "As said."},
            "id: the catalogue has no paper '10.5555/1' (copy the id from the end of the URL",
        ),
        ({"id": "2402.00002", "summary": "fast", "topics": "caches"}, "summary must have at least 20"),
    ],
)
def test_a_problem_names_the_field_of_the_form(fields, message, toys):
    assert run_form(toys, write_form(**fields, **({"wrong": "x"} if "right" in fields else {}))) == 1
    assert f"- `{message}" in (toys / "report.md").read_text()


@pytest.mark.parametrize(
    ("fields", "problems"),
    [({"venue": "x y z"}, 1), ({"topics": "nonsense", "links": "https://a.example/"}, 2)],
)
def test_a_form_without_any_value_has_only_its_own_problems(fields, problems, toys):
    assert run_form(toys, write_form(id="2402.00002", **fields)) == 1
    assert (toys / "report.md").read_text().count("\n- ") == problems


def test_a_paper_of_arxiv_can_be_added_without_anything_about_it(toys):
    assert run_form(toys, write_form(id="2402.09999", title="Soon")) == 0
    assert main(["lint", "--root", str(toys)]) == 0


def test_a_value_that_the_file_has_is_reported_beside_other_problems(toys):
    paper = toys / "data/curation/papers/2402.00002.yml"
    paper.write_text("summary: It is very, very fast, they say.\n")

    assert (
        run_form(toys, write_form(id="2402.00002", summary="It is slow, as we measured.", venue="x y z")) == 1
    )
    report = (toys / "report.md").read_text()
    assert "cannot replace summary, which has another value in the file" in report
    assert "- `venue must be an id of venues.yml" in report


def test_a_paper_of_arxiv_that_no_feed_has_needs_no_title(toys):
    assert run_form(toys, write_form(id="arxiv.org/abs/2402.09999", title="Soon", topics="Caches")) == 0
    assert (toys / "data/curation/papers/2402.09999.yml").read_text().endswith("\ntopics:\n  - caches\n")
    assert (toys / "data/catalogue.yml").read_text().endswith("ids:\n      - 2402.09999\n")
    assert (
        "The next Update fetches it: check https://arxiv.org/abs/2402.09999"
        in (toys / "report.md").read_text()
    )
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0

    assert run_form(toys, write_form(id="2402.09999", summary="It is very, very fast.")) == 0
    settings = (toys / "data/catalogue.yml").read_text()
    assert settings.count("2402.09999") == 1
