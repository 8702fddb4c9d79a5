"""The map of papers: what can be pointed at, filtered, searched and reached by keys."""

import json
from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.fixtures import SCREENS

pytestmark = pytest.mark.slow

# The map fits the canvas with this margin.
MARGIN = 26
# Playing shows each period for so long, in milliseconds.
PERIOD = 1100


def locate(page, folder, number):
    """Return where a paper is in the window."""
    value = json.loads((folder / "map/map.json").read_text())
    box = page.locator(".map-picture canvas").bounding_box()

    def scale(values, size):
        share = (values[number] - min(values)) / (max(values) - min(values))
        return MARGIN + share * (size - 2 * MARGIN)

    return box["x"] + scale(value["x"], box["width"]), box["y"] + scale(value["y"], box["height"])


def open_map(open_page, **options):
    page = open_page("map/", **options)
    expect(page.locator(".map-status")).to_have_text("160 papers")
    return page


def find_lonely(folder):
    """Return the number of the paper that is furthest from all others."""
    value = json.loads((folder / "map/map.json").read_text())
    places = [*zip(value["x"], value["y"], strict=True)]

    def measure(number):
        x, y = places[number]
        return min((x - u) ** 2 + (y - v) ** 2 for other, (u, v) in enumerate(places) if other != number)

    return max(range(len(places)), key=measure)


def test_a_paper_under_the_mouse_shows_its_title_and_opens_at_a_click(open_page, site_folder):
    page = open_map(open_page)
    page.mouse.move(*locate(page, site_folder, find_lonely(site_folder)))
    card = page.locator(".map-card")
    expect(card).to_be_visible()
    title = card.locator("a").inner_text()
    page.mouse.down()
    page.mouse.up()

    expect(page.locator("h1")).to_have_text(title)


def test_a_finger_shows_a_paper_whose_title_is_the_link(open_page, site_folder):
    page = open_map(open_page, viewport=SCREENS["phone"], has_touch=True, is_mobile=True)
    page.locator(".map-picture").scroll_into_view_if_needed()
    page.touchscreen.tap(*locate(page, site_folder, find_lonely(site_folder)))
    link = page.locator(".map-card a")
    title = link.inner_text()
    link.click()

    expect(page.locator("h1")).to_have_text(title)


def test_keys_move_between_papers_zoom_and_open_one(open_page):
    page = open_map(open_page)
    page.locator(".map-picture canvas").focus()
    titles = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        before = page.locator(".map-status").inner_text()
        page.keyboard.press(key)
        expect(page.locator(".map-status")).not_to_have_text(before)
        titles.add(page.locator(".map-card a").inner_text())
    for key in ("+", "+", "-", "0"):
        page.keyboard.press(key)
    title = page.locator(".map-card a").inner_text()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(title)
    assert len(titles) > 2


def test_escape_leaves_the_paper(open_page):
    page = open_map(open_page)
    page.locator(".map-picture canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-card")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator(".map-card")).to_be_hidden()


def test_years_and_areas_filter_the_papers(open_page, site_folder):
    value = json.loads((site_folder / "map/map.json").read_text())
    page = open_map(open_page)
    page.get_by_label("From").select_option(value["periods"][-1][0])
    recent = 160 - value["periods"][-1][1]
    expect(page.locator(".map-status")).to_have_text(f"{recent} papers")

    page.get_by_label("From").select_option(value["periods"][0][0])
    page.locator(".map-legend button").first.click()
    in_area = {number for number, topic in enumerate(value["topics"]) if topic[1] == 0}
    count = sum(letter != " " and ord(letter) - ord("]") in in_area for letter in value["first"])
    expect(page.locator(".map-status")).to_have_text(f"{count} papers")

    page.locator(".map-legend button").first.click()
    expect(page.locator(".map-status")).to_have_text("160 papers")


def test_playing_shows_one_period_after_the_other(open_page, site_folder):
    value = json.loads((site_folder / "map/map.json").read_text())
    page = open_map(open_page)
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.get_by_role("button", name="Play").click()
    for period in range(len(value["periods"])):
        expect(page.get_by_label("From")).to_have_value(str(period))
        expect(page.get_by_label("To")).to_have_value(str(period))
        page.clock.run_for(PERIOD)

    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator(".map-status")).to_have_text("160 papers")


def test_words_highlight_the_papers_that_the_search_finds(open_page):
    page = open_map(open_page)
    page.get_by_label("Highlight title, author or words").fill("speculative decoding")
    expect(page.locator(".map-status")).not_to_have_text("160 papers")
    count = page.locator(".map-status").inner_text()
    page.goto(page.url.replace("map/", "search/?q=speculative+decoding"))

    expect(page.locator(".finder-status")).to_contain_text(count.split()[0])


@pytest.mark.parametrize("screen", SCREENS)
def test_a_wheel_zooms_and_dragging_moves_the_map(open_page, site_folder, screen):
    page = open_map(open_page, viewport=SCREENS[screen])
    x, y = locate(page, site_folder, find_lonely(site_folder))
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    expect(page.locator(".map-card")).to_be_visible()
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.up()

    expect(page.locator(".map-card")).to_be_hidden()
    assert page.url.endswith("map/")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_is_accessible(open_page, colours, forced, screen):
    page = open_map(open_page, color_scheme=colours, forced_colors=forced, viewport=SCREENS[screen])
    page.locator(".map-picture canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-card")).to_be_visible()

    assert Axe().run(page).response["violations"] == []


