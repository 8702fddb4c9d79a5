"""Lists that a reader filters and sorts, in a real browser: equal to what Python finds, and usable by all."""

import json
import re
import unicodedata
from collections import Counter
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from generator import pipeline, tex
from generator.derive.groups import group_papers
from generator.model.curation_values import LinkKind, Status
from generator.model.text import fold
from generator.publish.formatting import shorten_authors
from tests.browser.fixtures import SCREENS, open_instantly
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow

FACETS = ("topic", "year", "venue", "category", "only")
SEVERAL = {"topic", "category", "only"}
CATALOGUE = pipeline.read_catalogue(REPOSITORY)
GROUPS = group_papers(CATALOGUE)

# --- equal to Python --------------------------------------------------------------------------------------


def _values(paper):
    """What a paper has of each facet."""
    marks = {
        "code": any(link.kind is LinkKind.CODE for link in paper.links),
        "curated": paper.curation_path is not None,
        "withdrawn": paper.status is Status.WITHDRAWN,
    }
    return {
        "topic": GROUPS.topics_by_paper[paper.id],
        "year": {str(paper.published.year)} if paper.published else set(),
        "venue": {paper.appearance.venue} if paper.appearance else set(),
        "category": set(paper.categories),
        "only": {mark for mark, has in marks.items() if has},
    }


def _plain(text):
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M")).lower()


def _words(paper):
    names, rest = shorten_authors(paper.authors)
    return _plain(f"{tex.to_text(paper.title)} {', '.join(tex.to_text(name.name) for name in names)}{rest}")


VALUES = {paper.id: _values(paper) for paper in CATALOGUE.papers}
WORDS = {paper.id: _words(paper) for paper in CATALOGUE.papers}
CHOICES = {
    facet: sorted({value for values in VALUES.values() for value in values[facet]} | {"nothing"})
    for facet in FACETS
}


def _select(page, wishes):
    """Slugs in order and counts, as filter.js describes them; wishes are names and values of the query."""
    wanted = {facet: {value for name, value in wishes if name == facet} for facet in FACETS}
    unwanted = {facet: {value for name, value in wishes if name == f"-{facet}"} for facet in FACETS}
    single = dict(wishes)
    since, terms = single.get("since"), _plain(single.get("words", "")).split(" ")

    def fits(paper, facet):
        has = VALUES[paper.id][facet]
        good = wanted[facet] <= has if facet in SEVERAL else not wanted[facet] or bool(wanted[facet] & has)
        return good and not unwanted[facet] & has

    papers = [
        paper
        for paper in CATALOGUE.papers
        if all(value in VALUES[paper.id][facet] for facet, value in page.items())
        and (not since or (paper.first_seen and paper.first_seen.isoformat() > since))
        and all(term in WORDS[paper.id] for term in terms)
    ]
    found = [paper for paper in papers if all(fits(paper, facet) for facet in FACETS)]
    counts = {}
    for facet in FACETS:
        others = [other for other in FACETS if other != facet]
        counted = (
            found
            if facet in SEVERAL
            else [paper for paper in papers if all(fits(paper, other) for other in others)]
        )
        counts[facet] = dict(Counter(value for paper in counted for value in VALUES[paper.id][facet]))
    return [paper.slug for paper in _sorted(found, single.get("sort"))], counts


def _sorted(papers, order):
    short = {venue.id: (fold(venue.acronym), venue.id) for venue in CATALOGUE.venues}
    if order == "title":
        return sorted(papers, key=lambda paper: (fold(tex.to_text(paper.title)), paper.slug))
    if order == "venue":
        placed = [paper for paper in papers if paper.appearance]
        return sorted(placed, key=lambda paper: short[paper.appearance.venue]) + [
            paper for paper in papers if not paper.appearance
        ]
    if order == "old":
        return [paper for paper in papers[::-1] if paper.published] + [
            paper for paper in papers[::-1] if not paper.published
        ]
    return papers


def _choices():
    names = st.sampled_from([prefix + facet for facet in FACETS for prefix in ("", "", "-")])
    return names.flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(CHOICES[name.removeprefix("-")]))
    )


