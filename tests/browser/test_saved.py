"""Saved papers and news since the last visit, in a real browser: kept, taken along, and harmless."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator import pipeline
from tests.browser.fixtures import SCREENS, open_instantly
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow

CATALOGUE = pipeline.read_catalogue(REPOSITORY)
RUDDER, MUPATH = "2602.23556", "2601.01265"
STORED = "localStorage.getItem('/saved.v1')"


def _saved(page):
    return [paper["slug"] for paper in json.loads(page.evaluate(STORED) or '{"papers": []}')["papers"]]


def _storing(page, papers):
    """Keep these papers in the browser, as an earlier visit would have."""
    page.evaluate("papers => localStorage.setItem('/saved.v1', JSON.stringify({papers}))", papers)


def _open_saved(open_page, site, *papers, **options):
    page = open_page("about/", **options)
    _storing(page, list(papers))
    page.goto(f"{site}saved/")
    expect(page.locator("[data-saved] h2").last).to_be_visible()
    return page


def _paper(slug, note=""):
    return {"slug": slug, "note": note, "added": "2026-01-02"}


def _rows(page):
    return page.locator(".saved-rows > li")


def _said(page, text):
    expect(page.locator("body > .for-screen-readers[role=status]")).to_have_text(text)


# --- saving -----------------------------------------------------------------------------------------------


def test_a_paper_is_saved_from_a_row_and_seen_on_its_page_and_the_list(open_page, site):
    page = open_page("about/")
    open_instantly(page, site)
    row = page.locator("li", has=page.get_by_role("link", name="Rudder: Steering Prefetching")).first
    save = row.get_by_role("button", name="Save Rudder: Steering Prefetching")
    expect(save).to_have_attribute("aria-pressed", "false")
    save.focus()
    page.keyboard.press("Space")
    expect(save).to_have_attribute("aria-pressed", "true")
    _said(page, "Saved in this browser")
    expect(page.locator(".md-tabs__link", has_text="Saved")).to_have_text("Saved 1")

    row.get_by_role("link", name="Rudder").click()
    expect(page.locator("h1")).to_contain_text("Rudder")
    on_page = page.locator(".paper-badges button.save")
    expect(on_page).to_have_attribute("aria-pressed", "true")
    page.locator(".md-tabs__link", has_text="Saved").click()
    expect(_rows(page)).to_have_count(1)

    page.go_back()
    assert page.evaluate("window.isSamePage")
    on_page.click()
    expect(on_page).to_have_attribute("aria-pressed", "false")
    _said(page, "Removed from your saved papers")
    assert _saved(page) == []


def test_another_tab_learns_of_it_at_once(open_page, site):
    page = open_page(f"papers/{RUDDER}/")
    other = page.context.new_page()
    other.goto(f"{site}saved/")
    expect(other.locator("[data-saved]")).to_contain_text("Nothing is saved yet")
    page.locator(".paper-badges button.save").click()
    expect(_rows(other)).to_have_count(1)
    _rows(other).get_by_role("button", name="Remove").click()

    expect(page.locator(".paper-badges button.save")).to_have_attribute("aria-pressed", "false")


def test_filtered_rows_can_be_saved_and_the_page_s_own_know(open_page):
    page = open_page("papers/?words=rudder+steering")
    page.locator(".found-rows button.save").click()
    page.locator("form.working").get_by_role("button", name="Clear").click()

    own = page.locator("li", has=page.locator(f"a[href$='{RUDDER}/']")).locator("button.save")
    expect(own).to_have_attribute("aria-pressed", "true")


# --- the page of saved papers -----------------------------------------------------------------------------


def test_a_note_is_kept(open_page, site):
    page = _open_saved(open_page, site, _paper(RUDDER), _paper(MUPATH))
    page.get_by_label("Note on Rudder").fill("<b>section</b> 4\nagain")
    page.reload()

    expect(page.get_by_label("Note on Rudder")).to_have_value("<b>section</b> 4\nagain")
    expect(page.locator("[data-saved]")).to_contain_text("2 papers, kept in this browser")


def test_a_removed_paper_comes_back_with_its_note_and_place(open_page, site):
    page = _open_saved(open_page, site, _paper(RUDDER, "mine"), _paper(MUPATH))
    _rows(page).first.get_by_role("button", name="Remove").click()
    expect(_rows(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")

    expect(_rows(page)).to_have_count(2)
    expect(_rows(page).first.get_by_role("textbox")).to_have_value("mine")
    assert _saved(page) == [RUDDER, MUPATH]


@pytest.mark.parametrize(
    ("button", "name", "words"),
    [
        ("BibTeX", "saved-papers.bib", ["@inproceedings{", "@"]),
        ("RIS", "saved-papers.ris", ["TY  - ", "ER  - "]),
        ("CSL-JSON", "saved-papers.csl.json", ['"title":']),
        (
            "Markdown",
            "saved-papers.md",
            ["- [Rudder: Steering", f"/papers/{RUDDER}/)", "\n  read \\*this\\*"],
        ),
        ("Backup with notes", "saved-papers.json", ['"note": "read *this*"']),
    ],
)
def test_papers_are_taken_along(open_page, site, button, name, words):
    page = _open_saved(open_page, site, _paper(RUDDER, "read *this*"), _paper(MUPATH))
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    text = download.value.path().read_text()

    assert download.value.suggested_filename == name
    assert [word for word in words if word not in text] == []
    assert text.index(RUDDER) < text.index(MUPATH)


def test_what_was_taken_along_comes_back(open_page, site, tmp_path):
    page = _open_saved(open_page, site, _paper(RUDDER, "mine"), _paper(MUPATH))
    with page.expect_download() as download:
        page.get_by_role("button", name="Backup with notes").click()
    before = json.loads(page.evaluate(STORED))
    other = _open_saved(open_page, site)
    other.get_by_label("A backup", exact=True).set_input_files(download.value.path())
    expect(_rows(other)).to_have_count(2)
    _said(other, "2 papers added, 0 saved before")

    assert json.loads(other.evaluate(STORED)) == before


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{RUDDER} arXiv:{MUPATH}v2", [RUDDER, MUPATH]),
        (f"see https://arxiv.org/abs/{RUDDER}v1,\nhttps://arxiv.org/pdf/{MUPATH}.pdf", [RUDDER, MUPATH]),
        (f"[a](https://elsewhere.example/x/papers/{RUDDER}/)", [RUDDER]),
        (f"https://elsewhere.example/saved/#papers={RUDDER},{MUPATH}", [RUDDER, MUPATH]),
        ('{"papers": [{"slug": "2602.23556"}, {"slug": 7}, null, {"slug": "<b>"}, "x"]}', [RUDDER]),
        ('{"papers": "2602.23556"}', [RUDDER]),
        ("<img src=x onerror=alert(1)> javascript:alert(2) ../../x __proto__", []),
        ('{"papers": [{"slug": "__proto__"}, {"slug": "constructor"}]}', []),
        ("", []),
    ],
)
def test_pasted_text_is_searched_for_papers(open_page, site, text, found):
    page = _open_saved(open_page, site)
    page.get_by_label("Or paste").fill(text)
    page.get_by_role("button", name="Add").click()

    _said(
        page,
        f"{_counted(len(found))} added, 0 saved before"
        if found
        else "No paper of this catalogue was found in it",
    )
    assert _saved(page) == found


def _counted(number):
    return "1 paper" if number == 1 else f"{number} papers"


def test_a_note_that_is_here_is_not_lost_to_one_that_comes(open_page, site):
    page = _open_saved(open_page, site, _paper(RUDDER, "mine"), _paper(MUPATH))
    given = {"papers": [{"slug": RUDDER, "note": "theirs"}, {"slug": MUPATH, "note": "<i>theirs</i>"}]}
    page.get_by_label("Or paste").fill(json.dumps(given))
    page.get_by_role("button", name="Add").click()

    expect(page.get_by_label("Note on Rudder")).to_have_value("mine")
    expect(_rows(page).last.get_by_role("textbox")).to_have_value("<i>theirs</i>")


# --- links to share ---------------------------------------------------------------------------------------


def test_a_shared_link_asks_before_it_adds(open_page, site):
    page = _open_saved(open_page, site, _paper(RUDDER, "private"))
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Copy a link to share").click()
    link = page.evaluate("window.copied")
    assert link == f"{site}saved/#papers={RUDDER}"

    other = open_page(f"saved/#papers={RUDDER},{MUPATH}")
    expect(other.get_by_role("heading", name="Somebody shared papers")).to_be_focused()
    expect(other.locator("[data-saved]")).to_contain_text("names 2 papers, of which you saved 0")
    assert _saved(other) == []
    other.get_by_role("button", name="Add 2 papers").click()
    expect(_rows(other)).to_have_count(2)
    assert other.url == f"{site}saved/"


def test_a_shared_link_can_be_refused(open_page, site):
    page = open_page(f"saved/#papers={RUDDER}")
    page.get_by_role("button", name="Close").click()

    expect(page.get_by_role("heading", name="Somebody shared")).to_have_count(0)
    assert (_saved(page), page.url) == ([], f"{site}saved/")


def test_a_link_opened_on_the_page_itself_asks_too(open_page, site):
    page = _open_saved(open_page, site)
    page.evaluate(f"location.hash = '#papers={RUDDER}'")

    expect(page.get_by_role("button", name="Add 1 paper")).to_be_visible()


@pytest.mark.parametrize(
    "fragment",
    [
        "#papers=<img src=x onerror=alert(1)>",
        "#papers=%3Cscript%3Ealert(1)%3C/script%3E,../../evil,javascript:alert(1)",
        "#papers=%",
        "#papers=__proto__,constructor",
        "#papers=" + "9" * 5000,
        "#papers=",
    ],
)
def test_a_hostile_link_does_nothing(open_page, fragment):
    page = open_page(f"saved/{fragment}")

    expect(page.locator("[data-saved]")).to_contain_text("The link names no paper of this catalogue")
    assert page.locator("[data-saved] :is(img, script)").count() == 0
    assert page.get_by_role("button", name=re.compile(r"Add \d")).count() == 0


# --- a browser that does not keep what it is given ---------------------------------------------------------


@pytest.mark.parametrize(
    "kept",
    [
        "{", "null", "[]", '{"papers": 7}',
        '{"papers": [{"slug": 1}, null, {"slug": "<img src=x onerror=alert(1)>"}]}',
        '{"papers": [{"slug": "2602.23556", "note": {"a": 1}, "added": 3}]}',
    ],
)  # fmt: skip
def test_what_is_kept_may_be_broken(open_page, site, kept):
    page = open_page("about/")
    page.evaluate("kept => localStorage.setItem('/saved.v1', kept)", kept)
    page.goto(f"{site}papers/{MUPATH}/")
    page.locator(".paper-badges button.save").click()
    page.goto(f"{site}saved/")

    expect(_rows(page).first).to_contain_text("CounterPoint")
    assert page.locator("[data-saved] img").count() == 0
    aside = page.evaluate("localStorage.getItem('/saved.unreadable')")
    assert aside in {None, kept}
    assert aside == kept or '"papers": [' in kept


def test_papers_that_are_not_in_the_catalogue_are_named_and_forgotten(open_page, site):
    page = _open_saved(open_page, site, _paper("9999.99999"), _paper(RUDDER))
    expect(page.locator("[data-saved]")).to_contain_text("Not in this catalogue: 9999.99999")
    page.get_by_role("button", name="Forget them").click()

    expect(page.locator("[data-saved]")).not_to_contain_text("9999.99999")
    assert _saved(page) == [RUDDER]


@pytest.mark.parametrize("methods", [["setItem"], ["setItem", "getItem"]], ids=["full", "forbidden"])
def test_a_browser_that_keeps_nothing_is_told_of_in_words(open_page, site, methods):
    page = open_page("about/")
    for method in methods:
        page.add_init_script(
            f"""const {method} = Storage.prototype.{method};
            Storage.prototype.{method} = function (key, ...rest) {{
                if (key.includes("v1")) throw new DOMException("no", "QuotaExceededError");
                return {method}.call(this, key, ...rest);
            }}"""
        )
    open_instantly(page, f"{site}papers/{RUDDER}/")
    page.locator(".paper-badges button.save").click()
    expect(page.locator(".paper-badges button.save")).to_have_attribute("aria-pressed", "true")
    _said(page, "Saved until you leave: your browser keeps nothing for this site")
    page.locator(".md-tabs__link", has_text="Saved").click()

    expect(_rows(page)).to_have_count(1)
    expect(page.locator("[data-saved] > [role=status]")).to_contain_text("1 paper, until you leave")


# --- news since the last visit ----------------------------------------------------------------------------


def test_the_first_visit_is_told_nothing_and_remembered(open_page):
    page = open_page()
    expect(page.locator("button.save").first).to_be_visible()
    page.wait_for_function("localStorage.getItem('/visit.v1')")

    expect(page.locator("[data-visits]")).to_have_text("")
    assert json.loads(page.evaluate("localStorage.getItem('/visit.v1')"))["asOf"] == str(CATALOGUE.as_of)


@pytest.mark.parametrize("address", ["", "topics/llm-inference/"])
def test_a_later_visit_leads_to_what_came_since(open_page, site, address):
    page = open_page("about/")
    known = {"before": "", "asOf": "2020-01-01", "at": 0}
    page.evaluate("known => localStorage.setItem('/visit.v1', JSON.stringify(known))", known)
    page.goto(site + address)
    news = page.locator("[data-visits]").get_by_role("link")
    expect(news).to_have_text(r_count := news.inner_text())
    page.goto(site + address)
    expect(news).to_have_text(r_count)  # the visit goes on, and so does the news
    news.click()

    count = r_count.split(" ", maxsplit=1)[0]
    expect(page.locator(".found")).to_have_text(f"{count} of {len(CATALOGUE.papers)} papers")
    expect(page.get_by_label("New since 2020-01-01")).to_be_checked()


VISITS = [
    (None, "2026-01-05", 100, ["", "2026-01-05", 100]),
    (["", "2026-01-01", 0], "2026-01-05", 1, ["", "2026-01-05", 1]),  # the same visit, newer data
    (["", "2026-01-01", 0], "2026-01-05", 30_000_000, ["2026-01-01", "2026-01-05", 30_000_000]),
    (["2025-12-01", "2026-01-05", 0], "2026-01-05", 9, ["2025-12-01", "2026-01-05", 9]),
    (["2025-12-01", "2026-01-05", 0], "2026-01-01", 30_000_000, ["2026-01-05", "2026-01-05", 30_000_000]),
    (["2025-12-01", "2026-01-05", 500], "2026-01-06", 7, ["2026-01-05", "2026-01-06", 7]),  # a clock put back
]


@pytest.mark.parametrize(("known", "as_of", "now", "expected"), VISITS)
def test_a_visit_ends_after_a_pause(open_page, known, as_of, now, expected):
    script = """async ([known, asOf, now]) => {
        const { visit } = await import("/assets/js/visits.js");
        const before = known && { before: known[0], asOf: known[1], at: known[2] };
        const after = visit(before, asOf, now);
        return [after.before, after.asOf, after.at];
    }"""
    assert open_page("about/").evaluate(script, [known, as_of, now]) == expected


@pytest.mark.parametrize("kept", ["{", "null", "7", '{"asOf": "<b>", "before": "", "at": 1}'])
def test_a_broken_memory_of_visits_is_a_first_visit(open_page, site, kept):
    page = open_page("about/")
    page.evaluate("kept => localStorage.setItem('/visit.v1', kept)", kept)
    page.goto(site)
    page.wait_for_function("kept => localStorage.getItem('/visit.v1') !== kept", arg=kept)

    expect(page.locator("[data-visits]")).to_have_text("")


# --- for all ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_saved_papers_break_no_rule_of_accessibility_and_fit_the_screen(open_page, site, colours, screen):
    papers = [_paper(paper.slug, "A note") for paper in CATALOGUE.papers[:5]]
    page = _open_saved(open_page, site, *papers, color_scheme=colours, viewport=SCREENS[screen])
    page.evaluate(f"location.hash = '#papers={MUPATH}'")
    expect(page.get_by_role("heading", name="Somebody shared")).to_be_visible()
    violations = Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:3]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]


def test_without_scripts_the_page_says_what_it_needs(open_page):
    page = open_page("saved/", java_script_enabled=False)

    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    assert page.locator("button.save").count() == 0
