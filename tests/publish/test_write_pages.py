"""Writing pages to disk, and removing files that are no longer made."""

import os
from functools import partial
from pathlib import Path

import pytest

from generator.model.errors import StoreError
from generator.model.papers import DeferredPage, Page
from generator.publish.write_pages import GENERATED_FILES, find_generated_files, write_pages
from generator.system.memo import Memo
from tests.paths import REPOSITORY
from tests.runner import git


def write(docs, **texts):
    """Write pages from their names and texts; two underscores in a name separate folders."""
    pages = [Page(f"{name.replace('__', '/')}.md", text) for name, text in texts.items()]
    return write_pages(docs, [lambda: pages])


def test_only_files_with_changed_content_are_written(tmp_path):
    write(tmp_path, a="one", papers__b="two")
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}
    result = write(tmp_path, a="one", papers__b="three", papers__c="new")

    assert result.added == ("papers/c.md",)
    assert result.changed == ("papers/b.md",)
    assert result.unchanged == 2  # a.md, and the file that marks the folder
    assert str(result) == "1 added, 1 changed, 0 removed, 2 unchanged"
    assert (tmp_path / "a.md").stat().st_mtime_ns == times[tmp_path / "a.md"]


def test_pages_that_are_no_longer_made_are_removed_and_other_folders_stay(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "project/notes.md").write_text("by hand")
    write(tmp_path, papers__a="one", about="x")
    result = write(tmp_path, papers__b="two")

    assert result.removed == ("about.md", "papers/a.md")
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["b.md", "notes.md"]


def test_exports_and_feeds_that_are_no_longer_made_are_removed_and_other_files_stay(tmp_path):
    (tmp_path / "CNAME").write_text("by hand")
    pages = [Page("catalogue.csv", "one"), Page("topics/a/feed.xml", "one"), Page("robots.txt", "x")]
    write_pages(tmp_path, [lambda: pages])
    result = write_pages(tmp_path, [lambda: [Page("robots.txt", "x")]])

    assert result.removed == ("catalogue.csv", "topics/.gitignore", "topics/a/feed.xml")
    assert (tmp_path / "CNAME").read_text() == "by hand"


def test_a_folder_for_which_no_pages_are_made_any_more_is_emptied(tmp_path):
    write(tmp_path, awards__index="one", awards__2026__icpe="two", papers__a="x")
    result = write(tmp_path, papers__a="x")

    assert result.removed == ("awards/.gitignore", "awards/2026/icpe.md", "awards/index.md")
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {".gitignore", "a.md"}


@pytest.mark.parametrize("text", [None, "*\n", "drafts/\n"])
def test_a_folder_that_the_program_did_not_mark_is_left_alone(tmp_path, text):
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide/index.md").write_text("by hand")
    if text:
        (tmp_path / "guide/.gitignore").write_text(text)
    result = write(tmp_path, papers__a="x")

    assert result.removed == ()
    assert (tmp_path / "guide/index.md").exists()
    assert {Path(path).parent.name for path in find_generated_files(tmp_path)} == {"papers"}


