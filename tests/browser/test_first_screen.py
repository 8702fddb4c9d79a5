"""What a list shows without scrolling: its first paper, on every kind of page and at two sizes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.fixtures import WATCH_LAYOUT

pytestmark = pytest.mark.slow

SCREENS = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LISTS = (
    "papers/",
    "papers/?topic=llm-inference&has=code",
    "topics/llm-inference/",
    "topics/llm-inference/?year=2026",
    "topics/machine-learning-systems/",
    "venues/asplos/",
    "authors/dong-dai/",
    "years/2026/",
    "lists/llm-serving/",
    "new/",
    "search/?q=memory",
)
INDEXES = ("topics/", "venues/", "authors/", "years/", "lists/")
# The bottom of the first title that is shown; that of a paper in a list of papers.
FIRST_TITLE = """(selector) => {
  const titles = [...document.querySelectorAll(selector)];
  const bottoms = titles.map((title) => title.getBoundingClientRect().bottom);
  return bottoms.find((bottom) => bottom > 0) ?? Infinity;
}"""


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_list_shows_its_first_paper_and_moves_nothing(open_page, site, screen, scripts):
    page = open_page("about/", viewport=SCREENS[screen], java_script_enabled=scripts)
    page.add_init_script(WATCH_LAYOUT)
    lists = [address for address in LISTS if scripts or "?" not in address]
    bottoms, moved = {}, {}
    for address in lists:
        page.goto(site + address, wait_until="networkidle")
        expect(page.locator("article .row-title").first).to_be_visible()
        bottoms[address] = page.evaluate(FIRST_TITLE, "article .row-title")
        moved[address] = page.evaluate("window.moved ?? 0")

    height = SCREENS[screen]["height"]
    assert {address: bottom for address, bottom in bottoms.items() if bottom > height} == {}
    assert {address: share for address, share in moved.items() if share > 0.1} == {}


def test_every_topic_shows_its_first_paper_on_a_phone(open_page, site, site_folder):
    page = open_page("about/", viewport=SCREENS["phone"])
    bottoms = {}
    for path in sorted(site_folder.glob("topics/*/index.html")):
        if "row-title" not in path.read_text():
            continue  # a topic without papers
        address = f"{path.parent.relative_to(site_folder)}/"
        page.goto(site + address, wait_until="domcontentloaded")
        bottoms[address] = page.evaluate(FIRST_TITLE, "article .row-title")

    assert len(bottoms) > 40
    assert {address: bottom for address, bottom in bottoms.items() if bottom > 844} == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_index_shows_its_first_entry(open_page, site, screen):
    page = open_page("about/", viewport=SCREENS[screen])
    for address in INDEXES:
        page.goto(site + address, wait_until="networkidle")
        assert page.evaluate(FIRST_TITLE, "article :is(li, th) > a") < SCREENS[screen]["height"], address


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_rest_of_a_description_opens_from_the_keyboard(open_page, colours):
    page = open_page("topics/llm-inference/", color_scheme=colours)
    lead = page.locator("details.lead")
    rest = lead.get_by_text("energy per token")
    expect(rest).to_be_hidden()
    lead.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(rest).to_be_visible()
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_box_hides_what_papers_contribute_on_all_lists(open_page, site, scripts):
    page = open_page("topics/llm-inference/", java_script_enabled=scripts)
    sentence = page.locator(".row-summary").first
    expect(sentence).to_be_visible()
    page.get_by_label("Summaries").uncheck()
    expect(sentence).to_be_hidden()
    if not scripts:
        return
    page.goto(f"{site}papers/")
    expect(page.get_by_label("Summaries")).not_to_be_checked()
    expect(sentence).to_be_hidden()
    page.get_by_label("Summaries").check()
    expect(sentence).to_be_visible()
    page.reload()
    expect(sentence).to_be_visible()
