"""The built website, in a real browser: as a reader meets it, and as an attacker would like it."""

import re
import shutil
from datetime import UTC, date, datetime, time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator.derive.groups import group_papers
from generator.model.dates import Precision, format_date
from generator.publish.search.search_records import make_records
from generator.tex import to_html
from tests.browser.fixtures import SCREENS
from tests.builders import make_catalogue, make_paper

pytestmark = pytest.mark.slow


# What the issue of the first catalogue demands of each page: version, venue, DOI, code, and words.
SHIPPED = [
    (
        "2602.23556",
        "v1",
        "ICS 2026",
        None,
        "aishwaryyasarkar/rudder-llm-agent",
        "Aishwarya Sarkar, Sayan Ghosh, ",
    ),
    ("2601.01265", "v3", "ASPLOS 2026", "10.1145/3779212.3790145", None, "μpath Decision Diagrams"),
    ("2602.22540", "v1", "The Bridge 55, 4, 29-36 (2026)", None, None, "nae.edu/344306"),
    ("2602.22423", "v1", "IPDPS 2026", None, None, "co-tune client-side RPC"),
    ("2602.22409", "v1", "IPDPS 2025, pp. 775-788", "10.1109/IPDPS64566.2025.00074", None, "Dong Dai"),
    ("2602.22392", "v1", "CCGrid 2025", "10.1109/CCGRID64434.2025.00037", None, "Youbiao He"),
    ("2602.22103", "v1", None, None, None, "up to 1.3*10^4 faster"),
    (
        "2603.10026",
        "v1",
        "ASPLOS 2026",
        "10.1145/3779212.3790209",
        "alibaba/redfuser",
        "up to 2× to 5× speedup",
    ),
    ("2603.04445", "v1", None, None, None, "Work funded by ADAPT Centre"),
    ("2508.19073", "v3", None, None, None, "Pınar Tözün"),
    ("2603.00126", "v1", None, None, None, "Primary category\nunknown"),
    ("2602.05695", "v2", "ICPE 2026", None, None, "33.41x"),
    ("2409.09874", "v3", None, None, None, "Doğan Sağbili"),
    ("2602.17808", "v1", None, None, None, "SwapLess"),
    ("2603.08727", "v1", "CCGrid 2025", None, "Large-scale-Sustainable-Computing-LSC/ARKV", "~97%"),
]


def test_a_reader_searches_and_follows_a_topic_to_a_paper(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("rudder prefetching")
    page.get_by_role("option", name=re.compile("^Rudder: Steering Prefetching")).click()
    expect(page.locator("main h1")).to_contain_text("Rudder: Steering Prefetching")

    page.locator(".md-tabs__link", has_text="Topics").click()
    page.get_by_role("article").get_by_role("link", name="LLM inference", exact=True).click()
    expect(page.locator("main h1")).to_have_text(re.compile("LLM inference"))
    page.get_by_role("link", name=re.compile("^SweetSpot")).first.click()
    expect(page.locator("main h1")).to_contain_text("SweetSpot: An Analytical Model")
    expect(page.locator(".paper > .statement")).to_be_visible()


@pytest.mark.parametrize(("paper", "version", "venue", "doi", "code", "words"), SHIPPED)
def test_a_shipped_paper_shows_its_facts(open_page, paper, version, venue, doi, code, words):  # noqa: PLR0913, PLR0917 - the table's columns
    page = open_page(f"papers/{paper}/")
    article = page.locator("article")
    links = [link.get_attribute("href") for link in page.locator(".actions > a").all()]

    expect(page.locator(".paper-badges")).to_contain_text(f"· {version}")
    badge = page.locator(".paper-badges .badge[href*='/venues/']")
    assert (badge.inner_text() if badge.count() else None) in {venue, f"{venue}, pp. 01-04"}
    assert [link for link in links if "doi.org" in link] == ([f"https://doi.org/{doi}"] if doi else [])
    assert [link for link in links if "github.com" in link] == (
        [f"https://github.com/{code}"] if code else []
    )
    assert words in article.inner_text()


def test_each_author_has_their_own_affiliation(open_page):
    page = open_page("papers/2601.01265/")
    expect(page.locator(".paper-authors")).to_have_text(
        "Nick Lindsay1, Caroline Trippel2, Anurag Khandelwal1, Abhishek Bhattacharjee1"
    )
    expect(page.locator(".paper-affiliations")).to_have_text("1 Yale University · 2 Stanford University")
    expect(page.locator(".paper > dl")).to_contain_text("v1 of 3 January 2026, v3 of 26 February 2026")


def test_six_authors_stand_in_their_order(open_page):
    names = "Aishwarya Sarkar, Sayan Ghosh, Nathan R. Tallent, Aman Chadha, Tanya Roosta, Ali Jannesari"
    expect(open_page("papers/2602.23556/").locator(".paper-authors")).to_have_text(names)


def test_the_dates_of_both_known_versions_are_shown(open_page):
    facts = open_page("papers/2508.19073/").locator(".paper > dl")
    expect(facts).to_contain_text("v1 of 26 August 2025, v3 of 23 February 2026")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    ["", "new/", "stats/", "papers/", "papers/2601.01265/", "topics/", "topics/llm-inference/",
     "authors/", "venues/", "venues/asplos/", "years/", "years/2026/", "lists/", "lists/llm-serving/",
     "contribute/", "about/"],
)  # fmt: skip
def test_a_page_breaks_no_rule_of_accessibility_and_fits_its_screen(open_page, address, colours, screen):
    page = open_page(address, color_scheme=colours, viewport=SCREENS[screen])
    violations = Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:3]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]


