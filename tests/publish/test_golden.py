"""The pages and the store of the toy catalogue, compared with the expected files."""

import shutil
from datetime import date

from generator.curation.folder import read_settings
from generator.ingest.document_import import import_documents
from generator.pipeline.make_pages import make_pages
from tests.paths import GOLDEN

LATER = date(2024, 6, 1)


def test_the_toy_catalogue_gives_the_expected_pages_and_store(toys, golden):
    make_pages(toys)
    actual = {
        f"docs/{path.relative_to(toys / 'docs')}": path.read_text()
        for path in list_files(toys / "docs")
        if path.suffix != ".png"
    }
    actual |= {
        f"feeds/{path.relative_to(toys / 'data/feeds')}": path.read_text()
        for path in list_files(toys / "data/feeds")
    }
    if golden:
        rewrite_golden(actual)
    expected = {str(path.relative_to(GOLDEN)): path.read_text() for path in list_files(GOLDEN)}

    assert sorted(actual) == sorted(expected)
    for name, text in actual.items():
        assert text == expected[name], f"{name} differs; if that is meant: make golden"


def test_pages_do_not_depend_on_the_order_of_import(toys, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(toys, other)
    shutil.rmtree(other / "data/feeds")
    documents = sorted((toys / "documents").iterdir(), reverse=True)
    for document in documents:
        import_documents(other, read_settings(other).feeds, [document], None, LATER)

    assert read_files(other / "data/feeds") == read_files(toys / "data/feeds")


def test_writing_pages_again_changes_no_file(toys):
    make_pages(toys)
    before = {path: path.stat().st_mtime_ns for path in list_files(toys / "docs")}
    shutil.rmtree(toys / ".cache")
    written = make_pages(toys)

    assert (written.added, written.changed, written.removed) == ((), (), ())
    assert {path: path.stat().st_mtime_ns for path in list_files(toys / "docs")} == before


def test_an_unknown_page_is_removed_and_a_handwritten_one_stays(toys):
    make_pages(toys)
    (toys / "docs/papers/2101.00001.md").write_text("stray")
    (toys / "docs/project").mkdir()
    (toys / "docs/project/notes.md").write_text("ours")
    written = make_pages(toys)

    assert written.removed == ("papers/2101.00001.md",)
    assert (toys / "docs/project/notes.md").read_text() == "ours"


def list_files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".gitignore")


def read_files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in list_files(folder)}


def rewrite_golden(actual):
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for name, text in actual.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
