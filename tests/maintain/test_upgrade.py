"""``catalogue upgrade``: a repository takes over what a newer version of the program changes."""

import shutil

import pytest

from generator.cli import main
from generator.maintain import repository_files, upgrade
from tests.catalogues import read_tree
from tests.maintain.test_new_catalogue import copy_repository
from tests.runner import git

OLD, NEW = (
    f"https://example.org/paper_catalogue-{version}-py3-none-any.whl#sha256={'0' * 64}" for version in "12"
)


def commit(root):
    git("-C", root, "add", "--all")
    git("-C", root, "commit", "--quiet", "--message", "a change")


def run_upgrade(root, *arguments, source=NEW):
    return main(["upgrade", "--root", str(root), "--source", source, *arguments])


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(name="root")
def repository_of_an_old_version(tmp_path):
    assert main(["init", str(tmp_path / "new"), "--title", "Mine", "--arxiv", "cs.OS", "--source", OLD]) == 0
    git("init", "--quiet", tmp_path / "new")
    commit(tmp_path / "new")
    return tmp_path / "new"


@pytest.fixture(name="starter")
def files_of_a_new_version(tmp_path, monkeypatch):
    """The folder of the files that the new version writes."""
    starter = shutil.copytree(repository_files.STARTER, tmp_path / "starter")
    monkeypatch.setattr(repository_files, "STARTER", starter)
    return starter


def test_an_unchanged_repository_gets_the_new_files(root, starter):
    edit(starter / "github/workflows/links.yml", '"19 5 * * 0"', '"19 6 * * 0"')

    assert run_upgrade(root, "--yes") == 0
    assert git("-C", root, "diff", "--name-only").splitlines() == [
        ".catalogue-files.json", ".github/workflows/links.yml", "requirements.txt",
    ]  # fmt: skip
    assert "paper_catalogue-2" in (root / "requirements.txt").read_text("utf-8")
    commit(root)
    assert run_upgrade(root, "--yes") == 0
    assert git("-C", root, "status", "--porcelain") == ""


def test_changes_of_both_are_merged(root, starter):
    edit(root / ".github/workflows/links.yml", "timeout-minutes: 120", "timeout-minutes: 60")
    commit(root)
    edit(starter / "github/workflows/links.yml", '"19 5 * * 0"', '"19 6 * * 0"')

    assert run_upgrade(root, "--yes") == 0
    text = (root / ".github/workflows/links.yml").read_text("utf-8")
    assert ("timeout-minutes: 60" in text, '"19 6 * * 0"' in text) == (True, True)


def test_a_file_that_both_changed_on_the_same_line_is_kept_until_its_name_is_given(root, starter, capsys):
    path = root / ".github/workflows/links.yml"
    edit(path, '"19 5 * * 0"', '"7 7 * * 0"')
    commit(root)
    edit(starter / "github/workflows/links.yml", '"19 5 * * 0"', '"19 6 * * 0"')

    assert run_upgrade(root, "--yes") == 0
    assert '"7 7 * * 0"' in path.read_text("utf-8")
    assert ".github/workflows/links.yml was kept" in capsys.readouterr().out
    commit(root)
    assert run_upgrade(root, "--yes", "--overwrite", ".github/workflows/links.yml") == 0
    assert '"19 6 * * 0"' in path.read_text("utf-8")


def test_without_an_answer_nothing_changes(root, starter, capsys):
    edit(starter / "Makefile", "help: ## list these tasks", "help: ## list all tasks")

    assert run_upgrade(root) == 0
    output = capsys.readouterr()
    assert "-help: ## list these tasks\n+help: ## list all tasks" in output.err
    assert "Nothing was changed" in output.out
    assert git("-C", root, "status", "--porcelain") == ""


def test_each_overwritten_file_is_asked_for(root, starter, monkeypatch):
    for name in ("Makefile", ".gitignore"):
        (root / name).write_text("mine\n", "utf-8")
        (starter / name.removeprefix(".")).write_text("new\n", "utf-8")
    commit(root)
    questions = []

    def answer(question):
        questions.append(question.splitlines()[-1])
        return "Makefile" not in question.splitlines()[-1]

    monkeypatch.setattr(upgrade, "ask", answer)

    assert run_upgrade(root) == 0
    assert questions == [
        "Apply these changes?", "Overwrite .gitignore, which you have changed?",
        "Overwrite Makefile, which you have changed?",
    ]  # fmt: skip
    assert (root / "Makefile").read_text("utf-8") == "mine\n"
    assert (root / ".gitignore").read_text("utf-8") == "new\n"


@pytest.mark.parametrize("name", ["Makefile", "Käse und 论文.md"])
def test_a_file_that_is_not_committed_stops_an_upgrade(root, capsys, name):
    (root / name).write_text("mine\n", "utf-8")
    git("-C", root, "add", "--all")

    assert run_upgrade(root, "--yes") == 2
    assert f"{name} is not committed" in capsys.readouterr().err


def test_a_folder_without_git_is_refused(root, capsys):
    shutil.rmtree(root / ".git")

    assert run_upgrade(root, "--yes") == 2
    assert "not in a git repository" in capsys.readouterr().err


def test_a_clone_without_its_history_is_refused(root, tmp_path, capsys):
    edit(root / "README.md", "# Mine", "# Mine again")
    commit(root)
    git("clone", "--quiet", "--depth=1", f"file://{root}", tmp_path / "clone")

    assert run_upgrade(tmp_path / "clone", "--yes") == 2
    assert "git fetch --unshallow" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../outside.txt", ".git/config", "/etc/hostname"])
def test_a_manifest_cannot_name_files_outside(root, name, tmp_path):
    (tmp_path / "outside.txt").write_text("mine")
    (root / ".catalogue-files.json").write_text(f'{{"{name}": "0"}}')
    commit(root)
    before = (root / ".git/config").read_bytes()

    assert run_upgrade(root, "--yes") == 0
    assert (tmp_path / "outside.txt").read_text() == "mine"
    assert (root / ".git/config").read_bytes() == before


@pytest.mark.slow
def test_a_copy_of_the_program_becomes_a_repository_that_installs_it(shipped_data, tmp_path):
    root = tmp_path / "copy"
    copy_repository(root)
    git("init", "--quiet", root)
    commit(root)
    assert main(["init", "--root", str(root), "--title", "Mine", "--arxiv", "cs.OS"]) == 0
    edit(root / ".github/workflows/update.yml", '"37 6 * * 1-6"', '"7 7 * * 1-6"')
    (root / "overrides/edit.html").write_text("mine\n", "utf-8")
    commit(root)

    assert run_upgrade(root, "--yes") == 0

    names = {name for name in read_tree(root) if not name.startswith((".git/", ".github/", "data/"))}
    assert names == {
        ".catalogue-files.json", ".gitignore", "CONTRIBUTING.md", "GUIDE.md", "LICENSE", "Makefile",
        "README.md", "SECURITY.md", "mkdocs.yml", "overrides/edit.html", "requirements.txt",
    }  # fmt: skip
    config = (root / "mkdocs.yml").read_text("utf-8")
    assert "site_name: Mine\n" in config
    assert "name: paper-catalogue\n" in config
    assert '"7 7 * * 1-6"' in (root / ".github/workflows/update.yml").read_text("utf-8")
