"""The address that the site is built for."""

import pytest

from generator.model.errors import BuildError
from generator.site.site_url import read_site_url

ASKED = "site_url: !ENV [SITE_URL, 'http://127.0.0.1:8000/']\n"


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (ASKED, None, "http://127.0.0.1:8000/"),
        (ASKED, "https://owner.github.io/toys", "https://owner.github.io/toys/"),
        ("site_url: https://toys.example/\n", "https://ignored.example/", "https://toys.example/"),
        (
            "markdown_extensions: [{a: {b: !!python/name:os.sep ''}}]\n" + ASKED,
            None,
            "http://127.0.0.1:8000/",
        ),
    ],
)
def test_the_site_is_where_mkdocs_says_it_is(tmp_path, monkeypatch, text, said, expected):
    (tmp_path / "mkdocs.yml").write_text(text)
    if said:
        monkeypatch.setenv("SITE_URL", said)

    assert read_site_url(tmp_path) == expected


def test_a_catalogue_without_mkdocs_has_no_address(tmp_path):
    assert read_site_url(tmp_path) is None


@pytest.mark.parametrize(
    "text", ["site_name: Toys\n", "site_url: toys.example\n", "site_url: ''\n", "a: [\n", "- a\n", ""]
)
def test_an_address_that_is_none_is_said(tmp_path, text):
    (tmp_path / "mkdocs.yml").write_text(text)

    with pytest.raises(BuildError, match=r"mkdocs\.yml"):
        read_site_url(tmp_path)
