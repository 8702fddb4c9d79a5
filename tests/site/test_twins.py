"""Builders that may replace MkDocs build the same pages."""

import re

import pytest

from generator.maintain.package_source import NAME
from generator.pipeline.make_pages import make_pages
from tests.twins import LEFT_OUT, MKDOCS, TWINS, build, compare, list_problems, read_text

pytestmark = pytest.mark.slow

OWN_THEME = re.compile(r"  name: material\n(.*\n)  custom_dir: overrides\n")


@pytest.fixture(name="toys_with_pages")
def toys_with_pages_and_one_of_two_themes(toys, request):
    """The toy catalogue with its pages, and the theme of the repository or that of the installed package."""
    make_pages(toys, processes=1)
    if request.param == "installed":
        settings, count = OWN_THEME.subn(rf"  name: {NAME}\n\1", (toys / "mkdocs.yml").read_text())
        assert count == 1
        (toys / "mkdocs.yml").write_text(settings)
    return toys


@pytest.mark.parametrize("toys_with_pages", ["own", "installed"], indirect=True)
def test_twins_build_the_pages_of_mkdocs(toys_with_pages):
    expected = build(MKDOCS, toys_with_pages)
    for builder in TWINS:
        site = build(builder, toys_with_pages)

        assert [*compare(expected, site), *list_problems(site)] == []


def test_other_words_and_missing_pages_are_differences(tmp_path):
    for site, words in (("one", "a b"), ("other", "a c")):
        (tmp_path / site).mkdir()
        (tmp_path / site / "index.html").write_text(f"<head><title>{site}</title></head><p>{words}</p>")
    (tmp_path / "one/404.html").write_text("<p>a</p>")

    assert [*compare(tmp_path / "one", tmp_path / "other")] == [
        "404.html: only one builder has this page",
        "index.html: “c” instead of “b”",
    ]


def test_pages_have_text_beside_what_is_left_out(toys):
    page = toys / "page.html"
    page.write_text(
        '<html><head><title>A</title></head><body><a class="md-skip">B</a><p>C d</p></body></html>'
    )

    assert len(LEFT_OUT) < 6
    assert read_text(page) == "Cd"
