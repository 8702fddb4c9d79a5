"""The page of feeds, and the file with all of them for feed readers."""

from lxml import etree

from generator.model.curation_values import Appearance, Topic, Venue, VenueKind
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_catalogue, make_paper

SITE = "https://papers.example/toys/"
CACHES = Topic("caches", "Caches & <b>", "What caches are.")
ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)


def make_files():
    papers = [make_paper(f"2602.{number:05}", appearance=Appearance("icpe", 2026)) for number in range(1, 4)]
    catalogue = make_catalogue(*papers, topics=(CACHES,), venues=(ICPE,))
    return {page.path: page.text for page in make_all_pages(catalogue, None, SITE)}


def test_the_page_lists_each_feed_but_those_of_authors():
    files = make_files()

    assert "[Caches & &lt;b>](topics/caches.md) [Atom feed](topics/caches/feed.xml)" in files["follow.md"]
    assert "[ICPE](venues/icpe.md) [Atom feed](venues/icpe/feed.xml)" in files["follow.md"]
    assert "(weeks/feed.xml)" in files["follow.md"]
    assert "authors/amy-example" in " ".join(files)
    assert "authors/amy-example" not in files["follow.md"]


def test_the_file_is_opml_with_addresses_that_exist():
    files = make_files()
    outlines = etree.fromstring(files["feeds.opml"].encode()).findall(".//outline[@type='rss']")

    assert [outline.get("text") for outline in outlines] == [
        "All new papers – Toy papers",
        "Weekly digest: one entry for each week – Toy papers",
        "Caches & <b> – Toy papers",
        "ICPE – Toy papers",
    ]
    for outline in outlines:
        assert outline.get("xmlUrl").removeprefix(SITE) in files
        assert outline.get("htmlUrl").startswith(SITE)


def test_a_page_with_a_feed_explains_it_and_leads_to_the_page_of_feeds():
    page = make_files()["topics/caches.md"]

    assert "<summary>Follow</summary><p>A feed reader shows new papers of this page" in page
    assert '<a href="feed.xml">' in page
    assert '<a href="../../follow/?page=topics/caches/">' in page
