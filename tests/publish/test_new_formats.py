"""A new format is a module and an entry in a registry: the examples appear everywhere by that alone."""

import re
from fnmatch import fnmatch

import pytest
from mkdocs.utils import meta

from generator.publish.citations import citation_formats
from generator.publish.exports import export_formats
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.write_pages import GENERATED_FILES
from tests.builders import make_catalogue, make_paper
from tests.examples import endnote, title_list

SITE = "https://papers.example/toys/"
PAPERS = (make_paper("2602.00001", title="A Cache"), make_paper("2602.00002", title="A Queue", authors=()))
ENTRY = """\
%0 Report
%A Example, Amy
%A Sample, Bo
%T A Cache
%D 2026
%U https://arxiv.org/abs/2602.00001
"""


@pytest.fixture(name="files")
def make_files(monkeypatch):
    """Return the text of each file under docs/ by path, with the formats of the examples."""
    monkeypatch.setattr(citation_formats, "FORMATS", (*citation_formats.FORMATS, endnote.FORMAT))
    monkeypatch.setattr(export_formats, "FORMATS", (*export_formats.FORMATS, title_list.FORMAT))
    return {page.path: page.text for page in make_all_pages(make_catalogue(*PAPERS), None, SITE)}


def test_the_whole_catalogue_is_offered_in_the_new_formats(files):
    assert files["catalogue.enw"].startswith(ENTRY)
    assert files["catalogue.enw"].count("%0 Report\n") == 2
    assert files["catalogue.txt"] == "2602.00001\tA Cache\n2602.00002\tA Queue\n"


def test_a_paper_can_be_cited_in_the_new_format(files):
    _, front_matter = meta.get_data(files["papers/2602.00001.md"])

    assert ENTRY in [citation.get("text") for citation in front_matter["citations"]]


def test_saved_papers_can_be_exported_in_the_new_format(files):
    assert "application/x-endnote-refer" in files["saved.md"]


@pytest.mark.parametrize(("label", "path"), [("EndNote", "catalogue.enw"), ("Titles", "catalogue.txt")])
def test_the_new_download_is_listed_and_belongs_to_the_generated_files(files, label, path):
    assert re.search(rf"\[{label}\]\({re.escape(path)}\)", files["about.md"])
    assert f"- [{label}]({SITE}{path}): " in files["llms.txt"]
    assert any(fnmatch(path, pattern) for pattern in GENERATED_FILES)