_SPOKEN = sorted({word for words in WORDS.values() for word in re.findall(r"\S{2,}", words)})
_DAYS = sorted({paper.first_seen.isoformat() for paper in CATALOGUE.papers if paper.first_seen})
_OTHERS = st.fixed_dictionaries(
    {},
    optional={
        "words": st.lists(st.sampled_from(_SPOKEN).map(str.title), min_size=1, max_size=2).map(" ".join),
        "since": st.sampled_from(["1999-12-31", *_DAYS]),
        "sort": st.sampled_from(["old", "title", "venue"]),
    },
)
_WISHES = st.builds(
    lambda chosen, others: [*chosen, *others.items()], st.lists(_choices(), unique=True, max_size=3), _OTHERS
)
_PAGES = st.one_of(
    st.just({}),
    *(st.sampled_from(CHOICES[facet]).map(lambda value, facet=facet: {facet: value}) for facet in FACETS[:3]),
)

_ASK = """async (asked) => {
    const { select, within, parse, format } = await import("/assets/js/filter.js");
    const { load, loadWords } = await import("/assets/js/listing.js");
    const { papers } = await load();
    await loadWords(papers);
    return asked.map(([page, query]) => {
        const wishes = parse(query);
        const { found, counts } = select(within(papers, page), wishes);
        const plain = Object.entries(counts).map(([facet, values]) => [facet, Object.fromEntries(values)]);
        const slugs = found.map(({ slug }) => slug);
        return { slugs, counts: Object.fromEntries(plain), query: format(wishes) };
    });
}"""


@pytest.fixture(name="blank")
def blank_page(open_page):
    return open_page("about/")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(asked=st.lists(st.tuples(_PAGES, _WISHES), min_size=20, max_size=40))
def test_any_wishes_give_what_python_finds(blank, asked):
    answers = blank.evaluate(_ASK, [[values, urlencode(wishes)] for values, wishes in asked])

    for (values, wishes), answer in zip(asked, answers, strict=True):
        assert (answer["slugs"], answer["counts"]) == _select(values, wishes)
        assert sorted(parse_qsl(answer["query"])) == sorted(wishes)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("sort=wrong&from=-1&since=yesterday&words=++&h=mark", ""),
        ("from=399&since=2026-02-31", "from=200"),
        ("topic=gpus&topic=gpus&-topic=%3Cb%3E", "topic=gpus&-topic=%3Cb%3E"),
        ("from=1e999", ""),
        ("words=%20Cache%20", "words=Cache"),
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out(open_page, query, kept):
    script = "(query) => import('/assets/js/filter.js').then(({ format, parse }) => format(parse(query)))"

    assert open_page("about/").evaluate(script, query) == kept


# --- the form ---------------------------------------------------------------------------------------------


def _open_filters(page):
    page.locator(".filters > summary").click()
    expect(page.locator(".facet").first).to_be_visible()


def _choose(page, name, prefix=""):
    facet, value = name.split("=")
    box = page.locator(f'input[name="{prefix}{facet}"][value="{value}"]')
    if not box.is_visible():
        page.locator(f".facet-{facet} > summary").click()
    box.check()


def _query(page):
    return parse_qsl(urlsplit(page.url).query)


def _rows(page):
    return [link.inner_text() for link in page.locator("article li .row-title a").all()]