WIDE_FORMULA = to_html("A bound of $" + " + ".join(rf"\sqrt{{a_{{{n}}} b_{{{n}}}}}" for n in range(20)) + "$")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("papers/2602.23556/", "h1"),
        ("papers/2602.23556/", ".paper p:not(:has(a))"),
        ("papers/", ".row-title a"),
        ("years/2026/", ".row-title a"),
        ("search/?q=performance", ".result h2 a, .row-title a"),
        ("", ".row-title a"),
    ],
)
def test_a_formula_in_a_line_that_is_wider_than_its_page_scrolls_there(open_page, address, place):
    page = open_page(address, viewport=SCREENS["phone"])
    element = page.locator(place).first
    element.evaluate("(element, html) => (element.innerHTML = html)", WIDE_FORMULA)

    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS["phone"]["width"]
    assert (
        element.evaluate(
            """(element) => {
          while (element.scrollWidth <= element.clientWidth) element = element.parentElement;
          return getComputedStyle(element).overflowX;
        }"""
        )
        == "auto"
    )


def test_a_displayed_formula_that_is_wider_than_its_page_is_scrolled_by_keyboard(open_page):
    page = open_page("papers/2602.23556/", viewport=SCREENS["phone"])
    formula_html = to_html(
        r"defined by $$" + " + ".join(rf"\frac{{a_{n}}}{{\int_0^{n} f}}" for n in range(9)) + "$$"
    )
    page.locator("#abstract + p").evaluate("(place, html) => { place.innerHTML = html }", formula_html)
    formula = page.locator("#abstract + p math")

    assert formula.evaluate("it => it.scrollWidth > it.clientWidth && it.scrollHeight <= it.clientHeight")
    assert Axe().run(page).response["violations"] == []
    formula.focus()
    page.keyboard.press("ArrowRight")
    formula.evaluate("it => it.scrollLeft || new Promise((seen) => it.addEventListener('scroll', seen))")


def test_keys_are_listed_in_a_dialog_that_works_by_keyboard(open_page):
    page = open_page("papers/2601.01265/")
    page.locator(".md-tabs__link", has_text="New").focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(".md-tabs__link", has_text="New")).to_be_focused()


def test_a_key_that_is_typed_into_a_field_opens_nothing(open_page):
    page = open_page()
    page.locator("#home-query").press_sequentially("why?")
    expect(page.locator("#home-query")).to_have_value("why?")
    assert page.get_by_role("dialog", name="Keyboard shortcuts").count() == 0


def test_keys_work_while_the_focus_is_in_a_checkbox(open_page):
    page = open_page("search/")
    page.locator(".chip.filters").click()
    checkbox = page.locator(".facet input[type=checkbox]:visible").first
    checkbox.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(checkbox).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox").first).to_be_focused()


