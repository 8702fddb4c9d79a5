"""A curator's desk, by its commands: drafts, suggestions, explanations and imported lists."""

from pathlib import Path

import pytest

from generator.cli import main

pytestmark = pytest.mark.slow

LISTS = Path(__file__).parent / "lists"


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("2404.00005", "2404.00005.yml"),
        ("https://arxiv.org/pdf/2403.04567v1", "2403.04567.yml"),
        ("arXiv:2402.00002v2", "2402.00002.yml"),
        ("cs/0301008", "cs-0301008.yml"),
        ("https://arxiv.org/abs/cs/0301008", "cs-0301008.yml"),
    ],
)
def test_a_draft_of_every_form_of_id_lints_and_builds(toys, capsys, reference, name):
    path = toys / "data/curation/papers" / name

    assert main(["new", reference, "--root", str(toys)]) == 0
    assert str(path) in capsys.readouterr().out
    assert path.read_text().startswith("# yaml-language-server: $schema=")
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0


def test_a_paper_on_no_feed_gets_a_record_and_a_page(toys, capsys):
    address = "https://toys.example/papers/7"

    assert main(["new", address, "--manual", "A Paper on No Feed", "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    pages = [path.read_text() for path in (toys / "docs/papers").glob("url-*.md")]
    assert [page for page in pages if "# A Paper on No Feed" in page] != []
    assert "yours to fill in" in capsys.readouterr().out


def test_nothing_that_is_there_is_overwritten(toys, capsys):
    path = toys / "data/curation/papers/2401.01234.yml"
    before = path.read_bytes()

    assert main(["new", "2404.00005", "2401.01234", "--root", str(toys)]) == 2
    assert "2401.01234.yml is there already; edit it, nothing was written" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert not (toys / "data/curation/papers/2404.00005.yml").exists()


def test_a_paper_that_nobody_knows_is_said_with_the_nearest(toys, capsys):
    assert main(["new", "2404.00006", "--root", str(toys)]) == 2
    assert "2404.00005" in capsys.readouterr().err


def test_the_queue_names_what_each_paper_lacks(toys, capsys):
    assert main(["suggest", "--root", str(toys), "--most", "2"]) == 0
    assert "papers need a curator; the first:" in capsys.readouterr().out


def test_an_explanation_names_rule_file_and_line(toys, capsys):
    assert main(["explain", "2401.01234", "--root", str(toys)]) == 0
    said = capsys.readouterr().out
    assert "given by a curator (data/curation/papers/2401.01234.yml:2)" in said
    assert "“cache” in the title" in said


@pytest.mark.parametrize(
    "name", ["README.md", "refs.bib", "zotero.json", "broken.md", "broken.bib", "broken.json"]
)
def test_a_list_is_imported_into_files_that_lint(toys, capsys, name):
    arguments = ["import-list", str(LISTS / name), "--root", str(toys), "--name", "imported"]
    before = {path: path.read_bytes() for path in (toys / "data/curation").rglob("*.yml")}

    assert main([*arguments, "--dry-run"]) == 0
    assert {path: path.read_bytes() for path in (toys / "data/curation").rglob("*.yml")} == before
    assert main(arguments) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert (
        before.items()
        <= {path: path.read_bytes() for path in (toys / "data/curation").rglob("*.yml")}.items()
    )
    assert "read" in capsys.readouterr().out
