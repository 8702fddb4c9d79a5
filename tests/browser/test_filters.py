"""Searching, filtering and sorting papers: what filters mean, their addresses, and the form on pages."""

import json
import random
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from generator.model.curation_values import Appearance, Link, LinkKind, Status, Topic, Venue, VenueKind
from tests.browser.engine_page import open_engine
from tests.browser.fixtures import SCREENS, WAIT_FOR_MEMORY
from tests.builders import make_authors, make_catalogue, make_paper

pytestmark = pytest.mark.slow

CODE = (Link(LinkKind.CODE, "https://example.org/code"),)
TOPICS = (
    Topic("machines", "Machines", ""),
    Topic("caches", "Caches", "", parent="machines"),
    Topic("gpus", "GPUs", "", parent="machines"),
    Topic("queues", "Queues", ""),
)
VENUES = tuple(Venue(name, name.upper(), name, VenueKind.CONFERENCE) for name in ("zoo", "ape", "bee"))
FACETS = ("topic", "year", "venue", "category", "has")
NEED_ALL = (
    "topic",
    "category",
    "has",
)  # of these, a paper needs all chosen values unless the filters state otherwise

FIND = """async ({ queries, topics, scope, size }) => {
  const { search } = await import("/assets/js/search/client.js");
  const { parseFilters } = await import("/assets/js/filters.js");
  const answers = [];
  for (const query of queries) {
    const filters = parseFilters(query, topics);
    const answer = await search({ filters, scope: parseFilters(scope), size, withChoices: true });
    const countById = ([facet, choices]) =>
      [facet, Object.fromEntries(choices.map(({ id, count }) => [id, count]))];
    answers.push({
      slugs: answer.papers.map(({ slug }) => slug),
      total: answer.total,
      of: answer.of,
      counts: Object.fromEntries(Object.entries(answer.choices).map(countById)),
    });
  }
  return answers;
}"""
FORMAT = """async ([query, topics]) => {
  const { formatFilters, parseFilters } = await import("/assets/js/filters.js");
  return formatFilters(parseFilters(query, topics), "", topics);
}"""


def find_all(page, queries, *, topics="all", scope="", size=10_000):
    """Ask the engine; a query is the query of an address, or a list of its names and values."""
    texts = [query if isinstance(query, str) else urlencode(query) for query in queries]
    return page.evaluate(FIND, {"queries": texts, "topics": topics, "scope": scope, "size": size})


# Where the reader is in the end: at a place, or elsewhere after ten seconds.
WAIT_FOR_PLACE = """(place) => new Promise((resolve) => {
  const end = performance.now() + 10_000;
  const look = () => Math.abs(scrollY - place) < 5 || performance.now() > end
    ? setTimeout(() => resolve(scrollY), 300) : requestAnimationFrame(look);
  look();
})"""

# --- six papers, by hand ----------------------------------------------------------------------------------


def make_numbered_paper(number, title, year, **fields):
    published = datetime(year, 3, number, tzinfo=UTC) if year else None
    return make_paper(f"2401.0000{number}", title=title, published=published, **fields)


ZOO, APE = Appearance("zoo", 2026), Appearance("ape")
CURATED = "papers/x.yml"
NOWAK = make_authors("Łukasz Nowak")
PAPERS = (
    make_numbered_paper(6, "Zeta caches", 2026, appearance=ZOO, links=CODE, first_seen=date(2026, 5, 6)),
    make_numbered_paper(
        5, "Łukasz on GPUs", 2026, appearance=APE, categories=("cs.AR", "cs.PF"), curation_path=CURATED
    ),
    make_numbered_paper(4, "alpha", 2025, status=Status.WITHDRAWN, authors=NOWAK, abstract="A cache."),
    make_numbered_paper(
        3, "Élan", 2025, appearance=ZOO, links=CODE, curation_path=CURATED, categories=("cs.AR",)
    ),
    make_numbered_paper(2, "Beta", 1948, categories=()),
    make_numbered_paper(1, "Undated", None, first_seen=None),
)
ASSIGNMENTS = {
    "6": ["caches"],
    "5": ["gpus"],
    "4": ["caches", "gpus"],
    "3": ["queues"],
    "2": [],
    "1": ["gpus"],
}