def test_keys_lead_to_the_neighbours_of_a_paper(open_page):
    page = open_page("papers/2601.01265/")
    older = page.get_by_role("link", name=re.compile("^Older in Processors"))
    title = older.inner_text().splitlines()[-1]
    page.keyboard.press("n")
    expect(page.locator("h1")).to_contain_text(title)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_first_screen_of_the_home_page_has_the_search_and_three_areas_of_the_field(open_page, screen):
    page = open_page(viewport=SCREENS[screen])
    areas = page.locator(".home-topics + ul > li")

    expect(page.locator("#home-query")).to_be_in_viewport()
    expect(areas.nth(2)).to_be_in_viewport(ratio=1)
    assert areas.first.locator("svg").is_visible()


def test_the_home_page_searches_without_scripts(open_page):
    page = open_page(java_script_enabled=False)
    form = page.get_by_role("article").get_by_role("search")
    assert form.get_attribute("method") == "get"
    assert form.evaluate("form => form.action").endswith("/search/")
    expect(form.get_by_label("Search papers")).to_have_attribute("name", "q")


def test_pages_can_be_read_and_browsed_without_scripts(open_page):
    page = open_page(java_script_enabled=False)
    page.get_by_role("link", name="Rudder: Steering Prefetching").first.click()
    expect(page.locator("#abstract + p")).to_contain_text("Graph Neural Networks")
    page.locator(".paper-badges .badge[href*='/venues/']").click()
    expect(page.locator("h1")).to_contain_text("ICS")


def test_hostile_text_is_shown_as_text_and_does_nothing(toy_site, open_page):
    page = open_page("papers/2403.04567/", base=toy_site)

    expect(page.locator("h1")).to_contain_text(
        "<script>alert(1)</script> [x](javascript:alert(1)) {{ 7*7 }} | # *not* _markup_ gnihtyna"
    )
    expect(page.locator("#abstract + p")).to_contain_text(
        '1. <img src=x onerror=alert(2)> --8<-- "mkdocs.yml"'
    )
    expect(page.locator(".paper-authors")).to_have_text(
        'Eve <b>Bold</b>, ]](x) `code`, Mallory "Quote" O\'Neil'
    )
    assert (
        page.locator("article img, article script, article [onerror], article [href^=javascript]").count()
        == 0
    )
    assert "site_name" not in page.locator("article").inner_text()


def test_hostile_text_stays_text_in_the_search_results(toy_site, open_page):
    page = open_page("?q=gnihtyna", base=toy_site)

    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert page.locator(".md-search-result img, .md-search-result script").count() == 0


def test_a_withdrawn_paper_is_marked_and_offers_no_pdf(toy_site, open_page):
    page = open_page("papers/2402.00002/", base=toy_site)

    expect(page.locator(".withdrawn[role=note]")).to_contain_text("The authors have withdrawn this paper")
    assert [link.inner_text() for link in page.locator(".actions > a").all()] == ["arXiv"]


def test_two_builds_of_the_same_data_are_the_same_bytes(toys, catalogue_command):
    sites = []
    for _ in range(2):
        shutil.rmtree(toys / ".cache", ignore_errors=True)
        assert catalogue_command("site", "--root", toys).returncode == 0
        files = sorted(path for path in (toys / "site").rglob("*") if path.is_file())
        sites.append(
            {str(path.relative_to(toys)): path.read_bytes() for path in files if path.suffix != ".gz"}
        )

    assert sites[0] == sites[1]


def test_a_build_that_fails_leaves_the_old_site(toys, catalogue_command):
    assert catalogue_command("site", "--root", toys).returncode == 0
    before = (toys / "site/index.html").stat().st_mtime_ns
    (toys / "docs/broken").mkdir()
    (toys / "docs/broken/index.md").write_text("[nowhere](nowhere.md)")
    result = catalogue_command("site", "--root", toys)

    assert result.returncode == 1
    assert "nowhere.md" in result.stderr
    assert (toys / "site/index.html").stat().st_mtime_ns == before
    assert [path.name for path in toys.glob(".site*")] == []


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("day", [date(2024, 5, 1), date(1969, 1, 1), date(1800, 12, 31)])
def test_scripts_write_as_much_of_a_date_as_pages_do(open_page, day, precision):
    published = datetime.combine(day, time(), UTC)
    paper = make_paper(published=published, published_precision=precision)
    catalogue = make_catalogue(paper)
    (record,) = make_records(catalogue, group_papers(catalogue))
    script = 'async (day) => (await import("/assets/js/format.js")).formatDay(day)'

    assert open_page("about/").evaluate(script, record.row[4]) == format_date(day, precision)
