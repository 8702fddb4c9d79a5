"""Issue forms: what becomes of their answers, and what the command ``form`` writes."""

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.curate import issue_forms
from generator.model.errors import DataError


def form(**fields):
    """The text that GitHub makes of a form."""
    return "".join(f"### {name.replace('_', ' ')}\n\n{value}\n\n" for name, value in fields.items())


def test_each_field_of_a_form_becomes_what_its_key_holds():
    read = issue_forms.read(
        form(
            id="https://someone.github.io/papers/2602.23556/",
            topics="caches, gpu\nenergy",
            summary=" One\nline. ",
            note="Two\n\n# lines\n",
            venue="ASPLOS 2026",
            links="code: https://a.example/x\n- data: <https://b.example/>",
            awards="Best paper, Most read",
            related="2602.00001 2602.00002",
            publications="https://doi.org/10.5555/1",
        )
        + form(Before_you_send_it="- [x] yes")
    )

    assert read.reference == "https://someone.github.io/papers/2602.23556/".split("/")[-2]
    assert read.values == {
        "topics": ["caches", "gpu", "energy"],
        "summary": "One line.",
        "note": "Two\n\n# lines",
        "venue": {"id": "asplos", "year": "2026"},
        "links": {"code": ["https://a.example/x"], "data": ["https://b.example/"]},
        "awards": ["Best paper", "Most read"],
        "related": ["2602.00001", "2602.00002"],
        "publications": ["10.5555/1"],
    }


MENDED = [
    ("title", "Right\ntitle", {"corrections": {"title": {"value": "Right title", "reason": "See the PDF."}}}),
    (
        "journal reference",
        "J. 1",
        {"corrections": {"journal_ref": {"value": "J. 1", "reason": "See the PDF."}}},
    ),
    (
        "authors",
        "A One, B Two",
        {"corrections": {"authors": {"value": ["A One", "B Two"], "reason": "See the PDF."}}},
    ),
    ("status", "Withdrawn", {"status": "withdrawn"}),
    ("topics", "caches", {"topics": ["caches"]}),
]


@pytest.mark.parametrize(("field", "right", "values"), MENDED)
def test_a_mistake_becomes_a_correction_or_another_value(field, right, values):
    read = issue_forms.read(form(id="2602.23556", field=field, wrong="x", right=right, reason="See the PDF."))

    assert (read.values, read.replaces) == (values, True)


REFUSED = [
    ("Hello, what a nice catalogue.", "this is none of the forms of this repository"),
    (form(id="2602.23556"), "beside the id, one more field says something"),
    (form(id="_No response_", summary="x"), "id must be there"),
    (form(id="1", summary="x") + form(summary="y"), "a field is there once, got 'summary' again"),
    (form(id="1", venue="somewhere over the rainbow"), "venue must be an id of venues.yml and a year"),
    (form(id="1", links="https://a.example/"), "links must have a kind before each address"),
    (
        form(id="1", field="something else", wrong="x", right="y", reason="z"),
        "field 'something else' is not for",
    ),
    (form(id="1", field="title", wrong="x", right="y"), "reason must be there"),
    ("x" * 70_000, "a form has up to 65,536 characters"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_form_that_cannot_be_used_says_why(text, message):
    with pytest.raises(DataError, match="the form") as caught:
        issue_forms.read(text)

    assert caught.value.problems[0].message.startswith(message)


@given(text=st.text(max_size=500))
def test_no_text_breaks_the_reading_of_a_form(text):
    with suppress(DataError):
        assert issue_forms.read(form(id=text, note=text, links=text, venue=text)).values


def test_the_command_writes_a_file_that_passes_the_checks(toys, tmp_path, capsys):
    (tmp_path / "form.md").write_text(
        form(id="2402.00002", topics="caches", summary="It is " + "very " * 9 + "fast.")
    )

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert "2402.00002.yml" in capsys.readouterr().out


def test_a_paper_on_no_feed_gets_a_record(toys, tmp_path):
    (tmp_path / "form.md").write_text(
        form(id="10.5555/99", title="A: new one", summary="It is " + "very " * 9 + "fast.")
    )

    assert main(["form", str(tmp_path / "form.md"), "--root", str(toys)]) == 0
    text = (toys / "data/curation/papers/doi-10.5555-99.yml").read_text()
    assert yaml.safe_load(text)["record"] == {"title": "A: new one", "doi": "10.5555/99"}


def test_a_form_with_a_mistake_writes_nothing_and_tells_all_of_it(toys, tmp_path, capsys):
    body = form(id="2402.00002", summary="Short.", links="code: javascript:alert(1)")
    (tmp_path / "event.json").write_text(json.dumps({"issue": {"number": 3, "body": body}}))
    before = sorted((toys / "data").rglob("*"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
        assert main(["form", "--root", str(toys), "--report", str(tmp_path / "report.md")]) == 1

    assert sorted((toys / "data").rglob("*")) == before
    report = (tmp_path / "report.md").read_text()
    assert "- `summary must have at least 20 characters, got 'Short.'" in report
    assert "must be an https:// URL without a password" in report


def test_an_event_of_something_else_is_a_wrong_call(toys, tmp_path, monkeypatch):
    (tmp_path / "event.json").write_text("{}")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))

    assert main(["form", "--root", str(toys)]) == 2
