"""A new kind of page is a module, a template and an entry in a registry: the example needs no more."""

import shutil

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader
from lxml import html

from generator.pipeline.make_pages import make_pages
from generator.pipeline.make_site import make_site
from generator.publish import page_templates
from generator.publish.pages import page_kinds
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_catalogue, make_paper
from tests.examples import award_page
from tests.paths import REPOSITORY
from tests.runner import git

SITE = "https://papers.example/toys/"


def register(patch):
    """Add the example to the registry, and its folder to those with templates."""
    environment = page_templates.build_template_environment()
    examples = FileSystemLoader(REPOSITORY / "tests/examples")
    patch.setattr(environment, "loader", ChoiceLoader([environment.loader, examples]))
    patch.setattr(page_kinds, "KINDS", (*page_kinds.KINDS, award_page.KIND))


@pytest.fixture(name="_registered")
def register_for_a_test(monkeypatch):
    register(monkeypatch)


def make_again(root):
    """Make the pages of a catalogue, although its data are unchanged."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    return make_pages(root)


@pytest.mark.usefixtures("_registered")
def test_the_page_lists_the_papers_with_an_award():
    papers = [
        make_paper("2602.00001", title="A Cache", awards=("Best paper", "Test of time")),
        make_paper("2602.00002"),
    ]
    files = {page.path: page.text for page in make_all_pages(make_catalogue(*papers), None, SITE)}

    assert "**[A Cache](papers/2602.00001.md)**" in files["awards.md"]
    assert "*Best paper, Test of time*{ .source }" in files["awards.md"]
    assert "2602.00002" not in files["awards.md"]


@pytest.mark.usefixtures("_registered")
def test_the_search_page_and_llms_txt_link_the_page():
    files = {page.path: page.text for page in make_all_pages(make_catalogue(), None, SITE)}

    assert "No paper has an award yet." in files["awards.md"]
    assert "[Awards](awards.md)" in files["search.md"]
    assert f"- [Awards]({SITE}awards/): papers that won an award" in files["llms.txt"].splitlines()


@pytest.mark.slow
@pytest.mark.usefixtures("_registered")
def test_the_page_is_on_the_site_without_a_change_of_its_settings(toys):
    make_site(toys)  # in strict mode, with all links checked
    tree = html.parse(toys / "site/awards/index.html")

    assert tree.xpath("//article//a/@href[contains(., '2401.01234')]") == ["../papers/2401.01234/"]
    assert html.parse(toys / "site/search/index.html").xpath("//article//a[@href='../awards/']")


@pytest.mark.slow
def test_the_page_is_ignored_by_git_and_removed_when_the_kind_is_no_longer_registered(toys):
    shutil.copy(REPOSITORY / ".gitignore", toys)
    git("init", "--quiet", toys)
    with pytest.MonkeyPatch.context() as patch:
        make_again(toys)
        before = git("-C", toys, "status", "--porcelain")
        register(patch)
        added = make_again(toys).added
    after = git("-C", toys, "status", "--porcelain")
    removed = make_again(toys).removed

    assert (before, added, removed) == (after, ("awards.md",), ("awards.md",))
