"""The menu of citations and the exports of saved papers in a browser: they give what the program wrote."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator.pipeline.read_catalogue import read_catalogue
from generator.publish.citations.citation_formats import FORMATS, list_exported_formats
from generator.publish.citations.citation_record import build_record
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow

WITH_RELATED_PAPERS = "papers/2602.23556/"
PAPER = "papers/2601.01265/"
BY_MANY = "papers/2512.23236/"  # 38 authors: the page refers to a file with its citations
# The citations of papers out of their pages, and out of all pages joined, by the modules of the site.
READ_CITATIONS = """async (slugs) => {
  const { fetchCitations } = await import("/assets/js/paper-citations.js");
  return Object.fromEntries((await fetchCitations(slugs)).map((citations, at) => [slugs[at], citations]));
}"""
JOIN_CITATIONS = """async ([slugs, formats]) => {
  const { fetchCitations, joinCitations } = await import("/assets/js/paper-citations.js");
  const papers = await fetchCitations(slugs);
  return formats.map((format) => joinCitations(papers, format));
}"""


def build_records(catalogue):
    """Citation records as pages have them, by slug."""
    venues = {venue.id: venue for venue in catalogue.venues}
    titles = {topic.id: topic.title for topic in catalogue.topics}
    records = {}
    for paper in catalogue.papers:
        venue = venues[paper.appearance.venue] if paper.appearance else None
        topics = [titles[assignment.topic] for assignment in catalogue.assignments[paper.id]]
        records[paper.slug] = build_record(paper, venue, topics)
    return records


def expect_citations(catalogue):
    """What the pages of a catalogue have to carry, by slug."""
    return {
        slug: [
            {
                "label": each.label,
                "extension": each.extension,
                "type": each.media_type,
                "text": each.write_file([record]),
            }
            for each in FORMATS
        ]
        for slug, record in build_records(catalogue).items()
    }


def test_every_page_of_the_shipped_catalogue_carries_its_citations(open_page):
    expected = expect_citations(read_catalogue(REPOSITORY))

    assert open_page().evaluate(READ_CITATIONS, list(expected)) == expected


def test_every_page_of_the_toy_catalogue_carries_its_citations(toy_site, open_page, toys):
    expected = expect_citations(read_catalogue(toys))

    assert open_page(base=toy_site).evaluate(READ_CITATIONS, list(expected)) == expected


def test_the_citations_of_all_papers_join_to_a_file(open_page):
    records = build_records(read_catalogue(REPOSITORY))
    page = open_page("saved/")
    formats = json.loads(page.locator("#citations").text_content())
    joined = page.evaluate(JOIN_CITATIONS, [list(records), formats])

    assert joined == [each.write_file(records.values()) for each in list_exported_formats()]


def test_a_citation_is_chosen_and_copied_by_keyboard_and_announced(open_page):
    page = open_page(PAPER, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".cite summary").focus()
    page.keyboard.press("Enter")
    tabs = page.get_by_role("group", name="Citation format")
    tabs.get_by_role("button", name="BibTeX").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(tabs.get_by_role("button", name="RIS")).to_have_attribute("aria-pressed", "true")
    expect(tabs.get_by_role("button", name="BibTeX")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".cite code")).to_contain_text("TY  - CONF")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(page.locator(".cite-status")).to_have_text("RIS copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - CONF\r\nID  - ")


@pytest.mark.parametrize("address", [PAPER, BY_MANY], ids=["in-the-page", "in-a-file"])
def test_bibtex_is_copied_by_one_click(open_page, address):
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy BibTeX").click()

    expect(page.locator(".cite-status")).to_have_text("BibTeX copied")
    slug = address.split("/")[1]
    record = build_records(read_catalogue(REPOSITORY))[slug]
    assert page.evaluate("navigator.clipboard.readText()") == FORMATS[0].write_file([record])


def test_the_menu_closes_by_escape_and_by_a_click_elsewhere(open_page):
    page = open_page(PAPER)
    menu = page.locator("details.cite")
    menu.locator("summary").click()
    expect(menu.get_by_role("button", name="RIS")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.locator("pre")).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Cite"
    menu.locator("summary").click()
    page.locator("h1").click()

    expect(menu.locator("pre")).to_be_hidden()


@pytest.mark.parametrize(
    "failure",
    [
        "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))",
        "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
    ],
    ids=["refused", "missing"],
)
def test_a_citation_that_cannot_be_copied_is_selected(open_page, failure):
    page = open_page(PAPER)
    page.evaluate(f"() => {{ {failure} }}")
    page.get_by_role("button", name="Copy BibTeX").click()

    expect(page.locator(".cite-status")).to_contain_text("selected: press Ctrl+C")
    assert page.evaluate("getSelection().toString()").startswith("@inproceedings{lindsay2026")


@pytest.mark.parametrize("address", [PAPER, BY_MANY], ids=["in-the-page", "in-a-file"])
@pytest.mark.parametrize("citation_format", FORMATS, ids=[each.label for each in FORMATS])
def test_a_citation_is_downloaded(open_page, citation_format, address):
    page = open_page(address)
    slug = address.split("/")[1]
    name = f"{slug}.{citation_format.extension}"
    box = page.locator(".cite")
    box.locator("summary").click()
    box.get_by_role("button", name=citation_format.label, exact=True).click()
    with page.expect_download() as started:
        box.get_by_role("button", name="Download").click()
    expected = citation_format.write_file([build_records(read_catalogue(REPOSITORY))[slug]])

    assert started.value.suggested_filename == name
    assert Path(started.value.path()).read_bytes() == expected.encode()
    expect(page.locator(".cite-status")).to_have_text(f"{citation_format.label} downloaded as {name}")


def test_any_format_that_a_page_carries_has_a_tab(open_page, site):
    """The scripts know no format: what the program adds to the page appears in the box."""
    page = open_page("about/")

    def add_format(route):
        answer = route.fetch()
        added = r'\1{"label":"EndNote","extension":"enw","type":"x/y","text":"%0 Report\\n"},'
        html = re.sub(r'(id="citations">\[)', added, answer.text(), count=1)
        route.fulfill(response=answer, body=html)

    page.route(f"**/{PAPER}", add_format)
    page.goto(site + PAPER)
    page.locator(".cite summary").click()
    tabs = page.get_by_role("group", name="Citation format").get_by_role("button")

    expect(tabs).to_have_text(["EndNote", *(each.label for each in FORMATS)])
    expect(page.locator(".cite code")).to_have_text("%0 Report\n")


def test_the_box_stays_as_it_is_without_scripts_if_its_file_cannot_be_loaded(open_page, site):
    page = open_page("about/")
    page.route("**/citations.json", lambda route: route.fulfill(status=200, body="not JSON"))
    page.goto(site + BY_MANY)
    with page.expect_response("**/citations.json"):
        page.locator(".cite summary").click()

    expect(page.locator(".cite code")).to_contain_text("@misc{")
    expect(page.locator(".cite-bar")).to_have_count(0)


def test_a_citation_that_is_longer_than_its_box_is_scrolled_by_keyboard(open_page):
    page = open_page(BY_MANY, viewport={"width": 320, "height": 700})
    page.locator(".cite summary").click()
    page.get_by_role("button", name="CSL-JSON").click()
    box = page.locator(".cite pre")

    assert box.evaluate("box => box.scrollHeight > box.clientHeight")
    assert Axe().run(page).response["violations"] == []
    box.focus()
    page.keyboard.press("End")
    box.evaluate("box => box.scrollTop || new Promise((seen) => box.addEventListener('scroll', seen))")


@pytest.mark.parametrize("address", [PAPER, BY_MANY])
def test_without_scripts_the_page_shows_the_whole_bibtex(open_page, address):
    page = open_page(address, java_script_enabled=False)
    slug = address.split("/")[1]
    expected = FORMATS[0].write_file([build_records(read_catalogue(REPOSITORY))[slug]])

    page.locator(".cite summary").click()

    expect(page.locator(".cite code")).to_be_visible()
    assert page.locator(".cite code").text_content().strip() == expected.strip()
    assert page.locator(".actions button:visible").count() == 0
