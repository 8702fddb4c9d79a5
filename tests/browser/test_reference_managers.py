"""What Zotero makes of all pages and downloads of the built site, compared with other exports."""

import json

import pytest
from lxml import html

from tests.zotero import read_bibtex, read_page, read_ris

pytestmark = pytest.mark.slow

# The item types of Zotero for the types of CSL-JSON: of a page, of an entry in RIS, and of one in BibTeX.
TYPES = {
    "article": ("preprint", "preprint", "book"),
    "article-journal": ("journalArticle", "journalArticle", "journalArticle"),
    "article-magazine": ("journalArticle", "magazineArticle", "journalArticle"),
    "paper-conference": ("conferencePaper", "conferencePaper", "conferencePaper"),
    "chapter": ("bookSection", "bookSection", "bookSection"),
}


@pytest.fixture(scope="module", name="papers")
def exported_papers(site_folder):
    """Each paper with the type of its citation, in the order of all downloads."""
    lines = (site_folder / "catalogue.jsonl").read_text("utf-8").splitlines()
    citations = json.loads((site_folder / "catalogue.csl.json").read_text("utf-8"))
    papers = [json.loads(line) for line in lines]
    return [(paper, TYPES[citation["type"]]) for citation, paper in zip(citations, papers, strict=True)]


def test_zotero_saves_every_page_with_its_type_and_fields(site_folder, papers):
    for paper, (item_type, _, _) in papers:
        root = html.parse(site_folder / paper["page"] / "index.html").getroot()
        tags = [(tag.get("name") or tag.get("property"), tag.get("content")) for tag in root.xpath("//meta")]
        item = read_page([(name, content) for name, content in tags if name and content])

        check_fields(item, paper)
        assert item["itemType"] == item_type
        assert ("number" in item) == (item_type == "preprint")
        assert item["url"] == paper["url"]
        assert len(item["tags"]) == len(paper["topics"])


def test_zotero_imports_every_entry_of_the_ris_file(site_folder, papers):
    items = read_ris((site_folder / "catalogue.ris").read_bytes().decode())

    for item, (paper, (_, item_type, _)) in zip(items, papers, strict=True):
        check_fields(item, paper)
        assert item["itemType"] == item_type
        assert ("reportNumber" in item) == (item_type == "preprint")
        assert item["url"] == paper["url"]
        check_keywords(item, paper)


def test_zotero_imports_every_entry_of_the_bibtex_file(site_folder, papers):
    items = read_bibtex((site_folder / "catalogue.bib").read_text("utf-8"))

    for item, (paper, (_, _, item_type)) in zip(items, papers, strict=True):
        check_fields(item, paper)
        assert item["itemType"] == item_type
        assert item["extra"] == f"arXiv: {paper['id']}"
        check_keywords(item, paper)


def check_keywords(item, paper):
    assert len(item["tags"]) == len(paper["topics"]) + len(paper["categories"])
    assert item["tags"][len(paper["topics"]) :] == paper["categories"]


def check_fields(item, paper):
    assert item["title"]
    assert len(item["creators"]) == len(paper["authors"])
    assert item["date"].startswith("20")
    assert len(item["abstractNote"]) > 0.8 * len(paper["abstract"])
    assert item.get("DOI") == next(iter(paper["dois"]), None)