@pytest.fixture(scope="module", name="six")
def page_with_six_papers(browser, tmp_path_factory):
    assignments = {f"2401.0000{number}": topics for number, topics in ASSIGNMENTS.items()}
    catalogue = make_catalogue(*PAPERS, topics=TOPICS, venues=VENUES, assignments=assignments)
    with open_engine(browser, tmp_path_factory.mktemp("six"), catalogue) as page:
        yield page


def find_six(page, query, **options):
    """The numbers of the papers, in order: ``654``."""
    (answer,) = find_all(page, [query], **options)
    return "".join(slug[-1] for slug in answer["slugs"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "654321"),
        ("topic=caches", "64"),
        ("topic=machines", "6541"),  # a topic lists what its subtopics list
        ("topic=caches&topic=gpus", "4"),
        ("topic=caches&topic=gpus&topics=any", "6541"),
        ("topic=gpus&-topic=caches", "51"),
        ("-topic=machines", "32"),
        ("year=2026", "65"),
        ("year=2026&year=2025", "6543"),
        ("-year=2026", "4321"),
        ("venue=zoo&venue=ape", "653"),
        ("category=cs.AR&category=cs.PF", "5"),
        ("category=cs.AR&-category=cs.PF", "3"),
        ("has=code", "63"),
        ("has=code&has=curated", "3"),
        ("has=withdrawn", "4"),
        ("-has=withdrawn&topic=caches", "6"),
        ("topic=nothing", ""),
        ("quarter=2026-Q1", "65"),
        ("quarter=2026-Q1&topic=gpus", "5"),
        ("quarter=1948-Q1", "2"),
        ("quarter=2026-Q2", ""),
        ("quarter=2026-Q5", "654321"),  # there is no such quarter
        ("since=2026-05-05", "6"),
        ("since=2026-05-06", ""),
        ("since=2026-02-30", "654321"),  # there is no such day
        ("sort=old", "234561"),  # papers without a date come last
        ("sort=title", "423516"),  # case, accents and marks aside
        ("sort=venue", "563421"),
        ("sort=wrong", "654321"),
        ("sort=best", "654321"),  # without a query no paper is a better match
        ("from=4", "21"),
        ("from=6", "654321"),  # there is nothing after the last paper
        ("q=cache&sort=new", "64"),
        ("q=cache", "64"),  # the title counts more than the abstract
        ("q=cache&has=withdrawn", "4"),
        ("q=lukasz&sort=new", "54"),
        ("q=ŁUKASZ&sort=new", "54"),
        ("q=gpu", "541"),
        ("q=gpus", "541"),
        ("q=2401.00003v2", "3"),
        ("q=https%3A%2F%2Farxiv.org%2Fabs%2F2401.00003", "3"),
    ],
)
def test_filters_select_papers(six, query, expected):
    assert find_six(six, query) == expected


@pytest.mark.parametrize(
    ("scope", "query", "expected", "of"),
    [
        ("topic=machines", "", "6541", 4),
        ("topic=machines", "has=code", "6", 4),
        ("topic=caches&year=2025", "", "4", 1),
        ("year=2025", "q=nowak", "4", 2),
        # No paper of the page has both words, although one of the catalogue has them.
        ("venue=ape", "q=lukasz nowak", "5", 1),
    ],
)
def test_a_page_selects_from_its_own_papers(six, scope, query, expected, of):
    (answer,) = find_all(six, [query], scope=scope)

    assert ("".join(slug[-1] for slug in answer["slugs"]), answer["of"]) == (expected, of)


# --- any papers -------------------------------------------------------------------------------------------


