"""What the whole site offers programs, of the shipped catalogue and of the toys."""

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

from generator import pipeline
from generator.publish import paths
from generator.publish.citations import bibtex, ris
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.site_feeds import build_entry_id
from tests.paths import REPOSITORY
from tests.publish.test_exports import read_rows
from tests.publish.test_site_feeds import check_atom, check_json

pytestmark = pytest.mark.slow

SITE = "https://papers.example/toys/"
ADDRESS = re.compile(rf"{re.escape(SITE)}[^\s\"<>)\\]*")
RIS_LINE = re.compile(r"(?:[A-Z][A-Z0-9]  - .+|ER  - )")
# Pages of which each kind has its own feed, as the shipped catalogue holds them.
FOLLOWED = ["topics/llm-inference/", "venues/asplos/", "lists/llm-serving/"]


@pytest.fixture(params=["shipped", "toys"], name="catalogue")
def each_catalogue(request):
    root = REPOSITORY if request.param == "shipped" else request.getfixturevalue("toys")
    return pipeline.read_catalogue(root)


@pytest.fixture(name="files")
def files_of_the_catalogue(catalogue):
    """The text of everything under docs/, by path."""
    return {page.path: page.text for page in make_all_pages(catalogue, None, SITE)}


def test_two_readers_of_bibtex_find_the_same_fields_in_every_paper(catalogue, files):
    text = files["catalogue.bib"]
    one, other = parse_string(text, "bibtex").entries, bibtexparser.parse_string(text)

    assert other.failed_blocks == []
    assert list(one) == [entry.key for entry in other.entries]
    assert len(one) == len(catalogue.papers)
    for paper, entry in zip(catalogue.papers, other.entries, strict=True):
        known = one[entry.key]
        fields = {field.key: field.value for field in entry.fields}
        assert fields.pop("author", "").count(" and ") + 1 == len(known.persons.get("author", [""]))
        assert (known.type, dict(known.fields)) == (entry.entry_type, fields)
        assert len(paper.authors) == len(known.persons.get("author", []))


def test_ris_holds_every_paper_once(catalogue, files):
    entries = files["catalogue.ris"].split("ER  - \r\n")[:-1]

    assert len(entries) == len(catalogue.papers)
    for entry in entries:
        lines = entry.strip("\r\n").split("\r\n")
        assert lines[0].startswith("TY  - ")
        assert [line for line in lines if not RIS_LINE.fullmatch(line)] == []


def test_csl_holds_every_paper_once_and_the_other_citations_follow_from_it(catalogue, files):
    items = json.loads(files["catalogue.csl.json"])

    assert len({item["id"] for item in items}) == len(catalogue.papers)
    assert all(item["type"] and item["title"] for item in items)
    assert bibtex.FORMAT.write_file(items) == files["catalogue.bib"]
    assert ris.FORMAT.write_file(items) == files["catalogue.ris"]


def test_lines_and_rows_hold_every_paper_and_keep_the_schema(catalogue, files):
    validator = Draft7Validator(json.loads(files["catalogue.schema.json"]))
    papers = [json.loads(line) for line in files["catalogue.jsonl"].splitlines()]

    assert [error.message for paper in papers for error in validator.iter_errors(paper)] == []
    assert [paper["id"] for paper in papers] == [paper.id for paper in catalogue.papers]
    assert [row["id"].removeprefix("arXiv:") for row in read_rows(files["catalogue.csv"])] == [
        paper.id for paper in catalogue.papers
    ]


def test_every_feed_is_one_that_readers_take(files):
    for path, text in files.items():
        if path.endswith("feed.xml"):
            check_atom(text, SITE + path)
    check_json(files["feed.json"])


def test_every_address_within_the_site_is_there(files):
    served = {SITE + paths.build_url(path) for path in files if path.endswith(".md")}
    # The theme and MkDocs bring these.
    served |= {f"{SITE}{name}" for name in (*files, "sitemap.xml", "assets/favicon.svg")}
    named = {
        address.partition("?")[0].rstrip(".,:")
        for path, text in files.items()
        if not path.startswith("contribute")
        for address in ADDRESS.findall(text)
    }
    examples = {f"{SITE}papers/2602.00001/", f"{SITE}papers/cs-0301008/"}

    assert named - served - examples == set()


