"""``catalogue size``: the built site and the limits of GitHub Pages."""

import pytest

from generator.cli import main
from generator.maintain.size import measure
from generator.model.errors import DataError, UsageError


@pytest.fixture(name="site")
def site_of_900_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_bytes(b"x" * 900)
    return tmp_path


def test_files_and_bytes_are_counted(site):
    assert measure(site).text == f"{site}: 1 files, 0.0 MB"
    assert measure(site).warnings == ()


def test_a_large_site_is_a_warning_and_a_too_large_one_a_problem(site):
    [warning] = measure(site, limit=900, warning_level=800).warnings

    assert "that GitHub Pages accepts are used" in warning.message
    with pytest.raises(DataError, match="must have at most"):
        measure(site, limit=899)


def test_a_symlink_is_a_problem(site):
    (site / "link").symlink_to("/etc/passwd")

    with pytest.raises(DataError, match=f"{site}/link: GitHub Pages does not accept symlinks"):
        measure(site)


def test_a_missing_site_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="build the site with `catalogue site`"):
        measure(tmp_path / "site")


def test_the_warning_is_an_annotation_on_github(toys, capsys, monkeypatch):
    (toys / "site").mkdir()
    (toys / "site/index.html").write_bytes(b"x" * 900)
    monkeypatch.setattr(measure, "__defaults__", (1_000, 800))

    assert main(["size", "--root", str(toys), "--format", "github"]) == 0
    assert capsys.readouterr().out.startswith(f"::warning file={toys}/site::")