def draw_papers(count):
    """Papers with facts drawn by chance, the same ones every time."""
    draw = random.Random(11)  # noqa: S311 - a sample

    def some(values):
        return tuple(value for value in values if draw.random() < 0.3)

    papers, assignments = [], {}
    for number in range(count, 0, -1):
        paper_id = f"2401.{number:05}"
        day = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=20 * number)
        papers.append(
            make_paper(
                paper_id,
                title=" ".join(draw.sample(("cache", "queue", "gpu", "energy", "model", "trace"), 3)),
                published=draw.choice((day, day, day, None)) if number < 5 else day,
                first_seen=draw.choice((None, day.date())),
                categories=some(("cs.AR", "cs.PF", "cs.LG")),
                appearance=draw.choice((None, Appearance("zoo"), Appearance("ape"), Appearance("bee"))),
                links=draw.choice(((), CODE)),
                curation_path=draw.choice((None, "papers/x.yml")),
                status=draw.choice((Status.LISTED, Status.LISTED, Status.WITHDRAWN)),
            )
        )
        assignments[paper_id] = some([topic.id for topic in TOPICS])
    papers.sort(key=lambda paper: (-paper.published.timestamp() if paper.published else 0, paper.id))
    return make_catalogue(*papers, topics=TOPICS, venues=VENUES, assignments=assignments)


VALUES = {
    "topic": [topic.id for topic in TOPICS],
    "year": [str(year) for year in range(2020, 2024)],
    "venue": [venue.id for venue in VENUES],
    "category": ["cs.AR", "cs.PF", "cs.LG"],
    "has": ["code", "curated", "withdrawn"],
}
CHOICES = [(facet, value) for facet in FACETS for value in VALUES[facet]]
EXCLUSIONS = [(f"-{facet}", value) for facet, value in CHOICES]
QUERIES = st.lists(
    st.one_of(
        st.sampled_from(CHOICES),
        st.sampled_from(EXCLUSIONS),
        st.sampled_from([("q", "cache"), ("q", "gpu energy"), ("since", "2021-06-01"), ("topics", "any")]),
    ),
    max_size=3,
    unique_by=lambda parameter: parameter[1] if parameter[0] != "q" else "q",
)
PROPERTY = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module", name="many")
def page_with_many_papers(browser, tmp_path_factory):
    with open_engine(browser, tmp_path_factory.mktemp("many"), draw_papers(90)) as page:
        yield page


@PROPERTY
@given(query=QUERIES)
def test_a_count_is_the_number_of_papers_after_choosing(many, query):
    """A year or a venue is counted as the only choice of its facet, and so is one of any topics."""
    (before,) = find_all(many, [query])
    need_all = NEED_ALL if ("topics", "any") not in query else NEED_ALL[1:]
    after = [
        [*(parameter for parameter in query if facet in need_all or parameter[0] != facet), (facet, value)]
        for facet, value in CHOICES
    ]

    totals = [answer["total"] for answer in find_all(many, after)]
    assert totals == [before["counts"][facet].get(value, 0) for facet, value in CHOICES]


@PROPERTY
@given(query=QUERIES, choice=st.sampled_from(CHOICES))
def test_a_choice_and_its_exclusion_divide_the_papers(many, query, choice):
    others = [parameter for parameter in query if parameter[0].removeprefix("-") != choice[0]]
    facet, value = choice
    everything, chosen, excluded = find_all(
        many, [others, [*others, choice], [*others, (f"-{facet}", value)]]
    )

    assert sorted(chosen["slugs"] + excluded["slugs"]) == sorted(everything["slugs"])


@PROPERTY
@given(one=QUERIES, other=QUERIES)
def test_filters_of_different_facets_intersect(many, one, other):
    names = {name.removeprefix("-") for name, _ in one}
    other = [
        parameter for parameter in other if parameter[0].removeprefix("-") not in names | {"topics", "q"}
    ]
    first, second, both = find_all(many, [one, other, one + other])

    assert sorted(both["slugs"]) == sorted(set(first["slugs"]) & set(second["slugs"]))


@PROPERTY
@given(values=st.lists(st.sampled_from(VALUES["topic"]), min_size=1, max_size=3, unique=True))
def test_topics_intersect_or_unite(many, values):
    choices = [("topic", value) for value in values]
    alone = [set(answer["slugs"]) for answer in find_all(many, [[choice] for choice in choices])]
    need_all, need_any = find_all(many, [choices, [*choices, ("topics", "any")]])

    assert set(need_all["slugs"]) == set.intersection(*alone)
    assert set(need_any["slugs"]) == set.union(*alone)


