"""Material's own behaviour, which our leaner partials must not lose."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from mkdocs.config import load_config
from playwright.sync_api import expect

from tests.browser.fixtures import SCREENS
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow

MAX_FONT = 35_000  # bytes
SCHEME = "document.body.getAttribute('data-md-color-scheme')"


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_first_colours_are_the_system_s_and_the_toggle_changes_and_keeps_them(open_page, system, scheme):
    page = open_page("papers/2602.23556/", color_scheme=system)
    toggle = page.locator("label[for^=__palette]:visible")
    seen = [page.evaluate(SCHEME)]
    for _ in range(2):
        toggle.click()
        seen.append(page.evaluate(SCHEME))
    page.reload()

    assert seen == [scheme, "default", "slate"]
    assert page.evaluate(SCHEME) == "slate"
    toggle.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


def test_without_scripts_there_are_no_colours_to_choose(open_page):
    page = open_page(java_script_enabled=False)

    expect(page.locator("[data-md-component=palette]")).to_be_attached()
    expect(page.locator("[name=__palette]")).to_have_count(0)


def test_colours_are_chosen_before_material_s_own_script_runs(open_page):
    page = open_page(color_scheme="dark")
    page.route("**/bundle.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.reload()

    assert page.evaluate(SCHEME) == "slate"


def test_the_toggle_of_colours_works_from_the_keyboard(open_page):
    page = open_page(color_scheme="light")
    page.locator("#__palette_0").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#__palette_1")).to_be_focused()
    expect(page.locator("label[for=__palette_2]")).to_be_visible()


MAIN_PAGES = ["Papers", "Topics", "Map", "New", "Reading lists", "Search"]
FURTHER_PAGES = ["Authors", "Venues", "Years", "Statistics", "Saved", "Follow", "Contribute", "About"]
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"


def test_colours_can_be_chosen_where_the_browser_keeps_nothing(open_page):
    page = open_page(color_scheme="dark")
    page.add_init_script(NO_STORAGE)
    page.reload()

    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("label[for^=__palette]:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


SHADES = [("light", "default"), ("dark", "slate")]
PALETTES = [
    ({"scheme": "slate"}, "slate"),
    ([{"scheme": "slate"}], "slate"),
    ([{"media": f"(prefers-color-scheme: {shade})", "scheme": scheme} for shade, scheme in SHADES], "slate"),
    (None, "default"),
]


@pytest.mark.parametrize(("palette", "scheme"), PALETTES)
def test_colours_without_a_toggle_are_shown_as_mkdocs_yml_has_them(open_page, palette, scheme):
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    config.theme["palette"] = palette
    env = config.theme.get_env()
    form = env.get_template("partials/palette.html").render(config=config, page=None, base_url=".")
    page = open_page(color_scheme="dark")
    first = palette[0] if isinstance(palette, list) else palette or {}

    def with_this_palette(route):
        body = re.sub(
            r"<form[^>]*palette.*?early.js\"></script>", lambda _: form, route.fetch().text(), flags=re.DOTALL
        )
        body = re.sub('(<body[^>]*color-scheme=)"[^"]*"', rf'\1"{first.get("scheme", "default")}"', body)
        route.fulfill(body=body, content_type="text/html")

    page.route(page.url, with_this_palette)
    page.evaluate("localStorage.clear()")  # what was chosen of the others
    page.reload()

    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    expect(page.locator("label[for^=__palette]")).to_have_count(0)
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search [role=listbox]")).to_be_attached()


def test_the_drawer_on_a_phone_opens_and_its_links_work(open_page):
    page = open_page("papers/2602.23556/", viewport=SCREENS["phone"])
    drawer = page.locator(".md-sidebar--primary")
    topics = drawer.get_by_role("link", name="Topics")
    expect(drawer).not_to_be_in_viewport()
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(drawer).to_be_in_viewport()
    topics.click()

    expect(page).to_have_url(re.compile("/topics/$"))
    expect(page.locator("h1")).to_contain_text("Topics")
    expect(drawer).not_to_be_in_viewport()


def test_the_drawer_has_all_parts_of_the_site_and_the_contents_of_the_page(open_page):
    page = open_page("stats/", viewport=SCREENS["phone"])
    page.locator("label.md-header__button[for=__drawer]").click()
    drawer = page.get_by_role("navigation", name="Navigation")
    parts = drawer.locator(":scope > ul > li > a")
    title = drawer.locator(".md-nav__title")

    assert title.evaluate("title => title.scrollWidth - title.clientWidth") == 0
    expect(drawer.get_by_role("link", name="Statistics")).to_have_attribute("aria-current", "page")
    assert parts.all_inner_texts() == ["Home", *MAIN_PAGES, *FURTHER_PAGES]
    assert Axe().run(page).response["violations"] == []
    drawer.locator("a[href$='#papers-per-month']").click()
    expect(drawer).not_to_be_in_viewport()
    expect(page.locator("#papers-per-month")).to_be_in_viewport()


def test_the_drawer_is_there_when_a_window_becomes_small(open_page):
    page = open_page("stats/", viewport=SCREENS["desktop"])
    page.set_viewport_size(SCREENS["phone"])
    page.locator("label.md-header__button[for=__drawer]").click()

    expect(
        page.get_by_role("navigation", name="Navigation").get_by_role("link", name="Home")
    ).to_be_in_viewport()


def test_a_phone_without_scripts_has_the_tabs(open_page):
    page = open_page("papers/2602.23556/", viewport=SCREENS["phone"], java_script_enabled=False)
    expect(page.locator("label[for=__drawer].md-header__button")).to_be_hidden()
    expect(page.get_by_role("link", name="Computer Performance Papers")).to_be_visible()
    page.get_by_role("navigation", name="Tabs").get_by_role("link", name="Topics").click()

    expect(page.locator("h1")).to_contain_text("Topics")


def test_the_header_has_the_title_of_the_page_once_it_is_scrolled_away(open_page):
    page = open_page("papers/2602.23556/", viewport=SCREENS["phone"])
    title = page.locator(".md-header__topic").nth(1)
    expect(title).to_have_css("opacity", "0")
    page.mouse.wheel(0, 900)

    expect(title).to_have_css("opacity", "1")
    expect(title).to_have_text(re.compile("^Rudder: Steering Prefetching .* LLM Agents$"))


@pytest.mark.parametrize(
    ("address", "tab", "current"),
    [
        ("topics/", "Topics", "page"),
        ("topics/gpus/", "Topics", "true"),
        ("papers/2602.23556/", "Papers", "true"),
    ],
)
def test_the_tab_of_the_current_part_of_the_site_is_marked(open_page, address, tab, current):
    page = open_page(address)

    expect(page.locator(".md-tabs__item--active")).to_have_text(tab)
    expect(page.locator(".md-tabs [aria-current]")).to_have_text(tab)
    expect(page.locator(".md-tabs [aria-current]")).to_have_attribute("aria-current", current)


@pytest.mark.parametrize("scripts", [True, False])
def test_at_most_six_tabs_and_the_footer_lead_to_all_parts_of_the_site(open_page, scripts):
    page = open_page("topics/gpus/", java_script_enabled=scripts)
    tabs = page.locator(".md-tabs").get_by_role("link").all_inner_texts()
    footer = page.get_by_role("contentinfo").get_by_role("link")

    assert tabs == [name for name in MAIN_PAGES if name in tabs]
    assert set(MAIN_PAGES) - set(tabs) <= {"Map"}
    assert footer.all_inner_texts() == FURTHER_PAGES
    footer.filter(has_text="Venues").click()
    expect(page.locator("h1")).to_have_text("Venues")
    expect(footer.filter(has_text="Venues")).to_have_attribute("aria-current", "page")
    expect(page.locator(".md-tabs [aria-current]")).to_have_count(0)


@pytest.mark.parametrize("address", ["", "topics/gpus/"])
def test_the_first_feed_of_a_page_is_its_own_and_the_sitemap_is_not_fetched(open_page, site, address):
    page = open_page("about/")
    sitemaps = []
    page.on("request", lambda request: sitemaps.append(request.url) if "sitemap" in request.url else None)
    page.goto(site + address, wait_until="networkidle")

    feed = page.locator("link[rel=alternate][type='application/atom+xml']").first
    expect(feed).to_have_attribute("href", "feed.xml")
    assert sitemaps == []


@pytest.mark.parametrize(
    ("address", "point", "target"),
    [
        ("", lambda page: page.locator(".md-tabs__link", has_text="Topics").hover(), "**/topics/"),
        ("", lambda page: page.locator(".md-tabs__link", has_text="Topics").focus(), "**/topics/"),
        (
            "stats/",
            lambda page: page.locator("svg a[href$='/2026/#month-2026-01']").hover(),
            "**/years/2026/",
        ),
        (
            "stats/",
            lambda page: page.locator("svg a[href$='/2026/#month-2026-01']").focus(),
            "**/years/2026/",
        ),
        ("papers/2603.08727/", lambda page: page.locator("svg a text").first.hover(), "**/papers/*/"),
        ("papers/2603.08727/", lambda page: page.locator("svg a").first.focus(), "**/papers/*/"),
    ],
    ids=["a tab", "a tab by key", "a bar", "a bar by key", "a picture", "a picture by key"],
)
def test_a_page_is_fetched_when_the_reader_points_at_its_link(open_page, address, point, target):
    page = open_page(address)
    with page.expect_request(target):
        point(page)


def test_no_page_is_fetched_in_advance_for_a_reader_who_saves_data(open_page, site):
    page = open_page("about/")
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.goto(site)
    page.locator(".md-tabs__link", has_text="Topics").hover()
    page.locator(".md-tabs__link", has_text="Papers").focus()
    page.wait_for_timeout(200)  # longer than the pause before a page is fetched

    assert page.locator("link[rel=prefetch]").count() == 0


def test_titles_have_the_site_s_own_font_which_is_one_small_file(open_page, site):
    page = open_page("papers/2601.01265/")
    page.wait_for_load_state("networkidle")
    fonts = page.evaluate(
        "document.fonts.ready.then((fonts) => [...fonts].map(({ family, status }) => `${family} ${status}`))"
    )
    requests = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")

    assert fonts == ["Literata loaded", "Literata unloaded"]
    assert [name for name in requests if "/fonts/" in name] == [f"{site}assets/fonts/literata.woff2"]
    assert (REPOSITORY / "overrides/assets/fonts/literata.woff2").stat().st_size < MAX_FONT


@pytest.mark.parametrize(("colours", "text"), [("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")])
def test_icons_are_visible_in_forced_colours(open_page, colours, text):
    page = open_page(forced_colors="active", color_scheme=colours)
    icon = page.locator(".md-header .icon-search").first

    assert icon.evaluate("icon => getComputedStyle(icon, '::before').backgroundColor") == text


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("address", ["", "404.html", "topics/"])
def test_pages_are_accessible_in_forced_colours(open_page, address, colours):
    page = open_page(address, forced_colors="active", color_scheme=colours)

    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize(("colours", "text"), [("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")])
def test_triangles_of_filters_are_visible_in_forced_colours(open_page, colours, text):
    page = open_page("search/?q=memory&year=2026", forced_colors="active", color_scheme=colours)
    triangle = page.locator(".facet summary").first
    expect(triangle).to_be_visible()

    assert triangle.evaluate("it => getComputedStyle(it, '::after').backgroundColor") == text


@pytest.mark.parametrize(("colours", "text"), [("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")])
def test_words_that_were_found_are_visible_in_forced_colours(open_page, colours, text):
    page = open_page("search/?q=memory", forced_colors="active", color_scheme=colours)

    assert page.locator(".result-rows mark").first.evaluate("mark => getComputedStyle(mark).color") == text


@pytest.mark.parametrize(("address", "field"), [("", "#home-query"), ("saved/", "#import-file")])
def test_a_field_shows_that_it_has_the_focus(open_page, address, field):
    page = open_page(address)
    page.locator(field).focus()

    assert page.locator(field).evaluate("field => getComputedStyle(field).outlineStyle") == "solid"


def test_the_hidden_button_to_the_top_is_no_stop_of_the_keyboard(open_page):
    page = open_page(viewport=SCREENS["desktop"])
    page.locator(".md-top").focus()

    expect(page.locator(".md-top")).not_to_be_focused()


def test_an_address_that_does_not_exist_leads_on(open_page):
    page = open_page("404.html")
    article = page.get_by_role("article")
    expect(article.get_by_role("link", name="Topics")).to_be_visible()
    article.get_by_role("searchbox").fill("memory")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=memory$"))


def test_a_button_leads_back_to_the_top_and_the_contents_follow_the_reader(open_page):
    page = open_page("papers/2601.01265/", viewport=SCREENS["desktop"])
    page.mouse.wheel(0, 1200)
    expect(page.locator(".md-sidebar--secondary .md-nav__link--active")).to_have_count(1)
    page.mouse.wheel(0, -200)
    page.get_by_role("button", name="Back to top").click()

    expect(page.locator(".md-tabs")).to_be_in_viewport()


def test_no_page_contains_a_script_that_its_policy_would_have_to_allow(site_folder):
    scripts = [
        script
        for page in site_folder.rglob("*.html")
        for script in re.findall(r"<script(?![^>]*(?: src=|json))[^>]*>", page.read_text())
    ]

    assert scripts == []
