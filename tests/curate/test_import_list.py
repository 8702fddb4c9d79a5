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
    hint = "add it to the ids of a feed in data/catalogue.yml and fetch it, or write a record for it"
    assert hint in capsys.readouterr().out
    assert import_list(toys, toys / "more.bib") == 1
    assert (
        "(write a record for it with `catalogue new 10.1145/1.2 --manual TITLE`)" in capsys.readouterr().out
    )


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