@PROPERTY
@given(query=QUERIES, scope=st.sampled_from(CHOICES))
def test_a_page_finds_what_the_catalogue_finds_of_its_papers(many, query, scope):
    facet = scope[0]
    others = [parameter for parameter in query if parameter[0].removeprefix("-") not in {facet, "q"}]
    (inside,) = find_all(many, [others], scope=urlencode([scope]))
    whole, page = find_all(many, [[*others, scope], [scope]])

    assert (inside["slugs"], inside["of"]) == (whole["slugs"], page["total"])


@PROPERTY
@given(query=QUERIES, sort=st.sampled_from(["new", "old", "title", "venue"]), size=st.integers(1, 40))
def test_every_order_has_all_papers_and_pages_join_to_the_list(many, query, sort, size):
    (plain,) = find_all(many, [[*query, ("sort", "new")]])
    ordered = [*query, ("sort", sort)]
    (whole,) = find_all(many, [ordered])
    pages = find_all(
        many, [[*ordered, ("from", start)] for start in range(0, whole["total"], size)], size=size
    )

    assert sorted(whole["slugs"]) == sorted(plain["slugs"])
    assert [slug for page in pages for slug in page["slugs"]] == whole["slugs"]
    if sort == "old":
        dated = [slug for slug in whole["slugs"] if slug > "2401.00004"]
        assert dated == sorted(dated)


@PROPERTY
@given(query=QUERIES, sort=st.sampled_from(["new", "old", "title", "venue"]), start=st.integers(0, 400))
def test_filters_come_back_from_their_address(many, query, sort, start):
    parameters = [*query, ("sort", sort), ("from", start)]
    text = urlencode(parameters)
    address = many.evaluate(FORMAT, [text, "all"])

    assert many.evaluate(FORMAT, [address, "all"]) == address
    assert find_all(many, [address]) == find_all(many, [text])


# --- addresses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "query", "now", "expected"),
    [
        # Lists, until 2026-11.
        ("papers/", "topic=caches&only=code&-only=withdrawn", "topic=caches&has=code&-has=withdrawn", "6"),
        ("papers/", "topic=caches&topic=gpus", "topic=caches&topic=gpus", "4"),
        ("papers/", "only=curated&sort=title", "has=curated&sort=title", "35"),
        ("papers/", "words=caches", "q=caches&sort=new", "64"),
        ("papers/", "words=lukasz&sort=old", "q=lukasz&sort=old", "45"),
        ("papers/", "words=++&h=mark", "", "654321"),
        ("papers/", "since=2026-05-05", "since=2026-05-05", "6"),
        ("papers/", "sort=venue&from=3", "sort=venue&from=3", "421"),
        # The search, until 2026-11.
        ("search/", "q=caches", "q=caches", "64"),
        ("search/", "q=caches&sort=date", "q=caches&sort=new", "64"),
        ("search/", "topic=caches&topic=gpus", "topic=caches&topic=gpus", "6541"),
        ("search/", "has=code&has=curated", "has=code&has=curated", "3"),
        ("search/", "year=2026&year=2025&venue=zoo", "year=2026&year=2025&venue=zoo", "63"),
        ("search/", "q=2401.00003", "q=2401.00003", "3"),
        # Both, since.
        ("papers/", "topic=caches&topic=gpus&topics=any", "topic=caches&topic=gpus&topics=any", "6541"),
        ("search/", "topic=caches&topic=gpus&topics=all", "topic=caches&topic=gpus&topics=all", "4"),
        # What is not valid.
        ("papers/", "sort=wrong&from=-1&since=yesterday&topics=some", "", "654321"),
        ("papers/", "since=2026-02-31&from=1e999", "", "654321"),
        ("papers/", "topic=gpus&topic=gpus&-topic=%3Cb%3E", "topic=gpus&-topic=%3Cb%3E", "541"),
    ],
)
def test_old_and_new_addresses_show_their_papers(six, page, query, now, expected):
    topics = "any" if page == "search/" else "all"

    assert six.evaluate(FORMAT, [query, topics]) == now
    assert find_six(six, query, topics=topics) == find_six(six, now, topics=topics) == expected


# --- the form ---------------------------------------------------------------------------------------------


def open_filters(page):
    page.locator(".chip.filters").click()
    expect(page.locator(".facet").first).to_be_visible()


