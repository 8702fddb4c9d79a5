"""Scripts and the theme in another language: words come from its message file, data stay as they are."""

import json

import pytest
from playwright.sync_api import expect

from generator.pipeline.make_site import make_site
from generator.translation import message_files
from tests.browser.fixtures import ON_GITHUB
from tests.paths import REPOSITORY
from tests.servers import serve_folder
from tests.translation.pseudo_language import LANGUAGE, find_english, write_pseudo_language

pytestmark = pytest.mark.slow

PAPER = "2401.01234"
TEXTS = """(selector) => [...document.querySelectorAll(selector)].flatMap((root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode.data);
  for (const element of [root, ...root.querySelectorAll("*")]) {
    texts.push(...["aria-label", "placeholder", "title"].map((name) => element.getAttribute(name)));
  }
  return texts.filter(Boolean);
})"""


@pytest.fixture(name="pseudo_site")
def toy_site_in_the_pseudo_language(toys, tmp_path, monkeypatch):
    """The address of the toy catalogue's site in the pseudo language."""
    folder = tmp_path / "languages"
    folder.mkdir()
    write_pseudo_language(folder)
    monkeypatch.setattr(message_files, "FOLDER", folder)
    with (toys / "data/catalogue.yml").open("a", encoding="utf-8") as file:
        file.write(f"language: {LANGUAGE}\n")
    with serve_folder(toys / "site") as server:
        for name, value in {**ON_GITHUB, "SITE_URL": server.address, "PYTHONPATH": str(REPOSITORY)}.items():
            monkeypatch.setenv(name, value)
        make_site(toys)
        yield server.address


def assert_translated(page, selector):
    """Every text of these elements is translated, and there are some."""
    texts = page.evaluate(TEXTS, selector)
    assert "⟦" in "".join(texts), texts
    assert find_english(texts) == []


def test_sections_and_the_link_to_the_editor_are_translated(pseudo_site, open_page):
    page = open_page(f"papers/{PAPER}/", base=pseudo_site)

    assert page.evaluate("document.documentElement.lang") == LANGUAGE
    assert_translated(page, ".md-tabs__list, .footer-links a")
    assert_translated(page, ".edit")
    expect(page.locator(".actions button.save")).to_contain_text("⟦Şȧṽḗ")


def test_the_search_and_its_filters_are_translated(pseudo_site, open_page):
    page = open_page("search/?q=toy", base=pseudo_site)
    expect(page.locator(".facet-has").first).to_be_visible()

    assert_translated(
        page, ".bar label:last-of-type, .finder option, .chip.filters, .finder-status, .outcome"
    )
    assert_translated(page, ".facet > summary, .facet legend, .facet select, .facet-has .choice")
    assert_translated(page, ".without > span > :not(.for-screen-readers), .results[aria-label], .pager")
    page.locator("form.finder input[type=search]").fill("xyzzyplughfoo")
    expect(page.locator(".finder-status a")).to_have_count(4)
    assert_translated(page, ".finder-status")


def test_the_search_box_is_translated(pseudo_site, open_page):
    page = open_page("?q=toy", base=pseudo_site)
    expect(page.get_by_role("option").first).to_be_visible()

    assert_translated(page, ".md-search-result__meta")
    assert_translated(page, ".result-place .result-facts")


def test_the_page_of_saved_papers_is_translated(pseudo_site, open_page):
    page = open_page("saved/", base=pseudo_site)
    expect(page.locator("[data-saved] textarea").first).to_be_attached()
    assert_translated(page, "[data-saved]")
    entries = [{"slug": PAPER, "note": "", "added": "2026-01-02"}, {"slug": "9999.99999"}]
    stored = json.dumps({"papers": entries})
    page.evaluate("stored => localStorage.setItem('/saved.v1', stored)", stored)
    page.goto(f"{pseudo_site}saved/#papers={PAPER}")
    page.reload()
    expect(page.locator(".saved-rows > li")).to_have_count(1)
    expect(page.locator("[data-saved] > div h2").first).to_be_visible()

    assert_translated(page, "[data-saved] :is(h2, label, .buttons), [data-saved] > [role=status]")
    assert_translated(page, "[data-saved] > div:not([class]) > p")
    page.locator(".saved-rows button.remove").click()
    assert_translated(page, ".undo button")


def test_the_cite_box_and_the_shortcuts_are_translated(pseudo_site, open_page):
    page = open_page(f"papers/{PAPER}/", base=pseudo_site)
    assert_translated(page, ".actions > button, .actions summary")
    page.locator(".cite summary").click()
    page.locator(".cite-bar > button").last.click()
    expect(page.locator(".cite-status")).not_to_be_empty()
    assert_translated(page, ".cite-bar")
    page.keyboard.press("?")
    expect(page.locator("dialog.shortcuts")).to_be_visible()

    assert_translated(page, "dialog.shortcuts :is(h2, dd, button)")


def test_new_papers_since_the_last_visit_are_translated(pseudo_site, open_page):
    page = open_page("about/", base=pseudo_site)
    visit = json.dumps({"before": "", "asOf": "2020-01-01", "at": 1})
    page.evaluate("visit => localStorage.setItem('/visit.v1', visit)", visit)
    page.goto(pseudo_site)
    expect(page.locator("[data-visits] a")).to_be_visible()

    assert_translated(page, "[data-visits]")


def test_an_english_site_loads_no_messages(toy_site, open_page):
    page = open_page("about/", base=toy_site)
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(f"{toy_site}saved/")
    expect(page.locator("[data-saved] textarea").first).to_be_attached()

    assert [address for address in addresses if address.endswith("messages.js")] != []
    assert [address for address in addresses if address.endswith("messages.json")] == []


def test_a_value_that_looks_like_a_placeholder_stays(toy_site, open_page):
    page = open_page("about/", base=toy_site)
    script = """async () => {
      const { _, ngettext, splitMessage } = await import("/assets/js/messages.js");
      const values = { title: "%(count)s <b> $& %", count: 3 };
      return [
        _("Note on %(title)s, %(other)s", values),
        ngettext("%(title)s", "%(count)s %(title)s", 2000, values),
        ...splitMessage("%(title)s and %(count)s more", { title: ["a", "b"], count: "3" }),
      ];
    }"""

    assert page.evaluate(script) == [
        "Note on %(count)s <b> $& %, %(other)s",
        "2,000 %(count)s <b> $& %",
        *["a", "b", " and ", "3", " more"],
    ]