def test_the_same_data_gives_the_same_bytes(catalogue, files):
    assert {page.path: page.text for page in make_all_pages(catalogue, None, SITE)} == files


def test_a_paper_that_came_moves_only_what_tells_it(catalogue, files):
    newest = catalogue.papers[0]
    papers = catalogue.papers[1:]
    fewer = replace(catalogue, papers=papers, lists=(), relations={paper.id: () for paper in papers})
    before = {page.path: page.text for page in make_all_pages(fewer, None, SITE)}
    told = f"<id>{build_entry_id(newest)}</id>"
    moved = {path for path, text in files.items() if before.get(path) not in {None, text}}

    assert [path for path in moved if path.endswith("feed.xml") and told not in files[path]] == []
    assert [path for path in moved if path.endswith(".bib") and newest.slug not in files[path]] == []


# --- built -----------------------------------------------------------------------------------------------


def fetched(address):
    with urlopen(address) as answer:  # noqa: S310 - loopback
        return answer.read()


def head(address):
    """The elements of a page's head that name other files, as relation and media type to title and target."""
    tree = html.fromstring(fetched(address))
    links = tree.xpath("//head/link[starts-with(@rel, 'alternate') or @rel='search']")
    return tree, [
        (link.get("rel"), link.get("type"), link.get("title"), urljoin(address, link.get("href")))
        for link in links
    ]


def test_every_page_leads_readers_and_browsers_to_the_catalogues_feed_and_search(site):
    _, links = head(site)

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
    assert head(f"{site}papers/2601.01265/")[1] == links[:2]
    for *_, target in links:
        assert fetched(target)


@pytest.mark.parametrize("page", FOLLOWED)
def test_a_page_that_can_be_followed_says_so_in_its_head_and_in_its_text(site, page):
    tree, links = head(site + page)
    [(_, _, title, own)] = [link for link in links if link[3] == f"{site}{page}feed.xml"]
    targets = [urljoin(site + page, link.get("href")) for link in tree.xpath("//article//a[@href]")]

    assert title == tree.xpath("string(//head/meta[@property='og:title']/@content)")
    assert own in targets
    check = etree.fromstring(fetched(own))
    assert check.findtext("{http://www.w3.org/2005/Atom}title").startswith(title)


def test_topics_and_years_offer_their_bibtex_and_about_offers_everything(site):
    for page, name in (
        ("topics/llm-inference/", "llm-inference.bib"),
        ("years/2026/", "2026.bib"),
        ("about/", "../catalogue.jsonl"),
        ("about/", "../catalogue.csv"),
        ("about/", "../catalogue.csl.json"),
    ):
        assert html.fromstring(fetched(site + page)).xpath(f"//article//a[@href='{name}']")
        assert fetched(urljoin(site + page, name))


def test_what_is_shared_shows_one_picture_of_the_right_size(site):
    tree = html.fromstring(fetched(f"{site}papers/2601.01265/"))
    [picture] = tree.xpath("//head/meta[@property='og:image']/@content")
    data = fetched(picture)

    assert picture.startswith(site)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)
    assert len(data) < 20_000
    assert tree.xpath("//head/meta[@name='twitter:card']/@content") == ["summary_large_image"]
    assert tree.xpath("//head/link[@rel='canonical']/@href") == [f"{site}papers/2601.01265/"]


def test_the_sitemap_has_the_days_on_which_content_changed(site):
    root = etree.fromstring(fetched(f"{site}sitemap.xml"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    days = {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in root}

    assert days[f"{site}papers/2601.01265/"] == "2026-02-26"
    assert len(set(days.values())) > 50
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days.values() if day)
    assert f"Sitemap: {site}sitemap.xml" in fetched(f"{site}robots.txt").decode()


def test_every_json_ld_of_the_kinds_of_pages_says_what_it_is(site):
    kinds = {
        "": "WebSite",
        "papers/2601.01265/": "ScholarlyArticle",
        "topics/llm-inference/": "CollectionPage",
    }
    for page, kind in kinds.items():
        [said] = html.fromstring(fetched(site + page)).xpath("//script[@type='application/ld+json']/text()")
        content = json.loads(said)
        assert (content["@type"], content["url"]) == (kind, f"{site}{page}")