def choose(page, name, prefix=""):
    facet, value = name.split("=")
    box = page.locator(f'.facets input[name="{prefix}{facet}"][value="{value}"]')
    if not box.is_visible():
        page.locator(f".facet-{facet} > summary").click()
    box.check()


def count_of(page, name):
    """Return the number next to a choice."""
    facet, value = name.split("=")
    choice = page.locator(".choice", has=page.locator(f'input[name="{facet}"][value="{value}"]'))
    return int(choice.locator(".count").inner_text())


def read_query(page):
    return parse_qsl(urlsplit(page.url).query)


def read_rows(page):
    return [link.inner_text() for link in page.locator("article li .row-title a").all()]


def query_box(page):
    return page.locator("form.finder input[type=search]")


def total_of(page):
    """How many papers the page lists, as it says itself."""
    return int(page.locator(".facts").inner_text().split()[0].replace(",", ""))


def test_no_data_are_loaded_before_a_reader_uses_the_form(open_page):
    page = open_page("papers/")
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    expect(page.get_by_label("Sort by")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in requested if url.endswith(".json")] == []

    with page.expect_response("**/search/index.json"):
        page.get_by_label("Sort by").focus()


def test_choices_make_a_list_that_its_address_brings_back(open_page, site):
    page = open_page("papers/")
    total = total_of(page)
    open_filters(page)
    choose(page, "topic=llm-inference")
    expect(page.locator(".chip.filters")).to_have_text("Filters (1)")
    expect(page.locator(".finder-status")).to_contain_text(" of ")
    choose(page, "topic=gpus", prefix="-")
    page.get_by_label("Sort by").select_option("Title")
    expect(page).to_have_url(re.compile("sort=title"))
    expect(page.get_by_role("button", name="Remove not GPUs")).to_be_visible()  # and then counts are new, too
    expect(page.locator(".chip.filters")).to_have_text("Filters (2)")
    with_code = count_of(page, "has=code")
    choose(page, "has=code")

    assert 1 < with_code < 20
    expect(page.locator(".finder-status")).to_have_text(f"{with_code} of {total} papers")
    expect(page.locator("article li .row-title")).to_have_count(with_code)
    expect(page.locator(".chip.filters")).to_have_text("Filters (3)")
    assert read_query(page) == [
        ("topic", "llm-inference"), ("-topic", "gpus"), ("has", "code"), ("sort", "title"),
    ]  # fmt: skip
    rows = read_rows(page)
    assert rows == sorted(rows, key=str.casefold)

    again = open_page(page.url.removeprefix(site))
    expect(again.locator(".result-rows .row-title")).to_have_count(with_code)
    assert read_rows(again) == rows
    expect(again.locator(".chip.filters")).to_have_text("Filters (3)")
    again.locator(".chip.filters").click()
    expect(again.locator('input[name="-topic"][value="gpus"]')).to_be_checked()
    again.locator("article").get_by_role("button", name="Clear").click()
    expect(again.locator(".chip.filters")).to_have_text("Filters")


def test_the_back_button_goes_one_step_back(open_page):
    page = open_page("papers/")
    before = read_rows(page)
    open_filters(page)
    choose(page, "topic=gpus")
    expect(page.locator(".finder-status")).to_contain_text(" of ")
    of_gpus = page.locator(".finder-status").inner_text()
    expect(page).to_have_url(re.compile(r"\?topic=gpus$"))
    choose(page, "has=curated")
    expect(page).to_have_url(re.compile("has=curated"))
    query_box(page).press_sequentially("gpu")
    expect(page).to_have_url(re.compile("q=gpu"))

    page.go_back()
    expect(query_box(page)).to_have_value("")
    assert read_query(page) == [("topic", "gpus"), ("has", "curated")]
    page.go_back()
    expect(page.locator('.facets input[name="has"][value="curated"]')).not_to_be_checked()
    expect(page.locator(".finder-status")).to_have_text(of_gpus)
    page.go_back()
    expect(page.locator(".result-rows")).to_be_hidden()
    assert read_rows(page) == before
    page.go_forward()
    expect(page.locator(".result-rows .row-title").first).to_be_visible()
    assert read_query(page) == [("topic", "gpus")]


