"""Feeds, downloads and metadata of the shipped catalogue and of the toy catalogue."""

import json
import re
from dataclasses import replace
from urllib.parse import urljoin
from urllib.request import urlopen

import bibtexparser
import pytest
from jsonschema import Draft7Validator
from lxml import etree, html
from pybtex.database import parse_string

from generator.pipeline.read_catalogue import read_catalogue
from generator.publish import paths
from generator.publish.citations import bibtex, ris
from generator.publish.pages.all_pages import make_all_pages
from tests.paths import REPOSITORY
from tests.publish.test_exports import read_rows
from tests.publish.test_site_feeds import check_atom, check_json

SITE = "https://papers.example/toys/"
URL = re.compile(rf"{re.escape(SITE)}[^\s\"<>)\\]*")
RIS_LINE = re.compile(r"(?:[A-Z][A-Z0-9]  - .+|ER  - )")
# Pages of the shipped catalogue, one of each kind that has a feed.
PAGES_WITH_FEED = ["topics/llm-inference/", "venues/asplos/", "lists/llm-serving/"]


@pytest.fixture(
    scope="module", params=[pytest.param("shipped", marks=pytest.mark.slow), "toys"], name="catalogue"
)
def read_each_catalogue(request):
    root = REPOSITORY if request.param == "shipped" else request.getfixturevalue("known_toys")
    return read_catalogue(root)


@pytest.fixture(scope="module", name="files")
def make_files(catalogue):
    """Return the text of each file under docs/, by path."""
    return {page.path: page.text for page in make_all_pages(catalogue, None, SITE)}


def test_two_bibtex_parsers_find_the_same_fields_in_every_paper(catalogue, files):
    text = files["catalogue.bib"]
    by_pybtex, by_bibtexparser = parse_string(text, "bibtex").entries, bibtexparser.parse_string(text)

    assert by_bibtexparser.failed_blocks == []
    assert list(by_pybtex) == [entry.key for entry in by_bibtexparser.entries]
    assert len(by_pybtex) == len(catalogue.papers)
    for paper, entry in zip(catalogue.papers, by_bibtexparser.entries, strict=True):
        same_entry = by_pybtex[entry.key]
        fields = {field.key: field.value for field in entry.fields}
        assert fields.pop("author", "").count(" and ") + 1 == len(same_entry.persons.get("author", [""]))
        assert (same_entry.type, dict(same_entry.fields)) == (entry.entry_type, fields)
        assert len(paper.authors) == len(same_entry.persons.get("author", []))


def test_ris_contains_every_paper_once(catalogue, files):
    entries = files["catalogue.ris"].split("ER  - \r\n")[:-1]

    assert len(entries) == len(catalogue.papers)
    for entry in entries:
        lines = entry.strip("\r\n").split("\r\n")
        assert lines[0].startswith("TY  - ")
        assert [line for line in lines if not RIS_LINE.fullmatch(line)] == []


def test_csl_contains_every_paper_once_with_all_fields_of_other_formats(catalogue, files):
    items = json.loads(files["catalogue.csl.json"])

    assert len({item["id"] for item in items}) == len(catalogue.papers)
    assert all(item["type"] and item["title"] for item in items)
    abstracts = [item.pop("abstract", "") for item in items]
    for citation in (bibtex.FORMAT, ris.FORMAT):
        entries = [
            citation.add_abstract(citation.write_entry(item), abstract)
            if abstract
            else citation.write_entry(item)
            for item, abstract in zip(items, abstracts, strict=True)
        ]
        assert citation.join_entries(entries) == files[f"catalogue.{citation.extension}"]


def test_json_lines_and_csv_contain_every_paper_and_follow_the_schema(catalogue, files):
    validator = Draft7Validator(json.loads(files["catalogue.schema.json"]))
    papers = [json.loads(line) for line in files["catalogue.jsonl"].splitlines()]

    assert [error.message for paper in papers for error in validator.iter_errors(paper)] == []
    assert [paper["id"] for paper in papers] == [paper.id for paper in catalogue.papers]
    assert [row["id"].removeprefix("arXiv:") for row in read_rows(files["catalogue.csv"])] == [
        paper.id for paper in catalogue.papers
    ]


def test_every_feed_is_valid(files):
    for path, text in files.items():
        if path.endswith("feed.xml"):
            check_atom(text, SITE + path)
    check_json(files["feed.json"])


def test_every_url_of_the_site_exists(files):
    served = {SITE + paths.build_url(path) for path in files if path.endswith(".md")}
    # The theme and MkDocs bring these.
    served |= {f"{SITE}{name}" for name in (*files, "sitemap.xml", "assets/favicon.svg")}
    named = {
        address.partition("?")[0].rstrip(".,:")
        for path, text in files.items()
        if not path.startswith("contribute")
        for address in URL.findall(text)
    }

    assert named - served == set()


def test_the_same_data_gives_the_same_bytes(catalogue, files):
    assert {page.path: page.text for page in make_all_pages(catalogue, None, SITE)} == files


