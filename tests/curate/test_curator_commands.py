"""A curator's desk, by its commands: drafts, suggestions, explanations and imported lists."""

import shutil

import pytest

from generator.cli import main
from generator.curate.lists.list_items import LARGEST_LIST
from tests.paths import DATA

pytestmark = pytest.mark.slow

LISTS = DATA / "lists"


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


@pytest.mark.parametrize("reference", ["https://doi.org/10.5555/TOY.6", "https://toys.example/articles/9"])
def test_a_draft_for_a_paper_of_a_journal_lints_and_builds(reference, toys):
    (toys / "data/curation/papers/doi-10.5555-toy.6.yml").unlink()
    item = "<item><title>A paper without DOI</title><link>https://toys.example/articles/9</link></item>"
    (toys / "more.xml").write_text(f'<rss version="2.0"><channel><title>More</title>{item}</channel></rss>')
    before = {path.name for path in (toys / "data/curation/papers").iterdir()}

    assert main(["import", str(toys / "more.xml"), "--feed", "more", "--root", str(toys)]) == 0
    assert main(["new", reference, "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    (name,) = {path.name for path in (toys / "data/curation/papers").iterdir()} - before
    assert (toys / f"docs/papers/{name.removesuffix('.yml')}.md").exists()


@pytest.mark.parametrize(
    ("reference", "form"),
    [
        ("https://toys.example/papers/7", "url-*.md"),
        ("10.1145/3779212.3790145", "doi-10.1145-3779212.3790145.md"),
        ("https://doi.org/10.1002/(SICI)1096-9128(199607)8:6", "doi-*.md"),
        ("2409.12345v2", "2409.12345.md"),
        ("hep-th/9901001", "hep-th-9901001.md"),
    ],
)
def test_a_paper_on_no_feed_gets_a_record_and_a_page(reference, form, toys, capsys):
    assert main(["new", reference, "--manual", "A Paper on No Feed", "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    pages = [path.read_text() for path in (toys / "docs/papers").glob(form)]
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


def test_what_could_be_tidied_up_is_suggested(toys, capsys):
    (toys / "data/curation/people.yml").write_text("amy: {name: Nobody Knows}\n")

    assert main(["suggest", "--root", str(toys)]) == 0
    assert "Worth a look:\npeople.yml: no paper is by amy" in capsys.readouterr().out


def test_a_list_of_which_nothing_comes_ends_with_one(toys, capsys):
    (toys / "list.md").write_text("- [Another paper](https://arxiv.org/abs/2409.99999)\n")
    (toys / "more.bib").write_text("@article{a, title={Else}, doi={10.1145/1.2}}\n")

    assert main(["import-list", str(toys / "list.md"), "--root", str(toys)]) == 1
    said = capsys.readouterr().err
    assert (
        "add it to the ids of a feed in data/catalogue.yml and fetch it, or catalogue new 2409.99999" in said
    )
    assert main(["import-list", str(toys / "more.bib"), "--root", str(toys)]) == 1
    assert "(catalogue new 10.1145/1.2 --manual TITLE writes a record for it)" in capsys.readouterr().err


def test_of_a_list_no_more_is_read_than_tells_that_it_is_too_long(toys, capsys):
    with (toys / "list.md").open("wb") as file:
        file.truncate(100 * LARGEST_LIST)

    assert main(["import-list", str(toys / "list.md"), "--root", str(toys)]) == 1
    assert "a list may have 10,000,000 bytes; this one has more" in capsys.readouterr().err


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
def test_a_list_is_imported_into_files_that_lint(name, shipped_data, tmp_path, capsys):
    shutil.copytree(shipped_data, tmp_path / "data")
    before = written(tmp_path)
    arguments = ["import-list", str(LISTS / name), "--root", str(tmp_path), "--name", "imported"]

    assert main([*arguments, "--dry-run"]) == 0
    assert written(tmp_path) == before
    assert main(arguments) == 0
    assert main(["lint", "--root", str(tmp_path)]) == 0
    after = written(tmp_path)
    assert before.items() < after.items()
    assert tmp_path / "data/curation/lists/imported.yml" in after
    assert "read" in capsys.readouterr().out


def written(root):
    """What people wrote, by path."""
    return {path: path.read_bytes() for path in (root / "data/curation").rglob("*.yml")}
