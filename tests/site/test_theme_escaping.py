"""The theme: values of front matter are always text on the page."""

import json

import pytest
from mkdocs.config import load_config

from generator.model.papers import Repository
from generator.publish.pages.all_pages import make_all_pages
from generator.site.mkdocs_reference import MkDocsSite
from tests.catalogues import add_theme
from tests.publish.hostile import PAYLOADS, Reader, make_hostile_catalogue

FORK = Repository("https://github.com/someone/their-papers", "main")
PAGES = ("papers/2602.00001.md", "topics/topic.md", "index.md", "saved.md")


class PageReader(Reader):
    """Reads a page: its elements, and the texts of its script elements."""

    def __init__(self, html):
        self.scripts = []
        super().__init__(html)

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        super().handle_data(data)
        if self._open[-1] == "script":
            self.scripts[-1] += data


def render_pages(root, text):
    """The pages of a catalogue in which everything is this text, as the theme renders them without bodies."""
    add_theme(root)
    for page in make_all_pages(make_hostile_catalogue(text), FORK):
        if page.path.endswith(".md"):
            path = root / "docs" / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text)
    site = MkDocsSite(load_config(str(root / "mkdocs.yml")))
    for name in PAGES:
        page = site.files.src_uris[name].page
        page.read_source(site.config)
        page.content, page.toc = "", []
        yield name, PageReader(site.render(page))


def list_names(reader):
    """The elements with the names of their attributes; texts decide how many tags of cards there are."""
    names = [
        (tag, tuple(sorted(attributes)))
        for tag, attributes in reader.elements
        if not attributes.get("property", "").startswith("og:image:")
    ]
    tags = [
        attributes for _, attributes in reader.elements if attributes.get("name", "").startswith("citation_")
    ]
    assert {tuple(attributes) for attributes in tags} <= {
        ("name", "content"),
        ("name", "property", "content"),
    }
    return [name for name in names if name != ("meta", ("content", "name"))]


@pytest.mark.slow
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_value_of_front_matter_adds_an_element_or_an_attribute(tmp_path, payload):
    (tmp_path / "usual").mkdir()
    (tmp_path / "hostile").mkdir()
    usual = dict(render_pages(tmp_path / "usual", "xy"))

    for name, page in render_pages(tmp_path / "hostile", payload):
        assert list_names(page) == list_names(usual[name]), name
        data = [json.loads(script) for script in page.scripts if script.startswith(("{", "["))]
        assert len(data) == len([script for script in usual[name].scripts if script])