def test_without_scripts_the_page_has_a_picture_and_the_topics(open_page):
    page = open_page("map/", java_script_enabled=False)

    assert page.locator("[data-map] img").evaluate("image => image.naturalWidth") > 0
    expect(page.get_by_role("link", name="LLM inference")).to_be_visible()


# Keeps the names that the canvas shows, as [left, top, right, bottom].
WATCH_NAMES = """window.names = [];
const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...place) {
  window.names = [];
  clearRect.apply(this, place);
};
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  const box = this.measureText(text);
  window.names.push([
    x - box.actualBoundingBoxLeft,
    y - box.actualBoundingBoxAscent,
    x + box.actualBoundingBoxRight,
    y + box.actualBoundingBoxDescent,
  ]);
  fillText.call(this, text, x, y);
};"""
# The same of a picture, which becomes a part of the page.
READ_NAMES = """async (address) => {
  const text = await (await fetch(address)).text();
  const picture = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  document.body.append(picture);
  return [...picture.querySelectorAll("text")].map((name) => {
    const { left, top, right, bottom } = name.getBoundingClientRect();
    return [left, top, right, bottom];
  });
}"""


# The rectangle of the buttons on the canvas, in the same form.
READ_BUTTONS = """() => {
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = document.querySelector(".map-zoom");
  return [offsetLeft, offsetTop, offsetLeft + offsetWidth, offsetTop + offsetHeight];
}"""


def list_crossing(boxes):
    """The pairs of boxes that have a place in common."""
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@pytest.mark.parametrize("screen", SCREENS)
def test_names_on_the_map_do_not_cross_each_other(open_page, site, screen):
    page = open_page("about/", viewport=SCREENS[screen])
    page.add_init_script(WATCH_NAMES)
    page.goto(f"{site}map/")
    expect(page.locator(".map-status")).to_have_text("160 papers")
    page.locator(".map-picture canvas").focus()
    counts = []
    for _ in range(4):
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
        names = page.evaluate("window.names")
        counts.append(len(names))
        assert list_crossing(names) == []
        page.keyboard.press("+")

    assert counts[0] > 10


@pytest.mark.parametrize("screen", SCREENS)
def test_no_name_is_under_the_buttons_wherever_the_map_is_moved(open_page, site, screen):
    page = open_page("about/", viewport=SCREENS[screen])
    page.add_init_script(WATCH_NAMES)
    page.goto(f"{site}map/")
    expect(page.locator(".map-status")).to_have_text("160 papers")
    page.get_by_role("button", name="Zoom in").click(click_count=3)
    canvas = page.locator(".map-picture canvas")
    box = canvas.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    counts = []
    for _ in range(12):
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] + 30, middle[1] + 20)
        page.mouse.up()
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
        buttons = page.evaluate(READ_BUTTONS)
        names = page.evaluate("window.names")
        counts.append(len(names))
        assert [name for name in names if list_crossing([name, buttons])] == []

    assert max(counts) > 3


@pytest.mark.parametrize("picture", ["map.svg", "small.svg"])
def test_names_on_the_pictures_do_not_cross_each_other(open_page, picture):
    names = open_page("about/").evaluate(READ_NAMES, f"/map/{picture}")

    assert len(names) > 10
    assert list_crossing(names) == []


def test_areas_with_the_same_colour_have_points_of_different_shapes(open_page, site):
    page = open_page("about/")

    def repeat_colours(route):
        value = route.fetch().json()
        route.fulfill(json={**value, "areas": [[area[0], "#0077bb", "#66bbff"] for area in value["areas"]]})

    page.route("**/map.json", repeat_colours)
    page.goto(f"{site}map/")
    expect(page.locator(".map-legend button").first).not_to_have_class("square")

    expect(page.locator(".map-legend button.square")).to_have_count(
        page.locator(".map-legend button").count() - 1
    )


@pytest.mark.parametrize(("system", "clicks"), [("light", 2), ("dark", 1)])
def test_the_picture_of_the_home_page_has_the_colours_that_the_reader_chose(open_page, system, clicks):
    chosen = open_page(color_scheme=system)
    for _ in range(clicks):
        chosen.locator("label[for^=__palette]:visible").click()
    by_system = {shade: draw_picture(open_page(color_scheme=shade)) for shade in ("light", "dark")}

    assert draw_picture(chosen) == by_system["dark" if system == "light" else "light"]
    assert by_system["light"] != by_system["dark"]


def draw_picture(page):
    image = page.get_by_role("link", name="All papers as points").locator("img")
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.decode()")
    return image.screenshot()


def test_a_map_that_does_not_arrive_is_reported(browser, site):
    page = browser.new_page()
    page.route("**/map.json", lambda route: route.abort())
    page.goto(f"{site}map/")

    expect(page.locator(".map-status")).to_contain_text("could not be loaded")
    page.close()
