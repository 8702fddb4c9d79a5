"""The installed package has every file of the program and the theme, and builds the same site."""

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.catalogues import read_tree
from tests.paths import REPOSITORY, TOYS
from tests.runner import git

THEME = "catalogue_theme"
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))


def list_files(folder):
    names = git("-C", REPOSITORY, "ls-files", "--cached", "--others", "--exclude-standard", folder)
    return [name for name in names.splitlines() if (REPOSITORY / name).is_file()]


def run(*command, **options):
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="session", name="wheel")
def build_wheel(tmp_path_factory):
    """Build the package from a copy of its files, since setuptools writes next to them."""
    root = tmp_path_factory.mktemp("package")
    for name in [*list_files("generator"), *list_files("overrides"), *list_files(":(glob)*")]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, root / name)
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index")
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", root / "dist", root)
    return next((root / "dist").glob("*.whl"))


@pytest.fixture(scope="session", name="installed_catalogue")
def install_wheel(wheel, tmp_path_factory):
    """Install the package in an environment that sees the requirements of this one; return its command."""
    root = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", root)
    packages = sysconfig.get_path("purelib", vars={"base": str(root)})
    # In the C locale, Python reads such a file as ASCII.
    line = f"import sys; sys.path.append({sysconfig.get_path('purelib')!a})\n"
    Path(packages, "requirements.pth").write_text(line, "ascii")
    options = ("--quiet", "--no-deps", "--no-index")
    run(sys.executable, "-m", "pip", "--python", root / "bin/python", "install", *options, wheel)
    return root / "bin/catalogue"


def test_all_packages_are_listed():
    folders = (Path(name).parent for name in list_files("generator") if name.endswith("/__init__.py"))

    assert PYPROJECT["tool"]["setuptools"]["packages"] == [
        THEME, *sorted(".".join(folder.parts) for folder in folders)
    ]  # fmt: skip


@pytest.mark.slow
def test_the_package_has_all_files_of_the_program_and_the_theme(wheel):
    theme = (THEME + name.removeprefix("overrides") for name in list_files("overrides"))

    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert names == {*list_files("generator"), *theme}


@pytest.mark.slow
def test_a_site_built_with_the_package_is_the_same_bytes(
    toys, installed_catalogue, catalogue_command, tmp_path
):
    other = shutil.copytree(toys, tmp_path / "other", ignore=shutil.ignore_patterns("overrides"))
    config = (toys / "mkdocs.yml").read_text("utf-8")
    lines = [line for line in config.splitlines(keepends=True) if "custom_dir:" not in line]
    (other / "mkdocs.yml").write_text(
        "".join(lines).replace("name: material", "name: paper-catalogue"), "utf-8"
    )

    run(installed_catalogue, "site", cwd=other)
    result = catalogue_command("site", "--root", toys)

    assert result.returncode == 0, result.stderr
    assert read_tree(other / "site") == read_tree(toys / "site")


@pytest.mark.slow
def test_a_catalogue_in_a_new_repository_has_a_site(installed_catalogue, wheel, tmp_path):
    document = TOYS / "documents/journal.rss.xml"
    options = ("--title", "Files and systems", "--file", document, "--source", wheel)
    new = tmp_path / "new"

    run(installed_catalogue, "init", new, *options, cwd=tmp_path)
    run(installed_catalogue, "fetch", cwd=new)
    run(installed_catalogue, "lint", cwd=new)
    run(installed_catalogue, "site", cwd=new)

    pages = read_tree(new / "site", "*.html")
    assert b"<title>Files and systems</title>" in pages["index.html"]
    assert sum(name.startswith("papers/doi-") for name in pages) == 1
    git("init", "--quiet", new)
    names = git("-C", new, "ls-files", "--others", "--exclude-standard").splitlines()
    assert {name.partition("/")[0] for name in names} == {
        ".catalogue-files.json", ".github", ".gitignore", "GUIDE.md", "Makefile", "README.md", "data",
        "documents", "mkdocs.yml", "requirements.txt", "wheels",
    }  # fmt: skip
