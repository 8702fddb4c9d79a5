"""``catalogue form``: the file that it writes, and its reports."""

import json

import pytest
import yaml

from generator.cli import main
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
    assert "must be an https:// URL without a password" in report


def test_an_event_that_is_not_about_an_issue_is_a_usage_error(toys, tmp_path, monkeypatch):
    (tmp_path / "event.json").write_text("{}")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))

    assert main(["form", "--root", str(toys)]) == 2


def test_a_form_that_changes_nothing_is_refused(toys, tmp_path, capsys):
    (tmp_path / "form.md").write_text(write_form(id="2402.00002", topics="caches"))
    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 0

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 1
    assert "must change something" in capsys.readouterr().err


def test_a_form_for_an_unknown_paper_needs_a_title(toys, tmp_path, capsys):
    (tmp_path / "form.md").write_text(write_form(id="2402.09999", topics="caches"))

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 1
    assert "a new paper needs a title" in capsys.readouterr().err
