"""Readers follow pages, in a real browser: from a topic or an author to a file for a feed reader."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.fixtures import SCREENS

pytestmark = pytest.mark.slow

TOPIC, AUTHOR = "topics/llm-inference/", "authors/dong-dai/"


def read_opml(file):
    """The names and the addresses of the feeds in a file."""
    outlines = ElementTree.parse(file).findall(".//outline[@type='rss']")  # noqa: S314 - our own file
    return {outline.get("text"): (outline.get("xmlUrl"), outline.get("htmlUrl")) for outline in outlines}


def download_opml(page):
    """The names and the addresses of the feeds in the file that the page makes."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download chosen feeds").click()
    assert download.value.suggested_filename == "feeds.opml"
    return read_opml(download.value.path())


@pytest.mark.parametrize(("address", "name"), [(TOPIC, "LLM inference"), (AUTHOR, "Dong Dai")])
def test_a_reader_follows_a_page(open_page, site, address, name):
    page = open_page(address)
    page.locator("details.follow summary").click()
    expect(page.get_by_role("link", name="Atom feed")).to_have_attribute("href", "feed.xml")
    page.get_by_role("link", name="Choose several feeds").click()
    expect(page.get_by_role("checkbox", name=f"Follow {name}", exact=True)).to_be_checked()
    expect(page.get_by_text("1 feed chosen")).to_be_visible()

    assert download_opml(page) == {
        f"{name} – Computer Performance Papers": (f"{site}{address}feed.xml", f"{site}{address}")
    }


def test_the_file_of_all_feeds_is_the_published_one(open_page, site):
    page = open_page("follow/")
    expect(page.get_by_text("0 feeds chosen")).to_be_visible()  # then the boxes are there
    for box in page.get_by_role("checkbox").all():
        box.check()

    published = read_opml(BytesIO(page.request.get(f"{site}feeds.opml").body()))
    assert len(published) > 50
    assert download_opml(page) == published


def test_chosen_feeds_stay_chosen_until_they_are_removed(open_page, site):
    page = open_page("follow/")
    expect(page.get_by_role("button", name="Download chosen feeds")).to_be_disabled()
    for name in ("All new papers", "GPUs"):
        page.get_by_role("checkbox", name=f"Follow {name}", exact=True).check()
    page.goto(f"{site}follow/?page={AUTHOR}")
    expect(page.get_by_text("3 feeds chosen")).to_be_visible()
    page.get_by_role("checkbox", name="Follow GPUs", exact=True).uncheck()

    assert [feed for feed, _ in download_opml(page).values()] == [
        f"{site}feed.xml",
        f"{site}{AUTHOR}feed.xml",
    ]


@pytest.mark.parametrize(
    "address", ["search/?topic=gpus&venue=asplos", "papers/?topic=gpus&venue=asplos&code=yes"]
)
def test_a_search_is_followed_topic_by_topic(open_page, site, address):
    page = open_page(address)
    page.locator(".outcome").get_by_role("link", name="Follow").click()
    expect(page.get_by_text("2 feeds chosen")).to_be_visible()

    assert sorted(feed for feed, _ in download_opml(page).values()) == [
        f"{site}topics/gpus/feed.xml",
        f"{site}venues/asplos/feed.xml",
    ]


def test_a_search_without_topics_offers_no_feed(open_page):
    page = open_page("search/?q=cache&-topic=gpus&year=2026")

    expect(page.locator(".result-rows li").first).to_be_visible()
    expect(page.locator(".outcome").get_by_role("link", name="Follow")).to_be_hidden()


@pytest.mark.parametrize(
    "query",
    [
        "page=https://evil.example/",
        "page=//evil.example/",
        "page=../../x/",
        "page=javascript:alert(1)",
    ],
)
def test_an_address_that_names_no_page_of_the_site_adds_nothing(open_page, query):
    page = open_page(f"follow/?{query}")

    expect(page.get_by_text("0 feeds chosen")).to_be_visible()


@pytest.mark.parametrize("stored", ["{", "null", "[null]", '[{"name": "a", "page": "//b/", "feed": "c"}]'])
def test_broken_storage_counts_as_nothing(open_page, site, stored):
    page = open_page("about/")
    page.evaluate("stored => localStorage.setItem('/follow.v1', stored)", stored)
    page.goto(f"{site}follow/")

    expect(page.get_by_text("0 feeds chosen")).to_be_visible()


def test_without_scripts_the_page_links_every_feed(open_page, site_folder):
    page = open_page("follow/", java_script_enabled=False)
    feeds = page.locator("a.feed").evaluate_all("links => links.map((link) => link.getAttribute('href'))")

    assert "../topics/llm-inference/feed.xml" in feeds
    assert all((site_folder / "follow" / feed).is_file() for feed in feeds)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["follow/", "weeks/", "weeks/2026-02-23/", "new/", AUTHOR, "venues/asplos/"]
)
def test_these_pages_break_no_rule_of_accessibility_and_fit_the_screen(open_page, address, colours, screen):
    page = open_page(address, color_scheme=colours, viewport=SCREENS[screen])
    violations = Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:3]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]


def test_the_latest_week_is_two_clicks_from_home(open_page):
    page = open_page()
    page.get_by_role("link", name="New", exact=True).first.click()
    page.get_by_role("link", name="23 February 2026", exact=True).click()

    expect(page.locator("h1")).to_contain_text("Week of 23 February 2026")
    page.get_by_role("link", name="← 16 February 2026").click()
    expect(page.locator("h1")).to_contain_text("Week of 16 February 2026")
