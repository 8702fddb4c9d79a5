"""Pages onto the disk."""

import os

import pytest

from generator.model.errors import StoreError
from generator.model.papers import Page
from generator.publish.write_pages import GENERATED_DIRS, GENERATED_FILES, write_pages
from tests.paths import REPOSITORY


def test_only_what_changed_is_touched(tmp_path):
    write_pages(tmp_path, [lambda: [Page("a.md", "one"), Page("papers/b.md", "two")]])
    written = write_pages(
        tmp_path, [lambda: [Page("a.md", "one"), Page("papers/b.md", "three"), Page("papers/c.md", "new")]]
    )

    assert written.added == ("papers/c.md",)
    assert written.changed == ("papers/b.md",)
    assert written.unchanged == 1
    assert str(written) == "1 added, 1 changed, 0 removed, 1 unchanged"


def test_pages_that_are_gone_are_removed_and_other_folders_stay(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "project/notes.md").write_text("by hand")
    write_pages(tmp_path, [lambda: [Page("papers/a.md", "one"), Page("about.md", "x")]])
    written = write_pages(tmp_path, [lambda: [Page("papers/b.md", "two")]])

    assert written.removed == ("about.md", "papers/a.md")
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["b.md", "notes.md"]


def test_exports_and_feeds_that_are_gone_are_removed_and_other_files_stay(tmp_path):
    (tmp_path / "CNAME").write_text("by hand")
    write_pages(
        tmp_path,
        [lambda: [Page("catalogue.csv", "one"), Page("topics/a/feed.xml", "one"), Page("robots.txt", "x")]],
    )
    written = write_pages(tmp_path, [lambda: [Page("robots.txt", "x")]])

    assert written.removed == ("catalogue.csv", "topics/a/feed.xml")
    assert (tmp_path / "CNAME").read_text() == "by hand"


def test_git_ignores_what_the_program_owns():
    ignored = (REPOSITORY / ".gitignore").read_text().splitlines()
    owned = [*(f"/docs/{name}" for name in GENERATED_FILES), *(f"/docs/{name}/" for name in GENERATED_DIRS)]

    assert [place for place in owned if place not in ignored] == []


def test_a_symbolic_link_in_our_folders_is_removed_and_never_followed(tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    docs = tmp_path / "docs"
    (docs / "papers").mkdir(parents=True)
    (docs / "papers/link.md").symlink_to(outside)
    write_pages(docs, [lambda: [Page("papers/a.md", "one")]])

    assert [path.name for path in (docs / "papers").iterdir()] == ["a.md"]
    assert outside.read_text() == "secret"


def test_a_full_disk_is_said_and_leaves_no_half_page_and_the_next_run_mends_it(tmp_path, monkeypatch):
    write_pages(tmp_path, [lambda: [Page("papers/a.md", "one")]])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreError, match="No space left on device; make room and run again"):
        write_pages(tmp_path, [lambda: [Page("papers/a.md", "two")]])
    assert (tmp_path / "papers/a.md").read_text() == "one"

    monkeypatch.undo()  # room was made: what the run before left in its way is none
    write_pages(tmp_path, [lambda: [Page("papers/a.md", "two")]])
    assert [(path.name, path.read_text()) for path in (tmp_path / "papers").iterdir()] == [("a.md", "two")]
