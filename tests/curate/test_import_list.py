"""``catalogue import-list``: lists of papers become curation files and a reading list."""

import pytest

from generator.cli import main
from generator.curate.lists.list_items import MAX_LIST_SIZE
from tests.catalogues import copy_data
from tests.paths import DATA

LISTS = DATA / "lists"


def import_list(root, path, *arguments):
    return main(["import-list", str(path), "--root", str(root), *arguments])


def read_curation(root):
    return {path: path.read_bytes() for path in (root / "data/curation").rglob("*.yml")}


def test_a_list_without_known_papers_exits_with_one(toys, capsys):
    (toys / "list.md").write_text("- [Another paper](https://arxiv.org/abs/2409.99999)\n")
    (toys / "more.bib").write_text("@article{a, title={Else}, doi={10.1145/1.2}}\n")

    assert import_list(toys, toys / "list.md") == 1
    hint = "import the list with --add to fetch it, or write a record for it"
    assert hint in capsys.readouterr().out
    assert import_list(toys, toys / "more.bib") == 1
    assert (
        "(write a record for it with `catalogue new 10.1145/1.2 --manual TITLE`)" in capsys.readouterr().out
    )


def test_papers_of_arxiv_that_no_feed_has_are_added_on_request(toys, capsys):
    (toys / "list.md").write_text(
        "# Later\n\n## Caches\n\n- [Another paper](https://arxiv.org/abs/2409.99999v3). Worth the wait.\n"
        "- [Elsewhere](https://doi.org/10.1145/1.2)\n- [Known](https://arxiv.org/abs/2402.00002)\n"
    )
    before = read_curation(toys)
    settings = (toys / "data/catalogue.yml").read_text()

    assert import_list(toys, toys / "list.md", "--add", "--dry-run") == 0
    assert (read_curation(toys), (toys / "data/catalogue.yml").read_text()) == (before, settings)
    assert import_list(toys, toys / "list.md", "--add") == 0
    output = capsys.readouterr().out
    assert "3 entries read, 1 paper of this catalogue among them, and 1 to be fetched: " in output
    assert "no feed has the paper 10.1145/1.2" in output
    assert "- 2409.99999\n" in (toys / "data/catalogue.yml").read_text()
    assert "id: 2409.99999\n    note: Worth the wait." in (toys / "data/curation/lists/later.yml").read_text()
    assert "- caches" in (toys / "data/curation/papers/2409.99999.yml").read_text()
    assert main(["lint", "--root", str(toys)]) == 0

    # A paper that is requested already needs no option, and its file is not changed.
    assert import_list(toys, toys / "list.md", "--name", "again") == 0
    assert "2409.99999 has a curation file, which is not changed" in capsys.readouterr().out
    assert main(["lint", "--root", str(toys)]) == 0


def test_a_list_that_is_too_long_is_not_read_to_its_end(toys, capsys):
    with (toys / "list.md").open("wb") as file:
        file.truncate(100 * MAX_LIST_SIZE)

    assert import_list(toys, toys / "list.md") == 1
    assert "a list must have at most 10,000,000 bytes" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["README.md", "refs.bib", "zotero.json", "broken.md", "broken.bib", "broken.json"]
)
def test_an_imported_list_passes_lint(name, shipped_data, tmp_path):
    copy_data(tmp_path, shipped_data)
    before = read_curation(tmp_path)

    assert import_list(tmp_path, LISTS / name, "--name", "imported", "--dry-run") == 0
    assert read_curation(tmp_path) == before
    assert import_list(tmp_path, LISTS / name, "--name", "imported") == 0
    assert main(["lint", "--root", str(tmp_path)]) == 0
    after = read_curation(tmp_path)
    assert before.items() < after.items()
    assert tmp_path / "data/curation/lists/imported.yml" in after
