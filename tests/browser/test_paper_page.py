"""The page of a paper in a browser: its first screen, the picture of related papers, and printing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.fixtures import WATCH_LAYOUT

pytestmark = pytest.mark.slow

WITH_PICTURE = "papers/2603.08727/"
SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
# Where the last of the elements of the first screen ends, in the font of the site.
FIND_END = """async () => {
  await document.fonts.ready;
  const elements = [...document.querySelectorAll(".paper-topics, .actions, .statement")];
  return Math.max(...elements.map((element) => element.getBoundingClientRect().bottom));
}"""
MAX_PRINTED = 12  # papers


def list_papers(site_folder):
    """Return the addresses of all papers, those with the largest pages first."""
    pages = sorted(site_folder.glob("papers/*/index.html"), key=lambda page: -page.stat().st_size)
    return [f"papers/{page.parent.name}/" for page in pages]


def test_the_first_screen_shows_topics_actions_and_the_contribution(open_page, site, site_folder):
    page = open_page(java_script_enabled=False)
    below = []
    for address in list_papers(site_folder):
        page.goto(site + address)
        for size in SIZES:
            page.set_viewport_size(size)
            if page.evaluate(FIND_END) > size["height"]:
                below.append((address, size["width"]))

    assert below == []


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_nothing_moves_when_the_buttons_work(open_page, site, size):
    page = open_page("about/", viewport=size)
    page.add_init_script(WATCH_LAYOUT)
    page.goto(site + WITH_PICTURE, wait_until="networkidle")
    expect(page.locator(".actions button.save[aria-pressed]")).to_be_visible()

    assert page.evaluate("window.moved") < 0.01


def test_the_picture_leads_to_the_related_papers(open_page):
    page = open_page(WITH_PICTURE)
    picture = page.get_by_role("group", name="Lei 2026 and its related papers")
    listed = page.locator("#related ~ ul .row-title a")
    addresses = [link.get_attribute("href") for link in picture.get_by_role("link").all()]

    assert addresses == [link.get_attribute("href") for link in listed.all()]
    title = listed.first.inner_text()
    picture.get_by_role("link", name=title[:30]).locator("text").click()
    expect(page.locator("h1")).to_contain_text(title)


@pytest.mark.parametrize("forced_colors", ["none", "active"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_menu_and_picture_are_accessible(open_page, color_scheme, forced_colors):
    page = open_page(WITH_PICTURE, color_scheme=color_scheme, forced_colors=forced_colors)
    page.locator(".cite summary").click()
    expect(page.get_by_role("group", name="Citation format")).to_be_visible()

    assert Axe().run(page).response["violations"] == []


def test_a_fold_states_reasons_and_sources(open_page):
    page = open_page(WITH_PICTURE, java_script_enabled=False)
    fold = page.locator("details.why")
    expect(fold.locator("dl")).to_be_hidden()
    fold.locator("summary").click()

    expect(fold).to_contain_text("LLM inference")
    expect(fold).to_contain_text(re.compile("from the (authors' comment|abstract)"))


@pytest.mark.parametrize("paper_format", ["A4", "Letter"])
def test_a_paper_prints_on_one_page(open_page, site, site_folder, paper_format):
    page = open_page()
    too_long = []
    for address in list_papers(site_folder)[:MAX_PRINTED]:
        page.goto(site + address)
        pages = len(re.findall(rb"/Type /Page\b", page.pdf(format=paper_format)))
        too_long += [address] if pages > 1 else []

    assert too_long == []


def test_what_cannot_be_used_on_paper_is_not_printed(open_page):
    page = open_page(WITH_PICTURE)
    page.emulate_media(media="print")
    for selector in (
        ".actions button",
        "details.cite",
        ".neighbourhood",
        "#related",
        "details.why",
        ".md-header",
    ):
        expect(page.locator(selector).first).to_be_hidden()

    expect(page.locator("#abstract")).to_be_visible()
    expect(page.locator(".actions > a").first).to_be_visible()
