"""Saved papers and the number of new ones, in a real browser: stored, exported, imported, and harmless."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.fixtures import SCREENS

pytestmark = pytest.mark.slow

RUDDER, MUPATH = "2602.23556", "2601.01265"
MUPATH_DOI = "10.1145/3779212.3790145"
FIVE = (RUDDER, MUPATH, "2602.22409", "2602.22392", "2603.10026")
STORED = "localStorage.getItem('/saved.v1')"
# Waits until the record of visits is another one. The policy of pages forbids what `wait_for_function` does.
WAIT_FOR_VISIT = """(stored) => new Promise((resolve) => {
  const isOther = () => localStorage.getItem("/visit.v1") !== (stored ?? null);
  const look = () => isOther() ? resolve() : requestAnimationFrame(look);
  look();
})"""


def read_saved(page):
    """The slugs that the browser stores."""
    return [paper["slug"] for paper in json.loads(page.evaluate(STORED) or '{"papers": []}')["papers"]]


def store(page, papers):
    """Store papers in the browser, as an earlier visit would have."""
    page.evaluate("papers => localStorage.setItem('/saved.v1', JSON.stringify({papers}))", papers)


def open_saved(open_page, site, *papers, **options):
    page = open_page("about/", **options)
    store(page, list(papers))
    page.goto(f"{site}saved/")
    expect(page.locator("[data-saved] h2").last).to_be_visible()
    return page


def make_entry(slug, note=""):
    return {"slug": slug, "note": note, "added": "2026-01-02"}


def saved_rows(page):
    return page.locator(".saved-rows > li")


def expect_announced(page, text):
    expect(page.locator("body > .for-screen-readers[role=status]")).to_have_text(text)


# --- saving -----------------------------------------------------------------------------------------------


def test_a_paper_saved_from_a_row_is_saved_on_its_page_and_listed(open_page):
    page = open_page()
    row = page.locator("li", has=page.get_by_role("link", name="Rudder: Steering Prefetching")).first
    save = row.get_by_role("button", name="Save Rudder: Steering Prefetching")
    expect(save).to_have_attribute("aria-pressed", "false")
    save.focus()
    page.keyboard.press("Space")
    expect(save).to_have_attribute("aria-pressed", "true")
    expect_announced(page, "Saved in this browser")
    expect(page.locator(".header-saved")).to_have_text("Saved 1")

    row.get_by_role("link", name="Rudder").click()
    expect(page.locator("h1")).to_contain_text("Rudder")
    on_page = page.locator(".actions button.save")
    expect(on_page).to_have_attribute("aria-pressed", "true")
    page.locator(".header-saved").click()
    expect(saved_rows(page)).to_have_count(1)

    page.go_back()
    on_page.click()
    expect(on_page).to_have_attribute("aria-pressed", "false")
    expect_announced(page, "Removed from your saved papers")
    assert read_saved(page) == []


def test_another_tab_shows_the_change_at_once(open_page, site):
    page = open_page(f"papers/{RUDDER}/")
    other = page.context.new_page()
    other.goto(f"{site}saved/")
    expect(other.locator("[data-saved]")).to_contain_text("You have not saved any papers yet")
    page.locator(".actions button.save").click()
    expect(saved_rows(other)).to_have_count(1)
    saved_rows(other).get_by_role("button", name="Remove").click()

    expect(page.locator(".actions button.save")).to_have_attribute("aria-pressed", "false")


def test_a_paper_saved_from_a_filtered_row_is_saved_in_the_page_s_own_row(open_page):
    page = open_page("papers/?words=rudder+steering")
    page.locator(".result-rows button.save").click()
    page.locator("form.finder").get_by_role("button", name="Clear").click()

    own = page.locator("li", has=page.locator(f"a[href$='{RUDDER}/']")).locator("button.save")
    expect(own).to_have_attribute("aria-pressed", "true")


# --- the page of saved papers -----------------------------------------------------------------------------


def test_a_note_is_stored(open_page, site):
    page = open_saved(open_page, site, make_entry(RUDDER), make_entry(MUPATH))
    page.get_by_label("Note on Rudder").fill("<b>section</b> 4\nagain")
    page.reload()

    expect(page.get_by_label("Note on Rudder")).to_have_value("<b>section</b> 4\nagain")
    expect(page.locator("[data-saved]")).to_contain_text("2 papers in this browser")


def test_a_removed_paper_comes_back_with_its_note_and_place(open_page, site):
    page = open_saved(open_page, site, make_entry(RUDDER, "mine"), make_entry(MUPATH))
    saved_rows(page).first.get_by_role("button", name="Remove").click()
    expect(saved_rows(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")

    expect(saved_rows(page)).to_have_count(2)
    expect(saved_rows(page).first.get_by_role("textbox")).to_have_value("mine")
    assert read_saved(page) == [RUDDER, MUPATH]


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
def test_papers_are_exported(open_page, site, button, name, words):
    page = open_saved(open_page, site, make_entry(RUDDER, "read *this*"), make_entry(MUPATH))
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    text = download.value.path().read_text()

    assert download.value.suggested_filename == name
    assert [word for word in words if word not in text] == []
    assert text.index(RUDDER) < text.index(MUPATH)


def test_an_export_can_be_imported(open_page, site, tmp_path):
    page = open_saved(open_page, site, make_entry(RUDDER, "mine"), make_entry(MUPATH))
    with page.expect_download() as download:
        page.get_by_role("button", name="Backup with notes").click()
    before = json.loads(page.evaluate(STORED))
    other = open_saved(open_page, site)
    other.get_by_label("File with").set_input_files(download.value.path())
    expect(saved_rows(other)).to_have_count(2)
    expect_announced(other, "2 papers added")

    assert json.loads(other.evaluate(STORED)) == before


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        (f"{RUDDER} arXiv:{MUPATH}v2", [RUDDER, MUPATH]),
        (f"doi:{MUPATH_DOI} and https://doi.org/{MUPATH_DOI}", [MUPATH]),
        (f"see https://arxiv.org/abs/{RUDDER}v1,\nhttps://arxiv.org/pdf/{MUPATH}.pdf", [RUDDER, MUPATH]),
        (f'@misc{{a, eprint={{{RUDDER}v3}}}}\n@article(b, doi = "{MUPATH_DOI}")', [RUDDER, MUPATH]),
        (f"@article{{c, journal={{arXiv preprint arXiv:{RUDDER}}}, abstract={{see {MUPATH}}}}}", [RUDDER]),
        (
            f"TY  - JOUR\r\nDO  - {MUPATH_DOI}\r\nER  - \r\nTY - GEN\nUR - arxiv.org/abs/{RUDDER}",
            [MUPATH, RUDDER],
        ),
        (f"see dl.acm.org/doi/pdf/{MUPATH_DOI} or huggingface.co/papers/{RUDDER}", [RUDDER, MUPATH]),
        (f"[a](https://elsewhere.example/x/papers/{RUDDER}/)", [RUDDER]),
        (f"https://elsewhere.example/saved/#papers={RUDDER},{MUPATH}", [RUDDER, MUPATH]),
        ('{"papers": [{"slug": "2602.23556"}, {"slug": 7}, null, {"slug": "<b>"}, "x"]}', [RUDDER]),
        ('{"papers": "2602.23556"}', [RUDDER]),
        ("<img src=x onerror=alert(1)> javascript:alert(2) ../../x __proto__", []),
        ('{"papers": [{"slug": "__proto__"}, {"slug": "<b>"}]}', []),
        ("", []),
    ],
)
def test_pasted_text_is_searched_for_papers(open_page, site, text, slugs):
    page = open_saved(open_page, site)
    page.get_by_label("Or paste").fill(text)
    page.get_by_role("button", name="Add").click()

    expect_announced(
        page,
        f"{format_papers(len(slugs))} added" if slugs else "No paper of this catalogue was found in the text",
    )
    assert read_saved(page) == slugs


NOT_FOUND = [
    (
        "10.5555/none https://arxiv.org/abs/2001.00001v2 cs/0309001 in 2026",
        ["2001.00001", "cs/0309001", "10.5555/none"],
    ),
    (
        f"@misc{{a, title={{Not {{Here}}}}, doi={{10.5555/none}}}}\n@misc{{b, eprint={{{RUDDER}}}}}",
        ["Not Here"],
    ),
    ("doi:10.5555/other\n@misc{a, title={Not Here}, doi={10.5555/none}}", ["10.5555/other", "Not Here"]),
    ("@misc{only-a-key,\n}", ["only-a-key"]),
    ("TY  - JOUR\nTI  - <b>Missing</b>\nER  - ", ["<b>Missing</b>"]),
    ('{"papers": [{"slug": "9999.99999"}]}', ["9999.99999"]),
]


@pytest.mark.parametrize(("text", "names"), NOT_FOUND)
def test_references_that_are_not_found_are_listed(open_page, site, text, names):
    page = open_saved(open_page, site)
    page.get_by_label("Or paste").fill(text)
    page.get_by_role("button", name="Add").click()

    expect(page.locator(".missing li")).to_have_text(names)
    count = "1 reference is" if len(names) == 1 else f"{len(names)} references are"
    expect_announced(page, re.compile(f"{count} not in this catalogue$"))


@pytest.mark.parametrize("extension", ["bib", "ris", "csl.json"])
def test_the_downloads_of_the_site_can_be_imported(open_page, site, site_folder, extension):
    page = open_saved(open_page, site)
    page.get_by_label("File with").set_input_files(site_folder / f"catalogue.{extension}")

    expect_announced(page, re.compile(r"^\d+ papers added$"))
    assert len(read_saved(page)) == len((site_folder / "catalogue.jsonl").read_text().splitlines())


def test_all_citations_are_copied_at_once(open_page, site):
    page = open_saved(open_page, site, make_entry(RUDDER), make_entry(MUPATH))
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Copy BibTeX").click()
    expect_announced(page, "BibTeX copied")

    keys = re.findall(r"^@\w+\{\w+-(\S+),$", page.evaluate("window.copied"), re.MULTILINE)
    assert keys == [RUDDER, MUPATH]


def test_citations_that_cannot_be_copied_are_selected(open_page, site):
    page = open_saved(open_page, site, make_entry(RUDDER))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    page.get_by_role("button", name="Copy RIS").click()

    expect(page.get_by_label("RIS", exact=True)).to_be_focused()
    assert page.get_by_label("RIS", exact=True).input_value().startswith("TY  - ")


def format_papers(number):
    return "1 paper" if number == 1 else f"{number} papers"


def test_an_import_does_not_replace_a_note(open_page, site):
    page = open_saved(open_page, site, make_entry(RUDDER, "mine"), make_entry(MUPATH))
    backup = {"papers": [{"slug": RUDDER, "note": "theirs"}, {"slug": MUPATH, "note": "<i>theirs</i>"}]}
    page.get_by_label("Or paste").fill(json.dumps(backup))
    page.get_by_role("button", name="Add").click()

    expect(page.get_by_label("Note on Rudder")).to_have_value("mine")
    expect(saved_rows(page).last.get_by_role("textbox")).to_have_value("<i>theirs</i>")


# --- links to share ---------------------------------------------------------------------------------------


def test_a_shared_link_asks_before_it_adds(open_page, site):
    page = open_saved(open_page, site, make_entry(RUDDER, "private"))
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Copy a link to share").click()
    expect_announced(page, re.compile("^Link copied"))
    link = page.evaluate("window.copied")
    assert link == f"{site}saved/#papers={RUDDER}"

    other = open_page(f"saved/#papers={RUDDER},{MUPATH}")
    expect(other.get_by_role("heading", name="Somebody shared papers")).to_be_focused()
    expect(other.locator("[data-saved]")).to_contain_text("contains 2 papers, of which you have saved 0")
    assert read_saved(other) == []
    other.get_by_role("button", name="Add 2 papers").click()
    expect(saved_rows(other)).to_have_count(2)
    assert other.url == f"{site}saved/"


def test_a_shared_link_can_be_refused(open_page, site):
    page = open_page(f"saved/#papers={RUDDER}")
    page.get_by_role("button", name="Close").click()

    expect(page.get_by_role("heading", name="Somebody shared")).to_have_count(0)
    assert (read_saved(page), page.url) == ([], f"{site}saved/")


def test_a_link_opened_on_the_page_itself_asks_too(open_page, site):
    page = open_saved(open_page, site)
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

    expect(page.locator("[data-saved]")).to_contain_text("The link contains no paper of this catalogue")
    assert page.locator("[data-saved] :is(img, script)").count() == 0
    assert page.get_by_role("button", name=re.compile(r"Add \d")).count() == 0


# --- a browser that stores nothing, or something broken ---------------------------------------------------


@pytest.mark.parametrize(
    "stored",
    [
        "{", "null", "[]", '{"papers": 7}',
        '{"papers": [{"slug": 1}, null, {"slug": "<img src=x onerror=alert(1)>"}]}',
        '{"papers": [{"slug": "2602.23556", "note": {"a": 1}, "added": 3}]}',
        '{"papers": [{"slug": "2602.23556", "added": ["2026-01-02"]}]}',
    ],
)  # fmt: skip
def test_broken_storage_is_put_aside(open_page, site, stored):
    page = open_page("about/")
    page.evaluate("stored => localStorage.setItem('/saved.v1', stored)", stored)
    page.goto(f"{site}papers/{MUPATH}/")
    page.locator(".actions button.save").click()
    page.goto(f"{site}saved/")

    expect(saved_rows(page).first).to_contain_text("CounterPoint")
    assert page.locator("[data-saved] img").count() == 0
    aside = page.evaluate("localStorage.getItem('/saved.unreadable')")
    assert aside in {None, stored}
    assert aside == stored or '"papers": [' in stored


def test_papers_that_are_not_in_the_catalogue_are_named_and_can_be_removed(open_page, site):
    page = open_saved(open_page, site, make_entry("9999.99999"), make_entry(RUDDER))
    expect(page.locator("[data-saved]")).to_contain_text("Not in this catalogue: 9999.99999")
    page.get_by_role("button", name="Remove them").click()

    expect(page.locator("[data-saved]")).not_to_contain_text("9999.99999")
    assert read_saved(page) == [RUDDER]


def test_a_paper_whose_id_has_changed_stays_saved(open_page, site):
    page = open_page("about/")

    def add_former_id(route):
        rows = route.fetch().json()
        number = next(number for key, number in rows if key == RUDDER)
        route.fulfill(json=[["0001.00001", number], *rows])

    page.context.route("**/search/identifiers/0.json*", add_former_id)
    store(page, [make_entry(MUPATH), make_entry("0001.00001", "mine")])
    page.goto(f"{site}saved/")

    expect(page.get_by_label("Note on Rudder")).to_have_value("mine")
    expect(saved_rows(page)).to_have_count(2)
    assert read_saved(page) == [MUPATH, RUDDER]


@pytest.mark.parametrize("methods", [["setItem"], ["setItem", "getItem"]], ids=["full", "forbidden"])
def test_the_page_states_that_the_browser_stores_nothing(open_page, site, methods):
    page = open_page("about/")
    for method in methods:
        page.add_init_script(
            f"""const {method} = Storage.prototype.{method};
            Storage.prototype.{method} = function (key, ...rest) {{
                if (key.includes("v1")) throw new DOMException("no", "QuotaExceededError");
                return {method}.call(this, key, ...rest);
            }}"""
        )
    page.goto(f"{site}papers/{RUDDER}/")
    page.locator(".actions button.save").click()
    expect(page.locator(".actions button.save")).to_have_attribute("aria-pressed", "true")
    expect_announced(page, "Saved until you leave this page: your browser stores nothing for this site")

    page.goto(f"{site}saved/#papers={RUDDER}")
    page.get_by_role("button", name="Add 1 paper").click()
    expect(saved_rows(page)).to_have_count(1)
    expect(page.locator("[data-saved] > [role=status]")).to_contain_text("1 paper until you leave this page")


# --- new papers since the last visit ----------------------------------------------------------------------


def test_the_first_visit_shows_no_number_and_is_remembered(open_page):
    page = open_page()
    expect(page.locator("button.save").first).to_be_visible()
    page.evaluate(WAIT_FOR_VISIT)

    expect(page.locator("[data-visits]")).to_have_text("")
    as_of = page.locator("[data-visits]").get_attribute("data-visits").split()[0]
    assert json.loads(page.evaluate("localStorage.getItem('/visit.v1')"))["asOf"] == as_of


@pytest.mark.parametrize("address", ["", "topics/llm-inference/"])
def test_a_later_visit_links_to_the_new_papers(site_of_a_later_day, open_page, address):
    page = open_page("about/", base=site_of_a_later_day)
    visit = {"before": "", "asOf": "2020-01-01", "at": 0}
    page.evaluate("visit => localStorage.setItem('/visit.v1', JSON.stringify(visit))", visit)
    page.goto(site_of_a_later_day + address)
    link = page.locator("[data-visits]").get_by_role("link")
    expect(link).to_have_text(text := link.inner_text())
    page.goto(site_of_a_later_day + address)
    expect(link).to_have_text(text)  # it is the same visit
    link.click()

    count = text.split(" ", maxsplit=1)[0]
    expect(page.locator(".finder-status")).to_have_text(re.compile(rf"^{count} of \d+ papers$"))
    expect(page.get_by_role("button", name="Remove New since 2020-01-01")).to_be_visible()


VISITS = [
    (None, "2026-01-05", 100, ["", "2026-01-05", 100]),
    (["", "2026-01-01", 0], "2026-01-05", 1, ["", "2026-01-05", 1]),  # the same visit, newer data
    (["", "2026-01-01", 0], "2026-01-05", 30_000_000, ["2026-01-01", "2026-01-05", 30_000_000]),
    (["2025-12-01", "2026-01-05", 0], "2026-01-05", 9, ["2025-12-01", "2026-01-05", 9]),
    (["2025-12-01", "2026-01-05", 0], "2026-01-01", 30_000_000, ["2026-01-05", "2026-01-05", 30_000_000]),
    (
        ["2025-12-01", "2026-01-05", 500],
        "2026-01-06",
        7,
        ["2026-01-05", "2026-01-06", 7],
    ),  # the clock was put back
]


@pytest.mark.parametrize(("previous", "as_of", "now", "expected"), VISITS)
def test_a_visit_ends_after_a_pause(open_page, previous, as_of, now, expected):
    script = """async ([previous, asOf, now]) => {
        const { updateVisit } = await import("/assets/js/visits.js");
        const before = previous && { before: previous[0], asOf: previous[1], at: previous[2] };
        const after = updateVisit(before, asOf, now);
        return [after.before, after.asOf, after.at];
    }"""
    assert open_page("about/").evaluate(script, [previous, as_of, now]) == expected


@pytest.mark.parametrize(
    "stored",
    [
        "{",
        "null",
        "7",
        '{"asOf": "<b>", "before": "", "at": 1}',
        '{"asOf": "2026-02-30", "before": "", "at": 1}',
    ],
)
def test_a_broken_record_of_visits_counts_as_a_first_visit(open_page, site, stored):
    page = open_page("about/")
    page.evaluate("stored => localStorage.setItem('/visit.v1', stored)", stored)
    page.goto(site)
    page.evaluate(WAIT_FOR_VISIT, stored)

    expect(page.locator("[data-visits]")).to_have_text("")


# --- accessibility ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_saved_papers_break_no_rule_of_accessibility_and_fit_the_screen(open_page, site, colours, screen):
    papers = [make_entry(slug, "A note") for slug in FIVE]
    page = open_saved(open_page, site, *papers, color_scheme=colours, viewport=SCREENS[screen])
    page.evaluate(f"location.hash = '#papers={MUPATH}'")
    expect(page.get_by_role("heading", name="Somebody shared")).to_be_visible()
    violations = Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:3]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]


def test_without_scripts_the_page_says_what_it_needs(open_page):
    page = open_page("saved/", java_script_enabled=False)

    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    assert page.locator("button.save").count() == 0
