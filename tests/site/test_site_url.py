"""The address of the site."""

import pytest

from generator.model.errors import BuildError
from generator.site.site_url import read_site_url

FROM_VARIABLE = "site_url: !ENV [SITE_URL, 'http://127.0.0.1:8000/']\n"


@pytest.mark.parametrize(
    ("text", "variable", "expected"),
    [
        (FROM_VARIABLE, None, "http://127.0.0.1:8000/"),
        (FROM_VARIABLE, "https://owner.github.io/toys", "https://owner.github.io/toys/"),
        ("site_url: https://toys.example/\n", "https://ignored.example/", "https://toys.example/"),
        (
            "markdown_extensions: [{a: {b: !!python/name:os.sep ''}}]\n" + FROM_VARIABLE,
            None,
            "http://127.0.0.1:8000/",
        ),
    ],
)
def test_the_address_is_that_of_mkdocs_yml(tmp_path, monkeypatch, text, variable, expected):
    (tmp_path / "mkdocs.yml").write_text(text)
    if variable:
        monkeypatch.setenv("SITE_URL", variable)

    assert read_site_url(tmp_path) == expected


def test_pages_cannot_have_addresses_of_files(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(f"{FROM_VARIABLE}use_directory_urls: false\n")

    with pytest.raises(BuildError, match="use_directory_urls must be true"):
        read_site_url(tmp_path)


def test_a_catalogue_without_mkdocs_has_no_address(tmp_path):
    assert read_site_url(tmp_path) is None


@pytest.mark.parametrize(
    "text", ["site_name: Toys\n", "site_url: toys.example\n", "site_url: ''\n", "a: [\n", "- a\n", ""]
)
def test_an_invalid_address_is_an_error(tmp_path, text):
    (tmp_path / "mkdocs.yml").write_text(text)

    with pytest.raises(BuildError, match=r"mkdocs\.yml"):
        read_site_url(tmp_path)