@pytest.mark.parametrize("address", ["papers/?only=code&sort=title", "search/?q=memory"])
def test_a_reader_who_comes_back_from_a_paper_is_where_they_were(open_page, address):
    page = open_page(address)
    link = page.locator(".result-rows .row-title a").nth(12)
    link.scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 300)")
    place, title = page.evaluate(WAIT_FOR_MEMORY), link.inner_text()
    link.click()
    expect(page.locator("h1")).to_contain_text(title)
    page.go_back()

    expect(link).to_have_text(title)
    assert page.evaluate(WAIT_FOR_PLACE, place) == pytest.approx(place, abs=5)


def test_a_step_back_to_other_results_leads_to_where_the_reader_was(open_page):
    page = open_page("papers/?sort=title")
    link = page.locator(".result-rows .row-title a").nth(12)
    link.scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 300)")
    place, title = page.evaluate(WAIT_FOR_MEMORY), link.inner_text()
    query_box(page).fill("memory")
    expect(page.locator(".finder-status")).to_contain_text(" of ")
    page.go_back()

    expect(link).to_have_text(title)
    assert page.evaluate(WAIT_FOR_PLACE, place) == pytest.approx(place, abs=5)


def test_a_link_within_the_page_keeps_the_list(open_page):
    page = open_page("topics/llm-inference/?only=curated")
    expect(page.locator(".result-rows .row-title").first).to_be_visible()
    expect(page.get_by_role("link", name="Curators’ picks")).to_be_hidden()
    page.evaluate("location.hash = 'authors-and-venues'")

    expect(page).to_have_url(re.compile(r"\?only=curated#authors-and-venues$"))
    expect(page.locator(".result-rows .row-title").first).to_be_visible()


def test_clear_brings_the_page_back(site_of_a_later_day, open_page):
    page = open_page("papers/?topic=llm-inference&q=memory&since=2026-03-24", base=site_of_a_later_day)
    expect(page.locator(".result-rows .row-title").first).to_be_visible()
    expect(page.get_by_role("button", name="Remove New since 2026-03-24")).to_be_visible()
    page.locator("form.finder").get_by_role("button", name="Clear").click()

    expect(page.locator(".result-rows")).to_be_hidden()
    expect(page.locator("article h2").first).to_be_visible()
    expect(query_box(page)).to_be_focused()
    assert read_query(page) == []


@pytest.mark.parametrize(
    ("address", "own", "stays"),
    [
        ("topics/llm-inference/", "topic=llm-inference", "Authors and venues"),
        ("years/2026/", "year=2026", None),
    ],
)
def test_a_page_of_papers_filters_its_own(open_page, address, own, stays):
    page = open_page(address)
    open_filters(page)
    whole = re.fullmatch(r"(\d+) papers", page.locator(".finder-status").inner_text())
    curated = count_of(page, "has=curated")
    choose(page, "has=curated")

    expect(page.locator(".finder-status")).to_have_text(f"{curated} of {whole[1]} papers")
    expect(page.locator(".result-rows .row-title")).to_have_count(curated)
    facet, value = own.split("=")
    assert page.locator(f'input[name="{facet}"][value="{value}"]').count() == 0
    if stays:
        expect(page.get_by_role("heading", name=stays)).to_be_visible()


def test_a_list_finds_misspelt_words_and_shows_them_in_their_passage(open_page):
    page = open_page("papers/")
    query_box(page).fill("prefecthing")

    expect(page.locator(".finder-status")).to_contain_text("Also searched for “prefetching”")
    expect(page.locator(".result-rows .row-summary mark").first).to_be_visible()
    expect(page.get_by_label("Sort by")).to_have_value("best")


def test_a_list_of_some_papers_offers_the_search_of_all(open_page):
    page = open_page("topics/gpus/")
    query_box(page).fill("prefetching")
    page.get_by_role("link", name="Search all papers").click()

    expect(page).to_have_url(re.compile(r"/search/\?q=prefetching$"))
    expect(page.locator(".result-rows .row-title").first).to_be_visible()
    expect(page.get_by_role("link", name="Search all papers")).to_be_hidden()


