"""``catalogue pages``: what it prints, and what a dry run leaves alone."""

import pytest

from generator.cli import main


def pages(root, *arguments):
    return main(["pages", "--root", str(root), *arguments])


def read_tree(folder):
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(name="changed")
def toys_whose_pages_differ(toys, capsys):
    """The toy catalogue after a run; then one page is missing, one changed, and one does not belong there."""
    assert pages(toys) == 0
    (toys / "docs/index.md").unlink()
    (toys / "docs/about.md").write_text("changed")
    (toys / "docs/papers/stray.md").write_text("stray")
    capsys.readouterr()
    return toys


def test_a_dry_run_names_every_change_and_writes_and_removes_nothing(changed, capsys):
    before = read_tree(changed)

    assert pages(changed, "--dry-run") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["added docs/index.md", "changed docs/about.md", "removed docs/papers/stray.md"]
    assert lines[3].startswith("1 added, 1 changed, 1 removed, ")
    assert read_tree(changed) == before


def test_a_dry_run_of_a_first_run_writes_nothing(toys, capsys):
    before = read_tree(toys)

    assert pages(toys, "--dry-run") == 0
    assert "added docs/papers/cs-0301008.md" in capsys.readouterr().out.splitlines()
    assert read_tree(toys) == before


def test_a_run_makes_the_announced_changes(changed, capsys):
    assert pages(changed, "--verbose") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["added docs/index.md", "changed docs/about.md", "removed docs/papers/stray.md"]
    assert (changed / "docs/index.md").is_file()
    assert not (changed / "docs/papers/stray.md").exists()


def test_changes_are_counted_and_not_named_by_default(changed, capsys):
    assert pages(changed) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("1 added, 1 changed, 1 removed, ")