def test_nothing_is_fetched_before_a_reader_reaches_for_a_filter(open_page):
    page = open_page("papers/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.get_by_label("Sort by")).to_be_visible()
    assert [url for url in asked if url.endswith(".json")] == []

    with page.expect_response("**/papers/papers.json"):
        page.get_by_label("Sort by").focus()


def test_choices_make_a_list_that_its_address_brings_back(open_page, site):
    page = open_page("papers/")
    _open_filters(page)
    _choose(page, "topic=llm-inference")
    _choose(page, "only=code")
    _choose(page, "topic=gpus", prefix="-")
    page.get_by_label("Sort by").select_option("Title")

    wishes = [("topic", "llm-inference"), ("-topic", "gpus"), ("only", "code"), ("sort", "title")]
    expected, counts = _select({}, wishes)
    assert 1 < len(expected) < 20
    expect(page.locator(".found")).to_have_text(f"{len(expected)} of {len(CATALOGUE.papers)} papers")
    expect(page.locator("article li .row-title")).to_have_count(len(expected))
    expect(page.locator(".filters > summary")).to_have_text("Filters (3)")
    assert _query(page) == wishes
    label = page.locator(".facet-year .choice", has_text="2026")
    expect(label).to_contain_text(f"2026{counts['year'].get('2026', 0)}")

    again = open_page(page.url.removeprefix(site))
    expect(again.locator(".found-rows .row-title")).to_have_count(len(expected))
    assert _rows(again) == _rows(page)
    expect(again.locator(".filters > summary")).to_have_text("Filters (3)")
    again.locator(".filters > summary").click()
    expect(again.locator('input[name="-topic"][value="gpus"]')).to_be_checked()
    again.locator("article").get_by_role("button", name="Clear").click()
    expect(again.locator(".filters > summary")).to_have_text("Filters")


def test_the_back_button_takes_one_step_back(open_page, site):
    page = open_page("about/")
    open_instantly(page, f"{site}papers/")
    before = _rows(page)
    _open_filters(page)
    _choose(page, "topic=gpus")
    expect(page).to_have_url(re.compile(r"\?topic=gpus$"))
    _choose(page, "only=curated")
    expect(page).to_have_url(re.compile("only=curated"))
    page.get_by_label("Words in title or authors").press_sequentially("gpu")
    expect(page).to_have_url(re.compile("words=gpu"))

    page.go_back()
    expect(page.get_by_label("Words in title or authors")).to_have_value("")
    assert _query(page) == [("topic", "gpus"), ("only", "curated")]
    page.go_back()
    expect(page.locator('input[name="only"][value="curated"]')).not_to_be_checked()
    expect(page.locator(".found-rows .row-title")).to_have_count(len(GROUPS.by_topic["gpus"]))
    page.go_back()
    expect(page.locator(".found-rows")).to_be_hidden()
    assert _rows(page) == before


def test_the_list_is_there_when_a_reader_comes_back_from_a_paper(open_page, site):
    page = open_page("about/")
    open_instantly(page, f"{site}papers/?only=code&sort=title")
    title = page.locator(".found-rows .row-title a").first.inner_text()
    page.locator(".found-rows .row-title a").first.click()
    expect(page.locator("h1")).to_contain_text(title)
    page.go_back()

    expect(page.locator(".found-rows .row-title a").first).to_have_text(title)
    expect(page.get_by_label("Sort by")).to_have_value("title")
    assert page.evaluate("window.isSamePage")


def test_a_link_within_the_page_keeps_the_list(open_page, site):
    page = open_page("about/")
    open_instantly(page, f"{site}topics/llm-inference/?only=curated")
    expect(page.locator(".found-rows .row-title").first).to_be_visible()
    page.locator(".md-nav--secondary a", has_text="Who and where").first.click()

    expect(page).to_have_url(re.compile(r"\?only=curated#who-and-where$"))
    expect(page.locator(".found-rows .row-title").first).to_be_visible()


def test_clear_brings_the_page_back(open_page):
    page = open_page("papers/?topic=gpus&words=memory&since=1999-12-31")
    expect(page.locator(".found-rows .row-title").first).to_be_visible()
    expect(page.get_by_label("New since 1999-12-31")).to_be_checked()
    page.locator("form.working").get_by_role("button", name="Clear").click()

    expect(page.locator(".found-rows")).to_be_hidden()
    expect(page.locator("article h2").first).to_be_visible()
    expect(page.get_by_label("Words in title or authors")).to_be_focused()
    assert _query(page) == []


@pytest.mark.parametrize(
    ("address", "values", "stays"),
    [
        ("topics/llm-inference/", {"topic": "llm-inference"}, "Who and where"),
        ("years/2026/", {"year": "2026"}, None),
    ],
)
def test_a_page_of_papers_filters_its_own(open_page, address, values, stays):
    page = open_page(address)
    _open_filters(page)
    _choose(page, "only=curated")
    expected, _ = _select(values, [("only", "curated")])
    total, _ = _select(values, [])

    expect(page.locator(".found")).to_have_text(f"{len(expected)} of {len(total)} papers")
    assert page.locator(".facet-only").count() == 1
    assert (
        page.locator(f'input[name="{next(iter(values))}"][value="{next(iter(values.values()))}"]').count()
        == 0
    )
    if stays:
        expect(page.get_by_role("heading", name=stays)).to_be_visible()


def test_a_long_list_never_has_more_than_200_rows_in_the_document(open_page, site):
    page = open_page("about/")
    _serve_long_listing(page, 5_000)
    page.goto(f"{site}papers/?sort=old")
    rows = page.locator("li .row-title")
    expect(page.locator(".pager")).to_contain_text("1–200 of 5,000")
    expect(rows).to_have_count(200)
    expect(rows.first).to_have_text("Paper 4999")
    page.get_by_role("button", name="Next 200").click()
    expect(page.locator(".pager")).to_contain_text("201–400 of 5,000")
    expect(rows).to_have_count(200)
    expect(page.locator(".found-rows")).to_be_focused()
    assert ("from", "200") in _query(page)

    page.goto(f"{site}papers/?sort=old&from=4800")
    expect(rows.last).to_have_text("Paper 0")
    expect(page.get_by_role("button", name="Next")).to_have_count(0)
    page.get_by_role("button", name="Previous 200").click()
    expect(page.locator(".pager")).to_contain_text("4,601–4,800 of 5,000")
    page.go_back()
    expect(rows.last).to_have_text("Paper 0")


def _serve_long_listing(page, count):
    slugs = [f"2401.{n:05}" for n in range(count)]
    columns = {
        "topics": [], "venues": [], "categories": [["cs.PF", "Performance"]], "part": 500, "slug": slugs,
        "place": list(range(count)), "published": [19_000 - n for n in range(count)],
        "seen": [19_000] * count, "topic": [[]] * count, "category": [[0]] * count, "venue": [-1] * count,
        "placed": [0] * count, "marks": [0] * count, "code": {},
    }  # fmt: skip
    words = {slug: [f"Paper {n}", "Amy Example"] for n, slug in enumerate(slugs)}
    page.route("**/papers/papers.json", lambda route: route.fulfill(body=json.dumps(columns)))
    page.route("**/papers/papers-*.json", lambda route: route.fulfill(body=json.dumps(words)))


def test_a_list_that_cannot_be_loaded_says_so_and_can_be_asked_again(open_page):
    page = open_page("papers/")
    page.route("**/papers/papers.json", lambda route: route.fulfill(status=204, body=""))
    page.locator(".filters > summary").click()
    expect(page.locator(".found")).to_contain_text("could not be loaded")
    page.unroute("**/papers/papers.json")
    page.get_by_label("Sort by").select_option("Title")

    expect(page.locator(".found")).to_contain_text(f"{len(CATALOGUE.papers)} of")


def test_a_listing_cannot_bring_markup_or_scripts(open_page, site):
    page = open_page("about/")
    _serve_long_listing(page, 1)
    hostile = {"2401.00000": ["<img src=x onerror=alert(1)>", "<script>alert(2)</script>"]}
    page.route("**/papers/papers-*.json", lambda route: route.fulfill(body=json.dumps(hostile)))
    page.goto(f"{site}papers/?sort=old")

    expect(page.locator(".found-rows .row-title")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("article img, article script").count() == 0


def test_filters_work_with_the_keyboard_alone(open_page):
    page = open_page("papers/")
    page.get_by_label("Words in title or authors").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Sort by")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".facet").first).to_be_visible()
    page.keyboard.press("Tab")  # the summary of topics
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(page).to_have_url(re.compile(r"\?topic=machine-learning-systems$"))
    expect(page.locator(".found[role=status]")).to_contain_text(" of ")
    names = page.get_by_role("group", name="Topics: all of these")
    expect(names.get_by_role("checkbox", name=re.compile("^not LLM inference$"))).to_have_count(1)


def test_a_choice_and_its_opposite_exclude_each_other(open_page):
    page = open_page("papers/?topic=gpus")
    _open_filters(page)
    _choose(page, "topic=gpus", prefix="-")

    expect(page.locator('input[name="topic"][value="gpus"]')).not_to_be_checked()
    assert _query(page) == [("-topic", "gpus")]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_open_filters_break_no_rule_of_accessibility_and_fit_the_screen(open_page, colours, screen):
    page = open_page("papers/?topic=gpus", color_scheme=colours, viewport=SCREENS[screen])
    _open_filters(page)
    expect(page.locator(".found-rows .row-title").first).to_be_visible()
    violations = Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:3]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]


def test_without_scripts_the_rows_are_there_and_no_form(open_page):
    page = open_page("papers/?topic=gpus", java_script_enabled=False)

    assert len(_rows(page)) == min(200, len(CATALOGUE.papers))
    assert page.locator("form.working").count() == 0
