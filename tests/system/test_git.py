"""git: questions, commits, and folders as they were at a commit."""

import pytest

from generator.cli import main
from generator.model.errors import StoreError, UsageError
from generator.system import git
from tests import runner


@pytest.fixture(name="repository")
def repository_with_a_commit(tmp_path):
    root = tmp_path / "repository"
    (root / "data").mkdir(parents=True)
    (root / "data/a.yml").write_text("old\n")
    (root / "data/link").symlink_to("a.yml")
    (root / "other.txt").write_text("old\n")
    runner.git("init", "--quiet", root)
    runner.git("-C", root, "add", "--all")
    runner.git("-C", root, "commit", "--quiet", "--message", "all")
    return root


def test_a_failing_command_is_an_error_with_its_last_line_or_an_empty_answer(tmp_path):
    with pytest.raises(StoreError, match=r"^git rev-parse failed: fatal: not a git repository"):
        git.run_git(tmp_path, "rev-parse", "--git-dir")
    assert git.query(tmp_path, "rev-parse", "--git-dir") == ""


def test_a_missing_git_is_an_error(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(StoreError, match=r"^cannot run git: No such file or directory$"):
        git.run_git(repository, "status")


def test_a_commit_has_the_named_paths_and_no_others(repository, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("HOME", str(repository))
    for name in ("data/a.yml", "data/b.yml", "other.txt"):
        (repository / name).write_text("new\n")

    assert git.is_changed(repository, ["data"])
    git.commit(repository, ["data"], "a message")
    assert not git.is_changed(repository, ["data"])
    assert (
        git.run_git(repository, "log", "-1", "--format=%s by %an").strip()
        == "a message by github-actions[bot]"
    )
    changed = git.run_git(repository, "show", "--name-only", "--format=").split()
    assert changed == ["data/a.yml", "data/b.yml"]


def test_a_folder_is_exported_as_it_was_at_a_commit_without_symlinks(repository):
    (repository / "data/a.yml").write_text("new\n")

    with git.export_folder(repository, "HEAD", "data") as folder:
        assert {path.name: path.read_text() for path in (folder / "data").iterdir()} == {"a.yml": "old\n"}
    assert not folder.exists()


@pytest.mark.parametrize("revision", ["nosuch", "--output=/tmp/x", "HEAD:data"])
def test_an_unknown_commit_is_a_usage_error(repository, revision):
    with (
        pytest.raises(UsageError, match=f"^unknown commit '{revision}'; name a commit, branch or tag"),
        git.export_folder(repository, revision, "data"),
    ):
        pytest.fail("there is no such commit")


def test_diff_names_an_unknown_commit(toys, capsys):
    runner.git("init", "--quiet", toys)

    assert main(["diff", "nosuch", "--root", str(toys)]) == 2
    assert capsys.readouterr().err.startswith("catalogue diff: unknown commit 'nosuch'; ")


@pytest.mark.parametrize("name", ["a..b", "-x", ""])
def test_an_invalid_name_of_a_branch_is_a_usage_error(repository, name):
    with pytest.raises(UsageError, match="is not a valid name for a branch"):
        git.switch_to_new_branch(repository, name)