def test_a_folder_of_an_older_version_without_a_mark_is_cleaned(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/old.md").write_text("by an older version")

    assert write(tmp_path, papers__a="x").removed == ("papers/old.md",)


def test_a_dry_run_returns_the_changes_and_makes_none(tmp_path):
    write(tmp_path, papers__a="one", papers__b="two", years__2025="x")
    before = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    pages = [Page("papers/a.md", "three"), Page("awards/c.md", "new")]
    result = write_pages(tmp_path, [lambda: pages], dry_run=True)

    assert result.added == ("awards/c.md", "awards/.gitignore")
    assert result.changed == ("papers/a.md",)
    assert result.removed == ("papers/b.md", "years/.gitignore", "years/2025.md")
    assert {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_git_ignores_generated_files_and_no_others(tmp_path):
    (tmp_path / ".gitignore").write_text((REPOSITORY / ".gitignore").read_text())
    (tmp_path / "docs/guide").mkdir(parents=True)
    (tmp_path / "docs/guide/index.md").write_text("by hand")
    write_pages(
        tmp_path / "docs",
        [lambda: [Page(pattern.replace("*", "a"), "x") for pattern in (*GENERATED_FILES, "new/b/*.md")]],
    )
    git("init", "--quiet", tmp_path)

    status = git("-C", tmp_path, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert status == ["?? .gitignore", "?? docs/guide/index.md"]


def test_a_symbolic_link_in_a_generated_folder_is_removed_and_not_followed(tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    docs = tmp_path / "docs"
    (docs / "papers").mkdir(parents=True)
    (docs / "papers/link.md").symlink_to(outside)
    write_pages(docs, [lambda: [Page("papers/a.md", "one")]])

    assert sorted(path.name for path in (docs / "papers").iterdir()) == [".gitignore", "a.md"]
    assert outside.read_text() == "secret"


def test_a_full_disk_leaves_the_old_page_and_the_next_run_writes_the_new_one(tmp_path, monkeypatch):
    write_pages(tmp_path, [lambda: [Page("papers/a.md", "one")]])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreError, match="No space left on device; free disk space"):
        write_pages(tmp_path, [lambda: [Page("papers/a.md", "two")]])
    assert (tmp_path / "papers/a.md").read_text() == "one"

    monkeypatch.undo()  # there is room again
    write_pages(tmp_path, [lambda: [Page("papers/a.md", "two")]])
    assert {path.name: path.read_text() for path in tmp_path.glob("papers/[!.]*")} == {"a.md": "two"}
    assert not list(tmp_path.rglob("*.new"))


class DeferredPages:
    """Deferred pages of a run, which notes those that are made."""

    def __init__(self, docs):
        self.docs = docs
        self.states = {}

    def write(self, **texts):
        """Write pages from their names and texts; return the names of those that were made."""
        made = []

        def make(name, text):
            made.append(name)
            return text

        pages = [
            DeferredPage(f"papers/{name}.md", f"{name} {text}".encode(), partial(make, name, text))
            for name, text in texts.items()
        ]
        memo = Memo(self.states)
        write_pages(self.docs, [lambda: pages], memo=memo)
        self.states = memo.results
        assert {path.stem: path.read_text() for path in self.docs.rglob("*.md")} == texts
        return made


def test_a_deferred_page_is_made_if_it_or_its_file_has_changed(tmp_path):
    pages = DeferredPages(tmp_path)

    assert pages.write(a="one", b="two") == ["a", "b"]
    assert pages.write(a="one", b="two") == []
    assert pages.write(a="one", b="three") == ["b"]
    assert pages.write(a="one", b="two", c="new") == ["b", "c"]


def overwrite(path):
    path.write_text("owe")


def overwrite_and_keep_the_time(path):
    status = path.stat()
    overwrite(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace_by_another_page(path):
    path.with_name("b.md").replace(path)


def replace_by_a_link(path):
    path.unlink()
    path.symlink_to("b.md")


@pytest.mark.parametrize(
    "change",
    [overwrite, overwrite_and_keep_the_time, replace_by_another_page, replace_by_a_link, os.unlink],
)
def test_a_deferred_page_is_made_again_if_somebody_changed_its_file(tmp_path, change):
    pages = DeferredPages(tmp_path)
    pages.write(a="one", b="two")
    change(tmp_path / "papers/a.md")

    assert "a" in pages.write(a="one", b="two")
    assert pages.write(a="one", b="two") == []


def test_the_states_of_pages_that_are_no_longer_made_are_forgotten(tmp_path):
    pages = DeferredPages(tmp_path)
    pages.write(a="one", b="two")
    pages.write(a="one")

    assert list(pages.states) == [b"a one"]
