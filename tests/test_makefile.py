"""The tasks of the Makefile."""

import re
import shutil
import subprocess
from importlib import import_module

import pytest

from generator.pipeline.make_pages import make_pages
from tests.paths import REPOSITORY
from tests.runner import git

pytestmark = pytest.mark.slow

MAKEFILE = (REPOSITORY / "Makefile").read_text("utf-8")


def make(task, root):
    subprocess.run(["make", "--silent", task], cwd=root, check=True, capture_output=True, text=True)  # noqa: S607


def list_files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(name="repository")
def toys_in_a_repository(toys):
    """The toy catalogue with the Makefile, committed."""
    for name in ("Makefile", ".gitignore"):
        shutil.copy(REPOSITORY / name, toys)
    (toys / "docs/project").mkdir()
    (toys / "docs/project/notes.md").write_text("# Notes\n")
    git("init", "--quiet", toys)
    git("-C", toys, "add", "--all")
    git("-C", toys, "commit", "--quiet", "--message", "all")
    return toys


def test_git_ignores_everything_that_is_generated(repository):
    make_pages(repository)
    (repository / "site").mkdir()
    (repository / "site/index.html").touch()

    assert len(list_files(repository / "docs")) > 50
    assert git("-C", repository, "status", "--porcelain") == ""


def test_clean_removes_everything_that_is_generated_and_nothing_else(repository):
    tracked = set(git("-C", repository, "ls-files").splitlines())
    make_pages(repository)
    own_files = {"docs/project/new.md", "new.txt"}
    for name in ("site/index.html", ".site-new/index.html", ".venv/bin/python", *own_files):
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).touch()

    make("clean", repository)

    remaining_files = {name for name in list_files(repository) if not name.startswith((".git/", "data/."))}
    assert remaining_files == tracked | own_files


def test_help_lists_every_task():
    tasks = re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)

    assert re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split() == ["help", *tasks[1:]]


def test_every_module_that_a_task_runs_exists():
    modules = re.findall(r"python -m (tests\.\w+)", MAKEFILE)

    packages = {name for name in modules if (REPOSITORY / name.replace(".", "/")).is_dir()}
    names = [f"{name}.__main__" if name in packages else name for name in modules]

    assert names
    assert all(callable(import_module(name).main) for name in names)
    assert not re.search(r"python tests/", MAKEFILE)


def test_no_quick_test_is_in_the_folder_that_make_check_ignores():
    paths = sorted((REPOSITORY / "tests/browser").glob("test_*.py"))

    assert paths
    assert [
        path for path in paths if "\npytestmark = pytest.mark.slow\n" not in path.read_text("utf-8")
    ] == []