def test_a_year_and_code_are_one_click_each(open_page):
    page = open_page("topics/llm-inference/")
    page.locator(".bar").get_by_label("2026").check()
    page.locator(".bar").get_by_label("Has code").check()

    expect(page.locator(".active button")).to_have_text(["2026", "Has code"])
    expect(page.locator(".result-rows li:has(.row-summary)")).to_have_count(
        page.locator(".result-rows li").count()
    )
    expect(page.locator(".finder-status")).to_contain_text(" of ")
    assert read_query(page) == [("year", "2026"), ("has", "code")]
    expect(page.locator(".result-rows .row-title").first).to_be_in_viewport()


def test_the_filters_of_a_shared_link_are_shown_and_removed_one_by_one(open_page):
    page = open_page("papers/?topic=llm-inference&-topic=gpus&has=code")
    active = page.get_by_role("list", name="Active filters").get_by_role("button")
    expect(active).to_have_text(["LLM inference", "not GPUs", "Has code"])
    page.get_by_role("button", name="Remove not GPUs").click()

    expect(active).to_have_text(["LLM inference", "Has code"])
    expect(page.locator(".chip.filters")).to_be_focused()
    assert read_query(page) == [("topic", "llm-inference"), ("has", "code")]


def test_topics_can_be_needed_all_or_any(open_page):
    page = open_page("papers/?topic=gpus&topic=llm-inference")
    status = page.locator(".finder-status")
    expect(status).to_contain_text(" of ")
    need_all = int(status.inner_text().split()[0])
    open_filters(page)
    page.get_by_role("combobox", name="Topics").select_option("any of these")

    expect(page).to_have_url(re.compile("topics=any"))
    expect(status).not_to_have_text(re.compile(rf"^{need_all} of"))
    assert int(status.inner_text().split()[0]) > need_all


def test_a_long_list_is_shown_in_pages(open_page, site):
    page = open_page("about/")
    serve_long_index(page, 5_000)
    page.goto(f"{site}papers/?sort=old")
    rows = page.locator("li .row-title")
    expect(page.locator(".pager")).to_contain_text("1–50 of 5,000")
    expect(rows).to_have_count(50)
    expect(rows.first).to_have_text("Paper 0")
    page.get_by_role("button", name="Next 50").click()
    expect(page.locator(".pager")).to_contain_text("51–100 of 5,000")
    expect(rows).to_have_count(50)
    expect(page.locator(".result-rows")).to_be_focused()
    assert ("from", "50") in read_query(page)

    page.goto(f"{site}papers/?sort=old&from=4950")
    expect(rows.last).to_have_text("Paper 4999")
    expect(page.get_by_role("button", name="Next")).to_have_count(0)
    page.get_by_role("button", name="Previous 50").click()
    expect(page.locator(".pager")).to_contain_text("4,901–4,950 of 5,000")
    page.go_back()
    expect(rows.last).to_have_text("Paper 4999")


def serve_long_index(page, count, title="Paper {}", code=""):
    """Answer requests for the index with papers that differ by their numbers alone."""
    head = {
        "version": "1", "papers": count, "undated": 0, "rows": 1000, "texts": 1000, "common": [],
        "lengths": "1" * count, "terms": [], "words": [], "endings": [], "identifiers": [], "names": [],
    }  # fmt: skip
    row = ["slug", "title", ["Amy Example"], 1, 19_000, "", "", code, 0]
    facets = {facet: {"choices": [], "papers": " " * (count - 1)} for facet in (*FACETS, "seen")}

    def answer(route):
        name = urlsplit(route.request.url).path.partition("/search/")[2]
        start = 1000 * int(re.search(r"\d*(?=\.json)", name)[0] or 0)
        numbers = range(start, min(count, start + 1000))
        rows = [[f"2401.{number:05}", title.format(number), *row[2:]] for number in numbers]
        bodies = {"index.json": head, "facets.json": facets}
        route.fulfill(body=json.dumps(bodies.get(name, rows)))

    page.context.route("**/search/**.json*", answer)


def test_a_list_that_cannot_be_loaded_reports_it_and_tries_again(open_page):
    page = open_page("papers/")
    page.context.route("**/search/index.json", lambda route: route.fulfill(status=204, body=""))
    page.locator(".chip.filters").click()
    expect(page.locator(".finder-status")).to_contain_text("could not be loaded")
    page.context.unroute("**/search/index.json")
    total = total_of(page)
    page.get_by_label("Sort by").select_option("Title")

    expect(page.locator(".finder-status")).to_have_text(f"{total} of {total} papers")