def test_a_new_paper_changes_only_the_feeds_and_citations_that_contain_it(catalogue, files):
    newest = catalogue.papers[0]
    papers = catalogue.papers[1:]
    fewer = replace(catalogue, papers=papers, lists=(), relations={paper.id: () for paper in papers})
    before = {page.path: page.text for page in make_all_pages(fewer, None, SITE)}
    changed = {path for path, text in files.items() if before.get(path) not in {None, text}}

    assert [
        path for path in changed if path.endswith(("feed.xml", ".bib")) and newest.slug not in files[path]
    ] == []


# --- the built site --------------------------------------------------------------------------------------


def fetch(address):
    with urlopen(address) as answer:  # noqa: S310 - loopback
        return answer.read()


def fetch_links(address):
    """Fetch a page: its tree, and relation, media type, title and target of the links in its head."""
    tree = html.fromstring(fetch(address))
    links = tree.xpath("//head/link[starts-with(@rel, 'alternate') or @rel='search']")
    return tree, [
        (link.get("rel"), link.get("type"), link.get("title"), urljoin(address, link.get("href")))
        for link in links
    ]


@pytest.mark.slow
def test_every_page_links_the_feed_and_the_search_of_the_catalogue(site):
    _, links = fetch_links(site)

    assert links == [
        (
            "search",
            "application/opensearchdescription+xml",
            "Computer Performance Papers",
            f"{site}opensearch.xml",
        ),
        ("alternate", "application/atom+xml", "Computer Performance Papers", f"{site}feed.xml"),
        ("alternate", "application/feed+json", "Computer Performance Papers", f"{site}feed.json"),
    ]
    assert fetch_links(f"{site}papers/2601.01265/")[1] == links[:2]
    for *_, target in links:
        assert fetch(target)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES_WITH_FEED)
def test_a_page_links_its_feed_in_its_head_and_in_its_text(site, page):
    tree, links = fetch_links(site + page)
    [(_, _, title, feed_url)] = [link for link in links if link[3] == f"{site}{page}feed.xml"]
    targets = [urljoin(site + page, link.get("href")) for link in tree.xpath("//article//a[@href]")]

    assert title == tree.xpath("string(//head/meta[@property='og:title']/@content)")
    assert feed_url in targets
    feed = etree.fromstring(fetch(feed_url))
    assert feed.findtext("{http://www.w3.org/2005/Atom}title").startswith(title)


@pytest.mark.slow
def test_topics_and_years_offer_their_bibtex_and_about_offers_everything(site):
    for page, name in (
        ("topics/llm-inference/", "llm-inference.bib"),
        ("years/2026/", "2026.bib"),
        ("about/", "../catalogue.jsonl"),
        ("about/", "../catalogue.csv"),
        ("about/", "../catalogue.csl.json"),
    ):
        assert html.fromstring(fetch(site + page)).xpath(f"//article//a[@href='{name}']")
        assert fetch(urljoin(site + page, name))


@pytest.mark.slow
def test_a_shared_link_shows_a_picture_of_the_right_size(site):
    tree = html.fromstring(fetch(f"{site}papers/2601.01265/"))
    [picture] = tree.xpath("//head/meta[@property='og:image']/@content")
    data = fetch(picture)

    assert picture.startswith(site)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)
    assert len(data) <= 60_000
    assert tree.xpath("//head/meta[@name='twitter:card']/@content") == ["summary_large_image"]
    assert tree.xpath("//head/link[@rel='canonical']/@href") == [f"{site}papers/2601.01265/"]


@pytest.mark.slow
def test_every_search_is_the_search_page_for_search_engines(site):
    tree = html.fromstring(fetch(f"{site}search/?q=gpu"))

    assert tree.xpath("//head/link[@rel='canonical']/@href") == [f"{site}search/"]
    assert tree.xpath("//head/meta[@name='robots']") == []


@pytest.mark.slow
def test_the_sitemap_has_the_days_on_which_content_changed(site):
    root = etree.fromstring(fetch(f"{site}sitemap.xml"))
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    days = {url.findtext(f"{namespace}loc"): url.findtext(f"{namespace}lastmod") for url in root}

    assert days[f"{site}papers/2601.01265/"] == "2026-02-26"
    assert len(set(days.values())) > 50
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days.values() if day)
    assert f"Sitemap: {site}sitemap.xml" in fetch(f"{site}robots.txt").decode()


@pytest.mark.slow
def test_each_kind_of_page_has_json_ld_of_its_type(site):
    kinds = {
        "": "WebSite",
        "papers/2601.01265/": "ScholarlyArticle",
        "topics/llm-inference/": "CollectionPage",
    }
    for page, kind in kinds.items():
        [text] = html.fromstring(fetch(site + page)).xpath("//script[@type='application/ld+json']/text()")
        content = json.loads(text)
        assert (content["@type"], content["url"]) == (kind, f"{site}{page}")
