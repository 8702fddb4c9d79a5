"""Citations in a real browser: the page's own are those of the exports, and its buttons give them."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator import pipeline
from generator.publish.citations.citation_formats import FORMATS, cite
from generator.publish.citations.citation_record import build_record
from tests.browser.fixtures import open_instantly
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow

PAPER = "papers/2601.01265/"
BY_MANY = "papers/2512.23236/"
# Every paper's record out of its page, cited in every format by the page's own module.
CITE_ALL = """async (slugs) => {
  const { cite, formats } = await import("/assets/js/citations.js");
  const { recordOf } = await import("/assets/js/cite.js");
  const cited = {};
  for (const slug of slugs) {
    const answer = await fetch(`/papers/${slug}/`);
    const record = recordOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
    cited[slug] = Object.fromEntries(Object.keys(formats).map((name) => [name, cite(record, name)]));
  }
  return cited;
}"""


def cited_by_python(catalogue):
    venues = {venue.id: venue for venue in catalogue.venues}
    records = {
        paper.slug: build_record(paper, venues[paper.appearance.venue] if paper.appearance else None)
        for paper in catalogue.papers
    }
    return {slug: {name: cite(found, name) for name in FORMATS} for slug, found in records.items()}


def test_every_shipped_paper_is_cited_alike_by_page_and_program(open_page):
    expected = cited_by_python(pipeline.read_catalogue(REPOSITORY))

    assert open_page().evaluate(CITE_ALL, list(expected)) == expected


def test_every_toy_is_cited_alike_by_page_and_program(toy_site, open_page, toys):
    expected = cited_by_python(pipeline.read_catalogue(toys))

    assert open_page(base=toy_site).evaluate(CITE_ALL, list(expected)) == expected


def test_what_the_page_makes_of_all_records_are_the_exported_files(open_page):
    same = open_page().evaluate("""async () => {
      const { citeAll, formats } = await import("/assets/js/citations.js");
      const file = async (name) => (await fetch(`/catalogue.${name}`)).text();
      const records = JSON.parse(await file("csl.json"));
      const names = ["bibtex", "ris", "csl"];
      const exported = await Promise.all(names.map((name) => file(formats[name].extension)));
      return names.map((name, at) => citeAll(records, name) === exported[at]);
    }""")

    assert same == [True, True, True]


def test_page_and_program_have_the_same_formats(open_page):
    formats = open_page().evaluate("async () => (await import('/assets/js/citations.js')).formats")

    assert list(formats) == list(FORMATS)
    assert formats == {
        name: {"label": made.label, "extension": made.extension, "mediaType": made.media_type}
        for name, made in FORMATS.items()
    }


def test_a_citation_is_chosen_and_copied_by_keyboard_and_said_aloud(open_page):
    page = open_page(PAPER, permissions=["clipboard-read", "clipboard-write"])
    choices = page.get_by_role("group", name="Format of the citation")
    choices.get_by_role("button", name="BibTeX").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(choices.get_by_role("button", name="RIS")).to_have_attribute("aria-pressed", "true")
    expect(choices.get_by_role("button", name="BibTeX")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".cite code")).to_contain_text("TY  - CONF")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(page.locator(".cite [role=status]")).to_have_text("RIS copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - CONF\r\nID  - ")


def test_a_citation_that_cannot_be_copied_is_selected(open_page):
    page = open_page(PAPER)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')) }")
    page.locator(".cite").get_by_role("button", name="Copy").click()

    expect(page.locator(".cite [role=status]")).to_contain_text("selected: press Ctrl+C")
    assert page.evaluate("getSelection().toString()").startswith("@inproceedings{lindsay2026")


@pytest.mark.parametrize("name", FORMATS)
def test_a_citation_is_downloaded(open_page, name):
    page = open_page(PAPER)
    box = page.locator(".cite")
    box.get_by_role("button", name=FORMATS[name].label, exact=True).click()
    with page.expect_download() as started:
        box.get_by_role("button", name="Download").click()
    expected = cited_by_python(pipeline.read_catalogue(REPOSITORY))["2601.01265"][name]

    assert started.value.suggested_filename == f"2601.01265.{FORMATS[name].extension}"
    assert Path(started.value.path()).read_bytes() == expected.encode()
    expect(box.get_by_role("status")).to_have_text(
        f"{FORMATS[name].label} downloaded as 2601.01265.{FORMATS[name].extension}"
    )


def test_the_box_works_after_an_instant_click_from_paper_to_paper(open_page):
    page = open_page(PAPER)
    expect(page.locator(".cite-bar")).to_be_visible()
    page.evaluate("window.stayed = true")
    page.locator("article .row-title a").first.click()
    expect(page.locator(".cite-bar")).to_be_visible()
    page.wait_for_url(lambda address: PAPER not in address)
    slug = page.url.rstrip("/").rpartition("/")[2]

    expect(page.locator(".cite code")).to_contain_text(f"-{slug},")
    page.locator(".cite").get_by_role("button", name="Plain text").click()
    expect(page.locator(".cite code")).to_contain_text(slug)
    assert page.evaluate("window.stayed")


def test_a_citation_that_is_longer_than_its_box_is_scrolled_by_keyboard(open_page):
    page = open_page(BY_MANY, viewport={"width": 320, "height": 700})
    page.get_by_role("button", name="CSL-JSON").click()
    box = page.locator(".cite pre")

    assert box.evaluate("box => box.scrollHeight > box.clientHeight")
    assert Axe().run(page).response["violations"] == []
    box.focus()
    page.keyboard.press("End")
    box.evaluate("box => box.scrollTop || new Promise((seen) => box.addEventListener('scroll', seen))")


def test_after_an_instant_click_the_tags_of_citations_are_in_order(open_page, site):
    """Reference managers read who wrote a paper out of them; the two papers share authors."""
    authors = "() => [...document.querySelectorAll('[name=citation_author]')].map((tag) => tag.content)"
    page = open_page()
    open_instantly(page, f"{site}papers/2508.08822/")
    expect(page.locator(".cite-bar")).to_be_visible()
    page.locator("article a[href$='2511.17265/']").first.click()
    expect(page.locator("h1")).to_contain_text("DISCA")

    assert page.evaluate("window.isSamePage")
    assert page.evaluate(authors) == ["Shady Agwa", "Yikang Shen", "Shiwei Wang", "Themis Prodromakis"]


def test_without_scripts_the_authors_of_a_paper_by_many_are_the_first_and_others(open_page):
    shown = open_page(BY_MANY, java_script_enabled=False).locator(".cite code").text_content()
    page = open_page(BY_MANY)
    expect(page.locator(".cite-bar")).to_be_visible()
    complete = page.locator(".cite code").text_content()

    assert shown.count(" and ") == 12
    assert " and others}," in shown
    assert complete == cited_by_python(pipeline.read_catalogue(REPOSITORY))["2512.23236"]["bibtex"]
    assert complete.count(" and ") == 37


def test_without_scripts_bibtex_is_there_to_be_read(open_page):
    page = open_page(PAPER, java_script_enabled=False)

    expect(page.locator(".cite code")).to_contain_text("@inproceedings{lindsay2026")
    assert page.locator(".cite button").count() == 0


def test_a_reader_who_leaves_before_the_citations_have_loaded_sees_no_error(open_page, site):
    page = open_page("about/")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/js/cite.js", hold)
    open_instantly(page, f"{site}{PAPER}")
    page.get_by_role("link", name="Papers", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("Papers")
    with page.expect_response("**/js/cite.js"):
        held[0].continue_()
    page.evaluate("import('/assets/js/cite.js')")

    assert page.evaluate("window.isSamePage")
    expect(page.locator(".cite-bar")).to_have_count(0)