def test_the_index_cannot_bring_markup_or_scripts(open_page, site):
    page = open_page("about/")
    serve_long_index(page, 1, title="<img src=x onerror=alert({})>", code="javascript:alert(1)")
    page.goto(f"{site}papers/?sort=old")

    expect(page.locator(".result-rows .row-title")).to_have_text("<img src=x onerror=alert(0)>")
    assert page.locator("article img, article script, article [href^=javascript]").count() == 0


def test_filters_work_with_the_keyboard_alone(open_page):
    page = open_page("papers/")
    query_box(page).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Sort by")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".bar").get_by_label("2026")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".bar").get_by_label("Has code")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".facet").first).to_be_visible()
    page.keyboard.press("Tab")  # the summary of topics
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Topics")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(page).to_have_url(re.compile(r"\?topic=machine-learning-systems$"))
    expect(page.locator(".finder-status[role=status]")).to_contain_text(" of ")
    topics = page.get_by_role("group", name="Topics")
    expect(topics.get_by_role("checkbox", name=re.compile("^not LLM inference$"))).to_have_count(1)


def test_a_choice_and_its_opposite_replace_each_other(open_page):
    page = open_page("papers/?topic=gpus")
    open_filters(page)
    choose(page, "topic=gpus", prefix="-")

    expect(page.locator('input[name="topic"][value="gpus"]')).not_to_be_checked()
    assert read_query(page) == [("-topic", "gpus")]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["papers/?topic=gpus", "topics/llm-inference/?has=code", "search/?q=memory"]
)
def test_open_filters_break_no_rule_of_accessibility_and_fit_the_screen(open_page, address, colours, screen):
    page = open_page(address, color_scheme=colours, viewport=SCREENS[screen])
    expect(page.locator(".result-rows .row-title").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    if page.locator(".chip.filters").get_attribute("aria-expanded") == "false":
        open_filters(page)
    expect(page.locator(".facet").first).to_be_visible()
    violations = Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:3]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]


@pytest.mark.parametrize("width", [390, 375, 360])  # pixels
@pytest.mark.parametrize("address", ["topics/llm-inference/", "search/"])
def test_order_chips_and_the_button_of_the_filters_are_one_line_on_a_phone(open_page, address, width):
    page = open_page(f"{address}?year=2026&has=code", viewport={"width": width, "height": 800})
    button = page.get_by_role("button", name="Filters (2)")
    expect(button).to_be_visible()
    tops = page.locator(".bar > .chip").evaluate_all(
        "chips => chips.map((chip) => chip.getBoundingClientRect().top)"
    )

    assert max(tops) - min(tops) < button.bounding_box()["height"] / 2


def test_filters_without_a_choice_are_not_shown(open_page):
    page = open_page("search/?q=xyzzyplughfoo")
    expect(page.locator(".finder-status")).to_contain_text("Nothing found")

    expect(page.locator(".facets .facet").first).to_be_attached()
    expect(page.locator("#facets")).to_be_hidden()


def test_without_scripts_the_rows_are_there_and_no_form(open_page):
    page = open_page("papers/?topic=gpus", java_script_enabled=False, viewport=SCREENS["phone"])

    assert page.locator("[data-listing]").bounding_box()["height"] == 0
    assert len(read_rows(page)) == min(200, total_of(page))
    assert page.locator("form.finder").count() == 0


def test_a_number_of_the_heat_map_leads_to_so_many_papers(open_page):
    page = open_page("topics/")
    cell = page.locator("table.heat").first.locator("td a").first
    count = cell.inner_text()
    cell.click()

    expect(page.locator(".finder-status")).to_contain_text(f"{count} of")
    page.get_by_role("button", name=re.compile(r"Remove Q\d 20\d\d")).click()
    expect(page.locator(".finder-status")).not_to_contain_text(f"{count} of")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_heat_map_is_accessible(open_page, colours):
    page = open_page("topics/", color_scheme=colours)
    page.locator("summary", has_text="Papers by topic and quarter").click()

    assert Axe().run(page).response["violations"] == []
